"""Rows that nobody drew: the lines of one band of a table, grouped by gaps, labels and values."""

import numpy as np

from cermat.datasets.readers.pdf_columns import LABEL, TableLine


def header_rows(table_lines: list[TableLine]) -> list[list[TableLine]]:
    """Header lines as rows: spanning lines by themselves, the lines of one row joined, column numbers
    apart."""
    result: list[list[TableLine]] = []
    for table_line in table_lines:
        number = len(table_line.sel) > 1 and all(
            LABEL.fullmatch(line.teks) for line in table_line.sel.values()
        )
        if (
            result
            and not number
            and not table_line.spanning
            and not any(table_line.spanning for table_line in result[-1])
        ):
            result[-1].append(table_line)
        else:
            result.append([table_line])
    return result


def band_rows(table_lines: list[TableLine]) -> list[list[TableLine]]:
    """The rows within one band: by wider gaps, by labels in the first column, by values; one row when
    unclear."""
    if len(table_lines) < 2:
        return [table_lines] if table_lines else []
    return _by_gaps(table_lines) or _by_labels(table_lines) or _by_values(table_lines) or [table_lines]


def _by_gaps(table_lines: list[TableLine]) -> list[list[TableLine]]:
    distance = [
        (below.baseline - above.baseline) / below.ukuran
        for above, below in zip(table_lines, table_lines[1:], strict=False)
    ]
    order = sorted(distance)
    jump = [
        (after / max(before, 0.1), before, after)
        for before, after in zip(order, order[1:], strict=False)
        if before >= 0.85
    ]
    if not jump or max(jump)[0] < 1.2:
        return []
    bounds = (max(jump)[1] + max(jump)[2]) / 2
    result = [[table_lines[0]]]
    for gap, table_line in zip(distance, table_lines[1:], strict=True):
        if gap > bounds:
            result.append([])
        result[-1].append(table_line)
    return result if all(_is_one_row(row) for row in result) and len(result) > 1 else []


def _is_one_row(row: list[TableLine]) -> bool:
    """Does no column hold two values in these lines?"""
    everything = [column for table_line in row for column in table_line.nilai()]
    return len(everything) == len(set(everything))


def _by_labels(table_lines: list[TableLine]) -> list[list[TableLine]]:
    label = [
        0 in table_line.sel and LABEL.fullmatch(table_line.sel[0].teks) is not None
        for table_line in table_lines
    ]
    if sum(label) < 2 or not label[0]:
        return []
    return _cut(table_lines, lambda at, row: label[at] or _another_value(row, table_lines[at]))


def _by_values(table_lines: list[TableLine]) -> list[list[TableLine]]:
    there = [bool(table_line.nilai()) for table_line in table_lines]
    if sum(there) < 2:
        return []
    if there[0]:
        return _cut(table_lines, lambda at, row: _another_value(row, table_lines[at]))
    if there[-1] and not there[0] and sum(there) * 2 <= len(there):  # values at the foot of their rows
        return _cut(table_lines, lambda at, row: bool(row[-1].nilai()))
    centre = [
        table_line.baseline for table_line, has_value in zip(table_lines, there, strict=True) if has_value
    ]  # values in the middle of their rows
    result: list[list[TableLine]] = [[] for _ in centre]
    for table_line in table_lines:
        result[int(np.abs(np.array(centre) - table_line.baseline).argmin())].append(table_line)
    return result


def _another_value(row: list[TableLine], table_line: TableLine) -> bool:
    """Does line g bring a value where the row so far has one (or spans the table)?"""
    return (
        bool(table_line.spanning)
        or any(other.spanning for other in row)
        or bool(table_line.nilai() & {column for other in row for column in other.nilai()})
    )


def _cut(table_lines: list[TableLine], new) -> list[list[TableLine]]:
    result = [[table_lines[0]]]
    for at, table_line in enumerate(table_lines[1:], 1):
        if new(at, result[-1]):
            result.append([])
        result[-1].append(table_line)
    return result
