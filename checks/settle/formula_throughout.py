"""Capaian of falling indicators that a report computes throughout with another formula than the one it
states: one matter of the column, told once (CAP-14), and no finding for every row."""

import numpy as np
import pandas as pd

from cermat.checks.operands import Numbers
from cermat.schemas.keys import among, codes, distinct

LEAST = 2  # indicators (or years) computed with the other formula
_FITS = {"dua target": 2, "target per realisasi": 3}  # rumus_baris of the honest formulas
_KEPT = ["laporan", "tabel", "bagian", "halaman", "baris", "garis", "target", "realisasi", "capaian"]


def throughout(rows: pd.DataFrame, numbers: Numbers) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(`indikator`, `rumus_dipakai`). indikator: rumus_turun is the formula that the column uses, where it
    uses the other honest one on more rows than the stated one.

    rumus_dipakai: one row a row of a report that states a formula, and computes with it (beda 0) or
    throughout with the other one (beda 1): laporan, kunci, ukuran, tahun (-1), nama, tahun_baris, dinyatakan,
    dipakai, pertama (1: no row before it prints the same), seharusnya (capaian by the
    stated formula), target, realisasi, capaian (ids), place.
    """
    stated = rows["rumus_turun"].map(_FITS).fillna(0).to_numpy(dtype="int64")
    used = rows["rumus_baris"].to_numpy(dtype="int64")
    known = (stated > 0) & (used >= 2) & among(rows["jenis_baris"], "indikator")
    report, thing = codes(rows["laporan"]), codes(rows["laporan"], rows["kunci"], rows["tahun"])
    other, own = known & (used != stated), known & (used == stated)
    often, rarely = (_things(report, thing, rows) for rows in (other, own))
    other_way = (often >= LEAST) & (often > rarely)
    differs = other & other_way[report]
    names = np.array(["", "", *_FITS], dtype=object)
    told_of = (own & ~other_way[report]) | differs
    told = rows[told_of]
    made = told[_KEPT].assign(
        nama=told["indikator"],
        tahun_baris=told["tahun"],
        dinyatakan=told["rumus_turun"],
        dipakai=names[told["rumus_baris"].to_numpy(dtype="int64")],
        beda=differs[told_of].astype("int64"),
        pertama=_first(told),
        seharusnya=_by_stated(told, numbers),
        kunci="Capaian indikator yang makin rendah makin baik",
        ukuran="capaian",
        tahun=-1,
    )
    formula = np.where(differs, names[np.maximum(used, 0)], rows["rumus_turun"])
    return rows.assign(rumus_turun=formula), made.reset_index(drop=True)


def _by_stated(told: pd.DataFrame, numbers: Numbers) -> np.ndarray:
    """Capaian of each row by the formula that the report states."""
    target, realisasi = (
        numbers.value[told[column].to_numpy(dtype="int64")] for column in ("target", "realisasi")
    )
    with np.errstate(all="ignore"):
        mirrored = (2 * target - realisasi) / target * 100
        return np.where(told["rumus_turun"].eq("dua target"), mirrored, target / realisasi * 100)


def _first(told: pd.DataFrame) -> np.ndarray:
    """1 for the first row of an indicator and year, 0 for those that only repeat it."""
    made = np.zeros(len(told), dtype="int64")
    made[distinct(told["laporan"], told["kunci"], told["tahun"])] = 1
    return made


def _things(report: np.ndarray, thing: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """How many different things (codes) the given rows of each report (code) are about."""
    at = np.flatnonzero(rows)
    once = at[distinct(thing[at])] if len(at) else at
    return np.bincount(report[once], minlength=report.max(initial=-1) + 1)
