"""What a report announces and leaves empty: "dengan realisasi sebesar Rp," without an amount, and "rencana
aksi sebagai berikut :" before empty pages."""

import re
from collections.abc import Callable
from itertools import pairwise, zip_longest

from rapidfuzz import fuzz

from cermat.datasets.document.model import Document
from cermat.datasets.recognise.document_lines import Line, page_of
from cermat.schemas.places import listed

EMPTY_AMOUNT, EMPTY_PART = "jumlah kosong", "isi kosong"
Note = Callable[[str, str, Line], None]
_AMOUNT = re.compile(
    r"\b(?P<verb>sebesar|senilai|sejumlah|sebanyak|berjumlah|adalah)\s+Rp\b\.?\s*(?P<rest>[.,:;…_-]*)\s*"
    r"(?P<behind>$|(?:dan|atau|dengan|serta|yang|dari|untuk|realisasi\w*)\b|\(|\d[\d.,]*\s*%)",
    re.I,
)
_PRINTED = re.compile(r"\s*(\d[\d.,]*\d)")
_ANNOUNCED = re.compile(r"(?:sebagai\s+berikut|(?:di\s?bawah|berikut)\s+ini)\s*[:.]*\s*", re.I)
_BEFORE = 120  # letters before a blank by which its copy is known
_SAME = 92
_PAGES = re.compile(r"halaman (\d+)(?:[–-](\d+))?: (?:gambar|tidak ada lapisan|rusak|sebagian)")


def blanks(lines: list[Line], document: Document, note: Note) -> None:
    """Note EMPTY_AMOUNT and EMPTY_PART."""
    prose = [line for line in lines if line.r < 0 and line.zone not in ("daftar isi", "sampul")]
    for line, below in zip_longest(prose, prose[1:]):
        for found in _AMOUNT.finditer(line.teks):
            if found["behind"] or not (below and re.match(r"\s*(?:Rp\b\.?\s*)?\d+[.,]\s?\d", below.teks)):
                _amount(found, line, prose, note)
    _parts(lines, document, note)


def _amount(found: re.Match, own: Line, prose: list[Line], note: Note) -> None:
    """Note an amount that is left blank, with what the same words have in another place."""
    before = " ".join(own.teks[: found.start("verb")].split())[-_BEFORE:]
    short = before[-50:].partition(" ")[2] if len(before) > 50 else before
    text = f'"{short} {found["verb"]} Rp{found["rest"]}" tanpa jumlah rupiah: jumlahnya kosong{page_of(own)}'
    other = next((filled for line in prose if line is not own and (filled := _copy(before, found, line))), "")
    note(EMPTY_AMOUNT, text + other, own)


def _copy(before: str, found: re.Match, line: Line) -> str:
    for same in re.finditer(rf"\b{found['verb']}\s+Rp\b\.?", line.teks, re.I) if len(before) >= 60 else ():
        printed = _PRINTED.match(line.teks, same.end())
        own = " ".join(line.teks[: same.start()].split())[-_BEFORE:]
        if printed and fuzz.ratio(own, before) >= _SAME:
            return f"; kalimat yang sama di bagian lain memuat {printed[1]}{page_of(line)}"
    return ""


def _parts(lines: list[Line], document: Document, note: Note) -> None:
    """Announcements at the foot of a page whose next pages hold no text and no picture."""
    filled = {line.halaman for line in lines} | {
        cell.halaman for cells in document.cells.values() for cell in cells
    }
    for first, last in (page for warning in document.warnings for page in _PAGES.findall(warning)):
        filled |= {*range(int(first), int(last or first) + 1)}
    for line, below in pairwise(lines):
        empty = range(line.halaman + 1, below.halaman)
        if (
            line.r < 0
            and line.halaman > 0
            and len(empty)
            and (found := _ANNOUNCED.search(line.teks))
            and not line.teks[found.end() :]
        ):
            said = " ".join(line.teks.split())[-90:].partition(" ")[2]
            pages = listed(empty, map(document.pages.get, empty))
            if not filled & {*empty}:
                note(EMPTY_PART, f'"{said}"{page_of(line)} tidak diikuti apa pun: {pages} kosong', line)
