"""A printed number is an interval: how a stated number relates to its recomputation.

u = 10 ** -d. Rounded: [v - u/2, v + u/2], both ends closed (half-up, half-even and half-down are covered).
Cut: v > 0: [v, v + u); v < 0: (v - u, v]; v = 0: (-u, u). Works on float64 arrays, with an exact pass in
whole numbers for the few rows that lie within the float's proven error of a bound.
"""

import numpy as np

from cermat.schemas.exact import Exact, power

EXACT, CUT, WITHIN_PRECISION, MISMATCH, UNTESTABLE = (
    "tepat",
    "dipotong",
    "dalam presisi",
    "tidak cocok",
    "tidak dapat diuji",
)
_FAR = 2**50  # a position beyond which it no longer matters
RELATIVE_ERROR = 1e-12  # relative error bound of a recomputation of at most a few thousand float64 operations


def last_unit(desimal) -> np.ndarray:
    """u = 10 ** -desimal."""
    return 10.0 ** -np.asarray(desimal, dtype="float64")


def slack(stated, computed) -> np.ndarray:
    """What float arithmetic may err by where one of these magnitudes is recomputed."""
    return RELATIVE_ERROR * np.maximum(np.abs(stated), np.abs(computed))


def stated_ends(stated, desimal, computed) -> tuple[np.ndarray, np.ndarray]:
    """The interval that a rounded figure stands for, opened by the float error of its recomputation."""
    half, error = last_unit(desimal) / 2, slack(stated, computed)
    return stated - half - error, stated + half + error


def position(computed, stated, desimal) -> np.ndarray:
    """Where a recomputation lies about the stated figure, in half units of its last digit, doubled: 2k at k
    half units, 2k + 1 between k and k + 1 of them (float64 that holds whole numbers; NaN where unknown).

    Open and closed ends are so told apart by whole numbers: rounded to it is what lies from -2 to 2, cut to a
    positive one what lies from 0 to 3.
    """
    half = last_unit(desimal) / 2
    with np.errstate(invalid="ignore"):
        steps = (np.asarray(computed, dtype="float64") - stated) / half
        whole = np.rint(steps)
        at = np.abs(steps - whole) * half <= slack(stated, computed)
    return np.clip(np.where(at, 2 * whole, 2 * np.floor(steps) + 1), -_FAR, _FAR)


def exact_position(value: Exact, mantissa: np.ndarray, desimal: np.ndarray) -> np.ndarray:
    """`position` of recomputations about mantissa · 10 ** -desimal (int64), without any error."""
    up, down = power(np.maximum(desimal, 0)), power(np.maximum(-desimal, 0))
    den = value.den * down
    steps = 2 * (value.num * up - mantissa.astype(object) * den)  # half units, times den
    whole = steps // den
    at = 2 * whole + (steps != whole * den)
    return np.clip(at, -_FAR, _FAR).astype("float64")


def exact_outcome(letak: np.ndarray, mantissa: np.ndarray) -> np.ndarray:
    """tepat, dipotong or tidak cocok of exact positions. On a tie half up (away from zero) and half to even
    differ: either gives what is printed."""
    told = graded(letak, mantissa)
    beyond = (np.abs(letak) == 2) & (letak * np.sign(mantissa) > 0) & (mantissa % 2 != 0)
    return np.where(beyond, CUT, told)


def cut_ends(stated) -> tuple[np.ndarray, np.ndarray]:
    """Between which positions, both included, lies what is rounded or cut to a stated figure."""
    return np.where(np.asarray(stated) > 0, -2, -3), np.where(np.asarray(stated) < 0, 2, 3)


def graded(letak, stated) -> np.ndarray:
    """tepat, dipotong or tidak cocok, by position."""
    least, most = cut_ends(stated)
    return np.select([np.abs(letak) <= 2, (letak >= least) & (letak <= most)], [EXACT, CUT], MISMATCH)


def rounds_to(computed: np.ndarray, stated: np.ndarray, unit: np.ndarray) -> np.ndarray:
    """Is `stated` what `computed` rounds to, half-up or half-even? (float; ties count as yes)"""
    return np.abs(computed - stated) <= unit / 2


def cuts_to(computed: np.ndarray, stated: np.ndarray, unit: np.ndarray) -> np.ndarray:
    """Is `stated` what `computed` gives when cut towards zero?"""
    above = (computed >= stated) & (computed < stated + unit) & (stated > 0)
    below = (computed <= stated) & (computed > stated - unit) & (stated < 0)
    zero = (np.abs(computed) < unit) & (stated == 0)
    return above | below | zero


def outcome(computed, stated, desimal, lo, hi) -> np.ndarray:
    """Outcome by float: tepat · dipotong · dalam presisi · tidak cocok; NaN anywhere: tidak dapat diuji.

    `computed`: recomputed from printed inputs. `lo`, `hi`: what hidden decimals of the inputs allow.
    """
    told = graded(position(computed, stated, desimal), stated)
    below, above = stated_ends(stated, desimal, computed)
    possible = (told == MISMATCH) & (above >= lo) & (below <= hi)
    unknown = ~np.isfinite(computed) | ~np.isfinite(stated)
    return np.select([unknown, possible], [UNTESTABLE, WITHIN_PRECISION], told)


def fits(computed, stated, desimal, lo, hi) -> np.ndarray:
    """Rows whose stated figure holds as printed: rounded, cut, or within what hidden decimals of the inputs
    allow. NaN holds nowhere."""
    unit = last_unit(desimal)
    below, above = stated_ends(stated, desimal, computed)
    within = (above >= lo) & (below <= hi)
    return (
        rounds_to(computed, stated, unit + 2 * slack(stated, computed))
        | cuts_to(computed, stated, unit)
        | within
    )


def adds_up(total, count, parts, desimal) -> np.ndarray:
    """Do printed parts (so many, that come to `count`) add up to a printed total? Each print may hold back
    half a unit of its last digit; whole figures are exact."""
    desimal = np.asarray(desimal, dtype="float64")
    hidden = np.where(desimal > 0, (np.asarray(parts) + 1) * 0.5 * 10.0**-desimal, 0.0)
    return np.abs(np.asarray(count) - total) <= hidden + 1e-9 * np.maximum(np.abs(total), 1.0)
