"""Claims beside the rows they speak of: "naik setiap tahun" with the years of its series, "tercapai" with
target and realisasi; ids point into `angka`."""

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from cermat.checks.operands import Numbers
from cermat.checks.settle.names import normalise
from cermat.checks.settle.statements import year_before
from cermat.schemas.keys import among, codes, codes_of_both, distinct, find, pairs


def steps(tables: dict) -> pd.DataFrame:
    """For claims 'every year up / down': the neighbouring years of that series: laporan, kunci, jenis, tahun,
    sebelum, sesudah (ids), place. That the kinerja of an indicator rises says nothing of a figure that does
    better the lower it is."""
    claims = tables["klaim"]
    claims = claims[among(claims["jenis"], "naik_tiap_tahun", "turun_tiap_tahun")]
    facts = tables["fakta"]
    reached = among(facts["ukuran"], "realisasi", "capaian", "jumlah")
    facts = facts[reached & (facts["tahun"].to_numpy() > 0) & (facts["urutan"].to_numpy() == 0)]
    facts, before, last = year_before(facts, ["laporan", "kunci", "ukuran"])
    here, there = pairs(
        *codes_of_both([claims["laporan"], claims["kunci"]], [facts["laporan"], facts["kunci"]])
    )
    renamed = {"ukuran": "ukuran_klaim", "tahun": "tahun_klaim"}
    pair = claims.drop(columns=["nilai", "dari"]).iloc[here].rename(columns=renamed).reset_index(drop=True)
    for column in ("ukuran", "tahun", "nilai"):
        pair[column] = facts[column].to_numpy()[there]
    pair["sebelum"], pair["dulu"] = before[there], np.where(last < 0, np.nan, last)[there]
    told = pair[
        ~among(pair["ukuran"], "capaian")
    ]  # "angka X turun setiap tahun" is what was reached, where that is printed
    plain = ~among(pair["ukuran"], "capaian") | (
        find(
            [pair[column] for column in ("laporan", "kunci")],
            [told[column] for column in ("laporan", "kunci")],
        )
        < 0
    )
    own = [tables[table] for table in ("indikator", "seri")]
    lower = [among(frame["arah"], "turun") for frame in own]
    falling = [
        np.concatenate([frame[column].to_numpy()[at] for frame, at in zip(own, lower, strict=True)])
        for column in ("laporan", "kunci")
    ]
    worse = find([pair["laporan"], pair["kunci"]], falling) >= 0
    whole = among(pair["ukuran_klaim"], "") | (among(pair["ukuran_klaim"], "kinerja") & ~worse)
    same = (whole & plain) | pair["ukuran_klaim"].eq(pair["ukuran"])
    since = (pair["tahun_lain"] <= 0) | (pair["dulu"] >= pair["tahun_lain"])
    until = (pair["tahun_klaim"] <= 0) | (pair["tahun"] <= pair["tahun_klaim"])
    return (
        pair[same & since & until & (pair["sebelum"] >= 0)]
        .rename(columns={"nilai": "sesudah"})
        .reset_index(drop=True)
    )


def of_target(tables: dict, numbers: Numbers) -> pd.DataFrame:
    """Claims 'tercapai' / 'tidak tercapai' beside the first row with target and realisasi of that indicator
    and year.

    + target, realisasi, capaian (ids), arah.
    """
    claims, rows = tables["klaim"], tables["indikator"]
    claims = claims[among(claims["jenis"], "tercapai", "tidak_tercapai")]
    rows = rows[(rows["target"].to_numpy() >= 0) & (rows["realisasi"].to_numpy() >= 0)]
    values = ["target", "realisasi", "capaian", "arah"]
    at = find([claims[column] for column in _ROW], [rows[column] for column in _ROW])
    pair = claims[at >= 0].reset_index(drop=True)
    for column in values:
        pair[column] = rows[column].to_numpy()[at[at >= 0]]
    strange = find([claims["laporan"], claims["kunci"]], [rows["laporan"], rows["kunci"]]) < 0
    rest = _of_the_only_indicator(claims[strange & ~among(claims["acuan"], "")], rows, values)
    return pd.concat([pair, rest], ignore_index=True) if len(rest) else pair


_ROW = ["laporan", "kunci", "tahun"]
_SAME_WORDS = 90  # of a claim's subject and the one indicator of the table it speaks of


def _of_the_only_indicator(claims: pd.DataFrame, rows: pd.DataFrame, values: list[str]) -> pd.DataFrame:
    """Claims whose subject no table prints, beside the only indicator of the table they speak of, where its
    words are theirs:
    "ketersediaan obat esensial di instalasi farmasi di puskesmas" above a table of "ketersediaan obat
    esensial di instalasi farmasi"."""
    table = codes(rows["laporan"], rows["tabel"])
    once = distinct(table, rows["kunci"])
    alone = rows[np.bincount(table[once])[table] == 1] if len(rows) else rows
    same = ["laporan", "acuan", "tahun"]
    at = find(
        [claims[column] for column in same], [alone[column] for column in ("laporan", "tabel", "tahun")]
    )
    pair, at = claims[at >= 0].reset_index(drop=True), at[at >= 0]
    if not len(at):
        return pair
    names = [normalise(pair["kunci"]).tolist(), normalise(alone["kunci"].iloc[at]).tolist()]
    likeness = process.cpdist(*names, scorer=fuzz.token_set_ratio)
    for column in values:
        pair[column] = alone[column].to_numpy()[at]
    return pair[likeness >= _SAME_WORDS]
