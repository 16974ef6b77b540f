"""Indicator tables of many agencies: target, realisasi, capaian, series, quarters; and the seed and
samples."""

import warnings
from collections import Counter

import pandas as pd
import pytest

from cermat.datasets.document.assemble import assemble
from cermat.datasets.readers.text import read_text
from tests.grid_helpers import BUNDLE, SHARED, has_shared, read, recognised, rows

MINISTRY = """
Tabel 3.2 Capaian Kinerja Sasaran Tahun 2022

| No | Sasaran Strategis | Indikator Kinerja | Satuan | Target 2022 | Realisasi 2022 | % Capaian | Target 2024 | % thd 2024 |
|---|---|---|---|---|---|---|---|---|
| 1 | Meningkatnya mutu layanan | Indeks layanan | indeks | 80,00 | 84,00 | 105,00 | 90,00 | 93,33 |
| | | Persentase unit patuh | % | 75 | 60 | 80 | 100 | 60 |
| 2 | Menguatnya tata kelola | Nilai SAKIP | nilai | 70 | 71,4 | 102 | 75 | 95,2 |
"""


def test_ministry_with_target_and_final_target():
    i = read(MINISTRY)["indikator"]
    assert rows(
        i, "indikator", "sasaran", "tahun", "target", "realisasi", "capaian", "target_akhir", "capaian_akhir"
    ) == [
        ("Indeks layanan", "Meningkatnya mutu layanan", "2022", "80,00", "84,00", "105,00", "90,00", "93,33"),
        ("Persentase unit patuh", "Meningkatnya mutu layanan", "2022", "75", "60", "80", "100", "60"),
        ("Nilai SAKIP", "Menguatnya tata kelola", "2022", "70", "71,4", "102", "75", "95,2"),
    ]


def test_two_header_rows_last_and_next_year():
    h = read(
        """
| No | Indikator Kinerja Sasaran | Realisasi Tahun 2021 | Tahun 2022 | | | Target 2023 |
| | | | Target | Realisasi | % Capaian | |
|---|---|---|---|---|---|---|
| 1. | Indeks layanan | - | 80 | 84 | 105 | 85 |
| 2. | Unit patuh | 55% | 75% | 60% | 80 | 78% |
| | Rata-rata Capaian | | | | 92,5 | |
"""
    )
    assert rows(
        h["indikator"],
        "indikator",
        "jenis_baris",
        "target",
        "realisasi",
        "capaian",
        "realisasi_lalu",
        "target_depan",
    ) == [
        ("Indeks layanan", "indikator", "80", "84", "105", "-", "85"),
        ("Unit patuh", "indikator", "75%", "60%", "80", "55%", "78%"),
        ("Rata-rata Capaian", "rata_rata", "", "", "92,5", "", ""),
    ]
    assert set(h) == {"indikator"}


def test_last_years_capaian_that_is_realisasi():
    i = read(
        """
| No | Indikator Kinerja Utama | Capaian Tahun 2021 | Kondisi Tahun 2022 | | | Target Akhir RPJMD | Capaian s.d. Tahun 2022 terhadap Target Akhir RPJMD (%) |
| | | | Target | Realisasi | % | | |
|---|---|---|---|---|---|---|---|
| 1 | Angka partisipasi | 92,19 | 92,50 | 95,00 | 102,70 | 96,00 | 98,96 |
| 2 | Angka putus sekolah | 0,20 | 0,18 | 0,15 | 120,00 | 0,10 | 66,67 |
"""
    )["indikator"]
    assert rows(
        i, "realisasi_lalu", "capaian_lalu", "target", "realisasi", "capaian", "target_akhir", "capaian_akhir"
    )[0] == ("92,19", "", "92,50", "95,00", "102,70", "96,00", "98,96")


def test_capaian_beside_percent_is_realisasi_and_status_a_klaim():
    h = read(
        """
| No | Indikator | Target | Capaian | % | Keterangan |
|---|---|---|---|---|---|
| 1 | Indeks layanan | 80 | 84 | 105,00 | Tercapai |
| 2 | Unit patuh | 75% | 60% | 80,00 | Tidak Tercapai |
| 3 | Angka kesakitan | 5,0 | 4,0 | 120,00 | Melampaui target |
"""
    )
    assert rows(h["indikator"], "target", "realisasi", "capaian")[2] == ("5,0", "4,0", "120,00")
    assert list(h["klaim"]["jenis"]) == ["tercapai", "tidak_tercapai", "melebihi"]
    assert not h["indikator"]["predikat"].any()


def test_sasaran_rows_and_averages_by_sasaran():
    i = read(
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
    assert rows(i, "jenis_baris", "sasaran", "target", "capaian", "predikat")[2:] == [
        ("rata_rata", "Meningkatnya mutu layanan", "", "92,5", "Sangat Tinggi"),
        ("indikator", "Menguatnya tata kelola", "WTP", "100", "Sangat Tinggi"),
        ("indikator", "Menguatnya tata kelola", "4", "100", "Sangat Tinggi"),
        ("rata_rata", "Menguatnya tata kelola", "", "100", "Sangat Tinggi"),
        ("rata_rata", "", "", "96,25", "Sangat Tinggi"),
    ]


def test_two_full_years_and_seri():
    h = read(
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
    assert Counter(rows(h["indikator"], "tahun", "jenis_baris")) == {
        ("2021", "indikator"): 2,
        ("2022", "indikator"): 2,
        ("2021", "rata_rata"): 1,
        ("2022", "rata_rata"): 1,
    }
    assert Counter(rows(h["seri"], "ukuran", "tahun", "jenis_baris")) == {
        ("capaian", t, j): 1 for t in ("2020", "2021", "2022") for j in ("indikator", "rata_rata")
    }


def test_five_year_plan_with_baseline():
    s = read(
        """
Tabel 2.1 Tujuan, Sasaran dan Target Renstra

| Tujuan | Sasaran | Indikator | Satuan | Kondisi Awal 2020 | Target Kinerja Tahun | | | Kondisi Akhir |
| | | | | | 2021 | 2022 | 2023 | |
|---|---|---|---|---|---|---|---|---|
| Mewujudkan layanan prima | Meningkatnya mutu | Indeks mutu | indeks | 70 | 72 | 74 | 76 | 76 |
| | Menguatnya tata kelola | Nilai SAKIP | nilai | 60 | 62 | 64 | 66 | 66 |
"""
    )["seri"]
    assert rows(s[s["indikator"].eq("Nilai SAKIP")], "sasaran", "ukuran", "tahun", "nilai", "dokumen") == [
        ("Menguatnya tata kelola", u, t, n, "Renstra")
        for u, t, n in (
            ("realisasi", "2020", "60"),
            ("target", "2021", "62"),
            ("target", "2022", "64"),
            ("target", "2023", "66"),
        )
    ]


def test_comparisons_are_not_own_figures():
    h = read(
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
    assert rows(h["indikator"], "realisasi", "target", "capaian") == [
        ("71,2", "", ""),
        ("60", "", ""),
        ("60", "", ""),
    ]
    assert rows(h["perhitungan"], "operasi", "a", "b", "hasil") == [
        ("bagi_persen", "60", "80", "75"),
        ("bagi_persen", "60", "50", "120"),
    ]


def test_capaian_that_arithmetic_refutes_is_not_used():
    h = read(
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


QUARTERS = """
| No | Indikator | Target Tahunan | TW I | | TW II | | TW III | | TW IV | | Jumlah |
| | | | Target | Realisasi | Target | Realisasi | Target | Realisasi | Target | Realisasi | |
|---|---|---|---|---|---|---|---|---|---|---|---|
| 1 | Jumlah izin terbit | 400 | 100 | 90 | 100 | 110 | 100 | 95 | 100 | 105 | 400 |
| 2 | Jumlah aduan selesai | 40 | 10 | 9 | 10 | 11 | 10 | 9 | 10 | 10 | 39 |
"""


def test_quarters_add_up_to_the_year():
    h = read(QUARTERS)
    assert rows(h["indikator"], "indikator", "target") == [
        ("Jumlah izin terbit", "400"),
        ("Jumlah aduan selesai", "40"),
    ]
    r = h["rincian"]
    part = r[r["ukuran_induk"].eq("realisasi setahun") & r["uraian"].eq("Jumlah aduan selesai")]
    assert list(part["nilai"]) == ["9", "11", "9", "10"]
    assert r.loc[r["ukuran"].eq("realisasi setahun"), "nilai"].tolist() == ["400", "39"]


def test_cumulative_quarters_are_not_added():
    h = read(
        QUARTERS.replace(
            "| 400 | 100 | 90 | 100 | 110 | 100 | 95 | 100 | 105 | 400 |",
            "| 400 | 100 | 90 | 200 | 200 | 300 | 295 | 400 | 400 | 400 |",
        ).replace(
            "| 40 | 10 | 9 | 10 | 11 | 10 | 9 | 10 | 10 | 39 |",
            "| 40 | 10 | 9 | 20 | 20 | 30 | 29 | 40 | 39 | 39 |",
        )
    )
    assert "rincian" not in h


COLUMNS = {
    "indikator": [
        "indikator",
        "tahun",
        "jenis_baris",
        "target",
        "realisasi",
        "capaian",
        "realisasi_lalu",
        "target_depan",
    ],
    "seri": ["indikator", "ukuran", "tahun", "jenis_baris", "nilai"],
    "anggaran": ["tingkat", "dokumen", "tahun", "bulan", "pagu", "realisasi", "persen", "induk"],
    "rincian": ["uraian", "ukuran", "peran", "subjek", "satuan", "tahun", "nilai", "induk"],
    "perhitungan": ["operasi", "ukuran", "tahun", "a", "b", "hasil"],
    "definisi": ["indikator", "sasaran", "satuan", "pembilang", "penyebut"],
}


def _kunci(f: pd.DataFrame, columns: list[str]) -> Counter:
    f = f.reindex(columns=list(dict.fromkeys([*columns, *f.columns])), fill_value="").copy()
    if "induk" in columns:  # codes are each side's own: compare what the parent prints
        value = "pagu" if "pagu" in columns else "nilai"
        printed = {(r["tabel"], r["kode"], r.get("ukuran", "")): r[value] for r in f.to_dict("records")}
        f["induk"] = [
            printed.get((r["tabel"], r["induk"], r.get("ukuran", "")), "") for r in f.to_dict("records")
        ]
    return Counter(
        tuple("".join(str(v).replace("\\", "").lower().split()).rstrip(".") for v in r)
        for r in f[columns].itertuples(index=False)
    )


@has_shared
def test_bundled_tables_as_transcribed(capsys):
    h = recognised(assemble(read_text(SHARED / "seeds" / "000_0549a7cbacc22fc7.txt"), "uji"), 2023)
    lacking = {}
    for name, columns in COLUMNS.items():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            t = pd.read_csv(BUNDLE / f"{name}.csv", dtype=str, keep_default_na=False)
        t = t[~t["tabel"].str.match("prosa|ringkasan|rpd-sasaran")]
        truth, legible = _kunci(t, columns), _kunci(h[name], columns)
        lacking[name] = (len(t), sum((truth & legible).values()), truth - legible, legible - truth)
    with capsys.disabled():
        for name, (n, same, lost, more) in lacking.items():
            if lost or more:
                print(f"\n{name}: {same}/{n}; hilang {list(lost)[:5]}; lebih {list(more)[:5]}")
    assert all(same == n and not more for n, same, _, more in lacking.values())


@has_shared
@pytest.mark.parametrize(
    "file, tahun, content",
    [
        ("disdik_ogan_ilir_2016", 2016, {"anggaran": 12}),
        ("inspektorat_sampang_2019", 2019, {"skala": 5, "indikator": 1}),
        ("pa_kangean_2011", 2011, {"indikator": 9}),
        ("pemkab_klaten_2016", 2016, {"indikator": 10}),
        ("pemkab_soppeng_2015", 2015, {"indikator": 2}),
        ("pemkab_wonogiri_2020", 2020, {"seri": 6, "perhitungan": 3, "klaim": 4}),
        ("pemkot_palembang_2016", 2016, {"indikator": 3}),
        ("satker_pengadilan_bua_2019", 2019, {"anggaran": 4}),
    ],
)
def test_excerpts_of_other_reports(file, tahun, content):
    h = recognised(assemble(read_text(SHARED / "samples" / f"{file}.md"), "uji"), tahun)
    assert {n: len(f) for n, f in h.items()} == content


def test_a_share_of_last_year_is_no_capaian():
    made = read(
        """
Tabel 3.3 Perbandingan Realisasi Tahun 2021 dan Tahun 2022

| No | Indikator Kinerja | Realisasi 2021 | Realisasi 2022 | Capaian Kinerja (%) | Kategori |
|---|---|---|---|---|---|
| 1 | Jumlah pasar tertata | 20 | 24 | 120,00 | Sangat Baik |
| 2 | Jumlah kerja sama dagang | 5 | 3 | 60,00 | Sedang |
| 3 | Persentase barang diawasi | 27,87 | 10,90 | 39,11 | Kurang |
"""
    )
    assert "capaian" not in made["indikator"] and set(made["indikator"]["predikat"]) == {""}
