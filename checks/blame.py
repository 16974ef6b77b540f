"""Blame: which number is wrong where comparisons do not hold.

Copies of one fact that agree are one node. Violated comparisons that share nodes hang together. Accused is
the node whose single repair satisfies all violated comparisons it takes part in and breaks none that holds.
Where none or several would do, the finding is about the relation and lists them as suspects.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cermat.checks.compare import Comparisons
from cermat.checks.comparison import Compared
from cermat.checks.likelier import agreed, mistyped
from cermat.checks.operands import Numbers
from cermat.schemas import interval as S
from cermat.schemas.keys import codes, firsts
from cermat.schemas.slip import unswapped

_SLIP = 4 * S.RELATIVE_ERROR  # relative error of a number solved for in floats
_POINTS, _NEVER = (1, 2, 3), -99  # places that a decimal sign was lost by; decimals of what cannot be printed
_ROUNDS = 12  # how many causes of one heap of violated comparisons are told apart


@dataclass(eq=False)
class Causes:
    """cause: one row a cause: laporan, node (-1: a relation), repair, misfit. member: cause, banding.
    suspect: cause, node."""

    cause: pd.DataFrame
    member: pd.DataFrame
    suspect: pd.DataFrame
    node: np.ndarray  # node of each angka id
    edges: dict[
        str, np.ndarray
    ]  # what each number of the violated comparisons would have to be (see `implied`)


def nodes(fakta: pd.DataFrame, numbers: Numbers, count: int) -> np.ndarray:
    """Node of each number: copies of one fact with the same value share one."""
    node = np.arange(count)
    if fakta.empty:
        return node
    keys = ["laporan", "kunci", "ukuran", "tahun", "kelas_satuan", "kelas_dokumen"]
    once = fakta.drop_duplicates("nilai")
    ids = once["nilai"].to_numpy(dtype="int64")
    group = once.assign(v=numbers.value[ids]).groupby([*keys, "v"], sort=False).ngroup().to_numpy()
    first = pd.Series(ids).groupby(group).transform("first").to_numpy()
    node[ids] = first
    return node


EDGES = ("banding", "id", "lo", "hi", "peran")


def implied(part: Compared, rows: np.ndarray, numbers: Numbers) -> dict[str, np.ndarray]:
    """What each number of some comparisons would have to be for them to hold, the others being right.

    Columns: EDGES. Every value enters its expression as a Moebius function, which three evaluations fix.
    """
    paper = part.paper
    printed, decimals = paper["stated"][rows], paper["desimal"].astype("float64")[rows]
    unit = 10.0**-decimals
    computed = paper["recomputed"][rows]
    below, above = computed - paper["lower"][rows], paper["upper"][rows] - computed
    below, above = np.maximum(np.nan_to_num(below), 0), np.maximum(np.nan_to_num(above), 0)
    eps = _SLIP * np.maximum(np.abs(printed), np.abs(computed))
    cut = np.maximum(
        unit * (1 - 1e-6) - 2 * eps, unit / 2
    )  # a cut number lies below the next one, never at it
    lo, hi = (
        printed - np.where(printed < 0, cut, unit / 2) - above,
        printed + np.where(printed > 0, cut, unit / 2) + below,
    )
    stated = np.full(len(rows), "dinyatakan", dtype=object)
    ends_stated = (computed - below - unit / 2 - eps, computed + above + unit / 2 + eps)
    pieces = [(part.start + rows, paper["stated_id"][rows], *ends_stated, stated)]
    for position, alternative in enumerate(part.alternatives):
        mine = np.flatnonzero(part.choice[rows] == position)
        if not len(mine):
            continue
        at = rows[mine]
        for key, leaf in alternative.leaves.items():
            x0 = leaf.of(numbers.value)[at]
            probes = [x0, 2 * x0 + 1, 3 * x0 + 2]
            f0, f1, f2 = (alternative.value(numbers.value, at, {key: probe}) for probe in probes)
            ends = []
            with np.errstate(divide="ignore", invalid="ignore"):
                for target in (lo[mine] - eps[mine], hi[mine] + eps[mine]):
                    ratio = (target - f0) * (f1 - f2) / ((target - f2) * (f1 - f0))
                    # (y - p0) = slope (y - p2) (p1 - p2) ... solved for y
                    slope = ratio / (probes[1] - probes[2])
                    slope = slope * (probes[1] - probes[0])
                    ends.append((probes[0] - slope * probes[2]) / (1 - slope))
            low, high = np.fmin(*ends), np.fmax(*ends)
            place = np.full(leaf.n, -1)
            place[at] = np.arange(len(at))
            take = place[leaf.row] >= 0
            at_place, ids, den = place[leaf.row[take]], leaf.id[take], leaf.den[take]
            value = numbers.value[ids]
            role = np.full(len(ids), leaf.role, dtype=object)
            lowest, highest = value + (low - x0)[at_place] * den, value + (high - x0)[at_place] * den
            pieces.append((part.start + at[at_place], ids, lowest, highest, role))
    return known_ends(
        {edge: np.concatenate([piece[at] for piece in pieces]) for at, edge in enumerate(EDGES)}
    )


def known_ends(edges: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Edges whose both ends are known."""
    keep = ~(np.isnan(edges["lo"]) | np.isnan(edges["hi"]))
    return {edge: values[keep] for edge, values in edges.items()}


def together(edges: list[dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
    """Edges of several parts as one."""
    types = {"banding": "int64", "id": "int64", "lo": "float64", "hi": "float64", "peran": object}
    empty = {edge: np.empty(0, dtype=kind) for edge, kind in types.items()}
    return {edge: np.concatenate([piece[edge] for piece in [empty, *edges]]) for edge in EDGES}


def _decimals(lo: pd.Series, hi: pd.Series, nodes: pd.Series, numbers: Numbers) -> np.ndarray:
    """With how many decimals each number can be printed between two ends: its own; those of its digits with
    the point moved ("54" for 5,4); _NEVER where neither."""
    ids = nodes.to_numpy(dtype="int64")
    own = numbers.desimal[ids]
    low = lo.to_numpy() - _SLIP * np.abs(lo.to_numpy())
    high = hi.to_numpy() + _SLIP * np.abs(hi.to_numpy())
    unit = S.last_unit(own)
    made = np.where(np.ceil(low / unit - 1e-9) * unit <= high, own, _NEVER)
    for point in _POINTS:
        meant = numbers.value[ids] * 10.0**-point
        made = np.where((made == _NEVER) & (low <= meant) & (meant <= high), own + point, made)
    return made


def find_causes(
    comparisons: Comparisons, violated: np.ndarray, fakta: pd.DataFrame, numbers: Numbers, n_angka: int
) -> Causes:
    """Causes of all violated comparisons of the kinds that are searched (Card.blamed)."""
    node = nodes(fakta, numbers, n_angka)
    copies = np.bincount(node, minlength=n_angka)
    paper = comparisons.kertas_kerja
    blamed = [part for part in comparisons.parts if part.card.blamed]
    bad = np.concatenate(
        [part.start + np.flatnonzero(violated[part.start : part.start + len(part.paper)]) for part in blamed]
        or [np.empty(0, int)]
    )
    told = np.concatenate(
        [
            part.start + np.flatnonzero(violated[part.start : part.start + len(part.paper)])
            for part in comparisons.parts
            if part.card.method
        ]
        or [np.empty(0, int)]
    )
    empty = pd.DataFrame(columns=["cause", "node"])
    if not len(bad) and not len(told):
        none = pd.DataFrame(columns=["laporan", "node", "repair", "misfit"])
        return Causes(none, pd.DataFrame(columns=["cause", "banding"]), empty, node, together([]))
    hit = [(part, np.flatnonzero(violated[part.start : part.start + len(part.paper)])) for part in blamed]
    needed = together([implied(part, rows, numbers) for part, rows in hit if len(rows)])
    edges = pd.DataFrame(needed)
    edges["node"] = node[edges["id"].to_numpy(dtype="int64")]
    involved = np.zeros(n_angka + 1, dtype=bool)
    involved[edges["node"].unique()] = True
    held = _held(blamed, violated, comparisons, node, involved, numbers)
    misfit = np.concatenate(
        [part.misfit for part in comparisons.parts if part.misfit is not None] or [np.empty(0, object)]
    )
    at = np.concatenate(
        [part.start + np.arange(len(part.paper)) for part in comparisons.parts if part.misfit is not None]
        or [np.empty(0, int)]
    )
    wrong_way = pd.Series(misfit, index=at)
    causes, members, suspects = _Builder(), [], []

    method = wrong_way[(wrong_way.ne("") & wrong_way.index.isin(bad)) | wrong_way.index.isin(told)]
    if len(
        method
    ):  # a stated number that fits a known wrong formula, or whose rule asks for no search, is wrong itself
        stated = node[paper["stated_id"].to_numpy()[method.index]]
        frame = pd.DataFrame({"banding": method.index, "node": stated, "misfit": method.to_numpy()})
        frame["repair"] = paper["recomputed"].to_numpy()[method.index]
        frame["laporan"] = paper["laporan"].to_numpy()[method.index]
        frame["aturan"] = paper["aturan"].to_numpy()[method.index]
        first = frame.groupby(["node", "aturan"], as_index=False).first()
        first["cause"] = causes.add(first)
        members.append(
            frame.merge(first[["node", "aturan", "cause"]], on=["node", "aturan"])[["cause", "banding"]]
        )
        bad = np.setdiff1d(bad, method.index)
    repeats = comparisons.repeats
    copied = np.flatnonzero(repeats)
    active = edges[edges["banding"].isin(bad)]
    recomputed = paper["recomputed"].to_numpy("float64")
    asked = agreed(active, _score(active, held, numbers), copied, recomputed)
    if len(asked):
        first = asked.drop_duplicates("node")
        first = first.assign(laporan=paper["laporan"].to_numpy()[first["banding"]])
        first["cause"] = causes.add(first)
        members.append(asked.merge(first[["node", "cause"]], on="node")[["cause", "banding"]])
        bad = np.setdiff1d(bad, asked["banding"])
    for _ in range(_ROUNDS):
        active = edges[edges["banding"].isin(bad)]
        score = _score(active, held, numbers)
        good = score[score["ok"] & (score["n"] >= 2)]
        pairs = active[["banding", "node"]].merge(good, on="node")
        if pairs.empty:
            break
        top = pairs[pairs["n"] == pairs.groupby("banding")["n"].transform("max")].drop_duplicates(
            ["banding", "node"]
        )
        # a node wins where it is best for every comparison it would explain; ties stay together as suspects
        top = top[top.groupby("node")["banding"].transform("size") == top["n"]]
        if top.empty:
            break
        tie = top.groupby("banding")["node"].agg(["min", "max", "size"]).reset_index()
        tie["set"] = tie.groupby(["min", "max", "size"]).ngroup()
        first = (
            tie.groupby("set")
            .agg(banding=("banding", "first"), node=("min", "first"), size=("size", "first"))
            .reset_index()
        )
        first["laporan"] = paper["laporan"].to_numpy()[first["banding"]]
        alone = first["size"] == 1
        wanted = first.merge(score[["node", "lo", "hi"]], on="node", how="left")
        first["repair"] = np.where(alone, _repairs(wanted, tie, paper, node, numbers), np.nan)
        first["cause"] = causes.add(first.assign(node=first["node"].where(alone, -1)))
        named = tie.merge(first[["set", "cause", "size"]], on="set", suffixes=("", "_s"))
        members.append(named[["cause", "banding"]])
        several = top.merge(named.loc[named["size"] > 1, ["banding", "cause"]], on="banding").drop_duplicates(
            ["cause", "node"]
        )
        suspects.append(several[["cause", "node"]])
        bad = np.setdiff1d(bad, tie["banding"])
    left = edges[edges["banding"].isin(bad)]
    _singles(left, held, numbers, copies, repeats, paper, node, causes, members, suspects)
    return Causes(
        causes.frame(),
        pd.concat(members, ignore_index=True) if members else pd.DataFrame(columns=["cause", "banding"]),
        pd.concat(suspects, ignore_index=True) if suspects else empty,
        node,
        needed,
    )


class _Builder:
    """Collects causes and gives them numbers."""

    def __init__(self):
        self.frames, self.n = [], 0

    def add(self, frame: pd.DataFrame) -> np.ndarray:
        numbers = np.arange(self.n, self.n + len(frame))
        one = frame.reindex(columns=["laporan", "node", "repair", "misfit"]).assign(cause=numbers)
        one["misfit"] = one["misfit"].astype(object).where(one["misfit"].notna(), "")
        self.frames.append(one)
        self.n += len(frame)
        return numbers

    def frame(self) -> pd.DataFrame:
        if not self.frames:
            return pd.DataFrame(columns=["laporan", "node", "repair", "misfit"])
        return pd.concat(self.frames, ignore_index=True).set_index("cause")


def _held(
    parts: list[Compared],
    violated: np.ndarray,
    comparisons: Comparisons,
    node: np.ndarray,
    involved: np.ndarray,
    numbers: Numbers,
):
    """What comparisons that hold allow to the numbers involved: node, lo, hi."""
    pieces = []
    for part in parts:
        state = part.paper["hasil"]
        ok = ~violated[part.start : part.start + len(part.paper)] & (state != S.UNTESTABLE)
        touches = involved[node[part.paper["stated_id"]]]
        for alternative in part.alternatives:
            for leaf in alternative.leaves.values():
                touches |= np.bincount(leaf.row, involved[node[leaf.id]], minlength=leaf.n) > 0
        rows = np.flatnonzero(ok & touches)
        if len(rows):
            pieces.append(implied(part, rows, numbers))
    if not pieces:
        return pd.DataFrame({"node": [], "lo": [], "hi": []})
    every = pd.DataFrame(together(pieces))
    ids = every["id"].to_numpy(dtype="int64")
    every["node"] = node[ids]
    # two copies of one fact agree, but do not hold each other
    one = codes(every["banding"], every["node"])
    apart = np.bincount(one, ids != ids[firsts(one)][one])[one] > 0
    every = every[~apart & involved[node[ids]]]
    return every.groupby("node", as_index=False).agg(lo=("lo", "max"), hi=("hi", "min"))


def _score(active: pd.DataFrame, held: pd.DataFrame, numbers: Numbers) -> pd.DataFrame:
    """For each node: n comparisons it takes part in, the values that satisfy all of them and break none that
    holds, ok."""
    score = active.groupby("node", as_index=False).agg(
        n=("banding", "nunique"), lo=("lo", "max"), hi=("hi", "min")
    )
    score = score.merge(held, how="left", on="node", suffixes=("", "_h"))
    score["lo"], score["hi"] = score[["lo", "lo_h"]].max(axis=1), score[["hi", "hi_h"]].min(axis=1)
    printable = _decimals(score["lo"], score["hi"], score["node"], numbers) != _NEVER
    score["ok"] = (score["lo"] <= score["hi"]) & printable
    return score


def _repairs(
    wanted: pd.DataFrame, members: pd.DataFrame, paper: pd.DataFrame, node: np.ndarray, numbers: Numbers
) -> np.ndarray:
    """The value that puts each accused node right: the recomputation where it is a stated side, else a
    printable one.

    wanted: set, node, lo, hi (one row a cause); members: set, banding.
    """
    stated = node[paper["stated_id"].to_numpy()[members["banding"]]]
    own = members.assign(stated=stated, x=paper["recomputed"].to_numpy()[members["banding"]]).merge(
        wanted[["set", "node", "lo", "hi"]], on="set", suffixes=("", "_w")
    )
    accused = own["node_w"] if "node_w" in own else own["node"]
    own = own[(own["stated"] == accused) & own["x"].between(own["lo"], own["hi"])]
    recomputed = wanted["set"].map(own.groupby("set")["x"].first())
    decimals = _decimals(wanted["lo"], wanted["hi"], wanted["node"], numbers)
    decimals = np.where(decimals == _NEVER, numbers.desimal[wanted["node"].to_numpy(dtype="int64")], decimals)
    unit = S.last_unit(decimals)
    middle = np.round((wanted["lo"] + wanted["hi"]) / 2 / unit) * unit
    lowest = np.ceil(wanted["lo"] / unit - 1e-9) * unit
    printable = np.where(middle.between(wanted["lo"], wanted["hi"]), middle, lowest)
    printable = np.round(printable, int(max(decimals.max(initial=0), 0)))
    return recomputed.fillna(pd.Series(printable, index=wanted.index)).to_numpy()


def _singles(edges, held, numbers, copies, repeats, paper, node, causes, members, suspects) -> None:
    """Violated comparisons that nothing ties to others: each is one cause, unless the same number is put
    right by them."""
    if edges.empty:
        return
    one = edges.drop_duplicates(["banding", "node"]).merge(held, how="left", on="node", suffixes=("", "_h"))
    one["lo"], one["hi"] = one[["lo", "lo_h"]].max(axis=1), one[["hi", "hi_h"]].min(axis=1)
    one["ok"] = (one["lo"] <= one["hi"]) & (_decimals(one["lo"], one["hi"], one["node"], numbers) != _NEVER)
    one["copies"] = copies[one["node"].to_numpy(dtype="int64")]
    one["repeats"] = repeats[one["banding"]]
    good = one[one["ok"]]
    fewest = good[good["copies"] == good.groupby("banding")["copies"].transform("min")]
    count = good.groupby("banding")["node"].transform("size")
    sole = good[count == 1]
    rare = fewest[
        (fewest.groupby("banding")["node"].transform("size") == 1) & ~fewest["banding"].isin(sole["banding"])
    ]
    rare = rare[rare["peran"].eq("dinyatakan") | rare["repeats"]]
    told = pd.Series(copies[node[paper["stated_id"].to_numpy("int64")]], index=paper.index)
    slip = mistyped(good[~good["banding"].isin(sole["banding"]) & ~good["repeats"]], told, numbers)
    rare = rare[~rare["banding"].isin(slip["banding"])]
    certain = pd.concat([sole, rare, slip]).assign(set=lambda found: found["banding"])
    bandings = pd.DataFrame({"banding": np.sort(one["banding"].unique())})
    made = bandings.merge(certain[["banding", "node", "lo", "hi"]], how="left", on="banding")
    known = made["node"].notna()
    made["repair"] = np.nan
    if known.any():
        wanted = made[known].assign(set=made["banding"])
        made.loc[known, "repair"] = _repairs(wanted, wanted[["set", "banding"]], paper, node, numbers)
        meant = made["banding"].isin(slip["banding"]) & made["lo"].notna()
        part = made.loc[meant, "node"].to_numpy("int64")
        exact = unswapped(
            numbers.mantissa[part], numbers.desimal[part], made.loc[meant, "lo"], made.loc[meant, "hi"]
        )
        made.loc[meant, "repair"] = np.where(np.isfinite(exact), exact, made.loc[meant, "repair"])
    made["node"] = made["node"].fillna(-1).astype("int64")
    made["laporan"] = paper["laporan"].to_numpy()[made["banding"]]
    # the same number put right in the same way is one cause, whatever comparisons say so
    made["one"] = np.where(known, -1, made["banding"])
    first = made.drop_duplicates(["node", "repair", "one"]).copy()
    first["cause"] = causes.add(first)
    made = made.merge(first[["node", "repair", "one", "cause"]], on=["node", "repair", "one"])
    members.append(made[["cause", "banding"]])
    open_ = one.merge(made.loc[made["node"] < 0, ["banding", "cause"]], on="banding")
    any_good = open_.groupby("cause")["ok"].transform("any")
    open_ = open_[open_["ok"] | ~any_good].sort_values(["cause", "copies"], kind="stable")
    suspects.append(open_[["cause", "node"]])
