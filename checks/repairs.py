"""After all repairs: what every figure of a report becomes once all that is accused is put right,
together.

A cascade follows one cause by itself ("138,35 → 126,45" for one cell, and the average that it
enters). Where several cells of that average are wrong, only all repairs at once say what the
average must be.
"""

import numpy as np
import pandas as pd

from cermat.checks.blame import Causes
from cermat.checks.cascade import print_as, recompute
from cermat.checks.compare import Comparisons
from cermat.checks.operands import Numbers
from cermat.schemas import interval as S
from cermat.schemas.keys import distinct

_ROUNDS = 8  # of recomputing what hangs on what has changed
COLUMNS = ["laporan", "node", "value", "x", "banding", "accused"]


def after_repairs(
    causes: Causes, comparisons: Comparisons, operan: pd.DataFrame, numbers: Numbers, counted: np.ndarray
) -> pd.DataFrame:
    """Every figure that changes when all causes that count are put right.

    counted: for each row of causes.cause, whether it is told as a finding and not waived. Returns
    COLUMNS: laporan, node (see blame.nodes), value (as it would be printed), x (unrounded), banding
    (the comparison that gives it, -1 where a repair was solved for), accused. An accused figure
    that is a recomputation itself follows its operands.
    """
    known = causes.cause[(causes.cause["node"] >= 0) & counted]
    if known.empty:
        return pd.DataFrame(columns=COLUMNS)
    report, names = pd.factorize(known["laporan"])
    node, repair = known["node"].to_numpy("int64"), known["repair"].to_numpy("float64")
    first = distinct(report, node)
    node, repair = node[first], repair[first]
    printed = print_as(repair, numbers.desimal[node].astype("float64"), np.zeros(len(node), dtype=bool))
    accused = pd.DataFrame({"report": report[first], "node": node, "value": printed, "x": repair})
    accused = accused.assign(banding=-1, accused=True)
    broken = causes.member["banding"][causes.member["cause"].isin(known.index)].to_numpy("int64")
    operan = operan[~operan["peran"].isin(["dinyatakan", "diuji"])]
    seen = accused
    for _ in range(_ROUNDS):
        moved = _moved(seen, accused, broken, causes, comparisons, operan, numbers)
        every = pd.concat([moved, accused], ignore_index=True)
        every = every.iloc[np.sort(distinct(every["report"].to_numpy(), every["node"].to_numpy()))]
        every = every.sort_values(["report", "node"], kind="stable").reset_index(drop=True)
        if len(every) == len(seen) and np.array_equal(every["value"], seen["value"]):
            break
        seen = every
    return seen.assign(laporan=names[seen["report"]])[COLUMNS]


def _summing(comparisons: Comparisons) -> set[str]:
    """Rules that add up or average figures: as who checks them does, from the figures as printed. A quotient
    is made from what is not rounded yet, as who writes the report does."""
    return {part.card.id for part in comparisons.parts if part.card.kind in ("total", "rata_rata")}


def _moved(
    seen: pd.DataFrame,
    accused: pd.DataFrame,
    broken: np.ndarray,
    causes: Causes,
    comparisons: Comparisons,
    operan: pd.DataFrame,
    numbers: Numbers,
) -> pd.DataFrame:
    """What comparisons give from the figures as `seen` now: of those that held, where the print no
    longer does; of those that were `broken`, for the accused figure itself."""
    paper = comparisons.kertas_kerja
    where = (seen["report"].to_numpy("int64"), seen["node"].to_numpy("int64"))
    made = [
        recompute(comparisons, operan, causes.node, (*where, seen[column].to_numpy("float64")), numbers)
        for column in ("x", "value")
    ]
    report, at, values = made[0]
    of_parts = pd.Series(paper["aturan"].to_numpy()[at]).isin(_summing(comparisons)).to_numpy()
    values = np.where(of_parts, made[1][2], values)
    decimals, outcome = paper["desimal"].to_numpy("float64")[at], paper["hasil"].to_numpy()[at]
    node = causes.node[paper["stated_id"].to_numpy()[at]]
    held = np.isin(outcome, [S.EXACT, S.CUT, S.WITHIN_PRECISION])
    off = np.abs(values - paper["stated"].to_numpy("float64")[at]) >= S.last_unit(decimals) / 2
    own = pd.MultiIndex.from_arrays([report, node]).isin(
        pd.MultiIndex.from_frame(accused[["report", "node"]])
    )
    take = np.where(own, np.isin(at, broken), held & off)
    value = print_as(values, decimals, np.zeros(len(values), dtype=bool))
    frame = pd.DataFrame(
        {"report": report, "node": node, "value": value, "x": values, "banding": at, "accused": own}
    )
    return frame[take]
