"""Rows that a page end has cut: the rest of a row goes back to its row, merged cells go on over the break."""

import re
from bisect import bisect_left
from collections import defaultdict
from typing import NamedTuple

from datasets.document.cells import (
    is_label_column,
    is_row_label,
    is_total_row,
    prints_value,
    text_rows,
    vocabulary,
)
from datasets.document.clean import join
from datasets.document.model import Block, Cell

_LOWER = re.compile(r"[a-z(,;/&]")
_SATUAN = re.compile(r"[A-Za-z%]+(?: [A-Za-z]+)?")
_ITEM = re.compile(r"(\d{1,2}|[a-z])[.)]\s")


class Traits(NamedTuple):
    """What the columns of a grid hold: values in most filled cells; words in nearly every row."""

    nilai: set[int]
    full: set[int]


def traits_of(rows: list[list[str]], bounds: set[int]) -> Traits:
    """Columns of values (row labels are none) and full columns, of the body rows but those in `bounds`."""
    body = [b for r, b in enumerate(rows) if r not in bounds] or rows
    value, full = set(), set()
    for c in range(len(rows[0]) if rows else 0):
        content = [b[c] for b in body if b[c].strip()]
        if content and not is_label_column(content) and sum(map(prints_value, content)) * 2 > len(content):
            value.add(c)
        if len(content) >= 0.8 * len(body):
            full.add(c)
    return Traits(value, full)


def mend(m: Block, bounds: list[int]) -> None:
    """Mend the rows at these boundaries (first rows of later parts). Changes m.sel."""
    rows = text_rows(m.sel)
    bounds = sorted((r for r in bounds if m.kepala < r < len(rows)), reverse=True)
    if not bounds:
        return
    columns = traits_of(rows[m.kepala :], {r - m.kepala for r in bounds})
    content = defaultdict(list)
    for p in m.sel:
        content[p.r].append(p)
    length = [p for p in m.sel if p.rs > 1]
    dropped: list[int] = []
    for r in bounds:
        above = {c: p for p in content[r - 1] for c in range(p.c, p.c + p.cs)}
        above |= {c: p for p in length if p.r < r - 1 < p.r + p.rs for c in range(p.c, p.c + p.cs)}
        text_above = [above[c].teks if c in above else "" for c in range(len(rows[r]))]
        if row_goes_on(text_above, rows[r], columns):
            _melt(content, above, r, rows)
            dropped.append(r)
        elif rest := cells_going_on(text_above, rows, r, m.kepala):
            for p in content[r]:
                if p.c in rest:
                    above[p.c].teks, p.teks = join(above[p.c].teks, p.teks), ""
        elif m.garis < 0:
            _extend_span(content, above, r, columns)
    dropped.sort()
    m.sel = [p for r in sorted(content) for p in content[r]]
    for p in m.sel:
        end = p.r + p.rs - bisect_left(dropped, p.r + p.rs)
        p.r -= bisect_left(dropped, p.r)
        p.rs = max(1, end - p.r)


def row_goes_on(above: list[str], this: list[str], columns: Traits) -> bool:
    """Is this row (the first after a page end) the rest of the row above?"""
    content = [c for c, s in enumerate(this) if s.strip()]
    if (
        not content
        or is_total_row(this)
        or is_total_row(above)
        or is_row_label(this[0])
        or _ITEM.match(this[content[0]])
    ):
        return False  # a row or an item of its own
    small = [c for c in content if _LOWER.match(this[c])]
    new = [c for c in content if not above[c].strip()]
    if new and not small and not all(prints_value(this[c]) for c in new):
        return False
    value = [c for c in content if c in columns.nilai and above[c].strip()]
    if value:  # values where the row above has its own; but "12" over "Laporan" is one cell
        return not this[0].strip() and all(
            prints_value(above[c]) and _SATUAN.fullmatch(this[c].strip()) for c in value
        )
    if columns.nilai:
        required = {c for c in columns.nilai if above[c].strip()} or columns.nilai
        return not any(this[c].strip() for c in required) or (not this[0].strip() and content[0] in small)
    return not this[0].strip() and bool(
        small or any(not this[c].strip() for c in columns.full - {0}) or len(content) == 1
    )


def cells_going_on(above: list[str], rows: list[list[str]], r: int, header: int) -> list[int]:
    """Columns in which row r, a new row after a page end, begins with the rest of the cell above.

    The cell above breaks off (assemble.yaml `hanging`: 'dan', 'untuk', a comma), and in the same row also
    what is word for word the ending of other cells of its column.
    """
    this = rows[r]
    words = [c for c, s in enumerate(this) if s.strip() and not prints_value(s) and len(above[c]) > 3]
    hanging = [c for c in words if vocabulary()["gantung"].search(above[c])]
    if not hanging or not any(s.strip() for c, s in enumerate(this) if c not in hanging):
        return []
    return [
        c
        for c in words
        if c in hanging or sum(b[c].endswith(f" {this[c]}") for b in rows[header:] if b is not this) >= 2
    ]


def _melt(content: dict[int, list[Cell]], above: dict[int, Cell], r: int, rows: list[list[str]]) -> None:
    """Append row r to the row above it, cell by cell; rows are renumbered later."""
    for p in content.pop(r):
        if p.c in above:
            q = above[p.c]
            q.teks = join(q.teks, p.teks)
            q.rs = max(q.rs, r + p.rs - q.r)
            if q.r == r - 1:
                rows[r - 1][q.c] = q.teks
        elif p.teks:
            p.r, p.rs = r - 1, p.rs + 1
            content[r - 1].append(p)
            rows[r - 1][p.c] = p.teks


def _extend_span(content: dict[int, list[Cell]], above: dict[int, Cell], r: int, columns: Traits) -> None:
    """A merged cell that the page end has cut goes on in the blank cell below it."""
    rest = []
    for p in content[r]:
        q = above.get(p.c)
        if (
            q is not None
            and not p.teks
            and p.c not in columns.nilai
            and (q.c, q.cs) == (p.c, p.cs)
            and (q.rs > 1 or p.rs > 1)
        ):
            q.rs = r + p.rs - q.r
        else:
            rest.append(p)
    content[r] = rest
