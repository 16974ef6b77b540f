"""Does arithmetic fit? Tests that tell a column's role; they never judge a report.

A test is lenient: it allows a cut last digit and hidden decimals, because it only chooses between readings.
"""

from dataclasses import dataclass

import numpy as np

TUTUP = (100, 110, 120, 125, 150, 200)  # caps in use for capaian


@dataclass(frozen=True)
class Uji:
    """`diuji` rows could be tested, `cocok` of them fit."""

    diuji: int
    cocok: int

    @property
    def bagian(self) -> float:
        return self.cocok / self.diuji if self.diuji else 0.0

    @property
    def mendukung(self) -> bool:
        """Most rows fit."""
        return self.diuji > 0 and self.bagian >= 0.5

    @property
    def menolak(self) -> bool:
        """Plainly contradicted: three or more rows, hardly any fits."""
        return self.diuji >= 3 and self.bagian <= 0.2


def _nisbi(v: np.ndarray, desimal: np.ndarray) -> np.ndarray:
    """Relative half unit of the last decimal; whole numbers are exact."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(desimal > 0, 0.5 * 10.0 ** -desimal.astype(float) / np.abs(v), 0.0)


def _hitung(cocok: np.ndarray, ada: np.ndarray) -> Uji:
    return Uji(int(ada.sum()), int((cocok & ada).sum()))


def uji_bagi(a, da, b, db, h, dh, kali: float = 100.0) -> Uji:
    """hasil ≈ a / b × kali? Arrays of values and of printed decimals."""
    return _hitung(*bagi_cocok(a, da, b, db, h, dh, kali))


def bagi_cocok(a, da, b, db, h, dh, kali: float = 100.0) -> tuple[np.ndarray, np.ndarray]:
    """(fits, could be tested) a row of h ≈ a / b × kali."""
    with np.errstate(divide="ignore", invalid="ignore"):
        x = a / b * kali
        longgar = 10.0 ** -np.maximum(dh, 0).astype(float) + np.abs(x) * (_nisbi(a, da) + _nisbi(b, db))
    ada = np.isfinite(x) & np.isfinite(h) & (b != 0)
    return np.abs(x - h) <= longgar * 1.0001, ada


def uji_capaian(t, dt, r, dr, k, dk) -> Uji:
    """capaian by any of the rules in use: R/T, (2T - R)/T, T/R, each perhaps capped."""
    c1, ada = bagi_cocok(r, dr, t, dt, k, dk)
    c2, _ = bagi_cocok(2 * t - r, dr, t, dt, k, dk)
    c3, ada3 = bagi_cocok(t, dt, r, dr, k, dk)
    with np.errstate(divide="ignore", invalid="ignore"):
        lebih = np.isin(k, TUTUP) & (np.maximum(r / t, t / r) * 100 >= k)
        sama = (k == 100) & (t == r)
    return _hitung(c1 | c2 | c3 | lebih | sama, ada | (ada3 & (t != 0)))


def uji_jumlah(bagian: np.ndarray, total: np.ndarray, desimal: int) -> Uji:
    """total ≈ sum of `bagian` along axis 0, one test a column."""
    ada = np.isfinite(total) & np.isfinite(bagian).any(axis=0)
    jumlah = np.nansum(bagian, axis=0)
    longgar = 0.0 if desimal <= 0 else (np.isfinite(bagian).sum(axis=0) + 1) * 0.5 * 10.0**-desimal
    return _hitung(np.abs(jumlah - total) <= longgar + 1e-9 * np.abs(total), ada)


def uji_kurang(a, b, h, dh) -> Uji:
    """hasil ≈ a - b (either sign)?"""
    ada = np.isfinite(a) & np.isfinite(b) & np.isfinite(h)
    longgar = np.where(dh > 0, 1.01 * 10.0 ** -dh.astype(float), 1e-9 * np.maximum(np.abs(a), 1))
    return _hitung((np.abs(a - b - h) <= longgar) | (np.abs(b - a - h) <= longgar), ada)
