"""What several sentences say of the whole: "rata-rata capaian 94,84%" in the summary, the analysis and the
closing chapter, "7 dari 15 indikator mencapai target" twice. No table names its row; they name each other."""

import numpy as np
import pandas as pd

from cermat.checks.operands import FIGUR, Numbers
from cermat.checks.settle.names import normalise
from cermat.schemas.keys import among, codes, distinct
from cermat.schemas.slip import parted

PERNYATAAN = ["laporan", "kunci", "ukuran", "tahun", "nilai", "lain", "tabel", "bagian", "halaman", "baris"]
PERNYATAAN += ["garis"]
_ENOUGH = 2  # sentences that say the same, beside the one that does not


def said_again(tables: dict[str, pd.DataFrame], numbers: Numbers) -> pd.DataFrame:
    """`pernyataan`: figures of the whole that sentences repeat: nilai, beside lain, what most of them print
    (ids). Columns: PERNYATAAN.

    One that differs is held against the others only where it is the only one, and a mean only where a slip of
    the pen parts it: two groups of sentences speak of two things.
    """
    statements = _statements(tables, numbers)
    if statements.empty:
        return statements.assign(lain=statements["nilai"])[PERNYATAAN]
    ids, one = statements["nilai"].to_numpy(dtype="int64"), statements["satu"].to_numpy()
    value = codes(one, numbers.value[ids])
    size, all_of_it = np.bincount(value)[value], np.bincount(one)[one]
    most = np.zeros(len(statements), dtype="int64")
    np.maximum.at(most, one, size)
    common = size == most[one]
    alone = (most[one] >= _ENOUGH) & (all_of_it - most[one] <= 1)
    said = np.flatnonzero(common & alone)
    usual = np.full(len(statements), -1)
    usual[one[said[::-1]]] = ids[said[::-1]]
    statements["lain"] = usual[one]
    right = numbers.value[statements["lain"].to_numpy()]
    slip = parted(numbers.mantissa[ids], numbers.desimal[ids], right, right) > 0
    return statements[alone & (common | slip | ~among(statements["ukuran"], "rata_rata"))][
        PERNYATAAN
    ].reset_index(drop=True)


def _statements(tables: dict[str, pd.DataFrame], numbers: Numbers) -> pd.DataFrame:
    """Figures of sentences about the whole, one a row, in the order of the document; satu: which say one
    thing."""
    claims, predikat = tables["klaim"], tables["predikat"]
    k_mean, p_mean = (
        table[among(table["ukuran"], "rata_rata") & among(table["kunci"], "")] for table in (claims, predikat)
    )
    mean = (k_mean[among(k_mean["jenis"], "nilai")], p_mean)
    count = claims[among(claims["jenis"], "x_dari_y") & among(claims["ukuran"], "tercapai", "tidak_tercapai")]
    value = numbers.value
    pieces = [frame.assign(hal="nilai", dengan=np.nan) for frame in mean]
    pieces += [
        count.assign(nilai=count[own], hal=own, dengan=value[count[other].to_numpy(dtype="int64")])
        for own, other in (("nilai", "dari"), ("dari", "nilai"))
    ]
    joined = pd.concat([piece for piece in pieces if len(piece)] or pieces[:1], ignore_index=True)
    joined = joined[numbers.kelas[joined["nilai"].to_numpy(dtype="int64")] == FIGUR].sort_values(
        "nilai", kind="stable"
    )
    joined = joined.take(distinct(joined["nilai"])).reset_index(drop=True)
    joined["kunci"] = np.where(among(joined["kunci"], ""), joined["subjek"], joined["kunci"])
    said = normalise(joined["subjek"])
    joined["satu"] = (
        codes(joined["laporan"], said, joined["ukuran"], joined["tahun"], joined["hal"], joined["dengan"])
        if len(joined)
        else 0
    )
    return joined
