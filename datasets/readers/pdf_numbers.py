"""Printed page numbers: which number each sheet of a PDF bears at its head or foot ("ii", "8", "III-12").

A number counts only where it rises with the sheets. The title page of a chapter, which bears none between "7"
and "9", is page 8; nothing is told of a sheet outside such a sequence.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

MIN_SHEETS = 3  # that make a sequence
MIN_ALONE = 2  # where the numbers are all that stands there, and nothing between them says otherwise
SHARE = 0.5  # of the sheets of a sequence that must bear their number
_ROMAN = r"m{0,2}(?:c[dm]|d?c{0,3})(?:x[cl]|l?x{0,3})(?:i[xv]|v?i{0,3})"
_PART = rf"(?P<part>(?:{_ROMAN}|\d{{1,2}})\s?[-–—.]\s?)?"
_NUMBER = re.compile(rf"(?<![\w.,/]){_PART}(?P<own>\d{{1,4}}|{_ROMAN})(?![\w,/]|\.\w)", re.I)
_ALONE = re.compile(
    r"[\W_]*+(?:(?:hal(?:aman)?\b|page\b)[\W_]*+)?(?:\w{1,6}\s?[-–—.]\s?)?\w{1,6}[\W_]*", re.I
)
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_SIGNS = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def roman_value(text: str) -> int:
    """Value of a roman numeral in small letters."""
    value = [_VALUES[letter] for letter in text]
    return sum(
        -own if following > own else own for own, following in zip(value, [*value[1:], 0], strict=True)
    )


def roman(value: int) -> str:
    """A number in small roman letters."""
    text = ""
    for worth, signs in _SIGNS:
        times, value = divmod(value, worth)
        text += signs * times
    return text


@dataclass
class Edge:
    """Lines at the head and foot of a sheet: `running` ones, taken out of the text as they stand on many
    pages, and the `outermost`, whatever they are."""

    running: list[str] = field(default_factory=list)
    outermost: list[str] = field(default_factory=list)


class _Key(NamedTuple):
    """What the numbers of one sequence share: "III-", angka | i | I, and the number less its sheet."""

    part: str
    kind: str
    apart: int

    def on(self, sheet: int) -> str:
        """The number that a sheet bears in this sequence."""
        value = sheet + self.apart
        own = str(value) if self.kind == "angka" else roman(value)
        return self.part + (own.upper() if self.kind == "I" else own)


@dataclass
class _Seen:
    """Sheets whose numbers may be one sequence: all, in running lines, and with nothing beside them there."""

    sheets: list[int] = field(default_factory=list)
    running: set[int] = field(default_factory=set)
    alone: set[int] = field(default_factory=set)

    def makes(self, run: list[int], numbered: set[int]) -> bool:
        """Are there enough running lines among these sheets? numbered: sheets that bear a number alone."""
        known, between = self.running.intersection(run), set(range(run[0], run[-1])).difference(run)
        if len(known) >= MIN_SHEETS:
            return True
        return len(known) >= MIN_ALONE and known <= self.alone and numbered.isdisjoint(between)


def printed_pages(edges: dict[int, Edge]) -> dict[int, str]:
    """Sheet → the page number that is printed there. edges: by sheet, from 1."""
    sequences = _sequences(edges)
    numbered = {sheet for seen in sequences.values() for sheet in seen.alone}
    runs = [
        (key, run)
        for key, seen in sequences.items()
        for run in _runs(seen.sheets)
        if seen.makes(run, numbered)
    ]
    pages: dict[int, str] = {}
    for key, run in sorted(runs, key=lambda told: (-len(told[1]), told[1])):
        span = range(run[0], run[-1] + 1)
        if pages.keys().isdisjoint(span):
            # a sheet with another number than its neighbours promise is told none
            pages |= {sheet: key.on(sheet) for sheet in span if sheet in run or sheet not in numbered}
    return dict(sorted(pages.items()))


def _sequences(edges: dict[int, Edge]) -> dict[_Key, _Seen]:
    """Sheets by the sequence that a number on them would belong to."""
    seen: dict[_Key, _Seen] = defaultdict(_Seen)
    for sheet, edge in sorted(edges.items()):
        for lines, running in ((edge.running, True), (edge.outermost, False)):
            for line in lines:
                for key in _keys(line, sheet):
                    own = seen[key]
                    if own.sheets[-1:] != [sheet]:
                        own.sheets.append(sheet)
                    if running:
                        own.running.add(sheet)
                    if running and _ALONE.fullmatch(line):
                        own.alone.add(sheet)
    return seen


def _keys(line: str, sheet: int) -> list[_Key]:
    hits = [hit for hit in _NUMBER.finditer(line) if hit["own"]]
    return [_key("".join((hit["part"] or "").split()), hit["own"], sheet) for hit in hits]


def _key(part: str, own: str, sheet: int) -> _Key:
    if own.isdigit():
        return _Key(part, "angka", int(own) - sheet)
    kind = "I" if own.isupper() else "i"
    return _Key(part, kind, roman_value(own.lower()) - sheet)


def _runs(sheets: list[int]) -> list[list[int]]:
    """Stretches of a sequence most of whose sheets bear their number."""
    runs: list[list[int]] = []
    for sheet in sheets:
        if runs and len(runs[-1]) + 1 > SHARE * (sheet - runs[-1][0] + 1):
            runs[-1].append(sheet)
        else:
            runs.append([sheet])
    return runs
