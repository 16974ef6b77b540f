"""Headings that the contents promise and the body does not have.

The contents of real reports are often garbled, go deeper than the headings that are printed, or spell them
otherwise. So an entry is only held against the body where all the entries beside it, and nearly all of the
report, are found there.
"""

import re

import numpy as np
import pandas as pd
from rapidfuzz import fuzz

from cermat.checks.settle.alike import likeness
from cermat.checks.settle.names import each, has, normalise
from cermat.schemas.keys import codes, codes_of_both, find, pairs

LEAST = 3  # entries beside it that are found
SHARE = 0.85  # of all entries of the report below its chapters
_LIKE = 80  # likeness of an entry and its heading
_WITHIN = 85  # likeness of an entry and the part of a line that tells it
_LINE = 0.8  # of an entry's letters that the line has at least
_LONGEST = 220  # letters of a line that may be a heading
_PROSE = re.compile(r"prosa-(\d+)")
_LABEL = re.compile(
    r"^\s*(?:\(?(?:[a-z]|[ivx]{1,5}|\d{1,2}(?:\.\d{1,2})*)[.)]+|\d{1,2}(?:\.\d{1,2})+)\s*", re.I
)
_KEPT = ["laporan", "tabel", "bagian", "baris", "garis", "halaman"]


def promised(tables: dict, blok: pd.DataFrame) -> pd.DataFrame:
    """`judul_janji`: entries of the contents below the chapters: laporan, kunci (title), ada (bool), terjamin
    (bool: what stands beside it is found, so that its absence means something), tahun, place."""
    listed = tables["daftar_isi"]
    title = normalise(each(_bare, listed["judul"])).to_numpy(dtype=object)
    level, report = listed["tingkat"].to_numpy(dtype="int64"), codes(listed["laporan"])
    annex = _from_first(has(normalise(listed["judul"]), r"^(?:daftar )?lampiran\b").to_numpy(), report)
    below = (level >= 2) & ~annex & (title != "")
    there = _in_headings(listed, title, tables["bab"]) | ~below
    open_ = np.flatnonzero(~there)
    there[open_] = _in_lines(listed.iloc[open_], title[open_], blok, listed)
    beside = codes(report, _parents(level, report))
    found, all_ = (np.bincount(beside, weights)[beside] for weights in (there & below, below))
    share = np.bincount(report, there & below) / np.maximum(np.bincount(report, below), 1)
    sure = (found >= LEAST) & (found >= all_ - 1) & (share[report] >= SHARE)
    out = listed[_KEPT].assign(kunci=listed["judul"], ada=there, terjamin=sure, tahun=-1)
    return out[below].reset_index(drop=True)


def _bare(title: str) -> str:
    """A title without its label ("9. Analisis …")."""
    return _LABEL.sub("", title)


def _from_first(hit: np.ndarray, report: np.ndarray) -> np.ndarray:
    """Rows of each report from the first hit on."""
    first = np.full(report.max(initial=-1) + 1, len(hit))
    at = np.flatnonzero(hit)
    np.minimum.at(first, report[at], at)
    return np.arange(len(hit)) >= first[report]


def _parents(level: np.ndarray, report: np.ndarray) -> np.ndarray:
    """The entry that each one stands under: the last one before it of a higher level, -1 none."""
    made = np.full(len(level), -1)
    for depth in range(2, level.max(initial=1) + 1):
        above = np.where(level < depth, np.arange(len(level)), -1)
        last = np.maximum.accumulate(above) if len(above) else above
        at = np.flatnonzero(level == depth)
        made[at] = np.where((last[at] >= 0) & (report[last[at]] == report[at]), last[at], -1)
    return made


def _in_headings(listed: pd.DataFrame, title: np.ndarray, bab: pd.DataFrame) -> np.ndarray:
    """Is there a heading like each entry?"""
    heads = normalise(each(_bare, bab["judul"])).to_numpy(dtype=object)
    left, right = pairs(*codes_of_both([listed["laporan"]], [bab["laporan"]]))
    made = np.zeros(len(listed), dtype=bool)
    made[left[likeness(title, left, heads, right, fuzz.token_sort_ratio) >= _LIKE]] = True
    return made


def _in_lines(
    lacking: pd.DataFrame, title: np.ndarray, blok: pd.DataFrame, listed: pd.DataFrame
) -> np.ndarray:
    """Does a line of the body tell an entry that no heading is like? The contents' own lines do not."""
    made = np.zeros(len(lacking), dtype=bool)
    if lacking.empty or blok.empty:
        return made
    number = each(
        lambda place: int(found[1]) if (found := _PROSE.match(place)) else -1, listed["tabel"]
    ).to_numpy(dtype="int64")
    own = find([blok["laporan"], blok["blok"]], [listed["laporan"], number]) >= 0
    lines = blok[~own & blok["laporan"].isin(lacking["laporan"]).to_numpy()]
    plain = [len(text) <= _LONGEST and "\t" not in text for text in lines["teks"].tolist()]
    lines = lines[np.array(plain, dtype=bool)]
    text = normalise(lines["teks"]).to_numpy(dtype=object)
    left, right = pairs(*codes_of_both([lacking["laporan"]], [lines["laporan"]]))
    told, line = (
        np.array([len(words) for words in texts.tolist()], dtype="int64") for texts in (title, text)
    )
    long = line[right] >= _LINE * told[left]
    made[left[long & (likeness(title, left, text, right, fuzz.partial_ratio) >= _WITHIN)]] = True
    return made
