"""Many reports at once: what a portfolio costs grows as its reports do, and each fares as it does alone."""

import pytest

from cermat import audit
from cermat.schemas.submission import merge


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
