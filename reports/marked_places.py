"""Where a finding's places stand in the submission: paragraph or cell, first and last character, trace in the
original."""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache

import pandas as pd

from reports.places import Places

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
    """One comment: a finding at one of its places. grade: tinggi, sedang, rendah, or '' under a waiver."""

    head: str
    body: list[str]
    grade: str
    spot: Spot

    @property
    def text(self) -> str:
        return "\n".join([self.head, *self.body])


class Unmarkable(Exception):
    """The file cannot be opened for marking; the message says why, on one line."""


class Finder:
    """Finds the places of one report in its submission."""

    def __init__(self, sub, laporan: str, labels) -> None:
        self.places = Places(sub, laporan, labels)
        blok, sel = self.places.blok, self.places.sel
        traces = blok["jejak"].astype(str).tolist()
        following = [*traces, ""][1:]
        self.blocks = {
            int(b): (kind, text, trace, int(page), after)
            for b, kind, text, trace, page, after in zip(
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
            for b, r, c, text, trace, page in zip(*(sel[k] for k in columns), strict=True):
                self.cells.setdefault(int(b), []).append((int(r), int(c), str(text), str(trace), int(page)))
        kata = sub.words[sub.words["laporan"] == laporan] if len(sub.words) else sub.words
        self.words: dict[int, pd.DataFrame] = dict(list(kata.groupby("blok"))) if len(kata) else {}

    def find(self, place: dict) -> Spot:
        """Where a place of findings.json stands; the nearest thing around it where it is not known to the
        letter."""
        i = place.get("angka", -1)
        i = -1 if i is None else int(i)
        if i in self.places.located:
            b, r, c, start, end = self.places.located[i]
            return self._cell(b, r, c, start, end, i) if r >= 0 else self._prose(b, start, end, i)
        b = self.places.block(place["table"]) if place["table"] else -1
        if b < 0:
            b = self._heading(place["section"])
            return Spot(number=i) if b < 0 else self._prose(b, -1, -1, i)
        if b not in self.cells:
            at = self.blocks[b][1].casefold().find(place["text"].casefold()) if place["text"] else -1
            return self._prose(b, at, at + len(place["text"]) if at >= 0 else -1, i)
        return self._in_grid(b, place, i)

    def _prose(self, b: int, start: int, end: int, number: int) -> Spot:
        _, text, trace, page, after = self.blocks[b]
        return Spot(b, None, text, start, end, trace, trace, after, page, self._boxes(b, start, end), number)

    def _boxes(self, b: int, start: int, end: int) -> list[tuple[int, float, float, float, float]]:
        w = self.words.get(b)
        if w is None:
            return []
        if start >= 0:
            w = w[(w["mulai"] < end) & (w["akhir"] > start)]
        boxes: list[tuple[int, float, float, float, float]] = []
        for page, x0, y0, x1, y1 in zip(*(w[k] for k in ("halaman", "x0", "y0", "x1", "y1")), strict=True):
            last = boxes[-1] if boxes else None
            if (
                last and last[0] == page and abs(last[2] - y0) < 2 and abs(last[4] - y1) < 2 and x0 >= last[1]
            ):  # same line
                boxes[-1] = (page, last[1], min(last[2], y0), max(last[3], x1), max(last[4], y1))
            else:
                boxes.append((int(page), x0, y0, x1, y1))
        return boxes

    def _cell(self, b: int, r: int, c: int, start: int, end: int, number: int) -> Spot:
        _, _, outer, page, after = self.blocks[b]
        for r2, c2, text, trace, page2 in self.cells.get(b, ()):
            if (r2, c2) == (r, c):
                return Spot(
                    b,
                    (r, c),
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
        return Spot(b, None, "", -1, -1, outer, outer, after, page, [], number)

    def _in_grid(self, b: int, place: dict, number: int) -> Spot:
        """The cell that says it in the row that is named; else the row's first cell, else the table's."""
        cells, row, text = self.cells[b], _plain(place["row"]), _plain(place["text"])
        rows = {r for r, _, t, _, _ in cells if row and _plain(t) == row} or {
            r for r, _, t, _, _ in cells if row and row in _plain(t)
        }
        mine = [x for x in cells if x[0] in rows] or cells
        said = [x for x in mine if text and _plain(x[2]) == text] or [
            x for x in mine if text and text in _plain(x[2])
        ]
        if said:
            r, c, whole, *_ = said[0]
            at = whole.casefold().find(place["text"].strip().casefold())
            return self._cell(b, r, c, at, at + len(place["text"].strip()) if at >= 0 else -1, number)
        r, c, *_ = next((x for x in mine if x[2].strip()), mine[0])
        return self._cell(b, r, c, -1, -1, number)

    def _heading(self, section: str) -> int:
        """The heading that a section's path ends with, -1 where there is none."""
        last = _plain(section.split(" > ")[-1])
        if not last:
            return -1
        return next(
            (b for b, (kind, text, *_) in self.blocks.items() if kind == "judul" and _plain(text) == last), -1
        )


def _plain(text: str) -> str:
    return " ".join(str(text).casefold().split())


@cache
def ink(letter: str) -> str:
    """A letter in its plain form (a dash of any width a hyphen), '' where it has no ink."""
    plain = "-" if unicodedata.category(letter) == "Pd" else unicodedata.normalize("NFKC", letter)
    return "" if _NOTHING.match(letter) else plain if len(plain) == 1 else letter


def tight(text: str) -> tuple[str, list[int]]:
    """The text without what has no ink, letters in their plain form, and where each stood in the text."""
    kept = [(told, k) for k, ch in enumerate(text) if (told := ink(ch))]
    return "".join(told for told, _ in kept), [k for _, k in kept]


def match(whole: str, text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where in `whole` stands text[start:end]; both are tight. Told by what stands around it; None where it
    does not stand there."""
    if end <= start:
        return None
    for width in (60, 25, 10, 4, 0):
        a, b = max(0, start - width), min(len(text), end + width)
        hits = [m.start() + start - a for m in re.finditer(f"(?={re.escape(text[a:b])})", whole)]
        hits = [h for h in hits if not _cuts_number(whole, h, h + end - start)] or hits
        if hits:
            at = min(hits, key=lambda h: abs(h - start))
            return at, at + end - start
    return None


def _cuts_number(whole: str, a: int, b: int) -> bool:
    return (a > 0 and whole[a - 1].isdigit() and whole[a].isdigit()) or (
        b < len(whole) and whole[b].isdigit() and whole[b - 1].isdigit()
    )
