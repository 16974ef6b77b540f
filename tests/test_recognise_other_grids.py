"""Counts, stock and flow, scales, definitions, services, headers."""

from collections import Counter

import pytest

from cermat.datasets.recognise.grids.others import numerator_denominator
from cermat.datasets.recognise.grids.seri import caption_name
from cermat.datasets.recognise.headers import candidate_roles, column_measure, document_of, read_header
from tests.grid_helpers import parents, read, rows


def test_courts_stock_and_flow():
    h = read(
        """
Tabel 6 Keadaan Perkara

| No | Jenis Perkara | Sisa Awal | Masuk | Putus | Sisa Akhir |
|---|---|---|---|---|---|
| 1 | Gugatan | 25 | 310 | 300 | 35 |
| 2 | Permohonan | 3 | 90 | 92 | 1 |
| | Jumlah | 28 | 400 | 392 | 36 |

Tabel 7 Beban Perkara

| No | Jenis Perkara | Sisa Tahun Lalu | Perkara Masuk | Jumlah | Diputus | Sisa | % Penyelesaian |
|---|---|---|---|---|---|---|---|
| 1 | Gugatan | 25 | 310 | 335 | 300 | 35 | 89,55 |
| 2 | Permohonan | 3 | 90 | 93 | 92 | 1 | 98,92 |
"""
    )
    p = h["perhitungan"]
    assert rows(p, "operasi", "a", "b", "c", "hasil")[0] == ("tambah_kurang", "25", "310", "300", "35")
    assert Counter(p["operasi"]) == {"tambah_kurang": 3, "tambah": 2, "kurang": 2, "bagi_persen": 2}
    r = h["rincian"]
    assert r.loc[r["peran"].eq("total"), "nilai"].tolist() == ["28", "400", "392", "36"]


def test_ratios_are_not_added():
    h = read(
        """
Tabel 8 Jumlah Penduduk menurut Kecamatan

| No | Kecamatan | Laki-laki | Perempuan | Jumlah | Rasio | % |
|---|---|---|---|---|---|---|
| 1 | Utara | 10.500 | 10.000 | 20.500 | 105 | 45,86 |
| 2 | Selatan | 12.000 | 12.200 | 24.200 | 98,36 | 54,14 |
| | Jumlah | 22.500 | 22.200 | 44.700 | 101,35 | 100 |
"""
    )
    r = h["rincian"]
    assert {(u, i) for u, i in zip(r["ukuran"], r["ukuran_induk"], strict=True) if i} == {
        ("laki-laki", "jumlah"),
        ("perempuan", "jumlah"),
    }
    assert set(r.loc[r["ukuran"].eq("rasio"), "induk"]) == {""}
    assert set(r.loc[r["ukuran"].eq("jumlah") & r["peran"].eq("bagian"), "induk"]) == {"total"}
    assert rows(h["perhitungan"], "a", "b", "hasil")[3:] == [
        ("20.500", "44.700", "45,86"),
        ("24.200", "44.700", "54,14"),
    ]
    assert rows(h["perhitungan"], "a", "b", "hasil")[0] == ("10.500", "10.000", "105")


def test_active_beside_total_is_no_part():
    r = read(
        """
| No | Jenis KUB | Satuan | Jumlah | KUB yang Aktif |
|---|---|---|---|---|
| 1 | Kelompok tani | kelompok | 119 | 103 |
| 2 | Kelompok nelayan | kelompok | 18 | - |
| Total | | | 137 | 103 |
"""
    )["rincian"]
    assert (
        set(r["ukuran"]) == {"jumlah", "aktif"}
        and not r["ukuran_induk"].any()
        and set(r["subjek"]) == {"KUB"}
    )
    assert r.loc[r["peran"].eq("bagian"), "induk"].eq("total").all() and "-" in set(r["nilai"])


def test_staff_with_subtotals():
    r = read(
        """
Tabel 2.1 Jumlah Pegawai menurut Golongan

| Golongan | L | P | Total |
|---|---|---|---|
| IV/b | 1 | 0 | 1 |
| IV/a | 2 | 1 | 3 |
| Jumlah Golongan IV | 3 | 1 | 4 |
| III/d | 5 | 5 | 10 |
| III/c | 2 | 3 | 5 |
| Jumlah Golongan III | 7 | 8 | 15 |
| Total | 10 | 9 | 19 |
"""
    )["rincian"]
    one = r[r["ukuran"].eq("l")]
    assert parents(one) == {
        "IV/b": "Jumlah Golongan IV",
        "IV/a": "Jumlah Golongan IV",
        "III/d": "Jumlah Golongan III",
        "III/c": "Jumlah Golongan III",
        "Jumlah Golongan IV": "Total",
        "Jumlah Golongan III": "Total",
        "Total": "",
    }
    assert set(r.loc[r["ukuran"].isin(["l", "p"]), "ukuran_induk"]) == {"jumlah"}


def test_years_as_count_columns_and_as_rows():
    h = read(
        """
Tabel 6 Jumlah kasus

| No | Jenis Kasus | 2020 | 2021 | 2022 |
|---|---|---|---|---|
| 1 | Pencurian | 10 | 12 | 9 |
| 2 | Penipuan | 5 | 6 | 7 |
| | Jumlah | 15 | 18 | 16 |

Tabel 7 Indeks Gender Kabupaten Contoh Tahun 2020 - 2022

| No | Tahun | Realisasi | Selisih Realisasi | Keterangan |
|---|---|---|---|---|
| 1. | 2020 | 90,30 | - | - |
| 2. | 2021 | 90,70 | 0,40 | Kenaikan |
| 3. | 2022 | 90,37 | -0,33 | Menurun |
"""
    )
    r = h["rincian"]
    assert rows(r[r["peran"].eq("total")], "tahun", "nilai") == [
        ("2020", "15"),
        ("2021", "18"),
        ("2022", "16"),
    ]
    assert rows(h["seri"], "indikator", "ukuran", "tahun", "nilai")[2] == (
        "Indeks Gender",
        "realisasi",
        "2022",
        "90,37",
    )
    assert rows(h["perhitungan"], "operasi", "a", "b", "hasil", "tahun")[1] == (
        "kurang",
        "90,37",
        "90,70",
        "-0,33",
        "2022",
    )
    assert rows(h["klaim"], "jenis", "tahun", "tahun_lain") == [
        ("naik", "2021", "2020"),
        ("turun", "2022", "2021"),
    ]


def test_skala_with_printed_bounds():
    h = read(
        """
Tabel 3.1 Skala penilaian capaian kinerja

| No | Interval Nilai Realisasi Kinerja | Kriteria Penilaian |
|---|---|---|
| 1 | > 85 sd 100 % | Sangat Baik |
| 2 | 76 % ≤ 85 % | Baik |
| 3 | 55 s.d. 75 | Cukup |
| 4 | < 55 | Kurang |

| Nilai Persepsi | Nilai Interval Konversi IKM | Mutu Pelayanan |
|---|---|---|
| 1 | 25,00 - 64,99 | D |
| 2 | 65,00 - 76,60 | C |
"""
    )
    assert set(h) == {"skala"} and len(h["skala"]) == 4
    plain = [
        (label, a.strip(" %"), x, b.strip(" %"), y)
        for label, a, x, b, y in rows(h["skala"], "label", "bawah", "bawah_termasuk", "atas", "atas_termasuk")
    ]
    assert plain == [
        ("Sangat Baik", "85", "tidak", "100", "ya"),
        ("Baik", "76", "ya", "85", "ya"),
        ("Cukup", "55", "ya", "75", "ya"),
        ("Kurang", "", "", "55", "tidak"),
    ]


def test_definisi_and_perhitungan_in_cells():
    h = read(
        """
Tabel 3.1.2 Indikator Kinerja Utama

| No | Sasaran Strategis | Indikator | Satuan | Formulasi Perhitungan | Sumber Data |
|---|---|---|---|---|---|
| 1 | Meningkatnya mutu | Persentase unit patuh | % | Jumlah unit patuh dibagi jumlah unit dikali 100% | Bagian Organisasi |
| 2 | Menguatnya tata kelola | Aduan selesai | % | Aduan selesai ---------- x 100% Aduan masuk | Sekretariat |

| No | Uraian | Cara menghitung |
|---|---|---|
| 1. | Persentase unit patuh | = Jumlah unit patuh / Jumlah unit × 100% = 30 / 40 × 100% = 75 % lalu ditambah = 75% + 2,5% = 77,5 % |
| 2. | Nilai survei | Dari laporan survei |
"""
    )
    assert rows(h["definisi"], "indikator", "pembilang", "penyebut", "sumber")[:2] == [
        ("Persentase unit patuh", "Jumlah unit patuh", "jumlah unit", "Bagian Organisasi"),
        ("Aduan selesai", "Aduan selesai", "Aduan masuk", "Sekretariat"),
    ]
    assert rows(h["perhitungan"], "subjek", "ukuran", "operasi", "a", "b", "hasil") == [
        ("Persentase unit patuh", "realisasi sebelum akumulasi", "bagi_persen", "30", "40", "75 %"),
        ("Persentase unit patuh", "realisasi", "tambah", "75%", "2,5%", "77,5 %"),
    ]
    assert rows(h["perhitungan"], "a_arti", "b_arti")[0] == ("Jumlah unit patuh", "Jumlah unit")


def test_layanan_and_national_standard_in_one_row():
    h = read(
        """
Tabel 2 Bantuan 2022

| No | Jenis Bantuan | Penerima Manfaat | Satuan | Target | Realisasi |
|---|---|---|---|---|---|
| 1 | Sembako | Lanjut usia | orang | 400 | 390 |
| 2 | Kursi roda | Penyandang disabilitas | orang | 20 | 20 |
| | Jumlah | | | 420 | 410 |

| Target Nasional KPM | Realisasi tahun 2022 | Prosentse yang dicapai | Keterangan |
|---|---|---|---|
| 10.000.000 KPM | 27.098 KPM | 0,27% | dibanding sasaran nasional |
"""
    )
    assert rows(h["layanan"], "uraian", "penerima", "target", "realisasi", "induk") == [
        ("Sembako", "Lanjut usia", "400", "390", "total"),
        ("Kursi roda", "Penyandang disabilitas", "20", "20", "total"),
        ("Jumlah", "Jumlah", "420", "410", ""),
    ]
    assert rows(h["perhitungan"], "operasi", "a", "b", "hasil") == [
        ("bagi_persen", "27.098 KPM", "10.000.000 KPM", "0,27%")
    ]


def test_efficiency_and_summary_of_predikat():
    h = read(
        """
| No | Sasaran | % Capaian Kinerja | % Penyerapan Anggaran | Tingkat Efisiensi |
|---|---|---|---|---|
| 1 | Meningkatnya mutu | 105,00 | 95,00 | 10,00 |
| 2 | Menguatnya tata kelola | 98,00 | 97,00 | 1,00 |

Tabel 16 Rekapitulasi kategori

| No | Kategori | Jumlah Indikator | Persentase |
|---|---|---|---|
| 1 | Sangat Tinggi | 6 | 60 |
| 2 | Tinggi | 4 | 40 |
| | Jumlah | 10 | 100 |
"""
    )
    assert rows(h["perhitungan"], "operasi", "a", "b", "hasil") == [
        ("kurang", "105,00", "95,00", "10,00"),
        ("kurang", "98,00", "97,00", "1,00"),
        ("bagi_persen", "6", "10", "60"),
        ("bagi_persen", "4", "10", "40"),
    ]
    assert h["rincian"].loc[h["rincian"]["peran"].eq("total"), "nilai"].tolist() == ["10", "100"]


def test_contents_signatures_and_grids_without_totals_are_not_read():
    h = read(
        """
# DAFTAR TABEL

| Tabel | Judul | Halaman |
|---|---|---|
| 1 | Capaian | 12 |
| 2 | Jumlah | 14 |

# BAB I

| Pihak Kedua | Pihak Pertama |
|---|---|
| Kepala Dinas 1 | Sekretaris 2 |

| Koordinat | Lintang | Bujur |
|---|---|---|
| Pos A | 8,12 | 115,09 |
| Pos B | 8,20 | 115,15 |
"""
    )
    assert h == {}


@pytest.mark.parametrize(
    "text, role",
    [
        ("Indikator Sasaran Startegis", "indikator"),
        ("INDIKATOR KINERJA UTAMA (IKU)", "indikator"),
        ("Target Kinerja (%)", "target"),
        ("Kete- rangan", "keterangan"),
        ("Realiasi Kinerja", "realisasi"),
        ("Prosentase Capaian", "capaian"),
        ("Satua n", "satuan"),
        ("Anggaran Setelah Perubahan", "pagu"),
        ("PAGU AWAL (Rp.)", "pagu_awal"),
        ("NO.", "no"),
        ("FORMULASI/ CARA PENGUKURAN", "formula"),
        ("Capaian Keuangan (%)", "persen"),
        ("Polarisasi", "arah"),
        ("Penanggung Jawab", "pic"),
        ("Target Tahun 2023", "target"),
    ],
)
def test_headers_from_synonyms(text, role):
    assert candidate_roles(text)[0][0] == role


def test_header_years_periods_and_words():
    k = read_header(("Tahun 2023", "Target"))
    assert k.tahun == (2023,) and k.score("target") == 1
    assert (
        read_header(("Target RPJMD 2021-2026",)).tahun == ()
        and read_header(("Target Akhir Renstra",)).period == "akhir"
    )
    assert read_header(("Triwulan III", "Realisasi")).period == "tw3"
    assert (
        read_header(("Anggaran (Rp)", "Target")).money is True
        and read_header(("Kinerja", "Target")).money is False
    )
    assert (
        document_of("Perjanjian Kinerja Perubahan Tahun 2023") == "PK"
        and document_of("capaian indikator") == ""
    )
    assert column_measure("Koperasi yang Aktif") == "aktif" and column_measure("Jumlah (orang)") == "jumlah"
    assert caption_name("Tabel 3.4 Perkembangan Realisasi IPM Kota Contoh Tahun 2019 - 2022") == "IPM"
    assert numerator_denominator("(Siswa lulus : siswa ujian) x 100%") == ("Siswa lulus", "siswa ujian")
    assert numerator_denominator("Hasil survei BPS") == ("", "")


def test_numerator_denominator_and_sasaran_from_captions():
    h = read(
        """
Tabel 20 Capaian Sasaran Meningkatnya Mutu Layanan Tahun 2022

| N0 | Indikator | Target | Pembilang | Penyebut | Realisasi (%) | Capaian (%) |
|---|---|---|---|---|---|---|
| 1 | Persentase unit patuh | 75 | 30 | 50 | 60,00 | 80,00 |
| 2 | Persentase aduan selesai | 90 | 45 | 50 | 90,00 | 100,00 |
"""
    )
    assert rows(h["indikator"], "sasaran", "target", "realisasi", "capaian")[0] == (
        "Meningkatnya Mutu Layanan",
        "75",
        "60,00",
        "80,00",
    )
    assert rows(h["perhitungan"], "subjek", "ukuran", "operasi", "a", "b", "hasil")[0] == (
        "Persentase unit patuh",
        "realisasi",
        "bagi_persen",
        "30",
        "50",
        "60,00",
    )


def test_ranges_and_two_numbers_are_no_value():
    i = read(
        """
| No | Indikator | Target | Realisasi | Capaian |
|---|---|---|---|---|
| 1 | Indeks mutu | 69,1 - 69,5 | 70 | 100 |
| 2 | Rasio guru | 1:32 | 1:18 | 100 |
| 3 | Nilai survei | 80 | 84 | 105 |
"""
    )["indikator"]
    assert rows(i, "target", "realisasi", "capaian") == [
        ("69,1 - 69,5", "70", "100"),
        ("1:32", "1:18", "100"),
        ("80", "84", "105"),
    ]
    assert i["batas"].tolist() == ["rentang", "", ""] and i["_target"].tolist()[0] == -1


@pytest.mark.parametrize(
    "old, new", [("12.200", "12.300"), ("20.500", "20.600"), ("54,14", "64,14"), ("22.200", "22.700")]
)
def test_one_wrong_figure_hides_no_relation(old, new):
    h = read(
        """
| No | Kecamatan | Laki-laki | Perempuan | Jumlah | % |
|---|---|---|---|---|---|
| 1 | Utara | 10.500 | 10.000 | 20.500 | 45,86 |
| 2 | Selatan | 12.000 | 12.200 | 24.200 | 54,14 |
| | Jumlah | 22.500 | 22.200 | 44.700 | 100 |
""".replace(old, new)
    )
    r = h["rincian"]
    assert set(r.loc[r["ukuran"].isin(["laki-laki", "perempuan"]), "ukuran_induk"]) == {"jumlah"}
    assert set(r.loc[r["peran"].eq("bagian") & r["ukuran"].ne("%"), "induk"]) == {"total"}
    assert [b for b in h["perhitungan"]["operasi"] if b == "bagi_persen"]
