"""Rows and columns of a sheet that a reader does not see, and blank rows that part no tables.

A sheet is told as `{(row, column): text}`, rows and columns counted from 1 as Excel does.
"""

import re
from fractions import Fraction

from cermat.datasets.document.cells import cell_kind, is_number_row, is_total_row, prints_value
from cermat.schemas import angka as A

Texts = dict[tuple[int, int], str]
_MAX_GAP = 2  # so many blank rows may stand within a table


def hidden_rows(ws) -> set[int]:
    """Rows that are hidden, filtered away, or of no height."""
    return {
        row
        for row, dimension in ws.row_dimensions.items()
        if dimension.hidden or (dimension.customHeight and dimension.height == 0)
    }


def hidden_columns(ws) -> set[int]:
    """Columns that are hidden or of no width."""
    dims = [
        dimension
        for dimension in ws.column_dimensions.values()
        if dimension.hidden or (dimension.customWidth and dimension.width == 0)
    ]
    return {
        column
        for dimension in dims
        if dimension.min
        for column in range(dimension.min, min(dimension.max, ws.max_column) + 1)
    }


def summed_though_hidden(texts: Texts, hidden: set[int]) -> set[int]:
    """The hidden rows that a visible total counts: it holds with them and not without, so that they are
    printed in it."""
    rows = _by_row(texts)
    kept: set[int] = set()
    since: list[int] = []
    for row in sorted(rows):
        if row in hidden or not is_total_row(_line(rows[row])):
            since.append(row)
            continue
        unseen = [one for one in since if one in hidden]
        if unseen and _holds(rows, since, row) > _holds(
            rows, [one for one in since if one not in hidden], row
        ):
            kept |= set(unseen)
        since = []
    return kept


def _holds(rows: dict[int, dict[int, str]], parts: list[int], total: int) -> int:
    """In how many columns the parts add up to the total row."""
    found = 0
    for column, text in rows[total].items():
        stated, values = (
            _value(text),
            [value for part in parts if (value := _value(rows[part].get(column, ""))) is not None],
        )
        found += bool(stated is not None and values and sum(values) == stated)
    return found


def _value(text: str) -> Fraction | None:
    number = A.parse(text) if prints_value(text) else None
    return (
        None
        if number is None or number.kelas != A.FIGURE
        else Fraction(number.mantissa) / Fraction(10) ** number.desimal
    )


def blank_within(texts: Texts, unseen: set[int]) -> dict[int, set[int]]:
    """Blank rows that part no tables → the columns that they hold together.

    A row that nobody sees is no gap. One or two blank rows are none before a total, under a header, or before
    a row that goes on as the rows above began and brings no header of its own.
    """
    rows = _by_row(texts)
    filled = sorted(rows)
    bands: list[list[int]] = [[row] for row in filled[:1]]
    result: dict[int, set[int]] = {}
    for before, after in zip(filled, filled[1:], strict=False):
        if after == before + 1:
            bands[-1].append(after)
            continue
        far = after - before > _MAX_GAP + 1 + len(unseen)
        gap = (
            [before] * (_MAX_GAP + 1)
            if far
            else [row for row in range(before + 1, after) if row not in unseen]
        )
        below = _band(filled, after, unseen)
        columns = {column for row in bands[-1] for column in rows[row]}
        if not gap:
            columns &= {column for row in below for column in rows[row]}
        elif len(gap) > _MAX_GAP or not _goes_on(
            [rows[row] for row in bands[-1]], [rows[row] for row in below]
        ):
            bands.append([after])
            continue
        result |= dict.fromkeys(range(before + 1, after), columns)
        bands[-1].append(after)
    return result


def _band(filled: list[int], first: int, unseen: set[int]) -> list[int]:
    """The filled rows from `first` on up to the next gap."""
    band = [first]
    for row in filled[filled.index(first) + 1 :]:
        if any(between not in unseen for between in range(band[-1] + 1, row)):
            break
        band.append(row)
    return band


def _goes_on(above: list[dict[int, str]], below: list[dict[int, str]]) -> bool:
    """Do the rows below a gap belong to the table above it?"""
    columns = {column for row in above for column in row}
    if (
        len(above) < 2
        and not _heads(above[-1])
        or not {column for row in below for column in row} <= _span(columns)
    ):
        return False
    first, last = below[0], above[-1]
    if is_total_row(_line(first)):
        return any(prints_value(text) for column, text in first.items() if column in columns)
    if _heads(first) or len(first) < max(2, len(_table_columns(above)) / 2) or not _valued(first):
        return False
    if _heads(last):
        return set(first) <= set(last) and len(first) >= 0.5 * len(last)
    ended = is_total_row(_line(last)) and (
        len(below) < 2 or not any(is_total_row(_line(row)) for row in below)
    )
    return not ended and _alike(above, first)


def _alike(above: list[dict[int, str]], first: dict[int, str]) -> bool:
    """Has a row figures where the rows above have them, and words where they have words?"""
    body = [row for row in above if _valued(row)]
    same = other = 0
    for column, text in first.items():
        kinds = [prints_value(row[column]) for row in body if column in row]
        if kinds:
            agrees = prints_value(text) == (sum(kinds) * 2 >= len(kinds))
            same, other = same + agrees, other + (not agrees)
    return same > 1 and other <= 0.25 * (same + other)


def _heads(row: dict[int, str]) -> bool:
    """Is this a header's last row: several words or years and no figure, or column numbers?"""
    texts = list(row.values())
    return len(texts) > 1 and (
        is_number_row(texts) or all(cell_kind(text) in ("teks", "tahun") for text in texts)
    )


def _valued(row: dict[int, str]) -> bool:
    return any(cell_kind(text) in ("persen", "uang", "angka", "bulat") for text in row.values())


def _table_columns(above: list[dict[int, str]]) -> set[int]:
    """The columns of the fullest row."""
    return max(map(set, above), key=len)


def _span(columns: set[int]) -> set[int]:
    return set(range(min(columns), max(columns) + 1))


def _by_row(texts: Texts) -> dict[int, dict[int, str]]:
    rows: dict[int, dict[int, str]] = {}
    for (row, column), text in sorted(texts.items()):
        rows.setdefault(row, {})[column] = text
    return rows


def _line(row: dict[int, str]) -> list[str]:
    """The texts of a row in their columns, blanks between them."""
    return [re.sub(r"\s+", " ", row.get(column, "")) for column in range(min(row), max(row) + 1)]
