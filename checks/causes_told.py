"""Sebab, always as an indication: the pattern by which a printed number differs from what it should be."""

import numpy as np


def _digits(value: float, decimals: int) -> str:
    return str(int(round(abs(value) * 10 ** max(decimals, 0))))


def pattern(stated: float, should: float, decimals: int, prior: list[float], members: list[float]) -> str:
    """'' or the indicated sebab. prior: the same fact in other years; members: the numbers it is computed
    from."""
    if not (np.isfinite(stated) and np.isfinite(should)) or stated == should:
        return ""
    unit = 10.0**-decimals
    one, other = _digits(stated, decimals), _digits(should, decimals)
    if len(one) == len(other) and len(one) > 1 and abs(stated - should) > unit:
        differ = [position for position in range(len(one)) if one[position] != other[position]]
        if len(differ) == 2 and one[differ[0]] == other[differ[1]] and one[differ[1]] == other[differ[0]]:
            return "dua angka tertukar tempat"
        if len(differ) == 1:
            return "satu angka salah ketik"
    if any(abs(past - stated) < unit / 2 for past in prior):
        return "angka tahun lain yang tersalin"
    if any(abs(member - stated) < unit / 2 for member in members):
        return "salah satu angka rinciannya yang tersalin"
    for member in members:
        if member and abs(should - stated - member) < unit / 2:
            return "satu baris tidak ikut dijumlahkan"
        if member and abs(stated - should - member) < unit / 2:
            return "satu baris terhitung dua kali"
    for factor in (10.0, 100.0, 1000.0):
        if (
            abs(stated - should * factor) < unit * factor / 2
            or abs(stated * factor - should) < unit * factor / 2
        ):
            return "tanda desimal atau satuan yang bergeser"
    return ""
