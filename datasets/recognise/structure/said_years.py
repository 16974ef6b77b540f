"""The years that a text gives to the things of a report: single years and spans, without those of
regulations."""

import re
from dataclasses import dataclass
from functools import cache

from cermat.datasets.recognise.number_tokens import tokens
from cermat.datasets.recognise.vocabulary import alternation, vocabulary

_YEAR = r"(?:19|20)\d\d"
SPAN = re.compile(
    rf"({_YEAR})\s*(?:-|–|—|s\.?\s*/?\s*d\.?|sampai(?:\s+dengan)?|hingga)\s*(?:tahun\s+)?({_YEAR})", re.I
)
_LONGEST = 30  # years of a span


@dataclass(frozen=True)
class Years:
    """single: years that stand alone; spans: (first, last) of each period."""

    single: frozenset[int]
    spans: tuple[tuple[int, int], ...]

    @property
    def covered(self) -> set[int]:
        """Every year named or within a span."""
        return set(self.single).union(*(range(start, end + 1) for start, end in self.spans))


@cache
def said_pattern(name: str) -> re.Pattern:
    """One alternation of tahun_sebutan.yaml, whole words."""
    return re.compile(rf"\b(?:{alternation(vocabulary('tahun_sebutan')[name])})\b", re.I)


@cache
def _regulation() -> re.Pattern:
    words = alternation(vocabulary("tahun_sebutan")["peraturan"])
    return re.compile(
        rf"\b(?:{words})\b[^;:]{{0,90}}?\b(?:tahun|th\.?)\s*{_YEAR}|\d+\s*/\s*{_YEAR}|/\s*{_YEAR}\b", re.I
    )


def without_regulations(text: str) -> str:
    """The text with the numbers and years of regulations blanked, as long as before."""
    return _regulation().sub(lambda found: " " * len(found[0]), text)


def years_of(text: str) -> Years:
    """The years of a text: "Perbandingan 2014 – 2015 dan target Renstra tahun 2018" has a span and a single
    year."""
    plain = without_regulations(text)
    spans = [(int(found[1]), int(found[2])) for found in SPAN.finditer(plain)]
    rest = SPAN.sub(" ", plain)
    single = {int(token.teks) for token in tokens(rest) if token.sebab == "tahun" and len(token.teks) == 4}
    return Years(frozenset(single), tuple((start, end) for start, end in spans if 0 < end - start < _LONGEST))
