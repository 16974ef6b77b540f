"""One regulation cited with two numbers or two years: "UU Nomor 28 Tahun 1999" and "Nomor 28 Tahun 2009" with
the same title."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from cermat.datasets.document.headings import key
from cermat.datasets.recognise.document_lines import Line, page_of
from cermat.datasets.recognise.vocabulary import alternation, vocabulary

TWO = "peraturan berbeda"
_WORDS = 7  # of a title that are compared
_FEWEST = 4
_ALIKE = 92


@dataclass(frozen=True)
class _Cited:
    kind: str
    number: str
    year: str
    title: str
    line: Line

    @property
    def text(self) -> str:
        at = page_of(self.line)
        return f"Nomor {self.number} Tahun {self.year}{at}"


@cache
def _citation() -> re.Pattern:
    words = vocabulary("tahun_sebutan")
    kinds, ends = alternation(words["jenis_peraturan"]), alternation(words["akhir_judul_peraturan"])
    return re.compile(
        rf"\b(?P<kind>{kinds})\b[^.;:\d]{{0,110}}?"
        r"\b(?:nomor|no)\b[\s.:]*(?P<number>\d{1,3})\s+(?:tahun|th\.?)\s+"
        rf"(?P<year>(?:19|20)\d\d)[\s,]*tentang\s+(?P<title>[^.;:(,]{{15,200}}?)(?=[.;:(,]|\s(?:{ends})\b|$)",
        re.I,
    )


@cache
def _yearly() -> re.Pattern:
    return re.compile(rf"\b(?:{alternation(vocabulary('tahun_sebutan')['peraturan_tahunan'])})\b|\d", re.I)


def regulations(lines: list[Line], note: Callable[[str, str, Line], None]) -> None:
    """Note TWO, a pair once for each of its places.

    Laws of one title follow each other (another number and another year), and some are made anew each year:
    only a citation that differs in the number alone or in the year alone is a slip.
    """
    met: list[_Cited] = []
    for line in lines:
        if line.zone in ("sampul", "daftar isi") or "tentang" not in line.teks.lower():
            continue
        for found in _citation().finditer(" ".join(line.teks.split())):
            title = " ".join(key(found["title"]).split()[:_WORDS])
            cited = _Cited(key(found["kind"]), str(int(found["number"])), found["year"], title, line)
            if len(title.split()) < _FEWEST or _yearly().search(found["title"]):
                continue
            other = next((one for one in met if _slip(one, cited)), None)
            if other is not None:
                about = " ".join(found["title"].split())[:90]
                text = f"{found['kind']} tentang {about}: {other.text} dan {cited.text}"
                for place in (other.line, line):
                    note(TWO, text, place)
            if not any(
                (one.kind, one.number, one.year, one.title)
                == (cited.kind, cited.number, cited.year, cited.title)
                for one in met
            ):
                met.append(cited)


def _slip(one: _Cited, other: _Cited) -> bool:
    """The same kind and title, and either the number or the year differs, not both."""
    if one.kind != other.kind or (one.number == other.number) == (one.year == other.year):
        return False
    return len(one.title.split()) == len(other.title.split()) and fuzz.ratio(one.title, other.title) >= _ALIKE
