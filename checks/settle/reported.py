"""Which indicators owe a realisasi, and whether it stands anywhere in the report."""

import re

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from checks.operands import NIHIL, TIADA, Numbers
from checks.settle.names import has, normalise
from schemas.keys import among, codes_of_both, distinct, find, pairs
from schemas.submission import Submission

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
    i, r, s = tables["indikator"], tables["laporan"], tables["seri"]
    own = np.flatnonzero((i["realisasi"].to_numpy() >= 0) | (i["capaian"].to_numpy() >= 0))
    more = np.flatnonzero(among(s["ukuran"], "realisasi") & (s["nilai"].to_numpy() >= 0))
    row = ["laporan", "kunci", "tahun"]
    known = [np.concatenate([i[c].to_numpy()[own], s[c].to_numpy()[more]]) for c in row]
    i["ada_target"] = ~np.isin(numbers.kelas[i["target"].to_numpy(dtype="int64")], [NIHIL, TIADA]) & (
        i["target"] >= 0
    )
    prose = np.array([t.startswith("prosa-") for t in i["tabel"].tolist()], dtype=bool)
    plan = has(i["dokumen"], f"(?i){_PLAN}").to_numpy()
    i["ada_target"] &= ~(_of_another_year(i, r) | _outputs(i, sub) | prose | plan)
    i["ada_realisasi"] = find([i[c] for c in row], known) >= 0
    if _lacking(i).any():
        i["ada_realisasi"] |= _similar(i[_lacking(i)], i.take(own), len(i))
        i["ada_realisasi"] |= _similar(i[_lacking(i)], _beside_results(i[_lacking(i)], sub), len(i))
    whole = set(r.loc[~r["petikan"], "laporan"]) & set(i.loc[i["realisasi"] >= 0, "laporan"])
    i["laporan_lengkap"] = i["laporan"].isin(whole)


def _lacking(i: pd.DataFrame) -> pd.Series:
    return i["ada_target"] & ~i["ada_realisasi"] & ~among(i["kunci"], "")


def _of_another_year(i: pd.DataFrame, r: pd.DataFrame) -> np.ndarray:
    """Rows of a year that is not the one reported: a plan with nothing to report yet, or what has been
    reported before."""
    year = (
        i["laporan"].map(dict(zip(r["laporan"], r["tahun"], strict=True))).fillna(-1).to_numpy(dtype="int64")
    )
    return (i["tahun"].to_numpy() != year) & (i["tahun"].to_numpy() > 0) & (year > 0)


def _outputs(i: pd.DataFrame, sub: Submission) -> np.ndarray:
    """Rows of a plan of work: a table headed "Kegiatan | Indikator | Target" lists outputs, not the
    indicators of a sasaran."""
    if sub.sel.empty:
        return np.zeros(len(i), dtype=bool)
    head = sub.sel[sub.sel["kepala"].astype(bool)]
    words = head["teks"].str.lower().groupby([head["laporan"], head["blok"]]).agg(" | ".join)
    plan = words[
        words.map(lambda t: bool(_WORK.search(t)) and not _AIM.search(t) and not _RESULT.search(t)).astype(
            bool
        )
    ]
    return np.asarray(
        pd.MultiIndex.from_arrays([i["laporan"], "tabel-" + _number(i).astype(str)]).isin(
            [(laporan, f"tabel-{blok}") for laporan, blok in plan.index]
        )
    )


def _number(i: pd.DataFrame) -> pd.Series:
    return (
        pd.to_numeric(i["tabel"].str.extract(r"^tabel-(\d+)", expand=False), errors="coerce")
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


def _similar(lacking: pd.DataFrame, told: pd.DataFrame, n: int) -> np.ndarray:
    """Rows whose indicator is reported under a name that is nearly the same (words left out, other order,
    another measure word)."""
    found = np.zeros(n, dtype=bool)
    if lacking.empty or told.empty:
        return found
    told = told.take(distinct(told["laporan"], told["kunci"]))
    i, j = pairs(*codes_of_both([lacking["laporan"]], [told["laporan"]]))
    if len(i):
        plain = [
            normalise(f["kunci"]).str.replace(_MEASURE, "", regex=True).to_numpy() for f in (lacking, told)
        ]
        a, b = (names[at].tolist() for names, at in zip(plain, (i, j), strict=True))
        near = np.maximum(
            process.cpdist(a, b, scorer=fuzz.token_set_ratio), process.cpdist(a, b, scorer=fuzz.partial_ratio)
        )
        found[lacking.index.to_numpy()[i[near >= _NEAR]]] = True
    return found
