"""Which grid is which typed table: layouts of many agencies, read from Markdown through the public door."""

import warnings
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from datasets.baca_teks import baca_teks, urai_teks
from datasets.kenali.angka import angka_dokumen
from datasets.kenali.kepala import baca_kepala, calon_peran, dokumen, ukuran_kolom
from datasets.kenali.petak import kenali_petak
from datasets.kenali.petak_lain import pembilang_penyebut
from datasets.kenali.petak_seri import nama_keterangan
from datasets.susun import susun
from schemas.tabel import semua_tabel

BERSAMA = Path(__file__).parents[2] / "shared"
BUNDEL = Path(__file__).parents[1] / "datasets" / "dinsos_buleleng_2023"
ada_bersama = pytest.mark.skipif(not BERSAMA.is_dir(), reason="dokumen contoh (../shared) tidak ada")


def kenali(dok, tahun: int, instansi: str = "") -> dict[str, pd.DataFrame]:
    angka = angka_dokumen(dok, "uji")
    hasil = kenali_petak(dok, angka, SimpleNamespace(tahun=tahun, laporan="uji", instansi=instansi, petikan=True))
    for nama, f in hasil.items():
        tipe = semua_tabel()[nama]
        for k in tipe.kolom_angka:  # every value points to the number it prints
            if f"_{k}" not in f:
                continue
            ada = f[f"_{k}"].notna() & f[f"_{k}"].ge(0)
            cetak = angka["teks"].reindex(f.loc[ada, f"_{k}"].astype(int)).to_numpy()
            assert all(c in t or t in c for c, t in zip(cetak, f.loc[ada, k], strict=True)), (nama, k)
        assert not set(f.columns) - {"laporan", *tipe.kolom, *(f"_{k}" for k in tipe.kolom_angka)}, nama
    return {n: f.astype(object).where(f.notna(), "") for n, f in hasil.items()}


def baca(md: str, tahun: int = 2022, instansi: str = "") -> dict[str, pd.DataFrame]:
    return kenali(susun(urai_teks(md), "uji"), tahun, instansi)


def baris(f: pd.DataFrame, *kolom: str) -> list[tuple]:
    return list(f.reindex(columns=list(kolom), fill_value="").itertuples(index=False, name=None))


def induk(f: pd.DataFrame) -> dict[str, str]:
    """Name of each row → name of the row it is part of (one measure)."""
    nama = dict(zip(f["kode"], f["uraian"], strict=True))
    return {u: nama.get(i, "") for u, i in zip(f["uraian"], f["induk"], strict=True)}


KEMENTERIAN = """
Tabel 3.2 Capaian Kinerja Sasaran Tahun 2022

| No | Sasaran Strategis | Indikator Kinerja | Satuan | Target 2022 | Realisasi 2022 | % Capaian | Target 2024 | % thd 2024 |
|---|---|---|---|---|---|---|---|---|
| 1 | Meningkatnya mutu layanan | Indeks layanan | indeks | 80,00 | 84,00 | 105,00 | 90,00 | 93,33 |
| | | Persentase unit patuh | % | 75 | 60 | 80 | 100 | 60 |
| 2 | Menguatnya tata kelola | Nilai SAKIP | nilai | 70 | 71,4 | 102 | 75 | 95,2 |
"""


def test_kementerian_target_dan_target_akhir():
    i = baca(KEMENTERIAN)["indikator"]
    assert baris(i, "indikator", "sasaran", "tahun", "target", "realisasi", "capaian", "target_akhir", "capaian_akhir") == [
        ("Indeks layanan", "Meningkatnya mutu layanan", "2022", "80,00", "84,00", "105,00", "90,00", "93,33"),
        ("Persentase unit patuh", "Meningkatnya mutu layanan", "2022", "75", "60", "80", "100", "60"),
        ("Nilai SAKIP", "Menguatnya tata kelola", "2022", "70", "71,4", "102", "75", "95,2"),
    ]


def test_kepala_dua_baris_tahun_lalu_dan_depan():
    h = baca(
        """
| No | Indikator Kinerja Sasaran | Realisasi Tahun 2021 | Tahun 2022 | | | Target 2023 |
| | | | Target | Realisasi | % Capaian | |
|---|---|---|---|---|---|---|
| 1. | Indeks layanan | - | 80 | 84 | 105 | 85 |
| 2. | Unit patuh | 55% | 75% | 60% | 80 | 78% |
| | Rata-rata Capaian | | | | 92,5 | |
"""
    )
    assert baris(h["indikator"], "indikator", "jenis_baris", "target", "realisasi", "capaian", "realisasi_lalu", "target_depan") == [
        ("Indeks layanan", "indikator", "80", "84", "105", "-", "85"),
        ("Unit patuh", "indikator", "75%", "60%", "80", "55%", "78%"),
        ("Rata-rata Capaian", "rata_rata", "", "", "92,5", "", ""),
    ]
    assert set(h) == {"indikator"}


def test_capaian_tahun_lalu_yang_sebenarnya_realisasi():
    i = baca(
        """
| No | Indikator Kinerja Utama | Capaian Tahun 2021 | Kondisi Tahun 2022 | | | Target Akhir RPJMD | Capaian s.d. Tahun 2022 terhadap Target Akhir RPJMD (%) |
| | | | Target | Realisasi | % | | |
|---|---|---|---|---|---|---|---|
| 1 | Angka partisipasi | 92,19 | 92,50 | 95,00 | 102,70 | 96,00 | 98,96 |
| 2 | Angka putus sekolah | 0,20 | 0,18 | 0,15 | 120,00 | 0,10 | 66,67 |
"""
    )["indikator"]
    assert baris(i, "realisasi_lalu", "capaian_lalu", "target", "realisasi", "capaian", "target_akhir", "capaian_akhir")[0] == (
        "92,19", "", "92,50", "95,00", "102,70", "96,00", "98,96",
    )  # fmt: skip


def test_capaian_di_sebelah_persen_adalah_realisasi_dan_status_menjadi_klaim():
    h = baca(
        """
| No | Indikator | Target | Capaian | % | Keterangan |
|---|---|---|---|---|---|
| 1 | Indeks layanan | 80 | 84 | 105,00 | Tercapai |
| 2 | Unit patuh | 75% | 60% | 80,00 | Tidak Tercapai |
| 3 | Angka kesakitan | 5,0 | 4,0 | 120,00 | Melampaui target |
"""
    )
    assert baris(h["indikator"], "target", "realisasi", "capaian")[2] == ("5,0", "4,0", "120,00")
    assert list(h["klaim"]["jenis"]) == ["tercapai", "tidak_tercapai", "melebihi"]
    assert not h["indikator"]["predikat"].any()


def test_baris_sasaran_dan_rata_rata_per_sasaran():
    i = baca(
        """
| No | Indikator Kinerja | Satuan | Target | Realisasi | Capaian (%) | Kategori |
|---|---|---|---|---|---|---|
| Sasaran 1: Meningkatnya mutu layanan | | | | | | |
| 1 | Indeks layanan | indeks | 80 | 84 | 105 | Sangat Tinggi |
| 2 | Unit patuh | % | 75 | 60 | 80 | Tinggi |
| | Rata-rata capaian sasaran 1 | | | | 92,5 | Sangat Tinggi |
| Sasaran 2: Menguatnya tata kelola | | | | | | |
| 1 | Opini | opini | WTP | WTP | 100 | Sangat Tinggi |
| 2 | Rata-rata lama proses | hari | 4 | 4 | 100 | Sangat Tinggi |
| | Rata-rata capaian sasaran 2 | | | | 100 | Sangat Tinggi |
| | Rata-rata capaian | | | | 96,25 | Sangat Tinggi |
"""
    )["indikator"]
    assert baris(i, "jenis_baris", "sasaran", "target", "capaian", "predikat")[2:] == [
        ("rata_rata", "Meningkatnya mutu layanan", "", "92,5", "Sangat Tinggi"),
        ("indikator", "Menguatnya tata kelola", "WTP", "100", "Sangat Tinggi"),
        ("indikator", "Menguatnya tata kelola", "4", "100", "Sangat Tinggi"),
        ("rata_rata", "Menguatnya tata kelola", "", "100", "Sangat Tinggi"),
        ("rata_rata", "", "", "96,25", "Sangat Tinggi"),
    ]


def test_dua_tahun_lengkap_dan_seri():
    h = baca(
        """
| No | Indikator | 2021 | | | 2022 | | |
| | | Target | Realisasi | % | Target | Realisasi | % |
|---|---|---|---|---|---|---|---|
| 1 | Indeks mutu | 78 | 79 | 101,28 | 80 | 84 | 105 |
| 2 | Tingkat patuh | 70 | 55 | 78,57 | 75 | 60 | 80 |
| | Rata-rata | | | 89,93 | | | 92,5 |

Tabel 4 Perkembangan capaian

| No | Indikator | Realisasi Capaian (%) | | |
| | | 2020 | 2021 | 2022 |
|---|---|---|---|---|
| 1. | Indeks mutu | 99,1 | 101,28 | 105 |
| Rata-rata | | 99,1 | 101,28 | 105 |
"""
    )
    assert Counter(baris(h["indikator"], "tahun", "jenis_baris")) == {
        ("2021", "indikator"): 2, ("2022", "indikator"): 2, ("2021", "rata_rata"): 1, ("2022", "rata_rata"): 1,
    }  # fmt: skip
    assert Counter(baris(h["seri"], "ukuran", "tahun", "jenis_baris")) == {
        ("capaian", t, j): 1 for t in ("2020", "2021", "2022") for j in ("indikator", "rata_rata")
    }


def test_renstra_lima_tahun_dengan_kondisi_awal():
    s = baca(
        """
Tabel 2.1 Tujuan, Sasaran dan Target Renstra

| Tujuan | Sasaran | Indikator | Satuan | Kondisi Awal 2020 | Target Kinerja Tahun | | | Kondisi Akhir |
| | | | | | 2021 | 2022 | 2023 | |
|---|---|---|---|---|---|---|---|---|
| Mewujudkan layanan prima | Meningkatnya mutu | Indeks mutu | indeks | 70 | 72 | 74 | 76 | 76 |
| | Menguatnya tata kelola | Nilai SAKIP | nilai | 60 | 62 | 64 | 66 | 66 |
"""
    )["seri"]
    assert baris(s[s["indikator"].eq("Nilai SAKIP")], "sasaran", "ukuran", "tahun", "nilai", "dokumen") == [
        ("Menguatnya tata kelola", u, t, n, "Renstra")
        for u, t, n in (("realisasi", "2020", "60"), ("target", "2021", "62"), ("target", "2022", "64"), ("target", "2023", "66"))
    ]


def test_pembanding_bukan_angka_sendiri():
    h = baca(
        """
| No | Indikator | Realisasi Kabupaten | Realisasi Provinsi | Realisasi Nasional |
|---|---|---|---|---|
| 1 | Angka harapan hidup | 71,2 | 71,5 | 71,8 |

| No | Indikator | Standar Nasional | Realisasi | % |
|---|---|---|---|---|
| 1 | Rasio guru | 80 | 60 | 75 |
| 2 | Rasio kelas | 50 | 60 | 120 |
"""
    )
    assert baris(h["indikator"], "realisasi", "target", "capaian") == [("71,2", "", ""), ("60", "", ""), ("60", "", "")]
    assert baris(h["perhitungan"], "operasi", "a", "b", "hasil") == [("bagi_persen", "60", "80", "75"), ("bagi_persen", "60", "50", "120")]


def test_capaian_yang_dibantah_hitungan_tidak_dipakai():
    h = baca(
        """
| No | Indikator | Target | Realisasi | Capaian |
|---|---|---|---|---|
| 1 | Indeks A | 80 | 84 | 3,1 |
| 2 | Indeks B | 75 | 60 | 2,2 |
| 3 | Indeks C | 50 | 55 | 1,7 |
| 4 | Indeks D | 40 | 42 | 2,9 |
"""
    )
    assert "capaian" not in h["indikator"] and len(h["indikator"]) == 4


TRIWULAN = """
| No | Indikator | Target Tahunan | TW I | | TW II | | TW III | | TW IV | | Jumlah |
| | | | Target | Realisasi | Target | Realisasi | Target | Realisasi | Target | Realisasi | |
|---|---|---|---|---|---|---|---|---|---|---|---|
| 1 | Jumlah izin terbit | 400 | 100 | 90 | 100 | 110 | 100 | 95 | 100 | 105 | 400 |
| 2 | Jumlah aduan selesai | 40 | 10 | 9 | 10 | 11 | 10 | 9 | 10 | 10 | 39 |
"""


def test_triwulan_berjumlah_setahun():
    h = baca(TRIWULAN)
    assert baris(h["indikator"], "indikator", "target") == [("Jumlah izin terbit", "400"), ("Jumlah aduan selesai", "40")]
    r = h["rincian"]
    bagian = r[r["ukuran_induk"].eq("realisasi setahun") & r["uraian"].eq("Jumlah aduan selesai")]
    assert list(bagian["nilai"]) == ["9", "11", "9", "10"]
    assert r.loc[r["ukuran"].eq("realisasi setahun"), "nilai"].tolist() == ["400", "39"]


def test_triwulan_kumulatif_tidak_dijumlahkan():
    h = baca(TRIWULAN.replace("| 400 | 100 | 90 | 100 | 110 | 100 | 95 | 100 | 105 | 400 |", "| 400 | 100 | 90 | 200 | 200 | 300 | 295 | 400 | 400 | 400 |")
             .replace("| 40 | 10 | 9 | 10 | 11 | 10 | 9 | 10 | 10 | 39 |", "| 40 | 10 | 9 | 20 | 20 | 30 | 29 | 40 | 39 | 39 |"))  # fmt: skip
    assert "rincian" not in h


def test_anggaran_menurut_kode():
    a = baca(
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
    assert induk(a) == {
        "PROGRAM PENUNJANG": "JUMLAH", "Perencanaan": "PROGRAM PENUNJANG", "Penyusunan dokumen": "Perencanaan", "Evaluasi": "Perencanaan",
        "Administrasi keuangan": "PROGRAM PENUNJANG", "PROGRAM PELAYANAN": "JUMLAH", "JUMLAH": "",
    }  # fmt: skip
    assert baris(a, "pagu", "realisasi", "persen", "sisa", "dokumen")[-1] == ("350.000.000", "330.000.000", "94,29", "20.000.000", "realisasi")


ROMAWI = """
| No | Uraian | Anggaran (Rp. juta) | Realisasi (Rp. juta) | % |
|---|---|---|---|---|
| I | Belanja Operasi | 1.250,5 | 1.200,4 | 95,99 |
| 1 | Belanja Pegawai | 900,3 | 880,1 | 97,76 |
| 2 | Belanja Barang | 350,2 | 320,3 | 91,46 |
| II | Belanja Modal | 100,0 | 98,5 | 98,50 |
| 1 | Peralatan | 100,0 | 98,5 | 98,50 |
| | Total | 1.350,5 | 1.298,9 | 96,18 |
"""
POHON_ROMAWI = {
    "Belanja Operasi": "Total", "Belanja Pegawai": "Belanja Operasi", "Belanja Barang": "Belanja Operasi", "Belanja Modal": "Total",
    "Peralatan": "Belanja Modal", "Total": "",
}  # fmt: skip


@pytest.mark.parametrize("lama, baru", [("", ""), ("900,3", "910,3"), ("1.350,5", "1.530,5"), ("1.250,5", "1.205,5"), ("880,1", "808,1")])
def test_anggaran_bernomor_romawi_juga_dengan_satu_angka_salah(lama, baru):
    a = baca(ROMAWI.replace(lama, baru) if lama else ROMAWI)["anggaran"]
    assert induk(a) == POHON_ROMAWI
    assert list(a["tingkat"])[:2] == ["belanja", "belanja"] and a["pagu"].iloc[0] in ("1.250,5", "1.205,5")


def test_anggaran_dengan_jumlah_per_sasaran():
    a = baca(
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
    assert induk(a) == {
        "Program A": "Jumlah Sasaran 1", "Program B": "Jumlah Sasaran 1", "Program C": "Jumlah Sasaran 2",
        "Jumlah Sasaran 1": "Jumlah Total", "Jumlah Sasaran 2": "Jumlah Total", "Jumlah Total": "",
    }  # fmt: skip


def test_anggaran_program_kegiatan_sub_kegiatan_dalam_kolom():
    a = baca(
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
    assert baris(a, "uraian", "tingkat") == [
        ("Program A", "program"), ("Kegiatan A1", "kegiatan"), ("Sub A11", "sub kegiatan"), ("Sub A12", "sub kegiatan"),
        ("Kegiatan A2", "kegiatan"), ("TOTAL", "total"),
    ]  # fmt: skip
    assert induk(a)["Sub A12"] == "Kegiatan A1" and induk(a)["Kegiatan A2"] == "Program A" and induk(a)["Program A"] == "TOTAL"


def test_anggaran_setiap_tingkat_berkolom_sendiri():
    a = baca(
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
    assert baris(a, "uraian", "tingkat", "pagu", "dokumen") == [
        ("Terlatihnya pegawai", "kegiatan", "300.000.000", "RKT"),
        ("Terselenggaranya kursus", "sub kegiatan", "100.000.000", "RKT"),
        ("Tersedianya modul", "sub kegiatan", "200.000.000", "RKT"),
        ("Terbinanya unit", "kegiatan", "50.000.000", "RKT"),
        ("Terselenggaranya kunjungan", "sub kegiatan", "50.000.000", "RKT"),
        ("Total", "total", "350.000.000", "RKT"),
        ("Total", "total", "350.000.000", "RKT"),
    ]
    assert induk(a.iloc[:6]) == {
        "Terlatihnya pegawai": "Total", "Terselenggaranya kursus": "Terlatihnya pegawai", "Tersedianya modul": "Terlatihnya pegawai",
        "Terbinanya unit": "Total", "Terselenggaranya kunjungan": "Terbinanya unit", "Total": "",
    }  # fmt: skip


def test_anggaran_pagu_awal_revisi_dan_sumber_dana():
    h = baca(
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
    assert baris(a, "pagu_awal", "pagu", "realisasi", "persen")[:2] == [
        ("2.500.000,-", "1.800.000,-", "1.700.000,-", "94.44"), ("0,-", "200.000,-", "100.000,-", "50.00"),
    ]  # fmt: skip
    assert baris(a, "uraian", "pagu_awal", "pagu")[3] == ("Program A", "", "150.000.000")
    assert set(h["rincian"].loc[h["rincian"]["ukuran"].isin(["apbd", "dak"]), "ukuran_induk"]) == {"jumlah anggaran"}


def test_anggaran_bulanan():
    h = baca(
        """
| No | Sasaran | Indikator Kinerja | Kinerja | | | | Anggaran (Rp) | | | | |
| | | | Target Tahunan | Bulan | Target | Realisasi | Program | Tahunan | Bulan | Target | Realisasi |
|---|---|---|---|---|---|---|---|---|---|---|---|
| 1 | Meningkatnya mutu | Indeks mutu | 80 | Januari | - | - | Program A | 9.000.000 | Januari | 4.000.000 | 3.000.000 |
| | | | | Pebruari | - | - | | | Pebruari | 5.000.000 | 5.000.000 |
"""
    )
    a = h["anggaran"]
    assert baris(a, "uraian", "tingkat", "bulan", "pagu", "realisasi") == [
        ("Program A", "program", "", "9.000.000", ""),
        ("Januari", "bulan", "Januari", "4.000.000", "3.000.000"),
        ("Pebruari", "bulan", "Pebruari", "5.000.000", "5.000.000"),
    ]
    assert set(a["induk"]) == {"", a["kode"].iloc[0]}
    assert baris(h["indikator"], "indikator", "target", "realisasi") == [("Indeks mutu", "80", "")]


def test_kinerja_dan_anggaran_dalam_satu_tabel():
    h = baca(
        """
| Sasaran | Indikator Kinerja | Kinerja | | | Anggaran | | |
| | | Target | Realisasi | Capaian | Pagu | Realisasi | % |
|---|---|---|---|---|---|---|---|
| Meningkatnya mutu | Indeks mutu | 80 | 84 | 105 | 1.000.000.000 | 950.000.000 | 95 |
| | Tingkat patuh | 75 | 60 | 80 | 200.000.000 | 150.000.000 | 75 |
"""
    )
    assert baris(h["indikator"], "target", "realisasi", "capaian") == [("80", "84", "105"), ("75", "60", "80")]
    assert baris(h["anggaran"], "pagu", "realisasi", "persen") == [("1.000.000.000", "950.000.000", "95"), ("200.000.000", "150.000.000", "75")]


def test_peradilan_sisa_masuk_putus():
    h = baca(
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
    assert baris(p, "operasi", "a", "b", "c", "hasil")[0] == ("tambah_kurang", "25", "310", "300", "35")
    assert Counter(p["operasi"]) == {"tambah_kurang": 3, "tambah": 2, "kurang": 2, "bagi_persen": 2}
    r = h["rincian"]
    assert r.loc[r["peran"].eq("total"), "nilai"].tolist() == ["28", "400", "392", "36"]


def test_penduduk_laki_perempuan_dan_rasio_tidak_dijumlahkan():
    h = baca(
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
    assert {(u, i) for u, i in zip(r["ukuran"], r["ukuran_induk"], strict=True) if i} == {("laki-laki", "jumlah"), ("perempuan", "jumlah")}
    assert set(r.loc[r["ukuran"].eq("rasio"), "induk"]) == {""}
    assert set(r.loc[r["ukuran"].eq("jumlah") & r["peran"].eq("bagian"), "induk"]) == {"total"}
    assert baris(h["perhitungan"], "a", "b", "hasil") == [("20.500", "44.700", "45,86"), ("24.200", "44.700", "54,14")]


def test_aktif_di_sebelah_jumlah_bukan_bagian():
    r = baca(
        """
| No | Jenis KUB | Satuan | Jumlah | KUB yang Aktif |
|---|---|---|---|---|
| 1 | Kelompok tani | kelompok | 119 | 103 |
| 2 | Kelompok nelayan | kelompok | 18 | - |
| Total | | | 137 | 103 |
"""
    )["rincian"]
    assert set(r["ukuran"]) == {"jumlah", "aktif"} and not r["ukuran_induk"].any() and set(r["subjek"]) == {"KUB"}
    assert r.loc[r["peran"].eq("bagian"), "induk"].eq("total").all() and "-" in set(r["nilai"])


def test_pegawai_dengan_subtotal():
    r = baca(
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
    satu = r[r["ukuran"].eq("l")]
    assert induk(satu) == {
        "IV/b": "Jumlah Golongan IV", "IV/a": "Jumlah Golongan IV", "III/d": "Jumlah Golongan III", "III/c": "Jumlah Golongan III",
        "Jumlah Golongan IV": "Total", "Jumlah Golongan III": "Total", "Total": "",
    }  # fmt: skip
    assert set(r.loc[r["ukuran"].isin(["l", "p"]), "ukuran_induk"]) == {"jumlah"}


def test_tahun_sebagai_kolom_hitungan_dan_sebagai_baris():
    h = baca(
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
    assert baris(r[r["peran"].eq("total")], "tahun", "nilai") == [("2020", "15"), ("2021", "18"), ("2022", "16")]
    assert baris(h["seri"], "indikator", "ukuran", "tahun", "nilai")[2] == ("Indeks Gender", "realisasi", "2022", "90,37")
    assert baris(h["perhitungan"], "operasi", "a", "b", "hasil", "tahun")[1] == ("kurang", "90,37", "90,70", "-0,33", "2022")
    assert baris(h["klaim"], "jenis", "tahun", "tahun_lain") == [("naik", "2021", "2020"), ("turun", "2022", "2021")]


def test_skala_dengan_batas_tercetak():
    h = baca(
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
    polos = [(label, a.strip(" %"), x, b.strip(" %"), y) for label, a, x, b, y in baris(h["skala"], "label", "bawah", "bawah_termasuk", "atas", "atas_termasuk")]
    assert polos == [
        ("Sangat Baik", "85", "tidak", "100", "ya"), ("Baik", "76", "ya", "85", "ya"), ("Cukup", "55", "ya", "75", "ya"), ("Kurang", "", "", "55", "tidak"),
    ]  # fmt: skip


def test_definisi_dan_perhitungan_dalam_sel():
    h = baca(
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
    assert baris(h["definisi"], "indikator", "pembilang", "penyebut", "sumber")[:2] == [
        ("Persentase unit patuh", "Jumlah unit patuh", "jumlah unit", "Bagian Organisasi"),
        ("Aduan selesai", "Aduan selesai", "Aduan masuk", "Sekretariat"),
    ]
    assert baris(h["perhitungan"], "subjek", "ukuran", "operasi", "a", "b", "hasil") == [
        ("Persentase unit patuh", "realisasi sebelum akumulasi", "bagi_persen", "30", "40", "75 %"),
        ("Persentase unit patuh", "realisasi", "tambah", "75%", "2,5%", "77,5 %"),
    ]
    assert baris(h["perhitungan"], "a_arti", "b_arti")[0] == ("Jumlah unit patuh", "Jumlah unit")


def test_layanan_dan_standar_nasional_satu_baris():
    h = baca(
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
    assert baris(h["layanan"], "uraian", "penerima", "target", "realisasi", "induk") == [
        ("Sembako", "Lanjut usia", "400", "390", "total"), ("Kursi roda", "Penyandang disabilitas", "20", "20", "total"),
        ("Jumlah", "Jumlah", "420", "410", ""),
    ]  # fmt: skip
    assert baris(h["perhitungan"], "operasi", "a", "b", "hasil") == [("bagi_persen", "27.098 KPM", "10.000.000 KPM", "0,27%")]


def test_efisiensi_dan_rekap_predikat():
    h = baca(
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
    assert baris(h["perhitungan"], "operasi", "a", "b", "hasil") == [
        ("kurang", "105,00", "95,00", "10,00"), ("kurang", "98,00", "97,00", "1,00"),
        ("bagi_persen", "6", "10", "60"), ("bagi_persen", "4", "10", "40"),
    ]  # fmt: skip
    assert h["rincian"].loc[h["rincian"]["peran"].eq("total"), "nilai"].tolist() == ["10", "100"]


def test_daftar_isi_tanda_tangan_dan_kisi_tanpa_jumlah_tidak_dibaca():
    h = baca(
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
    "teks, peran",
    [
        ("Indikator Sasaran Startegis", "indikator"), ("INDIKATOR KINERJA UTAMA (IKU)", "indikator"), ("Target Kinerja (%)", "target"),
        ("Kete- rangan", "keterangan"), ("Realiasi Kinerja", "realisasi"), ("Prosentase Capaian", "capaian"), ("Satua n", "satuan"),
        ("Anggaran Setelah Perubahan", "pagu"), ("PAGU AWAL (Rp.)", "pagu_awal"), ("NO.", "no"), ("FORMULASI/ CARA PENGUKURAN", "formula"),
        ("Capaian Keuangan (%)", "persen"), ("Polarisasi", "arah"), ("Penanggung Jawab", "pic"), ("Target Tahun 2023", "target"),
    ],
)  # fmt: skip
def test_kepala_dari_sinonim(teks, peran):
    assert calon_peran(teks)[0][0] == peran


def test_kepala_tahun_waktu_dan_kata():
    k = baca_kepala(("Tahun 2023", "Target"))
    assert k.tahun == (2023,) and k.skor("target") == 1
    assert baca_kepala(("Target RPJMD 2021-2026",)).tahun == () and baca_kepala(("Target Akhir Renstra",)).waktu == "akhir"
    assert baca_kepala(("Triwulan III", "Realisasi")).waktu == "tw3"
    assert baca_kepala(("Anggaran (Rp)", "Target")).uang is True and baca_kepala(("Kinerja", "Target")).uang is False
    assert dokumen("Perjanjian Kinerja Perubahan Tahun 2023") == "PK" and dokumen("capaian indikator") == ""
    assert ukuran_kolom("Koperasi yang Aktif") == "aktif" and ukuran_kolom("Jumlah (orang)") == "jumlah"
    assert nama_keterangan("Tabel 3.4 Perkembangan Realisasi IPM Kota Contoh Tahun 2019 - 2022") == "IPM"
    assert pembilang_penyebut("(Siswa lulus : siswa ujian) x 100%") == ("Siswa lulus", "siswa ujian")
    assert pembilang_penyebut("Hasil survei BPS") == ("", "")


KOLOM = {
    "indikator": ["indikator", "tahun", "jenis_baris", "target", "realisasi", "capaian", "realisasi_lalu", "target_depan"],
    "seri": ["indikator", "ukuran", "tahun", "jenis_baris", "nilai"],
    "anggaran": ["tingkat", "dokumen", "tahun", "bulan", "pagu", "realisasi", "persen", "induk"],
    "rincian": ["uraian", "ukuran", "peran", "subjek", "satuan", "tahun", "nilai", "induk"],
    "perhitungan": ["operasi", "ukuran", "tahun", "a", "b", "hasil"],
    "definisi": ["indikator", "sasaran", "satuan", "pembilang", "penyebut"],
}


def _kunci(f: pd.DataFrame, kolom: list[str]) -> Counter:
    f = f.reindex(columns=list(dict.fromkeys([*kolom, *f.columns])), fill_value="").copy()
    if "induk" in kolom:  # codes are each side's own: compare what the parent prints
        nilai = "pagu" if "pagu" in kolom else "nilai"
        cetak = {(r["tabel"], r["kode"], r.get("ukuran", "")): r[nilai] for r in f.to_dict("records")}
        f["induk"] = [cetak.get((r["tabel"], r["induk"], r.get("ukuran", "")), "") for r in f.to_dict("records")]
    return Counter(tuple("".join(str(v).replace("\\", "").lower().split()).rstrip(".") for v in r) for r in f[kolom].itertuples(index=False))


@ada_bersama
def test_tabel_laporan_bundel_seperti_ditranskripsi(capsys):
    h = kenali(susun(baca_teks(BERSAMA / "seeds" / "000_0549a7cbacc22fc7.txt"), "uji"), 2023)
    kurang = {}
    for nama, kolom in KOLOM.items():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            t = pd.read_csv(BUNDEL / f"{nama}.csv", dtype=str, keep_default_na=False)
        t = t[~t["tabel"].str.match("prosa|ringkasan|rpd-sasaran")]
        benar, terbaca = _kunci(t, kolom), _kunci(h[nama], kolom)
        kurang[nama] = (len(t), sum((benar & terbaca).values()), benar - terbaca, terbaca - benar)
    with capsys.disabled():
        for nama, (n, sama, hilang, lebih) in kurang.items():
            if hilang or lebih:
                print(f"\n{nama}: {sama}/{n}; hilang {list(hilang)[:5]}; lebih {list(lebih)[:5]}")
    assert all(sama == n and not lebih for n, sama, _, lebih in kurang.values())


@ada_bersama
@pytest.mark.parametrize(
    "berkas, tahun, isi",
    [
        ("disdik_ogan_ilir_2016", 2016, {"anggaran": 12}), ("inspektorat_sampang_2019", 2019, {"skala": 5, "indikator": 1}),
        ("pa_kangean_2011", 2011, {"indikator": 9}), ("pemkab_klaten_2016", 2016, {"indikator": 10}), ("pemkab_soppeng_2015", 2015, {"indikator": 2}),
        ("pemkab_wonogiri_2020", 2020, {"seri": 6, "perhitungan": 3, "klaim": 4}), ("pemkot_palembang_2016", 2016, {"indikator": 3}),
        ("satker_pengadilan_bua_2019", 2019, {"anggaran": 4}),
    ],
)  # fmt: skip
def test_petikan_laporan_lain(berkas, tahun, isi):
    h = kenali(susun(baca_teks(BERSAMA / "samples" / f"{berkas}.md"), "uji"), tahun)
    assert {n: len(f) for n, f in h.items()} == isi
