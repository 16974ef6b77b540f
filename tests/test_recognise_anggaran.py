"""Budget tables: levels by code, number, column and name; totals, revisions, months."""

import pytest

from tests.grid_helpers import parents, read, rows


def test_anggaran_by_code():
    a = read(
        """
Tabel 9 Realisasi Anggaran Tahun 2022

| Kode Rekening | Uraian | Anggaran (Rp) | Realisasi (Rp) | % | Sisa |
|---|---|---|---|---|---|
| 1.06.01 | PROGRAM PENUNJANG | 300.000.000 | 290.000.000 | 96,67 | 10.000.000 |
| 1.06.01.2.01 | Perencanaan | 100.000.000 | 95.000.000 | 95,00 | 5.000.000 |
| 1.06.01.2.01.01 | Penyusunan dokumen | 60.000.000 | 57.000.000 | 95,00 | 3.000.000 |
| 1.06.01.2.01.02 | Evaluasi | 40.000.000 | 38.000.000 | 95,00 | 2.000.000 |
| 1.06.01.2.02 | Administrasi keuangan | 200.000.000 | 195.000.000 | 97,50 | 5.000.000 |
| 1.06.02 | PROGRAM PELAYANAN | 50.000.000 | 40.000.000 | 80,00 | 10.000.000 |
| | JUMLAH | 350.000.000 | 330.000.000 | 94,29 | 20.000.000 |
"""
    )["anggaran"]
    assert parents(a) == {
        "PROGRAM PENUNJANG": "JUMLAH",
        "Perencanaan": "PROGRAM PENUNJANG",
        "Penyusunan dokumen": "Perencanaan",
        "Evaluasi": "Perencanaan",
        "Administrasi keuangan": "PROGRAM PENUNJANG",
        "PROGRAM PELAYANAN": "JUMLAH",
        "JUMLAH": "",
    }
    assert rows(a, "pagu", "realisasi", "persen", "sisa", "dokumen")[-1] == (
        "350.000.000",
        "330.000.000",
        "94,29",
        "20.000.000",
        "realisasi",
    )


ROMAN = """
| No | Uraian | Anggaran (Rp. juta) | Realisasi (Rp. juta) | % |
|---|---|---|---|---|
| I | Belanja Operasi | 1.250,5 | 1.200,4 | 95,99 |
| 1 | Belanja Pegawai | 900,3 | 880,1 | 97,76 |
| 2 | Belanja Barang | 350,2 | 320,3 | 91,46 |
| II | Belanja Modal | 100,0 | 98,5 | 98,50 |
| 1 | Peralatan | 100,0 | 98,5 | 98,50 |
| | Total | 1.350,5 | 1.298,9 | 96,18 |
"""
ROMAN_TREE = {
    "Belanja Operasi": "Total",
    "Belanja Pegawai": "Belanja Operasi",
    "Belanja Barang": "Belanja Operasi",
    "Belanja Modal": "Total",
    "Peralatan": "Belanja Modal",
    "Total": "",
}


@pytest.mark.parametrize(
    "old, new",
    [("", ""), ("900,3", "910,3"), ("1.350,5", "1.530,5"), ("1.250,5", "1.205,5"), ("880,1", "808,1")],
)
def test_anggaran_with_roman_numbers_and_one_wrong_figure(old, new):
    a = read(ROMAN.replace(old, new) if old else ROMAN)["anggaran"]
    assert parents(a) == ROMAN_TREE
    assert list(a["tingkat"])[:2] == ["belanja", "belanja"] and a["pagu"].iloc[0] in ("1.250,5", "1.205,5")


def test_numbers_of_a_column_without_a_header_give_the_levels():
    """A row left out of its programme must not hide that the others are parts."""
    a = read(
        """
Tabel 4 Rincian Anggaran Tahun 2022

| | Program/Kegiatan | Anggaran (Rp) | Realisasi (Rp) |
|---|---|---|---|
| I | Program Pembinaan Pasar | 90.000.000 | 88.000.000 |
| 1 | Penataan kios | 60.000.000 | 59.000.000 |
| 2 | Pelatihan pedagang | 30.000.000 | 29.000.000 |
| II | Program Promosi | 45.000.000 | 41.000.000 |
| 3 | Pameran | 25.000.000 | 24.000.000 |
| 4 | Penerbitan katalog | 10.000.000 | 9.000.000 |
| | JUMLAH | 135.000.000 | 129.000.000 |
"""
    )["anggaran"]
    assert parents(a)["Pameran"] == parents(a)["Penerbitan katalog"] == "Program Promosi"
    assert parents(a)["Program Promosi"] == parents(a)["Program Pembinaan Pasar"] == "JUMLAH"


def test_a_row_that_cannot_be_read_keeps_its_place():
    """Its kegiatan is not the programme's above it."""
    a = read(
        """
| No | Uraian | Anggaran (Rp) |
|---|---|---|
| I | Program Pembinaan Pasar | 90.000.000 |
| 1 | Penataan kios | 90.000.000 |
| II | Program Promosi | 3.8000.000.000 |
| 2 | Pameran | 3.800.000.000 |
| III | Program Sarana | 40.000.000 |
| 3 | Gedung | 25.000.000 |
| 4 | Kendaraan | 15.000.000 |
"""
    )["anggaran"]
    assert parents(a)["Pameran"] == "Program Promosi"
    assert parents(a)["Penataan kios"] == "Program Pembinaan Pasar"


def test_anggaran_with_totals_by_sasaran():
    a = read(
        """
| No | Sasaran | Program | Pagu | Realisasi | Persentase |
|---|---|---|---|---|---|
| 1 | Meningkatnya mutu | Program A | 1.000.000 | 900.000 | 90 |
| | | Program B | 2.000.000 | 1.900.000 | 95 |
| | | Jumlah Sasaran 1 | 3.000.000 | 2.800.000 | 93,33 |
| 2 | Menguatnya tata kelola | Program C | 4.000.000 | 4.000.000 | 100 |
| | | Jumlah Sasaran 2 | 4.000.000 | 4.000.000 | 100 |
| | | Jumlah Total | 7.000.000 | 6.800.000 | 97,14 |
"""
    )["anggaran"]
    assert parents(a) == {
        "Program A": "Jumlah Sasaran 1",
        "Program B": "Jumlah Sasaran 1",
        "Program C": "Jumlah Sasaran 2",
        "Jumlah Sasaran 1": "Jumlah Total",
        "Jumlah Sasaran 2": "Jumlah Total",
        "Jumlah Total": "",
    }


def test_program_kegiatan_and_sub_kegiatan_in_columns():
    a = read(
        """
| No | Program | Kegiatan | Sub Kegiatan | Pagu | Realisasi | Sisa | Persentase (%) |
|---|---|---|---|---|---|---|---|
| 1 | Program A | | | 300.000 | 280.000 | 20.000 | 93,33 |
| | | Kegiatan A1 | | 200.000 | 190.000 | 10.000 | 95,00 |
| | | | Sub A11 | 120.000 | 115.000 | 5.000 | 95,83 |
| | | | Sub A12 | 80.000 | 75.000 | 5.000 | 93,75 |
| | | Kegiatan A2 | | 100.000 | 90.000 | 10.000 | 90,00 |
| TOTAL | | | | 300.000 | 280.000 | 20.000 | 93,33 |
"""
    )["anggaran"]
    assert rows(a, "uraian", "tingkat") == [
        ("Program A", "program"),
        ("Kegiatan A1", "kegiatan"),
        ("Sub A11", "sub kegiatan"),
        ("Sub A12", "sub kegiatan"),
        ("Kegiatan A2", "kegiatan"),
        ("TOTAL", "total"),
    ]
    assert (
        parents(a)["Sub A12"] == "Kegiatan A1"
        and parents(a)["Kegiatan A2"] == "Program A"
        and parents(a)["Program A"] == "TOTAL"
    )


def test_every_level_has_its_own_column():
    a = read(
        """
Rencana Kinerja Tahunan 2022

| Sasaran | Program | Kegiatan | | Anggaran (Rp) | Sub Kegiatan | | Anggaran (Rp) |
| | | Sasaran | Indikator | | Sasaran | Indikator | |
|---|---|---|---|---|---|---|---|
| Meningkatnya mutu | Program A | Terlatihnya pegawai | Persentase pegawai terlatih | 300.000.000 | Terselenggaranya kursus | Jumlah kursus | 100.000.000 |
| | | | | | Tersedianya modul | Jumlah modul | 200.000.000 |
| | | Terbinanya unit | Persentase unit | 50.000.000 | Terselenggaranya kunjungan | Jumlah kunjungan | 50.000.000 |
| Total | | | | 350.000.000 | | | 350.000.000 |
"""
    )["anggaran"]
    assert rows(a, "uraian", "tingkat", "pagu", "dokumen") == [
        ("Terlatihnya pegawai", "kegiatan", "300.000.000", "RKT"),
        ("Terselenggaranya kursus", "sub kegiatan", "100.000.000", "RKT"),
        ("Tersedianya modul", "sub kegiatan", "200.000.000", "RKT"),
        ("Terbinanya unit", "kegiatan", "50.000.000", "RKT"),
        ("Terselenggaranya kunjungan", "sub kegiatan", "50.000.000", "RKT"),
        ("Total", "total", "350.000.000", "RKT"),
        ("Total", "total", "350.000.000", "RKT"),
    ]
    assert parents(a.iloc[:6]) == {
        "Terlatihnya pegawai": "Total",
        "Terselenggaranya kursus": "Terlatihnya pegawai",
        "Tersedianya modul": "Terlatihnya pegawai",
        "Terbinanya unit": "Total",
        "Terselenggaranya kunjungan": "Terbinanya unit",
        "Total": "",
    }


def test_initial_and_revised_pagu_and_sources():
    h = read(
        """
| NO. | KEGIATAN | PAGU AWAL (Rp.) | PAGU REVISI (Rp.) | REALISASI (Rp.) | % |
|---|---|---|---|---|---|
| 1 | Belanja Pegawai | 2.500.000,- | 1.800.000,- | 1.700.000,- | 94.44 |
| 2 | Belanja Modal | 0,- | 200.000,- | 100.000,- | 50.00 |
| | JUMLAH | 2.500.000,- | 2.000.000,- | 1.800.000,- | 90.00 |

Tabel 5 Sumber dana

| No | Program | APBD | DAK | Jumlah Anggaran |
|---|---|---|---|---|
| 1 | Program A | 100.000.000 | 50.000.000 | 150.000.000 |
| 2 | Program B | 200.000.000 | 0 | 200.000.000 |
| | Jumlah | 300.000.000 | 50.000.000 | 350.000.000 |
"""
    )
    a = h["anggaran"]
    assert rows(a, "pagu_awal", "pagu", "realisasi", "persen")[:2] == [
        ("2.500.000,-", "1.800.000,-", "1.700.000,-", "94.44"),
        ("0,-", "200.000,-", "100.000,-", "50.00"),
    ]
    assert rows(a, "uraian", "pagu_awal", "pagu")[3] == ("Program A", "", "150.000.000")
    assert set(h["rincian"].loc[h["rincian"]["ukuran"].isin(["apbd", "dak"]), "ukuran_induk"]) == {
        "jumlah anggaran"
    }


def test_monthly_anggaran():
    h = read(
        """
| No | Sasaran | Indikator Kinerja | Kinerja | | | | Anggaran (Rp) | | | | |
| | | | Target Tahunan | Bulan | Target | Realisasi | Program | Tahunan | Bulan | Target | Realisasi |
|---|---|---|---|---|---|---|---|---|---|---|---|
| 1 | Meningkatnya mutu | Indeks mutu | 80 | Januari | - | - | Program A | 9.000.000 | Januari | 4.000.000 | 3.000.000 |
| | | | | Pebruari | - | - | | | Pebruari | 5.000.000 | 5.000.000 |
"""
    )
    a = h["anggaran"]
    assert rows(a, "uraian", "tingkat", "bulan", "pagu", "realisasi") == [
        ("Program A", "program", "", "9.000.000", ""),
        ("Januari", "bulan", "Januari", "4.000.000", "3.000.000"),
        ("Pebruari", "bulan", "Pebruari", "5.000.000", "5.000.000"),
    ]
    assert set(a["induk"]) == {"", a["kode"].iloc[0]}
    assert rows(h["indikator"], "indikator", "target", "realisasi") == [("Indeks mutu", "80", "")]


def test_performance_and_anggaran_in_one_table():
    h = read(
        """
| Sasaran | Indikator Kinerja | Kinerja | | | Anggaran | | |
| | | Target | Realisasi | Capaian | Pagu | Realisasi | % |
|---|---|---|---|---|---|---|---|
| Meningkatnya mutu | Indeks mutu | 80 | 84 | 105 | 1.000.000.000 | 950.000.000 | 95 |
| | Tingkat patuh | 75 | 60 | 80 | 200.000.000 | 150.000.000 | 75 |
"""
    )
    assert rows(h["indikator"], "target", "realisasi", "capaian") == [("80", "84", "105"), ("75", "60", "80")]
    assert rows(h["anggaran"], "pagu", "realisasi", "persen") == [
        ("1.000.000.000", "950.000.000", "95"),
        ("200.000.000", "150.000.000", "75"),
    ]


def test_months_as_columns_below_a_wide_header():
    h = read(
        """
| No | Kegiatan | Alokasi Anggaran (Rp) | Realisasi Anggaran (Rp) | | | | Realisasi (%) |
| | | | Jan | Feb | Mar | Jumlah | |
|---|---|---|---|---|---|---|---|
| 1 | Kegiatan A | 10.000.000 | 1.000.000 | 2.000.000 | 6.000.000 | 9.000.000 | 90,00 |
| 2 | Kegiatan B | 20.000.000 | 5.000.000 | 5.000.000 | 10.000.000 | 20.000.000 | 100,00 |
| | Jumlah | 30.000.000 | 6.000.000 | 7.000.000 | 16.000.000 | 29.000.000 | 96,67 |
"""
    )
    assert rows(h["anggaran"], "pagu", "realisasi", "persen")[0] == ("10.000.000", "9.000.000", "90,00")
    r = h["rincian"]
    months = r[r["ukuran_induk"].ne("") & r["uraian"].eq("Kegiatan A")]
    assert list(months["nilai"]) == ["1.000.000", "2.000.000", "6.000.000"]
    assert set(months["ukuran_induk"]) == {"realisasi anggaran (rp) jumlah"}


def test_efficiency_is_no_share_spent():
    h = read(
        """
| No | Sasaran | Pagu | Realisasi | Efisiensi (Rp) | Efisiensi (%) |
|---|---|---|---|---|---|
| 1 | Meningkatnya mutu | 100.000.000 | 90.000.000 | 10.000.000 | 10,00 |
| 2 | Menguatnya tata kelola | 50.000.000 | 47.500.000 | 2.500.000 | 5,00 |
"""
    )
    assert "persen" not in h["anggaran"] and "sisa" not in h["anggaran"]
    assert rows(h["perhitungan"], "operasi", "a", "b", "hasil")[1::2] == [
        ("kurang", "50.000.000", "47.500.000", "2.500.000"),
        ("bagi_persen", "2.500.000", "50.000.000", "5,00"),
    ]


def test_revenue_is_no_budget():
    h = read(
        """
| Uraian | Target Pendapatan (Rp) | Realisasi (Rp) | % |
|---|---|---|---|
| Pajak | 100.000.000 | 95.000.000 | 95,00 |
| Pajak Hotel | 60.000.000 | 57.000.000 | 95,00 |
| Pajak Restoran | 40.000.000 | 38.000.000 | 95,00 |
| Retribusi | 50.000.000 | 60.000.000 | 120,00 |
| Retribusi Pasar | 50.000.000 | 60.000.000 | 120,00 |
| JUMLAH | 150.000.000 | 155.000.000 | 103,33 |
"""
    )
    assert "anggaran" not in h
    r = h["rincian"]
    assert parents(r[r["ukuran"].eq("realisasi (rp)")]) == {
        "Pajak": "JUMLAH",
        "Pajak Hotel": "Pajak",
        "Pajak Restoran": "Pajak",
        "Retribusi": "JUMLAH",
        "Retribusi Pasar": "Retribusi",
        "JUMLAH": "",
    }
    assert len(h["perhitungan"]) == 6


def test_codes_beside_plain_numbers_give_the_levels():
    """ "5.1" is more than its parts by a slip: its code, not its sum, keeps them from the total."""
    f = read(
        """
| No | Kode Rekening | Uraian | Pagu (Rp) |
|---|---|---|---|
| 1 | 5.1 | Belanja Pegawai | 300.000.000 |
| 2 | 5.1.1 | Gaji | 200.000.000 |
| 3 | 5.1.2 | Tunjangan | 110.000.000 |
| 4 | 5.2 | Belanja Modal | 50.000.000 |
| 5 | 5.2.1 | Alat | 30.000.000 |
| 6 | 5.2.2 | Gedung | 20.000.000 |
| | | Jumlah | 350.000.000 |
"""
    )["anggaran"]
    assert parents(f)["Gaji"] == parents(f)["Tunjangan"] == "Belanja Pegawai"
    assert parents(f)["Belanja Pegawai"] == parents(f)["Belanja Modal"] == "Jumlah"
