"""Tables that take one whole apart in several ways: "Pegawai menurut umur", "Pegawai menurut ijazah".

Their captions agree as far as "menurut"; that the whole is one is told by its figures: the largest total (of
all columns) is the same in both. Then every other total of the same column must agree, too. Captions alone
are not enough: "Pegawai menurut eselon" counts fewer people than "Pegawai menurut golongan".
"""

import numpy as np
import pandas as pd

from cermat.checks.operands import Numbers
from cermat.checks.settle.names import normalise
from cermat.schemas.keys import codes, first_of

LEAST = 10  # a smaller total is the same by chance
_TABLE = ["laporan", "tabel"]


def name_wholes(totals: pd.DataFrame, numbers: Numbers, units: np.ndarray, by: str) -> pd.DataFrame:
    """Give totals of tables that share a whole one subject (`kunci_subjek`), as 'name · first table'.

    totals: rows of `rincian` that no other row adds up; units: unit of each number by id; by: the words at
    which a caption goes on to say how the whole is parted, as a regular expression.
    """
    caption = normalise(totals["subjek"])
    shared = caption.str.replace(rf"\s+(?:{by})\b.*$", "", regex=True)
    ids = totals["nilai"].to_numpy(dtype="int64")
    counts = (
        shared.ne(caption).to_numpy() & (ids >= 0) & (units[ids] != "%") & np.isfinite(numbers.value[ids])
    )
    told = totals[["laporan", "tabel", "ukuran", "tahun"]].assign(name=shared, value=numbers.value[ids])[
        counts
    ]
    if told.empty:
        return totals
    told = told[
        told.groupby(_TABLE)["ukuran"].transform("nunique").gt(1)
        & ~told.duplicated([*_TABLE, "ukuran"], keep=False)
    ]
    largest = told.sort_values("value", kind="stable").drop_duplicates(_TABLE, keep="last")
    largest = largest[largest["value"].ge(LEAST)]
    whole = codes(*(largest[column] for column in ("laporan", "name", "tahun", "ukuran", "value")))
    largest = largest.assign(
        whole=largest["name"] + " · " + largest["tabel"].iloc[first_of(whole)].to_numpy()
    )
    largest = largest[largest.groupby("whole")["tabel"].transform("nunique").gt(1)]
    named = dict(zip(zip(largest["laporan"], largest["tabel"], strict=True), largest["whole"], strict=True))
    own = [named.get(table, "") for table in zip(totals["laporan"], totals["tabel"], strict=True)]
    subject = np.where(counts & (np.array(own, dtype=object) != ""), own, totals["kunci_subjek"])
    return totals.assign(kunci_subjek=subject)
