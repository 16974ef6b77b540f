"""A headless Chromium for tests of HTML pages: everything it complains about or asks for is noted."""

from contextlib import contextmanager

import pytest


@contextmanager
def launched(program: str):
    """A running browser; the test is skipped where its driver is missing."""
    driver = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with driver.sync_playwright() as p:
        browser = p.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


class Pages:
    """Opens files; `noise` holds console messages, errors, dialogs, and requests beyond file://."""

    def __init__(self, browser):
        self.browser, self.noise, self.open = browser, [], []

    def __call__(
        self,
        path,
        width: int = 1280,
        height: int = 900,
        scheme: str = "light",
        anchor: str = "",
        script: bool = True,
    ):
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        page.on("console", lambda m: self.noise.append(f"console {m.type}: {m.text}"))
        page.on("pageerror", lambda e: self.noise.append(f"error: {e}"))
        page.on("dialog", lambda d: (self.noise.append(f"dialog: {d.message}"), d.dismiss()))
        page.on(
            "request",
            lambda r: (
                None if r.url.startswith(("file:", "data:")) else self.noise.append(f"request: {r.url}")
            ),
        )
        page.goto(path.as_uri() + anchor)
        self.open.append(context)
        return page

    def close(self):
        for context in self.open:
            context.close()


class Busy:
    """Busy(page)() → CPU seconds that the page has taken since, whatever else runs on the machine."""

    def __init__(self, page):
        self.session = page.context.new_cdp_session(page)
        self.session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def __call__(self) -> float:
        told = self.session.send("Performance.getMetrics")["metrics"]
        return {metric["name"]: metric["value"] for metric in told}["TaskDuration"]


def opening(page) -> float:
    """CPU seconds of opening a page once more (what came before a Busy is not counted)."""
    busy = Busy(page)
    page.reload()
    return busy()


def filtering(page, text: str) -> float:
    """CPU seconds of filtering the findings of an HTML report by a text, until it is painted."""
    busy = Busy(page)
    page.locator("form.filter [name=q]").fill(text)
    page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    return busy()


def serious(page) -> list[str]:
    """What axe-core calls serious or critical on this page, one line each."""
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed"
    )
    # the style sheet of a page on file:// may not be fetched again (preload)
    found = axe.Axe().run(page, options={"preload": False}).response["violations"]
    return [
        f"{v['id']} ({v['impact']}): {v['nodes'][0]['html'][:200]} {v['nodes'][0]['failureSummary'][:300]}"
        for v in found
        if v["impact"] in ("serious", "critical")
    ]
