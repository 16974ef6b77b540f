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
    left out. decimals: negative for "2,5 juta"."""
    text = str(abs(int(mantissa)))
    unit = 10.0 ** -int(decimals)
    found = {int(misprint) for misprint in _misprints(text)} if len(text) >= MIN_DIGITS else set()
    found.discard(int(text))
    values = [number * unit for number in found] + [
        int(text) * unit * 10.0**point for point in POINTS if int(text)
    ]
    return np.sort(np.array(values, dtype="float64")) * (-1 if mantissa < 0 else 1)


def _misprints(text: str) -> list[str]:
    """A figure's digits with one wrong, two swapped, one left out or one struck twice."""
    wrong = [text[:at] + digit + text[at + 1 :] for at in range(len(text)) for digit in "0123456789"]
    swapped = [_swapped(text, at, other) for at in range(len(text)) for other in range(at + 1, len(text))]
    missing = [text[:at] + digit + text[at:] for at in range(len(text) + 1) for digit in "0123456789"]
    doubled = [text[:at] + text[at + 1 :] for at in range(len(text))]
    return [misprint for misprint in wrong + swapped + missing + doubled if misprint]


def _swapped(text: str, at: int, other: int) -> str:
    return text[:at] + text[other] + text[at + 1 : other] + text[at] + text[other + 1 :]


def one_slip(mantissa: int, decimals: int, low: float, high: float) -> bool:
    """Does one slip part a printed figure (mantissa, decimals) from the interval [low, high] that it should
    lie in?

    The interval is that of the recomputation, widened by half the last printed digit on both sides.
    """
    meant = variants(int(mantissa), int(decimals))
    half = 0.5 * 10.0 ** -int(decimals)
    return bool(((meant >= low - half) & (meant <= high + half)).any())


_SHIFTS = 10.0 ** np.array(POINTS)
_UNSEEN = 0.5 * np.maximum(_SHIFTS - 1, 0)  # what a figure whose point moved does not show of the right one


def parted(mantissa, decimals, low, high) -> np.ndarray:
    """`one_slip` of many figures at once, as a strength (float64, 0 to 1): how sure it is no chance that one
    slip leads into the interval. 0 where none does.

    A figure of two digits is a slip away from nearly every other one; of ten digits from hardly any. A
    moved point is held against the interval only as far as the figure has digits (166,7 for 1.666,67).
    """
    size = np.abs(np.asarray(mantissa, dtype="float64"))
    made = np.zeros(len(size))
    unit = 10.0 ** -np.maximum(np.asarray(decimals, dtype="float64"), 0)
    sign = np.where(np.asarray(mantissa) < 0, -1, 1)
    ends = np.sort([np.asarray(end) / unit * sign for end in (low, high)], axis=0)
    length = np.floor(np.log10(np.maximum(size, 1))).astype("int64") + 1
    for digits in np.unique(length):  # figures of one length have their slips side by side
        at = np.flatnonzero(length == digits)
        own, lo, hi = (values[at][:, None] for values in (size, ends[0] - 0.5, ends[1] + 0.5))
        moved = own * _SHIFTS
        meant = _one_digit(own, int(digits)) if digits >= MIN_DIGITS else np.empty((len(at), 0))
        hit = ((meant >= lo) & (meant <= hi) & (meant != own)).any(axis=1)
        shifted = ((moved >= lo - _UNSEEN) & (moved <= hi + _UNSEEN) & (digits >= MIN_DIGITS)).any(axis=1)
        share = (hi - lo)[:, 0] / (9 * 10.0 ** (digits - 1))  # of all figures of this length
        with np.errstate(divide="ignore", invalid="ignore"):
            decades = np.nan_to_num(np.log10(hi / lo)[:, 0], nan=np.inf)
        chances = (hit, 1 - share * meant.shape[1]), (shifted, 1 - decades)
        made[at] = np.max([np.where(applies, np.clip(sure, 0, 1), 0.0) for applies, sure in chances], axis=0)
    return made


def swapped(mantissa, decimals, low, high) -> np.ndarray:
    """Do two swapped digits part each printed figure from its interval [low, high] (bool)?"""
    return np.isfinite(unswapped(mantissa, decimals, low, high))


def unswapped(mantissa, decimals, low, high) -> np.ndarray:
    """Each printed figure with those two digits swapped that bring it into its interval [low, high] (float64;
    NaN where none do): 14.294 of 14.924."""
    size = np.abs(np.asarray(mantissa, dtype="float64"))
    unit = 10.0 ** -np.asarray(decimals, dtype="float64")
    sign = np.where(np.asarray(mantissa) < 0, -1, 1)
    lo, hi = np.sort([np.asarray(end) / unit * sign for end in (low, high)], axis=0)
    length = np.floor(np.log10(np.maximum(size, 1))).astype("int64") + 1
    made = np.full(len(size), np.nan)
    for digits in np.unique(length):
        at = np.flatnonzero(length == digits)
        meant = _swaps(size[at][:, None], int(digits))
        inside = (meant >= lo[at][:, None] - 0.5) & (meant <= hi[at][:, None] + 0.5)
        inside &= meant != size[at][:, None]
        made[at] = np.where(inside, meant, np.inf).min(axis=1, initial=np.inf)
    return np.where(np.isfinite(made), made * unit * sign, np.nan)


def _swaps(size: np.ndarray, digits: int) -> np.ndarray:
    """Mantissas (n, k) with two digits swapped. size: (n, 1), all of so many digits."""
    places = 10.0 ** np.arange(digits)
    digit = np.floor(size / places) % 10
    first, second = np.triu_indices(digits, 1)
    return size + (digit[:, second] - digit[:, first]) * (places[first] - places[second])


def _one_digit(size: np.ndarray, digits: int) -> np.ndarray:
    """Mantissas (n, k) with one digit wrong, two swapped, one left out or one struck twice. size: (n, 1), all
    of so many digits."""
    places = 10.0 ** np.arange(digits + 1)
    head, tail, other = np.floor(size / places), size % places, np.arange(10.0)
    digit = head[:, :digits] % 10
    wrong = (other - digit[:, :, None]) * places[None, :digits, None] + size[:, :, None]
    missing = (head * 10 * places + tail)[:, :, None] + other * places[None, :, None]
    doubled = head[:, 1:] * places[:digits] + tail[:, :digits]
    return np.concatenate(
        [wrong.reshape(len(size), -1), missing.reshape(len(size), -1), doubled, _swaps(size, digits)], axis=1
    )
