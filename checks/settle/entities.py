"""`entitas`: the report's own nouns, each with its spellings, its parent and where it was met; one name for
each in every table.

Two names are one entity by their words (settle/names.py, settle/alike.py); two rows of one table never are.
Where a table, or the prose, gives one name under two parents ("- Daging" of production and of certificates;
one balai under three kegiatan), each is an entity of its own, and a mention without a parent binds to
neither.
"""

import numpy as np
import pandas as pd

from checks.settle import names
from schemas.keys import codes, distinct, find
from schemas.mentions import ENTITAS

# typed table → {column of names: column of canonical names}
NAMED = {
    "indikator": {"indikator": "kunci"},
    "seri": {"indikator": "kunci"},
    "definisi": {"indikator": "kunci"},
    "anggaran": {"uraian": "kunci", "program": "kunci_program"},
    "rincian": {"uraian": "kunci", "subjek": "kunci_subjek"},
    "perhitungan": {"subjek": "kunci", "a_arti": "kunci_a", "b_arti": "kunci_b"},
    "layanan": {"uraian": "kunci_uraian", "penerima": "kunci", "subjek": "kunci_subjek"},
    "predikat": {"subjek": "kunci"},
    "klaim": {"subjek": "kunci"},
    "bilangan": {"subjek": "kunci"},
}
KINDS = {
    "indikator": "indikator",
    "seri": "indikator",
    "definisi": "indikator",
    "rincian": "kelompok",
    "layanan": "kelompok",
}


def name_all(tables: dict[str, pd.DataFrame], words: dict, synonyms: dict[str, str]) -> pd.DataFrame:
    """Give every name of every table its canonical name (columns of NAMED, in place); returns all names, for
    `entities`.

    words: checks/settle/vocabulary.yaml; synonyms: of the profile. Columns of what it returns: laporan, nama,
    disebut (as printed), tabel, baru (the column that holds it), letak (printed table, '' in prose), induk,
    jenis, kunci (canonical).
    """
    every = pd.concat(
        [_names_of(tables[t], t, c, new) for t, columns in NAMED.items() for c, new in columns.items()],
        ignore_index=True,
    )
    skip = words["kata_lewat"]
    every["disebut"] = every["nama"]
    if synonyms:
        said = pd.Series(list(synonyms.values()), index=names.key(pd.Series(list(synonyms)), skip))
        every["nama"] = (
            names.key(every["nama"], skip).map(said[~said.index.duplicated()]).fillna(every["nama"])
        )
    every["kunci"] = names.canonical(
        every["laporan"], every["nama"], every["letak"].where(every["letak"].ne(""), every["daftar"]), skip
    )
    nothing = names.has(names.normalise(every["kunci"]), words["bukan_nama"])
    every.loc[
        nothing.to_numpy(dtype=bool) & every["tabel"].isin(["indikator", "klaim", "predikat", "perhitungan"]),
        "kunci",
    ] = ""
    every["kunci"] = _by_parent(every, skip)
    for t, columns in NAMED.items():  # a table without rows has its columns too
        tables[t][list(columns.values())] = ""
    for (t, new), rows in every.groupby(["tabel", "baru"], sort=False):
        tables[t][new] = rows["kunci"].to_numpy()
    return every


def _names_of(table: pd.DataFrame, name: str, column: str, new: str) -> pd.DataFrame:
    """One column of names: laporan, nama, tabel, baru, letak (the printed table whose rows bear them; '' in
    prose), bagian (where they stand), daftar (what the items of prose are listed under), induk, jenis."""
    own = ~table["tabel"].str.startswith("prosa") & (new == "kunci")
    parent = _parents(table, name) if new == "kunci" else pd.Series("", index=table.index)
    kind = table["tingkat"] if name == "anggaran" else pd.Series(KINDS.get(name, ""), index=table.index)
    kind = kind.where(pd.Series(column != "program", index=kind.index), "program")
    return pd.DataFrame(
        {
            "laporan": table["laporan"],
            "nama": table[column],
            "tabel": name,
            "baru": new,
            "letak": table["tabel"].where(own, ""),
            "bagian": table["tabel"],
            "daftar": _lists(table) if name == "klaim" else "",
            "induk": parent,
            "jenis": kind,
        }
    )


def _lists(table: pd.DataFrame) -> pd.Series:
    """What the items of a list in prose stand under: like the rows of a table, two of them are never one."""
    listed = table["dasar"].isin(["kalimat", "butir"]) & table["induk"].ne("")
    return ("butir " + table["induk"]).where(listed, "")


def _parents(table: pd.DataFrame, name: str) -> pd.Series:
    """The printed name of what each row stands under: its sasaran, the row that is its induk, what the
    outline says in prose."""
    if name in ("indikator", "seri"):
        return table["sasaran"]
    if name == "klaim":
        return table["induk"]
    if name != "anggaran":
        return pd.Series("", index=table.index)
    at = find(
        [table["laporan"], table["tabel"], table["induk"]], [table["laporan"], table["tabel"], table["kode"]]
    )
    above = np.append(table["uraian"].to_numpy(dtype=object), "")[at]
    level = np.append(table["tingkat"].to_numpy(dtype=object), "")[at]
    return pd.Series(
        np.where(table["induk"].ne("").to_numpy() & ~np.isin(level, ["total", "belanja"]), above, ""),
        index=table.index,
    )


def _by_parent(every: pd.DataFrame, skip: list[str]) -> np.ndarray:
    """Canonical names; those that one table (or the prose) gives under several parents carry their parent,
    and without one their place: they bind to neither, nor to each other."""
    name, parent = (
        every["kunci"].to_numpy(dtype=object),
        names.key(every["induk"], skip).to_numpy(dtype=object),
    )
    here = np.flatnonzero(
        (name != "") & (parent != "") & (parent != names.key(every["kunci"], skip).to_numpy(dtype=object))
    )
    seat = codes(every["laporan"].to_numpy()[here], every["letak"].to_numpy()[here], name[here])
    once = distinct(seat, parent[here])
    several = np.bincount(seat[once], minlength=seat.max(initial=-1) + 1)[seat] > 1
    same = codes(every["laporan"], name)
    torn = np.isin(same, same[here[several]])
    out = name.copy()
    split = here[torn[here]]
    out[split] = [
        f"{a} ({b})" for a, b in zip(name[split], every["induk"].to_numpy(dtype=object)[split], strict=True)
    ]
    bare = np.flatnonzero(torn & (name != "") & ~np.isin(np.arange(len(name)), split))
    out[bare] = [
        f"{a} · {b}" for a, b in zip(name[bare], every["bagian"].to_numpy(dtype=object)[bare], strict=True)
    ]
    return out


def entities(every: pd.DataFrame) -> pd.DataFrame:
    """`entitas` (columns: schemas/mentions.py) of all names, as `name_all` returns them."""
    known = every[every["kunci"].ne("")]
    first = known.sort_values("jenis", key=lambda k: k.eq(""), kind="stable")
    by = ["laporan", "kunci"]
    made = (
        first.groupby(by, sort=False)
        .agg(
            jenis=("jenis", "first"),
            ejaan=("disebut", lambda s: list(dict.fromkeys(s))),
            tempat=("letak", lambda s: [t for t in dict.fromkeys(s) if t]),
        )
        .reset_index()
    )
    parents = known[known["induk"].ne("")].drop_duplicates(by).set_index(by)["induk"]
    made["induk"] = parents.reindex(pd.MultiIndex.from_frame(made[by])).fillna("").to_numpy()
    return made.rename(columns={"kunci": "nama"}).assign(entitas=np.arange(len(made)))[list(ENTITAS)]
