"""Columns of the page parts of one table laid on each other by where they stand on the page.

A page on which a frame within a cell (or a rule of its own) cuts a column in three prints the same columns as
the page before.
"""

import re
from dataclasses import replace
from itertools import pairwise

from cermat.datasets.document.model import Block, Cell

NEAR = 5.0  # points by which an edge may be off
_BOX = re.compile(r"h\d+:(-?[\d.]+),(-?[\d.]+),(-?[\d.]+),(-?[\d.]+)")


def edges(block: Block) -> list[float]:
    """Left edges of the columns and the right edge of the last, from the left margin of the grid; [] where
    not all are known."""
    known: dict[int, list[float]] = {}
    for cell in block.sel:
        if box := _BOX.fullmatch(cell.jejak):
            known.setdefault(cell.c, []).append(float(box[1]))
            known.setdefault(cell.c + cell.cs, []).append(float(box[3]))
    width = max((cell.c + cell.cs for cell in block.sel), default=0)
    if set(known) != set(range(width + 1)):
        return []
    middle = [sorted(known[column])[len(known[column]) // 2] for column in range(width + 1)]
    result = [place - middle[0] for place in middle]
    return result if all(one < other for one, other in pairwise(result)) else []


def laid_on(coarse: list[float], block: Block) -> list[Cell] | None:
    """The cells of a block in the columns of `coarse` (edges of another part), None where it is not that
    table cut more finely.

    Every edge of `coarse` up to the end of the block must be one of its edges; of the cells of a row within
    one column one at most has text.
    """
    fine = edges(block)
    if not coarse or not fine or len(fine) <= len(coarse) or fine[-1] > coarse[-1] + NEAR:
        return None
    if any(place < fine[-1] - NEAR and min(abs(place - edge) for edge in fine) > NEAR for place in coarse):
        return None
    column = [
        max(at for at, place in enumerate(coarse[:-1]) if place <= (one + other) / 2)
        for one, other in pairwise(fine)
    ]
    result: dict[tuple[int, int], Cell] = {}
    for cell in block.sel:
        first, last = column[cell.c], column[cell.c + cell.cs - 1]
        there = result.get((cell.r, first))
        if there is not None and there.teks and cell.teks:
            return None
        if there is None or cell.teks:
            result[cell.r, first] = replace(cell, c=first, cs=last - first + 1)
    return list(result.values())
