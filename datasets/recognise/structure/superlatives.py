"""Superlatives against the table they speak of: "tingkat efisiensi tertinggi terdapat pada kegiatan X sebesar
29,87" where the column "Tingkat efisiensi" has 15,89 for X and 67,52 for another."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from cermat.datasets.document.headings import key
from cermat.datasets.document.model import Document
from cermat.datasets.recognise.document_lines import Line, page_of
from cermat.schemas.angka import FIGURE, parse

OTHER_PEAK = "puncak lain"
_LARGE, _SMALL = ("tinggi", "besar", "banyak"), ("endah", "kecil", "sedikit")
_MOST = rf"(?P<most>(?:paling\s+r?|ter+)(?P<kind>{'|'.join(_LARGE + _SMALL)}))\b"
_HINT = re.compile(rf"\b{_MOST}", re.I)
_PEAK = re.compile(rf"(?P<what>(?:[^\W\d_]+\s+){{0,3}}[^\W\d_]+)\s+{_MOST}", re.I)
_VALUE = re.compile(
    r"\b(?:sebesar|sebanyak|senilai|yaitu|yakni|mencapai)\s+(?:Rp\b\.?\s*)?(\d[\d.,]*\d|\d)", re.I
)
_OTHER = re.compile(r"\b(?:kedua|ketiga|tahun|antara|nasional|indonesia|sejak|selama)\b", re.I)
_SENTENCE = re.compile(r"(?<=[a-z0-9)%\"”][.;])\s+(?=[A-Z])|\s+(?=sedangkan\b)", re.I)
_TOTAL = re.compile(r"\W*(?:jumlah|total|rata\s?-?\s?rata)\W*$", re.I)
_PLAIN = {
    "tingkat",
    "nilai",
    "jumlah",
    "total",
    "angka",
    "persentase",
    "prosentase",
    "sedangkan",
    "dengan",
    "yang",
    "paling",
}
_NEAR = 2  # pages from a sentence back to its table
_ROWS = 4
_NAME = 5  # letters of a row's name that is met in a sentence by no coincidence


@dataclass(frozen=True)
class _Row:
    name: str
    text: str
    value: float
    beside: frozenset[float]
    page: str


def superlatives(lines: list[Line], document: Document, note: Callable[[str, str, Line], None]) -> None:
    """Note OTHER_PEAK at the sentence."""
    for line in lines:
        if line.r >= 0 or line.zone in ("daftar isi", "sampul") or not _HINT.search(line.teks):
            continue
        for sentence in _SENTENCE.split(line.teks):
            if (found := _PEAK.search(sentence)) and (text := _wrong(found, sentence, line, document)):
                note(OTHER_PEAK, text, line)


def _wrong(found: re.Match, sentence: str, line: Line, document: Document) -> str:
    """What the table says instead; '' where it agrees, or where none is surely meant."""
    words = {word for word in key(found["what"]).split() if len(word) > 4 and word not in _PLAIN}
    if (stated := _VALUE.search(sentence, found.end())) is None:
        return ""
    between, told = sentence[found.end() : stated.start()], _number(stated[1])
    if told is None or not words or _OTHER.search(between):
        return ""
    rows = _column(words, line, document)
    named = [row for row in rows if len(row.name) >= _NAME and {*row.name.split()} <= {*key(between).split()}]
    if not named:
        return ""
    own = max(named, key=lambda row: len(row.name))
    peak = (max if found["kind"].lower() in _LARGE else min)(rows, key=lambda row: row.value)
    if told in own.beside or told == own.value == peak.value:
        return ""
    most = re.sub(r"ter+", "ter", " ".join(found["most"].lower().split()))
    figure = "" if told == own.value else f"tabelnya{own.page} mencetak {own.text}, dan "
    extreme = f"yang {most} di tabel {peak.text} ({peak.name})"
    return f'"{own.name}" disebut {most} sebesar {stated[1]}, sedangkan {figure}{extreme}'


def _column(words: set[str], line: Line, document: Document) -> list[_Row]:
    """The rows of the nearest table above whose head names what is compared; [] where there is none."""
    for block in reversed(document.blocks):
        cells = document.cells.get(block.blok, ())
        if block.blok >= line.blok or not cells or line.halaman - cells[-1].halaman > _NEAR:
            continue
        heads = [cell for cell in cells if cell.kepala and words <= {*key(cell.teks).split()}]
        if len(heads) == 1:
            rows = _rows(cells, heads[0].c)
            return rows if len(rows) >= _ROWS else []
    return []


def _rows(cells, column: int) -> list[_Row]:
    by_row: dict[int, list] = {}
    for cell in cells:
        if not cell.kepala:
            by_row.setdefault(cell.r, []).append(cell)
    result = []
    for row in by_row.values():
        names = [cell for cell in row if cell.c < column and re.search(r"[^\W\d_]{2}", cell.teks)]
        figures = {cell.c: value for cell in row if (value := _number(cell.teks)) is not None}
        if names and column in figures and not _TOTAL.match(names[-1].teks):
            text = next(cell.teks.strip() for cell in row if cell.c == column)
            beside = frozenset(figure for at, figure in figures.items() if at != column)
            name = key(max(names, key=lambda cell: cell.c).teks)
            result.append(_Row(name, text, figures[column], beside, page_of(row[0])))
    return result


def _number(text: str) -> float | None:
    read = parse(text)
    whole = read.kelas == FIGURE and not read.ragu.startswith("lebih")
    return read.mantissa * 10.0**-read.desimal if whole else None
