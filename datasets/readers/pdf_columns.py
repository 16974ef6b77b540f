"""Columns that nobody drew: gutters that stay clear over the lines of a table, and lines shared out to the
columns."""

import re
from dataclasses import dataclass, field

import numpy as np

from datasets.document.cells import prints_value
from datasets.readers.pdf_lines import Line, Word

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
        return {c for c, b in self.sel.items() if c and prints_value(b.teks)}


def pieces(b: Line, pause: float = GAP) -> list[Line]:
    """A line cut at its wide gaps."""
    result = [[b.words[0]]]
    for a, k in zip(b.words, b.words[1:], strict=False):
        if k.x0 - a.x1 > pause * b.ukuran:
            result.append([])
        result[-1].append(k)
    return [Line(k, b.baseline, b.ukuran, b.bold) for k in result]


def column_borders(lines: list[Line], ruled: bool = False) -> list[float]:
    """Middles of the gutters: strips that (nearly) no word crosses, with columns on both sides that go
    together.

    ruled: the lines stand between rules, which is evidence of a table: narrower gutters will do.
    """
    if len(lines) < 2:
        return []
    em = float(np.median([b.ukuran for b in lines]))
    x0, x1 = min(b.x0 for b in lines), max(b.x1 for b in lines)
    n = int((x1 - x0) * 2) + 1
    covered = np.zeros(n + 1)
    for b in lines:
        printed = np.zeros(n + 1, bool)
        for k in b.words:
            printed[max(0, int((k.x0 - x0) * 2)) : int((k.x1 - x0) * 2) + 1] = True
        covered += printed
    allowed = 0 if len(lines) < 4 else max(1, int(0.12 * len(lines)))
    needed = max(3.0, 0.35 * em if ruled else (0.8 if len(lines) < 6 else 0.5) * em)
    gaps: list[tuple[float, float, int]] = []
    for level in range(allowed + 1):  # clear strips first, so that a sparse column is not taken for a gutter
        blank = np.concatenate([[False], covered <= level, [False]])
        for a, z in np.nonzero(np.diff(blank.astype(int)))[0].reshape(-1, 2).tolist():
            p, q = x0 + a / 2, x0 + z / 2
            if q - p >= needed and a > 0 and z < n and all(q <= c[0] or p >= c[1] for c in gaps):
                gaps.append((p, q, 1 if level == 0 else 2))
    gaps.sort()
    while gaps:  # a gutter whose two columns never print in one line parts nothing
        columns = (
            [(-1e9, *gaps[0][:1])]
            + [(p[1], q[0]) for p, q in zip(gaps, gaps[1:], strict=False)]
            + [(gaps[-1][1], 1e9)]
        )
        there = np.array(
            [[any(a - 1 <= k.x0 and k.x1 <= z + 1 for k in b.words) for a, z in columns] for b in lines]
        )
        together = [
            (int((there[:, i] & there[:, i + 1]).sum()) - c[2], c[1] - c[0], i) for i, c in enumerate(gaps)
        ]
        value, _, weak = min(together)
        if value >= 0:
            break
        del gaps[weak]
    return _number_border(lines, [(a + z) / 2 for a, z, _ in gaps])


def _number_border(lines: list[Line], borders: list[float]) -> list[float]:
    """The columns with a border after the row numbers, where header ('No …') and labels show a narrow
    column."""
    if not borders or not any(_NO.fullmatch(b.words[0].teks) for b in lines[:3]):
        return borders
    begin = [[w for w in b.words if w.x1 < borders[0]] for b in lines]
    label = [k for k in begin if len(k) > 1 and (_NO.fullmatch(k[0].teks) or LABEL.fullmatch(k[0].teks))]
    if len(label) < 2:
        return borders
    left, right = max(k[0].x1 for k in label), min(k[1].x0 for k in label)
    middle = (left + right) / 2
    spanning = sum(
        any(w.x0 < middle < w.x1 for w in k) for k in begin
    )  # total rows begin in the first column
    return [middle, *borders] if left < right and spanning <= max(1, 0.3 * len(lines)) else borders


def share_out(b: Line, borders: list[float]) -> TableLine:
    """Share one line out to the columns between these borders."""
    g = TableLine(b.baseline, b.ukuran)
    for p in _whole_pieces(b, borders):
        more = min(PROTRUSION * b.ukuran, (p.x1 - p.x0) / 2)
        c0 = sum(x < p.x0 + more for x in borders)
        c1 = sum(x < p.x1 - more for x in borders)
        if c1 > c0:
            g.spanning[c0, c1] = p
        elif c0 in g.sel:
            g.sel[c0].words.extend(p.words)
        else:
            g.sel[c0] = p
    return g


def _whole_pieces(b: Line, borders: list[float]) -> list[Line]:
    """Pieces of a line cut at the borders that fall into its gaps."""
    groups: list[list[Word]] = [[b.words[0]]]
    for a, k in zip(b.words, b.words[1:], strict=False):
        if (
            any(a.x1 - PROTRUSION * b.ukuran <= x <= k.x0 + PROTRUSION * b.ukuran for x in borders)
            and k.x0 - a.x1 > 0.4 * b.ukuran
        ):
            groups.append([])
        groups[-1].append(k)
    return [Line(k, b.baseline, b.ukuran, b.bold) for k in groups]
