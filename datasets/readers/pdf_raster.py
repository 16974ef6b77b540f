"""Rows that are ruled in some columns only: the label column is one tall cell, the figures beside it have
their rows.

2.1    BELANJA OPERASI      | 24.192  | 97,4
2.1.1    Belanja Pegawai    | -------------
2.1.2    Belanja Barang     |  6.170  | 92,2

Print-outs of ledgers draw a rule under each subtotal, and only through the columns of figures. The rows of
such a table are those of its figures.
"""

import re

import numpy as np

from cermat.datasets.document.cells import prints_value
from cermat.datasets.readers.pdf_cells import PdfCell
from cermat.datasets.readers.pdf_lines import Line
from cermat.datasets.readers.pdf_ruled import Grid, GridCell

ALIGNED = 0.35  # baselines of one row differ by less than this, in font sizes
MOST = 0.8
NEAR = 4.0  # baselines nearer than this, in points, are of one row
MIDDLE = 0.3  # the middle of a line lies so far above its baseline, in font sizes
_CODE = re.compile(r"[\dIVX]{1,4}(?:\s*[.]\s*\d{1,4})*[.]?")

Content = list[tuple[GridCell, list[Line] | None]]


def cut_tall(grid: Grid, content: Content) -> Content:
    """The cells with tall label cells cut at the rows of the figures beside them, where each line names one
    row."""
    tall = [(cell, lines_of) for cell, lines_of in content if cell.rs > 1 and lines_of and len(lines_of) > 1]
    named = {
        (cell.r, cell.rs)
        for cell, lines_of in tall
        if _names_rows(cell, lines_of, _figure_lines(cell, content))
    }
    result: Content = []
    for cell, lines_of in content:
        if (
            (cell.r, cell.rs) in named
            and lines_of
            and (_aligned(lines_of, _figure_lines(cell, content)) or _parted(grid, cell, lines_of))
        ):
            result += _pieces(grid, cell, lines_of)
        elif (cell.r, cell.rs) in named and not lines_of:
            result += _pieces(grid, cell, [])
        else:
            result.append((cell, lines_of))
    return result


def _figure_lines(frame: GridCell, content: Content) -> list[float]:
    """Baselines of the rows of figures beside cell s: lines at which cells that are less tall print values
    only."""
    found: list[float] = []
    for left, lines in content:
        if (
            frame.r <= left.r < frame.r + frame.rs
            and left.rs < frame.rs
            and lines
            and all(prints_value(line.teks) for line in lines)
        ):
            found += [line.baseline for line in lines]
    result: list[float] = []
    for height in sorted(found):
        if not result or height - result[-1] > NEAR:
            result.append(height)
    return result


def _aligned(lines: list[Line], rows: list[float]) -> bool:
    """Do nearly all lines stand beside a row of figures of their own?"""
    beside = (
        [min(range(len(rows)), key=lambda at: abs(rows[at] - line.baseline)) for line in lines]
        if rows
        else []
    )
    own = (
        {
            at
            for at, line in zip(beside, lines, strict=True)
            if abs(rows[at] - line.baseline) <= ALIGNED * line.ukuran
        }
        if rows
        else set()
    )
    return len(own) >= MOST * len(lines)


def _names_rows(frame: GridCell, lines: list[Line], rows: list[float]) -> bool:
    """Does each row of figures have its line in this cell, and does no line run over into the next?"""
    if len(rows) < 2 or not _aligned(lines, rows) or len(lines) < MOST * len(rows):
        return False
    if all(_CODE.fullmatch(line.teks.replace("\t", " ")) for line in lines):
        return True
    cell = PdfCell(lines, frame.box)
    ends = sum(_ends(above, below, cell) for above, below in zip(lines, lines[1:], strict=False))
    return ends >= MOST * (len(lines) - 1)


def _parted(grid: Grid, frame: GridCell, lines: list[Line]) -> bool:
    """Do the lines of a wrapped label end on purpose wherever a row of the grid ends, with a line in every
    row?"""
    row = [int(np.searchsorted(grid.ys, line.baseline - MIDDLE * line.ukuran)) for line in lines]
    cell = PdfCell(lines, frame.box)
    ends = [
        _ends(above, below, cell)
        for above, below, row_above, row_below in zip(lines, lines[1:], row, row[1:], strict=False)
        if row_below > row_above
    ]
    return len(set(row)) == frame.rs and all(ends)


def _ends(upper: Line, lower: Line, cell: PdfCell) -> bool:
    """Would the first word of `lower` have fitted on `upper`, which therefore ends there on purpose?"""
    first = lower.words[0].x1 - lower.words[0].x0 + 0.25 * lower.ukuran
    return cell.width - 2 * cell.margins - (upper.x1 - upper.x0) > first


def _pieces(grid: Grid, frame: GridCell, lines: list[Line]) -> Content:
    """Cell s cut at every row of the grid, each piece with its lines."""
    result: Content = []
    for row in range(frame.r, frame.r + frame.rs):
        top, below = float(grid.ys[row]), float(grid.ys[row + 1])
        own = [line for line in lines if top < line.baseline - MIDDLE * line.ukuran <= below]
        result.append(
            (
                GridCell(row, frame.c, 1, frame.cs, (frame.box[0], top, frame.box[2], below), frame.ruled),
                own or None,
            )
        )
    return result
