"""Tables of scores: the row of the result, rows converted from it ("x 25"), weighted columns."""

import re
from functools import cache

import numpy as np

from cermat.datasets.recognise.grids.columns import Column, body_rows, name_column
from cermat.datasets.recognise.grids.layout import Layout, year_text
from cermat.datasets.recognise.grids.rincian import promote_totals
from cermat.datasets.recognise.headers import tidy
from cermat.datasets.recognise.row_kinds import AVERAGE, DATA, NOTE, TOTAL, RowKind
from cermat.datasets.recognise.vocabulary import alternation, vocabulary
from cermat.schemas.interval import adds_up

_TIMES = re.compile(r"(?:[x×*✕]|dikali(?:kan)?(?: dengan)?)\s*(\d{1,3}(?:[.,]\d+)?)\s*\)?\s*$", re.I)
_NAMES = ("uraian", "indikator", "layanan", "sasaran", "kegiatan", "program")


@cache
def _words(name: str) -> re.Pattern:
    return re.compile(rf"(?:{alternation(vocabulary('baris')[name])})\b", re.I)


def settle_scores(grid: Layout, columns: list[Column], tahun: int) -> list[dict]:
    """Tell result and converted rows of a table of scores (in place). Returns those of perhitungan."""
    numbers = [col for col in columns if col.nilai and col.n]
    name = name_column(grid, columns, _NAMES)
    if name is None or not numbers:
        return []
    conversions = {row: factor for row in grid.body if (factor := _factor(grid, name, row))}
    promote_totals(grid, [col.c for col in numbers if not col.percent], stop=set(conversions))
    _promote_result(grid, columns, numbers, set(conversions))
    result = []
    for row, (text, token) in conversions.items():
        printed, times = [col for col in numbers if grid.figures(row, col.c)], float(text.replace(",", "."))
        bases = {col.c: _base(grid, col, row, times) for col in printed}
        told = {"ukuran": "hasil konversi", "operasi": "kali", "b": text, "_b": token}
        subjek = grid.rows[row].label or grid.content(row, name.c)
        told |= {"subjek": subjek, "tahun": year_text(tahun)}
        read = [
            {**grid.place(row), **told, **grid.sel(base, at, "a"), **grid.sel(row, at, "hasil")}
            for at, base in bases.items()
            if base is not None
        ]
        result += read
        if read:
            grid.rows[row] = RowKind(NOTE, grid.rows[row].label)
    return result


def _factor(grid: Layout, name: Column, row: int) -> tuple[str, int] | None:
    """(text, id) of what a row is multiplied by: "(x 25)"; 25 by itself in the conversion of a survey."""
    label = grid.content(row, name.c) or grid.rows[row].label
    if grid.kind(row) not in (DATA, TOTAL, AVERAGE):
        return None
    if match := _TIMES.search(label):
        held = [token for token in grid.tokens.get((row, name.c), ()) if match[1] in token.teks]
        return match[1], held[-1].id if held and held[-1].teks == match[1] else -1
    return ("25", -1) if _words("konversi").search(tidy(label)) else None


def _base(grid: Layout, col: Column, row: int, times: float) -> int | None:
    """The row that row r multiplies: the nearest average or total above. A result far from it ("Nilai 84"
    under scores that are no scale of 1 to 4) says nothing."""
    above = [other for other in body_rows(grid, AVERAGE, TOTAL) if other < row and grid.figures(other, col.c)]
    value = grid.nilai[row, col.c]
    return above[-1] if above and value and 0.5 <= grid.nilai[above[-1], col.c] * times / value <= 2 else None


def _promote_result(grid: Layout, columns: list[Column], numbers: list[Column], skip: set[int]) -> None:
    """Make a total of the row of the result ("Nilai hasil evaluasi"): the weights above add up to its own, or
    its words say a result and most columns add up (in place)."""
    data = [row for row in grid.body if grid.kind(row) == DATA and row not in skip]
    data = [row for row in data if any(grid.figures(row, col.c) for col in numbers)]
    if len(data) < 3 or any(grid.kind(row) == TOTAL for row in grid.body):
        return
    row, parts = data[-1], data[:-1]
    label = grid.rows[row].label or grid.content(row, 0)
    weight = next((col for col in numbers if col.score("bobot") >= 0.9), None)
    if weight is not None and grid.figures(row, weight.c):
        sums, whole = np.nansum(grid.nilai[parts, weight.c]), grid.nilai[row, weight.c]
        proven = min(abs(whole - 1), abs(whole - 100)) < 0.011
        proven = proven and any(abs(sums - times * whole) <= 0.011 * whole for times in (1, 2, 3))
    else:
        fits = [_adds(grid, parts, row, col) for col in numbers if grid.figures(row, col.c)]
        proven = any(fits) and sum(fits) >= 0.5 * len(fits) and bool(_words("hasil").match(tidy(label)))
    if proven:
        grid.rows[row] = RowKind(TOTAL, label, False)


def _adds(grid: Layout, parts: list[int], row: int, col: Column) -> bool:
    value = grid.nilai[parts, col.c]
    decimals = int(grid.desimal[[*parts, row], col.c].max())
    several = np.isfinite(value).sum() > 1
    return bool(several and adds_up(grid.nilai[row, col.c], np.nansum(value), len(parts), decimals))
