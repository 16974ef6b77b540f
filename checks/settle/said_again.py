"""What several sentences say of the whole: "rata-rata capaian 94,84%" in the summary, the analysis and the
closing chapter, "7 dari 15 indikator mencapai target" twice. No table names its row; they name each other."""

import numpy as np
import pandas as pd

from checks.operands import FIGUR, Numbers
from checks.settle.names import normalise
from schemas.keys import among, codes, distinct
from schemas.slip import parted

PERNYATAAN = ["laporan", "kunci", "ukuran", "tahun", "nilai", "lain", "tabel", "bagian", "halaman", "baris"]
PERNYATAAN += ["garis"]
_ENOUGH = 2  # sentences that say the same, beside the one that does not


def said_again(tables: dict[str, pd.DataFrame], numbers: Numbers) -> pd.DataFrame:
    """`pernyataan`: figures of the whole that sentences repeat: nilai, beside lain, what most of them print
    (ids). Columns: PERNYATAAN.

    One that differs is held against the others only where it is the only one, and a mean only where a slip of
    the pen parts it: two groups of sentences speak of two things.
    """
    s = _statements(tables, numbers)
    if s.empty:
        return s.assign(lain=s["nilai"])[PERNYATAAN]
    ids, one = s["nilai"].to_numpy(dtype="int64"), s["satu"].to_numpy()
    value = codes(one, numbers.value[ids])
    size, all_of_it = np.bincount(value)[value], np.bincount(one)[one]
    most = np.zeros(len(s), dtype="int64")
    np.maximum.at(most, one, size)
    common = size == most[one]
    alone = (most[one] >= _ENOUGH) & (all_of_it - most[one] <= 1)
    said = np.flatnonzero(common & alone)
    usual = np.full(len(s), -1)
    usual[one[said[::-1]]] = ids[said[::-1]]
    s["lain"] = usual[one]
    right = numbers.value[s["lain"].to_numpy()]
    slip = parted(numbers.mantissa[ids], numbers.desimal[ids], right, right) > 0
    return s[alone & (common | slip | ~among(s["ukuran"], "rata_rata"))][PERNYATAAN].reset_index(drop=True)


def _statements(tables: dict[str, pd.DataFrame], numbers: Numbers) -> pd.DataFrame:
    """Figures of sentences about the whole, one a row, in the order of the document; satu: which say one
    thing."""
    k, p = tables["klaim"], tables["predikat"]
    k_mean, p_mean = (t[among(t["ukuran"], "rata_rata") & among(t["kunci"], "")] for t in (k, p))
    mean = (k_mean[among(k_mean["jenis"], "nilai")], p_mean)
    count = k[among(k["jenis"], "x_dari_y") & among(k["ukuran"], "tercapai", "tidak_tercapai")]
    value = numbers.value
    pieces = [t.assign(hal="nilai", dengan=np.nan) for t in mean]
    pieces += [
        count.assign(nilai=count[own], hal=own, dengan=value[count[other].to_numpy(dtype="int64")])
        for own, other in (("nilai", "dari"), ("dari", "nilai"))
    ]
    s = pd.concat([t for t in pieces if len(t)] or pieces[:1], ignore_index=True)
    s = s[numbers.kelas[s["nilai"].to_numpy(dtype="int64")] == FIGUR].sort_values("nilai", kind="stable")
    s = s.take(distinct(s["nilai"])).reset_index(drop=True)
    s["kunci"] = np.where(among(s["kunci"], ""), s["subjek"], s["kunci"])
    said = normalise(s["subjek"])
    s["satu"] = codes(s["laporan"], said, s["ukuran"], s["tahun"], s["hal"], s["dengan"]) if len(s) else 0
    return s
