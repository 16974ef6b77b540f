"""Those served against those who exist: which population rows an aid row speaks of, by category."""

import re

import numpy as np
import pandas as pd

from checks.operands import FIGUR, RUSAK, Numbers
from checks.settle.names import each, normalise
from schemas.keys import codes, codes_of_both, pairs

_ACRONYM = re.compile(r"\(([A-Z][A-Za-z/]{1,9})\)")
_SPLIT = re.compile(r"\s+dan\s+|\s*,\s*|\s*/\s*|\s+serta\s+")
_LOOSE = re.compile(
    r"\b(?:terlantar|produktif|potensial|penerima|para|warga|anggota|yang|masyarakat|penyandang|keluarga)\b"
)


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

    A recipient ("gelandangan dan pengemis") is split into its categories; each is matched to the rows of a
    count table (see `counted_rows`). Adds `layanan_baris` to `layanan`.
    """
    layanan = tables["layanan"]
    layanan["layanan_baris"] = range(len(layanan))
    use = layanan[layanan["kunci_subjek"].eq("") & (layanan["realisasi"] >= 0)]
    return counted_rows(use, "penerima", "layanan_baris", tables["rincian"], same)


def counted_rows(
    use: pd.DataFrame, named: str, row_of: str, rincian: pd.DataFrame, same: list[list[str]]
) -> pd.DataFrame:
    """laporan, row_of, nilai (id of a population count), uraian: the rows of count tables that the groups in
    `named` are.

    A category is matched by equal name, equal short form, or (if only one row fits) by its words; a group of
    two words or more ("petani garam") is, where no row bears its name, all the rows of one table that begin
    with it.
    """
    empty = pd.DataFrame(columns=["laporan", row_of, "nilai", "uraian"]).astype(
        {"nilai": "int64", row_of: "int64"}
    )
    part = rincian["induk"].ne("") | rincian["peran"].eq(
        "bagian"
    )  # a table cut by a page or sheet has lost its total
    counted = rincian[rincian["ukuran"].isin(["jumlah", ""]) & part & (rincian["nilai"] >= 0)]
    if counted.empty or use.empty:
        return empty
    have = counted[["laporan", "tabel", "nilai", "uraian"]].reset_index(drop=True)
    have["nama"] = _names(have["uraian"], same)
    have["singkatan"] = _short(have["uraian"])
    have["longgar"] = _loose(have["nama"])
    who = use[named].copy()
    for pattern, name in [s for s in same if " dan " in s[1]]:  # one everyday word for two categories
        who = who.str.replace(pattern, name, regex=True, case=False)
    known = set(zip(have["laporan"], have["nama"], strict=True))
    whole = [
        pair in known for pair in zip(use["laporan"], _names(who, same), strict=True)
    ]  # "A dan B" may be one category
    parts = who.str.split(_SPLIT).where(~pd.Series(whole, index=use.index), who.map(lambda w: [w]))
    want = use[["laporan", row_of, named]].assign(bagian=parts).explode("bagian")
    want["nama"] = _names(want["bagian"], same)
    want["singkatan"] = _short(want["bagian"])
    want["longgar"] = _loose(want["nama"])
    part = codes(want[row_of], want["bagian"])
    found, open_ = [], np.ones(len(want), dtype=bool)
    for key in ("nama", "singkatan", "longgar"):  # the first way that finds something counts
        w, h = (np.flatnonzero(f[key].ne("")) for f in (want, have))
        i, j = pairs(
            *codes_of_both(
                *([f[c].to_numpy()[at] for c in ("laporan", key)] for f, at in ((want, w), (have, h)))
            )
        )
        i, j = w[i], h[j]
        if key == "longgar":  # a loose name must point to one row only
            sole = np.bincount(part[i], minlength=len(part))[part[i]] == 1
            i, j = i[sole], j[sole]
        i, j = i[open_[i]], j[open_[i]]
        found.append((i, j))
        open_ &= ~np.isin(part, part[i])
    found.append(_groups(want, have, open_))
    open_ &= ~np.isin(part, part[found[-1][0]])
    i, j = (np.concatenate(column) for column in zip(*found, strict=True))
    if not len(i):
        return empty
    row = want[row_of].to_numpy(dtype="int64")
    lacking = row[open_]
    i, j = i[~np.isin(row[i], lacking)], j[~np.isin(row[i], lacking)]
    every = pd.DataFrame(
        {
            "laporan": want["laporan"].to_numpy()[i],
            row_of: row[i],
            "nilai": have["nilai"].to_numpy()[j],
            "uraian": have["uraian"].to_numpy()[j],
        }
    )
    return every[["laporan", row_of, "nilai", "uraian"]].drop_duplicates().reset_index(drop=True)


def _groups(want: pd.DataFrame, have: pd.DataFrame, open_: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows of one count table whose names begin with a group's ("petani garam": "petani garam muda" and "…
    tua")."""
    words = have["nama"].str.split(" ")
    begins = words.map(lambda name: [" ".join(name[:n]) for n in range(2, len(name))]).explode()
    begins = begins[begins.notna()]
    row = begins.index.to_numpy(dtype="int64")
    wanted = np.flatnonzero(open_ & want["nama"].str.contains(" ", regex=False).to_numpy(dtype=bool))
    there = [have["laporan"].to_numpy()[row], begins.to_numpy(dtype=object)]
    i, j = pairs(*codes_of_both([want[c].to_numpy()[wanted] for c in ("laporan", "nama")], there))
    table = codes(have["laporan"], have["tabel"])[row[j]]
    each_one = pd.Series(table).groupby(i)
    whole = (each_one.transform("size") > 1) & (each_one.transform("nunique") == 1)
    return wanted[i[whole.to_numpy()]], row[j[whole.to_numpy()]]


def served(
    tables: dict, numbers: Numbers, angka: pd.DataFrame, verbs: str, same: list[list[str]]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(`penerima`, `populasi_penerima`): counts of "X yang menerima …" in statements and in written-out
    shares, with the group X (siapa), and the rows of count tables that X is.

    penerima: laporan, kunci, siapa, uraian, nilai (id), tahun, penerima_baris, banyak_padanan, tercatat (the
    rows), place.
    """
    k, h = tables["klaim"], tables["perhitungan"]
    told = k[k["jenis"].eq("nilai") & k["ukuran"].eq("jumlah")].rename(columns={"subjek": "uraian"})
    shares = (
        h[h["operasi"].eq("bagi_persen")]
        .drop(columns="subjek")
        .rename(columns={"a_arti": "uraian", "a": "nilai"})
    )
    kept = ["laporan", "uraian", "nilai", "tahun", "tabel", "bagian", "halaman", "baris", "garis"]
    said = pd.concat([told[kept], shares[kept]], ignore_index=True)
    group = re.compile(rf"^(?:jumlah |banyaknya )?(.+?) yang (?:telah |sudah |dapat )?(?:{verbs})\b", re.I)
    said["siapa"] = each(lambda n: m[1] if (m := group.match(" ".join(n.split()))) else "", said["uraian"])
    ids = said["nilai"].to_numpy(dtype="int64")
    unit = np.append(angka["satuan"].fillna("").to_numpy(dtype=object), "")[ids]
    counts = (numbers.kelas[ids] == FIGUR) & ~np.isin(unit, ["%", "Rp"])
    said = said[said["siapa"].ne("").to_numpy() & counts].reset_index(drop=True)
    said["penerima_baris"] = np.arange(len(said))
    said["kunci"] = each(lambda n: re.sub(r"^(?:jumlah|banyaknya) ", "", n, flags=re.I), said["uraian"])
    there = counted_rows(said, "siapa", "penerima_baris", tables["rincian"], same)
    there = _of_the_year(there, said, tables["rincian"])
    found = there.groupby("penerima_baris")["uraian"].agg(["size", ", ".join])
    said["banyak_padanan"] = said["penerima_baris"].map(found["size"]).fillna(0).astype("int64")
    said["tercatat"] = said["penerima_baris"].map(found["join"]).astype(object).fillna("")
    return said, there


def _of_the_year(there: pd.DataFrame, said: pd.DataFrame, rincian: pd.DataFrame) -> pd.DataFrame:
    """Counts of the same year as the statement's, as far as both tell one."""
    counted = there["nilai"].map(rincian.drop_duplicates("nilai").set_index("nilai")["tahun"]).fillna(-1)
    year = there["penerima_baris"].map(said.set_index("penerima_baris")["tahun"])
    return there[counted.eq(year) | counted.le(0) | year.le(0)].reset_index(drop=True)


def planned(tables: dict, numbers: Numbers) -> None:
    """`layanan` + banyak_bertarget (services of the same passage that have a target), ada_target (this one
    has, here or elsewhere in the report), target_terbaca, ada_realisasi."""
    g = tables["layanan"]
    target, given = (g[c].to_numpy(dtype="int64") for c in ("target", "realisasi"))
    own = (numbers.kelas[target] == FIGUR) & (numbers.kelas[given] == FIGUR)
    passage, thing = codes(g["laporan"], g["tabel"]), codes(g["laporan"], g["kunci_layanan"], g["tahun"])
    g["banyak_bertarget"] = np.bincount(passage, own)[passage] if len(g) else 0
    g["ada_target"] = (np.bincount(thing, numbers.kelas[target] == FIGUR)[thing] > 0) if len(g) else False
    g["target_terbaca"] = numbers.kelas[target] != RUSAK
    g["ada_realisasi"] = numbers.kelas[given] == FIGUR
