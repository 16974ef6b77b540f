"""Two lists of the same figures whose sentences give them two years: "Capaian Tahun 2016 sebagai berikut:
Baik 16 (76,19%) …" and "Capaian Tahun 2015, dengan hasil: Baik 16 (76,19%) …"."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

from cermat.datasets.recognise.document_lines import Line, page_of
from cermat.datasets.recognise.structure.said_years import years_of

OTHER_YEAR = "tahun berbeda"
_TELLING = re.compile(r"(?<![\d.,])(?:\d+,\d+|\d{1,3}(?:\.\d{3})+)(?![\d.,]*\d)")
_LEAST = 3  # figures that two lists share by no coincidence
_LINES, _LONG = 20, 160  # of a list, and letters of one of its lines


@dataclass(frozen=True)
class _List:
    year: int
    figures: frozenset[str]
    line: Line

    @property
    def said(self) -> str:
        """The words that announce it, shortened before the year, and where."""
        text = " ".join(self.line.teks.split())
        at = text.find(str(self.year)) + 4
        short = text[:at] if at <= 100 else "… " + text[at - 100 : at].partition(" ")[2]
        return f'"{short} …"{page_of(self.line)}'


def listed_years(lines: list[Line], note: Callable[[str, str, Line], None]) -> None:
    """Note OTHER_YEAR at both sentences."""
    for one, other in combinations(_lists(lines), 2):
        if one.figures == other.figures and one.year != other.year:
            text = f"{other.said} memuat angka yang seluruhnya sama dengan {one.said}"
            for place in (one.line, other.line):
                note(OTHER_YEAR, text, place)


def _lists(lines: list[Line]) -> list[_List]:
    found = []
    prose = [line for line in lines if line.r < 0 and line.zone not in ("daftar isi", "sampul")]
    for at, line in enumerate(prose):
        if not re.search(r":\s*$", line.teks) or len(single := years_of(line.teks).single) != 1:
            continue
        figures: set[str] = set()
        for below in prose[at + 1 : at + 1 + _LINES]:
            if below.jenis == "judul" or len(below.teks) > _LONG or re.search(r":\s*$", below.teks):
                break
            figures |= {*_TELLING.findall(below.teks)}
        if len(figures) >= _LEAST:
            found.append(_List(min(single), frozenset(figures), line))
    return found
