"""A batch through the command line: what is read, what is told of what is not, what comes out."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest

from cermat import audit
from cermat.datasets.batch import plan
from tests.batch_helpers import BROKEN, READ, mixed, same, tables
from tests.cli_helpers import refused


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """(folder of submissions, folder of results, exit code) of one batch of mixed submissions."""
    at = tmp_path_factory.mktemp("batch")
    source = mixed(at / "masuk")
    code = audit.main(["batch", str(source), "--out", str(at / "hasil"), "--workers", "1", "--quiet"])
    return source, at / "hasil", code


def test_every_document_is_told_and_no_broken_one_stops_the_run(done):
    _source, out, code = done
    documents = tables(out)["dokumen"].set_index("berkas")
    assert code == 1 and set(documents.index) == READ | BROKEN
    read = documents["keadaan"].eq("diperiksa")
    assert set(documents.index[read]) == READ and not documents.loc[read, "alasan"].any()
    for name, why in documents.loc[~read, "alasan"].items():
        assert Path(name).name in why and "\n" not in why and "/tmp" not in why


def test_findings_are_those_of_an_audit_of_each_alone(done, tmp_path):
    source, out, _code = done
    made = tables(out)
    for name, laporan in (("csv/salah", "salah"), ("dinas 1/lkjip.md", "dinas 1/lkjip.md")):
        alone = audit.check(source / name)
        told = alone.to_dict()
        found = made["findings"][made["findings"]["laporan"].eq(laporan)]
        sure = found[~found["doubtful"]]
        assert sure["id"].tolist() == [one["id"] for one in alone.findings.to_dict("records")]
        assert sure["recomputed"].tolist() == [x["recomputed"] for x in alone.findings.to_dict("records")]
        row = made["laporan"].set_index("laporan").loc[laporan]
        numbers, counted = told["summary"]["numbers"], told["summary"]["findings"]
        assert [row["tercetak"], row["dihitung_ulang"], row["dibantah"], row["terdampak"]] == [
            numbers[name] for name in ("printed", "recomputed", "contradicted", "terdampak")
        ]
        assert [row["tinggi"], row["sedang"], row["rendah"]] == [
            counted[grade] for grade in ("tinggi", "sedang", "rendah")
        ]
        statuses = made["statuses"][made["statuses"]["laporan"].eq(laporan)]
        assert dict(zip(statuses["id"], statuses["status"], strict=True)) == {
            rule["id"]: rule["status"] for rule in told["rules"]
        }
        reach = made["reach"][made["reach"]["laporan"].eq(laporan)]
        assert reach["angka"].sum() == numbers["printed"]


def test_partitions_change_nothing(done, tmp_path, monkeypatch):
    source, out, _code = done
    monkeypatch.setattr(plan, "REPORTS", 2)
    audit.main(["batch", str(source), "--out", str(tmp_path / "o"), "--workers", "1", "--quiet"])
    same(tables(out), tables(tmp_path / "o"))


def test_a_second_run_reads_and_checks_nothing_anew(done, monkeypatch, capsys):
    source, out, _code = done
    before = tables(out)
    monkeypatch.setattr("cermat.schemas.batch._check", None)
    again = {"state": "tidak terbaca", "reason": "dibaca lagi"}  # only what could not be read is tried again
    monkeypatch.setattr("cermat.datasets.batch.document._read", lambda *_job: again)
    assert audit.main(["batch", str(source), "--out", str(out), "--workers", "1", "--quiet"]) == 1
    after = tables(out)
    same(before, after | {"dokumen": before["dokumen"]})
    assert set(after["dokumen"]["berkas"][after["dokumen"]["alasan"].eq("dibaca lagi")]) <= BROKEN


def test_results_lie_where_they_are_asked_for(tmp_path, monkeypatch):
    """`--out hasil`: the process that reads stays from run to run, the working folder does not."""
    for place in ("satu", "dua"):
        (tmp_path / place / "masuk").mkdir(parents=True)
        monkeypatch.chdir(tmp_path / place)
        Path("masuk/lkjip.md").write_text(f"Realisasi {place} 84,61% dari target 80%.", encoding="utf-8")
        assert audit.main(["batch", "masuk", "--out", "hasil", "--workers", "1", "--quiet"]) == 0
        assert tables(Path("hasil"))["dokumen"]["keadaan"].tolist() == ["diperiksa"]


def test_the_rekapitulasi_is_of_all(done):
    _source, out, _code = done
    book = openpyxl.load_workbook(out / "rekapitulasi.xlsx")
    assert {"Rekapitulasi", "Per wilayah", "Per jenis instansi", "Per tahun"} <= set(book.sheetnames)
    rows = list(book["Rekapitulasi"].iter_rows(min_row=2, values_only=True))
    assert len(rows) == len(READ | BROKEN)
    kinds = {row[0]: row[1] for row in book["Per jenis instansi"].iter_rows(min_row=2, values_only=True)}
    assert kinds["Dinas Kesehatan"] == 2 and kinds["Kecamatan"] == 3
    regions = {row[0] for row in book["Per wilayah"].iter_rows(min_row=2, values_only=True)}
    assert {"Kabupaten Uji", "Kota Coba"} <= regions
    page = (out / "rekapitulasi.html").read_text(encoding="utf-8")
    assert "terpotong.docx" in page and "Temuan dihitung satu per satu" in page


def test_papers_of_one_report_on_demand(done, tmp_path):
    source, out, _code = done
    code = audit.main(
        ["batch", str(source), "--out", str(out), "--workers", "1", "--quiet", "--format", "json"]
        + ["--papers", "csv/salah", "satu.pdf"]
    )
    papers = sorted((out / "kertas").rglob("findings.json"))
    told = [json.loads(path.read_text(encoding="utf-8")) for path in papers]
    assert code == 1 and {one["report"]["laporan"] for one in told} == {"salah", "satu.pdf"}
    audit.check(source / "csv" / "salah")
    source_of = {one["report"]["laporan"]: one["report"]["source"] for one in told}
    assert Path(source_of["satu.pdf"]) == (source / "satu.pdf").resolve()
    assert (
        audit.main(["batch", str(source), "--out", str(out), "--workers", "1", "--papers", "lain.pdf"]) == 2
    )


# --- stopped, and gone on with


def test_a_run_that_is_killed_goes_on_where_it_was(done, tmp_path):
    source, out, _code = done
    command = [
        sys.executable,
        "-m",
        "cermat",
        "batch",
        str(source),
        "--out",
        str(tmp_path / "o"),
        "--workers",
        "1",
    ]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    end = time.monotonic() + 60
    kept: list[Path] = []
    while len(kept) < 3 and time.monotonic() < end:
        kept = [path for path in (tmp_path / "o").rglob("*.arsip") if path.parts[-4] == "bacaan"]
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    before = {path: path.stat().st_mtime_ns for path in kept}
    assert before and not (tmp_path / "o" / "findings.parquet").exists()
    assert audit.main([*command[3:], "--quiet"]) == 1
    assert {path: path.stat().st_mtime_ns for path in kept} == before
    same(tables(out), tables(tmp_path / "o"))


# --- what cannot be


@pytest.mark.parametrize(
    "case", ["none", "empty", "only letters", "occupied", "of another source", "no scheduler"]
)
def test_what_cannot_be_is_told_in_one_line(run, done, tmp_path, monkeypatch, case):
    source, out, _code = done
    monkeypatch.setattr("cermat.schemas.workers._WAIT", 1)
    (tmp_path / "kosong").mkdir()
    (tmp_path / "isi").mkdir()
    (tmp_path / "isi" / "catatan.txt").write_text("milik orang")
    (tmp_path / "rusak").mkdir()
    (tmp_path / "rusak" / "a.pdf").write_bytes(b"")
    calls = {
        "none": (["batch", tmp_path / "tidak", "--out", tmp_path / "o"], ["tidak ada"]),
        "empty": (["batch", tmp_path / "kosong", "--out", tmp_path / "o"], ["tidak ada laporan"]),
        "only letters": (["batch", tmp_path / "rusak", "--out", tmp_path / "o"], ["a.pdf"]),
        "occupied": (["batch", source, "--out", tmp_path / "isi"], ["sudah berisi"]),
        "of another source": (["batch", tmp_path / "rusak", "--out", out], ["hasil dari"]),
        "no scheduler": (
            ["batch", source, "--out", tmp_path / "o", "--scheduler", "tcp://127.0.0.1:9"],
            ["penjadwal", "127.0.0.1:9"],
        ),
    }
    arguments, words = calls[case]
    refused(run(*arguments, "--quiet", *([] if case == "no scheduler" else ["--workers", "1"])), *words)


def test_without_dask_one_line_says_what_is_missing(run, done, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    for asked in (["--scheduler", "tcp://x:1"], ["--workers", "2"]):
        told = run("batch", done[0], "--out", tmp_path / "o", "--quiet", *asked)
        refused(told, asked[0], "cermat[distributed]")


def test_a_full_disk_is_told_in_one_line(run, done, tmp_path, monkeypatch):
    def full(*_arguments):
        raise OSError(28, "No space left on device", "findings.parquet")

    monkeypatch.setattr("cermat.reports.batch.deliver.write_tables", full)
    refused(run("batch", done[0], "--out", done[1], "--workers", "1", "--quiet"), "penuh")
