"""Where a finding's places stand in the submission: paragraph or cell, first and last character, trace in the
original."""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache, cached_property

import pandas as pd

from cermat.reports.places import Places
from cermat.schemas.places import on_page
from cermat.schemas.tables import all_tables

AUTHOR = "Cermat"
_NOTHING = re.compile(r"[\s\u200b\u00ad\ufeff]")


@dataclass
class Spot:
    """One place in the submission.

    block: its block, -1 for the report as a whole; cell: (r, c) in a grid. text: of that paragraph or cell as
    it was read, of which [start:end] is meant (-1: all of it). trace: jejak of this text; outer: jejak of its
    block; until: jejak of the next block.
    page: -1 where unknown. boxes: the words meant on a page, (page, x0, y0, x1, y1) in points from the top
    left (PDF, prose).
    number: id of the printed number, -1 where it is none.
    """

    block: int = -1
    cell: tuple[int, int] | None = None
    text: str = ""
    start: int = -1
    end: int = -1
    trace: str = ""
    outer: str = ""
    until: str = ""
    page: int = -1
    boxes: list[tuple[int, float, float, float, float]] = field(default_factory=list)
    number: int = -1

    @property
    def whole(self) -> bool:
        """Is the report as a whole meant?"""
        return self.block < 0 and self.number < 0

    @property
    def key(self) -> tuple:
        """Two places with one key are one place."""
        return self.block, self.cell, self.start, self.end, self.number if self.block < 0 else -1


@dataclass
class Mark:
    """One comment, at one place. grade: tinggi, sedang, rendah, or '' under a waiver; becomes: what replaces
    the words there, '' where that is not known to the letter; about: (number, grade, title) of its
    findings."""

    head: str
    body: list[str]
    grade: str
    spot: Spot
    becomes: str = ""
    about: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join([self.head, *self.body])


class Unmarkable(Exception):
    """The file cannot be opened for marking; the message says why, on one line."""


class Finder:
    """Finds the places of one report in its submission."""

    def __init__(self, sub, laporan: str, labels) -> None:
        self.sub, self.laporan = sub, laporan
        self.places = Places(sub, laporan, labels)
        blok, sel = self.places.blok, self.places.sel
        traces = blok["jejak"].astype(str).tolist()
        following = [*traces, ""][1:]
        self.blocks = {
            int(block): (kind, text, trace, int(page), after)
            for block, kind, text, trace, page, after in zip(
                blok["blok"],
                blok["jenis"],
                blok["teks"].astype(str),
                traces,
                blok["halaman"],
                following,
                strict=True,
            )
        }
        self.cells: dict[int, list[tuple[int, int, str, str, int]]] = {}
        if len(sel):
            columns = ("blok", "r", "c", "teks", "jejak", "halaman")
            for block, row, column, text, trace, page in zip(*(sel[name] for name in columns), strict=True):
                self.cells.setdefault(int(block), []).append(
                    (int(row), int(column), str(text), str(trace), int(page))
                )
        kata = sub.words[sub.words["laporan"] == laporan] if len(sub.words) else sub.words
        self.words: dict[int, pd.DataFrame] = dict(list(kata.groupby("blok"))) if len(kata) else {}

    @cached_property
    def _traces(self) -> dict[int, str]:
        """Traces of the numbers of typed tables, for a submission of tables that is not laid out as grids."""
        known = self.sub.origin[self.sub.origin["laporan"].eq(self.laporan)]
        keys = zip(known["tabel_tipe"], known["baris_ke"], known["kolom"], strict=True)
        at = dict(zip(keys, known["jejak"], strict=True))
        found: dict[int, str] = {}
        for kind, frame in self.sub.tables.items() if at else ():
            mine = frame[frame["laporan"].eq(self.laporan)]
            for column in all_tables()[kind].angka_columns:
                for row, number in enumerate(mine[column], 1):
                    found.setdefault(int(number), at.get((kind, row, column), ""))
        return found

    def page(self, place: dict, spot: Spot) -> str:
        """The page of a place in words, '' where the document has none."""
        sheet = place["page"] or spot.page
        return on_page(sheet, self.places.pages.get(sheet), self.places._)

    def find(self, place: dict) -> Spot:
        """Where a place of findings.json stands; the nearest thing around it where it is not known to the
        letter."""
        number = place.get("angka", -1)
        number = -1 if number is None else int(number)
        if number in self.places.located:
            block, row, column, start, end = self.places.located[number]
            return (
                self._cell(block, row, column, start, end, number)
                if row >= 0
                else self._prose(block, start, end, number)
            )
        block = self.places.block(place["table"]) if place["table"] else -1
        if block < 0:
            block = self._heading(place["section"])
            return (
                Spot(number=number, trace=self._traces.get(number, ""))
                if block < 0
                else self._prose(block, -1, -1, number)
            )
        if block not in self.cells:
            return self._prose(block, *_said(self.blocks[block][1], place["text"]), number)
        return self._in_grid(block, place, number)

    def _prose(self, block: int, start: int, end: int, number: int) -> Spot:
        _, text, trace, page, after = self.blocks[block]
        return Spot(
            block, None, text, start, end, trace, trace, after, page, self._boxes(block, start, end), number
        )

    def _boxes(self, block: int, start: int, end: int) -> list[tuple[int, float, float, float, float]]:
        words = self.words.get(block)
        if words is None:
            return []
        if start >= 0:
            words = words[(words["mulai"] < end) & (words["akhir"] > start)]
        boxes: list[tuple[int, float, float, float, float]] = []
        for page, x0, y0, x1, y1 in zip(
            *(words[name] for name in ("halaman", "x0", "y0", "x1", "y1")), strict=True
        ):
            last = boxes[-1] if boxes else None
            if (
                last and last[0] == page and abs(last[2] - y0) < 2 and abs(last[4] - y1) < 2 and x0 >= last[1]
            ):  # same line
                boxes[-1] = (page, last[1], min(last[2], y0), max(last[3], x1), max(last[4], y1))
            else:
                boxes.append((int(page), x0, y0, x1, y1))
        return boxes

    def _cell(self, block: int, row: int, column: int, start: int, end: int, number: int) -> Spot:
        _, _, outer, page, after = self.blocks[block]
        for r2, c2, text, trace, page2 in self.cells.get(block, ()):
            if (r2, c2) == (row, column):
                return Spot(
                    block,
                    (row, column),
                    text,
                    start,
                    end,
                    trace or outer,
                    outer,
                    after,
                    page2 if page2 >= 0 else page,
                    [],
                    number,
                )
        return Spot(block, None, "", -1, -1, outer, outer, after, page, [], number)

    def _in_grid(self, block: int, place: dict, number: int) -> Spot:
        """The cell that says it in the row that is named; else the row's first cell, else the table's."""
        cells, row, text = self.cells[block], _plain(place["row"]), _plain(place["text"])
        rows = {line for line, _, cell, _, _ in cells if row and _plain(cell) == row} or {
            line for line, _, cell, _, _ in cells if row and row in _plain(cell)
        }
        mine = [cell for cell in cells if cell[0] in rows] or cells
        said = [cell for cell in mine if text and _plain(cell[2]) == text] or [
            cell for cell in mine if text and text in _plain(cell[2])
        ]
        if said:
            line, column, whole, *_ = said[0]
            return self._cell(block, line, column, *_said(whole, place["text"].strip()), number)
        line, column, *_ = next((cell for cell in mine if cell[2].strip()), mine[0])
        return self._cell(block, line, column, -1, -1, number)

    def _heading(self, section: str) -> int:
        """The heading that a section's path ends with, -1 where there is none."""
        last = _plain(section.split(" > ")[-1])
        if not last:
            return -1
        return next(
            (
                block
                for block, (kind, text, *_) in self.blocks.items()
                if kind == "judul" and _plain(text) == last
            ),
            -1,
        )


def _said(whole: str, text: str) -> tuple[int, int]:
    """Where a text says some words, as words of their own ("tidak berhasil", not "tidak berhasilnya") where
    it does; (-1, -1) where it does not say them."""
    told = re.escape(text)
    found = re.search(rf"(?<!\w){told}(?!\w)", whole, re.I) or re.search(told, whole, re.I) if text else None
    return found.span() if found else (-1, -1)


def _plain(text: str) -> str:
    return " ".join(str(text).casefold().split())


@cache
def ink(letter: str) -> str:
    """A letter in its plain form (a dash of any width a hyphen), '' where it has no ink."""
    plain = "-" if unicodedata.category(letter) == "Pd" else unicodedata.normalize("NFKC", letter)
    return "" if _NOTHING.match(letter) else plain if len(plain) == 1 else letter


def tight(text: str) -> tuple[str, list[int]]:
    """The text without what has no ink, letters in their plain form, and where each stood in the text."""
    kept = [(told, position) for position, ch in enumerate(text) if (told := ink(ch))]
    return "".join(told for told, _ in kept), [at for _, at in kept]


def match(whole: str, text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where in `whole` stands text[start:end]; both are tight. Told by what stands around it; None where it
    does not stand there."""
    if end <= start:
        return None
    for width in (60, 25, 10, 4, 0):
        begin, stop = max(0, start - width), min(len(text), end + width)
        hits = [
            found.start() + start - begin
            for found in re.finditer(f"(?={re.escape(text[begin:stop])})", whole)
        ]
        hits = [hit for hit in hits if not _cuts_number(whole, hit, hit + end - start)] or hits
        if hits:
            at = min(hits, key=lambda hit: abs(hit - start))
            return at, at + end - start
    return None


def _cuts_number(whole: str, begin: int, stop: int) -> bool:
    return (begin > 0 and whole[begin - 1].isdigit() and whole[begin].isdigit()) or (
        stop < len(whole) and whole[stop].isdigit() and whole[stop - 1].isdigit()
    )
