"""What the papers say of the documents that a report is held against, and of years that follow each other."""

import io
import re
import shutil

import openpyxl
import pytest

from cermat import audit
from cermat.datasets.document.laid_tables import lay_out
from cermat.reports import beside, console, docx, html, markdown, papers, pdf, xlsx, yearly
from cermat.reports.checklist import checklist
from cermat.reports.labels import labels
from tests.beside import OWN, PK, RENSTRA, kind, targets
from tests.browser import serious
from tests.helpers import folder, portfolio
from tests.office import convert, pdf_text

WORDS = labels("id")
OTHER = {"identitas": kind("iku", "Dinas Perhubungan Kota Lain"), "indikator": targets(terminal="80")}
SOME = {"identitas": kind("pk"), "indikator": targets(terminal="80", parkir="70", halte="60", marka="9")}


def reported(year: str, **values: str) -> dict:
    rows = [{"indikator": "Persentase rambu", "tahun": year, **values}]
    return {"identitas": kind("lkjip", year=year), "indikator": rows}


YEARS = (
    reported("2023", target="50", realisasi="51", realisasi_lalu="48"),
    reported("2022", target="48", realisasi="47"),
    reported("2020", realisasi="44"),
)


def made(own: dict, *others: dict):
    """(findings.json, frames) of a report beside documents "lain0", "lain1" …"""
    against = [portfolio({f"lain{at}": one}) for at, one in enumerate(others)]
    result = audit.check(portfolio({"r": own}), against=against)
    lay_out(result.sub)
    return result.to_dict("r"), result


@pytest.fixture(scope="module")
def held():
    return made(OWN, SOME, RENSTRA, OTHER)


@pytest.fixture(scope="module")
def years():
    return made(*YEARS)


def test_one_line_a_document_and_none_is_silent(held):
    lines = [beside.line(one) for one in beside.documents(held[0], WORDS)]
    assert lines[0].startswith("lain0: Perjanjian Kinerja (PK) 2023, 3 angka dibandingkan")
    assert [line for line in lines if "Kota Lain" in line and "tidak dibandingkan" in line]


def test_the_console_tells_them(held, capsys):
    console.show(held[0], [], result=held[1])
    assert "lain0: Perjanjian Kinerja (PK) 2023, 3 angka dibandingkan" in capsys.readouterr().out


def test_a_place_of_another_document_begins_with_its_name(held):
    found = next(one for one in held[0]["findings"] if one["rule"] == "SIL-07")
    text = html.page(*held)
    card = text[text.index(f'id="t-{found["id"]}"') :].partition("</article>")[0]
    assert "<bdi>lain1 · " in card and "di lain1" in card
    assert '<span class="becomes">' not in card  # which of the two is right is for a person


def test_each_finding_bears_its_own_title(held):
    (found,) = (one for one in held[0]["findings"] if one["rule"] == "SIL-07")
    assert found["title"] == "Target tahun ini berbeda dari target Renstra"
    for paper in (html.page(*held), markdown.report(*held)):
        assert found["title"] in paper
    english = "This year's target differs from that of the strategic plan (Renstra)"
    assert english in markdown.report(*held, lang="en").replace("&#39;", "'").replace("&rsquo;", "'")
    assert papers.rule_title(found, held[1], "en") == english


def test_a_matter_of_several_findings_counts_once(held):
    found = next(one for one in held[0]["findings"] if one["rule"] == "SIL-07")
    parts = [found | {"no": "1"}, found | {"no": "1.1"}, found | {"no": "2"}]
    told = held[0] | {"findings": parts}
    (line,) = (beside.line(one) for one in beside.documents(told, WORDS) if one["file"] == "lain1")
    assert line.endswith("4 angka dibandingkan, 2 temuan")
    reasons = [one.reason for _, _, answers in checklist(told, held[1], WORDS) for one in answers]
    assert any(reason.endswith("Berbeda: temuan 1, 2.") for reason in reasons)


def test_the_page_shows_documents_coverage_and_names(held, visit, tmp_path):
    path = tmp_path / "laporan.html"
    path.write_text(html.page(*held), encoding="utf-8")
    for width, scheme in ((1280, "light"), (390, "dark")):
        page = visit(path, width, scheme=scheme)
        assert page.locator("#lain article").count() == 3
        first = page.locator("#lain article", has_text="lain0")
        assert first.locator(".share").inner_text() == "3 dari 4 (75%)"
        assert first.locator(".mark").inner_text() == "c"
        assert [one.inner_text() for one in first.locator("summary").all()] == [
            "tidak ada di dokumen itu 1",
            "hanya di dokumen itu 1",
        ]
        assert not first.locator("li").first.is_visible()
        assert "Kota Lain" in page.locator("#lain .unused").inner_text()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert serious(page) == []


def test_nothing_beside_nothing_told():
    told, result = made(OWN)
    page = html.page(told, result)
    assert 'id="lain"' not in page and 'id="deret"' not in page
    assert "Terhadap dokumen lain" not in markdown.report(told, result)
    assert papers.content(told, result)["dokumen_lain"] == []
    assert "Dokumen Lain" not in openpyxl.load_workbook(io.BytesIO(xlsx.book(told, result))).sheetnames


def test_a_chart_of_years(years, visit, tmp_path):
    (row,) = yearly.series(years[0], WORDS)
    assert [(one["year"], one["target"], one["realisasi"]) for one in row["years"]] == [
        (2020, "", "44"),
        (2021, "", ""),
        (2022, "48", "47"),
        (2023, "50", "51"),
    ]
    lines = [(one["kind"], one["x"], one["x2"]) for one in row["lines"]]
    assert lines == [("target", 62.5, 87.5), ("realisasi", 62.5, 87.5)]  # none over the year that is missing
    assert [yearly.restated_text(one, WORDS) for one in row["restated"]] == [
        "Realisasi 2022: 48 kini, 47 dahulu (lain0)"
    ]
    path = tmp_path / "laporan.html"
    path.write_text(html.page(*years), encoding="utf-8")
    page = visit(path, 390)
    assert page.locator("#deret .dot-realisasi").count() == 1 + 3  # the key, and three years
    assert "48 kini, 47 dahulu" in page.locator("#deret .again").inner_text()
    middle = "e => { const box = e.getBoundingClientRect(); return box.x + box.width / 2; }"
    heads = [one.evaluate(middle) for one in page.locator("#deret thead th.r").all()]
    dots = [one.evaluate(middle) for one in page.locator("#deret table .dot-realisasi").all()]
    assert [heads[0], heads[2], heads[3]] == pytest.approx(dots, abs=1.5)
    assert serious(page) == []


def test_many_indicators_fold(visit, tmp_path):
    def several(year: str) -> dict:
        rows = [
            {"indikator": f"Persentase {name}", "tahun": year, "realisasi": str(30 + at)}
            for at, name in enumerate(
                ("rambu", "marka", "halte", "parkir", "terminal", "trayek", "jembatan", "lampu")
            )
        ]
        return {"identitas": kind("lkjip", year=year), "indikator": rows}

    path = tmp_path / "laporan.html"
    path.write_text(html.page(*made(several("2023"), several("2022"), several("2021"))), encoding="utf-8")
    shown = [one.is_visible() for one in visit(path).locator("#deret .years").all()]
    assert shown == [True] * 6 + [False] * 2


def answers(told: dict, result) -> dict[str, tuple[str, str]]:
    return {
        f"{part}.{one.number}": (one.answer, one.reason)
        for part, _title, given in checklist(told, result, WORDS)
        for one in given
    }


def test_the_form_is_answered_by_the_documents():
    told = answers(*made(OWN, SOME, RENSTRA))
    assert told["III.1"][1].startswith(
        "lain0: Target indikator sama dengan Perjanjian Kinerja, 3 dari 4 (75%), mutu c. "
        "Belum: Persentase rambu. Hanya di dokumen itu: Persentase marka."
    )
    assert told["III.2"][1].startswith(
        "lain1: Target tahun ini sama dengan Renstra, 4 dari 4 (100%), mutu a."
    )
    assert not told["III.5"][1].startswith("lain")


def test_last_years_report_answers_beside_what_the_report_itself_shows(years):
    answer, reason = answers(*years)["III.7"]
    assert answer != "ya" and "tahun lalu" in reason
    assert "lain0: Realisasi tahun-tahun lalu sama dengan laporannya, 1 dari 1 (100%), mutu a." in reason


def test_without_documents_the_form_is_answered_by_the_report():
    assert not any("lain0" in reason or "sendiri" in reason for _, reason in answers(*made(OWN)).values())


def test_word_pdf_and_workbook_print_the_short_table(held, soffice, tmp_path):
    pdftotext = shutil.which("pdftotext") or pytest.skip("pdftotext is not here")
    wanted = ["Terhadapdokumenlain", "3dari4(75%)", "Persentaserambu", "KotaLain"]
    word, book = tmp_path / "catatan.docx", tmp_path / "kertas.xlsx"
    word.write_bytes(docx.papers(*held)["catatan-hasil-reviu.docx"])
    book.write_bytes(xlsx.book(*held))
    (tmp_path / "langsung.pdf").write_bytes(pdf.papers(*held)["catatan-hasil-reviu.pdf"])
    for path in [*convert(soffice, "pdf", tmp_path, word, book), tmp_path / "langsung.pdf"]:
        text = pdf_text(pdftotext, path)
        assert [one for one in wanted if one not in text] == [], path.name
    sheet = openpyxl.load_workbook(book)["Dokumen Lain"]
    name = "Target indikator sama dengan Perjanjian Kinerja"
    told = [row[1:5] for row in sheet.iter_rows(values_only=True) if row[0] == name]
    assert told == [
        ("lain0", "3 dari 4 (75%)", "c", None),
        ("lain0", "tidak ada di dokumen itu", "Persentase rambu", ""),
        ("lain0", "hanya di dokumen itu", "", "Persentase marka"),
    ]


def test_years_are_numbers_in_the_workbook(years):
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx.book(*years)))["Dokumen Lain"]
    told = [row[2:6] for row in sheet.iter_rows(values_only=True) if row[0] == "Persentase rambu"]
    assert told == [("2020", "", 44, ""), ("2021", "", "", ""), ("2022", 48, 47, ""), ("2023", 50, 51, "")]


def test_documents_beside_are_no_rows_of_a_recap(run, tmp_path):
    own = [folder(tmp_path / name, OWN) for name in ("satu", "dua")]
    out = tmp_path / "hasil"
    code, told, _ = run(
        "check", *own, "--against", folder(tmp_path / "pk", PK), "--out", out, "--format", "html"
    )
    assert code in (0, 1) and told.count("pk: Perjanjian Kinerja (PK) 2023") == 2
    page = (out / "rekapitulasi.html").read_text(encoding="utf-8")
    body = page[page.index("<tbody") :].partition("</tbody>")[0]
    assert body.count("<tr") == 2 and ">pk<" not in page


def test_markdown_tells_both(held, years):
    assert "| 3 dari 4 (75%) | c | Persentase rambu |" in markdown.report(*held)
    assert re.search(r"\| 2022 \| 48 \| 47 \| .* \| lain0 \|", markdown.report(*years))
