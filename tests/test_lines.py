"""Lines put together and taken apart."""

import pytest

from cermat.datasets.document.lines import drop_bullet, join_lines, parse_tabs, split, unify
from cermat.datasets.document.model import Block


@pytest.mark.parametrize(
    ("above", "below", "one"),
    [
        ("2.415.289.", "232", "2.415.289.232"),
        ("6.334.641", ".787", "6.334.641.787"),
        ("17.860.799.46", "6", "17.860.799.466"),
        ("2.", "415.289.232", "2.415.289.232"),
        ("Rp 6.334.641.", "787", "Rp 6.334.641.787"),
        ("Rp", "6.334.641.787", "Rp 6.334.641.787"),
        ("1.", "250 orang", "1. 250 orang"),
        ("5,15", "%", "5,15%"),
        ("98,", "50", "98,50"),
        ("100", "100", "100\n100"),
        ("98,50\n99,10", "97,20", "98,50\n99,10\n97,20"),
        ("5,85%", "5,15%", "5,85%\n5,15%"),
        ("12", "Laporan", "12 Laporan"),
        ("rata-", "rata", "rata-rata"),
        ("perundang-", "undangan", "perundang-undangan"),
        ("2018-", "2022", "2018-2022"),
        ("realisasi -", "target", "realisasi - target"),
        ("Kabupaten/", "Kota", "Kabupaten/ Kota"),
        ("", "teks", "teks"),
    ],
)
def test_join_lines(above, below, one):
    assert join_lines(above, below) == one


def test_join_in_narrow_columns():
    assert join_lines("Capaia", "n", full=True) == "Capaian"
    assert join_lines("dibagikan", "di", full=True) == "dibagikan di"
    assert join_lines("98,5", "0", full=True) == "98,50"
    assert join_lines("16.051", "15.032", full=True) == "16.051\n15.032"
    assert join_lines("100%", "90%", full=True) == "100%\n90%"


def test_hyphens_go_only_where_the_document_hyphenates():
    assert join_lines("kese-", "jahteraan", hyphens=True) == "kesejahteraan"
    assert join_lines("non-", "fisik") == "non-fisik"
    assert join_lines("undang-", "undang", hyphens=True) == "undang-undang"


def test_unify_and_bullets():
    assert unify(["Persentase", "penduduk", "miskin"]) == "Persentase penduduk miskin"
    m = drop_bullet(Block("paragraf", "- 5 orang"))
    assert (m.jenis, m.teks) == ("butir", "5 orang")
    assert drop_bullet(Block("paragraf", "-5 orang")).teks == "-5 orang"


def test_items_within_one_paragraph():
    m = split(Block("paragraf", "Skala:\n1. tinggi : 90\n2. rendah : 10", jejak="p1"))
    assert [(x.jenis, x.jejak) for x in m] == [("paragraf", "p1"), ("butir", "p1"), ("butir", "p1")]
    assert [x.teks for x in split(Block("judul", "BAB I\nPENDAHULUAN", 1))] == ["BAB I PENDAHULUAN"]


def test_tabs_of_contents_columns_and_spaces():
    content = parse_tabs(
        [Block("paragraf", t) for t in ("BAB I PENDAHULUAN\t1", "A. Latar Belakang ....\t2", "Lampiran\tiv")]
    )
    assert [m.teks for m in content] == ["BAB I PENDAHULUAN\t1", "A. Latar Belakang\t2", "Lampiran\tiv"]
    columns = parse_tabs([Block("paragraf", t) for t in ("1\tA\t2,5", "2\tB\t3,5", "3\tC\t4")])
    assert [m.jenis for m in columns] == ["petak"] and len(columns[0].sel) == 9
    plain = parse_tabs([Block("paragraf", t) for t in ("Nama\t:\tA", "Umur\t:\t20", "NIP\t:\t30")])
    assert [m.teks for m in plain] == ["Nama : A", "Umur : 20", "NIP : 30"]
