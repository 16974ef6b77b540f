"""Rows and columns of a sheet that a reader does not see, and blank rows that part no tables.

A sheet is told as `{(row, column): text}`, rows and columns counted from 1 as Excel does.
"""

import re
from fractions import Fraction

from datasets.document.cells import cell_kind, is_number_row, is_total_row, prints_value
from schemas import angka as A

Texts = dict[tuple[int, int], str]
_MAX_GAP = 2  # so many blank rows may stand within a table


def hidden_rows(ws) -> set[int]:
    """Rows that are hidden, filtered away, or of no height."""
    return {r for r, d in ws.row_dimensions.items() if d.hidden or (d.customHeight and d.height == 0)}


def hidden_columns(ws) -> set[int]:
    """Columns that are hidden or of no width."""
    dims = [d for d in ws.column_dimensions.values() if d.hidden or (d.customWidth and d.width == 0)]
    return {c for d in dims if d.min for c in range(d.min, min(d.max, ws.max_column) + 1)}


def summed_though_hidden(texts: Texts, hidden: set[int]) -> set[int]:
    """The hidden rows that a visible total counts: it holds with them and not without, so that they are
    printed in it."""
    rows = _by_row(texts)
    kept: set[int] = set()
    since: list[int] = []
    for r in sorted(rows):
        if r in hidden or not is_total_row(_line(rows[r])):
            since.append(r)
            continue
        unseen = [x for x in since if x in hidden]
        if unseen and _holds(rows, since, r) > _holds(rows, [x for x in since if x not in hidden], r):
            kept |= set(unseen)
        since = []
    return kept


def _holds(rows: dict[int, dict[int, str]], parts: list[int], total: int) -> int:
    """In how many columns the parts add up to the total row."""
    found = 0
    for c, text in rows[total].items():
        stated, values = _value(text), [v for x in parts if (v := _value(rows[x].get(c, ""))) is not None]
        found += bool(stated is not None and values and sum(values) == stated)
    return found


def _value(text: str) -> Fraction | None:
    a = A.parse(text) if prints_value(text) else None
    return None if a is None or a.kelas != A.FIGURE else Fraction(a.mantissa) / Fraction(10) ** a.desimal


def blank_within(texts: Texts, unseen: set[int]) -> dict[int, set[int]]:
    """Blank rows that part no tables → the columns that they hold together.

    A row that nobody sees is no gap. One or two blank rows are none before a total, under a header, or before
    a row that goes on as the rows above began and brings no header of its own.
    """
    rows = _by_row(texts)
    filled = sorted(rows)
    bands: list[list[int]] = [[r] for r in filled[:1]]
    result: dict[int, set[int]] = {}
    for a, b in zip(filled, filled[1:], strict=False):
        if b == a + 1:
            bands[-1].append(b)
            continue
        far = b - a > _MAX_GAP + 1 + len(unseen)
        gap = [a] * (_MAX_GAP + 1) if far else [r for r in range(a + 1, b) if r not in unseen]
        below = _band(filled, b, unseen)
        columns = {c for r in bands[-1] for c in rows[r]}
        if not gap:
            columns &= {c for r in below for c in rows[r]}
        elif len(gap) > _MAX_GAP or not _goes_on([rows[r] for r in bands[-1]], [rows[r] for r in below]):
            bands.append([b])
            continue
        result |= dict.fromkeys(range(a + 1, b), columns)
        bands[-1].append(b)
    return result


def _band(filled: list[int], first: int, unseen: set[int]) -> list[int]:
    """The filled rows from `first` on up to the next gap."""
    band = [first]
    for r in filled[filled.index(first) + 1 :]:
        if any(x not in unseen for x in range(band[-1] + 1, r)):
            break
        band.append(r)
    return band


def _goes_on(above: list[dict[int, str]], below: list[dict[int, str]]) -> bool:
    """Do the rows below a gap belong to the table above it?"""
    columns = {c for row in above for c in row}
    if len(above) < 2 and not _heads(above[-1]) or not {c for row in below for c in row} <= _span(columns):
        return False
    first, last = below[0], above[-1]
    if is_total_row(_line(first)):
        return any(prints_value(t) for c, t in first.items() if c in columns)
    if _heads(first) or len(first) < max(2, len(_table_columns(above)) / 2) or not _valued(first):
        return False
    if _heads(last):
        return set(first) <= set(last) and len(first) >= 0.5 * len(last)
    ended = is_total_row(_line(last)) and (len(below) < 2 or not any(is_total_row(_line(r)) for r in below))
    return not ended and _alike(above, first)


def _alike(above: list[dict[int, str]], first: dict[int, str]) -> bool:
    """Has a row figures where the rows above have them, and words where they have words?"""
    body = [row for row in above if _valued(row)]
    same = other = 0
    for c, text in first.items():
        kinds = [prints_value(row[c]) for row in body if c in row]
        if kinds:
            agrees = prints_value(text) == (sum(kinds) * 2 >= len(kinds))
            same, other = same + agrees, other + (not agrees)
    return same > 1 and other <= 0.25 * (same + other)


def _heads(row: dict[int, str]) -> bool:
    """Is this a header's last row: several words or years and no figure, or column numbers?"""
    texts = list(row.values())
    return len(texts) > 1 and (is_number_row(texts) or all(cell_kind(t) in ("teks", "tahun") for t in texts))


def _valued(row: dict[int, str]) -> bool:
    return any(cell_kind(t) in ("persen", "uang", "angka", "bulat") for t in row.values())


def _table_columns(above: list[dict[int, str]]) -> set[int]:
    """The columns of the fullest row."""
    return max(map(set, above), key=len)


def _span(columns: set[int]) -> set[int]:
    return set(range(min(columns), max(columns) + 1))


def _by_row(texts: Texts) -> dict[int, dict[int, str]]:
    rows: dict[int, dict[int, str]] = {}
    for (r, c), text in sorted(texts.items()):
        rows.setdefault(r, {})[c] = text
    return rows


def _line(row: dict[int, str]) -> list[str]:
    """The texts of a row in their columns, blanks between them."""
    return [re.sub(r"\s+", " ", row.get(c, "")) for c in range(min(row), max(row) + 1)]
