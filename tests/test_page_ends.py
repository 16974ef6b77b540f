"""Where pages of the papers end: as LibreOffice and poppler show them."""

import re
import subprocess
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.shared import Pt
from PIL import Image
from pypdf import PdfReader

from cermat import audit
from cermat.reports import docx as word
from cermat.reports import pdf, pdf_paper
from cermat.reports.papers import NOTES
from tests import office
from tests.review_helpers import Made

EMPTY = 0.35  # of a page that may stay empty below a table


@pytest.fixture(scope="module")
def bundled() -> Made:
    return Made(audit.read(audit.bundled()))


def said(content: bytes) -> list[str]:
    """The text of each page of a PDF."""
    return [page.extract_text() for page in PdfReader(BytesIO(content)).pages]


def below(pdftoppm: str, path: Path) -> list[float]:
    """Of each page, how much below its last line, above the foot, is empty, as a share of the page."""
    command = [pdftoppm, "-r", "40", "-gray", str(path), str(path.with_suffix(""))]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    shares = []
    for drawn in sorted(path.parent.glob(f"{path.stem}-*.pgm")):
        page = Image.open(drawn)
        body = page.crop((0, 0, page.width, int(page.height * 0.92)))
        shares.append(0.92 - body.point(lambda shade: 255 * (shade < 160)).getbbox()[3] / page.height)
    return shares


def test_libreoffice_shows_every_row_wherever_the_head_of_a_table_falls(bundled, soffice, tmp_path):
    """A head alone at the foot of a page made it lose all rows below."""
    notes = word.papers(bundled.findings, bundled.result)[f"{NOTES}.docx"]
    for gap in (10, 14, 18, 26):
        paper = docx.Document(BytesIO(notes))
        small = next(one for one in paper.paragraphs if one.text.startswith("Catatan kecil"))
        small.paragraph_format.space_before = Pt(gap)
        paper.save(tmp_path / f"celah{gap}.docx")
    for path in office.convert(soffice, "pdf", tmp_path, *sorted(tmp_path.glob("*.docx"))):
        told = office.squeezed("".join(said(path.read_bytes())))
        rows = [row["judul"] for row in bundled.told["hal_kecil"]]
        assert [row for row in rows if office.squeezed(row) not in told] == [], path.stem


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_no_page_of_the_notes_ends_half_empty(bundled, kind, soffice, pdftoppm, tmp_path):
    """'CHR pages can end half empty': only the last page and the one before a block to sign may."""
    make = word.papers if kind == "docx" else pdf.papers
    path = tmp_path / f"{NOTES}.{kind}"
    path.write_bytes(make(bundled.findings, bundled.result)[path.name])
    if kind == "docx":
        path = office.convert(soffice, "pdf", tmp_path, path)[0]
    pages = below(pdftoppm, path)
    assert len(pages) > 3
    assert all(empty < EMPTY for empty in pages[:-2]), pages


def test_a_row_that_goes_on_overleaf_says_its_number_again():
    many = [f"{n} " + "kalimat yang panjang sekali " * 6 for n in range(60)]
    paper = pdf_paper.Paper("Uji", "Uji", "id", True)
    paper.table(["No", "Kondisi"], [10, 100], [["7", [(line, False) for line in many]], ["8", "akhir"]], 9)
    pages = said(paper.content())
    assert len(pages) > 1 and all(re.search(r"^7$", page, re.M) for page in pages)
    told = "\n".join(pages)
    assert [n for n in range(60) if len(re.findall(rf"(?<!\d){n} kalimat", told)) != 1] == []
