"""Statements in prose to typed rows: many wordings, and what must stay out. All documents here are made up."""

from pathlib import Path

import pandas as pd
import pytest
import yaml

from datasets.document.assemble import assemble
from datasets.document.model import Document
from datasets.readers.text import parse_text, read_text
from datasets.recognise.context import Context, read_context
from datasets.recognise.printed_numbers import document_angka
from datasets.recognise.prose.claims import TABLES, recognise_prose
from datasets.recognise.prose.grammar_numbers import read_number_words
from schemas.tables import all_tables

BERSAMA = Path(__file__).parents[2] / "shared"
INDIKATOR = [
    "Angka Harapan Hidup", "Persentase penyelesaian perkara tepat waktu", "Tingkat Kemiskinan", "Indeks Pembangunan Manusia (IPM)",
    "Cakupan layanan air minum", "Persentase desa mandiri", "Nilai SAKIP Perangkat Daerah", "Angka Kematian Ibu (AKI)",
    "Angka Partisipasi Murni (APM) SD", "Angka Partisipasi Murni SMP",
]  # fmt: skip
SASARAN = "Meningkatnya kualitas layanan publik"


KASUS = yaml.safe_load((Path(__file__).parent / "data" / "recognise_prose.yaml").read_text(encoding="utf-8"))


def kasus(nama: str) -> list[tuple]:
    """The cases of one table as tuples of their fields."""
    return [tuple(k.values()) for k in KASUS[nama]]


def petak(tahun: int) -> dict[str, pd.DataFrame]:
    baris = [
        {
            "laporan": "x",
            "indikator": n,
            "sasaran": SASARAN,
            "tahun": tahun,
            "jenis_baris": "indikator",
            "tabel": "tabel-99",
        }
        for n in INDIKATOR
    ]
    hitung = [{"laporan": "x", "uraian": "Perkara gugatan", "subjek": "TKS", "ukuran": "aktif", "tabel": "tabel-98"}]
    return {"indikator": pd.DataFrame(baris), "rincian": pd.DataFrame(hitung)}


def baca(teks: str, tahun: int = 2022) -> dict[str, pd.DataFrame]:
    dok = assemble(parse_text(teks, True), "x")
    return recognise_prose(
        dok, document_angka(dok, "x"), Context("x", tahun, "Dinas Makmur Kabupaten Sejahtera", True), petak(tahun)
    )


def baris(hasil: dict[str, pd.DataFrame], tabel: str) -> list[dict]:
    return hasil[tabel].to_dict("records") if tabel in hasil else []


def cocok(isi: dict[str, pd.DataFrame], tabel: str, /, **harap) -> bool:
    return any(all(str(r[k]) == str(v) for k, v in harap.items()) for r in baris(isi, tabel))


@pytest.mark.parametrize(("teks", "harap"), kasus("indikator"))
def test_target_realisasi_capaian_of_one_indicator(teks, harap):
    hasil = baca(teks)
    assert cocok(hasil, "indikator", **harap), hasil.get("indikator")
    assert len(baris(hasil, "indikator")) == 1


@pytest.mark.parametrize(("teks", "harap"), kasus("klaim"))
def test_claims(teks, harap):
    hasil = baca(teks)
    assert cocok(hasil, "klaim", **harap), hasil.get("klaim")


@pytest.mark.parametrize(("teks", "harap"), kasus("perhitungan"))
def test_arithmetic(teks, harap):
    hasil = baca(teks)
    assert cocok(hasil, "perhitungan", **harap), hasil.get("perhitungan")


@pytest.mark.parametrize(("teks", "harap"), kasus("predikat"))
def test_predikat(teks, harap):
    assert [(int(r["tahun"]), r["nilai"], r["label"]) for r in baris(baca(teks), "predikat")] == [
        tuple(x) for x in harap
    ]


def test_the_reports_own_labels_count():
    p = petak(2022) | {"skala": pd.DataFrame({"label": ["Istimewa Sekali", "Biasa"]})}
    dok = assemble(parse_text("Capaian kinerja sebesar 99% dengan predikat Istimewa Sekali.", True), "x")
    hasil = recognise_prose(dok, document_angka(dok, "x"), Context("x", 2022), p)
    assert cocok(hasil, "predikat", label="Istimewa Sekali", nilai="99%")


def test_layanan_and_their_total():
    hasil = baca(
        "Perhitungan jumlah warga yang tertangani (168 orang) diperoleh dari: pemberian paket pangan (beras, gula) kepada lansia dengan target sebanyak 40 orang, "
        "terealisasi 38 orang, bantuan alat bantu kepada penyandang disabilitas dengan target 30 orang (tongkat 10 orang, kursi roda 20 orang), terealisasi 30 orang, "
        "penanganan pengemis dengan target 100 orang, terealisasi 100 orang."
    )
    r = baris(hasil, "layanan")
    assert [(x["penerima"], x["target"], x["realisasi"]) for x in r] == [
        ("warga", "", "168"), ("lansia", "40", "38"), ("penyandang disabilitas", "30", "30"), ("pengemis", "100", "100"),
    ]  # fmt: skip
    assert r[0]["kode"] and {x["induk"] for x in r[1:]} == {r[0]["kode"]}
    assert r[0]["subjek"] == "warga yang tertangani"
    bagian = [x for x in baris(hasil, "rincian") if x["peran"] == "bagian"]
    assert [(x["uraian"], x["nilai"], x["ukuran"]) for x in bagian] == [
        ("tongkat", "10", "target"),
        ("kursi roda", "20", "target"),
    ]


@pytest.mark.parametrize(("teks", "harap"), kasus("layanan"))
def test_layanan(teks, harap):
    hasil = baca(teks)
    assert cocok(hasil, "layanan", **harap), hasil.get("layanan")


@pytest.mark.parametrize(("teks", "total", "bagian"), kasus("rincian"))
def test_parts_of_a_total(teks, total, bagian):
    r = baris(baca(teks), "rincian")
    assert [x["nilai"] for x in r if x["peran"] == "total"] == [total]
    assert [x["nilai"] for x in r if x["peran"] == "bagian"] == bagian
    assert {x["induk"] for x in r if x["peran"] == "bagian"} == {r[0]["kode"]}


def test_parts_of_several_totals():
    r = baris(baca("Urusan dijabarkan menjadi 6 (enam) program, 11 (sebelas) kegiatan, dan 35 sub kegiatan. Dari program, kegiatan dan sub kegiatan tersebut terdiri dari "
                   "program penunjang sebanyak 1 program, 5 kegiatan, dan 17 sub kegiatan dan program wajib sebanyak 5 program, 6 kegiatan, dan 18 sub kegiatan."), "rincian")  # fmt: skip
    assert [(x["ukuran"], x["peran"], x["nilai"]) for x in r] == [
        ("program", "total", "6"), ("program", "bagian", "1"), ("program", "bagian", "5"),
        ("kegiatan", "total", "11"), ("kegiatan", "bagian", "5"), ("kegiatan", "bagian", "6"),
        ("sub kegiatan", "total", "35"), ("sub kegiatan", "bagian", "17"), ("sub kegiatan", "bagian", "18"),
    ]  # fmt: skip


@pytest.mark.parametrize("teks", KASUS["diam"])
def test_what_is_not_understood_stays_out(teks):
    hasil = baca(teks)
    pasti = [r for t in TABLES for r in baris(hasil, t) if not (t == "klaim" and r["jenis"] in ("naik", "turun"))]
    assert pasti == []


def test_somebody_elses_figure_gets_its_own_name():
    hasil = baca("Realisasi kinerja Cakupan layanan air minum Kecamatan Mekar sebesar 80%.")
    assert [r["subjek"] for r in baris(hasil, "klaim")] == ["Cakupan layanan air minum Kecamatan Mekar"]
    hasil = baca("Realisasi Cakupan layanan air minum Kabupaten Sejahtera sebesar 80%.")
    assert [r["subjek"] for r in baris(hasil, "klaim")] == ["Cakupan layanan air minum"]


def test_every_value_points_to_its_figure():
    dok = assemble(
        parse_text(
            "Persentase desa mandiri ditargetkan 40% dan terealisasi 40% dengan capaian 100%, sebanyak dua indikator.",
            True,
        ),
        "x",
    )
    angka = document_angka(dok, "x")
    hasil = recognise_prose(dok, angka, Context("x", 2022), petak(2022))
    r = hasil["indikator"].iloc[0]
    assert [angka.at[r[f"_{k}"], "mulai"] for k in ("target", "realisasi", "capaian")] == sorted(
        angka.loc[angka["kelas"].eq("figur"), "mulai"]
    )
    for nama, isi in hasil.items():
        for k in all_tables()[nama].angka_columns:
            ada = isi[k].ne("") & isi[f"_{k}"].ge(0)
            assert isi.loc[ada, k].tolist() == angka["teks"].reindex(isi.loc[ada, f"_{k}"]).tolist()


def test_acuan_is_the_grid_spoken_of():
    teks = (
        "Hasil tahun ini sebagai berikut:\n\n| No | Indikator | Target | Realisasi | Capaian |\n|---|---|---|---|---|\n| 1 | Persentase desa mandiri | 40 | 41 | 102,50 |\n"
        "| | Rata-rata | | | 102,50 |\n\nRata-rata capaian kinerja adalah 102,50%.\n"
    )
    dok = assemble(parse_text(teks, True), "x")
    nomor = int(dok.blok.loc[dok.blok["jenis"].eq("petak"), "blok"].iloc[0])
    hasil = recognise_prose(dok, document_angka(dok, "x"), Context("x", 2022), {})
    assert cocok(hasil, "klaim", ukuran="rata_rata", acuan=f"tabel-{nomor}")


def test_an_empty_document_gives_nothing():
    kosong = Document(
        pd.DataFrame(columns=["laporan", "blok", "jenis", "tingkat", "teks", "bagian", "halaman", "garis", "jejak"]),
        pd.DataFrame(),
    )
    assert recognise_prose(kosong, pd.DataFrame(), Context("x"), {}) == {}


@pytest.mark.parametrize(
    ("kata", "nilai"),
    [
        ("dua", 2),
        ("sebelas", 11),
        ("lima belas", 15),
        ("tiga puluh lima", 35),
        ("seratus dua", 102),
        ("sepuluh juta", 10_000_000),
        ("dua ratus lima puluh ribu", 250_000),
        ("meja", None),
    ],
)
def test_numbers_in_words(kata, nilai):
    assert read_number_words(kata.split()) == nilai


# ---- the real report and the excerpts -----------------------------------------------------------------------------
ADA = pytest.mark.skipif(not (BERSAMA / "seeds").is_dir(), reason="folder ../shared (naskah contoh) tidak ada di sini")


def muat(berkas: Path) -> dict[str, pd.DataFrame]:
    from datasets.recognise.grids.typed import recognise_grids

    dok = assemble(read_text(berkas), berkas.name)
    angka = document_angka(dok, berkas.name)
    konteks = read_context(dok, berkas.name)
    return recognise_prose(dok, angka, konteks, recognise_grids(dok, angka, konteks))


KUNCI = {
    "klaim": ["jenis", "ukuran", "tahun", "nilai"], "predikat": ["ukuran", "tahun", "nilai", "label"], "layanan": ["target", "realisasi", "penerima"],
    "perhitungan": ["operasi", "tahun", "a", "b", "hasil"], "rincian": ["ukuran", "peran", "nilai"],
}  # fmt: skip
AMBANG = {
    "klaim": (0.75, 0.97),
    "predikat": (1.0, 1.0),
    "layanan": (1.0, 1.0),
    "perhitungan": (0.88, 0.8),
    "rincian": (0.87, 1.0),
}


@ADA
def test_the_seed_report_against_its_transcription():
    hasil = muat(next((BERSAMA / "seeds").glob("*.txt")))
    data = Path(__file__).parents[1] / "datasets" / "dinsos_buleleng_2023"

    def sama(x: str) -> str:
        return str(x).lower().replace("orang", "").replace(" ", "")

    for nama, (ingat, tepat) in AMBANG.items():
        benar = pd.read_csv(data / f"{nama}.csv", dtype=str, keep_default_na=False)
        if nama in ("rincian", "perhitungan"):
            benar = benar[benar["tabel"].str.startswith("prosa")]
        sisa = hasil[nama].to_dict("records")
        banyak, temu = len(sisa), 0
        for r in benar.to_dict("records"):
            calon = [
                x
                for x in sisa
                if abs(int(x["garis"]) - int(r["garis"])) <= 2 and all(sama(x[k]) == sama(r[k]) for k in KUNCI[nama])
            ]
            if calon:
                sisa.remove(calon[0])
                temu += 1
        assert temu / len(benar) >= ingat, (nama, temu, len(benar))
        assert temu / banyak >= tepat, (nama, sisa)


@ADA
def test_the_excerpts():
    contoh = {p.name.split("_")[1]: muat(p) for p in sorted((BERSAMA / "samples").glob("*.md"))}
    ogan = contoh["ogan"]["rincian"]
    assert ogan["peran"].tolist() == ["total", "bagian", "bagian", "bagian"]
    assert cocok(contoh["sampang"], "predikat", label="berhasil", ukuran="rata_rata", nilai="")
    assert len(contoh["soppeng"]["indikator"]) == 2
    wonogiri = contoh["wonogiri"]
    assert cocok(wonogiri, "klaim", jenis="melebihi", tahun=2019, tahun_lain=2019)
    assert cocok(
        wonogiri,
        "indikator",
        target="0,00725",
        realisasi="1,93%",
        capaian="26.620,69%",
        target_akhir="0,0240",
        capaian_akhir="8.041,67%",
    )
    assert cocok(wonogiri, "perhitungan", operasi="kurang", a="91,41", b="91,08", hasil="0,33")
    assert cocok(contoh["palembang"], "klaim", ukuran="rata_rata", nilai="117")
    assert cocok(contoh["pengadilan"], "klaim", jenis="banyak", nilai="dua", dari="4")
    assert cocok(contoh["klaten"], "klaim", jenis="naik", subjek="Angka Partisipasi Kasar PAUD")
