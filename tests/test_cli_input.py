"""What is wrong in a submission never ends the run: a cell, a header, a year, a file, one rule."""

import pytest

from tests.cli_helpers import SOUND, SUMS, audited, card, rule
from tests.helpers import folder


def test_unreadable_number(tmp_path, capsys):
    rows = [
        {"kode": "t", "uraian": "Total", "pagu": "3.500"},
        {"induk": "t", "uraian": "A", "pagu": "1.5O0"},
        {"induk": "t", "uraian": "B", "pagu": "2.000"},
    ]
    other = SOUND["indikator"]
    told = audited(tmp_path, folder(tmp_path / "r", {"anggaran": rows, "indikator": other}))
    assert rule(told, "TOT-01")["status"] == "tidak dapat diuji"
    assert rule(told, "CAP-01")["status"] == "sesuai"
    (f,) = [f for f in told["findings"] if f["rule"] == "STR-01"]
    assert f["kind"] == "struktur" and "1.5O0" in f["kondisi"] and "pagu" in f["kondisi"]


@pytest.mark.parametrize("header", ["Realisasi Kinerja", "realisasi2", "targt"])
def test_wrong_header(tmp_path, capsys, header):
    path = folder(tmp_path / "r", SOUND)
    (path / "indikator.csv").write_text(
        f'indikator,tahun,target,{header},capaian\nCakupan layanan,2020,80,"84,61","105,76"\n'
    )
    told = audited(tmp_path, path)
    assert rule(told, "CAP-01")["status"] == "tidak dapat diuji"
    assert "realisasi" in rule(told, "CAP-01")["reason"]
    assert any(f["rule"] == "STR-01" and header.lower() in f["kondisi"].lower() for f in told["findings"])


def test_a_year_that_is_none(tmp_path, capsys):
    path = folder(tmp_path / "r", {"indikator": [SOUND["indikator"][0] | {"tahun": "dua ribu"}]})
    told = audited(tmp_path, path)
    (f,) = [f for f in told["findings"] if f["rule"] == "STR-01"]
    assert "dua ribu" in f["kondisi"] and "baris 1" in f["kondisi"]
    assert rule(told, "CAP-01")["status"] == "sesuai"


def test_a_required_column_is_not_there(tmp_path, capsys):
    path = folder(tmp_path / "r", SOUND)
    (path / "indikator.csv").write_text('tahun,target,realisasi,capaian\n2020,80,"84,61","105,76"\n')
    told = audited(tmp_path, path)
    assert any(f["rule"] == "STR-01" and "indikator" in f["kondisi"] for f in told["findings"])
    assert rule(told, "CAP-01")["status"] != "sesuai" or rule(told, "CAP-01")["held"] == 1


def test_an_unknown_file_is_told(tmp_path, capsys):
    path = folder(tmp_path / "r", SOUND)
    (path / "catatan.csv").write_text("a\n1\n")
    assert any(
        f["rule"] == "STR-01" and "catatan" in f["kondisi"] for f in audited(tmp_path, path)["findings"]
    )


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfindikator,tahun,target,realisasi,capaian\r\nCakupan "
        b'layanan,2020,80,"84,61","105,76"\r\n',
        "indikator,tahun,target,realisasi,capaian\nCakupan layanan – "
        'perkotaan,2020,80,"84,61","105,76"\n'.encode("cp1252"),
        b'INDIKATOR , Tahun,TARGET,Realisasi, capaian\n Cakupan layanan ,2020, 80 , "84,61" , "105,76"\n',
        b"indikator;tahun;target;realisasi;capaian\nCakupan layanan;2020;80;84,61;105,76\n",
    ],
    ids=["byte order mark", "windows", "case and spaces", "semicolons"],
)
def test_csv_as_windows_writes_it(tmp_path, capsys, content):
    path = folder(tmp_path / "r", {"identitas": [{"jenis": "petikan", "nilai": "ya"}]})
    (path / "indikator.csv").write_bytes(content)
    told = audited(tmp_path, path)
    assert (rule(told, "CAP-01")["held"], rule(told, "CAP-01")["failed"]) == (1, 0)
    assert not [f for f in told["findings"] if f["kind"] == "struktur"]


def test_a_rule_that_fails_by_itself_hides_no_other(run, tmp_path, rules):
    """Its status is galat, with the reason; the run goes on."""
    broken = card(id="UJI-02", stated=None, recomputed=None, holds="subjek > 3", kondisi="Uji.")
    told = audited(tmp_path, folder(tmp_path / "r", SUMS), "--rules", rules([card(), broken]))
    assert {r["id"]: r["status"] for r in told["rules"]} == {"UJI-01": "sesuai", "UJI-02": "galat"}
    assert rule(told, "UJI-02")["reason"]
    assert told["summary"]["rules"]["galat"] == 1


@pytest.mark.parametrize(
    "content",
    [
        b"\x00\x01\x02\xff\xfe" * 50,
        b'"""""',
        b"indikator,indikator,target\na,b,1\n",
        b"indikator,target,realisasi,capaian\n" + b"x," * 9 + b"\n",
        b"indikator\n" + "=1+1\n\u202e\n".encode(),
    ],
    ids=["binary", "quotes", "twice", "ragged", "odd"],
)
def test_no_file_breaks_the_run(run, tmp_path, content):
    path = folder(tmp_path / "r", {"identitas": [{"jenis": "petikan", "nilai": "ya"}]})
    (path / "indikator.csv").write_bytes(content)
    code, _, err = run("check", path, "--format", "json", "--out", tmp_path / "o")
    assert code in (0, 1, 2)
    assert err.count("\n") == (1 if code == 2 else 0)
