"""`padanan_indikator`: the indicators of a report beside those of another document: which lack their
counterpart, and whether unit, sasaran, formula and direction are the same."""

import re

import numpy as np
import pandas as pd

from cermat.checks.operands import Numbers
from cermat.checks.settle.dokumen import wording
from cermat.checks.settle.dokumen.accounts import replaced
from cermat.checks.settle.dokumen.matching import ALIKE, RENAMED
from cermat.checks.settle.names import normalise
from cermat.schemas.keys import among, codes, codes_of_both, distinct, find, means, pairs
from cermat.schemas.submission import Submission

_PLACE = ("tabel", "bagian", "halaman", "baris", "garis")
_TOLD = ("satuan", "sasaran", "formula", "arah")
_FIGURES = (("indikator", "target"), ("indikator", "realisasi"), ("seri", "nilai"))
_UNIT = re.compile(r"%|[a-z][a-z ./]{1,30}", re.I)
_SEEN = {
    "indikator": ("satuan", "sasaran"),
    "seri": ("satuan", "sasaran"),
    "definisi": ("satuan", "sasaran", "formula"),
}


def details(tables: dict, numbers: Numbers, sub: Submission, beside: list[str]) -> pd.DataFrame:
    """What each document says of each of its indicators: laporan, kunci, satuan (of a column, else behind its
    figures: "135 hari"), sasaran, formula, arah (as its column says, or as its capaian are computed),
    bertarget, dilaporkan (of its own year), and the first place that names it.

    beside: names of the documents that stand beside reports.
    """
    pieces: list[pd.DataFrame] = []
    for name, columns in _SEEN.items():
        rows = tables[name]
        plain = ~among(rows["kunci"], "")
        if "jenis_baris" in rows:
            plain &= ~among(rows["jenis_baris"], "rata_rata")
        kept = rows.loc[plain, ["laporan", "kunci", *columns, *_PLACE]]
        if name == "definisi":  # a sentence defines an indicator that a table names
            told = kept["tabel"].str.startswith("prosa").to_numpy(dtype=bool)
            known = pd.concat([*pieces, kept[~told]])
            kept = kept[
                ~told | (find([kept["laporan"], kept["kunci"]], [known["laporan"], known["kunci"]]) >= 0)
            ]
        pieces.append(kept)
    every = pd.concat(pieces, ignore_index=True)
    for column in _TOLD:
        every[column] = every[column].fillna("") if column in every else ""
    own = codes(every["laporan"], every["kunci"])
    made = every.iloc[np.unique(own, return_index=True)[1]].reset_index(drop=True)
    for column in ("satuan", "sasaran", "formula"):
        made[column] = _first_told(every, made, column)
    unit = made["satuan"].to_numpy(dtype=object)
    made["satuan"] = np.where(unit == "", _behind_figures(tables, made, sub), unit)
    made["arah"] = _directions(tables, made, numbers, beside)
    return _reported(tables, made)


def all_aims(tables: dict) -> pd.DataFrame:
    """Every sasaran that a document gives each of its indicators: laporan, kunci, sasaran."""
    every = pd.concat([tables[name][["laporan", "kunci", "sasaran"]] for name in _SEEN], ignore_index=True)
    every = every[~among(every["kunci"], "") & ~among(every["sasaran"], "")]
    return every.iloc[distinct(*(every[name] for name in every))].reset_index(drop=True)


def _aims_of(both: pd.DataFrame, aims: pd.DataFrame) -> np.ndarray:
    """'sama', 'lain' or '' (open), one a row: the sasaran of an indicator here and there."""
    met = np.flatnonzero((both["ada"] & both["ada_lain"]).to_numpy(dtype=bool))
    rows = both.iloc[met]
    known = codes_of_both([rows["laporan"], rows["kunci"]], [aims["laporan"], aims["kunci"]])
    other = codes_of_both([rows["lain"], rows["kunci_lain"]], [aims["laporan"], aims["kunci"]])
    left, here = pairs(*known)
    at, there = pairs(other[0][left], other[1])
    text = aims["sasaran"].to_numpy(dtype=object)
    return wording.nearest_aims(met[left[at]], text[here[at]], text[there], len(both))


def _first_told(every: pd.DataFrame, made: pd.DataFrame, column: str) -> np.ndarray:
    told = every[~among(every[column], "")]
    known = np.append(told[column].to_numpy(dtype=object), "")
    return known[find([made["laporan"], made["kunci"]], [told["laporan"], told["kunci"]])]


def _behind_figures(tables: dict, made: pd.DataFrame, sub: Submission) -> np.ndarray:
    """The unit that stands behind all figures of an indicator in their cells ("135 hari"), '' where they bear
    none or several, or where a cell holds more ("12 Lapor an", torn by a line's end)."""
    angka, cells = sub.angka, sub.sel
    pieces = []
    for name, column in _FIGURES:
        ids = tables[name][column].to_numpy("int64")
        rows = tables[name].loc[ids >= 0, ["laporan", "kunci"]]
        pieces.append(rows.assign(id=ids[ids >= 0]))
    every = pd.concat(pieces, ignore_index=True)
    ids = every["id"].to_numpy("int64")
    place = ["laporan", "blok", "r", "c"]
    at = find([angka[name].to_numpy()[ids] for name in place], [cells[name] for name in place])
    whole = np.append(cells["teks"].to_numpy(dtype=object), "")[at]
    number, unit = (angka[name].to_numpy(dtype=object)[ids] for name in ("teks", "satuan"))
    alone = [
        bool(_UNIT.fullmatch(name)) and _bare(cell) == _bare(figure.removesuffix(name) + name)
        for cell, figure, name in zip(whole, number, unit, strict=True)
    ]
    told = every.assign(unit=pd.Series(unit, dtype=object).str.lower())
    told["unit"] = told["unit"].where(np.array(alone, dtype=bool), "?")
    told = told[(unit != "") | ~np.array(alone, dtype=bool)]
    once = told.iloc[distinct(told["laporan"], told["kunci"], told["unit"])]
    own = codes(once["laporan"], once["kunci"])
    sole = once[(np.bincount(own)[own] == 1) & (once["unit"] != "?").to_numpy()] if len(once) else once
    known = np.append(sole["unit"].to_numpy(dtype=object), "")
    return known[find([made["laporan"], made["kunci"]], [sole["laporan"], sole["kunci"]])]


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text).lower()


def _directions(tables: dict, made: pd.DataFrame, numbers: Numbers, beside: list[str]) -> np.ndarray:
    """'naik' or 'turun' as a column prints it, else as every capaian of the indicator is computed."""
    rows = tables["indikator"]
    target, result, score = (rows[name].to_numpy("int64") for name in ("target", "realisasi", "capaian"))
    aim, got, told = (numbers.value[ids] for ids in (target, result, score))
    half = 0.6 * 10.0 ** -numbers.desimal[score].astype("float64")
    with np.errstate(divide="ignore", invalid="ignore"):
        up = np.abs(got / aim * 100 - told) <= half
        down = (np.abs((2 * aim - got) / aim * 100 - told) <= half) | (np.abs(aim / got * 100 - told) <= half)
    known = (target >= 0) & (result >= 0) & (score >= 0) & (up != down)
    computed = np.where(up, "naik", "turun")
    told_apart = ~rows["laporan"].isin(beside).to_numpy()  # "naik" against its own words: the report's matter
    known &= ~told_apart | (computed == rows["arah"].to_numpy(dtype=object)) | (computed == "turun")
    by_capaian = rows[["laporan", "kunci"]].assign(arah=np.where(known, computed, ""))
    printed = pd.concat([tables[name][["laporan", "kunci", "arah_tercetak"]] for name in _SEEN])
    by_column = _one_way(made, printed.rename(columns={"arah_tercetak": "arah"}))
    return np.where(by_column != "", by_column, _one_way(made, by_capaian))


def _one_way(made: pd.DataFrame, told: pd.DataFrame) -> np.ndarray:
    """'naik' or 'turun' where all that is told of an indicator says so, else ''."""
    told = told[~among(told["arah"], "")]
    once = told.iloc[distinct(told["laporan"], told["kunci"], told["arah"])]
    own = codes(once["laporan"], once["kunci"])
    sole = once[np.bincount(own)[own] == 1] if len(once) else once
    known = np.append(sole["arah"].to_numpy(dtype=object), "")
    return known[find([made["laporan"], made["kunci"]], [sole["laporan"], sole["kunci"]])]


def _reported(tables: dict, made: pd.DataFrame) -> pd.DataFrame:
    """+ bertarget, dilaporkan: does the document print a target, a realisasi or capaian, of its own year?"""
    facts = tables["fakta"]
    year = dict(zip(tables["laporan"]["laporan"], tables["laporan"]["tahun"], strict=True))
    own = facts[facts["tahun"].to_numpy() == facts["laporan"].map(year).to_numpy()]
    for name, measures in (("bertarget", ("target",)), ("dilaporkan", ("realisasi", "capaian"))):
        told = own[among(own["ukuran"], *measures)]
        made[name] = find([made["laporan"], made["kunci"]], [told["laporan"], told["kunci"]]) >= 0
    return made


def indicators_beside(
    docs: pd.DataFrame, matches: pd.DataFrame, known: pd.DataFrame, aims: pd.DataFrame
) -> pd.DataFrame:
    """One row an indicator of a report, of a document beside it, or of both: laporan, kunci, kunci_lain,
    dokumen_lain, nama_lain, jenis, versi, cara, mirip; ada, ada_lain; of both sides what `details` gives
    (…_lain); sejawat, sejawat_lain (share of the indicators of its table that are matched), tahun, and
    satuan_banding, sasaran_banding, formula_banding, arah_banding ('sama', 'lain', '' open).

    docs: documents.documents of one agency; matches: matching.matched; known: `details`; aims: `all_aims`.
    """
    met = matches[among(matches["golongan"], "indikator")]
    told = docs.loc[docs["berlaku"], ["laporan", "lain", "jenis", "nama", "versi", "tahun", "tahun_laporan"]]
    side = {name: f"{name}_lain" for name in known if name not in ("laporan", "kunci")}
    here = told.merge(known, on="laporan")
    there = told[["laporan", "lain"]].merge(
        known.rename(columns={"laporan": "lain", "kunci": "kunci_lain", **side}), on="lain"
    )
    links = met[["laporan", "lain", "kunci", "kunci_lain", "cara"]]
    here = here.merge(links, how="left", on=["laporan", "lain", "kunci"])
    made = here.merge(there, how="left", on=["laporan", "lain", "kunci_lain"], indicator="ada_lain")
    met = (
        find(
            [there[name] for name in ("laporan", "lain", "kunci_lain")],
            [links[name] for name in ("laporan", "lain", "kunci_lain")],
        )
        >= 0
    )
    rest = there[~met].merge(told, on=["laporan", "lain"])
    made["ada_lain"] = (made["ada_lain"] == "both").to_numpy()
    both = pd.concat([made.assign(ada=True), rest.assign(ada=False, ada_lain=True)], ignore_index=True)
    return _filled(_peers(both), aims)


def _peers(both: pd.DataFrame) -> pd.DataFrame:
    """+ sejawat, sejawat_lain, banyak_sejawat, banyak_sejawat_lain: of the table that names it first, here
    and there, the share of indicators that are matched, and how many; terlapor_lain: of the table there, the
    share of indicators that the report gives a realisasi for."""
    met = (both["ada"] & both["ada_lain"]).to_numpy(dtype=bool)
    for name, column in (("sejawat", "tabel"), ("sejawat_lain", "tabel_lain")):
        table = codes(both["laporan"], both["lain"], both[column].fillna(""))
        alone = np.bincount(table)[table] == 1  # cards, each a table of its own, are peers of each other
        table = codes(both["laporan"], both["lain"], np.where(alone, "", both[column].fillna("")))
        both[name] = means(table, met.astype("float64"))[table]
        both[f"banyak_{name}"] = np.bincount(table, met, minlength=table.max(initial=-1) + 1)[table]
    both["terlapor_lain"] = means(table, both["dilaporkan"].eq(True).to_numpy("float64"))[table]
    return both


def _filled(both: pd.DataFrame, aims: pd.DataFrame) -> pd.DataFrame:
    """Without holes, and with what is the same and what is not."""
    for name in both:
        if name in ("halaman", "garis", "halaman_lain", "garis_lain"):
            both[name] = both[name].fillna(-1).astype("int64")
        elif name in ("bertarget", "dilaporkan", "bertarget_lain", "dilaporkan_lain"):
            both[name] = both[name].eq(True)
        elif not pd.api.types.is_numeric_dtype(both[name]):
            both[name] = both[name].astype(object).fillna("")
    kunci = both["kunci"].to_numpy(dtype=object)
    both["kunci"] = np.where(kunci == "", both["kunci_lain"].to_numpy(dtype=object), kunci)
    both["mirip"] = among(both["cara"], ALIKE)
    both["ganti_nama"] = among(both["cara"], RENAMED)
    compare = {"satuan": wording.units, "formula": wording.formulas}
    for name, of in compare.items():
        one, other = (both[column].to_numpy(dtype=object) for column in (name, f"{name}_lain"))
        both[f"{name}_banding"] = of(one, other)
    both["sasaran_banding"] = _aims_of(both, aims)
    one, other = (both[column].to_numpy(dtype=object) for column in ("arah", "arah_lain"))
    both["arah_banding"] = np.where((one == "") | (other == ""), "", np.where(one == other, "sama", "lain"))
    both["digantikan"] = replaced(both)
    both = both.rename(columns={"lain": "dokumen_lain", "nama": "nama_lain", "tahun": "tahun_dokumen"})
    return both.rename(columns={"tahun_laporan": "tahun"}).reset_index(drop=True)


def named_in(both: pd.DataFrame, sub: Submission) -> np.ndarray:
    """bool: is the name of an indicator that the report lacks printed in it all the same, in a table beside a
    figure that no reader made a row of?"""
    lacking = ~both["ada"].to_numpy(dtype=bool)
    made = np.zeros(len(both), dtype=bool)
    cells = sub.sel[sub.sel["laporan"].isin(both["laporan"][lacking].unique())]
    if lacking.any() and len(cells):
        figure = cells[cells["teks"].str.contains(r"\d", regex=True)]
        row = ["laporan", "blok", "r"]
        cells = cells[find([cells[name] for name in row], [figure[name] for name in row]) >= 0]
        made = lacking & (
            find(
                [both["laporan"], normalise(both["kunci_lain"])], [cells["laporan"], normalise(cells["teks"])]
            )
            >= 0
        )
    return made


def aims_beside(both: pd.DataFrame) -> pd.DataFrame:
    """`padanan_sasaran`: one row a sasaran here and the sasaran that the other document gives one of its
    indicators: columns of `padanan_indikator`, plus banyak_sama (how many of the document's are the same)."""
    rows = both[(both["ada"] & both["ada_lain"]).to_numpy(dtype=bool) & ~among(both["sasaran_banding"], "")]
    rows = rows.iloc[
        distinct(*(rows[name] for name in ("laporan", "dokumen_lain", "sasaran", "sasaran_lain")))
    ]
    one = codes(rows["laporan"], rows["dokumen_lain"])
    same = np.bincount(one, among(rows["sasaran_banding"], "sama"), minlength=one.max(initial=-1) + 1)
    return rows.assign(banyak_sama=same[one]).reset_index(drop=True)
