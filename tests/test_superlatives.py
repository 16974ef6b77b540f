"""What is called highest or lowest, against the column that the sentence speaks of."""

import pytest

from cermat.datasets.document.assemble import assemble
from cermat.datasets.readers.text import parse_text
from cermat.datasets.recognise.document_lines import all_lines
from cermat.datasets.recognise.structure.superlatives import superlatives

TABLE = """Tabel 1. Efisiensi

| No | Indikator Kinerja | % Penyerapan | Tingkat Efisiensi |
|---|---|---|---|
| 1 | Jumlah kolam ikan | 84,11 | 15,89 |
| 2 | Luas tambak rakyat | 32,48 | 67,52 |
| 3 | Produksi bibit | 100,00 | 0,00 |
| 4 | Panjang saluran | 95,73 | 4,27 |
| | Rata-rata | 78,08 | 21,92 |

"""


def told(said: str, table: str = TABLE) -> list[str]:
    document = assemble(parse_text(f"# BAB III AKUNTABILITAS KINERJA\n\n{table}{said}\n"), "uji")
    found: list[str] = []
    superlatives(all_lines(document), document, lambda kind, value, line: found.append(value))
    return found


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        ("Tingkat efisiensi tertinggi terdapat pada jumlah kolam ikan sebesar 29,87.", "mencetak 15,89"),
        (
            "Tingkat efisiensi tertinggi terdapat pada jumlah kolam ikan sebesar 15,89.",
            "67,52 (luas tambak rakyat)",
        ),
        (
            "Tingkat efisiensi terrendah adalah untuk panjang saluran yaitu 0,45 saja.",
            "0,00 (produksi bibit)",
        ),
        (
            "Efisiensi yang dicapai baik, sedangkan efisiensi paling rendah pada panjang saluran sebesar 4,27.",
            "0,00",
        ),
    ],
)
def test_the_table_has_another(said, instead):
    (found,) = told(said)
    assert instead in found


@pytest.mark.parametrize(
    "said",
    [
        "Tingkat efisiensi tertinggi terdapat pada luas tambak rakyat sebesar 67,52.",
        "Tingkat efisiensi terendah terdapat pada produksi bibit sebesar 0,00.",
        "Tingkat efisiensi tertinggi kedua terdapat pada jumlah kolam ikan sebesar 15,89.",
        "Tingkat efisiensi tertinggi pada tahun 2015 adalah jumlah kolam ikan sebesar 29,87.",
        "Tingkat efisiensi tertinggi dicapai jumlah kolam ikan dengan penyerapan sebesar 84,11.",
        "Tingkat kemiskinan tertinggi terdapat pada jumlah kolam ikan sebesar 29,87.",
        "Tingkat efisiensi tertinggi terdapat pada desa nelayan sebesar 29,87.",
    ],
)
def test_sentences_that_agree_or_speak_of_something_else(said):
    assert told(said) == []


def test_without_a_table_nothing_is_told():
    assert told("Tingkat efisiensi tertinggi terdapat pada jumlah kolam ikan sebesar 29,87.", "") == []
