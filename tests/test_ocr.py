"""Scanned pages through the public door: read only where --ocr asks for it, every figure marked, nobody accused."""

import json
import os
import shutil

import openpyxl
import pypdfium2 as pdfium
import pytest

from cermat import audit
from cermat.datasets.readers import ocr
from cermat.schemas.angka import OCR
from cermat.schemas.errors import InputError
from tests.small_pdf import Sheet, write_pdf

EDGES, LINES = [60, 240, 340, 440, 540], [150, 180, 210, 240, 270]
ROWS = [
    ["Program", "Pagu (Rp)", "Realisasi (Rp)", "Sisa (Rp)"],
    ["Program Penyuluhan", "1.000.000", "905.000", "95.000"],
    ["Program Sarana", "2.000.000", "1.500.000", "500.000"],
    ["Jumlah", "3.000.000", "2.450.000", "595.000"],  # 2.405.000
]


def sheet() -> Sheet:
    title = Sheet().teks(60, 100, "Tabel 3.1 Realisasi Anggaran Tahun 2023", 12)
    return title.table(EDGES, LINES, ROWS, ukuran=11)


@pytest.fixture(scope="module")
def scan(tmp_path_factory):
    """A page of text, and the same page as a picture of it."""
    folder = tmp_path_factory.mktemp("pindaian")
    with pdfium.PdfDocument(write_pdf(folder / "asal.pdf", sheet())) as document:
        picture = document[0].render(scale=300 / 72).to_pil().convert("L")
        picture.save(folder / "halaman.pdf", resolution=300)
        words = Sheet().teks(60, 100, "BAB III AKUNTABILITAS KINERJA", 14)
        words.teks(
            60,
            140,
            "Jumlah penerima layanan adalah 20 orang laki-laki dan 30 orang perempuan, seluruhnya",
            10,
        )
        words.teks(60, 154, "50 orang.", 10)
        with pdfium.PdfDocument(write_pdf(folder / "teks.pdf", words)) as text:
            with pdfium.PdfDocument(folder / "halaman.pdf") as page:
                text.import_pages(page)
                text.save(folder / "laporan.pdf")
    return folder


def test_without_ocr_one_line_tells_of_it(run, scan):
    code, _, err = run("check", scan / "halaman.pdf")
    assert code == 2 and err.count("\n") == 1 and "hanya berisi gambar" in err and "--ocr" in err
    sub = audit.read(scan / "laporan.pdf")
    assert any(line.endswith("halaman 2: tidak ada lapisan teks, tidak dibaca") for line in sub.warnings)
    assert OCR not in set(sub.angka["asal"])


def test_figures_of_a_scanned_page_are_marked_prove_and_accuse_nobody(run, tmp_path, tesseract, scan):
    out = tmp_path / "o"
    code, _, err = run(
        "check", scan / "laporan.pdf", "--ocr", "--out", out, "--format", "json,html,md,xlsx,marked"
    )
    assert code == 0 and "hasil pengenalan gambar (OCR)" in err
    told = json.loads((out / "findings.json").read_text(encoding="utf-8"))
    assert not told["findings"] and told["summary"]["numbers"]["recomputed"] >= 6
    assert told["report"]["source"] == str(scan / "laporan.pdf")
    (total,) = [one for one in told["doubtful"] if one["rule"] == "TOT-01"]
    assert OCR in total["why"] and "2.450.000" in total["kondisi"]
    assert {(place["page"], place.get("asal")) for place in total["places"]} == {(2, OCR)}
    for paper in ("html", "md"):
        written = [path.read_text(encoding="utf-8") for path in out.glob(f"*.{paper}")]
        assert written and all(f"kolom Realisasi (Rp) · hlm. 2 · {OCR}" in text for text in written), paper
    book = openpyxl.load_workbook(out / "kertas-kerja-reviu.xlsx")
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert sum(OCR in cell for cell in cells) >= 12  # a line a printed figure


def test_only_recognised_pages_are_marked(tesseract, scan):
    numbers = audit.read(scan / "laporan.pdf", ocr=True).angka
    assert set(zip(numbers["halaman"], numbers["asal"], strict=True)) == {(1, ""), (2, OCR)}
    printed = {text for row in ROWS[1:] for text in row[1:]}
    assert printed <= set(numbers.loc[numbers["halaman"].eq(2), "teks"])


def test_what_to_install_is_told(tmp_path, monkeypatch, scan):
    monkeypatch.setattr(ocr.shutil, "which", lambda _name: None)
    with pytest.raises(
        InputError, match=r"^laporan\.pdf: untuk --ocr pasang OCRmyPDF atau Tesseract.*ind\)$"
    ):
        audit.read(scan / "laporan.pdf", ocr=True)
    assert len(audit.read(write_pdf(tmp_path / "a.pdf", sheet()), ocr=True).angka)  # nothing to recognise


@pytest.mark.skipif(os.name != "posix", reason="a shell script stands in for OCRmyPDF")
def test_ocrmypdf_goes_first_and_its_failure_is_one_line(tmp_path, monkeypatch, scan):
    program = tmp_path / "ocrmypdf"
    monkeypatch.setattr(ocr.shutil, "which", lambda name: str(program) if name == "ocrmypdf" else None)
    program.write_text(
        f'#!/bin/sh\necho "$@" > {tmp_path}/panggilan\nfor last; do :; done\ncp {scan}/asal.pdf "$last"\n'
    )
    program.chmod(0o755)
    assert len(audit.read(scan / "halaman.pdf", ocr=True).angka)
    assert "--skip-text" in (called := (tmp_path / "panggilan").read_text()) and "--language ind" in called
    shutil.copyfile(scan / "halaman.pdf", tmp_path / "b.pdf")
    program.write_text("#!/bin/sh\nexit 3\n")
    with pytest.raises(InputError, match=r"^b\.pdf: pengenalan teks \(OCR\) gagal"):
        audit.read(tmp_path / "b.pdf", ocr=True)
