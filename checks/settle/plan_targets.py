"""Targets of a plan for several years (Renstra, RPJMD) beside those of the year: does one differ alone?"""

import numpy as np
import pandas as pd

from cermat.schemas.keys import among, codes, find

_SAME = ["laporan", "kunci", "ukuran", "tahun", "kelas_satuan"]
_ENOUGH = 5  # targets of a plan's year that the year's tables print again


def beside_the_year(facts: pd.DataFrame) -> np.ndarray:
    """bool, one a mention of `fakta`: a target of a plan whose table has five targets or more of that year
    that the year's own tables print again, and one at most that they print otherwise.

    A plan whose targets the year has mostly set anew is another matter: there each may be meant.
    """
    target = among(facts["ukuran"], "target")
    plan = target & among(facts["kelas_dokumen"], "jangka menengah")
    own = np.flatnonzero(target & among(facts["kelas_dokumen"], "") & (facts["urutan"].to_numpy() == 0))
    at = find([facts[column] for column in _SAME], [facts[column].to_numpy()[own] for column in _SAME])
    value = facts["value"].to_numpy(dtype="float64")
    other = np.append(value[own], np.nan)[at]
    known = plan & np.isfinite(other)
    column = codes(facts["laporan"], facts["tabel"], facts["tahun"])
    same, apart = (np.bincount(column, known & wanted)[column] for wanted in (value == other, value != other))
    return plan & (same >= _ENOUGH) & (apart <= 1)
