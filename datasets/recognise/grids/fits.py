"""Does arithmetic fit? Tests that tell a column's role; they never judge a report.

A test is lenient: it allows a cut last digit and hidden decimals, because it only chooses between readings.
"""

from dataclasses import dataclass

import numpy as np

from schemas.interval import adds_up, fits

CLOSING = (100, 110, 120, 125, 150, 200)  # caps in use for capaian


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


def test_quotient(a, da, b, db, h, dh, times: float = 100.0) -> Fit:
    """hasil ≈ a / b × kali? Arrays of values and of printed decimals."""
    return _counted(*quotient_fits(a, da, b, db, h, dh, times))


def quotient_fits(a, da, b, db, h, dh, times: float = 100.0) -> tuple[np.ndarray, np.ndarray]:
    """(fits, could be tested) a row of h ≈ a / b × kali. Whole numbers are exact, but for those in thousands,
    millions …"""
    with np.errstate(divide="ignore", invalid="ignore"):
        x = a / b * times
        halves = (
            np.where(d != 0, 0.5 * 10.0 ** -d.astype(float) / np.abs(v), 0.0) for v, d in ((a, da), (b, db))
        )
        slack = np.abs(x) * sum(halves)
        holds = fits(x, h, np.maximum(dh, 0), x - slack, x + slack)
    return holds, np.isfinite(x) & np.isfinite(h) & (b != 0)


def test_capaian(t, dt, r, dr, k, dk) -> Fit:
    """capaian by any of the rules in use: R/T, (2T - R)/T, T/R, each perhaps capped."""
    c1, there = quotient_fits(r, dr, t, dt, k, dk)
    c2, _ = quotient_fits(2 * t - r, dr, t, dt, k, dk)
    c3, there3 = quotient_fits(t, dt, r, dr, k, dk)
    with np.errstate(divide="ignore", invalid="ignore"):
        more = np.isin(k, CLOSING) & (np.maximum(r / t, t / r) * 100 >= k)
        same = (k == 100) & (t == r)
    return _counted(c1 | c2 | c3 | more | same, there | (there3 & (t != 0)))


def test_sum(parts: np.ndarray, total: np.ndarray, desimal: int) -> Fit:
    """total ≈ sum of `parts` along axis 0, one test a column."""
    there = np.isfinite(total) & np.isfinite(parts).any(axis=0)
    printed = np.isfinite(parts).sum(axis=0)
    return _counted(adds_up(total, np.nansum(parts, axis=0), printed, desimal), there)


def test_difference(a, b, h, dh) -> Fit:
    """hasil ≈ a - b (either sign)? A row of zeros says nothing."""
    there = np.isfinite(a) & np.isfinite(b) & np.isfinite(h) & ((a != 0) | (b != 0) | (h != 0))
    return _counted(adds_up(a, b + h, 1, dh) | adds_up(b, a + h, 1, dh), there)
