"""Workbooks: what Excel shows, table by table, with formulas that were never computed named."""

import datetime as dt
import io
import re
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Border, Side

from datasets.readers import xlsx as modul
from datasets.readers.xlsx import read_xlsx
from datasets.readers.xlsx_formats import shown
from schemas.errors import InputError

BERSAMA = Path(__file__).parents[2] / "shared" / "seeds"
GARIS = Border(*[Side(style="thin")] * 4)
AKUN = '_("Rp"* #,##0_);_("Rp"* \\(#,##0\\);_("Rp"* "-"_);_(@_)'


@pytest.mark.parametrize(
    ("nilai", "kode", "tampak"),
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
        (16051, AKUN, "Rp 16.051"),
        (-5, AKUN, "Rp (5)"),
        (0, AKUN, "-"),
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
def test_tampil_seperti_excel(nilai, kode, tampak):
    assert shown(nilai, kode) == tampak


def simpan(tmp_path, *lembar, nama="uji.xlsx") -> Path:
    """A workbook; lembar: (title, {coordinate: value or (value, format)}, options)."""
    wb = Workbook()
    wb.remove(wb.active)
    for judul, isi, opsi in lembar:
        ws = wb.create_sheet(judul)
        for tempat, v in isi.items():
            ws[tempat] = v[0] if isinstance(v, tuple) else v
            if isinstance(v, tuple):
                ws[tempat].number_format = v[1]
        for g in opsi.get("gabung", ()):
            ws.merge_cells(g)
        for g in opsi.get("garis", ()):
            for baris in ws[g]:
                for sel in baris:
                    sel.border = GARIS
        ws.sheet_state = opsi.get("keadaan", "visible")
    wb.save(tmp_path / nama)
    return tmp_path / nama


def kisi(m) -> list[list[str]]:
    hasil = [[""] * (max(s.c + s.cs for s in m.sel)) for _ in range(max(s.r + s.rs for s in m.sel))]
    for s in m.sel:
        hasil[s.r][s.c] = s.teks
    return hasil


def tabel(awal: str, *baris) -> dict:
    kolom, r0 = re.fullmatch(r"([A-Z])(\d+)", awal).groups()
    return {
        f"{chr(ord(kolom) + c)}{int(r0) + r}": v for r, b in enumerate(baris) for c, v in enumerate(b) if v is not None
    }


def test_beberapa_tabel_pada_satu_lembar(tmp_path):
    isi = (
        {"A1": "Tabel 1. Capaian"}
        | tabel("A2", ("No", "Indikator", "Target"), (1, "Angka a", (0.0515, "0.00%")), (2, "Angka b", (0.9, "0.0%")))
        | tabel("F2", ("Bidang", "Pagu"), ("x", (1000000, "#,##0")), ("y", (2500, "#,##0")))
        | {"A7": "Keterangan di antara tabel"}
        | tabel("A9", ("Tahun", "Jumlah"), (2022, 5), (2023, 7))
    )
    m = read_xlsx(simpan(tmp_path, ("Kinerja", isi, {"gabung": ["A1:G1"]})))
    assert [(x.jenis, x.teks, x.jejak) for x in m] == [
        ("judul", "Kinerja", "Kinerja!A1"),
        ("paragraf", "Tabel 1. Capaian", "Kinerja!A1"),
        ("petak", "", "Kinerja!A2"),
        ("petak", "", "Kinerja!F2"),
        ("paragraf", "Keterangan di antara tabel", "Kinerja!A7"),
        ("petak", "", "Kinerja!A9"),
    ]
    assert kisi(m[2]) == [["No", "Indikator", "Target"], ["1", "Angka a", "5,15%"], ["2", "Angka b", "90,0%"]]
    assert kisi(m[3])[1:] == [["x", "1.000.000"], ["y", "2.500"]]
    assert m[3].sel[3].jejak == "Kinerja!G3"


def test_kepala_gabung_bukan_keterangan(tmp_path):
    isi = tabel("A1", (None, "Tahun", None), ("Uraian", 2022, 2023), ("a", 1, 2), ("Jumlah", 1, 2)) | {
        "A5": "Sumber: dinas"
    }
    (m, bawah) = read_xlsx(simpan(tmp_path, ("Sheet1", isi, {"gabung": ["B1:C1"], "garis": ["A1:C4"]})))
    assert kisi(m) == [["", "Tahun", ""], ["Uraian", "2022", "2023"], ["a", "1", "2"], ["Jumlah", "1", "2"]]
    assert [(s.r, s.c, s.rs, s.cs) for s in m.sel if s.teks == "Tahun"] == [(0, 1, 1, 2)]
    assert bawah.teks == "Sumber: dinas"


def test_sel_kosong_bergaris_tetap_satu_tabel(tmp_path):
    isi = tabel("B2", ("No", "Nama", "Ket"), (1, "a", None), (None, None, None), (2, "b", None))
    (m,) = read_xlsx(simpan(tmp_path, ("Sheet1", isi, {"garis": ["B2:D9"]})))
    assert kisi(m) == [["No", "Nama", "Ket"], ["1", "a", ""], ["", "", ""], ["2", "b", ""]]


def test_rumus_tanpa_hasil_disebut(tmp_path):
    path = simpan(tmp_path, ("Data", tabel("A1", ("Uraian", "Nilai"), ("a", 1), ("Jumlah", "=SUM(B2:B2)")), {}))
    catatan = []
    m = read_xlsx(path, catatan)
    assert kisi(m[1])[2] == ["Jumlah", ""]
    assert [c for c in catatan if c.startswith("Data!B3: rumus")]
    # the same workbook as Excel saves it, with the results in it; an empty text is a result too
    isi = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(isi) as z, zipfile.ZipFile(path, "w") as baru:
        for i in z.infolist():
            x = z.read(i)
            if i.filename.endswith("sheet1.xml"):
                x = re.sub(rb"<v ?/>|<v></v>", b"<v>1</v>", x)
            baru.writestr(i, x)
    catatan = []
    assert kisi(read_xlsx(path, catatan)[1])[2] == ["Jumlah", "1"] and not catatan


def test_angka_bertumpuk_dan_angka_terpenggal(tmp_path):
    isi = tabel("A1", ("Uraian\nkegiatan", "Nilai"), ("a", "98,50\n99,10"), ("b", "2.415.289.\n232"))
    m = read_xlsx(simpan(tmp_path, ("Sheet1", isi, {})))
    assert kisi(m[0]) == [["Uraian kegiatan", "Nilai"], ["a", "98,50\n99,10"], ["b", "2.415.289.232"]]


def test_lembar_tersembunyi_dan_galat(tmp_path):
    catatan = []
    isi = tabel("A1", ("a", "b"), (1, "#DIV/0!"))
    m = read_xlsx(simpan(tmp_path, ("Tampak", isi, {}), ("Simpanan", isi, {"keadaan": "hidden"})), catatan)
    assert {x.jejak.split("!")[0] for x in m} == {"Tampak", "Simpanan"}
    assert "Simpanan: lembar tersembunyi, tetap dibaca" in catatan
    assert "Tampak!B2: rumus menghasilkan galat" in catatan


def test_kosong_dan_terlalu_besar(tmp_path, monkeypatch):
    with pytest.raises(InputError, match="kosong"):
        read_xlsx(simpan(tmp_path, ("Sheet1", {}, {})))
    besar = simpan(tmp_path, ("Sheet1", {"A1": "x"}, {"gabung": ["A1:Z100"]}))
    monkeypatch.setattr(modul, "MAX_CELLS", 1000)
    with pytest.raises(InputError, match="lebih dari 1.000 sel"):
        read_xlsx(besar)


def test_terpotong(tmp_path):
    path = simpan(tmp_path, ("Sheet1", tabel("A1", ("a", "b"), (1, 2)), {}))
    path.write_bytes(path.read_bytes()[:-300])
    with pytest.raises(InputError, match="rusak atau terpotong"):
        read_xlsx(path)


@pytest.mark.skipif(not BERSAMA.is_dir(), reason="../shared tidak ada")
def test_buku_kerja_nyata():
    catatan = []
    m = read_xlsx(BERSAMA / "lkjip-dinsos-buleleng-2023.xlsx", catatan)
    assert sum(x.jenis == "petak" for x in m) == 32
    assert [c.split(":")[0] for c in catatan] == ["T1!D31"]  # its one formula was never computed
