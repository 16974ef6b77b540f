"""`triwulan`: the realisasi of the four quarters that a plan of action or a quarterly report prints, beside
that of the year in the report."""

import re

import numpy as np
import pandas as pd

from cermat.checks.operands import Numbers
from cermat.checks.settle.dokumen.periods import quarter_of
from cermat.checks.settle.names import each
from cermat.schemas.keys import among, codes, codes_of_both, distinct, find, pairs
from cermat.schemas.submission import Submission

QUARTERS = ("tw1", "tw2", "tw3", "tw4")
LAST, SUM = "triwulan IV", "jumlah empat triwulan"
_QUARTER = re.compile(r"\b(?:triwulan|tri wulan|tw|trw)\W*(iv|iii|ii|i|[1-4])\b")
_NUMERAL = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_NEAR = 0.2  # how far the year's figure may be from what the quarters give
_CELL = ["laporan", "blok", "c"]


def quarters(
    docs: pd.DataFrame,
    matches: pd.DataFrame,
    tables: dict,
    sub: Submission,
    parts: pd.DataFrame,
    numbers: Numbers,
) -> pd.DataFrame:
    """Columns of `fakta` (realisasi of the report's year), tw1 … tw4 (ids in the other document),
    dokumen_lain, kunci_lain, sifat: LAST where the quarters run on, SUM where they add up to the year, ''
    where that is not sure. parts: periods.periods."""
    plans = docs[among(docs["jenis"], "rencana_aksi") & (docs["tahun"] == docs["tahun_laporan"]).to_numpy()]
    links = matches.merge(plans[["laporan", "lain", "tahun"]], on=["laporan", "lain"])
    rows = _rows(tables["indikator"], sub.angka, plans["lain"])
    links = links.merge(
        rows.rename(columns={"laporan": "lain", "kunci": "kunci_lain"}), on=["lain", "kunci_lain"]
    )
    columns = _columns(sub.sel[sub.sel["laporan"].isin(plans["lain"])])
    listed = tables["rincian"].assign(tw=each(_quarter, tables["rincian"]["ukuran"]).astype("int64"))
    single = _of_tables(tables["indikator"], plans["lain"], parts)
    listed = pd.concat([listed[["laporan", "kunci", "nilai", "tw"]], single], ignore_index=True)
    for at, name in enumerate(QUARTERS, 1):
        ids = _printed(links, columns[columns["tw"] == at], sub.angka)
        links[name] = np.where(ids >= 0, ids, _listed(links, listed[listed["tw"] == at]))
    links = links[(links[list(QUARTERS)] >= 0).all(axis=1)].reset_index(drop=True)
    facts = tables["fakta"]
    facts = facts[among(facts["ukuran"], "realisasi") & (facts["urutan"] == 0).to_numpy()]
    left, right = pairs(
        *codes_of_both(
            [links[name] for name in ("laporan", "kunci", "tahun")],
            [facts[name] for name in ("laporan", "kunci", "tahun")],
        )
    )
    made = facts.iloc[right].reset_index(drop=True)
    told = links.iloc[left].reset_index(drop=True)
    made = made.assign(
        dokumen_lain=told["lain"],
        kunci_lain=told["kunci_lain"],
        **{quarter: told[quarter] for quarter in QUARTERS},
    )
    once = distinct(made["laporan"], made["dokumen_lain"], made["kunci"])
    return _natured(made.iloc[once].reset_index(drop=True), numbers)


def _of_tables(indicators: pd.DataFrame, reports: pd.Series, parts: pd.DataFrame) -> pd.DataFrame:
    """Realisasi of tables that are about one quarter each: laporan, kunci, nilai, tw."""
    rows = indicators[indicators["laporan"].isin(reports) & (indicators["realisasi"] >= 0)]
    rows = rows[["laporan", "kunci", "realisasi"]].rename(columns={"realisasi": "nilai"})
    return rows.assign(tw=quarter_of(rows["nilai"].to_numpy("int64"), parts))


def _rows(indicators: pd.DataFrame, angka: pd.DataFrame, reports: pd.Series) -> pd.DataFrame:
    """Where the rows of indicators stand: laporan, kunci, blok, r."""
    rows = indicators[indicators["laporan"].isin(reports) & (indicators["target"] >= 0)]
    rows = rows[~among(rows["kunci"], "")]
    at = rows["target"].to_numpy("int64")
    made = rows[["laporan", "kunci"]].assign(blok=angka["blok"].to_numpy()[at], r=angka["r"].to_numpy()[at])
    return made.iloc[distinct(made["laporan"], made["kunci"])]


def _columns(cells: pd.DataFrame) -> pd.DataFrame:
    """The columns that hold the realisasi of a quarter: laporan, blok, c, tw; none of a grid that has two of
    one quarter."""
    head = cells[cells["kepala"].astype(bool)].sort_values(["laporan", "blok", "r"], kind="stable")
    wide = head.loc[head.index.repeat(head["cs"].astype("int64"))]
    start = (
        np.r_[True, wide.index.to_numpy()[1:] != wide.index.to_numpy()[:-1]]
        if len(wide)
        else np.array([], bool)
    )
    run = np.arange(len(wide)) - np.maximum.accumulate(np.where(start, np.arange(len(wide)), 0))
    wide = wide.assign(c=wide["c"].to_numpy("int64") + run, teks=wide["teks"].astype(str).str.lower())
    path = wide.groupby(_CELL, sort=False)["teks"].agg(" ".join).reset_index()
    path["tw"] = each(_quarter, path["teks"]).astype("int64")
    path = path[path["tw"] > 0]
    twice = codes(path["laporan"], path["blok"], path["tw"])
    return path[np.bincount(twice)[twice] == 1] if len(path) else path


def _quarter(head: str) -> int:
    """1 to 4 where a header is that of the realisasi of a quarter, else 0."""
    found = _QUARTER.search(head)
    words = set(re.findall(r"[a-z]+", head))
    if (
        found is None
        or "realisasi" not in words
        or words & {"target", "rp", "anggaran", "keuangan", "capaian"}
    ):
        return 0
    return _NUMERAL.get(found[1], int(found[1]) if found[1].isdigit() else 0)


def _printed(links: pd.DataFrame, columns: pd.DataFrame, angka: pd.DataFrame) -> np.ndarray:
    """The figure in the row of each link in the column of a quarter, -1 where there is none."""
    at = find([links["lain"], links["blok"]], [columns["laporan"], columns["blok"]])
    col = np.append(columns["c"].to_numpy("int64"), -1)[at]
    return find(
        [links["lain"], links["blok"], links["r"], col],
        [angka[name] for name in ("laporan", "blok", "r", "c")],
    )


def _listed(links: pd.DataFrame, parts: pd.DataFrame) -> np.ndarray:
    """The same, of a table of parts ("realisasi tw1") or of a quarter that bears the indicator's name."""
    ids = np.append(parts["nilai"].to_numpy("int64"), -1)
    return ids[find([links["lain"], links["kunci_lain"]], [parts["laporan"], parts["kunci"]])]


def _natured(made: pd.DataFrame, numbers: Numbers) -> pd.DataFrame:
    """+ sifat: by which way of the two the year's figure is reached, or nearly."""
    year = numbers.value[made["nilai"].to_numpy("int64")]
    each_ = np.array([numbers.value[made[name].to_numpy("int64")] for name in QUARTERS]).reshape(4, len(made))
    step = np.diff(each_, axis=0)
    runs = (step >= 0).all(axis=0) | (step <= 0).all(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        last, whole = np.abs(each_[3] / year - 1), np.abs(each_.sum(axis=0) / year - 1)
    sifat = np.select(
        [
            last < 1e-9,
            whole < 1e-9,
            runs & (last < _NEAR) & (whole >= _NEAR),
            (whole < _NEAR) & (last >= _NEAR),
        ],
        [LAST, SUM, LAST, SUM],
        "",
    )
    return made.assign(sifat=sifat)
