"""What a document says about itself, on texts in other layouts than the bundled report's."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from datasets.document.assemble import assemble
from datasets.readers.text import parse_text, read_text
from datasets.recognise.context import read_context
from datasets.recognise.document_lines import all_lines
from datasets.recognise.printed_numbers import document_angka
from datasets.recognise.structure.agency_names import is_other
from datasets.recognise.structure.capaian_cap import recognise_cap
from datasets.recognise.structure.definitions import recognise_definisi
from datasets.recognise.structure.facts import recognise_structure
from datasets.recognise.structure.figures_in_words import number_in_words
from datasets.recognise.structure.formulas import recognise_rumus
from datasets.recognise.structure.identity import recognise_identitas
from datasets.recognise.structure.scale_bands import read_bounds
from datasets.recognise.structure.scales import recognise_skala

DATA = Path(__file__).parent / "data"
SHARED = Path(__file__).parents[2] / "shared"
SEED = SHARED / "seeds" / "000_0549a7cbacc22fc7.txt"


def struktur(path: Path):
    d = assemble(read_text(path), path.stem)
    a = document_angka(d, path.stem)
    k = read_context(d)
    return k, recognise_structure(d, a, k), a


def dari(*rows: str):
    d = assemble(parse_text("\n\n".join(rows)), "uji")
    return d, [replace(b, zone="bab") for b in all_lines(d)]


def pairs(f, *columns):
    return [tuple(x) for x in f[list(columns)].itertuples(index=False)]


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
            ["1. 85 ke atas : Sangat Berhasil", "2. 70 ≤ x < 85 : Berhasil", "3. kurang dari 70 : Tidak Berhasil"],
            ["Sangat Berhasil", "Berhasil", "Tidak Berhasil"],
            ["85", "70", ""],
        ),
        (
            ["Predikat ditetapkan sangat tinggi (≥ 91%), tinggi (76% - 90%) dan rendah (≤ 75%)."],
            ["sangat tinggi", "tinggi", "rendah"],
            ["91%", "76%", ""],
        ),
        (["Kurang : 0 – 30", "Cukup : > 30 – 65", "Baik : > 65 – 100"], ["Baik", "Cukup", "Kurang"], ["65", "30", "0"]),
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
        ["Rata-rata capaian 231,35% dengan predikat sangat berhasil.", "Realisasi 85% naik dari 70% tahun lalu."],
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
        (["Capaian dihitung dengan rumus realisasi dibagi target dikalikan 100%."], [("umum", "realisasi_per_target")]),
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


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("PEMERINTAH KOTA MADYA\n\nKECAMATAN SURYA TIMUR\n\nKELURAHAN BUMI ASRI\n\nLAPORAN KINERJA TAHUN 2022", "KELURAHAN BUMI ASRI KOTA MADYA"),
        ("LAPORAN KINERJA DINAS SOSIAL\n\nKABUPATEN TELUK SATU TAHUN 2022\n\nBAB I PENDAHULUAN", "DINAS SOSIAL KABUPATEN TELUK SATU"),
        ("LAPORAN KINERJA DINAS SOSIAL TAHUN 2022\n\nKabupaten ini luas dan indah.", "DINAS SOSIAL"),
    ],
)
def test_the_agency_of_a_letterhead(text, agency):
    assert read_context(document_of(text)).instansi == agency


OWN = "# Laporan Kinerja Pengadilan Agama Bukit Satu Tahun 2022\n\n## BAB IV PENUTUP\n\n"


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Ke depan, Pengadilan Agama Teluk Dua akan terus meningkatkan mutu mediator dan layanan.", "instansi lain"),
        ("Laporan ini memuat gambaran kinerja Pengadilan Agama Teluk Dua sepanjang tahun berjalan.", "instansi lain"),
        ("Demikian laporan kinerja tahun 2021 ini disusun sebagai pertanggungjawaban kepada pimpinan.", "tahun laporan lain"),
        ("Pengadilan Agama Bukit Satu akan meningkatkan mutu mediator dan layanan pada tahun 2023.", ""),
        ("Pengadilan Tinggi Agama Teluk Dua akan meningkatkan pembinaan kepada pengadilan di bawahnya.", ""),
        ("Laporan ini memuat perbandingan dengan Pengadilan Agama Teluk Dua sebagai acuan bersama.", ""),
        ("Beban perkara Pengadilan Agama Teluk Dua lebih besar dan akan melakukan penambahan hakim.", ""),
        ("Pengadilan Agama Teluk Dua telah menyerahkan berkas delegasi panggilan kepada panitera.", ""),
        ("Dibandingkan dengan laporan kinerja tahun 2021, capaian tahun ini lebih tinggi dari sebelumnya.", ""),
        ("Demikian laporan kinerja tahun 2022 ini disusun sebagai pertanggungjawaban kepada pimpinan.", ""),
    ],
)
def test_left_overs_of_another_report(sentence, kind):
    document = document_of(f"{OWN}{sentence}\n")
    content = recognise_identitas(all_lines(document), read_context(document, "x"), document)
    told = set(content["jenis"]) & {"instansi lain", "tahun laporan lain"}
    assert told == ({kind} if kind else set())


def document_of(text: str):
    return assemble(parse_text(text, True), "x")


@pytest.mark.parametrize(
    ("name", "own", "expected"),
    [
        ("Dinas Pariwisata Kabupaten Satu", "Dinas Sosial Kabupaten Satu", True),
        ("Dinas Sosial Kabupaten Dua", "Dinas Sosial Kabupaten Satu", True),
        ("Dinas Sosial", "DINAS SOSIAL KABUPATEN SATU", False),
        ("Dinas Sosial Provinsi Besar", "Dinas Sosial Kabupaten Satu", False),
        ("Kabupaten Satu", "Dinas Sosial Kabupaten Satu", False),
        ("Kecamatan Sungai Lama", "Kecamatan Tanjung Merdeka Kabupaten Satu", True),
        ("Dinas Daerah", "Dinas Sosial Kabupaten Satu", False),
        ("Dinas Dukcapil", "Dinas Kependudukan dan Pencatatan Sipil Kabupaten Satu", False),
        ("Dinas PUPR", "Dinas Pekerjaan Umum dan Penataan Ruang Kota Dua", False),
        ("Badan Pusat Statistik", "Dinas Sosial Kabupaten Satu", False),
    ],
)
def test_other_agencies(name, own, expected):
    assert is_other(name, own) is expected


# ---------------------------------------------------------------- whole documents
def test_kecamatan():
    k, s, _ = struktur(DATA / "struktur_kecamatan.md")
    assert (k.tahun, k.instansi, k.excerpt) == (2022, "KECAMATAN TANJUNG MERDEKA KABUPATEN LEMBAH HIJAU", False)
    i = pairs(s["identitas"], "jenis", "nilai")
    assert ("instansi lain", "Kecamatan Sungai Lama") in i
    assert [v for j, v in i if j == "instansi lain"] == ["Kecamatan Sungai Lama"]
    assert {v for j, v in i if j == "tahun"} == {"2022"}
    assert {v for j, v in i if j == "pimpinan"} == {"Drs. BUDI SANTOSA, M.Si", "Drs. BUDI SANTOSO, M.Si"}
    assert ("atasan", "H. AHMAD FAUZI") in i
    assert ("periode rencana", "2019-2024") in i
    assert pairs(s["daftar_isi"], "judul", "nomor_halaman")[:3] == [
        ("KATA PENGANTAR", "i"),
        ("DAFTAR ISI", "ii"),
        ("BAB I PENDAHULUAN", "1"),
    ]
    assert s["daftar_isi"]["nomor_halaman"].tolist()[-3:] == ["", "", ""]
    assert {"BAB I PENDAHULUAN", "2.2 Perjanjian Kinerja", "LAMPIRAN 1", "PERJANJIAN KINERJA TAHUN 2022"} <= set(
        s["bab"]["judul"]
    )
    assert pairs(s["tanggal"], "peran", "tanggal") == [
        ("ttd_laporan", "2023-01-31"),
        ("data", "2022-12-31"),
        ("ttd_laporan", "2023-02-15"),
        ("ttd_pk", "2022-01-05"),
    ]
    assert pairs(s["rumus"], "arah", "rumus") == [("naik", "realisasi_per_target"), ("turun", "dua_target")]
    assert pairs(s["bilangan"], "subjek", "nilai", "kata") == [
        ("tujuan", "2", "dua"),
        ("sasaran", "5", "lima"),
        ("indikator", "7", "delapan"),
    ]
    assert len(s["skala"]) == 5


def test_courts():
    k, s, _ = struktur(DATA / "struktur_pengadilan.md")
    assert (k.tahun, k.instansi) == (2021, "PENGADILAN NEGERI MUARA SELATAN KELAS II")
    i = pairs(s["identitas"], "jenis", "nilai")
    assert ("pimpinan", "Setia Raharja, S.H., M.H.") in i
    assert ("jabatan", "Ketua Pengadilan Negeri Muara Selatan") in i
    assert ("instansi lain", "Pengadilan Negeri Bukit Utara") in i
    assert len(s["daftar_isi"]) == 11
    assert s["skala"]["label"].tolist() == ["Memuaskan", "Sangat Baik", "Baik", "Cukup Baik", "Agak Kurang", "Kurang"]
    assert pairs(s["rumus"], "arah", "rumus") == [("naik", "realisasi_per_target"), ("turun", "dua_target")]
    assert len(s["definisi"]) == 1


def test_kota():
    k, s, a = struktur(DATA / "struktur_kota.md")
    assert (k.tahun, k.instansi) == (2020, "Pemerintah Kota Teluk Biru")
    i = pairs(s["identitas"], "jenis", "nilai")
    assert ("pimpinan", "Hj. SITI RAHMAH, S.E.") in i
    assert ("pereviu", "Ir. JOKO SUSILO, M.M.") in i
    assert "instansi lain" not in {j for j, _ in i}
    assert pairs(s["tanggal"], "peran", "tanggal") == [("ttd_laporan", "2021-03-31"), ("lain", "2021-03-22")]
    assert pairs(s["rumus"], "arah", "rumus") == [("naik", "realisasi_per_target"), ("turun", "dua_target")]
    figure = dict(zip(a.loc[a["kelas"].eq("figur"), "teks"], a.loc[a["kelas"].eq("figur"), "nilai"], strict=True))
    assert figure["1.250"] == 1250  # a count among decimals with a dot
    assert figure["102.143"] == 102.143
    assert figure["Rp1,25 triliun"] == 1.25e12


def test_empty_document():
    d = assemble([], "uji")
    k = read_context(d)
    s = recognise_structure(d, document_angka(d, "uji"), k)
    assert set(s) == {"identitas", "daftar_isi", "bab", "tanggal", "skala", "rumus", "definisi", "bilangan"}


@pytest.mark.skipif(not SEED.exists(), reason="../shared/seeds tidak ada: struktur laporan contoh tidak dibandingkan")
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
        DATA.parents[1] / "datasets" / "dinsos_buleleng_2023" / f"{name}.csv", dtype=str, keep_default_na=False
    )
    assert sorted(map(tuple, s[name][columns].astype(str).to_numpy())) == sorted(map(tuple, truth[columns].to_numpy()))


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
        ("Untuk menghindari nilai ekstrem, capaian yang melebihi 120 persen dicatat sebesar 120 persen.", "120"),
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
