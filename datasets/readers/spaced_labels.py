"""Lines of a spaced table that hold only words: which of them begin the label of the row whose values stand
below."""

import re
from typing import NamedTuple

from cermat.datasets.document.cells import cell_kind, is_number_row, is_row_label, prints_value, vocabulary

_PIECE = re.compile(r"\S+(?: \S+)*")
_COLUMN_FORMULA = re.compile(r"\(?\d{1,2}\)?\s*[=:]\s*\(?[\d\s/:x×*+()%–-]+")
_BOUND = r"(?:[<>≤≥]=?\s*)?\d[\d.,]*\s*%?"
_INTERVAL = re.compile(
    rf"[<>≤≥]=?\s*\d[\d.,]*\s*%?|{_BOUND}\s*(?:[-–—<>≤≥]=?|s\.?\s?/?d\.?|sampai(?: dengan)?)\s*{_BOUND}"
)
_WORD = re.compile(r"\S+")
_AMOUNT = r"(?:Rp\.?)?\d{1,3}(?:\.\d{2,3})+\.?(?:,\d+)?"
_AMOUNTS = re.compile(rf"{_AMOUNT}(?: {_AMOUNT})+(?: \d{{1,3}}[.,]\d{{1,2}}%?)?")
REACH = 6  # characters by which the lines of one label may stand apart


class Piece(NamedTuple):
    """A piece of a line between gaps of two or more spaces: where it stands, and its words."""

    mulai: int
    akhir: int
    teks: str


def pieces(text: str) -> list[Piece]:
    """The pieces of a line; whole amounts with only one blank between them stand in columns of their own."""
    result = []
    for found in _PIECE.finditer(text):
        words = list(_WORD.finditer(found[0])) if " " in found[0] and _AMOUNTS.fullmatch(found[0]) else ()
        result += [
            Piece(found.start() + word.start(), found.start() + word.end(), word[0]) for word in words
        ] or [Piece(found.start(), found.end(), found[0])]
    return result


def is_value(text: str) -> bool:
    """Does a piece print a value, or the interval of a scale?"""
    return prints_value(text) or _INTERVAL.fullmatch(text) is not None and cell_kind(text) != "tahun"


def has_values(line: list[Piece]) -> bool:
    """Does a line bring values of its row? A row number alone is none."""
    rest = line[1:] if line and (is_row_label(line[0].teks) or not prints_value(line[0].teks)) else line
    return any(is_value(piece.teks) for piece in rest)


def names_columns(line: list[Piece]) -> bool:
    """Is this a line of column numbers, or of what they are computed from ("5 = 4/3x100%")?"""
    text = [piece.teks for piece in line]
    return is_number_row(text) or bool(text) and all(_COLUMN_FORMULA.fullmatch(title) for title in text)


def _words(line: list[Piece]) -> tuple[bool, Piece | None]:
    """(bears a row number, the label's words) of a line; None where several texts stand in it or none."""
    numbered = len(line) > 1 and is_row_label(line[0].teks)
    text = [piece for piece in line[numbered:] if not is_value(piece.teks)]
    return numbered, text[0] if text and text[0] is line[numbered] else None


def _goes_on(above: list[Piece], below: list[Piece]) -> bool:
    """Does the label of `above`, a line of words only, go on in `below`?"""
    _, upper = _words(above)
    numbered, lower = _words(below)
    if upper is None or numbered or len(above) > 2 or above[-1] is not upper:
        return False
    if lower is None:  # values alone: the words above are their label
        return below[0].mulai > upper.mulai + REACH
    if abs(upper.mulai - lower.mulai) > REACH:
        return False
    return bool(re.match(r"[a-z(]", lower.teks) or vocabulary()["gantung"].search(upper.teks))


def leading_lines(lines: list[list[Piece]]) -> set[int]:
    """Numbers of the lines that begin the label of a row below: words only, in one run down to the row's
    values, the first of them with a capital or a row number. Where the rows so numbered have further rows of
    values, they head those."""
    result: set[int] = set()
    for start, line in enumerate(lines):
        if not line or not has_values(line) or names_columns(line):
            continue
        chain, at = [], start
        while (
            at > 0 and lines[at - 1] and not has_values(lines[at - 1]) and _goes_on(lines[at - 1], lines[at])
        ):
            at -= 1
            chain.append(at)
            if _words(lines[at])[0]:
                break
        if chain and (_words(lines[chain[-1]])[0] or re.match(r"[A-Z(]", lines[chain[-1]][-1].teks)):
            result |= set(chain)
    return result
