"""Falling indicators whose capaian another formula gives than the report's own, where only hidden decimals
could excuse it and other rows of the report leave no doubt."""

import numpy as np
import pandas as pd

from checks.operands import Numbers
from schemas.keys import codes

OWN = {"dua target": 2, "target per realisasi": 3}
_CLEAR = 2  # other indicators that use the same other formula beyond doubt


def other_formulas(i: pd.DataFrame, numbers: Numbers) -> pd.DataFrame:
    """`indikator` + rumus_sendiri (2 (2T-R)/T, 3 T/R, as the report states it; -1 none) and rumus_lain: the
    printed capaian is what the other formula gives, and at least two indicators of the report have so beyond
    what hidden decimals allow."""
    own = np.array([OWN.get(name, -1) for name in i["rumus_turun"]])
    used = i["rumus_baris"].to_numpy()
    other = (own > 0) & (used >= 2) & (used != own)
    t, r, c = (i[k].to_numpy(dtype="int64") for k in ("target", "realisasi", "capaian"))
    corners = []
    for side, back in ((1, -1), (-1, 1)):
        target = numbers.value[t] + side * numbers.width[t]
        reached = numbers.value[r] + back * numbers.width[r]
        with np.errstate(divide="ignore", invalid="ignore"):
            made = np.where(own == 2, (2 * target - reached) / target, target / reached) * 100
        corners.append(made)
    half = 0.5 * 10.0 ** -numbers.desimal[c].astype("float64")
    low, high = np.minimum(*corners) - half, np.maximum(*corners) + half
    excused = other & (numbers.value[c] >= low) & (numbers.value[c] <= high)
    report = codes(i["laporan"])
    clear = pd.Series(i["kunci"].to_numpy(dtype=object)[other & ~excused])
    many = clear.groupby(report[other & ~excused]).nunique().reindex(np.arange(report.max(initial=-1) + 1))
    sure = many.fillna(0).to_numpy()[report] >= _CLEAR if len(i) else np.zeros(0, dtype=bool)
    return i.assign(rumus_sendiri=own, rumus_lain=excused & sure)
