"""What all tests share: settings of Hypothesis, and the reports of `../shared` where they are there."""

import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

from cermat import audit
from cermat.checks.profile import read_profile
from cermat.datasets import guarded
from cermat.datasets.batch.document import content_hash
from cermat.schemas import guard
from tests.browser import Pages, launched

SHARED = Path(__file__).parents[2] / "shared"
_ABSENT = "../shared (the real reports) is not here"

# A slow machine is no failure; on CI the examples are the same every time.
settings.register_profile("default", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")

# Threads of the test runner wait and hold nothing: documents are read in children of this process, as on the
# command line, so that what a test puts in a reader's place is there, too.
guard.alone = lambda: sys.platform == "linux"


# Files whose tests ask the same audits or readings, so one process does them once.
_TOGETHER = (
    ("test_agreement", "test_excerpts", "test_real_reports", "test_words"),
    ("test_docs_howto", "test_docs_tutorials"),
)


class _ByFile(LoadScopeScheduling):
    """Tests of a file run in one process, which makes what they share once."""

    def _split_scope(self, nodeid: str) -> str:
        file = Path(nodeid.partition("::")[0]).stem
        return next((files[0] for files in _TOGETHER if file in files), file)


def pytest_xdist_make_scheduler(config, log):
    return _ByFile(config, log)


def pytest_collection_modifyitems(items):
    """`@pytest.mark.shared`: skipped, by name and with the reason, where `../shared` is missing."""
    if SHARED.is_dir():
        return
    for item in items:
        if item.get_closest_marker("shared"):
            item.add_marker(pytest.mark.skip(reason=_ABSENT))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder `../shared`; the test is skipped where it is missing."""
    if not SHARED.is_dir():
        pytest.skip(_ABSENT)
    return SHARED


def _runs(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, timeout=120).returncode == 0


def _program(*names: str, ask: str = "--version") -> str:
    """Path of the first of these programs that is here and runs; the test is skipped where none does."""
    found = next((p for n in names if (p := shutil.which(n)) and _runs(p, ask)), None)
    if found is None:
        pytest.skip(f"{names[0]} is not here (or does not run) and could not be installed")
    return found


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a Chromium that runs headless, where Playwright can drive it."""
    if not _runs(sys.executable, "-m", "playwright", "--version"):
        pytest.skip("Playwright's driver does not run here (libatomic1 is missing?)")
    return _program("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="module")
def browser(chromium):
    with launched(chromium) as running:
        yield running


@pytest.fixture
def visit(browser):
    """Opens pages; whatever the browser complains about fails the test."""
    pages = Pages(browser)
    yield pages
    pages.close()
    assert not pages.noise


@pytest.fixture(scope="session")
def soffice() -> str:
    """Path of LibreOffice."""
    return _program("soffice", "libreoffice")


@pytest.fixture(scope="session")
def tesseract() -> str:
    """Path of Tesseract that knows Indonesian."""
    program = _program("tesseract")
    if "ind" not in subprocess.run([program, "--list-langs"], capture_output=True, text=True).stdout.split():
        pytest.skip("Tesseract's language ind is not here and could not be installed")
    return program


@pytest.fixture(scope="session")
def pdftoppm() -> str:
    """Path of poppler's pdftoppm."""
    return _program("pdftoppm", ask="-v")


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    """run(arguments…) → (exit code, standard output, standard error), away from the repository."""
    monkeypatch.chdir(tmp_path)

    def go(*arguments):
        code = audit.main([str(a) for a in arguments])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.out + captured.err
        return code, captured.out, captured.err

    return go


# what was read in this process: its content and how it was read → the pickled reading
_READ: dict[tuple, bytes] = {}


def _content(given) -> tuple:
    """What is read: bytes and their name, or a file or folder by its name and what is in it."""
    if isinstance(given[0], bytes):
        return given
    path = Path(given[0])
    return (path.name, content_hash(path), *given[1:])


@pytest.fixture
def read_once(monkeypatch):
    """The same file is read once in a process, wherever it lies: for tests of what comes after reading."""
    apart = guarded._apart

    def once(function, *given, **how):
        key = (function.__name__, *_content(given))
        if key not in _READ:
            _READ[key] = pickle.dumps(apart(function, *given, **how))
        return pickle.loads(_READ[key])

    monkeypatch.setattr(guarded, "_apart", once)


@pytest.fixture
def rules(tmp_path):
    """rules(cards or text) → a folder with that one file of rules."""

    def make(content):
        at = tmp_path / "aturan"
        at.mkdir(exist_ok=True)
        (at / "uji.yaml").write_text(
            content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True),
            encoding="utf-8",
        )
        return at

    return make


@pytest.fixture
def profile(tmp_path):
    """profile(**content) → Profile read from a file."""

    def make(**content):
        path = tmp_path / "profil.yaml"
        path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
        return read_profile(path)

    return make
