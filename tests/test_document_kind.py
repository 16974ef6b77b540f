"""What the document is, what it owes because of that, and one line where nothing could be audited."""

import pytest

from cermat import audit
from cermat.reports.labels import labels
from cermat.reports.verdict import document, title_line
from tests.helpers import folder, validator
from tests.stacked import Stacked

GRID = "| No | Indikator Kinerja | Target | Realisasi | Capaian (%) |\n|---|---|---|---|---|\n| 1 | Luas kebun terawat | 10 | 9 | 90,00 |\n"
REPORT = f"""# LAPORAN KINERJA INSTANSI PEMERINTAH TAHUN 2021
# DINAS KEBUN KABUPATEN WANA

## BAB I PENDAHULUAN

Kebun rakyat menghadapi hambatan dan tantangan berupa bibit yang tua.

## BAB II PERENCANAAN KINERJA

## BAB III AKUNTABILITAS KINERJA

{GRID}
"""


@pytest.fixture
def made(tmp_path):
    """made(text, name) → (findings.json of a small Markdown document, its Result)."""

    def go(text: str, name: str = "dokumen.md"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        result = audit.check(tmp_path / name)
        told = result.to_dict()
        assert not list(validator().iter_errors(told))
        return told, result

    return go


def lacking(told: dict, rule: str = "KEL-01") -> str:
    return "; ".join(f["subject"] for f in told["findings"] if f["rule"] == rule)


# --- which kind


KINDS = [
    # (text, kind, name)
    (
        "# RENCANA STRATEGIS\n# DINAS KEBUN TAHUN 2019-2023\n\n## BAB II GAMBARAN PELAYANAN\n",
        "renstra",
        "Rencana Strategis (Renstra) 2019-2023",
    ),
    ("# RENCANA KERJA DINAS KEBUN TAHUN 2022\n\nTeks.\n", "renja", "Rencana Kerja (Renja) 2022"),
    (
        "# PERJANJIAN KINERJA TAHUN 2022\n\nYang bertanda tangan di bawah ini.\n",
        "pk",
        "Perjanjian Kinerja (PK) 2022",
    ),
    ("# LAPORAN REALISASI ANGGARAN TAHUN 2022\n\nTeks.\n", "lra", "Laporan Realisasi Anggaran (LRA) 2022"),
    ("# INDIKATOR KINERJA KUNCI TAHUN 2022\n\nTeks.\n", "ikk", "Indikator Kinerja Kunci (IKK) 2022"),
    ("# INDIKATOR KINERJA UTAMA TAHUN 2022\n\nTeks.\n", "iku", "Indikator Kinerja Utama (IKU) 2022"),
    (
        "# DOKUMEN PELAKSANAAN PERUBAHAN ANGGARAN\n\nTahun Anggaran 2022\n",
        "dpa",
        "Dokumen Pelaksanaan Anggaran (DPA/DPPA) 2022",
    ),
    ("# RENCANA AKSI TAHUN 2022\n\nTeks.\n", "rencana_aksi", "Rencana aksi atau realisasi triwulan 2022"),
    (
        "| Kegiatan | Target Triwulan I | Realisasi Triwulan I |\n|---|---|---|\n| Tanam | 3 | 2 |\n",
        "rencana_aksi",
        "Rencana aksi atau realisasi triwulan",
    ),
    ("# RINCIAN ANGGARAN BIAYA\n\nTahun 2022\n", "lain", "Dokumen lain 2022"),
    ("Harap bawa alat tulis.\n", "lain", "Dokumen yang jenisnya tidak dikenali"),
    (REPORT, "lkjip", "Laporan Kinerja (LKjIP) 2021"),
    (
        "## BAB III AKUNTABILITAS KINERJA\n\nCapaian tahun 2021.\n\n" + GRID,
        "lkjip",
        "Laporan Kinerja (LKjIP) 2021",
    ),
]
STACK = Stacked({text: text for text, *_ in KINDS})


@pytest.mark.parametrize(("text", "kind", "name"), KINDS)
def test_kinds(text, kind, name):
    told = STACK.told(text)
    assert not list(validator().iter_errors(told))
    assert (told["report"]["dokumen"]["jenis"], told["report"]["dokumen"]["nama"]) == (kind, name)


def test_a_plan_is_no_report(made):
    """Headings alone tell a Renstra without a cover; nothing that a report owes is asked of it."""
    told, _ = made(
        "## BAB I PENDAHULUAN\n\n## BAB II GAMBARAN PELAYANAN DINAS KEBUN\n\n## BAB III PERMASALAHAN DAN ISU "
        "STRATEGIS\n\n"
        "## BAB IV TUJUAN DAN SASARAN\n\nRenstra tahun 2019-2023 disusun untuk lima tahun.\n\n## BAB VI "
        "RENCANA PROGRAM\n"
    )
    assert told["report"]["dokumen"]["jenis"] == "renstra" and not told["findings"]
    assert document(told, labels("id")) == "Rencana Strategis (Renstra) 2019-2023, bukan LKjIP"
    status = {r["id"]: r for r in told["rules"]}["KEL-01"]
    assert status["status"] == "tidak berlaku" and "Rencana Strategis" in status["reason"]


def test_a_chapter_is_told(made):
    told, _ = made("## BAB III AKUNTABILITAS KINERJA\n\nCapaian tahun 2021.\n\n" + GRID)
    assert title_line(told, labels("id")).endswith("Laporan Kinerja (LKjIP) 2021, hanya BAB III")
    assert not lacking(told)


def test_tables_say_their_kind(tmp_path):
    path = folder(
        tmp_path / "r",
        {
            "identitas": [{"jenis": "dokumen", "nilai": "renja"}, {"jenis": "tahun", "nilai": "2022"}],
            "bab": [{"judul": f"BAB {n} X"} for n in ("I", "II", "III")],
        },
    )
    told = audit.check(path).to_dict()
    assert told["report"]["dokumen"]["nama"] == "Rencana Kerja (Renja) 2022" and not told["findings"]
    path = folder(tmp_path / "s", {"bab": [{"judul": f"BAB {n} X"} for n in ("I", "II", "III")]})
    assert "penutup" in lacking(audit.check(path).to_dict())  # tables that do not say are those of a report


# --- what stands in it


def test_headings_set_with_spaces_and_over_two_lines(made):
    told, _ = made(
        REPORT + "\n## BAB IV P E N U T U P\n\n### Perbandingan Kinerja dengan\n\n### Standar Pelayanan "
        "Minimal\n\nTeks.\n"
    )
    assert "penutup" not in lacking(told) and "standar nasional" not in lacking(told, "KEL-05")
    assert "isu strategis" not in lacking(told)  # told in prose
    assert "ringkasan" in lacking(told) and "efisiensi" in lacking(told)


def test_analysis_in_prose_counts_where_it_is_there(made):
    cause = "".join(
        f"\nKegiatan {k} hanya separuh jalan. Hal ini dikarenakan lelang yang terlambat.\n"
        for k in ("satu", "dua", "tiga")
    )
    help_ = "\nKegiatan penyuluhan mendukung pencapaian sasaran ini.\n\nProgram bibit juga menunjang keberhasilan sasaran.\n"
    past = "\nTabel 4. Perbandingan Capaian Kinerja Tahun 2020 dan Tahun 2021\n"
    wanted = ("penyebab", "menunjang", "tahun lalu")
    assert all(w in lacking(made(REPORT)[0]) for w in wanted)
    told, _ = made(REPORT + cause + help_ + past)
    assert not [w for w in wanted if w in lacking(told)]


def test_what_a_chapter_is_to_hold_is_no_analysis(made):
    outline = (
        "\n### Sistematika\n\nBab III menyajikan isu strategis serta permasalahan utama yang dihadapi.\n"
    )
    told, _ = made(
        REPORT.replace("Kebun rakyat menghadapi hambatan dan tantangan berupa bibit yang tua.", outline)
    )
    assert "isu strategis" in lacking(told)


def test_a_statement_of_review_is_a_note(made):
    told, _ = made(REPORT)
    assert "pernyataan telah direviu" in lacking(told, "KEL-05")
    assert {f["severity"] for f in told["findings"] if f["rule"] == "KEL-05"} == {"rendah"}


# --- realisasi owed


def test_who_owes_a_realisasi(made):
    plan = (
        "\n## Perjanjian Kinerja\n\n| No | Sasaran | Indikator Kinerja | Target 2021 |\n|---|---|---|---|\n"
        "| 1 | Kebun sehat | Luas kebun terawat | 10 |\n| 2 | Kebun sehat | Persentase petani terlatih | 70 "
        "|\n"
        "| 3 | Kebun sehat | Jumlah alat baru | - |\n| 4 | Kebun sehat | Persentase kecelakaan kerja di "
        "kebun | 1 |\n"
        "| 5 | Kebun sehat | Jumlah bibit tersalur | 55 |\n"
    )
    outputs = (
        "\n| Kegiatan | Indikator | Target |\n|---|---|---|\n| Rapat | Jumlah laporan rapat kebun | 4 |\n"
    )
    later = "\n## Rencana Tahun 2022\n\n| No | Sasaran | Indikator Kinerja | Target 2022 |\n|---|---|---|---|\n| 1 | Kebun | Jumlah gudang benih | 3 |\n"
    other = (
        "\n| Indikator | Capaian | Uraian |\n|---|---|---|\n"
        "| Tidak adanya kecelakaan kerja di kebun | 1 kejadian | Alat pelindung dibagikan |\n"
    )
    told, _ = made(REPORT.replace("## BAB III", plan + outputs + later + "\n## BAB III") + other)
    assert sorted(f["subject"] for f in told["findings"] if f["rule"] == "KEL-04") == [
        "Jumlah bibit tersalur",
        "Persentase petani terlatih",
    ]


# --- nothing to audit


def run(capsys, *arguments):
    code = audit.main([str(a) for a in arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_nothing_audited_is_one_line(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "harga.md").write_text(
        "# RENCANA KERJA TAHUN 2022\n\n| No | Barang | Banyak |\n|---|---|---|\n| 1 | Meja | 12 |\n"
    )
    (tmp_path / "sah.md").write_text(REPORT)
    code, out, err = run(capsys, "check", "harga.md", "--format", "json", "--out", "o")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert (
        "tidak satu angka pun dapat dihitung ulang" in err
        and "Rencana Kerja (Renja) 2022, bukan LKjIP, 1 angka" in err
    )
    assert not (tmp_path / "o").exists()
    code, out, err = run(capsys, "check", "harga.md", "sah.md", "--format", "json", "--out", "p")
    assert code == 1 and "catatan: harga.md: tidak satu angka pun" in err
    code, out, err = run(
        capsys,
        "check",
        folder(tmp_path / "t", {"identitas": [{"jenis": "instansi", "nilai": "Dinas Kebun"}]}),
    )
    assert (code, out, err.count("\n")) == (2, "", 1) and "0 angka" in err


def test_the_first_line_of_every_paper(tmp_path, capsys, monkeypatch):
    import docx
    import openpyxl
    import pypdfium2

    monkeypatch.chdir(tmp_path)
    text = "# RENCANA KERJA DINAS KEBUN TAHUN 2022\n\n" + GRID.replace("9 |", "9 |", 1)
    (tmp_path / "renja.md").write_text(text)
    _, out, _ = run(capsys, "check", "renja.md", "--out", "o", "--format", "html,md,xlsx,docx,pdf,json")
    first = "Rencana Kerja (Renja) 2022, bukan LKjIP"
    assert first in out.strip().splitlines()[0]
    assert first in (tmp_path / "o" / "temuan.md").read_text().replace("\\", "").splitlines()[0]
    assert first in (tmp_path / "o" / "temuan.html").read_text()
    sheet = openpyxl.load_workbook(tmp_path / "o" / "kertas-kerja-reviu.xlsx").worksheets[0]
    assert any(first in str(c.value) for row in sheet.iter_rows(max_row=2) for c in row)
    for name in ("catatan-hasil-reviu", "pernyataan-telah-direviu", "formulir-checklist-reviu"):
        lines = [p.text for p in docx.Document(tmp_path / "o" / f"{name}.docx").paragraphs if p.text]
        assert first in lines[0]
        page = pypdfium2.PdfDocument(tmp_path / "o" / f"{name}.pdf")[0].get_textpage().get_text_range()
        assert first in page[:200]


def test_an_annex_that_the_contents_promise_is_no_title(made):
    told, _ = made(
        "DINAS KEBUN\n\nTahun 2022\n\n# KATA PENGANTAR\n\nLaporan kinerja ini disusun oleh dinas sebagai "
        "pertanggungjawaban setahun.\n\n"
        "# DAFTAR ISI\n\nBAB I PENDAHULUAN\t1\n\n## LAMPIRAN\n\nIndikator Kinerja Utama Tahun 2022\t9\n\n"
        f"# BAB I PENDAHULUAN\n\nDinas mengurus kebun.\n\n# BAB III AKUNTABILITAS KINERJA\n\n{GRID}"
    )
    assert told["report"]["dokumen"]["jenis"] == "lkjip"
