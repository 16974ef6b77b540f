"""The facts of every document as other documents know them: budget lines without the table that they stand
in, and the one total of the budget."""

import numpy as np
import pandas as pd

from cermat.schemas.keys import among, codes, distinct, find

TOTAL = "Jumlah anggaran"
_MONEY = ("pagu", "serapan")


def across(fakta: pd.DataFrame, budget: pd.DataFrame) -> pd.DataFrame:
    """`fakta` with `kunci` as other documents may bear it: lines of a budget whose level no word tells have
    their table behind their name there; totals have one name where all totals of a document and year agree,
    and belong to their table alone where they do not."""
    facts = fakta[fakta["urutan"].to_numpy() >= 0]
    key, table = (facts[name].to_numpy(dtype=object) for name in ("kunci", "tabel"))
    bare = np.array(
        [name.removesuffix(f" · {place}") for name, place in zip(key, table, strict=True)], dtype=object
    )
    money = among(facts["ukuran"], *_MONEY)
    line = find([facts["laporan"], table, bare], [budget["laporan"], budget["tabel"], budget["kunci"]])
    level = np.append(budget["tingkat"].to_numpy(dtype=object), "")[line]
    own = money & (level == "lain")
    whole = money & (level == "total")
    same = codes(facts["laporan"], facts["ukuran"], facts["tahun"], facts["kelas_dokumen"])
    values = facts["value"].to_numpy()
    once = distinct(np.where(whole, same, -1), np.where(whole, values, np.nan))
    once = once[whole[once]]
    sole = np.bincount(same[once], minlength=same.max(initial=-1) + 1)[same] == 1
    new = np.where(own, bare, np.where(whole & sole, TOTAL, key))
    return facts.assign(kunci=new)
