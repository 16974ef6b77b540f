"""Cascade (dampak): which averages, totals, percentages and predikat change when a cause is put right, and to
what."""

import numpy as np
import pandas as pd

from cermat.checks.blame import Causes
from cermat.checks.compare import Comparisons
from cermat.checks.operands import Numbers
from cermat.checks.settle import scale
from cermat.schemas import interval as S
from cermat.schemas.keys import codes, distinct, pairs

_LEVELS = 5


def recompute(
    comparisons: Comparisons, operan: pd.DataFrame, node: np.ndarray, changed: tuple, numbers: Numbers
):
    """New recomputed values of all comparisons that a changed number enters, as arrays (cause, banding, x).

    operan: banding, id of the operands; changed: arrays (cause, node, value), for every printed copy of the
    node.
    """
    cause, changed_node, value = changed
    at, change = pairs(node[operan["id"].to_numpy()], changed_node)
    id_, banding = operan["id"].to_numpy()[at], operan["banding"].to_numpy()[at]
    owner = np.searchsorted(np.array([part.start for part in comparisons.parts]), banding, side="right") - 1
    made = [(np.empty(0, "int64"), np.empty(0, "int64"), np.empty(0))]
    for number in np.unique(owner):
        part, mine = comparisons.parts[number], owner == number
        if part.card.blamed:
            made.append(
                _recompute_part(
                    part, cause[change[mine]], banding[mine], id_[mine], value[change[mine]], numbers
                )
            )
    cause, banding, values = (np.concatenate(column) for column in zip(*made, strict=True))
    known = ~np.isnan(values)
    return cause[known], banding[known], values[known]


def _recompute_part(
    part, cause: np.ndarray, banding: np.ndarray, id_: np.ndarray, value: np.ndarray, numbers: Numbers
):
    """The same for the comparisons of one rule: each row is a number (id) that enters a comparison with its
    value under a cause."""
    first, new = distinct(cause, banding), distinct(cause, id_)
    rows = banding[first] - part.start
    scenario = codes(cause)
    computed = np.full(len(first), np.nan)
    for position, alternative in enumerate(part.alternatives):
        at = np.flatnonzero(part.choice[rows] == position)
        if not len(at):
            continue
        replaced = {}
        for key, leaf in alternative.leaves.items():
            base = leaf.of(numbers.value)[rows[at]]
            member, change = pairs(leaf.id, id_[new])
            if len(member):
                change = new[change]
                delta = (value[change] - numbers.value[id_[change]]) / leaf.den[member]
                wanted = scenario[first[at]] * leaf.n + rows[at]
                base = base + _sums(scenario[change] * leaf.n + leaf.row[member], delta, wanted)
            replaced[key] = base
        computed[at] = alternative.value(numbers.value, rows[at], replaced)
    return cause[first], banding[first], computed


def _sums(code: np.ndarray, values: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """float64, one a code of `wanted` (each once): the sum of the values that bear it."""
    order = np.argsort(wanted)
    place = np.minimum(np.searchsorted(wanted, code, sorter=order), len(wanted) - 1)
    place = order[place]
    mine = wanted[place] == code
    return np.bincount(place[mine], values[mine], minlength=len(wanted))


def print_as(values: np.ndarray, desimal: np.ndarray, cut: np.ndarray) -> np.ndarray:
    """The new value as the report would print it: cut where it cuts, else rounded half away from zero."""
    unit = S.last_unit(desimal)
    steps = np.abs(values) / unit
    return np.sign(values) * np.where(cut, np.floor(steps + 1e-9), np.floor(steps + 0.5 + 1e-9)) * unit


def cascade(causes: Causes, comparisons: Comparisons, operan: pd.DataFrame, numbers: Numbers) -> pd.DataFrame:
    """Stated numbers that change with each cause. Columns: cause, node, value (new, as it would be printed),
    x (unrounded), banding."""
    known = causes.cause[causes.cause["node"] >= 0]
    columns = ["cause", "node", "value", "x", "banding"]
    if known.empty:
        return pd.DataFrame(columns=columns)
    paper = comparisons.kertas_kerja
    operan = operan[~operan["peran"].isin(["dinyatakan", "diuji"])]
    seen = (
        known.index.to_numpy(),
        known["node"].to_numpy(dtype="int64"),
        known["repair"].to_numpy(dtype="float64"),
    )
    found = []
    for _ in range(_LEVELS):
        cause, at, values = recompute(comparisons, operan, causes.node, seen, numbers)
        desimal = paper["desimal"].to_numpy(dtype="float64")[at]
        outcome = paper["hasil"].to_numpy()[at]
        moved = np.abs(values - paper["stated"].to_numpy(dtype="float64")[at]) >= S.last_unit(desimal) / 2
        moved &= np.isin(outcome, [S.EXACT, S.CUT, S.WITHIN_PRECISION])
        cause, at, values = cause[moved], at[moved], values[moved]
        node, value = (
            causes.node[paper["stated_id"].to_numpy()[at]],
            print_as(values, desimal[moved], outcome[moved] == S.CUT),
        )
        known = len(seen[0])  # what a cause has changed once it does not change again
        first = distinct(np.append(seen[0], cause), np.append(seen[1], node))
        new = first[first >= known] - known
        if not len(new):
            break
        found.append(
            pd.DataFrame(
                {
                    "cause": cause[new],
                    "node": node[new],
                    "value": value[new],
                    "x": values[new],
                    "banding": at[new],
                }
            )
        )
        seen = (np.append(seen[0], cause[new]), np.append(seen[1], node[new]), np.append(seen[2], value[new]))
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=columns)


def label_cascade(
    causes: Causes, changed: pd.DataFrame, label: pd.DataFrame, bands: pd.DataFrame, numbers: Numbers
) -> pd.DataFrame:
    """Predikat that hang on changed numbers. Columns: cause, row (of `label`), node, stated, becomes (''
    where no scale decides)."""
    known = causes.cause[causes.cause["node"] >= 0]
    own = pd.DataFrame(
        {
            "cause": known.index,
            "node": known["node"].astype("int64"),
            "value": known["repair"].astype("float64"),
        }
    )
    every = pd.concat([own, changed[["cause", "node", "value"]]], ignore_index=True)
    rows = label[(label["nilai"] >= 0) & label["label"].ne("")]
    rows = pd.DataFrame(
        {
            "row": rows.index,
            "laporan": rows["laporan"],
            "stated": rows["label"],
            "node": causes.node[rows["nilai"].to_numpy(dtype="int64")],
        }
    )
    pair = every.merge(rows, on="node")
    if pair.empty or bands.empty:
        return pd.DataFrame(columns=["cause", "row", "node", "stated", "becomes"])
    low, _ = scale.rank_of_value(
        bands, pair["laporan"].to_numpy(), pair["value"].to_numpy(), np.zeros(len(pair))
    )
    pair["becomes"] = scale.label_of_rank(bands, pair["laporan"].to_numpy(), low)
    return pair[["cause", "row", "node", "stated", "becomes"]]
