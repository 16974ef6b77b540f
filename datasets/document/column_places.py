"""Columns of the page parts of one table laid on each other by where they stand on the page.

A page on which a frame within a cell (or a rule of its own) cuts a column in three prints the same columns as
the page before.
"""

import re
from dataclasses import replace
from itertools import pairwise

from datasets.document.model import Block, Cell

NEAR = 5.0  # points by which an edge may be off
_BOX = re.compile(r"h\d+:(-?[\d.]+),(-?[\d.]+),(-?[\d.]+),(-?[\d.]+)")


def edges(m: Block) -> list[float]:
    """Left edges of the columns and the right edge of the last, from the left margin of the grid; [] where
    not all are known."""
    known: dict[int, list[float]] = {}
    for p in m.sel:
        if box := _BOX.fullmatch(p.jejak):
            known.setdefault(p.c, []).append(float(box[1]))
            known.setdefault(p.c + p.cs, []).append(float(box[3]))
    width = max((p.c + p.cs for p in m.sel), default=0)
    if set(known) != set(range(width + 1)):
        return []
    middle = [sorted(known[c])[len(known[c]) // 2] for c in range(width + 1)]
    result = [x - middle[0] for x in middle]
    return result if all(a < b for a, b in pairwise(result)) else []


def laid_on(coarse: list[float], m: Block) -> list[Cell] | None:
    """The cells of m in the columns of `coarse` (edges of another part), None where m is not that table cut
    more finely.

    Every edge of `coarse` up to the end of m must be an edge of m; of the cells of a row within one column
    one at most has text.
    """
    fine = edges(m)
    if not coarse or not fine or len(fine) <= len(coarse) or fine[-1] > coarse[-1] + NEAR:
        return None
    if any(x < fine[-1] - NEAR and min(abs(x - y) for y in fine) > NEAR for x in coarse):
        return None
    column = [max(i for i, x in enumerate(coarse[:-1]) if x <= (a + b) / 2) for a, b in pairwise(fine)]
    result: dict[tuple[int, int], Cell] = {}
    for p in m.sel:
        c, last = column[p.c], column[p.c + p.cs - 1]
        there = result.get((p.r, c))
        if there is not None and there.teks and p.teks:
            return None
        if there is None or p.teks:
            result[p.r, c] = replace(p, c=c, cs=last - c + 1)
    return list(result.values())
