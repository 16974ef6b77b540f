"""Identity found by values: a column that holds another column's figures throughout, a row that is its
neighbour's copy.

"Realisasi 2016" that prints the pagu of every row, beside a table that has the realisasi: one finding for the
column, with all its rows. Equal figures alone accuse nobody: another column of the same heading must have
other figures for the same rows.
"""

import re

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from checks.settle.counterparts import already, counterparts, mentions_told
from checks.settle.overlay_cells import NO_YEAR
from checks.settle.overlays import Overlay, equal, headed
from schemas.keys import among, codes, distinct, find, nth_of, pairs

COPIED_SHARE, COPIED_ROWS = 0.8, 4
_OTHERS = 3  # rows at least that differ from the column of the same heading
_NEAR = 85  # likeness of headings that name one column
KOLOM_SALIN = [
    "laporan",
    "kunci",
    "ukuran",
    "tahun",
    "kolom",
    "kolom_asal",
    "kolom_lain",
    "nama",
    "nilai",
    "lain",
    "asal",
    "sama",
    "banyak",
    "beda",
    "tabel",
    "bagian",
    "halaman",
    "baris",
    "garis",
]


def _inside(c: pd.DataFrame) -> pd.DataFrame:
    """Cells of one row beside each other, both ways round: left, right (positions), cols (column pair),
    equal."""
    row = c["row"].to_numpy()
    i, j = pairs(row, row)
    keep = i != j
    return _beside(c, i[keep], j[keep])


def _beside(c: pd.DataFrame, left: np.ndarray, right: np.ndarray) -> pd.DataFrame:
    value, decimals, col = (c[k].to_numpy() for k in ("value", "desimal", "col"))
    same = equal(value[left], value[right], decimals[left], decimals[right])
    return pd.DataFrame({"left": left, "right": right, "cols": codes(col[left], col[right]), "equal": same})


def _both_ways(c: pd.DataFrame, overlay: Overlay) -> pd.DataFrame:
    """Cells of rows that are laid on each other, and of one row, each pair both ways round."""
    left, right = (
        overlay.every["left"].to_numpy(dtype="int64"),
        overlay.every["right"].to_numpy(dtype="int64"),
    )
    inner = _inside(c)
    return _beside(
        c, np.concatenate([left, right, inner["left"]]), np.concatenate([right, left, inner["right"]])
    )


def _rates(met: pd.DataFrame, c: pd.DataFrame) -> pd.DataFrame:
    """Column pairs: cols, x, y (columns), same, many, kinds (different figures that agree), first (a
    meeting)."""
    cols = met["cols"].to_numpy()
    first = distinct(cols)
    agreed = np.flatnonzero(met["equal"].to_numpy())
    value = c["value"].to_numpy()[met["left"].to_numpy()]
    kinds = (
        np.bincount(cols[agreed[distinct(cols[agreed], value[agreed])]], minlength=len(first))
        if len(agreed)
        else np.zeros(len(first))
    )
    col = c["col"].to_numpy()
    return pd.DataFrame(
        {
            "x": col[met["left"].to_numpy()[first]],
            "y": col[met["right"].to_numpy()[first]],
            "first": first,
            "kinds": kinds,
            "same": np.bincount(cols, met["equal"], minlength=len(first)).astype("int64"),
            "many": np.bincount(cols, minlength=len(first)),
        }
    )


def _heading(c: pd.DataFrame, at: np.ndarray) -> list[str]:
    """The last part of a cell's printed heading, in lower case."""
    return [str(h).rsplit(">", 1)[-1].strip().lower() for h in c["judul"].to_numpy()[at]]


def _heads_alike(c: pd.DataFrame, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Likeness of the headings of two cells, 0 to 100: of their last parts, or of all their words."""
    if not len(left):
        return np.zeros(0)
    last = process.cpdist(_heading(c, left), _heading(c, right), scorer=fuzz.ratio)
    whole = [c["judul"].str.lower().to_numpy(dtype=object)[at] for at in (left, right)]
    long = np.array([min(len(a), len(b)) >= 4 for a, b in zip(*whole, strict=True)], dtype=bool)
    return np.maximum(
        last, np.where(long, process.cpdist(list(whole[0]), list(whole[1]), scorer=fuzz.token_set_ratio), 0)
    )


def _worth(rate: pd.DataFrame) -> tuple[pd.DataFrame, np.ndarray]:
    """Column pairs whose figures make one a copy of the other, or differ for a copy's rows: (they, is it a
    copy)."""
    same, many = rate["same"].to_numpy(), rate["many"].to_numpy()
    copy = (same >= COPIED_ROWS) & (same >= COPIED_SHARE * many) & (rate["kinds"].to_numpy() >= 3)
    apart = (many - same >= _OTHERS) & (2 * same <= many)
    keep = copy | (apart & np.isin(rate["x"], rate["x"].to_numpy()[copy]))
    return rate[keep].reset_index(drop=True), copy[keep]


def _copied_columns(c: pd.DataFrame, met: pd.DataFrame) -> pd.DataFrame:
    """x holds y's figures, while z of x's own heading has others: x, y, z (columns), same, many."""
    rate, same_figures = _worth(_rates(met, c))
    left, right = met["left"].to_numpy()[rate["first"]], met["right"].to_numpy()[rate["first"]]
    measure, year, tab, sign = (c[k].to_numpy() for k in ("ukuran", "tahun", "tab", "tanda"))
    told = np.array([len(h) >= 4 for h in c["judul"].to_numpy()[right]], dtype=bool)
    alike = _heads_alike(c, left, right)
    other_year = (year[left] != year[right]) & (year[left] != NO_YEAR) & (year[right] != NO_YEAR)
    both = (measure[left] != "") & (measure[right] != "")
    apart = other_year | (both & (measure[left] != measure[right]))
    copy = same_figures & (apart | (told & (alike < _NEAR)))
    rival = ~same_figures & headed(c, left, right) & ~other_year & (tab[left] != tab[right])
    rival &= sign[left] == sign[right]
    unit = c["kata_satuan"].to_numpy(dtype=object)[right]
    x, y = rate["x"].to_numpy(), rate["y"].to_numpy()
    i, j = pairs(x[copy], x[rival])
    i, j = np.flatnonzero(copy)[i], np.flatnonzero(rival)[j]
    # the heading must be z's rather than y's: another measure or year than y's, or nearer in words
    ours = both[j] & ~apart[j]
    good = (apart[i] & ours) | ((alike[j] >= _NEAR) & (alike[j] > alike[i]))
    good &= (unit[i] == "") | (unit[j] == "") | (unit[i] == unit[j])
    i, j = i[good], j[good]
    same, many = rate["same"].to_numpy(), rate["many"].to_numpy()
    order = np.lexsort((-same[i], -many[j]))
    order = order[distinct(x[i[order]])]
    i, j = i[order], j[order]
    return pd.DataFrame({"x": x[i], "y": y[i], "z": y[j], "same": same[i], "many": many[i]})


def _told(met: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Cells of copied columns beside those of the third column (left, right, equal) and of the one copied
    (right_y)."""
    copied = np.zeros(met["x"].max() + 1 if len(met) else 0, dtype=bool)
    copied[found["x"].to_numpy()] = True
    met = met.take(np.flatnonzero(copied[met["x"].to_numpy()]))
    x, other = met["x"].to_numpy(), met["other"].to_numpy()
    left, right = (met[c].to_numpy(dtype="int64") for c in ("left", "right"))
    column = {c: found[c].to_numpy() for c in ("x", "y", "z", "same", "many")}
    of_third, of_source = (find([x, other], [column["x"], column[c]]) for c in ("z", "y"))
    third, source = np.flatnonzero(of_third >= 0), np.flatnonzero(of_source >= 0)
    third, source = third[distinct(left[third])], source[distinct(left[source])]
    at = find([left[third]], [left[source]])
    third, source = third[at >= 0], source[at[at >= 0]]
    which = of_third[third]
    return pd.DataFrame(
        {
            "left": left[third],
            "right": right[third],
            "right_y": right[source],
            "equal": met["equal"].to_numpy()[third],
            "same": column["same"][which],
            "many": column["many"][which],
        }
    )


def copied_columns(c: pd.DataFrame, overlay: Overlay, angka: pd.DataFrame) -> pd.DataFrame:
    """`kolom_salin`: rows of columns that hold another column's figures: KOLOM_SALIN, one a row that a third
    column tells.

    nilai: the figure in the column; lain: that of the column with the same heading; asal: that of the column
    whose figures it holds (ids); sama of banyak rows are copied; beda: 1 where lain differs. A column that
    agrees with one of its heading has one row, beda 0.
    """
    met = _both_ways(c, overlay)
    found = _copied_columns(c, met)
    col = c["col"].to_numpy()
    told = _told(met.assign(x=col[met["left"].to_numpy()], other=col[met["right"].to_numpy()]), found)
    fine = overlay.met[
        headed(c, overlay.met["left"].to_numpy(dtype="int64"), overlay.met["right"].to_numpy(dtype="int64"))
    ]
    fine = fine[~fine["ca"].isin(found["x"])].drop_duplicates("ca").assign(equal=True)
    every = pd.concat([told, fine.assign(right_y=fine["right"])], ignore_index=True) if len(fine) else told
    ids = c["id"].to_numpy(dtype="int64")
    at, z, y = (every[k].to_numpy(dtype="int64") for k in ("left", "right", "right_y"))
    heads, pages = _named_column(c, at), angka["halaman"].to_numpy()
    told_y, told_z = (
        [
            f"{h} (halaman {p})" if p > 0 else h
            for h, p in zip(_named_column(c, k), pages[ids[k]], strict=True)
        ]
        for k in (y, z)
    )
    made = pd.DataFrame(
        {
            "laporan": c["laporan"].to_numpy()[at],
            "kunci": [f"Kolom {h}" for h in heads],
            "ukuran": c["ukuran"].to_numpy()[at],
            "tahun": c["tahun"].to_numpy()[at],
            "kolom": c["tabel"].to_numpy()[at],
            "kolom_asal": told_y,
            "kolom_lain": told_z,
            "nama": c["nama"].to_numpy()[at],
            "nilai": ids[at],
            "lain": ids[z],
            "asal": ids[y],
            "sama": every["same"].to_numpy(dtype="int64"),
            "banyak": every["many"].to_numpy(dtype="int64"),
            "beda": (~every["equal"].to_numpy(dtype=bool)).astype("int64"),
        }
    )
    return _placed(made, angka, KOLOM_SALIN)


def _named_column(c: pd.DataFrame, at: np.ndarray) -> list[str]:
    """Headings of the columns of some cells, on one line; where none is printed, what the column measures."""
    return [
        " ".join(str(h).split()) or m
        for h, m in zip(c["judul"].to_numpy()[at], c["ukuran"].to_numpy()[at], strict=True)
    ]


def _placed(made: pd.DataFrame, angka: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """With the place of its `nilai`, in the order of the document."""
    made = made.iloc[np.argsort(made["nilai"].to_numpy(), kind="stable")].reset_index(drop=True)
    ids = made["nilai"].to_numpy(dtype="int64")
    place = angka[["tabel", "bagian", "halaman", "baris", "garis"]].take(ids).reset_index(drop=True)
    return pd.concat([made, place], axis=1)[columns]


BARIS_SALIN = [
    "laporan",
    "kunci",
    "ukuran",
    "tahun",
    "nama_lain",
    "nilai",
    "lain",
    "beda",
    "pasangan",
    "tabel",
    "bagian",
    "halaman",
    "baris",
    "garis",
]
_FIGURES, _LONG, _DIGITS = 3, 2, 5  # a row is a copy by so many figures, so many of them with so many digits
_LABEL = re.compile(r"^(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)]?$", re.I)


def copied_rows(c: pd.DataFrame, angka: pd.DataFrame) -> pd.DataFrame:
    """`baris_salin`: rows of a budget whose every figure is another row's of the same level: BARIS_SALIN, one
    a figure.

    A row that is nobody's copy has one row, beda 0. A row and the one that it is part of may well be equal
    (a program of one kegiatan), and so may two rows of one name.
    """
    budget = np.flatnonzero(~among(c["tingkat"], "") & ~c["seluruh"].to_numpy(dtype=bool))
    value, row, col, digits = (c[k].to_numpy()[budget] for k in ("value", "row", "col", "digits"))
    printed = np.bincount(row, minlength=c["row"].max() + 1 if len(c) else 0)
    i, j = pairs(*(codes(col, value),) * 2)
    keep = row[i] < row[j]
    i, j = i[keep], j[keep]
    pair = codes(row[i], row[j])
    first = distinct(pair)
    n, long = (
        np.bincount(pair, minlength=len(first)),
        np.bincount(pair, digits[i] >= _DIGITS, minlength=len(first)),
    )
    a, b = i[first], j[first]
    good = (n >= _FIGURES) & (long >= _LONG) & (n == printed[row[a]]) & (n == printed[row[b]])
    good &= _siblings(c, budget[a], budget[b], angka)
    # of three equal rows or more nobody can say which is whose
    size = np.bincount(np.r_[row[a[good]], row[b[good]]], minlength=len(printed))
    good &= (size[row[a]] == 1) & (size[row[b]] == 1)
    at = np.flatnonzero(good[pair])
    own = distinct(row)[
        printed[row[distinct(row)]] >= _FIGURES
    ]  # rows that are nobody's copy: one figure each
    own = own[~np.isin(row[own], row[j[at]])]
    here, there = np.concatenate([budget[j[at]], budget[own]]), np.concatenate([budget[i[at]], budget[own]])
    ids, name = c["id"].to_numpy(dtype="int64"), c["nama"].to_numpy(dtype=object)
    made = pd.DataFrame(
        {
            "laporan": c["laporan"].to_numpy()[here],
            "kunci": name[here],
            "ukuran": "baris",
            "tahun": c["tahun"].to_numpy()[here],
            "nama_lain": name[there],
            "nilai": ids[here],
            "lain": ids[there],
            "beda": (here != there).astype("int64"),
            "pasangan": name[there],
        }
    )
    return _placed(made, angka, BARIS_SALIN)


def _siblings(c: pd.DataFrame, a: np.ndarray, b: np.ndarray, angka: pd.DataFrame) -> np.ndarray:
    """Do two rows stand beside each other on one level, under names of their own?"""
    name, parent, level = (c[k].to_numpy(dtype=object) for k in ("nama", "induk", "tingkat"))
    plain = c["nama_kunci"].to_numpy(dtype=object)
    ok = (
        (level[a] == level[b])
        & (name[a] != parent[b])
        & (name[b] != parent[a])
        & (plain[a] != "")
        & (plain[b] != "")
    )
    if len(a):
        ok &= np.asarray(process.cpdist(list(plain[a]), list(plain[b]), scorer=fuzz.token_set_ratio)) < _NEAR
    label = angka["baris"].to_numpy()[c["id"].to_numpy(dtype="int64")]
    one, other = ([str(x).strip() for x in label[k]] for k in (a, b))
    counted = [bool(_LABEL.match(x) and _LABEL.match(y)) for x, y in zip(one, other, strict=True)]
    alike = [x[:1].isdigit() == y[:1].isdigit() for x, y in zip(one, other, strict=True)]
    beside = np.array(counted, dtype=bool) & np.array(alike, dtype=bool)
    return ok & (beside | (np.abs(c["row"].to_numpy()[a] - c["row"].to_numpy()[b]) > 1))


def without_copied(fakta: pd.DataFrame, copied: pd.DataFrame) -> np.ndarray:
    """`urutan` of fakta where figures of a copied column are told as one finding of that column: they are no
    mention any more."""
    order = fakta["urutan"].to_numpy(dtype="int64")
    gone = fakta["nilai"].isin(copied.loc[among(copied["beda"], 1), "nilai"]).to_numpy()
    if not gone.any():
        return order
    one = fakta["satu"].to_numpy()
    stays = np.flatnonzero(~gone & (order >= 0) & np.isin(one, one[gone]))
    made = np.where(gone, -1, order)
    made[stays] = nth_of(one[stays])
    return made


def overlay_tables(
    fakta: pd.DataFrame, c: pd.DataFrame, overlay: Overlay, angka: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """The derived tables `lapisan`, `kolom_salin` and `baris_salin` of all reports, and `fakta` without what
    they tell. c: see overlay_cells.cells; overlay: see overlays.lay."""
    columns, rows = copied_columns(c, overlay, angka), copied_rows(c, angka)
    made = counterparts(c, overlay, angka)
    told = columns.loc[among(columns["beda"], 1), "nilai"]
    made = made[~already(made, fakta) & ~made["nilai"].isin(told) & ~made["lain"].isin(told)]
    fakta = fakta.assign(penyebutan=mentions_told(fakta, angka), urutan=without_copied(fakta, columns))
    return {
        "lapisan": made.reset_index(drop=True),
        "kolom_salin": columns,
        "baris_salin": rows,
        "fakta": fakta,
    }
