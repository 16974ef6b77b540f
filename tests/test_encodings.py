"""Windows writes files in cp1252, and some systems know ASCII alone: no sign that is printed ends a run. Whole
processes, as encodings are settled when they start."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

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


def called(at: Path, encoding: str, *arguments) -> tuple[int, bytes, bytes]:
    """(exit code, standard output, standard error) of the program, both redirected."""
    settled = {
        name: value for name, value in os.environ.items() if name not in ("PYTHONIOENCODING", "LC_ALL")
    }
    done = subprocess.run(
        [sys.executable, "-m", "cermat", *map(str, arguments)],
        cwd=at,
        env=settled | SETTINGS[encoding],
        capture_output=True,
        timeout=300,
    )
    assert b"Traceback" not in done.stderr and b"UnicodeEncodeError" not in done.stderr
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("encoding", SETTINGS)
def test_every_command_is_heard_to_its_end(tmp_path, encoding):
    """What an encoding lacks is written by its nearest signs; later reports are not lost."""
    sources = DEMO, folder(tmp_path / "kedua", SUMS)
    code, out, err = called(tmp_path, encoding, "check", *sources, "--out", "o", "--format", "json,md")
    told = out.decode("cp1252" if encoding == "cp1252" else "ascii")
    assert (code, err) == (1, b"")
    assert "CAP-02" in told and "rekapitulasi.html" in told and "-> o" in told and "kedua" in told
    assert "| Tingkat |" in told and "Rasio >= 5 ->" in told
    assert len(list((tmp_path / "o").glob("*/findings.json"))) == 2
    first, second = sorted((tmp_path / "o").glob("*/findings.json"))
    others = (
        (("compare", first, second, "--out", "banding"), 1),
        (("read", DEMO), 0),
        (("template",), 0),
        (("rules", "CAP-02"), 0),
        (("check", "tiada → ≥"), 2),
    )
    for arguments, code in others if encoding == "cp1252" else others[-2:]:
        told = called(tmp_path, encoding, *arguments)
        assert told[0] == code and (told[1] if code < 2 else told[2]), told


def test_findings_on_standard_output_are_utf8_in_every_encoding(tmp_path):
    rules = tmp_path / "aturan"
    rules.mkdir()
    (rules / "uji.yaml").write_text(json.dumps([card()]), encoding="utf-8")
    code, out, _ = called(
        tmp_path, "cp1252", "check", folder(tmp_path / "r", SUMS), "--rules", rules, "--out", "-"
    )
    (found,) = json.loads(out.decode("utf-8"))["findings"]
    assert code == 1 and "“naik” – 日本" in found["subject"]
