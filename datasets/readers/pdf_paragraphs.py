"""Lines of PDF pages to paragraphs, list items and contents lines."""

import re
from bisect import bisect_left
from dataclasses import dataclass

import numpy as np

from datasets.document.lines import join_lines
from datasets.document.model import Block
from datasets.readers.pdf_lines import Line

_FRACTION = re.compile(r"\d{1,2}\.\d{1,2}\s+[^A-Z\s]")
_ITEM = re.compile(
    r"(?:\(?(?:\d{1,2}|[a-zA-Z]|[ivxIVX]{1,4})[.)]|\d{1,2}(?:\.\d{1,2}){1,3}\.?|[-–•▪➢✓*])(?=\s)"
    r"|\d{1,2}\)(?=[A-Z])"
)
_DOTS = re.compile(r"\s*(?:\.[\s.]*){4,}\s*|\s*…[\s.…]*|\s*_{4,}\s*")
_PAGE_NUMBER = r"[ivxlc]{1,6}|[IVXLC]{1,6}|\d{1,3}"
_CONTENTS_LINE = re.compile(
    rf"(.*?[A-Za-z)\]\"”'].*?)(?:(?<=[A-Za-z)\d])\s+({_PAGE_NUMBER})|(?<=[a-z)])(\d{{1,3}}))"
)
_PAGE_AT_END = re.compile(rf"(?:\s(?:{_PAGE_NUMBER})|[a-z)]\d{{1,3}})\Z")
_LONGEST_END = 7  # characters of a page number and what stands before it
_TITLE = re.compile(
    r"bab\b|[A-Z]\.|\d+(\.\d+)*\.?\s|[a-z][.)]\s|kata "
    r"pengantar|daftar|lampiran|tabel|gambar|ringkasan|ikhtisar",
    re.I,
)
_END = re.compile(r"[.;:!?]['\"”’)]*$")
NEAR = 9  # so many line gaps nearby tell the usual one
_MOST = 0.75  # of the width between the margins: a title ends sooner
MIN_CONTENT = 5  # lines that make a table of contents without dot leaders


@dataclass
class Paragraph:
    """Lines that make one paragraph or list item. content: where the text of an item begins."""

    lines: list[Line]
    items: bool = False
    content: float = 0.0

    def teks(self, hyphens: bool = False) -> str:
        """The lines as one text."""
        result = ""
        for b in self.lines:
            result = join_lines(result, dot_leaders(b.teks), False, hyphens)
        return result

    @property
    def box(self) -> tuple[float, float, float, float]:
        b = self.lines
        return min(x.x0 for x in b), min(x.y0 for x in b), max(x.x1 for x in b), max(x.y1 for x in b)


def dot_leaders(text: str) -> str:
    """Dot leaders as one tab: 'Judul ....... 12' → 'Judul<TAB>12'."""
    if not re.search(r"\.[\s.]*\.[\s.]*\.[\s.]*\.|…|____", text):
        return text
    parts = [s.strip() for s in _DOTS.split(text)]
    if len(parts) == 2 and parts[0] and re.fullmatch(_PAGE_NUMBER, parts[1]):
        return f"{parts[0]}\t{parts[1]}"
    return text


class Typesetting:
    """The document's layout: margins of each page, and the usual gap between lines of one paragraph, place by
    place."""

    def __init__(self, pages: list[tuple[float, list[Line], tuple[float, float] | None]]) -> None:
        """pages: (width, lines, edges where it is one column of a page) of every page, in order."""
        margins = []
        general: dict[tuple, list[Line]] = {}
        for width, lines, column in pages:
            wide = column[1] - column[0] if column else width
            length = [b for b in lines if b.x1 - b.x0 > 0.5 * wide and "\t" not in b.teks]
            margins.append((width, (round(width), column), length))
            general.setdefault((round(width), column), []).extend(length)
        everywhere = {key: _line_margins(length, key[0]) for key, length in general.items()}
        self._edge = []
        for width, key, length in margins:
            here, everything = _line_margins(length, width), everywhere[key]
            # few lines show a margin badly: the document's own where it is near, the page's where it is
            # another
            near = len(length) < 5 or max(abs(a - b) for a, b in zip(here, everything, strict=True)) < 15
            self._edge.append(everything if near else here)
        self._places: list[int] = []
        self._distance: list[float] = []
        self._number: dict[int, int] = {}
        n = 0
        for h, (_, lines, _) in enumerate(pages):
            for a, b in zip(lines, [*lines[1:], None], strict=False):
                self._number[id(a)] = n
                if (
                    b is not None
                    and self.full(h, a, b)
                    and not _ITEM.match(b.teks)
                    and (j := line_gap(a, b)) is not None
                ):
                    self._places.append(n)
                    self._distance.append(j)
                n += 1

    def margins(self, h: int) -> tuple[float, float]:
        """Left and right margin of page h (position in the list)."""
        return self._edge[h]

    def middle(self, h: int, b: Line, indent: float = 10) -> bool:
        """Is the line centred between the margins, and at least `indent` away from them?"""
        left, right = self._edge[h]
        return abs((b.x0 - left) - (right - b.x1)) < 5 and b.x0 - left >= indent

    def full(self, h: int, a: Line, b: Line) -> bool:
        """Is line a full: would the first word of b not have fitted on it?"""
        left, right = self._edge[h]
        fits = b.words[0].x1 - b.words[0].x0 + 0.25 * b.ukuran
        use = a.x1 - a.x0 + fits if self.middle(h, a) else a.x1 - left + fits
        return use >= right - left - 1

    def usual_gap(self, a: Line) -> float:
        """The usual gap below line a, in font sizes."""
        if not self._distance:
            return 1.25
        i = bisect_left(self._places, self._number.get(id(a), 0))
        return float(np.percentile(self._distance[max(0, i - NEAR // 2) : i + NEAR // 2 + 1], 40))


def _line_margins(lines: list[Line], width: float) -> tuple[float, float]:
    """Left and right margin that these long lines keep to."""
    return -_outermost([-b.x0 for b in lines], -0.1 * width), _outermost([b.x1 for b in lines], 0.9 * width)


def _outermost(tip: list[float], default: float) -> float:
    """The outermost line end, without stray lines that reach far past the others."""
    if not tip:
        return default
    bounds = np.percentile(tip, 95) + 8
    return max(u for u in tip if u <= bounds)


def line_gap(a: Line, b: Line) -> float | None:
    """Gap between two baselines in font sizes; None where the lines are no neighbours in one text."""
    if abs(a.ukuran - b.ukuran) > 0.12 * max(a.ukuran, b.ukuran):
        return None
    j = (b.baseline - a.baseline) / b.ukuran
    return j if 0.8 <= j <= 3.2 else None


def paragraphs(lines: list[Line], h: int, typesetting: Typesetting) -> list[Paragraph]:
    """Lines of page h (position; top to bottom, one column) to paragraphs."""
    result: list[Paragraph] = []
    for a, b in zip([None, *lines], lines, strict=False):
        mark = _ITEM.match(b.teks) is not None
        if (
            mark
            and a is not None
            and _FRACTION.match(b.teks)
            and not _END.search(a.teks)
            and typesetting.full(h, a, b)
        ):
            mark = False  # "… turun dari / 61.12 (2023)": a figure that a line begins with
        if a is None or mark or _breaks(result[-1], a, b, h, typesetting):
            result.append(Paragraph([b], mark, b.words[1].x0 if mark and len(b.words) > 1 else b.x0))
        else:
            result[-1].lines.append(b)
    return result


def _breaks(p: Paragraph, a: Line, b: Line, h: int, typesetting: Typesetting) -> bool:
    """Does line b begin a new paragraph after line a?"""
    em, j = b.ukuran, line_gap(a, b)
    if j is None or "\t" in b.teks or "\t" in a.teks or dot_leaders(a.teks) != a.teks or a.teks.endswith(":"):
        return True
    if j > 1.15 * typesetting.usual_gap(a) + 0.05:
        return True
    if not typesetting.full(h, a, b) and not _ragged_item(p, a, b, h, typesetting):
        return True
    if a.bold != b.bold:
        return True
    if typesetting.middle(h, a):
        return not typesetting.middle(h, b)
    if typesetting.middle(h, b) and typesetting.middle(h, a, 0) and not _END.search(a.teks):
        return False  # a centred title that fills its first line
    if p.items and len(p.lines) == 1:
        return not (
            abs(b.x0 - p.content) < 0.8 * em
            or abs(b.x0 - a.x0) < 0.8 * em
            or a.x0 - 0.2 * em < b.x0 < p.content
        )
    further = [x.x0 for x in p.lines[1:]]
    return abs(b.x0 - min(further)) > 0.8 * em if further else b.x0 > a.x0 + 0.8 * em


def _ragged_item(p: Paragraph, a: Line, b: Line, h: int, typesetting: Typesetting) -> bool:
    """Does a list item, its line most of the width and without an end, go on below, set in under its text?"""
    if not p.items or a.bold != b.bold or _END.search(a.teks):
        return False
    if not p.lines[0].x0 + 0.3 * b.ukuran < b.x0 < p.content + 0.8 * b.ukuran:
        return False
    left, right = typesetting.margins(h)
    return b.teks[:1].islower() or (len(p.lines) == 1 and a.x1 - left >= _MOST * (right - left))


def goes_on(above: tuple[int, Paragraph], below: tuple[int, Paragraph], typesetting: Typesetting) -> bool:
    """Does the first paragraph of a page go on with the last of the page before? Each as (page position,
    paragraph)."""
    (ha, p), (hb, q) = above, below
    a, b = p.lines[-1], q.lines[0]
    text = a.teks
    if q.items or "\t" in text or "\t" in b.teks or _END.search(text) or len(p.teks()) < 60:
        return False
    if abs(a.ukuran - b.ukuran) > 0.12 * a.ukuran or p.teks().isupper() != q.teks().isupper():
        return False
    small = b.teks[:1].islower() or re.match(r"[\d(%]", b.teks) is not None
    return small or (typesetting.full(ha, a, b) and not typesetting.middle(hb, b))


def contents_lines(blok: list[Block]) -> list[Block]:
    """Contents lines without dot leaders: in a run of lines with rising page numbers, a tab before the
    number."""
    result: list[Block] = []
    i = 0
    while i < len(blok):
        j, sequence = i, []
        while j < len(blok) and (n := _contents_line(blok, j)):
            sequence.append((blok[j], _join(blok, j, n)))
            j += n
        if len(sequence) >= MIN_CONTENT and _has_content([t for _, t in sequence]):
            for m, t in sequence:
                if (c := _as_contents(t)) is not None:
                    m.teks, m.jenis = f"{c[1].strip().rstrip('.… ')}\t{c[2] or c[3]}", "butir"
                result.append(m)
            i = j
        else:
            result.append(blok[i])
            i += 1
    return result


def _contents_line(blok: list[Block], j: int) -> int:
    """Blocks that make a contents line from j on: 1, or 2 where it is broken over two lines; 0: none."""
    for n in (1, 2):
        parts = blok[j : j + n]
        if len(parts) < n or any(m.jenis == "petak" or len(m.teks) > 160 for m in parts):
            return 0
        if _as_contents(_join(blok, j, n)) and (
            n == 1 or (len(parts[0].teks) > 50 and not _ITEM.match(parts[1].teks))
        ):
            return n
    return 0


def _as_contents(text: str) -> re.Match | None:
    """A line of contents: its title and page. Nearly every other line is told by its end alone."""
    return _CONTENTS_LINE.fullmatch(text) if _PAGE_AT_END.search(text[-_LONGEST_END:]) else None


def _join(blok: list[Block], j: int, n: int) -> str:
    return " ".join(m.teks.replace("\t", " ") for m in blok[j : j + n])


def _has_content(text: list[str]) -> bool:
    """Do these lines look like headings with rising page numbers?"""
    angka = [int(a) for t in text if (m := _as_contents(t)) and (a := m[2] or m[3]).isdigit()]
    rising = sum(a <= b <= a + 60 for a, b in zip(angka, angka[1:], strict=False))
    titled = sum(_TITLE.match(t) is not None for t in text)
    return titled >= 0.4 * len(text) and rising >= 0.8 * (len(angka) - 1)
