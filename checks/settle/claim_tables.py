"""Claims beside the rows they speak of: "naik setiap tahun" with the years of its series, "tercapai" with
target and realisasi; ids point into `angka`."""

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from checks.operands import Numbers
from checks.settle.names import normalise
from checks.settle.statements import year_before
from schemas.keys import among, codes, codes_of_both, distinct, find, pairs


def steps(tables: dict) -> pd.DataFrame:
    """For claims 'every year up / down': the neighbouring years of that series: laporan, kunci, jenis, tahun,
    sebelum, sesudah (ids), place. That the kinerja of an indicator rises says nothing of a figure that does
    better the lower it is."""
    k = tables["klaim"]
    k = k[among(k["jenis"], "naik_tiap_tahun", "turun_tiap_tahun")]
    f = tables["fakta"]
    reached = among(f["ukuran"], "realisasi", "capaian", "jumlah")
    f = f[reached & (f["tahun"].to_numpy() > 0) & (f["urutan"].to_numpy() == 0)]
    f, before, last = year_before(f, ["laporan", "kunci", "ukuran"])
    here, j = pairs(*codes_of_both([k["laporan"], k["kunci"]], [f["laporan"], f["kunci"]]))
    renamed = {"ukuran": "ukuran_klaim", "tahun": "tahun_klaim"}
    pair = k.drop(columns=["nilai", "dari"]).iloc[here].rename(columns=renamed).reset_index(drop=True)
    for column in ("ukuran", "tahun", "nilai"):
        pair[column] = f[column].to_numpy()[j]
    pair["sebelum"], pair["dulu"] = before[j], np.where(last < 0, np.nan, last)[j]
    told = pair[
        ~among(pair["ukuran"], "capaian")
    ]  # "angka X turun setiap tahun" is what was reached, where that is printed
    plain = ~among(pair["ukuran"], "capaian") | (
        find([pair[c] for c in ("laporan", "kunci")], [told[c] for c in ("laporan", "kunci")]) < 0
    )
    own = [tables[t] for t in ("indikator", "seri")]
    lower = [among(t["arah"], "turun") for t in own]
    falling = [
        np.concatenate([t[c].to_numpy()[at] for t, at in zip(own, lower, strict=True)])
        for c in ("laporan", "kunci")
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
    k, i = tables["klaim"], tables["indikator"]
    k = k[among(k["jenis"], "tercapai", "tidak_tercapai")]
    i = i[(i["target"].to_numpy() >= 0) & (i["realisasi"].to_numpy() >= 0)]
    values = ["target", "realisasi", "capaian", "arah"]
    at = find([k[c] for c in _ROW], [i[c] for c in _ROW])
    pair = k[at >= 0].reset_index(drop=True)
    for column in values:
        pair[column] = i[column].to_numpy()[at[at >= 0]]
    strange = find([k["laporan"], k["kunci"]], [i["laporan"], i["kunci"]]) < 0
    rest = _of_the_only_indicator(k[strange & ~among(k["acuan"], "")], i, values)
    return pd.concat([pair, rest], ignore_index=True) if len(rest) else pair


_ROW = ["laporan", "kunci", "tahun"]
_SAME_WORDS = 90  # of a claim's subject and the one indicator of the table it speaks of


def _of_the_only_indicator(claims: pd.DataFrame, i: pd.DataFrame, values: list[str]) -> pd.DataFrame:
    """Claims whose subject no table prints, beside the only indicator of the table they speak of, where its
    words are theirs:
    "ketersediaan obat esensial di instalasi farmasi di puskesmas" above a table of "ketersediaan obat
    esensial di instalasi farmasi"."""
    table = codes(i["laporan"], i["tabel"])
    once = distinct(table, i["kunci"])
    alone = i[np.bincount(table[once])[table] == 1] if len(i) else i
    same = ["laporan", "acuan", "tahun"]
    at = find([claims[c] for c in same], [alone[c] for c in ("laporan", "tabel", "tahun")])
    pair, at = claims[at >= 0].reset_index(drop=True), at[at >= 0]
    if not len(at):
        return pair
    names = [normalise(pair["kunci"]).tolist(), normalise(alone["kunci"].iloc[at]).tolist()]
    likeness = process.cpdist(*names, scorer=fuzz.token_set_ratio)
    for column in values:
        pair[column] = alone[column].to_numpy()[at]
    return pair[likeness >= _SAME_WORDS]
