"""Capaian that is cut at a cap ("paling tinggi 120%"), stated by the report or only used by it; 100 for a
bound that is kept."""

import numpy as np
import pandas as pd

from checks.operands import FIGUR, Numbers
from schemas.keys import among, codes, distinct, find

USUAL = (100.0, 110.0, 115.0, 120.0, 125.0, 150.0, 200.0)
STATED, SILENT, KEPT = "dinyatakan", "diam", "terpenuhi"


def told_cap(identitas: pd.DataFrame, laporan: pd.Series) -> np.ndarray:
    """The cap on capaian that each report states, NaN where it states none."""
    told = identitas[among(identitas["jenis"], "batas capaian")]
    cap = pd.to_numeric(told["nilai"], errors="coerce").to_numpy(dtype="float64")
    known = np.isfinite(cap)
    return np.append(cap[known], np.nan)[find([laporan], [told["laporan"].to_numpy()[known]])]


def capped(i: pd.DataFrame, identitas: pd.DataFrame, numbers: Numbers) -> pd.DataFrame:
    """+ dibatasi: 'dinyatakan' where a row's capaian is the cap that the report states and its formula gives
    at least that;
    'diam' where no cap is stated, at least two rows stop at one usual cap that their formulas pass, and none
    goes beyond it;
    'terpenuhi' where the target is a bound ("≤ 25") that is kept and capaian is 100; '' otherwise.
    + batas_capaian: where capaian should stop (stated and kept rows, and those that pass the stated cap),
      else NaN.
    + batas_diam: the first silent row of a report."""
    t, r, c = (i[k].to_numpy(dtype="int64") for k in ("target", "realisasi", "capaian"))
    ok = (numbers.kelas[t] == FIGUR) & (numbers.kelas[r] == FIGUR) & (numbers.kelas[c] == FIGUR)
    T, R, C = numbers.value[t], numbers.value[r], numbers.value[c]
    with np.errstate(divide="ignore", invalid="ignore"):
        rising, falling = R / T * 100, np.maximum((2 * T - R) / T, T / R) * 100
    arah = i["arah"].to_numpy()
    made = np.where(arah == "naik", rising, np.where(arah == "turun", falling, np.maximum(rising, falling)))
    over = ok & np.isfinite(made) & (made > C + 1) & among(i["jenis_baris"], "indikator")
    cap = told_cap(identitas, i["laporan"])
    report = codes(i["laporan"])
    highest = np.full(len(i), -np.inf)
    np.maximum.at(highest, report[ok], C[ok])
    silent = over & np.isnan(cap) & (highest[report] == C) & np.isin(C, USUAL)
    at = np.flatnonzero(silent)
    names = np.bincount(report[at[distinct(report[at], i["kunci"].to_numpy()[at])]], minlength=len(i))
    silent &= names[report] >= 2
    kept = np.where(among(i["batas"], "maks"), R <= T, R >= T) & among(i["batas"], "maks", "min")
    kept &= ok & (C == 100) & (np.abs(made - C) > 1)
    i = i.assign(dibatasi=np.select([kept, over & (cap == C), silent], [KEPT, STATED, SILENT], ""))
    passes = ok & (made > cap) & (C >= cap) & among(i["jenis_baris"], "indikator")
    i["batas_capaian"] = np.select([kept, passes], [100.0, cap], np.nan)
    at = np.flatnonzero(among(i["dibatasi"], SILENT))
    first = np.zeros(len(i), dtype=bool)
    first[at[distinct(report[at])]] = True
    return i.assign(batas_diam=first)
