"""Slips of the pen: what people really mistype, so that a figure that is off by one of them is a mistake and
not another matter.

One digit wrong, two digits swapped, a digit left out or struck twice, the decimal sign or a unit of thousands
moved.
"""

from functools import lru_cache

import numpy as np

POINTS = (-6, -3, -2, -1, 1, 2, 3, 6)  # places that a decimal sign or a unit ("juta") moves by
MIN_DIGITS = 2  # of a figure in which a digit can be seen to be wrong


@lru_cache(maxsize=65536)
def variants(mantissa: int, decimals: int) -> np.ndarray:
    """What a printed figure may have been meant to be, one slip away: values (float64), the figure itself
    left out."""
    text = str(abs(int(mantissa)))
    unit = 10.0 ** -max(int(decimals), 0)
    found = {int(t) for t in _misprints(text)} if len(text) >= MIN_DIGITS else set()
    found.discard(int(text))
    values = [n * unit for n in found] + [int(text) * unit * 10.0**p for p in POINTS if int(text)]
    return np.sort(np.array(values, dtype="float64")) * (-1 if mantissa < 0 else 1)


def _misprints(text: str) -> list[str]:
    """A figure's digits with one wrong, two swapped, one left out or one struck twice."""
    wrong = [text[:i] + d + text[i + 1 :] for i in range(len(text)) for d in "0123456789"]
    swapped = [_swapped(text, i, j) for i in range(len(text)) for j in range(i + 1, len(text))]
    missing = [text[:i] + d + text[i:] for i in range(len(text) + 1) for d in "0123456789"]
    doubled = [text[:i] + text[i + 1 :] for i in range(len(text))]
    return [t for t in wrong + swapped + missing + doubled if t]


def _swapped(text: str, i: int, j: int) -> str:
    return text[:i] + text[j] + text[i + 1 : j] + text[i] + text[j + 1 :]


def one_slip(mantissa: int, decimals: int, low: float, high: float) -> bool:
    """Does one slip part a printed figure (mantissa, decimals) from the interval [low, high] that it should
    lie in?

    The interval is that of the recomputation, widened by half the last printed digit on both sides.
    """
    meant = variants(int(mantissa), int(decimals))
    half = 0.5 * 10.0 ** -max(int(decimals), 0)
    return bool(((meant >= low - half) & (meant <= high + half)).any())
