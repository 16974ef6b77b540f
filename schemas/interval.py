"""A printed number is an interval: how a stated number relates to its recomputation.

u = 10 ** -d. Rounded: [v - u/2, v + u/2], both ends closed (half-up, half-even and half-down are covered).
Cut: v > 0: [v, v + u); v < 0: (v - u, v]; v = 0: (-u, u). Works on float64 arrays, with an exact pass in
`Fraction` for the few rows that lie within the float's proven error of a bound.
"""

from fractions import Fraction

import numpy as np

TEPAT, DIPOTONG, DALAM_PRESISI, TIDAK_COCOK, TIDAK_DIUJI = (
    "tepat", "dipotong", "dalam presisi", "tidak cocok", "tidak dapat diuji",
)
GALAT_NISBI = 1e-12  # relative error bound of a recomputation of at most a few thousand float64 operations


def satuan_terakhir(desimal) -> np.ndarray:
    """u = 10 ** -desimal."""
    return 10.0 ** -np.asarray(desimal, dtype="float64")


def dekat(hitung, batas, besar) -> np.ndarray:
    """Rows whose recomputation lies within the float error of a bound; `besar` is the largest magnitude involved."""
    return np.abs(hitung - batas) <= GALAT_NISBI * np.maximum(np.abs(besar), 1e-300)


def bulat(hitung: np.ndarray, stated: np.ndarray, u: np.ndarray) -> np.ndarray:
    """Is `stated` what `hitung` rounds to, half-up or half-even? (float; ties count as yes)"""
    return np.abs(hitung - stated) <= u / 2


def potong(hitung: np.ndarray, stated: np.ndarray, u: np.ndarray) -> np.ndarray:
    """Is `stated` what `hitung` gives when cut towards zero?"""
    atas = (hitung >= stated) & (hitung < stated + u) & (stated > 0)
    bawah = (hitung <= stated) & (hitung > stated - u) & (stated < 0)
    nol = (np.abs(hitung) < u) & (stated == 0)
    return atas | bawah | nol


def _bulatkan(nilai: Fraction, desimal: int, genap: bool) -> Fraction:
    """Round a fraction to `desimal` places, half to even or half away from zero."""
    skala = Fraction(10) ** desimal
    geser = abs(nilai) * skala
    dasar = geser.numerator // geser.denominator
    sisa = geser - dasar
    naik = sisa > Fraction(1, 2) or (sisa == Fraction(1, 2) and (not genap or dasar % 2 == 1))
    hasil = Fraction(dasar + naik) / skala
    return -hasil if nilai < 0 else hasil


def nilai_eksak(nilai: Fraction, mantissa: int, desimal: int) -> str:
    """Exact outcome of one recomputation from printed inputs against one stated number: tepat, dipotong or tidak cocok."""
    v, skala = Fraction(mantissa) / Fraction(10) ** desimal, Fraction(10) ** desimal
    if v in (_bulatkan(nilai, desimal, False), _bulatkan(nilai, desimal, True)):
        return TEPAT
    geser = abs(nilai) * skala
    dipotong = Fraction(geser.numerator // geser.denominator) / skala
    return DIPOTONG if v == (-dipotong if nilai < 0 else dipotong) else TIDAK_COCOK


def nilai_hasil(hitung, stated, desimal, lo, hi, hi_longgar=None, lo_longgar=None) -> np.ndarray:
    """Outcome by float: tepat · dipotong · dalam presisi · tidak cocok; NaN anywhere: tidak dapat diuji.

    `hitung`: recomputed from printed inputs. `lo`, `hi`: what hidden decimals of the inputs allow.
    """
    u = satuan_terakhir(desimal)
    rapat = GALAT_NISBI * np.maximum(np.abs(stated), np.abs(hitung))
    tepat = np.abs(hitung - stated) <= u / 2 + rapat
    presisi = (stated + u / 2 + rapat >= lo) & (stated - u / 2 - rapat <= hi)
    hasil = np.select(
        [~np.isfinite(hitung) | ~np.isfinite(stated), tepat, potong(hitung, stated, u), presisi],
        [TIDAK_DIUJI, TEPAT, DIPOTONG, DALAM_PRESISI],
        TIDAK_COCOK,
    )
    return hasil
