"""Every predikat that any place gives, beside the ranks its value allows; and what lies above the top of the
scale."""

import numpy as np
import pandas as pd

from checks.operands import FIGUR, Numbers
from checks.settle import scale
from checks.settle.caps import told_cap
from schemas.keys import codes, find, first_of

_GRADES = {
    "aa",
    "a",
    "bb",
    "b",
    "cc",
    "c",
    "d",
    "e",
}  # grades of AKIP and SKM: scores that cannot pass 100, no capaian
_NOTHING = 1e-9
_PLACE = ["tabel", "bagian", "halaman", "baris", "garis"]


def all_labels(tables: dict, bands: pd.DataFrame, numbers: Numbers) -> pd.DataFrame:
    """`label`: laporan, kunci, ukuran, tahun, label, rank, low, high (allowed ranks), kode, kode_pertama
    (ranks of equal labels), label_pertama, wajar (what the scale gives), asal_skala, nilai (id), tercetak
    (the number stands beside the label), place."""
    p, i = tables["predikat"], tables["indikator"]
    i = i[i["predikat"].ne("")]
    i = i.assign(
        label=i["predikat"],
        nilai=i["capaian"],
        ukuran=np.where(i["jenis_baris"].eq("rata_rata"), "rata_rata", "capaian"),
    )
    columns = ["laporan", "kunci", "ukuran", "tahun", "label", "nilai", *_PLACE]
    every = pd.concat([p[columns], i[columns]], ignore_index=True)
    every["tercetak"] = every["nilai"] >= 0
    f = tables["fakta"]
    f = f[f["urutan"].eq(0)]
    keys = ["laporan", "kunci", "ukuran", "tahun"]
    at = find([every[k] for k in keys], [f[k] for k in keys])
    known = np.where((at >= 0) & every["kunci"].ne(""), np.append(f["nilai"].to_numpy(), -1)[at], -1)
    every["nilai"] = np.where(every["tercetak"], every["nilai"], known)
    ids = every["nilai"].to_numpy(dtype="int64")
    value = np.where(numbers.kelas[ids] == FIGUR, numbers.value[ids], np.nan)
    half = 10.0 ** -numbers.desimal[ids].astype("float64") / 2
    half = np.where(_whole(every, value, tables["indikator"], numbers), 0.0, half)
    laporan = every["laporan"].to_numpy()
    low, high = scale.rank_of_value(bands, laporan, value, half)
    every["rank"] = scale.rank_of_label(bands, laporan, every["label"])
    every["low"], every["high"] = low, high
    every["nilai_cetak"] = value
    every["wajar"] = scale.label_of_rank(bands, laporan, low)
    every["ada_skala"] = every["laporan"].isin(bands["laporan"]) if len(bands) else False
    own = set(bands.loc[bands["tabel"] != scale.PROFILE, "laporan"])
    every["asal_skala"] = np.where(every["laporan"].isin(own), "skala laporan", "skala profil")
    listed = (
        bands.groupby("laporan")["label"].agg(lambda s: ", ".join(s[::-1]))
        if len(bands)
        else pd.Series(dtype=object)
    )
    every["daftar_label"] = every["laporan"].map(listed).astype(object).fillna("")
    return _first_label(_order(every))


def _whole(every: pd.DataFrame, value: np.ndarray, i: pd.DataFrame, numbers: Numbers) -> np.ndarray:
    """Is the value, to its last digit and beyond, what target and realisasi of its row give (64 of 80 is
    80,00)? Then it hides no decimals, and on a bound of the scale it is on that bound."""
    target, realisasi, capaian = (
        numbers.value[i[c].to_numpy(dtype="int64")] for c in ("target", "realisasi", "capaian")
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        share = 100 * realisasi / target
    same = (np.abs(share - capaian) < _NOTHING) | (np.abs(200 - share - capaian) < _NOTHING)
    keys = ["laporan", "kunci", "tahun"]
    known = i.loc[same & i["kunci"].ne("").to_numpy(), keys].assign(
        v=capaian[same & i["kunci"].ne("").to_numpy()]
    )
    return find([*(every[k] for k in keys), value], [*(known[k] for k in keys), known["v"]]) >= 0


def _first_label(every: pd.DataFrame) -> pd.DataFrame:
    """+ kode, kode_pertama, label_pertama: labels of one subject, measure, year and value against the first
    of them."""
    key = scale.label_key(every["label"])
    key = key.where(
        ~(every["rank"] >= 0), every["rank"].astype(str)
    )  # a band's label and its short form are one label
    every["kode"] = np.where(key.ne(""), codes(key), -1.0)
    every["urut"] = every["garis"].where(every["garis"] >= 0, np.arange(len(every)))
    same = codes(*(every[k] for k in ("laporan", "kunci", "ukuran", "tahun")))
    order = np.argsort(every["urut"].to_numpy(), kind="stable")
    first = np.empty(len(every), dtype="int64")
    first[order] = order[first_of(codes(same[order]))]
    for column in ("kode", "label", "garis"):
        every[f"{column}_pertama"] = every[column].to_numpy()[first]
    every["bernama"] = every["kunci"].ne("")
    every["satu"] = 1
    return every


def _order(every: pd.DataFrame) -> pd.DataFrame:
    """+ turun_label: without an own scale only order is tested: a higher value never has a lower label.

    Labels are ordered by their mean value within the report; a label is out of order where its value lies
    beyond the range of another label of which the mean lies on the other side.
    """
    every["urutan_label"] = 1.0
    v = every[np.isfinite(every["nilai_cetak"]) & ~every["ada_skala"] & every["label"].ne("")]
    if len(v) < 3:
        return every
    v = v.assign(k=scale.label_key(v["label"]))
    span = v.groupby(["laporan", "k"])["nilai_cetak"].agg(["min", "max", "size", "median"]).reset_index()
    pair = span.merge(span, on="laporan")
    pair = pair[(pair["median_x"] < pair["median_y"]) & (pair["size_x"] + pair["size_y"] >= 3)]
    crossed = pair[pair["max_x"] > pair["min_y"]]
    low_label = v.merge(
        crossed[["laporan", "k_x", "min_y", "median_y"]],
        left_on=["laporan", "k"],
        right_on=["laporan", "k_x"],
    )
    bad = low_label[low_label["nilai_cetak"] > low_label["median_y"]]
    key = pd.MultiIndex.from_frame(bad[["laporan", "label", "nilai_cetak"]])
    hit = pd.MultiIndex.from_frame(every[["laporan", "label", "nilai_cetak"]]).isin(key)
    every.loc[hit, "urutan_label"] = 0.0
    return every


def top_of_scale(tables: dict, bands: pd.DataFrame, numbers: Numbers) -> pd.DataFrame:
    """`puncak_skala`: the highest bound of each scale and the largest capaian in use: laporan, batas, nilai
    (id of the largest capaian), atas (id of the bound), label, terbuka, tahun, place."""
    bands = bands[bands["tabel"] != scale.PROFILE]
    graded = bands["kunci_label"].isin(_GRADES).groupby(bands["laporan"]).transform("all").astype(bool)
    bands = bands[~graded]
    if bands.empty:
        columns = [
            "laporan",
            "batas",
            "nilai",
            "atas",
            "label",
            "terbuka",
            "melampaui",
            "kunci",
            "tahun",
            *_PLACE,
        ]
        types = {"nilai": "int64", "atas": "int64", "terbuka": bool, "melampaui": bool, "batas": "float64"}
        return pd.DataFrame(columns=columns).astype(types)
    top = bands.sort_values("urutan").groupby("laporan").last().reset_index()
    long = tables["nilai_indikator"]
    used = long[long["ukuran"].isin(["capaian", "rata_rata"]) & np.isfinite(long["value"])]
    most = used.sort_values("value").groupby("laporan")["nilai"].last()
    out = top[["laporan", "label", "tabel", "bagian", "baris", "garis", "halaman"]].assign(
        batas=top["hi"].astype("float64"),
        atas=top["atas"].astype("int64"),
        terbuka=~np.isfinite(top["hi"].astype("float64")),
        kunci="puncak skala",
        tahun=-1,
    )
    above_cap = told_cap(tables["identitas"], out["laporan"]) <= out["batas"].to_numpy()
    out = out[~above_cap]  # no capaian passes the cap, so none passes the scale
    out["nilai"] = out["laporan"].map(most).fillna(-1).astype("int64")
    out["melampaui"] = (
        np.nan_to_num(numbers.value[out["nilai"].to_numpy(dtype="int64")], nan=-np.inf)
        > out["batas"].to_numpy()
    )
    return out
