"""What the figures of a table say by themselves where no header was understood → `perhitungan`, `rincian`.

A column that is on nearly every row the quotient, difference, sum or change of two others; a row that is in
several columns the sum of the rows right below or above it ("I Daging" over its kinds). Only relations that
chance cannot make are taken, and only the rows that show them: what is found by searching proves, and accuses
nobody but a row whose numbered neighbours are proven sums.
"""

import re
from collections.abc import Iterator
from itertools import combinations, permutations

import numpy as np

from datasets.recognise.grids.layout import Layout
from datasets.recognise.grids.texts import without_number
from datasets.recognise.grids.tree import style
from datasets.recognise.row_kinds import DATA, TOTAL
from schemas import angka as A

NEAR = 7  # columns around a column among which its operands are looked for
ROWS = 3  # rows that must show a relation of columns, each with a result of its own …
DIGITS = 3  # … of so many digits; two rows are enough with one digit more in all
SHARE = 0.75  # of the rows that can show it
SUM_DIGITS = 6  # digits of the sums, taken together, that make a row the sum of others
MAX_PARTS = 45
NEAR_SUM = 0.1  # of a total that its parts may miss, where a row numbered like it is the sum of its own
WHOLE = -1  # stands for the whole, 100


def search_relations(d: Layout, used: set[int], tahun: int) -> dict[str, list[dict]]:
    """Rows of `perhitungan` and `rincian` for figures whose ids no table uses (`used`)."""
    t = _Figures(d)
    if len(t.rows) < 2:
        return {}
    counts = [b for c in t.columns for b in _column(t, c, used, tahun)]
    counts += [b for i in range(len(t.rows)) for b in _row(t, i, used, tahun)]
    sums = list(_sums(t, used, tahun))
    return {name: rows for name, rows in (("perhitungan", counts), ("rincian", sums)) if rows}


class _Figures:
    """The figures of a grid: rows (data and totals), columns that hold two figures and more, value, half a
    unit, digits."""

    def __init__(self, d: Layout):
        self.d = d
        self.rows = [r for r in d.body if d.rows[r].jenis in (DATA, TOTAL)]
        figure = d.kelas[self.rows] == A.FIGURE if self.rows else np.zeros((0, d.width), dtype=bool)
        self.columns = [c for c in range(d.width) if figure[:, c].sum() >= 2]
        decimals = d.desimal[self.rows].astype(float) if self.rows else np.zeros((0, d.width))
        self.value = np.where(figure, d.nilai[self.rows], np.nan) if self.rows else np.zeros((0, d.width))
        self.half = 0.5 * 10.0**-decimals
        self.hidden = np.where(decimals > 0, self.half, 0.0)  # whole numbers are exact
        mantissa = np.rint(np.nan_to_num(np.abs(self.value)) * 10.0**decimals)
        self.digits = np.array([[len(f"{m:.0f}".strip("0")) for m in row] for row in mantissa]).reshape(
            mantissa.shape
        )

    def unused(self, c: int, used: set[int]) -> bool:
        ids = [int(self.d.id[r, c]) for r in self.rows if self.d.id[r, c] >= 0]
        return sum(i not in used for i in ids) >= 2

    def named(self, a: int, b: int, h: int) -> bool:
        """Do the headers say realisasi, target (or pagu) and percentage?"""
        a, b, h = (self.d.header[c].teks.lower() for c in (a, b, h))
        plan = re.search(r"target|pagu|anggaran|alokasi|rencana", b)
        return bool(
            "realisasi" in a.split(" > ", 1)[-1] and plan and re.search(r"%|persen|prosen|capaian", h)
        )

    def label(self, r: int) -> str:
        d = self.d
        words = next((t for t in d.teks[r] if sum(ch.isalpha() for ch in t) >= 3), "")
        return f"{(without_number(words) or d.rows[r].label or 'baris')[:120]} · {d.table} baris {r + 1}"


def _column(t: _Figures, h: int, used: set[int], tahun: int) -> list[dict]:
    """The one relation that gives column h on nearly all its rows, where it or an operand is not used yet."""
    near = sorted((c for c in t.columns if c != h), key=lambda c: abs(c - h))[:NEAR]
    best: tuple[int, str, int, int, np.ndarray] | None = None
    with np.errstate(all="ignore"):
        for operasi, a, b, result, slack in _readings(t, near):
            there = np.isfinite(result) & np.isfinite(t.value[:, h])
            fits = there & (np.abs(result - t.value[:, h]) <= (t.half[:, h] + slack) * 1.0001)
            telling = _telling(t, h, a, b) & (
                slack <= 2 * t.half[:, h]
            )  # the operands' hidden decimals must not explain anything
            n = len(set(t.value[fits & telling, h]))
            enough = n >= ROWS or n == 2 and t.digits[fits & telling, h].sum() >= 2 * (DIGITS + 1)
            share = (fits & telling).sum() >= SHARE * (there & telling).sum()
            if operasi == "bagi_persen" and t.named(a, b, h) and fits.sum() >= SHARE * max(there.sum(), 1):
                enough, share, n = True, True, max(n, 1)  # the words say so, and nearly all rows do
            new = any(t.unused(c, used) for c in {a, b, h} - {WHOLE})
            if enough and share and new and (best is None or n > best[0]):
                best = n, operasi, a, b, fits
    return _written(t, h, best[1:], tahun) if best else []


def _readings(t: _Figures, near: list[int]) -> Iterator[tuple[str, int, int, np.ndarray, np.ndarray]]:
    """(operasi, a, b, result, what the hidden decimals of a and b move it by) of pairs of columns."""
    v, e = t.value, t.hidden
    for a, b in permutations(near, 2):
        share = v[:, a] / v[:, b]
        slack = np.abs(share) * (e[:, a] / np.abs(v[:, a]) + e[:, b] / np.abs(v[:, b]))
        yield "bagi_persen", a, b, share * 100, slack * 100
        yield "bagi", a, b, share, slack
        yield "ubah_persen", a, b, (share - 1) * 100, slack * 100
        yield "kurang", a, b, v[:, a] - v[:, b], np.zeros(len(v))
    for a, b in combinations(near, 2):
        yield "tambah", a, b, v[:, a] + v[:, b], np.zeros(len(v))
    for b in near:
        yield "kurang", WHOLE, b, 100 - v[:, b], np.zeros(len(v))


def _telling(t: _Figures, h: int, a: int, b: int) -> np.ndarray:
    """Rows that chance does not make: a result of several digits that is neither operand, and operands that
    are two."""
    v = t.value
    if a == WHOLE:
        return (v[:, h] != v[:, b]) & (t.digits[:, h] >= DIGITS) & (t.digits[:, b] >= DIGITS)
    own = (v[:, h] != v[:, a]) & (v[:, h] != v[:, b]) & (v[:, a] != v[:, b]) & (v[:, h] != 100)
    return own & (t.digits[:, h] >= DIGITS) & (t.digits[:, a] + t.digits[:, b] >= DIGITS)


def _written(t: _Figures, h: int, found: tuple, tahun: int) -> list[dict]:
    operasi, a, b, fits = found
    return [
        _result(t, r, operasi, None if a == WHOLE else (r, a), (r, b), (r, h), tahun)
        for r, fit in zip(t.rows, fits, strict=True)
        if fit
    ]


def _result(t: _Figures, r: int, operasi: str, a: tuple | None, b: tuple, h: tuple, tahun: int) -> dict:
    d = t.d
    first = d.sel(*a, "a") if a else {"a": "100", "_a": -1}
    return {
        **d.place(r),
        "subjek": t.label(r),
        "ukuran": f"kolom {h[1] + 1}",
        "tahun": str(tahun) if tahun > 0 else "",
        "operasi": operasi,
        **first,
        **d.sel(*b, "b"),
        **d.sel(*h, "hasil"),
    }


def _row(t: _Figures, i: int, used: set[int], tahun: int) -> list[dict]:
    """A row that gives in percent what one row above is of another ("Kebutuhan", "Terpasang", "Persentase
    terpasang"), in nearly every column."""
    ids = [int(t.d.id[t.rows[i], c]) for c in t.columns if np.isfinite(t.value[i, c])]
    if len(ids) < ROWS or sum(x not in used for x in ids) < 2:
        return []
    above = [j for j in range(i) if np.isfinite(t.value[j]).sum() >= ROWS]
    with np.errstate(all="ignore"):
        for a, b in permutations([*above[:2], *[j for j in above[-3:] if j not in above[:2]]], 2):
            share = t.value[a] / t.value[b]
            slack = (
                np.abs(share) * 100 * (t.hidden[a] / np.abs(t.value[a]) + t.hidden[b] / np.abs(t.value[b]))
            )
            there = np.isfinite(share) & np.isfinite(t.value[i])
            fits = (
                there
                & (np.abs(share * 100 - t.value[i]) <= (t.half[i] + slack) * 1.0001)
                & (slack <= 2 * t.half[i])
            )
            telling = fits & (t.digits[i] >= DIGITS - 1) & (t.digits[a] + t.digits[b] >= 2 * DIGITS)
            if len(set(t.value[i][telling])) >= ROWS and fits.sum() >= SHARE * there.sum():
                r = t.rows[i]
                return [
                    _result(t, r, "bagi_persen", (t.rows[a], c), (t.rows[b], c), (r, c), tahun)
                    for c in np.flatnonzero(fits)
                ]
    return []


def _sums(t: _Figures, used: set[int], tahun: int) -> Iterator[dict]:
    """Rows that are the sum of the rows right below or right above them, in columns with so many digits that
    it is no chance."""
    open_ = [c for c in t.columns if t.unused(c, used) and np.nanmin(t.value[:, c]) >= 0]
    if not open_:
        return
    parent: dict[tuple[int, int], int] = {}
    for i in range(len(t.rows)):
        columns, parts = _parts(t, i, open_)
        for c in columns:
            if not any((p, c) in parent for p in parts) and (i, c) not in {(q, c) for q in parts}:
                parent |= {(p, c): i for p in parts}
    groups = _numbered(t)
    for c in open_:
        for i, parts in _siblings(t, c, groups, parent):
            parent |= {(p, c): i for p in parts}
        inside = sorted({i for (p, k), q in parent.items() if k == c for i in (p, q)})
        for i in inside:
            above = parent.get((i, c), -1)
            yield _part(t, i, c, above, tahun)


def _numbered(t: _Figures) -> list[tuple[int, list[int]]]:
    """Rows and those numbered otherwise right below them ("I Daging | 1 Sapi | 2 Domba | II Telur")."""
    styles = [style(t.d.number(r)) for r in t.rows]
    groups: list[tuple[int, list[int]]] = []
    for i, own in enumerate(styles):
        if own and own == styles[0]:
            groups.append((i, []))
        elif groups:
            groups[-1][1].append(i)
    return [(i, parts) for i, parts in groups if len(parts) > 1 and len({styles[p] for p in parts}) == 1]


def _siblings(t: _Figures, c: int, groups: list, parent: dict) -> Iterator[tuple[int, list[int]]]:
    """Numbered rows that miss the sum of their parts by little, where another row of their kind is proven
    to be the sum of its own."""
    proven = [i for i, parts in groups if all(parent.get((p, c)) == i for p in parts)]
    for i, parts in groups if proven else ():
        untold = not any((p, c) in parent or parent.get((i, c)) == p for p in parts)
        count, total = np.sum(t.value[parts, c]), t.value[i, c]
        if untold and np.isfinite(count) and abs(count - total) <= NEAR_SUM * abs(total):
            yield i, parts


def _parts(t: _Figures, i: int, columns: list[int]) -> tuple[list[int], list[int]]:
    """(columns, rows): the run of rows below or above row i that adds up to it, as most digits show."""
    best: tuple[int, list[int], list[int]] = (0, [], [])
    for step in (1, -1):
        count, parts = np.zeros(len(columns)), []
        j = i + step
        while 0 <= j < len(t.rows) and len(parts) < MAX_PARTS:
            parts.append(j)
            count = count + np.nan_to_num(t.value[j, columns])
            if len(parts) > 1:
                fits = np.abs(count - t.value[i, columns]) <= t.hidden[i, columns] + 1e-6
                several = (np.nan_to_num(t.value[np.ix_(parts, columns)]) > 0).sum(axis=0) > 1
                hit = [
                    c for c, yes in zip(columns, fits & several, strict=True) if yes and t.digits[i, c] >= 2
                ]
                digits = sum(int(t.digits[i, c]) for c in hit)
                if digits >= SUM_DIGITS and digits > best[0]:
                    best = digits, hit, parts.copy()
            j += step
    return best[1], best[2]


def _part(t: _Figures, i: int, c: int, above: int, tahun: int) -> dict:
    d, r = t.d, t.rows[i]
    return {
        **d.place(r),
        "kode": f"{r}",
        "induk": f"{t.rows[above]}" if above >= 0 else "",
        "uraian": t.label(r),
        "ukuran": f"kolom {c + 1}",
        "ukuran_induk": "",
        "peran": "bagian",
        "subjek": "",
        "satuan": "",
        "tahun": str(tahun) if tahun > 0 else "",
        **d.sel(r, c, "nilai"),
    }
