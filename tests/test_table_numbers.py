"""Numbers of tables: what a sentence points to, and one number over two tables."""

import pytest

from cermat.datasets.document.assemble import assemble
from cermat.datasets.readers.text import parse_text
from cermat.datasets.recognise.document_lines import all_lines
from cermat.datasets.recognise.structure.table_numbers import table_numbers

GRID = "| Uraian | Jumlah |\n|---|---|\n| Kolam | 12 |\n| Jaring | 30 |"


def told(*parts: str) -> set[str]:
    document = assemble(parse_text("## BAB III AKUNTABILITAS KINERJA\n\n" + "\n\n".join(parts) + "\n"), "uji")
    found: list[str] = []
    table_numbers(all_lines(document), lambda kind, value, line: found.append(kind))
    return set(found)


def point(number: str, tail: str = ".") -> str:
    return f"Banyaknya sarana yang dimiliki dinas tahun ini dapat dilihat pada Tabel {number}{tail}"


@pytest.mark.parametrize(
    ("parts", "kinds"),
    [
        ([point("3", " berikut :"), "Tabel 4. Sarana Dinas", GRID], {"rujukan tabel lain"}),
        ([point("4", " berikut :"), "Tabel 4. Sarana Dinas", GRID], set()),
        (
            [point("2"), "Tabel 1. Sarana", GRID, point("3"), "Tabel 2. Prasarana Umum", GRID],
            {"rujukan tabel lain"},
        ),
        (
            [
                "Tabel 1. Sarana Dinas",
                GRID,
                "Dari Tabel 2 di atas tampak bahwa sarana bertambah.",
                "Tabel 2. Prasarana Umum",
                GRID,
            ],
            {"rujukan tabel lain"},
        ),
        (
            ["Tabel 1. Sarana", GRID, "Dari Tabel 2 di atas tampak banyak hal.", "Tabel 3. Prasarana", GRID],
            set(),  # Table 2 may stand above and not have been read
        ),
        ([point("7"), "Tabel 1. Sarana", GRID], set()),  # it may mean a table elsewhere
        ([point("3.7 dan Tabel 3.8"), "Tabel 3.7 Sarana", GRID], set()),
        ([point("3", " di atas."), "Tabel 4. Sarana Dinas", GRID], set()),
        (["Tabel 3.1 Jumlah Kolam Ikan", GRID, "Tabel 3.1 Panjang Saluran Air", GRID], {"nomor tabel ganda"}),
        (["Tabel 3.1 Jumlah Kolam Ikan", GRID, "Tabel 3.1 Jumlah Kolam Ikan (lanjutan)", GRID], set()),
        (
            [
                "Tabel 1 Jumlah Kolam",
                GRID,
                "Tabel 2 Luas Tambak",
                GRID,
                "Tabel 1 Panjang Saluran",
                GRID,
                "Tabel 2 Nelayan",
                GRID,
            ],
            set(),
        ),
    ],
)
def test_numbers_of_tables(parts, kinds):
    assert told(*parts) == kinds


def test_a_shifted_series_takes_along_the_references_between():
    """Pointers that all miss by one: a sentence about Table 1's subject that names Table 2 misses, too."""
    parts = (
        point("2"),
        "Tabel 1. Luas Tambak Rakyat",
        GRID,
        "Luas tambak rakyat bertambah (Tabel 2). Panjang saluran air tetap.",
        "Harga ikan dibahas bersama kelompok nelayan setiap bulan.",
        point("3"),
        "Tabel 2. Panjang Saluran Air",
        GRID,
    )
    document = assemble(parse_text("## BAB III AKUNTABILITAS KINERJA\n\n" + "\n\n".join(parts) + "\n"), "uji")
    found: list[str] = []
    table_numbers(all_lines(document), lambda kind, value, line: found.append(value))
    assert any("rujukan ke Tabel 2, padahal tabel tentang itu bernomor Tabel 1" in v for v in found)
    assert not any("Saluran" in v for v in found)
