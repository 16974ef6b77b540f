"""The submission marked up: highlights in a PDF, notes in a workbook, at the very words and cells, and
nothing else changed."""

import re
import subprocess
import zipfile
from io import BytesIO

import openpyxl
import pytest
from lxml import etree
from PIL import Image
from pypdf import PdfWriter

from cermat.datasets.compose import compose
from cermat.datasets.workbook.tables import write_tables
from cermat.reports import marked
from cermat.reports.marked_places import tight
from tests import bundled_tables, office
from tests.marked_copies import SEED, Made, mark_numbers, notes, one_finding, rich_workbook, under
from tests.small_pdf import Sheet, write_pdf

_OURS = r"(TINGGI|SEDANG|RENDAH) · |Lihat Temuan "
pytestmark = pytest.mark.filterwarnings(
    "ignore:.*extension is not supported:UserWarning"
)  # openpyxl of what it would drop


@pytest.fixture(scope="module")
def portable(tmp_path_factory) -> Made:
    return Made(compose(bundled_tables.tables(), "pdf", tmp_path_factory.mktemp("pdf") / "laporan.pdf"))


def check_pdf(made: Made) -> None:
    found = under(made.content)
    places = {m.spot.key: [] for m in made.marks}
    for m in made.marks:
        places[m.spot.key].append(m)
    assert len(found) == len(places) >= 30 and not made.lines
    there = sorted((tight(letters)[0], text) for _, kind, letters, text in found if kind == "/Highlight")
    numbers = [
        (made.words(ms[0]), "\n\n".join(m.text for m in ms))
        for ms in places.values()
        if ms[0].spot.start >= 0
    ]
    lost = [(w, t[:60]) for w, t in numbers if (w, t) not in there]
    assert len(lost) <= 0.02 * len(numbers), (
        lost
    )  # a number that the page breaks in two inside a cell may be marked by its cell
    assert made.content.startswith(made.before) and made.path.read_bytes() == made.before


def test_highlights_stand_at_the_words(portable):
    check_pdf(portable)


@pytest.mark.shared
def test_highlights_on_the_real_report(shared):
    check_pdf(Made(shared / "seeds" / f"{SEED}.pdf"))


def test_poppler_draws_the_highlights(portable, pdftoppm, tmp_path):
    path = tmp_path / "m.pdf"
    path.write_bytes(portable.content)
    page = next(n for n, kind, letters, _ in under(portable.content) if kind == "/Highlight" and letters) + 1
    done = subprocess.run(
        [pdftoppm, "-r", "72", "-f", str(page), "-l", str(page), "-png", str(path), str(tmp_path / "h")],
        capture_output=True,
    )
    assert done.returncode == 0 and not done.stderr
    colours = Image.open(next(tmp_path.glob("h*.png"))).convert("RGB").getcolors(1 << 20)
    assert any(n > 20 and max(c) - min(c) > 60 for n, c in colours)  # black on white before


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_pages_turned_and_cropped(tmp_path, turn):
    page = Sheet(turn=turn).teks(
        100, 200, "Sebanyak 1.234.567 orang dilayani pada tahun itu di seluruh kecamatan."
    )
    page.table([80, 200, 320], [300, 320, 340], [["Uraian", "Jumlah"], ["Anak", "7.654 anak"]])
    writer = PdfWriter(write_pdf(tmp_path / "a.pdf", page))
    writer.pages[0].cropbox.lower_left, writer.pages[0].cropbox.upper_right = (50, 60), (580, 800)
    writer.write(tmp_path / "b.pdf")
    found = under(mark_numbers(tmp_path / "b.pdf", "1.234.567", "7.654"))
    assert [office.squeezed(letters) for _, _, letters, _ in found] == ["1.234.567", "7.654"]


def test_findings_that_share_a_place_share_a_highlight(tmp_path):
    page = Sheet().teks(100, 200, "Sebanyak 1.234.567 orang dilayani pada tahun itu di seluruh kecamatan.")
    findings, result = one_finding(write_pdf(tmp_path / "a.pdf", page), "1.234.567")
    (first,) = findings["findings"]
    second = first | {"id": "1" * 12, "rule": "TOT-02", "severity": "tinggi"}
    findings["findings"] = [second, first | {"no": "2"}]
    ((_, _, _, text),) = under(next(iter(marked.copy(findings, result).values())))
    assert text.startswith("TINGGI · Temuan 1 · TOT-02\n") and "\n\nSEDANG · Temuan 2 · TOT-01\n" in text


def test_a_locked_pdf_is_marked_all_the_same_or_told(tmp_path):
    page = Sheet().teks(100, 200, "Sebanyak 1.234.567 orang dilayani pada tahun itu di seluruh kecamatan.")
    writer = PdfWriter(write_pdf(tmp_path / "a.pdf", page))
    writer.encrypt("", "pemilik", algorithm="RC4-128")
    writer.write(tmp_path / "b.pdf")
    assert [office.squeezed(x[2]) for x in under(mark_numbers(tmp_path / "b.pdf", "1.234.567"))] == [
        "1.234.567"
    ]


# ---- Excel


def check_excel(made: Made) -> None:
    found, wanted = notes(made.content), {}
    for m in made.marks:
        sheet, _, cell = m.spot.trace.rpartition("!")
        wanted.setdefault((sheet, cell), []).append(m.text)
    first = openpyxl.load_workbook(made.path, read_only=True).sheetnames[0]
    whole = wanted.pop(("", ""), [])
    assert found.pop((first, "A1"), "").startswith("\n\n".join(whole))
    assert {k: "\n\n".join(v) for k, v in wanted.items() if k != (first, "A1")} == found and len(found) >= 10
    assert made.path.read_bytes() == made.before and not made.lines


@pytest.fixture(scope="module")
def workbook(tmp_path_factory) -> Made:
    return Made(compose(bundled_tables.tables(), "xlsx", tmp_path_factory.mktemp("excel") / "laporan.xlsx"))


def test_notes_stand_in_the_cells(workbook):
    check_excel(workbook)


@pytest.mark.shared
def test_notes_on_the_real_report(shared):
    check_excel(Made(shared / "seeds" / f"{SEED}.xlsx"))


def test_libreoffice_sees_the_notes(workbook, soffice, tmp_path):
    (tmp_path / workbook.name).write_bytes(workbook.content)
    (made,) = office.convert(soffice, "fods", tmp_path, tmp_path / workbook.name)
    text = made.read_text(encoding="utf-8")
    assert len(re.findall(r"<office:annotation[ >]", text)) == len(notes(workbook.content))


def test_nothing_else_of_a_workbook_is_touched(tmp_path):
    path = rich_workbook(tmp_path / "kaya.xlsx")
    made = mark_numbers(path, "1234567", "77")
    assert notes(made) == {
        ("Data", "B2"): notes(made)["Data", "B2"],
        ("Lain", "A1"): notes(made)["Lain", "A1"],
    }
    assert notes(made)["Data", "B2"].startswith("Catatan lama") and "Temuan 1" in notes(made)["Data", "B2"]
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(BytesIO(made)) as new:
        changed = {n for n in old.namelist() if old.read(n) != new.read(n)}
        assert changed == {
            "[Content_Types].xml",
            "xl/comments1.xml",
            "xl/drawings/vmlDrawing1.vml",
            "xl/worksheets/sheet1.xml",
            "xl/worksheets/sheet2.xml",
            "xl/workbook.xml",
            "xl/_rels/workbook.xml.rels",
            "xl/styles.xml",
        } - {n for n in ("xl/drawings/vmlDrawing1.vml",) if n not in changed}
        styled = re.compile(rb' s="\d+"| tabSelected="1"|<\?xml[^>]*\?>\s*')
        sheets = [styled.sub(b"", book.read("xl/worksheets/sheet1.xml")) for book in (old, new)]
        assert etree.canonicalize(sheets[0].decode()) == etree.canonicalize(
            sheets[1].decode()
        )  # but for the cell's colour
    values = openpyxl.load_workbook(BytesIO(made), data_only=True)["Data"]
    assert values["B4"].value == 1234569 and len(values._charts) == 1 and len(values._images) == 1


def test_cells_are_coloured_and_a_first_sheet_leads_to_them(workbook):
    book = openpyxl.load_workbook(BytesIO(workbook.content))
    assert book.sheetnames[0] == "Temuan Cermat" and book.active.title == "Temuan Cermat"
    first = book.worksheets[0]
    rows = list(first.iter_rows(min_row=2))
    about = [(number, mark) for mark in workbook.marks for number, _, _ in mark.about]
    assert sorted(row[0].value for row in rows) == sorted(number for number, _ in about)
    linked = {row[3].hyperlink.location for row in rows if row[3].hyperlink}
    noted = {f"'{sheet}'!{cell}" for sheet, cell in notes(workbook.content)}
    assert linked <= noted and len(linked) >= 10
    for place in linked:
        sheet, _, cell = place.replace("'", "").rpartition("!")
        assert book[sheet][cell].fill.fgColor.rgb in ("FFF4A9A0", "FFFBD982")
    told = {(row[4].value, row[5].value) for row in rows}
    known = {(m.spot.text[m.spot.start : m.spot.end].strip(), m.becomes) for m in workbook.marks if m.becomes}
    assert known <= told and len(known) >= 3 and "rendah" not in {row[1].value for row in rows}


def test_names_of_a_sheet_follow_it(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Isi"
    book.active.append(["Sebanyak 77 orang dilayani."])
    book.create_sheet("Temuan Cermat")
    book.active.print_title_rows = "1:1"
    book.save(tmp_path / "nama.xlsx")
    made = openpyxl.load_workbook(BytesIO(mark_numbers(tmp_path / "nama.xlsx", "77")))
    assert made.sheetnames == ["Temuan Cermat 2", "Isi", "Temuan Cermat"]
    assert made["Isi"].print_title_rows == "$1:$1"


@pytest.mark.parametrize("laid_out", [True, False])
def test_typed_workbook_is_marked_in_its_cells(tmp_path, workbook, laid_out):
    path, _ = write_tables(workbook.result.sub, tmp_path)
    made = Made(path, laid_out, every=True)
    book = openpyxl.load_workbook(BytesIO(made.content))
    angka = made.result.sub.angka
    printed = {office.squeezed(angka["teks"].iat[m.spot.number]) for m in made.marks if m.spot.number >= 0}
    ours = [at for at, text in notes(made.content).items() if re.match(_OURS, text)]
    cells = {office.squeezed(str(book[s][c].value)) for s, c in ours if c != "A1"}
    assert printed <= cells and len(printed) >= 10 and not made.lines
