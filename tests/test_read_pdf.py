"""PDF: tables however they are ruled, text as paragraphs, and what cannot be read said."""

import numpy as np
import pytest

from cermat.datasets.readers.pdf import read_pdf, runs
from cermat.datasets.readers.pdf_ruled import find_grids, unify_lines
from cermat.schemas.errors import InputError
from tests.ruled_pages import CONTENT, XS, YS, grid, grids, read
from tests.small_pdf import Sheet, write_pdf


@pytest.mark.parametrize("style", ["garis", "batang", "titik", "datar", "polos"])
def test_tables_with_many_kinds_of_rules(tmp_path, style):
    notes = []
    m = read(tmp_path, Sheet().teks(60, 60, "Tabel 1 Capaian").table(XS, YS, CONTENT, style), warnings=notes)
    assert [x.jenis for x in m] == ["paragraf", "petak"]
    assert grid(m[1]) == CONTENT
    assert bool(notes) == (style in ("datar", "polos"))
    if style == "garis":
        assert m[1].jejak == "h1:60.0,100.0,460.0,180.0" and m[1].sel[5].jejak == "h1:90.0,120.0,300.0,140.0"


def test_merged_cells(tmp_path):
    h = Sheet()
    for y in (100, 140, 160):
        h.garis(60, y, 400, y)
    h.garis(200, 120, 400, 120)
    for x, y0 in ((60, 100), (200, 100), (300, 120), (400, 100)):
        h.garis(x, y0, x, 160)
    h.teks(65, 125, "Uraian").teks(250, 112, "Tahun").teks(205, 132, "2022").teks(305, 132, "2023")
    h.teks(65, 152, "jumlah").teks(205, 152, "10").teks(305, 152, "12")
    (m,) = read(tmp_path, h)
    assert {(s.r, s.c): (s.teks, s.rs, s.cs) for s in m.sel} == {
        (0, 0): ("Uraian", 2, 1),
        (0, 1): ("Tahun", 1, 2),
        (1, 1): ("2022", 1, 1),
        (1, 2): ("2023", 1, 1),
        (2, 0): ("jumlah", 1, 1),
        (2, 1): ("10", 1, 1),
        (2, 2): ("12", 1, 1),
    }


def test_cut_row_without_closing_rule(tmp_path):
    one = (
        Sheet().teks(60, 60, "Pengantar tabel.").table(XS, [700, 720, 740, 760, 780], CONTENT, closing=False)
    )
    two = Sheet().table(XS, [60, 80, 100], [CONTENT[0], ["4.", "Waktu tunggu", "30", "28"]])
    m = grids(read(tmp_path, one, two))
    assert [x.cut_off for x in m] == [True, True]
    assert grid(m[0]) == CONTENT and grid(m[1])[1] == ["4.", "Waktu tunggu", "30", "28"]


def test_shading_without_rules(tmp_path):
    h = Sheet()
    for y in (100, 140):  # the header and every second row are shaded, cell by cell
        for a, b in zip(XS, XS[1:], strict=False):
            h.box(a, y, b, y + 20, 0.9)
    (m,) = read(tmp_path, h.table(XS, YS, CONTENT, "polos"))
    assert grid(m) == CONTENT


@pytest.mark.parametrize(("turn", "angle"), [(90, 90), (270, 270), (0, 90), (180, 180)])
def test_turned_pages(tmp_path, turn, angle):
    """The same page, lying on its side; with /Rotate or without it."""
    w, t = 595, 842
    h = Sheet(*((w, t) if angle == 180 else (t, w)), turn=turn)

    def to_frame(x, y):  # from the reader's frame to the page's
        return {90: (y, w - x), 270: (t - y, x), 180: (w - x, t - y)}[angle]

    for x in XS:
        h.garis(*to_frame(x, YS[0]), *to_frame(x, YS[-1]))
    for y in YS:
        h.garis(*to_frame(XS[0], y), *to_frame(XS[-1], y))
    for r, content in enumerate(CONTENT):
        for c, s in enumerate(content):
            h.teks(*to_frame(XS[c] + 3, YS[r] + 12), s, 9, angle=angle)
    (m,) = read(tmp_path, h)
    assert grid(m) == CONTENT
    k = [float(v) for v in m.jejak[3:].split(",")]
    expected = (60, 100, 460, 180) if turn else (*sorted((to_frame(60, 0)[1], to_frame(460, 0)[1])),)
    assert k == list(expected) if turn else (k[1], k[3]) == expected  # boxes are those of a viewer


def test_upright_text_in_cells(tmp_path):
    h = Sheet().table([60, 90, 300], [100, 160, 180], [["", "Uraian"], ["1", "isi"]])
    (m,) = read(tmp_path, h.teks(80, 155, "Nomor", 9, angle=90).teks(95, 140, "teks biasa di sini"))
    assert m.sel[0].teks == "Nomor"


def test_torn_and_stacked_numbers(tmp_path):
    xs = [60, 200, 252, 320]
    h = Sheet().table(
        xs,
        [100, 120, 150],
        [["Uraian", "Pagu", "Nilai"], ["Program pelatihan", "2.415.289.\n232", "98,50\n99,10"]],
    )
    (m,) = read(tmp_path, h)
    assert grid(m)[1] == ["Program pelatihan", "2.415.289.232", "98,50\n99,10"]


def test_numbers_and_words_too_long_for_their_columns(tmp_path):
    xs = [60, 101, 141, 181]
    rows = [
        ["Uraian", "Semula", "Menjadi"],
        ["Peningka\ntan jalan", "1.275.00\n0.000", "1.984.60\n0.000"],
        ["Kesejahte\nraan", "4.120.50\n0", "98"],
    ]
    (m,) = read(tmp_path, Sheet().table(xs, [100, 120, 150, 180], rows))
    assert grid(m)[1:] == [
        ["Peningkatan jalan", "1.275.000.000", "1.984.600.000"],
        ["Kesejahteraan", "4.120.500", "98"],
    ]


def test_several_rows_in_one_frame(tmp_path):
    content = [
        ["No", "Uraian", "2022", "2023"],
        ["1\n2\n3", "satu\ndua\ntiga", "10,5\n20,5\n30,5", "11,5\n21,5\n31,5"],
    ]
    (m,) = read(tmp_path, Sheet().table(XS, [100, 120, 170], content))
    assert grid(m) == [
        content[0],
        ["1", "satu", "10,5", "11,5"],
        ["2", "dua", "20,5", "21,5"],
        ["3", "tiga", "30,5", "31,5"],
    ]


def test_a_bar_chart_is_no_table(tmp_path):
    h = Sheet().garis(100, 100, 100, 300).garis(100, 300, 400, 300)
    for y in (140, 180, 220, 260):
        h.garis(100, y, 400, y).teks(80, y + 3, str(300 - y), 8)
    for x, t in ((130, 120), (200, 80), (270, 150)):
        h.box(x, 300 - t, x + 30, 300, 0.5).teks(x + 5, 295 - t, f"{t},5", 8).teks(x, 315, "2022", 8)
    assert not grids(read(tmp_path, h))


def test_organisation_chart_by_box(tmp_path):
    h = Sheet()
    for x, y, s in (
        (250, 100, "Kepala Dinas"),
        (120, 200, "Bidang Satu"),
        (250, 200, "Bidang Dua"),
        (380, 200, "Bidang Tiga"),
    ):
        h.box(x, y, x + 90, y + 30).teks(x + 5, y + 18, s)
    h.garis(295, 130, 295, 200).garis(165, 165, 425, 165).garis(165, 165, 165, 200).garis(425, 165, 425, 200)
    m = read(tmp_path, h)
    assert not grids(m) and {x.teks for x in m} == {
        "Kepala Dinas",
        "Bidang Satu",
        "Bidang Dua",
        "Bidang Tiga",
    }


SENTENCE = [
    "Capaian kinerja tahun ini lebih baik daripada tahun lalu karena seluruh kegiatan",
    "berjalan menurut jadwal dan anggarannya tersedia sejak awal tahun, kecuali satu rata-",
    "rata bulanan yang turun.",
]


def write_paragraph(h: Sheet, y: float, rows, x: float = 70) -> Sheet:
    for n, s in enumerate(rows):
        h.teks(x, y + 14 * n, s, 11)
    return h


def test_paragraphs_items_and_words(tmp_path):
    words: list = []
    h = write_paragraph(Sheet(), 100, SENTENCE)
    write_paragraph(h, 160, ["1. Butir pertama."]), write_paragraph(h, 174, ["2. Butir kedua."])
    h.teks(70, 200, "Luas 98,5", 11).teks(119, 196, "1", 6)
    m = read(tmp_path, h, words=words)
    intact = " ".join(SENTENCE).replace("rata- rata", "rata-rata")
    assert [(x.jenis, x.teks) for x in m] == [
        ("paragraf", intact),
        ("butir", "1. Butir pertama."),
        ("butir", "2. Butir kedua."),
        ("paragraf", "Luas 98,5¹"),
    ]
    jejak, text, pages, x0, y0, x1, y1 = words[0]
    assert (jejak, text, pages) == (m[0].jejak, "Capaian", 1) and 69 < x0 < 71 and y0 < 100 < y1


def test_paragraphs_and_tables_across_pages(tmp_path):
    one = write_paragraph(Sheet(), 740, SENTENCE[:2])
    two = write_paragraph(Sheet(), 60, SENTENCE[2:])
    (m,) = read(tmp_path, one, write_paragraph(two, 90, []))
    assert m.teks.endswith("rata-rata bulanan yang turun.")


def test_centred_headings(tmp_path):
    h = write_paragraph(Sheet(), 300, [s + "x" * 6 for s in SENTENCE[:2]] * 3)
    for n, s in enumerate(("KEPUTUSAN", "KEPALA DINAS CONTOH", "Nomor 12 tahun 2023")):
        h.teks(284 - 2.9 * len(s), 100 + 14 * n, s, 11)
    assert [m.teks for m in read(tmp_path, h)][:3] == [
        "KEPUTUSAN",
        "KEPALA DINAS CONTOH",
        "Nomor 12 tahun 2023",
    ]


def test_page_furniture_goes_chapter_titles_stay(tmp_path):
    sheets = []
    for n in range(1, 5):
        h = Sheet().teks(70, 40, "LAPORAN KINERJA DINAS CONTOH", 9).teks(290, 810, f"{n}", 9)
        sheets.append(
            write_paragraph(h.teks(250, 70, f"BAB {'I' * n if n < 4 else 'IV'}", 14), 150, SENTENCE)
        )
    m = read(tmp_path, *sheets)
    assert [x.teks for x in m][::2] == ["BAB I", "BAB II", "BAB III", "BAB IV"] and len(m) == 8


def test_contents(tmp_path):
    h = Sheet().teks(70, 60, "DAFTAR ISI", 12)
    title = [
        "KATA PENGANTAR",
        "BAB I PENDAHULUAN",
        "A. Latar Belakang",
        "B. Maksud",
        "BAB II PERENCANAAN",
        "LAMPIRAN",
    ]
    for n, s in enumerate(title):
        h.teks(70, 100 + 16 * n, f"{s} {'.' * 40} {n + 1}")
        h.teks(70, 300 + 16 * n, f"{s}  {n + 1}")
    m = read(tmp_path, h)
    expected = [f"{s}\t{n + 1}" for n, s in enumerate(title)]
    assert [x.teks for x in m] == ["DAFTAR ISI", *expected, *expected]


def test_blanks_and_signatures_stay_text(tmp_path):
    h = Sheet()
    for n, (a, b) in enumerate(
        (("Nama", ": Ani"), ("Jabatan", ": Kepala"), ("NIP", ": 19690101 199001 1 001"))
    ):
        h.teks(70, 100 + 14 * n, a).teks(160, 100 + 14 * n, b)
    for n, (a, b) in enumerate(
        (("PIHAK KEDUA,", "PIHAK PERTAMA,"), ("Budi", "Ani"), ("Kepala Bidang", "Kepala Dinas"))
    ):
        h.teks(70, 200 + 30 * n, a).teks(350, 200 + 30 * n, b)
    assert not grids(read(tmp_path, h))


def test_unruled_tables_swallow_no_sentence(tmp_path):
    h = write_paragraph(Sheet(), 80, SENTENCE).table(XS, [140, 160, 180, 200, 220], CONTENT, "polos", 11)
    m = read(tmp_path, write_paragraph(h, 260, SENTENCE))
    assert [x.jenis for x in m] == ["paragraf", "petak", "paragraf"] and grid(m[1]) == CONTENT


def test_false_bold_and_watermarks(tmp_path):
    h = Sheet().teks(70, 100, "Total 1.250", 11).teks(70.3, 100, "Total 1.250", 11)
    h.content.append("BT /F1 60 Tf 0.7 0.7 -0.7 0.7 150 300 Tm (DRAF) Tj ET")
    assert [x.teks for x in read(tmp_path, h)] == ["Total 1.250"]


def test_pages_without_text_layer(tmp_path):
    scan = Sheet().pictures(20, 20, 575, 820)
    notes: list[str] = []
    m = read(tmp_path, write_paragraph(Sheet(), 100, SENTENCE), scan, scan, warnings=notes)
    assert len(m) == 1 and notes == ["halaman 2–3: tidak ada lapisan teks, tidak dibaca"]
    with pytest.raises(InputError, match="hanya berisi gambar"):
        read(tmp_path, scan, scan)


def test_large_pictures_are_told(tmp_path):
    notes: list[str] = []
    read(tmp_path, write_paragraph(Sheet(), 60, SENTENCE).pictures(60, 120, 540, 700), warnings=notes)
    assert notes == ["halaman 1: gambar tidak dibaca: tabel atau angka di dalam gambar tidak diperiksa"]


def test_progress_by_page(tmp_path):
    advance = []
    read(
        tmp_path, *[write_paragraph(Sheet(), 100, SENTENCE)] * 3, progress=lambda a, b: advance.append((a, b))
    )
    assert advance == [(1, 3), (2, 3), (3, 3)]


def test_broken_and_empty(tmp_path):
    intact = write_pdf(tmp_path / "a.pdf", write_paragraph(Sheet(), 100, SENTENCE)).read_bytes()
    (tmp_path / "b.pdf").write_bytes(intact[:200])
    with pytest.raises(InputError, match="rusak atau terpotong"):
        read_pdf(tmp_path / "b.pdf")
    with pytest.raises(InputError, match="tanpa isi|hanya berisi gambar"):
        read(tmp_path, Sheet())


def test_runs_of_pages():
    assert runs([3, 5, 6, 7, 9]) == ["3", "5–7", "9"]


def test_rules_are_unified():
    g = np.array([[100, 0, 50, 0], [100.5, 50.4, 90, 0], [101.2, 0, 90, 1], [100, 200, 203, 0]], float)
    assert unify_lines(g)[:, 1:3].tolist() == [[0, 90]]
    assert find_grids(g, np.zeros((0, 4))) == []
