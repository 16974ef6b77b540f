"""Numbers of tables: the one a sentence points to against the one right below it, and one number over two
tables."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from cermat.datasets.document.headings import key
from cermat.datasets.recognise.document_lines import Line, page_of

WRONG, TWICE = "rujukan tabel lain", "nomor tabel ganda"
_CAPTION = re.compile(r"\s*tabel\b\.?\s*(\d{1,2}(?:\.\s?\d{1,2}){0,2})\.?(?![\d,])\s*(.*)", re.I | re.S)
_POINTS = re.compile(r"\btabel\b\.?\s*(\d{1,2}(?:\.\s?\d{1,2}){0,2})(?![\d,])", re.I)
_BELOW = re.compile(r"\b(?:berikut|di ?bawah)\b", re.I)
_NOT_BELOW = re.compile(r"\b(?:di ?atas|tersebut|sebelumnya|lampiran)\b", re.I)
_ABOVE = re.compile(r"\s*+\.?\s*+(?:tersebut\s+)?di\s?atas\b", re.I)
_TAIL = 30  # letters between the pointing words and the end of the sentence
_TITLE = 160
_ALIKE = 70
_CLEARER = 10  # by how much a sentence is more like the title of the table that is meant


@dataclass(frozen=True)
class _Pointer:
    """A sentence right above a caption: the table numbers it names, the caption's, and whether it says
    "berikut"."""

    named: tuple[str, ...]
    there: str
    says: bool
    line: Line
    caption: Line

    @property
    def step(self) -> float:
        """How far the last number named lies from the caption's, where both count within one chapter (0: they
        do not)."""
        named, there = self.named[-1].split("."), self.there.split(".")
        return int(named[-1]) - int(there[-1]) if named[:-1] == there[:-1] else 0


def _number(text: str) -> str:
    return re.sub(r"\s", "", text)


def _captions(lines: list[Line]) -> Iterator[tuple[int, str, str]]:
    """(position, number, title) of each caption line; a title may stand on the line below the number."""
    for at, line in enumerate(lines):
        found = _CAPTION.fullmatch(line.teks) if line.teks[:9].lstrip()[:5].lower() == "tabel" else None
        if (
            found is None
            or len(line.teks) > _TITLE
            or re.search(r"\.{4}|\t|;$", line.teks)
            or found[2][:1].islower()
        ):
            continue
        below = lines[at + 1] if at + 1 < len(lines) else None
        title = found[2] or (below.teks if below is not None and len(below.teks) < _TITLE else "")
        yield at, _number(found[1]), title


def table_numbers(lines: list[Line], note: Callable[[str, str, Line], None]) -> None:
    """Note WRONG and TWICE, each pair once for each of its places."""
    prose = [line for line in lines if line.r < 0 and line.zone not in ("daftar isi", "sampul", "lampiran")]
    captions = list(_captions(prose))
    pointers = [
        pointer for at, number, _ in captions if at and (pointer := _pointer(prose, at, number)) is not None
    ]
    wrong = [pointer for pointer in pointers if pointer.there not in pointer.named]
    steps = Counter(pointer.step for pointer in wrong if pointer.step)
    for pointer in wrong:
        if pointer.says or steps[pointer.step] > 1:
            text = (
                f"rujukan ke Tabel {pointer.named[-1]}{page_of(pointer.line)}, "
                f"padahal tabel di bawahnya bernomor Tabel {pointer.there}{page_of(pointer.caption)}"
            )
            for line in (pointer.line, pointer.caption):
                note(WRONG, text, line)
    if sum(number == "1" for _, number, _ in captions) <= 1:  # else chapters count for themselves
        _above(prose, captions, note)
        _shifted(prose, captions, [pointer for pointer in wrong if steps[pointer.step] > 1], note)
        _twice(prose, captions, note)


def _references(line: Line) -> Iterator[tuple[str, str, str]]:
    """(number, its sentence, the words right behind it) of each table that a line of prose names."""
    if _CAPTION.fullmatch(line.teks):
        return
    for sentence in re.split(r"(?<=[a-z)%][.;])\s+(?=[A-Z])", line.teks):
        for found in _POINTS.finditer(sentence):
            yield _number(found[1]), sentence, sentence[found.end() : found.end() + _TAIL]


def _above(prose: list[Line], captions: list, note: Callable[[str, str, Line], None]) -> None:
    """ "Dari Tabel 4 di atas": the table above has another number, and Table 4 comes only further down."""
    where = {number: at for at, number, _ in reversed(captions)}
    for at, line in enumerate(prose):
        above = [(at_line, number) for at_line, number, _ in captions if at_line < at]
        for number, _, behind in _references(line) if above else ():
            at_line, there = above[-1]
            if (
                _ABOVE.match(behind)
                and where.get(number, -1) > at
                and line.halaman - prose[at_line].halaman <= 1
            ):
                text = (
                    f"rujukan ke Tabel {number} di atas{page_of(line)}, padahal tabel di atasnya bernomor "
                    f"Tabel {there}{page_of(prose[at_line])} dan Tabel {number} baru ada di bawahnya"
                    f"{page_of(prose[where[number]])}"
                )
                for place in (line, prose[at_line]):
                    note(WRONG, text, place)


def _shifted(
    prose: list[Line], captions: list, series: list[_Pointer], note: Callable[[str, str, Line], None]
) -> None:
    """Other references between pointers that all miss by the same number: those whose sentence says what the
    table so many numbers away is about, and not what the named one is about."""
    titles = {number: (at, key(title)) for at, number, title in reversed(captions)}
    lines = {id(pointer.line) for pointer in series}
    at = [place for place, line in enumerate(prose) if id(line) in lines]
    for line in prose[at[0] : at[-1] + 1] if at else ():
        for number, sentence, behind in _references(line):
            head, _, last = number.rpartition(".")
            meant = (
                f"{head}.{int(last) - int(series[0].step)}" if head else str(int(last) - int(series[0].step))
            )
            if any(
                id(line) == id(pointer.line) and number in pointer.named for pointer in series
            ) or _ABOVE.match(behind):
                continue
            if not {number, meant} <= titles.keys():
                continue
            near, far = (fuzz.token_set_ratio(key(sentence), titles[number][1]) for number in (meant, number))
            if near >= _ALIKE and near - far >= _CLEARER:
                caption = prose[titles[meant][0]]
                text = (
                    f"rujukan ke Tabel {number}{page_of(line)}, padahal tabel tentang itu bernomor "
                    f"Tabel {meant}{page_of(caption)}"
                )
                for place in (line, caption):
                    note(WRONG, text, place)


def _pointer(prose: list[Line], at: int, number: str) -> _Pointer | None:
    """The last sentence right above a caption, where it ends with a table's number."""
    above = prose[at - 1]
    sentence = re.split(r"(?<=[a-z)%][.;])\s+(?=[A-Z])", above.teks.strip())[-1]
    found = list(_POINTS.finditer(sentence))
    if (
        not found
        or len(above.teks) < 2 * _TAIL
        or _CAPTION.fullmatch(above.teks)
        or _NOT_BELOW.search(sentence[found[0].start() :])
    ):
        return None
    if len(sentence) - found[-1].end() > _TAIL:
        return None
    named = tuple(_number(mark[1]) for mark in found)
    return _Pointer(named, number, bool(_BELOW.search(sentence[found[-1].end() :])), above, prose[at])


def _twice(
    prose: list[Line], captions: list[tuple[int, str, str]], note: Callable[[str, str, Line], None]
) -> None:
    """Two tables of different titles under one number."""
    first: dict[str, tuple[Line, str]] = {}
    for at, number, title in captions:
        there = prose[at]
        if number not in first:
            first[number] = (there, title)
            continue
        other, before = first[number]
        plain = [
            re.sub(r"\b(?:lanjutan|sambungan)\b", " ", key(title_text)).strip()
            for title_text in (before, title)
        ]
        if all(plain) and fuzz.token_set_ratio(*plain) < _ALIKE:
            text = (
                f'Tabel {number} adalah "{_short(before)}"{page_of(other)} '
                f'dan juga "{_short(title)}"{page_of(there)}'
            )
            for place in (other, there):
                note(TWICE, text, place)


def _short(title: str) -> str:
    return " ".join(title.split())[:80]
