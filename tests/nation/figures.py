"""Figures of many reports at once: exact quotients and means in whole numbers, and the texts that reports print."""

import numpy as np

_SWAPPED = str.maketrans(",.", ".,")


def quotient(above: np.ndarray, below: np.ndarray, decimals, cut=False) -> np.ndarray:
    """above / below as a mantissa of so many decimals: half up, or cut where `cut`. All int64, below > 0."""
    scaled = np.asarray(above) * 10 ** np.asarray(decimals, dtype="int64")
    size = np.abs(scaled)
    made = np.where(cut, size // below, (2 * size + below) // (2 * np.asarray(below)))
    return np.where(scaled < 0, -made, made)


def rescaled(mantissa: np.ndarray, had, wanted, cut=False) -> np.ndarray:
    """The same value with other decimals."""
    had, wanted = np.broadcast_arrays(np.asarray(had, dtype="int64"), np.asarray(wanted, dtype="int64"))
    less = np.maximum(had - wanted, 0)
    return quotient(mantissa * 10 ** np.maximum(wanted - had, 0), 10**less, 0, cut)


def printed(mantissa, decimals, english=False, trimmed=False) -> np.ndarray:
    """Texts (object): 1.234,50; 1,234.50 where `english`; without zeros at the end where `trimmed`."""
    mantissa = np.asarray(mantissa, dtype="int64")
    decimals, english, trimmed = (
        np.broadcast_to(np.asarray(value), mantissa.shape) for value in (decimals, english, trimmed)
    )
    values = (mantissa / 10.0**decimals).tolist()
    texts = [f"{value:,.{places}f}" for value, places in zip(values, decimals.tolist(), strict=True)]
    made = np.array("\n".join(texts).translate(_SWAPPED).split("\n") if texts else [], dtype=object)
    if english.any():
        made[english] = np.array(texts, dtype=object)[english]
    for at in np.flatnonzero(trimmed & (decimals > 0)):
        made[at] = made[at].rstrip("0").rstrip(",.")
    return made


def joined(*parts) -> np.ndarray:
    """Texts put together one a row; each part an array of texts or one text."""
    many = max(len(part) for part in parts if not isinstance(part, str))
    lists = [[part] * many if isinstance(part, str) else part for part in parts]
    return np.array(["".join(row) for row in zip(*lists, strict=True)], dtype=object)


def group_sum(values: np.ndarray, group: np.ndarray, count: int) -> np.ndarray:
    """int64 sums of values by group (numbered from 0)."""
    made = np.zeros(count, dtype="int64")
    np.add.at(made, group, values)
    return made
