"""Many reports at once: what a portfolio costs grows as its reports do, and each fares as it does alone."""

import tracemalloc

import pandas as pd
import pytest

from cermat import audit
from cermat.checks.cascade import cascade
from cermat.schemas.strings import python_strings
from cermat.schemas.submission import merge
from tests.helpers import quick


@pytest.fixture(scope="module")
def bundled():
    return audit.read(audit.bundled())


def test_merged_reports_have_names_of_their_own(bundled):
    """A portfolio whose reports are called "a" and "a (2)" keeps them apart when an "a" joins it."""
    name = bundled.laporan["laporan"].iat[0]
    twice = merge([bundled, bundled])
    assert twice.laporan["laporan"].tolist() == [name, f"{name} (2)"]
    every = merge([bundled, twice])
    assert every.laporan["laporan"].tolist() == [name, f"{name} (2)", f"{name} (2) (2)"]
    assert every.tables["indikator"]["laporan"].value_counts().nunique() == 1
    assert every.angka["laporan"].value_counts().tolist() == [len(bundled.angka)] * 3


def test_merged_value_columns_point_to_their_own_numbers(bundled):
    table, every = bundled.tables["indikator"], merge([bundled] * 3).tables["indikator"]
    for column in ("target", "realisasi", "capaian"):
        for part in range(3):
            own = every[column].to_numpy()[part * len(table) : (part + 1) * len(table)]
            alone = table[column].to_numpy()
            assert (own == alone + (alone >= 0) * part * len(bundled.angka)).all()


def test_the_caller_keeps_his_strings(bundled):
    """Frames that the caller makes are as he wants them, also after an audit and after one that failed."""
    before = pd.get_option("mode.string_storage")
    audit.check(bundled, select=["CAP"])
    assert pd.get_option("mode.string_storage") == before
    with pytest.raises(audit.InputError):
        audit.check(bundled, select=["TIDAK-ADA"])
    assert pd.get_option("mode.string_storage") == before


def test_threads_put_the_strings_back_together():
    before = pd.get_option("mode.string_storage")
    first, second = python_strings(), python_strings()
    with first:
        second.__enter__()
    assert pd.get_option("mode.string_storage") == "python"
    second.__exit__(None, None, None)
    assert pd.get_option("mode.string_storage") == before


def test_the_cascade_takes_memory_by_reports_not_by_their_square(bundled):
    """Four times the reports take about four times the memory (a table of causes by rows takes sixteen)."""
    few, many = (_peak_of_cascade(quick(merge([bundled] * copies))) for copies in (10, 40))
    assert many < 6 * few


def _peak_of_cascade(result) -> int:
    """Bytes that the cascade of a result takes at most."""
    numbers = result.settled.tables.numbers
    tracemalloc.start()
    cascade(result.explained.causes, result.comparisons, result.operan, numbers)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak
