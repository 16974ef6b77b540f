"""How many sasaran the agency has, as sentences and the tables of targets say: the one that says another
number."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from cermat.datasets.document.headings import key
from cermat.datasets.document.model import Document
from cermat.datasets.recognise.document_lines import Line, page_of
from cermat.datasets.recognise.number_columns import grid_headers
from cermat.datasets.recognise.vocabulary import alternation, vocabulary
from cermat.schemas.angka import SMALL_NUMBERS

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
    small = "|".join(word for word in SMALL_NUMBERS if not word.startswith("ke"))
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
    for line in lines:
        if line.r >= 0 or line.zone in ("sampul", "daftar isi") or "sasaran" not in line.teks.lower():
            continue
        for sentence in _SENTENCE.split(line.teks):
            found = reads.search(sentence)
            if found and not part.search(sentence[max(0, found.start() - _NEAR) : found.end() + _NEAR]):
                said.append(_Said(_number(found["n"]), " ".join(found["all"].split()), line))
    return said


def _in_tables(document: Document) -> list[_Said]:
    """The different sasaran of each table that gives targets to indicators of at least two of them."""
    said = []
    for block in document.blocks:
        cells = document.cells.get(block.blok, ())
        headers = grid_headers(cells)[0] if cells else {}
        at = next(
            (
                column
                for column, header in headers.items()
                if re.match(r"\W*sasaran(?:\s+strate[gj]i[ks])?\W*$", header, re.I)
            ),
            None,
        )
        if at is None or not all(
            any(re.search(role, header, re.I) for header in headers.values())
            for role in ("indikator", "target")
        ):
            continue
        names = {
            key(cell.teks)
            for cell in cells
            if cell.c == at and not cell.kepala and re.search(r"[^\W\d_]{4}", cell.teks)
        }
        if len(names) > 1:
            said.append(
                _Said(
                    len(names),
                    "",
                    Line(
                        int(block.blok),
                        0,
                        at,
                        "",
                        "petak",
                        0,
                        block.bagian,
                        "",
                        int(block.halaman),
                        int(block.garis),
                        block.cetak,
                    ),
                )
            )
    return said


def whole_counts(lines: list[Line], document: Document, note: Callable[[str, str, Line], None]) -> None:
    """Note OTHER_COUNT where one sentence says a number of sasaran that no other sentence and no table has,
    and two have another."""
    prose, tables = _in_prose(lines), _in_tables(document)
    counted, printed = Counter(claim.count for claim in prose), Counter(claim.count for claim in tables)
    for odd in prose:
        if counted[odd.count] > 1 or printed[odd.count] or not 1 < odd.count < _MOST:
            continue
        others = [claim for claim in [*prose, *tables] if claim.count != odd.count]
        most = Counter(claim.count for claim in others).most_common(2)
        if not most or most[0][1] < 2 or (len(most) > 1 and most[1][1] == most[0][1]):
            continue
        other = next(claim for claim in others if claim.count == most[0][0])
        what = f'"{other.text}"' if other.text else f"{other.count} sasaran dalam tabel"
        text = f'"{odd.text}"{page_of(odd.line)}, sedangkan {what}{page_of(other.line)}'
        for place in (odd.line, other.line):
            note(OTHER_COUNT, text, place)
