"""Scales that change between a report and an earlier one: the bands of the predikat, and the measure by which
an indicator is counted (0,0526 where it was 5,88%)."""

import numpy as np
import pandas as pd

from cermat.checks.operands import Numbers
from cermat.checks.settle import scale
from cermat.checks.settle.names import has
from cermat.schemas.documents import LKJIP
from cermat.schemas.keys import among, codes, codes_of_both, distinct, pairs

_TEXTS, _IDS = ("tabel", "bagian", "baris"), ("bawah", "halaman", "garis")
_SCALE = "Skala predikat"
_LEAST = 2  # labels that both scales have
_TOLD = r"\b(?:skala|predikat|interval|kategori)\b"
_FACTORS = (25.0, 100.0, 1000.0, 1e6)
_NEAR = {"realisasi": 1.35, "target": 1.8}  # how far each may have moved from year to year
_RATIO, _OF_HUNDRED, _SURVEY = (
    1.0,
    100.0,
    4.0,
)  # the most of a ratio, of a percentage, of a survey's own scale


def bands_beside(docs: pd.DataFrame, tables: dict, numbers: Numbers, passages: pd.DataFrame) -> pd.DataFrame:
    """`padanan_skala`: one row a report whose scale of predikat shares labels with that of the last report
    before it: laporan, dokumen_lain, nama_lain, kunci, batas_banding ('sama', 'lain'), batas, batas_lain
    (where the labels that differ begin: "Berhasil 75"), dijelaskan, tahun, place here and there (…_lain)."""
    every = scale.bands(tables["skala"], scale.edges(tables["skala"], numbers))
    every = every.reindex(columns=["laporan", "kunci_label", "label", "lo", *_IDS, *_TEXTS])
    every = every.astype(dict.fromkeys(_IDS, "int64") | {"lo": "float64"})
    side = {name: f"{name}_lain" for name in ("label", "lo", *_IDS, *_TEXTS)} | {"laporan": "lain"}
    there = _last_before(docs)[["laporan", "lain", "nama", "tahun_laporan"]]
    there = there.merge(every.rename(columns=side), on="lain")
    made = every.merge(there, on=["laporan", "kunci_label"])
    both = codes(made["laporan"], made["lain"])
    made = made[np.bincount(both)[both] >= _LEAST] if len(made) else made
    made = made.iloc[::-1]  # the best label first
    differ = ~np.isclose(made["lo"].to_numpy("float64"), made["lo_lain"].to_numpy("float64"))
    printed = np.append(numbers.value, np.nan)
    for name, bound, text in (("label", "bawah", "batas"), ("label_lain", "bawah_lain", "batas_lain")):
        begin = [f"{value:.10g}".replace(".", ",") for value in printed[made[bound].to_numpy("int64")]]
        told = made[name] + " " + np.array(begin, dtype=object)
        made[text] = told.str.replace(" nan", " tanpa batas", regex=False).where(differ, "")
    one = made.groupby(["laporan", "lain"], sort=False)
    texts = {
        name: one[name].agg(lambda parts: ", ".join(filter(None, parts))) for name in ("batas", "batas_lain")
    }
    made = one.first().assign(**texts).reset_index()
    spoken = passages.loc[has(passages["teks"], _TOLD).to_numpy(dtype=bool), "laporan"]
    made = made.assign(
        kunci=_SCALE,
        kunci_lain=_SCALE,
        batas_banding=np.where(made["batas"] == "", "sama", "lain"),
        dijelaskan=made["laporan"].isin(spoken),
        ada=True,
        ada_lain=True,
    )
    made = made.rename(columns={"lain": "dokumen_lain", "nama": "nama_lain", "tahun_laporan": "tahun"})
    return made.drop(columns=["kunci_label", "lo", "lo_lain", "label", "label_lain", "bawah", "bawah_lain"])


def _last_before(docs: pd.DataFrame) -> pd.DataFrame:
    """Of the reports of performance of earlier years the last one."""
    older = docs[among(docs["jenis"], LKJIP) & (docs["tahun"] < docs["tahun_laporan"]).to_numpy()]
    older = older[(older["tahun"] > 0).to_numpy()].sort_values("tahun", ascending=False, kind="stable")
    return older.iloc[distinct(older["laporan"])]


def measured_otherwise(
    docs: pd.DataFrame, matches: pd.DataFrame, tables: dict, numbers: Numbers
) -> pd.DataFrame:
    """`skala_lain`: one row an indicator of which a report and one of another year print target and result:
    columns of `fakta` (the report's realisasi, of the year next to the other's) plus lain, target,
    target_lain (ids), dokumen_lain, nama_lain, kunci_lain, tahun_lain, place there, and kali: where both
    figures are about 25, 100, 1.000 or 1.000.000 times as large or small there, how many times, else 1."""
    links = matches[among(matches["golongan"], "indikator")][["laporan", "lain", "kunci", "kunci_lain"]]
    older = docs[among(docs["jenis"], LKJIP) & (docs["tahun"] != docs["tahun_laporan"]).to_numpy()]
    links = links.merge(older[["laporan", "lain", "nama", "tahun"]], on=["laporan", "lain"])
    links = links.assign(link=np.arange(len(links)))
    facts = tables["fakta"]
    at = {
        measure: (
            _nearest(facts, links, "laporan", "kunci", measure),
            _nearest(facts, links, "lain", "kunci_lain", measure),
        )
        for measure in _NEAR
    }
    ids = np.append(facts["nilai"].to_numpy("int64"), -1)
    value = {one: [numbers.value[ids[rows]] for rows in both] for one, both in at.items()}
    known = np.isfinite(np.array([side for both in value.values() for side in both])).all(axis=0)
    times = np.ones(len(links))
    for factor in (*_FACTORS, *(1 / factor for factor in _FACTORS)):
        hit = known.copy()
        for measure, near in _NEAR.items():
            here, there = value[measure]
            with np.errstate(divide="ignore", invalid="ignore"):
                moved = np.abs(np.log(np.abs(here / there) / factor)) <= np.log(near)
            hit &= moved & _plausible(here, there, factor)
        times[hit] = factor
    (own, other), (aim, other_aim) = ([rows[known] for rows in at[measure]] for measure in _NEAR)
    told, place = links[known].reset_index(drop=True), facts.iloc[other]
    return (
        facts.iloc[own]
        .reset_index(drop=True)
        .assign(
            **{f"{name}_lain": place[name].to_numpy() for name in (*_TEXTS, "halaman", "garis", "tahun")},
            ada=True,
            ada_lain=True,
            lain=ids[other],
            target=ids[aim],
            target_lain=ids[other_aim],
            dokumen_lain=told["lain"],
            nama_lain=told["nama"],
            kunci_lain=told["kunci_lain"],
            kali=times[known],
        )
    )


def _nearest(facts: pd.DataFrame, links: pd.DataFrame, document: str, name: str, measure: str) -> np.ndarray:
    """Row of the first fact of a measure of the year next to that of each link's document, -1 where there is
    none."""
    rows = np.flatnonzero(
        among(facts["ukuran"], measure)
        & (facts["urutan"].to_numpy() == 0)
        & among(facts["kelas_dokumen"], "")
        & (facts["tahun"].to_numpy() > 0)
    )
    told = facts.iloc[rows]
    left, right = pairs(*codes_of_both([links[document], links[name]], [told["laporan"], told["kunci"]]))
    away = np.abs(told["tahun"].to_numpy()[right] - links["tahun"].to_numpy()[left])
    order = np.lexsort((right, away, left))
    once = order[distinct(left[order])] if len(order) else order
    made = np.full(len(links), -1)
    made[left[once]] = rows[right[once]]
    return made


def _plausible(here: np.ndarray, there: np.ndarray, factor: float) -> np.ndarray:
    """bool: may both figures be one thing on two scales? A ratio and a percentage; a survey's own scale of 1
    to 4 and its hundred; thousands need figures of three digits and more."""
    large, small = np.maximum(here, there), np.minimum(here, there)
    size = max(factor, 1 / factor)
    if size == 25.0:
        return (small >= 1) & (small <= _SURVEY) & (large > _SURVEY) & (large <= _OF_HUNDRED)
    if size == 100.0:
        return (small <= _RATIO) & (large <= _OF_HUNDRED) & (small > 0)
    return (large >= 100) & (small > 0)
