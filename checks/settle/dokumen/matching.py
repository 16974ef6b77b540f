"""Which entities of two documents are one: by equal name, by code, by a name that is alike, or renamed."""

import re

import numpy as np
import pandas as pd
from rapidfuzz import fuzz

from cermat.checks.operands import Numbers
from cermat.checks.settle.alike import CLEAR, likeness, partners
from cermat.checks.settle.dokumen import wording
from cermat.checks.settle.dokumen.accounts import by_code, with_codes
from cermat.checks.settle.names import each, key
from cermat.schemas.keys import among, codes, codes_of_both, distinct, frame, nth_of, pairs

SAME, ALIKE, CODE, RENAMED = "sama", "mirip", "kode", "ganti nama"
_PATH = ("target", "realisasi", "target_akhir")
_ROUND = (0.0, 1.0, 10.0, 100.0)
_RELATED = 45.0  # likeness of the words of an indicator and of its new name
PAIRS = ["laporan", "lain", "kunci", "kunci_lain", "golongan", "cara"]


def entities(tables: dict, skip: list[str]) -> pd.DataFrame:
    """The entities of every document: laporan, kunci, golongan ('indikator', 'anggaran' or 'lain'), tingkat
    and kode (of a budget line, else ''), nama (normalised)."""
    pieces = []
    for name, group in (
        ("indikator", "indikator"),
        ("seri", "indikator"),
        ("definisi", "indikator"),
        ("anggaran", "anggaran"),
        ("fakta", "lain"),
    ):
        rows = tables[name]
        plain = ~among(rows["kunci"], "")
        if "jenis_baris" in rows:
            plain &= ~among(rows["jenis_baris"], "rata_rata")
        if "tingkat" in rows:
            plain &= ~among(rows["tingkat"], "total", "belanja", "bulan")
        level = rows.loc[plain, "tingkat"] if group == "anggaran" else ""
        pieces.append(rows.loc[plain, ["laporan", "kunci"]].assign(golongan=group, tingkat=level))
    made = pd.concat(pieces, ignore_index=True)
    made = made.iloc[distinct(made["laporan"], made["kunci"])].reset_index(drop=True)
    made = made.assign(nama=key(each(_with_base, made["kunci"]), skip))
    return with_codes(made, tables["anggaran"])


_BASE = re.compile(r"\((per [\d.]+[^)]*)\)", re.I)


def _with_base(name: str) -> str:
    """A name with what it is counted by: "Rasio (per 100.000)" is another than "Rasio (per 10.000)"."""
    return _BASE.sub(r"\1", name)


def matched(
    docs: pd.DataFrame, known: pd.DataFrame, told: pd.DataFrame, fakta: pd.DataFrame, numbers: Numbers
) -> pd.DataFrame:
    """Pairs of one entity in a report and in a document beside it (columns: PAIRS). docs: see
    documents.documents, those of one agency; known: see `entities`; told: indicators.details."""
    docs = docs[["laporan", "lain"]].drop_duplicates(ignore_index=True)
    here, there = _sides(docs, known)
    coded = _made(here, there, *by_code(here, there), CODE)
    here, there = _left(here, coded, "kunci"), _left(there, coded, "kunci_lain")
    equal = _equal(here, there)
    here, there = _left(here, equal, "kunci"), _left(there, equal, "kunci_lain")
    alike = _alike(here, there)
    here, there = _left(here, alike, "kunci"), _left(there, alike, "kunci_lain")
    renamed = _renamed(here, there, told, fakta, numbers)
    return pd.concat([coded, equal, alike, renamed], ignore_index=True)[PAIRS]


def _sides(docs: pd.DataFrame, known: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The entities of each pair of documents, of the report and of the other."""
    docs = docs.assign(pasangan=np.arange(len(docs)))
    here = docs.merge(known, on="laporan")
    there = docs.merge(known.rename(columns={"laporan": "lain"}), on="lain")
    return here, there


def _equal(here: pd.DataFrame, there: pd.DataFrame) -> pd.DataFrame:
    """Equal names, where each stands once on its side."""
    here, there = _sole(here), _sole(there)
    left, right = pairs(
        *codes_of_both(
            [here["pasangan"], here["nama"], here["golongan"]],
            [there["pasangan"], there["nama"], there["golongan"]],
        )
    )
    return _made(here, there, left, right, SAME)


def _sole(side: pd.DataFrame) -> pd.DataFrame:
    """Entities whose normalised name is borne by no other of its document."""
    name = codes(side["pasangan"], side["nama"], side["golongan"])
    return side[np.bincount(name)[name] == 1] if len(side) else side


def _made(here: pd.DataFrame, there: pd.DataFrame, left, right, how: str) -> pd.DataFrame:
    one = {column: here[column].to_numpy(dtype=object)[left] for column in ("laporan", "lain", "kunci")}
    one["kunci_lain"] = there["kunci"].to_numpy(dtype=object)[right]
    one["golongan"] = here["golongan"].to_numpy(dtype=object)[left]
    one["cara"] = np.full(len(left), how, dtype=object)
    return frame(one, {})


def _left(side: pd.DataFrame, found: pd.DataFrame, column: str) -> pd.DataFrame:
    """Entities of a side that no pair has yet."""
    left, right = codes_of_both(
        [side["laporan"], side["lain"], side["kunci"]], [found["laporan"], found["lain"], found[column]]
    )
    return side[~np.isin(left, right)].reset_index(drop=True)


def _alike(here: pd.DataFrame, there: pd.DataFrame) -> pd.DataFrame:
    """Names that are alike (settle/alike.py), each the clearly best of the other."""
    both = pd.concat([here.assign(sisi=0), there.assign(sisi=1)], ignore_index=True)
    both = both[~among(both["golongan"], "lain")].reset_index(drop=True)
    world = codes(both["pasangan"], both["golongan"])
    found = partners(pd.DataFrame({"laporan": world, "kunci": both["nama"]}))
    one, other = found["a"].to_numpy("int64"), found["b"].to_numpy("int64")
    side = both["sisi"].to_numpy()
    across = side[one] != side[other]
    one, other, score = one[across], other[across], found["skor"].to_numpy()[across]
    one, other = np.where(side[one] == 0, one, other), np.where(side[one] == 0, other, one)
    good = _clearly_best(one, score) & _clearly_best(other, score)
    return _made(both, both, one[good], other[good], ALIKE)


def _clearly_best(row: np.ndarray, score: np.ndarray) -> np.ndarray:
    """bool, one a pair: is it the best of its row, and the next best clearly worse?"""
    order = np.lexsort((-score, row))
    place = nth_of(row[order])
    best = np.zeros(row.max(initial=-1) + 1)
    second = np.full(len(best), -np.inf)
    best[row[order[place == 0]]] = score[order[place == 0]]
    second[row[order[place == 1]]] = score[order[place == 1]]
    first = np.zeros(len(row), dtype=bool)
    first[order[place == 0]] = True
    return first & (second[row] <= best[row] - CLEAR)


def _renamed(
    here: pd.DataFrame, there: pd.DataFrame, told: pd.DataFrame, fakta: pd.DataFrame, numbers: Numbers
) -> pd.DataFrame:
    """Indicators of one sasaran without a partner that bear the same figures of the same years: one that has
    another name. Only where both have no other candidate, and the figures or the words say more than
    chance."""
    here, there = (
        side[among(side["golongan"], "indikator")].reset_index(drop=True) for side in (here, there)
    )
    here = here.merge(told[["laporan", "kunci", "satuan", "sasaran"]], on=["laporan", "kunci"])
    other = told[["laporan", "kunci", "satuan", "sasaran"]].rename(columns={"laporan": "lain"})
    there = there.merge(other, on=["lain", "kunci"])
    left, right = pairs(here["pasangan"].to_numpy(), there["pasangan"].to_numpy())
    one, two = (side["sasaran"].to_numpy(dtype=object) for side in (here, there))
    near = wording.aims(one[left], two[right]) == wording.SAME
    left, right = left[near], right[near]
    unit = wording.units(
        here["satuan"].to_numpy(dtype=object)[left], there["satuan"].to_numpy(dtype=object)[right]
    )
    left, right = left[unit != wording.OTHER], right[unit != wording.OTHER]
    same, differ, telling = _figures(here.iloc[left], there.iloc[right], fakta, numbers)
    names = likeness(
        here["nama"].to_numpy(dtype=object),
        left,
        there["nama"].to_numpy(dtype=object),
        right,
        fuzz.token_set_ratio,
    )
    good = (same > 0) & (differ == 0) & ((telling > 1) | ((telling > 0) & (names >= _RELATED)))
    left, right = left[good], right[good]
    sole = (np.bincount(left, minlength=len(here))[left] == 1) & (
        np.bincount(right, minlength=len(there))[right] == 1
    )
    return _made(here, there, left[sole], right[sole], RENAMED)


def _figures(
    one: pd.DataFrame, other: pd.DataFrame, fakta: pd.DataFrame, numbers: Numbers
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of pairs of indicators: how many figures of one measure and year agree, how many differ, and how many
    of those that agree are not round (100, 1)."""
    facts = fakta[among(fakta["ukuran"], *_PATH) & (fakta["urutan"].to_numpy() >= 0)]
    pair = np.arange(len(one))
    sides = []
    for side, report in ((one, "laporan"), (other, "lain")):
        at, fact = pairs(*codes_of_both([side[report], side["kunci"]], [facts["laporan"], facts["kunci"]]))
        told = facts.iloc[fact]
        value = numbers.value[told["nilai"].to_numpy("int64")]
        sides.append((pair[at], told["ukuran"].to_numpy(dtype=object), told["tahun"].to_numpy(), value))
    left, right = pairs(*codes_of_both(list(sides[0][:3]), list(sides[1][:3])))
    at, value = sides[0][0][left], sides[0][3][left]
    agree = np.isclose(value, sides[1][3][right], rtol=1e-9)
    year = codes(*(column[left] for column in sides[0][:3])) if len(left) else left
    once = agree & (nth_of(codes(year, agree)) == 0) if len(left) else agree
    met = np.bincount(year, agree, minlength=1)[year] > 0 if len(left) else agree
    differ = ~met
    telling = once & ~np.isin(value, _ROUND)
    same, other, more = (np.bincount(at, mask, minlength=len(one)) for mask in (once, differ, telling))
    return same, other, more
