"""What the machine does to a run: seeds, clocks, locales, closed streams, signals. The findings are the same, or
one clear line says what happened."""

import errno
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cermat import audit
from cermat.reports.streams import ended_in_order
from tests.cli_helpers import card
from tests.helpers import folder

ROOT = Path(audit.__file__).parent
WRONG = {
    "perhitungan": [{"operasi": "tambah", "a": "1", "b": "2", "hasil": "4"}],
    "identitas": [{"jenis": "petikan", "nilai": "ya"}],
}
REPORT = """# LAPORAN KINERJA DINAS CONTOH TAHUN 2023

Tabel 3.1 Realisasi Anggaran

| Program | Pagu (Rp) | Realisasi (Rp) | % |
|---|---|---|---|
| Program A | 1.000.000.000 | 900.000.000 | 80,00 |
| Program B | 2.000.000.000 | 1.900.000.000 | 95,00 |
| Jumlah | 3.000.000.000 | 2.800.000.000 | 93,34 |
"""
posix = pytest.mark.skipif(os.name == "nt", reason="streams and signals are others on Windows")


@pytest.fixture
def call(tmp_path, rules) -> list[str]:
    """An audit with one finding."""
    report = folder(tmp_path / "dinas", WRONG)
    return [
        "check",
        str(report),
        "--rules",
        str(rules([card()])),
        "--out",
        str(tmp_path / "o"),
        "--format",
        "json",
    ]


def findings(at: Path) -> dict:
    told = json.loads((at / "findings.json").read_text(encoding="utf-8"))
    told["engine"].pop("time")
    return told


@posix
def test_no_seed_locale_zone_or_closed_stream_changes_a_finding(tmp_path):
    report = tmp_path / "laporan.md"
    report.write_text(REPORT, encoding="utf-8")
    call = [sys.executable, str(ROOT / "audit.py"), "check", str(report), "--format", "json", "--out"]
    plain = {
        name: text
        for name, text in os.environ.items()
        if not name.startswith(("LC_", "LANG", "TZ", "PYTHON"))
    }
    first = plain | {"PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    other = plain | {"PYTHONHASHSEED": "4242", "LC_ALL": "C", "PYTHONUTF8": "0", "TZ": "Asia/Jakarta"}
    done = subprocess.run([*call, str(tmp_path / "a")], env=first, capture_output=True, timeout=300)
    closed = subprocess.run(
        [*call, str(tmp_path / "b")], env=other, preexec_fn=lambda: os.closerange(0, 3), timeout=300
    )
    assert done.returncode == closed.returncode == 1 and not done.stderr
    assert findings(tmp_path / "a")["findings"] and findings(tmp_path / "a") == findings(tmp_path / "b")


@pytest.mark.parametrize("at", [0, 4_102_444_800])  # 1970, 2100
def test_no_clock_stops_a_finding(tmp_path, monkeypatch, capsys, at):
    plain = time.localtime
    report = tmp_path / "laporan.md"
    report.write_text(REPORT, encoding="utf-8")
    monkeypatch.setattr(time, "time", lambda: float(at))
    monkeypatch.setattr(time, "localtime", lambda when=None: plain(at if when is None else when))
    call = ["check", str(report), "--select", "rasio,total", "--out", str(tmp_path / "o"), "--format"]
    assert audit.main([*call, "html,xlsx,pdf,md,sarif,json"]) == 1
    assert findings(tmp_path / "o")["findings"]
    capsys.readouterr()
    assert audit.main([*call, "docx"]) == (1 if at else 2)
    err = capsys.readouterr().err
    assert err.count("\n") == (0 if at else 1) and ("jam komputer" in err or at)


def test_closed_streams_are_no_fault(call, tmp_path, monkeypatch):
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    assert audit.main(call) == 1
    assert findings(tmp_path / "o")["findings"]


def test_findings_for_a_closed_stream_are_refused(call, capsys, monkeypatch):
    call[call.index("--out") + 1] = "-"
    with monkeypatch.context() as closed:
        closed.setattr(sys, "stdout", None)
        assert audit.main(call) == 2
    err = capsys.readouterr().err
    assert "tertutup" in err and err.count("\n") == 1


@posix
@pytest.mark.parametrize("out", [False, True])
def test_nobody_who_reads_on_is_no_fault(call, tmp_path, capsys, monkeypatch, out):
    if out:
        call[call.index("--out") + 1] = "-"
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as gone, monkeypatch.context() as closed:
        closed.setattr(sys, "stdout", gone)
        assert audit.main(call) == 1
    assert capsys.readouterr().err == ""
    assert out or findings(tmp_path / "o")["findings"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("out", [False, True])
def test_a_full_disk_behind_standard_output_is_one_line(call, capsys, monkeypatch, out):
    if out:
        call[call.index("--out") + 1] = "-"
    with open("/dev/full", "w") as full, monkeypatch.context() as closed:
        closed.setattr(sys, "stdout", full)
        assert audit.main(call) == 2
    err = capsys.readouterr().err
    assert "penuh" in err and err.count("\n") == 1


@posix
def test_an_end_that_is_asked_for_is_told(call, tmp_path, capsys, monkeypatch):
    from cermat.datasets import sources

    def asked(*_told):
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(5)

    monkeypatch.setattr(sources, "read_each", asked)
    assert audit.main(call) == 143
    assert capsys.readouterr().err == "cermat: dihentikan\n"
    assert not (tmp_path / "o").exists()
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


@posix
def test_whoever_listens_for_the_end_goes_on_listening():
    def mine(_number, _frame):
        pass

    before = signal.signal(signal.SIGTERM, mine)
    try:
        with ended_in_order():
            assert signal.getsignal(signal.SIGTERM) is mine
        assert signal.getsignal(signal.SIGTERM) is mine
    finally:
        signal.signal(signal.SIGTERM, before)


def test_a_disk_that_may_only_be_read_is_one_line(call, capsys, monkeypatch):
    def refused(self, *_told, **_more):
        raise OSError(errno.EROFS, "Read-only file system", str(self))

    monkeypatch.setattr(Path, "mkdir", refused)
    assert audit.main(call) == 2
    err = capsys.readouterr().err
    assert "hanya dapat dibaca" in err and err.count("\n") == 1
