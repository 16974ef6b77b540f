"""Those served against those who exist: which population rows an aid row speaks of, by category."""

import re

import numpy as np
import pandas as pd

from checks.operands import FIGUR, RUSAK, Numbers
from checks.settle.names import each, normalise
from schemas.keys import among, codes, codes_of_both, distinct, find, frame, listed, pairs

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
    use = layanan[among(layanan["kunci_subjek"], "") & (layanan["realisasi"] >= 0)]
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
    part = ~among(rincian["induk"], "") | among(rincian["peran"], "bagian")  # a cut table has no total
    kind = among(rincian["ukuran"], "jumlah", "")
    counted = np.flatnonzero(part & kind & (rincian["nilai"].to_numpy() >= 0))
    if not len(counted) or use.empty:
        return empty
    have = _named({c: rincian[c].to_numpy()[counted] for c in ("laporan", "tabel", "nilai", "uraian")}, same)
    want = _named(_categories(use, named, row_of, have, same), same)
    part = codes(want[row_of], want["uraian"])
    found, open_ = [], np.ones(len(part), dtype=bool)
    for key in ("nama", "singkatan", "longgar"):  # the first way that finds something counts
        w, h = (np.flatnonzero(f[key] != "") for f in (want, have))
        left, right = ([f[c][at] for c in ("laporan", key)] for f, at in ((want, w), (have, h)))
        i, j = pairs(*codes_of_both(left, right))
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
    row = want[row_of].astype("int64")
    keep = ~np.isin(row[i], row[open_])
    i, j = i[keep], j[keep]
    if not len(i):
        return empty
    once = distinct(row[i], have["nilai"][j], have["uraian"][j])
    i, j = i[once], j[once]
    every = frame({"laporan": want["laporan"][i]}, {row_of: row[i], "nilai": have["nilai"][j]})
    return every.assign(uraian=pd.Series(have["uraian"][j], dtype=object))


def _named(rows: dict[str, np.ndarray], same: list[list[str]]) -> dict[str, np.ndarray]:
    """Rows with the names of what they are of (uraian): nama, singkatan, longgar."""
    told = pd.Series(rows["uraian"], dtype=object)
    name = _names(told, same)
    ways = {"nama": name, "singkatan": _short(told), "longgar": _loose(name)}
    return rows | {way: names.to_numpy(dtype=object) for way, names in ways.items()}


def _categories(
    use: pd.DataFrame, named: str, row_of: str, have: dict[str, np.ndarray], same: list[list[str]]
) -> dict[str, np.ndarray]:
    """laporan, row_of, uraian: the groups that the names of `use` are made up of, one a row."""
    who = use[named]
    for pattern, name in [s for s in same if " dan " in s[1]]:  # one everyday word for two categories
        word = re.compile(pattern, re.I)
        who = each(lambda text: word.sub(name, text), who)  # noqa: B023
    report = use["laporan"].to_numpy(dtype=object)
    known = set(zip(have["laporan"], have["nama"], strict=True))
    told = zip(report, _names(who, same), who, strict=True)  # "A dan B" may be one category
    parts = [[text] if (at, name) in known else _SPLIT.split(text) for at, name, text in told]
    many = [len(p) for p in parts]
    return {
        "laporan": np.repeat(report, many),
        row_of: np.repeat(use[row_of].to_numpy(), many),
        "uraian": np.array([text for p in parts for text in p], dtype=object),
    }


def _groups(want: dict, have: dict, open_: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows of one count table whose names begin with a group's ("petani garam": "petani garam muda" and "…
    tua")."""
    lists = [name.split(" ") for name in have["nama"].tolist()]
    begins = [[" ".join(words[:n]) for n in range(2, len(words))] for words in lists]
    row = np.repeat(np.arange(len(lists)), [len(b) for b in begins])
    text = np.array([t for b in begins for t in b], dtype=object)
    wanted = np.flatnonzero(open_ & np.array([" " in name for name in want["nama"].tolist()], dtype=bool))
    left = [want[c][wanted] for c in ("laporan", "nama")]
    i, j = pairs(*codes_of_both(left, [have["laporan"][row], text]))
    table = codes(have["laporan"], have["tabel"])[row[j]]
    one = distinct(i, table)
    whole = np.bincount(i)[i] > 1 if len(i) else np.zeros(0, dtype=bool)
    whole &= np.bincount(i[one])[i] == 1 if len(i) else whole
    return wanted[i[whole]], row[j[whole]]


def served(
    tables: dict, numbers: Numbers, angka: pd.DataFrame, verbs: str, same: list[list[str]]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(`penerima`, `populasi_penerima`): counts of "X yang menerima …" in statements and in written-out
    shares, with the group X (siapa), and the rows of count tables that X is.

    penerima: laporan, kunci, siapa, uraian, nilai (id), tahun, penerima_baris, banyak_padanan, tercatat (the
    rows), place.
    """
    k, h = tables["klaim"], tables["perhitungan"]
    told = np.flatnonzero(among(k["jenis"], "nilai") & among(k["ukuran"], "jumlah"))
    shares = np.flatnonzero(among(h["operasi"], "bagi_persen"))
    own = {"uraian": ("subjek", "a_arti"), "nilai": ("nilai", "a")}

    def both(column: str) -> np.ndarray:
        one, other = own.get(column, (column, column))
        return np.concatenate([k[one].to_numpy()[told], h[other].to_numpy()[shares]])

    said = frame(
        {c: both(c) for c in ("laporan", "uraian", "tabel", "bagian", "baris")},
        {c: both(c) for c in ("nilai", "tahun", "halaman", "garis")},
    )
    group = re.compile(rf"^(?:jumlah |banyaknya )?(.+?) yang (?:telah |sudah |dapat )?(?:{verbs})\b", re.I)
    said["siapa"] = each(lambda n: m[1] if (m := group.match(" ".join(n.split()))) else "", said["uraian"])
    ids = said["nilai"].to_numpy(dtype="int64")
    unit = np.append(angka["satuan"].fillna("").to_numpy(dtype=object), "")[ids]
    counts = (numbers.kelas[ids] == FIGUR) & ~np.isin(unit, ["%", "Rp"])
    said = said[~among(said["siapa"], "") & counts].reset_index(drop=True)
    said["penerima_baris"] = np.arange(len(said))
    said["kunci"] = each(lambda n: re.sub(r"^(?:jumlah|banyaknya) ", "", n, flags=re.I), said["uraian"])
    there = counted_rows(said, "siapa", "penerima_baris", tables["rincian"], same)
    there = _of_the_year(there, said, tables["rincian"])
    row, names = there["penerima_baris"].to_numpy(dtype="int64"), there["uraian"].to_numpy(dtype=object)
    many, told = np.bincount(row, minlength=len(said)), np.full(len(said), "", dtype=object)
    told[np.flatnonzero(many)] = listed(row, names, ", ")
    return said.assign(banyak_padanan=many, tercatat=told), there


def _of_the_year(there: pd.DataFrame, said: pd.DataFrame, rincian: pd.DataFrame) -> pd.DataFrame:
    """Counts of the same year as the statement's, as far as both tell one."""
    counted = np.append(rincian["tahun"].to_numpy(), -1)[find([there["nilai"]], [rincian["nilai"]])]
    year = said["tahun"].to_numpy()[there["penerima_baris"].to_numpy(dtype="int64")]
    return there[(counted == year) | (counted <= 0) | (year <= 0)].reset_index(drop=True)


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
