"""The papers of a comparison: every finding on each, hostile texts, both languages, a browser."""

import json
import re
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from markdown_it import MarkdownIt

from cermat.reports import COMPARED, compare, compare_console
from cermat.reports.folders import folder_name
from tests import hostile
from tests.compare_helpers import NEW, OLD, counts, findings
from tests.helpers import folder, quick


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> dict:
    where = tmp_path_factory.mktemp("pair")
    return compare.compare(findings(folder(where / "lama", OLD)), findings(folder(where / "baru", NEW)))


def papers(made: dict, where: Path, lang: str = "id") -> dict[str, Path]:
    paths = compare.write(compare.view(made, None, None, lang), where, list(COMPARED))
    return dict(zip(COMPARED, paths, strict=True))


def test_every_paper_names_every_finding(made, tmp_path):
    files = papers(made, tmp_path)
    found = [f for each in compare.listed(made).values() for f in each]
    html, md = (files[k].read_text(encoding="utf-8") for k in ("html", "md"))
    sheet = openpyxl.load_workbook(files["xlsx"])["Perbandingan"]
    cells = [c for row in sheet.iter_rows(values_only=True) for c in row if c]
    for f in found:
        assert f"#{f['id']}" in html and f"`{f['id']}`" in md and f["id"] in cells
    assert [s.title for s in openpyxl.load_workbook(files["xlsx"])] == ["Ringkasan", "Perbandingan"]
    assert json.loads(files["json"].read_text(encoding="utf-8"))["schema"] == "lkjip-compare/1"
    change = next(c for c in made["changed"] if c["what"] == ["stated"])
    assert "80" in html and change["old"]["kondisi"][:40] in html


def test_english(made, tmp_path):
    files = papers(made, tmp_path, "en")
    assert "Comparison of two reviews" in files["html"].read_text(encoding="utf-8")
    assert "solved" in files["md"].read_text(encoding="utf-8")
    assert openpyxl.load_workbook(files["xlsx"]).sheetnames == ["Summary", "Comparison"]


@pytest.fixture(scope="module")
def bad(tmp_path_factory):
    """A hostile report that becomes another hostile report: some findings in every state."""
    old = quick(hostile.submission()).to_dict()
    new = json.loads(json.dumps(old))
    old["findings"], new["findings"] = (
        old["findings"][: 2 * len(old["findings"]) // 3],
        new["findings"][len(new["findings"]) // 3 :],
    )
    new["doubtful"].append(new["findings"].pop(0))  # a finding that is not sure any more
    for k, f in enumerate(new["findings"]):
        if k % 2:
            f["stated"] = hostile.LINK
    old["report"]["laporan"] = new["report"]["laporan"] = hostile.SCRIPT + hostile.TEMPLATE
    return compare.compare(old, new), papers(compare.compare(old, new), tmp_path_factory.mktemp("bad"))


def test_hostile_texts_are_harmless(bad):
    made, files = bad
    assert all(counts(made).values())
    html, md = (files[k].read_text(encoding="utf-8") for k in ("html", "md"))
    assert not re.search(r"<(script|img|iframe|a (?!href=\"#))", html) and "onerror" not in re.sub(
        r"&lt;.*?&gt;", "", html
    )
    for text in (html, md):
        assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f\x00-\x08\x0b-\x1f\x7f-\x9f]", text)
    assert "{{" not in md
    tokens = [
        t
        for token in MarkdownIt("commonmark").enable("table").parse(md)
        for t in [token, *(token.children or [])]
    ]
    assert not {
        "html_block",
        "html_inline",
        "link_open",
        "image",
        "fence",
        "code_block",
        "hr",
        "blockquote_open",
    } & {t.type for t in tokens}
    book = openpyxl.load_workbook(files["xlsx"])
    assert not [c for s in book for row in s.iter_rows() for c in row if c.data_type == "f" or c.hyperlink]
    with zipfile.ZipFile(BytesIO(files["xlsx"].read_bytes())) as z:
        assert not [n for n in z.namelist() if n.endswith(".rels") and b"contoh.invalid" in z.read(n)]
    assert json.loads(files["json"].read_text(encoding="utf-8"))


def test_the_terminal_is_left_alone(bad, capsys):
    made, files = bad
    compare_console.show(compare.view(made, None, None), list(files.values()))
    out = capsys.readouterr().out
    assert "\x1b" not in out and "\u202e" not in out and "\x07" not in out
    assert "<script>" in out


def test_folders_of_reports_differ_in_more_than_case():
    taken: set[str] = set()
    assert [folder_name(n, taken) for n in ("Dinas", "dinas", "DINAS-2", "../..")] == [
        "Dinas",
        "dinas-2",
        "DINAS-2-2",
        "laporan",
    ]


def test_the_page_in_a_browser(made, bad, chromium, tmp_path):
    """Nothing is loaded or run, nobody is shut out, and nothing is wider than a telephone."""
    from tests.browser import Pages, launched, serious

    files = [papers(made, tmp_path)["html"], bad[1]["html"]]
    with launched(chromium) as browser:
        pages = Pages(browser)
        for path in files:
            for width, scheme in ((1280, "light"), (390, "dark")):
                page = pages(path, width, scheme=scheme)
                assert serious(page) == []
                assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert pages.noise == []
        pages.close()
