"""Laporan Hasil Reviu and its covering letter, and what the notes say of matters: as LibreOffice and poppler show
them."""

import re
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree
from pypdf import PdfReader

from cermat import audit
from cermat.reports import docx as word
from cermat.reports import papers, pdf
from cermat.reports.html_findings import replaced
from cermat.reports.labels import BY_THE_UNIT
from cermat.reports.matters import moved
from tests import office
from tests.helpers import one
from tests.review_helpers import NAMES, Made

NOTES, STATEMENT, FORM, REPORT, LETTER = NAMES


@pytest.fixture(scope="module")
def bundled() -> Made:
    return Made(audit.read(audit.bundled()))


@pytest.fixture(scope="module")
def sound() -> Made:
    rows = [
        {"indikator": n, "tahun": "2020", "target": "80", "realisasi": "80", "capaian": "100"} for n in "AB"
    ]
    return Made(one(indikator=rows, identitas=[{"jenis": "petikan", "nilai": "ya"}]))


@pytest.fixture(scope="module")
def shown(bundled, soffice, tmp_path_factory) -> dict[str, PdfReader]:
    """The papers as pages: Word's by LibreOffice ('name.docx'), and the PDF ones ('name.pdf')."""
    folder, made = tmp_path_factory.mktemp("surat"), {}
    filled = word.papers(bundled.findings, bundled.result)
    for name, content in filled.items():
        (folder / name).write_bytes(content)
    for path in office.convert(soffice, "pdf", folder, *(folder / name for name in filled)):
        made[f"{path.stem}.docx"] = PdfReader(path)
    for name, content in pdf.papers(bundled.findings, bundled.result).items():
        made[name] = PdfReader(BytesIO(content))
    return made


def text(reader: PdfReader) -> str:
    return office.squeezed("".join(page.extract_text() for page in reader.pages))


# ---- matters


def test_each_matter_is_one_row_with_all_that_belongs_to_it(bundled):
    every = bundled.told["hal_utama"] + bundled.told["hal_kecil"]
    assert [row["no"] for row in every] == [str(n) for n in range(1, len(every) + 1)]
    counts = bundled.findings["summary"]["matters"]
    assert len(bundled.told["hal_kecil"]) == counts["rendah"]
    assert len(bundled.told["hal_utama"]) == counts["tinggi"] + counts["sedang"]
    inside = [line.split(" ")[0] for row in every for line in (*row["baris"], *row["lanjutan"])]
    numbers = {f["no"] for f in bundled.findings["findings"]}
    assert sorted(inside) == sorted(n for n in numbers if "." in n)
    roles = {f["no"]: f["role"] for f in bundled.findings["findings"]}
    assert {roles[line.split(" ")[0]] for row in every for line in row["lanjutan"]} == {"akibat"}


def test_a_cause_that_nobody_knows_is_for_the_unit_to_fill_in(bundled):
    told = {f["no"]: f["sebab"] for f in bundled.findings["findings"]}
    rows = bundled.told["hal_utama"]
    assert {bool(told[row["no"]]) for row in rows} == {True, False}
    assert all(row["sebab"] == (told[row["no"]] or BY_THE_UNIT) for row in rows)


def test_values_after_all_repairs_stand_in_their_own_lines(bundled):
    found = {f["no"]: f for f in bundled.findings["findings"]}
    for row in bundled.told["hal_utama"]:
        moved = [d for d in found[row["no"]]["dampak"] if d["stated"] != d["becomes"]]
        assert len(row["perubahan"]) == len(moved) and "Bila diperbaiki" not in row["akibat"]
        for effect, line in zip(moved, row["perubahan"], strict=True):
            assert f"{effect['stated']} → {replaced(effect['stated'], effect['becomes'])}" in line
            assert not effect["part"] or f"(bagian temuan ini {effect['part']})" in line


def test_what_is_no_repair_has_no_arrow(bundled):
    found = {f["no"]: f for f in bundled.findings["findings"]}
    beside = [row for row in bundled.told["hal_utama"] if found[row["no"]]["kind"] == "populasi"]
    assert beside and all("→" not in row["nilai"] and "tercatat" in row["nilai"] for row in beside)


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_the_notes_begin_with_the_answer_and_a_line_for_each_matter(bundled, shown, kind):
    first = office.squeezed(shown[f"{NOTES}.{kind}"].pages[0].extract_text())
    assert office.squeezed(bundled.told["jawaban"] + ". " + bundled.told["simpulan"])[:60] in first
    for row in bundled.told["hal_utama"][:5]:
        assert office.squeezed(row["judul"]) in first
        assert office.squeezed(row["nilai"]).replace("→", "➔" if kind == "pdf" else "→") in first


def test_small_remarks_come_last(bundled, shown):
    for kind in ("docx", "pdf"):
        told = text(shown[f"{NOTES}.{kind}"])
        small = told.index("Catatankecil,tidakmengubahsimpulan")
        assert told.index("Yangtidakdapatdiuji") < small < told.index("Kesepakatan")
        for row in bundled.told["hal_kecil"]:
            assert office.squeezed(row["judul"]) in told[small:]


# ---- Laporan Hasil Reviu


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_the_report_has_its_parts_in_order(bundled, shown, kind):
    told = text(shown[f"{REPORT}.{kind}"])
    parts = ["Dasar reviu", "Tujuan reviu", "Ruang lingkup", "Simpulan", "Hal-hal terpenting"]
    parts += ["Angka yang berubah", "Yang tidak dapat diuji", "Saran", "Langkah perbaikan"]
    at = [
        told.index(f"{letter}.{office.squeezed(part)}")
        for letter, part in zip("ABCDEFGHI", parts, strict=True)
    ]
    assert at == sorted(at) and "DRAF" in told
    assert office.squeezed(bundled.told["jawaban"]) in told[at[3] : at[4]]
    numbers = bundled.told["angka"]
    assert f"{numbers['unreached']}dari{numbers['printed']}angka" in told[at[6] : at[7]]
    assert len(shown[f"{REPORT}.{kind}"].pages) <= 3


def test_the_report_tells_the_gravest_and_names_the_rest(bundled):
    part = next(p for p in bundled.told["lhr"] if "terpenting" in p["judul"])
    grave = bundled.told["hal_utama"]
    assert [line["no"] for line in part["alinea"][:5]] == [f"{row['no']}." for row in grave[:5]]
    for line, row in zip(part["alinea"], grave[:5], strict=False):
        assert row["kondisi"] in line["teks"] and row["rekomendasi"] in line["teks"]
    assert all(f"{row['no']} {row['judul']}" in part["alinea"][-1]["teks"] for row in grave[5:])


def test_the_report_of_many_matters_stays_short(bundled):
    many = [dict(bundled.findings["findings"][0], id=f"{n:012d}", no=f"{n}") for n in range(1, 101)]
    told = papers.content(dict(bundled.findings, findings=many), bundled.result)
    part = next(p for p in told["lhr"] if "terpenting" in p["judul"])
    assert len(part["alinea"]) == 6 and part["alinea"][-1]["teks"].endswith("dan 75 hal lain.")


def test_the_report_and_letter_of_a_sound_report(sound):
    told = papers.content(sound.findings, sound.result)
    report = " ".join(line["teks"] for part in told["lhr"] for line in part["alinea"])
    assert "Tidak ada hal yang mengubah simpulan." in report and "Perbaiki atau jelaskan" not in report
    assert "Tidak ada hal yang mengubah simpulan" in told["surat"]["butir"][2]["teks"]
    assert told["yth"].startswith("Pimpinan ")
    for made in (word, pdf):
        assert len(made.papers(sound.findings, sound.result)) == len(NAMES)


def test_what_is_excused_is_in_neither(tmp_path, bundled):
    from cermat.checks.profile import read_waivers

    row = bundled.told["hal_utama"][0]
    path = tmp_path / "pengecualian.yaml"
    path.write_text(
        f"- {{id: {row['id']}, alasan: Sudah dijelaskan, oleh: Inspektur, sampai: 2099-12-31}}\n", "utf-8"
    )
    made = Made(audit.read(audit.bundled()), waivers=read_waivers(path))
    lines = [line["teks"] for part in made.told["lhr"] for line in part["alinea"]]
    assert not any(row["kondisi"] in line for line in lines)
    own = {line.partition(" (bagian")[0] for line in row["perubahan"]}
    others = {moved(d) for f in made.findings["findings"] if f["no"] for d in f["dampak"]}
    assert own - others and not (own - others) & set(lines)
    assert row["kondisi"] not in str(made.told["surat"]) and row["nilai"] not in str(made.told["surat"])


# ---- the covering letter


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_the_letter_is_one_page_of_five_points(bundled, shown, kind):
    reader = shown[f"{LETTER}.{kind}"]
    assert len(reader.pages) == 1
    told = text(reader)
    points = bundled.told["surat"]["butir"]
    assert [point["no"] for point in points] == ["1.", "2.", "3.", "4.", "5."]
    for point in points:
        wanted = office.squeezed(point["teks"])
        assert (wanted if kind == "docx" else wanted.replace("→", "➔")) in told
    assert len(" ".join(point["teks"] for point in points)) <= 1_000
    assert office.squeezed(f"Yth. {bundled.told['pimpinan']['jabatan']}") in told


def test_the_letter_takes_half_a_page(shown, pdftoppm, tmp_path, bundled):
    content = pdf.papers(bundled.findings, bundled.result)[f"{LETTER}.pdf"]
    (tmp_path / "surat.pdf").write_bytes(content)
    command = [pdftoppm, "-r", "40", "-gray", str(tmp_path / "surat.pdf"), str(tmp_path / "surat")]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    from PIL import Image

    (made,) = Path(tmp_path).glob("surat*.pgm")
    page = Image.open(made)
    body = page.crop((0, 0, page.width, int(page.height * 0.93))).point(lambda shade: 255 * (shade < 128))
    assert body.getbbox()[3] <= 0.6 * page.height


# ---- the language of the documents, the wording of the forms


@pytest.mark.parametrize(("lang", "wanted"), [("id", "id-ID"), ("en", "en-GB")])
def test_word_knows_the_language(bundled, lang, wanted):
    for content in word.papers(bundled.findings, bundled.result, lang).values():
        with zipfile.ZipFile(BytesIO(content)) as parts:
            styles = etree.fromstring(parts.read("word/styles.xml"))
            told = {
                value
                for mark in styles.iter("{*}lang")
                for name, value in mark.items()
                if name.endswith("}val")
            }
            assert told == {wanted}


def test_the_forms_say_what_has_to_be_compared(bundled, shown):
    for kind in ("docx", "pdf"):
        told = text(shown[f"{STATEMENT}.{kind}"])
        assert office.squeezed("Bandingkan dengan formulir peraturan") in told
        assert office.squeezed("keyakinan terbatas laporan kinerja telah disajikan secara akurat") in told
        told = text(shown[f"{FORM}.{kind}"])
        assert office.squeezed("bandingkan dengan formulir peraturan") in told
        marked = sum(
            question["teks"].endswith("*") for part in bundled.told["formulir"] for question in part["butir"]
        )
        assert 0 < marked == len(re.findall(r"\*", told)) - 1  # the note names the sign
