"""The report's own rating scale: its bands in order, the rank of a label, the ranks a value allows.

Rank 0 is the lowest band. Values above the top band take the top band (that the top is closed is a finding of
its own). A value in a hole has no rank. Without an own scale no foreign one accuses.
"""

import re

import numpy as np
import pandas as pd

from cermat.checks.operands import FIGUR, Numbers
from cermat.checks.settle.names import each, normalise
from cermat.schemas.keys import among, codes, codes_of_both, find, first_of, frame, nth_of, pairs, ranks

BANDS = ["laporan", "urutan", "label", "lo", "lo_in", "hi", "hi_in", "tabel", "garis", "halaman"]
NO_LABEL, FOREIGN = -1, -2


_MORE = re.compile(r"\b(?:predikat|kategori|kriteria|skala|dengan|adalah|capaian)\b|\s+")
_SHORT = re.compile(r"[a-z]\s*\(([A-Z]{1,4})\)\s*$")


def label_key(labels: pd.Series) -> pd.Series:
    """A label without quotes, blanks, its short form in brackets, 'predikat', 'kategori' and the like: a
    table that lost the blank of "CukupBaik" gives the same label."""
    return each(lambda label: _MORE.sub("", label), normalise(labels))


def short_form(labels: pd.Series) -> pd.Series:
    """The short form that a band introduces, in small letters: "sb" of "Sangat Baik (SB)"; '' where it
    introduces none."""
    return each(lambda label: found[1].lower() if (found := _SHORT.search(label)) else "", labels)


def edges(skala: pd.DataFrame, numbers: Numbers) -> pd.DataFrame:
    """Bands of every scale that a report prints, worst first, in the order of the scales. Columns BANDS; open
    bounds are -inf and inf."""
    made: dict[str, np.ndarray] = {}
    for side, column, default in (("lo", "bawah", -np.inf), ("hi", "atas", np.inf)):
        ids = skala[column].to_numpy(dtype="int64")
        made[side] = np.where(numbers.kelas[ids] == FIGUR, numbers.value[ids], default)
        made[f"{side}_in"] = among(skala[f"{column}_termasuk"], "ya") | ~np.isfinite(made[side])
    swapped = made["lo"] > made["hi"]
    for one, other in (("lo", "hi"), ("lo_in", "hi_in")):  # "< 55 sd 0" names the upper bound first
        low, high = made[one], made[other]
        made[one], made[other] = np.where(swapped, high, low), np.where(swapped, low, high)
    table = codes(skala["laporan"], skala["tabel"])
    report = ranks(skala["laporan"].to_numpy())
    order = np.lexsort((made["hi"], made["lo"], first_of(table), report))
    bands = skala.take(order).reset_index(drop=True)
    for column in ("lo", "lo_in", "hi", "hi_in"):
        bands[column] = made[column][order]
    bands["urutan"] = nth_of(table[order])
    bands["kunci_label"], bands["singkatan"] = label_key(bands["label"]), short_form(bands["label"])
    return bands


def bands(skala: pd.DataFrame, every: pd.DataFrame) -> pd.DataFrame:
    """Bands of the first scale that each report prints; every: `edges` of all its scales."""
    if skala.empty:
        return pd.DataFrame(columns=[*BANDS, "kunci_label", "singkatan", "bawah", "atas"])
    table = skala["tabel"].to_numpy(dtype=object)
    first = table[find([every["laporan"]], [skala["laporan"]])]
    return every[every["tabel"].to_numpy(dtype=object) == first].reset_index(drop=True)


PROFILE = "profil"  # in place of the table of a band that no report prints


def from_profile(rows: list[dict], laporan: pd.Series) -> pd.DataFrame:
    """Bands of a profile's scale (label, bawah, bawah_termasuk, atas, atas_termasuk; null is open) for some
    reports."""
    bands = pd.DataFrame(rows)
    bands["lo"], bands["hi"] = (
        pd.to_numeric(bands["bawah"]).fillna(-np.inf),
        pd.to_numeric(bands["atas"]).fillna(np.inf),
    )
    bands["lo_in"], bands["hi_in"] = bands["bawah_termasuk"].astype(bool), bands["atas_termasuk"].astype(bool)
    bands = bands.sort_values(["lo", "hi"]).reset_index(drop=True)
    bands["urutan"], bands["kunci_label"] = np.arange(len(bands)), label_key(bands["label"])
    bands["singkatan"] = short_form(bands["label"])
    bands = bands.assign(bawah=-1, atas=-1, tabel=PROFILE, bagian="", baris="", garis=-1, halaman=-1)
    return bands.merge(pd.DataFrame({"laporan": laporan}), how="cross")


def rank_of_value(
    scale: pd.DataFrame, laporan: np.ndarray, value: np.ndarray, half: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Lowest and highest rank that a printed value v ± half may have; NaN where no scale, or only holes."""
    low = np.full(len(value), np.nan)
    high = np.full(len(value), np.nan)
    if scale.empty or not len(value):
        return low, high
    of_value, of_band = codes_of_both([laporan], [scale["laporan"]])
    rank, lo, hi = (scale[column].to_numpy(dtype="float64") for column in ("urutan", "lo", "hi"))
    lo_in, hi_in = (scale[column].to_numpy(dtype=bool) for column in ("lo_in", "hi_in"))
    top, last = (np.full(len(value) + len(scale), -np.inf) for _ in range(2))  # by report
    np.maximum.at(top, of_band, hi)
    np.maximum.at(last, of_band, rank)
    at, band = pairs(of_value, of_band)
    rated, width, report = value[at], half[at], of_value[at]
    over = rated > top[report]
    inside = np.where(lo_in[band], rated >= lo[band], rated > lo[band]) & np.where(
        hi_in[band], rated <= hi[band], rated < hi[band]
    )
    exact = inside | (over & (rank[band] == last[report]))
    near = (rated + width > lo[band]) & (rated - width < hi[band])
    somewhere = np.zeros(len(value), dtype=bool)
    somewhere[at[exact]] = True
    hit = (exact | (near & ~over)) & somewhere[at]
    np.fmin.at(low, at[hit], rank[band[hit]])
    np.fmax.at(high, at[hit], rank[band[hit]])
    return low, high


def label_of_rank(scale: pd.DataFrame, laporan: np.ndarray, rank: np.ndarray) -> np.ndarray:
    """Labels (object) that reports' scales give to ranks, '' where there is none."""
    if scale.empty:
        return np.full(len(rank), "", dtype=object)
    at = find([laporan, rank], [scale["laporan"], scale["urutan"].astype("float64")])
    return np.where(at < 0, "", scale["label"].to_numpy(dtype=object)[at])


def rank_of_label(scale: pd.DataFrame, laporan: np.ndarray, labels: pd.Series) -> np.ndarray:
    """Rank of each label in its report's scale; -1 no label, -2 not in the scale, NaN where the report has no
    scale."""
    key = label_key(labels)
    rank = np.full(len(labels), np.nan)
    if not scale.empty:
        at = find([laporan, key], [scale["laporan"], scale["kunci_label"]])
        introduced = scale[~among(scale["singkatan"], "")]
        short = find([laporan, key], [introduced["laporan"], introduced["singkatan"]])
        at = np.where(at >= 0, at, np.append(introduced.index.to_numpy(dtype="int64"), -1)[short])
        has = np.isin(laporan, scale["laporan"].unique())
        rank = np.where(
            at >= 0, scale["urutan"].to_numpy(dtype="float64")[at], np.where(has, FOREIGN, np.nan)
        )
    return np.where(among(key, ""), NO_LABEL, rank)


def boundaries(scale: pd.DataFrame) -> pd.DataFrame:
    """Neighbouring bands of each scale, a boundary a row: the gap or overlap between them.

    Columns: laporan, batas (lo of the upper), sela (upper.lo - lower.hi), sebelah (closed ends that meet: 0
    hole, 1 good, 2 overlap), milik_atas (the upper band takes its bound in), tabel, garis, halaman, kunci,
    label_bawah, label_atas, atas, bawah (ids of the two bounds), tahun.
    """
    bands = scale[scale["tabel"] != PROFILE].copy()  # the report answers for its own scale only
    if bands.empty:
        return pd.DataFrame(
            columns=[
                "laporan",
                "kunci",
                "tahun",
                "tabel",
                "garis",
                "halaman",
                "sela",
                "sebelah",
                "milik_atas",
                "label_bawah",
                "label_atas",
                "bawah",
                "atas",
                "batas",
                "batas_bawah",
                "pokok",
            ]
        )
    one = codes(bands["laporan"], bands["tabel"])
    has = np.append(one[1:] == one[:-1], False)
    at = np.flatnonzero(has)

    def under(column: str, kind) -> np.ndarray:
        return bands[column].to_numpy(dtype=kind)[at]

    def over(column: str, kind) -> np.ndarray:
        return bands[column].to_numpy(dtype=kind)[at + 1]

    lower, upper = under("label", object), over("label", object)
    low, high, taken_in = over("lo", "float64"), under("hi", "float64"), over("lo_in", bool)
    texts = {
        "laporan": under("laporan", object),
        "tabel": under("tabel", object),
        "label_bawah": lower,
        "label_atas": upper,
        "kunci": "batas " + lower + " / " + upper,
        "pokok": np.full(len(at), "skala predikat", dtype=object),
    }
    others = {
        "garis": over("garis", "int64"),
        "halaman": over("halaman", "int64"),
        "batas": low,
        "batas_bawah": high,
        "sela": low - high,
        "sebelah": taken_in.astype(int) + under("hi_in", bool),
        "milik_atas": taken_in,
        "bawah": over("bawah", "int64"),
        "atas": under("atas", "int64"),
        "tahun": np.full(len(at), -1),
    }
    return frame(texts, others)
