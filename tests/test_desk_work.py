"""What people do at the desk beside the plain story: archives, figures of sentences, scales and names, pictures,
the overview as a file, decisions as labelled cases."""

import io
import json
import time
import zipfile

import pytest

from tests.desk_server import DEMO, SMALL, client, findings_of, post, send, text_of, wait_read

WRONG = SMALL.format(capaian="85,00").encode()
RIGHT = SMALL.format(capaian="80,00").encode()


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    with client(tmp_path_factory.mktemp("meja")) as asking:
        yield asking


@pytest.fixture(scope="module")
def demo(desk) -> str:
    path = send(desk, "laporan demo.docx", DEMO.read_bytes())
    wait_read(desk, path)
    return path


def packed(**files: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, told in files.items():
            archive.writestr(name, told)
    return content.getvalue()


def parts_of(desk, path: str) -> list[str]:
    """The submissions that an archive became, read."""
    wait_read(desk, path)
    made = [link.split('"')[0] for link in desk.get(path).text.split('<li><a href="')[1:]]
    for part in made:
        wait_read(desk, part)
    return made


def test_an_archive_becomes_a_submission_a_report(desk):
    files = {"dinas a/laporan.md": WRONG, "dinas b/laporan.md": RIGHT, "laporan.md": RIGHT}
    made = parts_of(desk, send(desk, "tiga.zip", packed(**files)))
    assert len(made) == 3
    assert sorted(len(findings_of(desk, part)) for part in made) == [0, 0, 1]
    names = {line for part in made for line in desk.get(part).text.split() if line.endswith(".md</p>")}
    assert names and not any("/" in name.removesuffix("</p>") for name in names)
    assert "tiga.zip" not in desk.get("/").text  # its reports stand in the list, not the archive


def test_an_archive_in_an_archive_is_told(desk):
    path = send(desk, "dua lapis.zip", packed(**{"dalam.zip": packed(**{"a.md": RIGHT})}))
    wait_read(desk, path)
    assert "berisi arsip lain" in desk.get(path).text


def test_a_figure_of_a_sentence_is_bound_to_another_indicator_and_findings_follow(desk, demo):
    page = desk.get(f"{demo}/ikatan").text
    assert "88,60%" in page and "Persentase ternak yang divaksinasi" in page
    (row,) = {
        part.partition('"')[0]
        for part in page.split('id="i-klaim-')
        if "Capaian Persentase ternak yang divaksinasi sebesar 88,60%" in part
    }
    told = {"tabel": "klaim", "baris": row, "milik": "Produksi padi", "ukuran": "capaian", "tahun": "2021"}
    before = {found["id"] for found in findings_of(desk, demo)}
    answer = post(desk, f"{demo}/ikatan", **told)
    assert "Temuan berubah" in answer.text and "terbaca: Persentase ternak" in text_of(answer.text)
    new = [found for found in findings_of(desk, demo) if found["id"] not in before]
    assert any("88,60" in found["kondisi"] and "Produksi padi" in found["kondisi"] for found in new)
    (about, *_) = new
    assert "88,60%" in desk.get(f"{demo}/ikatan?temuan={about['id']}").text
    loose = post(desk, f"{demo}/ikatan", tabel="klaim", baris=row, apa="lepas")
    assert "tidak dipakai" in loose.text
    post(desk, f"{demo}/ikatan", tabel="klaim", baris=row, apa="semula")
    assert {found["id"] for found in findings_of(desk, demo)} == before
    assert post(desk, f"{demo}/ikatan", tabel="klaim", baris=999, milik="x").status_code == 404
    assert post(desk, f"{demo}/ikatan", tabel="klaim", baris=row, milik=" ").status_code == 422


def test_a_scale_and_a_name_become_the_profile(desk):
    content = (
        RIGHT.decode()
        .replace("| Capaian (%) |", "| Capaian (%) | Predikat |")
        .replace("|---|\n", "|---|---|\n")
    )
    content = content.replace("| 80,00 |", "| 80,00 | Cukup |").replace("| 90,00 |", "| 90,00 | Baik |")
    path = send(desk, "predikat.md", content.replace("| 75,00 |", "| 75,00 | Cukup |").encode())
    wait_read(desk, path)
    assert not findings_of(desk, path)
    own = {
        "bagian": "skala",
        "nilai": "sendiri",
        "label": ["Baik", "Cukup", "Kurang"],
        "bawah": ["85", "78", ""],
    }
    assert post(desk, f"{path}/ketetapan", **own).status_code == 200
    assert any("75,00" in found["kondisi"] for found in findings_of(desk, path))
    refused = post(desk, f"{path}/ketetapan", **(own | {"bawah": ["60", "80", ""]}))
    assert refused.status_code == 422 and "makin kecil" in refused.text
    assert post(desk, f"{path}/ketetapan", bagian="skala", nilai="tidak-ada").status_code == 422
    post(desk, f"{path}/ketetapan", bagian="skala", nilai="")
    assert not findings_of(desk, path)
    name = {"bagian": "sinonim", "tentang": "PIB", "nilai": "Produksi ikan budidaya"}
    assert "“PIB” adalah Produksi ikan budidaya" in text_of(post(desk, f"{path}/ketetapan", **name).text)
    assert post(desk, f"{path}/ketetapan", **(name | {"nilai": "Bukan indikator"})).status_code == 422


def test_the_place_of_a_row_stands_beside_its_table(desk):
    path = send(desk, "naskah.md", RIGHT)
    wait_read(desk, path)
    desk.get(f"{path}/tabel?jenis=indikator&baris=1")  # a text is drawn by nobody: that is known at once
    until = time.monotonic() + 20
    while "sedang dibuat" in (page := desk.get(f"{path}/tabel?jenis=indikator&baris=1").text):
        assert time.monotonic() < until
        time.sleep(0.1)
    assert "Tabel 3.1 Capaian Kinerja Tahun 2023" in page and 'class="ini"' in page
    assert desk.get(f"{path}/gambar?jenis=indikator&baris=1").status_code == 404


def test_a_word_document_is_drawn_for_its_rows(desk, demo, soffice):
    desk.get(f"{demo}/tabel?jenis=indikator&baris=2")
    until = time.monotonic() + 90
    while (picture := desk.get(f"{demo}/gambar?jenis=indikator&baris=2")).status_code != 200:
        assert time.monotonic() < until
        time.sleep(0.5)
    assert picture.content.startswith(b"\x89PNG") and len(picture.content) > 5_000
    assert "/gambar?" in desk.get(f"{demo}/tabel?jenis=indikator&baris=2").text


def test_the_overview_is_a_file(desk, demo):
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(desk.get("/ringkasan.xlsx?tahun=2021").content))
    rows = list(book.active.values)
    assert rows[0][0] == "Instansi" and [row[2] for row in rows[1:]] == ["laporan demo.docx"]
    path = send(desk, "=HYPERLINK(1).md", RIGHT)
    wait_read(desk, path)
    lines = desk.get("/ringkasan.csv").content.decode("utf-8-sig").splitlines()
    assert any(";'=HYPERLINK(1).md;" in line for line in lines)
    assert desk.get("/ringkasan.exe").status_code == 404


def test_decisions_are_cases_that_the_calibration_takes(desk, tmp_path):
    pytest.importorskip("scipy")
    from tests.real.calibrate import names
    from tests.real.labelled import decided, frame_of

    path = send(desk, "kasus.md", WRONG)
    wait_read(desk, path)
    (found,) = findings_of(desk, path)
    post(desk, f"{path}/temuan/{found['id']}", putusan="terima", catatan="sudah dicek")
    assert "sudah dicek" in desk.get(path).text
    file = tmp_path / "kasus.jsonl"
    file.write_bytes(desk.get("/kasus.jsonl").content)
    (case,) = [one for one in decided(file) if one.report == json.loads(file.read_text("utf-8"))["sha256"]]
    assert case.source == "meja" and case.true and case.rule == found["rule"]
    frame = frame_of([case], names())
    assert frame["keyakinan"].iat[0] == pytest.approx(found["keyakinan"], abs=1e-3)
    assert not frame[names()].isna().any(axis=None)
