"""Rows of a band whose items say where they begin ("1.1 Jumlah hasil :", "- Kopi"), though their figures
stand a little off."""

import re

from cermat.datasets.readers.pdf_columns import TableLine
from cermat.datasets.readers.pdf_lines import Line

_ITEM = re.compile(
    r"\d{1,2}(?:\.\d{1,2}){1,3}\.?\s+[^\W\d_]|(?:\d{1,2}|[a-z])[.)]\s+[^\W\d_]|[-–•▪·](?:\s*$|\s*[^\W\d_])"
)
ABOVE = 0.8  # so far (in font sizes) above an item's line (or its dash) its figures may stand
APART = 1.9  # lines further apart (in font sizes) are two texts


def item_rows(table_lines: list[TableLine]) -> tuple[int, list[list[TableLine]]]:
    """(column of the items, rows); (-1, []) where fewer than two items begin or a row had two values in one
    column."""
    values = {column for table_line in table_lines for column in _figures(table_line)}
    begins = {column: _starts(table_lines, column) for column in range(min(values, default=0))}
    column = max(begins, key=lambda column: (len(begins[column]), column), default=-1)
    if column < 0 or len(begins[column]) < 2:
        return -1, []
    result: dict[int, list[TableLine]] = {}
    for at, table_line in enumerate(table_lines):
        result.setdefault(_owner(table_lines, begins[column], at), []).append(table_line)
    if -1 in result and not any(
        map(_figures, result[-1])
    ):  # the left column's text may stand a little higher
        first = begins[column][0]
        result[first] = result.pop(-1) + result[first]
    rows = [result[at] for at in sorted(result)]
    once = all(
        len(columns_of) == len(set(columns_of))
        for columns_of in ([column for table_line in row for column in _figures(table_line)] for row in rows)
    )
    return (column, rows) if once else (-1, [])


def _figures(table_line: TableLine) -> set[int]:
    """Columns in which a line prints a figure; a dash may be the mark of an item."""
    return {column_no for column_no in table_line.nilai() if re.search(r"\d", table_line.sel[column_no].teks)}


def _starts(table_lines: list[TableLine], column: int) -> list[int]:
    """Lines in which an item begins in this column."""
    return [
        at
        for at, table_line in enumerate(table_lines)
        if column in table_line.sel
        and column not in _figures(table_line)
        and _ITEM.match(table_line.sel[column].teks)
    ]


def _owner(table_lines: list[TableLine], begins: list[int], at: int) -> int:
    """The item that a line belongs to: the next one where the line stands right above it, else the last; -1
    before the first."""
    table_line = table_lines[at]
    below = next((begin for begin in begins if begin >= at), -1)
    if below >= 0 and table_lines[below].baseline - table_line.baseline <= ABOVE * table_line.ukuran:
        return below
    return max((begin for begin in begins if begin < at), default=-1)


def mark_first(lines: list[Line]) -> list[Line]:
    """The lines of a cell of words with a dash that stands a little lower than its item, or between its two
    lines, before it.

    It stands left of its item; the hyphen of "Kete | - | rangan" in a narrow column stands below or right of
    where words begin.
    """
    marks = [line for line in lines if re.fullmatch(r"[-–•▪·]", line.teks.strip())]
    items = [line for line in lines if line not in marks]
    if len(marks) != 1 or not items or not all(re.search(r"[^\W\d_]{2}", item.teks) for item in items):
        return lines
    nearest = min(items, key=lambda line: abs(line.baseline - marks[0].baseline))
    return marks + items if marks[0].x1 <= nearest.x0 else lines


def texts_kept_whole(
    table_lines: list[TableLine], rows: list[list[TableLine]], column: int
) -> list[set[int]]:
    """Per row the lines (by identity) that stand in it: a text left of the items stays whole, in the row in
    which it begins."""
    held = [{id(line) for table_line in row for line in table_line.sel.values()} for row in rows]
    for left in range(column):
        first, last = -1, None
        for table_line in (table_line for table_line in table_lines if left in table_line.sel):
            line = table_line.sel[left]
            at = next(order for order, lines in enumerate(held) if id(line) in lines)
            if (
                last is None
                or _ITEM.match(line.teks)
                or table_line.baseline - last > APART * table_line.ukuran
            ):
                first = at
            held[at].discard(id(line))
            held[first].add(id(line))
            last = table_line.baseline
    return held
