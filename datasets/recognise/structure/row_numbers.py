"""Row numbers of tables of which one does not count on: "19, 29, 21" in the column "No"."""

import re
from collections.abc import Callable

from datasets.document.headings import key
from datasets.document.model import Document
from datasets.recognise.document_lines import Line
from datasets.recognise.structure.list_numbers import OFF

_HEAD = re.compile(r"no|nomor|no urut|nomor urut")
_NUMBER = re.compile(r"\s*(\d{1,3})\s*[.)]?\s*")
_BEFORE, _BEHIND = 2, 2  # numbers that count up in front of and behind the one that is off


def row_numbers(document: Document, note: Callable[[str, str, Line], None]) -> None:
    """Note OFF at the row."""
    for b in document.blocks:
        cells = document.cells.get(b.blok, ())
        for c in {s.c for s in cells if s.kepala and _HEAD.fullmatch(key(s.teks))}:
            own = [s for s in cells if s.c == c and not s.kepala]
            printed = [(int(m[1]), s) for s in own if (m := _NUMBER.fullmatch(s.teks))]
            for k in _odd([n for n, _ in printed]):
                (before, _), (number, s) = printed[k - 1], printed[k]
                name = next((x.teks for x in cells if x.r == s.r and x.c > c and len(x.teks) > 3), "")
                page = f" (halaman {s.halaman})" if s.halaman >= 0 else ""
                text = (
                    f'baris "{" ".join(name.split())[:60]}"{page} bernomor {number} sesudah nomor {before} '
                    f"dan sebelum nomor {before + 2}; seharusnya {before + 1}"
                )
                note(OFF, text, Line.of_cell(b, s))


def _odd(numbers: list[int]) -> list[int]:
    """Positions of numbers that are too large although those before and behind count on; a smaller one may
    number the groups that the rows stand in."""
    result = []
    for k in range(_BEFORE, len(numbers) - _BEHIND):
        before, rest = numbers[k - _BEFORE : k], numbers[k + 1 : k + 1 + _BEHIND]
        right = before[-1] + 1
        if before[0] + 1 == before[-1] and numbers[k] > right and rest == [right + 1, right + 2]:
            result.append(k)
    return result
