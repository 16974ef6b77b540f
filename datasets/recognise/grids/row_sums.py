"""Rows that are the sum of the rows right below or above them, where no word says so ("I Daging" over its
kinds) → `rincian`.

Only sums of so many digits that chance cannot make them, and only the rows that show them: they prove, and
accuse nobody but a row whose numbered neighbours are proven sums.
"""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from datasets.recognise.grids.texts import without_number
from datasets.recognise.grids.tree import style
from datasets.recognise.relations.grid_view import View
from schemas.interval import adds_up, fits

SUM_DIGITS = 6  # digits of the sums, taken together, that make a row the sum of others
MAX_PARTS = 45
NEAR_SUM = 0.1  # of a total that its parts may miss, where a row numbered like it is the sum of its own


def row_sums(t: View, used: set[int], tahun: int) -> Iterator[dict]:
    """Rows that are the sum of the rows right below or right above them, in columns with so many digits that
    it is no chance."""
    open_ = [c for c in range(len(t.heads)) if t.unused(c, used) and np.nanmin(t.value[:, c]) >= 0]
    if not open_:
        return
    parent: dict[tuple[int, int], int] = {}
    for i in range(len(t.lines)):
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


def _numbered(t: View) -> list[tuple[int, list[int]]]:
    """Rows and those numbered otherwise right below them ("I Daging | 1 Sapi | 2 Domba | II Telur")."""
    styles = [style(t.d.number(r)) for r in t.lines]
    groups: list[tuple[int, list[int]]] = []
    for i, own in enumerate(styles):
        if own and own == styles[0]:
            groups.append((i, []))
        elif groups:
            groups[-1][1].append(i)
    return [(i, parts) for i, parts in groups if len(parts) > 1 and len({styles[p] for p in parts}) == 1]


def _siblings(t: View, c: int, groups: list, parent: dict) -> Iterator[tuple[int, list[int]]]:
    """Numbered rows that miss the sum of their parts by little, where another row of their kind is proven
    to be the sum of its own."""
    proven = [i for i, parts in groups if all(parent.get((p, c)) == i for p in parts)]
    for i, parts in groups if proven else ():
        untold = not any((p, c) in parent or parent.get((i, c)) == p for p in parts)
        count, total = np.sum(t.value[parts, c]), t.value[i, c]
        if untold and np.isfinite(count) and abs(count - total) <= NEAR_SUM * abs(total):
            yield i, parts


def _parts(t: View, i: int, columns: list[int]) -> tuple[list[int], list[int]]:
    """(columns, rows): the run of rows below or above row i that adds up to it, as most digits show."""
    best: tuple[int, list[int], list[int]] = (0, [], [])
    for step in (1, -1):
        count, parts = np.zeros(len(columns)), []
        j = i + step
        while 0 <= j < len(t.lines) and len(parts) < MAX_PARTS:
            parts.append(j)
            count = count + np.nan_to_num(t.value[j, columns])
            if len(parts) > 1:
                match = adds_up(t.value[i, columns], count, 0, t.decimals[i, columns])
                several = (np.nan_to_num(t.value[np.ix_(parts, columns)]) > 0).sum(axis=0) > 1
                hit = [
                    c for c, yes in zip(columns, match & several, strict=True) if yes and t.digits[i, c] >= 2
                ]
                digits = sum(int(t.digits[i, c]) for c in hit)
                if digits >= SUM_DIGITS and digits > best[0]:
                    best = digits, hit, parts.copy()
            j += step
    return best[1], best[2]


def _part(t: View, i: int, c: int, above: int, tahun: int) -> dict:
    d, (r, column) = t.d, t.cell(i, c)
    words = next((text for text in d.teks[r] if sum(ch.isalpha() for ch in text) >= 3), "")
    label = (without_number(words) or d.rows[r].label or "baris")[:120]
    return {
        **d.place(r),
        "kode": f"{r}",
        "induk": f"{t.lines[above]}" if above >= 0 else "",
        "uraian": f"{label} · {d.table} baris {r + 1}",
        "ukuran": f"kolom {column + 1}",
        "ukuran_induk": "",
        "peran": "bagian",
        "subjek": "",
        "satuan": "",
        "tahun": str(tahun) if tahun > 0 else "",
        **d.sel(r, column, "nilai"),
    }


def shares_below(t: View, writer) -> Iterator[dict]:
    """A row without a name that gives in percent what the row above it gives in a unit: each of its figures
    of one and the same figure of that row that has none below, as half of them show.

    writer: the grid's writer of rows of `perhitungan`.
    """
    for above, i in pairwise(range(len(t.lines))):
        if t.lines[i] != t.lines[above] + 1 or not t.data[above] or writer.label(t.lines[i]):
            continue
        below = np.flatnonzero(np.isfinite(t.value[above]) & np.isfinite(t.value[i]))
        texts = {text.strip() for text in t.d.teks[t.lines[i]]} | {t.d.satuan[t.cell(i, c)] for c in below}
        if len(below) < 2 or "%" not in texts or not writer.label(t.lines[above]):
            continue
        wholes = np.flatnonzero(np.isfinite(t.value[above]) & ~np.isfinite(t.value[i]))
        fitting = {int(w): _shares(t, above, i, below, w) for w in wholes}
        best = max(fitting, key=lambda w: fitting[w], default=-1)
        if best >= 0 and fitting[best] >= len(below) / 2:
            yield from (
                writer.cell_row(t.cell(i, c), "bagi_persen", t.cell(above, c), t.cell(above, best))
                for c in below
            )


def _shares(t: View, above: int, i: int, below: np.ndarray, whole: int) -> int:
    """How many figures of a line are the share of the figure above them in one figure of that line."""
    with np.errstate(all="ignore"):
        computed = t.value[above, below] / t.value[above, whole] * 100
    return int(fits(computed, t.value[i, below], t.decimals[i, below], computed, computed).sum())
