"""The documents beside each report: what they are, of which years and version, whether of its agency."""

import re

import numpy as np
import pandas as pd

from cermat.checks.settle.dokumen.agencies import one_agency, region_only
from cermat.checks.settle.names import has
from cermat.schemas import documents as D
from cermat.schemas.keys import among, codes_of_both, find

DOCUMENTS = {
    "laporan": object,
    "lain": object,
    "jenis": object,
    "nama": object,
    "bukti": object,
    "instansi": object,
    "versi": object,
    "tahun": "int64",
    "akhir": "int64",
    "tahun_laporan": "int64",
    "berlaku": bool,
    "sama": bool,
    "kop": bool,
}
_RANGE = re.compile(r"((?:19|20)\d\d)\s*[-–]\s*((?:19|20)\d\d)")
_LEAST = 2  # indicators and budget lines that two documents of one agency share
_CHANGED = r"(?i)perubahan|\bdppa\b|\brevisi\b|pergeseran"


def documents(tables: dict, beside: list[str]) -> pd.DataFrame:
    """One row a report and a document beside it: laporan, lain (name of the other), jenis, nama, bukti,
    instansi, versi ('perubahan' or ''), tahun, akhir (last year of its period, -1), tahun_laporan, berlaku
    (the report's year is none outside of its period), sama (one agency), kop (of one of the two only the
    region of the letterhead is known, so that names do not tell)."""
    told = tables["laporan"]
    other = told["laporan"].isin(beside).to_numpy()
    here, there = told[~other], told[other]
    left, right = np.divmod(np.arange(len(here) * len(there)), max(len(there), 1))
    here, there = here.iloc[left].reset_index(drop=True), there.iloc[right].reset_index(drop=True)
    identity = tables["identitas"]
    names = _agencies(identity)
    lain = there["laporan"].to_numpy(dtype=object)
    made = pd.DataFrame(
        {
            "laporan": here["laporan"].to_numpy(dtype=object),
            "lain": lain,
            "jenis": there["dokumen"].to_numpy(dtype=object),
            "nama": there["nama_dokumen"].to_numpy(dtype=object),
            "bukti": there["bukti_dokumen"].to_numpy(dtype=object),
            "instansi": _first(names["laporan"], names["instansi"], lain),
            "versi": _versions(there, identity),
            "tahun": there["tahun"].to_numpy("int64"),
            "akhir": _ends(there, identity),
            "tahun_laporan": here["tahun"].to_numpy("int64"),
            "berlaku": _in_force(there, identity, here["tahun"].to_numpy("int64")),
            "sama": one_agency(names, here["laporan"].to_numpy(dtype=object), lain),
            "kop": _letterhead_only(names, here["laporan"].to_numpy(dtype=object), lain),
        }
    )
    return made.astype(DOCUMENTS)


def _agencies(identity: pd.DataFrame) -> pd.DataFrame:
    """laporan, instansi: the name that each document prints first and the one it prints most; that of the
    region only where no other is printed."""
    names = identity.loc[among(identity["jenis"], "instansi"), ["laporan", "nilai"]]
    names = names.rename(columns={"nilai": "instansi"})
    region = np.array([region_only(name) for name in names["instansi"]], dtype=bool)
    names = names[~region | ~names["laporan"].isin(names["laporan"][~region]).to_numpy()]
    often = names.groupby(["laporan", "instansi"], sort=False).size().reset_index(name="banyak")
    often = often.sort_values("banyak", ascending=False, kind="stable").drop_duplicates("laporan")
    first = names.drop_duplicates("laporan")
    return pd.concat([first, often[["laporan", "instansi"]]]).drop_duplicates(ignore_index=True)


def _letterhead_only(names: pd.DataFrame, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """bool, one a pair of documents: does one of them print the name of the region alone?"""
    region = np.array([region_only(name) for name in names["instansi"]], dtype=bool)
    alone = names["laporan"][region]
    return np.isin(one, alone) != np.isin(other, alone)


def of_one_agency(docs: pd.DataFrame, matches: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """The documents with `sama` settled by what they hold, where a letterhead tells nothing: half of the
    indicators and budget lines of one agency's plan are known to its report."""
    lines = known[~among(known["golongan"], "lain")]
    met = matches[~among(matches["golongan"], "lain")]
    many = lines.groupby("laporan").size().reindex(docs["lain"]).fillna(0).to_numpy()
    pair, found = codes_of_both([docs["laporan"], docs["lain"]], [met["laporan"], met["lain"]])
    shared = np.bincount(found, minlength=len(docs) + len(met))[pair]
    return docs.assign(sama=np.where(docs["kop"], (shared >= _LEAST) & (2 * shared >= many), docs["sama"]))


def told_by_values(docs: pd.DataFrame, values: pd.DataFrame, same: np.ndarray) -> pd.DataFrame:
    """The documents without those of which only a letterhead is known and most figures are others: the
    report of the region itself has indicators of the same names. same: which of `values` agree."""
    pair, found = codes_of_both([docs["laporan"], docs["lain"]], [values["laporan"], values["dokumen_lain"]])
    many = len(docs) + len(values)
    held, all_ = np.bincount(found, same, minlength=many)[pair], np.bincount(found, minlength=many)[pair]
    return docs.assign(sama=docs["sama"] & ~(docs["kop"] & (2 * held < all_)))


def _first(laporan: pd.Series, values: pd.Series, wanted: np.ndarray) -> np.ndarray:
    known = np.append(values.to_numpy(dtype=object), "")
    return known[find([wanted], [laporan])]


def _said(identity: pd.DataFrame, what: str, wanted: pd.Series) -> np.ndarray:
    """What each document first says of a kind, '' where it says nothing."""
    rows = identity[among(identity["jenis"], what)]
    return _first(rows["laporan"], rows["nilai"], wanted.to_numpy(dtype=object))


def _versions(there: pd.DataFrame, identity: pd.DataFrame) -> np.ndarray:
    """'perubahan' where the user, the title or the name of the file says so."""
    told = _said(identity, D.VERSION, there["laporan"])
    title = there["bukti_dokumen"] + " " + there["laporan"].str.replace("_", " ")
    budget_or_pk = among(there["dokumen"], "pk", "dpa", "renstra", "renja", "rkt")
    changed = has(title, _CHANGED).to_numpy() & budget_or_pk
    return np.where(told != "", told, np.where(changed, D.CHANGED, ""))


def _ends(there: pd.DataFrame, identity: pd.DataFrame) -> np.ndarray:
    """The last year of the period of a plan over years, -1 unknown."""
    period = _said(identity, D.PERIOD, there["laporan"])
    spoken = _said(identity, "periode rencana", there["laporan"])
    ends, others = (np.array([_end(text) for text in texts], dtype="int64") for texts in (period, spoken))
    plan, decree = among(there["dokumen"], "renstra"), among(there["dokumen"], "iku")
    return np.select([(plan | decree) & (ends > 0), plan], [ends, others], -1)


def _in_force(there: pd.DataFrame, identity: pd.DataFrame, year: np.ndarray) -> np.ndarray:
    """bool: is a year within the period that a plan or decree prints, or does it print none?"""
    told = [_RANGE.search(text) for text in _said(identity, D.PERIOD, there["laporan"])]
    first, last = (np.array([int(one[at]) if one else -1 for one in told], dtype="int64") for at in (1, 2))
    return (year <= 0) | (first < 0) | ((first <= year) & (year <= last))


def _end(text: str) -> int:
    found = _RANGE.search(text)
    return int(found[2]) if found else -1
