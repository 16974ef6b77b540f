"""Lembar Perbaikan: every figure place once, in the order of the document, with its value after all repairs; and
a marked Word copy whose changes, accepted, are those values."""

import re

import docx
import openpyxl
import pytest

from cermat import audit
from cermat.datasets.compose import compose
from cermat.reports import repair_sheet, write
from cermat.reports.fixes import Fix, fixes, replaced, told
from cermat.reports.labels import labels
from cermat.reports.marked_places import Finder
from cermat.reports.places import Places
from tests import bundled_tables, office
from tests.helpers import quick
from tests.marked_copies import SEED, Made, settled

pytestmark = pytest.mark.usefixtures("read_once")


@pytest.fixture(scope="module")
def word(tmp_path_factory) -> Made:
    return Made(compose(bundled_tables.tables(), "docx", tmp_path_factory.mktemp("lembar") / "laporan.docx"))


def gathered(made: Made, every: bool = False) -> list:
    finder = Finder(made.result.sub, made.findings["report"]["laporan"], labels("id"))
    return fixes(made.findings, made.result, finder, every)


def test_every_figure_that_changes_is_there_once_with_its_value(word):
    found = [fix for fix in gathered(word, every=True) if fix.spot.number >= 0]
    ids = [fix.spot.number for fix in found]
    repairs = word.result.repairs(word.findings["report"]["laporan"])
    changed = {place["angka"] for one in repairs for place in one["places"]}
    assert len(ids) == len(set(ids)) and changed <= set(ids)
    becomes = {fix.printed.rstrip("%"): fix.becomes.rstrip("%") for fix in found if fix.becomes}
    wanted = {"113,59": "86,41", "23,95": "20,10", "349,12": "292,98", "138,35": "126,45", "231,35": "189,70"}
    assert wanted.items() <= becomes.items()


def test_values_are_those_that_the_findings_tell(word):
    by_place = {fix.spot.number: fix for fix in gathered(word) if fix.becomes and fix.spot.number >= 0}
    for found in word.findings["findings"]:
        for effect in found["dampak"]:
            for place in effect["places"]:
                if place.get("angka", -1) in by_place:
                    assert effect["becomes"] in by_place[place["angka"]].becomes
        said = [by_place[p["angka"]] for p in found["places"][:1] if p.get("angka", -1) in by_place]
        for fix in said if found["rekomendasi"].startswith("Ganti ") else ():
            assert f"Ganti {fix.printed} menjadi {fix.becomes} " in found["rekomendasi"]


def test_a_place_in_a_document_without_pages_is_named_by_table_and_row_or_by_the_first_words(word):
    made = repair_sheet.repairs(word.findings, word.result, labels("id"), every=True)["perbaikan"]
    told = [row["tempat"] for row in made]
    assert all(told) and any(re.match(r"Tabel [\d.]+ · \S", at) for at in told)
    assert any(re.fullmatch(r"\S.*: “.+ …”", at) for at in told)


def test_places_come_in_the_order_of_the_document(word):
    order = {
        int(block): at
        for at, block in enumerate(Places(word.result.sub, "laporan.docx", labels()).blok["blok"])
    }
    blocks = [order[fix.spot.block] for fix in gathered(word) if not fix.spot.whole]
    assert blocks == sorted(blocks) and gathered(word)[-1].spot.whole


def test_what_has_no_single_value_points_to_its_finding(word):
    rows = repair_sheet.repairs(word.findings, word.result, labels("id"), False)["perbaikan"]
    seen = [row for row in rows if not row["menjadi"]]
    assert seen and all(row["lihat"].startswith("lihat Temuan ") for row in seen)
    served = [row for row in rows if row["tercetak"].startswith("400")]
    assert served and not any(row["menjadi"] for row in served)  # "dilayani 400 · tercatat 26" is no repair
    sums = [row for row in rows if row["tercetak"].startswith("23,95") and not row["menjadi"]]
    assert sums  # "20,09 + 3,86 = 23,95": the sum is to be written anew


def test_low_findings_are_left_out_unless_asked_for(word):
    few, many = gathered(word), gathered(word, every=True)
    assert len(few) < len(many)
    assert not any(found["severity"] == "rendah" for fix in few for found in fix.findings)
    low = {found["id"] for found in word.findings["findings"] if found["severity"] == "rendah"}
    assert low & {found["id"] for fix in many for found in fix.findings} == low
    moving = [found | {"severity": "rendah"} for found in word.findings["findings"] if found["dampak"]]
    assert told({"findings": moving}, False) == moving  # what it moves would have no cause


def test_the_three_forms_say_the_same(word, tmp_path):
    made = write(word.findings, word.result, tmp_path, ["perbaikan"])
    assert [path.name for path in made] == [
        "lembar-perbaikan.html",
        "lembar-perbaikan.docx",
        "lembar-perbaikan.xlsx",
    ]
    rows = repair_sheet.repairs(word.findings, word.result, labels("id"), False)["perbaikan"]
    table = docx.Document(made[1]).tables[0]
    printed = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    assert [line[2] for line in printed] == [
        " → ".join(part for part in (r["tercetak"], r["menjadi"] or r["lihat"]) if part) for r in rows
    ]
    assert all(line[3] == r["temuan"] and line[4] == "☐" for line, r in zip(printed, rows, strict=True))
    sheet = openpyxl.load_workbook(made[2]).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [(c[2] or "", c[3], c[4]) for c in cells] == [
        (r["tercetak"], r["menjadi"] or r["lihat"], r["temuan"]) for r in rows
    ]
    page = made[0].read_text(encoding="utf-8")
    assert page.count('type="checkbox"') == len(rows) and "<script" not in page
    assert page.count("<b>") == sum(bool(row["menjadi"]) for row in rows)


def check_accepted(made: Made, folder) -> None:
    """All changes accepted: of the findings of those kinds only what was pointed to without a value is left,
    no rule that moved other figures is, and every figure that changed is the one that was shown."""
    path = folder / "diterima.docx"
    path.write_bytes(settled(made.content, accept=True))
    again = quick(audit.read(path)).to_dict()
    pointed = {fix.printed for fix in gathered(made, every=True) if not fix.certain}
    left = [
        f
        for f in again["findings"]
        if f["kind"] in bundled_tables.SOUND_KINDS and isinstance(f["stated"], float)
    ]
    left = [f for f in left if f["severity"] != "rendah"]
    assert not [f["kondisi"] for f in left if not pointed & {place["text"].strip() for place in f["places"]}]
    moving = {(f["rule"], f["subject"]) for f in made.findings["findings"] if f["dampak"]}
    assert moving and not moving & {(f["rule"], f["subject"]) for f in again["findings"]}
    texts = audit.read(path).angka["teks"].str.strip().value_counts()
    values = [mark.becomes for mark in made.marks if mark.becomes[:1].isdigit()]
    assert len(values) >= 10 and all(texts.get(value, 0) >= values.count(value) for value in values)


def test_accepted_changes_leave_nothing_accused(word, tmp_path):
    check_accepted(word, tmp_path)


def test_accepted_changes_of_the_demo(tmp_path):
    check_accepted(Made(audit.bundled().parent / "demo_dinas_contoh" / "laporan_demo.docx"), tmp_path)


@pytest.mark.shared
def test_accepted_changes_of_the_real_report(shared, tmp_path):
    check_accepted(Made(shared / "seeds" / f"{SEED}.docx"), tmp_path)


def test_figures_of_a_column_that_are_looked_at_together_are_one_line(word):
    few = [fix for fix in gathered(word) if fix.spot.cell and not fix.becomes][:1]
    many = [Fix(few[0].place, few[0].spot, "", few[0].findings) for _ in range(5)]
    assert [len(group) for group in repair_sheet.folded(few * 3)] == [1, 1, 1]
    assert [len(group) for group in repair_sheet.folded([*many, gathered(word)[-1]])] == [5, 1]


@pytest.mark.parametrize(
    ("printed", "becomes", "made"),
    [
        ("23,95%", "20,10", "20,10%"),
        ("231.35%", "189,70", "189,70%"),
        ("Rp. 536.035.400,-", "536.035.300", "Rp. 536.035.300,-"),
        ("Rp 1,2 juta", "1.300.000", "Rp 1.300.000"),
        ("dua", "7", "7"),
        ("tidak berhasil", "Sangat berhasil", "sangat berhasil"),
        ("TIDAK BERHASIL", "Sangat berhasil", "SANGAT BERHASIL"),
        ("-20,75", "−20,44", "−20,44"),
    ],
)
def test_the_new_figure_takes_the_place_of_the_old_ones_digits(printed, becomes, made):
    assert replaced(printed, becomes) == made


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_chromium_shows_the_sheet(word, visit, tmp_path, width, scheme):
    (path, *_) = write(word.findings, word.result, tmp_path, ["perbaikan"])
    page = visit(path, width=width, height=800, scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width and not visit.noise
    page.get_by_role("checkbox").first.check()
    assert page.get_by_role("checkbox").first.is_checked()
    assert page.locator("b", has_text="126,45").first.is_visible()


@pytest.mark.parametrize("width", [1280, 390])
def test_no_mark_and_no_cell_is_empty(word, visit, tmp_path, width):
    """A part that is missing, a finding about words: the cell tells what it is about."""
    (path, *_) = write(word.findings, word.result, tmp_path, ["perbaikan"])
    page = visit(path, width=width)
    texts = page.locator("tbody tr:not(.part) td:nth-child(2)").all_inner_texts()
    assert any(text.startswith("Laporan tidak memuat") for text in texts) and all(map(str.strip, texts))
    assert all(page.locator("mark").all_inner_texts())


def test_libreoffice_shows_the_sheet_in_english(word, soffice, pdftoppm, tmp_path):
    made = write(word.findings, word.result, tmp_path, ["perbaikan"], "en")
    for one in made[1:]:
        (path,) = office.convert(soffice, "pdf", tmp_path, one)
        text = office.pdf_text(pdftoppm.replace("pdftoppm", "pdftotext"), path)
        assert "Replaceby" in text or "replaceby" in text
        assert "126,45" in text and "seeFinding" in text and "lihatTemuan" not in text


def test_the_option_puts_low_findings_in(run, tmp_path):
    demo = audit.bundled().parent / "dinsos_buleleng_2023"
    sheets = []
    for more in ([], ["--semua"]):
        out = tmp_path / f"hasil{len(more)}"
        run("check", demo, "--out", out, "--format", "perbaikan", *more)
        sheets.append((out / "lembar-perbaikan.html").read_text(encoding="utf-8"))
    few, many = (sheet.count('type="checkbox"') for sheet in sheets)
    assert few < many and "Temuan rendah tidak dimuat" in sheets[0] and "Temuan rendah" not in sheets[1]
