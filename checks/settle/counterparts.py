"""What overlays tell: figures that stand in one row and one column of two tables, and names that one row
bears."""

import numpy as np
import pandas as pd

from cermat.checks.settle.names import has
from cermat.checks.settle.overlays import OTHER_AT_LEAST, OTHER_SHARE, Overlay, headed
from cermat.schemas.keys import among, codes, codes_of_both, distinct, find, firsts, groups, pairs
from cermat.schemas.places import listed

_CARRIED = 10  # digits that count in the figures that join two columns without words
_ALIKE = 60  # likeness of two names of one row that share nothing but money
LAPISAN = [
    "laporan",
    "kunci",
    "ukuran",
    "tahun",
    "nilai",
    "lain",
    "sama",
    "banyak",
    "bukti",
    "di",
    "di_lain",
    "seperti",
    "seperti_lain",
    "tabel",
    "bagian",
    "halaman",
    "baris",
    "garis",
]


def sure(cells: pd.DataFrame, met: pd.DataFrame) -> np.ndarray:
    """Which counterparts may accuse each other: the same row for sure, under headers that say the same."""
    left, right = met["left"].to_numpy(), met["right"].to_numpy()
    row = met["named"].to_numpy(dtype=bool) | (met["alike"].to_numpy() >= 90) | (met["both"].to_numpy() >= 2)
    whole = cells["seluruh"].to_numpy(dtype=bool)
    drafted = _draft(cells)  # money of a draft moves before the plan is final
    told = headed(cells, left, right) | _by_figures(cells, met)
    return told & row & ~whole[left] & ~whole[right] & ~drafted[left]


def _by_figures(cells: pd.DataFrame, met: pd.DataFrame) -> np.ndarray:
    """Counterparts of columns that figures alone join: one under the city's name, beside "Provinsi", holds
    the realisasi of another table, for the same names, in all rows but one. Money moves between versions: it
    needs words."""
    left, right, cols = (met[column].to_numpy() for column in ("left", "right", "cols"))
    measure, unit, digits = (cells[column].to_numpy() for column in ("ukuran", "satuan", "digits"))
    silent = (measure[left] == "") | (measure[right] == "")
    carried = np.bincount(cols, digits[left] * met["equal"].to_numpy())[cols]
    same, many = met["same"].to_numpy(), met["many"].to_numpy()
    near = (many - same <= 1) & (same >= OTHER_AT_LEAST) & (same >= OTHER_SHARE * many)
    money = (unit[left] == "Rp") | (unit[right] == "Rp")
    # numbers of rows stand under "No" or nothing
    told = np.array([len(head) >= 4 for head in cells["judul"]], dtype=bool)
    silent &= told[left] & told[right]
    return near & silent & ~money & (carried >= _CARRIED) & met["named"].to_numpy(dtype=bool)


def _draft(cells: pd.DataFrame) -> np.ndarray:
    """Money of the year's plan (RKT, Renja), which its own parts print as proposed and as decided."""
    money = among(cells["ukuran"], "pagu", "pagu_awal")
    return money & has(cells["tanda"], "rencana_awal").to_numpy()


def _companions(cells: pd.DataFrame, met: pd.DataFrame) -> np.ndarray:
    """For each cell, in how many other places that overlays join to it the same value stands."""
    part = groups(len(cells), met["left"].to_numpy(), met["right"].to_numpy())
    same = codes(part, cells["value"])
    return np.bincount(same)[same] - 1


def counterparts(cells: pd.DataFrame, overlay: Overlay, angka: pd.DataFrame) -> pd.DataFrame:
    """`lapisan`: figures of two tables that stand in one row and one column of both. Columns: LAPISAN.

    nilai is the one with fewer decimals, else the later one in the document, lain the other (ids); sama of
    banyak figures of the two columns agree; di, di_lain:
    where they stand, in words; seperti, seperti_lain: how many other places say the same.
    """
    met = overlay.met[sure(cells, overlay.met)] if len(overlay.met) else overlay.met
    value = cells["value"].to_numpy()  # a rounded copy is equal: there is nothing to tell
    alike = value[met["left"].to_numpy(dtype="int64")] == value[met["right"].to_numpy(dtype="int64")]
    met = met[alike | ~met["equal"].to_numpy(dtype=bool)]
    if met.empty:
        return pd.DataFrame(columns=LAPISAN).astype({"nilai": "int64", "lain": "int64", "tahun": "int64"})
    count = _companions(cells, met)
    ids = cells["id"].to_numpy(dtype="int64")
    decimals, left, right = cells["desimal"].to_numpy(), met["left"].to_numpy(), met["right"].to_numpy()
    # of one with fewer decimals the other is the recomputation; else the later one is held against the
    # earlier
    turned = np.where(
        decimals[left] == decimals[right], ids[left] > ids[right], decimals[left] < decimals[right]
    )
    here, there = np.where(turned, left, right), np.where(turned, right, left)
    name, measure, year = (cells[column].to_numpy() for column in ("nama", "ukuran", "tahun"))
    made = pd.DataFrame(
        {
            "laporan": cells["laporan"].to_numpy()[here],
            "kunci": np.where(name[here] == "", name[there], name[here]),
            "ukuran": np.where(measure[here] == "", measure[there], measure[here]),
            "tahun": np.maximum(year[here], year[there]),
            "nilai": ids[here],
            "lain": ids[there],
            "sama": met["same"].to_numpy(),
            "banyak": met["many"].to_numpy(),
            "seperti": count[here],
            "seperti_lain": count[there],
        }
    )
    made["bukti"] = (
        made["sama"].astype(str) + " dari " + made["banyak"].astype(str) + " angka kedua kolom sama"
    )
    made["di"], made["di_lain"] = _where(angka, ids[here]), _where(angka, ids[there])
    place = angka[["tabel", "bagian", "halaman", "baris", "garis"]].iloc[ids[here]].reset_index(drop=True)
    return made.join(place)[LAPISAN]


def _where(angka: pd.DataFrame, ids: np.ndarray) -> list[str]:
    """Places in words: "halaman 25, lembar 30, kolom Realisasi"; what is not known is left out."""
    places = [angka[column].to_numpy()[ids] for column in ("halaman", "cetak", "tabel", "kolom_cetak")]
    code = codes(*places)
    first = firsts(code)
    told = [_place(*place) for place in zip(*(values[first] for values in places), strict=True)]
    return np.array(told, dtype=object)[code].tolist()


def _place(sheet: int, printed: str, table: str, column) -> str:
    head = " ".join(column.split()) if isinstance(column, str) else ""
    where = listed([sheet], [printed]) or str(table)
    return f"{where}, kolom {head}" if head else where


def aliases(cells: pd.DataFrame, overlay: Overlay) -> pd.DataFrame:
    """`alias`: names that one row bears in two tables: laporan, kunci, kunci_lain, bukti.

    The rows are of one kind and share two rare figures at least. Money alone names nothing: an indicator and
    its program share it. Names of one table are two things, and a name with two others binds to neither.
    """
    met = overlay.met
    if len(met):
        money = cells["satuan"].to_numpy()[met["left"].to_numpy(dtype="int64")] == "Rp"
        told = met["rare"].to_numpy(dtype=bool) & (~money | (met["alike"].to_numpy() >= _ALIKE))
        met = met[np.isin(met["at"], met["at"].to_numpy()[told])]
    rows = met.drop_duplicates("at")
    rows = rows[rows["both"].ge(2)]
    if not len(rows):
        return pd.DataFrame(columns=["laporan", "kunci", "kunci_lain", "bukti"])
    one, other = rows["left"].to_numpy(dtype="int64"), rows["right"].to_numpy(dtype="int64")
    name, plain = cells["nama"].to_numpy(), cells["nama_kunci"].to_numpy()
    made = pd.DataFrame(
        {
            "laporan": cells["laporan"].to_numpy()[one],
            "kunci": name[one],
            "kunci_lain": name[other],
            "bukti": rows["shared"].astype("int64").astype(str).to_numpy() + " angka barisnya sama",
        }
    )
    keep = (plain[one] != plain[other]) & ~among(made["kunci"], "") & ~among(made["kunci_lain"], "")
    kind = np.where(among(cells["jenis"], "seri"), "indikator", cells["jenis"].to_numpy(dtype=object))
    level, whole = cells["tingkat"].fillna("").to_numpy(), cells["seluruh"].to_numpy(dtype=bool)
    keep &= (kind[one] == kind[other]) & (kind[one] != "") & (level[one] == level[other])
    keep &= ~whole[one] & ~whole[other]
    made = made[keep]
    made = made.take(distinct(*(made[column] for column in ("laporan", "kunci", "kunci_lain")))).reset_index(
        drop=True
    )
    return made[_sole(made) & ~_beside(made, cells)].reset_index(drop=True)


def _sole(made: pd.DataFrame) -> np.ndarray:
    """Pairs of names that are in no other pair of their report."""
    pair = np.tile(np.arange(len(made)), 2)
    name = codes(np.tile(made["laporan"], 2), np.concatenate([made["kunci"], made["kunci_lain"]]))
    return np.bincount(pair, np.bincount(name)[name] > 1, minlength=len(made)) == 0 if len(made) else pair > 0


def _beside(made: pd.DataFrame, cells: pd.DataFrame) -> np.ndarray:
    """Pairs of names that stand in one table."""
    here, there = pairs(*codes_of_both([made["laporan"], made["kunci"]], [cells["laporan"], cells["nama"]]))
    tab = cells["tab"].to_numpy()[there]
    both = find(
        [made["laporan"].to_numpy()[here], made["kunci_lain"].to_numpy()[here], tab],
        [cells["laporan"], cells["nama"], cells["tab"]],
    )
    return np.bincount(here, both >= 0, minlength=len(made)) > 0


def already(made: pd.DataFrame, fakta: pd.DataFrame) -> np.ndarray:
    """Pairs of figures that `fakta` already holds for one fact: SIL-01 compares them."""
    if made.empty or fakta.empty:
        return np.zeros(len(made), dtype=bool)
    ids, fact = fakta["nilai"].to_numpy(dtype="int64"), fakta["satu"].to_numpy()
    one, other = (made[column].to_numpy(dtype="int64") for column in ("nilai", "lain"))
    one_at, other_at = pairs(one, ids)
    there = find([other[one_at], fact[other_at]], [ids, fact]) >= 0
    return np.bincount(one_at, there, minlength=len(made)) > 0


def mentions_told(fakta: pd.DataFrame, angka: pd.DataFrame) -> np.ndarray:
    """For each fact that is printed with three values or more: them and their pages in words, '' for all
    others.

    "86% (halaman 35, 110), 92,46% (halaman 42, 89), 95,46% (halaman 77)".
    """
    told = np.full(len(fakta), "", dtype=object)
    if fakta.empty:
        return told
    one = fakta["satu"].to_numpy()
    value = codes(one, fakta["value"])
    here = np.flatnonzero(np.bincount(one[distinct(one, value)])[one] >= 3)
    if not len(here):
        return told
    ids = fakta["nilai"].to_numpy(dtype="int64")[here]
    found = pd.DataFrame(
        {
            "one": one[here],
            "value": value[here],
            "text": [str(printed).strip() for printed in angka["teks"].to_numpy()[ids]],
            "page": angka["halaman"].to_numpy()[ids],
            "printed": angka["cetak"].to_numpy()[ids],
        }
    )
    by_value = found.drop_duplicates(["value", "page"]).groupby(["one", "value"], sort=False)
    said = by_value.agg(text=("text", "first"), pages=("page", list), printed=("printed", list))
    said["told"] = [
        text + (f" ({where})" if (where := listed(pages, printed)) else "")
        for text, pages, printed in zip(said["text"], said["pages"], said["printed"], strict=True)
    ]
    told[here] = said.groupby("one", sort=False)["told"].agg(", ".join).reindex(one[here]).to_numpy()
    return told
