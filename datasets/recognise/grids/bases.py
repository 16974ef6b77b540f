"""Percentages whose header names what they are of ("% thd Target 2014"): which two columns that means."""

import re
from collections import Counter
from functools import cache
from itertools import permutations

from cermat.datasets.recognise.grids.columns import Column, body_rows
from cermat.datasets.recognise.grids.fits import Fit, test_capaian, test_quotient
from cermat.datasets.recognise.grids.layout import Layout
from cermat.datasets.recognise.headers import tidy
from cermat.datasets.recognise.row_kinds import DATA, TOTAL
from cermat.datasets.recognise.vocabulary import vocabulary

_YEAR = re.compile(r"(?:19|20)\d\d")


def settle_bases(grid: Layout, columns: list[Column]) -> None:
    """Give each percentage of a named base its columns: `of` = (numerator, base) by number, `based` where a
    base is named.

    The column so named is the base, unless another one fits the figures of most rows. Of what it is, its own
    figures tell, and where they leave a choice those of like percentages beside it (in place).
    """
    shares = [col for col in columns if col.nilai and (col.percent or col.header.relative)]
    named = {col.c: base for col in shares if (base := _base(col.header.teks))}
    rows = body_rows(grid, DATA, TOTAL)
    plain = [col for col in columns if col.nilai and col.n and col.c not in named]
    fits = {at: _fits(grid, columns[at], plain, rows) for at in named}
    bases = {at: _named(base, plain) for at, base in named.items()}
    votes: Counter[int] = Counter()
    for at, fit in fits.items():
        for part, whole in fit:
            votes[part] += fit[part, whole].fitting * (whole in bases[at])
    for at in named:
        columns[at].based = True
        columns[at].of = _chosen(at, fits[at], bases[at], votes)


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


def _fits(grid: Layout, col: Column, plain: list[Column], rows: list[int]) -> dict[tuple[int, int], Fit]:
    """(numerator, base) → how many rows confirm it; a percentage of a percentage is none."""
    value = {held.c: grid.printed(rows, held.c) for held in (*plain, col)}
    result = {}
    for part, base in permutations(plain, 2):
        if part.percent and part.score("capaian", "persen") >= 0.9:
            continue
        if base.score("target") >= 0.4 > part.score("target"):
            fit = test_capaian(value[base.c], value[part.c], value[col.c])
        else:
            fit = test_quotient(value[part.c], value[base.c], value[col.c])
        if fit.tested:
            result[part.c, base.c] = fit
    return result


def _named(base: frozenset[str], plain: list[Column]) -> list[int]:
    """Columns whose headers say the base with the fewest other words; "thd 2016": all of that year."""
    words = {column.c: frozenset(tidy(column.header.teks).split()) - _empty() for column in plain}
    full = [column.c for column in plain if base <= words[column.c] | {str(column.tahun)}]
    least = min((len(words[at] - base) for at in full), default=0)
    return [at for at in full if len(words[at] - base) == least or all(map(_YEAR.fullmatch, base))]


def _chosen(at: int, fit: dict, bases: list[int], votes: Counter) -> tuple[int, int] | None:
    """(numerator, base) that the figures of most rows confirm, a named base on fewer rows, too."""

    def rank(pair: tuple[int, int]) -> tuple:
        return fit[pair].fitting, pair[1] in bases, votes[pair[0]], pair[1] < at, pair[1]

    best = max(fit, key=rank, default=None)
    if best is None or not fit[best].fitting:
        return None
    most = fit[best].fitting >= 2 and fit[best].bagian >= 0.6
    return best if most or fit[best].bagian >= 0.5 and best[1] in bases else None
