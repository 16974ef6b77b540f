"""The queue: submissions that wait in the database, taken one after the other by processes that read and
check. It begins again where it ended, whatever ended it.

The state of a submission is its place in the queue, so nothing can be done twice or lost between two records
of it. (procrastinate asks for PostgreSQL, and huey forgets what it was at when its process is killed.)
"""

import contextlib
import json
import logging
import multiprocessing
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy.orm import Session, sessionmaker

from cermat.reports.desk import store, work
from cermat.reports.desk.picture import DRAWN
from cermat.reports.desk.settings import Engine, Settings
from cermat.reports.desk.tables import FAILED, PARTED, READY, REJECTED, Kiriman, now
from cermat.schemas.atomic import write as write_whole
from cermat.schemas.edits import Edit
from cermat.schemas.errors import InputError

_LOG = logging.getLogger("cermat.meja")
_PAUSE = 0.5  # seconds between two looks at the queue
_BROKEN = "pembacaan berhenti karena berkas ini; laporkan bila berkasnya wajar"
_ONE_YEAR = 365


class Queue:
    """Processes that work for the desk. One is kept for corrections and papers, so that they never wait for a
    long document."""

    def __init__(self, engine: Engine, settings: Settings, sessions: "sessionmaker[Session]") -> None:
        self.engine, self.settings, self.sessions = engine, settings, sessions
        self._spawn = multiprocessing.get_context("spawn")
        self._readers = self._pool(settings.workers)
        self._hand = self._pool(1)
        self._drawer = ThreadPoolExecutor(1, thread_name_prefix="gambar")
        self._behind = ThreadPoolExecutor(1, thread_name_prefix="sesudah")
        self._drawn: set[str] = set()
        self._due: set[str] = set()
        self._turn = threading.Lock()
        self._stop = threading.Event()
        self._room = threading.Semaphore(settings.workers)
        self._thread = threading.Thread(target=self._run, name="antrean", daemon=True)

    def _pool(self, size: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(size, mp_context=self._spawn, initializer=work.ready_process)

    def start(self) -> None:
        """What was being read when the desk ended waits again."""
        with self.sessions() as session:
            store.wait_again(session)
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(timeout=5)
        for pool in (self._readers, self._hand, self._drawer, self._behind):
            pool.shutdown(wait=False, cancel_futures=True)

    def folder(self, kiriman: str) -> Path:
        return self.settings.submissions / kiriman

    def given(self, session: Session, kiriman: str) -> tuple[list[Edit], str, str]:
        """What people settled for a submission: corrections, profile and waivers (YAML, '' for none)."""
        edits = [
            Edit(row.tabel, row.baris, row.kolom, row.baru) for row in store.corrections(session, kiriman)
        ]
        return edits, _profile(session, kiriman), _waivers(session, kiriman)

    def again(self, kiriman: str) -> str:
        """Check once more with what people settled, now; '' or one line that says why not."""
        try:
            outcome = self._by_hand(work.audited, kiriman)
        except BrokenProcessPool:
            return _BROKEN
        if "failed" in outcome:
            return outcome["failed"]
        with self.sessions.begin() as session:
            _put_summary(session.get_one(Kiriman, kiriman), outcome["findings"])
        return ""

    def warm(self, kiriman: str) -> None:
        """The process for corrections takes up a submission that somebody looks at."""
        with contextlib.suppress(BrokenProcessPool):
            self._hand.submit(work.take_up, self.engine, self.folder(kiriman))

    def papers(self, kiriman: str, form: str) -> list[Path]:
        return self._by_hand(work.papers, kiriman, form)

    def later(self, kiriman: str) -> None:
        """Check once more in the background: what lists count follows what was decided."""
        if kiriman not in self._due:
            self._due.add(kiriman)
            self._behind.submit(self._again_later, kiriman)

    def _again_later(self, kiriman: str) -> None:
        self._due.discard(kiriman)
        if line := self.again(kiriman):
            _LOG.warning("%s: %s", kiriman, line)

    def pdf_of(self, kiriman: str) -> Path | None:
        """The document as PDF: itself, or as it is drawn in the background; None where there is none yet, an
        empty file where there never will be."""
        original = work.original_of(self.folder(kiriman))
        if original.suffix.lower() == ".pdf":
            return original
        drawn = self.folder(kiriman) / DRAWN
        if drawn.is_file():
            return drawn
        if kiriman not in self._drawn:
            self._drawn.add(kiriman)
            self._drawer.submit(self._draw, original, drawn)
        return None

    def _draw(self, original: Path, drawn: Path) -> None:
        try:
            content = self.engine.pictured(original)
        except InputError as error:
            _LOG.warning("tanpa gambar: %s", error)
            content = b""
        write_whole(drawn, content)

    def _by_hand(self, what: Callable[..., Any], kiriman: str, *more) -> Any:
        """Done now with what people settled until now; who asks later, sees no older state."""
        try:
            with self._turn, self.sessions() as session:
                task = self.given(session, kiriman)
                doing = self._hand.submit(what, self.engine, self.folder(kiriman), *task, *more)
            return doing.result()
        except BrokenProcessPool:
            self._hand = self._pool(1)
            raise

    def _run(self) -> None:
        while not self._stop.is_set():
            if not self._room.acquire(timeout=_PAUSE):
                continue
            try:
                with self.sessions() as session:
                    found = store.claim(session)
                    task = self.given(session, found) if found else None
            except Exception:
                _LOG.exception("antrean")
                found, task = "", None
            if task is None:
                self._room.release()
                self._stop.wait(_PAUSE)
            else:
                self._hand_out(found, task)

    def _hand_out(self, found: str, task: tuple) -> None:
        """Several may break with the one whose document ended its process: each of those is tried again
        alone."""
        arguments = (work.audited, self.engine, self.folder(found), *task)
        try:
            future = self._readers.submit(*arguments)
        except BrokenProcessPool:
            self._readers = self._pool(self.settings.workers)
            future = self._readers.submit(*arguments)
        future.add_done_callback(lambda done: self._finish(found, task, done))

    def _finish(self, found: str, task: tuple, done: "Future[dict]") -> None:
        try:
            with contextlib.suppress(Exception):
                self._room.release()
            try:
                outcome = done.result()
            except BrokenProcessPool:
                outcome = self._alone(found, task)
            except Exception as error:
                _LOG.exception("kiriman %s", found)
                outcome = {"failed": f"galat saat memeriksa ({type(error).__name__})"}
            self._put(found, outcome)
        except Exception:
            _LOG.exception("kiriman %s", found)

    def _alone(self, found: str, task: tuple) -> dict:
        """Once more in a process that no other document can end."""
        with self._pool(1) as pool:
            try:
                return pool.submit(work.audited, self.engine, self.folder(found), *task).result()
            except BrokenProcessPool:
                return {"failed": _BROKEN}

    def _put(self, found: str, outcome: dict) -> None:
        with self.sessions.begin() as session:
            kiriman = session.get_one(Kiriman, found)
            if "parts" in outcome:
                _put_parts(session, kiriman, outcome["parts"])
            elif "failed" in outcome:
                kiriman.keadaan, kiriman.pesan = FAILED, outcome["failed"]
            else:
                kiriman.keadaan = READY
                _put_summary(kiriman, outcome["findings"])
            store.tell(session, "cermat", kiriman.keadaan, found, pesan=kiriman.pesan)


def _put_parts(session: Session, archive: Kiriman, parts: list[tuple[str, str]]) -> None:
    """The reports of an archive as submissions that wait; the archive stays behind them."""
    archive.keadaan = PARTED
    shared = {"pembanding": archive.pembanding, "milik": archive.milik, "tenggat": archive.tenggat}
    for key, name in parts:
        before = archive.sebelum if len(parts) == 1 else None
        made = Kiriman(id=key, nama=name, pemilik=archive.pemilik, arsip=archive.id, sebelum=before, **shared)
        session.add(made)
        store.tell(session, archive.pemilik, "dikirim", key, dokumen=[name], arsip=archive.nama)


def _put_summary(kiriman: Kiriman, told: dict) -> None:
    """The counts that lists show, from findings.json."""
    matters, numbers = told["summary"]["matters"], told["summary"]["numbers"]
    kiriman.tinggi, kiriman.sedang, kiriman.rendah = (
        matters[grade] for grade in ("tinggi", "sedang", "rendah")
    )
    kiriman.perlu = told["summary"]["doubtful"]
    kiriman.tercetak = numbers["printed"]
    kiriman.terbukti = numbers["recomputed"] + numbers["repeated"]
    kiriman.instansi = told["report"]["instansi"] or ""
    kiriman.tahun = told["report"]["tahun"] or 0


def _profile(session: Session, kiriman: str) -> str:
    """profil.yaml of what was settled on the page."""
    made: dict[str, Any] = {}
    for row in store.settled(session, kiriman):
        if not row.nilai:
            continue
        if row.kunci:
            made.setdefault(row.bagian, {})[row.kunci] = row.nilai
        else:  # bands of an own scale are JSON, all else is a word
            made[row.bagian] = json.loads(row.nilai) if row.nilai.startswith("[") else row.nilai
    return yaml.safe_dump(made, allow_unicode=True, sort_keys=False) if made else ""


def _waivers(session: Session, kiriman: str) -> str:
    """pengecualian.yaml of the findings that were rejected with a reason."""
    until = (now() + timedelta(days=_ONE_YEAR)).date()
    made = [
        {"id": found, "alasan": row.alasan, "oleh": row.oleh, "sampai": until}
        for found, row in store.decisions(session, kiriman).items()
        if row.putusan == REJECTED and not row.perlu
    ]
    return yaml.safe_dump(made, allow_unicode=True) if made else ""
