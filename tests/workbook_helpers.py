"""A small report, and what a workbook of its tables holds."""

from cermat.datasets.workbook.tables import text_tables
from tests import helpers

REPORT = """# LAPORAN KINERJA DINAS PERPUSTAKAAN KABUPATEN MEKAR TAHUN 2022

## BAB III AKUNTABILITAS KINERJA

Tabel 3.1 Capaian kinerja tahun 2022

| No | Indikator Kinerja | Satuan | Target | Realisasi | Capaian (%) |
|----|----|----|----|----|----|
| 1 | Persentase koleksi yang terawat | % | 80,0 | 72,0 | 90,00 |
| 2 | Jumlah pengunjung perpustakaan | orang | 16.051 | 16.051 | 101,50 |
| 3 | Indeks minat baca | nilai | 50,00 | 60,00 | 120,00 |
| | Rata-rata capaian | | | | 103,33 |

Rata-rata capaian kinerja tahun 2022 sebesar 103,33%. Sebanyak 37 rak buku tua menunggu giliran di gudang belakang.

Tabel 3.2 Realisasi anggaran tahun 2022

| No | Program | Pagu (Rp) | Realisasi (Rp) | % |
|----|----|----|----|----|
| 1 | Program Pembinaan Perpustakaan | 600.000.000 | 580.000.000 | 96,67 |
| 2 | Program Pelestarian Koleksi | 400.000.000 | 370.000.000 | 92,50 |
| | Jumlah | 1.000.000.000 | 960.000.000 | 95,00 |
"""


def found(sub) -> tuple[set, dict]:
    """What an audit says: its findings (without their words and places), and its counts, but for those of
    figures that are only printed again somewhere: tables without their document cannot tell that."""
    told = helpers.quick(sub, helpers.cards()).to_dict(sub.laporan["laporan"].iat[0])
    keys = ("id", "rule", "subject", "tahun", "stated", "recomputed", "severity")
    counts = told["summary"]
    counts["numbers"] = {
        k: n for k, n in counts["numbers"].items() if k not in ("repeated", "weak", "unreached")
    }
    return {tuple(str(f[k]) for k in keys) for f in told["findings"]}, counts


def column(sheet, name: str) -> int:
    return [c.value for c in sheet[1]].index(name) + 1


def cell(sheet, name: str, text: str):
    """The cell of a column that holds this text."""
    return next(
        c
        for (c,) in sheet.iter_rows(3, min_col=column(sheet, name), max_col=column(sheet, name))
        if c.value == text
    )


def texts(sub, table: str, *columns: str) -> list[tuple]:
    return list(text_tables(sub)[table][list(columns)].itertuples(index=False, name=None))
