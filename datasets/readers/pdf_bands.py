"""Ruled grids that lack some of their lines: shaded bands joined to one grid, wide cells cut at the columns
of the rows around them, several rows in one frame taken apart."""

import re

import numpy as np

from cermat.datasets.document.cells import prints_value
from cermat.datasets.document.lines import torn
from cermat.datasets.readers.pdf_cells import PdfCell
from cermat.datasets.readers.pdf_columns import TableLine, pieces, share_out
from cermat.datasets.readers.pdf_items import item_rows, texts_kept_whole
from cermat.datasets.readers.pdf_lines import Line
from cermat.datasets.readers.pdf_raster import cut_tall
from cermat.datasets.readers.pdf_rows import band_rows
from cermat.datasets.readers.pdf_ruled import Grid, GridCell, find_grids

SAME = 3.0  # columns that differ by less are the same
MAX_HEADER_ROWS = 8  # lines of a header
HATCH_GAP = 240.0  # between shaded rows of one table
_WHOLE = re.compile(r"(?:Rp\.? ?)?(?:\d{1,3}(?:[.,]\d{3})+(?:,-|[.,]\d\d)?|\d{1,3}[.,]\d\d) ?%?")


def page_grids(horizontal: np.ndarray, upright: np.ndarray, box: np.ndarray) -> list[Grid]:
    """All grids of a page; shaded rows with the same columns become one grid, the rows between them included.

    box: boxes of the letters (n, 4): between two shaded rows they must keep to the columns.
    """
    grid = find_grids(horizontal, upright)
    weak = [shaded for shaded in grid if shaded.weak and len(shaded.xs) > 2]
    extra_h, extra_v = [], []
    for seri in _runs(weak, box):
        for height in sorted({round(float(height), 1) for shaded in seri for height in shaded.ys}):
            extra_h.append((height, seri[0].xs[0], seri[0].xs[-1], 1))
        for border in seri[0].xs:
            extra_v.append((border, seri[0].ys[0], seri[-1].ys[-1], 1))
    if not extra_h:
        return grid
    return find_grids(np.vstack([horizontal, extra_h]), np.vstack([upright, extra_v]))


def _runs(weak: list[Grid], box: np.ndarray) -> list[list[Grid]]:
    """Runs of shaded grids below one another with the same columns."""
    result: list[list[Grid]] = []
    for shaded in sorted(weak, key=lambda shaded: shaded.ys[0]):
        for run in result:
            last = run[-1]
            same = len(last.xs) == len(shaded.xs) and np.abs(last.xs - shaded.xs).max() < SAME
            if (
                same
                and 0 <= shaded.ys[0] - last.ys[-1] < HATCH_GAP
                and _has_columns(last, float(shaded.ys[0]), box)
            ):
                run.append(shaded)
                break
        else:
            result.append([shaded])
    return [run for run in result if len(run) > 1]


def _has_columns(above: Grid, below: float, box: np.ndarray) -> bool:
    """Does no letter between the grid and `below` stand on a border of its columns?"""
    centred = (box[:, 1] + box[:, 3]) / 2
    between_them = box[(centred > above.ys[-1]) & (centred < below)]
    return not any(
        ((between_them[:, 0] < border - 0.5) & (between_them[:, 2] > border + 0.5)).any()
        for border in above.xs[1:-1]
    )


def extend(
    grid: Grid, sel: dict[int, PdfCell], text_lines: list[Line]
) -> tuple[Grid, dict[int, PdfCell], list[Line | None]]:
    """A shaded grid with the lines right above and below it that keep to its columns. Returns the lines
    taken, too.

    Of a table with alternating bands, an unshaded header and a last unshaded row stand outside of the shaded
    grid.
    """
    count = len(grid.xs) - 1
    content, text, ys, mapping, taken = list(grid.sel), dict(sel), list(map(float, grid.ys)), [grid.grids], []
    for above in (True, False):
        table_lines = _adjoining(grid, text_lines, above)
        rows = [table_lines] if above and table_lines else band_rows(table_lines)
        for lines in rows:
            box_y = (
                [line.y0 for table_line in lines for line in table_line.sel.values()],
                [line.y1 for table_line in lines for line in table_line.sel.values()],
            )
            y0, y1 = (min(box_y[0]), ys[0]) if above else (ys[-1], max(box_y[1]))
            shift = 1 if above else 0
            content = [
                GridCell(cell.r + shift, cell.c, cell.rs, cell.cs, cell.box, cell.ruled) for cell in content
            ]
            row = 0 if above else len(ys) - 1
            for column in range(count):
                box = (float(grid.xs[column]), y0, float(grid.xs[column + 1]), y1)
                if held := [table_line.sel[column] for table_line in lines if column in table_line.sel]:
                    text[len(content)] = PdfCell(held, box)
                content.append(GridCell(row, column, 1, 1, box))
            new = np.arange(len(content) - count, len(content)).reshape(1, count)
            mapping, ys = ([new, *mapping], [y0, *ys]) if above else ([*mapping, new], [*ys, y1])
            taken += [table_line.origin for table_line in lines]
    return Grid(grid.xs, np.array(ys), content, np.vstack(mapping), weak=True), text, taken


def _adjoining(grid: Grid, text_lines: list[Line], above: bool) -> list[TableLine]:
    """Lines right above (a header) or below the grid that keep to its columns, top to bottom."""
    borders = list(grid.xs[1:-1])
    result: list[TableLine] = []
    margins = float(grid.ys[0] if above else grid.ys[-1])
    near = [line for line in text_lines if (line.y1 < margins + 2 if above else line.y0 > margins - 2)]
    for line in sorted(near, key=lambda line: -line.baseline if above else line.baseline):
        table_line = share_out(line, borders)
        straight = not table_line.spanning and grid.xs[0] - SAME <= line.x0 and line.x1 <= grid.xs[-1] + SAME
        far = margins - line.y1 if above else line.y0 - margins
        if not straight or far > 1.2 * line.ukuran or (not result and not above and len(table_line.sel) < 2):
            break
        table_line.origin = line
        result.append(table_line)
        margins = line.y0 if above else line.y1
    if above:  # a header begins with its widest line
        while result and len(result[-1].sel) < 2:
            result.pop()
        return result[::-1] if len(result) <= MAX_HEADER_ROWS else []
    return result


def split_bands(grid: Grid, sel: dict[int, PdfCell]) -> tuple[Grid, dict[int, PdfCell]]:
    """The grid with wide cells cut where their lines keep to the columns, and frames of several rows cut to
    rows."""
    row_count, column_count = len(grid.ys) - 1, len(grid.xs) - 1
    content: list[tuple[GridCell, list[Line] | None]] = []
    for number, cell in enumerate(grid.sel):
        content += (
            _split_columns(grid, cell, sel[number].lines)
            if number in sel and cell.cs > 1
            else [(cell, sel[number].lines if number in sel else None)]
        )
    content = cut_tall(grid, content)
    parts = {
        row: _split_rows(
            [(cell, lines_of) for cell, lines_of in content if cell.r <= row < cell.r + cell.rs], row
        )
        for row in range(row_count)
    }
    if len(content) == len(grid.sel) and all(len(rows_of) == 1 for rows_of in parts.values()):
        return grid, sel
    start = np.concatenate([[0], np.cumsum([len(parts[row]) for row in range(row_count)])]).astype(int)
    ys = [float(grid.ys[0])]
    for row in range(row_count):
        ys += [height for height, _ in parts[row][1:]] + [float(grid.ys[row + 1])]
    new: list[GridCell] = []
    text: dict[int, PdfCell] = {}
    mapping = np.full((start[-1], column_count), -1)
    for cell, text_lines in content:
        one = cell.rs == 1 and len(parts[cell.r]) > 1
        for at in range(start[cell.r], start[cell.r + cell.rs]) if one else [start[cell.r]]:
            rs = 1 if one else int(start[cell.r + cell.rs] - start[cell.r])
            box = (cell.box[0], ys[at], cell.box[2], ys[at + rs])
            own = parts[cell.r][at - start[cell.r]][1] if one else None
            lines = [line for line in text_lines or [] if own is None or id(line) in own]
            if lines:
                text[len(new)] = PdfCell(lines, box)
            mapping[at : at + rs, cell.c : cell.c + cell.cs] = len(new)
            new.append(GridCell(int(at), cell.c, rs, cell.cs, box, cell.ruled))
    return Grid(grid.xs, np.array(ys), new, mapping, grid.open, grid.weak, grid.odd), text


def _split_columns(
    grid: Grid, cell: GridCell, text_lines: list[Line]
) -> list[tuple[GridCell, list[Line] | None]]:
    borders = [float(border) for border in grid.xs[cell.c + 1 : cell.c + cell.cs]]
    if any(
        word.x0 < border - 1 and word.x1 > border + 1
        for line in text_lines
        for word in line.words
        for border in borders
    ):
        return [(cell, text_lines)]
    table_lines = [share_out(line, borders) for line in text_lines]
    if any(table_line.spanning for table_line in table_lines) or not any(
        len(table_line.sel) > 1 and len(pieces(line, 0.8)) > 1
        for table_line, line in zip(table_lines, text_lines, strict=True)
    ):
        return [(cell, text_lines)]
    result = []
    for column in range(cell.cs):
        box = (float(grid.xs[cell.c + column]), cell.box[1], float(grid.xs[cell.c + column + 1]), cell.box[3])
        result.append(
            (
                GridCell(cell.r, cell.c + column, cell.rs, 1, box, cell.ruled),
                [table_line.sel[column] for table_line in table_lines if column in table_line.sel] or None,
            )
        )
    return result


def _one_number(upper: Line, lower: Line, cell: PdfCell) -> bool:
    """Are two lines of a cell the pieces of one number that did not fit?"""
    return (
        prints_value(upper.teks)
        and bool(re.fullmatch(r"[\d.,]+\)?(?: ?%)?", lower.teks))
        and torn(upper.teks, lower.teks, cell.full(upper))
    )


def _whole(line: Line) -> bool:
    """Is the line a whole number by its own groups of digits ("15.200.000.000,-", "107,30%"), however full
    its cell?"""
    return _WHOLE.fullmatch(line.teks) is not None


def _stands_alone(line: Line, cell: PdfCell) -> bool:
    """Is the line a value that leaves room in its cell, and so was not cut there?"""
    return prints_value(line.teks) and not cell.full(line) and line.teks[-1] not in ".,"


def _split_rows(content: list[tuple[GridCell, list[Line] | None]], row: int) -> list[tuple[float, set[int]]]:
    """Rows within `row` as (upper edge, lines by identity): more than one where two columns print whole
    values line by line."""
    intact: list[tuple[float, set[int]]] = [(0.0, set())]
    one = [(cell, lines_of) for cell, lines_of in content if lines_of and cell.rs == 1]
    if len(one) < 2:
        return intact
    in_a_row = 0
    for cell, lines_of in one:
        whole = PdfCell(lines_of, cell.box)
        if cell.c > 0 and any(
            _one_number(upper, lower, whole) for upper, lower in zip(lines_of, lines_of[1:], strict=False)
        ):
            return intact  # "4.388.25" over "0.000": the column is too narrow for its numbers
        in_a_row += (
            cell.c > 0
            and len(lines_of) > 1
            and (all(map(_whole, lines_of)) or all(_stands_alone(line, whole) for line in lines_of))
        )
    if in_a_row < 2:
        return intact
    table_lines: list[TableLine] = []
    for baseline, ukuran, column_no, line in sorted(
        ((line.baseline, line.ukuran, cell.c, line) for cell, lines_of in one for line in lines_of),
        key=lambda entry: entry[:3],
    ):
        if (
            table_lines
            and baseline - table_lines[-1].baseline <= 0.35 * ukuran
            and column_no not in table_lines[-1].sel
        ):
            table_lines[-1].sel[column_no] = line
        else:
            table_lines.append(TableLine(baseline, ukuran, {column_no: line}))
    if sum(len(table_line.nilai()) > 1 for table_line in table_lines) < 2:
        return intact
    column, rows = item_rows(table_lines)
    if rows:
        held = texts_kept_whole(table_lines, rows, column)
    else:
        rows = band_rows(table_lines)
        held = [{id(line) for table_line in row for line in table_line.sel.values()} for row in rows]
    return [
        (min(line.y0 for table_line in row for line in table_line.sel.values()), ids)
        for row, ids in zip(rows, held, strict=True)
    ] or intact
