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

from checks.operands import FIGUR, Numbers
from checks.settle.names import each, normalise
from checks.settle.same_whole import name_wholes
from schemas.keys import codes, distinct


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
    patterns = {name: re.compile(rf"\b(?:{p})\b") for name, p in vocabulary.items()}
    return each(
        lambda text: next((n for n, p in patterns.items() if p.search(text.lower())), ""),
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


def _totals(a: pd.DataFrame) -> pd.DataFrame:
    """The one total row of each budget table: laporan, tabel, kunci."""
    t = a[a["tingkat"].eq("total") & a["bulan"].eq("")]
    t = t.assign(kunci=t["kunci"] + " · " + t["tabel"]).drop_duplicates(["laporan", "tabel", "kunci"])
    return t[~t.duplicated(["laporan", "tabel"], keep=False)][["laporan", "tabel", "kunci"]]


def _own_total(k: pd.DataFrame, totals: pd.DataFrame) -> np.ndarray:
    """Subjects of claims; a claim about 'the total' of a budget table it speaks of is about that table's
    total."""
    named = (
        k[["laporan", "acuan"]]
        .rename(columns={"acuan": "tabel"})
        .merge(totals, how="left", on=["laporan", "tabel"])["kunci"]
    )
    money = k["ukuran"].isin(["pagu", "serapan", "persen", "sisa"]).to_numpy()
    about = each(lambda n: "ya" if _TOTAL.match(n) else "", normalise(k["kunci"])).eq("ya").to_numpy()
    return np.where(money & about & named.notna().to_numpy(), named, k["kunci"])


def _telling(names: pd.Series) -> pd.Series:
    """Names of operands; '' for "realisasi anggaran" and the like, which say what is divided and not whose it
    is."""
    return names.where(each(lambda n: "" if _TOTAL.match(n) else "ya", normalise(names)).eq("ya"), "")


def _spoken_rows(k: pd.DataFrame, rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Claims about one row of a count table, and those rows: their subject is that row of that table (claims,
    rows)."""
    same = ["laporan", "tabel", "kunci", "ukuran", "tahun"]
    told = k[k["jenis"].eq("nilai")].drop(columns="tabel").rename(columns={"acuan": "tabel"})
    cells = rows[rows["nilai"].ge(0) & rows["kunci"].ne("")].drop_duplicates(same, keep=False)
    spoken = told[same].drop_duplicates().merge(cells[same], on=same)
    here = pd.MultiIndex.from_frame(spoken[same])
    at = pd.MultiIndex.from_arrays([k[c] for c in ("laporan", "acuan", "kunci", "ukuran", "tahun")]).isin(
        here
    ) & k["jenis"].eq("nilai")
    k = k.assign(
        kunci=k["kunci"].where(~at, k["kunci"] + " · " + k["acuan"]),
        ukuran=k["ukuran"].where(~at, _without_year(k["ukuran"])),
    )
    cells = cells[pd.MultiIndex.from_frame(cells[same]).isin(here)]
    return k, cells.assign(
        kunci=cells["kunci"] + " · " + cells["tabel"], ukuran=_without_year(cells["ukuran"])
    )


def _without_year(columns: pd.Series) -> pd.Series:
    """Names of columns without their years ("sisa 2019" is "sisa"; "2023" alone is "jumlah")."""
    return columns.str.replace(r"\s*\b(?:19|20)\d\d\b\s*", " ", regex=True).str.strip().replace("", "jumlah")


def mentions(
    tables: dict[str, pd.DataFrame], long: pd.DataFrame, angka: pd.DataFrame, numbers: Numbers, words: dict
) -> pd.DataFrame:
    """`penyebutan` (columns: schemas/mentions.py) of all reports. long: see facts.long_values; words:
    vocabulary.yaml."""
    a, k, h, p = tables["anggaran"], tables["klaim"], tables["perhitungan"], tables["predikat"]
    given, r = tables["layanan"], tables["rincian"]
    yearly = a[a["bulan"].eq("") & ~a["tingkat"].isin(["bulan"])]
    common = yearly["tingkat"].isin(
        ["total", "belanja", "lain"]
    )  # every budget table has a total: it is that table's own
    yearly = yearly.assign(kunci=yearly["kunci"].where(~common, yearly["kunci"] + " · " + yearly["tabel"]))
    whole_budget = _totals(a)
    k = k.assign(kunci=_own_total(k, whole_budget))
    k, spoken = _spoken_rows(k, r)
    h = h.assign(kunci_a=_telling(h["kunci_a"]), kunci_b=_telling(h["kunci_b"]))
    totals = r[r["subjek"].ne("") & r["peran"].ne("rata_rata")]
    whole = totals[totals["peran"].eq("total") | (totals["kode"].ne("") & totals["induk"].eq(""))]
    whole = name_wholes(whole, numbers, angka["satuan"].to_numpy(dtype=object), words["menurut"])
    pieces = [
        _of(long, "nilai"),
        _of(yearly, "pagu", "pagu"),
        _of(yearly, "realisasi", "serapan"),
        _of(yearly, "persen", "persen"),
        _of(yearly, "sisa", "sisa"),
        _of(whole, "nilai", key="kunci_subjek"),
        _of(spoken, "nilai"),
        _of(h, "hasil"),
        _of(h, "a", "jumlah", key="kunci_a"),
        _of(h, "b", "jumlah", key="kunci_b"),
        _of(k[k["jenis"].eq("nilai")], "nilai"),
        _of(p, "nilai"),
        _of(given, "target", "target", key="kunci_layanan"),
        _of(given, "realisasi", "realisasi", key="kunci_layanan"),
    ]
    columns = [np.concatenate(c) for c in zip(*pieces, strict=True)]
    figure = numbers.kelas[columns[len(_TEXTS) + _WHOLE.index("nilai")].astype("int64")] == FIGUR
    f = pd.DataFrame(np.array(columns[: len(_TEXTS)], dtype=object).T[figure], columns=_TEXTS, dtype=object)
    for name, values in zip(_WHOLE, columns[len(_TEXTS) :], strict=True):
        f[name] = values[figure].astype("int64")
    ids = f["nilai"].to_numpy()
    own = angka["satuan"].to_numpy()[ids]
    f["kelas_satuan"] = unit_class(pd.Series(np.where(own == "", f["satuan"], own), index=f.index))
    f["ukuran"] = f["ukuran"].fillna("")
    planned = f["ukuran"].isin(["target", "pagu"])  # what was reached is the same in every document
    f["kelas_dokumen"] = document_class(f["dokumen"], words["kelas_dokumen"]).where(planned, "")
    yearly = f["ukuran"].eq("target") & f["kelas_dokumen"].eq(
        "rencana awal"
    )  # the year's plan and agreement share targets
    f.loc[yearly, "kelas_dokumen"] = ""
    f.loc[f["ukuran"].isin(["capaian", "capaian_akhir", "rata_rata", "persen"]), "kelas_satuan"] = "%"
    same = codes(*(f[k] for k in ("laporan", "kunci", "ukuran", "tahun")))
    f["kelas_satuan"] = _unit_of_all(same, f["kelas_satuan"].to_numpy(dtype=object))
    f["entitas"] = codes(f["laporan"], f["kunci"])
    f["value"] = numbers.value[f["nilai"].to_numpy(dtype="int64")]
    f["dasar"] = _grounds(f)
    f["yakin"] = f["dasar"].map(grounds()).astype("float64")
    return (
        f[f["kunci"].ne("")]
        .drop_duplicates(["laporan", "nilai", "kunci", "ukuran", "tahun"])
        .reset_index(drop=True)
    )


def grounds() -> dict[str, float]:
    """How sure each ground makes a mention (settle/grounds.yaml)."""
    return {name: content["yakin"] for name, content in _grounds_file().items()}


def words_of_grounds() -> dict[str, str]:
    """How each ground is told to the reader."""
    return {name: content["kata"] for name, content in _grounds_file().items()}


@cache
def _grounds_file() -> dict:
    return yaml.load(
        files("checks.settle").joinpath("grounds.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
    )


def _grounds(f: pd.DataFrame) -> np.ndarray:
    """By what each mention is about its entity: the row of a table, or what prose says (column `dasar` of
    klaim), else its words."""
    prose = f["tabel"].str.startswith("prosa").to_numpy(dtype=bool)
    return np.where(prose, f["dasar"].replace("", "kalimat"), "tabel")


def bound(penyebutan: pd.DataFrame) -> pd.DataFrame:
    """For `ketetapan`: of each entity that prose speaks of, how many figures were bound to it and by what."""
    spoken = penyebutan[penyebutan["dasar"].ne("tabel")]
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
