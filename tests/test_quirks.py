"""Quirks of real files, each in a small document: errors of formulas, blank rows, struck or hidden text, lists."""

import datetime
from functools import cache

import pytest
from openpyxl import Workbook, load_workbook

from cermat import audit
from cermat.datasets.document.assemble import assemble
from cermat.datasets.document.model import Block, Cell
from cermat.datasets.readers.docx import read_docx
from cermat.datasets.readers.xlsx import read_xlsx
from cermat.datasets.recognise.printed_numbers import document_angka
from cermat.schemas.submission import merge
from tests.small_docx import p, r, tc, tr, write_docx

PROGRAMS = [
    ("No", "Program", "Pagu (Rp)", "Realisasi (Rp)", "Sisa (Rp)"),
    ("1", "Program Kelautan", "2.400.000.000", "2.304.000.000", "96.000.000"),
    ("2", "Program Budidaya", "1.250.500.000", "1.200.480.000", "50.020.000"),
    ("3", "Program Tangkap", "349.500.000", "314.550.000", "34.950.000"),
    ("", "Jumlah", "4.000.000.000", "3.819.030.000", "180.970.000"),
]


def table(rows) -> str:
    return "<w:tbl>" + "".join(tr(*(tc(t) if t else tc("<w:p/>") for t in row)) for row in rows) + "</w:tbl>"


@cache
def _audited(path, _content: bytes):
    return audit.check(path)


def audited(path):
    """The audit of a file, once for what it holds."""
    return _audited(path, path.read_bytes()) if path.is_file() else audit.check(path)


def found(path, least: str = "sedang") -> list[tuple]:
    """(rule, kondisi) of findings at `least` or above, without what an excerpt leaves out."""
    result = audited(path)
    levels = {"sedang": ("tinggi", "sedang"), "rendah": ("tinggi", "sedang", "rendah")}[least]
    told = result.to_dict(result.audited[0])["findings"]
    return [(f["rule"], f["kondisi"]) for f in told if f["severity"] in levels and f["kind"] != "kelengkapan"]


def sums(path) -> dict:
    """The status of the rule of totals."""
    result = audited(path)
    return next(x for x in result.to_dict(result.audited[0])["rules"] if x["id"] == "TOT-01")


def book(path, rows, hidden_rows=(), hidden_columns=(), hidden_sheet=None):
    """A workbook of one sheet 'Anggaran' (and one that is hidden)."""
    wb = Workbook()
    ws = wb.active
    ws.title = "Anggaran"
    for row in rows:
        ws.append([t or None for t in row])
    for n in hidden_rows:
        ws.row_dimensions[n].hidden = True
    for c in hidden_columns:
        ws.column_dimensions[c].hidden = True
    if hidden_sheet:
        other = wb.create_sheet("Lama")
        other.sheet_state = "hidden"
        for row in hidden_sheet:
            other.append(list(row))
    wb.save(path)
    return path


def test_a_sum_over_an_error_is_undecided(tmp_path):
    rows = [[*row] for row in PROGRAMS]
    rows[2][4] = "#REF!"
    path = write_docx(tmp_path, p("Tabel 1 Anggaran dan Realisasi Tahun 2023") + table(rows))
    assert {rule for rule, _ in found(path)} == {"STR-01"}
    assert sums(path)["undecided"] == 1


def test_scales_in_cells(tmp_path):
    rows = [[*row] for row in PROGRAMS]
    rows[1][2:] = ["Rp2,4 M", "Rp2,304 M", "Rp96 jt"]
    path = write_docx(tmp_path, p("Tabel 1 Anggaran dan Realisasi Tahun 2023") + table(rows))
    assert found(path) == []
    assert sums(path)["held"] > 0


@pytest.mark.parametrize("n", [3, 4, 12])
def test_rows_of_one_amount_are_no_chain(tmp_path, n):
    same = [
        (str(i + 1), f"Bantuan Kampung {chr(65 + i)}", "10.000.000", "9.500.000", "500.000") for i in range(n)
    ]
    total = (
        "",
        "Jumlah",
        f"{10 * n}.000.000",
        f"{n * 95 // 10}.{n * 95 % 10}00.000",
        f"{n * 5 // 10}.{n * 5 % 10}00.000",
    )
    path = write_docx(
        tmp_path, p("Tabel 1 Anggaran dan Realisasi Tahun 2023") + table([PROGRAMS[0], *same, total])
    )
    assert [x for x in found(path) if x[0] == "TOT-01"] == []
    assert sums(path)["held"] >= 2


def test_levels_of_one_child_each_are_kept(tmp_path):
    rows = [
        PROGRAMS[0],
        ("", "Satu", "10.000.000", "9.000.000", "1.000.000"),
        ("", "Satu a", "10.000.000", "9.000.000", "1.000.000"),
        ("", "Dua", "4.000.000", "3.000.000", "1.000.000"),
        ("", "Dua a", "4.000.000", "3.000.000", "1.000.000"),
        ("", "Jumlah", "14.000.000", "12.000.000", "2.000.000"),
    ]
    path = write_docx(tmp_path, p("Tabel 1 Anggaran dan Realisasi Tahun 2023") + table(rows))
    assert found(path) == []


GAPS = {"inside": 3, "under the header": 1, "before Jumlah": 4}


@pytest.mark.parametrize("at", GAPS.values(), ids=GAPS.keys())
def test_a_blank_row_does_not_end_a_table(tmp_path, at):
    rows = [*PROGRAMS[:at], ("",) * 5, *PROGRAMS[at:]]
    (grid,) = [m for m in read_xlsx(book(tmp_path / "a.xlsx", rows)) if m.jenis == "petak"]
    texts: dict[int, list[str]] = {}
    for s in grid.sel:
        texts.setdefault(s.r, []).append(s.teks)
    assert list(texts.values()) == [list(row) for row in PROGRAMS]
    assert next(s.jejak for s in grid.sel if s.teks == "Jumlah") == "Anggaran!B6"


def test_blank_rows_still_part_tables(tmp_path):
    other = [
        ("No", "Indikator", "Target", "Realisasi", "Capaian"),
        ("1", "Jumlah kapal", "10", "9", "90"),
        ("2", "Jumlah kolam", "4", "4", "100"),
    ]
    rows = [
        *PROGRAMS,
        ("",) * 5,
        *other,
        ("",) * 5,
        ("Disusun oleh", "", "", "", ""),
        ("Kepala Bidang", "", "", "", ""),
    ]
    grids = [m for m in read_xlsx(book(tmp_path / "a.xlsx", rows)) if m.jenis == "petak"]
    assert [max(s.r for s in g.sel) + 1 for g in grids[:2]] == [5, 3]


def test_what_nobody_sees_is_not_printed(tmp_path):
    old = ("", "Program Lama", "100.000.000", "90.000.000", "10.000.000")
    rows = [(*row, "9") for row in (*PROGRAMS[:3], old, *PROGRAMS[3:])]
    path = book(
        tmp_path / "a.xlsx",
        rows,
        [4],
        ["F"],
        hidden_sheet=[("No", "Program", "Pagu"), ("1", "Program Kelautan", "7"), ("2", "x", "8")],
    )
    notes: list[str] = []
    texts = {s.teks for m in read_xlsx(path, notes) for s in m.sel}
    assert not texts & {"Program Lama", "9", "7", "8"} and "Program Tangkap" in texts
    assert notes == [
        "Anggaran: 1 baris tersembunyi (mulai baris 4), tidak diperiksa",
        "Anggaran: kolom tersembunyi (F), tidak diperiksa",
        "Lama: lembar tersembunyi, tidak diperiksa",
    ]
    assert found(path) == []


def test_a_hidden_row_that_the_total_counts_is_read(tmp_path):
    notes: list[str] = []
    path = book(tmp_path / "a.xlsx", PROGRAMS, [3])
    assert "Program Budidaya" in {s.teks for m in read_xlsx(path, notes) for s in m.sel}
    assert notes == ["Anggaran: 1 baris tersembunyi (mulai baris 3), tetap dibaca karena ikut dijumlahkan"]
    assert found(path) == []


def test_a_flat_export_is_a_list(tmp_path):
    head = ("SKPD", "PROGRAM", "KEGIATAN", "URAIAN BELANJA", "JUMLAH", "JUMLAH PERUBAHAN")
    amounts = [
        "5.000.000",
        "2.000.000",
        "3.000.000",
        "7.000.000",
        "4.000.000",
        "3.000.000",
        "6.000.000",
        "6.000.000",
        "9.000.000",
    ]
    rows = [
        (
            "1.1 - DINAS LAUT",
            f"1.0{i // 5} PROGRAM PANTAI {i // 5}",
            f"1.0{i // 3}.2 KEGIATAN PULAU {i // 3}",
            f"5.1.0{i} Belanja Barang Kode {i}",
            a,
            a,
        )
        for i, a in enumerate(amounts)
    ]
    assert found(book(tmp_path / "a.xlsx", [head, *rows]), "rendah") == []


def test_struck_text_is_not_live(tmp_path):
    rows = [[*row] for row in PROGRAMS]
    old = ["", "Program Lama", "100.000.000", "90.000.000", "10.000.000"]
    struck = tr(*(tc(p(r(t, "<w:strike/>"))) for t in old))
    cell = tc(p(r("1.111.111.111", "<w:dstrike/>") + r("1.250.500.000") + r(" ", '<w:strike w:val="0"/>')))
    body = "".join(
        tr(*(cell if t == "1.250.500.000" else tc(t) if t else tc("<w:p/>") for t in row)) for row in rows[:4]
    )
    body += struck + tr(*(tc(t) if t else tc("<w:p/>") for t in rows[4]))
    notes: list[str] = []
    path = write_docx(
        tmp_path,
        p(r("Pagunya Rp9.", "<w:strike/>")) + p("Tabel 1 Anggaran Tahun 2023") + f"<w:tbl>{body}</w:tbl>",
    )
    texts = {s.teks for m in read_docx(path, notes) for s in (m, *m.sel)}
    assert "1.250.500.000" in texts and not texts & {"Program Lama", "Pagunya Rp9.", "1.111.111.111"}
    assert notes == ["teks yang dicoret tidak dibaca: dianggap dihapus"]
    assert found(path) == []


@pytest.mark.parametrize("dash", ["\u2011", "\u2010", "\u2013"])
def test_linked_words(dash):
    rows = [("Indikator", "Capaian"), ("Luas kolam", "90,00"), (f"Rata{dash}rata capaian", "90,00")]
    cells = [Cell(i, j, t) for i, row in enumerate(rows) for j, t in enumerate(row)]
    document = assemble(
        [Block("paragraf", f"Rata{dash}rata capaian 5{dash}6 poin"), Block("petak", sel=cells)], "x"
    )
    assert "Rata-rata capaian" in set(document.sel["teks"])
    assert document.blok["teks"].iloc[0].startswith("Rata-rata capaian 5" + dash)
    assert len(document_angka(document, "x")) == 4


SHARED_INPUTS = [
    "00_dasar.docx",
    "00_dasar.xlsx",
    "01c_dicoret.docx",
    "01e_kalimat_dicoret.docx",
    "01f_baris_dicoret.docx",
    "08b_tersembunyi.xlsx",
    "09_m1.docx",
    "09n_sel_M_jt.docx",
    "10a_tabel_terbelah_bagian.docx",
    "10e_dua_tabel_rapat.pdf",
    "10i_terbelah_tanpa_judul.docx",
    "10k_sama_4.docx",
    "10k_sama_12.docx",
    "10l_baris_kosong.xlsx",
    "10m_kosong_sebelum_jumlah.xlsx",
    "10n_kosong_setelah_judul.xlsx",
    "11d_dua_kolom_ligatur.pdf",
    "11f_dua_kolom_sejajar.pdf",
    "13b_tabel_gambar.pdf",
]
# What is not read in them is told.
SHARED_NOTES = {
    "01c_dicoret.docx": ["dicoret"],
    "08b_tersembunyi.xlsx": ["baris tersembunyi", "kolom tersembunyi", "lembar tersembunyi"],
    "13b_tabel_gambar.pdf": ["gambar"],
}


SHARED_RULES = dict.fromkeys(SHARED_INPUTS, frozenset()) | {
    "08e_galat_rumus.xlsx": {"STR-01"},
    "08k_galat_tercetak.docx": {"STR-01"},
    "09e_negatif_belakang.docx": {"POP-03"},
}


@pytest.fixture(scope="module")
def inputs(shared):
    """(readings by name, the audit of all of them)."""
    read = {name: audit.read(shared / "real" / "inputs" / name) for name in SHARED_RULES}
    return read, audit.check(merge(list(read.values())))


@pytest.mark.parametrize(("name", "rules"), SHARED_RULES.items())
def test_inputs_of_public_bug_reports(inputs, name, rules):
    read, result = inputs
    told = result.to_dict(name)
    assert {f["rule"] for f in told["findings"] if f["severity"] != "rendah"} == rules
    if not rules:
        assert told["summary"]["numbers"]["recomputed"] == told["summary"]["numbers"]["printed"]
    notes = read[name].warnings
    assert all(any(word in note for note in notes) for word in SHARED_NOTES.get(name, []))


def test_a_table_with_decimal_points_groups_by_commas():
    rows = [
        ("Kabupaten", "Jumlah Desa", "Persen"),
        ("Ambar", "434", "90.8"),
        ("Biru", "386", "94.8"),
        ("Jumlah", "5,956", "91.8"),
    ]
    cells = [Cell(i, j, t) for i, row in enumerate(rows) for j, t in enumerate(row)]
    document = assemble(
        [Block("paragraf", "Dari 3,5 juta jiwa, 12,75% sudah dilayani."), Block("petak", sel=cells)], "x"
    )
    read = document_angka(document, "x").set_index("teks")
    assert (read.loc["5,956", "mantissa"], read.loc["5,956", "desimal"]) == (5956, 0)


def test_rates_of_two_bases_are_two_units(tmp_path):
    rows = [
        ("No", "Indikator", "Realisasi Tahun 2024", "Target Akhir", "Tingkat Kemajuan (%)"),
        ("1", "Persentase kapal laik", "54,00", "90,00", "60,00"),
        ("2", "Rasio pos jaga", "11,20", "16,00", "70,00"),
        ("3", "Rasio kejadian", "2,66/10.000", "28/100.000", "95,00"),
    ]
    assert found(write_docx(tmp_path, p("Tabel 3 Kemajuan Capaian Sasaran") + table(rows))) == []


@pytest.mark.parametrize("stray", ["#REF!", "12-Mei", "dua miliar", "2.4S0.000.000"])
def test_what_is_no_number_among_numbers_is_told_with_its_cell(tmp_path, stray):
    rows = [[*row] for row in PROGRAMS]
    rows[2][3] = stray
    path = book(tmp_path / "a.xlsx", rows)
    ((rule, said),) = found(path)
    assert rule == "STR-01" and "sel Anggaran!D3" in said and stray in said
    assert sums(path)["undecided"] == 1


def test_each_unreadable_cell_is_a_finding(tmp_path):
    rows = [[*row] for row in PROGRAMS]
    rows[2][3] = rows[2][4] = rows[3][3] = "#REF!"
    told = " ".join(said for _, said in found(book(tmp_path / "a.xlsx", rows)))
    assert [told.count(f"Anggaran!{cell}") for cell in ("D3", "E3", "D4")] == [1, 1, 1]


def test_a_code_with_blanks_beside_a_row_is_no_figure(tmp_path):
    rows = [
        ("NO. URUT", "URAIAN", "ANGGARAN 2021", "REALISASI 2021"),
        ("2 . 1", "BELANJA OPERASI", "30.000.000,00", "20.000.000,00"),
        ("2 . 1 . 1", "Belanja Pegawai", "20.000.000,00", "15.000.000,00"),
        ("2 . 1 . 5", "Belanja Hibah", "10.000.000,00", "5.000.000,00"),
    ]
    assert not found(book(tmp_path / "a.xlsx", rows))


def test_a_date_that_excel_made_of_a_number(tmp_path):
    path = book(tmp_path / "a.xlsx", PROGRAMS)
    wb = load_workbook(path)
    wb["Anggaran"]["E3"] = datetime.date(2023, 5, 12)
    wb.save(path)
    assert [rule for rule, _ in found(path)] == ["STR-01"]


def test_words_in_a_number_column_are_told_with_the_row_of_the_file(tmp_path):
    (tmp_path / "r").mkdir()
    lines = [
        "kode,uraian,tahun,pagu,realisasi",
        "1,Program A,2023,1.000.000,900.000",
        "2,Program B,2023,lima juta,900.000",
    ]
    (tmp_path / "r" / "anggaran.csv").write_text("\n".join(lines), encoding="utf-8")
    (said,) = [said for rule, said in found(tmp_path / "r") if rule == "STR-01"]
    assert "baris 3 berkas anggaran.csv" in said and "lima juta" in said
