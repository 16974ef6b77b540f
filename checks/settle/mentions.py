"""`penyebutan`: one row a printed figure that is about something: its entity, measure, year, version and
unit, how sure, by what.

Made once from the typed tables, for tables, lists and prose alike. `fakta` (settle/facts.py) groups the sure
ones; rules that say what a figure is about use these and nothing else.
"""

import re
from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd
import yaml

from cermat.checks.operands import FIGUR, Numbers
from cermat.checks.settle.names import each, has, normalise
from cermat.checks.settle.same_whole import name_wholes
from cermat.schemas.keys import among, codes, distinct, find, frame


def unit_class(units: pd.Series) -> pd.Series:
    """'%' · 'Rp' · 'lain' for any other word · '' where no unit is printed."""
    return each(_unit_class, units.fillna(""))


def _unit_class(unit: str) -> str:
    word = unit.strip().lower()
    if word in ("%", "persen", "prosen", "persentase"):
        return "%"
    return "Rp" if word.startswith("rp") else "lain" if word else ""


def document_class(documents: pd.Series, vocabulary: dict[str, str]) -> pd.Series:
    """'jangka menengah' (RPJMD, Renstra …), 'rencana awal' (RKT, before a change), or '' for the year's own
    agreement."""
    patterns = {name: re.compile(rf"\b(?:{words})\b") for name, words in vocabulary.items()}
    return each(
        lambda text: next((kind for kind, pattern in patterns.items() if pattern.search(text.lower())), ""),
        documents.fillna(""),
    )


_TEXTS = ["laporan", "kunci", "ukuran", "satuan", "dokumen", "tabel", "bagian", "baris", "dasar"]
_WHOLE = ["tahun", "nilai", "halaman", "garis"]


def _of(frame: pd.DataFrame, column: str, measure: str | None = None, key: str = "kunci") -> list[np.ndarray]:
    """Arrays in the order of _TEXTS and _WHOLE: the named rows in which a column is printed."""
    at = np.flatnonzero((frame[column].to_numpy() >= 0) & frame[key].ne("").to_numpy())
    given = {"kunci": key, "nilai": column}

    def take(name: str) -> np.ndarray:
        if name == "ukuran" and measure is not None:
            return np.full(len(at), measure, dtype=object)
        name = given.get(name, name)
        return frame[name].to_numpy()[at] if name in frame else np.full(len(at), "", dtype=object)

    return [take(name) for name in (*_TEXTS, *_WHOLE)]


def _unit_of_all(same: np.ndarray, units: np.ndarray) -> np.ndarray:
    """Unit classes, with the one unit of a fact (code) given to its mentions without a unit."""
    known = np.flatnonzero(units != "")
    found = np.full(len(same) + 1, -1)
    found[same[known][::-1]] = known[::-1]
    kinds = np.bincount(same[known[distinct(same[known], units[known])]], minlength=len(same) + 1)
    return np.where((units == "") & (kinds[same] == 1), units[found[same]], units)


_TOTAL = re.compile(
    r"^(?:(?:total|jumlah|keseluruhan|seluruh|alokasi|realisasi|anggaran|pagu|belanja|program|dipa|dpa) ?)*$"
)


def _totals(budget: pd.DataFrame) -> pd.DataFrame:
    """The one total row of each budget table: laporan, tabel, kunci."""
    at = np.flatnonzero(among(budget["tingkat"], "total") & among(budget["bulan"], ""))
    report, table, name = (
        budget[column].to_numpy(dtype=object)[at] for column in ("laporan", "tabel", "kunci")
    )
    once = distinct(report, table, name)
    place = codes(report[once], table[once])
    sole = once[np.bincount(place)[place] == 1] if len(once) else once
    texts = {"laporan": report[sole], "tabel": table[sole], "kunci": name[sole] + " · " + table[sole]}
    return frame(texts, {})


def _own_total(claims: pd.DataFrame, totals: pd.DataFrame) -> np.ndarray:
    """Subjects of claims; a claim about 'the total' of a budget table it speaks of is about that table's
    total."""
    at = find([claims["laporan"], claims["acuan"]], [totals["laporan"], totals["tabel"]])
    named = np.append(totals["kunci"].to_numpy(dtype=object), "")[at]
    money = among(claims["ukuran"], "pagu", "serapan", "persen", "sisa")
    about = (
        each(lambda name: "ya" if _TOTAL.match(name) else "", normalise(claims["kunci"])).eq("ya").to_numpy()
    )
    return np.where(money & about & (at >= 0), named, claims["kunci"])


def _telling(names: pd.Series) -> pd.Series:
    """Names of operands; '' for "realisasi anggaran" and the like, which say what is divided and not whose it
    is."""
    return names.where(each(lambda name: "" if _TOTAL.match(name) else "ya", normalise(names)).eq("ya"), "")


def _one_thing(sums: pd.DataFrame) -> np.ndarray:
    """Is a result about one thing? "3.218 + 238 = 3.456" and "4.233 - 61 = 4.172" under one heading, without
    a measure, are results of two (bool)."""
    thing = codes(sums["laporan"], sums["kunci"], sums["ukuran"], sums["tahun"])
    kinds = np.bincount(thing[distinct(thing, codes(sums["operasi"]))], minlength=len(thing))
    return ~among(sums["ukuran"], "") | (kinds[thing] == 1)


def _spoken_rows(claims: pd.DataFrame, rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Claims about one row of a count table, and those rows: their subject is that row of that table (claims,
    rows)."""
    same = ["laporan", "tabel", "kunci", "ukuran", "tahun"]
    cells = rows[rows["nilai"].ge(0).to_numpy() & ~among(rows["kunci"], "")]
    cell = codes(*(cells[column] for column in same))
    cells = cells[np.bincount(cell)[cell] == 1] if len(cells) else cells
    own = [claims["laporan"], claims["acuan"], claims["kunci"], claims["ukuran"], claims["tahun"]]
    value = among(claims["jenis"], "nilai")
    at = find(own, [cells[column] for column in same])
    told = (at >= 0) & value
    cells = cells.iloc[np.unique(at[told])]
    claims = claims.assign(
        kunci=np.where(told, claims["kunci"] + " · " + claims["acuan"], claims["kunci"]),
        ukuran=np.where(told, _without_year(claims["ukuran"]), claims["ukuran"]),
    )
    names = cells["kunci"] + " · " + cells["tabel"]
    return claims, cells.assign(kunci=names, ukuran=_without_year(cells["ukuran"]))


_A_YEAR = re.compile(r"\s*\b(?:19|20)\d\d\b\s*")


def _without_year(columns: pd.Series) -> pd.Series:
    """Names of columns without their years ("sisa 2019" is "sisa"; "2023" alone is "jumlah")."""
    return each(lambda name: _A_YEAR.sub(" ", name).strip() or "jumlah", columns)


def mentions(
    tables: dict[str, pd.DataFrame], long: pd.DataFrame, angka: pd.DataFrame, numbers: Numbers, words: dict
) -> pd.DataFrame:
    """`penyebutan` (columns: schemas/mentions.py) of all reports. long: see facts.long_values; words:
    vocabulary.yaml."""
    budget, claims, sums, predikat = (
        tables["anggaran"],
        tables["klaim"],
        tables["perhitungan"],
        tables["predikat"],
    )
    given, details = tables["layanan"], tables["rincian"]
    yearly = budget[among(budget["bulan"], "") & ~among(budget["tingkat"], "bulan")]
    common = yearly["tingkat"].isin(
        ["total", "belanja", "lain"]
    )  # every budget table has a total: it is that table's own
    yearly = yearly.assign(kunci=yearly["kunci"].where(~common, yearly["kunci"] + " · " + yearly["tabel"]))
    whole_budget = _totals(budget)
    claims = claims.assign(kunci=_own_total(claims, whole_budget))
    claims, spoken = _spoken_rows(claims, details)
    sums = sums.assign(kunci_a=_telling(sums["kunci_a"]), kunci_b=_telling(sums["kunci_b"]))
    totals = details[~among(details["subjek"], "") & ~among(details["peran"], "rata_rata")]
    whole = totals[
        among(totals["peran"], "total") | (~among(totals["kode"], "") & among(totals["induk"], ""))
    ]
    whole = name_wholes(whole, numbers, angka["satuan"].to_numpy(dtype=object), words["menurut"])
    pieces = [
        _of(long, "nilai"),
        _of(tables["rekap"], "nilai"),
        _of(yearly, "pagu", "pagu"),
        _of(yearly, "realisasi", "serapan"),
        _of(yearly, "persen", "persen"),
        _of(yearly, "sisa", "sisa"),
        _of(whole, "nilai", key="kunci_subjek"),
        _of(spoken, "nilai"),
        _of(sums[_one_thing(sums)], "hasil"),
        _of(sums, "a", "jumlah", key="kunci_a"),
        _of(sums, "b", "jumlah", key="kunci_b"),
        _of(claims[among(claims["jenis"], "nilai")], "nilai"),
        _of(predikat, "nilai"),
        _of(given, "target", "target", key="kunci_layanan"),
        _of(given, "realisasi", "realisasi", key="kunci_layanan"),
    ]
    columns = [np.concatenate(parts) for parts in zip(*pieces, strict=True)]
    figure = numbers.kelas[columns[len(_TEXTS) + _WHOLE.index("nilai")].astype("int64")] == FIGUR
    kept = [values[figure] for values in columns]
    texts, whole = kept[: len(_TEXTS)], [values.astype("int64") for values in kept[len(_TEXTS) :]]
    found = frame(dict(zip(_TEXTS, texts, strict=True)), dict(zip(_WHOLE, whole, strict=True)))
    ids = found["nilai"].to_numpy()
    own = angka["satuan"].to_numpy()[ids]
    found["kelas_satuan"] = unit_class(
        pd.Series(np.where(own == "", found["satuan"], own), index=found.index)
    )
    found["ukuran"] = found["ukuran"].fillna("")
    planned = among(found["ukuran"], "target", "pagu")  # what was reached is the same in every document
    kind = document_class(found["dokumen"], words["kelas_dokumen"])
    # the year's plan and agreement share targets
    shared = among(found["ukuran"], "target") & among(kind, "rencana awal")
    found["kelas_dokumen"] = np.where(planned & ~shared, kind, "")
    share = among(found["ukuran"], "capaian", "capaian_akhir", "rata_rata", "persen")
    found["kelas_satuan"] = np.where(share, "%", found["kelas_satuan"])
    found["entitas"] = codes(found["laporan"], found["kunci"])
    same = codes(found["entitas"], found["ukuran"], found["tahun"])
    found["kelas_satuan"] = _unit_of_all(same, found["kelas_satuan"].to_numpy(dtype=object))
    found["value"] = numbers.value[found["nilai"].to_numpy(dtype="int64")]
    found["dasar"] = _grounds(found)
    found["yakin"] = found["dasar"].map(grounds()).astype("float64")
    return found.take(distinct(same, found["nilai"])).reset_index(drop=True)


def grounds() -> dict[str, float]:
    """How sure each ground makes a mention (settle/grounds.yaml)."""
    return {name: content["yakin"] for name, content in _grounds_file().items()}


def words_of_grounds() -> dict[str, str]:
    """How each ground is told to the reader."""
    return {name: content["kata"] for name, content in _grounds_file().items()}


@cache
def _grounds_file() -> dict:
    return yaml.load(
        files("cermat.checks.settle").joinpath("grounds.yaml").read_text(encoding="utf-8"),
        Loader=yaml.CSafeLoader,
    )


def _grounds(found: pd.DataFrame) -> np.ndarray:
    """By what each mention is about its entity: the row of a table, or what prose says (column `dasar` of
    klaim), else its words."""
    prose = has(found["tabel"], "^prosa").to_numpy()
    return np.where(prose, found["dasar"].replace("", "kalimat"), "tabel")


def bound(penyebutan: pd.DataFrame) -> pd.DataFrame:
    """For `ketetapan`: of each entity that prose speaks of, how many figures were bound to it and by what."""
    spoken = penyebutan[~among(penyebutan["dasar"], "tabel")]
    if spoken.empty:
        return pd.DataFrame(columns=["laporan", "subjek", "hal", "nilai", "bukti"])
    by = ["laporan", "kunci"]
    here = penyebutan[
        pd.MultiIndex.from_frame(penyebutan[by]).isin(pd.MultiIndex.from_frame(spoken[by].drop_duplicates()))
    ]
    count = here.groupby([*by, "dasar"], sort=False).size().reset_index(name="banyak")
    count["kata"] = count["banyak"].astype(str) + " angka: " + count["dasar"].map(words_of_grounds())
    told = count.groupby(by, sort=False).agg(nilai=("banyak", "sum"), bukti=("kata", list)).reset_index()
    told["nilai"] = told["nilai"].astype(str) + " angka"
    return told.rename(columns={"kunci": "subjek"}).assign(hal="milik angka")
