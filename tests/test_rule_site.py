"""The catalogue of rules as a site: made through the command line, complete, quiet, and read in a real
browser."""

import re
from html import unescape

import pytest

from cermat import audit
from cermat.reports.labels import KINDS
from cermat.reports.output import RECORD, put_whole
from cermat.reports.rule_view import KINDS_ABOUT, arithmetic
from tests.browser import serious
from tests.helpers import cards


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("situs") / "dokumentasi"
    assert audit.main(["rules", "--site", str(folder)]) == 0
    return folder


def told(path) -> str:
    """The text of a page."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", path.read_text(encoding="utf-8"))).split())


@pytest.mark.parametrize("card", cards(), ids=lambda c: c.id)
def test_every_rule_has_a_page(site, card):
    text = told(site / f"{card.id.lower()}.html")
    wanted = [
        card.id,
        card.title,
        card.title_en,
        card.why,
        card.akibat,
        card.rekomendasi,
        card.criterion.otherwise,
        *card.false_alarms,
    ]
    wanted += [w for w in card.recomputed if w != "hitung ulang"]
    assert not [t for t in wanted if " ".join(re.sub(r"\{\{.*?\}\}", "…", t).split()) not in text]
    assert "{{" not in text and "None" not in text
    assert ("Belum ada yang dikenal." in text) == (not card.false_alarms)
    for example in card.examples:
        values = re.findall(r"'([^']*)'", " ".join(str(v) for v in example.values()))
        assert [v for v in values if v in text]


def test_links_lead_somewhere(site):
    pages = {p.name: p.read_text(encoding="utf-8") for p in site.glob("*.html")}
    assert set(pages) == {"index.html"} | {f"{c.id.lower()}.html" for c in cards()}
    for text in pages.values():
        for name, _, anchor in (
            a.partition("#") for a in re.findall(r'(?:href|src)="([^"]+)"', text) if not a.startswith("data:")
        ):
            assert not name or (site / name).is_file(), name
            assert not anchor or f'id="{anchor}"' in (pages[name] if name else text), anchor
    assert all(f'href="{name}"' in pages["index.html"] for name in pages if name != "index.html")
    assert not re.search(r"https?://", "".join(p.read_text(encoding="utf-8") for p in site.iterdir()))


def test_it_is_made_again_in_place(site):
    before = {p.name: p.stat().st_size for p in site.iterdir()}
    assert audit.main(["rules", "--site", str(site)]) == 0
    assert {p.name: p.stat().st_size for p in site.iterdir()} == before


def test_a_page_of_a_rule_that_is_gone_is_taken_away_and_nothing_else(tmp_path):
    put_whole({"index.html": "a", "lama.html": "b", "lain.html": "c"}, tmp_path)
    (tmp_path / "lain.html").write_text("ditulis orang", encoding="utf-8")
    (tmp_path / "catatan.txt").write_text("milik orang", encoding="utf-8")
    put_whole({"index.html": "d"}, tmp_path)
    assert {p.name: p.read_text(encoding="utf-8") for p in tmp_path.iterdir() if p.name != RECORD} == {
        "index.html": "d",
        "lain.html": "ditulis orang",
        "catatan.txt": "milik orang",
    }


def test_a_site_takes_no_place_of_other_files(capsys, tmp_path):
    (tmp_path / "index.html").write_text("milik orang", encoding="utf-8")
    assert audit.main(["rules", "--site", str(tmp_path)]) == 2
    assert "index.html" in capsys.readouterr().err and [p.name for p in tmp_path.iterdir()] == ["index.html"]


def test_one_rule_is_no_site(capsys, tmp_path):
    assert audit.main(["rules", "CAP-02", "--site", str(tmp_path / "x")]) == 2
    assert "--site" in capsys.readouterr().err and not (tmp_path / "x").exists()


def test_every_kind_is_explained():
    assert KINDS_ABOUT.keys() == KINDS.keys()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("(2 * target - realisasi) / target * 100", "(2 × target − realisasi) ÷ target × 100"),
        ("a - (b - c)", "a − (b − c)"),
        ("target_akhir / 0.5", "target akhir periode ÷ 0,5"),
        ("sum(nilai)", ""),
        ("a /", ""),
    ],
)
def test_arithmetic_is_written_in_its_signs(text, shown):
    assert arithmetic(text, "indikator") == shown


def test_search(visit, site):
    page = visit(site / "index.html")
    rules = page.locator(".cards li:visible")
    assert rules.count() == len(cards())
    page.get_by_label("Cari", exact=True).fill("cap-02")
    assert rules.count() == 1 and page.locator("section.jenis:visible").count() == 1
    page.get_by_label("Cari", exact=True).fill("keputusan lan 239")
    assert (
        3 < rules.count() < 20
        and page.locator(".count").inner_text() == f"{rules.count()} dari {len(cards())} aturan"
    )
    page.get_by_label("Cari", exact=True).fill("")
    page.get_by_label("Jenis", exact=True).select_option("skala")
    assert rules.count() == sum(c.kind == "skala" for c in cards())
    page.get_by_label("rendah").uncheck()
    assert rules.count() == sum(c.kind == "skala" and c.severity != "rendah" for c in cards())
    page.get_by_label("Cari", exact=True).fill("tidak ada kata ini")
    assert page.locator("#kosong").is_visible()
    page.get_by_text("Hapus saringan").click()
    page.wait_for_selector(".cards li:nth-of-type(2):visible")
    assert rules.count() == len(cards())
    rules.filter(has_text="CAP-02").locator("a").click()
    page.wait_for_url("**/cap-02.html")
    assert "113,59" in page.locator(".example.temuan").inner_text()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
@pytest.mark.parametrize("name", ["index", "rat-03"])
def test_accessible_and_narrow(visit, site, name, width, scheme):
    page = visit(site / f"{name}.html", width, scheme=scheme)
    assert not serious(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_scripts_the_list_is_there(visit, site):
    page = visit(site / "index.html", script=False)
    assert page.locator("form.filter").is_hidden() and page.locator(".cards li:visible").count() == len(
        cards()
    )
