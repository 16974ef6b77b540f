"""Totals of tables that part one whole in two ways ("… menurut umur", "… menurut golongan") must agree in
every column."""

import pytest

from tests.helpers import findings, one, quick, subset


def table(name: str, caption: str, **totals: str) -> list[dict]:
    """Totals of one table, a column each, with two parts that make up each of them."""
    made = []
    for column, total in totals.items():
        shared = {"tabel": name, "subjek": caption, "ukuran": column}
        made += [
            shared | {"kode": "total", "uraian": "Jumlah", "peran": "total", "nilai": total},
            shared
            | {"kode": "1", "induk": "total", "uraian": "Kelompok satu", "peran": "bagian", "nilai": total},
            shared
            | {"kode": "2", "induk": "total", "uraian": "Kelompok dua", "peran": "bagian", "nilai": "0"},
        ]
    return made


def accused(*tables: list[dict]) -> list[str]:
    return [f["kondisi"] for f in findings(quick(one(rincian=sum(tables, [])), subset("SIL-01")))]


AGE = table("a", "Jumlah pegawai menurut umur", pria="21", wanita="29", seluruhnya="50")


@pytest.mark.parametrize(
    "words", ["menurut golongan", "berdasarkan golongan dan jenis kelamin", "dirinci menurut golongan"]
)
def test_one_total_that_differs_where_the_largest_agrees(words):
    told = accused(AGE, table("b", f"Jumlah pegawai {words}", pria="22", wanita="28", seluruhnya="50"))
    assert len(told) == 2 and all("seharusnya sama" in t for t in told)
    assert not accused(AGE, table("b", f"Jumlah pegawai {words}", pria="21", wanita="29", seluruhnya="50"))


@pytest.mark.parametrize(
    "other",
    [
        table("b", "Jumlah pegawai menurut eselon", pria="9", wanita="4", seluruhnya="13"),  # a part of them
        table("b", "Jumlah tamu menurut golongan", pria="22", wanita="28", seluruhnya="50"),  # other people
        table(
            "b", "Jumlah pegawai yang pensiun", pria="22", wanita="28", seluruhnya="50"
        ),  # parted by nothing
        table("b", "Jumlah pegawai menurut golongan", lama="22", baru="28", seluruhnya="50"),  # other columns
        table("b", "Jumlah pegawai menurut golongan", pria="42%", wanita="58%", seluruhnya="100%"),  # shares
    ],
)
def test_another_whole_is_left_alone(other):
    assert not accused(AGE, other)


def test_tables_parted_in_other_ways_keep_their_own_totals():
    """Though their captions differ in a word only: one with a wrong total is no copy of the other."""
    one_way = table(
        "a",
        "Jumlah pegawai Dinas Makmur menurut unit kerja dan pendidikan",
        pria="9",
        wanita="4",
        seluruhnya="14",
    )
    other = table(
        "b",
        "Jumlah pegawai Dinas Makmur menurut unit kerja, umur dan pendidikan",
        pria="9",
        wanita="4",
        seluruhnya="13",
    )
    assert not accused(one_way, other)
