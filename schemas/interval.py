"""A printed number is an interval: how a stated number relates to its recomputation.

u = 10 ** -d. Rounded: [v - u/2, v + u/2], both ends closed (half-up, half-even and half-down are covered).
Cut: v > 0: [v, v + u); v < 0: (v - u, v]; v = 0: (-u, u). Works on float64 arrays, with an exact pass in
`Fraction` for the few rows that lie within the float's proven error of a bound.
"""

from fractions import Fraction

import numpy as np

EXACT, CUT, WITHIN_PRECISION, MISMATCH, UNTESTABLE = (
    "tepat",
    "dipotong",
    "dalam presisi",
    "tidak cocok",
    "tidak dapat diuji",
)
RELATIVE_ERROR = 1e-12  # relative error bound of a recomputation of at most a few thousand float64 operations


def last_unit(desimal) -> np.ndarray:
    """u = 10 ** -desimal."""
    return 10.0 ** -np.asarray(desimal, dtype="float64")


def near(computed, bound, magnitude) -> np.ndarray:
    """Rows whose recomputation lies within the float error of a bound; `magnitude` is the largest magnitude
    involved."""
    return np.abs(computed - bound) <= RELATIVE_ERROR * np.maximum(np.abs(magnitude), 1e-300)


def rounds_to(computed: np.ndarray, stated: np.ndarray, unit: np.ndarray) -> np.ndarray:
    """Is `stated` what `computed` rounds to, half-up or half-even? (float; ties count as yes)"""
    return np.abs(computed - stated) <= unit / 2


def cuts_to(computed: np.ndarray, stated: np.ndarray, unit: np.ndarray) -> np.ndarray:
    """Is `stated` what `computed` gives when cut towards zero?"""
    above = (computed >= stated) & (computed < stated + unit) & (stated > 0)
    below = (computed <= stated) & (computed > stated - unit) & (stated < 0)
    zero = (np.abs(computed) < unit) & (stated == 0)
    return above | below | zero


def _round(value: Fraction, desimal: int, to_even: bool) -> Fraction:
    """Round a fraction to `desimal` places, half to even or half away from zero."""
    power = Fraction(10) ** desimal
    shifted = abs(value) * power
    floor = shifted.numerator // shifted.denominator
    rest = shifted - floor
    up = rest > Fraction(1, 2) or (rest == Fraction(1, 2) and (not to_even or floor % 2 == 1))
    result = Fraction(floor + up) / power
    return -result if value < 0 else result


def exact_outcome(value: Fraction, mantissa: int, desimal: int) -> str:
    """Exact outcome of one recomputation from printed inputs against one stated number: tepat, dipotong or
    tidak cocok."""
    stated, power = Fraction(mantissa) / Fraction(10) ** desimal, Fraction(10) ** desimal
    if stated in (_round(value, desimal, False), _round(value, desimal, True)):
        return EXACT
    shifted = abs(value) * power
    cut = Fraction(shifted.numerator // shifted.denominator) / power
    return CUT if stated == (-cut if value < 0 else cut) else MISMATCH


def outcome(computed, stated, desimal, lo, hi, hi_loose=None, lo_loose=None) -> np.ndarray:
    """Outcome by float: tepat · dipotong · dalam presisi · tidak cocok; NaN anywhere: tidak dapat diuji.

    `computed`: recomputed from printed inputs. `lo`, `hi`: what hidden decimals of the inputs allow.
    """
    unit = last_unit(desimal)
    slack = RELATIVE_ERROR * np.maximum(np.abs(stated), np.abs(computed))
    exact = np.abs(computed - stated) <= unit / 2 + slack
    possible = (stated + unit / 2 + slack >= lo) & (stated - unit / 2 - slack <= hi)
    result = np.select(
        [~np.isfinite(computed) | ~np.isfinite(stated), exact, cuts_to(computed, stated, unit), possible],
        [UNTESTABLE, EXACT, CUT, WITHIN_PRECISION],
        MISMATCH,
    )
    return result


def fits(computed, stated, desimal, lo, hi) -> np.ndarray:
    """Rows whose stated figure holds as printed: rounded, cut, or within what hidden decimals of the inputs
    allow. NaN holds nowhere."""
    unit = last_unit(desimal)
    slack = RELATIVE_ERROR * np.maximum(np.abs(stated), np.abs(computed))
    within = (stated + unit / 2 + slack >= lo) & (stated - unit / 2 - slack <= hi)
    return rounds_to(computed, stated, unit + 2 * slack) | cuts_to(computed, stated, unit) | within


def adds_up(total, count, parts, desimal) -> np.ndarray:
    """Do printed parts (so many, that come to `count`) add up to a printed total? Each print may hold back
    half a unit of its last digit; whole figures are exact."""
    desimal = np.asarray(desimal, dtype="float64")
    hidden = np.where(desimal > 0, (np.asarray(parts) + 1) * 0.5 * 10.0**-desimal, 0.0)
    return np.abs(np.asarray(count) - total) <= hidden + 1e-9 * np.maximum(np.abs(total), 1.0)
