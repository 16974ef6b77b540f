"""A desk for tests: in this process behind a client, or as the program that a person starts."""

import contextlib
import json
import multiprocessing
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from unittest import mock

from cermat import audit
from cermat.reports.desk import people
from cermat.reports.desk.queue import Queue
from cermat.reports.desk.settings import Settings

ROOT = Path(__file__).parents[1]
DEMO = ROOT / "datasets" / "demo_dinas_contoh" / "laporan_demo.docx"
ENGINE = audit.desk_engine()
BASE = "http://127.0.0.1"
PASSWORD = "sandi-panjang"
_WAIT = 120.0  # seconds until something that must come counts as never coming

# A report of a few lines: one row whose capaian is wrong (40 of 50 is 80).
SMALL = """# LAPORAN KINERJA INSTANSI PEMERINTAH
DINAS PERIKANAN KOTA CONTOH
TAHUN 2023

## BAB III AKUNTABILITAS KINERJA

Tabel 3.1 Capaian Kinerja Tahun 2023

| No | Indikator Kinerja | Satuan | Target | Realisasi | Capaian (%) |
|---|---|---|---|---|---|
| 1 | Produksi ikan budidaya | ton | 50 | 40 | {capaian} |
| 2 | Jumlah nelayan yang dibina | orang | 200 | 180 | 90,00 |
| 3 | Jumlah kelompok yang dilatih | kelompok | 80 | 60 | 75,00 |
"""


class _OneProcess:
    """A process that works for every desk of a run of tests: what it loads, it loads once."""

    pool: ProcessPoolExecutor | None = None

    def submit(self, *task):
        if _OneProcess.pool is None:
            _OneProcess.pool = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))
        return _OneProcess.pool.submit(*task)

    def shutdown(self, **_how) -> None:
        """It ends with the tests."""


@contextlib.contextmanager
def client(folder: Path, **settings) -> Iterator:
    """A browser without a window, on a desk in this process. The processes that a person's desk has are those
    of `Program`."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from fastapi.testclient import TestClient

    from cermat.reports.desk.app import make

    with mock.patch.object(Queue, "_pool", lambda _queue, _size: _OneProcess()):
        app = make(ENGINE, Settings(folder, workers=1, **settings), ("127.0.0.1",))
    with TestClient(app, base_url=BASE) as asking:
        asking.get("/masuk")
        yield asking


def send(asking, name: str, content: bytes, **fields) -> str:
    """Submit a document; the path of its page."""
    answer = asking.post(
        "/kiriman",
        data={"kunci": asking.cookies["kunci"], **fields},
        files={"laporan": (name, content)},
        follow_redirects=False,
    )
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def wait_read(asking, path: str) -> None:
    """Until a submission was read, or refused."""
    until = time.monotonic() + _WAIT
    while not asking.get(f"{path}/kemajuan").headers.get("hx-refresh"):
        assert time.monotonic() < until, "never read"
        time.sleep(0.1)


def post(asking, path: str, **fields):
    """What htmx sends when a form is sent; the answer."""
    data = {"kunci": asking.cookies["kunci"], **fields}
    return asking.post(path, data=data, headers={"hx-request": "true"})


def findings_of(asking, path: str) -> list[dict]:
    """The findings of a submission, as its findings.json says them."""
    return json.loads(asking.get(f"{path}/surat/json").content)["findings"]


def seen_on(card) -> str:
    """The decision that a card shows, as its form says it."""
    return re.search(r'name="sesudah" value="(\d+)"', card.text)[1]


def fill_office(asking) -> None:
    """Two planners of two agencies, two reviewers."""
    with asking.app.state.desk.sessions.begin() as session:
        people.add(session, "rina", "perencana", "Dinas Perikanan", PASSWORD)
        people.add(session, "joko", "perencana", "Dinas Pertanian", PASSWORD)
        people.add(session, "sari", "reviewer", "", PASSWORD)
        people.add(session, "budi", "inspektur", "", PASSWORD)


def sign_in(asking, name: str, password: str = PASSWORD):
    """Sign in as somebody else; the answer."""
    sign_out(asking)
    return asking.post("/masuk", data={"kunci": asking.cookies["kunci"], "nama": name, "sandi": password})


def sign_out(asking) -> None:
    """A stranger from now on."""
    if "sesi" in asking.cookies:
        asking.cookies.delete("sesi")


def text_of(page: str) -> str:
    """What a page says, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class Program:
    """`audit.py serve`, started, killed and started again over one folder."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder, self.options, self.port = folder, options, free_port()
        self.address = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> "Program":
        self.start()
        return self

    def __exit__(self, *_error) -> None:
        self.end(signal.SIGTERM)

    def start(self) -> None:
        command = [sys.executable, "audit.py", "serve", "--port", str(self.port), "--data", str(self.folder)]
        self.process = subprocess.Popen(
            [*command, *self.options],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        until = time.monotonic() + _WAIT
        while self.process.poll() is None and time.monotonic() < until:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            time.sleep(0.1)
        raise AssertionError("the desk did not open")

    def end(self, how: int) -> None:
        """End it with all its processes."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, how)
        self.process.wait(30)
