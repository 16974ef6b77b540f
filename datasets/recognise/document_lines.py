"""The document as lines: paragraphs and the lines within cells, each with its place and part of the
report."""

import re
from dataclasses import dataclass, replace

import pandas as pd

from cermat.datasets.document.clean import BLANKS
from cermat.datasets.document.model import Document
from cermat.datasets.recognise.context import zones
from cermat.schemas.places import aside

MAX_SIGNATURE_COLUMNS = 6  # grids up to this width may hold signatures and key-value lines


@dataclass(frozen=True)
class Line:
    """One line. r, c: -1 in paragraphs; bagian: heading path; zone: see context.zones; jenis: as in blok;
    cetak: page number printed on its sheet (halaman), '' where none is known."""

    blok: int
    r: int
    c: int
    teks: str
    jenis: str
    tingkat: int
    bagian: str
    zone: str
    halaman: int
    garis: int
    cetak: str = ""

    @classmethod
    def of_cell(cls, block, cell, zone: str = "") -> "Line":
        """One cell of a grid as a line."""
        where = (int(block.blok), int(cell.r), int(cell.c), cell.teks)
        return cls(*where, "petak", 0, block.bagian, zone, int(cell.halaman), int(cell.garis), cell.cetak)

    @property
    def place(self) -> dict:
        """The place columns of a typed row."""
        return {
            "tabel": f"tabel-{self.blok}" if self.r >= 0 else f"prosa-{self.blok}",
            "bagian": self.bagian,
            "halaman": self.halaman if self.halaman >= 0 else "",
            "baris": "",
            "garis": self.garis if self.garis >= 0 else "",
        }


def page_of(place) -> str:
    """' (halaman 25, lembar 30)' behind the words of a line, a block or a cell; '' in a document without
    pages."""
    return aside(place.halaman, place.cetak)


def _tidy(text: str) -> str:
    return BLANKS.sub(" ", text).strip()


def _cut(text: str) -> list[str]:
    """Lines of a cell or a short paragraph; a NIP that follows the name in one line is a line of its own."""
    return [
        part for lines in text.split("\n") for part in re.split(r"\s+(?=NIP\b)", lines) if part.strip()
    ] or [text]


def all_lines(document: Document) -> list[Line]:
    """Every paragraph as one line; of narrow grids the lines of their cells, column by column (so stand
    signatures)."""
    parts = zones(document)
    result: list[Line] = []
    for block in document.blocks:
        part = parts[block.blok]
        if block.jenis != "petak":
            for text in (
                _cut(block.teks) if len(block.teks) < 200 and block.jenis != "judul" else [block.teks]
            ):
                result.append(
                    Line(
                        block.blok,
                        -1,
                        -1,
                        _tidy(text),
                        block.jenis,
                        int(block.tingkat),
                        block.bagian,
                        part,
                        int(block.halaman),
                        int(block.garis),
                        block.cetak,
                    )
                )
            continue
        sel = document.cells.get(block.blok, [])
        if max((cell.c + cell.cs for cell in sel), default=99) > MAX_SIGNATURE_COLUMNS:
            continue
        for cell in sorted(sel, key=lambda cell: (cell.c, cell.r)):
            for text in _cut(cell.teks):
                if text.strip():
                    result.append(replace(Line.of_cell(block, cell, part), teks=_tidy(text)))
    return result


def frame(content: list[dict], columns: list[str]) -> pd.DataFrame:
    """Rows to a frame of `columns` plus what else they carry (companions such as `_nilai`)."""
    if not content:
        return pd.DataFrame(columns=columns)
    result = pd.DataFrame(content)
    result = result.reindex(columns=list(dict.fromkeys([*columns, *result.columns])))
    result[columns] = result[columns].astype(object).where(result[columns].notna(), "")
    return result
