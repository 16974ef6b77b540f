"""Headings that the contents promise, through a whole document."""

import pytest

from cermat import audit
from tests.helpers import findings, quick

TITLES = {
    "BAB I PENDAHULUAN": ["A. Latar Belakang", "B. Dasar Hukum", "C. Struktur Organisasi", "D. Isu Utama"],
    "BAB II PERENCANAAN": ["A. Visi Daerah", "B. Tujuan Jangka Menengah", "C. Perjanjian Kinerja"],
    "BAB III AKUNTABILITAS": ["A. Hasil Pengukuran", "B. Analisis Efisiensi", "C. Realisasi Anggaran"],
}
ENTRIES = [entry for chapter, parts in TITLES.items() for entry in (chapter, *parts)]


def told(tmp_path, body: dict[str, str], contents: list[str] = ENTRIES) -> list[str]:
    """Subjects of KEL-09; body: what a title reads in the body ('' where it is missing)."""
    lines = ["# DAFTAR ISI", ""]
    for page, entry in enumerate(contents, 1):
        lines += [f"{entry}\t{page}", ""]
    for title in ENTRIES:
        printed = body.get(title, title)
        if printed:
            mark = "" if printed.startswith("*") else "# " if title in TITLES else "## "
            lines += [f"{mark}{printed}", ""]
        lines += [f"Uraian nomor {len(lines)} tentang pelayanan kepada masyarakat di seluruh wilayah.", ""]
    path = tmp_path / "laporan.md"
    path.write_text("\n".join(lines), encoding="utf-8")
    return [f["subject"] for f in findings(quick(audit.read(path)), path.name, "KEL-09")]


def test_a_promised_heading_that_is_missing_is_told(tmp_path):
    assert told(tmp_path, {"C. Struktur Organisasi": ""}) == ["C. Struktur Organisasi"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"C. Struktur Organisasi": "C. STRUKTUR  ORGANISASI"},
        {"C. Struktur Organisasi": "3) Struktur Organisasi Dinas"},
        {"C. Struktur Organisasi": "*Struktur Organisasi*"},  # no heading, but there
    ],
)
def test_a_heading_that_is_spelt_otherwise_is_there(tmp_path, body):
    assert told(tmp_path, body) == []


def test_contents_of_which_much_is_not_found_promise_nothing(tmp_path):
    gone = {t: "" for t in ENTRIES if t.startswith(("B.", "C."))}
    assert told(tmp_path, gone) == []


def test_entries_deeper_than_the_printed_headings_promise_nothing(tmp_path):
    deeper = [*ENTRIES[:4], "1. Bidang Pertama", "2. Bidang Kedua", *ENTRIES[4:]]
    assert told(tmp_path, {}, deeper) == []


def test_a_document_of_one_table_has_no_paragraph_to_tell_of_its_contents(tmp_path):
    document = tmp_path / "tabel.md"
    document.write_text(
        "| Indikator | Target | Realisasi | Capaian |\n|---|---|---|---|\n| Indeks Baca | 80 | 72 | 90,00 |\n"
    )
    statuses = audit.check(document).statuses
    assert "galat" not in set(statuses["status"])
