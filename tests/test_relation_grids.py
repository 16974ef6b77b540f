"""Relations of columns and rows are read from headers, not because they hold: a table and its twin with one
wrong figure give the same rows."""

import pytest

from tests.grid_helpers import read, rows

# name, table, the row that is about the figure (operasi, a, b, hasil), the wrong figure
FORMS = [
    (
        "selisih",
        """
| Jenis | 2021 | 2022 | Bertambah / Berkurang |
|---|---|---|---|
| Pasar | 125 | 140 | 15 |
| Kios | 80 | 76 | -4 |
| Warung | 160 | 169 | 9 |
""",
        ("kurang", "76", "80", "-4"),
        "-6",
    ),
    (
        "laju dua masa",
        """
| Tempat | 2020 | 2021 | 2022 | Laju 2020-2021 (%) | Laju 2021-2022 (%) |
|---|---|---|---|---|---|
| Pantai | 20.000 | 26.000 | 31.200 | 30,00 | 20,00 |
| Taman | 8.500 | 9.350 | 9.163 | 10,00 | -2,00 |
| Museum | 4.800 | 6.000 | 7.440 | 25,00 | 24,00 |
""",
        ("ubah_persen", "7.440", "6.000", "24,00"),
        "19,35",
    ),
    (
        "porsi tanpa baris jumlah",
        """
| Belanja | Nilai (juta) | Kontribusi |
|---|---|---|
| Pegawai | 3.400 | 54,40% |
| Barang | 2.100 | 33,60% |
| Modal | 750 | 12,00% |
""",
        ("bagi_persen", "2.100", "6250", "33,60%"),
        "36,30%",
    ),
    (
        "kumulatif",
        """
| Masa | Keluaran | Kumulatif |
|---|---|---|
| Satu | 125 | 125 |
| Dua | 248 | 373 |
| Tiga | 310 | 683 |
| Empat | 217 | 900 |
""",
        ("tambah", "373", "310", "683"),
        "638",
    ),
    (
        "alur",
        """
| Obat | Stok Awal | Penerimaan | Pemakaian | Stok Akhir |
|---|---|---|---|---|
| Amoksisilin | 4.500 | 12.000 | 13.250 | 3.250 |
| Parasetamol | 8.200 | 20.000 | 22.400 | 5.800 |
| Oralit | 1.150 | 3.000 | 2.870 | 1.280 |
""",
        ("tambah_kurang", "8.200", "20.000", "5.800"),
        "8.500",
    ),
    (
        "tabel balik",
        """
| Uraian | 2020 | 2021 | 2022 |
|---|---|---|---|
| Target | 80,00 | 82,00 | 84,00 |
| Realisasi | 78,40 | 83,64 | 86,10 |
| Capaian (%) | 98,00 | 102,00 | 102,50 |
""",
        ("bagi_persen", "86,10", "84,00", "102,50"),
        "105,20",
    ),
    (
        "huruf di kepala",
        """
| Jenis | Rencana (a) | Hasil (b) | Nisbah (c = b/a x 100) |
|---|---|---|---|
| Pasar | 450 | 468 | 104,00 |
| Parkir | 300 | 282 | 94,00 |
| Pelataran | 120 | 126 | 105,00 |
""",
        ("bagi_persen", "282", "300", "94,00"),
        "49,00",
    ),
    (
        "per sekian",
        """
| Kecamatan | Kelahiran | Kematian | AKB per 1.000 KH |
|---|---|---|---|
| Utara | 1.250 | 10 | 8,00 |
| Timur | 980 | 7 | 7,14 |
| Barat | 1.600 | 12 | 7,50 |
""",
        ("bagi_kali", "7", "980", "7,14"),
        "7,41",
    ),
]


@pytest.mark.parametrize(("table", "row", "wrong"), [f[1:] for f in FORMS], ids=[f[0] for f in FORMS])
def test_a_wrong_figure_is_read_like_a_right_one(table, row, wrong):
    def found(text: str) -> list[tuple]:
        return rows(read("Tabel 1 Keadaan\n" + text)["perhitungan"], "operasi", "a", "b", "hasil")

    assert row in found(table)
    assert (*row[:3], wrong) in found(table.replace(f"| {row[3]} |", f"| {wrong} |"))


def test_figures_alone_accuse_only_in_good_company():
    """Five rows that hold and one that a slip parts: it is read; beside two rows nothing is."""
    head = "Tabel 1 Keadaan\n\n| Uraian | A | B | C |\n|---|---|---|---|\n"
    good = [
        ("Satu", 4127, 1385),
        ("Dua", 3918, 1274),
        ("Tiga", 5263, 1916),
        ("Empat", 2841, 1157),
        ("Lima", 6372, 2149),
    ]
    lines = [f"| {name} | {a} | {b} | {a - b} |\n" for name, a, b in good]
    wrong = "| Enam | 3524 | 1193 | 2313 |\n"  # 2331
    assert "2313" in [h for (h,) in rows(read(head + "".join(lines) + wrong)["perhitungan"], "hasil")]
    few = read(head + "".join(lines[:2]) + wrong)
    assert "perhitungan" not in few or "2313" not in [h for (h,) in rows(few["perhitungan"], "hasil")]


def test_columns_whose_figures_mostly_deny_the_header_are_left():
    found = read(
        "Tabel 1 Keadaan\n\n| Unit | Diterima | Dibahas | Selisih |\n|---|---|---|---|\n"
        "| Utara | 412 | 398 | 71 |\n| Timur | 377 | 350 | 55 |\n| Barat | 218 | 201 | 94 |\n"
    )
    assert "perhitungan" not in found


def test_a_school_level_is_no_running_total():
    found = read(
        "Tabel 1 Sekolah\n\n| Kecamatan | TK | SD | SMP |\n|---|---|---|---|\n"
        "| Utara | 13 | 12 | 4 |\n| Timur | 16 | 13 | 2 |\n| Barat | 12 | 14 | 5 |\n| Selatan | 19 | 16 | 3 |\n"
    )
    assert "perhitungan" not in found


def test_merged_heads_that_are_printed_in_each_cell():
    found = read(
        """
Tabel 2 Kinerja

| Indikator | Tahun 2021 | Tahun 2021 | Tahun 2021 | Tahun 2022 | Tahun 2022 | Tahun 2022 |
|---|---|---|---|---|---|---|
| Indikator | T | R | C | T | R | C |
| Panjang jalan | 300 | 291 | 97,00 | 320 | 328 | 102,50 |
| Luas irigasi | 150 | 156 | 104,00 | 160 | 152 | 95,00 |
"""
    )["indikator"]
    assert set(rows(found, "tahun", "target", "realisasi", "capaian")) == {
        ("2021", "300", "291", "97,00"),
        ("2022", "320", "328", "102,50"),
        ("2021", "150", "156", "104,00"),
        ("2022", "160", "152", "95,00"),
    }


def test_grades_are_no_measures():
    """ "A | B | C" counts those of each grade."""
    found = read(
        "Tabel 1 Akreditasi\n\n| Jenjang | A | B | C | Jumlah |\n|---|---|---|---|---|\n"
        "| SD | 38 | 88 | 31 | 157 |\n| SMP | 51 | 33 | 18 | 102 |\n"
    )
    assert "indikator" not in found and set(found["rincian"]["ukuran_induk"]) == {"jumlah", ""}
