"""Whatever is handed over, only regular files within a size are read: a pipe, a device, a folder, a link that leads
nowhere are one line, at once."""

import os
import signal
from pathlib import Path

import pytest

from cermat import audit
from cermat.schemas.errors import InputError
from tests.cli_helpers import SUMS, card, refused
from tests.helpers import folder

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders on Windows")


@pytest.fixture(autouse=True)
def at_once():
    """Nothing here waits for a pipe."""

    def late(_number, _frame):
        pytest.fail("it waits")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(60)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture
def sound(tmp_path, rules) -> tuple:
    """A call that holds."""
    call = (
        "check",
        folder(tmp_path / "dinas", SUMS),
        "--rules",
        rules([card()]),
        "--out",
        "o",
        "--format",
        "json",
    )
    return call


def strange(at: Path, name: str, kind: str) -> Path:
    """Something at a path that is no regular file."""
    path = at / name
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "device":
        path.symlink_to("/dev/zero")
    else:
        path.symlink_to(at / "tidak-ada")
    return path


KINDS = ("pipe", "device", "folder", "link")


@pytest.mark.parametrize("kind", ["pipe", "device", "link"])
@pytest.mark.parametrize("suffix", ["md", "docx", "pdf", "xlsx", "csv", "zip", "doc", "html"])
def test_a_document_is_a_regular_file(run, tmp_path, kind, suffix):
    path = strange(tmp_path, f"laporan.{suffix}", kind)
    for call in (("check", path), ("read", path), ("compare", path, path)):
        refused(run(*call), f"laporan.{suffix}")


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_in_a_folder_is_a_regular_file(run, tmp_path, sound, kind):
    strange(tmp_path / "dinas", "anggaran.csv", kind)
    refused(run(*sound), "anggaran.csv")


@pytest.mark.parametrize("kind", ["pipe", "device", "link"])
def test_what_is_no_file_among_reports_is_told(run, tmp_path, rules, kind):
    at = tmp_path / "kiriman"
    folder(at / "dinas", SUMS)
    strange(at, "badan.pdf", kind)
    code, out, err = run("check", at, "--rules", rules([card()]), "--format", "json")
    assert code == 0 and "badan.pdf" in err and err.count("\n") == 1 and out


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("option", ["--profile", "--waivers", "--kantor"])
def test_settings_are_regular_files(run, tmp_path, sound, option, kind):
    refused(run(*sound, option, strange(tmp_path, "berkas.yaml", kind)), "berkas.yaml")


@pytest.mark.parametrize("kind", KINDS)
def test_a_card_is_a_regular_file(run, tmp_path, sound, kind):
    strange(tmp_path / "aturan", "lain.yaml", kind)
    refused(run(*sound), "lain.yaml")


@pytest.mark.parametrize("kind", ["pipe", "device", "link"])
@pytest.mark.parametrize("option", ["--rules", "--extra-rules", "--templates"])
def test_folders_are_folders(run, tmp_path, sound, option, kind):
    path = strange(tmp_path, "tempat", kind)
    refused(run(*sound, option, path, "--format", "docx"), "tempat")


@pytest.mark.parametrize("kind", KINDS)
def test_an_office_template_is_a_regular_file(run, tmp_path, sound, kind):
    (tmp_path / "t").mkdir()
    strange(tmp_path / "t", "catatan-hasil-reviu.docx", kind)
    refused(run(*sound, "--templates", "t", "--format", "docx"), "catatan-hasil-reviu.docx")


@pytest.mark.parametrize("kind", KINDS)
def test_a_logo_is_a_regular_file(run, tmp_path, sound, kind):
    (tmp_path / "kantor.yaml").write_text("logo: logo.png")
    strange(tmp_path, "logo.png", kind)
    refused(run(*sound, "--kantor", "kantor.yaml"), "logo.png")


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_command_line_leaves_out_is_a_regular_file(run, tmp_path, sound, kind):
    strange(tmp_path, "cermat.toml", kind)
    refused(run(*sound), "cermat.toml")


def test_settings_beside_a_report_are_within_size(run, tmp_path, sound):
    for text in ("#" * 2_000_001, "a = " + "[" * 5_000 + "]" * 5_000):
        (tmp_path / "cermat.toml").write_text(text)
        refused(run(*sound), "cermat.toml")


@pytest.mark.parametrize("kind", ["pipe", "device", "link"])
def test_another_document_of_the_agency_is_a_regular_file(run, tmp_path, sound, kind):
    code, out, err = run(*sound, "--against", strange(tmp_path, "pk.pdf", kind))
    told = err if code else (tmp_path / "o" / "findings.json").read_text(encoding="utf-8")
    assert "pk.pdf" in told and err.count("\n") == (code == 2) and ("bukan berkas biasa" in told or code == 2)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_compared_is_a_regular_file(run, tmp_path, kind):
    refused(run("compare", strange(tmp_path, "a.json", kind), strange(tmp_path, "b.json", kind)), "a.json")


def test_from_python_too(tmp_path):
    for kind in KINDS:
        (tmp_path / kind).mkdir()
        with pytest.raises(InputError):
            audit.check(strange(tmp_path / kind, "laporan.pdf", kind))
