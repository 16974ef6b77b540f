"""One grid laid out: texts, spans, headers above each column, the number in each cell, what each row is."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd

from datasets.document.cells import is_number_row
from datasets.recognise.code_columns import joined_code, segment_columns
from datasets.recognise.grids.stated_columns import Formula, stated_formulas
from datasets.recognise.headers import Header, candidate_roles, read_header, tidy
from datasets.recognise.row_kinds import RowKind, row_kind
from schemas import angka as A

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
    a = angka[angka["r"].ge(0)]
    result: dict[int, list[CellNumber]] = {}
    columns = ("r", "c", "mulai", "akhir", "teks", "nilai", "desimal", "satuan", "kelas", "kolom")
    for blok, *content in zip(
        a["blok"].tolist(), a.index.tolist(), *(a[k].tolist() for k in columns), strict=True
    ):
        result.setdefault(blok, []).append(CellNumber(*content))
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
    halaman: int
    teks: np.ndarray
    raw: np.ndarray
    origin: np.ndarray
    garis: np.ndarray
    header: dict[int, Header]
    body: list[int]
    id: np.ndarray
    nilai: np.ndarray
    desimal: np.ndarray
    kelas: np.ndarray
    satuan: np.ndarray
    page: np.ndarray
    tokens: dict[tuple[int, int], list[CellNumber]]
    rows: dict[int, RowKind] = field(default_factory=dict)
    numbering: list[str] = field(default_factory=list)

    @property
    def table(self) -> str:
        return f"tabel-{self.blok}"

    @property
    def width(self) -> int:
        return self.teks.shape[1]

    @cached_property
    def segments(self) -> list[int]:
        """Columns that hold the segments of a code, one each."""
        return segment_columns(
            {c: h.teks for c, h in self.header.items()}, [list(self.teks[r]) for r in self.body]
        )

    @cached_property
    def codes(self) -> dict[int, str]:
        """Row → its code from the columns of segments; segments left of its own that it does not repeat are
        those above."""
        result: dict[int, str] = {}
        above: list[str] = []
        for r in self.body:
            own = [str(self.teks[r, c]).strip() for c in self.segments]
            first = next((i for i, t in enumerate(own) if t), len(own))
            if first == len(own):
                continue
            above = [*above[:first], *own[first:]]
            result[r] = joined_code(above)
        return result

    @cached_property
    def formulas(self) -> dict[int, Formula]:
        """Column → what the row of column numbers, or its header, says it is made of."""
        return stated_formulas(self.numbering, {c: h.path[-1] for c, h in self.header.items() if h.path})

    def content(self, r: int, c: int) -> str:
        """The text at a place, that of the merged cell that covers it included."""
        return self._merged[r][c]

    @cached_property
    def _merged(self) -> list[list[str]]:
        return self.teks[self.origin[..., 0], self.origin[..., 1]].tolist()

    def has_number(self, r: int, c: int) -> bool:
        """Does the cell hold a number, a '-' or an n/a that stands for one?"""
        return self.id[r, c] >= 0 or self.kelas[r, c] in VALUED

    def figures(self, r: int, c: int) -> bool:
        return self.kelas[r, c] == A.FIGURE

    def place(self, r: int, label: str = "") -> dict:
        """The place columns of a typed row that stands in row r."""
        return {
            "laporan": self.laporan,
            "tabel": self.table,
            "bagian": self.bagian,
            "halaman": _blank_if_negative(self.page[r]),
            "baris": label or self.number(r) or self.rows[r].label[:80],
            "garis": _blank_if_negative(self.garis[r]),
        }

    def number(self, r: int) -> str:
        """The row's number or letter as printed, where its first filled cell is one; its code, where columns
        of segments give it."""
        return self.codes.get(r) or self._numbers[r]

    @cached_property
    def _numbers(self) -> list[str]:
        first = (next((t for t in row[:3] if t), "") for row in self._merged)
        return [t if ORDER.fullmatch(t) else "" for t in first]

    def sel(self, r: int, c: int, columns: str) -> dict:
        """A value cell as columns of a typed row: text and, under _columns, the id of its number.

        A cell of several numbers ("69,1 - 69,5") or a sentence is no value: it gives no text, so that nobody
        reads one.
        """
        many = self.id[r, c] < 0 and any(t.kelas in VALUED for t in self.tokens.get((r, c), ()))
        return {columns: "" if many else str(self.teks[r, c]), f"_{columns}": int(self.id[r, c])}

    def cells(self, r: int, columns: dict) -> dict:
        """The value cells of a row as columns of a typed row: measure → its Column."""
        return {name: value for p, k in columns.items() for name, value in self.sel(r, k.c, p).items()}


def year_text(tahun: int) -> str:
    """A year as typed rows print it; '' where it is not known."""
    return str(tahun) if tahun > 0 else ""


def _blank_if_negative(n) -> str:
    return "" if pd.isna(n) or int(n) < 0 else str(int(n))


def _position(sel: list) -> tuple:
    height = max(s.r + max(s.rs, 1) for s in sel)
    width = max(s.c + max(s.cs, 1) for s in sel)
    text = np.full((height, width), "", dtype=object)
    raw = text.copy()
    origin = np.stack(np.meshgrid(np.arange(height), np.arange(width), indexing="ij"), axis=-1)
    line_no, page = np.full(height, -1), np.full(height, -1)
    for s in sel:
        r, c = s.r, s.c
        raw[r, c] = s.teks
        text[r, c] = " ".join(s.teks.split())
        origin[r : r + max(s.rs, 1), c : c + max(s.cs, 1)] = (r, c)
        if line_no[r] < 0 or (text[r, c] and 0 <= s.garis < line_no[r]):
            line_no[r] = s.garis
        page[r] = s.halaman if page[r] < 0 else page[r]
    return text, raw, origin, line_no, page


def _is_column_numbers(content: list[str]) -> bool:
    """A row "1 2 3 4", "(1) (2) (3)", "1 2 3 3": column numbers."""
    content = [t for t in content if t]
    if len(content) < 2 or not all(re.fullmatch(r"[(-]?\d{1,2}[a-z]?\)?(?:\s*=.*)?", t) for t in content):
        return False
    n = [int(re.search(r"\d+", t)[0]) for t in content]
    steps = [b - a for a, b in zip(n, n[1:], strict=False)]
    return (
        n[0] == 1
        and sum(0 <= s <= 1 for s in steps) >= 0.6 * len(steps)
        and (len(content) > 2 or steps == [1])
    )


def _goes_on(text: np.ndarray, origin: np.ndarray, r: int) -> bool:
    """Is row r one more header row: short texts only under a header that spans several columns, and no
    figures?"""
    content = [c for c in range(text.shape[1]) if text[r, c] and origin[r, c][0] == r]
    repeated = _repeats(text, r)
    if repeated:  # merged cells that a format without them prints in each place
        content = [c for c in content if text[r, c] != text[r - 1, c]]
    above = [tuple(origin[r - 1, c]) for c in content]
    widened = [
        a
        for a in above
        if repeated or above.count(a) > 1 or (a[1] + 1 < text.shape[1] and tuple(origin[a[0], a[1] + 1]) == a)
    ]
    clean = all(
        len(text[r, c]) <= 40 and not re.search(r"\d[.,]\d|^\W*\d{1,3}\W*$|\d{5,}|^[-–%]*$", text[r, c])
        for c in content
    )
    return len(content) >= 2 and len(widened) == len(content) and clean


def _repeats(text: np.ndarray, r: int) -> bool:
    """Does a row stand under texts that are printed over several columns each ("2022 | 2022"), but for those
    that it prints again?"""
    own = [c for c in range(text.shape[1]) if text[r, c] and text[r, c] != text[r - 1, c]]
    again = [c for c in range(text.shape[1]) if text[r, c] and text[r, c] == text[r - 1, c]]
    above = [text[r - 1, c] for c in own]
    return len(own) > 1 and bool(again) and all(a and above.count(a) > 1 for a in above)


def _header_rows(text: np.ndarray, origin: np.ndarray, mark: set[int]) -> tuple[list[int], set[int]]:
    """Header rows (the reader's, else the first rows that hold header words and no figures), and
    column-number rows."""
    number = {r for r in range(len(text)) if (r in mark or r < 5) and _is_column_numbers(list(text[r]))}
    number |= {r for r in mark if is_number_row(list(text[r]))}
    printed = {tuple(text[r]) for r in number}
    number |= {r for r in range(len(text)) if tuple(text[r]) in printed}  # printed again on the next page
    header = sorted(mark - number)
    if not header and len(text) > 1:
        for r in range(min(3, len(text) - 1)):
            content = [t for t in text[r] if t]
            if r in number or not content:
                continue
            known = sum(bool(candidate_roles(t)) and candidate_roles(t)[0][1] >= 0.8 for t in content)
            clean = all(not re.search(r"\d[.,]\d|\d{5,}|^\d{1,3}[.)]?$", t) for t in content)
            if not (clean and known >= max(2, 0.4 * len(content)) and r == len(header)):
                break
            header.append(r)
    while (
        header
        and header[-1] + 1 < len(text) - 1
        and header[-1] + 1 not in number
        and _goes_on(text, origin, header[-1] + 1)
    ):
        header.append(header[-1] + 1)
    return header, number


def _column_headers(text: np.ndarray, origin: np.ndarray, rows: list[int]) -> dict[int, Header]:
    """Header path of every column; a blank beside a text that has texts below it belongs to that text."""
    width = text.shape[1]
    full = np.full((len(rows), width), "", dtype=object)
    for i, r in enumerate(rows):
        for c in range(width):
            ar, ac = origin[r, c]
            full[i, c] = text[ar, ac] if ar in rows else ""
    for i in range(len(rows) - 1):
        for c in range(1, width):
            below = any(full[j, c] for j in range(i + 1, len(rows)))
            left_has_below = any(
                full[j, c - 1] and full[j, c - 1] != full[i, c - 1] for j in range(i + 1, len(rows))
            )
            if not full[i, c] and below and full[i, c - 1] and left_has_below:
                full[i, c] = full[i, c - 1]
    return {c: read_header(tuple(full[:, c])) for c in range(width)}


def _is_repeat(text: np.ndarray, r: int, header: list[int]) -> bool:
    """Is a body row the header printed again?"""
    content = [tidy(t) for t in text[r] if t]
    return len(content) > 1 and any(content == [tidy(t) for t in text[k] if t] for k in header)


def lay_out_grid(blok, sel: list, angka: list[CellNumber], intro: str = "") -> Layout | None:
    """Lay out one grid. `blok` is its row of dok.blok, `sel` its anchor cells, `angka` its tokens, `intro`
    the sentence before it. None where it is empty."""
    if not sel:
        return None
    text, raw, origin, line_no, page = _position(sel)
    mark = {s.r for s in sel if s.kepala}
    header, number = _header_rows(text, origin, mark)
    body = [
        r
        for r in range(len(text))
        if r not in header and r not in number and not _is_repeat(text, r, header) and any(text[r])
    ]
    form = text.shape
    d = Layout(
        str(blok.laporan),
        int(blok.blok),
        str(blok.teks),
        str(blok.bagian),
        intro,
        int(blok.halaman),
        text,
        raw,
        origin,
        line_no,
        _column_headers(text, origin, header),
        body,
        np.full(form, -1),
        np.full(form, np.nan),
        np.zeros(form, dtype=int),
        np.full(form, "", dtype=object),
        np.full(form, "", dtype=object),
        page,
        {},
    )
    _fill_angka(d, angka)
    _part_rates(d)
    d.rows = {r: row_kind(d, r) for r in d.body}
    d.numbering = list(text[min(number)]) if number else []
    return d


_RATE = re.compile(
    r"^\s*(?:/|per)\s*1(?:\.?0)?(?:\.?0)?(?:\.?000)+\b", re.I
)  # "2,28/100.000": how many of so many


def _part_rates(d: Layout) -> None:
    """Rates of several bases in one row ("2,66/10.000 | 28/100.000") are figures of several units: none is a
    value beside the others (in place)."""
    for r in d.body:
        bases = {}
        for c in np.flatnonzero(d.id[r] >= 0):
            text = str(d.teks[r, c])
            number = next((t.teks for t in d.tokens[r, c] if t.id == d.id[r, c]), "")
            if m := _RATE.match(text[text.find(number) + len(number) :]):
                bases[c] = re.sub(r"\D", "", m[0])
        if len(set(bases.values())) > 1:
            at = list(bases)
            d.id[r, at], d.nilai[r, at], d.kelas[r, at] = -1, np.nan, ""


def _is_number_cell(sel: str, angka: str) -> bool:
    """Is the cell its number, with at most a unit and a few words, and no sentence that holds one?"""
    rest = _RATE.sub(" ", sel.replace(angka, " ", 1))
    if re.match(r"\s*(?:[-–—~;:/]|s\.?\s?/?d\.?|sampai|hingga)?\s*\d", rest) and re.search(r"\d", rest):
        return False  # a range, or the values of several things
    return (
        len(rest) <= 40 and len(re.findall(r"[A-Za-z]{2,}", rest)) <= 4 and len(re.findall(r"\d+", rest)) <= 4
    )


def _fill_angka(d: Layout, angka: list[CellNumber]) -> None:
    """The main number of each cell: the first figure, else '-' or n/a (in place)."""
    order = {A.FIGURE: 0, A.NIL: 1, A.ABSENT: 1, A.UNREADABLE: 2}
    for t in angka:
        if t.r < d.teks.shape[0] and t.c < d.teks.shape[1]:
            d.tokens.setdefault((t.r, t.c), []).append(t)
    for (r, c), content in d.tokens.items():
        t = min(
            (t for t in content if t.kelas in order), key=lambda t: (order[t.kelas], t.mulai), default=None
        )
        if t is None or not _is_number_cell(d.teks[r, c], t.teks):
            continue
        d.id[r, c], d.kelas[r, c], d.satuan[r, c], d.desimal[r, c] = t.id, t.kelas, t.satuan, t.desimal
        d.nilai[r, c] = t.nilai if t.kelas in (A.FIGURE, A.NIL) else np.nan
