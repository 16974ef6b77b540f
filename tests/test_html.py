"""The HTML report in a real browser: what a reader does with it, what it shows, and what it must never do."""

from pathlib import Path

import pypdfium2
import pytest

from cermat.datasets.document.laid_tables import lay_out
from cermat.reports import html
from cermat.reports.html_findings import replaced
from cermat.reports.labels import STATES
from cermat.reports.pictures import MOST_PAGES
from tests import helpers, hostile, html_reports
from tests.browser import filtering, opening, serious

_SHEET = {  # a page in the strip of pages
    "image": "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7",
    "wide": 52,
    "high": 74,
    "href": "",
    "grades": ["tinggi", "sedang"],
}
CONTRADICTED = "125,00"  # the capaian that the small report computes the wrong way


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("html")


@pytest.fixture(scope="module")
def small(folder) -> Path:
    result = html_reports.small()
    path = folder / "kecil.html"
    path.write_text(html.page(result.to_dict(), result), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def large(folder) -> Path:
    result = html_reports.small()
    path = folder / "besar.html"
    strip = [dict(_SHEET, page=number, title=f"Lembar {number}") for number in range(1, MOST_PAGES + 1)]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(html, "pictures", lambda *_: {"strip": strip, "cut": {}})
        text = html.page(html_reports.many(result.to_dict(), 2_000), result)
    path.write_text(text, encoding="utf-8")
    return path


def shown(page) -> list[str]:
    return page.locator("article.t:visible h3").all_text_contents()


def number(page, text: str):
    return page.locator(".doc .n.contradicted", has_text=text).first


def test_the_page_tells_all_of_it(visit, small):
    page = visit(small)
    text = page.locator("body").inner_text()
    result = html_reports.small()
    findings = result.to_dict()
    assert "KOTA CONTOH tahun 2022" in text and "2 hal perlu diperbaiki" in text
    for f in findings["findings"]:
        card = page.locator(f"#t-{f['id']}").inner_text()
        told = [
            f["title"],
            *(f[k] for k in ("kondisi", "kriteria", "sebab", "rekomendasi")),
            f["calculation"],
        ]
        told.append(
            f["akibat"].partition(" Bila diperbaiki, ")[0] if f["dampak"] else f["akibat"]
        )  # the rest is listed as dampak
        told += [replaced(d["stated"], d["becomes"]) for d in f["dampak"]] + [p["text"] for p in f["places"]]
        assert not [t for t in told if t not in card]
    for row in findings["rules"]:
        assert page.locator(f"#a-{row['id']}").count() == 1
    assert (
        "sudah dibetulkan dalam ralat" in text
        and "sudah lewat masa berlakunya" in text
        and "tidak cocok dengan temuan mana pun" in text
    )
    assert "tanpa lapisan teks" in text and findings["engine"]["rules_sha256"] in text
    assert page.locator("#belum tbody tr").count() == len(findings["unreached"])


def test_every_number_has_the_colour_of_its_state(visit, small):
    page, result = visit(small), html_reports.small()
    wanted = [s for s in result.colours("laporan.md") if s]
    for state in STATES:
        assert page.locator(f".doc .n.{state}").count() == wanted.count(state)
        assert page.locator(f".key[data-s={state}] b").inner_text() == str(wanted.count(state))
    assert page.locator(".doc .n", has_text="2022").count() == 0  # a year is no figure
    signs = {
        s: page.locator(f".key .n.{s}").evaluate(
            "e => [getComputedStyle(e).textDecorationStyle, getComputedStyle(e,'::after').content, "
            "getComputedStyle(e).borderStyle].join()"
        )
        for s in STATES
    }
    assert len(set(signs.values())) == len(STATES)  # told apart without colour


def test_the_figures_of_the_summary_add_up(visit, small):
    page = visit(small)
    told = page.locator("dl[aria-labelledby=r-angka] dd").all_inner_texts()
    printed = html_reports.small().to_dict()["summary"]["numbers"]["printed"]
    assert (
        sum(map(int, told)) == printed
        and f"{printed} angka tercetak" in page.locator("#r-angka").inner_text()
    )


def test_filter(visit, small):
    page = visit(small)
    assert len(shown(page)) == 3
    page.get_by_label("tinggi").uncheck()
    assert len(shown(page)) == 2 and page.locator(".count").inner_text() == "2 dari 3 temuan"
    page.get_by_label("dikecualikan").uncheck()
    assert len(shown(page)) == 1
    page.get_by_text("Hapus saringan").click()
    page.locator("article.t:not([hidden])").nth(2).wait_for()
    page.get_by_label("Cari", exact=True).fill("450.000.000 jumlah")
    assert len(shown(page)) == 1
    page.get_by_label("Cari", exact=True).fill("tidak ada kata ini")
    assert shown(page) == [] and page.locator("#kosong").is_visible()
    page.get_by_label("Cari", exact=True).fill("")
    page.get_by_label("Jenis", exact=True).select_option("arah")
    assert len(shown(page)) == 1
    page.get_by_label("Jenis", exact=True).select_option("")
    part = page.locator("#f-b")
    part.select_option(
        label=next(o for o in part.locator("option").all_inner_texts() if "B. Realisasi" in o).strip()
    )
    assert len(shown(page)) == 1


def test_a_number_shows_its_calculations(visit, small):
    page = visit(small)
    number(page, CONTRADICTED).click()
    panel = page.locator("#panel")
    assert panel.is_visible() and panel.locator("h2").inner_text() == CONTRADICTED
    assert "(2 × 4,00 − 5,00) ÷ 4,00 × 100 = 75,00" in panel.inner_text() and "dibantah" in panel.inner_text()
    panel.locator("a.n", has_text="4,00").first.click()  # an operand: its own calculations
    page.wait_for_selector("#panel h2:text-is('4,00')")
    page.keyboard.press("Escape")
    assert panel.is_hidden()
    assert page.evaluate("document.activeElement.textContent") == "4,00"
    page.keyboard.press("Enter")  # it is focused: by keyboard too
    assert panel.is_visible()
    page.get_by_role("button", name="Tutup", exact=True).click()
    number(page, CONTRADICTED).focus()
    page.keyboard.press("Space")
    panel.locator("ol a", has_text="dihitung terbalik").click()  # its finding
    assert page.locator("article.t.tinggi").is_visible() and "#t-" in page.url


def test_a_place_jumps_to_its_number(visit, small):
    page = visit(small)
    page.locator("article.t.tinggi a.at").first.click()
    page.wait_for_selector(".doc .n:focus")
    assert page.evaluate("document.activeElement.textContent") == CONTRADICTED
    assert number(page, CONTRADICTED).evaluate(
        "e => e.getBoundingClientRect().top > 0 && e.getBoundingClientRect().bottom < innerHeight"
    )
    assert number(page, CONTRADICTED).evaluate("e => e.classList.contains('flash')")
    page.go_back()
    assert "#n" not in page.url
    page.locator(".key[data-s=unreached]").click()  # the legend leads to the next one
    assert page.evaluate("document.activeElement.classList.contains('unreached')")


def test_a_link_leads_to_a_finding(visit, small, large):
    ids = [f["id"] for f in html_reports.small().to_dict()["findings"]]
    page = visit(small, anchor=f"#t-{ids[-1]}")
    assert page.locator(f"#t-{ids[-1]} details.body").first.get_attribute("open") is not None
    page = visit(large, anchor=f"#t-{1_999:012x}")  # one that waits as text
    card = page.locator(f"#t-{1_999:012x}")
    assert "Persentase layanan ke-1999" in card.inner_text() and "Rekomendasi" in card.inner_text()


def test_the_sentence_for_the_review_note_can_be_copied(visit, small):
    page = visit(small)
    page.get_by_text("Kalimat untuk catatan hasil reviu").first.click()
    page.get_by_role("button", name="Salin").first.click()
    page.wait_for_selector("text=Disalin")
    copied = page.evaluate("navigator.clipboard.readText()")
    finding = html_reports.small().to_dict()["findings"][0]
    assert finding["kondisi"] in copied and finding["id"] in copied and finding["rekomendasi"] in copied


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_accessible(visit, small, width, scheme):
    page = visit(small, width, scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    number(page, CONTRADICTED).click()
    assert not serious(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_first_tab_stops_skip_the_navigation(visit, small):
    page = visit(small)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Langsung ke temuan"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**#laporan")


def test_printed(visit, small, folder):
    page = visit(small, scheme="dark")
    number(page, CONTRADICTED).click()
    page.pdf(path=folder / "cetak.pdf", prefer_css_page_size=True, print_background=True)
    document = pypdfium2.PdfDocument(folder / "cetak.pdf")
    pages = [" ".join(p.get_textpage().get_text_range().split()) for p in document]
    text = " ".join(pages)
    assert {tuple(sorted(round(x) for x in p.get_size())) for p in document} == {(595, 842)}  # A4
    assert (
        text.index("Temuan menurut tingkat")
        < text.index("Kriteria")
        < text.index("Isi laporan, seperti terbaca")
        < text.index("Aturan menurut status")
    )
    assert "Perhitungan yang memakai angka ini" not in text and "Hapus saringan" not in text
    assert all(
        k["subject"] in text and k["value"].replace("_", " ") in text
        for k in html_reports.small().to_dict()["ketetapan"]
    )
    for f in html_reports.small().to_dict()["findings"]:
        assert " ".join(f["rekomendasi"].split()) in text  # closed ones too


def test_without_scripts_it_can_be_read(visit, small):
    page = visit(small, script=False)
    assert page.locator("form.filter").is_hidden()
    assert page.locator("article.t").count() == 3 and "125,00" in page.locator(".doc").text_content()


@pytest.mark.parametrize("kind", ["document", "tables"])
def test_hostile_texts_are_harmless(visit, folder, kind):
    result = helpers.quick(
        html_reports.submission(html_reports.hostile()) if kind == "document" else hostile.submission()
    )
    lay_out(result.sub) if kind == "tables" else None
    path = folder / f"jahat-{kind}.html"
    path.write_text(html.page(result.to_dict(), result), encoding="utf-8")
    page = visit(path)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.locator(".doc .n[id]").first.click()
    text = page.locator("body").text_content()
    for wanted in ("<script>alert(1)</script><img", "{{7*7}}", '=HYPERLINK("http://contoh.invalid","klik")'):
        assert wanted in text
    assert page.locator("script").count() == 3 and page.locator("img, iframe, object, embed").count() == 0
    assert page.locator("a:not([href^='#'])").count() == 0
    # a mark that turns the direction does not reach beyond its own text
    turned = page.locator(".doc td", has_text="terbalik").first
    assert turned.evaluate("e => getComputedStyle(e).unicodeBidi") == "isolate"
    # a cell of ten thousand characters is clipped until it is opened
    clip = page.locator(".doc td .clip").first
    low = clip.evaluate("e => e.offsetHeight")
    page.locator(".doc td .unclip").first.click()
    assert low < 260 < clip.evaluate("e => e.offsetHeight")


def test_two_thousand_findings_open_and_filter_at_once(visit, large):
    """With the index of all of them, and a strip of as many pages as it may have."""
    page = visit(large)
    assert page.locator(".lines li").count() == 2_000 and page.locator(".strip li").count() == MOST_PAGES
    assert opening(page) < 1
    for text, left in (("layanan ke-1999", 1), ("persentase layanan", 2_000), ("layanan ke-199", 11)):
        assert filtering(page, text) < 0.3
        assert page.locator("article.t:not([hidden])").count() == left


def test_a_long_index_is_folded(visit, large, small):
    page = visit(large)
    assert page.locator(".index .lines > li:visible").count() == html.FEW_LINES
    rest = page.locator(".index details").first
    rest.locator("summary").click()
    assert page.locator(".index .lines > li:visible").count() == 2_000
    rest.locator("li a").last.click()
    page.wait_for_selector("article.t.flash, article.t:focus")
    assert visit(small).locator(".index details").count() == 0
