"""Shares of a whole: columns ("Porsi", "Kontribusi (%)", "% thd total") of a total, printed or not; rows in
percent of the row above."""

from itertools import pairwise

import numpy as np

from datasets.recognise.grids.columns import Column
from datasets.recognise.grids.fits import Fit, test_quotient
from datasets.recognise.grids.layout import Layout
from datasets.recognise.headers import tidy, words_of
from datasets.recognise.row_kinds import DATA, TOTAL


def names_share(k: Column) -> bool:
    """Does the header say that the column holds shares of a whole?"""
    return bool(set(tidy(k.header.teks).split()) & words_of("porsi_kolom"))


def shares(d: Layout, k: Column, left: list[Column]) -> list[tuple[int, tuple[int, int], dict]]:
    """(row, (row, column) of the part, the whole as columns b of perhitungan) of every share of a column,
    where most rows fit.

    The whole is the total row's figure, that of a first row of 100 percent, else the sum of the rows (then
    two rows at least must say so). Where the header says share and there is a total row, half of the rows are
    enough.
    """
    data = [r for r in d.body if d.rows[r].jenis == DATA and d.figures(r, k.c)]
    totals = [r for r in d.body if d.rows[r].jenis == TOTAL]
    if len(data) > 2 and not totals and d.nilai[data[0], k.c] == 100:  # stages of what the first row counts
        totals, data = data[:1], data[1:]
    h, dh = d.nilai[data, k.c], d.desimal[data, k.c]
    if len(data) < 2 or np.nanmin(h) < 0:
        return []
    said = names_share(k) or k.header.score("persen") >= 0.9
    found: list[tuple[Fit, Column, int, float]] = []
    for a in left[:4]:
        v = np.where(np.isfinite(d.nilai[data, a.c]), d.nilai[data, a.c], np.nan)
        t = next((r for r in reversed(totals) if d.figures(r, a.c) and d.nilai[r, a.c]), -1)
        if t < 0 and (totals or len(data) < 3 or not np.isfinite(v).all()):
            continue
        whole = d.nilai[t, a.c] if t >= 0 else float(np.nansum(v))
        decimals = d.desimal[t, a.c] if t >= 0 else d.desimal[data, a.c].max()
        n = len(data)
        u = test_quotient(v, d.desimal[data, a.c], np.full(n, whole), np.full(n, decimals), h, dh)
        if u.tested and (u.fitting >= 2 and u.bagian >= 0.6 or said and t >= 0 and u.bagian >= 0.5):
            found.append((u, a, t, whole))
    if not found:
        return []
    _, a, t, whole = max(found, key=lambda x: (x[0].fitting, x[0].bagian))
    decimals = max(int(d.desimal[data, a.c].max()), 0)
    b = d.sel(t, a.c, "b") if t >= 0 else {"b": f"{whole:.{decimals}f}".replace(".", ","), "_b": -1}
    return [(r, (r, a.c), b) for r in data if d.figures(r, a.c)]


def shares_below(d: Layout, name: Column, numbers: list[Column]) -> list[tuple[int, int, int, int, int]]:
    """(row, column, row of the part, row and column of the whole) where a row without a name gives in percent
    what the row above it gives in a unit: each of its figures of one and the same figure of that row that has
    none below, as half of them show."""
    result = []
    for above, r in pairwise(d.body):
        if d.rows[above].jenis != DATA or not d.content(above, name.c) or d.teks[r, name.c]:
            continue
        below = [k.c for k in numbers if d.figures(above, k.c) and d.figures(r, k.c)]
        if len(below) < 2 or "%" not in [*(d.satuan[r, c] for c in below), *(t.strip() for t in d.teks[r])]:
            continue
        wholes = [k.c for k in numbers if d.figures(above, k.c) and not d.figures(r, k.c)]
        best = None
        for w in wholes:
            n = len(below)
            whole = np.full(n, d.nilai[above, w]), np.full(n, d.desimal[above, w])
            u = test_quotient(
                d.nilai[above, below], d.desimal[above, below], *whole, d.nilai[r, below], d.desimal[r, below]
            )
            if u.supports and (best is None or u.fitting > best[0]):
                best = u.fitting, w
        if best is not None:
            result += [(r, c, above, above, best[1]) for c in below]
    return result
