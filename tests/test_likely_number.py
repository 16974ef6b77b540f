"""What an unreadable amount most likely is."""

import pytest

from checks.settle.mended import likely_number
from schemas.angka import parse
from tests.helpers import findings, one, quick


@pytest.mark.parametrize(
    ("printed", "likely"),
    [
        ("227.199732,00", "227.199.732,00"),
        ("37.664.381200,00", "37.664.381.200,00"),
        ("Rp. 3.8000.000.000,00", "3.800.000.000,00"),
        ("Rp. 8.86.851.000", ""),  # no one slip says which digit is gone
        ("Rp 2.400.,000,000,-", "2.400.000.000"),
        ("1.25", ""),
        ("12.345.678", ""),
        ("tidak ada", ""),
    ],
)
def test_likely_number(printed, likely):
    assert likely_number(printed) == likely


def amounts(said: str) -> list[dict]:
    text = "Anggaran kegiatan pembangunan dermaga tahun 2022 sebesar"
    return [
        {"jenis": "nilai", "subjek": "Dermaga", "ukuran": "pagu", "tahun": "2022", "nilai": n, "teks": text}
        for n in (said, "Rp 8.186.851.000", "Rp 8.412.300.000")
    ]


def test_a_broken_amount_is_likely_its_only_near_copy():
    told = findings(quick(one(klaim=amounts("Rp 8.86.851.000"))), rule="STR-01")
    assert [f["kondisi"].rpartition("mungkin ")[2] for f in told] == ["8.186.851.000)."]


def test_without_a_near_copy_nothing_is_guessed():
    (told,) = findings(quick(one(klaim=amounts("Rp 9.77.123.000"))), rule="STR-01")
    assert "mungkin" not in told["kondisi"]


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("1.000,000,000", 1_000_000_000),
        ("Rp 2.000,000,000,-", 2_000_000_000),
        ("2.191,290", 2191.29),  # kilometres
        ("1.234.567,891", 1234567.891),
    ],
)
def test_thousands_grouped_with_both_signs(printed, value):
    read = parse(printed)
    assert read.mantissa * 10.0**-read.desimal == pytest.approx(value)
