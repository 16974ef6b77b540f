"""The judge: Great Expectations computes from stated and allowed bounds what does not hold."""

import subprocess
import sys
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cermat import audit
from cermat.checks.judge import judge, suite_of
from cermat.schemas import interval as S
from tests.helpers import cards
from tests.interval_cases import exact_outcome, exact_position


@pytest.fixture(scope="module")
def result():
    return audit.check(audit.bundled())


def _one(paper, shape: int, outcome: str) -> int:
    """A comparison of a shape and outcome."""
    return int(np.flatnonzero(paper["bentuk"].eq(shape) & paper["hasil"].eq(outcome))[0])


def test_a_verdict_written_into_the_working_paper_decides_nothing(result):
    paper = result.kertas_kerja.copy()
    paper["hasil"] = np.where(paper["hasil"].eq(S.EXACT), S.MISMATCH, S.EXACT)
    assert (judge(paper, cards()) == result.violated).all()


@pytest.mark.parametrize("shape", [0, 1, 2])
def test_a_wrong_bound_gives_a_wrong_verdict(result, shape):
    """Great Expectations decides, not what NumPy graded before."""
    paper = result.kertas_kerja.copy()
    held, broken = _one(paper, shape, S.EXACT), _one(paper, shape, S.MISMATCH)
    for column in ("stated_lo", "stated_hi", "lower", "upper", "letak"):
        paper[column] = paper[column].astype("float64")
    paper.loc[held, ["letak", "lower", "upper"]] = [4, 1e9, 1e9]
    stated = paper["stated"][broken]
    paper.loc[broken, ["letak", "lower", "upper"]] = [0, stated, stated]
    again = judge(paper, cards())
    assert again[held] and not again[broken]
    others = ~paper.index.isin([held, broken])
    assert (again[others] == result.violated[others]).all()


def test_open_and_closed_ends(result):
    """Of a printed 12,5 with one decimal: 12,45 (rounded, closed) and below 12,6 (cut, open) hold."""
    paper = result.kertas_kerja
    at = _one(paper, 0, S.EXACT)
    rows = paper.loc[[at] * 6].reset_index(drop=True)
    rows["stated"], rows["desimal"] = 12.5, 1
    values = ["12,45", "12,449999999999999999", "12,599999999999999999", "12,6", "12,55", "12,5"]
    exact = [Fraction(value.replace(",", ".")) for value in values]
    rows["letak"] = [float(exact_position(value, 125, 1)) for value in exact]
    rows["recomputed"] = rows["lower"] = rows["upper"] = [float(value) for value in exact]
    rows["stated_lo"], rows["stated_hi"] = S.stated_ends(rows["stated"], rows["desimal"], rows["recomputed"])
    assert judge(rows, cards()).tolist() == [False, True, False, True, False, False]


def test_the_suite_takes_the_working_paper_as_it_is(result):
    """One expectation a shape over `result.kertas_kerja`, with any context of Great Expectations."""
    suite = suite_of(result.cards)
    gx = pytest.importorskip("great_expectations")
    context = gx.get_context(mode="ephemeral")
    asset = context.data_sources.add_pandas("uji").add_dataframe_asset("kertas_kerja")
    batch = asset.add_batch_definition_whole_dataframe("semua").get_batch({"dataframe": result.kertas_kerja})
    told = batch.validate(suite)
    assert len(told.results) == 3 and not told.success
    assert sum(one.result["unexpected_count"] for one in told.results) == result.violated.sum()
    assert set(suite.meta["kriteria"]) == {"selang", "predikat", "keberadaan"}


_COLD = """
import sys
from cermat.checks.judge import suite_of
suite_of(())
read = [name for name in ("scipy.stats", "altair") if name in sys.modules]
from great_expectations.expectations.core import expect_column_kl_divergence_to_be_less_than as other
print(read, other.stats.entropy([0.5, 0.5]).round(2), other.alt.Chart.__name__)
"""


def test_statistics_and_charts_are_read_when_used():
    """Great Expectations starts without them, and its own expectations have them all the same."""
    run = subprocess.run([sys.executable, "-c", _COLD], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[] 0.69 Chart"


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**6), st.integers(0, 3), st.integers(-4, 4))
@example(1, 3, 2, 0)
@example(-25, 1000, 2, 1)
def test_position(numerator, denominator, desimal, off):
    """Whole numbers tell what brute force tells: at or between half units, left or right of the figure."""
    value = Fraction(numerator, denominator)
    mantissa = round(value * 10**desimal) + off
    at = exact_position(value, mantissa, desimal)
    steps = (value - Fraction(mantissa, 10**desimal)) / Fraction(1, 2 * 10**desimal)
    assert (at % 2 == 0) == (steps.denominator == 1)
    assert at // 2 <= steps < at // 2 + 1
    near = abs(steps - round(steps)) < Fraction(1, 10**6) and steps.denominator != 1
    stated = mantissa / 10**desimal
    assert near or at == S.position(float(value), stated, desimal) or abs(value) > 10**6
    by_position = S.graded(np.array([at]), np.array([stated]))[0]
    assert (by_position == S.MISMATCH) == (exact_outcome(value, mantissa, desimal) == S.MISMATCH)
