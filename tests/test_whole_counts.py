"""How many sasaran the agency has, in sentences and tables."""

import pytest

from cermat.datasets.document.assemble import assemble
from cermat.datasets.readers.text import parse_text
from cermat.datasets.recognise.document_lines import all_lines
from cermat.datasets.recognise.structure.whole_counts import whole_counts

GRID = "| No | Sasaran | Indikator | Target |\n|---|---|---|---|\n| 1 | Sehatnya ternak | Angka sakit | 4 |\n| 2 | Naiknya panen | Produksi telur | 90 |"


def told(*parts: str) -> set[str]:
    document = assemble(parse_text("## BAB IV PENUTUP\n\n" + "\n\n".join(parts) + "\n"), "uji")
    found: list[str] = []
    whole_counts(all_lines(document), document, lambda kind, value, line: found.append(value))
    return set(found)


@pytest.mark.parametrize(
    ("parts", "count"),
    [
        ([GRID, "Uraian berikut.", GRID, "Dinas memiliki 3 sasaran strategis yang seluruhnya tercapai."], 1),
        (
            [
                GRID,
                "Uraian berikut.",
                GRID,
                "Dinas memiliki 2 (dua) sasaran strategis yang seluruhnya tercapai.",
            ],
            0,
        ),
        ([GRID, "Dinas memiliki 3 sasaran strategis yang seluruhnya tercapai."], 0),  # one against one
        (
            [
                "Dinas menetapkan 4 sasaran pada tahun ini.",
                "Renstra memiliki empat sasaran strategis.",
                "Terdapat dari 3 sasaran kinerja.",
            ],
            1,
        ),
        (
            [
                GRID,
                "Uraian.",
                GRID,
                "Misi pertama memiliki 1 sasaran.",
                "Tujuan kedua terdiri dari 3 sasaran.",
            ],
            0,
        ),
    ],
)
def test_the_number_of_sasaran(parts, count):
    assert len(told(*parts)) == count
