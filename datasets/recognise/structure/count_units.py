"""Units that cannot be a count's: "Jumlah unit usaha (%)" where another table counts it in "Unit", and "23,68
jiwa" beside "23,03 juta jiwa"."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from cermat.datasets.document.headings import key
from cermat.datasets.document.model import Document
from cermat.datasets.recognise import units
from cermat.datasets.recognise.document_lines import Line, page_of

PERCENT, UNSCALED = "cacah dalam persen", "kelipatan hilang"
Note = Callable[[str, str, Line], None]
_NAME = re.compile(
    r"\W*(?:\d[\d.]*\s*)?((?:jumlah|banyaknya)\s.{8,160}?)\s*(?:\{?\(\s*([^()]{1,15})\))?[\s:;.]*",
    re.I | re.S,
)
_SAID = re.compile(
    r"((?:jumlah|banyaknya)\s.{8,160}?)\s+(?:sebesar|sebanyak|adalah|yaitu)\s+"
    r"([\d.,]+)\s*(%|persen\b|[a-z]+)",
    re.I,
)
_FIGURE = re.compile(r"[\d.,]*\d")
_SAME = 92  # names that differ by a blank or a letter
_SCALE = r"(?:ribu|juta|mil[iy]ar)"
_PEOPLE = r"(?:jiwa|orang|penduduk|kk|keluarga|rumah tangga|ekor)"
_COUNT = re.compile(
    rf"(?<![\d.,])(\d{{1,3}},\s?\d{{1,3}})\s+((?:{_SCALE}\s+)?)({_PEOPLE})\b(?!\s*(?:/|per\b))", re.I
)
_SENTENCE = re.compile(r"(?<=[a-z)%][.;])\s+(?=[A-Z])")


@dataclass(frozen=True)
class Counted:
    """A count by name: its unit as printed ("%", "Unit") and its figures as printed."""

    name: str
    unit: str
    figures: frozenset[str]
    line: Line


def count_units(lines: list[Line], document: Document, note: Note) -> None:
    """Note PERCENT and UNSCALED, once for each of their places."""
    counted = [*_in_tables(document), *_in_prose(lines)]
    things = units.counted() - units.with_decimals()
    in_numbers = [one for one in counted if one.unit.lower() in things]
    for odd in (one for one in counted if one.unit == "%"):
        other = next(
            (
                one
                for one in in_numbers
                if odd.figures & one.figures and fuzz.ratio(odd.name, one.name) >= _SAME
            ),
            None,
        )
        if other is not None:
            figure = min(odd.figures & other.figures)
            text = (
                f'"{odd.name}" bersatuan % ({figure} %){page_of(odd.line)}, sedangkan di tempat lain '
                f"{figure} {other.unit}{page_of(other.line)}"
            )
            for place in (odd.line, other.line):
                note(PERCENT, text, place)
    for line in lines:
        for sentence in (
            _SENTENCE.split(line.teks) if line.r < 0 and line.zone not in ("daftar isi", "sampul") else ()
        ):
            _unscaled(sentence, line, note)


def _in_tables(document: Document) -> Iterator[Counted]:
    """Rows whose name begins with "Jumlah", with the unit in brackets behind it or in the column of units."""
    for block in document.blocks:
        rows: dict[int, list] = {}
        for cell in document.cells.get(block.blok, ()):
            rows.setdefault(cell.r, []).append(cell)
        heads = {cell.c: key(cell.teks) for cell in document.cells.get(block.blok, ()) if cell.kepala}
        for row in rows.values():
            named = [
                (cell, found) for cell in row if not cell.kepala and (found := _NAME.fullmatch(cell.teks))
            ]
            for cell, found in named[:1]:
                told = [
                    other.teks.strip() for other in row if heads.get(other.c) == "satuan" and other.c > cell.c
                ]
                unit = (found[2] or (told[0] if told else "")).strip(" {}.:")
                figures = frozenset(
                    other.teks.strip()
                    for other in row
                    if other.c > cell.c and _FIGURE.fullmatch(other.teks.strip())
                )
                if unit and figures:
                    place = Line.of_cell(block, cell)
                    yield Counted(key(found[1]), _unit(unit), figures, place)


def _in_prose(lines: list[Line]) -> Iterator[Counted]:
    for line in lines:
        for found in (
            _SAID.finditer(line.teks) if line.r < 0 and line.zone not in ("daftar isi", "sampul") else ()
        ):
            yield Counted(key(found[1]), _unit(found[3]), frozenset([found[2].strip(".,")]), line)


def _unit(text: str) -> str:
    return "%" if text.lower() in ("%", "persen", "prosen") else text


def _unscaled(sentence: str, line: Line, note: Note) -> None:
    """A part of a person: "23,68 jiwa", where the sentence has other counts of them in millions."""
    counts = [
        (re.sub(r"\s", "", found[1]), found[2].strip().lower(), found[3])
        for found in _COUNT.finditer(sentence)
    ]
    for figure, scale, noun in counts:
        beside = next((count for count in counts if count[1] and count[2].lower() == noun.lower()), None)
        if not scale and beside is not None:
            shown = f"{beside[0]} {beside[1]} {beside[2]}"
            text = (
                f'"{figure} {noun}"{page_of(line)} tanpa "{beside[1]}", padahal di sebelahnya "{shown}"; '
                f"mungkin {figure} {beside[1]} {noun}"
            )
            note(UNSCALED, text, line)
