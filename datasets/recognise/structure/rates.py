"""Rates of one thing that are per different numbers: "5,8/1000 KH" in most tables and "5,8/100 KH" in one."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from datasets.document.headings import key
from datasets.document.model import Document
from datasets.recognise.document_lines import Line

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
    for b in document.blocks:
        for cells in _rows(document.cells.get(b.blok, ())):
            name = _name(cells)
            if len(name) < _NAME or not re.search(r"[a-z]{4}", name):
                continue
            for s in cells:
                line = Line.of_cell(b, s)
                for m in _RATE.finditer(s.teks):
                    rate = _Rate(
                        int(m["base"].replace(".", "")),
                        (m["unit"] or "").lower(),
                        " ".join(m[0].split()),
                        line,
                    )
                    met.setdefault(name, []).append(rate)
    for name, found in met.items():
        _odd(name, found, note)


def _name(cells: list) -> str:
    """The words right before the first rate of a row: its indicator, not the sasaran at its left."""
    first = min(s.c for s in cells if _RATE.search(s.teks))
    words = [s for s in cells if s.c < first and len(re.findall(r"[^\W\d_]", s.teks)) >= _NAME]
    return key(max(words, key=lambda s: s.c).teks) if words else ""


def _rows(cells) -> list[list]:
    by_row: dict[int, list] = {}
    for s in cells:
        by_row.setdefault(s.r, []).append(s)
    return [row for row in by_row.values() if any(_RATE.search(s.teks) for s in row)]


def _odd(name: str, found: list[_Rate], note: Callable[[str, str, Line], None]) -> None:
    """Note the first rate that is per another number than most of its name, in the same unit."""
    unit = Counter(x.unit for x in found if x.unit).most_common(1)
    same = [x for x in found if not x.unit or not unit or x.unit == unit[0][0]]
    counted = Counter(x.base for x in same).most_common()
    if len(counted) < 2 or counted[0][1] < _FEWEST or counted[0][1] == counted[1][1]:
        return
    most = next(x for x in same if x.base == counted[0][0])
    for odd in {x.base: x for x in reversed(same) if x.base != most.base}.values():
        others = f"sedangkan di tempat lain {most.text}{_page(most.line)}"
        text = f'"{name}" tercetak {odd.text}{_page(odd.line)}, {others}'
        for place in (odd.line, most.line):
            note(OTHER_BASE, text, place)


def _page(b: Line) -> str:
    return f" (halaman {b.halaman})" if b.halaman >= 0 else ""
