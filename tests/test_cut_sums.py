"""A sum over rows of which the reader lacks some accuses nobody: "1, 2, 4" in a table says that it was cut."""

import pytest

from cermat import audit
from tests.helpers import quick

HEAD = "| No | Program | Pagu (Rp) |\n|---|---|---|\n"
ROWS = {
    "1": "| 1 | Program Irigasi | 200.000.000 |",
    "2": "| 2 | Program Benih | 350.000.000 |",
    "3": "| 3 | Program Pupuk | 127.000.000 |",
    "4": "| 4 | Program Ternak | 423.000.000 |",
    "no number": "| | Program Pupuk | 125.000.000 |",
    "wrong": "| 3 | Program Pupuk | 125.000.000 |",
    "total": "| | Jumlah | 1.100.000.000 |",
}


def _sums(folder, rows: list[str]) -> tuple[list[str], list[str]]:
    """(rules of findings about sums, what speaks against those that are only to be looked at)"""
    table = HEAD + "\n".join(ROWS[row] for row in rows)
    head = "# LAPORAN KINERJA DINAS TAHUN 2023\n\n## BAB III AKUNTABILITAS KINERJA\n\nTabel 3.1 Anggaran\n\n"
    (folder / "uji.md").write_text(f"{head}{table}\n", encoding="utf-8")
    report = quick(audit.read(folder / "uji.md")).to_dict()
    told = [found["rule"] for found in report["findings"] if found["kind"] == "total"]
    return told, [found["why"] for found in report["doubtful"] if found["kind"] == "total"]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (["1", "2", "3", "4", "total"], []),
        (["1", "2", "wrong", "4", "total"], ["TOT-01"]),
        (["1", "2", "no number", "4", "total"], ["TOT-01"]),
        (["1", "2", "3", "total"], ["TOT-01"]),
    ],
)
def test_a_sum_whose_rows_are_all_there_is_told(tmp_path, rows, told):
    assert _sums(tmp_path, rows) == (told, [])


def test_a_sum_over_rows_of_which_one_is_missing_is_only_to_be_looked_at(tmp_path):
    told, why = _sums(tmp_path, ["1", "2", "4", "total"])
    assert told == [] and len(why) == 1
    assert "terbaca terpotong" in why[0]
