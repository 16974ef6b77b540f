"""Quarters and semesters: the parts of a measure's year."""

import re

import numpy as np

from cermat.datasets.recognise.grids.columns import MONEY, Column, body_rows, name_column
from cermat.datasets.recognise.grids.fits import test_sum
from cermat.datasets.recognise.grids.indikator import candidate_measures
from cermat.datasets.recognise.grids.layout import Layout, year_text
from cermat.datasets.recognise.grids.texts import without_number
from cermat.datasets.recognise.headers import tidy
from cermat.datasets.recognise.row_kinds import DATA, TOTAL
from cermat.datasets.recognise.vocabulary import vocabulary

_PERIOD = re.compile(r"(?:tw|smt)\d")
_NAMES = ("indikator", "sub_kegiatan", "kegiatan", "program", "uraian", "sasaran")
_NEAR = 0.25  # natural log of how far a sum may lie from its year


def recognise_periods(grid: Layout, columns: list[Column], tahun: int) -> list[dict]:
    """Rows of `rincian` where quarters add up to the year on most rows (running totals do not)."""
    name = name_column(grid, columns, _NAMES)
    period = [col for col in columns if col.nilai and _PERIOD.fullmatch(col.period)]
    # "TW I | TW II | …": of the target or of what was reached, as the sums show
    plain = [col for col in period if not _said(col)]
    result: list[dict] = []
    for ukuran in ("realisasi", "target"):
        parts = [col for col in period if col not in plain and _measure(col) == ukuran] or plain
        if name is not None and len(parts) in (2, 4) and not (parts is plain and result):
            result += _sum(grid, name, ukuran, parts, _candidate_totals(columns, ukuran, parts), tahun)
    return result


def _said(col: Column) -> bool:
    """Does the header say target, realisasi or capaian (or an amount)?"""
    return col.percent or col.domain == MONEY or bool(candidate_measures(col))


def last_quarter(grid: Layout, columns: list[Column]) -> dict[int, Column]:
    """Row → its column of what was reached in the last quarter, where the year's target is that quarter's and
    not the sum of the quarters': that figure is the year's."""
    said = [(_measure(col), col) for col in reversed(columns) if col.nilai and _said(col)]
    quarters = {measure: col for measure, col in said if col.period == "tw4"}
    year = [col for measure, col in said if measure == "target" and not col.period]
    year = [col for col in year if not col.header.relative]
    if not {"target", "realisasi"} <= set(quarters) or len(year) != 1:
        return {}
    wanted, last = grid.nilai[:, year[0].c], grid.nilai[:, quarters["target"].c]
    # equal to the last alone: a sum would go beyond it
    return {row: quarters["realisasi"] for row in grid.body if wanted[row] == last[row]}


def _measure(col: Column) -> str:
    """target | realisasi | capaian of a column, money or performance."""
    if col.domain == MONEY and not col.percent:
        return "realisasi" if col.score("realisasi", "realisasi_uang") >= 0.5 else "target"
    said = max(candidate_measures(col), key=lambda told: told[1], default=None)
    return said[0] if said else "capaian" if col.percent else "realisasi"


def _candidate_totals(columns: list[Column], ukuran: str, parts: list[Column]) -> list[Column]:
    """Columns that may be the year's: those of the measure, then those that are called a total."""
    words = {tidy(str(word)) for word in vocabulary("kepala")["total_kolom"]}
    domains = {part.domain for part in parts} | {"hitung"}
    other = [col for col in columns if col.nilai and not col.percent and not col.period]
    other = [col for col in other if col.domain in domains or not any(map(_said, parts))]
    same = [col for col in other if _measure(col) == ukuran and not col.header.relative]
    other = [col for col in other if col not in same and col.header.path]
    return same + [col for col in other if tidy(col.header.path[-1]) in words]


def _sum(
    grid: Layout, name: Column, ukuran: str, parts: list[Column], totals: list[Column], tahun: int
) -> list[dict]:
    rows = np.array(body_rows(grid, DATA, TOTAL), dtype=int)
    printed = grid.nilai[rows][:, [col.c for col in parts]].T
    filled = np.nan_to_num(printed)
    best, year, found = 0, None, rows[:0]
    for col in totals:
        value = grid.nilai[rows, col.c]
        # rows of running totals, means and states end within their quarters; a sum goes beyond them
        with np.errstate(invalid="ignore", divide="ignore"):
            sums = (value > filled.max(axis=0)) & ((filled > 0).sum(axis=0) >= 2)
            near = np.abs(np.log(filled.sum(axis=0) / np.where(value > 0, value, np.nan))) < _NEAR
        fit = test_sum(printed[:, sums], (value[sums], grid.desimal[rows, col.c]))
        if fit.tested and fit.bagian >= 0.5 and fit.fitting > best:
            best, year, found = fit.fitting, col, rows[sums & near]
    if year is None:
        return []
    whole, result = f"{ukuran} setahun", []
    for row, col in ((row, col) for row in found.tolist() for col in (*parts, year)):
        if grid.has_number(row, year.c) and grid.has_number(row, col.c):
            own = (
                {"ukuran": whole}
                if col is year
                else {"ukuran": f"{ukuran} {col.period}", "ukuran_induk": whole}
            )
            uraian = without_number(grid.content(row, name.c)) or grid.rows[row].label
            result.append(grid.part(row, col.c, uraian=uraian, tahun=year_text(tahun), **own))
    return result
