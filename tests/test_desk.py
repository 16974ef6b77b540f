"""The desk without a window: what is submitted, corrected, settled and decided, and what is refused."""

import contextlib
import json
import sqlite3
import zipfile
from datetime import date, timedelta
from io import BytesIO

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from cermat.schemas.errors import InputError
from tests.desk_server import DEMO, SMALL, client, findings_of, post, seen_on, send, text_of, wait_read

WRONG = SMALL.format(capaian="85,00").encode()
RIGHT = SMALL.format(capaian="80,00").encode()


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    with client(tmp_path_factory.mktemp("meja")) as asking:
        yield asking


@pytest.fixture(scope="module")
def small(desk) -> str:
    """The page of a small report with one wrong capaian."""
    path = send(desk, "laporan kecil.md", WRONG)
    wait_read(desk, path)
    return path


def test_a_submission_is_read_and_its_findings_stand_on_the_page(desk, small):
    told = text_of(desk.get(small).text)
    assert "DINAS PERIKANAN KOTA CONTOH" in told and "85,00" in told and "80,00" in told
    assert "laporan kecil.md" in text_of(desk.get("/").text)


def test_a_corrected_cell_changes_the_findings_at_once(desk):
    path = send(desk, "koreksi.md", WRONG)
    wait_read(desk, path)
    assert any("85,00" in found["kondisi"] for found in findings_of(desk, path))
    answer = post(desk, f"{path}/koreksi", tabel="indikator", baris=0, kolom="capaian", teks="80,00")
    assert "Temuan berubah" in answer.text and "Selesai 1" in answer.text
    assert not findings_of(desk, path)
    assert "85,00" in desk.get(f"{path}/tabel?jenis=indikator").text  # what was read stays visible
    assert "koreksi" in text_of(desk.get(f"{path}/riwayat").text)


def test_a_cell_that_is_not_there_is_one_line(desk, small):
    for cell in (
        {"tabel": "indikator", "baris": 99, "kolom": "capaian"},
        {"tabel": "x", "baris": 0, "kolom": "y"},
    ):
        answer = post(desk, f"{small}/koreksi", **cell, teks="1")
        assert answer.status_code == 404 and "sel ini tidak ada" in answer.text


def test_a_settled_direction_becomes_the_profile(desk):
    path = send(desk, "arah.md", WRONG)
    wait_read(desk, path)
    before = len(findings_of(desk, path))
    answer = post(desk, f"{path}/ketetapan", bagian="arah", tentang="Produksi ikan budidaya", nilai="turun")
    assert answer.status_code == 200
    told = findings_of(desk, path)
    assert len(told) >= before and any("rendah makin baik" in found["kriteria"] for found in told)
    assert (
        post(desk, f"{path}/ketetapan", bagian="arah", tentang="Bukan indikator", nilai="turun").status_code
        == 422
    )


def test_a_rejected_finding_is_a_waiver_with_its_reason(desk):
    path = send(desk, "tolak.md", WRONG)
    wait_read(desk, path)
    (found,) = [row for row in findings_of(desk, path) if "85,00" in row["kondisi"]]
    refused = post(desk, f"{path}/temuan/{found['id']}", putusan="tolak")
    assert refused.status_code == 422 and "alasan" in refused.text
    card = post(desk, f"{path}/temuan/{found['id']}", putusan="tolak", alasan="angka dari lampiran")
    assert "ditolak oleh saya" in card.text
    (told,) = [row for row in findings_of(desk, path) if row["id"] == found["id"]]
    assert told["waiver"]["alasan"] == "angka dari lampiran" and told["waiver"]["oleh"] == "saya"
    cases = [json.loads(line) for line in desk.get(f"{path}/kasus.jsonl").text.splitlines()]
    assert [(case["temuan"], case["benar"]) for case in cases] == [(found["id"], False)]


def test_an_answer_of_the_agency_keeps_the_decision(desk, small):
    (found,) = [row for row in findings_of(desk, small) if "85,00" in row["kondisi"]]
    seen = seen_on(post(desk, f"{small}/temuan/{found['id']}", putusan="terima"))
    card = post(desk, f"{small}/temuan/{found['id']}", sesudah=seen, tanggapan="akan diperbaiki")
    assert "diterima oleh saya" in card.text and "akan diperbaiki" in card.text


def test_state_deadline_and_overview(desk, small):
    late = (date.today() - timedelta(days=3)).isoformat()
    assert post(desk, f"{small}/telaah", telaah="ditelaah", tenggat=late).status_code == 200
    told = text_of(desk.get("/ringkasan").text)
    shown = f"{late[8:]}-{late[5:7]}-{late[:4]}"
    assert "Lewat tenggat" in told and shown in told
    assert shown in desk.get("/?telaah=ditelaah").text and shown not in desk.get("/?telaah=selesai").text
    assert shown in desk.get("/?tahun=2023").text and shown not in desk.get("/?tahun=2019").text
    bad = post(desk, f"{small}/telaah", telaah="ditelaah", tenggat="2025-02-30")
    assert bad.status_code == 422 and "bukan tanggal" in bad.text


def test_a_corrected_resubmission_shows_what_is_solved(desk, small):
    path = send(desk, "laporan baik.md", RIGHT, sebelum=small.rpartition("/")[2])
    wait_read(desk, path)
    told = text_of(desk.get(f"{path}/banding").text)
    assert "Selesai 1" in told and "Baru 0" in told


def test_papers_of_several_files_are_one_archive(desk):
    path = send(desk, "laporan demo.docx", DEMO.read_bytes())
    wait_read(desk, path)
    sheets = desk.get(f"{path}/surat/perbaikan")
    with zipfile.ZipFile(BytesIO(sheets.content)) as archive:
        assert {name.rpartition(".")[2] for name in archive.namelist()} >= {"docx", "html"}
    marked = desk.get(f"{path}/surat/marked")
    assert marked.headers["content-disposition"].startswith("attachment") and marked.content[:2] == b"PK"
    assert desk.get(f"{path}/surat/exe").status_code == 404


@pytest.mark.parametrize(
    "name, content", [("kosong.pdf", b""), ("rusak.docx", b"PK\x03\x04 bukan"), ("x.xyz", b"\0")]
)
def test_what_cannot_be_read_says_why_and_can_be_taken_away(desk, name, content):
    path = send(desk, name, content)
    wait_read(desk, path)
    told = desk.get(path)
    assert 'class="pesan"' in told.text and "Traceback" not in told.text
    assert desk.get(f"{path}/tabel").status_code == 409
    post(desk, f"{path}/hapus")
    assert desk.get(path).status_code == 404


def test_names_of_files_lead_nowhere(desk, tmp_path):
    path = send(desk, "..\\..\\../../etc/<b>pass\u202ewd.md", RIGHT)
    wait_read(desk, path)
    page = desk.get(path).text
    assert "<b>pass" not in page and "etc" not in text_of(page)


def test_a_forged_form_is_refused(desk, small):
    assert desk.post("/kiriman", files={"laporan": ("a.md", RIGHT)}).status_code == 403
    assert desk.post(f"{small}/telaah", data={"kunci": "x", "telaah": "selesai"}).status_code == 403
    for headers in ({"origin": "http://jahat.example"}, {"sec-fetch-site": "cross-site"}):
        answer = desk.post(
            f"{small}/telaah", data={"kunci": desk.cookies["kunci"], "telaah": "selesai"}, headers=headers
        )
        assert answer.status_code == 403 and "halaman lain" in answer.text
    assert desk.get("/", headers={"host": "jahat.example"}).status_code == 400


def test_too_much_is_refused_before_it_is_kept(desk):
    answer = desk.post("/kiriman", content=b"", headers={"content-length": str(2**40)})
    assert answer.status_code == 413
    held = desk.app.user_middleware[0].kwargs
    held["most"] = 2_000
    desk.app.middleware_stack = desk.app.build_middleware_stack()
    try:
        form = {"data": {"kunci": desk.cookies["kunci"]}, "files": {"laporan": ("a.md", WRONG * 9)}}
        told = desk.build_request("POST", "/kiriman", **form)
        parts = iter([told.read()])  # in pieces, without a length
        headers = {"content-type": told.headers["content-type"]}
        cut = desk.post("/kiriman", content=parts, headers=headers)
        assert cut.status_code == 413 and "lebih besar" in cut.text
    finally:
        del held["most"]
        desk.app.middleware_stack = desk.app.build_middleware_stack()


def test_every_answer_tells_the_browser_what_it_may_do(desk, small):
    for path in ("/", small, "/tidak-ada", "/static/meja.css"):
        headers = desk.get(path).headers
        assert (
            "default-src 'none'" in headers["content-security-policy"]
            and "unsafe" not in headers["content-security-policy"]
        )
        assert headers["x-content-type-options"] == "nosniff" and headers["x-frame-options"] == "DENY"


def test_the_record_only_grows(desk, small):
    for change in ("UPDATE riwayat SET oleh = 'lain'", "DELETE FROM riwayat"):
        with desk.app.state.desk.sessions() as session:
            with pytest.raises(DBAPIError, match="tidak dapat diubah"):
                session.execute(text(change))


def test_other_computers_only_with_names(tmp_path):
    from cermat.reports.desk.serve import serve
    from cermat.reports.desk.settings import Settings
    from tests.desk_server import ENGINE

    with pytest.raises(InputError, match="--shared"):
        serve(ENGINE, Settings(tmp_path, host="0.0.0.0"))


def test_a_database_of_the_first_version_is_brought_to_the_newest(tmp_path):
    from cermat.reports.desk.database import opened
    from cermat.reports.desk.store import decisions

    address = f"sqlite:///{tmp_path / 'meja.sqlite3'}"
    opened(address)
    with contextlib.closing(sqlite3.connect(tmp_path / "meja.sqlite3")) as old:
        old.executescript(
            """
            DROP INDEX satu_sesudah; ALTER TABLE kiriman DROP COLUMN arsip;
            ALTER TABLE keputusan DROP COLUMN catatan; ALTER TABLE keputusan DROP COLUMN sebelum;
            UPDATE alembic_version SET version_num = '0001';
            INSERT INTO kiriman (id, nama, pembanding, pemilik, milik, dibuat, keadaan, pesan, instansi, tahun,
              tinggi, sedang, rendah, perlu, tercetak, terbukti, telaah)
              VALUES ('k', 'a.md', '', '', '', '2026-01-01', 'siap', '', '', 0, 0, 0, 0, 0, 0, 0, 'masuk');
            INSERT INTO keputusan (kiriman_id, temuan, perlu, putusan, alasan, tingkat, tanggapan, oleh, pada)
              VALUES ('k', 't', 0, 'terima', '', '', '', 'sari', '2026-01-01'),
                     ('k', 't', 0, 'tolak', 'sudah benar', '', '', 'budi', '2026-01-02');
            """
        )
    with opened(address)() as session:
        held = decisions(session, "k")["t"]
        assert (held.oleh, held.sebelum, held.catatan) == ("budi", 1, "")


def test_a_backup_is_one_file_and_takes_no_place(tmp_path):
    from cermat.reports.desk.database import backup

    with client(tmp_path / "meja") as asking:
        path = send(asking, "cadangan.md", RIGHT)
        address = asking.app.state.desk.settings.address
        copy = backup(address, tmp_path / "cadangan.sqlite3")
        with sqlite3.connect(copy) as database:
            assert database.execute("SELECT id FROM kiriman").fetchall() == [(path.rpartition("/")[2],)]
        with pytest.raises(InputError, match="sudah ada"):
            backup(address, copy)
    with pytest.raises(InputError, match="pg_dump"):
        backup("postgresql://x/y", tmp_path / "z")
    with pytest.raises(InputError, match="tidak"):
        from cermat.reports.desk.database import opened

        opened("bukan-alamat")
