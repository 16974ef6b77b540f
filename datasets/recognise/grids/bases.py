"""Percentages whose header names what they are of ("% thd Target 2014"): which two columns that means, as
their figures tell."""

import re
from collections import Counter
from functools import cache
from itertools import permutations

from datasets.recognise.grids.columns import Column
from datasets.recognise.grids.fits import Fit, test_capaian, test_quotient
from datasets.recognise.grids.layout import Layout
from datasets.recognise.headers import tidy
from datasets.recognise.row_kinds import DATA, TOTAL
from datasets.recognise.vocabulary import vocabulary

_YEAR = re.compile(r"(?:19|20)\d\d")


def settle_bases(d: Layout, columns: list[Column]) -> None:
    """Give each percentage of a named base its columns: `of` = (numerator, base) by number, `based` where a
    base is named.

    The column so named is the base, unless another one fits the figures of most rows. Of what it is, its own
    figures tell, and where they leave a choice those of like percentages beside it (in place).
    """
    shares = [k for k in columns if k.nilai and (k.percent or k.header.relative)]
    named = {k.c: base for k in shares if (base := _base(k.header.teks))}
    rows = [r for r in d.body if d.rows[r].jenis in (DATA, TOTAL)]
    plain = [k for k in columns if k.nilai and k.n and k.c not in named]
    fits = {c: _fits(d, columns[c], plain, rows) for c in named}
    bases = {c: _named(base, plain) for c, base in named.items()}
    votes: Counter[int] = Counter()
    for c, fit in fits.items():
        for a, b in fit:
            votes[a] += fit[a, b].fitting * (b in bases[c])
    for c in named:
        columns[c].based = True
        columns[c].of = _chosen(c, fits[c], bases[c], votes)


@cache
def _relation() -> re.Pattern:
    words = sorted(map(tidy, map(str, (*vocabulary("kepala")["waktu"]["terhadap"], "dari"))), key=len)
    return re.compile(rf"\b(?:{'|'.join(reversed(words))})\b")


@cache
def _empty() -> frozenset[str]:
    return frozenset(vocabulary("kepala")["dasar_kosong"])


def _base(text: str) -> frozenset[str]:
    """The words of the base that a header names ("% thd Target 2014"); none where it names none."""
    _, *behind = _relation().split(tidy(text))
    return frozenset(" ".join(behind).split()) - _empty()


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


def _named(base: frozenset[str], plain: list[Column]) -> list[int]:
    """Columns whose headers hold all words of the base, the shortest such headers alone; "thd 2016" is of
    whatever is of that year."""
    words = {x.c: frozenset(tidy(x.header.teks).split()) - _empty() for x in plain}
    full = {x.c: len(words[x.c] - base) for x in plain if base <= words[x.c] | {str(x.tahun)}}
    return [c for c, more in full.items() if more == min(full.values()) or all(map(_YEAR.fullmatch, base))]


def _chosen(c: int, fit: dict, bases: list[int], votes: Counter) -> tuple[int, int] | None:
    """(numerator, base) that the figures of most rows confirm, a named base on fewer rows, too."""
    ranks = {x: (f.fitting, x[1] in bases, votes[x[0]], x[1] < c, x[1]) for x, f in fit.items()}
    best = max(ranks, key=lambda x: ranks[x], default=None)
    if best is None or not fit[best].fitting:
        return None
    most = fit[best].fitting >= 2 and fit[best].bagian >= 0.6
    return best if most or fit[best].bagian >= 0.5 and best[1] in bases else None
