"""Overlays by value: two tables that share many figures are laid on each other, rows to rows and columns to
columns.

Inside an overlay a cell that differs has its counterpart: "17 dari 19 angka sama". Headers decide which
columns may be one;
values only propose. Everything is done for all reports at once, on pairs of rows that share a rare figure or
a name.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from rapidfuzz import fuzz

from cermat.checks.settle.alike import likeness
from cermat.checks.settle.overlay_cells import NO_YEAR
from cermat.schemas.keys import codes, distinct, pairs

_FEW_PLACES = 12  # a figure or name that stands in more places than this proposes nothing
_NAME = 3.0  # what an equal name weighs, in shared rare figures
_ROUNDS = 6
SAME_SHARE, SAME_AT_LEAST = 0.6, 3  # of the rows of a column pair
SURE_SHARE, SURE_AT_LEAST = 0.75, 5  # one of the two as well: 3 of 5 may be two plans that share some rows
OTHER_SHARE, OTHER_AT_LEAST = 0.8, 4  # of columns that figures alone join, and headers do not


@dataclass(eq=False)
class Overlay:
    """Pairs of cells of rows that are laid on each other, one a row; left, right: positions in `cells`.

    met: those of columns that are laid on each other. every: those of all columns (fit: headers do not
    contradict).
    pair, at, cols: table pair, row pair, column pair (ca, cb); equal; same, many: figures of the column pair
    that agree, and how many there are; shared: figures that the rows share, both: rare ones of them; alike:
    names of the rows (0 to 100).
    """

    met: pd.DataFrame
    every: pd.DataFrame


_SCALES = (1e3, 1e6, 1e9, 1e12)  # one of the two leaves out "juta" or "triliun"


def equal(one: np.ndarray, other: np.ndarray, da: np.ndarray, db: np.ndarray) -> np.ndarray:
    """Do figures say the same? One with fewer decimals may be rounded or cut, and a word of scale may be left
    out."""
    coarse = np.where(da == db, 0.0, 10.0 ** -np.minimum(da, db).astype("float64"))
    small, large = np.minimum(np.abs(one), np.abs(other)), np.maximum(np.abs(one), np.abs(other))
    same = np.abs(one - other) <= coarse * 0.9999 + 1e-9 * large
    far = np.flatnonzero(~same & (small > 0) & (large > 0.9 * _SCALES[0] * small))
    small, large = small[far], large[far]
    for times in _SCALES:
        same[far] |= np.abs(small * times - large) <= 1e-9 * large
    return same


def _together(group: np.ndarray, table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pairs (i, j) of one group (-1: none) in different tables, i in the earlier table; groups of many places
    give none."""
    size = np.bincount(group[group >= 0], minlength=group.max(initial=0) + 1)
    here = np.flatnonzero((group >= 0) & (size[group] <= _FEW_PLACES) & (size[group] > 1))
    left, right = pairs(group[here], group[here])
    left, right = here[left], here[right]
    keep = table[left] < table[right]
    return left[keep], right[keep]


def _best(score: np.ndarray, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Which pairs are taken: each side once, the higher score first; where two pairs are equally good,
    neither is."""
    taken = np.zeros(len(score), dtype=bool)
    at = np.flatnonzero(score > 0)
    for _ in range(_ROUNDS):
        if not len(at):
            break
        top = np.ones(len(at), dtype=bool)
        for side in (left[at], right[at]):
            best = np.zeros(side.max() + 1)
            np.maximum.at(best, side, score[at])
            first = score[at] >= best[side] - 1e-9
            several = np.bincount(side[first], minlength=len(best))
            top &= first & (several[side] == 1)
        won = at[top]
        if not len(won):
            break
        taken[won] = True
        gone_left, gone_right = np.zeros(left.max() + 1, dtype=bool), np.zeros(right.max() + 1, dtype=bool)
        gone_left[left[won]] = gone_right[right[won]] = True
        at = at[~gone_left[left[at]] & ~gone_right[right[at]]]
    return taken


def _row_pairs(cells: pd.DataFrame) -> pd.DataFrame:
    """Pairs of rows of two tables that share a rare figure or a name: a, b (rows), pair (of tables), rare,
    named."""
    report, tab, row = codes(cells["laporan"]), cells["tab"].to_numpy(), cells["row"].to_numpy()
    value = np.where(cells["rare"].to_numpy(), codes(report, cells["value"]), -1)
    rare_left, rare_right = _together(value, tab)
    at = distinct(row)
    name = cells["nama_kunci"].to_numpy(dtype=object)[at]
    long = np.array([len(text) >= 4 for text in name], dtype=bool)
    named_left, named_right = _together(np.where(long, codes(report[at], name), -1), tab[at])
    named_left, named_right = at[named_left], at[named_right]
    left, right = np.concatenate([rare_left, named_left]), np.concatenate([rare_right, named_right])
    named = np.arange(len(left)) >= len(rare_left)
    one = codes(row[left], row[right])
    once = distinct(one, np.where(named, -1, value[left]))
    rare = np.bincount(one[once], ~named[once]) if len(one) else one
    first = distinct(one)
    table = codes(tab[left[first]], tab[right[first]])
    pair = pd.DataFrame(
        {
            "a": row[left[first]],
            "b": row[right[first]],
            "pair": table,
            "rare": rare,
            "named": np.bincount(one, named) > 0 if len(one) else named,
        }
    )
    # worth laying on each other: tables that share the rare figures of two rows, or the names of three
    worth = (np.bincount(table, pair["rare"].gt(0)) >= 2) | (np.bincount(table, pair["named"]) >= 3)
    return pair[worth[table]].reset_index(drop=True)


def compatible(cells: pd.DataFrame, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """May the columns of two cells be one? Another measure, year, plan, period or unit says no; silence says
    nothing, and a period that closes the year may print the year's own."""
    at = lambda name: (cells[name].to_numpy()[left], cells[name].to_numpy()[right])  # noqa: E731
    (measure, other_measure), (year, other_year), (sign, other_sign), (end, other_end) = (
        at("ukuran"),
        at("tahun"),
        at("setara"),
        at("akhir"),
    )
    unit, other_unit = at("kata_satuan")
    ok = (measure == "") | (other_measure == "") | (measure == other_measure)
    ok &= (year == other_year) | (year == NO_YEAR) | (other_year == NO_YEAR)
    ok &= (sign == other_sign) & ((unit == "") | (other_unit == "") | (unit == other_unit))
    closing = (end & (other_measure == "target_akhir")) | (
        other_end & (measure == "target_akhir")
    )  # the last year of a plan is its end
    return ok | closing


def _meet(cells: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """All cells of paired rows beside each other: left, right (positions), at (row pair), equal, cols (column
    pair), fit, setahun (one of the two says the period that closes the year)."""
    row = cells["row"].to_numpy()
    order = np.argsort(row, kind="stable")
    place, left_place = pairs(rows["a"].to_numpy(), row[order])
    again, right_place = pairs(rows["b"].to_numpy()[place], row[order])
    left, right = order[left_place[again]], order[right_place]
    unit = cells["satuan"].to_numpy()
    keep = (unit[left] == unit[right]) | (unit[left] == "") | (unit[right] == "")
    left, right, at = left[keep], right[keep], place[again][keep]
    value, decimals, rare, col = (cells[column].to_numpy() for column in ("value", "desimal", "rare", "col"))
    same = equal(value[left], value[right], decimals[left], decimals[right])
    cols = codes(col[left], col[right])
    first = distinct(cols)
    fit = compatible(cells, left[first], right[first]) if len(first) else np.zeros(0, dtype=bool)
    period = cells["tanda"].to_numpy(dtype=object)
    return pd.DataFrame(
        {
            "at": at,
            "left": left,
            "right": right,
            "equal": same,
            "rare": same & rare[left] & rare[right],
            "cols": cols,
            "ca": col[left],
            "cb": col[right],
            "pair": rows["pair"].to_numpy()[at],
            "fit": fit[cols],
            "setahun": (period[left[first]] != period[right[first]])[cols],
        }
    )


def tally(met: pd.DataFrame, taken: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(how many agree, of how many) of each column pair, over the rows taken; by code of the column pair."""
    cols, here = met["cols"].to_numpy(), taken[met["at"].to_numpy()]
    width = cols.max() + 1 if len(cols) else 0
    many = np.bincount(cols[here], minlength=width)
    return np.bincount(cols[here], met["equal"].to_numpy()[here], minlength=width), many


def _columns(met: pd.DataFrame, taken: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(is its column pair one column, how many agree, of how many) for each meeting, over the rows taken."""
    same, many = tally(met, taken)
    share = np.divide(same, many, out=np.zeros(len(many)), where=many > 0)
    first = distinct(met["cols"])
    enough = (
        (share >= SAME_SHARE) & (same >= SAME_AT_LEAST) & ((share >= SURE_SHARE) | (same >= SURE_AT_LEAST))
    )
    closing = met["setahun"].to_numpy(dtype=bool)[first]
    enough &= ~closing | ((share >= OTHER_SHARE) & (same >= OTHER_AT_LEAST))
    score = np.where(enough & met["fit"].to_numpy()[first], same + share, 0.0)
    # a column has its counterpart in each other table, and so has the one of the period that closes the year:
    # sides are (column, table pair, whether it is that)
    pair = codes(met["pair"].to_numpy()[first], closing)
    side = codes(met["ca"].to_numpy()[first], pair), codes(met["cb"].to_numpy()[first], pair)
    one, cols = _best(score, *side), met["cols"].to_numpy()
    return one[cols], same[cols].astype("int64"), many[cols]


def _alike(cells: pd.DataFrame, rows: pd.DataFrame) -> np.ndarray:
    """Likeness of the names of paired rows, 0 to 100; 0 where one has no name."""
    row = cells["row"].to_numpy()
    name = np.full(row.max() + 1, "", dtype=object)
    name[row[::-1]] = cells["nama_kunci"].to_numpy(dtype=object)[::-1]
    one, other = rows["a"].to_numpy(), rows["b"].to_numpy()
    return np.where(
        (name[one] == "") | (name[other] == ""), 0.0, likeness(name, one, name, other, fuzz.token_sort_ratio)
    )


_MET = [
    "at",
    "left",
    "right",
    "equal",
    "rare",
    "cols",
    "ca",
    "cb",
    "pair",
    "fit",
    "setahun",
    "same",
    "many",
    "shared",
    "both",
    "alike",
    "named",
]


def lay(cells: pd.DataFrame) -> Overlay:
    """Lay the tables of each report on each other. See Overlay."""
    rows = _row_pairs(cells)
    met = _meet(cells, rows) if len(rows) else rows
    if met.empty:
        return Overlay(pd.DataFrame(columns=_MET), pd.DataFrame(columns=_MET))
    likeness, at = _alike(cells, rows), met["at"].to_numpy()
    side = codes(rows["a"], rows["pair"]), codes(rows["b"], rows["pair"])
    name = _NAME * (rows["named"].to_numpy() | (likeness >= 90)) + likeness / 200
    taken = _best(name + np.bincount(at, met["rare"] & met["fit"], minlength=len(rows)), *side)
    for _ in range(2):
        one, same, many = _columns(met, taken)
        shared = np.bincount(at, one & met["equal"].to_numpy(), minlength=len(rows))
        both = np.bincount(at, one & met["rare"].to_numpy(), minlength=len(rows))
        taken = _best(name + both + shared / 10, *side)
    one, same, many = _columns(met, taken)
    met = met.assign(
        same=same,
        many=many,
        shared=shared[at],
        both=both[at],
        alike=likeness[at],
        named=rows["named"].to_numpy()[at],
    )
    met, one = met[taken[at]], one[taken[at]]
    return Overlay(met[one].reset_index(drop=True), met.reset_index(drop=True))


def headed(cells: pd.DataFrame, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Do the columns of two cells say that they are the same: one measure, or one heading of some length?"""
    measure, head, end = (cells[column].to_numpy(dtype=object) for column in ("ukuran", "judul", "akhir"))
    one = (measure[left] != "") & (measure[left] == measure[right])
    long = np.array([len(text) >= 4 for text in head[left]], dtype=bool)
    closing = (measure[left] == "target_akhir") & end[right] | (measure[right] == "target_akhir") & end[left]
    return one | (long & (head[left] == head[right])) | closing.astype(bool)
