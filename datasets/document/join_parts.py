"""Parts of one table that page ends have cut, put together again."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from cermat.datasets.document.cells import (
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
from cermat.datasets.document.model import Block, Cell
from cermat.datasets.document.numbered_columns import column_map, moved_cells

LIKE = 75  # header rows alike, in percent


def tidy(block: Block) -> None:
    """Drop blank rows and the blank columns at the right end; set `kepala` where the format does not say
    it."""
    for axis, length in (("r", "rs"), ("c", "cs")):
        content = {
            getattr(cell, axis) + step
            for cell in block.sel
            if cell.teks
            for step in range(getattr(cell, length) if axis == "r" else 1)
        }
        if not content:
            continue
        if axis == "c":
            end = max(content) + 1
            block.sel = [cell for cell in block.sel if cell.c < end]
            for cell in block.sel:
                cell.cs = max(1, min(cell.cs, end - cell.c)) if block.garis >= 0 else cell.cs
        else:
            order = sorted(content)
            block.sel = [cell for cell in block.sel if cell.r in content]
            for cell in block.sel:
                begin = bisect_left(order, cell.r)
                cell.rs = bisect_left(order, cell.r + cell.rs) - begin
                cell.r = begin
    if block.kepala < 0:
        block.kepala = count_header_rows(text_rows(block.sel), block.sel)


def split(block: Block) -> list[Block]:
    """The tables within one run of text rows: a new one begins where header rows stand among the body
    rows."""
    rows = text_rows(block.sel)
    heads = max(block.kepala, 1)
    begin = [0]
    for at in range(heads + 1, len(rows)):
        if at - begin[-1] < heads + 1:
            continue
        if any(map(prints_value, rows[at])) and not is_number_row(rows[at]):
            continue
        again = (
            block.kepala > 0
            and at + block.kepala <= len(rows)
            and likeness(rows[: block.kepala], rows[at : at + block.kepala]) >= 90
        )
        if again or _new_header(rows, at):
            begin.append(at)
    if len(begin) == 1:
        return [block]
    row_sel: dict[int, list[Cell]] = defaultdict(list)
    for cell in block.sel:
        row_sel[cell.r].append(cell)
    result = []
    for start, stop in zip(begin, [*begin[1:], len(rows)], strict=True):
        sel = [cell for at in range(start, stop) for cell in row_sel[at]]
        for cell in sel:
            cell.r -= start
        part = Block(
            "petak", halaman=block.halaman, garis=sel[0].garis, jejak=block.jejak, sel=sel, cut_off=True
        )
        tidy(part)
        result.append(part)
    return result


def _new_header(rows: list[list[str]], at: int) -> bool:
    """Does a header stand at row r: header words only, over column numbers or the first item?"""
    content = [text for text in rows[at] if text.strip()]
    if (
        len(content) < 3
        or at + 1 >= len(rows)
        or any(prints_value(text) for text in content)
        or is_total_row(rows[at])
        or is_row_label(content[0])
    ):
        return False
    below = rows[at + 1]
    first = (
        is_number_row(below)
        or re.fullmatch(r"[(]?(1|I|a)[.)]?", next((text for text in below if text.strip()), "")) is not None
    )
    return first and sum(map(like_header, content)) * 4 >= 3 * len(content)


def likeness(above: Sequence[list[str]], below: Sequence[list[str]]) -> float:
    """How alike two stacks of header rows are, 0..100: cell by cell, and as running text where columns have
    drifted."""
    if len(above) != len(below) or not above:
        return 0.0
    value, many = 0.0, 0
    for upper, lower in zip(above, below, strict=True):
        upper, lower = [cell.lower().strip() for cell in upper], [cell.lower().strip() for cell in lower]
        for column in range(max(len(upper), len(lower))):
            cell, other = (
                (upper[column] if column < len(upper) else ""),
                (lower[column] if column < len(lower) else ""),
            )
            if cell or other:
                value, many = (
                    value + fuzz.ratio(re.sub(r"\W", "", cell) or cell, re.sub(r"\W", "", other) or other),
                    many + 1,
                )
    average = value / many if many else 0.0
    run = fuzz.ratio(
        *(" ".join(cell.lower() for row in stack for cell in row if cell) for stack in (above, below))
    )
    return max(average, run if run >= 92 else 0.0)


def repeated_header(above: list[list[str]], header: int, below: list[list[str]]) -> int:
    """How many first rows of the lower part repeat the header of the upper one (0: none)."""
    for many in range(min(header, len(below)), 0, -1):
        if likeness(above[:many], below[:many]) >= LIKE:
            # a header row that was taken for a body row stands in both parts, and so do column numbers below
            # it
            while (
                many >= header
                and many < min(len(above), len(below)) - 1
                and above[many] == below[many]
                and _may_be_header(above[many])
            ):
                many += 1
            return many
    if (
        below
        and header
        and is_number_row(below[0])
        and is_number_row(above[header - 1])
        and likeness(above[header - 1 : header], below[:1]) >= LIKE
    ):
        return 1
    return 0


def _may_be_header(row: list[str]) -> bool:
    """May this row that two parts of a table begin with be one of their header: no values, or column
    numbers?"""
    return is_number_row(row) or not any(map(prints_value, row))


def _carries(row: list[str]) -> bool:
    return is_carried(next((text for text in row if text.strip()), ""))


def _first_number(rows: Iterable[list[str]]) -> int:
    """The first row number met in the first column, -1 without one. Rows of column numbers have none."""
    for row in rows:
        if row and not is_number_row(row) and (number := re.fullmatch(r"(\d{1,4})[.)]?", row[0].strip())):
            return int(number[1])
    return -1


def goes_on(above: Block, rows_above: list[list[str]], below: Block, rows_below: list[list[str]]) -> int:
    """Does the lower part go on with the upper one? Returns how many of its header rows are to be left out,
    -1 when it is another table: numbering that begins again, a total row above, other columns."""
    if (
        "!" in above.jejak or "!" in below.jejak or not rows_above or not rows_below
    ):  # a sheet ends where it ends
        return -1
    again = repeated_header(rows_above[: above.kepala + 8], above.kepala, rows_below)
    closing = (
        is_total_row(rows_above[-1])
        and not _carries(rows_above[-1])
        and not (len(rows_below) > again and is_total_row(rows_below[again]))
    )  # a closed table
    tail = _first_number(
        rows_above[row]
        for row in range(len(rows_above) - 1, max(above.kepala, len(rows_above) - 200) - 1, -1)
    )
    begin = _first_number(rows_below[again : again + 1])
    if again:
        if begin == 1 and tail >= 1 or closing and not (tail >= 1 and begin == tail + 1):
            return -1
        above.kepala = max(above.kepala, again)
        return again
    width_above, width_below = len(rows_above[0]), len(rows_below[0])
    if (
        closing
        or width_below > width_above
        or width_below < min(width_above, 2)
        or not (
            above.cut_off and below.cut_off or _without_pages(above, below) and width_above == width_below
        )
    ):
        return -1
    if above.halaman == below.halaman >= 0 and above.garis < 0:  # both on one page: no page end has cut them
        return -1
    if below.kepala > 0 and (rows_below[0][0].strip() or any(map(like_header, rows_below[0]))):
        return -1
    if begin >= 0 and tail >= 0:
        return 0 if begin == tail + 1 else -1
    if (
        not rows_below[0][0].strip()
        or is_total_row(rows_below[0])
        or _carries(rows_above[-1])
        or _carries(rows_below[0])
    ):
        return 0
    return (
        0
        if width_above == width_below
        and _same_kinds(rows_above[above.kepala : above.kepala + 50], rows_below[:50]) >= 0.75
        else -1
    )


def _without_pages(above: Block, below: Block) -> bool:
    """Are these grids of a format without pages, where a table with no header of its own right below another
    was cut by hand?"""
    return above.kepala > 0 and below.kepala == 0 and max(above.halaman, below.halaman) < 0


def _same_kinds(above: list[list[str]], below: list[list[str]]) -> float:
    """Share of columns whose kind of content (value or words) is the same above and below."""
    same = 0
    for columns in zip(zip(*above, strict=True), zip(*below, strict=True), strict=True):
        content = [[prints_value(text) for text in column if text.strip()] for column in columns]
        same += (
            not content[0]
            or not content[1]
            or (sum(content[0]) * 2 > len(content[0])) == (sum(content[1]) * 2 > len(content[1]))
        )
    return same / len(below[0])


def add(
    above: Block, rows_above: list[list[str]], below: Block, rows_below: list[list[str]], header: int
) -> int:
    """Put the rows of the lower part (without its `header` header rows) below those of the upper one, in
    `rows_above` too. Returns the first new row."""
    if moved := column_map(rows_above[: above.kepala], rows_below[:header]):
        below.sel = moved_cells(below.sel, moved)
        rows_below = text_rows(below.sel)
    shift, width = len(rows_above), max(len(rows_above[0]), len(rows_below[0]))
    for cell in below.sel:
        if cell.r >= header:
            cell.r += shift - header
            above.sel.append(cell)
    if width > len(rows_above[0]):
        rows_above[:] = [row + [""] * (width - len(row)) for row in rows_above]
    rows_above.extend(row + [""] * (width - len(row)) for row in rows_below[header:])
    above.cut_off = below.cut_off
    return shift


def may_stand_between(text: str) -> bool:
    """May this line stand between two parts of one table (page number, footer with its number,
    'lanjutan')?"""
    plain = text.strip()
    return vocabulary()["antara"].fullmatch(plain) is not None or (
        len(plain) <= 120
        and re.search(r"^\W*\d+\W|\d\W*$", plain) is not None
        and vocabulary()["kaki"].search(plain) is not None
    )
