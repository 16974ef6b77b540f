"""Numbers of lists, chapters and rows that skip, come twice or belong to another part."""

import pytest

from cermat.datasets.document.assemble import assemble
from cermat.datasets.readers.text import parse_text
from cermat.datasets.recognise.document_lines import all_lines
from cermat.datasets.recognise.structure.list_numbers import list_numbers
from cermat.datasets.recognise.structure.ordinals import ordinals
from cermat.datasets.recognise.structure.row_numbers import row_numbers


def told(reader, text: str) -> list[str]:
    document = assemble(parse_text("# BAB III AKUNTABILITAS KINERJA\n\n" + text + "\n"), "uji")
    found: list[str] = []
    reader(all_lines(document), lambda kind, value, line: found.append(value))
    return list(dict.fromkeys(found))


NAMES = "Jaring Kolam Pakan Bibit Perahu Dermaga Pasar Gudang Saluran Mesin Tambak Jalan".split()


def listed(numbers: list[int], sign: str = ".") -> str:
    return "\n".join(f"{n}{sign} Kegiatan {NAMES[i]} bagi kelompok" for i, n in enumerate(numbers))


def running(numbers: list[int]) -> str:
    items = "; ".join(f"{n}) {NAMES[i]} bagi kelompok nelayan di pesisir" for i, n in enumerate(numbers))
    return f"Kegiatan yang dilaksanakan dinas tahun ini meliputi: {items}."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (listed([1, 2, 3, 4, 6, 7, 8]), "nomor 5 terlewat"),
        (running([1, 2, 3, 5, 6, 7]), "nomor 4 terlewat"),
        (running([1, 2, 3, 4, 2, 5, 6]), "nomor butir mundur"),
        (listed([1, 2, 3, 3, 4, 5]), "nomor butir mundur"),
    ],
)
def test_numbers_that_do_not_go_on_are_told(text, said):
    (found,) = told(list_numbers, text)
    assert said in found


@pytest.mark.parametrize(
    "text",
    [
        listed([1, 2, 3, 4, 5, 6]),
        listed([1, 2, 3, 5]),  # too little behind it: it may be a list of its own
        listed([1, 2, 4, 5, 6]),  # and too little before it
        listed([1, 2, 3, 1, 2, 4, 5, 6]),  # a list within a list
        listed([1, 2, 3, 4]) + "\n\nUraian nomor 5. Pasar ada pada bagian lain.\n\n" + listed([6, 7, 8]),
        listed([1, 2, 3, 7, 8, 9]),  # several are left out: part of the list stands elsewhere
    ],
)
def test_lists_that_go_on(text):
    assert told(list_numbers, text) == []


def rows_told(numbers: list[int]) -> list[str]:
    rows = "\n".join(f"| {n} | Kecamatan {NAMES[i]} | {i + 40} |" for i, n in enumerate(numbers))
    document = assemble(
        parse_text(f"# BAB III\n\nTabel 1. Luas\n\n| No | Nama | Luas |\n|---|---|---|\n{rows}\n"), "uji"
    )
    found: list[str] = []
    row_numbers(document, lambda kind, value, line: found.append(value))
    return found


def test_a_row_number_that_is_too_large():
    (found,) = rows_told([17, 18, 19, 29, 21, 22])
    assert '"Kecamatan Bibit" bernomor 29' in found and "seharusnya 20" in found


@pytest.mark.parametrize(
    "numbers",
    [
        [1, 2, 3, 4, 5, 6],
        [1, 2, 3, 2, 4, 5, 6],  # the second group stands between
        [1, 2, 3, 5, 6, 7],  # a row may stand on another page
    ],
)
def test_row_numbers_that_count_on(numbers):
    assert rows_told(numbers) == []


def chapters(last: str) -> str:
    named = "\n\n".join(
        f"BAB {n} {t}\n\nBagian ini memuat uraian tentang hal itu."
        for n, t in (("I", "PENDAHULUAN"), ("II", "PERENCANAAN KINERJA"), ("III", "AKUNTABILITAS KINERJA"))
    )
    return f"{named}\n\nBAB {last} PENUTUP\n\nBagian ini memuat simpulan.\n\n# BAB IV PENUTUP\n\nDemikianlah."


def test_a_chapter_that_the_report_numbers_otherwise():
    (found,) = told(ordinals, chapters("VI"))
    assert '"BAB VI PENUTUP"' in found and '"BAB IV PENUTUP"' in found
    assert told(ordinals, chapters("IV")) == []


def sections(second: int, row: int) -> str:
    table = "| Indikator | Target | Capaian |\n|---|---|---|\n| Produksi | 20 | 98 |\n"
    return "\n\n".join(
        f"Sasaran ke-{heading}: Meningkatnya produksi\n\n{table}| Rata-rata capaian sasaran ke-{label} | | 98 |"
        for heading, label in ((1, 1), (second, row))
    )


def test_a_row_of_averages_called_by_another_sasaran():
    (found,) = told(ordinals, sections(2, 1))
    assert "di bawah judul sasaran ke-2" in found and "SASARAN KE-1" in found.upper()
    assert told(ordinals, sections(2, 2)) == []
    assert told(ordinals, sections(2, 3)) == []  # nowhere else used: it may count otherwise
