"""Workbooks of typed tables: a document's tables written, read back and corrected by hand."""

import shutil
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from cermat import audit
from cermat.datasets.workbook.looks import sheet_name
from cermat.datasets.workbook.tables import sentence, text_tables, unread_numbers, write_tables
from cermat.schemas.errors import InputError
from cermat.schemas.tables import all_tables
from tests import bundled_tables, helpers
from tests.workbook_helpers import REPORT, cell, column, found, texts

pytestmark = pytest.mark.usefixtures("read_once")


@pytest.fixture(scope="module")
def document(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("dokumen") / "laporan.md"
    path.write_text(REPORT, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def written(document) -> Path:
    return write_tables(audit.read(document), document.parent)[0]


@pytest.fixture(scope="module")
def told(document) -> tuple[set, dict]:
    return found(audit.read(document))


@pytest.fixture
def book(written, tmp_path):
    """The written workbook, to be changed: yields (openpyxl workbook, save() → Submission)."""
    wb = openpyxl.load_workbook(written)

    def save():
        wb.save(tmp_path / "tabel.xlsx")
        return audit.read(tmp_path / "tabel.xlsx")

    return wb, save


# the way there and back


def test_workbook_of_a_document_gives_the_findings_of_the_document(document, written, told):
    one, other = audit.read(document), audit.read(written)
    assert found(other) == told
    assert len(told[0]) >= 2
    assert len(other.angka) == len(one.angka)
    for c in ("teks", "mantissa", "desimal", "satuan", "kelas", "lokal", "garis", "baris", "kolom_cetak"):
        assert other.angka[c].tolist() == one.angka[c].tolist()


@pytest.mark.shared
def test_workbook_of_the_real_text_gives_the_findings_of_the_text(shared, tmp_path):
    text = next((shared / "seeds").glob("*.txt"))
    sub = audit.read(text)
    path, counts = write_tables(sub, tmp_path)
    assert sum(counts.values()) > 500
    assert found(audit.read(path)) == found(sub)


def test_workbook_of_a_folder_gives_the_same_tables(tmp_path):
    sub = audit.read(audit.bundled())
    path, counts = write_tables(sub, tmp_path)
    back = audit.read(path)
    assert counts[sheet_name("unread")] == 0
    for table, frame in text_tables(sub).items():
        assert frame.drop(columns="laporan").equals(text_tables(back)[table].drop(columns="laporan")), table
    assert set(map(tuple, sub.absent[["tabel_tipe", "kolom"]].to_numpy())) == set(
        map(tuple, back.absent[["tabel_tipe", "kolom"]].to_numpy())
    )
    assert back.angka["teks"].tolist() == sub.angka["teks"].tolist()


def test_several_reports_stay_apart(tmp_path):
    sub = bundled_tables.portfolio({"a": [], "b": [("indikator", "capaian", 20, "1,00")]})
    back = audit.read(write_tables(sub, tmp_path)[0])
    assert back.laporan["laporan"].tolist() == ["a", "b"]
    assert texts(back, "indikator", "laporan", "capaian") == texts(sub, "indikator", "laporan", "capaian")


def test_cells_are_text_without_formulas_and_links(tmp_path):
    nasty = [
        "=1+1",
        "+62",
        "@rumus",
        "http://contoh.test",
        "0012",
        "baris\r\ndua",
        "a\x07b",
        "x" * 40_000,
        "-",
    ]
    rows = [{"indikator": t, "tahun": "2024", "capaian": "98,0", "tabel": "=A1"} for t in nasty]
    path, _ = write_tables(helpers.one(indikator=rows), tmp_path)
    with zipfile.ZipFile(path) as file:
        sheets = [file.read(n).decode() for n in file.namelist() if n.startswith("xl/worksheets/sheet")]
    assert not any("<f>" in s or "<hyperlink" in s for s in sheets)
    back = [t for (t,) in texts(audit.read(path), "indikator", "indikator")]
    assert back == [
        "=1+1",
        "+62",
        "@rumus",
        "http://contoh.test",
        "0012",
        "baris\ndua",
        "ab",
        "x" * 32_767,
        "-",
    ]


def test_nothing_is_overwritten(document, tmp_path):
    sub = audit.read(document)
    paths = [write_tables(sub, tmp_path)[0] for _ in range(3)]
    assert [p.name for p in paths] == ["tabel.xlsx", "tabel-2.xlsx", "tabel-3.xlsx"]
    guide = openpyxl.load_workbook(paths[1])[sheet_name("guide")]
    assert any("cermat check tabel-2.xlsx" in str(c.value) for c in guide["B"])


def test_numbers_that_no_table_holds_are_listed_with_their_sentence(document, written):
    rest = unread_numbers(audit.read(document))
    assert "37" in rest["angka"].tolist()
    assert rest.loc[rest["angka"].eq("37"), "kalimat"].iat[0].startswith("Sebanyak 37 rak")
    sheet = openpyxl.load_workbook(written)[sheet_name("unread")]
    assert [c.value for c in sheet["A"]][2:] == rest["angka"].tolist()


def test_sentence_holds_its_number_however_long_it_is():
    text = "Awal. " + "kata " * 100 + "maka 12,5 orang " + "lagi " * 100 + "selesai. Lalu."
    at = text.index("12,5")
    short = sentence(text, at, at + 4)
    assert "12,5" in short and len(short) < 180 and short.startswith("…")
    assert sentence("Satu. Dua 7 tiga. Empat.", 10, 11) == "Dua 7 tiga."
    assert sentence("", 3, 4) == ""


def test_doubts_and_refused_cells_carry_notes(tmp_path):
    rows = [
        {"indikator": "A", "tahun": "2024", "realisasi": "1.926", "capaian": "98,5"},
        {"indikator": "B", "tahun": "dua ribu", "capaian": "O5,85"},
    ]
    sub = helpers.one(indikator=rows)
    path, _ = write_tables(sub, tmp_path)
    sheet = openpyxl.load_workbook(path)["indikator"]
    year, broken = cell(sheet, "tahun", "dua ribu"), cell(sheet, "capaian", "O5,85")
    assert year.comment and "Bukan tahun" in year.comment.text and broken.comment
    assert {year.fill.fgColor.rgb, broken.fill.fgColor.rgb} == {"FFFBE0DD"}
    (tmp_path / "laporan.md").write_text(REPORT.replace("90,00", "120.125"), encoding="utf-8")
    sheet = openpyxl.load_workbook(write_tables(audit.read(tmp_path / "laporan.md"), tmp_path)[0])[
        "indikator"
    ]
    assert "Dibaca sebagai 120,125" in cell(sheet, "capaian", "120.125").comment.text
    assert (
        cell(sheet, "capaian", "120.125").fill.fgColor.rgb == "FFFFF2CC"
        and not cell(sheet, "target", "16.051").comment
    )
    back = audit.read(path).struktur
    assert back["teks"].tolist() == ["dua ribu", "O5,85"]
    assert back["pesan"].iat[0].endswith(f"(sel {year.coordinate})")


# corrected by hand


def test_a_corrected_cell_is_the_number_corrected(told, book):
    wb, save = book
    cell(wb["indikator"], "capaian", "101,50").value = "100,00"
    before, counts = told
    after, now = found(save())
    assert len(after) < len(before)
    assert not [f for f in after if "pengunjung" in f[2]]
    assert now["numbers"]["printed"] == counts["numbers"]["printed"]


def test_a_number_that_two_tables_use_stays_one_unless_they_differ(tmp_path):
    path = tmp_path / "laporan.md"
    path.write_text(REPORT, encoding="utf-8")
    sub = audit.read(path)
    shared_ids = [
        i
        for i, n in pd.concat(
            [
                sub.tables[t][c][sub.tables[t][c] >= 0]
                for t, s in all_tables().items()
                for c in s.angka_columns
            ]
        )
        .value_counts()
        .items()
        if n > 1
    ]
    made, _ = write_tables(sub, tmp_path)
    back = audit.read(made)
    for table, spec in all_tables().items():
        for c in spec.angka_columns:
            assert back.tables[table][c].tolist() == sub.tables[table][c].tolist()
    wb = openpyxl.load_workbook(made)
    where = [
        (t, c, r)
        for t, s in all_tables().items()
        for c in s.angka_columns
        for r, i in enumerate(sub.tables[t][c])
        if i in shared_ids[:1]
    ]
    for (t, c, r), text in zip(where, ["77,77", *["66,66"] * len(where)], strict=False):
        wb[t].cell(r + 3, column(wb[t], c)).value = text
    wb.save(made)
    changed = audit.read(made)
    if where:
        assert {changed.angka["teks"].iat[changed.tables[t][c].iat[r]] for t, c, r in where} == {
            "77,77",
            "66,66",
        }
        assert changed.angka["kelas"].iat[shared_ids[0]] == "bukan"


def test_rows_sorted_and_removed(told, book):
    wb, save = book
    sheet = wb["indikator"]
    rows = [[c.value for c in r] for r in sheet.iter_rows(3)]
    for r, row in enumerate(reversed(rows), 3):
        for c, value in enumerate(row, 1):
            sheet.cell(r, c).value = value
    assert found(save()) == told
    sheet.delete_rows(3)
    assert len(save().tables["indikator"]) == len(rows) - 1


def test_a_row_added_for_a_number_not_understood_is_that_number(document, book):
    wb, save = book
    sub = audit.read(document)
    rest = unread_numbers(sub)
    at = rest.loc[rest["angka"].eq("37")].iloc[0]
    sheet = wb["rincian"] if "rincian" in wb.sheetnames else wb["klaim"]
    row = {
        "uraian": "rak buku",
        "ukuran": "jumlah",
        "jenis": "nilai",
        "subjek": "rak buku",
        "tahun": 2022,
        "nilai": 37,
        "tabel": at["tabel"],
        "halaman": at["halaman"],
        "garis": at["garis"],
    }
    sheet.append([row.get(c.value) for c in sheet[1]])
    back = save()
    assert "37" not in unread_numbers(back)["angka"].tolist()
    assert len(back.angka) == len(sub.angka)


def test_without_its_hidden_parts_it_is_read_from_its_cells(book):
    wb, save = book
    del wb[sheet_name("numbers")]
    sub = save()
    assert sub.struktur.empty and not sub.warnings
    assert "101,50" in sub.angka["teks"].tolist()
    for sheet in wb.worksheets:
        if sheet.title in all_tables():
            sheet.delete_rows(1)  # labels alone
    assert texts(save(), "indikator", "indikator", "capaian") == texts(
        sub, "indikator", "indikator", "capaian"
    )


def test_a_broken_register_is_told(book):
    wb, save = book
    wb[sheet_name("numbers")]["B2"].value = "banyak"
    assert len(save().warnings) == 1


def test_unknown_sheets_and_columns_and_missing_ones_are_told(book):
    wb, save = book
    wb.create_sheet("Catatan saya")["A1"] = "halo"
    wb.create_sheet("kosong")
    sheet = wb["indikator"]
    sheet.cell(1, column(sheet, "satuan")).value = "warna"
    sheet.cell(2, column(sheet, "warna")).value = "Warna"
    sheet.cell(1, sheet.max_column + 1).value = "target"
    wb["anggaran"].delete_cols(column(wb["anggaran"], "uraian"))
    told = save().struktur
    assert set(told["pesan"].str.partition(" (")[0]) == {
        "nama lembar tidak dikenal, lembar tidak dibaca",
        "judul kolom tidak dikenal, isinya tidak dibaca",
        "kolom wajib tidak ada",
        "kosong padahal wajib diisi",
    }
    assert {"Catatan saya", "indikator", "anggaran"} == set(told["tabel_tipe"])
    assert (
        told.loc[told["tabel_tipe"].eq("indikator"), "kolom"]
        .str.startswith(("warna", "target (kolom ke-"))
        .all()
    )


# typed by a hand


# the empty workbook


# the command line


def test_commands(document, tmp_path, capsys):
    assert audit.main(["read", str(document), "--out", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert "indikator" in out and str(tmp_path / "tabel.xlsx") in out
    assert (
        audit.main(
            ["check", str(tmp_path / "tabel.xlsx"), "--out", str(tmp_path / "hasil"), "--format", "json"]
        )
        == 1
    )
    assert audit.main(["template", "--out", str(tmp_path / "isian")]) == 0
    assert (tmp_path / "isian.xlsx").is_file()


@pytest.mark.parametrize("arguments", [["read", "tidak-ada.docx"], ["read"], ["read", "rusak.xlsx"]])
def test_a_broken_call_is_one_line(arguments, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("rusak.xlsx").write_bytes(b"PK\x03\x04rusak")
    assert audit.main(arguments) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert not list(tmp_path.glob("hasil/*"))


def test_a_truncated_workbook_is_one_line(written, tmp_path):
    shutil.copy(written, tmp_path / "potong.xlsx")
    data = (tmp_path / "potong.xlsx").read_bytes()
    (tmp_path / "potong.xlsx").write_bytes(data[: len(data) // 2])
    with pytest.raises(InputError):
        audit.read(tmp_path / "potong.xlsx")
