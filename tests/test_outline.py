"""Whose figure it is, told by the outline: headings, list items, "kegiatan ini", the agency's whole."""

import pytest

from cermat.datasets.recognise import recognise
from cermat.datasets.recognise.outline import Outline, cut_name, lead, named, pointed
from tests.read_helpers import read_blocks

HEAD = """# LAPORAN KINERJA INSTANSI PEMERINTAH
# DINAS TAMAN KABUPATEN SAGARA TAHUN 2022

## BAB III AKUNTABILITAS KINERJA

### 3.3 Realisasi Anggaran
"""
TABLE = """
Tabel 3.4 Realisasi Anggaran Tahun 2022

| No | Kegiatan | Anggaran (Rp) | Realisasi (Rp) | % |
|---|---|---|---|---|
| 1 | Penataan Taman Kota | 310.250.000 | 300.125.000 | 96,74 |
| 2 | Pelatihan Tukang Kebun dan Perawat Pohon bagi Pemuda Desa | 145.900.000 | 131.310.000 | 90,00 |
| | Jumlah | 456.150.000 | 431.435.000 | 94,58 |
"""


def open_above(text: str, of: str) -> list[tuple[str, str]]:
    """(jenis, nama) of what is open above the block that begins with `of`."""
    blocks = read_blocks(text).blocks
    blok = next(b.blok for b in blocks if b.teks.startswith(of))
    return [(o.jenis, o.nama) for o in Outline(blocks).above(blok)]


@pytest.mark.parametrize(
    ("text", "jenis", "nama"),
    [
        ("2) Kegiatan Penataan Taman Kota, dengan alokasi Rp 3.000.000", "kegiatan", "Penataan Taman Kota"),
        ("Program Ruang Hijau (PRH) dengan anggaran", "program", "Ruang Hijau (PRH)"),
        ("(1) Program Penguatan Warga Melalui Seni", "program", "Penguatan Warga Melalui Seni"),
        (
            "3. Pameran Bunga Nasional, dengan alokasi anggaran sebesar Rp10.000.000,00",
            "",
            "Pameran Bunga Nasional",
        ),
        ("c. Permasalahan", "", ""),
        ("Kegiatan ini dilaksanakan dua kali", "", ""),
    ],
)
def test_lead_names_what_a_line_is_about(text, jenis, nama):
    assert lead(text, True) == (jenis, nama)


def test_names_in_a_sentence_and_words_that_point_back():
    text = "Sasaran ini didukung Program Ruang Hijau yang terdiri dari 2 kegiatan dan Program Taman Warga dengan anggaran"
    assert [(kind, name) for _, kind, name in named(text)] == [
        ("program", "Ruang Hijau"),
        ("program", "Taman Warga"),
    ]
    assert [kind for _, kind in pointed(text)] == ["sasaran"]
    assert (
        cut_name("Penataan Taman, Jalur Hijau dan Trotoar sebesar Rp 5")
        == "Penataan Taman, Jalur Hijau dan Trotoar"
    )


def test_items_open_within_their_kegiatan_and_end_with_it():
    text = HEAD + (
        "\n(1) Program Ruang Hijau\n\n1. Kegiatan Penataan Taman Kota yang dilaksanakan di dua tempat.\n\na. "
        "Permasalahan\n\n"
        "1. Alat potong rusak sejak awal tahun.\n\n2. Hujan turun terus.\n\n2. Kegiatan Pelatihan Tukang "
        "Kebun.\n"
    )
    ruang = ("program", "Ruang Hijau")
    assert open_above(text, "2. Hujan")[-3:-1] == [ruang, ("kegiatan", "Penataan Taman Kota")]
    assert open_above(text, "2. Kegiatan Pelatihan")[-2:] == [ruang, ("kegiatan", "Pelatihan Tukang Kebun")]


def claims(prose: str) -> list[tuple]:
    """(subject, measure, figure) of the budget statements of prose below the table."""
    made = recognise(read_blocks(HEAD + TABLE + prose), "uji")
    told = made.tables["klaim"]
    return list(zip(told["subjek"], told["ukuran"], made.angka["teks"].reindex(told["nilai"]), strict=True))


def test_kegiatan_ini_is_the_one_that_the_item_names():
    said = claims(
        "\n1. Kegiatan Penataan Taman Kota. Anggaran kegiatan ini sebesar Rp 310.250.000 dan realisasi "
        "sebesar Rp 301.125.000.\n"
    )
    assert ("Penataan Taman Kota", "serapan", "Rp 301.125.000") in said


def test_money_of_a_kegiatan_that_no_table_has_is_not_the_total():
    said = claims(
        "\n1. Kegiatan Lomba Pot Bunga. Anggaran kegiatan ini sebesar Rp 25.000.000 dan realisasi sebesar Rp "
        "20.000.000.\n"
    )
    assert {subject for subject, *_ in said} == {"Kegiatan Lomba Pot Bunga"}


@pytest.mark.parametrize(
    "prose",
    [
        "Capaian ini didukung oleh 2 program dan 3 kegiatan dengan anggaran sebesar Rp 99.000.000 dan "
        "realisasi Rp 90.000.000.",
        "Anggaran dana alokasi khusus sebesar Rp 99.000.000 dengan realisasi sebesar Rp 90.000.000.",
        "Kegiatan yang mendukung indikator taman dengan total anggaran sebesar Rp 99.000.000 dari 5 "
        "kegiatan.",
    ],
)
def test_what_is_a_part_is_never_the_agency_s_whole(prose):
    assert "Jumlah" not in {subject for subject, *_ in claims("\n" + prose + "\n")}


def test_the_agency_s_whole_is_told_by_words():
    said = claims(
        "\nTotal anggaran Dinas Taman tahun 2022 sebesar Rp 456.150.000 dengan realisasi sebesar Rp "
        "431.435.000.\n"
    )
    assert ("Jumlah", "pagu", "Rp 456.150.000") in said and ("Jumlah", "serapan", "Rp 431.435.000") in said


def test_absorption_against_a_target_is_no_share_of_the_budget():
    prose = "\n1. Kegiatan Penataan Taman Kota di dua tempat.\n\nKendala: penyerapan anggaran sebesar 79% dari target 100%.\n"
    assert not [value for _, measure, value in claims(prose) if measure == "persen"]
