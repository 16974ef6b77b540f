"""What a report announces and leaves empty."""

from dataclasses import replace

import pytest

from cermat.datasets.document.assemble import assemble
from cermat.datasets.document.model import Document
from cermat.datasets.readers.text import parse_text
from cermat.datasets.recognise.document_lines import Line, all_lines
from cermat.datasets.recognise.structure.blanks import blanks


def document(*parts: str) -> Document:
    return assemble(parse_text("# BAB III AKUNTABILITAS KINERJA\n\n" + "\n\n".join(parts) + "\n"), "uji")


def told(read: Document, lines: list[Line] | None = None) -> list[str]:
    found: list[str] = []
    blanks(all_lines(read) if lines is None else lines, read, lambda kind, value, line: found.append(value))
    return found


ITEM = "Kegiatan pembinaan kelompok pembudidaya ikan air tawar dengan alokasi anggaran Rp 21.840.517.000 realisasinya"


@pytest.mark.parametrize(
    "left",
    ["sebesar Rp", "sebesar Rp,", "sebesar Rp. ……", "sebesar Rp. 97,53%", "sebesar Rp dengan sisa kecil."],
)
def test_an_amount_that_is_left_blank(left):
    (found,) = told(document(f"{ITEM} {left}", "2. Kegiatan pengadaan pakan ikan bagi kelompok."))
    assert "jumlahnya kosong" in found


@pytest.mark.parametrize("whole", ["sebesar Rp 20.951.225.130.", "sebesar Rp. 1.000,- per orang."])
def test_an_amount_that_is_there(whole):
    assert told(document(f"{ITEM} {whole}")) == []


def test_an_amount_broken_over_two_paragraphs_is_there():
    assert told(document(f"{ITEM} sebesar Rp.", "20.951.225.130,- atau 95,93 persen dari anggarannya.")) == []


def test_the_same_words_elsewhere_have_it():
    (found,) = told(document(f"{ITEM} sebesar Rp dengan sisa kecil.", f"{ITEM} sebesar Rp 20.951.225.130."))
    assert "memuat 20.951.225.130" in found


def paged(below: int) -> tuple[Document, list[Line]]:
    """An announcement on page 3, and a heading on page `below`."""
    read = document("Rencana tindak lanjut dituangkan sebagai berikut :", "Demikian laporan ini disusun.")
    pages = iter((2, 3, below))
    return read, [replace(b, halaman=next(pages)) for b in all_lines(read)]


def test_an_announcement_before_empty_pages():
    (found,) = told(*paged(6))
    assert "halaman 4–5 kosong" in found
    assert told(*paged(4)) == []


def test_pages_of_a_wide_table_are_not_empty():
    read, lines = paged(5)
    wide = document(
        "| a | b | c | d | e | f | g | h |\n|---|---|---|---|---|---|---|---|\n| 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 |"
    )
    read.cells[100] = [s._replace(halaman=4) for cells in wide.cells.values() for s in cells]
    assert told(read, lines) == []


def test_pages_that_hold_a_picture_are_not_empty():
    read, lines = paged(5)
    read.warnings.append("halaman 4: gambar tidak dibaca: tabel atau angka di dalam gambar tidak diperiksa")
    assert told(read, lines) == []
