"""The one document model of all formats, and the limits within which documents are read.

A format reader (`baca_teks`, `baca_docx`, `baca_pdf`, `baca_xlsx`) yields `Mentah` blocks in reading order. `susun`
(datasets/document/assemble.py) puts together what page ends have cut, finds headings and header rows, and makes `blok` and `sel`.
"""

from dataclasses import dataclass, field

import pandas as pd

# every limit of reading stands here
MAKS_BYTE = 200_000_000  # size of a file
MAKS_BYTE_TERURAI = 1_000_000_000  # what a .docx or .xlsx may unpack to
MAKS_RASIO_ZIP = 200  # unpacked / packed, for members over one megabyte
MAKS_HALAMAN = 2_000
MAKS_SEL = 2_000_000
MAKS_DETIK = 600


@dataclass
class Petak:
    """One cell of a grid as printed. r, c count from 0; rs, cs are the spans; jejak finds it again in the original."""

    r: int
    c: int
    teks: str
    rs: int = 1
    cs: int = 1
    garis: int = -1
    halaman: int = -1
    jejak: str = ""


@dataclass
class Mentah:
    """One block in reading order, before tables are put together.

    jenis: judul (a heading the format itself marks) | paragraf | butir (a list item) | petak (a grid).
    garis: line in a text file; halaman: page; kepala: number of header rows, where the format says so (else -1).
    terpotong: the grid touches the end (or start) of a page, so that its rest may follow.
    jejak: docx 'p12' / 't3'; pdf 'h4:x0,y0,x1,y1'; xlsx 'Sheet!A1'.
    """

    jenis: str
    teks: str = ""
    tingkat: int = 0
    halaman: int = -1
    garis: int = -1
    jejak: str = ""
    sel: list[Petak] = field(default_factory=list)
    kepala: int = -1
    terpotong: bool = False


@dataclass
class Dokumen:
    """A document as read: frames of schemas/submission.py (BLOK_COLUMNS, SEL_COLUMNS) and what must be said about the reading.

    words: where words stand on a page (pdf only): blok, mulai, akhir (offsets in the block's text), halaman, x0, y0, x1, y1.
    warnings: one line each, in Indonesian, with the place (e.g. 'halaman 3: tanpa lapisan teks, tidak dibaca').
    """

    blok: pd.DataFrame
    sel: pd.DataFrame
    warnings: list[str] = field(default_factory=list)
    words: pd.DataFrame = field(default_factory=pd.DataFrame)
