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
from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from checks.settle.alike import joined
from schemas.keys import codes

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
_PARENTHESIS = re.compile(r"\(([^)]*)\)")


def has(texts: pd.Series, pattern: str) -> pd.Series:
    """Does a pattern of the vocabulary occur? (its groups capture nothing)"""
    return texts.str.contains(re.sub(r"(?<!\\)\((?!\?)", "(?:", pattern), regex=True)


@lru_cache(maxsize=200_000)
def _plain(name: str) -> str:
    s = _NUMBERING.sub("", name.lower())
    short = _PARENTHESIS.sub(" ", s)
    s = short if re.search("[a-z]", short) else s
    for pattern, instead in _SYNONYMS:
        s = pattern.sub(instead, s)
    return _PUNCTUATION.sub(" ", s).strip()


def each(function, texts: pd.Series) -> pd.Series:
    """A cached function of text over a column: once for each distinct text."""
    codes, unique = pd.factorize(texts.to_numpy(dtype=object), use_na_sentinel=False)
    made = np.array([function(str(u)) for u in unique], dtype=object)
    return pd.Series(made[codes] if len(made) else np.empty(0, dtype=object), index=texts.index, dtype=object)


def normalise(names: pd.Series) -> pd.Series:
    """Lower case, no punctuation, no leading numbering, no parenthesised short forms."""
    return each(_plain, names)


def key(names: pd.Series, skip: list[str]) -> pd.Series:
    """The normalised name without words that carry nothing ("jumlah PMKS yang ada" is "pmks", "Program X Y"
    is "x y")."""
    words = re.compile(rf"\b(?:{'|'.join(skip)})\b")

    def short(name: str) -> str:
        plain = _KIND.sub("", _plain(name))
        return (
            " ".join(words.sub(" ", re.sub(r"^(?:jumlah|total|banyaknya|seluruh) ", "", plain)).split())
            or plain
        )

    return each(short, names)


def _slips(keys: pd.DataFrame) -> pd.DataFrame:
    """Pairs of keys of one report that differ in exactly one long word, by spelling only. Columns: a, b (row
    positions)."""
    tokens = keys["kunci"].str.split(" ")
    long = pd.DataFrame(
        {"laporan": keys["laporan"], "row": np.arange(len(keys)), "tokens": tokens, "n": tokens.str.len()}
    )
    long = long[long["n"].ge(2)].explode("tokens")
    long["i"] = long.groupby("row").cumcount()
    long = long[long["tokens"].str.len().ge(6)]
    if long.empty:
        return pd.DataFrame({"a": [], "b": []}, dtype="int64")
    lists = tokens.to_numpy()
    rest = [
        " ".join(lists[r][:i] + ["*"] + lists[r][i + 1 :])
        for r, i in zip(long["row"], long["i"], strict=True)
    ]
    long["rest"] = rest
    long = long[long.duplicated(["laporan", "rest"], keep=False)]
    pair = long.merge(long, on=["laporan", "rest"])
    pair = pair[pair["row_x"] < pair["row_y"]]
    if pair.empty:
        return pd.DataFrame({"a": [], "b": []}, dtype="int64")
    near = process.cpdist(
        pair["tokens_x"].tolist(), pair["tokens_y"].tolist(), scorer=JaroWinkler.normalized_similarity
    )
    same_start = pair["tokens_x"].str[:6].to_numpy() == pair["tokens_y"].str[:6].to_numpy()
    letters = ~(
        pair["tokens_x"].str.contains(r"\d").to_numpy() | pair["tokens_y"].str.contains(r"\d").to_numpy()
    )
    good = letters & ((near >= 0.94) | (same_start & (near >= 0.85)))
    return pd.DataFrame({"a": pair["row_x"].to_numpy()[good], "b": pair["row_y"].to_numpy()[good]})


def canonical(laporan: pd.Series, names: pd.Series, tables: pd.Series, skip: list[str]) -> pd.Series:
    """The canonical printed name for each name, within its report.

    tables: the printed table that a name is a row of ('' in prose): two rows of one table are never one (see
    settle/alike.py).
    Of spellings that are one it is the most frequent (of equally frequent ones the first by letters), as it
    is first printed: moving rows or pages, or one more slip, changes no name.
    """
    frame = pd.DataFrame({"laporan": laporan.to_numpy(), "nama": names.to_numpy()})
    code, _ = pd.factorize(pd.MultiIndex.from_frame(frame.astype(str)))
    unique = frame.iloc[np.unique(code, return_index=True)[1]].reset_index(drop=True)
    unique["kunci"] = key(unique["nama"], skip)
    key_code = unique.groupby(["laporan", "kunci"], sort=False).ngroup().to_numpy()
    keys = unique.drop_duplicates(["laporan", "kunci"]).reset_index(drop=True)
    spelt = _slips(keys)
    n = len(keys)
    graph = coo_array(
        (np.ones(len(spelt)), (spelt["a"].to_numpy(int), spelt["b"].to_numpy(int))), shape=(n, n)
    )
    _, group = connected_components(graph, directed=False)
    group = _alike(keys, group, key_code[code], tables) if n else group
    printed = np.bincount(key_code[code], minlength=n) if n else np.array([], dtype=int)
    ranked = keys.assign(group=group, often=-printed).sort_values(["group", "often", "kunci"], kind="stable")
    first = ranked.drop_duplicates("group").set_index("group")["nama"]
    display = first.to_numpy()[group][key_code][code] if n else np.array([], dtype=object)
    empty = unique["kunci"].eq("").to_numpy()[code] if n else np.array([], dtype=bool)
    return pd.Series(np.where(empty, "", display), index=names.index, dtype=object)


def _alike(keys: pd.DataFrame, group: np.ndarray, key_of: np.ndarray, tables: pd.Series) -> np.ndarray:
    """Groups of names (by spelling) put together where the names are alike; key_of: the row of `keys` of each
    name."""
    table = tables.to_numpy(dtype=object)
    there = np.flatnonzero(table != "")
    seat = codes(keys["laporan"].to_numpy(dtype=object)[key_of[there]], table[there])
    places = pd.DataFrame({"row": group[key_of[there]], "tempat": seat}).drop_duplicates()
    chief = keys.assign(group=group).drop_duplicates("group").sort_values("group", ignore_index=True)
    return joined(chief, places)[group]
