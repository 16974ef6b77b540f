"""Two ruled tables that touch, one below the other, are two: the lower one has a header and columns of its
own."""

import numpy as np

from datasets.document.cells import like_header, prints_value
from datasets.readers.pdf_cells import PdfCell
from datasets.readers.pdf_ruled import Grid, GridCell

Tables = list[tuple[Grid, dict[int, PdfCell]]]


def part_touching(k: Grid, sel: dict[int, PdfCell]) -> Tables:
    """The tables of a grid: it is parted above a row of header words that begins other columns."""
    n = len(k.ys) - 1
    starts = [0]
    for r in range(2, n - 1):
        if r - starts[-1] > 1 and (k.grids[r - 1] != k.grids[r]).all() and _begins(k, sel, starts[-1], r):
            starts.append(r)
    if len(starts) == 1:
        return [(k, sel)]
    return [_part(k, sel, a, z) for a, z in zip(starts, [*starts[1:], n], strict=True)]


def _begins(k: Grid, sel: dict[int, PdfCell], start: int, r: int) -> bool:
    """Does a table begin at row r: header words in three cells or more, values above and below, other
    columns?"""
    texts = [sel[i].lines[0].teks for i in dict.fromkeys(k.grids[r].tolist()) if i in sel]
    whole = [" ".join(b.teks for b in sel[i].lines) for i in dict.fromkeys(k.grids[r].tolist()) if i in sel]
    if len(texts) < 3 or any(prints_value(t) and not like_header(t) for t in whole):
        return False
    if sum(like_header(t) or like_header(w) for t, w in zip(texts, whole, strict=True)) * 2 < len(texts):
        return False
    if not (_values(k, sel, start, r) and _values(k, sel, r + 1, len(k.ys) - 1)):
        return False
    above, below = _borders(k, start, r), _borders(k, r, len(k.ys) - 1)
    return bool(above - below) and bool(below - above)


def _values(k: Grid, sel: dict[int, PdfCell], a: int, z: int) -> bool:
    """Does a cell of rows a..z print a value?"""
    return any(
        prints_value(sel[i].lines[0].teks)
        for i in np.unique(k.grids[a:z]).tolist()
        if i in sel and k.sel[i].c
    )


def _borders(k: Grid, a: int, z: int) -> set[int]:
    """The inner borders of columns that the cells of rows a..z use."""
    return {k.sel[i].c for i in np.unique(k.grids[a:z]).tolist()} - {0}


def _part(k: Grid, sel: dict[int, PdfCell], a: int, z: int) -> tuple[Grid, dict[int, PdfCell]]:
    """Rows a..z of the grid as one of its own, with the columns that they use."""
    columns = [0, *sorted(_borders(k, a, z))]
    old = list(dict.fromkeys(k.grids[a:z].ravel().tolist()))
    place = {c: n for n, c in enumerate([*columns, len(k.xs) - 1])}
    new = [
        GridCell(s.r - a, place[s.c], s.rs, place[s.c + s.cs] - place[s.c], s.box, s.ruled)
        for s in (k.sel[i] for i in old)
    ]
    number = {i: n for n, i in enumerate(old)}
    mapping = np.vectorize(number.__getitem__)(k.grids[a:z][:, columns])
    last = z == len(k.ys) - 1
    grid = Grid(
        k.xs[[*columns, len(k.xs) - 1]], k.ys[a : z + 1], new, mapping, k.open and last, k.weak, k.odd
    )
    return grid, {number[i]: sel[i] for i in old if i in sel}
