"""Prose set in columns: a strip that no word crosses over many lines, with running text on both sides of it.

The letters of such a stretch are read one column after the other, each as a page of its own, so that a
sentence goes on from the foot of one column to the head of the next.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from cermat.datasets.readers.pdf_columns import pieces
from cermat.datasets.readers.pdf_lines import Line, letter_lines
from cermat.datasets.readers.pdf_page import Page

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
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    places = np.arange(left + 0.25 * (right - left), left + 0.75 * (right - left), STEP)
    if len(places) * STEP < 2 * GUTTER:
        return None
    crossed = _crossed(lines, places)
    alone = _wide_enough(~crossed)
    found: list[Stretch] = []
    start = 0
    while start <= len(lines) - MIN_LINES:
        if not alone[start : start + MIN_LINES].all():
            start += 1
            continue
        last, middle = _run(lines, crossed, places, bars, start)
        if last - start >= MIN_LINES and _prose(lines[start:last], middle):
            found.append(Stretch(start, last, middle))
            start = last
        else:
            start += 1
    return max(found, key=lambda stretch: stretch.last - stretch.first, default=None)


def _crossed(lines: list[Line], places: np.ndarray) -> np.ndarray:
    """At which places a word of each line stands, as an array of lines by places."""
    begin = np.array([word.x0 for line in lines for word in line.words])[:, None] - STEP
    end = np.array([word.x1 for line in lines for word in line.words])[:, None] + STEP
    first = np.cumsum([0, *(len(line.words) for line in lines[:-1])])
    return np.logical_or.reduceat((places > begin) & (places < end), first, axis=0)


def _wide_enough(clear: np.ndarray) -> np.ndarray:
    """In which lines a strip stays clear that is as wide as a gutter."""
    width = math.ceil(GUTTER / STEP)
    strips = np.lib.stride_tricks.sliding_window_view(clear, width, axis=1)
    return np.asarray(np.any(np.all(strips, axis=2), axis=1))


def _run(lines, crossed, places, bars, start: int) -> tuple[int, float]:
    """How far a common strip stays clear from line `start` on, and its middle."""
    clear, last, middle = np.ones(len(places), bool), start, 0.0
    while last < len(lines):
        line = lines[last]
        above = lines[last - 1].baseline if last > start else line.baseline
        stopped = any(
            above < height <= line.baseline and x0 < places[0] and x1 > places[-1] for x0, x1, height in bars
        )
        clear = clear & ~crossed[last]
        edges = np.nonzero(np.diff(np.concatenate([[0], clear.astype(int), [0]])))[0].reshape(-1, 2)
        wide = edges[:, 1] - edges[:, 0] if len(edges) else np.zeros(1)
        if stopped or wide.max() * STEP < GUTTER or line.baseline - above > 6 * line.ukuran:
            break
        blank_from, blank_to = edges[wide.argmax()]
        last, middle = last + 1, float(places[blank_from:blank_to].mean())
    return last, middle


def _prose(lines: list[Line], middle: float) -> bool:
    """Do these lines hold running text on both sides of x?"""
    text = max(line.x1 for line in lines) - min(line.x0 for line in lines)
    return all(
        _running([side for line in lines if (side := _side(line, middle, after))], text)
        for after in (False, True)
    )


def _side(line: Line, middle: float, after: bool) -> Line | None:
    words = [word for word in line.words if (word.x0 >= middle) == after]
    return Line(words, line.baseline, line.ukuran, line.bold) if words else None


def _running(side: list[Line], text: float) -> bool:
    """Is this running text: long lines of several words each, without tabs, hardly a figure?"""
    if len(side) < MIN_LINES:
        return False
    width = max(line.x1 for line in side) - min(line.x0 for line in side)
    full = [line for line in side if line.x1 - line.x0 >= FULL * width and len(pieces(line, 2.5)) == 1]
    words = [word.teks for line in side for word in line.words]
    figures = sum(any(character.isdigit() for character in word) for word in words)
    many = float(np.median([len(line.words) for line in side])) >= WORDS
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
    top, foot = min(line.y0 for line in within), max(line.y1 for line in within)
    sheet, free = page.letters
    sides: list[list] = [[], []]
    rest: list[list] = [[], []]  # grids above and below
    for grid, cells in page.grids:
        x0, y0, x1, _ = grid.box
        beside = top <= y0 <= foot and (x1 <= found.x or x0 >= found.x)
        (sides[x0 >= found.x] if beside else rest[y0 > top]).append((grid, cells))
    loose = [[line for line in page.loose if (line[0].y0 > top) == after] for after in (False, True)]
    yield from part_columns(replace(page, lines=above, grids=rest[0], loose=loose[0]), depth + 1)
    for after in (False, True):
        chosen = _letters(sheet, free, within, found.x, after)
        lines = letter_lines(sheet, chosen)
        column = (min(line.x0 for line in lines), max(line.x1 for line in lines)) if lines else None
        side = replace(
            page, lines=lines, grids=sides[after], loose=[], letters=(sheet, chosen), column=column
        )
        yield from part_columns(side, depth + 1)
    yield from part_columns(replace(page, lines=below, grids=rest[1], loose=loose[1]), depth)


def bars(page) -> list[tuple[float, float, float]]:
    """Left, right and upper edge of each table of the page."""
    return [(grid.box[0], grid.box[2], grid.box[1]) for grid, _ in page.grids]


def _letters(sheet: Page, free: np.ndarray, within: list[Line], middle: float, after: bool) -> np.ndarray:
    """The free letters of these lines on one side of x."""
    base, centre = sheet.baseline[free], (sheet.box[free, 0] + sheet.box[free, 2]) / 2
    top, foot = min(line.y0 for line in within), max(line.y1 for line in within)
    return free[(base > top) & (base <= foot) & ((centre >= middle) == after)]


def side_by_side(lines: list[Line]) -> int:
    """How many lines hold two pieces of running text side by side."""
    return sum(
        sum(
            len(piece.words) >= WORDS and not any(character.isdigit() for character in piece.teks)
            for piece in pieces(line, 2.5)
        )
        > 1
        for line in lines
    )
