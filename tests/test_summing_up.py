"""Ikhtisar and Penutup see the tables of the whole report that they speak of."""

import pytest

from cermat import audit
from tests.helpers import findings, quick

TABLE = """
# BAB III AKUNTABILITAS KINERJA

## A. Capaian Kinerja

| No | Indikator | Target 2023 | Realisasi 2023 | Capaian (%) |
|---|---|---|---|---|
| 1 | Cakupan layanan air bersih | 70 | 63 | 90,00 |
| 2 | Persentase guru bersertifikat | 80 | 82 | 102,50 |
| | Rata-rata capaian | | | 96,25 |
"""
SECOND = """
## B. Capaian Program

| No | Indikator | Target 2023 | Realisasi 2023 | Capaian (%) |
|---|---|---|---|---|
| 1 | Persentase jalan mantap | 50 | 40 | 80,00 |
| 2 | Persentase pasar tertata | 40 | 30 | 75,00 |
| | Rata-rata capaian | | | 77,50 |
"""


def told(tmp_path, *parts: str) -> list[tuple[str, str]]:
    """Rule and section of each finding about an average."""
    path = tmp_path / "laporan.md"
    path.write_text("\n".join(parts), encoding="utf-8")
    found = findings(quick(audit.read(path)), path.name)
    return [(f["rule"], f["places"][0]["section"]) for f in found if f["rule"].startswith("RAT")]


@pytest.mark.parametrize("chapter", ["IKHTISAR EKSEKUTIF", "BAB IV PENUTUP"])
def test_a_mean_of_another_chapter_is_recomputed(tmp_path, chapter):
    said = f"# {chapter}\n\nRata-rata capaian kinerja tahun 2023 adalah {{}}%.\n"
    wrong, right = (
        (said.format(x), TABLE) if chapter[0] == "I" else (TABLE, said.format(x)) for x in ("99,25", "96,25")
    )
    assert told(tmp_path, *wrong) == [("RAT-03", chapter)]
    assert told(tmp_path, *right) == []


def test_two_tables_with_means_of_their_own_bind_to_neither(tmp_path):
    said = "# BAB IV PENUTUP\n\nRata-rata capaian kinerja tahun 2023 adalah 91,10%.\n"
    assert told(tmp_path, TABLE, SECOND, said) == []
