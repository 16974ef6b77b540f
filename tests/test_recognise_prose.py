"""Statements in prose to typed rows: many wordings, and what must stay out. All documents here are made
up."""

from pathlib import Path

import pandas as pd
import pytest
import yaml

from cermat.datasets.document.assemble import assemble
from cermat.datasets.document.model import Document
from cermat.datasets.readers.text import parse_text, read_text
from cermat.datasets.recognise.context import Context, read_context
from cermat.datasets.recognise.printed_numbers import document_angka
from cermat.datasets.recognise.prose.claims import TABLES, recognise_prose
from cermat.datasets.recognise.prose.grammar_numbers import read_number_words
from cermat.schemas.tables import all_tables

SHARED = Path(__file__).parents[2] / "shared"
INDIKATOR = [
    "Angka Harapan Hidup",
    "Persentase penyelesaian perkara tepat waktu",
    "Tingkat Kemiskinan",
    "Indeks Pembangunan Manusia (IPM)",
    "Cakupan layanan air minum",
    "Persentase desa mandiri",
    "Nilai SAKIP Perangkat Daerah",
    "Angka Kematian Ibu (AKI)",
    "Angka Partisipasi Murni (APM) SD",
    "Angka Partisipasi Murni SMP",
]
SASARAN = "Meningkatnya kualitas layanan publik"


CASES = yaml.safe_load((Path(__file__).parent / "data" / "recognise_prose.yaml").read_text(encoding="utf-8"))


def cases(name: str) -> list[tuple]:
    """The cases of one table as tuples of their fields."""
    return [tuple(k.values()) for k in CASES[name]]


def grids(tahun: int) -> dict[str, pd.DataFrame]:
    rows = [
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
    counts = [
        {"laporan": "x", "uraian": "Perkara gugatan", "subjek": "TKS", "ukuran": "aktif", "tabel": "tabel-98"}
    ]
    return {"indikator": pd.DataFrame(rows), "rincian": pd.DataFrame(counts)}


def read(text: str, tahun: int = 2022) -> dict[str, pd.DataFrame]:
    document = assemble(parse_text(text, True), "x")
    return recognise_prose(
        document,
        document_angka(document, "x"),
        Context("x", tahun, "Dinas Makmur Kabupaten Sejahtera", True),
        grids(tahun),
    )


def rows(result: dict[str, pd.DataFrame], tables: str) -> list[dict]:
    return result[tables].to_dict("records") if tables in result else []


def matches(content: dict[str, pd.DataFrame], tables: str, /, **expected) -> bool:
    return any(all(str(r[k]) == str(v) for k, v in expected.items()) for r in rows(content, tables))


@pytest.mark.parametrize(("text", "expected"), cases("indikator"))
def test_target_realisasi_capaian_of_one_indicator(text, expected):
    result = read(text)
    assert matches(result, "indikator", **expected), result.get("indikator")
    assert len(rows(result, "indikator")) == 1


@pytest.mark.parametrize(("text", "expected"), cases("klaim"))
def test_claims(text, expected):
    result = read(text)
    assert matches(result, "klaim", **expected), result.get("klaim")


def with_grids(text: str, tahun: int = 2022) -> dict[str, pd.DataFrame]:
    """What prose says in a text that holds tables of its own."""
    from cermat.datasets.recognise.grids.typed import recognise_grids

    document = assemble(parse_text(text, True), "x")
    angka, context = (
        document_angka(document, "x"),
        Context("x", tahun, "Dinas Makmur Kabupaten Sejahtera", True),
    )
    return recognise_prose(document, angka, context, recognise_grids(document, angka, context))


@pytest.mark.parametrize(("text", "expected"), cases("baris_tabel"))
def test_a_figure_about_a_row_of_a_table(text, expected):
    table, sentence = (
        CASES["tabel"][name] if name in CASES["tabel"] else name for name in text.split(" | ", 1)
    )
    result = with_grids(f"# Bab III\n\n{table}\n\n{sentence}\n")
    if expected is None:
        said = {
            r["nilai"]
            for r in rows(result, "klaim")
            if r["jenis"] == "nilai" and r["acuan"] and r["ukuran"] != "target"
        }
        assert not said, said
    else:
        assert matches(result, "klaim", jenis="nilai", **expected), result.get("klaim")


@pytest.mark.parametrize(("text", "expected"), cases("perubahan_tabel"))
def test_a_change_whose_figures_a_table_prints(text, expected):
    result = with_grids(f"# Bab III\n\n{CASES['tabel']['makro']}\n\n{text}\n")
    told = matches(result, "perhitungan", **expected) if expected else not rows(result, "perhitungan")
    assert told, result.get("perhitungan")


def test_how_far_a_target_was_passed_is_no_target():
    table = CASES["tabel"]["capaian"]
    result = with_grids(
        f"# Bab III\n\n{table}\n\nPersentase jembatan baik berada di bawah target sebesar 9,00%.\n"
    )
    assert "9,00%" not in [v for t in ("klaim", "indikator") for r in rows(result, t) for v in r.values()]


@pytest.mark.parametrize(("text", "expected"), cases("banyak_tercapai"))
def test_how_many_indicators_met_their_target(text, expected):
    result = with_grids(f"# Bab III\n\n{CASES['tabel']['capaian']}\n\n{text}\n")
    if expected is None:
        assert not [r for r in rows(result, "klaim") if r["jenis"] == "x_dari_y" and r["dari"]]
    else:
        assert matches(result, "klaim", jenis="x_dari_y", **expected), result.get("klaim")


def test_a_list_that_the_end_of_the_text_cuts_is_not_counted():
    text = "Adapun 4 kegiatan pendukung yang dilaksanakan adalah sebagai berikut:\n\n1. Pelatihan kader\n2. Lomba desa\n3. Pameran dag"
    assert not matches(read(text), "klaim", ukuran="butir")
    whole = f"{text}ang.\n\nSemua kegiatan itu selesai pada akhir tahun."
    assert matches(read(whole), "klaim", ukuran="butir", dari="3")
    assert not any(r["subjek"].startswith("Adapun") for r in rows(read(whole), "klaim"))


def test_the_same_things_counted_otherwise_in_the_next_sentence():
    text = "Pengadilan menetapkan 4 (empat) sasaran strategis. Enam sasaran strategis tersebut diukur dengan 9 indikator."
    assert matches(read(text), "klaim", jenis="banyak", ukuran="tersebut", nilai="enam", dari="4")
    assert not matches(read(text.replace("Enam", "Empat")), "klaim", ukuran="tersebut")


@pytest.mark.parametrize(("text", "expected"), cases("perhitungan"))
def test_arithmetic(text, expected):
    result = read(text)
    assert matches(result, "perhitungan", **expected), result.get("perhitungan")


@pytest.mark.parametrize(("text", "expected"), cases("predikat"))
def test_predikat(text, expected):
    assert [(int(r["tahun"]), r["nilai"], r["label"]) for r in rows(read(text), "predikat")] == [
        tuple(x) for x in expected
    ]


def test_the_reports_own_labels_count():
    p = grids(2022) | {"skala": pd.DataFrame({"label": ["Istimewa Sekali", "Biasa"]})}
    document = assemble(parse_text("Capaian kinerja sebesar 99% dengan predikat Istimewa Sekali.", True), "x")
    result = recognise_prose(document, document_angka(document, "x"), Context("x", 2022), p)
    assert matches(result, "predikat", label="Istimewa Sekali", nilai="99%")


def test_layanan_and_their_total():
    result = read(
        "Perhitungan jumlah warga yang tertangani (168 orang) diperoleh dari: pemberian paket pangan (beras, "
        "gula) kepada lansia dengan target sebanyak 40 orang, "
        "terealisasi 38 orang, bantuan alat bantu kepada penyandang disabilitas dengan target 30 orang "
        "(tongkat 10 orang, kursi roda 20 orang), terealisasi 30 orang, "
        "penanganan pengemis dengan target 100 orang, terealisasi 100 orang."
    )
    r = rows(result, "layanan")
    assert [(x["penerima"], x["target"], x["realisasi"]) for x in r] == [
        ("warga", "", "168"),
        ("lansia", "40", "38"),
        ("penyandang disabilitas", "30", "30"),
        ("pengemis", "100", "100"),
    ]
    assert r[0]["kode"] and {x["induk"] for x in r[1:]} == {r[0]["kode"]}
    assert r[0]["subjek"] == "warga yang tertangani"
    part = [x for x in rows(result, "rincian") if x["peran"] == "bagian"]
    assert [(x["uraian"], x["nilai"], x["ukuran"]) for x in part] == [
        ("tongkat", "10", "target"),
        ("kursi roda", "20", "target"),
    ]


@pytest.mark.parametrize(("text", "expected"), cases("layanan"))
def test_layanan(text, expected):
    result = read(text)
    assert matches(result, "layanan", **expected), result.get("layanan")


@pytest.mark.parametrize(("text", "total", "part"), cases("rincian"))
def test_parts_of_a_total(text, total, part):
    r = rows(read(text), "rincian")
    assert [x["nilai"] for x in r if x["peran"] == "total"] == [total]
    assert [x["nilai"] for x in r if x["peran"] == "bagian"] == part
    assert {x["induk"] for x in r if x["peran"] == "bagian"} == {r[0]["kode"]}


def test_parts_of_several_totals():
    r = rows(
        read(
            "Urusan dijabarkan menjadi 6 (enam) program, 11 (sebelas) kegiatan, dan 35 sub kegiatan. Dari "
            "program, kegiatan dan sub kegiatan tersebut terdiri dari "
            "program penunjang sebanyak 1 program, 5 kegiatan, dan 17 sub kegiatan dan program wajib "
            "sebanyak 5 program, 6 kegiatan, dan 18 sub kegiatan."
        ),
        "rincian",
    )
    assert [(x["ukuran"], x["peran"], x["nilai"]) for x in r] == [
        ("program", "total", "6"),
        ("program", "bagian", "1"),
        ("program", "bagian", "5"),
        ("kegiatan", "total", "11"),
        ("kegiatan", "bagian", "5"),
        ("kegiatan", "bagian", "6"),
        ("sub kegiatan", "total", "35"),
        ("sub kegiatan", "bagian", "17"),
        ("sub kegiatan", "bagian", "18"),
    ]


@pytest.mark.parametrize("text", CASES["diam"])
def test_what_is_not_understood_stays_out(text):
    result = read(text)
    certain = [
        r for t in TABLES for r in rows(result, t) if not (t == "klaim" and r["jenis"] in ("naik", "turun"))
    ]
    assert certain == []


def test_somebody_elses_figure_gets_its_own_name():
    result = read("Realisasi kinerja Cakupan layanan air minum Kecamatan Mekar sebesar 80%.")
    assert [r["subjek"] for r in rows(result, "klaim")] == ["Cakupan layanan air minum Kecamatan Mekar"]
    result = read("Realisasi Cakupan layanan air minum Kabupaten Sejahtera sebesar 80%.")
    assert [r["subjek"] for r in rows(result, "klaim")] == ["Cakupan layanan air minum"]


def test_every_value_points_to_its_figure():
    document = assemble(
        parse_text(
            "Persentase desa mandiri ditargetkan 40% dan terealisasi 40% dengan capaian 100%, sebanyak dua "
            "indikator.",
            True,
        ),
        "x",
    )
    angka = document_angka(document, "x")
    result = recognise_prose(document, angka, Context("x", 2022), grids(2022))
    r = result["indikator"].iloc[0]
    assert [angka.at[r[f"_{k}"], "mulai"] for k in ("target", "realisasi", "capaian")] == sorted(
        angka.loc[angka["kelas"].eq("figur"), "mulai"]
    )
    for name, content in result.items():
        for k in all_tables()[name].angka_columns:
            there = content[k].ne("") & content[f"_{k}"].ge(0)
            assert (
                content.loc[there, k].tolist() == angka["teks"].reindex(content.loc[there, f"_{k}"]).tolist()
            )


def test_acuan_is_the_grid_spoken_of():
    text = (
        "Hasil tahun ini sebagai berikut:\n\n| No | Indikator | Target | Realisasi | Capaian "
        "|\n|---|---|---|---|---|\n| 1 | Persentase desa mandiri | 40 | 41 | 102,50 |\n"
        "| | Rata-rata | | | 102,50 |\n\nRata-rata capaian kinerja adalah 102,50%.\n"
    )
    document = assemble(parse_text(text, True), "x")
    number = int(document.blok.loc[document.blok["jenis"].eq("petak"), "blok"].iloc[0])
    result = recognise_prose(document, document_angka(document, "x"), Context("x", 2022), {})
    assert matches(result, "klaim", ukuran="rata_rata", acuan=f"tabel-{number}")


def test_an_empty_document_gives_nothing():
    blank = Document(
        pd.DataFrame(
            columns=["laporan", "blok", "jenis", "tingkat", "teks", "bagian", "halaman", "garis", "jejak"]
        ),
        pd.DataFrame(),
    )
    assert recognise_prose(blank, pd.DataFrame(), Context("x"), {}) == {}


@pytest.mark.parametrize(
    ("words", "value"),
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
def test_numbers_in_words(words, value):
    assert read_number_words(words.split()) == value


# ---- the real report and the excerpts
THERE = pytest.mark.skipif(
    not (SHARED / "seeds").is_dir(), reason="folder ../shared (naskah contoh) tidak ada di sini"
)


def load(file: Path) -> dict[str, pd.DataFrame]:
    from cermat.datasets.recognise.grids.typed import recognise_grids

    document = assemble(read_text(file), file.name)
    angka = document_angka(document, file.name)
    context = read_context(document, file.name)
    return recognise_prose(document, angka, context, recognise_grids(document, angka, context))


KEYS = {
    "klaim": ["jenis", "ukuran", "tahun", "nilai"],
    "predikat": ["ukuran", "tahun", "nilai", "label"],
    "layanan": ["target", "realisasi", "penerima"],
    "perhitungan": ["operasi", "tahun", "a", "b", "hasil"],
    "rincian": ["ukuran", "peran", "nilai"],
}
THRESHOLDS = {
    "klaim": (0.75, 0.97),
    "predikat": (1.0, 1.0),
    "layanan": (1.0, 1.0),
    "perhitungan": (0.88, 0.8),
    "rincian": (0.87, 1.0),
}


@THERE
def test_the_seed_report_against_its_transcription():
    result = load(next((SHARED / "seeds").glob("*.txt")))
    data = Path(__file__).parents[1] / "datasets" / "dinsos_buleleng_2023"

    def same(x: str) -> str:
        return str(x).lower().replace("orang", "").replace(" ", "")

    for name, (recall, precision) in THRESHOLDS.items():
        truth = pd.read_csv(data / f"{name}.csv", dtype=str, keep_default_na=False)
        if name in ("rincian", "perhitungan"):
            truth = truth[truth["tabel"].str.startswith("prosa")]
        rest = result[name].to_dict("records")
        many, hits = len(rest), 0
        for r in truth.to_dict("records"):
            candidates = [
                x
                for x in rest
                if abs(int(x["garis"]) - int(r["garis"])) <= 2
                and all(same(x[k]) == same(r[k]) for k in KEYS[name])
            ]
            if candidates:
                rest.remove(candidates[0])
                hits += 1
        assert hits / len(truth) >= recall, (name, hits, len(truth))
        assert hits / many >= precision, (name, rest)


@THERE
def test_the_excerpts():
    sample = {p.name.split("_")[1]: load(p) for p in sorted((SHARED / "samples").glob("*.md"))}
    ogan = sample["ogan"]["rincian"]
    assert ogan["peran"].tolist() == ["total", "bagian", "bagian", "bagian"]
    assert matches(sample["sampang"], "predikat", label="berhasil", ukuran="rata_rata", nilai="")
    assert len(sample["soppeng"]["indikator"]) == 2
    wonogiri = sample["wonogiri"]
    assert matches(wonogiri, "klaim", jenis="melebihi", tahun=2019, tahun_lain=2019)
    assert matches(
        wonogiri,
        "indikator",
        target="0,00725",
        realisasi="1,93%",
        capaian="26.620,69%",
        target_akhir="0,0240",
        capaian_akhir="8.041,67%",
    )
    assert matches(wonogiri, "perhitungan", operasi="kurang", a="91,41", b="91,08", hasil="0,33")
    assert matches(sample["palembang"], "klaim", ukuran="rata_rata", nilai="117")
    assert matches(sample["pengadilan"], "klaim", jenis="banyak", nilai="dua", dari="4")
    assert matches(sample["klaten"], "klaim", jenis="naik", subjek="Angka Partisipasi Kasar PAUD")
