"""The tree of a budget table that prints no codes: "PROGRAM …" rows head sections, and within each the sums
tell kegiatan from sub kegiatan.

A kegiatan with a single sub kegiatan prints the same amounts twice. Equality alone makes no level; that the
programme's own figure comes out only when such pairs count once does.
"""

import re
from itertools import pairwise

import numpy as np

from datasets.recognise.grids.layout import Layout
from datasets.recognise.headers import tidy
from datasets.recognise.vocabulary import vocabulary
from schemas.interval import adds_up

Parents = dict[int, int]
MOST = 100  # programmes of one table; more of them are a list that names its programme on every line


def by_sections(d: Layout, rows: list[int], columns: list[int], name: dict[int, str], by_sums) -> Parents:
    """Row → the row it is part of; {} where fewer than two rows are named as programmes.

    rows: data rows with figures, in order; by_sums(d, rows, columns) → parents that sums alone show. What is
    put under a programme, or programmes under the row above them, has its figures for its sum in half of the
    columns at least.
    """
    heads = [r for r in rows if level_word(name.get(r, "")) == "program"]
    if not 1 < len(heads) <= MOST:
        return {}
    parents: Parents = {}
    for n, head in enumerate(heads):
        end = heads[n + 1] if n + 1 < len(heads) else max(rows) + 1
        parents |= _section(d, head, [r for r in rows if head < r < end], columns, by_sums)
    return parents | _above(d, rows, heads, columns)


def level_word(name: str) -> str:
    """program | kegiatan | sub kegiatan | belanja where a row's name begins so; else ''."""
    levels = vocabulary("baris")["tingkat"].items()
    return next((level for level, words in levels if any(re.search(p, tidy(name)) for p in words)), "")


def _section(d: Layout, head: int, rows: list[int], columns: list[int], by_sums) -> Parents:
    """Parents within one programme. A row at the end that heads the next group (the next office's total) may
    be left out."""
    best, most = by_sums(d, rows, columns), 0.0
    for inner in (rows, rows[:-1]):
        parents = by_sums(d, inner, columns)
        for extra in ({}, _pairs(d, [row for row in inner if row not in parents], columns)):
            tops = [row for row in inner if row not in parents | extra]
            share = fitting(d, head, tops, columns)
            if share >= 0.5 and share > most:
                best, most = parents | extra | dict.fromkeys(tops, head), share
    return best


def _pairs(d: Layout, tops: list[int], columns: list[int]) -> Parents:
    """Each row right below one that prints the same amounts: its single part."""
    result: Parents = {}
    for above, below in pairwise(tops):
        whole, part = np.nan_to_num(d.nilai[np.ix_([above, below], columns)])
        if above not in result and whole.any() and np.array_equal(whole, part):
            result[below] = above
    return result


def _above(d: Layout, rows: list[int], heads: list[int], columns: list[int]) -> Parents:
    """Programmes under the row above them (the office, the affair of government) whose figures they add up
    to."""
    result: Parents = {}
    for n, head in enumerate(heads):
        above = max((row for row in rows if row < head), default=-1)
        if above < 0 or above in result or (n and above in heads):
            continue
        rest = [x for x in heads[n:] if x not in result]
        groups = [rest[:end] for end in range(len(rest), 1, -1)]
        best = max(groups, key=lambda group, above=above: fitting(d, above, group, columns), default=[])
        if fitting(d, above, best, columns) >= 0.5:
            result |= dict.fromkeys(best, above)
    return result


def fitting(d: Layout, whole: int, parts: list[int], columns: list[int]) -> float:
    """The share of the columns in which `whole` prints something where these rows add up to it."""
    v = np.nan_to_num(d.nilai[whole, columns])
    there = np.abs(v) > 0
    if not parts or not there.any():
        return 0.0
    decimals = np.maximum(d.desimal[np.ix_([whole, *parts], columns)].max(axis=0), 0)
    right = adds_up(v, np.nansum(d.nilai[np.ix_(parts, columns)], axis=0), len(parts), decimals)
    return float((right & there).sum() / there.sum())
