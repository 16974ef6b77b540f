"""Number tokens: what is a figure, what it says, and what is none."""

import bisect
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cermat.datasets.document.assemble import assemble
from cermat.datasets.document.model import Block, Cell
from cermat.datasets.recognise.number_tokens import tokens
from cermat.datasets.recognise.printed_numbers import document_angka
from cermat.schemas.submission import ANGKA_COLUMNS

SHARED = Path(__file__).parents[2] / "shared"
SEED = SHARED / "seeds" / "000_0549a7cbacc22fc7.txt"


def figure(text: str, sel: bool = False) -> list[tuple]:
    return [(t.mantissa, t.desimal, t.satuan) for t in tokens(text, sel) if t.kelas == "figur"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dengan pagu Rp 6.334.641.787 setahun", [(6334641787, 0, "Rp")]),
        ("pagu Rp.17.860.799.466,00 terserap 97,35%.", [(1786079946600, 2, "Rp"), (9735, 2, "%")]),
        ("sebesar Rp69.697,38 miliar", [(6969738, -7, "Rp")]),
        ("sebesar Rp. 488.943.107.488,-.", [(488943107488, 0, "Rp")]),
        ("rata-rata 231.35% dan 98.5", [(23135, 2, "%"), (985, 1, "")]),
        ("selisih -0,33 poin", [(-33, 2, "poin")]),
        ("nilai 5,4 skor", [(54, 1, "skor")]),
        (
            "terdapat 6 (enam) program dan 35 (tiga puluh lima) sub kegiatan",
            [(6, 0, "program"), (35, 0, "sub kegiatan")],
        ),
        ("mencetak 2,5 juta buku", [(25, -5, "buku")]),
        ("naik 85 persen atau 100 %", [(85, 0, "%"), (100, 0, "%")]),
        ("yang ada (16.051) orang", [(16051, 0, "")]),
        ("940.468 / 1.096.138 x 100% = 85,80%", [(940468, 0, ""), (1096138, 0, ""), (8580, 2, "%")]),
        (
            r"$= \frac{3.226}{16.051} \times 100\%$ $= 20,09 \%$",
            [(3226, 0, ""), (16051, 0, ""), (2009, 2, "%")],
        ),
        ("> 85 sd 100% : Baik", [(85, 0, ""), (100, 0, "%")]),
        ("sebanyak 2001 orang pada tahun 2001", [(2001, 0, "orang")]),
        ("target sebesar 5. Hal ini", [(5, 0, "")]),
        ("antara 69,1-69,5", [(691, 1, ""), (695, 1, "")]),
        ("Rp 2.415.289.\n232 terserap", [(2415289232, 0, "Rp")]),
        ("capaian 12/12 laporan", [(12, 0, ""), (12, 0, "laporan")]),
    ],
)
def test_figures_in_sentences(text, expected):
    assert figure(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(1.544.000.000)", [(-1544000000, 0, "")]),
        ("1 6 ,3 9", [(1639, 2, "")]),
        ("2.415.289. 232", [(2415289232, 0, "")]),
        ("1 234 567", [(1234567, 0, "")]),
        ("100 100", [(100, 0, ""), (100, 0, "")]),
        ("12 15 18", [(12, 0, ""), (15, 0, ""), (18, 0, "")]),
        ("12 Laporan", [(12, 0, "Laporan")]),
        ("100 %", [(100, 0, "%")]),
        ("0,-", [(0, 0, "")]),
        ("\u22120,33", [(-33, 2, "")]),
        ("1\u202f234,5", [(12345, 1, "")]),
        ("Rp 440.768.000", [(440768000, 0, "Rp")]),
    ],
)
def test_figures_in_cells(text, expected):
    assert figure(text, True) == expected


@pytest.mark.parametrize(
    ("text", "sebab"),
    [
        ("pada tahun 2023 dan 2024", "tahun"),
        ("periode 2023-2026 serta 2018 s.d. 2022", "tahun"),
        ("tanggal 29 Desember 2023, 31-12-2019 dan 05 Nopember 2019", "tanggal"),
        ("data per Oktober 2023", "tanggal"),
        ("1. Meningkatnya mutu", "label"),
        ("(1) mutu yang baik dan (2) akses yang luas", "label"),
        ("3.1.2 Capaian Kinerja", "label"),
        ("400.9/12.1/Dinkes/2021", "nomor surat"),
        ("Nomor: 050/123/2023", "nomor surat"),
        ("Undang-Undang Nomor 25 Tahun 2004 tentang", "nomor peraturan"),
        ("PP 12 Tahun 2019", "nomor peraturan"),
        ("Permendagri Nomor 86 Tahun 2017", "nomor peraturan"),
        ("NIP. 19700101 199503 1 002", "nip"),
        ("NIP 197001011995031002", "nip"),
        ("Telepon (0555) 12345", "telepon"),
        ("lihat Tabel 3.1 dan Gambar 2", "rujukan"),
        ("sesuai Pasal 3 ayat (2)", "rujukan"),
        ("pejabat Eselon II dan eselon 3", "rujukan"),
        ("mendukung SDG 1", "rujukan"),
        ("pandemi COVID-19 dan LK3", "kode"),
        ("kegiatan 1.06.01.2.01", "kode"),
        ("https://contoh.go.id/2023 dan a1@contoh.go.id", "alamat web"),
        ("SP DIPA- 018.03.2.500711/2019", "kode"),
        ("Kode satker 018.03.2.500711", "kode"),
        ("Tabel 4-2Realisasi", "rujukan"),
        ("Tabel; 4.2 memuat", "rujukan"),
        ("rasio 1:28,5 dan 1 : 32", "rasio"),
        ("revisi ke-2", "urutan"),
        ("pukul 08.00", "waktu"),
        ("anak usia 0-18 tahun", "usia"),
        ("kematian per 1.000 kelahiran", "pembagi"),
        ("8°03'40\" LS", "koordinat"),
        ("ISO 9001:2015 dan NIK 5108012345678901", "kode"),
        ("Latar Belakang\t12", "halaman"),
        ("A. Latar Belakang ........ 12", "halaman"),
        ("dikalikan 100%", "pengali"),
        ("Jumlah X 100%", "pengali"),
        ("STNK kendaraan roda 4", "rujukan"),
        ("pameran buku; 12) Lomba Tari", "label"),
        ("antara 6⁰40¹-7⁰10¹ lintang selatan", "koordinat"),
    ],
)
def test_no_figures(text, sebab):
    result = tokens(text)
    assert result, text
    assert {(t.kelas, t.sebab) for t in result} == {("bukan", sebab)}, result


@pytest.mark.parametrize(
    "text",
    [
        "surat keluar sebanyak 120 tahun 2023",
        "memiliki sasaran 5 (lima)",
        "posyandu 12 unit",
        "jumlah desa 129 desa",
        "surat masuk 1.204 lembar",
    ],
)
def test_no_figure_is_lost(text):
    assert len(figure(text)) == 1


def document(*content):
    """A document of paragraphs (str) and grids (caption, header rows, rows)."""
    raw = []
    for n, x in enumerate(content):
        if isinstance(x, str):
            raw.append(Block("paragraf", x, garis=n + 1))
        else:
            header, rows = x
            sel = [Cell(r, c, t, garis=n + 1) for r, b in enumerate(rows) for c, t in enumerate(b)]
            raw.append(Block("petak", garis=n + 1, sel=sel, kepala=header))
    return assemble(raw, "uji")


def test_grid_classes_and_places():
    d = document(
        "Jumlah penyandang masalah adalah 16.051 orang.",
        (
            2,
            [
                ["No", "Jenis", "Satuan", "Jumlah", "Aktif"],
                ["1", "2", "3", "4", "5"],
                ["1", "Anak Terlantar", "Anak", "1.926", "-"],
                ["2", "Panti Sosial", "Lembaga", "2001", "n/a"],
                ["3", "Karang Taruna", "KK", "12", "17"],
                ["Total", "", "", "3.939", "17"],
            ],
        ),
    )
    a = document_angka(d, "uji")
    assert list(a.columns) == ANGKA_COLUMNS
    assert a.index.tolist() == list(range(len(a)))
    grids = a[a["r"].ge(0)]
    assert grids.loc[grids["kelas"].eq("figur"), "nilai"].tolist() == [1926, 2001, 12, 17, 3939, 17]
    assert grids.loc[grids["kelas"].eq("nihil"), "teks"].tolist() == ["-"]
    assert grids.loc[grids["kelas"].eq("tiada"), "teks"].tolist() == ["n/a"]
    assert set(grids.loc[grids["kelas"].eq("bukan"), "kolom"]) == {"nomor kolom", "label"}
    rows = grids[grids["nilai"].eq(1926)].iloc[0]
    assert (rows["kolom_cetak"], rows["baris"], rows["ragu"]) == ("Jumlah", "Anak Terlantar", "")
    assert rows["tabel"].startswith("tabel-")


def test_thousands_or_decimals_by_column():
    d = document(
        (
            1,
            [
                ["No", "Indikator Kinerja", "Capaian (%)", "Pagu (Rp juta)", "Jumlah Orang"],
                ["1.", "Angka pertama", "413.064", "1.500", "1.926"],
                ["2.", "Angka kedua", "98,5", "12,5", "12"],
            ],
        )
    )
    a = document_angka(d, "uji")
    value = dict(
        zip(a.loc[a["kelas"].eq("figur"), "teks"], a.loc[a["kelas"].eq("figur"), "nilai"], strict=True)
    )
    assert value == {
        "413.064": 413.064,
        "1.500": 1.5e9,
        "1.926": 1926,
        "98,5": 98.5,
        "12,5": 12.5e6,
        "12": 12,
    }
    assert not a["ragu"].any()


def test_labels_without_dot_and_rp_columns():
    d = document(
        (
            1,
            [
                ["Program", "", "Anggaran", "Keterangan"],
                ["1 Program Penunjang Urusan Daerah", "Rp", "6.334.641.787", "APBD"],
                ["2 Program Rehabilitasi Sosial", "Rp", "230.164.253", "APBD"],
            ],
        )
    )
    a = document_angka(d, "uji")
    f = a[a["kelas"].eq("figur")]
    assert f["nilai"].tolist() == [6334641787, 230164253]
    assert set(f["satuan"]) == {"Rp"}


def test_empty():
    assert list(document_angka(assemble([], "uji"), "uji").columns) == ANGKA_COLUMNS


@pytest.mark.skipif(
    not SEED.exists(), reason="../shared/seeds tidak ada: daftar angka laporan contoh tidak diuji"
)
def test_all_numbers_of_the_sample_report():
    from cermat.datasets.readers.text import read_text

    d = assemble(read_text(SEED), "seed")
    a = document_angka(d, "seed")
    truth = pd.read_csv(Path(__file__).parent / "data" / "angka_seed.csv", dtype=str, keep_default_na=False)
    begin = sorted({*d.blok["garis"], *d.sel["garis"]})
    truth["awal"] = [begin[bisect.bisect_right(begin, int(g)) - 1] for g in truth["garis"]]
    expected = truth[truth["kelas"].eq("figur")]
    expected = Counter(
        (g, round(float(v) * 10 ** int(n)), int(n), s)
        for g, v, n, s in zip(
            expected["awal"], expected["nilai"], expected["desimal"], expected["satuan"], strict=True
        )
    )
    f = a[a["kelas"].eq("figur")]
    printed = f["satuan"].where(
        ~f["satuan"].isin(["%", "Rp"]) | f["teks"].str.contains("%|Rp"), ""
    )  # the list has what stands at the figure itself
    result = Counter(zip(f["garis"], f["mantissa"], f["desimal"], printed, strict=True))
    hit = sum((expected & result).values())
    print(
        f"angka tercetak {sum(expected.values())}, benar {hit}, berlebih {sum((result - expected).values())}"
    )
    assert hit >= 0.98 * sum(expected.values()), expected - result
    assert sum((result - expected).values()) <= 0.02 * sum(expected.values()), result - expected
    nihil = Counter(truth.loc[truth["kelas"].eq("nihil"), "awal"])
    assert Counter(a.loc[a["kelas"].eq("nihil"), "garis"]) == nihil


# ---------------------------------------------------------------- properties
def printed(mantissa: int, desimal: int, english: bool = False) -> str:
    """The number as reports print it: groups of three, decimals behind the other sign."""
    whole, rest = divmod(mantissa, 10**desimal)
    text = f"{whole:,}" + (f".{rest:0{desimal}d}" if desimal else "")
    return text if english else text.translate(str.maketrans(",.", ".,"))


@given(
    mantissa=st.integers(0, 10**13),
    desimal=st.integers(0, 2),
    form=st.sampled_from(
        [
            "sebesar Rp{} dari",
            "sebesar Rp. {},- dari",
            "mencapai {}% dari",
            "mencapai {} persen,",
            "sebanyak {} orang.",
            "(Rp {}) tercapai",
            "= {} %",
        ]
    ),
)
@settings(max_examples=200, deadline=None)
def test_numbers_in_sentences_come_back_whole(mantissa, desimal, form):
    if ",-" in form:
        desimal = 0
    text = form.format(printed(mantissa, desimal))
    result = [t for t in tokens(text, False, True) if t.kelas == "figur"]
    assert [(t.mantissa, t.desimal) for t in result] == [(mantissa, desimal)], (text, result)


@given(st.text(alphabet="0123456789.,-%()/ \t\n:Rp xabTahun\u2013\u00a0$\\{}=", max_size=60), st.booleans())
@settings(max_examples=400, deadline=None)
def test_tokens_always_point_to_their_text(text, sel):
    end = 0
    for t in tokens(text, sel):
        assert text[t.mulai : t.akhir] == t.teks
        assert t.mulai >= end, "tokens never overlap"
        end = t.akhir
    # no digit is lost: each belongs to a token
    if not sel:
        covered = {i for t in tokens(text, False) for i in range(t.mulai, t.akhir)}
        assert all(i in covered for i, h in enumerate(text) if h.isdigit() and h.isascii())


@pytest.mark.skipif(
    not SEED.exists(), reason="../shared/seeds tidak ada: format lain laporan contoh tidak diuji"
)
@pytest.mark.parametrize("suffix", ["docx", "pdf"])
def test_other_formats_print_the_same_numbers(suffix):
    from importlib import import_module

    read = getattr(import_module(f"cermat.datasets.readers.{suffix}"), f"read_{suffix}")
    a = document_angka(assemble(read(SEED.parent / f"lkjip-dinsos-buleleng-2023.{suffix}"), "seed"), "seed")
    truth = pd.read_csv(Path(__file__).parent / "data" / "angka_seed.csv", dtype=str, keep_default_na=False)
    expected = truth[truth["kelas"].eq("figur")]
    expected = Counter(
        (round(float(v) * 10 ** int(n)), int(n))
        for v, n in zip(expected["nilai"], expected["desimal"], strict=True)
    )
    f = a[a["kelas"].eq("figur")]
    result = Counter(zip(f["mantissa"], f["desimal"], strict=True))
    print(f"{suffix}: benar {sum((expected & result).values())} dari {sum(expected.values())}")
    assert sum((expected & result).values()) >= 0.98 * sum(expected.values()), expected - result
    assert sum((result - expected).values()) <= 0.02 * sum(expected.values()), result - expected
