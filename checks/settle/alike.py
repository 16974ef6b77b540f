"""Names that are one although they are spelt otherwise: cut at a page's end, a word more or less, letters
swapped.

A name that two rows of a table bear equally well binds to neither, and two rows of one table are never one.
"""

import re
from functools import cache, lru_cache

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from cermat.schemas.keys import codes, distinct, find, firsts, groups, nth_of, pairs

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
    word, row, _, many = words_of(keys["kunci"])
    good = np.array([len(text) >= 4 for text in word.tolist()], dtype=bool) & (many[row] >= 2)
    word, row = word[good], row[good]
    code = codes(keys["laporan"].to_numpy()[row], word)
    once = distinct(row, code)
    code, row = code[once], row[once]
    often = np.bincount(code)[code] if len(code) else code
    shared = (often >= 2) & (often <= MAX_SHARED)
    code, row, often = code[shared], row[shared], often[shared]
    order = np.lexsort((often, row))
    order = order[nth_of(row[order]) < RARE]
    code, row = code[order], row[order]
    left, right = pairs(code, code)
    left, right = row[left], row[right]
    left, right = left[left < right], right[left < right]
    if not len(left):
        return _none()
    once = distinct(left, right)
    return _scored(keys["kunci"].to_numpy(dtype=object), left[once], right[once])


def likeness(one: np.ndarray, left: np.ndarray, other: np.ndarray, right: np.ndarray, scorer) -> np.ndarray:
    """0 to 100, one a pair: how like one[left] is to other[right] (object arrays), by a scorer of rapidfuzz;
    two texts are compared once, however many pairs they are."""
    if not len(left):
        return np.zeros(0)
    pair = codes(codes(one)[left], codes(other)[right])
    first = firsts(pair)
    return process.cpdist(one[left[first]].tolist(), other[right[first]].tolist(), scorer=scorer)[pair]


def words_of(names: pd.Series) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The words of names: (words, row of each, its place within the name; how many each name has)."""
    told = names.tolist()
    every = " ".join(told).split(" ") if told else []
    many = np.array([name.count(" ") + 1 for name in told], dtype="int64")
    row = np.repeat(np.arange(len(told)), many)
    place = np.arange(len(row)) - np.repeat(np.cumsum(many) - many, many)
    return np.array(every, dtype=object), row, place, many


def _none() -> pd.DataFrame:
    return pd.DataFrame(
        {"a": np.array([], dtype=int), "b": np.array([], dtype=int), "skor": np.array([], dtype=float)}
    )


def _scored(names: np.ndarray, left: np.ndarray, right: np.ndarray) -> pd.DataFrame:
    """Candidate pairs with their likeness; those whose figures or short words ("SD", "II") differ fall
    out."""
    code = codes(names)
    pair = codes(code[left], code[right])  # reports share names: each two are compared once
    once = firsts(pair)
    first, second = names[left[once]].tolist(), names[right[once]].tolist()
    alike = process.cpdist(first, second, scorer=fuzz.token_sort_ratio)
    cut = np.array([_is_cut(one, other) for one, other in zip(first, second, strict=True)])
    score = np.where(cut, np.maximum(alike, CUT), alike)
    good = score >= ENOUGH
    told = np.flatnonzero(good & ~cut)
    good[told] = [
        _marks(first[at]) == _marks(second[at]) and _parted(first[at]) == _parted(second[at]) for at in told
    ]
    good, score = good[pair], score[pair]
    return pd.DataFrame({"a": left[good], "b": right[good], "skor": score[good]})


@lru_cache(maxsize=65536)
def _marks(name: str) -> frozenset[str]:
    """The words that tell like names apart: figures, what is done for a part ("nelayan yang dilayani"), and
    words of up to three letters but "dan", "di" and their like."""
    return frozenset(
        word
        for word in name.split()
        if any(sign.isdigit() for sign in word)
        or (len(word) <= 3 and word not in _LINKS)
        or _served().fullmatch(word)
    )


@cache
def _served() -> re.Pattern:
    """What is done for a part of a group (vocabulary.yaml)."""
    from cermat.checks.settle import vocabulary

    return re.compile(vocabulary()["dilayani"])


def _parted(name: str) -> frozenset[str]:
    """The words that say by what a whole is parted ("pegawai menurut umur dan pangkat"): another parting is
    another name."""
    return frozenset(_BY.split(name, maxsplit=1)[1].split()) if _BY.search(name) else frozenset()


_BY = re.compile(r"\b(?:menurut|berdasarkan)\b")
_LINKS = frozenset("dan di ke se yg dg dr per pd bg utk".split())


def _is_cut(one: str, other: str) -> bool:
    """Is one name the beginning of the other, long enough to be told by it? "Nelayan terdampak cuaca" is no
    cut "nelayan terdampak cuaca yang dilayani": that is a part of them."""
    short, long = (one, other) if len(one) < len(other) else (other, one)
    enough = len(short) >= MIN_SHARE * len(long) and short.count(" ") >= MIN_WORDS - 1
    return enough and long.startswith(short) and not _served().match(long[len(short) :].lstrip())


def joined(keys: pd.DataFrame, places: pd.DataFrame) -> np.ndarray:
    """Which names are one, as a group number a row of `keys`.

    places: row (position in keys), tempat (code of the table it is a row of; prose has none): names that
    share a table stay apart, and a group that would put two rows of one table together is not made.
    """
    pair = _clear(partners(keys), places)
    if pair.empty:
        return np.arange(len(keys))
    one, other = pair["a"].to_numpy(), pair["b"].to_numpy()
    group = groups(len(keys), one, other)
    row, table = group[places["row"].to_numpy()], places["tempat"].to_numpy()
    seat = codes(row, table)
    torn = row[np.bincount(seat)[seat] > 1] if len(seat) else row
    whole = ~np.isin(group[one], torn)
    return groups(len(keys), one[whole], other[whole])


def _clear(pair: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Pairs without those of one table, and those where another row of the partner's table is as good."""
    one, other, skor = (pair[column].to_numpy() for column in ("a", "b", "skor"))
    one, other, skor = (
        np.concatenate([one, other]),
        np.concatenate([other, one]),
        np.concatenate([skor, skor]),
    )
    row, table = places["row"].to_numpy(), places["tempat"].to_numpy()
    left, right = pairs(other, row)  # each pair in each table of its partner
    seat, skor = codes(one[left], table[right]), skor[left]
    best = np.zeros(len(seat))
    np.maximum.at(best, seat, skor)
    order = np.lexsort((-skor, seat))
    second = np.full(len(seat), -np.inf)
    runner_up = order[nth_of(seat[order]) == 1]
    second[seat[runner_up]] = skor[runner_up]
    own = find([one[left], table[right]], [row, table]) >= 0
    bad = own | (skor < best[seat]) | (second[seat] > best[seat] - CLEAR)
    out = np.bincount(left[bad], minlength=len(one)) > 0
    return pair[~out[: len(pair)] & ~out[len(pair) :]]
