"""Tables without vertical rules: columns from gutters that stay clear over many lines, rows from rules and
values.

Where the columns are not clear nothing is made: the lines stay text.
"""

import re

import numpy as np

from datasets.document.cells import prints_value
from datasets.readers.pdf_cells import PdfCell
from datasets.readers.pdf_columns import LABEL, TableLine, column_borders, pieces, share_out
from datasets.readers.pdf_lines import Line
from datasets.readers.pdf_rows import band_rows, header_rows
from datasets.readers.pdf_ruled import Grid, GridCell

DIFFERENCE = 0.15  # font sizes that differ by more belong to different things
MAX_DISTANCE = 3.0  # lines further apart (in font sizes) belong to no common table
_MARK = {":", "=", "-", "–", "•"}


def find_tables(lines: list[Line], rules: np.ndarray) -> list[tuple[int, int, Grid, dict[int, PdfCell]]]:
    """Tables among the lines of one column of text: (first line, line after the last, grid, its cells).

    rules: horizontal rules, array (n, 4) of y, x0, x1, weak.
    """
    result, i = [], 0
    while i < len(lines):
        j, table_lines = _ruled_table(lines, i, rules)
        if not table_lines:
            j, table_lines = _is_plain_heading(lines, i)
        if table_lines:
            result.append((i, j, *_grid(table_lines[0], table_lines[1])))
            i = j
        else:
            i += 1
    return result


def _ruled_table(lines: list[Line], i: int, rules: np.ndarray):
    """A table between horizontal rules of one width, of which the first stands right above line i."""
    b = lines[i]
    near = (
        rules[(rules[:, 0] < b.baseline) & (rules[:, 0] > b.baseline - 3.5 * b.ukuran)]
        if len(rules)
        else rules
    )
    for y0, xa, xb, _ in near[::-1]:
        seri = rules[
            (np.abs(rules[:, 1] - xa) < 5) & (np.abs(rules[:, 2] - xb) < 5) & (rules[:, 0] >= y0 - 0.5)
        ]
        seri = np.unique(np.round(seri[:, 0], 1))
        j = i
        band: list[list[Line]] = []
        padding: list[float] = []
        for above, below in zip(seri, seri[1:], strict=False):
            if (
                j < len(lines) and lines[j].baseline <= below + 1
            ):  # a wide gap under a rule: the table has ended there
                padding.append(lines[j].y0 - above)
                other = abs(lines[j].ukuran - b.ukuran) > DIFFERENCE * b.ukuran
                if other or padding[-1] > 1.8 * float(np.median(padding)) + 1:
                    break
            content = []
            while j < len(lines) and lines[j].baseline <= below + 1:
                if lines[j].baseline <= above or lines[j].x0 < xa - 4 or lines[j].x1 > xb + 4:
                    return i, None
                content.append(lines[j])
                j += 1
            if not content and band and below - above > 40:
                break
            if content:
                band.append(content)
        if len(band) < 2:
            continue
        borders = column_borders([x for p in band for x in p], True)
        if not borders:
            return i, None
        table_lines = [[share_out(x, borders) for x in p] for p in band]
        has_columns = sum(len({c for g in p for c in g.sel}) > 1 for p in table_lines)
        if (
            has_columns >= max(2, 0.5 * len(table_lines))
            and len({c for g in table_lines[0] for c in (*g.sel, *g.spanning)}) > 1
        ):
            header, body = table_lines[0], table_lines[1:]
            xs = np.array([xa, *borders, xb])
            rest = (
                lines[j:]
                if j < len(lines) and lines[j].baseline - lines[j - 1].baseline < 2.5 * b.ukuran
                else []
            )
            n = page_goes_on(rest, xs)  # a last row without a closing rule
            if n:
                body.append([share_out(x, borders) for x in rest[:n]])
            return j + n, (borders, [*header_rows(header), *(r for p in body for r in band_rows(p))])
        return i, None
    return i, None


def _is_plain_heading(lines: list[Line], i: int):
    """A table with neither rules nor boxes that begins at line i."""
    if len(pieces(lines[i])) < 2:
        return i, None
    borders: list[float] = []
    j, many = i + 1, 1
    while j < len(lines) and 0 < lines[j].baseline - lines[j - 1].baseline <= MAX_DISTANCE * lines[j].ukuran:
        fold = len(pieces(lines[j])) > 1
        if abs(lines[j].ukuran - lines[i].ukuran) > DIFFERENCE * lines[i].ukuran:
            break  # another font size: a text between two tables
        falling = [b.baseline - a.baseline for a, b in zip(lines[i:j], lines[i + 1 : j + 1], strict=False)]
        if not fold and len(falling) > 2 and falling[-1] > 1.6 * float(np.median(falling)):
            break
        attempt = column_borders(lines[i : j + 1])
        if not attempt and j - i >= 4 and not (borders and _may_cross(lines, j, borders)):
            break
        borders = attempt or borders
        many += fold
        j += 1
    while j > i and len(pieces(lines[j - 1])) < 2 and not _goes_on(lines[j - 1], lines[j - 2], borders):
        j -= 1
    borders = column_borders(lines[i:j])
    if not borders or j - i < 2 or many < 2:
        return i, None
    table_lines = [share_out(b, borders) for b in lines[i:j]]
    width = [len(g.sel) for g in table_lines if len(g.sel) + len(g.spanning) > 1]
    if (j - i < 3 or many < 3) and (len(borders) < 3 or min(width) <= len(borders)):
        return i, None  # two lines make a table only where both fill four columns
    columns = range(len(borders) + 1)
    body = table_lines[next((n for n, g in enumerate(table_lines) if g.nilai()), len(table_lines)) :]
    text = {c: [g.sel[c].teks for g in body if c in g.sel] for c in columns}
    if any(t and sum(x[:1] in _MARK and not prints_value(x) for x in t) * 2 > len(t) for t in text.values()):
        return i, None
    enough = 1 if len(borders) >= 3 and body and len(body[0].nilai()) >= 2 else 2
    numbered = [
        c
        for c in columns
        if c and sum(map(prints_value, text[c])) * 3 >= 2 * len(text[c]) and len(text[c]) >= enough
    ]
    if not (numbered or _labelled(body or table_lines, len(borders) + 1)) or len(width) < (
        0.1 if len(numbered) > 1 else 0.25
    ) * len(table_lines):
        return i, None
    return j, (borders, _tidy(table_lines))


def _labelled(table_lines: list[TableLine], columns: int) -> bool:
    """Rows counted 1, 2, 3 … in the first of three or more columns, with text in all others: a table of
    words."""
    lines = [g for g in table_lines if 0 in g.sel and re.fullmatch(r"\d{1,3}[.)]?", g.sel[0].teks)]
    number = [int(re.sub(r"\D", "", g.sel[0].teks)) for g in lines]
    order = len(number) >= 3 and all(b - a == 1 for a, b in zip(number, number[1:], strict=False))
    return order and columns >= 3 and sum(len(g.sel) == columns for g in lines) >= 0.8 * len(lines)


def page_goes_on(lines: list[Line], xs: np.ndarray) -> int:
    """How many first lines of a page keep to the columns of the table that ended the page before."""
    borders, n, has_columns = list(xs[1:-1]), 0, 0
    for a, b in zip([None, *lines], lines, strict=False):
        g = share_out(b, borders)
        far = a is not None and b.baseline - a.baseline > MAX_DISTANCE * b.ukuran
        if far or g.spanning or b.x0 < xs[0] - 6 or b.x1 > xs[-1] + 6:
            break
        if a is not None and len(g.sel) == 1 and has_columns and not _goes_on(b, a, borders):
            break
        n += 1
        has_columns += len(g.sel) > 1 and bool(g.nilai())
    return n if has_columns else 0


def continued(lines: list[Line], xs: np.ndarray) -> tuple[Grid, dict[int, PdfCell]]:
    """These lines as a grid with the columns of the table that they go on with."""
    grid, sel = _grid(list(xs[1:-1]), _row_goes_on([share_out(b, list(xs[1:-1])) for b in lines]))
    return grid, sel


def _row_goes_on(table_lines: list[TableLine]) -> list[list[TableLine]]:
    begin = next((n for n, g in enumerate(table_lines) if g.nilai() or 0 in g.sel), 0)
    return [r for r in (table_lines[:begin], *band_rows(table_lines[begin:])) if r]


def _may_cross(lines: list[Line], j: int, borders: list[float]) -> bool:
    """May line j cross the columns (a section row) because the table goes on below it?"""
    below = lines[j + 1 : j + 3]
    return any(
        len(g.sel) > 1 and not g.spanning
        for g in (share_out(b, borders) for b in below if len(pieces(b)) > 1)
    )


def _goes_on(b: Line, above: Line, borders: list[float]) -> bool:
    """Is a last line of one piece the rest of a wrapped cell (and not a text below the table)?"""
    g, h = share_out(b, borders), share_out(above, borders)
    if len(g.sel) != 1 or g.spanning:
        return False
    (c, p) = next(iter(g.sel.items()))
    near = b.baseline - above.baseline <= 1.7 * b.ukuran
    if not near or c not in h.sel or not (c > 0 or p.teks[:1].islower()):
        return False
    q = h.sel[c]
    return abs(q.x0 - p.x0) < 4 or abs(q.x0 + q.x1 - p.x0 - p.x1) < 8  # flush left, or centred


def _tidy(table_lines: list[TableLine]) -> list[list[TableLine]]:
    """Rows of a table without rules: header lines, then rows."""
    begin = next((n for n, g in enumerate(table_lines) if g.nilai()), len(table_lines))
    while begin and 0 in table_lines[begin - 1].sel and LABEL.fullmatch(table_lines[begin - 1].sel[0].teks):
        begin -= 1
    return [*header_rows(table_lines[:begin]), *band_rows(table_lines[begin:])]


def _grid(borders: list[float], rows: list[list[TableLine]]) -> tuple[Grid, dict[int, PdfCell]]:
    """Rows of lines as a grid with its cells."""
    content = [b for r in rows for g in r for b in (*g.sel.values(), *g.spanning.values())]
    xs = [min(b.x0 for b in content) - 2, *borders, max(b.x1 for b in content) + 2]
    above = [min(b.y0 for g in r for b in (*g.sel.values(), *g.spanning.values())) for r in rows]
    ys = [*above, max(b.y1 for b in content)]
    m = len(xs) - 1
    sel: list[GridCell] = []
    text: dict[int, PdfCell] = {}
    mapping = np.full((len(rows), m), -1)
    for r, lines in enumerate(rows):
        span = {k for g in lines for k in g.spanning}
        c = 0
        while c < m:
            end = max((k[1] for k in span if k[0] <= c <= k[1]), default=c)
            box = (xs[c], ys[r], xs[end + 1], ys[r + 1])
            cut = [
                b
                for g in lines
                for k, b in sorted({**{(k, k): v for k, v in g.sel.items()}, **g.spanning}.items())
                if c <= k[0] <= end
            ]
            mapping[r, c : end + 1] = len(sel)
            if cut:
                text[len(sel)] = PdfCell(cut, box)
            sel.append(GridCell(r, c, 1, end + 1 - c, box))
            c = end + 1
    return Grid(np.array(xs), np.array(ys), sel, mapping), text
