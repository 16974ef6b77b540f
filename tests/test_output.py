"""Where results are written: a run may be repeated, and nothing that a person has written, or that tells of
another report, is lost."""

import json
import os
from pathlib import Path

import openpyxl
import pytest

from cermat import audit
from cermat.reports.output import RECORD, put
from tests.helpers import folder

SUMS = {
    "perhitungan": [{"operasi": "tambah", "a": "1", "b": "2", "hasil": "4"}],
    "identitas": [{"jenis": "petikan", "nilai": "ya"}],
}


@pytest.fixture
def report(tmp_path) -> Path:
    return folder(tmp_path / "dinas", SUMS)


def check(*arguments) -> int:
    return audit.main(["check", *map(str, arguments)])


def test_a_run_is_repeated_in_place(report, tmp_path, capsys):
    for _ in range(2):
        assert check(report, "--out", tmp_path / "o") == 1
    assert {p.name for p in (tmp_path / "o").iterdir()} == {
        "temuan.html",
        "kertas-kerja-reviu.xlsx",
        "findings.json",
        RECORD,
    }
    assert capsys.readouterr().err == ""


def test_an_answered_workbook_is_kept_and_told(report, tmp_path, capsys):
    check(report, "--out", tmp_path / "o", "--format", "xlsx")
    path = tmp_path / "o" / "kertas-kerja-reviu.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["Temuan"]
    column = [c.value for c in sheet[1]].index("Tanggapan") + 1
    sheet.cell(2, column).value = "Sudah dibetulkan"
    book.save(path)
    answered = path.read_bytes()
    for _ in range(2):  # the second new one is replaced: nobody has written into it
        capsys.readouterr()
        check(report, "--out", tmp_path / "o", "--format", "xlsx")
        told = capsys.readouterr()
        assert (
            "kertas-kerja-reviu-2.xlsx" in told.out and "dibiarkan" in told.err and told.err.count("\n") == 1
        )
    assert path.read_bytes() == answered
    assert sorted(p.name for p in path.parent.glob("*.xlsx")) == [
        "kertas-kerja-reviu-2.xlsx",
        "kertas-kerja-reviu.xlsx",
    ]


def test_another_report_does_not_take_the_place_of_one(report, tmp_path, capsys):
    other = folder(tmp_path / "badan", SUMS)
    for source in (report, other, report):
        check(source, "--out", tmp_path / "o", "--format", "json")
    told = {
        n: json.loads((tmp_path / "o" / n).read_text(encoding="utf-8"))["report"]["laporan"]
        for n in ("findings.json", "findings-2.json")
    }
    assert told == {"findings.json": "dinas", "findings-2.json": "badan"}


def test_without_a_folder_each_report_gets_its_own(report, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    check(report, "--format", "json")
    check(folder(tmp_path / "badan", SUMS), "--format", "json")
    assert sorted(p.parent.name for p in (tmp_path / "hasil").rglob("findings.json")) == ["badan", "dinas"]
    assert capsys.readouterr().err == ""


def test_what_was_there_before_is_left_alone(tmp_path):
    mine = tmp_path / "temuan.md"
    mine.write_text("catatan saya", encoding="utf-8")
    lines: list[str] = []
    assert put([{"temuan.md": "baru"}], tmp_path, warn=lines.append)[0].name == "temuan-2.md"
    assert mine.read_text(encoding="utf-8") == "catatan saya" and "temuan.md" in lines[0] and len(lines) == 1


@pytest.mark.parametrize("record", ["", "{", "[]", '{"temuan.md": 3}'])
def test_without_a_record_nothing_is_replaced_but_what_is_the_same(tmp_path, record):
    (path,) = put([{"temuan.md": "satu"}], tmp_path)
    (tmp_path / RECORD).write_text(record, encoding="utf-8")
    assert put([{"temuan.md": "satu"}], tmp_path) == [path]
    (tmp_path / RECORD).write_text(record, encoding="utf-8")
    assert put([{"temuan.md": "dua"}], tmp_path)[0].name == "temuan-2.md"


def test_what_could_not_be_written_is_not_recorded(tmp_path, monkeypatch):
    put([{"a.md": "satu", "b.md": "satu"}], tmp_path)
    plain = os.replace

    def full(made, path):
        if Path(path).name == "b.md":
            raise OSError(28, "penuh")
        return plain(made, path)

    with monkeypatch.context() as m:
        m.setattr(os, "replace", full)
        with pytest.raises(OSError, match="penuh"):
            put([{"a.md": "dua", "b.md": "dua"}], tmp_path)
    assert [p.name for p in put([{"a.md": "tiga", "b.md": "tiga"}], tmp_path)] == ["a.md", "b.md"]
