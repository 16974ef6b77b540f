"""Those served against those who exist: which population rows an aid row speaks of, by category."""

import re

import numpy as np
import pandas as pd

from checks.settle.names import each, normalise
from schemas.keys import codes, codes_of_both, pairs

_ACRONYM = re.compile(r"\(([A-Z][A-Za-z/]{1,9})\)")
_SPLIT = re.compile(r"\s+dan\s+|\s*,\s*|\s*/\s*|\s+serta\s+")
_LOOSE = re.compile(r"\b(?:terlantar|produktif|potensial|penerima|para|warga|anggota|yang|masyarakat|penyandang|keluarga)\b")


def _names(names: pd.Series, same: list[list[str]]) -> pd.Series:
    """Normalised names of categories, with everyday words replaced by the name that counts use."""
    patterns = [(re.compile(pattern), name) for pattern, name in same]

    def common(name: str) -> str:
        for pattern, instead in patterns:
            name = pattern.sub(instead, name)
        return " ".join(name.split())

    return each(common, normalise(names))


def _loose(names: pd.Series) -> pd.Series:
    """Names without the words that only qualify a category."""
    return each(lambda n: " ".join(_LOOSE.sub("", n).split()), names)


def _short(names: pd.Series) -> pd.Series:
    """The parenthesised short form, or ''."""
    return each(lambda n: m[1] if (m := _ACRONYM.search(n)) else "", names)


def populations(tables: dict, same: list[list[str]]) -> pd.DataFrame:
    """`populasi`: laporan, layanan_baris (row of `layanan`), nilai (id of a population count), uraian.

    A recipient ("gelandangan dan pengemis") is split into its categories; each is matched to the rows of a count table
    by equal name, equal short form, or (if only one row fits) by its words. Adds `layanan_baris` and `banyak_kategori`
    to `layanan`.
    """
    layanan, rincian = tables["layanan"], tables["rincian"]
    layanan["layanan_baris"] = range(len(layanan))
    empty = pd.DataFrame(columns=["laporan", "layanan_baris", "nilai", "uraian"]).astype({"nilai": "int64", "layanan_baris": "int64"})
    counted = rincian[rincian["ukuran"].isin(["jumlah", ""]) & rincian["induk"].ne("") & (rincian["nilai"] >= 0)]
    use = layanan[layanan["kunci_subjek"].eq("") & (layanan["realisasi"] >= 0)]
    if counted.empty or use.empty:
        return empty
    have = pd.DataFrame({"laporan": counted["laporan"], "nilai": counted["nilai"], "uraian": counted["uraian"]})
    have["nama"] = _names(counted["uraian"], same)
    have["singkatan"] = _short(counted["uraian"])
    have["longgar"] = _loose(have["nama"])
    who = use["penerima"].copy()
    for pattern, name in [s for s in same if " dan " in s[1]]:  # one everyday word for two categories
        who = who.str.replace(pattern, name, regex=True, case=False)
    known = set(zip(have["laporan"], have["nama"], strict=True))
    whole = [pair in known for pair in zip(use["laporan"], _names(who, same), strict=True)]  # "A dan B" may be one category
    parts = who.str.split(_SPLIT).where(~pd.Series(whole, index=use.index), who.map(lambda w: [w]))
    want = use[["laporan", "layanan_baris", "penerima"]].assign(bagian=parts).explode("bagian")
    want["nama"] = _names(want["bagian"], same)
    want["singkatan"] = _short(want["bagian"])
    want["longgar"] = _loose(want["nama"])
    part = codes(want["layanan_baris"], want["bagian"])
    found, open_ = [], np.ones(len(want), dtype=bool)
    for key in ("nama", "singkatan", "longgar"):  # the first way that finds something counts
        w, h = (np.flatnonzero(f[key].ne("")) for f in (want, have))
        i, j = pairs(*codes_of_both(*([f[c].to_numpy()[at] for c in ("laporan", key)] for f, at in ((want, w), (have, h)))))
        i, j = w[i], h[j]
        if key == "longgar":  # a loose name must point to one row only
            sole = np.bincount(part[i], minlength=len(part))[part[i]] == 1
            i, j = i[sole], j[sole]
        i, j = i[open_[i]], j[open_[i]]
        found.append((i, j))
        open_ &= ~np.isin(part, part[i])
    i, j = (np.concatenate(column) for column in zip(*found, strict=True))
    if not len(i):
        return empty
    row = want["layanan_baris"].to_numpy(dtype="int64")
    lacking = row[open_]
    i, j = i[~np.isin(row[i], lacking)], j[~np.isin(row[i], lacking)]
    every = pd.DataFrame({"laporan": want["laporan"].to_numpy()[i], "layanan_baris": row[i], "nilai": have["nilai"].to_numpy()[j],
                          "uraian": have["uraian"].to_numpy()[j]})  # fmt: skip
    return every[["laporan", "layanan_baris", "nilai", "uraian"]].drop_duplicates().reset_index(drop=True)
