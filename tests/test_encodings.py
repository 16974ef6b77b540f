"""Windows writes files in cp1252, and some systems know ASCII alone: no sign that is printed ends a run. Whole
processes, as encodings are settled when they start; one an encoding, as most of its time is its start."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from cermat import audit
from tests.cli_helpers import card
from tests.helpers import folder

DEMO = Path(__file__).parents[1] / "datasets" / "demo_dinas_contoh" / "laporan_demo.docx"
# cp1252 as Python is told it; ASCII as an old system has it, without Python's own repair of such a locale
SETTINGS = {
    "cp1252": {"PYTHONIOENCODING": "cp1252"},
    "C": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
}
SUMS = {
    "perhitungan": [
        {"operasi": "tambah", "a": "1", "b": "2", "hasil": "4", "subjek": "Rasio ≥ 5 → ½ ÷ “naik” – 日本"}
    ],
    "identitas": [{"jenis": "petikan", "nilai": "ya"}],
}


# Several calls one after the other; what each wrote ends in its exit code between two zero bytes.
PROGRAM = """
import json, sys
from cermat.audit import main
for call in json.loads(sys.argv[1]):
    code = main(call)
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
        stream.buffer.write(b"\\0%d\\0" % code)
"""
ENDED = re.compile(rb"(.*?)\0(\d+)\0", re.S)


def started(at: Path, encoding: str, *program) -> subprocess.CompletedProcess:
    """What a process did, standard output and error redirected."""
    settled = {
        name: value for name, value in os.environ.items() if name not in ("PYTHONIOENCODING", "LC_ALL")
    }
    done = subprocess.run(
        [sys.executable, *map(str, program)],
        cwd=at,
        env=settled | SETTINGS[encoding],
        capture_output=True,
        timeout=600,
    )
    assert b"Traceback" not in done.stderr and b"UnicodeEncodeError" not in done.stderr
    return done


def called(at: Path, encoding: str, calls: dict[str, list]) -> dict[str, tuple[int, bytes, bytes]]:
    """(exit code, standard output, standard error) of each call of the command line, by its name."""
    asked = json.dumps([[str(word) for word in call] for call in calls.values()])
    done = started(at, encoding, "-c", PROGRAM, asked)
    assert done.returncode == 0, done.stderr
    outs, errs = ENDED.findall(done.stdout), ENDED.findall(done.stderr)
    assert len(outs) == len(errs) == len(calls)
    told = ((int(code), out, err) for (out, code), (err, _) in zip(outs, errs, strict=True))
    return dict(zip(calls, told, strict=True))


@pytest.mark.parametrize("encoding", SETTINGS)
def test_every_command_is_heard_to_its_end(tmp_path, encoding):
    """What an encoding lacks is written by its nearest signs; later reports are not lost."""
    second, rules = folder(tmp_path / "kedua", SUMS), tmp_path / "aturan"
    rules.mkdir()
    (rules / "uji.yaml").write_text(json.dumps([card()]), encoding="utf-8")
    few, whole = ("--rules", rules), encoding == "cp1252"  # a whole report once
    first = (DEMO,) if whole else (folder(tmp_path / "pertama", SUMS), *few)
    calls = {
        "check": ["check", second, *first, "--out", "o", "--format", "json,md"],
        "stdout": ["check", second, *few, "--out", "-"],
        "alone": ["check", second, *few, "--out", "a", "--format", "json"],
        "compare": ["compare", "a", "a", *few, "--out", "banding"],
        "read": ["read", DEMO],
        "template": ["template"],
        "rules": ["rules"],
        "rule": ["rules", "CAP-02"],
        "site": ["rules", "--site", "situs"],
        "batch": ["batch", second.parent / "kedua", *few, "--workers", "1", "--out", "banyak"],
        "help": ["check", "--help"],
        "wrong": ["check", "--fail-on", "→ ≥", second],
    }
    assert {call[0] for call in calls.values()} >= audit.cli.commands.keys() - {"serve"}
    told = called(tmp_path, encoding, calls)
    codes = {"check": 1, "stdout": 1, "alone": 1, "batch": 1, "wrong": 2}
    assert {name: code for name, (code, _, _) in told.items()} == dict.fromkeys(calls, 0) | codes
    assert all(out if code < 2 else err for code, out, err in told.values())
    out = told["check"][1].decode("cp1252" if encoding == "cp1252" else "ascii")
    assert told["check"][2] == b""
    assert "CAP-02" in out or not whole
    assert "rekapitulasi.html" in out and "-> o" in out and "kedua" in out
    assert "| Tingkat |" in out and "Rasio >= 5 ->" in out
    assert len(list((tmp_path / "o").glob("*/findings.json"))) == 2
    (found,) = json.loads(told["stdout"][1].decode("utf-8"))["findings"]  # utf-8 in every encoding
    assert "“naik” – 日本" in found["subject"]


@pytest.mark.parametrize("encoding", SETTINGS)
def test_names_on_the_command_line_are_told_in_every_encoding(tmp_path, encoding):
    done = started(tmp_path, encoding, "-m", "cermat", "check", "tiada → ≥")
    assert (done.returncode, done.stdout) == (2, b"") and done.stderr.startswith(b"cermat: 'tiada ")
