"""Tables without vertical rules: columns from gutters that stay clear over many lines, rows from rules and
values.

Where the columns are not clear nothing is made: the lines stay text.
"""

import re
from statistics import median

import numpy as np

from cermat.datasets.document.cells import prints_value
from cermat.datasets.readers.pdf_cells import PdfCell
from cermat.datasets.readers.pdf_columns import (
    LABEL,
    Gutters,
    TableLine,
    column_borders,
    is_parted,
    share_out,
)
from cermat.datasets.readers.pdf_lines import Line
from cermat.datasets.readers.pdf_rows import band_rows, header_rows
from cermat.datasets.readers.pdf_ruled import Grid, GridCell

DIFFERENCE = 0.15  # font sizes that differ by more belong to different things
FEW = 4  # lines below the first that may go without clear gutters
MAX_DISTANCE = 3.0  # lines further apart (in font sizes) belong to no common table
_MARK = {":", "=", "-", "–", "•"}


def find_tables(lines: list[Line], rules: np.ndarray) -> list[tuple[int, int, Grid, dict[int, PdfCell]]]:
    """Tables among the lines of one column of text: (first line, line after the last, grid, its cells).

    rules: horizontal rules, array (n, 4) of y, x0, x1, weak.
    """
    result, at = [], 0
    while at < len(lines):
        after, table_lines = _ruled_table(lines, at, rules)
        if not table_lines:
            after, table_lines = _is_plain_heading(lines, at)
        if table_lines:
            result.append((at, after, *_grid(table_lines[0], table_lines[1])))
            at = after
        else:
            at += 1
    return result


def _ruled_table(lines: list[Line], at: int, rules: np.ndarray):
    """A table between horizontal rules of one width, of which the first stands right above line `at`."""
    line = lines[at]
    near = (
        rules[(rules[:, 0] < line.baseline) & (rules[:, 0] > line.baseline - 3.5 * line.ukuran)]
        if len(rules)
        else rules
    )
    for y0, xa, xb, _ in near[::-1]:
        seri = rules[
            (np.abs(rules[:, 1] - xa) < 5) & (np.abs(rules[:, 2] - xb) < 5) & (rules[:, 0] >= y0 - 0.5)
        ]
        seri = np.unique(np.round(seri[:, 0], 1))
        after = at
        band: list[list[Line]] = []
        padding: list[float] = []
        for above, below in zip(seri, seri[1:], strict=False):
            if (
                after < len(lines) and lines[after].baseline <= below + 1
            ):  # a wide gap under a rule: the table has ended there
                padding.append(lines[after].y0 - above)
                other = abs(lines[after].ukuran - line.ukuran) > DIFFERENCE * line.ukuran
                if other or padding[-1] > 1.8 * median(padding) + 1:
                    break
            content = []
            while after < len(lines) and lines[after].baseline <= below + 1:
                if lines[after].baseline <= above or lines[after].x0 < xa - 4 or lines[after].x1 > xb + 4:
                    return at, None
                content.append(lines[after])
                after += 1
            if not content and band and below - above > 40:
                break
            if content:
                band.append(content)
        if len(band) < 2:
            continue
        borders = column_borders([line for lines_of in band for line in lines_of], True)
        if not borders:
            return at, None
        table_lines = [[share_out(line, borders) for line in lines_of] for lines_of in band]
        has_columns = sum(
            len({column for table_line in row for column in table_line.sel}) > 1 for row in table_lines
        )
        if (
            has_columns >= max(2, 0.5 * len(table_lines))
            and len(
                {
                    column
                    for table_line in table_lines[0]
                    for column in (*table_line.sel, *table_line.spanning)
                }
            )
            > 1
        ):
            header, body = table_lines[0], table_lines[1:]
            xs = np.array([xa, *borders, xb])
            rest = (
                lines[after:]
                if after < len(lines)
                and lines[after].baseline - lines[after - 1].baseline < 2.5 * line.ukuran
                else []
            )
            count = page_goes_on(rest, xs)  # a last row without a closing rule
            if count:
                body.append([share_out(line, borders) for line in rest[:count]])
            return after + count, (
                borders,
                [*header_rows(header), *(row for lines_of in body for row in band_rows(lines_of))],
            )
        return at, None
    return at, None


def _is_plain_heading(lines: list[Line], at: int):
    """A table with neither rules nor boxes that begins at line `at`."""
    if not is_parted(lines[at]):
        return at, None
    borders: list[float] = []
    gutters = Gutters()
    falling: list[float] = []
    after, many = at + 1, 1
    while (
        after < len(lines)
        and 0 < lines[after].baseline - lines[after - 1].baseline <= MAX_DISTANCE * lines[after].ukuran
    ):
        fold = is_parted(lines[after])
        if abs(lines[after].ukuran - lines[at].ukuran) > DIFFERENCE * lines[at].ukuran:
            break  # another font size: a text between two tables
        falling.append(lines[after].baseline - lines[after - 1].baseline)
        if not fold and len(falling) > 2 and falling[-1] > 1.6 * median(falling):
            break
        if after - at >= FEW:
            for line in lines[at + len(gutters.lines) : after + 1]:
                gutters.add(line)
            attempt = gutters.borders()
            borders = attempt or borders or _first_borders(lines, at, after)
            if not attempt and not (borders and _may_cross(lines, after, borders)):
                break
        many += fold
        after += 1
    if not is_parted(lines[after - 1]):
        borders = borders or _first_borders(lines, at, after)
        while (
            after > at
            and not is_parted(lines[after - 1])
            and not _goes_on(lines[after - 1], lines[after - 2], borders)
        ):
            after -= 1
    borders = column_borders(lines[at:after])
    if not borders or after - at < 2 or many < 2:
        return at, None
    table_lines = [share_out(line, borders) for line in lines[at:after]]
    width = [
        len(table_line.sel)
        for table_line in table_lines
        if len(table_line.sel) + len(table_line.spanning) > 1
    ]
    if (after - at < 3 or many < 3) and (len(borders) < 3 or min(width) <= len(borders)):
        return at, None  # two lines make a table only where both fill four columns
    columns = range(len(borders) + 1)
    body = table_lines[
        next(
            (order for order, table_line in enumerate(table_lines) if table_line.nilai()), len(table_lines)
        ) :
    ]
    text = {
        column: [table_line.sel[column].teks for table_line in body if column in table_line.sel]
        for column in columns
    }
    if any(
        texts_of
        and sum(told[:1] in _MARK and not prints_value(told) for told in texts_of) * 2 > len(texts_of)
        for texts_of in text.values()
    ):
        return at, None
    enough = 1 if len(borders) >= 3 and body and len(body[0].nilai()) >= 2 else 2
    numbered = [
        column
        for column in columns
        if column
        and sum(map(prints_value, text[column])) * 3 >= 2 * len(text[column])
        and len(text[column]) >= enough
    ]
    if not (numbered or _labelled(body or table_lines, len(borders) + 1)) or len(width) < (
        0.1 if len(numbered) > 1 else 0.25
    ) * len(table_lines):
        return at, None
    return after, (borders, _tidy(table_lines))


def _first_borders(lines: list[Line], at: int, after: int) -> list[float]:
    """The last borders that the first few lines from `at` on show."""
    ends = range(min(after, at + FEW), at + 1, -1)
    return next((found for end in ends if (found := column_borders(lines[at:end]))), [])


def _labelled(table_lines: list[TableLine], columns: int) -> bool:
    """Rows counted 1, 2, 3 … in the first of three or more columns, with text in all others: a table of
    words."""
    lines = [
        table_line
        for table_line in table_lines
        if 0 in table_line.sel and re.fullmatch(r"\d{1,3}[.)]?", table_line.sel[0].teks)
    ]
    number = [int(re.sub(r"\D", "", table_line.sel[0].teks)) for table_line in lines]
    order = len(number) >= 3 and all(
        following - before == 1 for before, following in zip(number, number[1:], strict=False)
    )
    return (
        order
        and columns >= 3
        and sum(len(table_line.sel) == columns for table_line in lines) >= 0.8 * len(lines)
    )


def page_goes_on(lines: list[Line], xs: np.ndarray) -> int:
    """How many first lines of a page keep to the columns of the table that ended the page before."""
    borders, count, has_columns = list(xs[1:-1]), 0, 0
    for above, line in zip([None, *lines], lines, strict=False):
        table_line = share_out(line, borders)
        far = above is not None and line.baseline - above.baseline > MAX_DISTANCE * line.ukuran
        if far or table_line.spanning or line.x0 < xs[0] - 6 or line.x1 > xs[-1] + 6:
            break
        if (
            above is not None
            and len(table_line.sel) == 1
            and has_columns
            and not _goes_on(line, above, borders)
        ):
            break
        count += 1
        has_columns += len(table_line.sel) > 1 and bool(table_line.nilai())
    return count if has_columns else 0


def continued(lines: list[Line], xs: np.ndarray) -> tuple[Grid, dict[int, PdfCell]]:
    """These lines as a grid with the columns of the table that they go on with."""
    grid, sel = _grid(list(xs[1:-1]), _row_goes_on([share_out(line, list(xs[1:-1])) for line in lines]))
    return grid, sel


def _row_goes_on(table_lines: list[TableLine]) -> list[list[TableLine]]:
    begin = next(
        (order for order, table_line in enumerate(table_lines) if table_line.nilai() or 0 in table_line.sel),
        0,
    )
    return [row for row in (table_lines[:begin], *band_rows(table_lines[begin:])) if row]


def _may_cross(lines: list[Line], at: int, borders: list[float]) -> bool:
    """May line `at` cross the columns (a section row) because the table goes on below it?"""
    below = lines[at + 1 : at + 3]
    return any(
        len(table_line.sel) > 1 and not table_line.spanning
        for table_line in (share_out(line, borders) for line in below if is_parted(line))
    )


def _goes_on(line: Line, above: Line, borders: list[float]) -> bool:
    """Is a last line of one piece the rest of a wrapped cell (and not a text below the table)?"""
    own, upper = share_out(line, borders), share_out(above, borders)
    if len(own.sel) != 1 or own.spanning:
        return False
    (column, piece) = next(iter(own.sel.items()))
    near = line.baseline - above.baseline <= 1.7 * line.ukuran
    if not near or column not in upper.sel or not (column > 0 or piece.teks[:1].islower()):
        return False
    piece_above = upper.sel[column]
    return (
        abs(piece_above.x0 - piece.x0) < 4 or abs(piece_above.x0 + piece_above.x1 - piece.x0 - piece.x1) < 8
    )  # flush left, or centred


def _tidy(table_lines: list[TableLine]) -> list[list[TableLine]]:
    """Rows of a table without rules: header lines, then rows."""
    begin = next(
        (order for order, table_line in enumerate(table_lines) if table_line.nilai()), len(table_lines)
    )
    while begin and 0 in table_lines[begin - 1].sel and LABEL.fullmatch(table_lines[begin - 1].sel[0].teks):
        begin -= 1
    return [*header_rows(table_lines[:begin]), *band_rows(table_lines[begin:])]


def _grid(borders: list[float], rows: list[list[TableLine]]) -> tuple[Grid, dict[int, PdfCell]]:
    """Rows of lines as a grid with its cells."""
    content = [
        line
        for row in rows
        for table_line in row
        for line in (*table_line.sel.values(), *table_line.spanning.values())
    ]
    xs = [min(line.x0 for line in content) - 2, *borders, max(line.x1 for line in content) + 2]
    above = [
        min(
            line.y0
            for table_line in row
            for line in (*table_line.sel.values(), *table_line.spanning.values())
        )
        for row in rows
    ]
    ys = [*above, max(line.y1 for line in content)]
    count = len(xs) - 1
    sel: list[GridCell] = []
    text: dict[int, PdfCell] = {}
    mapping = np.full((len(rows), count), -1)
    for row, lines in enumerate(rows):
        span = {ends for table_line in lines for ends in table_line.spanning}
        column = 0
        while column < count:
            end = max((ends[1] for ends in span if ends[0] <= column <= ends[1]), default=column)
            box = (xs[column], ys[row], xs[end + 1], ys[row + 1])
            cut = [
                line
                for table_line in lines
                for ends, line in sorted(
                    {
                        **{(column_no, column_no): held for column_no, held in table_line.sel.items()},
                        **table_line.spanning,
                    }.items()
                )
                if column <= ends[0] <= end
            ]
            mapping[row, column : end + 1] = len(sel)
            if cut:
                text[len(sel)] = PdfCell(cut, box)
            sel.append(GridCell(row, column, 1, end + 1 - column, box))
            column = end + 1
    return Grid(np.array(xs), np.array(ys), sel, mapping), text
