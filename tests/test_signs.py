"""A sign is read or doubted, wherever it stands and however it is written; a dash that is none stays a dash."""

from pathlib import Path
from string import ascii_uppercase

import openpyxl
import pytest
from docx import Document
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from cermat import audit
from cermat.datasets.recognise.number_tokens import tokens
from cermat.schemas.angka import FIGURE, MINUS_SIGNS, SIGN_BEHIND, UNREADABLE, parse
from tests.helpers import folder

TITLE = "LAPORAN KINERJA DINAS CONTOH TAHUN 2023"
CAPTION = "Tabel 3.1 Capaian Indikator Kinerja Tahun 2023"
NEGATIVE = [
    "-72,00",
    "- 72,00",
    "72,00-",
    "72,00 -",
    "-72",
    "-72,00%",
    "72,00-%",
    "72,00%-",
    "-Rp72.000",
    "- Rp 72.000",
    "Rp-72.000",
    "Rp -72.000",
    "Rp (72.000)",
    "(Rp72.000)",
    "(72,00)",
    "（72,00）",
    "(-72,00)",
    "(72,00%)",
    "(72,00) %",
    "minus 72,00",
    "negatif 72,00",
]
POSITIVE = ["Rp72.000,-", "Rp72.000,--", "Rp72.000.-", "Rp72.000-", "72,00)", "(72,00"]
NO_NUMBER = ["72-", "-(72,00)", "--72,00"]


def test_every_sign_counts_in_every_place():
    for sign in MINUS_SIGNS:
        for text in NEGATIVE:
            assert parse(text.replace("-", sign)).mantissa < 0, (text, hex(ord(sign)))
        for text in NO_NUMBER:
            assert parse(text.replace("-", sign)).kelas == UNREADABLE, (text, hex(ord(sign)))
    assert all(parse(text).mantissa > 0 for text in POSITIVE)
    assert parse("Rp72.000-").ragu


def grid(cells: list[str]) -> list[list[str]]:
    head = ["No", "Indikator Kinerja", "Satuan", "Target", "Realisasi", "Capaian (%)"]
    named = [f"Persentase desa {letter}" for letter in ascii_uppercase]
    rows = zip(named, cells, strict=False)
    return [
        head,
        *([str(at), *(name, "%", "80,00", text, "90,00")] for at, (name, text) in enumerate(rows, 1)),
    ]


def document(cells: list[str]) -> str:
    head, *rows = (f"| {' | '.join(row)} |" for row in grid(cells))
    return "\n".join([f"# {TITLE}", "", CAPTION, "", head, "|---" * 6 + "|", *rows, ""])


def written(path: Path, cells: list[str]) -> Path:
    """A report with these cells under Realisasi, in the form that the path's suffix says."""
    rows = grid(cells)
    if path.suffix == ".md":
        path.write_text(document(cells), encoding="utf-8")
    elif path.suffix == ".docx":
        paper = Document()
        paper.add_heading(TITLE)
        paper.add_paragraph(CAPTION)
        table = paper.add_table(len(rows), len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
        paper.save(path)
    elif path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        for row in ([TITLE], [CAPTION], *rows):
            book.active.append(row)
        book.save(path)
    else:
        table = Table(rows, style=[("GRID", (0, 0), (-1, -1), 0.5, "black")])
        SimpleDocTemplate(str(path)).build([Paragraph(TITLE), Paragraph(CAPTION), table])
    return path


@pytest.mark.parametrize(
    ("form", "sign"), [("md", "\u2212"), ("docx", "\uff0d"), ("xlsx", "\ufe63"), ("pdf", "\u2013")]
)
def test_no_reader_drops_a_sign(tmp_path, form, sign):
    cells = [text.replace("-", sign) for text in (*NEGATIVE, *NO_NUMBER) if text.isascii()]
    sub = audit.read(written(tmp_path / f"laporan.{form}", cells))
    read = sub.angka.loc[sub.tables["indikator"]["realisasi"]]
    assert len(read) == len(cells)
    assert (read["mantissa"].lt(0) | read["kelas"].eq(UNREADABLE)).tolist() == [True] * len(cells)
    assert read["kelas"].eq(UNREADABLE).sum() == len(NO_NUMBER)


def test_csv_drops_no_sign(tmp_path):
    cells = [*NEGATIVE, *NO_NUMBER]
    rows = [
        {"indikator": f"Indikator ke {at}", "tahun": "2023", "target": "80,00", "realisasi": text}
        for at, text in enumerate(cells, 1)
    ]
    sub = audit.read(folder(tmp_path / "csv", {"indikator": rows}))
    read = sub.angka.loc[sub.tables["indikator"]["realisasi"]]
    assert (read["mantissa"].lt(0) | read["kelas"].eq(UNREADABLE)).all()


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("tumbuh sebesar −2,07 persen", [-207]),
        ("tumbuh sebesar – 2,07 persen", [-207]),
        ("tumbuh minus 2,07 persen", [-207]),
        ("tumbuh negatif 2,07 persen", [-207]),
        ("selisih Rp-72.000 dari pagu", [-72000]),
        ("selisih sebesar -Rp72.000 dari pagu", [-72000]),
        ("selisih Rp (72.000) dari pagu", [-72000]),
        ("selisih sebesar 72,00- dari pagu", [0]),  # nobody can tell
        ("pagu 41.814.414.000- dari APBN", [41814414000]),  # doubted
        ("pagu Rp1.000.000,- dan realisasi Rp900.000,-", [1000000, 900000]),
        ("antara Rp1.000.000-Rp2.000.000 setahun", [1000000, 2000000]),
        ("antara 70,00–80,00 persen", [7000, 8000]),
        ("antara 70,00 – 80,00 persen", [7000, 8000]),
        ("antara 70,00- 80,00 persen", [7000, 8000]),
        ("Program A – 72 orang", [72]),
        ("capaian 90,00 – lebih tinggi", [9000]),
        ("capaian sangat baik (92,47%)", [9247]),
        ("12 orang negatif 72 orang positif", [12, 72]),
        ("- Rp5.000.000 untuk honor", [5000000]),
    ],
)
def test_signs_in_sentences(text, values):
    assert [token.mantissa for token in tokens(text) if token.kelas in (FIGURE, UNREADABLE)] == values


def test_an_amount_with_a_dash_behind_is_doubted():
    """ "Masyarakat, sebesar Rp. | 41.814.414.000-": the comma before the dash is lost, the Rp in another cell."""
    (token,) = tokens("Program Pembinaan 41.814.414.000-")
    assert (token.mantissa, token.kelas, token.ragu) == (41814414000, FIGURE, SIGN_BEHIND)


@pytest.mark.parametrize(
    "text", ["2019-2023", "2019–2023", "-", "–", "—", "Rp-", "Rp. -", "70 s.d. 80", "60–85%"]
)
def test_what_is_no_number_stays_none(text):
    assert parse(text).kelas not in (FIGURE, UNREADABLE)


@pytest.mark.parametrize(("text", "code"), [("72,00", 0), ("－72,00", 1), ("72,00-", 1), ("72-", 1)])
def test_a_report_with_a_lost_sign_is_not_passed(tmp_path, text, code):
    path = tmp_path / "laporan.md"
    path.write_text(document([text, "72,00"]), encoding="utf-8")
    call = [
        "check",
        str(path),
        "--out",
        str(tmp_path / "o"),
        "--format",
        "json",
        "--select",
        "rasio,arah,struktur",
    ]
    assert audit.main([*call, "--fail-on", "rendah"]) == code
