"""What a document says about itself, on texts in other layouts than the bundled report's."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from cermat.datasets.document.assemble import assemble
from cermat.datasets.readers.text import parse_text, read_text
from cermat.datasets.recognise.context import read_context
from cermat.datasets.recognise.document_lines import all_lines
from cermat.datasets.recognise.printed_numbers import document_angka
from cermat.datasets.recognise.structure.capaian_cap import recognise_cap
from cermat.datasets.recognise.structure.definitions import recognise_definisi
from cermat.datasets.recognise.structure.facts import recognise_structure
from cermat.datasets.recognise.structure.figures_in_words import number_in_words
from cermat.datasets.recognise.structure.formulas import recognise_rumus
from cermat.datasets.recognise.structure.scale_bands import read_bounds
from cermat.datasets.recognise.structure.scales import recognise_skala
from tests.read_helpers import pairs, struktur

DATA = Path(__file__).parent / "data"
SHARED = Path(__file__).parents[2] / "shared"
SEED = SHARED / "seeds" / "000_0549a7cbacc22fc7.txt"


def dari(*rows: str):
    d = assemble(parse_text("\n\n".join(rows)), "uji")
    return d, [replace(b, zone="bab") for b in all_lines(d)]


# ---------------------------------------------------------------- intervals
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("> 85 sd 100%", "85|tidak|100%|ya"),
        (">70 sd <85%", "70|tidak|85%|tidak"),
        ("< 55 sd 0%", "0%|ya|55|tidak"),
        ("91 % ≤ 100 %", "91 %|ya|100 %|ya"),
        ("≤ 50 %", "||50 %|ya"),
        ("=< 50", "||50|ya"),
        ("85 ke atas", "85|ya||"),
        ("Lebih dari 85 %", "85 %|tidak||"),
        ("lebih dari atau sama dengan 85 persen", "85|ya||"),
        ("kurang dari 55", "||55|tidak"),
        ("55 ke bawah", "||55|ya"),
        ("di atas 85", "85|tidak||"),
        ("85 s.d. 100", "85|ya|100|ya"),
        ("85 s/d 100", "85|ya|100|ya"),
        ("85 – 100 %", "85|ya|100 %|ya"),
        ("85 hingga 100", "85|ya|100|ya"),
        ("85 sampai dengan 100", "85|ya|100|ya"),
        ("85 - <100", "85|ya|100|tidak"),
        ("85 ≤ x < 100", "85|ya|100|tidak"),
        ("85<NK≤100", "85|tidak|100|ya"),
        ("85 > x ≥ 70", "70|ya|85|tidak"),
        ("antara 70 dan 85", "70|ya|85|ya"),
        ("110 – 90", "90|ya|110|ya"),
        ("100 %", "100 %|ya|100 %|ya"),
        ("75,00 – 89,99", "75,00|ya|89,99|ya"),
        (r"$\geq 85$", "85|ya||"),
        ("sampai dengan 50", "||50|ya"),
    ],
)
def test_read_bounds(text, expected):
    assert "|".join(read_bounds(text)) == expected


@pytest.mark.parametrize("text", ["tidak ada", "", "1 2 3"])
def test_no_bounds(text):
    assert read_bounds(text) is None


# ---------------------------------------------------------------- scales
@pytest.mark.parametrize(
    ("rows", "label", "below"),
    [
        (
            ["a. Sangat Tinggi = 91 - 100", "b. Tinggi = 76 – 90", "c. Sedang = 66 – 75", "d. Rendah = ≤ 65"],
            ["Sangat Tinggi", "Tinggi", "Sedang", "Rendah"],
            ["91", "76", "66", ""],
        ),
        (
            [
                "1. 85 ke atas : Sangat Berhasil",
                "2. 70 ≤ x < 85 : Berhasil",
                "3. kurang dari 70 : Tidak Berhasil",
            ],
            ["Sangat Berhasil", "Berhasil", "Tidak Berhasil"],
            ["85", "70", ""],
        ),
        (
            ["Predikat ditetapkan sangat tinggi (≥ 91%), tinggi (76% - 90%) dan rendah (≤ 75%)."],
            ["sangat tinggi", "tinggi", "rendah"],
            ["91%", "76%", ""],
        ),
        (
            ["Kurang : 0 – 30", "Cukup : > 30 – 65", "Baik : > 65 – 100"],
            ["Baik", "Cukup", "Kurang"],
            ["65", "30", "0"],
        ),
        (
            [
                "Capaian di atas 100% dikategorikan melebihi target, capaian 100% dikategorikan "
                "tercapai, dan kurang dari 100% dikategorikan tidak tercapai."
            ],
            ["melebihi target", "tercapai", "tidak tercapai"],
            ["100%", "100%", ""],
        ),
    ],
)
def test_skala_from_prose(rows, label, below):
    d, b = dari("Nilai capaian dikelompokkan sebagai berikut:", *rows)
    a = document_angka(d, "uji")
    s = recognise_skala(b, a)
    assert s["label"].tolist() == label
    assert s["bawah"].tolist() == below
    assert s["tabel"].nunique() == 1
    for i, text in zip(s["_bawah"], s["bawah"], strict=True):  # the bounds are the printed numbers
        assert (i == -1) == (text == "")
        assert i == -1 or str(a.at[i, "teks"]).startswith(text.rstrip("% "))


@pytest.mark.parametrize(
    "rows",
    [
        [
            "Rata-rata capaian 231,35% dengan predikat sangat berhasil.",
            "Realisasi 85% naik dari 70% tahun lalu.",
        ],
        ["Anak: 12 orang", "Dewasa: 15 orang", "Lansia: 20 orang"],
        ["Target 5,15% dan realisasi 5,85% sehingga baik."],
    ],
)
def test_no_skala(rows):
    d, b = dari(*rows)
    assert not len(recognise_skala(b, document_angka(d, "uji")))


# ---------------------------------------------------------------- formulas
@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [
                "Semakin tinggi realisasi menunjukkan kinerja yang semakin baik.",
                r"$$\% \text{ Capaian} = \frac{\text{realisasi}}{\text{rencana}} \times 100\%$$",
            ],
            [("naik", "realisasi_per_target")],
        ),
        (["Capaian = Realisasi / Target x 100%"], [("umum", "realisasi_per_target")]),
        (
            [
                "Makin rendah realisasi berarti makin baik kinerjanya:",
                "Capaian = (2 x Target - Realisasi) / Target x 100%",
            ],
            [("turun", "dua_target")],
        ),
        (["Untuk indikator negatif: Target/Realisasi x 100%"], [("turun", "target_per_realisasi")]),
        (
            ["Capaian dihitung dengan rumus realisasi dibagi target dikalikan 100%."],
            [("umum", "realisasi_per_target")],
        ),
        (["Capaian = [(2 x Rencana) – Realisasi] ---------------- X 100% Rencana"], [("umum", "dua_target")]),
        (["Capaian = 1 - ((Realisasi - Target)/Target) x 100%"], [("umum", "dua_target")]),
        (
            [
                "Polarisasi maksimal",
                "Capaian = Realisasi/Target x 100%",
                "Polarisasi minimal",
                "Capaian = (1+(1-Realisasi/Target)) x 100%",
            ],
            [("naik", "realisasi_per_target"), ("turun", "dua_target")],
        ),
        (
            [
                "Makin besar realisasi memperlihatkan makin baik kinerja, dan makin kecil realisasi "
                "memperlihatkan makin buruk kinerja.",
                "Capaian = Realisasi/Target x 100%",
            ],
            [("naik", "realisasi_per_target")],
        ),
    ],
)
def test_formulas(rows, expected):
    assert pairs(recognise_rumus(dari(*rows)[1]), "arah", "rumus") == expected


@pytest.mark.parametrize(
    "rows",
    [
        ["Realisasi anggaran dibandingkan dengan target anggaran sebesar 97%."],
        ["Realisasi 2023 terhadap target 2023 mencapai 85%."],
        ["Capaian = 12 / 15 x 100%"],
    ],
)
def test_no_formula(rows):
    assert not len(recognise_rumus(dari(*rows)[1]))


def test_definisi_from_sentences():
    d = recognise_definisi(
        dari(
            "Persentase warga terlayani dihitung dari jumlah warga yang dilayani (3.226 orang) "
            "dibagi dengan jumlah warga seluruhnya (16.051) dikalikan 100%."
        )[1]
    )
    assert pairs(d, "indikator", "pembilang", "penyebut") == [
        ("Persentase warga terlayani", "jumlah warga yang dilayani", "jumlah warga seluruhnya")
    ]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("enam", 6),
        ("sebelas", 11),
        ("tiga puluh lima", 35),
        ("seratus dua puluh", 120),
        ("sepuluh juta", 10_000_000),
        ("dua ribu tiga", 2003),
        ("dua koma lima", 2.5),
        ("program", None),
    ],
)
def test_figures_in_words(words, value):
    assert number_in_words(words) == value


# ---------------------------------------------------------------- whole documents


def test_empty_document():
    d = assemble([], "uji")
    k = read_context(d)
    s = recognise_structure(d, document_angka(d, "uji"), k)
    assert set(s) == {"identitas", "daftar_isi", "bab", "tanggal", "skala", "rumus", "definisi", "bilangan"}


@pytest.mark.skipif(
    not SEED.exists(), reason="../shared/seeds tidak ada: struktur laporan contoh tidak dibandingkan"
)
@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("daftar_isi", ["judul", "tingkat", "urutan", "nomor_halaman"]),
        ("tanggal", ["peran", "tanggal", "teks"]),
        ("skala", ["label", "bawah", "bawah_termasuk", "atas", "atas_termasuk"]),
        ("rumus", ["arah", "rumus"]),
        ("bilangan", ["nilai", "kata"]),
    ],
)
def test_sample_reports(name, columns):
    k, s, _ = struktur(SEED)
    assert k.tahun == 2023
    truth = pd.read_csv(
        DATA.parents[1] / "datasets" / "dinsos_buleleng_2023" / f"{name}.csv",
        dtype=str,
        keep_default_na=False,
    )
    assert sorted(map(tuple, s[name][columns].astype(str).to_numpy())) == sorted(
        map(tuple, truth[columns].to_numpy())
    )


@pytest.mark.skipif(not SHARED.exists(), reason="../shared/samples tidak ada: petikan tidak diuji")
def test_excerpt_years_and_agencies():
    for path in sorted((SHARED / "samples").glob("*.md")):
        k = read_context(assemble(read_text(path), path.stem))
        assert k.excerpt
        assert str(k.tahun) in path.stem, path.name
        assert k.instansi, path.name


@pytest.mark.parametrize(
    ("title", "header", "expected"),
    [
        (
            "Tabel 3.1 Capaian Kinerja Tahun 2019",
            "| No | Indikator | Target Tahun 2020 | Realisasi Tahun 2020 |",
            ["tahun judul tabel lain"],
        ),
        (
            "Tabel 3.1 Capaian Kinerja Tahun 2020",
            "| No | Indikator | Realisasi 2019 | Target 2020 |",
            ["tahun judul tabel"],
        ),
        ("Tabel 3.1 Perkembangan Capaian Tahun 2018-2020", "| No | Indikator | 2018 | 2019 |", []),
        ("Tabel 3.1 Capaian Kinerja Tahun 2019", "| No | Indikator | Target | Realisasi |", []),
    ],
)
def test_caption_years(title, header, expected):
    d = assemble(
        parse_text(
            f"{title}\n\n{header}\n|---|---|---|---|\n| 1 | Angka melek huruf | 90 | 91 |\n| 2 | "
            f"Angka harapan hidup | 70 | 71 |\n",
            True,
        ),
        "uji",
    )
    s = recognise_structure(d, document_angka(d, "uji"), read_context(d))["identitas"]
    assert [j for j in s["jenis"] if j.startswith("tahun judul")] == expected


@pytest.mark.parametrize(
    ("sentence", "cap"),
    [
        (
            "Untuk menghindari nilai ekstrem, capaian yang melebihi 120 persen dicatat sebesar 120 persen.",
            "120",
        ),
        ("Indeks capaian setiap IKU paling tinggi 120.", "120"),
        ("Capaian di atas 110% dianggap 110%.", "110"),
        ("Capaian yang lebih dari 120% ditulis 120%.", "120"),
        ("Batas atas capaian 120.", "120"),
        ("Nilai capaian dibatasi maksimal 120%.", "120"),
        ("Capaian indikator pertama melebihi 120 persen.", ""),
        ("Capaian kinerja tahun ini paling tinggi pada IKU 3 dari 120 desa di tahun 2022.", ""),
        ("Capaian tertinggi sebesar 118,20% dicatat oleh bidang pemerintahan.", ""),
    ],
)
def test_a_cap_on_capaian_in_words(sentence, cap):
    _, lines = dari(sentence)
    assert [x["nilai"] for x in recognise_cap(lines)] == ([cap] if cap else [])
