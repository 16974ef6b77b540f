"""Tables of scores: the row of the result (sum of components), rows converted from it ("x 25"), weighted
columns."""

import re
from functools import cache

import numpy as np

from datasets.recognise.grids.columns import Column, name_column
from datasets.recognise.grids.layout import Layout
from datasets.recognise.grids.rincian import promote_totals
from datasets.recognise.headers import tidy
from datasets.recognise.row_kinds import AVERAGE, DATA, NOTE, TOTAL, RowKind
from datasets.recognise.vocabulary import alternation, vocabulary
from schemas.interval import adds_up

_TIMES = re.compile(r"(?:[x×*✕]|dikali(?:kan)?(?: dengan)?)\s*(\d{1,3}(?:[.,]\d+)?)\s*\)?\s*$", re.I)
_NAMES = ("uraian", "indikator", "layanan", "sasaran", "kegiatan", "program")


@cache
def _words(name: str) -> re.Pattern:
    return re.compile(rf"(?:{alternation(vocabulary('baris')[name])})\b", re.I)


def settle_scores(d: Layout, columns: list[Column], tahun: int) -> list[dict]:
    """Tell result rows and converted rows of a table of scores (in place: d.rows). Returns perhitungan rows
    of the conversions."""
    numbers = [k for k in columns if k.nilai and k.n]
    name = name_column(d, columns, _NAMES)
    if name is None or not numbers:
        return []
    conversions = {r: factor for r in d.body if (factor := _factor(d, name, r))}
    promote_totals(d, [k.c for k in numbers if not k.percent], stop=set(conversions))
    _promote_result(d, columns, numbers, set(conversions))
    result = []
    for r, (text, token) in conversions.items():
        bases = {k.c: _base(d, k, r, float(text.replace(",", "."))) for k in numbers if d.figures(r, k.c)}
        row = {"ukuran": "hasil konversi", "operasi": "kali", "b": text, "_b": token}
        row |= {"subjek": d.rows[r].label or d.content(r, name.c), "tahun": str(tahun) if tahun > 0 else ""}
        read = [
            {**d.place(r), **row, **d.sel(base, c, "a"), **d.sel(r, c, "hasil")}
            for c, base in bases.items()
            if base is not None
        ]
        result += read
        if read:
            d.rows[r] = RowKind(NOTE, d.rows[r].label)
    return result


def _factor(d: Layout, name: Column, r: int) -> tuple[str, int] | None:
    """(text, id in angka) of what a row is said to be multiplied by: "(x 25)"; 25 by itself where it is the
    conversion of a survey."""
    label = d.content(r, name.c) or d.rows[r].label
    if d.rows[r].jenis not in (DATA, TOTAL, AVERAGE):
        return None
    if m := _TIMES.search(label):
        held = [t for t in d.tokens.get((r, name.c), ()) if m[1] in t.teks]
        return m[1], held[-1].id if held and held[-1].teks == m[1] else -1
    return ("25", -1) if _words("konversi").search(tidy(label)) else None


def _base(d: Layout, k: Column, r: int, times: float) -> int | None:
    """The row that row r multiplies: the nearest average or total above. A result far from it ("Nilai 84"
    under scores that are no scale of 1 to 4) says nothing."""
    above = [x for x in d.body if x < r and d.figures(x, k.c) and d.rows[x].jenis in (AVERAGE, TOTAL)]
    v = d.nilai[r, k.c]
    return above[-1] if above and v and 0.5 <= d.nilai[above[-1], k.c] * times / v <= 2 else None


def _promote_result(d: Layout, columns: list[Column], numbers: list[Column], skip: set[int]) -> None:
    """Make a total of the row of the result ("Nilai hasil evaluasi"): the weights above add up to its own, or
    its words say a result and most columns add up (in place)."""
    data = [r for r in d.body if d.rows[r].jenis == DATA and r not in skip]
    data = [r for r in data if any(d.figures(r, k.c) for k in numbers)]
    if len(data) < 3 or any(d.rows[r].jenis == TOTAL for r in d.body):
        return
    r, parts = data[-1], data[:-1]
    label = d.rows[r].label or d.content(r, 0)
    weight = next((k for k in numbers if k.header.score("bobot") >= 0.9), None)
    if weight is not None and d.figures(r, weight.c):
        sums, whole = np.nansum(d.nilai[parts, weight.c]), d.nilai[r, weight.c]
        proven = min(abs(whole - 1), abs(whole - 100)) < 0.011
        proven = proven and any(abs(sums - n * whole) <= 0.011 * whole for n in (1, 2, 3))
    else:
        fits = [_adds(d, parts, r, k) for k in numbers if d.figures(r, k.c)]
        proven = any(fits) and sum(fits) >= 0.5 * len(fits) and bool(_words("hasil").match(tidy(label)))
    if proven:
        d.rows[r] = RowKind(TOTAL, label, False)


def _adds(d: Layout, parts: list[int], r: int, k: Column) -> bool:
    v = d.nilai[parts, k.c]
    decimals = int(d.desimal[[*parts, r], k.c].max())
    return bool(np.isfinite(v).sum() > 1 and adds_up(d.nilai[r, k.c], np.nansum(v), len(parts), decimals))
