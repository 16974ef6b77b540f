"""Tables that pages, sections or people have cut; rows whose first cell is blank, merged, or shared with
others."""

from cermat.datasets.document.assemble import assemble
from cermat.datasets.document.cells import is_number_row
from cermat.datasets.readers.docx import read_docx
from cermat.datasets.readers.pdf import read_pdf
from cermat.datasets.readers.pdf_items import mark_first
from cermat.datasets.readers.pdf_lines import Line, Word
from cermat.datasets.recognise.prose.grammar_names import Lexicon
from tests.grid_helpers import read, rows
from tests.read_helpers import grids
from tests.small_docx import write_docx
from tests.small_pdf import Sheet, write_pdf

XS = [40, 80, 260, 340, 420]


def _word_table(*content: list[str]) -> str:
    cells = ["".join(f"<w:tc><w:p><w:r><w:t>{t}</w:t></w:r></w:p></w:tc>" for t in row) for row in content]
    return f"<w:tbl>{''.join(f'<w:tr>{c}</w:tr>' for c in cells)}</w:tbl><w:p/>"


HEAD = ["No", "Program", "Pagu (Rp)", "Realisasi (Rp)"]


def test_word_table_cut_by_hand_goes_on_without_its_header(tmp_path):
    first = _word_table(
        HEAD,
        ["1", "Program Irigasi", "200.000.000", "190.000.000"],
        ["2", "Program Benih", "100.000.000", "90.000.000"],
    )
    second = _word_table(
        ["3", "Program Pupuk", "50.000.000", "45.000.000"], ["", "Jumlah", "350.000.000", "325.000.000"]
    )
    (grid,) = grids(assemble(read_docx(write_docx(tmp_path, first + second)), "uji"))
    assert [r[1] for r in grid] == ["Program", "Program Irigasi", "Program Benih", "Program Pupuk", "Jumlah"]


def test_word_table_of_other_columns_is_another(tmp_path):
    first = _word_table(HEAD, ["1", "Program Irigasi", "200.000.000", "190.000.000"])
    second = _word_table(["1", "Sapi", "4"], ["2", "Kambing", "9"])
    assert len(grids(assemble(read_docx(write_docx(tmp_path, first + second)), "uji"))) == 2


def _page(*content: list[str]) -> Sheet:
    """A page that one ruled table fills: a header of two rows with column numbers, then these rows."""
    head = [["No", "Indikator Kinerja", "Target", "Realisasi"], ["", "", "", "(%)"], ["1", "2", "3", "4"]]
    ys = [60 + 30 * n for n in range(len(head) + len(content) + 1)]
    return Sheet().table(XS, ys, [*head, *content])


def test_column_numbers_repeated_on_each_page_are_no_row_number_one(tmp_path):
    pages = [
        _page(["1", "Panjang saluran", "80,00", "82,00"], ["2", "Luas tanam", "75,00", "71,00"]),
        _page(["3", "Hasil panen", "60,00", "63,00"], ["4", "Jumlah kelompok tani", "12", "12"]),
        _page(["5", "Harga gabah", "90,00", "95,00"]),
    ]
    write_pdf(tmp_path / "uji.pdf", *pages)
    (grid,) = grids(assemble(read_pdf(tmp_path / "uji.pdf"), "uji"))
    assert [r[0] for r in grid] == ["No", "", "1", "1", "2", "3", "4", "5"]


def test_carried_sums_are_no_parts_and_close_no_table(tmp_path):
    head = ["No", "Kegiatan", "Pagu (Rp)", "Realisasi (Rp)"]
    above = [
        head,
        ["1", "Pelatihan", "10.000.000", "9.000.000"],
        ["", "Jumlah dipindahkan", "10.000.000", "9.000.000"],
    ]
    below = [
        head,
        ["", "Jumlah pindahan", "10.000.000", "9.000.000"],
        ["2", "Penyuluhan", "30.000.000", "29.000.000"],
        ["", "Jumlah", "40.000.000", "38.000.000"],
    ]
    pages = [Sheet().table(XS, [60 + 30 * n for n in range(len(p) + 1)], p) for p in (above, below)]
    write_pdf(tmp_path / "uji.pdf", *pages)
    (grid,) = grids(assemble(read_pdf(tmp_path / "uji.pdf"), "uji"))
    assert [r[1] for r in grid[1:]] == [
        "Pelatihan",
        "Jumlah dipindahkan",
        "Jumlah pindahan",
        "Penyuluhan",
        "Jumlah",
    ]
    text = "\n".join(
        f"| {' | '.join(r)} |" + ("\n|---|---|---|---|" if n == 0 else "") for n, r in enumerate(grid)
    )
    budget = read(f"Tabel 3.1 Anggaran Tahun 2023\n\n{text}\n")["anggaran"]
    assert rows(budget, "uraian", "induk", "pagu") == [
        ("Pelatihan", "total", "10.000.000"),
        ("Penyuluhan", "total", "30.000.000"),
        ("Jumlah", "", "40.000.000"),
    ]


def test_bracketed_column_numbers_that_a_worksheet_shows_as_negative():
    assert is_number_row(["-1", "-2", "-3", "-4", "(5) =4/3*100"])
    assert not is_number_row(["-1", "2", "3"])


ITEMS = """
Tabel 3.3 Capaian Kinerja Tahun 2023

| No | Misi/Sasaran Strategis | Indikator Kinerja | Satuan | Target | Realisasi | % |
|---|---|---|---|---|---|---|
| I | Misi 1 : Pangan cukup | | | | | |
| 1 | Sasaran Strategis : Naiknya hasil | 1.1 Jumlah hasil kebun : | | | | |
| | | - Kopi | ton | 200 | 210 | 105,00 |
| | | - Teh | ton | 100 | 90 | 90,00 |
| 2 | Sasaran Strategis : Naiknya mutu | 2.1 Persentase hasil bersertifikat : | | | | |
| | | - Kopi | % | 50 | 60 | 120,00 |
| | | - Teh | % | 40 | 30 | 75,00 |
"""


def test_one_item_under_two_indicators_is_two():
    read_rows = rows(read(ITEMS)["indikator"], "indikator", "sasaran", "capaian")
    assert read_rows == [
        ("Jumlah hasil kebun: Kopi", "Naiknya hasil", "105,00"),
        ("Jumlah hasil kebun: Teh", "Naiknya hasil", "90,00"),
        ("Persentase hasil bersertifikat: Kopi", "Naiknya mutu", "120,00"),
        ("Persentase hasil bersertifikat: Teh", "Naiknya mutu", "75,00"),
    ]


COUNTS = """
Tabel 4.1 Jumlah Indikator menurut Penilaian

| MISI | SASARAN | JUMLAH INDIKATOR | PENILAIAN | | |
| | | | Baik | Cukup | Kurang |
|---|---|---|---|---|---|
| MISI 1 | 1 | 3 | 3 | 0 | 0 |
| | 2 | 4 | 2 | 1 | 1 |
| JUMLAH | | 7 | 5 | 1 | 1 |
| MISI 2 | 1 | 2 | 2 | 0 | 0 |
| | 2 | 5 | 4 | 0 | 1 |
| JUMLAH | | 7 | 6 | 0 | 1 |
| JUMLAH TOTAL | | 14 | 11 | 1 | 2 |
"""


def test_rows_under_a_merged_first_cell_belong_to_the_sum_below():
    tables = read(COUNTS)
    counted = [
        x for x in rows(tables["rincian"], "ukuran", "uraian", "nilai", "peran") if x[0] == "jumlah indikator"
    ]
    assert [x[1:] for x in counted] == [
        ("MISI 1 SASARAN 1", "3", "bagian"),
        ("MISI 1 SASARAN 2", "4", "bagian"),
        ("JUMLAH", "7", "total"),
        ("MISI 2 SASARAN 1", "2", "bagian"),
        ("MISI 2 SASARAN 2", "5", "bagian"),
        ("JUMLAH", "7", "total"),
        ("JUMLAH TOTAL", "14", "total"),
    ]
    assert "perhitungan" not in tables  # "Kurang" is a grade here, not a difference


def test_an_item_in_prose_means_its_one_indicator():
    lexicon = Lexicon(
        [
            ("Hasil kebun: Cengkeh", "indikator"),
            ("Mutu hasil: Cengkeh", "indikator"),
            ("Mutu hasil: Kakao", "indikator"),
        ]
    )
    assert lexicon.find("Kakao") == ("Mutu hasil: Kakao", "indikator")
    assert lexicon.find("Cengkeh") == ("Cengkeh", "indikator")  # it may mean two: it means neither


def test_rows_begin_where_items_do_though_figures_stand_a_little_lower(tmp_path):
    sheet = Sheet().table(
        [40, 140, 320, 380, 440], [60, 90, 320], [["Sasaran", "Indikator", "2022", "2023"], [""] * 4]
    )
    lines = [
        ("1.1 Jumlah hasil", "10,00", "11,00"),
        ("kebun :", "", ""),
        ("- Kopi", "20,00", "21,00"),
        ("- Teh", "30,00", "31,00"),
    ]
    for n, (text, *figures) in enumerate(lines):
        sheet.teks(145, 110 + 20 * n, text, 9)
        for x, figure in zip((330, 390), figures, strict=True):
            sheet.teks(x, 114 + 20 * n, figure, 9)
    for n, text in enumerate(["Naiknya hasil", "dan mutu", "kebun"]):
        sheet.teks(45, 110 + 12 * n, text, 9)
    write_pdf(tmp_path / "uji.pdf", sheet)
    (grid,) = grids(assemble(read_pdf(tmp_path / "uji.pdf"), "uji"))
    assert grid[1:] == [
        ["Naiknya hasil dan mutu kebun", "1.1 Jumlah hasil kebun :", "10,00", "11,00"],
        ["", "- Kopi", "20,00", "21,00"],
        ["", "- Teh", "30,00", "31,00"],
    ]


def test_a_dash_between_the_lines_of_its_item_comes_first():
    dash, above, below = (
        Line([Word(t, x, 0, x + 9, 9)], y, 9, False)
        for t, x, y in (("-", 0, 15), ("Ayam", 10, 10), ("petelur", 10, 20))
    )
    assert mark_first([above, dash, below]) == [dash, above, below]
    assert mark_first([below, dash, dash]) == [below, dash, dash]


def test_a_hyphen_within_a_word_of_a_narrow_column_stays_there():
    cut = [
        Line([Word(t, x, 0, x + 9, 9)], y, 9, False)
        for t, x, y in (("Kete", 10, 10), ("-", 14, 20), ("rangan", 9, 30))
    ]
    assert mark_first(cut) == cut


def test_a_frame_in_a_cell_of_one_page_makes_no_columns(tmp_path):
    head = ["Indikator", "Target", "Realisasi"]
    first = Sheet().table([40, 240, 320, 420], [60, 90, 120], [head, ["Panjang saluran", "80,00", "82,00"]])
    xs, rows_below = (
        [40, 240, 320, 350, 390, 420],
        [["Luas tanam", "75,00", "", "71,00", ""], ["Hasil panen", "60,00", "", "63,00", ""]],
    )
    write_pdf(tmp_path / "uji.pdf", first, Sheet().table(xs, [60, 90, 120], rows_below))
    (grid,) = grids(assemble(read_pdf(tmp_path / "uji.pdf"), "uji"))
    assert grid[1:] == [
        ["Panjang saluran", "80,00", "82,00"],
        ["Luas tanam", "75,00", "71,00"],
        ["Hasil panen", "60,00", "63,00"],
    ]


def test_figures_right_of_kegiatan_are_no_indicators():
    text = """
Tabel 3.7 Kegiatan yang Menunjang Indikator Tahun 2023

| Indikator | Program | Kegiatan | Pagu (Rp) | Realisasi (Rp) | Realisasi Fisik (%) |
|---|---|---|---|---|---|
| Persentase jalan mantap | Program Jalan | Pemeliharaan rutin | 450.000.000 | 430.000.000 | 100,00 |
| | | Pemeliharaan berkala | 800.000.000 | 640.000.000 | 81,00 |
| | | Rehabilitasi jembatan | 700.000.000 | 690.000.000 | 99,00 |
"""
    tables = read(text, 2023)
    assert "indikator" not in tables and len(tables["anggaran"]) == 3


def test_a_second_column_of_indicators_names_what_stands_right_of_it():
    text = """
Tabel 3.6 Kegiatan Pendukung Tahun 2023

| No | Sasaran | Indikator | Capaian (%) | Kegiatan | Indikator Kegiatan | Capaian (%) |
|---|---|---|---|---|---|---|
| 1 | Naiknya hasil | Persentase lahan subur | 95,00 | Pemupukan | Persentase lahan dipupuk | 88,00 |
| | | | | Pengairan | Persentase lahan diairi | 77,00 |
| 2 | Naiknya mutu | Persentase kebun sehat | 91,00 | Penyuluhan | Persentase kelompok dilatih | 66,00 |
"""
    found = rows(read(text, 2023)["indikator"], "indikator", "sasaran", "capaian")
    assert sorted(found) == [
        ("Persentase kebun sehat", "Naiknya mutu", "91,00"),
        ("Persentase kelompok dilatih", "Naiknya mutu", "66,00"),
        ("Persentase lahan diairi", "Naiknya hasil", "77,00"),
        ("Persentase lahan dipupuk", "Naiknya hasil", "88,00"),
        ("Persentase lahan subur", "Naiknya hasil", "95,00"),
    ]
