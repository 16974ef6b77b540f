"""Targets of a plan for several years (Renstra, RPJMD) beside those of the year: does one differ alone?"""

import numpy as np
import pandas as pd

from schemas.keys import among, codes, find

_SAME = ["laporan", "kunci", "ukuran", "tahun", "kelas_satuan"]
_ENOUGH = 5  # targets of a plan's year that the year's tables print again


def beside_the_year(f: pd.DataFrame) -> np.ndarray:
    """bool, one a mention of `fakta`: a target of a plan whose table has five targets or more of that year
    that the year's own tables print again, and one at most that they print otherwise.

    A plan whose targets the year has mostly set anew is another matter: there each may be meant.
    """
    target = among(f["ukuran"], "target")
    plan = target & among(f["kelas_dokumen"], "jangka menengah")
    own = np.flatnonzero(target & among(f["kelas_dokumen"], "") & (f["urutan"].to_numpy() == 0))
    at = find([f[c] for c in _SAME], [f[c].to_numpy()[own] for c in _SAME])
    value = f["value"].to_numpy(dtype="float64")
    other = np.append(value[own], np.nan)[at]
    known = plan & np.isfinite(other)
    column = codes(f["laporan"], f["tabel"], f["tahun"])
    same, apart = (np.bincount(column, known & k)[column] for k in (value == other, value != other))
    return plan & (same >= _ENOUGH) & (apart <= 1)
