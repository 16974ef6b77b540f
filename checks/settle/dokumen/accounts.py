"""Codes of budget lines (2.11.03.2.01.0003, 1066.EBA.994): two documents that print them mean one line by
one code, whatever its name."""

import re

import numpy as np
import pandas as pd
from rapidfuzz import fuzz

from cermat.checks.settle.names import each
from cermat.schemas.documents import CHANGED
from cermat.schemas.keys import among, codes, codes_of_both, distinct, find, pairs

# urusan, bidang, program, and what stands below; or kegiatan, KRO and RO of the central budget
_CODE = re.compile(r"\d\.\d\d\.\d\d(?:\.\d{1,2}(?:\.\d{1,2}(?:\.\d{1,4})?)?)?|\d{4}\.[A-Z]{3}(?:\.\d{3})?")
_LEAST = 3  # codes whose names are the same in both documents, before a code alone tells a line
_SHARE = 0.75  # of the codes that both print
_LIKE = 60.0  # likeness of two names of one line; below it they are two names
_PLACE = ["tabel", "bagian", "halaman", "baris", "garis"]


def account(text: str) -> str:
    """A code without blanks and leading zeros of its parts ("2.11.01.2.02.0001" is "2.11.1.2.2.1"); '' where
    a text is none."""
    plain = re.sub(r"\s", "", text).strip(".")
    if not _CODE.fullmatch(plain):
        return ""
    return ".".join(part.lstrip("0") or "0" for part in plain.split("."))


def with_codes(known: pd.DataFrame, budget: pd.DataFrame) -> pd.DataFrame:
    """+ kode: of each entity that is a budget line the one code that stands beside its name, and beside no
    other of its document, '' without."""
    told = budget.loc[~among(budget["kunci"], ""), ["laporan", "kunci"]]
    told = told.assign(kode=each(account, budget.loc[told.index, "rekening"].fillna("")))
    told = told[~among(told["kode"], "")]
    once = told.iloc[distinct(told["laporan"], told["kunci"], told["kode"])]
    sole = np.ones(len(once), dtype=bool)
    for column in ("kunci", "kode"):
        one = codes(once["laporan"], once[column])
        sole &= np.bincount(one, minlength=1)[one] == 1 if len(once) else sole
    once = once[sole]
    code = np.append(once["kode"].to_numpy(dtype=object), "")
    at = find([known["laporan"], known["kunci"]], [once["laporan"], once["kunci"]])
    return known.assign(kode=np.where(among(known["golongan"], "anggaran"), code[at], ""))


def by_code(here: pd.DataFrame, there: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Rows of both sides (matching.entities with kode and pasangan) that are one line by code: names that are
    alike, or other ones where most codes that both documents print stand beside the same names and neither
    name stands elsewhere in the other document."""
    mine, theirs = (np.flatnonzero(~among(side["kode"], "")) for side in (here, there))
    one, other = (
        [side["pasangan"].to_numpy()[at], side["kode"].to_numpy(dtype=object)[at]]
        for side, at in ((here, mine), (there, theirs))
    )
    left, right = pairs(*codes_of_both(one, other))
    left, right = mine[left], theirs[right]
    same = _same_names(here["nama"].to_numpy(dtype=object)[left], there["nama"].to_numpy(dtype=object)[right])
    pair = here["pasangan"].to_numpy()[left]
    many = np.bincount(pair, minlength=1)[pair] if len(pair) else pair
    held = np.bincount(pair, same, minlength=1)[pair] if len(pair) else pair
    agreed = (held >= _LEAST) & (held >= _SHARE * many)
    keep = same | (agreed & ~_elsewhere(here, left, there) & ~_elsewhere(there, right, here))
    return left[keep], right[keep]


def _elsewhere(side: pd.DataFrame, rows: np.ndarray, other: pd.DataFrame) -> np.ndarray:
    """bool: does the name of a line stand in the other document, too?"""
    names = ["pasangan", "nama"]
    return find([side[name].to_numpy()[rows] for name in names], [other[name] for name in names]) >= 0


def _same_names(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    score = [max(fuzz.token_set_ratio(*both), fuzz.ratio(*both)) for both in zip(one, other, strict=True)]
    return np.array(score, dtype="float64") >= _LIKE


def lines_beside(
    docs: pd.DataFrame, matches: pd.DataFrame, known: pd.DataFrame, budget: pd.DataFrame
) -> pd.DataFrame:
    """`padanan_anggaran`: budget lines that both documents print with one code: laporan, dokumen_lain,
    nama_lain, jenis, kunci, kunci_lain, kode, digantikan, tahun, nama_banding ('lain' where their names have
    hardly a word in common, else 'sama'), place here and there (…_lain)."""
    rows = matches[among(matches["golongan"], "anggaran")]
    rows = rows.merge(
        docs[["laporan", "lain", "jenis", "nama", "versi", "tahun_laporan"]], on=["laporan", "lain"]
    )
    code, name = (np.append(known[column].to_numpy(dtype=object), "") for column in ("kode", "nama"))
    one, other = (
        find([rows[report], rows[key]], [known["laporan"], known["kunci"]])
        for report, key in (("laporan", "kunci"), ("lain", "kunci_lain"))
    )
    told = (code[one] != "") & (code[one] == code[other])
    same = _same_names(name[one][told], name[other][told])
    made = rows[told].assign(
        ada=True,
        ada_lain=True,
        kode=code[one][told],
        nama_banding=np.where(same, "sama", "lain"),
        digantikan=replaced(rows)[told],
    )
    places = budget.iloc[distinct(budget["laporan"], budget["kunci"])]
    made = made.merge(
        places[["laporan", "kunci", "rekening", *_PLACE]].rename(columns={"rekening": "kode_tercetak"}),
        on=["laporan", "kunci"],
    )
    places = places[["laporan", "kunci", *_PLACE]]
    there = {column: f"{column}_lain" for column in ("kunci", *_PLACE)} | {"laporan": "lain"}
    made = made.merge(places.rename(columns=there), on=["lain", "kunci_lain"])
    return made.rename(columns={"lain": "dokumen_lain", "nama": "nama_lain", "tahun_laporan": "tahun"})


def replaced(rows: pd.DataFrame) -> np.ndarray:
    """bool: does a changed version of the same kind of document stand beside this one?"""
    kind = codes(rows["laporan"], rows["jenis"])
    changed = among(rows["versi"], CHANGED)
    return np.isin(kind, kind[changed]) & ~changed
