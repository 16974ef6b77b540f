"""Percentages whose header names what they are of ("% thd Target 2014"): which two columns that means, by
name and by figures."""

import re
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


def settle_bases(d: Layout, columns: list[Column]) -> None:
    """Give each percentage of a named base its columns: `of` = (numerator, base) by number, `based` where a
    base is named.

    The column so named is the base, unless another one fits the figures of most rows. Of what it is, its own
    figures or those of the columns of like percentages beside it tell. A base that no column has gives no
    `of` (in place).
    """
    named = {
        k.c: parts
        for k in columns
        if k.nilai and (k.percent or k.header.relative) and (parts := _parts(k.header.teks))
    }
    if not named:
        return
    rows = [r for r in d.body if d.rows[r].jenis in (DATA, TOTAL)]
    plain = [k for k in columns if k.nilai and k.n and k.c not in named]
    fit = {c: _fits(d, columns[c], plain, rows) for c in named}
    bases = {c: _named(base, plain, columns[c]) for c, (_, base) in named.items()}
    votes: dict[int, int] = {}
    for c in named:
        for a, b in fit[c]:
            if b in bases[c]:
                votes[a] = votes.get(a, 0) + fit[c][a, b].fitting
    for c, (before, _) in named.items():
        columns[c].based = True
        columns[c].of = _chosen(d, columns[c], fit[c], bases[c], votes, before, columns, rows)


@cache
def _relation() -> re.Pattern:
    words = sorted(
        (tidy(str(w)) for w in (*vocabulary("kepala")["waktu"]["terhadap"], "dari")), key=len, reverse=True
    )
    return re.compile(rf"\b(?:{'|'.join(words)})\b")


@cache
def _empty() -> frozenset[str]:
    return frozenset(vocabulary("kepala")["dasar_kosong"])


def _parts(text: str) -> tuple[frozenset[str], frozenset[str]] | None:
    """(words before, words of the base) of a header that names a base; None where it names none."""
    parts = _relation().split(tidy(text), maxsplit=1)
    if len(parts) < 2:
        return None
    base = frozenset(_relation().sub(" ", parts[1]).split()) - _empty()
    return (frozenset(parts[0].split()), base) if base else None


def _fits(d: Layout, k: Column, plain: list[Column], rows: list[int]) -> dict[tuple[int, int], Fit]:
    v = {
        x.c: (np.where(np.isfinite(d.nilai[rows, x.c]), d.nilai[rows, x.c], np.nan), d.desimal[rows, x.c])
        for x in (*plain, k)
    }
    result = {}
    for a, b in permutations(plain, 2):
        if a.percent and a.header.score("capaian", "persen") >= 0.9:  # a percentage of a percentage is none
            continue
        target = b.header.score("target") >= 0.4 and not a.header.score("target") >= 0.4
        u = test_capaian(*v[b.c], *v[a.c], *v[k.c]) if target else test_quotient(*v[a.c], *v[b.c], *v[k.c])
        if u.tested:
            result[a.c, b.c] = u
    return result


def _named(base: frozenset[str], plain: list[Column], k: Column) -> list[int]:
    """Columns whose headers hold all words of the base, the shortest such headers alone."""
    content = {x.c: frozenset(tidy(x.header.teks).split()) - _empty() for x in plain}
    full = {x.c: len(content[x.c] - base) for x in plain if base <= content[x.c] | {str(x.tahun)}}
    if not full and k.header.period == "akhir":
        full = {x.c: 0 for x in plain if x.period == "akhir"}
    if all(re.fullmatch(r"(?:19|20)\d\d", w) for w in base):  # "thd 2016": of whatever is of that year
        return list(full)
    return [c for c, more in full.items() if more == min(full.values())]


def _chosen(
    d,
    k: Column,
    fit: dict,
    bases: list[int],
    votes: dict,
    before: frozenset,
    columns: list[Column],
    rows: list[int],
):
    """(numerator, base) of one column, or None."""
    most = max(
        fit, key=lambda x: (fit[x].fitting, x[1] in bases, votes.get(x[0], 0), x[1] < k.c, x[1]), default=None
    )
    if most is not None and fit[most].fitting >= 2 and fit[most].bagian >= 0.6:
        return most
    if most is not None and fit[most].fitting and fit[most].bagian >= 0.5 and most[1] in bases:
        return most
    if len(bases) != 1:
        return None
    years = {w for w in before if re.fullmatch(r"(?:19|20)\d\d", w)}
    reached = [
        x.c
        for x in columns
        if x.nilai and x.header.score("realisasi") >= 0.6 and not x.based and x.c != bases[0]
    ]
    numerators = [c for c in votes if votes[c] >= 2 and (c, bases[0]) in fit] or [
        c for c in reached if (c, bases[0]) in fit and (not years or str(columns[c].tahun) in years)
    ]
    if not numerators:
        return None
    a = max(numerators, key=lambda c: votes.get(c, 0))
    u = fit[a, bases[0]]
    if u.rejects:
        return None
    with np.errstate(divide="ignore", invalid="ignore"):
        far = np.abs(np.log(d.nilai[rows, a] / d.nilai[rows, bases[0]] * 100 / d.nilai[rows, k.c]))
    near = np.nan_to_num(far, nan=0.0, posinf=9.0).max() < NEAR
    return (a, bases[0]) if near else None
