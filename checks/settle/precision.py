"""How much a printed number may hide when it is an operand: half a unit of the most decimals its like columns
use."""

import numpy as np
import pandas as pd

from schemas import angka as A
from schemas import interval as S
from schemas.keys import codes

_MEASURES = {"persen", "poin", "skor", "nilai", "indeks", "%", "tahun", "rasio"}


def half_width(angka: pd.DataFrame) -> np.ndarray:
    """float64 half-widths, one a row of `angka`.

    Counts are exact, rupiah is exact unless scaled ("Rp69,7 miliar"). A measure (with %, with decimals of its
    own, or in a column with decimals) takes half a unit of the most decimals used in its column or block of
    like columns.
    """
    figure = angka["kelas"].eq(A.FIGURE)
    d = angka["desimal"].where(figure, -99)
    grid = angka["tabel_tipe"].isin(["indikator", "seri", "anggaran", "rincian", ""])
    alone = np.where(grid, -1, np.arange(len(angka)))  # prose has no columns
    block = codes(*(angka[k] for k in ("laporan", "tabel_tipe", "tabel", "kolom", "kolom_cetak")), alone)
    most = np.full(len(angka), -99)
    np.maximum.at(most, block, d)
    most = pd.Series(most[block], index=angka.index)
    fraction = most.gt(0)
    measured = ["capaian", "persen", "capaian_akhir", "capaian_lalu"]
    percent = (
        angka["satuan"].str.lower().isin(_MEASURES)
        | angka["kolom"].isin(measured)
        | angka["kolom_cetak"].isin(measured)
    )
    counted = d.eq(0) & angka["satuan"].ne("") & ~percent  # "12 Laporan"
    rupiah = angka["satuan"].eq("Rp") | angka["tabel_tipe"].eq("anggaran") & angka["kolom"].ne("persen")
    used = most.where(fraction | percent, d)
    width = np.where((fraction | percent) & ~counted & ~rupiah, S.last_unit(used) / 2, 0.0)
    scaled = d.lt(0) & figure
    return np.where(scaled, S.last_unit(d) / 2, np.where(figure, width, 0.0))
