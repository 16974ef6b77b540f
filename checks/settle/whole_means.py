"""Averages of the whole: what the foot of a table of all indicators, or of all sasaran, and the sentences of
the Ikhtisar, the analysis and the closing chapter are about.

A sentence that names neither table nor sasaran ("rata-rata capaian kinerja Dinas … mencapai 94,84%") means
the average that covers all indicators, or all sasaran, of the report, whatever value either prints. Where two
kinds of feet do (the mean of all rows, and that of the sasaran), its words decide, else an equal value; it is
bound to neither where nothing does.
"""

import re

import numpy as np
import pandas as pd

from cermat.checks.operands import FIGUR, Numbers
from cermat.checks.settle.facts import AVERAGE, name_sasaran
from cermat.checks.settle.names import each, has, normalise
from cermat.schemas.keys import among, codes, distinct, find, listed, pairs, ranks

OF_SASARAN = f"{AVERAGE} sasaran"
_LEAST = 2  # rows of which an average is one
_TABLE = ["laporan", "tabel"]
_YEAR = ["laporan", "tahun"]
_GENERAL = r"^(?:nilai )?(?:rata rata|rerata)(?: capaian)?(?: kinerja)?$"
_COUNTED = re.compile(r"\b(\d+)(?:\s*\([a-z ]+\))?\s+(?:indikator|iku)\b", re.I)
_GROUND = "keseluruhan"  # of settle/grounds.yaml
WHOLE = [*_YEAR, "kunci", "banyak", "sasaran", "tabel", "nilai"]


def recaps(tables: dict[str, pd.DataFrame], long: pd.DataFrame, by_sasaran: pd.DataFrame) -> pd.DataFrame:
    """Averages of sasaran that a table of nothing but sasaran prints ("1 | Meningkatnya mutu … | 5 | 88,16"):
    `long` gets their names (kunci, ukuran, in place); returns such rows of `rincian`, with their foot."""
    mine = np.flatnonzero(among(long["jenis_baris"], "indikator") & among(long["ukuran"], "capaian"))
    mine = mine[_of_sasaran(long.iloc[mine], by_sasaran)]
    _name_feet(tables, long, long.iloc[mine])
    told = _renamed(long.iloc[mine], by_sasaran)
    for column in ("kunci", "ukuran"):
        names = long[column].to_numpy(dtype=object).copy()
        names[mine] = told[column]
        long[column] = names
    parts = tables["rincian"]
    reached = has(normalise(parts["ukuran"]), r"\bcapaian\b").to_numpy(dtype=bool)
    parts = parts[reached & (parts["nilai"].to_numpy() >= 0)]
    mean = among(parts["peran"], "rata_rata")
    foot, rows = parts[mean], parts[~mean]
    rows = rows[_of_sasaran(rows, by_sasaran)].assign(ukuran="capaian")
    order = np.argsort(ranks(rows["kunci"].to_numpy(dtype=object)), kind="stable")
    rows = rows.iloc[order]
    table = codes(*(rows[column] for column in _TABLE))
    every = np.append(listed(table, rows["kunci"].to_numpy(dtype=object), "; "), "")
    at = find([foot[column] for column in _TABLE], [rows[column] for column in _TABLE])
    names = [f"{OF_SASARAN}: {name}" for name in every[np.append(table, -1)[at]]]
    foot = foot.assign(kunci=names, ukuran="rata_rata")[at >= 0]
    return pd.concat([_renamed(rows, by_sasaran), foot])


def _name_feet(tables: dict[str, pd.DataFrame], long: pd.DataFrame, rows: pd.DataFrame) -> None:
    """Feet of tables of sasaran (and what says the same) are averages of sasaran, not of indicators."""
    mean = long[among(long["jenis_baris"], "rata_rata")]
    foot = mean[find([mean[column] for column in _TABLE], [rows[column] for column in _TABLE]) >= 0]
    known = [foot["laporan"], foot["kunci"]]
    for table in (long, tables["klaim"], tables["predikat"]):
        here = find([table["laporan"], table["kunci"]], known) >= 0
        name = table["kunci"].str.replace(AVERAGE, OF_SASARAN, regex=False)
        table["kunci"] = table["kunci"].where(~here | among(table["kunci"], ""), name)


def _of_sasaran(rows: pd.DataFrame, by_sasaran: pd.DataFrame) -> np.ndarray:
    """bool: rows of tables whose rows are all sasaran with indicators of their own, several of them."""
    if rows.empty or by_sasaran.empty:
        return np.zeros(len(rows), dtype=bool)
    known = normalise(by_sasaran["sasaran"])
    own = normalise(rows["kunci"])
    known_ones = find([rows["laporan"], own], [by_sasaran["laporan"], known]) >= 0
    table = codes(*(rows[column] for column in _TABLE))
    once = distinct(table, own)
    several = np.bincount(table[once], minlength=table.max() + 1) >= _LEAST
    all_known = np.bincount(table, ~known_ones, minlength=table.max() + 1) == 0
    return (several & all_known)[table] & ~among(own, "")


def _renamed(rows: pd.DataFrame, by_sasaran: pd.DataFrame) -> pd.DataFrame:
    """Rows of sasaran as averages of their indicators (kunci, ukuran)."""
    kunci, ukuran = name_sasaran(rows.assign(subjek=rows["kunci"], acuan=""), by_sasaran)
    return rows.assign(kunci=kunci, ukuran=ukuran)


def wholes(long: pd.DataFrame, recap: pd.DataFrame) -> pd.DataFrame:
    """Feet that cover all indicators, or all sasaran, for which the report prints a capaian of that year:
    columns WHOLE (banyak: how many; sasaran: is it those; nilai: id). recap: as `recaps` returns it."""
    line = among(long["jenis_baris"], "indikator")
    rows = long[line & among(long["ukuran"], "capaian")]
    means = long[line & among(long["ukuran"], "rata_rata")]
    foot = long[~line & among(long["ukuran"], "rata_rata") & among(long["sasaran"], "")]
    own = recap[among(recap["peran"], "rata_rata")]
    lines = pd.concat([means, recap[~among(recap["peran"], "rata_rata")]])
    names = rows.assign(kunci=normalise(rows["sasaran"]))
    pieces = [
        _covering(foot, rows, rows).assign(sasaran=False),
        _covering(pd.concat([foot, own]), lines, names[~among(names["kunci"], "")]).assign(sasaran=True),
    ]
    return pd.concat(pieces, ignore_index=True)[WHOLE]


def _covering(foot: pd.DataFrame, rows: pd.DataFrame, every: pd.DataFrame) -> pd.DataFrame:
    """Feet whose table has as many names among `rows` in the year as the whole report has in `every`."""
    here = [*_TABLE, "tahun"]
    once = rows.iloc[distinct(*(rows[column] for column in (*here, "kunci")))]
    of_all = every.iloc[distinct(*(every[column] for column in (*_YEAR, "kunci")))]
    sizes = [
        frame.groupby(columns, sort=False).size().rename("banyak").reset_index()
        for frame, columns in ((once, here), (of_all, _YEAR))
    ]
    own, whole = (
        np.append(size["banyak"].to_numpy(dtype="int64"), 0)[
            find([foot[column] for column in columns], [size[column] for column in columns])
        ]
        for size, columns in zip(sizes, (here, _YEAR), strict=True)
    )
    return foot.assign(banyak=own)[(own >= _LEAST) & (own == whole)]


def bind(tables: dict[str, pd.DataFrame], long: pd.DataFrame, recap: pd.DataFrame, numbers: Numbers) -> None:
    """Give averages of sentences that are bound to no table the foot that they are about (kunci and dasar of
    `klaim` and `predikat`, in place)."""
    whole = wholes(long, recap)
    claims = tables["klaim"]
    texts = np.append(claims["teks"].to_numpy(dtype=object), "")
    for table in (claims, tables["predikat"]):
        teks = texts[find([table["laporan"], table["nilai"]], [claims["laporan"], claims["nilai"]])]
        kunci = table["kunci"].to_numpy(dtype=object).copy()
        free = among(table["ukuran"], "rata_rata") & among(table["kunci"], "")
        free &= has(normalise(table["subjek"]), _GENERAL).to_numpy(dtype=bool)
        free &= numbers.kelas[table["nilai"].to_numpy(dtype="int64")] == FIGUR
        foot = recap[among(recap["peran"], "rata_rata")]
        at = find([table["laporan"], table["acuan"]], [foot[column] for column in _TABLE])
        told = np.where(at >= 0, np.append(foot["kunci"].to_numpy(dtype=object), "")[at], "")
        loose = np.flatnonzero(free & among(table["acuan"], "") & ~_of_a_part(table, long, whole, numbers))
        told[loose] = _meant(table.iloc[loose], teks[loose], whole, numbers)
        mine = free & (told != "")
        kunci[mine] = told[mine]
        table["kunci"] = kunci
        table["dasar"] = np.where(mine, _GROUND, table["dasar"] if "dasar" in table else "")


def _of_a_part(rows: pd.DataFrame, long: pd.DataFrame, whole: pd.DataFrame, numbers: Numbers) -> np.ndarray:
    """bool: averages that another table's foot prints too, and no foot of the whole: they may be about it."""
    feet = long[among(long["jenis_baris"], "rata_rata") & among(long["ukuran"], "rata_rata")]
    own, theirs, all_of_it = (
        [frame["laporan"], pd.Series(numbers.value[frame["nilai"].to_numpy(dtype="int64")]).round(6)]
        for frame in (rows, feet, whole)
    )
    return (find(own, theirs) >= 0) & (find(own, all_of_it) < 0)


def _meant(rows: pd.DataFrame, teks: np.ndarray, whole: pd.DataFrame, numbers: Numbers) -> np.ndarray:
    """object: kunci of the one foot that each average is about, '' where none or several are."""
    if rows.empty or whole.empty:
        return np.full(len(rows), "", dtype=object)
    texts = pd.Series(teks, dtype=object)
    count = each(lambda text: int(found[1]) if (found := _COUNTED.search(text)) else -1, texts)
    by_sasaran = has(texts, r"(?i)\bsasaran\b").to_numpy(dtype=bool)
    year = codes(*(pd.concat([rows[column], whole[column]], ignore_index=True) for column in _YEAR))
    row, foot = pairs(year[: len(rows)], year[len(rows) :])
    said = count.to_numpy(dtype="int64")[row]
    ids, own = (frame["nilai"].to_numpy(dtype="int64")[at] for frame, at in ((rows, row), (whole, foot)))
    coarse = np.minimum(numbers.desimal[ids], numbers.desimal[own]).astype("float64")
    equal = np.abs(numbers.value[ids] - numbers.value[own]) <= 0.51 * 10.0**-coarse
    sasaran = whole["sasaran"].to_numpy(dtype=bool)[foot]
    counted = (said < 0) | ~sasaran & (said == whole["banyak"].to_numpy()[foot])
    words = (said > 0) & counted | by_sasaran[row] & sasaran
    name = codes(whole["kunci"])[foot]
    result = np.full(len(rows) + 1, -1)
    for sign in (counted | equal, equal, words):  # the last one that leaves one foot decides
        left = np.flatnonzero(sign)
        once = left[distinct(row[left], name[left])]
        sole = np.bincount(row[once], minlength=len(rows))[row[once]] == 1
        result[row[once[sole]]] = foot[once[sole]]
    return np.append(whole["kunci"].to_numpy(dtype=object), "")[result[: len(rows)]]
