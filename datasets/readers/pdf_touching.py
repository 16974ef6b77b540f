"""Two ruled tables that touch, one below the other, are two: the lower one has a header and columns of its
own."""

import numpy as np

from cermat.datasets.document.cells import like_header, prints_value
from cermat.datasets.readers.pdf_cells import PdfCell
from cermat.datasets.readers.pdf_ruled import Grid, GridCell

Tables = list[tuple[Grid, dict[int, PdfCell]]]


def part_touching(grid: Grid, sel: dict[int, PdfCell]) -> Tables:
    """The tables of a grid: it is parted above a row of header words that begins other columns."""
    count = len(grid.ys) - 1
    starts = [0]
    for row in range(2, count - 1):
        if (
            row - starts[-1] > 1
            and (grid.grids[row - 1] != grid.grids[row]).all()
            and _begins(grid, sel, starts[-1], row)
        ):
            starts.append(row)
    if len(starts) == 1:
        return [(grid, sel)]
    return [_part(grid, sel, start, end) for start, end in zip(starts, [*starts[1:], count], strict=True)]


def _begins(grid: Grid, sel: dict[int, PdfCell], start: int, row: int) -> bool:
    """Does a table begin at `row`: header words in three cells or more, values above and below, other
    columns?"""
    texts = [
        sel[cell_no].lines[0].teks for cell_no in dict.fromkeys(grid.grids[row].tolist()) if cell_no in sel
    ]
    whole = [
        " ".join(line.teks for line in sel[cell_no].lines)
        for cell_no in dict.fromkeys(grid.grids[row].tolist())
        if cell_no in sel
    ]
    if len(texts) < 3 or any(prints_value(text) and not like_header(text) for text in whole):
        return False
    if sum(
        like_header(text) or like_header(whole_text) for text, whole_text in zip(texts, whole, strict=True)
    ) * 2 < len(texts):
        return False
    if not (_values(grid, sel, start, row) and _values(grid, sel, row + 1, len(grid.ys) - 1)):
        return False
    above, below = _borders(grid, start, row), _borders(grid, row, len(grid.ys) - 1)
    return bool(above - below) and bool(below - above)


def _values(grid: Grid, sel: dict[int, PdfCell], start: int, end: int) -> bool:
    """Does a cell of rows a..z print a value?"""
    return any(
        prints_value(sel[cell_no].lines[0].teks)
        for cell_no in np.unique(grid.grids[start:end]).tolist()
        if cell_no in sel and grid.sel[cell_no].c
    )


def _borders(grid: Grid, start: int, end: int) -> set[int]:
    """The inner borders of columns that the cells of rows a..z use."""
    return {grid.sel[cell_no].c for cell_no in np.unique(grid.grids[start:end]).tolist()} - {0}


def _part(old_grid: Grid, sel: dict[int, PdfCell], start: int, end: int) -> tuple[Grid, dict[int, PdfCell]]:
    """Rows a..z of the grid as one of its own, with the columns that they use."""
    columns = [0, *sorted(_borders(old_grid, start, end))]
    old = list(dict.fromkeys(old_grid.grids[start:end].ravel().tolist()))
    place = {column: order for order, column in enumerate([*columns, len(old_grid.xs) - 1])}
    new = [
        GridCell(
            cell.r - start,
            place[cell.c],
            cell.rs,
            place[cell.c + cell.cs] - place[cell.c],
            cell.box,
            cell.ruled,
        )
        for cell in (old_grid.sel[cell_no] for cell_no in old)
    ]
    number = {cell_no: order for order, cell_no in enumerate(old)}
    mapping = np.vectorize(number.__getitem__)(old_grid.grids[start:end][:, columns])
    last = end == len(old_grid.ys) - 1
    grid = Grid(
        old_grid.xs[[*columns, len(old_grid.xs) - 1]],
        old_grid.ys[start : end + 1],
        new,
        mapping,
        old_grid.open and last,
        old_grid.weak,
        old_grid.odd,
    )
    return grid, {number[cell_no]: sel[cell_no] for cell_no in old if cell_no in sel}
