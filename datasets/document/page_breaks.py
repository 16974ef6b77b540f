"""Rows that a page end has cut: the rest of a row goes back to its row, merged cells go on over the break."""

import re
from bisect import bisect_left
from collections import defaultdict
from typing import NamedTuple

from cermat.datasets.document.cells import (
    is_label_column,
    is_row_label,
    is_total_row,
    prints_value,
    text_rows,
    vocabulary,
)
from cermat.datasets.document.clean import join
from cermat.datasets.document.model import Block, Cell

_LOWER = re.compile(r"[a-z(,;/&]")
_SATUAN = re.compile(r"[A-Za-z%]+(?: [A-Za-z]+)?")
_ITEM = re.compile(r"(\d{1,2}|[a-z])[.)]\s")


class Traits(NamedTuple):
    """What the columns of a grid hold: values in most filled cells; words in nearly every row."""

    nilai: set[int]
    full: set[int]


def traits_of(rows: list[list[str]], bounds: set[int]) -> Traits:
    """Columns of values (row labels are none) and full columns, of the body rows but those in `bounds`."""
    body = [row for at, row in enumerate(rows) if at not in bounds] or rows
    value, full = set(), set()
    for column in range(len(rows[0]) if rows else 0):
        content = [row[column] for row in body if row[column].strip()]
        if content and not is_label_column(content) and sum(map(prints_value, content)) * 2 > len(content):
            value.add(column)
        if len(content) >= 0.8 * len(body):
            full.add(column)
    return Traits(value, full)


def mend(block: Block, bounds: list[int]) -> None:
    """Mend the rows at these boundaries (first rows of later parts). Changes the cells of the block."""
    rows = text_rows(block.sel)
    bounds = sorted((bound for bound in bounds if block.kepala < bound < len(rows)), reverse=True)
    if not bounds:
        return
    columns = traits_of(rows[block.kepala :], {bound - block.kepala for bound in bounds})
    content = defaultdict(list)
    for cell in block.sel:
        content[cell.r].append(cell)
    length = [cell for cell in block.sel if cell.rs > 1]
    dropped: list[int] = []
    for bound in bounds:
        above = {column: cell for cell in content[bound - 1] for column in range(cell.c, cell.c + cell.cs)}
        above |= {
            column: cell
            for cell in length
            if cell.r < bound - 1 < cell.r + cell.rs
            for column in range(cell.c, cell.c + cell.cs)
        }
        text_above = [above[column].teks if column in above else "" for column in range(len(rows[bound]))]
        if row_goes_on(text_above, rows[bound], columns):
            _melt(content, above, bound, rows)
            dropped.append(bound)
        elif rest := cells_going_on(text_above, rows, bound, block.kepala):
            for cell in content[bound]:
                if cell.c in rest:
                    above[cell.c].teks, cell.teks = join(above[cell.c].teks, cell.teks), ""
        elif block.garis < 0:
            _extend_span(content, above, bound, columns)
    dropped.sort()
    block.sel = [cell for at in sorted(content) for cell in content[at]]
    for cell in block.sel:
        end = cell.r + cell.rs - bisect_left(dropped, cell.r + cell.rs)
        cell.r -= bisect_left(dropped, cell.r)
        cell.rs = max(1, end - cell.r)


def row_goes_on(above: list[str], this: list[str], columns: Traits) -> bool:
    """Is this row (the first after a page end) the rest of the row above?"""
    content = [column for column, text in enumerate(this) if text.strip()]
    if (
        not content
        or is_total_row(this)
        or is_total_row(above)
        or is_row_label(this[0])
        or _ITEM.match(this[content[0]])
    ):
        return False  # a row or an item of its own
    small = [column for column in content if _LOWER.match(this[column])]
    new = [column for column in content if not above[column].strip()]
    if new and not small and not all(prints_value(this[column]) for column in new):
        return False
    value = [column for column in content if column in columns.nilai and above[column].strip()]
    if value:  # values where the row above has its own; but "12" over "Laporan" is one cell
        return not this[0].strip() and all(
            prints_value(above[column]) and _SATUAN.fullmatch(this[column].strip()) for column in value
        )
    if columns.nilai:
        required = {column for column in columns.nilai if above[column].strip()} or columns.nilai
        return not any(this[column].strip() for column in required) or (
            not this[0].strip() and content[0] in small
        )
    return not this[0].strip() and bool(
        small or any(not this[column].strip() for column in columns.full - {0}) or len(content) == 1
    )


def cells_going_on(above: list[str], rows: list[list[str]], at: int, header: int) -> list[int]:
    """Columns in which a row, a new one after a page end, begins with the rest of the cell above.

    The cell above breaks off (assemble.yaml `hanging`: 'dan', 'untuk', a comma), and in the same row also
    what is word for word the ending of other cells of its column.
    """
    this = rows[at]
    words = [
        column
        for column, text in enumerate(this)
        if text.strip() and not prints_value(text) and len(above[column]) > 3
    ]
    hanging = [column for column in words if vocabulary()["gantung"].search(above[column])]
    if not hanging or not any(text.strip() for column, text in enumerate(this) if column not in hanging):
        return []
    return [
        column
        for column in words
        if column in hanging
        or sum(row[column].endswith(f" {this[column]}") for row in rows[header:] if row is not this) >= 2
    ]


def _melt(content: dict[int, list[Cell]], above: dict[int, Cell], at: int, rows: list[list[str]]) -> None:
    """Append a row to the row above it, cell by cell; rows are renumbered later."""
    for cell in content.pop(at):
        if cell.c in above:
            host = above[cell.c]
            host.teks = join(host.teks, cell.teks)
            host.rs = max(host.rs, at + cell.rs - host.r)
            if host.r == at - 1:
                rows[at - 1][host.c] = host.teks
        elif cell.teks:
            cell.r, cell.rs = at - 1, cell.rs + 1
            content[at - 1].append(cell)
            rows[at - 1][cell.c] = cell.teks


def _extend_span(content: dict[int, list[Cell]], above: dict[int, Cell], at: int, columns: Traits) -> None:
    """A merged cell that the page end has cut goes on in the blank cell below it."""
    rest = []
    for cell in content[at]:
        host = above.get(cell.c)
        if (
            host is not None
            and not cell.teks
            and cell.c not in columns.nilai
            and (host.c, host.cs) == (cell.c, cell.cs)
            and (host.rs > 1 or cell.rs > 1)
        ):
            host.rs = at + cell.rs - host.r
        else:
            rest.append(cell)
    content[at] = rest
