"""Rows of a band whose items say where they begin ("1.1 Jumlah hasil :", "- Kopi"), though their figures
stand a little off."""

import re

from datasets.readers.pdf_columns import TableLine
from datasets.readers.pdf_lines import Line

_ITEM = re.compile(
    r"\d{1,2}(?:\.\d{1,2}){1,3}\.?\s+[^\W\d_]|(?:\d{1,2}|[a-z])[.)]\s+[^\W\d_]|[-–•▪·](?:\s*$|\s*[^\W\d_])"
)
ABOVE = 0.8  # so far (in font sizes) above an item's line (or its dash) its figures may stand
APART = 1.9  # lines further apart (in font sizes) are two texts


def item_rows(table_lines: list[TableLine]) -> tuple[int, list[list[TableLine]]]:
    """(column of the items, rows); (-1, []) where fewer than two items begin or a row had two values in one
    column."""
    values = {c for g in table_lines for c in _figures(g)}
    begins = {c: _starts(table_lines, c) for c in range(min(values, default=0))}
    column = max(begins, key=lambda c: (len(begins[c]), c), default=-1)
    if column < 0 or len(begins[column]) < 2:
        return -1, []
    result: dict[int, list[TableLine]] = {}
    for n, g in enumerate(table_lines):
        result.setdefault(_owner(table_lines, begins[column], n), []).append(g)
    if -1 in result and not any(
        map(_figures, result[-1])
    ):  # the left column's text may stand a little higher
        first = begins[column][0]
        result[first] = result.pop(-1) + result[first]
    rows = [result[n] for n in sorted(result)]
    once = all(len(x) == len(set(x)) for x in ([c for g in row for c in _figures(g)] for row in rows))
    return (column, rows) if once else (-1, [])


def _figures(g: TableLine) -> set[int]:
    """Columns in which a line prints a figure; a dash may be the mark of an item."""
    return {c for c in g.nilai() if re.search(r"\d", g.sel[c].teks)}


def _starts(table_lines: list[TableLine], c: int) -> list[int]:
    """Lines in which an item begins in this column."""
    return [
        n
        for n, g in enumerate(table_lines)
        if c in g.sel and c not in _figures(g) and _ITEM.match(g.sel[c].teks)
    ]


def _owner(table_lines: list[TableLine], begins: list[int], n: int) -> int:
    """The item that a line belongs to: the next one where the line stands right above it, else the last; -1
    before the first."""
    g = table_lines[n]
    below = next((m for m in begins if m >= n), -1)
    if below >= 0 and table_lines[below].baseline - g.baseline <= ABOVE * g.ukuran:
        return below
    return max((m for m in begins if m < n), default=-1)


def mark_first(lines: list[Line]) -> list[Line]:
    """The lines of a cell of words with a dash that stands a little lower than its item, or between its two
    lines, before it.

    It stands left of its item; the hyphen of "Kete | - | rangan" in a narrow column stands below or right of
    where words begin.
    """
    marks = [b for b in lines if re.fullmatch(r"[-–•▪·]", b.teks.strip())]
    items = [b for b in lines if b not in marks]
    if len(marks) != 1 or not items or not all(re.search(r"[^\W\d_]{2}", b.teks) for b in items):
        return lines
    nearest = min(items, key=lambda b: abs(b.baseline - marks[0].baseline))
    return marks + items if marks[0].x1 <= nearest.x0 else lines


def texts_kept_whole(
    table_lines: list[TableLine], rows: list[list[TableLine]], column: int
) -> list[set[int]]:
    """Per row the lines (by identity) that stand in it: a text left of the items stays whole, in the row in
    which it begins."""
    held = [{id(b) for g in row for b in g.sel.values()} for row in rows]
    for c in range(column):
        first, last = -1, None
        for g in (g for g in table_lines if c in g.sel):
            line = g.sel[c]
            at = next(n for n, lines in enumerate(held) if id(line) in lines)
            if last is None or _ITEM.match(line.teks) or g.baseline - last > APART * g.ukuran:
                first = at
            held[at].discard(id(line))
            held[first].add(id(line))
            last = g.baseline
    return held
