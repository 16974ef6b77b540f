"""Counts and their shares under two heads with the same names, and totals told by their names."""

from types import SimpleNamespace

import pytest

from cermat.datasets.recognise.grids.mirrored import column_names
from cermat.datasets.recognise.grids.texts import without_number
from cermat.datasets.recognise.headers import read_header
from tests.grid_helpers import read, rows

FLAT = "| No | Unit | Jumlah L | Jumlah P | Jumlah L+P | Persentase L | Persentase P | Persentase L+P |\n|---|---|---|---|---|---|---|---|\n"


def shares(result: dict) -> list[tuple]:
    return rows(result["perhitungan"], "operasi", "a", "b", "hasil")


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        (
            [("Unit",), ("Jumlah L",), ("Jumlah P",), ("Jumlah",)],
            [("", "unit"), ("jumlah", "l"), ("jumlah", "p"), ("", "jumlah")],
        ),
        ([("Banyaknya", "Pria"), ("Banyaknya", "Wanita")], [("banyaknya", "pria"), ("banyaknya", "wanita")]),
        ([("Realisasi",), ("Target",)], [("", "realisasi"), ("", "target")]),
    ],
)
def test_heads_over_several_columns(paths, names):
    columns = [SimpleNamespace(c=c, header=read_header(path)) for c, path in enumerate(paths)]
    assert list(column_names(columns).values()) == names


def test_a_share_is_of_the_total_beside_its_own_count():
    r = read(
        FLAT
        + "| 1 | Unit Utara | 21 | 29 | 50 | 42% | 58% | 100% |\n"
        + "| 2 | Unit Selatan | 8 | 2 | 11 | 80% | 20% | 100% |\n"
        + "| 3 | Unit Timur | 3 | 3 | 6 | 50% | 50% | 100% |\n"
    )
    assert set(shares(r)) == {
        ("bagi_persen", "21", "50", "42%"),
        ("bagi_persen", "29", "50", "58%"),
        ("bagi_persen", "8", "11", "80%"),
        ("bagi_persen", "2", "11", "20%"),
        ("bagi_persen", "3", "6", "50%"),
    }
    total = r["rincian"].query("ukuran_induk != ''")
    assert set(total["ukuran_induk"]) == {total["ukuran_induk"].iloc[0]} and len(total) == 6


def test_one_row_is_enough_where_names_say_so():
    """And what nobody's names say (29 of 53 is near 55 %) is not read."""
    r = read(FLAT + "| 1 | Unit Utara | 21 | 29 | 53 | 55% | 58% | 100% |\n")
    assert shares(r) == [("bagi_persen", "21", "53", "55%"), ("bagi_persen", "29", "53", "58%")]
    assert rows(r["rincian"], "ukuran", "ukuran_induk")[:3] == [
        ("jumlah l", "jumlah l+p"),
        ("jumlah p", "jumlah l+p"),
        ("jumlah l+p", ""),
    ]


def test_shares_of_their_own_column_stay_what_their_figures_say():
    r = read(
        FLAT
        + "| 1 | Unit Utara | 20 | 10 | 30 | 50% | 20% | 33,3% |\n"
        + "| 2 | Unit Selatan | 12 | 15 | 27 | 30% | 30% | 30% |\n"
        + "| 3 | Unit Timur | 8 | 25 | 33 | 20% | 50% | 36,7% |\n"
        + "|  | Jumlah | 40 | 50 | 90 | 100% | 100% | 100% |\n"
    )
    assert ("bagi_persen", "20", "40", "50%") in shares(r) and (
        "bagi_persen",
        "20",
        "30",
        "50%",
    ) not in shares(r)


def test_names_that_begin_alike_but_count_other_things_are_no_parts():
    r = read(
        "| No | Unit | Jumlah Guru | Jumlah Murid | Jumlah Sekolah |\n|---|---|---|---|---|\n"
        "| 1 | Unit Utara | 12 | 300 | 4 |\n| 2 | Unit Selatan | 9 | 210 | 3 |\n|  | Jumlah | 21 | 510 | 7 "
        "|\n"
    )
    assert set(r["rincian"]["ukuran_induk"]) == {""}


@pytest.mark.parametrize(
    ("text", "name"),
    [("50 tahun ke atas", "50 tahun ke atas"), ("2 Tahunan", "Tahunan"), ("3. Jam buka", "Jam buka")],
)
def test_an_age_is_no_list_number(text, name):
    assert without_number(text) == name
