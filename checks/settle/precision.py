"""How much a printed number may hide when it is an operand: half a unit of the most decimals its like columns
use."""

import numpy as np
import pandas as pd

from cermat.checks.settle.names import each
from cermat.schemas import angka as A
from cermat.schemas import interval as S
from cermat.schemas.keys import among, codes

_MEASURED = ("capaian", "persen", "capaian_akhir", "capaian_lalu")
_MEASURES = {"persen", "poin", "skor", "nilai", "indeks", "%", "tahun", "rasio"}


def half_width(angka: pd.DataFrame) -> np.ndarray:
    """float64 half-widths, one a row of `angka`.

    Counts are exact, rupiah is exact unless scaled ("Rp69,7 miliar"). A measure (with %, with decimals of its
    own, or in a column with decimals) takes half a unit of the most decimals used in its column or block of
    like columns.
    """
    figure = among(angka["kelas"], A.FIGURE)
    decimals = np.where(figure, angka["desimal"].to_numpy(), -99)
    # prose has no columns
    grid = np.flatnonzero(figure & among(angka["tabel_tipe"], "indikator", "seri", "anggaran", "rincian", ""))
    column = ("laporan", "tabel_tipe", "tabel", "kolom", "kolom_cetak")
    block = codes(*(angka[name].to_numpy()[grid] for name in column))
    largest = np.full(len(grid), -99)
    np.maximum.at(largest, block, decimals[grid])
    most = decimals.copy()
    most[grid] = largest[block]
    unit, head = angka["satuan"], angka["kolom"]
    percent = each(lambda text: text.lower() in _MEASURES, unit).to_numpy(dtype=bool)
    percent |= among(head, *_MEASURED) | among(angka["kolom_cetak"], *_MEASURED)
    counted = (decimals == 0) & ~among(unit, "") & ~percent  # "12 Laporan"
    rupiah = among(unit, "Rp") | (among(angka["tabel_tipe"], "anggaran") & ~among(head, "persen"))
    measure = (most > 0) | percent
    width = np.where(measure & ~counted & ~rupiah, S.last_unit(np.where(measure, most, decimals)) / 2, 0.0)
    return np.where((decimals < 0) & figure, S.last_unit(decimals) / 2, np.where(figure, width, 0.0))
