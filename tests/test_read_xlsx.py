"""Workbooks: what Excel shows, table by table, with formulas that were never computed named."""

import datetime as dt
import io
import re
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Border, Side

from cermat.datasets.readers import xlsx as module
from cermat.datasets.readers.xlsx import read_xlsx
from cermat.datasets.readers.xlsx_formats import shown
from cermat.schemas.errors import InputError

SHARED = Path(__file__).parents[2] / "shared" / "seeds"
GARIS = Border(*[Side(style="thin")] * 4)
ACCOUNT = '_("Rp"* #,##0_);_("Rp"* \\(#,##0\\);_("Rp"* "-"_);_(@_)'


@pytest.mark.parametrize(
    ("value", "code", "as_shown"),
    [
        (0.0515, "0.00%", "5,15%"),
        (0.06860000000000001, "0.00%", "6,86%"),
        (1, "0%", "100%"),
        (0.0515, "0%", "5%"),
        (98.5, "0.00", "98,50"),
        (2.675, "0.00", "2,68"),
        (0.125, "0.00", "0,13"),
        (16051, "#,##0", "16.051"),
        (2870740667, "#,##0.00", "2.870.740.667,00"),
        (-1234.5, "#,##0.00", "-1.234,50"),
        (-1234.5, "#,##0.00;(#,##0.00)", "(1.234,50)"),
        (0, '#,##0;-#,##0;"-"', "-"),
        (0, "#,##0;-#,##0;", ""),
        (16051, ACCOUNT, "Rp 16.051"),
        (-5, ACCOUNT, "Rp (5)"),
        (0, ACCOUNT, "-"),
        (123456789, "[$Rp-421]\\ #,##0", "Rp 123.456.789"),
        (-5, "[$Rp-421]#,##0;[Red]-[$Rp-421]#,##0", "-Rp5"),
        (69697380000, "#,##0.00,,", "69.697,38"),
        (69697380000, '#,##0,," juta"', "69.697 juta"),
        (5, "0.##", "5"),
        (5.5, "0.0?", "5,5"),
        (7, "00", "07"),
        (19691231, "0000\\ 00\\ 00", "1969 12 31"),
        (3, '0" Laporan"', "3 Laporan"),
        (150, '[>100]"di atas "0;0', "di atas 150"),
        (50, '[>100]"di atas "0;0', "50"),
        (1.5, "# ?/?", "1 1/2"),
        (12345.678, "0.00E+00", "1,23E+04"),
        (16051, "General", "16051"),
        (2023, "General", "2023"),
        (113.592233009709, "General", "113,592233"),
        (0.1 + 0.2, "General", "0,3"),
        (488943107488, "General", "488943107488"),
        (12, "@", "12"),
        ("teks", '@" x"', "teks"),
        (True, "General", "TRUE"),
        (None, "0", ""),
        (dt.datetime(2023, 12, 29), "mm-dd-yy", "29/12/2023"),
        (dt.datetime(2023, 12, 29), "[$-421]dd mmmm yyyy;@", "29 Desember 2023"),
        (dt.datetime(2023, 12, 29), "[$-409]d mmmm yyyy", "29 December 2023"),
        (dt.datetime(2023, 12, 29, 7, 5), "dd/mm/yyyy hh:mm", "29/12/2023 07:05"),
        (dt.datetime(2023, 1, 1), "yyyy", "2023"),
        (dt.time(7, 5, 9), "h:mm:ss", "7:05:09"),
        (dt.timedelta(hours=30, minutes=4), "[h]:mm", "30:04"),
    ],
)
def test_shown_as_excel_does(value, code, as_shown):
    assert shown(value, code) == as_shown


def save(tmp_path, *sheets, name="uji.xlsx") -> Path:
    """A workbook; lembar: (title, {coordinate: value or (value, format)}, options)."""
    wb = Workbook()
    wb.remove(wb.active)
    for title, content, options in sheets:
        ws = wb.create_sheet(title)
        for places, v in content.items():
            ws[places] = v[0] if isinstance(v, tuple) else v
            if isinstance(v, tuple):
                ws[places].number_format = v[1]
        for g in options.get("gabung", ()):
            ws.merge_cells(g)
        for g in options.get("garis", ()):
            for rows in ws[g]:
                for sel in rows:
                    sel.border = GARIS
        ws.sheet_state = options.get("keadaan", "visible")
    wb.save(tmp_path / name)
    return tmp_path / name


def grid(m) -> list[list[str]]:
    result = [[""] * (max(s.c + s.cs for s in m.sel)) for _ in range(max(s.r + s.rs for s in m.sel))]
    for s in m.sel:
        result[s.r][s.c] = s.teks
    return result


def tables(begin: str, *rows) -> dict:
    columns, r0 = re.fullmatch(r"([A-Z])(\d+)", begin).groups()
    return {
        f"{chr(ord(columns) + c)}{int(r0) + r}": v
        for r, b in enumerate(rows)
        for c, v in enumerate(b)
        if v is not None
    }


def test_several_tables_on_one_sheet(tmp_path):
    content = (
        {"A1": "Tabel 1. Capaian"}
        | tables(
            "A2",
            ("No", "Indikator", "Target"),
            (1, "Angka a", (0.0515, "0.00%")),
            (2, "Angka b", (0.9, "0.0%")),
        )
        | tables("F2", ("Bidang", "Pagu"), ("x", (1000000, "#,##0")), ("y", (2500, "#,##0")))
        | {"A7": "Keterangan di antara tabel"}
        | tables("A9", ("Tahun", "Jumlah"), (2022, 5), (2023, 7))
    )
    m = read_xlsx(save(tmp_path, ("Kinerja", content, {"gabung": ["A1:G1"]})))
    assert [(x.jenis, x.teks, x.jejak) for x in m] == [
        ("judul", "Kinerja", "Kinerja!A1"),
        ("paragraf", "Tabel 1. Capaian", "Kinerja!A1"),
        ("petak", "", "Kinerja!A2"),
        ("petak", "", "Kinerja!F2"),
        ("paragraf", "Keterangan di antara tabel", "Kinerja!A7"),
        ("petak", "", "Kinerja!A9"),
    ]
    assert grid(m[2]) == [["No", "Indikator", "Target"], ["1", "Angka a", "5,15%"], ["2", "Angka b", "90,0%"]]
    assert grid(m[3])[1:] == [["x", "1.000.000"], ["y", "2.500"]]
    assert m[3].sel[3].jejak == "Kinerja!G3"


def test_a_merged_header_is_no_caption(tmp_path):
    content = tables("A1", (None, "Tahun", None), ("Uraian", 2022, 2023), ("a", 1, 2), ("Jumlah", 1, 2)) | {
        "A5": "Sumber: dinas"
    }
    (m, below) = read_xlsx(save(tmp_path, ("Sheet1", content, {"gabung": ["B1:C1"], "garis": ["A1:C4"]})))
    assert grid(m) == [["", "Tahun", ""], ["Uraian", "2022", "2023"], ["a", "1", "2"], ["Jumlah", "1", "2"]]
    assert [(s.r, s.c, s.rs, s.cs) for s in m.sel if s.teks == "Tahun"] == [(0, 1, 1, 2)]
    assert below.teks == "Sumber: dinas"


def test_ruled_blanks_keep_one_table(tmp_path):
    content = tables("B2", ("No", "Nama", "Ket"), (1, "a", None), (None, None, None), (2, "b", None))
    (m,) = read_xlsx(save(tmp_path, ("Sheet1", content, {"garis": ["B2:D9"]})))
    assert grid(m) == [["No", "Nama", "Ket"], ["1", "a", ""], ["", "", ""], ["2", "b", ""]]


def test_formulas_without_result_are_told(tmp_path):
    path = save(
        tmp_path, ("Data", tables("A1", ("Uraian", "Nilai"), ("a", 1), ("Jumlah", "=SUM(B2:B2)")), {})
    )
    notes = []
    m = read_xlsx(path, notes)
    assert grid(m[1])[2] == ["Jumlah", ""]
    assert [c for c in notes if c.startswith("Data!B3: rumus")]
    # the same workbook as Excel saves it, with the results in it; an empty text is a result too
    content = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(content) as z, zipfile.ZipFile(path, "w") as new:
        for i in z.infolist():
            x = z.read(i)
            if i.filename.endswith("sheet1.xml"):
                x = re.sub(rb"<v ?/>|<v></v>", b"<v>1</v>", x)
            new.writestr(i, x)
    notes = []
    assert grid(read_xlsx(path, notes)[1])[2] == ["Jumlah", "1"] and not notes


def test_stacked_and_torn_numbers(tmp_path):
    content = tables("A1", ("Uraian\nkegiatan", "Nilai"), ("a", "98,50\n99,10"), ("b", "2.415.289.\n232"))
    m = read_xlsx(save(tmp_path, ("Sheet1", content, {})))
    assert grid(m[0]) == [["Uraian kegiatan", "Nilai"], ["a", "98,50\n99,10"], ["b", "2.415.289.232"]]


def test_hidden_sheets_and_errors(tmp_path):
    notes = []
    content = tables("A1", ("a", "b"), (1, "#DIV/0!"))
    m = read_xlsx(
        save(tmp_path, ("Tampak", content, {}), ("Simpanan", content, {"keadaan": "hidden"})), notes
    )
    assert {x.jejak.split("!")[0] for x in m} == {"Tampak"}
    assert "Simpanan: lembar tersembunyi, tidak diperiksa" in notes
    assert "Tampak!B2: rumus menghasilkan galat" in notes


def test_empty_and_too_large(tmp_path, monkeypatch):
    with pytest.raises(InputError, match="kosong"):
        read_xlsx(save(tmp_path, ("Sheet1", {}, {})))
    large = save(tmp_path, ("Sheet1", {"A1": "x"}, {"gabung": ["A1:Z100"]}))
    monkeypatch.setattr(module, "MAX_CELLS", 1000)
    with pytest.raises(InputError, match="lebih dari 1.000 sel"):
        read_xlsx(large)


def test_cut_off(tmp_path):
    path = save(tmp_path, ("Sheet1", tables("A1", ("a", "b"), (1, 2)), {}))
    path.write_bytes(path.read_bytes()[:-300])
    with pytest.raises(InputError, match="rusak atau terpotong"):
        read_xlsx(path)


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared tidak ada")
def test_the_real_workbook():
    notes = []
    m = read_xlsx(SHARED / "lkjip-dinsos-buleleng-2023.xlsx", notes)
    assert sum(x.jenis == "petak" for x in m) == 32
    assert [c.split(":")[0] for c in notes] == ["T1!D31"]  # its one formula was never computed
