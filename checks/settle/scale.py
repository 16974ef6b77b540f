"""The report's own rating scale: its bands in order, the rank of a label, the ranks a value allows.

Rank 0 is the lowest band. Values above the top band take the top band (that the top is closed is a finding of its
own). A value in a hole has no rank. Without an own scale no foreign one accuses.
"""

import numpy as np
import pandas as pd

from checks.operands import FIGUR, Numbers
from checks.settle.names import normalise

BANDS = ["laporan", "urutan", "label", "lo", "lo_in", "hi", "hi_in", "tabel", "garis", "halaman"]
NO_LABEL, FOREIGN = -1, -2


def label_key(labels: pd.Series) -> pd.Series:
    """A label without quotes, 'predikat', 'kategori' and the like."""
    key = normalise(labels)
    return key.str.replace(r"\b(predikat|kategori|kriteria|skala|dengan|adalah|capaian)\b", "", regex=True).str.strip()


def bands(skala: pd.DataFrame, numbers: Numbers) -> pd.DataFrame:
    """Bands of the first scale of each report, worst first. Columns BANDS; open bounds are -inf and inf."""
    if skala.empty:
        return pd.DataFrame(columns=[*BANDS, "kunci_label", "bawah", "atas"])
    first = skala.groupby("laporan")["tabel"].transform("first")
    s = skala[skala["tabel"] == first].copy()
    for side, column, default in (("lo", "bawah", -np.inf), ("hi", "atas", np.inf)):
        ids = s[column].to_numpy(dtype="int64")
        s[side] = np.where(numbers.kelas[ids] == FIGUR, numbers.value[ids], default)
        s[f"{side}_in"] = s[f"{column}_termasuk"].eq("ya") | ~np.isfinite(s[side])
    swapped = s["lo"] > s["hi"]
    for one, other in (("lo", "hi"), ("lo_in", "hi_in")):  # "< 55 sd 0" names the upper bound first
        s[one], s[other] = s[one].where(~swapped, s[other]), s[other].where(~swapped, s[one])
    s = s.sort_values(["laporan", "lo", "hi"], kind="stable")
    s["urutan"] = s.groupby("laporan").cumcount()
    s["kunci_label"] = label_key(s["label"])
    return s.reset_index(drop=True)


PROFILE = "profil"  # in place of the table of a band that no report prints


def from_profile(rows: list[dict], laporan: pd.Series) -> pd.DataFrame:
    """Bands of a profile's scale (label, bawah, bawah_termasuk, atas, atas_termasuk; null is open) for some reports."""
    s = pd.DataFrame(rows)
    s["lo"], s["hi"] = pd.to_numeric(s["bawah"]).fillna(-np.inf), pd.to_numeric(s["atas"]).fillna(np.inf)
    s["lo_in"], s["hi_in"] = s["bawah_termasuk"].astype(bool), s["atas_termasuk"].astype(bool)
    s = s.sort_values(["lo", "hi"]).reset_index(drop=True)
    s["urutan"], s["kunci_label"] = np.arange(len(s)), label_key(s["label"])
    s = s.assign(bawah=-1, atas=-1, tabel=PROFILE, bagian="", baris="", garis=-1, halaman=-1)
    return s.merge(pd.DataFrame({"laporan": laporan}), how="cross")


def rank_of_value(scale: pd.DataFrame, laporan: np.ndarray, value: np.ndarray, half: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Lowest and highest rank that a printed value v ± half may have; NaN where no scale, or only holes."""
    low = np.full(len(value), np.nan)
    high = np.full(len(value), np.nan)
    if scale.empty or not len(value):
        return low, high
    top = scale.groupby("laporan")["hi"].max()
    ceiling = pd.Series(laporan).map(top).to_numpy(dtype="float64")
    rows = pd.DataFrame({"laporan": laporan, "i": np.arange(len(value)), "v": value, "h": half})
    rows["over"] = rows["v"] > ceiling
    pair = rows.merge(scale[["laporan", "urutan", "lo", "lo_in", "hi", "hi_in"]], on="laporan")
    last = pair.groupby("i")["urutan"].transform("max")
    in_lo = np.where(pair["lo_in"], pair["v"] >= pair["lo"], pair["v"] > pair["lo"])
    in_hi = np.where(pair["hi_in"], pair["v"] <= pair["hi"], pair["v"] < pair["hi"])
    exact = (in_lo & in_hi) | (pair["over"] & (pair["urutan"] == last))
    near = (pair["v"] + pair["h"] > pair["lo"]) & (pair["v"] - pair["h"] < pair["hi"])
    pair["exact"] = exact
    hit = pair[exact | (near & ~pair["over"])]
    hit = hit[hit.groupby("i")["exact"].transform("any")]
    span = hit.groupby("i")["urutan"].agg(["min", "max"])
    low[span.index], high[span.index] = span["min"], span["max"]
    return low, high


def rank_of_label(scale: pd.DataFrame, laporan: np.ndarray, labels: pd.Series) -> np.ndarray:
    """Rank of each label in its report's scale; -1 no label, -2 not in the scale, NaN where the report has no scale."""
    key = label_key(labels)
    rank = np.full(len(labels), np.nan)
    if not scale.empty:
        known = scale.drop_duplicates(["laporan", "kunci_label"]).set_index(["laporan", "kunci_label"])["urutan"]
        found = known.reindex(pd.MultiIndex.from_arrays([laporan, key])).to_numpy(dtype="float64")
        has = pd.Series(laporan).isin(scale["laporan"]).to_numpy()
        rank = np.where(has & np.isnan(found), FOREIGN, found)
    return np.where(key.eq(""), NO_LABEL, rank)


def boundaries(scale: pd.DataFrame) -> pd.DataFrame:
    """Neighbouring bands of each scale, a boundary a row: the gap or overlap between them.

    Columns: laporan, batas (lo of the upper), sela (upper.lo - lower.hi), sebelah (closed ends that meet: 0 hole, 1 good,
    2 overlap), tabel, garis, halaman, kunci, label_bawah, label_atas, atas, bawah (ids of the two bounds), tahun.
    """
    s = scale[scale["tabel"] != PROFILE].copy()  # the report answers for its own scale only
    if s.empty:
        return pd.DataFrame(columns=["laporan", "kunci", "tahun", "tabel", "garis", "halaman", "sela", "sebelah", "label_bawah",
                                     "label_atas", "bawah", "atas", "batas", "batas_bawah", "pokok"])  # fmt: skip
    nxt = s.groupby("laporan").shift(-1)
    has = nxt["urutan"].notna()
    s, nxt = s[has], nxt[has]
    return pd.DataFrame(
        {
            "laporan": s["laporan"], "tabel": s["tabel"], "garis": nxt["garis"], "halaman": nxt["halaman"],
            "label_bawah": s["label"], "label_atas": nxt["label"], "batas": nxt["lo"].astype("float64"),
            "batas_bawah": s["hi"].astype("float64"),
            "sela": (nxt["lo"] - s["hi"]).astype("float64"),
            "sebelah": nxt["lo_in"].astype(int) + s["hi_in"].astype(int),
            "bawah": nxt["bawah"].astype("int64"), "atas": s["atas"].astype("int64"), "tahun": -1,
            "kunci": "batas " + s["label"] + " / " + nxt["label"], "pokok": "skala predikat",
        }
    ).reset_index(drop=True)  # fmt: skip
