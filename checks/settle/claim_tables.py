"""Claims beside the rows they speak of: "naik setiap tahun" with the years of its series, "tercapai" with
target and realisasi; ids point into `angka`."""

import pandas as pd
from rapidfuzz import fuzz, process

from checks.operands import Numbers
from checks.settle.names import normalise
from schemas.keys import find


def steps(tables: dict) -> pd.DataFrame:
    """For claims 'every year up / down': the neighbouring years of that series: laporan, kunci, jenis, tahun,
    sebelum, sesudah (ids), place."""
    k = tables["klaim"]
    k = k[k["jenis"].isin(["naik_tiap_tahun", "turun_tiap_tahun"])]
    f = tables["fakta"].sort_values(["laporan", "kunci", "ukuran", "tahun"])
    f = f[(f["tahun"] > 0) & (f["urutan"] == 0) & f["ukuran"].isin(["realisasi", "capaian", "jumlah"])]
    before = f.groupby(["laporan", "kunci", "ukuran"])[["nilai", "tahun"]].shift()
    f = f.assign(sebelum=before["nilai"].fillna(-1).astype("int64"), dulu=before["tahun"])
    pair = k.drop(columns=["nilai", "dari"]).merge(
        f[["laporan", "kunci", "ukuran", "tahun", "dulu", "sebelum", "nilai"]],
        on=["laporan", "kunci"],
        suffixes=("_klaim", ""),
    )
    told = pair[
        pair["ukuran"].ne("capaian")
    ]  # "angka X turun setiap tahun" is what was reached, where that is printed
    plain = pair["ukuran"].ne("capaian") | (
        find([pair[c] for c in ("laporan", "kunci")], [told[c] for c in ("laporan", "kunci")]) < 0
    )
    same = (pair["ukuran_klaim"].eq("") & plain) | pair["ukuran_klaim"].eq(pair["ukuran"])
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
    k = k[k["jenis"].isin(["tercapai", "tidak_tercapai"])]
    i = i[(i["target"] >= 0) & (i["realisasi"] >= 0)]
    values = ["target", "realisasi", "capaian", "arah"]
    first = i.drop_duplicates(["laporan", "kunci", "tahun"])
    pair = k.merge(first[["laporan", "kunci", "tahun", *values]], on=["laporan", "kunci", "tahun"])
    known = pd.MultiIndex.from_frame(first[["laporan", "kunci"]])
    strange = k[~pd.MultiIndex.from_frame(k[["laporan", "kunci"]]).isin(known) & k["acuan"].ne("").to_numpy()]
    return pd.concat([pair, _of_the_only_indicator(strange, i, values)], ignore_index=True)


_SAME_WORDS = 90  # of a claim's subject and the one indicator of the table it speaks of


def _of_the_only_indicator(claims: pd.DataFrame, i: pd.DataFrame, values: list[str]) -> pd.DataFrame:
    """Claims whose subject no table prints, beside the only indicator of the table they speak of, where its
    words are theirs:
    "ketersediaan obat esensial di instalasi farmasi di puskesmas" above a table of "ketersediaan obat
    esensial di instalasi farmasi"."""
    alone = i[i.groupby(["laporan", "tabel"])["kunci"].transform("nunique").eq(1)].drop_duplicates(
        ["laporan", "tabel", "tahun"]
    )
    alone = alone[["laporan", "tabel", "tahun", "kunci", *values]].rename(
        columns={"tabel": "acuan", "kunci": "kunci_tabel"}
    )
    pair = claims.merge(alone, on=["laporan", "acuan", "tahun"])
    if pair.empty:
        return pair.drop(columns="kunci_tabel")
    same = process.cpdist(
        normalise(pair["kunci"]).tolist(),
        normalise(pair["kunci_tabel"]).tolist(),
        scorer=fuzz.token_set_ratio,
    )
    return pair[same >= _SAME_WORDS].drop(columns="kunci_tabel")
