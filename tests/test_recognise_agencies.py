"""Who a document says it is: letterheads, covers, left-overs of another agency, regions."""

from pathlib import Path

import pytest

from cermat.datasets.recognise.context import read_context
from cermat.datasets.recognise.document_lines import all_lines
from cermat.datasets.recognise.structure.agency_names import is_other
from cermat.datasets.recognise.structure.identity import recognise_identitas
from tests.read_helpers import pairs, read_blocks, struktur

DATA = Path(__file__).parent / "data"


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        (
            "PEMERINTAH KOTA MADYA\n\nKECAMATAN SURYA TIMUR\n\nKELURAHAN BUMI ASRI\n\nLAPORAN KINERJA TAHUN "
            "2022",
            "KELURAHAN BUMI ASRI KOTA MADYA",
        ),
        (
            "LAPORAN KINERJA DINAS SOSIAL\n\nKABUPATEN TELUK SATU TAHUN 2022\n\nBAB I PENDAHULUAN",
            "DINAS SOSIAL KABUPATEN TELUK SATU",
        ),
        ("LAPORAN KINERJA DINAS SOSIAL TAHUN 2022\n\nKabupaten ini luas dan indah.", "DINAS SOSIAL"),
        (
            "# Data Pegawai Kecamatan Suka Maju Periode Juni 2022\n\nTabel berikut memuat pegawai.",
            "Kecamatan Suka Maju",
        ),
        ("# Data Pegawai Periode Juni 2022\n\nTabel berikut memuat pegawai Kecamatan Suka Maju.", ""),
    ],
)
def test_the_agency_of_a_letterhead(text, agency):
    assert read_context(read_blocks(text)).instansi == agency


OWN = "# Laporan Kinerja Pengadilan Agama Bukit Satu Tahun 2022\n\n## BAB IV PENUTUP\n\n"


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        (
            "Ke depan, Pengadilan Agama Teluk Dua akan terus meningkatkan mutu mediator dan layanan.",
            "instansi lain",
        ),
        (
            "Laporan ini memuat gambaran kinerja Pengadilan Agama Teluk Dua sepanjang tahun berjalan.",
            "instansi lain",
        ),
        (
            "Demikian laporan kinerja tahun 2021 ini disusun sebagai pertanggungjawaban kepada pimpinan.",
            "tahun laporan lain",
        ),
        ("Pengadilan Agama Bukit Satu akan meningkatkan mutu mediator dan layanan pada tahun 2023.", ""),
        ("Pengadilan Tinggi Agama Teluk Dua akan meningkatkan pembinaan kepada pengadilan di bawahnya.", ""),
        ("Laporan ini memuat perbandingan dengan Pengadilan Agama Teluk Dua sebagai acuan bersama.", ""),
        ("Beban perkara Pengadilan Agama Teluk Dua lebih besar dan akan melakukan penambahan hakim.", ""),
        ("Pengadilan Agama Teluk Dua telah menyerahkan berkas delegasi panggilan kepada panitera.", ""),
        (
            "Dibandingkan dengan laporan kinerja tahun 2021, capaian tahun ini lebih tinggi dari sebelumnya.",
            "",
        ),
        ("Demikian laporan kinerja tahun 2022 ini disusun sebagai pertanggungjawaban kepada pimpinan.", ""),
    ],
)
def test_left_overs_of_another_report(sentence, kind):
    document = read_blocks(f"{OWN}{sentence}\n")
    content = recognise_identitas(all_lines(document), read_context(document, "x"), document)
    told = set(content["jenis"]) & {"instansi lain", "tahun laporan lain"}
    assert told == ({kind} if kind else set())


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


def test_kecamatan():
    k, s, _ = struktur(DATA / "struktur_kecamatan.md")
    assert (k.tahun, k.instansi, k.excerpt) == (
        2022,
        "KECAMATAN TANJUNG MERDEKA KABUPATEN LEMBAH HIJAU",
        False,
    )
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
    assert {
        "BAB I PENDAHULUAN",
        "2.2 Perjanjian Kinerja",
        "LAMPIRAN 1",
        "PERJANJIAN KINERJA TAHUN 2022",
    } <= set(s["bab"]["judul"])
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
    assert s["skala"]["label"].tolist() == [
        "Memuaskan",
        "Sangat Baik",
        "Baik",
        "Cukup Baik",
        "Agak Kurang",
        "Kurang",
    ]
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
    figure = dict(
        zip(a.loc[a["kelas"].eq("figur"), "teks"], a.loc[a["kelas"].eq("figur"), "nilai"], strict=True)
    )
    assert figure["1.250"] == 1250  # a count among decimals with a dot
    assert figure["102.143"] == 102.143
    assert figure["Rp1,25 triliun"] == 1.25e12
