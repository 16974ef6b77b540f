"""Which entities of two documents are one: by equal name, by code, by a name that is alike, or renamed."""

import numpy as np
import pandas as pd

from cermat.checks.settle.alike import CLEAR, partners
from cermat.checks.settle.names import key
from cermat.schemas.keys import among, codes, codes_of_both, distinct, frame, nth_of, pairs

SAME, ALIKE, CODE, RENAMED = "sama", "mirip", "kode", "ganti nama"
PAIRS = ["laporan", "lain", "kunci", "kunci_lain", "golongan", "cara"]


def entities(tables: dict, skip: list[str]) -> pd.DataFrame:
    """The entities of every document: laporan, kunci, golongan ('indikator', 'anggaran' or 'lain'), nama
    (normalised)."""
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
        pieces.append(rows.loc[plain, ["laporan", "kunci"]].assign(golongan=group))
    made = pd.concat(pieces, ignore_index=True)
    made = made.iloc[distinct(made["laporan"], made["kunci"])].reset_index(drop=True)
    return made.assign(nama=key(made["kunci"], skip))


def matched(docs: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Pairs of one entity in a report and in a document beside it (columns: PAIRS). docs: see
    documents.documents, those of one agency; known: see `entities`."""
    docs = docs[["laporan", "lain"]].drop_duplicates(ignore_index=True)
    here, there = _sides(docs, known)
    equal = _equal(here, there)
    here, there = _left(here, equal, "kunci"), _left(there, equal, "kunci_lain")
    alike = _alike(here, there)
    return pd.concat([equal, alike], ignore_index=True)[PAIRS]


def _sides(docs: pd.DataFrame, known: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The entities of each pair of documents, of the report and of the other."""
    docs = docs.assign(pasangan=np.arange(len(docs)))
    here = docs.merge(known, on="laporan")
    there = docs.merge(known.rename(columns={"laporan": "lain"}), on="lain")
    return here, there


def _group(golongan: pd.Series) -> np.ndarray:
    """An indicator is never a programme; what only prose names may be any."""
    return golongan.to_numpy(dtype=object)


def _equal(here: pd.DataFrame, there: pd.DataFrame) -> pd.DataFrame:
    """Equal names, where each stands once on its side."""
    here, there = _sole(here), _sole(there)
    left, right = pairs(
        *codes_of_both(
            [here["pasangan"], here["nama"], _group(here["golongan"])],
            [there["pasangan"], there["nama"], _group(there["golongan"])],
        )
    )
    return _made(here, there, left, right, SAME)


def _sole(side: pd.DataFrame) -> pd.DataFrame:
    """Entities whose normalised name is borne by no other of its document."""
    name = codes(side["pasangan"], side["nama"], _group(side["golongan"]))
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
