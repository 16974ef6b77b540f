"""Quotients of whole numbers, row by row and without any error: what an expression is worked out in where
floats would not do. `Exact` takes part in NumPy arithmetic like a column of numbers."""

from math import gcd

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin


class Exact(NDArrayOperatorsMixin):
    """num / den, one a row: object arrays of Python integers, den above zero. Its operations raise
    ZeroDivisionError where a row is divided by zero."""

    def __init__(self, num: np.ndarray, den: np.ndarray) -> None:
        self.num, self.den = num, den

    def __len__(self) -> int:
        return len(self.num)

    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        if method != "__call__" or kwargs or ufunc not in _WORKED_OUT:
            return NotImplemented
        rows = len(self)
        return _WORKED_OUT[ufunc](*(exact(value, rows) for value in inputs))


def exact(values, rows: int) -> Exact:
    """A column of numbers, or one number for so many rows. A float stands for what it is in binary;
    ValueError where a row is no number."""
    if isinstance(values, Exact):
        return values
    given = np.broadcast_to(np.asarray(values), rows)
    given = given.astype("float64") if given.dtype == object else given
    pairs = [value.as_integer_ratio() for value in given.tolist()]
    whole = np.array([*pairs, (0, 1)], dtype=object)[:-1]  # (the last keeps the shape of an empty one)
    return Exact(whole[:, 0], whole[:, 1])


def sums(rows: int, row: np.ndarray, mantissa: np.ndarray, desimal: np.ndarray, den: np.ndarray) -> Exact:
    """Of each row the sum of its mantissa · 10 ** -desimal / den (int64 arrays)."""
    decimals = max(int(desimal.max(initial=0)), 0)
    whole = 1
    for one in np.unique(den).tolist():
        whole = whole * one // gcd(whole, one)
    num = mantissa.astype(object) * power(decimals - desimal) * (whole // den.astype(object))
    out = np.zeros(rows, dtype=object)
    np.add.at(out, row, num)
    return Exact(out, np.full(rows, whole * 10**decimals, dtype=object))


def power(exponents: np.ndarray) -> np.ndarray:
    """10 ** exponents (none below 0) as Python integers."""
    known = [10**exponent for exponent in range(int(exponents.max(initial=0)) + 1)]
    return np.array([*known, None], dtype=object)[:-1][exponents]


def _add(one: Exact, other: Exact) -> Exact:
    return Exact(one.num * other.den + other.num * one.den, one.den * other.den)


def _multiply(one: Exact, other: Exact) -> Exact:
    return Exact(one.num * other.num, one.den * other.den)


def _divide(one: Exact, other: Exact) -> Exact:
    if (other.num == 0).any():
        raise ZeroDivisionError
    sign = np.where(other.num < 0, -1, 1).astype(object)
    return Exact(one.num * other.den * sign, one.den * other.num * sign)


def _negative(one: Exact) -> Exact:
    return Exact(-one.num, one.den)


def _compared(compare):
    """A comparison by the difference's sign, as bool."""
    return lambda one, other: compare(_add(one, _negative(other)).num, 0).astype(bool)


_WORKED_OUT = {
    np.add: _add,
    np.subtract: lambda one, other: _add(one, _negative(other)),
    np.multiply: _multiply,
    np.true_divide: _divide,
    np.negative: _negative,
} | {
    compare: _compared(compare)
    for compare in (np.equal, np.not_equal, np.less, np.less_equal, np.greater, np.greater_equal)
}
