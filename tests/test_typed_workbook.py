"""Workbooks typed by a hand: numbers as a person sees them, formulas, exported tables, an agency's own."""

import datetime as dt
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from cermat import audit
from cermat.schemas.tables import all_tables
from tests import bundled_tables
from tests.workbook_helpers import texts


def typed(path: Path, **sheets: list[list]) -> Path:
    """A workbook made by hand: rows of values, or of (value, number format)."""
    wb = openpyxl.Workbook()
    wb.remove(wb.active)
    for name, rows in sheets.items():
        ws = wb.create_sheet(name)
        for r, row in enumerate(rows, 1):
            for c, value in enumerate(row, 1):
                value, code = value if isinstance(value, tuple) else (value, "General")
                ws.cell(r, c, value).number_format = code
    wb.save(path)
    return path


def test_numbers_typed_as_numbers_are_read_as_a_person_sees_them(tmp_path):
    head = ["indikator", "tahun", "satuan", "target", "realisasi", "capaian", "jenis_baris", "halaman"]
    path = typed(
        tmp_path / "isian.xlsx",
        indikator=[
            head,
            ["A", 2024, "%", (0.0515, "0.00%"), (0.0585, "0.00%"), 113.59, "Indikator", 3],
            ["B", (2024, "0.00"), "orang", (16051, "#,##0"), 1926, (100, "0.0"), "INDIKATOR", 3.0],
            ["C", "2024", "orang", (1926, "#,##0"), "80,0", "n/a", "rata-rata", None],
        ],
        tanggal=[
            ["peran", "tanggal", "teks"],
            ["ttd_laporan", (dt.datetime(2025, 2, 10), "dd/mm/yyyy"), "10 Februari 2025"],
            ["data", "31 Desember 2024", ""],
        ],
        skala=[["label", "bawah", "bawah_termasuk"], ["Baik", 75, True], ["Kurang", 0, False]],
    )
    sub = audit.read(path)
    assert sub.struktur.empty
    assert texts(sub, "indikator", "tahun", "target", "realisasi", "capaian", "jenis_baris", "halaman") == [
        ("2024", "5,15%", "5,85%", "113,59", "indikator", "3"),
        ("2024", "16051", "1926", "100,0", "indikator", "3"),  # "16.051" might be a decimal
        ("2024", "1926", "80,0", "n/a", "rata_rata", ""),
    ]
    values = sub.angka.set_index("teks")["nilai"]
    assert values["5,15%"] == 5.15 and values["16051"] == 16051 and values["1926"].eq(1926).all()
    assert texts(sub, "tanggal", "tanggal") == [("2025-02-10",), ("2024-12-31",)]
    assert texts(sub, "skala", "bawah_termasuk") == [("ya",), ("tidak",)]


def test_formulas_that_give_nothing_are_told(tmp_path):
    path = typed(
        tmp_path / "isian.xlsx",
        indikator=[
            ["indikator", "tahun", "capaian"],
            ["A", 2024, "=1/0"],
            ["B", 2024, "#DIV/0!"],
            ["C", 2024, "98,0"],
        ],
    )
    sub = audit.read(path)
    assert [p.rpartition("(")[2] for p in sub.struktur["pesan"]] == ["sel C2)", "sel C3)"]
    assert sub.angka["teks"].tolist() == ["98,0"]


def test_tables_exported_by_hand_are_a_typed_workbook(tmp_path):
    path = tmp_path / "ekspor.xlsx"
    with pd.ExcelWriter(path, engine="openpyxl") as writer:
        for name, frame in bundled_tables.tables().items():
            frame.to_excel(writer, sheet_name=name, index=False)
    sub, folder = audit.read(path), audit.read(audit.bundled())
    assert sub.laporan["jenis"].tolist() == ["tabel"] and sub.struktur.empty
    assert all(
        sub.tables[t].drop(columns="laporan").equals(folder.tables[t].drop(columns="laporan"))
        for t in all_tables()
    )


@pytest.mark.parametrize(
    "rows",
    [
        [["No", "Uraian", "Pagu", "Realisasi", "%"], [1, "Program A", 100, 90, 90]],
        [["URAIAN", "PAGU", "REALISASI"], ["Program A", 100, 90]],
        [
            ["Realisasi anggaran tahun 2022"],
            ["uraian", "pagu awal", "pagu akhir", "serapan", "sisa lebih"],
            ["Program A", 1, 2, 3, 4],
        ],
    ],
)
def test_an_agency_workbook_is_a_document(tmp_path, rows):
    sub = audit.read(typed(tmp_path / "laporan.xlsx", anggaran=rows, Lain=[["a", "b"], ["c", "d"]]))
    assert sub.laporan["jenis"].tolist() == ["dokumen"]


@pytest.mark.shared
def test_the_real_workbook_is_a_document(shared):
    assert audit.read(next((shared / "seeds").glob("*.xlsx"))).laporan["jenis"].tolist() == ["dokumen"]
