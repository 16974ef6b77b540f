"""Rows that nobody drew: the lines of one band of a table, grouped by gaps, labels and values."""

import numpy as np

from datasets.readers.pdf_columns import LABEL, TableLine


def header_rows(table_lines: list[TableLine]) -> list[list[TableLine]]:
    """Header lines as rows: spanning lines by themselves, the lines of one row joined, column numbers
    apart."""
    result: list[list[TableLine]] = []
    for g in table_lines:
        number = len(g.sel) > 1 and all(LABEL.fullmatch(b.teks) for b in g.sel.values())
        if result and not number and not g.spanning and not any(x.spanning for x in result[-1]):
            result[-1].append(g)
        else:
            result.append([g])
    return result


def band_rows(table_lines: list[TableLine]) -> list[list[TableLine]]:
    """The rows within one band: by wider gaps, by labels in the first column, by values; one row when
    unclear."""
    if len(table_lines) < 2:
        return [table_lines] if table_lines else []
    return _by_gaps(table_lines) or _by_labels(table_lines) or _by_values(table_lines) or [table_lines]


def _by_gaps(table_lines: list[TableLine]) -> list[list[TableLine]]:
    distance = [
        (b.baseline - a.baseline) / b.ukuran for a, b in zip(table_lines, table_lines[1:], strict=False)
    ]
    order = sorted(distance)
    jump = [(b / max(a, 0.1), a, b) for a, b in zip(order, order[1:], strict=False) if a >= 0.85]
    if not jump or max(jump)[0] < 1.2:
        return []
    bounds = (max(jump)[1] + max(jump)[2]) / 2
    result = [[table_lines[0]]]
    for j, g in zip(distance, table_lines[1:], strict=True):
        if j > bounds:
            result.append([])
        result[-1].append(g)
    return result if all(_is_one_row(r) for r in result) and len(result) > 1 else []


def _is_one_row(r: list[TableLine]) -> bool:
    """Does no column hold two values in these lines?"""
    everything = [c for g in r for c in g.nilai()]
    return len(everything) == len(set(everything))


def _by_labels(table_lines: list[TableLine]) -> list[list[TableLine]]:
    label = [0 in g.sel and LABEL.fullmatch(g.sel[0].teks) is not None for g in table_lines]
    if sum(label) < 2 or not label[0]:
        return []
    return _cut(table_lines, lambda n, r: label[n] or _another_value(r, table_lines[n]))


def _by_values(table_lines: list[TableLine]) -> list[list[TableLine]]:
    there = [bool(g.nilai()) for g in table_lines]
    if sum(there) < 2:
        return []
    if there[0]:
        return _cut(table_lines, lambda n, r: _another_value(r, table_lines[n]))
    if there[-1] and not there[0] and sum(there) * 2 <= len(there):  # values at the foot of their rows
        return _cut(table_lines, lambda n, r: bool(r[-1].nilai()))
    centre = [
        g.baseline for g, a in zip(table_lines, there, strict=True) if a
    ]  # values in the middle of their rows
    result: list[list[TableLine]] = [[] for _ in centre]
    for g in table_lines:
        result[int(np.abs(np.array(centre) - g.baseline).argmin())].append(g)
    return result


def _another_value(r: list[TableLine], g: TableLine) -> bool:
    """Does line g bring a value where the row so far has one (or spans the table)?"""
    return (
        bool(g.spanning) or any(x.spanning for x in r) or bool(g.nilai() & {c for x in r for c in x.nilai()})
    )


def _cut(table_lines: list[TableLine], new) -> list[list[TableLine]]:
    result = [[table_lines[0]]]
    for n, g in enumerate(table_lines[1:], 1):
        if new(n, result[-1]):
            result.append([])
        result[-1].append(g)
    return result
