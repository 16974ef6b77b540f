"""What the head of a column says it is computed from, against its figures."""

import pytest

from cermat.datasets.document.assemble import assemble
from cermat.datasets.readers.text import parse_text
from cermat.datasets.recognise.structure.header_formulas import header_formulas

ROWS = (
    ("Luas tambak", 106.66, 95.89),
    ("Produksi bibit", 149.64, 28.85),
    ("Jumlah kolam", 104.53, 93.05),
    ("Panen", 101.2, 88.4),
)


def told(table: str) -> list[tuple[str, str]]:
    document = assemble(
        parse_text(f"# BAB III AKUNTABILITAS KINERJA\n\nTabel 1. Efisiensi\n\n{table}\n"), "uji"
    )
    found: list[tuple[str, str]] = []
    header_formulas(document, lambda kind, value, line: found.append((kind, value)))
    return found


def figure(n: float) -> str:
    return f"{n:.2f}".replace(".", ",")


def efficiency(formula: str, made=lambda a, b: a - b) -> str:
    rows = "\n".join(
        f"| {i + 1} | {n} | {figure(a)} | {figure(b)} | {figure(made(a, b))} |"
        for i, (n, a, b) in enumerate(ROWS)
    )
    return f"| No | Indikator | Capaian | Penyerapan | Efisiensi {formula} |\n|---|---|---|---|---|\n{rows}"


def test_another_formula_than_the_head_says():
    ((kind, said),) = told(efficiency("(100-4)"))
    assert kind == "rumus kepala kolom lain" and "106,66 − 95,89 = 10,77" in said


@pytest.mark.parametrize(
    "table",
    [
        efficiency("(3-4)"),
        efficiency("(2-3)"),  # counted without the column of row numbers
        efficiency("(100-4)", lambda a, b: 100 - b),
        efficiency("(3-9)"),  # a column of another form
        efficiency("(100-4)", lambda a, b: 7.13),  # nothing else explains it either
        efficiency(""),
    ],
)
def test_heads_that_fit_or_leave_it_open(table):
    assert told(table) == []


def progress(last: str, numbers: str = "| -1 | -2 | -3 | -4 | (5) =3/4*100 |") -> str:
    rows = (("Luas tambak", 54.7, 28), ("Produksi bibit", 11.21, 16), ("Jumlah kolam", 80, 86))
    body = "\n".join(
        f"| {i + 1} | {n} | {figure(a)} | {figure(b)} | {figure(a / b * 100)} |"
        for i, (n, a, b) in enumerate(rows)
    )
    return f"| No | Indikator | Realisasi | Target akhir | Kemajuan |\n|---|---|---|---|---|\n{numbers}\n{body}\n| 4 | Angka hilang | 2,36 | 2,42 | {last} |"


def test_one_row_that_is_computed_otherwise():
    ((kind, said),) = told(progress("102,54"))
    assert kind == "baris lain dari rumus kepala" and "2,36 ÷ 2,42 × 100 = 97,52" in said
    assert told(progress("97,52")) == []
