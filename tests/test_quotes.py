"""The kriteria of a finding quotes the report's own rule with its page; where the report prints none, it is the
regulation's or good practice, and says so."""

import pytest

from tests.helpers import findings, one, quick

ROW = {"indikator": "Angka stunting", "arah": "turun", "tahun": "2023", "target": "10", "realisasi": "12"}
WRONG = [ROW | {"capaian": "120"}]
RULE = [{"arah": "turun", "rumus": "dua_target", "teks": "(2T - R) / T x 100%", "halaman": "12"}]
BANDS = [
    {"label": "Baik", "bawah": "80", "bawah_termasuk": "ya"},
    {"label": "Kurang", "atas": "80", "atas_termasuk": "tidak", "halaman": "9"},
]
RATED = [{"subjek": "Angka stunting", "tahun": "2023", "ukuran": "capaian", "nilai": "70", "label": "Baik"}]


def kriteria(rule: str, **tables) -> str:
    (f,) = findings(quick(one(**tables)), rule=rule)
    return f["kriteria"]


def test_the_formula_that_the_report_prints_is_quoted_with_its_page():
    assert kriteria("CAP-02", indikator=WRONG, rumus=RULE) == 'Laporan hlm. 12: "(2T - R) / T x 100%"'


def test_without_one_it_is_the_regulation():
    assert kriteria("CAP-02", indikator=WRONG).startswith("Keputusan LAN 239/IX/6/8/2003: ")


def test_the_scale_is_quoted_with_its_bands():
    told = kriteria("PRE-01", skala=BANDS, predikat=RATED)
    assert told.endswith(': "Baik (mulai 80), Kurang (sampai 80)"') and told.startswith("Laporan")


@pytest.mark.parametrize("rule", ["TOT-03"])
def test_what_nobody_prescribes_is_good_practice(rule):
    parts = [
        {"tabel": "t", "kode": "j", "uraian": "Jumlah", "ukuran": "jumlah", "nilai": "13"},
        {"tabel": "t", "induk": "j", "uraian": "Laki-laki", "ukuran": "jumlah", "nilai": "5"},
        {"tabel": "t", "induk": "j", "uraian": "Perempuan", "ukuran": "jumlah", "nilai": "7"},
    ]
    assert kriteria(rule, rincian=parts).startswith("Praktik baik: ")
