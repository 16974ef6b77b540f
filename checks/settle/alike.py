"""Names that are one although they are spelt otherwise: cut at a page's end, a word more or less, letters
swapped.

A name that two rows of a table bear equally well binds to neither, and two rows of one table are never one.
"""

import re
from functools import lru_cache

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from schemas.keys import codes

ENOUGH = 91.0  # likeness (0 to 100) of words in any order from which two names are one
CUT = 95.0  # likeness of a name to the one that it is the beginning of
CLEAR = 3.0  # how much better than the next best the best must be
MIN_WORDS = 3  # of a name that may be cut short
MIN_SHARE = 0.5  # of the whole name that a cut one still holds
RARE = 3  # words of a name by which its partners are looked for
MAX_SHARED = 12  # names that may hold such a word


def partners(keys: pd.DataFrame) -> pd.DataFrame:
    """Pairs of names that are alike. keys: laporan, kunci (normalised name), one row a name. Returns a, b
    (row positions), skor."""
    words = keys["kunci"].str.split(" ")
    long = pd.DataFrame(
        {"laporan": keys["laporan"], "row": np.arange(len(keys)), "word": words, "n": words.str.len()}
    )
    long = long[long["n"].ge(2)].explode("word")
    long = long[long["word"].str.len().ge(4)].drop_duplicates(["row", "word"])
    if long.empty:
        return _none()
    word = codes(long["laporan"], long["word"])
    long["often"] = np.bincount(word)[word]
    long = long[long["often"].between(2, MAX_SHARED)].sort_values(["row", "often"], kind="stable")
    long = long[long.groupby("row").cumcount().lt(RARE)]
    pair = long[["laporan", "word", "row"]].merge(long[["laporan", "word", "row"]], on=["laporan", "word"])
    pair = pair[pair["row_x"] < pair["row_y"]].drop_duplicates(["row_x", "row_y"])
    if pair.empty:
        return _none()
    return _scored(keys["kunci"].to_numpy(dtype=object), pair["row_x"].to_numpy(), pair["row_y"].to_numpy())


def _none() -> pd.DataFrame:
    return pd.DataFrame(
        {"a": np.array([], dtype=int), "b": np.array([], dtype=int), "skor": np.array([], dtype=float)}
    )


def _scored(names: np.ndarray, a: np.ndarray, b: np.ndarray) -> pd.DataFrame:
    """Candidate pairs with their likeness; those whose figures or short words ("SD", "II") differ fall
    out."""
    first, second = names[a].tolist(), names[b].tolist()
    likeness = process.cpdist(first, second, scorer=fuzz.token_sort_ratio)
    cut = np.array([_is_cut(x, y) for x, y in zip(first, second, strict=True)])
    score = np.where(cut, np.maximum(likeness, CUT), likeness)
    good = score >= ENOUGH
    told = np.flatnonzero(good & ~cut)
    good[told] = [
        _marks(first[i]) == _marks(second[i]) and _parted(first[i]) == _parted(second[i]) for i in told
    ]
    return pd.DataFrame({"a": a[good], "b": b[good], "skor": score[good]})


@lru_cache(maxsize=65536)
def _marks(name: str) -> frozenset[str]:
    """The words that tell like names apart: figures, and words of up to three letters but "dan", "di" and
    their like."""
    return frozenset(
        w for w in name.split() if any(c.isdigit() for c in w) or (len(w) <= 3 and w not in _LINKS)
    )


def _parted(name: str) -> frozenset[str]:
    """The words that say by what a whole is parted ("pegawai menurut umur dan pangkat"): another parting is
    another name."""
    return frozenset(_BY.split(name, maxsplit=1)[1].split()) if _BY.search(name) else frozenset()


_BY = re.compile(r"\b(?:menurut|berdasarkan)\b")
_LINKS = frozenset("dan di ke se yg dg dr per pd bg utk".split())


def _is_cut(a: str, b: str) -> bool:
    """Is one name the beginning of the other, long enough to be told by it?"""
    short, long = (a, b) if len(a) < len(b) else (b, a)
    return (
        long.startswith(short) and len(short) >= MIN_SHARE * len(long) and short.count(" ") >= MIN_WORDS - 1
    )


def joined(keys: pd.DataFrame, places: pd.DataFrame) -> np.ndarray:
    """Which names are one, as a group number a row of `keys`.

    places: row (position in keys), tempat (code of the table it is a row of; prose has none): names that
    share a table stay apart, and a group that would put two rows of one table together is not made.
    """
    pair = _clear(partners(keys), places)
    if pair.empty:
        return np.arange(len(keys))
    group = _components(len(keys), pair)
    inside = places.assign(group=group[places["row"].to_numpy()]).drop_duplicates(["row", "tempat"])
    torn = inside.loc[inside.duplicated(["group", "tempat"], keep=False), "group"].unique()
    return _components(len(keys), pair[~np.isin(group[pair["a"].to_numpy()], torn)])


def _clear(pair: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Pairs without those of one table, and without those where another row of the partner's table is as good
    a partner."""
    both = pd.concat([pair, pair.rename(columns={"a": "b", "b": "a"})], ignore_index=True)
    inside = both.merge(places.rename(columns={"row": "b"}), on="b")
    own = pd.MultiIndex.from_frame(inside[["a", "tempat"]]).isin(
        pd.MultiIndex.from_frame(places[["row", "tempat"]])
    )
    order = inside.assign(own=own).sort_values(
        ["a", "tempat", "skor"], ascending=[True, True, False], kind="stable"
    )
    seat, skor = codes(order["a"], order["tempat"]), order["skor"].to_numpy()
    start = np.flatnonzero(np.diff(seat, prepend=-1))
    size = np.diff(np.append(start, len(seat)))
    best = np.repeat(skor[start], size)
    runner_up = np.where(size > 1, np.append(skor, -np.inf)[np.minimum(start + 1, len(seat))], -np.inf)
    second = np.repeat(runner_up, size)
    bad = order["own"].to_numpy() | (skor < best) | (second > best - CLEAR)
    out = pd.MultiIndex.from_frame(order.loc[bad, ["a", "b"]])
    forward, backward = pd.MultiIndex.from_frame(pair[["a", "b"]]), pd.MultiIndex.from_frame(pair[["b", "a"]])
    return pair[~forward.isin(out) & ~backward.isin(out)]


def _components(count: int, pair: pd.DataFrame) -> np.ndarray:
    """Connected groups of `count` names by their pairs."""
    at = (pair["a"].to_numpy(int), pair["b"].to_numpy(int))
    return connected_components(coo_array((np.ones(len(pair)), at), shape=(count, count)), directed=False)[1]
