"""Ordinals that do not fit: a chapter that the outline of the report numbers otherwise ("BAB VI PENUTUP"
after BAB III, where the chapter is BAB IV), a row of averages called by another sasaran than the heading
above it."""

import re
from collections.abc import Callable

from datasets.document.headings import key
from datasets.recognise.document_lines import Line

CHAPTER, LABEL = "nomor bab lain", "label baris lain"
Note = Callable[[str, str, Line], None]
_CHAPTER = re.compile(r"bab\s+([ivx]{1,4}|\d)\b[.:]?\s*(.{4,80})", re.I)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_WHOSE = r"(sasaran|tujuan|misi)(?:\s+strategis)?\s+(?:ke\s?-?\s?)?(\d{1,2})"
_ROW = re.compile(rf"(?:rata\s?-?\s?rata|jumlah|total)\b[^.;:]{{0,40}}?\b{_WHOSE}", re.I)
_HEADING = re.compile(rf"(?:[a-z0-9]{{1,2}}[.)]\s*)?{_WHOSE}\s*[:=.–-].*", re.I)
_LONG = 200


def ordinals(lines: list[Line], note: Note) -> None:
    """Note CHAPTER and LABEL, each once for each of its places."""
    _chapters(lines, note)
    _labels(lines, note)


def _page(b: Line) -> str:
    return f" (halaman {b.halaman})" if b.halaman >= 0 else ""


def _chapters(lines: list[Line], note: Note) -> None:
    """A chapter's title with two numbers, one of which breaks the count of the chapters named before it."""
    found = []
    for b in lines:
        m = _CHAPTER.fullmatch(b.teks.split("\t")[0]) if b.r < 0 and len(b.teks) < _LONG else None
        if m and (number := _ROMAN.get(m[1].lower(), int(m[1]) if m[1].isdigit() else 0)):
            found.append((number, re.sub(r"\W", "", key(m[2])), b))
    for (before, _, _), (number, title, b) in zip(found, found[1:], strict=False):
        other = next((x for n, t, x in found if t == title and n == before + 1), None)
        if number != 1 and number > before + 1 and other is not None:
            said, right = (" ".join(x.teks.split("\t")[0].split()) for x in (b, other))
            text = (
                f'"{said}"{_page(b)} langsung sesudah bab ke-{before}, di bagian lain "{right}"{_page(other)}'
            )
            for place in (b, other):
                note(CHAPTER, text, place)


def _labels(lines: list[Line], note: Note) -> None:
    """A row's label whose ordinal is not its heading's, but that of an earlier heading with a row of its own:
    "Rata-rata capaian sasaran ke-3" in the tables of the third and of the fourth sasaran."""
    heading: dict[str, tuple[int, Line]] = {}
    right: dict[tuple[str, int], Line] = {}
    for b in lines:
        if b.r < 0:
            if len(b.teks) < _LONG and (m := _HEADING.fullmatch(b.teks)):
                heading[m[1].lower()] = (int(m[2]), b)
            continue
        m = _ROW.match(b.teks)
        if m is None or (kind := m[1].lower()) not in heading:
            continue
        number, above = heading[kind]
        told = int(m[2])
        if told == number:
            right.setdefault((kind, told), b)
        elif (kind, told) in right:
            text = (
                f'label baris "{" ".join(b.teks.split())}"{_page(b)} ada di bawah judul {kind} ke-{number}'
                f"{_page(above)}, sedangkan {kind} ke-{told} mempunyai barisnya sendiri"
                f"{_page(right[kind, told])}"
            )
            note(LABEL, text, b)
