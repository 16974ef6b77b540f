"""Every predikat that any place gives, beside the ranks its value allows; and what lies above the top of the
scale."""

import numpy as np
import pandas as pd

from cermat.checks.operands import FIGUR, Numbers
from cermat.checks.settle import scale
from cermat.checks.settle.caps import told_cap
from cermat.schemas.keys import among, codes, distinct, find, first_of, frame, pairs, ranks

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
    predikat, indicators = tables["predikat"], tables["indikator"]
    indicators = indicators[~among(indicators["predikat"], "")]
    mean = np.where(among(indicators["jenis_baris"], "rata_rata"), "rata_rata", "capaian").astype(object)
    given = {"label": indicators["predikat"], "nilai": indicators["capaian"], "ukuran": mean}

    def both(column: str) -> np.ndarray:
        return np.concatenate([predikat[column], given[column] if column in given else indicators[column]])

    texts = {
        column: both(column) for column in ("laporan", "kunci", "ukuran", "label", "tabel", "bagian", "baris")
    }
    every = frame(texts, {column: both(column) for column in ("tahun", "nilai", "garis", "halaman")})
    every["tercetak"] = every["nilai"] >= 0
    facts = tables["fakta"]
    facts = facts[among(facts["urutan"], 0)]
    keys = ["laporan", "kunci", "ukuran", "tahun"]
    at = find([every[column] for column in keys], [facts[column] for column in keys])
    known = np.where((at >= 0) & ~among(every["kunci"], ""), np.append(facts["nilai"].to_numpy(), -1)[at], -1)
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
        bands.groupby("laporan")["label"].agg(lambda bands_told: ", ".join(bands_told[::-1]))
        if len(bands)
        else pd.Series(dtype=object)
    )
    every["daftar_label"] = every["laporan"].map(listed).astype(object).fillna("")
    return _first_label(_order(every))


def _whole(every: pd.DataFrame, value: np.ndarray, indicators: pd.DataFrame, numbers: Numbers) -> np.ndarray:
    """Is the value, to its last digit and beyond, what target and realisasi of its row give (64 of 80 is
    80,00)? Then it hides no decimals, and on a bound of the scale it is on that bound."""
    target, realisasi, capaian = (
        numbers.value[indicators[column].to_numpy(dtype="int64")]
        for column in ("target", "realisasi", "capaian")
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        share = 100 * realisasi / target
    same = (np.abs(share - capaian) < _NOTHING) | (np.abs(200 - share - capaian) < _NOTHING)
    keys = ["laporan", "kunci", "tahun"]
    known = indicators.loc[same & ~among(indicators["kunci"], ""), keys].assign(
        v=capaian[same & ~among(indicators["kunci"], "")]
    )
    return (
        find([*(every[column] for column in keys), value], [*(known[column] for column in keys), known["v"]])
        >= 0
    )


def _first_label(every: pd.DataFrame) -> pd.DataFrame:
    """+ kode, kode_pertama, label_pertama: labels of one subject, measure, year and value against the first
    of them."""
    key = scale.label_key(every["label"])
    key = key.where(
        ~(every["rank"] >= 0), every["rank"].astype(str)
    )  # a band's label and its short form are one label
    every["kode"] = np.where(~among(key, ""), codes(key), -1.0)
    every["urut"] = every["garis"].where(every["garis"] >= 0, np.arange(len(every)))
    same = codes(*(every[column] for column in ("laporan", "kunci", "ukuran", "tahun")))
    order = np.argsort(every["urut"].to_numpy(), kind="stable")
    first = np.empty(len(every), dtype="int64")
    first[order] = order[first_of(codes(same[order]))]
    for column in ("kode", "label", "garis"):
        every[f"{column}_pertama"] = every[column].to_numpy()[first]
    every["bernama"] = ~among(every["kunci"], "")
    every["satu"] = 1
    return every


def _order(every: pd.DataFrame) -> pd.DataFrame:
    """+ turun_label: without an own scale only order is tested: a higher value never has a lower label.

    Labels are ordered by their mean value within the report; a label is out of order where its value lies
    beyond the range of another label of which the mean lies on the other side.
    """
    every["urutan_label"] = 1.0
    rated = every[np.isfinite(every["nilai_cetak"]) & ~every["ada_skala"] & ~among(every["label"], "")]
    if len(rated) < 3:
        return every
    rated = rated.assign(k=scale.label_key(rated["label"]))
    group, value = codes(rated["laporan"], rated["k"]), rated["nilai_cetak"].to_numpy()
    order = np.lexsort((value, group))
    start = np.flatnonzero(np.diff(group[order], prepend=-1))
    size = np.diff(np.append(start, len(order)))
    ranked = value[order]
    low, high = ranked[start], ranked[start + size - 1]
    median = (ranked[start + (size - 1) // 2] + ranked[start + size // 2]) / 2
    report = codes(rated["laporan"])[distinct(group)]
    left, right = pairs(report, report)
    crossed = (median[left] < median[right]) & (size[left] + size[right] >= 3) & (high[left] > low[right])
    limit = np.full(len(size), np.inf)  # above the median of a label that should lie higher
    np.minimum.at(limit, left[crossed], median[right[crossed]])
    bad, place = rated[value > limit[group]], ["laporan", "label", "nilai_cetak"]
    hit = find([every[column] for column in place], [bad[column] for column in place]) >= 0
    every["urutan_label"] = np.where(hit, 0.0, 1.0)
    return every


def _last_of_each(frame: pd.DataFrame, by: str) -> pd.DataFrame:
    """The row of each report with the largest value of a column; of several the last one."""
    report, value = codes(frame["laporan"]), frame[by].to_numpy()
    order = np.lexsort((np.arange(len(frame)), value, report))
    return frame.iloc[order[np.diff(report[order], append=-1) != 0]]


def top_of_scale(tables: dict, bands: pd.DataFrame, numbers: Numbers) -> pd.DataFrame:
    """`puncak_skala`: the highest bound of each scale and the largest capaian in use: laporan, batas, nilai
    (id of the largest capaian), atas (id of the bound), label, terbuka, tahun, place."""
    bands = bands[bands["tabel"] != scale.PROFILE]
    report = codes(bands["laporan"])
    others = ~bands["kunci_label"].isin(_GRADES).to_numpy()
    bands = bands[np.bincount(report, others)[report] > 0] if len(bands) else bands
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
    top = _last_of_each(bands, "urutan")
    top = top.iloc[np.argsort(ranks(top["laporan"].to_numpy()), kind="stable")].reset_index(drop=True)
    long = tables["nilai_indikator"]
    measured = among(long["ukuran"], "capaian", "rata_rata")
    used = _last_of_each(long[measured & np.isfinite(long["value"].to_numpy())], "value")
    out = top[["laporan", "label", "tabel", "bagian", "baris", "garis", "halaman"]].assign(
        batas=top["hi"].astype("float64"),
        atas=top["atas"].astype("int64"),
        terbuka=~np.isfinite(top["hi"].astype("float64")),
        kunci="puncak skala",
        tahun=-1,
    )
    above_cap = told_cap(tables["identitas"], out["laporan"]) <= out["batas"].to_numpy()
    out = out[~above_cap]  # no capaian passes the cap, so none passes the scale
    out["nilai"] = np.append(used["nilai"].to_numpy(), -1)[find([out["laporan"]], [used["laporan"]])]
    out["melampaui"] = (
        np.nan_to_num(numbers.value[out["nilai"].to_numpy(dtype="int64")], nan=-np.inf)
        > out["batas"].to_numpy()
    )
    return out
