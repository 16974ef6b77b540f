"""The HTML page of the bundled report and of real documents, in a real browser."""

from pathlib import Path

import pytest

from cermat import audit
from cermat.datasets.document.laid_tables import lay_out
from cermat.reports import html
from tests import helpers


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("html")


@pytest.fixture(scope="module")
def bundled():
    result = helpers.quick(audit.read(audit.bundled()))
    lay_out(result.sub)
    return result, result.to_dict()


def whole(page, findings: dict) -> None:
    """Every finding and every printed figure is there, every link leads somewhere, nothing is wider than the
    screen."""
    assert page.locator("article.t").count() == len(findings["findings"])
    assert page.locator(".doc .n:not(.none)").count() == findings["summary"]["numbers"]["printed"]
    lost = "links => links.filter(a => a.hash.length > 1 && !document.getElementById(decodeURIComponent(a.hash.slice(1)))).map(a => a.hash)"
    assert page.locator("a[href^='#']").evaluate_all(lost) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def calculation(page, printed: str) -> str:
    """What the panel says of the first contradicted number with this text."""
    page.locator(".doc .n.contradicted", has_text=printed).first.click()
    return page.locator("#panel").inner_text()


@pytest.mark.parametrize(("lang", "width"), [("id", 1280), ("en", 390)])
def test_bundled_report(visit, folder, bundled, lang, width):
    result, findings = bundled
    path = folder / f"bawaan-{lang}.html"
    path.write_text(html.page(findings, result, lang), encoding="utf-8")
    page = visit(path, width)
    whole(page, findings)
    assert page.locator("html").get_attribute("lang") == lang
    assert page.locator(".chart").count() == 4 and page.locator(".chart svg[role=img] > title").count() >= 10
    titles = {c.id: c.title_en if lang == "en" else c.title for c in result.cards}
    assert page.locator("article.t h3").all_text_contents() == [
        titles[f["rule"]] for f in findings["findings"]
    ]
    assert page.locator("nav.bar a").first.text_content().split() == [
        {"id": "Temuan", "en": "Findings"}[lang],
        str(sum(findings["summary"]["matters"].values())),
    ]
    assert "(2 × 5,15 − 5,85) ÷ 5,15 × 100 = 86,41" in calculation(page, "113,59")


@pytest.mark.shared
@pytest.mark.parametrize(
    "name", ["000_0549a7cbacc22fc7.txt", "lkjip-dinsos-buleleng-2023.docx", "lkjip-dinsos-buleleng-2023.pdf"]
)
def test_real_document(visit, shared, folder, name):
    result = helpers.quick(audit.read(shared / "seeds" / name))
    findings = result.to_dict()
    path = folder / f"{name}.html"
    path.write_text(html.page(findings, result), encoding="utf-8")
    page = visit(path)
    whole(page, findings)
    assert "= 86,41" in calculation(page, "113,59")
