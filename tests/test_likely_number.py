"""What an unreadable amount most likely is."""

import pytest

from checks.settle.statements import likely_number


@pytest.mark.parametrize(
    ("printed", "likely"),
    [
        ("227.199732,00", "227.199.732,00"),
        ("37.664.381200,00", "37.664.381.200,00"),
        ("Rp. 3.8000.000.000,00", "3.800.000.000,00"),
        ("Rp. 8.86.851.000", ""),  # no one slip says which digit is gone
        ("1.25", ""),
        ("12.345.678", ""),
        ("tidak ada", ""),
    ],
)
def test_likely_number(printed, likely):
    assert likely_number(printed) == likely
