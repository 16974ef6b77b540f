"""Slip: is the difference one that people make, in the figure or in an operand?"""

import numpy as np

from cermat.checks.keyakinan.evidence import Evidence, Figures
from cermat.schemas.keys import codes, pairs
from cermat.schemas.slip import parted

_FAR = np.log(10.0)  # a difference by this factor is wholly absurd
_NEAR = np.log(1.02)
_EXCUSE = 0.7  # how much of an absurd difference a slip excuses


def signs(evidence: Evidence) -> dict[str, np.ndarray]:
    """salah_tik: one slip of the pen parts the figure, or an operand, from what it should be; salin: it is
    a neighbour's figure; tahun_salin: another year's; baris: a row was left out or counted twice;
    rumus_keliru: a known wrong way, or the wrong direction, gives it; jauh: the difference is large and
    no slip explains it; dekat: the two nearly agree."""
    figures, count = evidence.figures, len(evidence)
    own = figures.mantissa[evidence.id], figures.desimal[evidence.id]
    told = np.isfinite(evidence.lo)
    pen = np.zeros(len(evidence.id))
    pen[told] = parted(own[0][told], own[1][told], evidence.lo[told], evidence.hi[told])
    pen = evidence.most(pen)
    free = ~((evidence.kind == "total") | evidence.copied)[evidence.of]  # rows of a budget often repeat
    copied = evidence.most(_copied(figures, evidence.id), evidence.own | free)
    year = _other_year(evidence)
    row = _row_missed(evidence)
    wrong = evidence.known_wrong.astype("float64")
    value, recomputed = np.abs(evidence.value), np.abs(evidence.recomputed)
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = np.abs(np.log(value / recomputed))
    apart = np.where(np.isnan(apart), np.inf, apart)
    explained = np.max([pen, copied, year, row, wrong], axis=0) if count else np.zeros(0)
    far = np.where(evidence.equality, np.clip((apart - _NEAR) / _FAR, 0, 1), 0.0)
    near = np.where(evidence.equality, np.exp(-apart / (5 * _NEAR)), 0.0)
    return {
        "salah_tik": pen,
        "salin": copied,
        "tahun_salin": year,
        "baris": row,
        "rumus_keliru": wrong,
        "jauh": far * (1 - _EXCUSE * explained),
        "dekat": near,
    }


def _strength(figures: Figures, ids: np.ndarray) -> np.ndarray:
    """How telling it is that another figure equals this one: 0 for one digit, 1 from four digits on."""
    return np.clip((figures.digits[ids] - 1) / 3, 0, 1)


def _same(figures: Figures, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Do two printed figures agree (float64 0 or 1; nothing printed agrees with nothing)?"""
    unit = 10.0 ** -np.minimum(figures.desimal[one], figures.desimal[other])
    return (np.abs(figures.value[one] - figures.value[other]) < 0.5 * unit) & (one >= 0) & (other >= 0)


def _copied(figures: Figures, ids: np.ndarray) -> np.ndarray:
    """Figures that another row prints in the same column, too."""
    laid = np.flatnonzero(figures.figure & ~figures.prose & np.isin(figures.place, figures.place[ids]))
    if not len(laid):
        return np.zeros(len(ids))
    code = np.full(len(figures.value), -1)
    code[laid] = codes(figures.place[laid], figures.column[laid], figures.value[laid])
    several = np.bincount(code[laid])[code[ids]] > 1
    return np.where(several & (code[ids] >= 0), np.clip((figures.telling[ids] - 1) / 3, 0, 1), 0.0)


def _other_year(evidence: Evidence) -> np.ndarray:
    """Stated figures of tables that are another year's figure of the same entity and measure."""
    figures, told = evidence.figures, evidence.penyebutan
    ids, year = told["nilai"].to_numpy(dtype="int64"), told["tahun"].to_numpy()
    about = told["entitas"].to_numpy(dtype="int64") * 64 + _measure(told)
    first = np.full(len(figures.value), -1)
    first[ids[::-1]] = np.arange(len(ids))[::-1]
    own = first[evidence.stated]
    known = np.flatnonzero((own >= 0) & (evidence.stated >= 0) & ~figures.prose[evidence.stated])
    if not len(known):
        return np.zeros(len(evidence))
    one, other = pairs(about[own[known]], about)
    hit = (year[other] != year[own[known][one]]) & _same(figures, evidence.stated[known][one], ids[other])
    made = np.zeros(len(evidence))
    made[known[one[hit]]] = 1.0
    return made * _strength(figures, evidence.stated)


def _measure(told) -> np.ndarray:
    return told["ukuran"].astype("category").cat.codes.to_numpy(dtype="int64") % 64


def _row_missed(evidence: Evidence) -> np.ndarray:
    """Sums whose difference is one of the figures added up."""
    figures, several = evidence.figures, np.flatnonzero(evidence.several)
    made = np.zeros(len(evidence))
    if not len(several):
        return made
    of, ids = evidence.of[several], evidence.id[several]
    gap = np.abs(evidence.value - evidence.recomputed)[of]
    unit = 10.0 ** -figures.desimal[ids].astype("float64")
    hit = (np.abs(gap - np.abs(figures.value[ids])) < 0.51 * unit) & (figures.value[ids] != 0)
    np.maximum.at(made, of[hit], _strength(figures, ids[hit]))
    return made
