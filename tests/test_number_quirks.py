"""Numbers as people type them: dashes, blanks, scales, ratios, bounds, formulas without a value."""

import pytest

from cermat.datasets.recognise.grids.texts import read_bound
from cermat.datasets.recognise.number_tokens import tokens
from cermat.schemas import angka as A


def figures(text: str, sel: bool = False) -> list[tuple]:
    return [(t.mantissa, t.desimal, t.satuan) for t in tokens(text, sel) if t.kelas == A.FIGURE]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sepanjang 23, 5 Km dari 30,2 Km", [(235, 1, "Km"), (302, 1, "Km")]),
        ("sebesar Rp. 48. 592.221.203 atau 16, 30 %", [(48592221203, 0, "Rp"), (1630, 2, "%")]),
        ("sebesar 97 ,35%", [(9735, 2, "%")]),
        ("yaitu 5, 8 dan 9 orang", [(5, 0, ""), (8, 0, ""), (9, 0, "orang")]),
        ("berturut-turut 10, 16, 30 %", [(10, 0, ""), (16, 0, ""), (30, 0, "%")]),
        ("sebesar Rp 5. 100 orang hadir", [(5, 0, "Rp"), (100, 0, "orang")]),
        ("dari Rp4,0 M terserap Rp 3,82 M.", [(40, -8, "Rp"), (382, -7, "Rp")]),
        ("sebesar Rp1,2 T dan Rp50,02 jt", [(12, -11, "Rp"), (5002, -4, "Rp")]),
        ("jalan 5 M seharga Rp 900 M2", [(5, 0, "M"), (900, 0, "Rp")]),
        ("tanggal 5,6,8 Oktober 2016 serta 5, 6 dan 8 Juli", []),
        ("penduduk 15-49 tahun sebanyak 120 jiwa", [(120, 0, "jiwa")]),
        ("perbandingan 1:32 dan 1 : 20", []),
        ("untuk bidang 1,2,3", []),
    ],
)
def test_numbers_in_sentences(text, expected):
    assert figures(text) == expected


@pytest.mark.parametrize("dash", ["\uff0d", "\u2015", "\u2012", "\u207b", "\u2212", "\ufe63", "\u2013"])
def test_every_dash_is_a_minus(dash):
    assert figures(f"{dash}5,25", True) == [(-525, 2, "")]
    assert A.parse(f"{dash}5,25")[:2] == (-525, 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.000.000-", [(-10000000, 0, "")]),
        ("Rp 10.000.000-", [(10000000, 0, "Rp")]),
        ("16, 30 %", [(1630, 2, "%")]),
        ("23, 5 Km", [(235, 1, "Km")]),
        ("IKSK 1", []),
        ("1.1 - Pendapatan Asli", []),
    ],
)
def test_numbers_in_cells(text, expected):
    assert figures(text, True) == expected


@pytest.mark.parametrize("text", ["#DIV/0!", "#REF!", "#N/A", "####", "Err:502"])
def test_a_formula_without_value_is_unreadable(text):
    assert A.parse(text).kelas == A.UNREADABLE


def test_a_ratio_is_a_word():
    assert A.parse("1:32").kelas == A.LABEL


@pytest.mark.parametrize(
    ("text", "bound"), [(">= 80", "min"), ("< 20", "maks"), ("≥ 80%", "min"), ("⩽ 5", "maks"), ("80", "")]
)
def test_bounds_keep_their_sign(text, bound):
    assert read_bound(text) == bound
