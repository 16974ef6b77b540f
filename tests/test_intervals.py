"""A printed number is an interval: outcomes of comparisons against brute force in exact arithmetic."""

import random
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cermat.schemas import interval as S
from tests.helpers import judged, portfolio, subset
from tests.interval_cases import ENUMERATED, EXACT, RANDOM, exact_outcome, grid_neighbours, outcome

# --- one stated number against one exact value


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**6), st.integers(0, 4), st.integers(-2, 2))
@example(5, 1000, 2, 0)
@example(-15, 1000, 2, 0)
@example(0, 1, 2, 0)
def test_exact_outcome(numerator, denominator, d, off):
    x = Fraction(numerator, denominator)
    v = grid_neighbours(x, d)[0] + Fraction(off, 10**d)
    assert exact_outcome(x, int(v * 10**d), d) == outcome(x, x, x, v, d).replace(
        S.WITHIN_PRECISION, S.MISMATCH
    )


@given(st.integers(-(10**12), 10**12), st.integers(0, 6), st.integers(0, 3))
@example(231355, 3, 2)
@example(87875, 3, 2)
@example(-87875, 3, 2)
@example(25, 1, 0)
def test_exact_outcome_against_decimal(mantissa, more, d):
    """Every number that the decimal module rounds or cuts to is a right form, and nothing else is."""
    x = Decimal(mantissa).scaleb(-more, EXACT)
    step = Decimal(1).scaleb(-d)
    rounded = {x.quantize(step, mode, EXACT) for mode in (ROUND_HALF_UP, ROUND_HALF_EVEN)}
    cut = x.quantize(step, ROUND_DOWN, EXACT)
    for off in range(-2, 3):
        v = cut + off * step
        told = exact_outcome(Fraction(x), int(v.scaleb(d)), d)
        assert told == (S.EXACT if v in rounded else S.CUT if v == cut else S.MISMATCH)


@given(
    st.integers(-(10**6), 10**6),
    st.integers(1, 10**4),
    st.integers(0, 3),
    st.integers(-3, 3),
    st.integers(0, 40),
    st.integers(0, 40),
)
def test_float_outcome(numerator, denominator, d, off, below, above):
    """The float outcome is the exact one, except within its error of a bound (there the exact pass
    decides)."""
    x, u = Fraction(numerator, denominator), Fraction(1, 10**d)
    v = grid_neighbours(x, d)[0] + off * u
    lo, hi = x - below * u / 16, x + above * u / 16
    told = S.outcome(
        *(np.array([float(n)]) for n in (x, v)), np.array([d]), np.array([float(lo)]), np.array([float(hi)])
    )[0]
    bounds = [v - u, v - u / 2, v, v + u / 2, v + u]
    error = Fraction(4, 10**12) * max(abs(x), abs(v), 1)
    if any(abs(y - b) <= error for y in (x, lo, hi) for b in bounds):
        return
    assert told == outcome(x, lo, hi, v, d)


@pytest.mark.parametrize("hole", [np.nan, np.inf, -np.inf])
def test_no_number_is_no_verdict(hole):
    told = S.outcome(
        np.array([hole, 1.0]),
        np.array([1.0, np.nan]),
        np.array([2, 2]),
        np.array([0.0, 0.0]),
        np.array([2.0, 2.0]),
    )
    assert told.tolist() == [S.UNTESTABLE] * 2


@pytest.mark.parametrize(
    ("x", "v", "d", "told"),
    [
        ("0,004", 0, 2, S.EXACT),
        ("0,009", 0, 2, S.CUT),
        ("-0,009", 0, 2, S.CUT),
        ("0,005", 0, 2, S.EXACT),
        ("0,015", 1, 2, S.CUT),
        ("0,025", 2, 2, S.EXACT),
        ("0,025", 3, 2, S.EXACT),
        ("0,035", 3, 2, S.CUT),
        ("-0,035", -3, 2, S.CUT),
        ("-0,035", -4, 2, S.EXACT),
        ("0,01", 0, 2, S.MISMATCH),
        ("-0,01", 0, 2, S.MISMATCH),
        ("1,999", 1, 0, S.CUT),
        ("-1,999", -1, 0, S.CUT),
        ("-1,999", -2, 0, S.EXACT),
        ("1,999", 3, 0, S.MISMATCH),
        ("1250", 13, -2, S.EXACT),
        ("1250", 12, -2, S.EXACT),
        ("1350", 13, -2, S.CUT),
    ],
)
def test_ties_zero_and_negative(x, v, d, told):
    assert exact_outcome(Fraction(x.replace(",", ".")), v, d) == told


# --- comparisons of the engine: all cases are one portfolio, audited once


CASES = 500


@pytest.fixture(scope="module")
def cases() -> dict[str, dict[str, tuple[dict, str]]]:
    """group → name → (report, outcome by brute force)"""
    made = {
        rule: {str(n): build(random.Random(f"{rule} {n}")) for n in range(CASES)}
        for rule, build in RANDOM.items()
    }
    return made | {
        group: {name: (report, wanted) for name, report, wanted in build()}
        for group, (_, build) in ENUMERATED.items()
    }


@pytest.fixture(scope="module")
def result(cases):
    reports = {
        f"{group}/{name}": report for group, named in cases.items() for name, (report, _) in named.items()
    }
    return judged(portfolio(reports), subset(*RANDOM))


@pytest.fixture(scope="module")
def told(result) -> pd.Series:
    """Outcome by report and rule."""
    return result.kertas_kerja.set_index(["laporan", "aturan"])["hasil"]


@pytest.mark.parametrize(
    ("group", "rule"), [(r, r) for r in RANDOM] + [(g, r) for g, (r, _) in ENUMERATED.items()]
)
def test_engine_against_brute_force(cases, told, group, rule):
    wanted = {name: o for name, (_, o) in cases[group].items()}
    got = {name: told.get((f"{group}/{name}", rule)) for name in wanted}
    wrong = [(got[n], o, cases[group][n][0]) for n, o in wanted.items() if got[n] != o]
    assert not wrong, f"{len(wrong)} of {len(wanted)}: {wrong[:5]}"
    assert len(set(wanted.values())) >= 2, "the cases are too alike to tell anything"


def test_judge_gives_the_exact_verdict(result):
    """Float bounds, ties and numbers of fifteen digits included."""
    outcome = result.kertas_kerja["hasil"].to_numpy()
    wrong = result.kertas_kerja[(outcome == S.MISMATCH) != result.violated]
    assert wrong.empty, wrong[["aturan", "stated", "recomputed", "lower", "upper", "hasil"]].head()


def test_naive_intervals_would_be_too_wide(told):
    assert told[("corners/91,5", "CAP-02")] == S.MISMATCH
