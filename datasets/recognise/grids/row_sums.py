"""Rows that are the sum of the rows right below or above them, where no word says so ("I Daging" over its
kinds) → `rincian`.

Only sums of so many digits that chance cannot make them, and only the rows that show them: they prove, and
accuse nobody but a row whose numbered neighbours are proven sums.
"""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from datasets.recognise.grids.layout import year_text
from datasets.recognise.grids.texts import without_number
from datasets.recognise.grids.tree import style
from datasets.recognise.relations.grid_view import View
from schemas.interval import adds_up, fits

SUM_DIGITS = 6  # digits of the sums, taken together, that make a row the sum of others
MAX_PARTS = 45
NEAR_SUM = 0.1  # of a total that its parts may miss, where a row numbered like it is the sum of its own


def row_sums(view: View, used: set[int], tahun: int) -> Iterator[dict]:
    """Rows that are the sum of the rows right below or right above them, in columns with so many digits that
    it is no chance."""
    columns = [c for c in range(len(view.heads)) if view.unused(c, used) and np.nanmin(view.value[:, c]) >= 0]
    parent: dict[tuple[int, int], int] = {}  # (line, column) → the line it is part of
    for i in range(len(view.lines) if columns else 0):
        told, parts = _parts(view, i, columns)
        for c in told:
            if not any((part, c) in parent for part in parts):
                parent |= {(part, c): i for part in parts}
    groups = _numbered(view)
    for c in columns:
        for i, parts in _siblings(view, c, groups, parent):
            parent |= {(part, c): i for part in parts}
        for i in sorted({i for (part, at), whole in parent.items() if at == c for i in (part, whole)}):
            yield _part(view, i, c, parent.get((i, c), -1), tahun)


def _numbered(view: View) -> list[tuple[int, list[int]]]:
    """Rows and those numbered otherwise right below them ("I Daging | 1 Sapi | 2 Domba | II Telur")."""
    styles = [style(view.d.number(row)) for row in view.lines]
    groups: list[tuple[int, list[int]]] = []
    for i, own in enumerate(styles):
        if own and own == styles[0]:
            groups.append((i, []))
        elif groups:
            groups[-1][1].append(i)
    return [(i, parts) for i, parts in groups if len(parts) > 1 and len({styles[p] for p in parts}) == 1]


def _siblings(view: View, c: int, groups: list, parent: dict) -> Iterator[tuple[int, list[int]]]:
    """Numbered rows that miss the sum of their parts by little, where another row of their kind is proven
    to be the sum of its own."""
    proven = any(all(parent.get((part, c)) == i for part in parts) for i, parts in groups)
    for i, parts in groups if proven else ():
        untold = not any((part, c) in parent or parent.get((i, c)) == part for part in parts)
        count, total = np.sum(view.value[parts, c]), view.value[i, c]
        if untold and np.isfinite(count) and abs(count - total) <= NEAR_SUM * abs(total):
            yield i, parts


def _parts(view: View, i: int, columns: list[int]) -> tuple[list[int], list[int]]:
    """(columns, lines): the run of lines below or above line i that adds up to it, as most digits show."""
    best: tuple[int, list[int], list[int]] = (0, [], [])
    value, digits = np.nan_to_num(view.value[:, columns]), view.digits[i, columns]
    for run in (range(i + 1, len(view.lines)), range(i - 1, -1, -1)):
        for n in range(2, len(run[:MAX_PARTS]) + 1):
            parts = list(run[:n])
            held = adds_up(view.value[i, columns], value[parts].sum(axis=0), 0, view.decimals[i, columns])
            held &= ((value[parts] > 0).sum(axis=0) > 1) & (digits >= 2)
            told = int(digits[held].sum())
            if told >= SUM_DIGITS and told > best[0]:
                best = told, np.array(columns)[held].tolist(), parts
    return best[1], best[2]


def _part(view: View, i: int, c: int, above: int, tahun: int) -> dict:
    grid, (row, column) = view.d, view.cell(i, c)
    words = next((text for text in grid.teks[row] if sum(map(str.isalpha, text)) >= 3), "")
    label = (without_number(words) or grid.rows[row].label or "baris")[:120]
    told = {**grid.place(row), "kode": f"{row}", "induk": f"{view.lines[above]}" if above >= 0 else ""}
    told |= {"uraian": f"{label} · {grid.table} baris {row + 1}", "ukuran": f"kolom {column + 1}"}
    told |= {"ukuran_induk": "", "peran": "bagian", "subjek": "", "satuan": "", "tahun": year_text(tahun)}
    return told | grid.sel(row, column, "nilai")


def shares_below(view: View, writer) -> Iterator[dict]:
    """A row without a name that gives in percent what the row above it gives in a unit: each of its figures
    of one and the same figure of that row that has none below, as half of them show.

    writer: the grid's writer of rows of `perhitungan`.
    """
    printed = np.isfinite(view.value)
    for above, i in pairwise(range(len(view.lines))):
        (upper, row), below = view.lines[above : i + 1], np.flatnonzero(printed[above] & printed[i])
        signs = {text.strip() for text in view.d.teks[row]} | set(view.d.satuan[row])
        named = writer.label(upper) and not writer.label(row)
        if row != upper + 1 or len(below) < 2 or "%" not in signs or not (view.data[above] and named):
            continue
        wholes = np.flatnonzero(printed[above] & ~printed[i]).tolist()
        hits = [_shares(view, above, i, below, whole) for whole in wholes]
        if hits and max(hits) >= len(below) / 2:
            best = wholes[int(np.argmax(hits))]
            cells = [(view.cell(i, c), "bagi_persen", view.cell(above, c)) for c in below.tolist()]
            yield from (writer.cell_row(*cell, view.cell(above, best)) for cell in cells)


def _shares(view: View, above: int, i: int, below: np.ndarray, whole: int) -> int:
    """How many figures of a line are the share of the figure above them in one figure of that line."""
    with np.errstate(all="ignore"):
        computed = view.value[above, below] / view.value[above, whole] * 100
    return int(fits(computed, view.value[i, below], view.decimals[i, below], computed, computed).sum())
