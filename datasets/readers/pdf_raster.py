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

from datasets.document.cells import prints_value
from datasets.readers.pdf_cells import PdfCell
from datasets.readers.pdf_lines import Line
from datasets.readers.pdf_ruled import Grid, GridCell

ALIGNED = 0.35  # baselines of one row differ by less than this, in font sizes
MOST = 0.8
NEAR = 4.0  # baselines nearer than this, in points, are of one row
MIDDLE = 0.3  # the middle of a line lies so far above its baseline, in font sizes
_CODE = re.compile(r"[\dIVX]{1,4}(?:\s*[.]\s*\d{1,4})*[.]?")

Content = list[tuple[GridCell, list[Line] | None]]


def cut_tall(k: Grid, content: Content) -> Content:
    """The cells with tall label cells cut at the rows of the figures beside them, where each line names one
    row."""
    tall = [(s, b) for s, b in content if s.rs > 1 and b and len(b) > 1]
    named = {(s.r, s.rs) for s, b in tall if _names_rows(s, b, _figure_lines(s, content))}
    result: Content = []
    for s, b in content:
        if (s.r, s.rs) in named and b and (_aligned(b, _figure_lines(s, content)) or _parted(k, s, b)):
            result += _pieces(k, s, b)
        elif (s.r, s.rs) in named and not b:
            result += _pieces(k, s, [])
        else:
            result.append((s, b))
    return result


def _figure_lines(s: GridCell, content: Content) -> list[float]:
    """Baselines of the rows of figures beside cell s: lines at which cells that are less tall print values
    only."""
    found: list[float] = []
    for x, lines in content:
        if s.r <= x.r < s.r + s.rs and x.rs < s.rs and lines and all(prints_value(b.teks) for b in lines):
            found += [b.baseline for b in lines]
    result: list[float] = []
    for y in sorted(found):
        if not result or y - result[-1] > NEAR:
            result.append(y)
    return result


def _aligned(lines: list[Line], rows: list[float]) -> bool:
    """Do nearly all lines stand beside a row of figures of their own?"""
    beside = [min(range(len(rows)), key=lambda n: abs(rows[n] - b.baseline)) for b in lines] if rows else []
    own = (
        {n for n, b in zip(beside, lines, strict=True) if abs(rows[n] - b.baseline) <= ALIGNED * b.ukuran}
        if rows
        else set()
    )
    return len(own) >= MOST * len(lines)


def _names_rows(s: GridCell, lines: list[Line], rows: list[float]) -> bool:
    """Does each row of figures have its line in this cell, and does no line run over into the next?"""
    if len(rows) < 2 or not _aligned(lines, rows) or len(lines) < MOST * len(rows):
        return False
    if all(_CODE.fullmatch(b.teks.replace("\t", " ")) for b in lines):
        return True
    cell = PdfCell(lines, s.box)
    ends = sum(_ends(a, b, cell) for a, b in zip(lines, lines[1:], strict=False))
    return ends >= MOST * (len(lines) - 1)


def _parted(k: Grid, s: GridCell, lines: list[Line]) -> bool:
    """Do the lines of a wrapped label end on purpose wherever a row of the grid ends, with a line in every
    row?"""
    row = [int(np.searchsorted(k.ys, b.baseline - MIDDLE * b.ukuran)) for b in lines]
    cell = PdfCell(lines, s.box)
    ends = [_ends(a, b, cell) for a, b, p, q in zip(lines, lines[1:], row, row[1:], strict=False) if q > p]
    return len(set(row)) == s.rs and all(ends)


def _ends(a: Line, b: Line, cell: PdfCell) -> bool:
    """Would the first word of line b have fitted on line a, which therefore ends there on purpose?"""
    first = b.words[0].x1 - b.words[0].x0 + 0.25 * b.ukuran
    return cell.width - 2 * cell.margins - (a.x1 - a.x0) > first


def _pieces(k: Grid, s: GridCell, lines: list[Line]) -> Content:
    """Cell s cut at every row of the grid, each piece with its lines."""
    result: Content = []
    for r in range(s.r, s.r + s.rs):
        top, below = float(k.ys[r]), float(k.ys[r + 1])
        own = [b for b in lines if top < b.baseline - MIDDLE * b.ukuran <= below]
        result.append((GridCell(r, s.c, 1, s.cs, (s.box[0], top, s.box[2], below), s.ruled), own or None))
    return result
