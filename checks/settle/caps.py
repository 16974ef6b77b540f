"""Capaian that is cut at a cap ("paling tinggi 120%"), stated by the report or only used by it; 100 for a
bound that is kept."""

from functools import partial

import numpy as np
import pandas as pd

from cermat.checks.operands import FIGUR, Numbers
from cermat.schemas.keys import among, codes, distinct, find

USUAL = (100.0, 110.0, 115.0, 120.0, 125.0, 150.0, 200.0)
WHOLE = 100.0  # what is full needs no second row to be a cap
STATED, SILENT, KEPT = "dinyatakan", "diam", "terpenuhi"


def told_cap(identitas: pd.DataFrame, laporan: pd.Series) -> np.ndarray:
    """The cap on capaian that each report states, NaN where it states none."""
    told = identitas[among(identitas["jenis"], "batas capaian")]
    cap = pd.to_numeric(told["nilai"], errors="coerce").to_numpy(dtype="float64")
    known = np.isfinite(cap)
    return np.append(cap[known], np.nan)[find([laporan], [told["laporan"].to_numpy()[known]])]


def capped(rows: pd.DataFrame, identitas: pd.DataFrame, numbers: Numbers) -> pd.DataFrame:
    """+ dibatasi: 'dinyatakan' where a row's capaian is the cap that the report states and its formula gives
    at least that;
    'diam' where no cap is stated, at least two rows stop at one usual cap that their formulas pass (one at
    100, among others), and none goes beyond it;
    'terpenuhi' where the target is a bound ("≤ 25") that is kept and capaian is 100; '' otherwise.
    + batas_capaian: where capaian should stop (stated and kept rows, and those that pass the stated cap),
      else NaN.
    + batas_diam: the first silent row of a report."""
    ok, aimed, reached, scored = _figures(rows, "target", "realisasi", "capaian", numbers)
    made = _uncapped(rows["arah"].to_numpy(), aimed, reached)
    passed = ok & np.isfinite(made) & (made > scored) & among(rows["jenis_baris"], "indikator")
    over = passed & (made > scored + 1)  # a cap that nobody states
    cap = told_cap(identitas, rows["laporan"])
    report = codes(rows["laporan"])
    highest = np.full(len(rows), -np.inf)
    np.maximum.at(highest, report[ok], scored[ok])
    silent = over & np.isnan(cap) & (highest[report] == scored) & np.isin(scored, USUAL)
    at = np.flatnonzero(silent)
    names = np.bincount(report[at[distinct(report[at], rows["kunci"].to_numpy()[at])]], minlength=len(rows))
    many = np.bincount(report[ok], minlength=len(rows))
    silent &= (names[report] >= 2) | ((scored == WHOLE) & (many[report] > names[report] + 1))
    kept = np.where(among(rows["batas"], "maks"), reached <= aimed, reached >= aimed) & among(
        rows["batas"], "maks", "min"
    )
    kept &= ok & (scored == 100) & (np.abs(made - scored) > 1)
    rows = rows.assign(
        dibatasi=np.select([kept, passed & (cap == scored), silent], [KEPT, STATED, SILENT], "")
    )
    passes = ok & (made > cap) & (scored >= cap) & among(rows["jenis_baris"], "indikator")
    rows["batas_capaian"] = np.select([kept, passes], [100.0, cap], np.nan)
    at = np.flatnonzero(among(rows["dibatasi"], SILENT))
    first = np.zeros(len(rows), dtype=bool)
    first[at[distinct(report[at])]] = True
    return rows.assign(batas_diam=first)


def _figures(rows: pd.DataFrame, target: str, result: str, score: str, numbers: Numbers) -> tuple:
    """(are all three figures?, target, realisasi, capaian), an array each."""
    ids = [rows[column].to_numpy(dtype="int64") for column in (target, result, score)]
    ok = np.all([numbers.kelas[own] == FIGUR for own in ids], axis=0)
    return ok, *(numbers.value[own] for own in ids)


def _uncapped(arah: np.ndarray, aimed: np.ndarray, reached: np.ndarray) -> np.ndarray:
    """What the formula of the direction gives; the most that one of several gives."""
    with np.errstate(divide="ignore", invalid="ignore"):
        rising, falling = (
            reached / aimed * 100,
            np.maximum((2 * aimed - reached) / aimed, aimed / reached) * 100,
        )
    return np.where(arah == "naik", rising, np.where(arah == "turun", falling, np.maximum(rising, falling)))


def capped_elsewhere(tables: dict, numbers: Numbers) -> None:
    """A cap that the report states, or silently keeps to, holds for every capaian of it: `indikator` +
    dibatasi_akhir (of capaian_akhir), `seri` + dibatasi: 'dinyatakan' where it stops at the cap that its
    formula passes, else ''."""
    rows, series = tables["indikator"], tables["seri"]
    kept = rows[among(rows["dibatasi"], SILENT)]
    kept = kept["laporan"], numbers.value[kept["capaian"].to_numpy(dtype="int64")]
    caps = partial(_cap, tables["identitas"], kept)
    figures = _figures(rows, "target_akhir", "realisasi", "capaian_akhir", numbers)
    rows["dibatasi_akhir"] = _stopped(rows, figures, caps(rows["laporan"]))
    same = ["laporan", "tabel", "kunci", "tahun"]
    pointers = {"nilai": series["nilai"].to_numpy(dtype="int64")}
    for measure in ("target", "realisasi"):
        known = series[among(series["ukuran"], measure)]
        at = find([series[column] for column in same], [known[column] for column in same])
        pointers[measure] = np.append(known["nilai"].to_numpy(dtype="int64"), -1)[at]
    figures = _figures(pd.DataFrame(pointers), "target", "realisasi", "nilai", numbers)
    stopped = _stopped(series, figures, caps(series["laporan"]))
    series["dibatasi"] = np.where(among(series["ukuran"], "capaian"), stopped, "")


def _cap(identitas: pd.DataFrame, kept: tuple, laporan: pd.Series) -> np.ndarray:
    """The cap that each report states, else where its capaian silently stop (kept: laporan, cap)."""
    report, silent = kept
    told = told_cap(identitas, laporan)
    return np.where(np.isnan(told), np.append(silent, np.nan)[find([laporan], [report])], told)


def _stopped(rows: pd.DataFrame, figures: tuple, cap: np.ndarray) -> np.ndarray:
    ok, aimed, reached, scored = figures
    made = _uncapped(rows["arah"].to_numpy(), aimed, reached)
    stops = ok & np.isfinite(made) & (made > scored) & (scored == cap)
    return np.where(stops & among(rows["jenis_baris"], "indikator"), STATED, "").astype(object)
