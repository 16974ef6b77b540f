"""One grid laid out: texts, spans, headers above each column, the number in each cell, what each row is."""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from cermat.datasets.document.cells import is_number_row
from cermat.datasets.recognise.code_columns import joined_code, segment_columns
from cermat.datasets.recognise.grids.stated_columns import Formula, stated_formulas
from cermat.datasets.recognise.headers import Header, candidate_roles, read_header, tidy
from cermat.datasets.recognise.row_kinds import RowKind, row_kind
from cermat.schemas import angka as A

VALUED = (A.FIGURE, A.NIL, A.ABSENT, A.UNREADABLE)
ORDER = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[IVXL]{1,6}|[a-zA-Z])\s*[.)]?\)?")


class CellNumber(NamedTuple):
    """One number token of a cell: its id in `angka` and what that row says."""

    id: int
    r: int
    c: int
    mulai: int
    akhir: int
    teks: str
    nilai: float
    desimal: int
    satuan: str
    kelas: str
    kolom: str = ""

    @property
    def Index(self) -> int:
        return self.id


def grid_numbers(angka: pd.DataFrame) -> dict[int, list[CellNumber]]:
    """The tokens of every grid by block, in order of row, column and offset."""
    inside = angka[angka["r"].ge(0)]
    columns = [inside[name].tolist() for name in ("blok", *CellNumber._fields[1:])]
    result: dict[int, list[CellNumber]] = {}
    for number, blok, *token in zip(inside.index.tolist(), *columns, strict=True):
        result.setdefault(blok, []).append(CellNumber(number, *token))
    return result


@dataclass(eq=False)
class Layout:
    """One grid.

    teks: array (rows, columns) of texts, '' where a cell is covered by another; raw: the same with blanks and
    line ends as read (offsets of `angka` count in it); origin: (rows, columns, 2) anchor of each place;
    header: column → Header; body: row numbers of the body, in order; rows: row → RowKind;
    numbering: the texts of the row of column numbers, where there is one;
    id, nilai, desimal, kelas: (rows, columns): the cell's main number (id in `angka`, -1 none; NaN where it
    has no value).
    """

    laporan: str
    blok: int
    caption: str
    bagian: str
    intro: str
    teks: np.ndarray
    raw: np.ndarray
    origin: np.ndarray
    garis: np.ndarray
    page: np.ndarray
    header: dict[int, Header]
    body: list[int]
    numbering: list[str] = field(default_factory=list)
    tokens: dict[tuple[int, int], list[CellNumber]] = field(default_factory=dict)
    rows: dict[int, RowKind] = field(default_factory=dict)

    def __post_init__(self):
        form = self.teks.shape
        self.id, self.desimal = np.full(form, -1), np.zeros(form, dtype=int)
        self.nilai = np.full(form, np.nan)
        self.kelas, self.satuan = np.full(form, "", dtype=object), np.full(form, "", dtype=object)

    @property
    def table(self) -> str:
        return f"tabel-{self.blok}"

    @property
    def width(self) -> int:
        return self.teks.shape[1]

    @cached_property
    def segments(self) -> list[int]:
        """Columns that hold the segments of a code, one each."""
        heads = {column: head.teks for column, head in self.header.items()}
        return segment_columns(heads, self.teks[self.body].tolist())

    @cached_property
    def codes(self) -> dict[int, str]:
        """Row → its code from the columns of segments; those it leaves out on the left are those above."""
        result: dict[int, str] = {}
        above: list[str] = []
        for row in self.body:
            own = self.teks[row, self.segments].tolist()
            if any(own):
                first = next(place for place, text in enumerate(own) if text)
                above = [*above[:first], *own[first:]]
                result[row] = joined_code(above)
        return result

    @cached_property
    def formulas(self) -> dict[int, Formula]:
        """Column → what the row of column numbers, or its header, says it is made of."""
        leaves = {column: head.path[-1] for column, head in self.header.items() if head.path}
        return stated_formulas(self.numbering, leaves)

    def content(self, row: int, column: int) -> str:
        """The text at a place, that of the merged cell that covers it included."""
        return self._merged[row][column]

    @cached_property
    def _merged(self) -> list[list[str]]:
        return self.teks[self.origin[..., 0], self.origin[..., 1]].tolist()

    def kind(self, row: int) -> str:
        """What a row is: data, total …"""
        return self.rows[row].jenis

    def part(self, row: int, column: int, **told: str) -> dict:
        """A row of `rincian` with the figure at a place, and what else is `told` of it."""
        plain = {"kode": str(row), "induk": "", "ukuran_induk": "", "peran": "bagian", "satuan": ""}
        return {**self.place(row), **plain, **told, **self.sel(row, column, "nilai")}

    def printed(self, rows: list[int], column: int) -> tuple[np.ndarray, np.ndarray]:
        """Values of a column in these rows, and their decimals."""
        return self.nilai[rows, column], self.desimal[rows, column]

    def has_number(self, row: int, column: int) -> bool:
        """Does the cell hold a number, a '-' or an n/a that stands for one?"""
        return self.id[row, column] >= 0 or self.kelas[row, column] in VALUED

    def figures(self, row: int, column: int) -> bool:
        return self.kelas[row, column] == A.FIGURE

    def place(self, row: int, label: str = "") -> dict:
        """The place columns of a typed row that stands in row r."""
        page, line = (str(number) if number >= 0 else "" for number in (self.page[row], self.garis[row]))
        place = {"laporan": self.laporan, "tabel": self.table, "bagian": self.bagian, "halaman": page}
        return place | {"baris": label or self.number(row) or self.rows[row].label[:80], "garis": line}

    def number(self, row: int) -> str:
        """The row's number or letter in its first filled cell; else its code from columns of segments."""
        return self.codes.get(row) or self._numbers[row]

    @cached_property
    def _numbers(self) -> list[str]:
        first = (next((text for text in row[:3] if text), "") for row in self._merged)
        return [text if ORDER.fullmatch(text) else "" for text in first]

    def sel(self, row: int, column: int, measure: str) -> dict:
        """A value cell as columns of a typed row: text and, under _columns, the id of its number.

        A cell of several numbers ("69,1 - 69,5") or a sentence is no value: it gives no text, so that nobody
        reads one.
        """
        number, tokens = int(self.id[row, column]), self.tokens.get((row, column), ())
        many = number < 0 and any(token.kelas in VALUED for token in tokens)
        return {measure: "" if many else str(self.teks[row, column]), f"_{measure}": number}

    def cells(self, row: int, columns: dict) -> dict:
        """The value cells of a row as columns of a typed row: measure → its Column."""
        told: dict = {}
        for measure, col in columns.items():
            told |= self.sel(row, col.c, measure)
        return told

    def filled(self, row: int, columns: dict) -> dict:
        """Measure → its Column where its cell of the row holds a text."""
        return {measure: col for measure, col in columns.items() if self.teks[row, col.c]}


def year_text(tahun: int) -> str:
    """A year as typed rows print it; '' where it is not known."""
    return str(tahun) if tahun > 0 else ""


def _position(sel: list) -> tuple[np.ndarray, ...]:
    """Arrays of texts, texts as read, anchors, and of each row its line and page."""
    height = max(cell.r + max(cell.rs, 1) for cell in sel)
    width = max(cell.c + max(cell.cs, 1) for cell in sel)
    text = np.full((height, width), "", dtype=object)
    raw = text.copy()
    origin = np.moveaxis(np.indices((height, width)), 0, -1).copy()
    line, page = np.full(height, -1), np.full(height, -1)
    for cell in sel:
        row, column = cell.r, cell.c
        raw[row, column], text[row, column] = cell.teks, " ".join(cell.teks.split())
        origin[row : row + max(cell.rs, 1), column : column + max(cell.cs, 1)] = (row, column)
        if line[row] < 0 or (text[row, column] and 0 <= cell.garis < line[row]):
            line[row] = cell.garis
        page[row] = cell.halaman if page[row] < 0 else page[row]
    return text, raw, origin, line, page


def _is_column_numbers(content: list[str]) -> bool:
    """A row "1 2 3 4", "(1) (2) (3)", "1 2 3 3": column numbers."""
    content = [text for text in content if text]
    found = [re.fullmatch(r"[(-]?(\d{1,2})[a-z]?\)?(?:\s*=.*)?", text) for text in content]
    numbers = [int(match[1]) for match in found if match]
    if len(numbers) < max(len(content), 2) or numbers[0] != 1:
        return False
    steps = [after - before for before, after in pairwise(numbers)]
    return sum(0 <= step <= 1 for step in steps) >= 0.6 * len(steps) and (len(content) > 2 or steps == [1])


def _goes_on(text: np.ndarray, origin: np.ndarray, row: int) -> bool:
    """Is it one more header row: short texts only under a header that spans several columns, and no figures?

    A format without merged cells prints in each place what stands over several columns ("2022 | 2022")."""
    above = text[row - 1]
    held = [column for column in range(text.shape[1]) if text[row, column] and origin[row, column][0] == row]
    new = [column for column in held if text[row, column] != above[column]]
    counts = Counter(above)
    repeated = 1 < len(new) < len(held) and all(above[column] and counts[above[column]] > 1 for column in new)
    held = new if repeated else held
    anchors = [tuple(origin[row - 1, column]) for column in held]
    spans = Counter(map(tuple, origin[row - 1]))
    clean = all(len(text[row, column]) <= 40 and not _FIGURE.search(text[row, column]) for column in held)
    return len(held) > 1 and clean and (repeated or all(spans[anchor] > 1 for anchor in anchors))


_FIGURE = re.compile(r"\d[.,]\d|^\W*\d{1,3}\W*$|\d{5,}|^[-–%]*$")
_BODY = re.compile(r"\d[.,]\d|\d{5,}|^\d{1,3}[.)]?$")


def _header_rows(text: np.ndarray, origin: np.ndarray, mark: set[int]) -> tuple[list[int], set[int]]:
    """Header rows (the reader's, else the first of header words and no figures), column-number rows."""
    number = {row for row in range(len(text)) if (row in mark or row < 5) and _is_column_numbers(text[row])}
    number |= {row for row in mark if is_number_row(list(text[row]))}
    printed = {tuple(text[row]) for row in number}
    number |= {row for row in range(len(text)) if tuple(text[row]) in printed}  # again on the next page
    header = sorted(mark - number)
    for row in range(0 if header else min(3, len(text) - 1)):
        content = [cell for cell in text[row] if cell]
        if row in number or not content:
            continue
        known = sum(bool(roles := candidate_roles(cell)) and roles[0][1] >= 0.8 for cell in content)
        if row != len(header) or known < max(2, 0.4 * len(content)) or any(map(_BODY.search, content)):
            break
        header.append(row)
    while header and header[-1] + 2 < len(text) and header[-1] + 1 not in number:
        if not _goes_on(text, origin, header[-1] + 1):
            break
        header.append(header[-1] + 1)
    return header, number


def _column_headers(text: np.ndarray, origin: np.ndarray, rows: list[int]) -> dict[int, Header]:
    """Header path of every column; a blank beside a text that has texts below it belongs to that text."""
    full = np.full((len(rows), text.shape[1]), "", dtype=object)
    for at in np.ndindex(full.shape):
        above, left = origin[rows[at[0]], at[1]]
        full[at] = text[above, left] if above in rows else ""
    for level, column in np.ndindex(max(len(rows) - 1, 0), text.shape[1]):
        left, below = full[level, column - 1], full[level + 1 :]
        if column and left and not full[level, column] and any(below[:, column]):
            parted = any(name and name != left for name in below[:, column - 1])
            full[level, column] = left if parted else ""
    return {column: read_header(tuple(full[:, column])) for column in range(text.shape[1])}


def lay_out_grid(blok, sel: list, angka: list[CellNumber], intro: str = "") -> Layout | None:
    """Lay out one grid. `blok` is its row of dok.blok, `sel` its anchor cells, `angka` its tokens, `intro`
    the sentence before it. None where it is empty."""
    if not sel:
        return None
    text, raw, origin, line, page = _position(sel)
    header, number = _header_rows(text, origin, {cell.r for cell in sel if cell.kepala})
    printed = [[tidy(cell) for cell in row if cell] for row in text]
    again = [printed[row] for row in header if len(printed[row]) > 1]
    away = {*header, *number, *(row for row, cells in enumerate(printed) if cells in again or not cells)}
    grid = Layout(
        str(blok.laporan),
        int(blok.blok),
        str(blok.teks),
        str(blok.bagian),
        intro,
        *(text, raw, origin, line, page),
        _column_headers(text, origin, header),
        [row for row in range(len(text)) if row not in away],
        list(text[min(number)]) if number else [],
    )
    _fill_angka(grid, angka)
    _part_rates(grid)
    grid.rows = {row: row_kind(grid, row) for row in grid.body}
    return grid


_RATE = re.compile(
    r"^\s*(?:/|per)\s*1(?:\.?0){0,2}(?:\.?000)+\b", re.I
)  # "2,28/100.000": how many of so many
_SECOND = re.compile(r"\s*+(?:[-–—~;:/]|s\.?\s?/?d\.?|sampai|hingga)?\s*+\d")


def _part_rates(grid: Layout) -> None:
    """Rates of several bases in a row ("2,66/10.000 | 28/100.000") are no values side by side (in place)."""
    for row in grid.body:
        bases = {}
        for column in np.flatnonzero(grid.id[row] >= 0).tolist():
            tokens, main = grid.tokens[row, column], grid.id[row, column]
            number = next((token.teks for token in tokens if token.id == main), "")
            if match := _RATE.match(str(grid.teks[row, column]).partition(number)[2]):
                bases[column] = re.sub(r"\D", "", match[0])
        if len(set(bases.values())) > 1:
            at = list(bases)
            grid.id[row, at], grid.nilai[row, at], grid.kelas[row, at] = -1, np.nan, ""


def _is_number_cell(cell: str, number: str) -> bool:
    """Is the cell its number, with a unit and a few words at most, no range and no sentence?"""
    rest = _RATE.sub(" ", cell.replace(number, " ", 1))
    words, others = re.findall(r"[A-Za-z]{2,}", rest), re.findall(r"\d+", rest)
    return not _SECOND.match(rest) and len(rest) <= 40 and len(words) <= 4 and len(others) <= 4


def _fill_angka(grid: Layout, angka: list[CellNumber]) -> None:
    """The main number of each cell: the first figure, else '-' or n/a (in place)."""
    height, width = grid.teks.shape
    for token in angka:
        if token.r < height and token.c < width:
            grid.tokens.setdefault((token.r, token.c), []).append(token)
    for at, content in grid.tokens.items():
        valued = sorted(
            (number for number in content if number.kelas in VALUED),
            key=lambda number: (number.kelas != A.FIGURE, number.mulai),
        )
        if valued and _is_number_cell(grid.teks[at], valued[0].teks):
            main = valued[0]
            grid.id[at], grid.kelas[at], grid.satuan[at] = main.id, main.kelas, main.satuan
            grid.desimal[at] = main.desimal
            grid.nilai[at] = main.nilai if main.kelas in (A.FIGURE, A.NIL) else np.nan
