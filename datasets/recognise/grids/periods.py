"""Quarters and semesters: the parts of a measure's year."""

import re

import numpy as np

from datasets.recognise.grids.columns import MONEY, Column, name_column
from datasets.recognise.grids.fits import test_sum
from datasets.recognise.grids.indikator import candidate_measures
from datasets.recognise.grids.layout import Layout
from datasets.recognise.grids.texts import without_number
from datasets.recognise.headers import tidy
from datasets.recognise.row_kinds import DATA, TOTAL
from datasets.recognise.vocabulary import vocabulary

_PERIOD = re.compile(r"(?:tw|smt)\d")
_NAMES = ("indikator", "sub_kegiatan", "kegiatan", "program", "uraian", "sasaran")
_NEAR = 0.25  # natural log of how far a sum may lie from its year


def recognise_periods(d: Layout, columns: list[Column], tahun: int) -> list[dict]:
    """Rows of `rincian` where the quarters of a measure add up to its year on most rows (running totals
    don't, and give none)."""
    name = name_column(d, columns, _NAMES)
    period = [k for k in columns if k.nilai and _PERIOD.fullmatch(k.period)]
    # "TW I | TW II | …": of the target or of what was reached, as the sums show
    plain = [k for k in period if not _said(k)]
    result: list[dict] = []
    for ukuran in ("realisasi", "target"):
        parts = [k for k in period if k not in plain and _measure(k) == ukuran] or plain
        if name is not None and len(parts) in (2, 4) and not (parts is plain and result):
            result += _sum(d, name, ukuran, parts, _candidate_totals(columns, ukuran, parts), tahun)
    return result


def _said(k: Column) -> bool:
    """Does the header say target, realisasi or capaian (or an amount)?"""
    return k.percent or k.domain == MONEY or bool(candidate_measures(k))


def last_quarter(d: Layout, columns: list[Column]) -> dict[int, Column]:
    """Row → its column of what was reached in the last quarter, where the year's target is that quarter's and
    not the sum of the quarters': that figure is the year's."""
    said = [(_measure(k), k) for k in reversed(columns) if k.nilai and _said(k)]
    quarters = {m: k for m, k in said if k.period == "tw4"}
    year = [k for m, k in said if m == "target" and not k.period and not k.header.relative]
    if not {"target", "realisasi"} <= set(quarters) or len(year) != 1:
        return {}
    wanted, last = d.nilai[:, year[0].c], d.nilai[:, quarters["target"].c]
    # equal to the last alone: a sum would go beyond it
    return {r: quarters["realisasi"] for r in d.body if np.isfinite(wanted[r]) and wanted[r] == last[r]}


def _measure(k: Column) -> str:
    """target | realisasi | capaian of a column, money or performance."""
    if k.domain == MONEY and not k.percent:
        return "realisasi" if k.header.score("realisasi", "realisasi_uang") >= 0.5 else "target"
    said = max(candidate_measures(k), key=lambda x: x[1], default=None)
    return said[0] if said else "capaian" if k.percent else "realisasi"


def _candidate_totals(columns: list[Column], ukuran: str, parts: list[Column]) -> list[Column]:
    """Columns that may be the year's: those of the measure, then those that are called a total."""
    words = {tidy(str(k)) for k in vocabulary("kepala")["total_kolom"]}
    domains = {x.domain for x in parts} | {"hitung"}
    other = [k for k in columns if k.nilai and not k.percent and not k.period]
    other = [k for k in other if k.domain in domains or not any(map(_said, parts))]
    same = [k for k in other if _measure(k) == ukuran and not k.header.relative]
    return same + [k for k in other if k not in same and k.header.path and tidy(k.header.path[-1]) in words]


def _sum(
    d: Layout, name: Column, ukuran: str, parts: list[Column], totals: list[Column], tahun: int
) -> list[dict]:
    rows = np.array([r for r in d.body if d.rows[r].jenis in (DATA, TOTAL)], dtype=int)
    printed = d.nilai[rows][:, [k.c for k in parts]].T
    v = np.nan_to_num(printed)
    best, year, found = 0, None, rows[:0]
    for k in totals:
        value = d.nilai[rows, k.c]
        # rows of running totals, means and states end within their quarters; a sum goes beyond them
        with np.errstate(invalid="ignore", divide="ignore"):
            sums = (value > v.max(axis=0)) & ((v > 0).sum(axis=0) >= 2)
            near = np.abs(np.log(v.sum(axis=0) / np.where(value > 0, value, np.nan))) < _NEAR
        fit = test_sum(printed[:, sums], value[sums], int(d.desimal[rows, k.c].max(initial=0)))
        if fit.tested and fit.bagian >= 0.5 and fit.fitting > best:
            best, year, found = fit.fitting, k, rows[sums & near]
    if year is None:
        return []
    held = [(r, k) for r in found.tolist() if d.has_number(r, year.c) for k in (*parts, year)]
    return [
        {
            **d.place(r),
            "kode": str(r),
            "induk": "",
            "uraian": without_number(d.content(r, name.c)) or d.rows[r].label,
            "ukuran": f"{ukuran} {'setahun' if k is year else k.period}",
            "ukuran_induk": "" if k is year else f"{ukuran} setahun",
            "peran": "bagian",
            "satuan": "",
            "tahun": str(tahun) if tahun > 0 else "",
            **d.sel(r, k.c, "nilai"),
        }
        for r, k in held
        if d.has_number(r, k.c)
    ]
