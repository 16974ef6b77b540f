"""Without the extras of the wheel: tables and text are audited, and what needs one says which to install."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cermat import audit
from cermat.schemas.errors import InputError
from cermat.schemas.extras import EXTRAS, installed
from tests.cli_helpers import SUMS, refused
from tests.helpers import folder

DEMO = Path(audit.bundled()).parent / "demo_dinas_contoh" / "laporan_demo.docx"
TEXT = "# Laporan Kinerja\n\n| Indikator | Target | Realisasi | Capaian (%) |\n|---|---|---|---|\n| Cakupan layanan | 80 | 60 | 90 |\n"
# The command line without some packages, several calls one after the other: a line of JSON a call.
PROGRAM = """
import contextlib, io, json, sys
class Without:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in json.loads(sys.argv[1]):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Without())
from cermat.audit import main
for call in json.loads(sys.argv[2]):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(call)
    print(json.dumps([code, out.getvalue(), err.getvalue()]))
"""


@pytest.fixture(scope="module")
def bare(tmp_path_factory) -> dict[str, tuple]:
    """What calls answer where no extra is installed, by name."""
    at = tmp_path_factory.mktemp("tanpa")
    folder(at / "tabel", SUMS)
    (at / "teks.md").write_text(TEXT, encoding="utf-8")
    (at / "kantor.yaml").write_text("logo: logo.png", encoding="utf-8")
    (at / "logo.png").write_bytes(b"x")
    calls = {
        "tabel": ["check", "tabel", "--out", "a", "--format", "html,xlsx,md,sarif,gx,json"],
        "teks": ["check", "teks.md", "--out", "b"],
        "banding": ["compare", "a", "a", "--out", "c"],
        "templat": ["template"],
        "aturan": ["rules", "CAP-02"],
        "docx": ["check", str(DEMO)],
        "beberapa": ["check", "tabel", str(DEMO), "--out", "d", "--format", "json"],
        "surat": ["check", "tabel", "--out", "e", "--format", "docx"],
        "pdf": ["check", "tabel", "--out", "f", "--format", "pdf"],
        "logo": ["check", "tabel", "--out", "g", "--kantor", "kantor.yaml"],
    }
    names = [name for extra in EXTRAS.values() for name in extra]
    program = [sys.executable, "-c", PROGRAM, json.dumps(names), json.dumps(list(calls.values()))]
    done = subprocess.run(program, cwd=at, capture_output=True, text=True, encoding="utf-8", timeout=300)
    assert done.returncode == 0, done.stderr
    return dict(zip(calls, (tuple(json.loads(line)) for line in done.stdout.splitlines()), strict=True))


@pytest.mark.parametrize(
    ("call", "code"), [("tabel", 0), ("teks", 1), ("banding", 0), ("templat", 0), ("aturan", 0)]
)
def test_tables_and_text_need_no_extra(bare, call, code):
    assert bare[call][0] == code and not bare[call][2], bare[call]


@pytest.mark.parametrize(
    ("call", "words"),
    [("docx", [DEMO.name, "paket"]), ("surat", ["docx"]), ("pdf", ["paket"]), ("logo", ["logo.png", "PIL"])],
)
def test_a_missing_extra_is_one_line(bare, call, words):
    refused(bare[call], "pasang cermat[documents]", *words)


def test_a_document_without_its_extra_stops_no_other_report(bare):
    code, out, err = bare["beberapa"]
    assert code == 0 and "rekapitulasi.html" in out
    assert err.count("\n") == 1 and DEMO.name in err and "pasang cermat[documents]" in err


@pytest.mark.parametrize(("name", "extra"), [("pypdf._page", "documents"), ("pyarrow", "distributed")])
def test_a_missing_package_is_told_by_its_extra(name, extra):
    with pytest.raises(InputError, match=rf"^a\.x: paket {name.split('.')[0]} .*cermat\[{extra}\]"):
        with installed("a.x"):
            raise ModuleNotFoundError(name=name)


def test_other_faults_stay_what_they_are():
    with pytest.raises(ModuleNotFoundError), installed():
        raise ModuleNotFoundError(name="cermat.tiada")
