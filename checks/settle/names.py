"""Which names are the same: one canonical name for an indicator, a programme or a total, whatever its
spelling.

Two names are one where they are equal once case, punctuation, numbering and parenthesised short forms are
gone, or where exactly one long word differs by a slip of spelling. Words that carry the difference (SD / SMP)
keep them apart.
"""

import re
from functools import lru_cache

import numpy as np
import pandas as pd
from rapidfuzz.distance import JaroWinkler

from cermat.checks.settle.alike import joined, words_of
from cermat.schemas.keys import codes, distinct, firsts, frame, groups, pairs, ranks

_SYNONYMS = [
    (re.compile(r"\bprosentase\b|\bpersen\b|\bprosen\b"), "persentase"),
    (re.compile(r"\bkabupaten\s*/?\s*kota\b|\bkab\b\.?\s*/?\s*kota"), "kabupaten kota"),
    (re.compile(r"\bsubkegiatan\b|\bsub-kegiatan\b"), "sub kegiatan"),
    (re.compile(r"\bpemerintahan\b"), "pemerintah"),
]
_KIND = re.compile(
    r"^(?:program|kegiatan|sub kegiatan) (?=\w+ \w)"
)  # "Kegiatan X" of a sentence is the row X of the budget
_NUMBERING = re.compile(r"^\s*(?:\d{1,2}[.)]|[a-z][.)])\s+")
_PUNCTUATION = re.compile(r"[^a-z0-9%]+")
_SPELT_FROM = 6  # letters of a word that may be misspelt
_PARENTHESIS = re.compile(r"\(([^)]*)\)")


def has(texts: pd.Series, pattern: str) -> pd.Series:
    """bool: does a pattern of the vocabulary occur?"""
    search = re.compile(pattern).search
    return each(lambda text: search(text) is not None, texts).astype(bool)


@lru_cache(maxsize=200_000)
def plain(name: str) -> str:
    """One name as `normalise` makes it."""
    text = _NUMBERING.sub("", name.lower())
    short = _PARENTHESIS.sub(" ", text)
    text = short if re.search("[a-z]", short) else text
    for pattern, instead in _SYNONYMS:
        text = pattern.sub(instead, text)
    return _PUNCTUATION.sub(" ", text).strip()


def each(function, texts: pd.Series) -> pd.Series:
    """A cached function of text over a column: once for each distinct text."""
    told = texts.tolist()
    made = {text: function(str(text)) for text in set(told)}
    found = np.fromiter(map(made.__getitem__, told), dtype=object, count=len(told))
    return pd.Series(found, index=texts.index, dtype=object)


def each_pair(function, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """bool: a function of two texts over two columns (object arrays), once for each distinct pair."""
    pair = codes(left, right)
    first = firsts(pair)
    made = [function(one, other) for one, other in zip(left[first], right[first], strict=True)]
    return np.array(made, dtype=bool)[pair]


def normalise(names: pd.Series) -> pd.Series:
    """Lower case, no punctuation, no leading numbering, no parenthesised short forms."""
    return each(plain, names)


def key(names: pd.Series, skip: list[str]) -> pd.Series:
    """The normalised name without words that carry nothing ("jumlah PMKS yang ada" is "pmks", "Program X Y"
    is "x y")."""
    words = re.compile(rf"\b(?:{'|'.join(skip)})\b")

    def short(name: str) -> str:
        own = _KIND.sub("", plain(name))
        return (
            " ".join(words.sub(" ", re.sub(r"^(?:jumlah|total|banyaknya|seluruh) ", "", own)).split()) or own
        )

    return each(short, names)


def _slips(keys: pd.DataFrame) -> pd.DataFrame:
    """Pairs of keys of one report that differ in exactly one long word, by spelling only. Columns: a, b (row
    positions)."""
    word, row, place, many = words_of(keys["kunci"])
    code = codes(word).astype("uint64") + np.uint64(1)
    long = np.array([len(text) for text in word.tolist()]) >= _SPELT_FROM
    at = np.flatnonzero(long & (many[row] >= 2)) if len(word) else row
    # the other words, each in its place, as one number
    weighed = code * np.uint64(0x9E3779B97F4A7C15) * (place.astype("uint64") * np.uint64(2) + np.uint64(1))
    weighed ^= weighed >> np.uint64(29)
    whole = np.zeros(len(keys), dtype="uint64")
    np.add.at(whole, row, weighed)
    rest = codes(keys["laporan"].to_numpy()[row[at]], whole[row[at]] - weighed[at], place[at], many[row[at]])
    left, right = pairs(rest, rest)
    keep = row[at[left]] < row[at[right]]
    left, right = at[left[keep]], at[right[keep]]
    good = each_pair(_slip, word[left], word[right])
    return pd.DataFrame({"a": row[left[good]], "b": row[right[good]]})


def _slip(one: str, other: str) -> bool:
    """Are two words one word, differently spelt?"""
    if any(sign.isdigit() for sign in one + other):
        return False
    near = JaroWinkler.normalized_similarity(one, other)
    return near >= 0.94 or (one[:6] == other[:6] and near >= 0.85)


def canonical(laporan: pd.Series, names: pd.Series, tables: pd.Series, skip: list[str]) -> pd.Series:
    """The canonical printed name for each name, within its report.

    tables: the printed table that a name is a row of ('' in prose): two rows of one table are never one (see
    settle/alike.py).
    Of spellings that are one it is the most frequent (of equally frequent ones the first by letters), as it
    is first printed: moving rows or pages, or one more slip, changes no name.
    """
    report, told = laporan.to_numpy(dtype=object), names.astype(str).to_numpy(dtype=object)
    printed_key = key(names, skip).to_numpy(dtype=object)
    key_of = codes(report, printed_key)
    first = firsts(key_of)
    count = len(first)
    if not count:
        return pd.Series([], index=names.index, dtype=object)
    keys = frame({"laporan": report[first], "nama": told[first], "kunci": printed_key[first]}, {})
    spelt = _slips(keys)
    group = _alike(keys, groups(count, spelt["a"], spelt["b"]), key_of, tables)
    printed = np.bincount(key_of, minlength=count)
    ranked = np.lexsort((ranks(keys["kunci"].to_numpy()), -printed, group))
    chief = ranked[np.diff(group[ranked], prepend=-1) > 0]
    shown = np.empty(count, dtype=object)
    shown[group[chief]] = told[first[chief]]
    display = shown[group][key_of]
    return pd.Series(np.where(printed_key == "", "", display), index=names.index, dtype=object)


def _alike(keys: pd.DataFrame, group: np.ndarray, key_of: np.ndarray, tables: pd.Series) -> np.ndarray:
    """Groups of names (by spelling) put together where the names are alike; key_of: the row of `keys` of each
    name."""
    table = tables.to_numpy(dtype=object)
    there = np.flatnonzero(table != "")
    seat = codes(keys["laporan"].to_numpy(dtype=object)[key_of[there]], table[there])
    row = group[key_of[there]]
    once = distinct(row, seat)
    places = pd.DataFrame({"row": row[once], "tempat": seat[once]})
    chief = np.unique(group, return_index=True)[1]
    return joined(keys.iloc[chief].reset_index(drop=True), places)[group]
