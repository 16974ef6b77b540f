"""Sebab, always as an indication: the pattern by which a printed number differs from what it should be."""

import numpy as np


def _digits(value: float, decimals: int) -> str:
    return str(int(round(abs(value) * 10 ** max(decimals, 0))))


def pattern(stated: float, should: float, decimals: int, prior: list[float], members: list[float]) -> str:
    """'' or the indicated sebab. prior: the same fact in other years; members: the numbers it is computed
    from."""
    if not (np.isfinite(stated) and np.isfinite(should)) or stated == should:
        return ""
    u = 10.0**-decimals
    a, b = _digits(stated, decimals), _digits(should, decimals)
    if len(a) == len(b) and len(a) > 1 and abs(stated - should) > u:
        differ = [i for i in range(len(a)) if a[i] != b[i]]
        if len(differ) == 2 and a[differ[0]] == b[differ[1]] and a[differ[1]] == b[differ[0]]:
            return "dua angka tertukar tempat"
        if len(differ) == 1:
            return "satu angka salah ketik"
    if any(abs(p - stated) < u / 2 for p in prior):
        return "angka tahun lain yang tersalin"
    if any(abs(m - stated) < u / 2 for m in members):
        return "salah satu angka rinciannya yang tersalin"
    for m in members:
        if m and abs(should - stated - m) < u / 2:
            return "satu baris tidak ikut dijumlahkan"
        if m and abs(stated - should - m) < u / 2:
            return "satu baris terhitung dua kali"
    for factor in (10.0, 100.0, 1000.0):
        if abs(stated - should * factor) < u * factor / 2 or abs(stated * factor - should) < u * factor / 2:
            return "tanda desimal atau satuan yang bergeser"
    return ""
