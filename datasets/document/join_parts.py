"""Parts of one table that page ends have cut, put together again."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from datasets.document.cells import (
    count_header_rows,
    is_carried,
    is_number_row,
    is_row_label,
    is_total_row,
    like_header,
    prints_value,
    text_rows,
    vocabulary,
)
from datasets.document.model import Block, Cell
from datasets.document.numbered_columns import column_map, moved_cells

LIKE = 75  # header rows alike, in percent


def tidy(m: Block) -> None:
    """Drop blank rows and the blank columns at the right end; set `kepala` where the format does not say
    it."""
    for axis, length in (("r", "rs"), ("c", "cs")):
        content = {
            getattr(p, axis) + i
            for p in m.sel
            if p.teks
            for i in range(getattr(p, length) if axis == "r" else 1)
        }
        if not content:
            continue
        if axis == "c":
            end = max(content) + 1
            m.sel = [p for p in m.sel if p.c < end]
            for p in m.sel:
                p.cs = max(1, min(p.cs, end - p.c)) if m.garis >= 0 else p.cs
        else:
            order = sorted(content)
            m.sel = [p for p in m.sel if p.r in content]
            for p in m.sel:
                begin = bisect_left(order, p.r)
                p.rs = bisect_left(order, p.r + p.rs) - begin
                p.r = begin
    if m.kepala < 0:
        m.kepala = count_header_rows(text_rows(m.sel), m.sel)


def split(m: Block) -> list[Block]:
    """The tables within one run of text rows: a new one begins where header rows stand among the body
    rows."""
    rows = text_rows(m.sel)
    n = max(m.kepala, 1)
    begin = [0]
    for r in range(n + 1, len(rows)):
        if r - begin[-1] < n + 1:
            continue
        if any(map(prints_value, rows[r])) and not is_number_row(rows[r]):
            continue
        again = (
            m.kepala > 0
            and r + m.kepala <= len(rows)
            and likeness(rows[: m.kepala], rows[r : r + m.kepala]) >= 90
        )
        if again or _new_header(rows, r):
            begin.append(r)
    if len(begin) == 1:
        return [m]
    row_sel: dict[int, list[Cell]] = defaultdict(list)
    for p in m.sel:
        row_sel[p.r].append(p)
    result = []
    for a, z in zip(begin, [*begin[1:], len(rows)], strict=True):
        sel = [p for r in range(a, z) for p in row_sel[r]]
        for p in sel:
            p.r -= a
        b = Block("petak", halaman=m.halaman, garis=sel[0].garis, jejak=m.jejak, sel=sel, cut_off=True)
        tidy(b)
        result.append(b)
    return result


def _new_header(rows: list[list[str]], r: int) -> bool:
    """Does a header stand at row r: header words only, over column numbers or the first item?"""
    content = [s for s in rows[r] if s.strip()]
    if (
        len(content) < 3
        or r + 1 >= len(rows)
        or any(prints_value(s) for s in content)
        or is_total_row(rows[r])
        or is_row_label(content[0])
    ):
        return False
    below = rows[r + 1]
    first = (
        is_number_row(below)
        or re.fullmatch(r"[(]?(1|I|a)[.)]?", next((s for s in below if s.strip()), "")) is not None
    )
    return first and sum(map(like_header, content)) * 4 >= 3 * len(content)


def likeness(a: Sequence[list[str]], b: Sequence[list[str]]) -> float:
    """How alike two stacks of header rows are, 0..100: cell by cell, and as running text where columns have
    drifted."""
    if len(a) != len(b) or not a:
        return 0.0
    value, n = 0.0, 0
    for x, y in zip(a, b, strict=True):
        x, y = [s.lower().strip() for s in x], [s.lower().strip() for s in y]
        for i in range(max(len(x), len(y))):
            s, t = (x[i] if i < len(x) else ""), (y[i] if i < len(y) else "")
            if s or t:
                value, n = value + fuzz.ratio(re.sub(r"\W", "", s) or s, re.sub(r"\W", "", t) or t), n + 1
    average = value / n if n else 0.0
    run = fuzz.ratio(*(" ".join(s.lower() for r in k for s in r if s) for k in (a, b)))
    return max(average, run if run >= 92 else 0.0)


def repeated_header(a: list[list[str]], ka: int, b: list[list[str]]) -> int:
    """How many first rows of b repeat the header of a (0: none)."""
    for k in range(min(ka, len(b)), 0, -1):
        if likeness(a[:k], b[:k]) >= LIKE:
            # a header row that was taken for a body row stands in both parts, and so do column numbers below
            # it
            while k >= ka and k < min(len(a), len(b)) - 1 and a[k] == b[k] and _may_be_header(a[k]):
                k += 1
            return k
    if (
        b
        and ka
        and is_number_row(b[0])
        and is_number_row(a[ka - 1])
        and likeness(a[ka - 1 : ka], b[:1]) >= LIKE
    ):
        return 1
    return 0


def _may_be_header(row: list[str]) -> bool:
    """May this row that two parts of a table begin with be one of their header: no values, or column
    numbers?"""
    return is_number_row(row) or not any(map(prints_value, row))


def _carries(row: list[str]) -> bool:
    return is_carried(next((s for s in row if s.strip()), ""))


def _first_number(rows: Iterable[list[str]]) -> int:
    """The first row number met in the first column, -1 without one. Rows of column numbers have none."""
    for b in rows:
        if b and not is_number_row(b) and (m := re.fullmatch(r"(\d{1,4})[.)]?", b[0].strip())):
            return int(m[1])
    return -1


def goes_on(a: Block, x: list[list[str]], b: Block, y: list[list[str]]) -> int:
    """Does b go on with a? x, y: their rows of text. Returns the number of header rows of b to leave out, -1
    when it is another table: numbering that begins again, a total row above, other columns."""
    if "!" in a.jejak or "!" in b.jejak or not x or not y:  # a sheet ends where it ends
        return -1
    again = repeated_header(x[: a.kepala + 8], a.kepala, y)
    closing = (
        is_total_row(x[-1]) and not _carries(x[-1]) and not (len(y) > again and is_total_row(y[again]))
    )  # a closed table
    tail = _first_number(x[r] for r in range(len(x) - 1, max(a.kepala, len(x) - 200) - 1, -1))
    begin = _first_number(y[again : again + 1])
    if again:
        if begin == 1 and tail >= 1 or closing and not (tail >= 1 and begin == tail + 1):
            return -1
        a.kepala = max(a.kepala, again)
        return again
    lx, ly = len(x[0]), len(y[0])
    if (
        closing
        or ly > lx
        or ly < min(lx, 2)
        or not (a.cut_off and b.cut_off or _without_pages(a, b) and lx == ly)
    ):
        return -1
    if a.halaman == b.halaman >= 0 and a.garis < 0:  # both on one page: no page end has cut them
        return -1
    if b.kepala > 0 and (y[0][0].strip() or any(map(like_header, y[0]))):
        return -1
    if begin >= 0 and tail >= 0:
        return 0 if begin == tail + 1 else -1
    if not y[0][0].strip() or is_total_row(y[0]) or _carries(x[-1]) or _carries(y[0]):
        return 0
    return 0 if lx == ly and _same_kinds(x[a.kepala : a.kepala + 50], y[:50]) >= 0.75 else -1


def _without_pages(a: Block, b: Block) -> bool:
    """Are these grids of a format without pages, where a table with no header of its own right below another
    was cut by hand?"""
    return a.kepala > 0 and b.kepala == 0 and max(a.halaman, b.halaman) < 0


def _same_kinds(x: list[list[str]], y: list[list[str]]) -> float:
    """Share of columns whose kind of content (value or words) is the same above and below."""
    same = 0
    for columns in zip(zip(*x, strict=True), zip(*y, strict=True), strict=True):
        content = [[prints_value(s) for s in k if s.strip()] for k in columns]
        same += (
            not content[0]
            or not content[1]
            or (sum(content[0]) * 2 > len(content[0])) == (sum(content[1]) * 2 > len(content[1]))
        )
    return same / len(y[0])


def add(a: Block, x: list[list[str]], b: Block, y: list[list[str]], header: int) -> int:
    """Put the rows of b (without its `header` header rows) below those of a, in x too. Returns the first new
    row."""
    if moved := column_map(x[: a.kepala], y[:header]):
        b.sel = moved_cells(b.sel, moved)
        y = text_rows(b.sel)
    shift, width = len(x), max(len(x[0]), len(y[0]))
    for p in b.sel:
        if p.r >= header:
            p.r += shift - header
            a.sel.append(p)
    if width > len(x[0]):
        x[:] = [r + [""] * (width - len(r)) for r in x]
    x.extend(r + [""] * (width - len(r)) for r in y[header:])
    a.cut_off = b.cut_off
    return shift


def may_stand_between(text: str) -> bool:
    """May this line stand between two parts of one table (page number, footer with its number,
    'lanjutan')?"""
    t = text.strip()
    return vocabulary()["antara"].fullmatch(t) is not None or (
        len(t) <= 120
        and re.search(r"^\W*\d+\W|\d\W*$", t) is not None
        and vocabulary()["kaki"].search(t) is not None
    )
