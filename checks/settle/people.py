"""Those served against those who exist: which population rows an aid row speaks of, by category."""

import re

import numpy as np
import pandas as pd

from cermat.checks.operands import FIGUR, RUSAK, Numbers
from cermat.checks.settle.names import each, has, normalise
from cermat.schemas.keys import among, codes, codes_of_both, distinct, find, firsts, frame, listed, pairs

_ACRONYM = re.compile(r"\(([A-Z][A-Za-z/]{1,9})\)")
_SPLIT = re.compile(r"\s+dan\s+|\s*,\s*|\s*/\s*|\s+serta\s+")
_TAKING_PART = r"\b(?:peserta|penerima|pengunjung)\b"  # such tables count who took part, not who there is
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
    return each(lambda name: " ".join(_LOOSE.sub("", name).split()), names)


def _short(names: pd.Series) -> pd.Series:
    """The parenthesised short form, or ''."""
    return each(lambda name: found[1] if (found := _ACRONYM.search(name)) else "", names)


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
    part &= ~has(normalise(rincian["subjek"]), _TAKING_PART).to_numpy(dtype=bool)
    counted = np.flatnonzero(part & kind & (rincian["nilai"].to_numpy() >= 0))
    if not len(counted) or use.empty:
        return empty
    have = _named(
        {column: rincian[column].to_numpy()[counted] for column in ("laporan", "tabel", "nilai", "uraian")},
        same,
    )
    want = _named(_categories(use, named, row_of, have, same), same)
    part = codes(want[row_of], want["uraian"])
    found, open_ = [], np.ones(len(part), dtype=bool)
    for key in ("nama", "singkatan", "longgar"):  # the first way that finds something counts
        wanted_at, have_at = (np.flatnonzero(side[key] != "") for side in (want, have))
        left, right = (
            [side[column][at] for column in ("laporan", key)]
            for side, at in ((want, wanted_at), (have, have_at))
        )
        wanted_row, had_row = pairs(*codes_of_both(left, right))
        wanted_row, had_row = wanted_at[wanted_row], have_at[had_row]
        if key == "longgar":  # a loose name must point to one row only
            sole = np.bincount(part[wanted_row], minlength=len(part))[part[wanted_row]] == 1
            wanted_row, had_row = wanted_row[sole], had_row[sole]
        wanted_row, had_row = wanted_row[open_[wanted_row]], had_row[open_[wanted_row]]
        found.append((wanted_row, had_row))
        open_ &= ~np.isin(part, part[wanted_row])
    found.append(_groups(want, have, open_))
    open_ &= ~np.isin(part, part[found[-1][0]])
    wanted_row, had_row = (np.concatenate(column) for column in zip(*found, strict=True))
    row = want[row_of].astype("int64")
    keep = ~np.isin(row[wanted_row], row[open_])
    wanted_row, had_row = wanted_row[keep], had_row[keep]
    if not len(wanted_row):
        return empty
    once = distinct(row[wanted_row], have["nilai"][had_row], have["uraian"][had_row])
    wanted_row, had_row = wanted_row[once], had_row[once]
    every = frame(
        {"laporan": want["laporan"][wanted_row]}, {row_of: row[wanted_row], "nilai": have["nilai"][had_row]}
    )
    return every.assign(uraian=pd.Series(have["uraian"][had_row], dtype=object))


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
    for pattern, name in [
        pair for pair in same if " dan " in pair[1]
    ]:  # one everyday word for two categories
        word = re.compile(pattern, re.I)
        who = each(lambda text: word.sub(name, text), who)  # noqa: B023
    report = use["laporan"].to_numpy(dtype=object)
    known = set(zip(have["laporan"], have["nama"], strict=True))
    told = zip(report, _names(who, same), who, strict=True)  # "A dan B" may be one category
    parts = [[text] if (at, name) in known else _SPLIT.split(text) for at, name, text in told]
    many = [len(part) for part in parts]
    return {
        "laporan": np.repeat(report, many),
        row_of: np.repeat(use[row_of].to_numpy(), many),
        "uraian": np.array([text for part in parts for text in part], dtype=object),
    }


def _groups(want: dict, have: dict, open_: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows of one count table whose names begin with a group's ("petani garam": "petani garam muda" and "…
    tua")."""
    wanted = np.flatnonzero(open_ & np.array([" " in name for name in want["nama"].tolist()], dtype=bool))
    opening = {tuple(name.split(" ")[:2]) for name in want["nama"][wanted].tolist()}
    name = codes(have["nama"])
    lists = [told.split(" ") for told in have["nama"][firsts(name)].tolist()]
    meant = np.flatnonzero(np.array([tuple(words[:2]) in opening for words in lists], dtype=bool)[name])
    begins = [[" ".join(lists[of][:length]) for length in range(2, len(lists[of]))] for of in name[meant]]
    row = np.repeat(meant, [len(begin) for begin in begins])
    text = np.array([text_of for begin in begins for text_of in begin], dtype=object)
    left = [want[column][wanted] for column in ("laporan", "nama")]
    wanted_row, had_row = pairs(*codes_of_both(left, [have["laporan"][row], text]))
    table = codes(have["laporan"], have["tabel"])[row[had_row]]
    one = distinct(wanted_row, table)
    whole = np.bincount(wanted_row)[wanted_row] > 1 if len(wanted_row) else np.zeros(0, dtype=bool)
    whole &= np.bincount(wanted_row[one])[wanted_row] == 1 if len(wanted_row) else whole
    return wanted[wanted_row[whole]], row[had_row[whole]]


def served(
    tables: dict, numbers: Numbers, angka: pd.DataFrame, verbs: str, same: list[list[str]]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(`penerima`, `populasi_penerima`): counts of "X yang menerima …" in statements and in written-out
    shares, with the group X (siapa), and the rows of count tables that X is.

    penerima: laporan, kunci, siapa, uraian, nilai (id), tahun, penerima_baris, banyak_padanan, tercatat (the
    rows), place.
    """
    claims, computed = tables["klaim"], tables["perhitungan"]
    told = np.flatnonzero(among(claims["jenis"], "nilai") & among(claims["ukuran"], "jumlah"))
    shares = np.flatnonzero(among(computed["operasi"], "bagi_persen"))
    own = {"uraian": ("subjek", "a_arti"), "nilai": ("nilai", "a")}

    def both(column: str) -> np.ndarray:
        one, other = own.get(column, (column, column))
        return np.concatenate([claims[one].to_numpy()[told], computed[other].to_numpy()[shares]])

    said = frame(
        {column: both(column) for column in ("laporan", "uraian", "tabel", "bagian", "baris")},
        {column: both(column) for column in ("nilai", "tahun", "halaman", "garis")},
    )
    group = re.compile(rf"^(?:jumlah |banyaknya )?(.+?) yang (?:telah |sudah |dapat )?(?:{verbs})\b", re.I)
    said["siapa"] = each(
        lambda name: found[1] if (found := group.match(" ".join(name.split()))) else "", said["uraian"]
    )
    ids = said["nilai"].to_numpy(dtype="int64")
    unit = np.append(angka["satuan"].fillna("").to_numpy(dtype=object), "")[ids]
    counts = (numbers.kelas[ids] == FIGUR) & ~np.isin(unit, ["%", "Rp"])
    said = said[~among(said["siapa"], "") & counts].reset_index(drop=True)
    said["penerima_baris"] = np.arange(len(said))
    said["kunci"] = each(lambda name: re.sub(r"^(?:jumlah|banyaknya) ", "", name, flags=re.I), said["uraian"])
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
    given_rows = tables["layanan"]
    target, given = (given_rows[column].to_numpy(dtype="int64") for column in ("target", "realisasi"))
    own = (numbers.kelas[target] == FIGUR) & (numbers.kelas[given] == FIGUR)
    passage, thing = (
        codes(given_rows["laporan"], given_rows["tabel"]),
        codes(given_rows["laporan"], given_rows["kunci_layanan"], given_rows["tahun"]),
    )
    given_rows["banyak_bertarget"] = np.bincount(passage, own)[passage] if len(given_rows) else 0
    given_rows["ada_target"] = (
        (np.bincount(thing, numbers.kelas[target] == FIGUR)[thing] > 0) if len(given_rows) else False
    )
    given_rows["target_terbaca"] = numbers.kelas[target] != RUSAK
    given_rows["ada_realisasi"] = numbers.kelas[given] == FIGUR
