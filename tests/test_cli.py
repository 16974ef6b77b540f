"""The command line: exit codes, one clear line where nothing can be audited, no traceback ever, findings.json
by its schema."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cermat import audit
from cermat.reports.output import RECORD
from tests.cli_helpers import SOUND, SUMS, audited, card, refused
from tests.helpers import folder, validator

WRONG = SOUND | {
    "anggaran": [
        {
            "uraian": "Program A",
            "tahun": "2020",
            "pagu": "1.000",
            "realisasi": "900",
            "persen": "95",
            "sisa": "100",
        }
    ]
}
MINOR = {
    "indikator": [
        {"indikator": "Cakupan layanan", "tahun": "2020", "realisasi": "84,61", "target_depan": "80,00"}
    ],
    "identitas": [{"jenis": "petikan", "nilai": "ya"}],
}
GRAVE = SOUND | {
    "indikator": [
        {
            "indikator": "Angka pengangguran",
            "tahun": "2020",
            "target": "5,15",
            "realisasi": "5,85",
            "capaian": "113,59",
        }
    ]
}


# --- exit codes


@pytest.mark.parametrize(
    ("tables", "threshold", "code"),
    [
        (SOUND, "rendah", 0),
        (MINOR, "sedang", 0),
        (MINOR, "rendah", 1),
        (WRONG, "sedang", 1),
        (GRAVE, "tinggi", 1),
    ],
    ids=["sound", "minor", "minor-rendah", "wrong", "grave"],
)
def test_exit_code_follows_the_threshold(run, tmp_path, tables, threshold, code):
    usual = tables is SOUND  # the usual formats once are enough
    formats = () if usual else ("--format", "json")
    told = run(
        "check",
        folder(tmp_path / "laporan", tables),
        "--out",
        tmp_path / "o",
        "--fail-on",
        threshold,
        *formats,
    )
    assert told[0] == code, told[1]
    assert told[2] == ""
    made = {p.name for p in (tmp_path / "o").iterdir()} - {RECORD}
    assert made == (
        {"temuan.html", "kertas-kerja-reviu.xlsx", "findings.json"} if usual else {"findings.json"}
    )


def test_several_reports_each_have_their_folder(run, tmp_path):
    one, two = folder(tmp_path / "a" / "dinas", SOUND), folder(tmp_path / "b" / "dinas", WRONG)
    assert run("check", one, two, "--out", tmp_path / "o", "--format", "json")[0] == 1
    made = sorted((tmp_path / "o").glob("*/findings.json"))
    assert len(made) == 2
    told = [json.loads(p.read_text(encoding="utf-8")) for p in made]
    assert len({t["report"]["laporan"] for t in told}) == 2
    assert sorted(len(t["findings"]) > 0 for t in told) == [False, True]


# --- nothing can be audited


def test_missing_path(run):
    refused(run("check", "tidak-ada"), "tidak-ada", "tidak ada")


def test_empty_folder(run, tmp_path):
    (tmp_path / "kosong").mkdir()
    refused(run("check", tmp_path / "kosong"), "kosong", ".csv")


def test_no_known_table(run, tmp_path):
    (tmp_path / "asing").mkdir()
    (tmp_path / "asing" / "catatan.csv").write_text("a,b\n1,2\n")
    refused(run("check", tmp_path / "asing"), "asing", "catatan.csv", "indikator", "sebut berkasnya")


def test_tables_without_a_row(run, tmp_path):
    (tmp_path / "hampa").mkdir()
    (tmp_path / "hampa" / "indikator.csv").write_text("indikator,target\n")
    refused(run("check", tmp_path / "hampa"), "hampa")


def test_no_csv_at_all(run, tmp_path):
    (tmp_path / "rusak").mkdir()
    (tmp_path / "rusak" / "indikator.csv").write_text('indikator,target\n"A,1\n"B",2,3,4\n"')
    refused(run("check", tmp_path / "rusak"), "indikator.csv")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "x", "--tanpa"], ["pilihan tidak dikenal", "--tanpa"]),
        (["check", "x", "--format", "doc"], ["format", "doc", "html", "json"]),
        (["check", "x", "--format", ","], ["format"]),
        (["check", "x", "--fail-on", "parah"], ["--fail-on", "parah"]),
        (["check", "x", "--lang", "fr"], ["--lang", "fr"]),
        (["check"], ["kurang", "KIRIMAN"]),
        (["periksa"], ["perintah tidak dikenal", "periksa", "check"]),
        (["rules", "ZZZ-99"], ["ZZZ-99"]),
    ],
    ids=lambda v: "-".join(v[:3]) if isinstance(v, list) else None,
)
def test_broken_call(run, arguments, words):
    refused(run(*arguments), *words)


def test_own_rules_replace_the_bundled_ones(run, tmp_path, rules):
    told = audited(tmp_path, folder(tmp_path / "r", SUMS), "--rules", rules([card()]))
    assert [(r["id"], r["status"], r["held"]) for r in told["rules"]] == [("UJI-01", "sesuai", 1)]


BROKEN = {
    "yaml": ("- id: UJI-01\n  title: [", ["uji.yaml", "baris", "YAML"]),
    "no list": ("id: UJI-01\n", ["uji.yaml", "daftar"]),
    "no mapping": ("- UJI-01\n", ["uji.yaml"]),
    "unknown key": ([card(warna="merah")], ["uji.yaml", "UJI-01", "warna"]),
    "missing key": ([card(criterion=None)], ["uji.yaml", "UJI-01", "criterion"]),
    "unknown kind": ([card(kind="aneh")], ["uji.yaml", "UJI-01", "kind"]),
    "bad id": ([card(id="uji 1")], ["uji.yaml", "uji 1", "id"]),
    "twice": ([card(), card()], ["UJI-01", "dua kali"]),
    "no fails": ([card(examples=[{"holds": {"hasil": "3"}}])], ["uji.yaml", "UJI-01", "fails"]),
    "no examples": ([card(examples=[])], ["uji.yaml", "UJI-01", "holds"]),
    "two shapes": ([card(holds="a > b")], ["uji.yaml", "UJI-01", "bentuk"]),
    "no shape": ([card(stated=None)], ["uji.yaml", "UJI-01", "bentuk"]),
    "function": ([card(recomputed="median(a)")], ["uji.yaml", "UJI-01", "median"]),
    "syntax": ([card(recomputed="a +")], ["uji.yaml", "UJI-01", "a +"]),
    "attribute": ([card(recomputed="a.__class__")], ["uji.yaml", "UJI-01"]),
    "import": ([card(where='__import__("os")')], ["uji.yaml", "UJI-01", "__import__"]),
    "column": ([card(recomputed="a + bb")], ["UJI-01", "bb", "perhitungan"]),
    "stated column": ([card(stated="hasl")], ["UJI-01", "hasl", "perhitungan"]),
    "where column": ([card(where='oprasi == "tambah"')], ["UJI-01", "oprasi", "perhitungan"]),
    "table": ([card(table="hitungan")], ["UJI-01", "hitungan"]),
    "other table": ([card(recomputed='sum(rincin.nilai, match={"tabel": "tabel"})')], ["UJI-01", "rincin"]),
    "other column": (
        [card(recomputed='sum(rincian.nilei, match={"tabel": "tabel"})')],
        ["UJI-01", "nilei", "rincian"],
    ),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_broken_rule_card(run, tmp_path, rules, broken):
    content, words = BROKEN[broken]
    refused(
        run("check", folder(tmp_path / "r", SUMS), "--rules", rules(content), "--out", tmp_path / "o"), *words
    )
    assert not (tmp_path / "o").exists()


@pytest.mark.parametrize("broken", ["yaml", "unknown key", "function", "twice"])
def test_broken_rule_card_is_told_when_rules_are_listed(run, rules, broken):
    content, words = BROKEN[broken]
    refused(run("rules", "--rules", rules(content)), *words)


def test_missing_folder_of_rules(run, tmp_path):
    refused(run("check", folder(tmp_path / "r", SUMS), "--rules", tmp_path / "tiada"), "tiada")
    refused(run("rules", "--rules", tmp_path / "tiada"), "tiada")


@pytest.mark.parametrize("option", ["--profile", "--waivers"])
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, ["berkas.yaml", "tidak ada"]),
        ("a: [", ["berkas.yaml", "baris"]),
        ("- a\n- b: c\n", ["berkas.yaml"]),
        ("warna: merah\n", ["berkas.yaml"]),
    ],
    ids=["missing", "yaml", "list", "unknown"],
)
def test_broken_profile_and_waivers(run, tmp_path, option, content, words):
    path = tmp_path / "berkas.yaml"
    if content is not None:
        path.write_text(content)
    refused(run("check", folder(tmp_path / "r", SUMS), option, path), *words)


def test_against_nothing(run, tmp_path):
    refused(run("check", folder(tmp_path / "r", SUMS), "--against", tmp_path / "tiada"), "tiada")


def test_out_cannot_be_written(run, tmp_path):
    (tmp_path / "berkas").write_text("")
    refused(run("check", folder(tmp_path / "r", SOUND), "--out", tmp_path / "berkas" / "dalam"), "berkas")


@pytest.mark.parametrize(
    "error",
    [RuntimeError("penilaian gagal"), MemoryError(), KeyError("kunci"), PermissionError(13, "ditolak", "x")],
)
def test_a_fault_of_the_engine_is_one_line(run, tmp_path, monkeypatch, error):
    def broken(*_arguments, **_options):
        raise error

    monkeypatch.setattr("cermat.checks.engine.settle", broken)
    refused(run("check", folder(tmp_path / "r", SUMS)))
    monkeypatch.setenv("CERMAT_DEBUG", "1")
    if not isinstance(error, OSError):
        with pytest.raises(type(error)):
            run("check", tmp_path / "r")


# --- what is printed


def test_in_a_pipe_there_is_no_progress_and_no_colour(tmp_path):
    """A process of its own, as make and other programs call it."""
    path = folder(tmp_path / "r", WRONG)
    root = Path(audit.__file__).parent
    done = subprocess.run(
        [
            sys.executable,
            str(root / "audit.py"),
            "check",
            str(path),
            "--format",
            "html,json",
            "--out",
            str(tmp_path / "o"),
        ],
        cwd=tmp_path,
        capture_output=True,
        timeout=120,
        env=os.environ | {"PYTHONPATH": str(root), "PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode == 1
    assert done.stderr == b""
    assert b"\x1b" not in done.stdout and b"\r" not in done.stdout
    text = done.stdout.decode()
    assert "PER-01" in text and "findings.json" in text and "1 sedang" in text


def test_rules_are_listed_and_explained(run):
    code, out, err = run("rules")
    assert (code, err) == (0, "")
    assert all(name in out for name in ("CAP-02", "TOT-01", "KEL-01"))
    code, out, err = run("rules", "cap-02")
    assert (code, err) == (0, "")
    assert all(word in out for word in ("CAP-02", "239/IX/6/8/2003", "dua target", "113,59"))


def test_help(run):
    for arguments in (["--help"], ["check", "-h"], ["rules", "--help"]):
        code, out, err = run(*arguments)
        assert (code, err) == (0, "") and out


# --- findings.json


@pytest.fixture(scope="module")
def bundled(tmp_path_factory):
    return audited(tmp_path_factory.mktemp("bundled"), audit.bundled())


@pytest.mark.parametrize("broken", ["severity", "extra", "nan", "place", "status"])
def test_the_schema_refuses(bundled, broken):
    wrong = json.loads(json.dumps(bundled))
    f = next(f for f in wrong["findings"] if f["places"])
    if broken == "severity":
        f["severity"] = "parah"
    elif broken == "extra":
        f["warna"] = "merah"
    elif broken == "nan":
        f["stated"] = [1]
    elif broken == "place":
        del f["places"][0]["line"]
    else:
        next(r for r in wrong["rules"] if r["status"] == "temuan")["failed"] = 0
    assert list(validator().iter_errors(wrong))


def test_sums_of_the_summary(bundled):
    s = bundled["summary"]
    n = s["numbers"]
    assert n["printed"] == n["recomputed"] + n["repeated"] + n["weak"] + n["unreached"]
    assert len(bundled["unreached"]) == n["weak"] + n["unreached"]
    assert sum(s["rules"].values()) == len(bundled["rules"]) == bundled["engine"]["rules"]
    for level in ("tinggi", "sedang", "rendah"):
        assert s["findings"][level] == sum(f["severity"] == level for f in bundled["findings"])
    assert len({f["id"] for f in bundled["findings"]}) == len(bundled["findings"])
    assert bundled["report"]["tahun"] == 2023 and len(bundled["report"]["sha256"]) == 64
