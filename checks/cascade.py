"""Cascade (dampak): which averages, totals, percentages and predikat change when a cause is put right, and to what."""

import numpy as np
import pandas as pd

from checks.blame import Causes
from checks.compare import Comparisons
from checks.operands import Numbers
from checks.settle import scale
from schemas import interval as S

_LEVELS = 5
DAMPAK = ["cause", "id", "value", "banding", "label", "becomes"]


def _copies(node: np.ndarray, changed: pd.DataFrame) -> pd.DataFrame:
    """All printed copies of changed nodes: cause, node, value → cause, id, node, value."""
    copies = pd.DataFrame({"id": np.arange(len(node)), "node": node})
    copies = copies[copies["node"].isin(changed["node"].unique())]
    return changed.merge(copies, on="node")


def _recompute(comparisons: Comparisons, operan: pd.DataFrame, changed: pd.DataFrame, numbers: Numbers) -> pd.DataFrame:
    """New recomputed values of all comparisons that a changed number enters: cause, banding, x."""
    touched = operan[operan["id"].isin(changed["id"].unique())].merge(changed[["cause", "id", "value"]], on="id")
    starts = np.array([p.start for p in comparisons.parts])
    owner = np.searchsorted(starts, touched["banding"].to_numpy(), side="right") - 1
    pieces = []
    for k in np.unique(owner):
        part = comparisons.parts[k]
        if part.card.blamed:
            pieces.append(_recompute_part(part, touched[owner == k], numbers))
    return pd.concat(pieces, ignore_index=True).dropna() if pieces else pd.DataFrame(columns=["cause", "banding", "x"])


def _recompute_part(part, mine: pd.DataFrame, numbers: Numbers) -> pd.DataFrame:
    pair = mine[["cause", "banding"]].drop_duplicates().reset_index(drop=True)
    rows = pair["banding"].to_numpy() - part.start
    cause, cause_names = pd.factorize(pair["cause"].to_numpy())
    new = mine.drop_duplicates(["cause", "id"])
    by_id = pd.DataFrame(
        {"id": new["id"].to_numpy(), "cause": pd.Index(cause_names).get_indexer(new["cause"]), "value": new["value"].to_numpy()}
    )
    x = np.full(len(pair), np.nan)
    for k, alternative in enumerate(part.alternatives):
        at = np.flatnonzero(part.choice[rows] == k)
        if not len(at):
            continue
        replaced = {}
        for key, leaf in alternative.leaves.items():
            moved = np.isin(leaf.id, by_id["id"].to_numpy())
            base = leaf.of(numbers.value)[rows[at]]
            if moved.any():
                member = pd.DataFrame({"row": leaf.row[moved], "id": leaf.id[moved], "den": leaf.den[moved]}).merge(by_id, on="id")
                delta = (member["value"] - numbers.value[member["id"].to_numpy(dtype="int64")]) / member["den"]
                slot = member["cause"].to_numpy() * leaf.n + member["row"].to_numpy()
                shift = np.bincount(slot, delta, minlength=len(cause_names) * leaf.n)
                base = base + shift[cause[at] * leaf.n + rows[at]]
            replaced[key] = base
        x[at] = alternative.value(numbers.value, rows[at], replaced)
    return pair.assign(x=x)


def _print_as(x: np.ndarray, desimal: np.ndarray, cut: np.ndarray) -> np.ndarray:
    """The new value as the report would print it: cut where it cuts, else rounded half away from zero."""
    u = S.last_unit(desimal)
    steps = np.abs(x) / u
    return np.sign(x) * np.where(cut, np.floor(steps + 1e-9), np.floor(steps + 0.5 + 1e-9)) * u


def cascade(causes: Causes, comparisons: Comparisons, operan: pd.DataFrame, numbers: Numbers) -> pd.DataFrame:
    """Stated numbers that change with each cause. Columns: cause, node, value (new, as it would be printed), x (unrounded), banding."""
    known = causes.cause[causes.cause["node"] >= 0]
    columns = ["cause", "node", "value", "x", "banding"]
    if known.empty:
        return pd.DataFrame(columns=columns)
    paper = comparisons.kertas_kerja
    operan = operan[~operan["peran"].isin(["dinyatakan", "diuji"])]
    node, value = known["node"].astype("int64").to_numpy(), known["repair"].astype("float64").to_numpy()
    front = pd.DataFrame({"cause": known.index, "node": node, "value": value})
    seen, found = front.copy(), []
    for _ in range(_LEVELS):
        made = _recompute(comparisons, operan, _copies(causes.node, seen), numbers)
        if made.empty:
            break
        at = made["banding"].to_numpy(dtype="int64")
        made["node"] = causes.node[paper["stated_id"].to_numpy()[at]]
        cut = paper["hasil"].to_numpy()[at] == S.CUT
        desimal = paper["desimal"].to_numpy(dtype="float64")[at]
        made["value"] = _print_as(made["x"].to_numpy(), desimal, cut)
        old = paper["stated"].to_numpy()[at]
        held = np.isin(paper["hasil"].to_numpy()[at], [S.EXACT, S.CUT, S.WITHIN_PRECISION])
        made = made[held & (np.abs(made["x"] - old) >= S.last_unit(desimal) / 2)]
        made = made.drop_duplicates(["cause", "node"]).merge(seen[["cause", "node"]], how="left", on=["cause", "node"], indicator=True)
        made = made[made["_merge"] == "left_only"].drop(columns="_merge")
        if made.empty:
            break
        found.append(made[columns])
        seen = pd.concat([seen, made[["cause", "node", "value"]]], ignore_index=True)
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=columns)


def label_cascade(causes: Causes, changed: pd.DataFrame, label: pd.DataFrame, bands: pd.DataFrame, numbers: Numbers) -> pd.DataFrame:
    """Predikat that hang on changed numbers. Columns: cause, row (of `label`), node, stated, becomes ('' where no scale decides)."""
    known = causes.cause[causes.cause["node"] >= 0]
    own = pd.DataFrame({"cause": known.index, "node": known["node"].astype("int64"), "value": known["repair"].astype("float64")})
    every = pd.concat([own, changed[["cause", "node", "value"]]], ignore_index=True)
    rows = label[(label["nilai"] >= 0) & label["label"].ne("")]
    rows = pd.DataFrame({"row": rows.index, "laporan": rows["laporan"], "stated": rows["label"],
                         "node": causes.node[rows["nilai"].to_numpy(dtype="int64")]})  # fmt: skip
    pair = every.merge(rows, on="node")
    if pair.empty or bands.empty:
        return pd.DataFrame(columns=["cause", "row", "node", "stated", "becomes"])
    low, high = scale.rank_of_value(bands, pair["laporan"].to_numpy(), pair["value"].to_numpy(), np.zeros(len(pair)))
    name = bands.set_index(["laporan", "urutan"])["label"]
    pair["becomes"] = name.reindex(pd.MultiIndex.from_arrays([pair["laporan"], low])).fillna("").to_numpy()
    return pair[["cause", "row", "node", "stated", "becomes"]]
