"""Parts of a form on several pages are laid on each other by the column numbers that both print, not by
counting columns.

A page may show a sliver of a column that the next does not; "1 2 3 … 21" over both says which column is
which.
"""

import re

from cermat.datasets.document.cells import is_number_row
from cermat.datasets.document.model import Cell

_NUMBER = re.compile(r"\(?\s*(\d{1,2})\b")


def _numbered(rows: list[list[str]]) -> dict[str, int]:
    """Column number → column of the first row of column numbers; {} where none stands there or a number
    stands twice."""
    row = next((row for row in rows if is_number_row(row)), [])
    found = [
        (number[1], column) for column, text in enumerate(row) if (number := _NUMBER.match(text.strip()))
    ]
    return dict(found) if len(dict(found)) == len(found) else {}


def column_map(above: list[list[str]], below: list[list[str]]) -> dict[int, int]:
    """Column of `below` → column of `above` by their numbers, for headers (rows of text) that number the same
    columns; {} where they do not, or where nothing has to be moved."""
    upper, lower = _numbered(above), _numbered(below)
    if not upper or upper.keys() != lower.keys():
        return {}
    order = sorted(lower.values())
    moved = {lower[number]: upper[number] for number in lower}
    if [moved[column] for column in order] != sorted(moved.values()) or all(
        column == moved_to for column, moved_to in moved.items()
    ):
        return {}
    return moved


def moved_cells(cells: list[Cell], moved: dict[int, int]) -> list[Cell]:
    """The cells in the columns of the part above; those of a column without a number go to the one on its
    left, if that has one.

    Where two cells meet in one place, a blank one gives way and texts are put together.
    """
    place: dict[tuple[int, int], Cell] = {}
    for cell in sorted(cells, key=lambda cell: (cell.r, cell.c)):
        left = max((column for column in moved if column <= cell.c), default=None)
        if left is not None:
            end = max((column for column in moved if column < cell.c + cell.cs), default=left)
            cell.c, cell.cs = moved[left], max(1, moved[end] - moved[left] + 1)
        there = place.setdefault((cell.r, cell.c), cell)
        if there is not cell and cell.teks.strip():
            there.teks = f"{there.teks} {cell.teks}".strip()
    return list(place.values())
