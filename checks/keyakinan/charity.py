"""Charity: is there another natural reading of the same row or sentence under which the figures agree?

A bounded search, not a list of cases. What fits by chance counts for little: a figure of two digits is a
quotient of any row with enough figures, one of six digits is not.
"""

import numpy as np

from cermat.checks.keyakinan.evidence import MATES, Evidence, Figures
from cermat.schemas.keys import pairs

# the row of a copy or of a total speaks for it, and for no other reading
_ROW_KINDS = ("rasio", "arah", "rata_rata", "formula")
FORMULAS = ("bagian", "perubahan", "jumlah", "selisih", "hasil bagi", "dua target")
_OTHER_SIDE = 1000  # added to columns of the copy that a figure is held against
_SPREAD = 2.0  # digits beyond chance that make a reading certain


def signs(evidence: Evidence) -> dict[str, np.ndarray]:
    """rumus_lain: another formula over its row or sentence gives the figure, to its last digit;
    tercetak_lain: what should stand there is another figure of the same row or sentence, or of its
    copy's; milik_lain: the figure is its entity's of another year, or its target; bagian_pertama: the
    sum of the first parts; bulatan: the difference is no more than the parts' own rounding; cara,
    kolom_cetak: which formula over which columns, and which column prints it (no signs)."""
    strength, way = _formulas(evidence)
    printed, column = _printed_beside(evidence)
    return {
        "rumus_lain": strength,
        "tercetak_lain": printed,
        "bulatan": _rounding(evidence),
        "kolom_cetak": column,
        "milik_lain": _of_another(evidence),
        "bagian_pertama": _first_parts(evidence),
        "cara": way,
    }


def _beyond_chance(digits: np.ndarray, tried: np.ndarray) -> np.ndarray:
    """How sure it is that a hit among so many candidates is no chance (0 to 1)."""
    return np.clip((digits - np.log10(np.maximum(tried, 1)) - 0.5) / _SPREAD, 0, 1)


def _formulas(evidence: Evidence) -> tuple[np.ndarray, np.ndarray]:
    """(strength, code of formula and columns) of the best other formula for each stated figure."""
    figures = evidence.figures
    made, way = np.zeros(len(evidence)), np.full(len(evidence), -1)
    asked = np.flatnonzero(
        evidence.equality
        & ~evidence.known_wrong
        & np.isin(evidence.kind, _ROW_KINDS)
        & (evidence.stated >= 0)
        & (figures.digits[evidence.stated] >= 3)
    )
    if not len(asked):
        return made, way
    stated = evidence.stated[asked]
    mates = figures.mates(stated)
    values = np.where(mates >= 0, figures.value[mates], np.nan)
    one, other = values[:, :, None], values[:, None, :]
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        found = np.stack(
            [
                one / other * 100,
                (one - other) / other * 100,
                one + other,
                one - other,
                one / other,
                (2 * one - other) / one * 100,
            ],
            axis=1,
        ).reshape(len(asked), -1)
    pair = np.tile(~np.eye(MATES, dtype=bool).ravel(), len(FORMULAS))
    found = np.where(pair, found, np.nan)
    own = figures.value[stated][:, None]
    half = 0.5 * 10.0 ** -figures.desimal[stated].astype("float64")[:, None]
    hit = np.abs(found - own) <= half * 1.0000001
    hit &= ~_known_ways(evidence, asked, found, half)
    tried = np.isfinite(found).sum(axis=1)
    some = hit.any(axis=1)
    made[asked] = np.where(some, _beyond_chance(figures.telling[stated], tried), 0.0)
    way[asked] = np.where(some, hit.argmax(axis=1), -1)
    return made, way


def _known_ways(evidence: Evidence, asked: np.ndarray, found: np.ndarray, half: np.ndarray) -> np.ndarray:
    """Candidates that are a way which the rule itself knows, right or wrong: its own alternatives, T/R for
    R/T. That is the wrong formula, and no other reading."""
    known = np.zeros(found.shape, dtype=bool)
    own = np.full((len(evidence), 3), np.nan)
    for part in evidence.comparisons.parts:
        rows = np.flatnonzero((evidence.at >= part.start) & (evidence.at < part.start + len(part.paper)))
        if len(rows) and len(part.values):
            values = part.values[:3, evidence.at[rows] - part.start].T
            own[rows[:, None], np.arange(values.shape[1])] = values
    with np.errstate(divide="ignore", invalid="ignore"):
        turned = np.where(np.isin(evidence.kind, ("rasio", "arah")), 1e4 / own[:, 0], np.nan)
    for value in [*own[asked].T, turned[asked]]:
        known |= np.abs(found - value[:, None]) <= half * 2
    return known


def _printed_beside(evidence: Evidence) -> tuple[np.ndarray, np.ndarray]:
    """Does the row or sentence of a figure print elsewhere what it should be? For two copies of one fact:
    does the row or sentence of one print the other's figure too? (strength, code of the column that
    does)"""
    figures = evidence.figures
    told = evidence.equality & (evidence.stated >= 0) & ~_beside_is_operand(evidence)
    copies = evidence.equality & evidence.copied & (evidence.other >= 0)
    one, column = _beside(figures, evidence.stated, evidence.recomputed, told)
    two, other = _beside(figures, evidence.other, evidence.value, copies)
    return np.maximum(one, two), np.where(two > one, other + _OTHER_SIDE, column)


def _beside_is_operand(evidence: Evidence) -> np.ndarray:
    """Recomputations that equal one of their own operands (x / 100 × 100): beside it is no other reading."""
    figures = evidence.figures
    same = np.abs(figures.value[evidence.id] - evidence.recomputed[evidence.of]) < 1e-9
    return (evidence.most((same & ~evidence.own).astype("float64")) > 0) & ~evidence.copied


def _beside(
    figures: Figures, ids: np.ndarray, value: np.ndarray, asked: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Strength with which another figure of the row or sentence of `ids` is `value`, and its column (-1:
    none)."""
    made, column, at = np.zeros(len(ids)), np.full(len(ids), -1), np.flatnonzero(asked)
    if not len(at):
        return made, column
    mates = figures.mates(ids[at])
    unit = 10.0 ** -figures.desimal[mates].astype("float64")
    hit = (np.abs(figures.value[mates] - value[at][:, None]) <= unit * 0.5000001) & (mates >= 0)
    digits = np.where(hit, figures.telling[mates], 0).max(axis=1, initial=0)
    some = hit.any(axis=1)
    made[at] = np.where(some, _beyond_chance(digits, (mates >= 0).sum(axis=1)), 0.0)
    spot = figures.column[mates[np.arange(len(at)), hit.argmax(axis=1)]]
    column[at] = np.where(some & ~figures.prose[ids[at]], spot, -1)
    return made, column


def _rounding(evidence: Evidence) -> np.ndarray:
    """Totals of figures with decimals whose difference is no more than half a unit of each part."""
    parts = np.bincount(evidence.of[~evidence.own], minlength=len(evidence))
    decimals = evidence.figures.desimal[evidence.stated]
    slack = 0.51 * (parts + 1) * 10.0 ** -decimals.astype("float64")
    near = np.abs(evidence.value - evidence.recomputed) <= slack
    return (near & (decimals > 0) & (parts > 1) & (evidence.kind == "total")).astype("float64")


def _of_another(evidence: Evidence) -> np.ndarray:
    """Figures in sentences that are their entity's figure of another year or another measure (a target, an
    end target)."""
    figures, told = evidence.figures, evidence.penyebutan
    ids, entity = told["nilai"].to_numpy(dtype="int64"), told["entitas"].to_numpy(dtype="int64")
    first = np.full(len(figures.value), -1)
    first[ids[::-1]] = np.arange(len(ids))[::-1]
    measure = told["ukuran"].astype("category").cat.codes.to_numpy(dtype="int64")
    said = measure * 10_000 + told["tahun"].to_numpy(dtype="int64")
    made = np.zeros(len(evidence))
    asked = np.flatnonzero((evidence.stated >= 0) & evidence.equality & figures.prose[evidence.stated])
    own = first[evidence.stated[asked]]
    asked, own = asked[own >= 0], own[own >= 0]
    one, other = pairs(entity[own], entity)
    mine = evidence.stated[asked[one]]
    unit = 10.0 ** -np.minimum(figures.desimal[mine], figures.desimal[ids[other]]).astype("float64")
    same = np.abs(figures.value[mine] - figures.value[ids[other]]) < 0.5 * unit
    hit = same & (said[other] != said[own[one]]) & (ids[other] != mine)
    tried = np.bincount(one, minlength=len(asked))
    sure = _beyond_chance(figures.telling[evidence.stated[asked]] + 0.5, tried)
    np.maximum.at(made, asked[one[hit]], sure[one[hit]])
    return made


def _first_parts(evidence: Evidence) -> np.ndarray:
    """Totals that are the sum of their first parts, two or more parts left out: a subtotal."""
    made = np.zeros(len(evidence))
    rows = np.flatnonzero(evidence.several)
    if not len(rows):
        return made
    of, value = evidence.of[rows], np.nan_to_num(evidence.figures.value[evidence.id[rows]])
    order = np.lexsort((evidence.id[rows], of))
    of, value = of[order], value[order]
    total = np.cumsum(value)
    start = np.r_[True, np.diff(of) > 0]
    begin = np.maximum.accumulate(np.where(start, np.arange(len(of)), 0))
    running = total - (total[begin] - value[begin])
    nth = np.arange(len(of)) - begin
    size = np.bincount(of, minlength=len(evidence))[of]
    digits = evidence.figures.digits[evidence.stated[of]]
    unit = 10.0 ** -evidence.figures.desimal[evidence.stated[of]].astype("float64")
    fits = (np.abs(running - evidence.value[of]) < 0.51 * unit) & (nth >= 1) & (nth <= size - 3)
    np.maximum.at(made, of[fits], _beyond_chance(digits, size)[fits])
    return made
