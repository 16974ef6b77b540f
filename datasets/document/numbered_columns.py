"""Parts of a form on several pages are laid on each other by the column numbers that both print, not by
counting columns.

A page may show a sliver of a column that the next does not; "1 2 3 … 21" over both says which column is
which.
"""

import re

from datasets.document.cells import is_number_row
from datasets.document.model import Cell

_NUMBER = re.compile(r"\(?\s*(\d{1,2})\b")


def _numbered(rows: list[list[str]]) -> dict[str, int]:
    """Column number → column of the first row of column numbers; {} where none stands there or a number
    stands twice."""
    row = next((r for r in rows if is_number_row(r)), [])
    found = [(m[1], c) for c, t in enumerate(row) if (m := _NUMBER.match(t.strip()))]
    return dict(found) if len(dict(found)) == len(found) else {}


def column_map(above: list[list[str]], below: list[list[str]]) -> dict[int, int]:
    """Column of `below` → column of `above` by their numbers, for headers (rows of text) that number the same
    columns; {} where they do not, or where nothing has to be moved."""
    a, b = _numbered(above), _numbered(below)
    if not a or a.keys() != b.keys():
        return {}
    order = sorted(b.values())
    moved = {b[n]: a[n] for n in b}
    if [moved[c] for c in order] != sorted(moved.values()) or all(c == t for c, t in moved.items()):
        return {}
    return moved


def moved_cells(cells: list[Cell], moved: dict[int, int]) -> list[Cell]:
    """The cells in the columns of the part above; those of a column without a number go to the one on its
    left, if that has one.

    Where two cells meet in one place, a blank one gives way and texts are put together.
    """
    place: dict[tuple[int, int], Cell] = {}
    for p in sorted(cells, key=lambda p: (p.r, p.c)):
        left = max((c for c in moved if c <= p.c), default=None)
        if left is not None:
            end = max((c for c in moved if c < p.c + p.cs), default=left)
            p.c, p.cs = moved[left], max(1, moved[end] - moved[left] + 1)
        there = place.setdefault((p.r, p.c), p)
        if there is not p and p.teks.strip():
            there.teks = f"{there.teks} {p.teks}".strip()
    return list(place.values())
