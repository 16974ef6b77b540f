"""What an unreadable amount most likely is."""

import pytest

from cermat import audit
from cermat.checks.settle.mended import likely_number
from cermat.schemas.angka import parse
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


def test_an_amount_mistyped_in_two_places_is_told_once(tmp_path):
    path = tmp_path / "laporan.md"
    rows = ("1 | Program Jalan Desa | 7.9000.000.000,00", "1.1 | Pembangunan Jalan | 7.9000.000.000,00")
    more = ("2 | Program Air Bersih | 81.320.000,00", "3 | Program Pasar Desa | 94.1000.000,00")
    lines = ["# BAB III AKUNTABILITAS", "", "| No | Program/Kegiatan | Anggaran (Rp) |", "|---|---|---|"]
    path.write_text("\n".join(lines + [f"| {r} |" for r in (*rows, *more)]) + "\n", encoding="utf-8")
    told = {len(f["places"]): f["kondisi"] for f in findings(quick(audit.read(path)), path.name, "STR-01")}
    assert set(told) == {1, 2} and "7.9000" in told[2] and "94.1000" in told[1]
