"""Ruled grids that lack some of their lines: shaded bands joined to one grid, wide cells cut at the columns
of the rows around them, several rows in one frame taken apart."""

import re

import numpy as np

from datasets.document.cells import prints_value
from datasets.document.lines import torn
from datasets.readers.pdf_cells import PdfCell
from datasets.readers.pdf_columns import TableLine, pieces, share_out
from datasets.readers.pdf_items import item_rows, texts_kept_whole
from datasets.readers.pdf_lines import Line
from datasets.readers.pdf_raster import cut_tall
from datasets.readers.pdf_rows import band_rows
from datasets.readers.pdf_ruled import Grid, GridCell, find_grids

SAME = 3.0  # columns that differ by less are the same
MAX_HEADER_ROWS = 8  # lines of a header
HATCH_GAP = 240.0  # between shaded rows of one table
_WHOLE = re.compile(r"(?:Rp\.? ?)?(?:\d{1,3}(?:[.,]\d{3})+(?:,-|[.,]\d\d)?|\d{1,3}[.,]\d\d) ?%?")


def page_grids(horizontal: np.ndarray, upright: np.ndarray, box: np.ndarray) -> list[Grid]:
    """All grids of a page; shaded rows with the same columns become one grid, the rows between them included.

    box: boxes of the letters (n, 4): between two shaded rows they must keep to the columns.
    """
    grid = find_grids(horizontal, upright)
    weak = [k for k in grid if k.weak and len(k.xs) > 2]
    extra_h, extra_v = [], []
    for seri in _runs(weak, box):
        for y in sorted({round(float(y), 1) for k in seri for y in k.ys}):
            extra_h.append((y, seri[0].xs[0], seri[0].xs[-1], 1))
        for x in seri[0].xs:
            extra_v.append((x, seri[0].ys[0], seri[-1].ys[-1], 1))
    if not extra_h:
        return grid
    return find_grids(np.vstack([horizontal, extra_h]), np.vstack([upright, extra_v]))


def _runs(weak: list[Grid], box: np.ndarray) -> list[list[Grid]]:
    """Runs of shaded grids below one another with the same columns."""
    result: list[list[Grid]] = []
    for k in sorted(weak, key=lambda k: k.ys[0]):
        for s in result:
            a = s[-1]
            same = len(a.xs) == len(k.xs) and np.abs(a.xs - k.xs).max() < SAME
            if same and 0 <= k.ys[0] - a.ys[-1] < HATCH_GAP and _has_columns(a, float(k.ys[0]), box):
                s.append(k)
                break
        else:
            result.append([k])
    return [s for s in result if len(s) > 1]


def _has_columns(a: Grid, below: float, box: np.ndarray) -> bool:
    """Does no letter between the grid and `below` stand on a border of its columns?"""
    centred = (box[:, 1] + box[:, 3]) / 2
    between_them = box[(centred > a.ys[-1]) & (centred < below)]
    return not any(
        ((between_them[:, 0] < x - 0.5) & (between_them[:, 2] > x + 0.5)).any() for x in a.xs[1:-1]
    )


def extend(
    k: Grid, sel: dict[int, PdfCell], text_lines: list[Line]
) -> tuple[Grid, dict[int, PdfCell], list[Line | None]]:
    """A shaded grid with the lines right above and below it that keep to its columns. Returns the lines
    taken, too.

    Of a table with alternating bands, an unshaded header and a last unshaded row stand outside of the shaded
    grid.
    """
    m = len(k.xs) - 1
    content, text, ys, mapping, taken = list(k.sel), dict(sel), list(map(float, k.ys)), [k.grids], []
    for above in (True, False):
        table_lines = _adjoining(k, text_lines, above)
        rows = [table_lines] if above and table_lines else band_rows(table_lines)
        for lines in rows:
            box_y = (
                [b.y0 for g in lines for b in g.sel.values()],
                [b.y1 for g in lines for b in g.sel.values()],
            )
            y0, y1 = (min(box_y[0]), ys[0]) if above else (ys[-1], max(box_y[1]))
            shift = 1 if above else 0
            content = [GridCell(s.r + shift, s.c, s.rs, s.cs, s.box, s.ruled) for s in content]
            r = 0 if above else len(ys) - 1
            for c in range(m):
                box = (float(k.xs[c]), y0, float(k.xs[c + 1]), y1)
                if p := [g.sel[c] for g in lines if c in g.sel]:
                    text[len(content)] = PdfCell(p, box)
                content.append(GridCell(r, c, 1, 1, box))
            new = np.arange(len(content) - m, len(content)).reshape(1, m)
            mapping, ys = ([new, *mapping], [y0, *ys]) if above else ([*mapping, new], [*ys, y1])
            taken += [g.origin for g in lines]
    return Grid(k.xs, np.array(ys), content, np.vstack(mapping), weak=True), text, taken


def _adjoining(k: Grid, text_lines: list[Line], above: bool) -> list[TableLine]:
    """Lines right above (a header) or below the grid that keep to its columns, top to bottom."""
    borders = list(k.xs[1:-1])
    result: list[TableLine] = []
    margins = float(k.ys[0] if above else k.ys[-1])
    near = [b for b in text_lines if (b.y1 < margins + 2 if above else b.y0 > margins - 2)]
    for b in sorted(near, key=lambda b: -b.baseline if above else b.baseline):
        g = share_out(b, borders)
        straight = not g.spanning and k.xs[0] - SAME <= b.x0 and b.x1 <= k.xs[-1] + SAME
        far = margins - b.y1 if above else b.y0 - margins
        if not straight or far > 1.2 * b.ukuran or (not result and not above and len(g.sel) < 2):
            break
        g.origin = b
        result.append(g)
        margins = b.y0 if above else b.y1
    if above:  # a header begins with its widest line
        while result and len(result[-1].sel) < 2:
            result.pop()
        return result[::-1] if len(result) <= MAX_HEADER_ROWS else []
    return result


def split_bands(k: Grid, sel: dict[int, PdfCell]) -> tuple[Grid, dict[int, PdfCell]]:
    """The grid with wide cells cut where their lines keep to the columns, and frames of several rows cut to
    rows."""
    n, m = len(k.ys) - 1, len(k.xs) - 1
    content: list[tuple[GridCell, list[Line] | None]] = []
    for i, s in enumerate(k.sel):
        content += (
            _split_columns(k, s, sel[i].lines)
            if i in sel and s.cs > 1
            else [(s, sel[i].lines if i in sel else None)]
        )
    content = cut_tall(k, content)
    parts = {r: _split_rows([(s, b) for s, b in content if s.r <= r < s.r + s.rs], r) for r in range(n)}
    if len(content) == len(k.sel) and all(len(b) == 1 for b in parts.values()):
        return k, sel
    start = np.concatenate([[0], np.cumsum([len(parts[r]) for r in range(n)])]).astype(int)
    ys = [float(k.ys[0])]
    for r in range(n):
        ys += [y for y, _ in parts[r][1:]] + [float(k.ys[r + 1])]
    new: list[GridCell] = []
    text: dict[int, PdfCell] = {}
    mapping = np.full((start[-1], m), -1)
    for s, text_lines in content:
        one = s.rs == 1 and len(parts[s.r]) > 1
        for t in range(start[s.r], start[s.r + s.rs]) if one else [start[s.r]]:
            rs = 1 if one else int(start[s.r + s.rs] - start[s.r])
            box = (s.box[0], ys[t], s.box[2], ys[t + rs])
            own = parts[s.r][t - start[s.r]][1] if one else None
            lines = [b for b in text_lines or [] if own is None or id(b) in own]
            if lines:
                text[len(new)] = PdfCell(lines, box)
            mapping[t : t + rs, s.c : s.c + s.cs] = len(new)
            new.append(GridCell(int(t), s.c, rs, s.cs, box, s.ruled))
    return Grid(k.xs, np.array(ys), new, mapping, k.open, k.weak, k.odd), text


def _split_columns(k: Grid, s: GridCell, text_lines: list[Line]) -> list[tuple[GridCell, list[Line] | None]]:
    borders = [float(x) for x in k.xs[s.c + 1 : s.c + s.cs]]
    if any(w.x0 < x - 1 and w.x1 > x + 1 for b in text_lines for w in b.words for x in borders):
        return [(s, text_lines)]
    table_lines = [share_out(b, borders) for b in text_lines]
    if any(g.spanning for g in table_lines) or not any(
        len(g.sel) > 1 and len(pieces(b, 0.8)) > 1 for g, b in zip(table_lines, text_lines, strict=True)
    ):
        return [(s, text_lines)]
    result = []
    for c in range(s.cs):
        box = (float(k.xs[s.c + c]), s.box[1], float(k.xs[s.c + c + 1]), s.box[3])
        result.append(
            (
                GridCell(s.r, s.c + c, s.rs, 1, box, s.ruled),
                [g.sel[c] for g in table_lines if c in g.sel] or None,
            )
        )
    return result


def _one_number(a: Line, b: Line, cell: PdfCell) -> bool:
    """Are two lines of a cell the pieces of one number that did not fit?"""
    return (
        prints_value(a.teks)
        and bool(re.fullmatch(r"[\d.,]+\)?(?: ?%)?", b.teks))
        and torn(a.teks, b.teks, cell.full(a))
    )


def _whole(b: Line) -> bool:
    """Is the line a whole number by its own groups of digits ("15.200.000.000,-", "107,30%"), however full
    its cell?"""
    return _WHOLE.fullmatch(b.teks) is not None


def _stands_alone(b: Line, cell: PdfCell) -> bool:
    """Is the line a value that leaves room in its cell, and so was not cut there?"""
    return prints_value(b.teks) and not cell.full(b) and b.teks[-1] not in ".,"


def _split_rows(content: list[tuple[GridCell, list[Line] | None]], r: int) -> list[tuple[float, set[int]]]:
    """Rows within row r as (upper edge, lines by identity): more than one where two columns print whole
    values line by line."""
    intact: list[tuple[float, set[int]]] = [(0.0, set())]
    one = [(s, b) for s, b in content if b and s.rs == 1]
    if len(one) < 2:
        return intact
    in_a_row = 0
    for s, b in one:
        p = PdfCell(b, s.box)
        if s.c > 0 and any(_one_number(x, y, p) for x, y in zip(b, b[1:], strict=False)):
            return intact  # "4.388.25" over "0.000": the column is too narrow for its numbers
        in_a_row += s.c > 0 and len(b) > 1 and (all(map(_whole, b)) or all(_stands_alone(x, p) for x in b))
    if in_a_row < 2:
        return intact
    table_lines: list[TableLine] = []
    for d, ukuran, c, x in sorted(
        ((x.baseline, x.ukuran, s.c, x) for s, b in one for x in b), key=lambda t: t[:3]
    ):
        if table_lines and d - table_lines[-1].baseline <= 0.35 * ukuran and c not in table_lines[-1].sel:
            table_lines[-1].sel[c] = x
        else:
            table_lines.append(TableLine(d, ukuran, {c: x}))
    if sum(len(g.nilai()) > 1 for g in table_lines) < 2:
        return intact
    column, rows = item_rows(table_lines)
    if rows:
        held = texts_kept_whole(table_lines, rows, column)
    else:
        rows = band_rows(table_lines)
        held = [{id(b) for g in row for b in g.sel.values()} for row in rows]
    return [
        (min(b.y0 for g in row for b in g.sel.values()), ids) for row, ids in zip(rows, held, strict=True)
    ] or intact
