"""One value for each accused number: two causes never ask two values of it, and what the repair of one puts
right is no second cause.

"69,14" is computed the wrong way round (130,86), and two sentences print 130,86: that they differ from the
table is told with it. "102,7" is held against its row (107,51) and against another table (100): as both
cannot be right, the arithmetic keeps the accusation, and that 102,7 and 100 should be equal is told as a
relation with its suspects.
"""

from dataclasses import replace

import numpy as np
import pandas as pd

from cermat.checks.blame import Causes
from cermat.checks.cascade import recompute
from cermat.checks.compare import Comparisons
from cermat.checks.operands import Numbers
from cermat.schemas import interval as S
from cermat.schemas.slip import swapped

_METHOD, _COMPUTED, _OPERAND, _COPY, _RELATION = range(5)  # how strong a cause is, strongest first


def reconciled(causes: Causes, comparisons: Comparisons, operan: pd.DataFrame, numbers: Numbers) -> Causes:
    """The causes with one value a number. Of several that accuse it the strongest stays; equally strong
    ones that differ accuse nobody, as do weaker ones that its repair does not satisfy. Relations that hold
    after all repairs join one of them.

    operan: banding, id, peran of the figures of all comparisons.
    """
    if not (causes.cause["node"] >= 0).any():
        return causes
    causes = _joined(causes, _explained(causes, comparisons, numbers))
    rank = _strength(causes, comparisons)
    known = causes.cause[causes.cause["node"] >= 0]
    told = known[["node", "repair"]].astype({"node": "int64", "repair": "float64"})
    told = told.assign(rank=rank.reindex(told.index)).rename_axis("cause").reset_index()
    told = told.sort_values(["node", "rank", "cause"], kind="stable")
    first = told.groupby("node")[["cause", "repair", "rank"]].transform("first")
    apart = (told["repair"] - first["repair"]).abs() > S.last_unit(numbers.desimal[told["node"]]) / 2
    torn = (apart & told["rank"].eq(first["rank"])).groupby(told["node"]).transform("any")
    heads = told[told["cause"].eq(first["cause"]) & ~torn]
    causes, head = _without(causes, told.loc[torn, "cause"].to_numpy("int64")), _solved(heads, causes, rank)
    again = told[~torn & ~apart & told["cause"].ne(first["cause"])]
    head |= dict(zip(again["cause"], first.loc[again.index, "cause"], strict=True))
    weaker = told[~torn & apart & ~told["cause"].isin(list(head))]
    causes = _joined(_without(causes, weaker["cause"].to_numpy("int64")), head)
    return _joined(causes, _put_right(causes, comparisons, operan, numbers))


def _explained(causes: Causes, comparisons: Comparisons, numbers: Numbers) -> dict[int, int]:
    """Recomputed figures that are right, as two digits swapped in a part of theirs explain all: each cause
    with that of the part ("71,83" of 14.924 ÷ 19.900, where 14.294 gives it)."""
    paper, cause = comparisons.kertas_kerja, causes.cause
    edges = pd.DataFrame({key: causes.edges[key] for key in ("banding", "lo", "hi")})
    edges["node"] = causes.node[causes.edges["id"]]
    parts = causes.member.merge(cause[["node"]], left_on="cause", right_index=True)
    parts = parts.merge(edges, on=["banding", "node"]).drop_duplicates(["banding", "cause"])
    at, part = parts["banding"].to_numpy("int64"), parts["node"].to_numpy("int64")
    own = causes.node[paper["stated_id"].to_numpy("int64")[at]]
    slip = swapped(
        numbers.mantissa[part], numbers.desimal[part], parts["lo"].to_numpy(), parts["hi"].to_numpy()
    )
    parts = parts.assign(node=own, asked=paper["recomputed"].to_numpy("float64")[at])[slip & (own != part)]
    plain = cause[cause["misfit"].eq("") & cause["node"].ge(0)].rename_axis("wrong").reset_index()
    both = parts.merge(plain, on="node", suffixes=("", "_wrong"))
    same = (both["repair"] - both["asked"]).abs() <= S.last_unit(numbers.desimal[both["node"]]) / 2
    both = both[same & both["wrong"].ne(both["cause"])].drop_duplicates("wrong")
    return dict(zip(both["wrong"], both["cause"], strict=True))


def _strength(causes: Causes, comparisons: Comparisons) -> pd.Series:
    """How strong each cause is: a known wrong formula, a recomputation, an operand of one, a copy."""
    paper = comparisons.kertas_kerja
    at = causes.member["banding"].to_numpy("int64")
    members = causes.member.merge(causes.cause[["node", "misfit"]], left_on="cause", right_index=True)
    copies = comparisons.repeats[at]
    own = causes.node[paper["stated_id"].to_numpy("int64")[at]] == members["node"].to_numpy("int64")
    ways = [members["node"].lt(0), members["misfit"].ne(""), copies, own]
    strength = np.select(ways, [_RELATION, _METHOD, _COPY, _COMPUTED], _OPERAND)
    return pd.Series(strength).groupby(members["cause"].to_numpy("int64")).min()


def _solved(heads: pd.DataFrame, causes: Causes, rank: pd.Series) -> dict[int, int]:
    """Weaker causes all comparisons of which one repair satisfies, each with the cause of that repair."""
    edges = pd.DataFrame({key: causes.edges[key] for key in ("banding", "lo", "hi")})
    edges["node"] = causes.node[causes.edges["id"]]
    mine = causes.member.merge(edges, on="banding").merge(heads, on="node", suffixes=("", "_head"))
    mine = mine[mine["cause"].map(rank).to_numpy() > mine["rank"].to_numpy()]
    mine = mine[mine["repair"].between(mine["lo"], mine["hi"])].drop_duplicates(["banding", "cause_head"])
    size = causes.member.groupby("cause").size()
    solved = mine.groupby(["cause", "cause_head", "rank"], as_index=False).size()
    solved = solved[solved["size"].to_numpy() == solved["cause"].map(size).to_numpy()]
    best = solved.sort_values(["cause", "rank", "cause_head"], kind="stable").drop_duplicates("cause")
    return dict(zip(best["cause"], best["cause_head"], strict=True))


def _put_right(
    causes: Causes, comparisons: Comparisons, operan: pd.DataFrame, numbers: Numbers
) -> dict[int, int]:
    """Relations all comparisons of which hold once everything that is accused is put right, each with a
    cause of that: "100,00" and "102,70" that should be equal and both should be 107,51."""
    known = causes.cause[causes.cause["node"] >= 0].drop_duplicates("node")
    repair = pd.Series(known["repair"].to_numpy("float64"), index=known["node"].to_numpy("int64"))
    member = causes.member[causes.member["cause"].isin(causes.cause.index[causes.cause["node"] < 0])]
    if repair.empty or member.empty:
        return {}
    accused = (np.zeros(len(repair), "int64"), repair.index.to_numpy(), repair.to_numpy())
    entering = operan[~operan["peran"].isin(["dinyatakan", "diuji"])]
    _, at, computed = recompute(comparisons, entering, causes.node, accused, numbers)
    paper = comparisons.kertas_kerja.iloc[member["banding"].to_numpy("int64")]
    node = pd.Series(causes.node[paper["stated_id"].to_numpy("int64")], index=paper.index)
    stated = node.map(repair).fillna(paper["stated"]).astype("float64")
    value = pd.Series(computed, index=at).reindex(paper.index).fillna(paper["recomputed"]).astype("float64")
    half = S.last_unit(paper["desimal"]) / 2
    below, above = paper["recomputed"] - paper["lower"], paper["upper"] - paper["recomputed"]
    holds = (stated >= value - below.clip(lower=0) - half) & (stated <= value + above.clip(lower=0) + half)
    held = member[holds.to_numpy().astype(bool)].groupby("cause").size()
    solved = held.index[held == member.groupby("cause").size().reindex(held.index)]
    edges = pd.DataFrame({"banding": causes.edges["banding"], "node": causes.node[causes.edges["id"]]})
    edges["head"] = edges["node"].map(pd.Series(known.index, index=known["node"]))
    heads = member[member["cause"].isin(solved)].merge(edges.dropna(subset="head"), on="banding")
    return heads.groupby("cause")["head"].min().astype("int64").to_dict()


def _joined(causes: Causes, head: dict[int, int]) -> Causes:
    """The causes with the members of some at their heads (which may be joined themselves)."""
    every = pd.Series(causes.cause.index, index=causes.cause.index)
    number = every.replace(head)
    while not number.equals(number.replace(head)):
        number = number.replace(head)
    kept = causes.cause.drop(index=list(head))
    place = pd.Series(np.arange(len(kept)), index=kept.index)  # causes are numbered by their order
    member = causes.member.assign(cause=causes.member["cause"].map(number).map(place))
    suspect = causes.suspect[causes.suspect["cause"].isin(kept.index)]
    suspect = suspect.assign(cause=suspect["cause"].map(place))
    return replace(causes, cause=kept.reset_index(drop=True), member=member, suspect=suspect)


def _without(causes: Causes, alone: np.ndarray) -> Causes:
    """The causes with some of them as relations, all numbers of which are suspects."""
    cause = causes.cause.copy()
    cause.loc[alone, "node"], cause.loc[alone, "repair"] = -1, np.nan
    edges = pd.DataFrame({"banding": causes.edges["banding"], "node": causes.node[causes.edges["id"]]})
    mine = causes.member[causes.member["cause"].isin(alone)].merge(edges, on="banding")
    suspect = mine[["cause", "node"]].drop_duplicates()
    return replace(causes, cause=cause, suspect=pd.concat([causes.suspect, suspect], ignore_index=True))
