"""What is said to rise or fall in "the table above", against its rows."""

import pytest

from cermat.datasets.document.assemble import assemble
from cermat.datasets.readers.text import parse_text
from cermat.datasets.recognise.document_lines import all_lines
from cermat.datasets.recognise.structure.table_moves import table_moves

TABLE = """Tabel 1. Cakupan air bersih

| No | Kabupaten / Kota | 2019 | 2020 | 2021 |
|---|---|---|---|---|
| 1 | KABUPATEN PESISIR | 42,21 | 55,81 | 61,59 |
| 2 | KABUPATEN PESISIR BARAT | 48,03 | 60,59 | 33,17 |
| 3 | KOTA DERMAGA | 36,67 | 21,32 | 23,69 |
| 4 | KOTA MUARA | 36,67 | 36,10 | 36,10 |

"""


def told(said: str, table: str = TABLE) -> list[str]:
    document = assemble(parse_text(f"# BAB III AKUNTABILITAS KINERJA\n\n{table}{said}\n"), "uji")
    found: list[str] = []
    table_moves(all_lines(document), document, lambda kind, value, line: found.append(value))
    return found


def test_the_row_that_moves_the_other_way():
    (found,) = told("Dari tabel di atas, Kab. Pesisir Barat dan Kota Dermaga mengalami penurunan cakupan.")
    assert "KOTA DERMAGA" in found and "21,32 (2020) menjadi 23,69 (2021)" in found


@pytest.mark.parametrize(
    "said",
    [
        "Dari tabel di atas, Kabupaten Pesisir Barat mengalami penurunan, sedangkan Kota Dermaga mengalami kenaikan.",
        "Dari tabel di atas, Kota Dermaga mengalami penurunan pada tahun 2020.",
        "Dari tabel di atas, Kota Dermaga tidak mengalami penurunan.",
        "Dari tabel di atas, Kota Muara mengalami penurunan.",  # it stays: too little to accuse
        "Jumlah kasus di Kota Dermaga mengalami penurunan.",  # of no table
        "Dari tabel di atas, Kota Bandar mengalami penurunan.",
    ],
)
def test_sentences_that_agree_or_speak_of_something_else(said):
    assert told(said) == []


def test_a_table_without_years_says_nothing():
    said = "Dari tabel di atas, Kota Dermaga mengalami penurunan."
    assert told(said, TABLE.replace("2019", "Target").replace("2020", "Realisasi")) == []
    assert told(said, "") == []
