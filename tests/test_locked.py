"""Files that another program holds, and folders in which nothing may be written: findings are told all the
same, as far as they can be."""

import json
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from cermat import audit
from cermat.datasets import guarded
from cermat.reports.folders import file_name, file_words, folder_name
from cermat.reports.output import RECORD, put, put_folder
from tests.cli_helpers import card, refused
from tests.helpers import folder

WRONG = {
    "perhitungan": [{"operasi": "tambah", "a": "1", "b": "2", "hasil": "4"}],
    "identitas": [{"jenis": "petikan", "nilai": "ya"}],
}
NOBODY = 65534


@pytest.fixture
def at(monkeypatch):
    """A folder that everybody may write into, and the working folder."""
    made = Path(tempfile.mkdtemp())
    made.chmod(0o777)
    monkeypatch.chdir(made)
    yield made
    for path in [made, *made.rglob("*")]:
        if path.is_dir():
            path.chmod(0o777)
    monkeypatch.undo()
    shutil.rmtree(made)


@pytest.fixture
def rules_at(at) -> Path:
    made = at / "aturan"
    made.mkdir()
    (made / "uji.yaml").write_text(json.dumps([card()]), encoding="utf-8")
    return made


@pytest.fixture
def sources(at, rules_at, capsys, monkeypatch) -> list[str]:
    """Two reports, from here on audited by a user for whom rights of files count: the superuser, who may do
    everything, becomes nobody once all modules are loaded. Read in this process: what is tried here is writing."""
    if os.name == "nt":
        pytest.skip("rights of folders are kept otherwise on Windows")
    made = [str(folder(at / name, WRONG)) for name in ("badan", "dinas")]
    assert check(*made, rules_at, at / "dulu") == 1
    capsys.readouterr()
    monkeypatch.setattr(guarded, "apart", lambda work, *given, **_: work(*given, None))
    superuser = os.geteuid() == 0
    if superuser:
        os.seteuid(NOBODY)
    yield made
    if superuser:
        os.seteuid(0)


def check(*told) -> int:
    """Audit with some rules into a folder: reports, rules, folder."""
    *reports, rules, out = map(str, told)
    return audit.main(["check", *reports, "--rules", rules, "--out", out, "--format", "json"])


def hold(monkeypatch, *names: str) -> None:
    """These files are open in another program, as Excel holds a workbook on Windows."""
    plain = os.replace

    def held(made, path):
        if Path(path).name in names:
            raise PermissionError(13, "Permission denied", str(path))
        return plain(made, path)

    monkeypatch.setattr(os, "replace", held)


def test_a_workbook_open_in_excel_gets_a_number_and_a_note(run, tmp_path, monkeypatch):
    source = folder(tmp_path / "dinas", WRONG)
    call = ("check", source, "--out", "o", "--format", "xlsx,json", "--select", "TOT")
    first = run(*call)
    hold(monkeypatch, "kertas-kerja-reviu.xlsx")
    code, out, err = run(*call)
    assert code == first[0] == 1 and "TOT-" in out and "kertas-kerja-reviu-2.xlsx" in out
    assert err.count("\n") == 1 and "sedang dibuka" in err and "kertas-kerja-reviu-2.xlsx" in err
    assert (tmp_path / "o" / "kertas-kerja-reviu-2.xlsx").exists()
    hold(monkeypatch, "kertas-kerja-reviu.xlsx", "kertas-kerja-reviu-2.xlsx")
    assert "kertas-kerja-reviu-3.xlsx" in run(*call)[1]


def test_notes_name_their_report_where_there_are_several(run, tmp_path, monkeypatch, rules):
    sources = [folder(tmp_path / name, WRONG) for name in ("badan", "dinas")]
    call = ("check", *sources, "--rules", rules([card()]), "--format", "md,marked")
    told = run(*call)[2].splitlines()
    assert [line.split(":")[1].strip() for line in told] == ["badan", "dinas"]
    hold(monkeypatch, "temuan.md")
    told = run(*call)[2]
    assert all(f"catatan: {name}: di folder" in told for name in ("badan", "dinas"))


def test_a_folder_of_the_name_is_in_the_way(tmp_path):
    (tmp_path / "temuan.md").mkdir()
    assert put([{"temuan.md": "satu"}], tmp_path)[0].name == "temuan-2.md"


def test_a_project_that_is_held_gets_a_number(tmp_path, monkeypatch):
    made, notes = {"a/b.json": "1"}, []
    assert put_folder(made, tmp_path / "gx") == [tmp_path / "gx"]

    plain = os.rename

    def held(old, new):
        if old == tmp_path / "gx":
            raise PermissionError(13, "Permission denied", str(old))
        return plain(old, new)

    monkeypatch.setattr(os, "rename", held)
    assert put_folder(made, tmp_path / "gx", warn=notes.append) == [tmp_path / "gx-2"]
    assert "sedang dibuka" in notes[0]


def test_a_page_of_a_site_that_is_held_is_one_line(run, tmp_path, monkeypatch):
    hold(monkeypatch, "index.html")
    (tmp_path / "situs").mkdir()
    assert run("rules", "--site", "situs")[0] == 2  # not there yet: nothing may be written
    (tmp_path / "situs" / "index.html").touch()
    told = run("rules", "--site", "situs")
    refused(told, "situs", "index.html")


def test_a_file_that_may_not_be_written(at, rules_at, sources, capsys):
    assert check(sources[0], rules_at, at / "o") == 1
    for name in ("findings.json", RECORD):
        (at / "o" / name).chmod(0o444)
    capsys.readouterr()
    assert check(sources[0], rules_at, at / "o") == 1
    told = capsys.readouterr()
    assert "UJI-01" in told.out and "findings-2.json" in told.out
    assert told.err.count("\n") == 1 and "tidak boleh ditulis" in told.err


def test_a_folder_that_may_only_be_read(at, rules_at, sources, capsys):
    (at / "o").mkdir(mode=0o555)
    code = check(sources[0], rules_at, at / "o")
    told = capsys.readouterr()
    refused((code, told.out, told.err), "tidak diizinkan", str(at / "o"))
    assert check(sources[0], rules_at, "-") == 1
    assert json.loads(capsys.readouterr().out)["findings"]


def test_one_folder_that_may_only_be_read_stops_no_other_report(at, rules_at, sources, capsys):
    (at / "o").mkdir()
    (at / "o" / "badan").mkdir(mode=0o555)
    code = check(*sources, rules_at, at / "o")
    told = capsys.readouterr()
    assert code == 1 and told.out.count("UJI-01") == 2
    assert told.err.count("\n") == 1 and "badan: tidak dapat" in told.err and "tidak diizinkan" in told.err
    assert (at / "o" / "dinas" / "findings.json").exists()
    assert "tidak diizinkan" in (at / "o" / "rekapitulasi.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Dinas Sosial: 2023?", "Dinas-Sosial-2023"),
        ("con", "laporan-con"),
        ("LPT1.", "laporan-LPT1"),
        ("com¹", "laporan-com1"),
        ("laporan . ", "laporan"),
        ('a<b>"c"|d*e', "a-b-c-d-e"),
        ("..", "laporan"),
    ],
)
def test_names_of_folders_are_taken_by_windows(words, name):
    assert folder_name(words, set()) == name


@pytest.mark.parametrize("suffix", ["pdf", "docx", "DOC", "xls", "odt", "ods", "rtf", "html", "csv", "zip"])
def test_names_of_folders_end_in_no_suffix(suffix):
    taken: set[str] = set()
    assert folder_name(file_words(f"laporan.{suffix}"), taken) == "laporan"
    assert folder_name(file_words("Laporan.md (2)"), taken).startswith("Laporan-")


@pytest.mark.parametrize(
    ("words", "name"), [("Laporan: akhir?", "Laporan_ akhir_"), ("a. ", "a"), ("...", "_"), ("v1.2", "v1.2")]
)
def test_names_of_files_have_no_forbidden_signs(words, name):
    assert file_name(words) == name
