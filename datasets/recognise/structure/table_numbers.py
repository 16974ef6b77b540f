"""Numbers of tables: the one a sentence points to against the one right below it, and one number over two
tables."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from datasets.document.headings import key
from datasets.recognise.document_lines import Line

WRONG, TWICE = "rujukan tabel lain", "nomor tabel ganda"
_CAPTION = re.compile(r"\s*tabel\b\.?\s*(\d{1,2}(?:\.\s?\d{1,2}){0,2})\.?(?![\d,])\s*(.*)", re.I | re.S)
_POINTS = re.compile(r"\btabel\b\.?\s*(\d{1,2}(?:\.\s?\d{1,2}){0,2})(?![\d,])", re.I)
_BELOW = re.compile(r"\b(?:berikut|di ?bawah)\b", re.I)
_NOT_BELOW = re.compile(r"\b(?:di ?atas|tersebut|sebelumnya|lampiran)\b", re.I)
_ABOVE = re.compile(r"\s*\.?\s*(?:tersebut\s+)?di\s?atas\b", re.I)
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
        a, b = self.named[-1].split("."), self.there.split(".")
        return int(a[-1]) - int(b[-1]) if a[:-1] == b[:-1] else 0


def _number(text: str) -> str:
    return re.sub(r"\s", "", text)


def _captions(lines: list[Line]) -> Iterator[tuple[int, str, str]]:
    """(position, number, title) of each caption line; a title may stand on the line below the number."""
    for at, b in enumerate(lines):
        m = _CAPTION.fullmatch(b.teks) if b.teks[:9].lstrip()[:5].lower() == "tabel" else None
        if m is None or len(b.teks) > _TITLE or re.search(r"\.{4}|\t|;$", b.teks) or m[2][:1].islower():
            continue
        below = lines[at + 1] if at + 1 < len(lines) else None
        title = m[2] or (below.teks if below is not None and len(below.teks) < _TITLE else "")
        yield at, _number(m[1]), title


def table_numbers(lines: list[Line], note: Callable[[str, str, Line], None]) -> None:
    """Note WRONG and TWICE, each pair once for each of its places."""
    prose = [b for b in lines if b.r < 0 and b.zone not in ("daftar isi", "sampul", "lampiran")]
    captions = list(_captions(prose))
    pointers = [p for at, number, _ in captions if at and (p := _pointer(prose, at, number)) is not None]
    wrong = [p for p in pointers if p.there not in p.named]
    steps = Counter(p.step for p in wrong if p.step)
    for p in wrong:
        if p.says or steps[p.step] > 1:
            text = (
                f"rujukan ke Tabel {p.named[-1]}{_page(p.line)}, "
                f"padahal tabel di bawahnya bernomor Tabel {p.there}{_page(p.caption)}"
            )
            for b in (p.line, p.caption):
                note(WRONG, text, b)
    if sum(number == "1" for _, number, _ in captions) <= 1:  # else chapters count for themselves
        _above(prose, captions, note)
        _shifted(prose, captions, [p for p in wrong if steps[p.step] > 1], note)
        _twice(prose, captions, note)


def _references(b: Line) -> Iterator[tuple[str, str, str]]:
    """(number, its sentence, the words right behind it) of each table that a line of prose names."""
    if _CAPTION.fullmatch(b.teks):
        return
    for sentence in re.split(r"(?<=[a-z)%][.;])\s+(?=[A-Z])", b.teks):
        for m in _POINTS.finditer(sentence):
            yield _number(m[1]), sentence, sentence[m.end() : m.end() + _TAIL]


def _above(prose: list[Line], captions: list, note: Callable[[str, str, Line], None]) -> None:
    """ "Dari Tabel 4 di atas": the table above has another number, and Table 4 comes only further down."""
    where = {number: at for at, number, _ in reversed(captions)}
    for at, b in enumerate(prose):
        above = [(i, n) for i, n, _ in captions if i < at]
        for number, _, behind in _references(b) if above else ():
            i, there = above[-1]
            if _ABOVE.match(behind) and where.get(number, -1) > at and b.halaman - prose[i].halaman <= 1:
                text = (
                    f"rujukan ke Tabel {number} di atas{_page(b)}, padahal tabel di atasnya bernomor "
                    f"Tabel {there}{_page(prose[i])} dan Tabel {number} baru ada di bawahnya"
                    f"{_page(prose[where[number]])}"
                )
                for place in (b, prose[i]):
                    note(WRONG, text, place)


def _shifted(
    prose: list[Line], captions: list, series: list[_Pointer], note: Callable[[str, str, Line], None]
) -> None:
    """Other references between pointers that all miss by the same number: those whose sentence says what the
    table so many numbers away is about, and not what the named one is about."""
    titles = {number: (at, key(title)) for at, number, title in reversed(captions)}
    lines = {id(p.line) for p in series}
    at = [i for i, b in enumerate(prose) if id(b) in lines]
    for b in prose[at[0] : at[-1] + 1] if at else ():
        for number, sentence, behind in _references(b):
            head, _, last = number.rpartition(".")
            meant = (
                f"{head}.{int(last) - int(series[0].step)}" if head else str(int(last) - int(series[0].step))
            )
            if any(id(b) == id(p.line) and number in p.named for p in series) or _ABOVE.match(behind):
                continue
            if not {number, meant} <= titles.keys():
                continue
            near, far = (fuzz.token_set_ratio(key(sentence), titles[n][1]) for n in (meant, number))
            if near >= _ALIKE and near - far >= _CLEARER:
                caption = prose[titles[meant][0]]
                text = (
                    f"rujukan ke Tabel {number}{_page(b)}, padahal tabel tentang itu bernomor "
                    f"Tabel {meant}{_page(caption)}"
                )
                for place in (b, caption):
                    note(WRONG, text, place)


def _page(b: Line) -> str:
    return f" (halaman {b.halaman})" if b.halaman >= 0 else ""


def _pointer(prose: list[Line], at: int, number: str) -> _Pointer | None:
    """The last sentence right above a caption, where it ends with a table's number."""
    b = prose[at - 1]
    sentence = re.split(r"(?<=[a-z)%][.;])\s+(?=[A-Z])", b.teks.strip())[-1]
    found = list(_POINTS.finditer(sentence))
    if (
        not found
        or len(b.teks) < 2 * _TAIL
        or _CAPTION.fullmatch(b.teks)
        or _NOT_BELOW.search(sentence[found[0].start() :])
    ):
        return None
    if len(sentence) - found[-1].end() > _TAIL:
        return None
    named = tuple(_number(m[1]) for m in found)
    return _Pointer(named, number, bool(_BELOW.search(sentence[found[-1].end() :])), b, prose[at])


def _twice(
    prose: list[Line], captions: list[tuple[int, str, str]], note: Callable[[str, str, Line], None]
) -> None:
    """Two tables of different titles under one number."""
    first: dict[str, tuple[Line, str]] = {}
    for at, number, title in captions:
        b = prose[at]
        if number not in first:
            first[number] = (b, title)
            continue
        other, before = first[number]
        plain = [re.sub(r"\b(?:lanjutan|sambungan)\b", " ", key(t)).strip() for t in (before, title)]
        if all(plain) and fuzz.token_set_ratio(*plain) < _ALIKE:
            text = (
                f'Tabel {number} adalah "{_short(before)}"{_page(other)} dan juga "{_short(title)}"{_page(b)}'
            )
            for place in (other, b):
                note(TWICE, text, place)


def _short(title: str) -> str:
    return " ".join(title.split())[:80]
