"""Documents are read apart: what kills, swells or stops their reader is one line, and the other reports are read."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cermat import audit
from cermat.datasets import guarded
from cermat.schemas import limits
from cermat.schemas.errors import InputError
from cermat.schemas.limits import Limits

REPORT = """# LAPORAN KINERJA DINAS CONTOH TAHUN 2023

Tabel 3.1 Realisasi Anggaran

| Program | Pagu (Rp) | Realisasi (Rp) | % |
|---|---|---|---|
| Program A | 1.000.000.000 | 900.000.000 | 80,00 |
"""
linux = pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux holds a child of this process to limits"
)


@pytest.fixture
def report(tmp_path):
    made = tmp_path / "laporan.md"
    made.write_text(REPORT, encoding="utf-8")
    return made


@pytest.fixture
def broken(monkeypatch):
    """broken(does): the reader of documents named buruk.* does this instead."""

    def make(does, within=None):
        whole = guarded.submitted

        def reads(source, *more):
            return does() if getattr(source, "stem", "") == "buruk" else whole(source, *more)

        monkeypatch.setattr(guarded, "submitted", reads)
        if within:
            monkeypatch.setattr(guarded, "Limits", lambda: within)

    return make


def grow():
    held = []
    while True:
        held.append(bytearray(50_000_000))


ENDS = {
    "dies": (lambda: os.kill(os.getpid(), signal.SIGSEGV), None, "proses yang membacanya mati (sinyal 11"),
    "leaves": (lambda: os._exit(3), None, "proses yang membacanya mati (kode 3)"),
    "sleeps": (lambda: time.sleep(60), Limits(1), "pembacaannya melewati batas waktu 1 detik"),
    "grows": (grow, Limits(20, 300_000_000), "pembacaannya melewati batas memori 0,3 GB"),
}


@linux
@pytest.mark.parametrize("how", ENDS)
def test_a_reader_that_ends_badly_is_one_line(report, broken, run, how):
    does, within, words = ENDS[how]
    broken(does, within)
    bad = report.rename(report.with_name("buruk.md"))
    start = time.monotonic()
    code, out, err = run("check", bad, "--out", "o")
    assert (code, out, err.count("\n")) == (2, "", 1) and f"buruk.md: {words}"[:-1] in err
    assert time.monotonic() - start < 15 and not Path("o").exists()


@linux
def test_what_cannot_be_read_is_a_row_and_the_others_are_audited(report, broken, run):
    broken(ENDS["dies"][0])
    (report.parent / "buruk.md").write_text(REPORT)
    code, _, err = run("check", report, "buruk.md", "--select", "rasio", "--out", "o", "--format", "json")
    assert code == 1 and "buruk.md: proses yang membacanya mati" in err
    code, _, err = run("compare", report, "buruk.md", "--select", "rasio", "--out", "c")
    assert code == 2 and err.count("\n") == 1
    assert run("check", report, "--against", "pk=buruk.md", "--select", "rasio", "--out", "d")[0] == 1
    assert "proses yang membacanya mati" in Path("d/findings.json").read_text()


@linux
def test_steps_and_faults_come_over(report, broken):
    heard = []

    def steps(path, tell, _ocr):
        tell(1, 2)
        tell(2, 2)
        raise ZeroDivisionError("nol")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(guarded, "submitted", steps)
        with pytest.raises(ZeroDivisionError, match="nol") as error:
            audit.read(report, lambda done, total: heard.append((done, total)))
    assert heard[-1] == (2, 2) and "in steps" in error.value.__notes__[0]


@linux
@pytest.mark.parametrize(("how", "code_told"), [("SIGKILL", -9), ("SIGTERM", 143), ("SIGINT", 130)])
def test_a_child_ends_with_whoever_asked(report, how, code_told):
    code = (
        "import os, sys, time\nfrom pathlib import Path\nfrom cermat import audit\nfrom cermat.datasets import guarded\n"
        "def submitted(path, *_more):\n    print(os.getpid(), file=open('anak', 'w'))\n    time.sleep(60)\n"
        "guarded.submitted = submitted\nsys.exit(audit.main(['check', 'laporan.md']))\n"
    )
    asking = subprocess.Popen([sys.executable, "-c", code], cwd=report.parent)
    note, end = report.parent / "anak", time.monotonic() + 60
    while not (note.exists() and note.read_text().strip()) and time.monotonic() < end:
        time.sleep(0.05)
    child = Path("/proc") / note.read_text().strip()
    assert child.exists()
    asking.send_signal(getattr(signal, how))
    assert asking.wait(30) == code_told
    while child.exists() and "Z" not in (child / "stat").read_text().split() and time.monotonic() < end:
        time.sleep(0.05)
    assert not child.exists() or "Z" in (child / "stat").read_text().split()


def test_beside_other_threads_a_guard_reads_the_same(report, tmp_path):
    """A process with threads does not fork: another one reads for it, and its faults are told as well."""
    code = (
        "import sys, threading\nfrom cermat import audit\nfrom cermat.schemas import guard\n"
        "threading.Thread(target=threading.Event().wait, daemon=True).start()\n"
        "assert not guard.alone()\n"
        "for source in ('laporan.md', open('laporan.md', 'rb').read()):\n"
        "    print(audit.read(source).angka['teks'].tolist())\n"
        "try:\n    audit.read('kosong.docx')\nexcept audit.InputError as error:\n    print(error)\n"
    )
    (tmp_path / "kosong.docx").write_bytes(b"")
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=300
    )
    first, second, why = done.stdout.splitlines()
    assert first == second == str(audit.read(report).angka["teks"].tolist()) and "kosong.docx" in why


def test_frames_are_no_document(monkeypatch):
    monkeypatch.setattr(guarded, "apart", None)
    with pytest.raises(InputError):
        audit.read({})


def test_time_and_memory_are_set_in_one_place():
    assert Limits() == Limits(limits.SECONDS, limits.MEMORY) and limits.OCR_SECONDS > limits.OCR_CALL_SECONDS
