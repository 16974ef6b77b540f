"""Which indicators owe a realisasi, and whether it stands anywhere in the report."""

import re

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from cermat.checks.operands import NIHIL, TIADA, Numbers
from cermat.checks.settle.names import has, normalise
from cermat.schemas.keys import among, codes_of_both, distinct, find, pairs
from cermat.schemas.submission import Submission

_WORK = re.compile(r"\b(?:sub ?kegiatan|kegiatan|program)\b")
_AIM = re.compile(r"\b(?:sasaran|tujuan)\b")
_RESULT = re.compile(r"\b(?:realisasi|capaian|pencapaian|hasil)\b")
_PLAN = r"\b(?:rkt|renja|rka|rencana|renstra|rpjmd|rpd|rkpd)\b"
_MEASURE = (
    r"^(?:persentase|jumlah|angka|tingkat|nilai|indeks|rasio|cakupan|(?:tidak )?adanya|tidak terjadinya)\s+"
)
_NEAR = 88  # how alike two names of one indicator are
_SHORTEST = 12  # letters of a name that is looked for in cells


def reported(tables: dict, sub: Submission, numbers: Numbers) -> None:
    """`indikator` + ada_target (a target of a table that a realisasi is owed for: no "-", no plan, no other
    year, no output of a list of kegiatan), ada_realisasi (anywhere in the report, figure or label),
    laporan_lengkap (not an excerpt, and realisasi are reported at all)."""
    rows, reports, series = tables["indikator"], tables["laporan"], tables["seri"]
    own = np.flatnonzero((rows["realisasi"].to_numpy() >= 0) | (rows["capaian"].to_numpy() >= 0))
    more = np.flatnonzero(among(series["ukuran"], "realisasi") & (series["nilai"].to_numpy() >= 0))
    row = ["laporan", "kunci", "tahun"]
    known = [
        np.concatenate([rows[column].to_numpy()[own], series[column].to_numpy()[more]]) for column in row
    ]
    rows["ada_target"] = ~np.isin(numbers.kelas[rows["target"].to_numpy(dtype="int64")], [NIHIL, TIADA]) & (
        rows["target"] >= 0
    )
    prose = np.array([table.startswith("prosa-") for table in rows["tabel"].tolist()], dtype=bool)
    plan = has(rows["dokumen"], f"(?i){_PLAN}").to_numpy()
    rows["ada_target"] &= ~(_of_another_year(rows, reports) | _outputs(rows, sub) | prose | plan)
    rows["ada_realisasi"] = find([rows[column] for column in row], known) >= 0
    if _lacking(rows).any():
        rows["ada_realisasi"] |= _similar(rows[_lacking(rows)], rows.take(own), len(rows))
        rows["ada_realisasi"] |= _similar(
            rows[_lacking(rows)], _beside_results(rows[_lacking(rows)], sub), len(rows)
        )
    whole = set(reports.loc[~reports["petikan"], "laporan"]) & set(
        rows.loc[rows["realisasi"] >= 0, "laporan"]
    )
    rows["laporan_lengkap"] = rows["laporan"].isin(whole)


def _lacking(rows: pd.DataFrame) -> pd.Series:
    return rows["ada_target"] & ~rows["ada_realisasi"] & ~among(rows["kunci"], "")


def _of_another_year(rows: pd.DataFrame, reports: pd.DataFrame) -> np.ndarray:
    """Rows of a year that is not the one reported: a plan with nothing to report yet, or what has been
    reported before."""
    year = (
        rows["laporan"]
        .map(dict(zip(reports["laporan"], reports["tahun"], strict=True)))
        .fillna(-1)
        .to_numpy(dtype="int64")
    )
    return (rows["tahun"].to_numpy() != year) & (rows["tahun"].to_numpy() > 0) & (year > 0)


def _outputs(rows: pd.DataFrame, sub: Submission) -> np.ndarray:
    """Rows of a plan of work: a table headed "Kegiatan | Indikator | Target" lists outputs, not the
    indicators of a sasaran."""
    if sub.sel.empty:
        return np.zeros(len(rows), dtype=bool)
    head = sub.sel[sub.sel["kepala"].astype(bool)]
    words = head["teks"].str.lower().groupby([head["laporan"], head["blok"]]).agg(" | ".join)
    plan = words[
        words.map(
            lambda text: bool(_WORK.search(text)) and not _AIM.search(text) and not _RESULT.search(text)
        ).astype(bool)
    ]
    return np.asarray(
        pd.MultiIndex.from_arrays([rows["laporan"], "tabel-" + _number(rows).astype(str)]).isin(
            [(laporan, f"tabel-{blok}") for laporan, blok in plan.index]
        )
    )


def _number(rows: pd.DataFrame) -> pd.Series:
    return (
        pd.to_numeric(rows["tabel"].str.extract(r"^tabel-(\d+)", expand=False), errors="coerce")
        .fillna(-1)
        .astype("int64")
    )


def _beside_results(lacking: pd.DataFrame, sub: Submission) -> pd.DataFrame:
    """laporan, kunci: names in cells of grids beside a figure below "capaian" or "realisasi", of tables that
    no reader made rows of."""
    none = pd.DataFrame({"laporan": [], "kunci": []}, dtype=object)
    cells = (
        sub.sel[sub.sel["laporan"].isin(lacking["laporan"].unique())] if len(lacking) else sub.sel.iloc[:0]
    )
    if cells.empty:
        return none
    head = cells[
        cells["kepala"].astype(bool) & cells["teks"].str.lower().str.contains(_RESULT.pattern, regex=True)
    ]
    body = cells[~cells["kepala"].astype(bool)]
    at = body.merge(
        head[["laporan", "blok", "c", "cs"]].rename(columns={"c": "dari", "cs": "lebar"}),
        on=["laporan", "blok"],
    )
    figure = at[
        at["c"].ge(at["dari"])
        & at["c"].lt(at["dari"] + at["lebar"])
        & at["teks"].str.contains(r"\d", regex=True)
    ]
    rows = figure[["laporan", "blok", "r"]].drop_duplicates()
    named = body[
        body["teks"].str.len().ge(_SHORTEST) & body["teks"].str.contains(r"[A-Za-z]{4}", regex=True)
    ].merge(rows)
    return named[["laporan", "teks"]].rename(columns={"teks": "kunci"}) if len(named) else none


def _similar(lacking: pd.DataFrame, told: pd.DataFrame, count: int) -> np.ndarray:
    """Rows whose indicator is reported under a name that is nearly the same (words left out, other order,
    another measure word)."""
    found = np.zeros(count, dtype=bool)
    if lacking.empty or told.empty:
        return found
    told = told.take(distinct(told["laporan"], told["kunci"]))
    left, right = pairs(*codes_of_both([lacking["laporan"]], [told["laporan"]]))
    if len(left):
        plain = [
            normalise(frame["kunci"]).str.replace(_MEASURE, "", regex=True).to_numpy()
            for frame in (lacking, told)
        ]
        one, other = (names[at].tolist() for names, at in zip(plain, (left, right), strict=True))
        near = np.maximum(
            process.cpdist(one, other, scorer=fuzz.token_set_ratio),
            process.cpdist(one, other, scorer=fuzz.partial_ratio),
        )
        found[lacking.index.to_numpy()[left[near >= _NEAR]]] = True
    return found
