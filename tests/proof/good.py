"""Good documents to be spoiled, and what a document prints, told by other means than those of the readers."""

import io
import re
import zipfile
from functools import cache
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl

from tests.small_docx import p, tc, tr, write_docx
from tests.small_pdf import Sheet, write_pdf

ROWS = (
    ("No", "Indikator Kinerja", "Satuan", "Target", "Realisasi", "Capaian (%)"),
    ("1", "Persentase desa mandiri", "%", "80,00", "72,00", "90,00"),
    ("2", "Jumlah koperasi aktif", "unit", "1.120", "1.232", "110,00"),
    ("3", "Nilai SAKIP", "nilai", "71,25", "69,80", "97,96"),
)
TEXTS = (
    "Realisasi tahun 2023 sebesar 72,00 persen dari target 80,00 persen, atau capaian 90,00 persen.",
    "Pagu anggaran Rp1.250.000.000,00 dan realisasinya Rp1.187.500.000,00 atau 95,00%, sisa Rp62.500.000,00.",
    "Jumlah koperasi naik dari 1.120 unit pada tahun 2022 menjadi 1.232 unit pada tahun 2023, naik 112 unit (10,00%).",
    "Pegawai berjumlah 87 orang, yaitu 40 orang laki-laki, 47 orang perempuan, dan 12 orang di antaranya pensiun.",
    "Rata-rata capaian kelima indikator adalah 98,12 persen dengan predikat Sangat Baik (skala 91 s.d. 100).",
)
REPORT = "\n\n".join(
    [
        "# LAPORAN KINERJA DINAS CONTOH TAHUN 2023",
        "Tabel 3.1 Capaian Indikator Kinerja Tahun 2023",
        "\n".join(f"| {' | '.join(row)} |" for row in (ROWS[0], ["---"] * 6, *ROWS[1:])),
        *TEXTS,
    ]
)


@cache
def docx() -> bytes:
    """A small report as a Word document."""
    rows = "".join(tr(*map(tc, row)) for row in ROWS)
    with TemporaryDirectory() as folder:
        body = (
            p("LAPORAN KINERJA DINAS CONTOH TAHUN 2023") + f"<w:tbl>{rows}</w:tbl>" + "".join(map(p, TEXTS))
        )
        return write_docx(Path(folder), body).read_bytes()


@cache
def xlsx() -> bytes:
    """The same as a workbook."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["Capaian Indikator Kinerja Tahun 2023"])
    for row in ROWS:
        book.active.append(row)
    book.active.append(["4", "Indeks", "nilai", 80.5, 72, 89.44])
    book.save(out)
    return out.getvalue()


@cache
def pdf() -> bytes:
    """The same as a PDF."""
    sheet = Sheet().teks(70, 60, "LAPORAN KINERJA DINAS CONTOH TAHUN 2023")
    sheet.table([60, 90, 250, 300, 370, 440, 520], [90, 110, 130, 150, 170], ROWS)
    for at, line in enumerate(TEXTS):
        sheet.teks(60, 220 + 20 * at, line, 8)
    with TemporaryDirectory() as folder:
        return write_pdf(Path(folder) / "a.pdf", sheet).read_bytes()


def digits_of(text: str) -> list[str]:
    """The figures of a text, two digits and more."""
    return re.findall(r"[0-9]{2,}", text)


def text_prints(content: bytes) -> str | None:
    """What a text prints, where it is UTF-8 without markup that hides things."""
    try:
        told = content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if re.search(r"[<\x00-\x08\[\]`$\\&]|\.{4}", told) else told


def docx_prints(content: bytes) -> str | None:
    """The words of a Word document, where its package opens."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            told = package.read("word/document.xml").decode("utf-8", "replace")
    except Exception:
        return None
    return " ".join(unescape(one) for one in re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", told))


def xlsx_prints(content: bytes) -> str | None:
    """The texts of cells, as another reader of workbooks sees them."""
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
        shown = [sheet for sheet in book if sheet.sheet_state == "visible"]
        # those that are there: none of the empty ones up to the last
        cells = [cell.value for sheet in shown for cell in sheet._cells.values()]
    except Exception:
        return None
    return " ".join(cell for cell in cells if isinstance(cell, str))
