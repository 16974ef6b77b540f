"""The desk in a real browser: the planner's and the reviewer's story, with the keyboard alone, on a laptop and
on a phone."""

import re
import zipfile

import pytest

from tests.browser import launched, serious
from tests.desk_server import SMALL, Program

SIZES = {"laptop": (1280, 800), "ponsel": (390, 844)}


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with Program(tmp_path_factory.mktemp("meja"), "--workers", "1") as program:
        yield program.address


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("berkas")
    wrong, right = folder / "laporan.md", folder / "perbaikan.md"
    wrong.write_text(SMALL.format(capaian="85,00"), encoding="utf-8")
    right.write_text(SMALL.format(capaian="80,00"), encoding="utf-8")
    return wrong, right


@pytest.fixture(scope="module")
def browser(chromium):
    with launched(chromium) as running:
        yield running


class Hand:
    """A page that is worked on with the keyboard alone; `noise` holds complaints and requests elsewhere."""

    def __init__(self, browser, address: str, size: tuple[int, int]) -> None:
        self.noise: list[str] = []
        self.context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, accept_downloads=True, locale="id-ID"
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(60_000)
        self.page.on("console", lambda said: self.noise.append(f"console {said.type}: {said.text}"))
        self.page.on("pageerror", lambda error: self.noise.append(f"error: {error}"))
        self.page.on("request", lambda asked: self._note(asked.url, address))
        self.page.goto(address)

    def _note(self, url: str, address: str) -> None:
        if not url.startswith((address, "data:", "blob:")):
            self.noise.append(f"request: {url}")

    def reach(self, selector: str) -> None:
        """Tab until the focus is on the first of these."""
        for _ in range(400):
            if self.page.evaluate("s => document.activeElement?.matches(s) ?? false", selector):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not reach {selector}")

    def press(self, selector: str, key: str = "Enter") -> None:
        self.reach(selector)
        self.page.keyboard.press(key)

    def give(self, path) -> None:
        """Choose a file by the keyboard and send it."""
        self.choose("input[name=laporan]", path)
        self.press("button.utama")
        self.page.wait_for_selector("#hitungan")

    def choose(self, selector: str, path) -> None:
        """Choose a file by the keyboard. A page that another one lies over opens no window of files, nor one
        that hears of a key so late that it is no longer the user's."""
        from playwright.sync_api import TimeoutError

        self.page.bring_to_front()
        for key in ("Enter", "Space", "Enter"):
            self.reach(selector)
            try:
                with self.page.expect_file_chooser(timeout=20_000) as chooser:
                    self.page.keyboard.press(key)
                return chooser.value.set_files(path)
            except TimeoutError:
                continue
        raise AssertionError(f"no key opens a window of files at {selector}")

    def fits(self) -> None:
        """Nothing sticks out to the right, and axe-core has nothing serious to say."""
        wide = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 1, f"{self.page.url} is {wide} px too wide"
        assert serious(self.page) == []


@pytest.fixture(params=SIZES)
def hand(request, browser, address):
    made = Hand(browser, address, SIZES[request.param])
    yield made
    made.context.close()
    assert made.noise == []


def test_a_planner_checks_corrects_and_takes_the_sheet_of_repairs(hand, files):
    hand.fits()
    hand.give(files[0])
    page = hand.page
    assert "85,00" in page.inner_text("article.t")
    hand.fits()
    hand.press("nav.tab a[href$='/surat']")
    page.wait_for_url("**/surat")
    hand.fits()
    hand.reach("a[href$='/surat/perbaikan']")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    with zipfile.ZipFile(download.value.path()) as sheets:
        assert {"html", "docx"} <= {name.rpartition(".")[2] for name in sheets.namelist()}
    hand.press("nav.tab a[href$='/tabel']")
    page.wait_for_url("**/tabel")
    hand.press("nav.tingkat a[href$='jenis=indikator']")
    page.wait_for_selector("#s-indikator-0-capaian")
    hand.fits()
    hand.press("#s-indikator-0-capaian a.sel")
    page.wait_for_selector("#s-indikator-0-capaian input[name=teks]:focus")
    page.keyboard.press("Control+A")
    page.keyboard.type("80,00")
    page.keyboard.press("Enter")
    page.wait_for_selector("#berubah:has-text('Selesai 1')")
    page.wait_for_selector("#s-indikator-0-capaian a.sel:focus")  # the hand stays where it was
    assert "0 tinggi 0 sedang" in re.sub(r"\s+", " ", page.inner_text("#hitungan"))
    hand.fits()
    for part in ("ikatan", "ketetapan"):
        hand.press(f"nav.tab a[href$='/{part}']")
        page.wait_for_url(f"**/{part}")
        hand.fits()


def test_a_reviewer_decides_returns_and_sees_what_is_solved(hand, files):
    hand.give(files[0])
    page = hand.page
    hand.reach("article.t input[name=alasan]")
    page.keyboard.type("angka sudah benar")
    page.keyboard.press("Enter")  # refuses with the reason, and does not accept
    page.wait_for_selector("article.t.tolak")
    hand.press("article.t button[value=terima]")
    page.wait_for_selector("article.t.terima")
    hand.reach("form.telaah select")
    page.keyboard.type("dikembalikan")
    hand.reach("form.telaah button")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    hand.press("details.ulang summary")
    hand.choose("details.ulang input[name=laporan]", files[1])
    hand.press("details.ulang button.utama")
    page.wait_for_selector("#hitungan")
    hand.press("nav.tab a[href$='/banding']")
    page.wait_for_selector("h2:has-text('Selesai 1')")
    hand.fits()
    page.goto(page.url.partition("/kiriman")[0] + "/ringkasan")
    hand.fits()
    assert "dikembalikan" in page.inner_text("main")
