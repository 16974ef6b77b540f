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

from cermat.checks.settle.counterparts import already, counterparts, mentions_told
from cermat.checks.settle.overlay_cells import NO_YEAR
from cermat.checks.settle.overlays import Overlay, equal, headed
from cermat.schemas.keys import among, codes, distinct, find, firsts, nth_of, pairs
from cermat.schemas.places import aside

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


def _both_ways(cells: pd.DataFrame, overlay: Overlay) -> pd.DataFrame:
    """Cells of rows that are laid on each other, and of one row, each pair both ways round: left, right
    (positions), cols (column pair), equal. Columns that agree with none often enough are left out."""
    row = cells["row"].to_numpy()
    one, other = pairs(row, row)
    inner = one != other
    left, right = (overlay.every[side].to_numpy(dtype="int64") for side in ("left", "right"))
    left, right = np.concatenate([left, right, one[inner]]), np.concatenate([right, left, other[inner]])
    value, decimals, col = (cells[name].to_numpy() for name in ("value", "desimal", "col"))
    same = equal(value[left], value[right], decimals[left], decimals[right])
    worth = _of_copies(col[left], col[right], np.flatnonzero(same))
    left, right, same = left[worth], right[worth], same[worth]
    return pd.DataFrame({"left": left, "right": right, "cols": codes(col[left], col[right]), "equal": same})


def _of_copies(one: np.ndarray, other: np.ndarray, agreed: np.ndarray) -> np.ndarray:
    """Meetings (positions) of the columns that agree with another column so often that they may be a copy."""
    pair = codes(one[agreed], other[agreed])
    often = np.bincount(pair)[pair] >= COPIED_ROWS if len(pair) else pair.astype(bool)
    likely = np.zeros(one.max(initial=-1) + 1, dtype=bool)
    likely[one[agreed[often]]] = True
    return np.flatnonzero(likely[one])


def _rates(met: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """Column pairs: cols, x, y (columns), same, many, kinds (different figures that agree), first (a
    meeting)."""
    cols = met["cols"].to_numpy()
    first = distinct(cols)
    agreed = np.flatnonzero(met["equal"].to_numpy())
    value = cells["value"].to_numpy()[met["left"].to_numpy()]
    kinds = (
        np.bincount(cols[agreed[distinct(cols[agreed], value[agreed])]], minlength=len(first))
        if len(agreed)
        else np.zeros(len(first))
    )
    col = cells["col"].to_numpy()
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


def _heads_alike(cells: pd.DataFrame, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Likeness of the headings of two cells, 0 to 100: of their last parts, or of all their words."""
    if not len(left):
        return np.zeros(0)
    heads = cells["judul"].to_numpy(dtype=object)
    pair = codes(heads[left], heads[right])
    first = firsts(pair)
    whole = [[head.lower() for head in heads[side[first]].tolist()] for side in (left, right)]
    last = [[head.rsplit(">", 1)[-1].strip() for head in side] for side in whole]
    long = np.array([min(len(one), len(other)) >= 4 for one, other in zip(*whole, strict=True)], dtype=bool)
    words = np.where(long, process.cpdist(*whole, scorer=fuzz.token_set_ratio), 0)
    return np.maximum(process.cpdist(*last, scorer=fuzz.ratio), words)[pair]


def _worth(rate: pd.DataFrame) -> tuple[pd.DataFrame, np.ndarray]:
    """Column pairs whose figures make one a copy of the other, or differ for a copy's rows: (they, is it a
    copy)."""
    same, many = rate["same"].to_numpy(), rate["many"].to_numpy()
    copy = (same >= COPIED_ROWS) & (same >= COPIED_SHARE * many) & (rate["kinds"].to_numpy() >= 3)
    apart = (many - same >= _OTHERS) & (2 * same <= many)
    keep = copy | (apart & np.isin(rate["x"], rate["x"].to_numpy()[copy]))
    return rate[keep].reset_index(drop=True), copy[keep]


def _copied_columns(cells: pd.DataFrame, met: pd.DataFrame) -> pd.DataFrame:
    """x holds y's figures, while z of x's own heading has others: x, y, z (columns), same, many."""
    rate, same_figures = _worth(_rates(met, cells))
    left, right = met["left"].to_numpy()[rate["first"]], met["right"].to_numpy()[rate["first"]]
    measure, year, tab, sign = (cells[name].to_numpy() for name in ("ukuran", "tahun", "tab", "tanda"))
    told = np.array([len(head) >= 4 for head in cells["judul"].to_numpy()[right]], dtype=bool)
    alike = _heads_alike(cells, left, right)
    other_year = (year[left] != year[right]) & (year[left] != NO_YEAR) & (year[right] != NO_YEAR)
    both = (measure[left] != "") & (measure[right] != "")
    apart = other_year | (both & (measure[left] != measure[right]))
    copy = same_figures & (apart | (told & (alike < _NEAR)))
    rival = ~same_figures & headed(cells, left, right) & ~other_year & (tab[left] != tab[right])
    rival &= (sign[left] == sign[right]) & ~(both & (measure[left] != measure[right]))
    unit = cells["kata_satuan"].to_numpy(dtype=object)[right]
    one, other = rate["x"].to_numpy(), rate["y"].to_numpy()
    own, theirs = pairs(one[copy], one[rival])
    own, theirs = np.flatnonzero(copy)[own], np.flatnonzero(rival)[theirs]
    # the heading must be z's rather than y's: another measure or year than y's, or nearer in words
    ours = both[theirs] & ~apart[theirs]
    good = (apart[own] & ours) | ((alike[theirs] >= _NEAR) & (alike[theirs] > alike[own]))
    good &= (unit[own] == "") | (unit[theirs] == "") | (unit[own] == unit[theirs])
    own, theirs = own[good], theirs[good]
    same, many = rate["same"].to_numpy(), rate["many"].to_numpy()
    order = np.lexsort((-same[own], -many[theirs]))
    order = order[distinct(one[own[order]])]
    own, theirs = own[order], theirs[order]
    return pd.DataFrame(
        {"x": one[own], "y": other[own], "z": other[theirs], "same": same[own], "many": many[own]}
    )


def _told(met: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Cells of copied columns beside those of the third column (left, right, equal) and of the one copied
    (right_y)."""
    copied = np.zeros(met["x"].max() + 1 if len(met) else 0, dtype=bool)
    copied[found["x"].to_numpy()] = True
    met = met.take(np.flatnonzero(copied[met["x"].to_numpy()]))
    one, other = met["x"].to_numpy(), met["other"].to_numpy()
    left, right = (met[name].to_numpy(dtype="int64") for name in ("left", "right"))
    column = {name: found[name].to_numpy() for name in ("x", "y", "z", "same", "many")}
    of_third, of_source = (find([one, other], [column["x"], column[name]]) for name in ("z", "y"))
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


def copied_columns(cells: pd.DataFrame, overlay: Overlay, angka: pd.DataFrame) -> pd.DataFrame:
    """`kolom_salin`: rows of columns that hold another column's figures: KOLOM_SALIN, one a row that a third
    column tells.

    nilai: the figure in the column; lain: that of the column with the same heading; asal: that of the column
    whose figures it holds (ids); sama of banyak rows are copied; beda: 1 where lain differs. A column that
    agrees with one of its heading has one row, beda 0.
    """
    met = _both_ways(cells, overlay)
    found = _copied_columns(cells, met)
    col = cells["col"].to_numpy()
    told = _told(met.assign(x=col[met["left"].to_numpy()], other=col[met["right"].to_numpy()]), found)
    fine = overlay.met[
        headed(
            cells, overlay.met["left"].to_numpy(dtype="int64"), overlay.met["right"].to_numpy(dtype="int64")
        )
    ]
    fine = fine[~fine["ca"].isin(found["x"])].drop_duplicates("ca").assign(equal=True)
    every = pd.concat([told, fine.assign(right_y=fine["right"])], ignore_index=True) if len(fine) else told
    ids = cells["id"].to_numpy(dtype="int64")
    at, third, source = (every[name].to_numpy(dtype="int64") for name in ("left", "right", "right_y"))
    heads = _named_column(cells, at)
    pages, printed = (angka[name].to_numpy() for name in ("halaman", "cetak"))
    told_y, told_z = (
        [
            head + aside(page, own)
            for head, page, own in zip(
                _named_column(cells, side), pages[ids[side]], printed[ids[side]], strict=True
            )
        ]
        for side in (source, third)
    )
    made = pd.DataFrame(
        {
            "laporan": cells["laporan"].to_numpy()[at],
            "kunci": [f"Kolom {head}" for head in heads],
            "ukuran": cells["ukuran"].to_numpy()[at],
            "tahun": cells["tahun"].to_numpy()[at],
            "kolom": cells["tabel"].to_numpy()[at],
            "kolom_asal": told_y,
            "kolom_lain": told_z,
            "nama": cells["nama"].to_numpy()[at],
            "nilai": ids[at],
            "lain": ids[third],
            "asal": ids[source],
            "sama": every["same"].to_numpy(dtype="int64"),
            "banyak": every["many"].to_numpy(dtype="int64"),
            "beda": (~every["equal"].to_numpy(dtype=bool)).astype("int64"),
        }
    )
    return _placed(made, angka, KOLOM_SALIN)


def _named_column(cells: pd.DataFrame, at: np.ndarray) -> list[str]:
    """Headings of the columns of some cells, on one line; where none is printed, what the column measures."""
    return [
        " ".join(str(head).split()) or measure
        for head, measure in zip(cells["judul"].to_numpy()[at], cells["ukuran"].to_numpy()[at], strict=True)
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


def copied_rows(cells: pd.DataFrame, angka: pd.DataFrame) -> pd.DataFrame:
    """`baris_salin`: rows of a budget whose every figure is another row's of the same level: BARIS_SALIN, one
    a figure.

    A row that is nobody's copy has one row, beda 0. A row and the one that it is part of may well be equal
    (a program of one kegiatan), and so may two rows of one name.
    """
    budget = np.flatnonzero(~among(cells["tingkat"], "") & ~cells["seluruh"].to_numpy(dtype=bool))
    value, row, col, digits = (cells[name].to_numpy()[budget] for name in ("value", "row", "col", "digits"))
    printed = np.bincount(row, minlength=cells["row"].max() + 1 if len(cells) else 0)
    left, right = pairs(*(codes(col, value),) * 2)
    keep = row[left] < row[right]
    left, right = left[keep], right[keep]
    pair = codes(row[left], row[right])
    first = distinct(pair)
    count, long = (
        np.bincount(pair, minlength=len(first)),
        np.bincount(pair, digits[left] >= _DIGITS, minlength=len(first)),
    )
    one, other = left[first], right[first]
    good = (
        (count >= _FIGURES) & (long >= _LONG) & (count == printed[row[one]]) & (count == printed[row[other]])
    )
    good &= _siblings(cells, budget[one], budget[other], angka)
    # of three equal rows or more nobody can say which is whose
    size = np.bincount(np.r_[row[one[good]], row[other[good]]], minlength=len(printed))
    good &= (size[row[one]] == 1) & (size[row[other]] == 1)
    at = np.flatnonzero(good[pair])
    own = distinct(row)[
        printed[row[distinct(row)]] >= _FIGURES
    ]  # rows that are nobody's copy: one figure each
    own = own[~np.isin(row[own], row[right[at]])]
    here, there = (
        np.concatenate([budget[right[at]], budget[own]]),
        np.concatenate([budget[left[at]], budget[own]]),
    )
    ids, name = cells["id"].to_numpy(dtype="int64"), cells["nama"].to_numpy(dtype=object)
    made = pd.DataFrame(
        {
            "laporan": cells["laporan"].to_numpy()[here],
            "kunci": name[here],
            "ukuran": "baris",
            "tahun": cells["tahun"].to_numpy()[here],
            "nama_lain": name[there],
            "nilai": ids[here],
            "lain": ids[there],
            "beda": (here != there).astype("int64"),
            "pasangan": name[there],
        }
    )
    return _placed(made, angka, BARIS_SALIN)


def _siblings(cells: pd.DataFrame, left: np.ndarray, right: np.ndarray, angka: pd.DataFrame) -> np.ndarray:
    """Do two rows stand beside each other on one level, under names of their own?"""
    name, parent, level = (cells[name_of].to_numpy(dtype=object) for name_of in ("nama", "induk", "tingkat"))
    plain = cells["nama_kunci"].to_numpy(dtype=object)
    ok = (
        (level[left] == level[right])
        & (name[left] != parent[right])
        & (name[right] != parent[left])
        & (plain[left] != "")
        & (plain[right] != "")
    )
    if len(left):
        ok &= (
            np.asarray(process.cpdist(list(plain[left]), list(plain[right]), scorer=fuzz.token_set_ratio))
            < _NEAR
        )
    label = angka["baris"].to_numpy()[cells["id"].to_numpy(dtype="int64")]
    one, other = ([str(text).strip() for text in label[side]] for side in (left, right))
    counted = [
        bool(_LABEL.match(first) and _LABEL.match(second)) for first, second in zip(one, other, strict=True)
    ]
    alike = [first[:1].isdigit() == second[:1].isdigit() for first, second in zip(one, other, strict=True)]
    beside = np.array(counted, dtype=bool) & np.array(alike, dtype=bool)
    return ok & (beside | (np.abs(cells["row"].to_numpy()[left] - cells["row"].to_numpy()[right]) > 1))


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
    fakta: pd.DataFrame, cells: pd.DataFrame, overlay: Overlay, angka: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """The derived tables `lapisan`, `kolom_salin` and `baris_salin` of all reports, and `fakta` without what
    they tell. cells: see overlay_cells.cells; overlay: see overlays.lay."""
    columns, rows = copied_columns(cells, overlay, angka), copied_rows(cells, angka)
    made = counterparts(cells, overlay, angka)
    told = columns.loc[among(columns["beda"], 1), "nilai"]
    made = made[~already(made, fakta) & ~made["nilai"].isin(told) & ~made["lain"].isin(told)]
    fakta = fakta.assign(penyebutan=mentions_told(fakta, angka), urutan=without_copied(fakta, columns))
    return {
        "lapisan": made.reset_index(drop=True),
        "kolom_salin": columns,
        "baris_salin": rows,
        "fakta": fakta,
    }
