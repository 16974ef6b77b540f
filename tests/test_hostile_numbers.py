"""Numbers of any length: what cannot be read is doubted, and none of them ends an audit."""

import time

import pytest

from cermat import audit
from cermat.datasets.recognise.grids.texts import read_bound
from cermat.schemas.angka import ANGKA, FIGURE, UNREADABLE, parse

REPORT = """| No | Indikator Kinerja | Satuan | Target | Realisasi | Capaian (%) |
|---|---|---|---|---|---|
| 1 | Persentase desa mandiri | % | 80,00 | {} | 95,00 |
| 2 | Persentase pasar yang dikelola | % | 50,00 | 45,00 | 90,00 |
| 3 | Jumlah koperasi aktif | unit | 120 | 132 | 110,00 |
"""
LONG = (
    "9" * 5_000,
    "9" * 5_000 + ",5",
    "0," + "0" * 5_000 + "1",
    "0" * 5_000 + "1" * 19,
    ".".join(["999"] * 2_000),
)


@pytest.mark.parametrize("text", LONG)
def test_a_number_of_any_length_is_doubted(text):
    assert parse(text).kelas == UNREADABLE


@pytest.mark.parametrize("text", ["(" + " " * 4_000 + "x", "12" + " " * 4_000 + "(rp", "Rp -" + " " * 4_000])
def test_blanks_around_a_number_cost_no_more_than_they_are_long(text):
    start = time.process_time()
    ANGKA.search(text)
    assert time.process_time() - start < 5


def test_zeros_in_front_do_not_make_a_number_long():
    assert parse("0" * 5_000 + "12").kelas == FIGURE and parse("0" * 5_000 + "12").mantissa == 12


@pytest.mark.parametrize("text", [*LONG, "999.999.999.999.999 triliun", "-999.999.999.999.999.999"])
def test_one_number_does_not_stop_the_audit(tmp_path, text):
    report = tmp_path / "laporan.md"
    report.write_text(REPORT.format(text))
    result = audit.check(report)
    told = {finding["subject"] for finding in result.to_dict()["findings"]}
    assert not told & {"Persentase pasar yang dikelola", "Jumlah koperasi aktif"}
    assert result.to_dict()["summary"]["numbers"]["recomputed"] >= 6  # the rows beside it


@pytest.mark.parametrize(
    "text", ["1 " * 20_000, "lebih dari " * 5_000 + "1", "9" * 40_000, "1 " + "a" * 40_000 + "!"]
)
def test_a_cell_of_any_length_is_no_bound(text):
    start = time.process_time()
    read_bound(text)
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("text", "told"), [("≤ 25", "maks"), ("min. 80", "min"), ("60–85%", "rentang"), ("5 hari minimal", "min")]
)
def test_a_bound_stands_before_or_behind_its_figure(text, told):
    assert read_bound(text) == told
