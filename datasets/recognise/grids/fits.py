"""Does arithmetic fit? Tests that tell a column's role; they never judge a report.

A test is lenient: it allows a cut last digit and hidden decimals, because it only chooses between readings.
"""

from dataclasses import dataclass

import numpy as np

from cermat.schemas.interval import adds_up, fits

CLOSING = (100, 110, 120, 125, 150, 200)  # caps in use for capaian


Figures = tuple[np.ndarray, np.ndarray]  # values of some rows, and their printed decimals


@dataclass(frozen=True)
class Fit:
    """`tested` rows could be tested, `match` of them fit."""

    tested: int
    fitting: int

    @property
    def bagian(self) -> float:
        return self.fitting / self.tested if self.tested else 0.0

    @property
    def supports(self) -> bool:
        """Most rows fit."""
        return self.tested > 0 and self.bagian >= 0.5

    @property
    def rejects(self) -> bool:
        """Plainly contradicted: three or more rows, hardly any fits."""
        return self.tested >= 3 and self.bagian <= 0.2


def _counted(match: np.ndarray, there: np.ndarray) -> Fit:
    return Fit(int(there.sum()), int((match & there).sum()))


def test_quotient(part: Figures, base: Figures, share: Figures, times: float = 100.0) -> Fit:
    """share ≈ part / base × times?"""
    return _counted(*quotient_fits(part, base, share, times))


def quotient_fits(
    part: Figures, base: Figures, share: Figures, times: float = 100.0
) -> tuple[np.ndarray, np.ndarray]:
    """(fits, could be tested) a row of share ≈ part / base × times. Whole numbers are exact, but for those in
    thousands, millions …"""
    with np.errstate(divide="ignore", invalid="ignore"):
        computed = part[0] / base[0] * times
        halves = (
            np.where(decimals != 0, 0.5 * 10.0 ** -decimals.astype(float) / np.abs(value), 0.0)
            for value, decimals in (part, base)
        )
        slack = np.abs(computed) * sum(halves)
        holds = fits(computed, share[0], np.maximum(share[1], 0), computed - slack, computed + slack)
    return holds, np.isfinite(computed) & np.isfinite(share[0]) & (base[0] != 0)


def test_capaian(target: Figures, reached: Figures, share: Figures) -> Fit:
    """capaian by any of the rules in use: R/T, (2T - R)/T, T/R, each perhaps capped."""
    (plan, _), (fact, decimals), (stated, _) = target, reached, share
    straight, there = quotient_fits(reached, target, share)
    mirrored, _ = quotient_fits((2 * plan - fact, decimals), target, share)
    inverse, inverted = quotient_fits(target, reached, share)
    with np.errstate(divide="ignore", invalid="ignore"):
        capped = np.isin(stated, CLOSING) & (np.maximum(fact / plan, plan / fact) * 100 >= stated)
        same = (stated == 100) & (plan == fact)
    return _counted(straight | mirrored | inverse | capped | same, there | (inverted & (plan != 0)))


def test_sum(parts: np.ndarray, total: Figures) -> Fit:
    """total ≈ sum of `parts` along axis 0, one test a column."""
    stated, decimals = total
    there = np.isfinite(stated) & np.isfinite(parts).any(axis=0)
    printed = np.isfinite(parts).sum(axis=0)
    return _counted(adds_up(stated, np.nansum(parts, axis=0), printed, int(decimals.max(initial=0))), there)


def test_difference(whole: np.ndarray, part: np.ndarray, rest: Figures) -> Fit:
    """rest ≈ whole - part (either sign)? A row of zeros says nothing."""
    left, decimals = rest
    there = np.isfinite(whole) & np.isfinite(part) & np.isfinite(left)
    there &= (whole != 0) | (part != 0) | (left != 0)
    return _counted(
        adds_up(whole, part + left, 1, decimals) | adds_up(part, whole + left, 1, decimals), there
    )
