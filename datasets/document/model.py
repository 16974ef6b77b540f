"""The one document model of all formats, and the limits within which documents are read.

A format reader (`read_text`, `read_docx`, `read_pdf`, `read_xlsx`) yields `Block` blocks in reading order.
`assemble` (datasets/document/assemble.py) puts together what page ends have cut, finds headings and header
rows, and makes `blok` and `sel`.
"""

from collections import namedtuple
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

# limits of what is read: of packages in schemas/archive.py, of time and memory in schemas/limits.py
MAX_BYTES = 200_000_000  # size of a file
MAX_PAGES = 2_000
MAX_CELLS = 2_000_000
MAX_PLACES = 500_000  # rows times columns of a table that is nearly empty
MAX_SPAN = 1_000  # columns of one cell; Word itself knows 63


@dataclass
class Cell:
    """One cell of a grid as printed. r, c count from 0; rs, cs are the spans; jejak finds it again in the
    original."""

    r: int
    c: int
    teks: str
    rs: int = 1
    cs: int = 1
    garis: int = -1
    halaman: int = -1
    jejak: str = ""


@dataclass
class Block:
    """One block in reading order, before tables are put together.

    jenis: judul (a heading the format itself marks) | paragraf | butir (a list item) | petak (a grid).
    garis: line in a text file; halaman: page; kepala: number of header rows, where the format says so (else
    -1).
    cut_off: the grid touches the end (or start) of a page, so that its rest may follow.
    jejak: docx 'p12' / 't3'; pdf 'h4:x0,y0,x1,y1'; xlsx 'Sheet!A1'.
    """

    jenis: str
    teks: str = ""
    tingkat: int = 0
    halaman: int = -1
    garis: int = -1
    jejak: str = ""
    sel: list[Cell] = field(default_factory=list)
    kepala: int = -1
    cut_off: bool = False


def hollow(rows: int, columns: int, filled: int) -> bool:
    """Is a table of so many rows and columns far too large for the cells that it has?"""
    return rows * columns > max(MAX_PLACES, 20 * filled)


def records(frame: pd.DataFrame, name: str = "Row") -> list:
    """The rows of a frame as named tuples of its columns; columns go over to lists first, far quicker than
    `itertuples`."""
    row = namedtuple(name, list(frame.columns))  # type: ignore[misc]
    return list(map(row._make, zip(*(frame[column].tolist() for column in frame.columns), strict=True)))


@dataclass(eq=False)
class Document:
    """A document as read: frames of schemas/submission.py (BLOK_COLUMNS, SEL_COLUMNS) and what must be said
    about the reading.

    words: where words stand on a page (pdf only): blok, mulai, akhir (offsets in the block's text), halaman,
    x0, y0, x1, y1.
    pages: page numbers that are printed at head or foot, by sheet (pdf only).
    scanned: pages whose text was recognised in a picture.
    warnings: one line each, in Indonesian, with the place (e.g. 'halaman 3: tanpa lapisan teks, tidak
    dibaca').
    """

    blok: pd.DataFrame
    sel: pd.DataFrame
    warnings: list[str] = field(default_factory=list)
    scanned: list[int] = field(default_factory=list)
    words: pd.DataFrame = field(default_factory=pd.DataFrame)
    pages: dict[int, str] = field(default_factory=dict)

    @cached_property
    def blocks(self) -> list:
        """The rows of `blok` as named tuples, with the page number printed on their sheet (cetak)."""
        return records(self._paged(self.blok), "Blok")

    @cached_property
    def cells(self) -> dict[int, list]:
        """Block → its cells, the rows of `sel` as named tuples, with cetak as blocks have it."""
        result: dict[int, list] = {}
        for cell in records(self._paged(self.sel), "Sel"):
            result.setdefault(cell.blok, []).append(cell)
        return result

    def _paged(self, frame: pd.DataFrame) -> pd.DataFrame:
        if frame.empty:
            return frame
        return frame.assign(cetak=[self.pages.get(sheet, "") for sheet in frame["halaman"].tolist()])
