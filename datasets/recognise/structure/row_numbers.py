"""Row numbers of tables of which one does not count on: "19, 29, 21" in the column "No"."""

import re
from collections.abc import Callable

from cermat.datasets.document.headings import key
from cermat.datasets.document.model import Document
from cermat.datasets.recognise.document_lines import Line, page_of
from cermat.datasets.recognise.structure.list_numbers import OFF

_HEAD = re.compile(r"no|nomor|no urut|nomor urut")
_NUMBER = re.compile(r"\s*(\d{1,3})\s*[.)]?\s*")
_BEFORE, _BEHIND = 2, 2  # numbers that count up in front of and behind the one that is off


def row_numbers(document: Document, note: Callable[[str, str, Line], None]) -> None:
    """Note OFF at the row."""
    for block in document.blocks:
        cells = document.cells.get(block.blok, ())
        for column in {cell.c for cell in cells if cell.kepala and _HEAD.fullmatch(key(cell.teks))}:
            own = [cell for cell in cells if cell.c == column and not cell.kepala]
            printed = [(int(found[1]), cell) for cell in own if (found := _NUMBER.fullmatch(cell.teks))]
            for at in _odd([number for number, _ in printed]):
                (before, _), (number, cell) = printed[at - 1], printed[at]
                name = next(
                    (
                        other.teks
                        for other in cells
                        if other.r == cell.r and other.c > column and len(other.teks) > 3
                    ),
                    "",
                )
                page = page_of(cell)
                text = (
                    f'baris "{" ".join(name.split())[:60]}"{page} bernomor {number} sesudah nomor {before} '
                    f"dan sebelum nomor {before + 2}; seharusnya {before + 1}"
                )
                note(OFF, text, Line.of_cell(block, cell))


def _odd(numbers: list[int]) -> list[int]:
    """Positions of numbers that are too large although those before and behind count on; a smaller one may
    number the groups that the rows stand in."""
    result = []
    for at in range(_BEFORE, len(numbers) - _BEHIND):
        before, rest = numbers[at - _BEFORE : at], numbers[at + 1 : at + 1 + _BEHIND]
        right = before[-1] + 1
        if before[0] + 1 == before[-1] and numbers[at] > right and rest == [right + 1, right + 2]:
            result.append(at)
    return result
