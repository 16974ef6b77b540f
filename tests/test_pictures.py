"""Pictures of a submitted PDF in the HTML report: every page small, what findings point to cut out of its page."""

import base64
import io
from pathlib import Path

import pytest
from PIL import Image

from cermat import audit
from cermat.reports.labels import labels
from cermat.reports.pictures import pictures
from tests.small_pdf import Sheet, write_pdf

ROWS = [
    ["No", "Indikator", "Target", "Realisasi", "Capaian (%)"],
    ["1", "Persentase layanan selesai", "80,00", "84,00", "105,00"],
    ["2", "Persentase warga terlayani", "90,00", "81,00", "95,00"],
]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    sheet = Sheet().teks(60, 60, "BAB III AKUNTABILITAS KINERJA", 14, bold=True)
    sheet.teks(60, 90, "Tabel 3.1 Capaian Kinerja Tahun 2023")
    for line, row in enumerate(ROWS):
        for x, width, text in zip((60, 90, 300, 370, 440), (30, 210, 70, 70, 90), row, strict=True):
            sheet.box(x, 100 + 20 * line, x + width, 120 + 20 * line).teks(x + 4, 114 + 20 * line, text)
    path = write_pdf(tmp_path_factory.mktemp("gambar") / "laporan.pdf", sheet)
    result = audit.check(path)
    return path, result, result.to_dict()


def opened(uri: str) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(uri.partition(",")[2])))


def test_a_page_with_a_finding_is_ticked_and_leads_to_it(made):
    _, result, findings = made
    (page,) = pictures(findings, result, labels("id"))["strip"]
    grave = [f for f in findings["findings"] if f["severity"] != "rendah" and f["places"]]
    assert grave and page["grades"][0] == grave[0]["severity"] and page["href"] == grave[0]["id"]
    assert opened(page["image"]).size == (page["wide"], page["high"])


def test_the_wrong_figure_is_framed_in_red_in_a_piece_of_its_page(made):
    _, result, findings = made
    (wrong,) = [f for f in findings["findings"] if f["kind"] == "rasio" or f["rule"] == "CAP-01"]
    cut = pictures(findings, result, labels("id"))["cut"][wrong["id"]]
    image = opened(cut["image"]).convert("RGB")
    red = sum(r > 140 and g < 90 and b < 90 for r, g, b in image.getdata())
    assert cut["page"] == 1 and image.height < image.width / 3 and red > 60


def test_a_file_that_has_changed_and_one_that_is_no_pdf_have_no_pictures(made):
    path, result, findings = made
    changed = findings | {"report": findings["report"] | {"sha256": "0" * 64}}
    word = findings | {"report": findings["report"] | {"source": str(Path(path).with_suffix(".docx"))}}
    for told in (changed, word):
        assert pictures(told, result, labels("id")) == {"strip": [], "cut": {}}
