"""Rates of one thing that are per different numbers: "5,8/1000 KH" in most tables and "5,8/100 KH" in one."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from cermat.datasets.document.headings import key
from cermat.datasets.document.model import Document
from cermat.datasets.recognise.document_lines import Line, page_of

OTHER_BASE = "pembagi berbeda"
_RATE = re.compile(
    r"(?P<value>\d[\d.,]*)\s*(?:/|\bper\b)\s*(?P<base>100\.000|100000|10\.000|10000|1\.000|1000"
    r"|100)(?!\s*[.,]?\s*\d)"
    r"\s*(?P<unit>[A-Za-z]{2,20})?",
    re.I,
)
_NAME = 8  # letters of the name of a row
_FEWEST = 2


@dataclass(frozen=True)
class _Rate:
    base: int
    unit: str
    text: str
    line: Line


def rates(document: Document, note: Callable[[str, str, Line], None]) -> None:
    """Note OTHER_BASE, once for the odd place and once for one of the others."""
    met: dict[str, list[_Rate]] = {}
    for block in document.blocks:
        for cells in _rows(document.cells.get(block.blok, ())):
            name = _name(cells)
            if len(name) < _NAME or not re.search(r"[a-z]{4}", name):
                continue
            for cell in cells:
                line = Line.of_cell(block, cell)
                for told_rate in _RATE.finditer(cell.teks):
                    rate = _Rate(
                        int(told_rate["base"].replace(".", "")),
                        (told_rate["unit"] or "").lower(),
                        " ".join(told_rate[0].split()),
                        line,
                    )
                    met.setdefault(name, []).append(rate)
    for name, found in met.items():
        _odd(name, found, note)


def _name(cells: list) -> str:
    """The words right before the first rate of a row: its indicator, not the sasaran at its left."""
    first = min(cell.c for cell in cells if _RATE.search(cell.teks))
    words = [cell for cell in cells if cell.c < first and len(re.findall(r"[^\W\d_]", cell.teks)) >= _NAME]
    return key(max(words, key=lambda cell: cell.c).teks) if words else ""


def _rows(cells) -> list[list]:
    by_row: dict[int, list] = {}
    for cell in cells:
        by_row.setdefault(cell.r, []).append(cell)
    return [row for row in by_row.values() if any(_RATE.search(cell.teks) for cell in row)]


def _odd(name: str, found: list[_Rate], note: Callable[[str, str, Line], None]) -> None:
    """Note the first rate that is per another number than most of its name, in the same unit."""
    unit = Counter(rate.unit for rate in found if rate.unit).most_common(1)
    same = [rate for rate in found if not rate.unit or not unit or rate.unit == unit[0][0]]
    counted = Counter(rate.base for rate in same).most_common()
    if len(counted) < 2 or counted[0][1] < _FEWEST or counted[0][1] == counted[1][1]:
        return
    most = next(rate for rate in same if rate.base == counted[0][0])
    for odd in {rate.base: rate for rate in reversed(same) if rate.base != most.base}.values():
        others = f"sedangkan di tempat lain {most.text}{page_of(most.line)}"
        text = f'"{name}" tercetak {odd.text}{page_of(odd.line)}, {others}'
        for place in (odd.line, most.line):
            note(OTHER_BASE, text, place)
