"""Pages with a ruled table, and what a reader makes of them."""

from cermat.datasets.readers.pdf import read_pdf
from tests.small_pdf import write_pdf

XS, YS = [60, 90, 300, 380, 460], [100, 120, 140, 160, 180]
CONTENT = [
    ["No", "Indikator", "Target", "Realisasi"],
    ["1.", "Persentase desa", "98,50", "99,10"],
    ["2.", "Jumlah laporan", "12", "10"],
    ["3.", "Nilai kepuasan", "80,0", "84,61"],
]


def read(tmp_path, *sheets, **options):
    return read_pdf(write_pdf(tmp_path / "uji.pdf", *sheets), **options)


def grid(m) -> list[list[str]]:
    result = [[""] * max(s.c + s.cs for s in m.sel) for _ in range(max(s.r + s.rs for s in m.sel))]
    for s in m.sel:
        result[s.r][s.c] = s.teks
    return result


def grids(raw):
    return [m for m in raw if m.jenis == "petak"]
