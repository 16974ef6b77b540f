"""Shares, capaian, weights and written arithmetic: a sound text accuses nobody, its faulty twin the wrong figure."""

import pytest

from tests.stacked import Stacked

TITLE = "# BAB III AKUNTABILITAS KINERJA\n\n## Capaian Kinerja Tahun 2023\n\n"
TWINS = [
    # (text with a place for the result, right, wrong)
    (
        "Kontribusi perikanan tercatat {}, yaitu Rp3.720.000.000 dari total Rp30.000.000.000.",
        "12,40%",
        "14,20%",
    ),
    ("Retribusi menyumbang Rp125.400.000 terhadap pendapatan Rp1.045.000.000 atau {}.", "12,00%", "21,00%"),
    ("Total pegawai 160 orang. Yang telah dilatih 120 orang, sehingga persentasenya {}.", "75,00%", "57,00%"),
    (
        "Dari 40 saran, 30 saran (75,00%) tuntas, 6 saran ({}) diproses dan 4 saran (10,00%) belum.",
        "15,00%",
        "51,00%",
    ),
    ("Tiga dari lima kecamatan ({}) telah menetapkan rencana.", "60,00%", "65,00%"),
    ("Pagu Rp3.200.000.000, yang dibelanjakan Rp2.944.000.000; daya serapnya {}.", "92,00%", "98,00%"),
    (
        "Komponen pelaporan memperoleh nilai 80,00 dengan bobot 15,00 sehingga nilai tertimbang {}.",
        "12,00",
        "21,00",
    ),
    ("Nilai akhir = 40% x 90,00 + 60% x 80,00 = {}", "84,00", "85,00"),
    ("Nilai rata-rata = (80,25 + 82,75 + 84,00 + 85,00) : 4 = {}", "83,00", "83,80"),
    ("Rata-rata capaian = (104,20 + 98,55 + 101,30) / 3 = {}", "101,35%", "103,15%"),
    ("Capaian = (2 x 50 - 45) / 50 x 100% = {}", "110,00%", "101,00%"),
]


UNJOINED = [
    "Dari 64 desa, 48 desa telah dibina sehingga partisipasi warga mencapai 82,40%.",
    "Pendapatan naik dari Rp4,00 miliar menjadi Rp5,00 miliar, atau 98,00% dari target.",
    "Target kunjungan 80 orang, nilai kepuasan 84,40, dan penyerapan anggaran 91,37%.",
    "Ditargetkan 40 desa dan terealisasi 36 desa, dengan capaian fisik 97,50 persen.",
    "Bobot unsur biaya 0,11, nilai tahun lalu 3,40 dan nilai tahun ini 3,52.",
    "Panjang jalan 12 - 15 km, lebar 4 x 6 m dan 30/45 hari kerja.",
]
TEXTS = [*(text.format(value) for text, *values in TWINS for value in values), *UNJOINED]
STACK = Stacked({text: f"{TITLE}{text}\n" for text in TEXTS})


def told(text: str) -> tuple[set[str], int]:
    """What findings at sedang or above say is printed wrong, and how many figures are recomputed."""
    wrong = [f for f in STACK.told(text)["findings"] if f["severity"] in ("sedang", "tinggi")]
    return {str(f) for f in wrong}, len(STACK.rows(STACK.result.sub.tables["perhitungan"], text))


@pytest.mark.parametrize(("text", "right", "wrong"), TWINS)
def test_a_sound_text_is_recomputed_and_its_faulty_twin_is_found(text, right, wrong):
    accused, recomputed = told(text.format(right))
    assert not accused and recomputed
    accused, _ = told(text.format(wrong))
    assert any(wrong.rstrip("%") in finding for finding in accused)


@pytest.mark.parametrize("text", UNJOINED)
def test_figures_that_nothing_joins_accuse_nobody(text):
    assert not told(text)[0]
