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
_TAIL = 30  # letters between the pointing words and the end of the sentence
_TITLE = 160
_ALIKE = 70


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
    _twice(prose, captions, note)


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
    """Two tables of different titles under one number; where plain numbers begin again at 1, chapters count
    for themselves."""
    if sum(number == "1" for _, number, _ in captions) > 1:
        return
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
