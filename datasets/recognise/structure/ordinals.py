"""Ordinals that do not fit: a chapter that the outline of the report numbers otherwise ("BAB VI PENUTUP"
after BAB III, where the chapter is BAB IV), a row of averages called by another sasaran than the heading
above it."""

import re
from collections.abc import Callable

from cermat.datasets.document.headings import key
from cermat.datasets.recognise.document_lines import Line, page_of

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


def _chapters(lines: list[Line], note: Note) -> None:
    """A chapter's title with two numbers, one of which breaks the count of the chapters named before it."""
    found = []
    for line in lines:
        chapter = (
            _CHAPTER.fullmatch(line.teks.split("\t")[0]) if line.r < 0 and len(line.teks) < _LONG else None
        )
        if chapter and (
            number := _ROMAN.get(chapter[1].lower(), int(chapter[1]) if chapter[1].isdigit() else 0)
        ):
            found.append((number, re.sub(r"\W", "", key(chapter[2])), line))
    for (before, _, _), (number, title, line) in zip(found, found[1:], strict=False):
        other = next((line for count, named, line in found if named == title and count == before + 1), None)
        if number != 1 and number > before + 1 and other is not None:
            said, right = (" ".join(place.teks.split("\t")[0].split()) for place in (line, other))
            text = (
                f'"{said}"{page_of(line)} langsung sesudah bab ke-{before}, '
                f'di bagian lain "{right}"{page_of(other)}'
            )
            for place in (line, other):
                note(CHAPTER, text, place)


def _labels(lines: list[Line], note: Note) -> None:
    """A row's label whose ordinal is not its heading's, but that of an earlier heading with a row of its own:
    "Rata-rata capaian sasaran ke-3" in the tables of the third and of the fourth sasaran."""
    heading: dict[str, tuple[int, Line]] = {}
    right: dict[tuple[str, int], Line] = {}
    for line in lines:
        if line.r < 0:
            if len(line.teks) < _LONG and (found := _HEADING.fullmatch(line.teks)):
                heading[found[1].lower()] = (int(found[2]), line)
            continue
        found = _ROW.match(line.teks)
        if found is None or (kind := found[1].lower()) not in heading:
            continue
        number, above = heading[kind]
        told = int(found[2])
        if told == number:
            right.setdefault((kind, told), line)
        elif (kind, told) in right:
            text = (
                f'label baris "{" ".join(line.teks.split())}"{page_of(line)} '
                f"ada di bawah judul {kind} ke-{number}"
                f"{page_of(above)}, sedangkan {kind} ke-{told} mempunyai barisnya sendiri"
                f"{page_of(right[kind, told])}"
            )
            note(LABEL, text, line)
