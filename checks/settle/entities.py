"""`entitas`: the report's own nouns, each with its spellings, its parent and where it was met; one name for
each in every table.

Two names are one entity by their words (settle/names.py, settle/alike.py); two rows of one table never are.
Where a table, or the prose, gives one name under two parents ("- Daging" of production and of certificates;
one balai under three kegiatan), each is an entity of its own, and a mention without a parent binds to
neither.
"""

import numpy as np
import pandas as pd

from cermat.checks.settle import names
from cermat.schemas.keys import among, codes, distinct, find, firsts, frame
from cermat.schemas.mentions import ENTITAS

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
    pieces = [
        _names_of(tables[table], table, column, new)
        for table, columns in NAMED.items()
        for column, new in columns.items()
    ]
    every = frame(dict(zip(_COLUMNS, map(np.concatenate, zip(*pieces, strict=True)), strict=True)), {})
    skip = words["kata_lewat"]
    every["disebut"] = every["nama"]
    if synonyms:
        said = pd.Series(list(synonyms.values()), index=names.key(pd.Series(list(synonyms)), skip))
        every["nama"] = (
            names.key(every["nama"], skip).map(said[~said.index.duplicated()]).fillna(every["nama"])
        )
    every["kunci"] = names.canonical(
        every["laporan"],
        every["nama"],
        every["letak"].where(~among(every["letak"], ""), every["daftar"]),
        skip,
    )
    nothing = names.has(names.normalise(every["kunci"]), words["bukan_nama"])
    every.loc[
        nothing.to_numpy(dtype=bool) & among(every["tabel"], "indikator", "klaim", "predikat", "perhitungan"),
        "kunci",
    ] = ""
    every["kunci"] = _by_parent(every, skip)
    at, made = 0, every["kunci"].to_numpy(dtype=object)
    for table, columns in NAMED.items():
        for new in columns.values():
            tables[table][new] = pd.Series(
                made[at : at + len(tables[table])], index=tables[table].index, dtype=object
            )
            at += len(tables[table])
    return every


_COLUMNS = ["laporan", "nama", "tabel", "baru", "letak", "bagian", "daftar", "induk", "jenis"]


def _names_of(table: pd.DataFrame, name: str, column: str, new: str) -> list[np.ndarray]:
    """One column of names, as arrays of _COLUMNS: letak is the printed table whose rows bear them ('' in
    prose), bagian where they stand, daftar what the items of prose are listed under."""
    own = new == "kunci"
    stands = table["tabel"].to_numpy(dtype=object)
    seat = [stand if own and not stand.startswith("prosa") else "" for stand in stands.tolist()]
    kind = "program" if column == "program" else KINDS.get(name, "")
    levels = name == "anggaran" and column != "program"
    return [
        table["laporan"].to_numpy(dtype=object),
        table[column].to_numpy(dtype=object),
        _filled(table, name),
        _filled(table, new),
        np.array(seat, dtype=object),
        stands,
        _lists(table) if name == "klaim" else _filled(table, ""),
        _parents(table, name) if own else _filled(table, ""),
        table["tingkat"].to_numpy(dtype=object) if levels else _filled(table, kind),
    ]


def _filled(table: pd.DataFrame, text: str) -> np.ndarray:
    return np.full(len(table), text, dtype=object)


def _lists(table: pd.DataFrame) -> np.ndarray:
    """What the items of a list in prose stand under: like the rows of a table, two of them are never one."""
    parent = table["induk"].to_numpy(dtype=object)
    listed = among(table["dasar"], "kalimat", "butir") & (parent != "")
    return np.where(listed, "butir " + parent, "")


def _parents(table: pd.DataFrame, name: str) -> np.ndarray:
    """The printed name of what each row stands under: its sasaran, the row that is its induk, what the
    outline says in prose."""
    if name in ("indikator", "seri"):
        return table["sasaran"].to_numpy(dtype=object)
    if name == "klaim":
        return table["induk"].to_numpy(dtype=object)
    if name != "anggaran":
        return _filled(table, "")
    place = [table["laporan"], table["tabel"]]
    at = find([*place, table["induk"]], [*place, table["kode"]])
    above = np.append(table["uraian"].to_numpy(dtype=object), "")[at]
    level = np.append(table["tingkat"].to_numpy(dtype=object), "")[at]
    return np.where(~among(table["induk"], "") & ~np.isin(level, ["total", "belanja"]), above, "")


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
    if not several.any():
        return name
    same = codes(every["laporan"], name)
    torn = np.isin(same, same[here[several]])
    out = name.copy()
    split = here[torn[here]]
    out[split] = [
        f"{own} ({parent})"
        for own, parent in zip(name[split], every["induk"].to_numpy(dtype=object)[split], strict=True)
    ]
    bare = np.flatnonzero(torn & (name != "") & ~np.isin(np.arange(len(name)), split))
    out[bare] = [
        f"{own} · {section}"
        for own, section in zip(name[bare], every["bagian"].to_numpy(dtype=object)[bare], strict=True)
    ]
    return out


def rename(frames: list[pd.DataFrame], columns: set[str], alias: pd.DataFrame) -> None:
    """Names that values have shown to be another spelling become that one, in some columns of all frames, in
    place. alias: laporan, kunci, kunci_lain."""
    if alias.empty:
        return
    new = np.append(alias["kunci"].to_numpy(dtype=object), "")
    for table in frames:
        for column in columns & set(table):
            at = find([table["laporan"], table[column]], [alias["laporan"], alias["kunci_lain"]])
            if (at >= 0).any():
                table[column] = np.where(at >= 0, new[at], table[column])


def entities(every: pd.DataFrame) -> pd.DataFrame:
    """`entitas` (columns: schemas/mentions.py) of all names, as `name_all` returns them."""
    known = every[~among(every["kunci"], "")]
    first = known.sort_values("jenis", key=lambda kinds: among(kinds, ""), kind="stable")
    by = ["laporan", "kunci"]
    one = codes(first["laporan"], first["kunci"])
    made = first[["laporan", "kunci", "jenis"]].iloc[firsts(one)].reset_index(drop=True)
    made["ejaan"] = _each_once(one, first["disebut"].to_numpy(dtype=object), len(made))
    place = first["letak"].to_numpy(dtype=object)
    made["tempat"] = _each_once(one[place != ""], place[place != ""], len(made))
    parents = known[~among(known["induk"], "")].drop_duplicates(by).set_index(by)["induk"]
    made["induk"] = parents.reindex(pd.MultiIndex.from_frame(made[by])).fillna("").to_numpy()
    return made.rename(columns={"kunci": "nama"}).assign(entitas=np.arange(len(made)))[list(ENTITAS)]


def _each_once(of: np.ndarray, names: np.ndarray, many: int) -> pd.Series:
    """The names of each of `many`, each name once, in their order. of: whose a name is."""
    once = distinct(of, names)
    of, names = of[once], names[once]
    order = np.argsort(of, kind="stable")
    ends = np.searchsorted(of[order], np.arange(many + 1))
    told, ends = names[order].tolist(), ends.tolist()
    pieces = [told[start:stop] for start, stop in zip(ends[:-1], ends[1:], strict=True)]
    return pd.Series(pieces, dtype=object)
