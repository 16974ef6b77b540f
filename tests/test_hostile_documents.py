"""Documents that claim more than they hold: spans, list numbers and merged areas beyond all measure are told and
bounded before anything is made of them, and the rest is read."""

import zipfile

import openpyxl
import pytest

from cermat import audit
from cermat.datasets.guarded import guarded
from cermat.schemas.errors import InputError
from cermat.schemas.limits import Limits
from tests.small_docx import p, tc, tr, write_docx
from tests.small_pdf import Sheet, write_pdf

HUGE = 1_000_000_000
ROWS = (
    ("No", "Indikator Kinerja", "Target", "Realisasi", "Capaian (%)"),
    ("1", "Persentase desa mandiri", "80,00", "72,00", "90,00"),
    ("2", "Jumlah koperasi aktif", "120", "132", "110,00"),
)
TITLE = "Capaian Indikator Kinerja Tahun 2023"


def _indicators(sub) -> list[str]:
    return sub.tables["indikator"]["indikator"].tolist()


def _document(tmp_path, first: str = "", gap: str = "", ppr: str = "", **parts):
    """The table as a Word document. first, gap: of the first row's first cell, and before it."""
    head = tr(tc(ROWS[0][0], first), *map(tc, ROWS[0][1:]), trpr=gap)
    body = "".join(tr(*map(tc, row)) for row in ROWS[1:])
    return write_docx(tmp_path, p("Pendahuluan", ppr) + p(TITLE) + f"<w:tbl>{head}{body}</w:tbl>", **parts)


@pytest.mark.parametrize("span", [{"first": "gridSpan"}, {"gap": "gridBefore"}])
def test_a_span_that_no_page_holds_is_one_column(tmp_path, span):
    sub = audit.read(
        _document(tmp_path, **{where: f'<w:{tag} w:val="{HUGE}"/>' for where, tag in span.items()})
    )
    assert _indicators(sub) == [ROWS[1][1], ROWS[2][1]]
    assert [text for text in sub.warnings if "selebar lebih dari 1000 kolom" in text]


def test_a_table_of_nothing_but_width_is_left_out(tmp_path):
    wide = tr(*(tc("a", '<w:gridSpan w:val="1000"/>') for _ in range(300))) + tr(tc("b"), tc("c")) * 2
    sub = audit.read(
        write_docx(tmp_path, p("Realisasi tahun 2023 sebesar 72,00 persen.") + f"<w:tbl>{wide}</w:tbl>")
    )
    assert sub.sel.empty and len(sub.blok) == 1
    assert [text for text in sub.warnings if "hampir kosong" in text]


@pytest.mark.parametrize("form", ["upperRoman", "lowerLetter", "decimal"])
def test_a_list_number_of_any_size_is_printed(tmp_path, form):
    level = f'<w:lvl w:ilvl="0"><w:start w:val="{HUGE}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="%1."/></w:lvl>'
    numbering = f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum><w:num w:numId="1">'
    numbering += '<w:abstractNumId w:val="0"/></w:num>'
    item = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    sub = audit.read(_document(tmp_path, ppr=item, numbering=numbering))
    assert sub.blok["teks"].iat[0] == f"{HUGE}. Pendahuluan"
    assert _indicators(sub) == [ROWS[1][1], ROWS[2][1]]


def _workbook(tmp_path, rows=ROWS, areas=()):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([TITLE])
    for row in rows:
        sheet.append(row)
    made, path = tmp_path / "rapi.xlsx", tmp_path / "laporan.xlsx"
    book.save(made)
    merged = "".join(f'<mergeCell ref="{area}"/>' for area in areas)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(path, "w") as copy:
        for name in source.namelist():
            content = source.read(name)
            if merged and name == "xl/worksheets/sheet1.xml":
                content = content.replace(
                    b"</sheetData>", f"</sheetData><mergeCells>{merged}</mergeCells>".encode()
                )
            copy.writestr(name, content)
    return path


def test_merged_areas_that_lie_on_each_other_hide_nothing(tmp_path):
    areas = ["A1:E3", *(f"A{row}:E{row + 3}" for row in range(2, 40))]
    sub = audit.read(_workbook(tmp_path, areas=areas))
    assert _indicators(sub) == [ROWS[1][1], ROWS[2][1]]
    assert [text for text in sub.warnings if "39 sel gabungan yang saling bertumpuk" in text]


def test_merged_areas_side_by_side_stay(tmp_path):
    sub = audit.read(_workbook(tmp_path, areas=["A1:E1", "A5:B5", "C5:D5", "A6:E6"]))
    assert _indicators(sub) == [ROWS[1][1], ROWS[2][1]] and not sub.warnings


def test_a_frame_round_nothing_is_no_table(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(list(range(700)))
    for row in range(2, 1500):
        sheet.cell(row, 1, row)
    book.save(tmp_path / "bingkai.xlsx")
    with pytest.raises(InputError, match="hampir kosong"):
        audit.read(tmp_path / "bingkai.xlsx")


@pytest.mark.parametrize("value", [1e30, 1e-30])
def test_a_number_beyond_measure_in_a_cell_is_kept_with_its_size(tmp_path, value):
    row = ("1", "Persentase desa mandiri", "80,00", value, "90,00")
    sub = audit.read(_workbook(tmp_path, (ROWS[0], row, ROWS[2])))
    assert not sub.angka.loc[sub.angka["kelas"].eq("figur"), "teks"].isin(["30", "1"]).any()
    assert sub.sel["teks"].str.len().max() > 28
    assert any("tidak terbaca" in text for text in sub.struktur["pesan"])


@pytest.mark.parametrize("text", ["1e+30", "1,00E+30", "-2.5e-07"])
def test_a_power_of_ten_is_doubted(tmp_path, text):
    rows = [
        "|".join(row).join("||") for row in (ROWS[0], ["---"] * 5, (*ROWS[1][:3], text, "90,00"), ROWS[2])
    ]
    report = tmp_path / "laporan.md"
    report.write_text("\n".join([TITLE, "", *rows]))
    sub = audit.read(report)
    assert not sub.angka.loc[sub.angka["kelas"].eq("figur"), "teks"].isin(["30", "+30", "1", "07"]).any()
    assert [text for text in sub.struktur["pesan"] if "tidak terbaca" in text]


@pytest.mark.parametrize("end", ["\u2028", "\u2029"])
def test_every_line_end_ends_a_line(tmp_path, end):
    rows = ["|".join(row).join("||") for row in (ROWS[0], ["---"] * 5, *ROWS[1:])]
    report = tmp_path / "laporan.md"
    report.write_text(end.join([TITLE, "", *rows, ""]), encoding="utf-8")
    assert _indicators(audit.read(report)) == [ROWS[1][1], ROWS[2][1]]


def _csv(tmp_path, *rows: list[str]):
    path = tmp_path / "laporan.csv"
    path.write_text("\n".join(";".join(row) for row in rows), encoding="utf-8")
    return path


def test_signs_that_no_workbook_holds_do_not_stop_a_csv(tmp_path):
    sub = audit.read(
        _csv(tmp_path, ROWS[0], ("1", "Persentase \uffff\ufffe\x05desa mandiri", *ROWS[1][2:]), ROWS[2])
    )
    assert _indicators(sub) == [ROWS[1][1], ROWS[2][1]]


def test_a_row_wider_than_any_sheet_is_refused(tmp_path):
    with pytest.raises(InputError, match="lebih dari 16384 kolom"):
        audit.read(_csv(tmp_path, ["1"] * 20_000))


def test_a_cell_longer_than_any_cell_is_cut_and_told(tmp_path):
    sub = audit.read(_csv(tmp_path, ROWS[0], ("1", "kata " * 8_000 + "72,00", *ROWS[1][2:]), ROWS[2]))
    assert [line for line in sub.warnings if "1 sel lebih panjang dari 32767 huruf" in line]


def test_letters_of_a_negative_size_stand_on_their_heads(tmp_path):
    sheet = Sheet()
    sheet.content.append("BT /F1 -10 Tf 500 750 Td (Realisasi tahun 2023 sebesar 72,00 persen.) Tj ET")
    path = write_pdf(tmp_path / "laporan.pdf", sheet)
    assert audit.read(path).blok["teks"].tolist() == ["Realisasi tahun 2023 sebesar 72,00 persen."]


def test_a_document_without_a_figure_says_so(tmp_path):
    path = write_pdf(
        tmp_path / "laporan.pdf", Sheet().teks(70, 90, "Laporan ini sengaja tidak memuat apa pun.")
    )
    assert "tidak ada satu pun angka laporan yang dikenali di dokumen ini" in audit.read(path).warnings


@pytest.mark.parametrize("head", [b"kop: surat\r\n" * 200, b"<!-- kop -->" * 500, b"1" + b" " * 8000])
def test_the_head_of_a_file_is_tried_once(head):
    """Nothing follows the header, comment or blanks: no other end of them is tried (2 to the 200th of the first)."""
    assert len(guarded(head + b"\nRealisasi 84,61% dari target 80%.", limits=Limits(20)).angka)
