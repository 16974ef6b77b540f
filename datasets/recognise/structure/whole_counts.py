"""How many sasaran the agency has, as sentences and the tables of targets say: the one that says another
number."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from datasets.document.headings import key
from datasets.document.model import Document
from datasets.recognise.document_lines import Line
from datasets.recognise.number_columns import grid_headers
from datasets.recognise.vocabulary import alternation, vocabulary
from schemas.angka import SMALL_NUMBERS

OTHER_COUNT = "banyak sasaran berbeda"
_SENTENCE = re.compile(r"(?<=[a-z0-9)%][.;])\s+(?=[A-Z])")
_MOST = 60  # sasaran of one agency
_NEAR = 50  # letters around a count in which words say that it is a part's


@dataclass(frozen=True)
class _Said:
    count: int
    text: str
    line: Line


@cache
def _patterns() -> tuple[re.Pattern, re.Pattern]:
    words = vocabulary("prosa")["banyak_seluruh"]
    small = "|".join(k for k in SMALL_NUMBERS if not k.startswith("ke"))
    number = rf"(?P<n>\d{{1,2}}|{small})(?:\s*\([\w\s]{{2,20}}\))?"
    kind = r"sasaran(?:\s+(?:strate[gj]i[ks]|kinerja))?(?!\w)"
    return (
        re.compile(rf"\b(?:{alternation(words['awal'])})\s+(?P<all>{number}\s+{kind})", re.I),
        re.compile(rf"\b(?:{alternation(words['bukan'])})\b", re.I),
    )


def _number(text: str) -> int:
    return int(text) if text.isdigit() else SMALL_NUMBERS[text.lower()]


def _in_prose(lines: list[Line]) -> list[_Said]:
    reads, part = _patterns()
    said = []
    for b in lines:
        if b.r >= 0 or b.zone in ("sampul", "daftar isi") or "sasaran" not in b.teks.lower():
            continue
        for sentence in _SENTENCE.split(b.teks):
            m = reads.search(sentence)
            if m and not part.search(sentence[max(0, m.start() - _NEAR) : m.end() + _NEAR]):
                said.append(_Said(_number(m["n"]), " ".join(m["all"].split()), b))
    return said


def _in_tables(document: Document) -> list[_Said]:
    """The different sasaran of each table that gives targets to indicators of at least two of them."""
    said = []
    for b in document.blocks:
        cells = document.cells.get(b.blok, ())
        headers = grid_headers(cells)[0] if cells else {}
        at = next(
            (c for c, h in headers.items() if re.match(r"\W*sasaran(?:\s+strate[gj]i[ks])?\W*$", h, re.I)),
            None,
        )
        if at is None or not all(
            any(re.search(w, h, re.I) for h in headers.values()) for w in ("indikator", "target")
        ):
            continue
        names = {
            key(s.teks) for s in cells if s.c == at and not s.kepala and re.search(r"[^\W\d_]{4}", s.teks)
        }
        if len(names) > 1:
            said.append(
                _Said(
                    len(names),
                    "",
                    Line(int(b.blok), 0, at, "", "petak", 0, b.bagian, "", int(b.halaman), int(b.garis)),
                )
            )
    return said


def whole_counts(lines: list[Line], document: Document, note: Callable[[str, str, Line], None]) -> None:
    """Note OTHER_COUNT where one sentence says a number of sasaran that no other sentence and no table has,
    and two have another."""
    prose, tables = _in_prose(lines), _in_tables(document)
    counted, printed = Counter(x.count for x in prose), Counter(x.count for x in tables)
    for odd in prose:
        if counted[odd.count] > 1 or printed[odd.count] or not 1 < odd.count < _MOST:
            continue
        others = [x for x in [*prose, *tables] if x.count != odd.count]
        most = Counter(x.count for x in others).most_common(2)
        if not most or most[0][1] < 2 or (len(most) > 1 and most[1][1] == most[0][1]):
            continue
        other = next(x for x in others if x.count == most[0][0])
        what = f'"{other.text}"' if other.text else f"{other.count} sasaran dalam tabel"
        text = f'"{odd.text}"{_page(odd.line)}, sedangkan {what}{_page(other.line)}'
        for place in (odd.line, other.line):
            note(OTHER_COUNT, text, place)


def _page(b: Line) -> str:
    return f" (halaman {b.halaman})" if b.halaman >= 0 else ""
