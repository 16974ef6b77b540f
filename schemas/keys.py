"""Rows that agree in several columns, as whole numbers: which are one, and where another table has them."""

from collections import defaultdict
from itertools import count
from operator import ne

import numpy as np
import pandas as pd

_MOST = 2**62
_DENSE = 4
_LONG = 2000  # rows from which runs are worth looking for


def among(column: pd.Series, *values) -> np.ndarray:
    """bool, one a row: is it one of some values?"""
    own = column.to_numpy()
    made = own == values[0]
    for value in values[1:]:
        made |= own == value
    return made


def codes(*columns) -> np.ndarray:
    """int64, one a row: the same number for rows that agree in every column, numbered from 0 as they come.

    columns: arrays or Series of one length; a missing value agrees with a missing value.
    """
    made, many = np.zeros(len(columns[0]), dtype="int64"), 1
    for column in columns:
        own, found = _numbered(column if isinstance(column, np.ndarray) else column.to_numpy())
        if many * max(found, 1) >= _MOST:
            made, many = _numbered(made)
        made, many = made * found + own, many * max(found, 1)
    return own if len(columns) == 1 else _numbered(made)[0]


def _numbered(values: np.ndarray) -> tuple[np.ndarray, int]:
    """int64 numbers of distinct values, from 0 as they come, and how many there are."""
    if values.dtype.kind == "i" and len(values) and values.min() >= 0 and values.max() < _DENSE * len(values):
        return _renumbered(values)
    if values.dtype != object:
        own, found = pd.factorize(values, use_na_sentinel=False)
        return own.astype("int64", copy=False), len(found)
    seen: dict = defaultdict(count().__next__)
    if len(values) < _LONG:
        own = np.array([seen[value] for value in values.tolist()], dtype="int64")
    else:  # the rows of one report, or table, stand together: each run of equal texts is looked up once
        start = np.append(0, np.flatnonzero(values[1:] != values[:-1]) + 1)
        own = np.fromiter(map(seen.__getitem__, values[start].tolist()), dtype="int64", count=len(start))
        own = np.repeat(own, np.diff(start, append=len(values)))
    if None in seen or any(map(ne, seen, seen)):  # each missing value is one of its own so far
        return pd.factorize(values, use_na_sentinel=False)[0].astype("int64"), len(seen)
    return own, len(seen)


def _renumbered(values: np.ndarray) -> tuple[np.ndarray, int]:
    """The same for whole numbers none of which is much larger than there are rows: by a table of them."""
    rows = np.arange(len(values))
    told = np.empty(values.max() + 1, dtype="int64")
    told[values[::-1]] = rows[::-1]  # written backwards, so that the first row of each stays
    first = np.flatnonzero(told[values] == rows)
    told[values[first]] = rows[: len(first)]
    return told[values], len(first)


def codes_of_both(left: list, right: list) -> tuple[np.ndarray, np.ndarray]:
    """The same for the rows of two tables (the same columns in the same order), which agree across the
    two."""
    both = codes(
        *(
            np.concatenate([np.asarray(one), np.asarray(other)])
            for one, other in zip(left, right, strict=True)
        )
    )
    return both[: len(left[0])], both[len(left[0]) :]


def first_of(code: np.ndarray) -> np.ndarray:
    """int64, one a row: the first row with the same code."""
    _, first, place = np.unique(code, return_index=True, return_inverse=True)
    return first[place]


def distinct(*columns) -> np.ndarray:
    """Rows (int64, ascending) that are the first of those that agree in every column."""
    return firsts(codes(*columns))


def firsts(code: np.ndarray) -> np.ndarray:
    """Rows (int64, ascending) at which a number of `codes` occurs first."""
    return np.flatnonzero(np.diff(np.maximum.accumulate(code), prepend=-1))


def nth_of(code: np.ndarray) -> np.ndarray:
    """int64, one a row: how many rows before it have the same code."""
    order = np.argsort(code, kind="stable")
    new = np.flatnonzero(np.diff(code[order], prepend=-1))
    made = np.empty(len(code), dtype="int64")
    made[order] = np.arange(len(code)) - np.repeat(new, np.diff(new, append=len(code)))
    return made


def find(wanted: list, known: list) -> np.ndarray:
    """int64, one a row of `wanted`: the first row of `known` that agrees with it in every column, -1 where
    there is none."""
    there, here = codes_of_both(known, wanted)
    place = np.full(len(there) + len(here) + 1, -1)
    place[there[::-1]] = np.arange(len(there))[::-1]  # written backwards, so that the first one stays
    return place[here]


def pairs(left: np.ndarray, right: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """All pairs of rows with equal whole numbers: (rows of left, rows of right), in the order of left, then
    of right."""
    order = np.argsort(right, kind="stable")
    start, end = np.searchsorted(right[order], left, "left"), np.searchsorted(right[order], left, "right")
    size = end - start
    before = np.cumsum(size) - size
    return np.repeat(np.arange(len(left)), size), order[
        np.repeat(start - before, size) + np.arange(size.sum())
    ]


def groups(count: int, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """int64, one a node of `count`: the same number for nodes that pairs (left, right) join, directly or
    through others; numbered from 0 as they come."""
    root = np.arange(count)
    left, right = np.asarray(left, dtype="int64"), np.asarray(right, dtype="int64")
    while len(left):
        low, high = np.minimum(left, right), np.maximum(left, right)
        np.minimum.at(root, high, low)
        while not np.array_equal(root, above := root[root]):
            root = above
        left, right = root[left], root[right]
        apart = left != right
        left, right = left[apart], right[apart]
    return codes(root)


def means(code: np.ndarray, values: np.ndarray) -> np.ndarray:
    """float64, one a code (numbered from 0): the mean of those of its values that are numbers, else NaN."""
    known = np.isfinite(values)
    with np.errstate(invalid="ignore"):
        return np.bincount(code, np.where(known, values, 0.0)) / np.bincount(code, known)


def listed(code: np.ndarray, texts: np.ndarray, between: str) -> np.ndarray:
    """object, one a code (numbered from 0): the texts of its rows, in their order, joined."""
    order = np.argsort(code, kind="stable")
    start = np.flatnonzero(np.diff(code[order], prepend=-1))
    ends = np.append(start, len(order))[1:]
    told = texts[order].tolist()
    made = [between.join(told[first:last]) for first, last in zip(start.tolist(), ends.tolist(), strict=True)]
    return np.array(made, dtype=object)


def ranks(texts: np.ndarray) -> np.ndarray:
    """int64, one a row: the place of its text among the distinct texts in order."""
    own, found = pd.factorize(np.asarray(texts, dtype=object))
    made = np.empty(len(found), dtype="int64")
    made[np.argsort(found)] = np.arange(len(found))
    return made[own]


def frame(texts: dict[str, np.ndarray], others: dict[str, np.ndarray]) -> pd.DataFrame:
    """A table of columns of text (dtype object, in one block) and columns of other kinds."""
    made = pd.DataFrame(
        np.array(list(texts.values()), dtype=object).reshape(len(texts), -1).T,
        columns=list(texts),
        dtype=object,
    )
    for name, values in others.items():
        made[name] = values
    return made
