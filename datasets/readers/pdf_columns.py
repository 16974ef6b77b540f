"""Columns that nobody drew: gutters that stay clear over the lines of a table, and lines shared out to the
columns."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

import numpy as np

from cermat.datasets.document.cells import prints_value
from cermat.datasets.readers.pdf_lines import Line, Word

GAP = 1.0  # a gap of so many font sizes parts two pieces of a line
PROTRUSION = 0.7  # so far (in font sizes) a wide header may reach over its column
LABEL = re.compile(r"\(?(?:\d{1,3}|[IVXLC]{1,6}|[a-zA-Z])[.)]{0,2}")
_NO = re.compile(r"no(mor)?\.?", re.I)


@dataclass
class TableLine:
    """One line of a table: its pieces by column, and pieces that span columns c0..c1; origin: the whole
    line."""

    baseline: float
    ukuran: float
    sel: dict[int, Line] = field(default_factory=dict)
    spanning: dict[tuple[int, int], Line] = field(default_factory=dict)
    origin: Line | None = None

    def nilai(self) -> set[int]:
        """Columns in which the line prints a value."""
        return {column for column, line in self.sel.items() if column and prints_value(line.teks)}


def pieces(line: Line, pause: float = GAP) -> list[Line]:
    """A line cut at its wide gaps."""
    result = [[line.words[0]]]
    for before, word in zip(line.words, line.words[1:], strict=False):
        if word.x0 - before.x1 > pause * line.ukuran:
            result.append([])
        result[-1].append(word)
    return [Line(piece, line.baseline, line.ukuran, line.bold) for piece in result]


def is_parted(line: Line) -> bool:
    """Has the line more than one piece?"""
    wide = GAP * line.ukuran
    return any(word.x0 - before.x1 > wide for before, word in pairwise(line.words))


def column_borders(lines: list[Line], ruled: bool = False) -> list[float]:
    """Middles of the gutters: strips that (nearly) no word crosses, with columns on both sides that go
    together.

    ruled: the lines stand between rules, which is evidence of a table: narrower gutters will do.
    """
    return Gutters(lines).borders(ruled)


class Gutters:
    """Lines, one after the other, and how many of them print in each half point of their width."""

    def __init__(self, lines: Iterable[Line] = ()) -> None:
        self.lines: list[Line] = []
        self.x0, self.x1 = math.inf, -math.inf
        self._changes = np.zeros(0, "int64")  # of how many print, from one half point to the next
        for line in lines:
            self.add(line)

    def add(self, line: Line) -> None:
        """One line more; only a line that begins further left makes the others be looked at again."""
        self.lines.append(line)
        self.x1 = max(self.x1, line.x1)
        again = [line]
        if line.x0 < self.x0:
            self.x0, again, self._changes = line.x0, self.lines, np.zeros(0, "int64")
        size = int((max(self.x1, *(word.x1 for each in again for word in each.words)) - self.x0) * 2) + 2
        if size > len(self._changes):
            self._changes = np.concatenate([self._changes, np.zeros(2 * size - len(self._changes), "int64")])
        for each in again:
            self._cover(each)

    def _cover(self, line: Line) -> None:
        end = 0  # of what the line has covered; words of one line may lie on each other
        for word in sorted(line.words, key=lambda word: word.x0):
            start = max(end, int((word.x0 - self.x0) * 2))
            end = max(end, int((word.x1 - self.x0) * 2) + 1)
            if start < end:
                self._changes[start] += 1
                self._changes[end] -= 1

    def borders(self, ruled: bool = False) -> list[float]:
        """Middles of the gutters of all lines so far (see column_borders)."""
        if len(self.lines) < 2:
            return []
        count = int((self.x1 - self.x0) * 2) + 1
        covered = np.cumsum(self._changes[: count + 1])
        return _borders(self.lines, covered, (self.x0, self.x1), ruled)


def _borders(lines: list[Line], covered: np.ndarray, ends: tuple[float, float], ruled: bool) -> list[float]:
    """Middles of the gutters. covered: how many lines print in each half point between the ends."""
    em, count, x0 = median([line.ukuran for line in lines]), len(covered) - 1, ends[0]
    allowed = 0 if len(lines) < 4 else max(1, int(0.12 * len(lines)))
    needed = max(3.0, 0.35 * em if ruled else (0.8 if len(lines) < 6 else 0.5) * em)
    gaps: list[tuple[float, float, int]] = []
    for level in range(allowed + 1):  # clear strips first, so that a sparse column is not taken for a gutter
        blank = np.concatenate([[False], covered <= level, [False]])
        for start, end in np.nonzero(np.diff(blank.astype(int)))[0].reshape(-1, 2).tolist():
            left, right = x0 + start / 2, x0 + end / 2
            if (
                right - left >= needed
                and start > 0
                and end < count
                and all(right <= gap[0] or left >= gap[1] for gap in gaps)
            ):
                gaps.append((left, right, 1 if level == 0 else 2))
    gaps.sort()
    if not gaps:
        return []
    left_ends = np.array([word.x0 for line in lines for word in line.words])
    right_ends = np.array([word.x1 for line in lines for word in line.words])
    starts = np.concatenate([[0], np.cumsum([len(line.words) for line in lines])[:-1]])
    printing: dict[tuple[float, float], np.ndarray] = {}  # column → which lines print in it
    while gaps:  # a gutter whose two columns never print in one line parts nothing
        columns = (
            [(-1e9, *gaps[0][:1])]
            + [(before[1], after[0]) for before, after in zip(gaps, gaps[1:], strict=False)]
            + [(gaps[-1][1], 1e9)]
        )
        for column in columns:
            if column not in printing:
                inside = (column[0] - 1 <= left_ends) & (right_ends <= column[1] + 1)
                printing[column] = np.logical_or.reduceat(inside, starts)
        together = [
            (np.count_nonzero(printing[before] & printing[after]) - gap[2], gap[1] - gap[0], order)
            for order, (gap, before, after) in enumerate(zip(gaps, columns, columns[1:], strict=False))
        ]
        value, _, weak = min(together)
        if value >= 0:
            break
        del gaps[weak]
    return _number_border(lines, [(start + end) / 2 for start, end, _ in gaps])


def _number_border(lines: list[Line], borders: list[float]) -> list[float]:
    """The columns with a border after the row numbers, where header ('No …') and labels show a narrow
    column."""
    if not borders or not any(_NO.fullmatch(line.words[0].teks) for line in lines[:3]):
        return borders
    begin = [[word for word in line.words if word.x1 < borders[0]] for line in lines]
    label = [
        begins
        for begins in begin
        if len(begins) > 1 and (_NO.fullmatch(begins[0].teks) or LABEL.fullmatch(begins[0].teks))
    ]
    if len(label) < 2:
        return borders
    left, right = max(begins[0].x1 for begins in label), min(begins[1].x0 for begins in label)
    middle = (left + right) / 2
    spanning = sum(
        any(word.x0 < middle < word.x1 for word in begins) for begins in begin
    )  # total rows begin in the first column
    return [middle, *borders] if left < right and spanning <= max(1, 0.3 * len(lines)) else borders


def share_out(line: Line, borders: list[float]) -> TableLine:
    """Share one line out to the columns between these borders."""
    table_line = TableLine(line.baseline, line.ukuran)
    for piece in _whole_pieces(line, borders):
        more = min(PROTRUSION * line.ukuran, (piece.x1 - piece.x0) / 2)
        c0 = sum(border < piece.x0 + more for border in borders)
        c1 = sum(border < piece.x1 - more for border in borders)
        if c1 > c0:
            table_line.spanning[c0, c1] = piece
        elif c0 in table_line.sel:
            begun = table_line.sel[c0]
            words = [*begun.words, *piece.words]
            table_line.sel[c0] = Line(words, begun.baseline, begun.ukuran, begun.bold)
        else:
            table_line.sel[c0] = piece
    return table_line


def _whole_pieces(line: Line, borders: list[float]) -> list[Line]:
    """Pieces of a line cut at the borders that fall into its gaps."""
    groups: list[list[Word]] = [[line.words[0]]]
    for before, word in zip(line.words, line.words[1:], strict=False):
        if (
            any(
                before.x1 - PROTRUSION * line.ukuran <= border <= word.x0 + PROTRUSION * line.ukuran
                for border in borders
            )
            and word.x0 - before.x1 > 0.4 * line.ukuran
        ):
            groups.append([])
        groups[-1].append(word)
    return [Line(group, line.baseline, line.ukuran, line.bold) for group in groups]
