"""Quarters and semesters: their parts of the year (rincian) and each quarter's capaian (perhitungan)."""

import re

import numpy as np

from datasets.recognise.grids.columns import MONEY, Column, name_column
from datasets.recognise.grids.fits import test_quotient, test_sum
from datasets.recognise.grids.indikator import candidate_measures
from datasets.recognise.grids.layout import Layout
from datasets.recognise.grids.texts import without_number
from datasets.recognise.headers import tidy
from datasets.recognise.row_kinds import DATA, TOTAL
from datasets.recognise.vocabulary import vocabulary

_PERIOD = re.compile(r"(?:tw|smt)\d")


def recognise_periods(d: Layout, columns: list[Column], tahun: int) -> dict[str, list[dict]]:
    """Rows of `rincian` where the quarters of a measure add up to its year on most rows (running totals
    don't, and give none), and of `perhitungan` for the percentage of each quarter."""
    name = name_column(d, columns, ("indikator", "sub_kegiatan", "kegiatan", "program", "uraian", "sasaran"))
    period = [k for k in columns if k.nilai and _PERIOD.fullmatch(k.period)]
    if name is None or len(period) < 2:
        return {}
    rows = [r for r in d.body if d.rows[r].jenis in (DATA, TOTAL)]
    result: dict[str, list[dict]] = {"rincian": [], "perhitungan": []}
    plain = [
        k for k in period if not _said(k)
    ]  # "TW I | TW II | …": of the target or of what was reached, as the sums show
    for ukuran in ("realisasi", "target"):
        parts = [k for k in period if _measure(k) == ukuran and k not in plain] or plain
        if len(parts) in (2, 4) and not (parts is plain and result["rincian"]):
            result["rincian"] += _sum(
                d, name, ukuran, parts, _candidate_totals(columns, ukuran, parts), rows, tahun
            )
    for w in sorted({k.period for k in period}):
        group = {_measure(k): k for k in reversed(period) if k.period == w}
        if {"target", "realisasi", "capaian"} <= set(group):
            result["perhitungan"] += _capaian(d, name, group, rows, tahun)
    return {t: b for t, b in result.items() if b}


def _said(k: Column) -> bool:
    """Does the header say target, realisasi or capaian (or an amount)?"""
    return k.percent or k.domain == MONEY or bool(candidate_measures(k))


def last_quarter(d: Layout, columns: list[Column]) -> dict[int, Column]:
    """Row → its column of what was reached in the last quarter, where the year's target is that quarter's and
    not the sum of the quarters': that figure is the year's."""
    quarters = {
        (_measure(k), k.period): k for k in reversed(columns) if k.nilai and k.period[:2] == "tw" and _said(k)
    }
    targets = [quarters[m, w] for m, w in sorted(quarters) if m == "target"]
    year = [
        k
        for k in columns
        if k.nilai and not k.period and _said(k) and _measure(k) == "target" and not k.header.relative
    ]
    if len(targets) != 4 or len(year) != 1 or ("realisasi", "tw4") not in quarters:
        return {}
    result = {}
    for r in d.body:
        v, t = d.nilai[r, [k.c for k in targets]], d.nilai[r, year[0].c]
        if np.isfinite(t) and v[-1] == t:  # equal to the last alone: a sum would go beyond it
            result[r] = quarters["realisasi", "tw4"]
    return result


def _measure(k: Column) -> str:
    """target | realisasi | capaian of a column, money or performance."""
    if k.domain == MONEY and not k.percent:
        return "realisasi" if k.header.score("realisasi", "realisasi_uang") >= 0.5 else "target"
    return next(
        (p for p, _ in sorted(candidate_measures(k), key=lambda x: -x[1])),
        "realisasi" if not k.percent else "capaian",
    )


def _candidate_totals(columns: list[Column], ukuran: str, parts: list[Column]) -> list[Column]:
    words = {tidy(str(k)) for k in vocabulary("kepala")["total_kolom"]}
    other = [
        k
        for k in columns
        if k.nilai
        and not k.percent
        and not k.period
        and (k.domain in {x.domain for x in parts} | {"hitung"} or not any(map(_said, parts)))
    ]
    same = [k for k in other if _measure(k) == ukuran and not k.header.relative]
    return same + [k for k in other if k not in same and k.header.path and tidy(k.header.path[-1]) in words]


def _sum(
    d: Layout,
    name: Column,
    ukuran: str,
    parts: list[Column],
    candidates: list[Column],
    rows: list[int],
    tahun: int,
) -> list[dict]:
    fit = []
    v = d.nilai[np.ix_(rows, [k.c for k in parts])].T
    for t in candidates:
        year = d.nilai[rows, t.c]
        # rows of running totals, means and states end within their quarters; a sum goes beyond them
        with np.errstate(invalid="ignore"):
            sums = (year > np.nanmax(np.nan_to_num(v), axis=0)) & ((np.nan_to_num(v) > 0).sum(axis=0) >= 2)
            near = np.abs(np.log(np.nansum(v, axis=0) / np.where(year > 0, year, np.nan))) < 0.25
        u = test_sum(v[:, sums], year[sums], int(d.desimal[rows, t.c].max(initial=0)))
        if u.tested and u.bagian >= 0.5:
            fit.append((u, t, {r for r, s, n in zip(rows, sums, near, strict=True) if s and n}))
    if not fit:
        return []
    _, total, rows = max(fit, key=lambda x: x[0].fitting)
    result = []
    for r in sorted(rows):
        if not d.has_number(r, total.c):
            continue
        for k in (*parts, total):
            if d.has_number(r, k.c):
                result.append(
                    {
                        **d.place(r),
                        "kode": str(r),
                        "induk": "",
                        "uraian": without_number(d.content(r, name.c)) or d.rows[r].label,
                        "ukuran": f"{ukuran} {k.period}" if k is not total else f"{ukuran} setahun",
                        "ukuran_induk": "" if k is total else f"{ukuran} setahun",
                        "peran": "bagian",
                        "satuan": "",
                        "tahun": str(tahun) if tahun > 0 else "",
                        **d.sel(r, k.c, "nilai"),
                    }
                )
    return result


def _capaian(d: Layout, name: Column, group: dict[str, Column], rows: list[int], tahun: int) -> list[dict]:
    t, r, k = (group[p] for p in ("target", "realisasi", "capaian"))
    u = test_quotient(
        d.nilai[rows, r.c],
        d.desimal[rows, r.c],
        d.nilai[rows, t.c],
        d.desimal[rows, t.c],
        d.nilai[rows, k.c],
        d.desimal[rows, k.c],
    )
    if not u.supports:
        return []
    return [
        {
            **d.place(i),
            "subjek": f"{without_number(d.content(i, name.c)) or d.rows[i].label} pada {k.period}",
            "ukuran": f"capaian {k.period}",
            "tahun": str(tahun) if tahun > 0 else "",
            "operasi": "bagi_persen",
            **d.sel(i, r.c, "a"),
            **d.sel(i, t.c, "b"),
            **d.sel(i, k.c, "hasil"),
        }
        for i in rows
        if all(d.figures(i, x.c) for x in (t, r, k)) and d.nilai[i, t.c]
    ]
