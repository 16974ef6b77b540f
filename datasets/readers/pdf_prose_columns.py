"""Prose set in columns: a strip that no word crosses over many lines, with running text on both sides of it.

The letters of such a stretch are read one column after the other, each as a page of its own, so that a
sentence goes on from the foot of one column to the head of the next.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from datasets.readers.pdf_columns import pieces
from datasets.readers.pdf_lines import Line, letter_lines
from datasets.readers.pdf_page import Page

MIN_LINES = 6  # lines of running text that make a column
GUTTER = 8.0  # points that a gutter is wide at least
STEP = 2.0  # points of one place on the way across
FULL, MOST = 0.75, 0.5  # so many lines of a column fill so much of its width
NARROW = 0.2  # a column is wider than this share of the text
WORDS = 4  # words of a line of running text
MAX_DEPTH = 2


@dataclass(eq=False)
class Stretch:
    """Lines first..last (not included) of a page stand in two columns, parted at x."""

    first: int
    last: int
    x: float


def find_stretch(lines: list[Line], bars: list[tuple[float, float, float]]) -> Stretch | None:
    """The longest run of lines in two columns of prose. bars: (x0, x1, y) of tables, which end a run that
    they cross."""
    if len(lines) < MIN_LINES:
        return None
    left, right = min(b.x0 for b in lines), max(b.x1 for b in lines)
    places = np.arange(left + 0.25 * (right - left), left + 0.75 * (right - left), STEP)
    if len(places) * STEP < 2 * GUTTER:
        return None
    crossed = np.array([_crossed(b, places) for b in lines])
    found: list[Stretch] = []
    start = 0
    while start <= len(lines) - MIN_LINES:
        last, x = _run(lines, crossed, places, bars, start)
        if last - start >= MIN_LINES and _prose(lines[start:last], x):
            found.append(Stretch(start, last, x))
            start = last
        else:
            start += 1
    return max(found, key=lambda s: s.last - s.first, default=None)


def _crossed(b: Line, places: np.ndarray) -> np.ndarray:
    """At which places a word of the line stands."""
    result = np.zeros(len(places), bool)
    for w in b.words:
        result |= (places > w.x0 - STEP) & (places < w.x1 + STEP)
    return result


def _run(lines, crossed, places, bars, start: int) -> tuple[int, float]:
    """How far a common strip stays clear from line `start` on, and its middle."""
    clear, last, x = np.ones(len(places), bool), start, 0.0
    while last < len(lines):
        b = lines[last]
        above = lines[last - 1].baseline if last > start else b.baseline
        stopped = any(above < y <= b.baseline and x0 < places[0] and x1 > places[-1] for x0, x1, y in bars)
        clear = clear & ~crossed[last]
        edges = np.nonzero(np.diff(np.concatenate([[0], clear.astype(int), [0]])))[0].reshape(-1, 2)
        wide = edges[:, 1] - edges[:, 0] if len(edges) else np.zeros(1)
        if stopped or wide.max() * STEP < GUTTER or b.baseline - above > 6 * b.ukuran:
            break
        a, z = edges[wide.argmax()]
        last, x = last + 1, float(places[a:z].mean())
    return last, x


def _prose(lines: list[Line], x: float) -> bool:
    """Do these lines hold running text on both sides of x?"""
    text = max(b.x1 for b in lines) - min(b.x0 for b in lines)
    return all(_running([p for b in lines if (p := _side(b, x, after))], text) for after in (False, True))


def _side(b: Line, x: float, after: bool) -> Line | None:
    words = [w for w in b.words if (w.x0 >= x) == after]
    return Line(words, b.baseline, b.ukuran, b.bold) if words else None


def _running(side: list[Line], text: float) -> bool:
    """Is this running text: long lines of several words each, without tabs, hardly a figure?"""
    if len(side) < MIN_LINES:
        return False
    width = max(b.x1 for b in side) - min(b.x0 for b in side)
    full = [b for b in side if b.x1 - b.x0 >= FULL * width and len(pieces(b, 2.5)) == 1]
    words = [w.teks for b in side for w in b.words]
    figures = sum(any(c.isdigit() for c in w) for w in words)
    many = float(np.median([len(b.words) for b in side])) >= WORDS
    return width >= NARROW * text and len(full) >= MOST * len(side) and many and figures <= 0.2 * len(words)


def part_columns(page, depth: int = 0) -> Iterator:
    """The page content in reading order: what stands above, the left column, the right one, what stands
    below.

    page: an object with lines, grids, loose, letters (the page and its free letters, None where no stretch
    was found).
    """
    found = find_stretch(page.lines, bars(page)) if page.letters is not None and depth < MAX_DEPTH else None
    if found is None:
        yield page
        return
    above, within, below = (
        page.lines[: found.first],
        page.lines[found.first : found.last],
        page.lines[found.last :],
    )
    top, foot = min(b.y0 for b in within), max(b.y1 for b in within)
    sheet, free = page.letters
    sides: list[list] = [[], []]
    rest: list[list] = [[], []]  # grids above and below
    for k, cells in page.grids:
        x0, y0, x1, _ = k.box
        beside = top <= y0 <= foot and (x1 <= found.x or x0 >= found.x)
        (sides[x0 >= found.x] if beside else rest[y0 > top]).append((k, cells))
    loose = [[b for b in page.loose if (b[0].y0 > top) == after] for after in (False, True)]
    yield from part_columns(replace(page, lines=above, grids=rest[0], loose=loose[0]), depth + 1)
    for after in (False, True):
        chosen = _letters(sheet, free, within, found.x, after)
        lines = letter_lines(sheet, chosen)
        column = (min(b.x0 for b in lines), max(b.x1 for b in lines)) if lines else None
        side = replace(
            page, lines=lines, grids=sides[after], loose=[], letters=(sheet, chosen), column=column
        )
        yield from part_columns(side, depth + 1)
    yield from part_columns(replace(page, lines=below, grids=rest[1], loose=loose[1]), depth)


def bars(page) -> list[tuple[float, float, float]]:
    """Left, right and upper edge of each table of the page."""
    return [(k.box[0], k.box[2], k.box[1]) for k, _ in page.grids]


def _letters(sheet: Page, free: np.ndarray, within: list[Line], x: float, after: bool) -> np.ndarray:
    """The free letters of these lines on one side of x."""
    base, centre = sheet.baseline[free], (sheet.box[free, 0] + sheet.box[free, 2]) / 2
    top, foot = min(b.y0 for b in within), max(b.y1 for b in within)
    return free[(base > top) & (base <= foot) & ((centre >= x) == after)]


def side_by_side(lines: list[Line]) -> int:
    """How many lines hold two pieces of running text side by side."""
    return sum(
        sum(len(p.words) >= WORDS and not any(c.isdigit() for c in p.teks) for p in pieces(b, 2.5)) > 1
        for b in lines
    )
