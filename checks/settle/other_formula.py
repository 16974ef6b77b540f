"""Falling indicators whose capaian another formula gives than the report's own, where only hidden decimals
could excuse it and other rows of the report leave no doubt."""

import numpy as np
import pandas as pd

from cermat.checks.operands import Numbers
from cermat.schemas.keys import codes

OWN = {"dua target": 2, "target per realisasi": 3}
_CLEAR = 2  # other indicators that use the same other formula beyond doubt


def other_formulas(rows: pd.DataFrame, numbers: Numbers) -> pd.DataFrame:
    """`indikator` + rumus_sendiri (2 (2T-R)/T, 3 T/R, as the report states it; -1 none) and rumus_lain: the
    printed capaian is what the other formula gives, and at least two indicators of the report have so beyond
    what hidden decimals allow."""
    own = np.array([OWN.get(name, -1) for name in rows["rumus_turun"]])
    used = rows["rumus_baris"].to_numpy()
    other = (own > 0) & (used >= 2) & (used != own)
    aim_ids, result_ids, score_ids = (
        rows[column].to_numpy(dtype="int64") for column in ("target", "realisasi", "capaian")
    )
    corners = []
    for side, back in ((1, -1), (-1, 1)):
        target = numbers.value[aim_ids] + side * numbers.width[aim_ids]
        reached = numbers.value[result_ids] + back * numbers.width[result_ids]
        with np.errstate(divide="ignore", invalid="ignore"):
            made = np.where(own == 2, (2 * target - reached) / target, target / reached) * 100
        corners.append(made)
    half = 0.5 * 10.0 ** -numbers.desimal[score_ids].astype("float64")
    low, high = np.minimum(*corners) - half, np.maximum(*corners) + half
    excused = other & (numbers.value[score_ids] >= low) & (numbers.value[score_ids] <= high)
    report = codes(rows["laporan"])
    clear = pd.Series(rows["kunci"].to_numpy(dtype=object)[other & ~excused])
    many = clear.groupby(report[other & ~excused]).nunique().reindex(np.arange(report.max(initial=-1) + 1))
    sure = many.fillna(0).to_numpy()[report] >= _CLEAR if len(rows) else np.zeros(0, dtype=bool)
    return rows.assign(rumus_sendiri=own, rumus_lain=excused & sure)
