"""The Rekapitulasi of a run of several reports, through the command line: a row an agency, worst first."""

import json
import re
from io import BytesIO

import openpyxl
import pytest
from lxml import html as page

from cermat.reports.folders import folder_name
from cermat.reports.recap_html import shade
from tests.batch_helpers import office
from tests.helpers import folder
from tests.office import convert

pytestmark = pytest.mark.usefixtures("read_once")


@pytest.fixture
def run_of_four(run, tmp_path):
    """Three folders of CSV and a file that is no PDF; → (exit code, standard error, folder of results)."""
    at = tmp_path / "masuk"
    folder(at / "a", office("Dinas Rapi", "3"))
    folder(at / "b", office("Dinas Keliru: Kab. Uji", "4"))
    folder(at / "c", office("Dinas Rapi", "3"))
    (at / "rusak.pdf").write_text("bukan pdf")
    code, _, err = run("check", at, "--out", tmp_path / "o", "--format", "json,html")
    return code, err, tmp_path / "o"


def table(path, name: str) -> list[list[str]]:
    """Rows of a table of the page as texts, header first."""
    tree = page.fromstring(path.read_bytes())
    found = tree.xpath(f'//table[contains(@class, "{name}")]')[0]
    return [[" ".join(cell.text_content().split()) for cell in row] for row in found.iter("tr")]


def test_a_row_an_agency_worst_first(run_of_four):
    code, err, out = run_of_four
    assert code == 1 and "rusak.pdf" in err
    head, *rows = table(out / "rekapitulasi.html", "agencies")
    assert [row[1].partition(" 2020")[0] for row in rows] == [
        "Dinas Keliru: Kab. Uji",
        "rusak.pdf",
        "Dinas Rapi",
        "Dinas Rapi",
    ]
    assert [row[2] for row in rows] == [
        "Belum dapat diyakini",
        "Tidak dapat dibaca",
        "Tidak ada pertentangan",
        "Tidak ada pertentangan",
    ]
    unread = head.index("Yang tidak terbaca")
    assert "isinya teks" in rows[1][unread] and not rows[0][unread]
    assert [row[head.index("Status")] for row in rows].count("tidak dapat dibaca") == 1
    assert all(re.fullmatch(r"\d{1,2} \w{3} 20\d\d", row[head.index("Tanggal")]) for row in rows)


def test_the_figures_are_those_of_findings_json(run_of_four):
    out = run_of_four[2]
    head, *rows = table(out / "rekapitulasi.html", "agencies")
    told = json.loads((out / "Dinas-Keliru-Kab-Uji-2020" / "findings.json").read_text(encoding="utf-8"))
    numbers, grades = told["summary"]["numbers"], told["summary"]["matters"]
    row = dict(zip(head, rows[0], strict=True))
    assert [int(row[grade]) for grade in ("tinggi", "sedang", "rendah")] == list(grades.values())
    assert row["dihitung ulang"].endswith(f"{numbers['recomputed']} dari {numbers['printed']}")
    assert int(row["belum terbukti"]) == numbers["weak"] + numbers["unreached"]
    kinds, *heat = table(out / "rekapitulasi.html", "heat")
    assert int(heat[0][kinds.index("jumlah")]) == sum(grades.values())


def test_folders_are_named_after_agency_and_year(run_of_four):
    made = {path.name for path in run_of_four[2].iterdir() if path.is_dir()}
    assert made == {"Dinas-Keliru-Kab-Uji-2020", "Dinas-Rapi-2020", "Dinas-Rapi-2020-2"}


def test_links_lead_to_the_papers(run_of_four):
    out = run_of_four[2]
    tree = page.fromstring((out / "rekapitulasi.html").read_bytes())
    links = tree.xpath('//span[@class="papers"]/a/@href')
    assert len(links) == 6 and all((out / link).is_file() for link in links)
    sheet = openpyxl.load_workbook(BytesIO((out / "rekapitulasi.xlsx").read_bytes())).worksheets[0]
    targets = [cell.hyperlink.target for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    links = [target.replace("\\", "/") for target in targets]
    assert len(links) == 6 and all((out / link).is_file() for link in links)


def test_papers_of_an_earlier_run_are_no_reports(run_of_four, run, tmp_path):
    """The results may lie in the folder that is read."""
    at = tmp_path / "masuk"
    for _ in range(2):
        run("check", at, "--out", at / "hasil", "--format", "json,html,xlsx")
    assert len(table(at / "hasil" / "rekapitulasi.html", "agencies")) == 5
    assert not list((at / "hasil").glob("*-2.*"))


def test_one_report_has_no_recap(run, tmp_path):
    folder(tmp_path / "masuk" / "satu", office("Dinas Rapi", "3"))
    assert run("check", tmp_path / "masuk", "--out", tmp_path / "o", "--format", "json")[0] == 0
    assert (tmp_path / "o" / "findings.json").exists() and not list((tmp_path / "o").glob("rekap*"))


def test_nothing_readable_is_refused(run, tmp_path):
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / name).write_text("bukan pdf")
    code, out, err = run("check", tmp_path / "a.pdf", tmp_path / "b.pdf")
    assert code == 2 and not out and err.count("\n") == 1 and "a.pdf" in err and "b.pdf" in err


def test_a_fault_of_a_reader_stops_nothing(run, tmp_path, monkeypatch):
    import cermat.datasets.given as reader

    real = reader.read_folder

    def faulty(path):
        if path.name == "b":
            raise KeyError("x")
        return real(path)

    monkeypatch.setattr(reader, "read_folder", faulty)
    for name in ("a", "b"):
        folder(tmp_path / "masuk" / name, office("Dinas Rapi", "3"))
    code, _, err = run("check", tmp_path / "masuk", "--out", tmp_path / "o", "--format", "json")
    assert code == 0 and "kesalahan di dalam program" in err
    rows = table(tmp_path / "o" / "rekapitulasi.html", "agencies")
    assert [row[2] for row in rows[1:]] == ["Tidak dapat dibaca", "Tidak ada pertentangan"]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("CON", "laporan-CON"),
        ("lpt1.", "laporan-lpt1"),
        ("COM¹", "laporan-COM1"),
        ("Dinas A. ", "Dinas-A"),
        ("C:\\Dinas/../A", "C-Dinas-A"),
        ("…", "laporan"),
        ("Dinas " + "Panjang " * 20, "Dinas" + "-Panjang" * 6),
    ],
)
def test_folders_are_safe_on_windows(words, name):
    assert folder_name(words, set()) == name


def test_shades_of_the_heat_table():
    assert [shade(count, 10) for count in (0, 1, 2, 5, 10)] == [0, 1, 1, 3, 5] and shade(0, 0) == 0


def test_the_page_in_a_browser(run_of_four, chromium):
    from tests.browser import Pages, launched, serious

    with launched(chromium) as browser:
        pages = Pages(browser)
        for width, scheme in ((1280, "light"), (390, "dark")):
            shown = pages(run_of_four[2] / "rekapitulasi.html", width, scheme=scheme)
            assert shown.evaluate("document.documentElement.scrollWidth") <= width
            assert not serious(shown)
        assert not pages.noise


def test_the_workbook_in_an_office_program(run_of_four, soffice, tmp_path):
    import pypdfium2

    paper = convert(soffice, "pdf", tmp_path, run_of_four[2] / "rekapitulasi.xlsx")[0]
    document = pypdfium2.PdfDocument(paper)
    first = document[0].get_textpage().get_text_range()
    assert len(document) == 2 and "4 laporan:" in first and "Dinas Keliru" in first
