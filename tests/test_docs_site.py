"""The documentation as a site: built without a network, whole, quiet in a browser, true to the data it is made from."""

import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest

from cermat import audit
from cermat.datasets.readers.container import SUFFIXES
from cermat.schemas.tables import all_tables
from tests.browser import serious
from tests.docs_pages import PAGES, ROOT
from tests.helpers import cards

_TARGET = re.compile(r'(?:href|src)=(?:"([^"]*)"|([^\s">]+))')


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Path:
    """As `make docs` builds it; a broken link or an unknown name fails the build."""
    folder = tmp_path_factory.mktemp("situs") / "dokumentasi"
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", folder],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return folder


def told(path: Path) -> str:
    """The text of a page."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", path.read_text(encoding="utf-8"))).split())


def test_make_docs_builds_it():
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(
        r"^docs: setup\n\t@.*-m mkdocs build --strict --quiet --site-dir \$\(SITE\)$", text, re.M
    )


def test_every_page_is_there_and_every_link_leads_somewhere(site):
    written = {page.relative_to(PAGES).with_suffix(".html").as_posix() for page in PAGES.rglob("*.md")}
    assert len(written) > 20 and all((site / name).is_file() for name in written)
    for page in [site / name for name in written]:
        for target in (a or b for a, b in _TARGET.findall(page.read_text(encoding="utf-8"))):
            name = unquote(target.partition("#")[0])
            assert "://" not in name, (page.name, target)
            if name and not name.startswith(("data:", "javascript:")):
                assert (page.parent / name).exists(), (page.name, target)


def test_nothing_is_fetched_and_no_folder_of_the_machine_is_named(site):
    for path in site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r'<(?:script|link|img|iframe)[^>]+(?:src|href)="?(?:https?:)?//', text), path
        assert str(ROOT) not in text and str(Path.home()) + "/" not in text, path


def test_reference_tells_every_rule_table_column_command_and_option(site):
    rules, tables = told(site / "rujukan/aturan.html"), told(site / "rujukan/tabel.html")
    assert not [c.id for c in cards() if c.id not in rules or c.title not in rules]
    assert all((site / "aturan" / f"{c.id.lower()}.html").is_file() for c in cards())
    assert not [c for t in all_tables().values() for c in t.columns if not re.search(rf"\b{c}\b", tables)]
    lines = told(site / "rujukan/perintah.html")
    options = {o for c in audit.cli.commands.values() for p in c.params for o in p.opts if o.startswith("--")}
    assert not [
        o for o in {*audit.cli.commands, *options} if not re.search(rf"(?<![\w-]){o}(?![\w-])", lines)
    ]
    assert "stale_waivers" in told(site / "rujukan/findings.html")
    assert not re.search(r"\b(?:None|Sentinel|UNSET|True|False)\b", lines)


def test_files_page_names_every_format_and_shows_its_files(site):
    text = (PAGES / "rujukan/berkas.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \|", text, re.M) == list(audit.FORMATS)
    shown = set(re.findall(r"\(\.\./contoh/demo/([\w.-]+)\)", text))
    assert shown == {p.name for p in (site / "contoh/demo").iterdir()}


def test_files_page_names_every_kind_of_file_that_is_read(site):
    text = told(site / "rujukan/berkas.html")
    rare = {".text", ".markdown"}  # other words for .txt and .md
    assert not [end for end in SUFFIXES if end not in rare and not re.search(rf"{re.escape(end)}\b", text)]


def test_licences_of_others_go_with_the_site(site):
    text = (site / "lisensi.txt").read_text(encoding="utf-8")
    assert "Material for MkDocs" in text and "Permission is hereby granted" in text


def test_english_pages_say_so(site):
    for page in (PAGES / "en").glob("*.md"):
        assert '<html lang="en"' in (site / "en" / f"{page.stem}.html").read_text(encoding="utf-8")
    assert '<html lang="id"' in (site / "index.html").read_text(encoding="utf-8")


NAMED = re.compile(r"`([^`\n]+)`")


@pytest.mark.parametrize("page", sorted(PAGES.rglob("*.md")), ids=lambda p: p.relative_to(PAGES).as_posix())
def test_options_rules_and_files_that_a_page_names_are_there(page):
    """In prose, too: an option of some command, a rule of the house (KTR: an office's own), a folder of the checkout."""
    text = re.sub(r"\[% if .*?\[% endif %\]", "", page.read_text(encoding="utf-8"))  # said where it is so
    options = {o for c in audit.cli.commands.values() for p in c.params for o in p.opts} | {
        "--help",
        "--no-index",
    }
    options |= {"--find-links", "--version", "--tag", "--rm", "--volume", "--user", "--build-arg"}
    options |= {"--nworkers", "--nthreads"}  # of `dask worker`
    assert not [o for o in re.findall(r"(?<![\w-])--[a-z][\w-]*", text) if o not in options]
    known = {c.id for c in cards()} | {"KTR-01", "UTF-16"}
    assert not [r for r in re.findall(r"\b[A-Z]{3}-\d{2}\b", text) if r not in known]
    paths = re.findall(r"\b(?:datasets|reports|checks|schemas|docs)/[\w./-]*\w", text)
    assert not [p for p in paths if not (ROOT / p).exists()]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("page", ["index.html", "tutorial/perencana.html", "rujukan/perintah.html"])
def test_pages_are_quiet_and_fit_the_screen(site, visit, page, width):
    shown = visit(site / page, width)
    shown.wait_for_timeout(300)
    assert serious(shown) == []
    assert shown.evaluate("document.documentElement.scrollWidth") <= width


def test_search_works_from_disk(site, visit):
    shown = visit(site / "index.html", 1280)
    found = shown.locator(".md-search-result__item a[href*='panduan/pengecualian.html']").first
    for _ in range(12):  # what is typed before the page listens is not searched
        shown.fill("input[name=query]", "")
        shown.type("input[name=query]", "pengecualian")
        shown.wait_for_timeout(2_000 if not found.is_visible() else 0)
        if found.is_visible():
            return
    raise AssertionError("nothing is found")
