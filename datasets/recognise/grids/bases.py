"""Percentages whose header names what they are of ("% thd Target 2014"): which two columns that means, by
name and by figures."""

import re
from collections import Counter
from functools import cache
from itertools import permutations

import numpy as np

from datasets.recognise.grids.columns import Column
from datasets.recognise.grids.fits import Fit, test_capaian, test_quotient
from datasets.recognise.grids.layout import Layout
from datasets.recognise.headers import tidy
from datasets.recognise.row_kinds import DATA, TOTAL
from datasets.recognise.vocabulary import vocabulary

# natural log of how far a printed percentage may lie from the quotient it is held against on one row's word
NEAR = 0.7
_YEAR = re.compile(r"(?:19|20)\d\d")


def settle_bases(d: Layout, columns: list[Column]) -> None:
    """Give each percentage of a named base its columns: `of` = (numerator, base) by number, `based` where a
    base is named.

    The column so named is the base, unless another one fits the figures of most rows. Of what it is, its own
    figures or those of the columns of like percentages beside it tell. A base that no column has gives no
    `of` (in place).
    """
    shares = [k for k in columns if k.nilai and (k.percent or k.header.relative)]
    named = {k.c: parts for k in shares if (parts := _parts(k.header.teks))}
    if not named:
        return
    rows = [r for r in d.body if d.rows[r].jenis in (DATA, TOTAL)]
    plain = [k for k in columns if k.nilai and k.n and k.c not in named]
    fits = {c: _fits(d, columns[c], plain, rows) for c in named}
    bases = {c: _named(base, plain, columns[c]) for c, (_, base) in named.items()}
    votes: Counter[int] = Counter()
    for c, fit in fits.items():
        for a, b in fit:
            votes[a] += fit[a, b].fitting * (b in bases[c])
    for c, (before, _) in named.items():
        k = columns[c]
        k.based = True
        k.of = _by_figures(k, fits[c], bases[c], votes)
        if k.of is None and len(bases[c]) == 1:
            k.of = _by_names(d, k, fits[c], bases[c][0], votes, before, columns, rows)


@cache
def _relation() -> re.Pattern:
    words = sorted(map(tidy, map(str, (*vocabulary("kepala")["waktu"]["terhadap"], "dari"))), key=len)
    return re.compile(rf"\b(?:{'|'.join(reversed(words))})\b")


@cache
def _empty() -> frozenset[str]:
    return frozenset(vocabulary("kepala")["dasar_kosong"])


def _parts(text: str) -> tuple[frozenset[str], frozenset[str]] | None:
    """(words before, words of the base) of a header that names a base; None where it names none."""
    before, _, behind = _relation().sub("|", tidy(text)).partition("|")
    base = frozenset(behind.replace("|", " ").split()) - _empty()
    return (frozenset(before.split()), base) if base else None


def _fits(d: Layout, k: Column, plain: list[Column], rows: list[int]) -> dict[tuple[int, int], Fit]:
    """(numerator, base) → how many rows confirm it; a percentage of a percentage is none."""
    value = {x.c: (d.nilai[rows, x.c], d.desimal[rows, x.c]) for x in (*plain, k)}
    result = {}
    for a, b in permutations(plain, 2):
        if a.percent and a.header.score("capaian", "persen") >= 0.9:
            continue
        if b.header.score("target") >= 0.4 > a.header.score("target"):
            fit = test_capaian(*value[b.c], *value[a.c], *value[k.c])
        else:
            fit = test_quotient(*value[a.c], *value[b.c], *value[k.c])
        if fit.tested:
            result[a.c, b.c] = fit
    return result


def _named(base: frozenset[str], plain: list[Column], k: Column) -> list[int]:
    """Columns whose headers hold all words of the base, the shortest such headers alone; "thd 2016" is of
    whatever is of that year."""
    words = {x.c: frozenset(tidy(x.header.teks).split()) - _empty() for x in plain}
    full = {x.c: len(words[x.c] - base) for x in plain if base <= words[x.c] | {str(x.tahun)}}
    if not full and k.header.period == "akhir":
        full = {x.c: 0 for x in plain if x.period == "akhir"}
    return [c for c, more in full.items() if more == min(full.values()) or all(map(_YEAR.fullmatch, base))]


def _by_figures(k: Column, fit: dict, bases: list[int], votes: Counter) -> tuple[int, int] | None:
    """(numerator, base) that the figures of most rows confirm, a named base on fewer rows, too."""
    ranks = {x: (f.fitting, x[1] in bases, votes[x[0]], x[1] < k.c, x[1]) for x, f in fit.items()}
    best = max(ranks, key=lambda x: ranks[x], default=None)
    if best is None or not fit[best].fitting:
        return None
    most = fit[best].fitting >= 2 and fit[best].bagian >= 0.6
    return best if most or fit[best].bagian >= 0.5 and best[1] in bases else None


def _by_names(d, k, fit, base, votes, before, columns, rows) -> tuple[int, int] | None:
    """(numerator, base) where the figures confirm none: what the columns of like percentages are shares of,
    else what was reached (in a year that the header names)."""
    years = set(filter(_YEAR.fullmatch, before))
    numerators = [c for c in votes if votes[c] >= 2 and (c, base) in fit]
    if not numerators:
        reached = [x for x in columns if x.nilai and x.header.score("realisasi") >= 0.6 and not x.based]
        reached = [x for x in reached if not years or str(x.tahun) in years]
        numerators = [x.c for x in reached if (x.c, base) in fit]
    if not numerators:
        return None
    part = max(numerators, key=lambda c: votes[c])
    with np.errstate(divide="ignore", invalid="ignore"):
        far = np.abs(np.log(d.nilai[rows, part] / d.nilai[rows, base] * 100 / d.nilai[rows, k.c]))
    near = np.nan_to_num(far, nan=0.0, posinf=9.0).max() < NEAR
    return (part, base) if near and not fit[part, base].rejects else None
