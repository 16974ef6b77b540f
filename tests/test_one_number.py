"""Reach and what is unproven are one figure each, in every paper and on the console; a submission of tables
alone says so on each of them."""

import re
from io import BytesIO

import openpyxl
import pypdfium2
import pytest
from docx import Document
from lxml import html as page

from cermat import audit
from tests.cli_helpers import SOUND
from tests.helpers import folder
from tests.office import squeezed
from tests.small_pdf import Sheet, write_pdf

FORMATS = "html,xlsx,docx,pdf,md,json"


def papers(source, out, capsys) -> str:
    """Write all papers into a folder; returns what the console says."""
    audit.main(["check", str(source), "--out", str(out), "--format", FORMATS])
    return capsys.readouterr().out


def words(document: Document) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def told(out, console: str) -> dict[str, str]:
    """What each paper says, without white space."""
    book = openpyxl.load_workbook(BytesIO((out / "kertas-kerja-reviu.xlsx").read_bytes()))
    summary = " · ".join(
        str(cell) for row in book["Ringkasan"].iter_rows(values_only=True) for cell in row if cell is not None
    )
    paper = pypdfium2.PdfDocument(out / "catatan-hasil-reviu.pdf")
    texts = {
        "console": console,
        "html": page.fromstring((out / "temuan.html").read_bytes()).xpath("string(//header)"),
        "md": (out / "temuan.md").read_text(encoding="utf-8"),
        "xlsx": summary,
        "docx": words(Document(out / "catatan-hasil-reviu.docx")),
        "pdf": "".join(part.get_textpage().get_text_range() for part in paper),
    }
    return {name: squeezed(text) for name, text in texts.items()}


def test_every_paper_says_the_same_two_figures(capsys, tmp_path):
    console = papers(audit.bundled(), tmp_path, capsys)
    texts = told(tmp_path, console)
    sentence = r"(\d+)dari(\d+)angkatercetakdapatdihitungulangdariangkalain\((\d+%)\);(\d+)belumterbukti"
    said = {name: set(re.findall(sentence, text)) for name, text in texts.items() if name != "console"}
    ((recomputed, printed, share, unproven),) = said["html"]
    assert all(figures == said["html"] for figures in said.values()), said
    line = f"{printed}angkatercetak:{recomputed}dihitungulang({share}),"
    assert line in texts["console"] and f",{unproven}belumterbukti;" in texts["console"]
    for name, text in texts.items():  # and no other count of the same name
        others = re.findall(r"(\d+)(?:angkatercetak)?belumterbukti(?![|·]?\d)|belumterbukti[|·]?(\d+)", text)
        assert {first or last for first, last in others} == {unproven}, name


def test_tiles_and_rows_add_up(capsys, tmp_path):
    papers(audit.bundled(), tmp_path, capsys)
    tree = page.fromstring((tmp_path / "temuan.html").read_bytes())
    tiles = tree.xpath('//dl[@aria-labelledby="r-angka"]//dd/text()')
    book = openpyxl.load_workbook(BytesIO((tmp_path / "kertas-kerja-reviu.xlsx").read_bytes()))
    rows = {row[6]: row[7] for row in book["Ringkasan"].iter_rows(values_only=True) if row[6]}
    names = ("dihitung ulang", "hanya diulang", "belum terbukti")
    assert [rows[name] for name in names] == [int(count) for count in tiles]
    assert sum(map(int, tiles)) == rows["angka tercetak"]


def test_tables_alone_say_so_on_every_paper(capsys, tmp_path):
    out = tmp_path / "hasil"
    console = papers(folder(tmp_path / "laporan", SOUND), out, capsys)
    for name, text in told(out, console).items():
        assert "kirimanhanyatabel" in text and "Kirimaninihanyatabel" in text, name
    for paper in ("pernyataan-telah-direviu", "formulir-checklist-reviu"):
        assert "kiriman hanya tabel" in words(Document(out / f"{paper}.docx"))


def test_rules_on_sentences_are_untested_where_there_are_tables_only(tmp_path):
    bare = audit.check(folder(tmp_path / "tabel", SOUND)).to_dict()
    rules = {rule["id"]: (rule["status"], rule["reason"]) for rule in bare["rules"]}
    wordless = ("tidak dapat diuji", "kiriman hanya tabel")
    assert all(rules[id] == wordless for id in ("TRN-01", "RAT-03", "FMT-05", "SIL-04", "KON-02"))
    assert rules["KEL-01"][0] == rules["TOT-01"][0] == "tidak berlaku"  # of a whole report; of budget tables
    assert rules["CAP-01"][0] == "sesuai"


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Nilai tersebut naik dari tahun sebelumnya karena layanan", False),
        ("Capaian tahun 2021.", False),
        ("Tabel 1 Capaian", True),
    ],
)
def test_a_document_without_a_sentence_is_tables_only(tmp_path, text, bare):
    grid = "| Indikator | Target | Realisasi | Capaian |\n|---|---|---|---|\n| Cakupan | 80 | 84 | 105,00 |\n"
    path = tmp_path / "laporan.md"
    path.write_text(f"# BAB III\n\n{text}\n\n{grid}", encoding="utf-8")
    rules = audit.check(path).to_dict()["rules"]
    assert any(rule["reason"] == "kiriman hanya tabel" for rule in rules) is bare


def test_statements_given_as_a_table_are_sentences():
    rules = audit.check(audit.bundled()).to_dict()["rules"]
    assert not [rule for rule in rules if rule["reason"] == "kiriman hanya tabel"]


def test_places_of_a_workbook_are_its_cells(tmp_path, capsys):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "T3"
    rows = [["Indikator", "Target", "Realisasi", "Capaian (%)"], ["Cakupan layanan", 80, 84, 115]]
    for at, row in enumerate([["Tabel 3.1 Capaian kinerja tahun 2020"], [], *rows], 1):
        for column, value in enumerate(row, 1):
            sheet.cell(at, column, value)
    path = tmp_path / "laporan.xlsx"
    book.save(path)
    papers(path, tmp_path / "o", capsys)
    shown = (tmp_path / "o" / "temuan.html").read_text(encoding="utf-8")
    assert "T3!D4 · baris Cakupan layanan" in shown
    made = openpyxl.load_workbook(tmp_path / "o" / "kertas-kerja-reviu.xlsx")
    assert "T3!D4 · baris Cakupan layanan" in str(made["Temuan"]["J2"].value)


def test_places_of_a_pdf_open_its_page(tmp_path, capsys):
    """Beside the place, to the file that was read, from wherever the page lies."""
    rows = [
        ["Indikator", "Target", "Realisasi", "Capaian (%)"],
        ["Layanan selesai", "80,00", "84,00", "115,00"],
    ]
    sheet = Sheet().teks(60, 60, "BAB III AKUNTABILITAS KINERJA", 14, bold=True)
    sheet.teks(60, 90, "Tabel 3.1 Capaian Kinerja Tahun 2023")
    for line, row in enumerate(rows):
        for at, text in enumerate(row):
            left, top = 60 + 120 * at, 100 + 20 * line
            sheet.box(left, top, left + 120, top + 20).teks(left + 4, top + 14, text)
    write_pdf(tmp_path / "laporan kami.pdf", sheet)
    papers(tmp_path / "laporan kami.pdf", tmp_path / "hasil" / "satu", capsys)
    tree = page.fromstring((tmp_path / "hasil" / "satu" / "temuan.html").read_bytes())
    links = set(tree.xpath('//a[@class="orig"]/@href'))
    assert links == {"../../laporan%20kami.pdf#page=1"}
