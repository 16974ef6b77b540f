"""Rows that are the sum of the rows right below or above them, where no word says so ("I Daging" over its
kinds) → `rincian`.

Only sums of so many digits that chance cannot make them, and only the rows that show them: they prove, and
accuse nobody but a row whose numbered neighbours are proven sums.
"""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from cermat.datasets.recognise.grids.layout import year_text
from cermat.datasets.recognise.grids.texts import without_number
from cermat.datasets.recognise.grids.tree import style
from cermat.datasets.recognise.relations.grid_view import View
from cermat.schemas.interval import adds_up, fits

SUM_DIGITS = 6  # digits of the sums, taken together, that make a row the sum of others
MAX_PARTS = 45
NEAR_SUM = 0.1  # of a total that its parts may miss, where a row numbered like it is the sum of its own


def row_sums(view: View, used: set[int], tahun: int) -> Iterator[dict]:
    """Rows that are the sum of those right below or above them, by too many digits for chance."""
    columns = [column for column in range(len(view.heads)) if view.unused(column, used)]
    columns = [column for column in columns if np.nanmin(view.value[:, column]) >= 0]
    parent: dict[tuple[int, int], int] = {}  # (line, column) → the line it is part of
    for line in range(len(view.lines) if columns else 0):
        told, parts = _parts(view, line, columns)
        for column in told:
            if not any((part, column) in parent for part in parts):
                parent |= {(part, column): line for part in parts}
    groups = _numbered(view)
    for column in columns:
        for line, parts in _siblings(view, column, groups, parent):
            parent |= {(part, column): line for part in parts}
        proven = {(part, whole) for (part, at), whole in parent.items() if at == column}
        for line in sorted({line for pair in proven for line in pair}):
            yield _part(view, line, column, parent.get((line, column), -1), tahun)


def _numbered(view: View) -> list[tuple[int, list[int]]]:
    """Rows and those numbered otherwise right below them ("I Daging | 1 Sapi | 2 Domba | II Telur")."""
    styles = [style(view.d.number(row)) for row in view.lines]
    groups: list[tuple[int, list[int]]] = []
    for line, own in enumerate(styles):
        if own and own == styles[0]:
            groups.append((line, []))
        elif groups:
            groups[-1][1].append(line)
    groups = [(line, parts) for line, parts in groups if len(parts) > 1]
    return [(line, parts) for line, parts in groups if len({styles[part] for part in parts}) == 1]


def _siblings(view: View, column: int, groups: list, parent: dict) -> Iterator[tuple[int, list[int]]]:
    """Numbered rows that miss their sum by little, where another of their kind is proven."""
    proven = any(all(parent.get((part, column)) == line for part in parts) for line, parts in groups)
    for line, parts in groups if proven else ():
        untold = not any((part, column) in parent or parent.get((line, column)) == part for part in parts)
        count, total = np.sum(view.value[parts, column]), view.value[line, column]
        if untold and np.isfinite(count) and abs(count - total) <= NEAR_SUM * abs(total):
            yield line, parts


def _parts(view: View, line: int, columns: list[int]) -> tuple[list[int], list[int]]:
    """(columns, lines): the run of lines below or above line i that adds up to it, as most digits show."""
    best: tuple[int, list[int], list[int]] = (0, [], [])
    value, digits = np.nan_to_num(view.value[:, columns]), view.digits[line, columns]
    for run in (range(line + 1, len(view.lines)), range(line - 1, -1, -1)):
        for count in range(2, len(run[:MAX_PARTS]) + 1):
            parts = list(run[:count])
            sums = value[parts].sum(axis=0)
            held = adds_up(view.value[line, columns], sums, 0, view.decimals[line, columns])
            held &= ((value[parts] > 0).sum(axis=0) > 1) & (digits >= 2)
            told = int(digits[held].sum())
            if told >= SUM_DIGITS and told > best[0]:
                best = told, np.array(columns)[held].tolist(), parts
    return best[1], best[2]


def _part(view: View, line: int, at: int, above: int, tahun: int) -> dict:
    grid, (row, column) = view.d, view.cell(line, at)
    words = next((text for text in grid.teks[row] if sum(map(str.isalpha, text)) >= 3), "")
    label = (without_number(words) or grid.rows[row].label or "baris")[:120]
    told = {"induk": f"{view.lines[above]}" if above >= 0 else "", "tahun": year_text(tahun)}
    told |= {"uraian": f"{label} · {grid.table} baris {row + 1}", "ukuran": f"kolom {column + 1}"}
    return grid.part(row, column, subjek="", **told)


def shares_below(view: View, writer) -> Iterator[dict]:
    """A row without a name that gives in percent what the row above it gives in a unit: each of its figures
    of one and the same figure of that row that has none below, as half of them show.

    writer: the grid's writer of rows of `perhitungan`.
    """
    printed = np.isfinite(view.value)
    for above, line in pairwise(range(len(view.lines))):
        (upper, row), below = view.lines[above : line + 1], np.flatnonzero(printed[above] & printed[line])
        signs = {text.strip() for text in view.d.teks[row]} | set(view.d.satuan[row])
        named = writer.label(upper) and not writer.label(row)
        if row != upper + 1 or len(below) < 2 or "%" not in signs or not (view.data[above] and named):
            continue
        wholes = np.flatnonzero(printed[above] & ~printed[line]).tolist()
        hits = [_shares(view, above, line, below, whole) for whole in wholes]
        if hits and max(hits) >= len(below) / 2:
            best = wholes[int(np.argmax(hits))]
            cells = [(view.cell(line, at), "bagi_persen", view.cell(above, at)) for at in below.tolist()]
            yield from (writer.cell_row(*cell, view.cell(above, best)) for cell in cells)


def _shares(view: View, above: int, line: int, below: np.ndarray, whole: int) -> int:
    """How many figures of a line are the share of the figure above them in one figure of that line."""
    with np.errstate(all="ignore"):
        computed = view.value[above, below] / view.value[above, whole] * 100
    return int(fits(computed, view.value[line, below], view.decimals[line, below], computed, computed).sum())
