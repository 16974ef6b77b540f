"""What PermenPANRB 53/2014 asks a report to hold, and whether it stands there: under a heading, in a table,
or told in prose."""

import re
from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd
import yaml

from cermat.checks.settle.names import each, normalise
from cermat.schemas.keys import among, codes, distinct, firsts

_SPACED = re.compile(r"(?<!bab )(?<!\S)(?:[a-z] ){3,}[a-z](?!\S)")
_CHAPTER_TWO = re.compile(r"bab (?:ii|2)\b")
_CAPTION = re.compile(r"\s*(?:tabel|grafik|gambar|diagram)\b", re.I)
_NUMBER_ONLY = re.compile(r"\s*(?:tabel|grafik|gambar|diagram)\s*[\divxlc.\s-]*", re.I)
_PROSE = re.compile(r"prosa-(\d+)")
_LONGEST = 240  # letters of a heading or a caption


@cache
def contents() -> dict:
    """checks/settle/contents.yaml: bukan_prosa, isi."""
    return yaml.load(
        files("cermat.checks.settle").joinpath("contents.yaml").read_text(encoding="utf-8"),
        Loader=yaml.CSafeLoader,
    )


def closed_up(titles: pd.Series) -> pd.Series:
    """Normalised titles in which a word set with spaces is one word: "bab iv p e n u t u p" is "bab iv
    penutup"."""
    return (
        normalise(titles)
        .map(lambda title: _SPACED.sub(lambda spaced: spaced[0].replace(" ", ""), title))
        .astype(object)
    )


def required_contents(tables: dict, blok: pd.DataFrame) -> pd.DataFrame:
    """One row a report and item: laporan, kunci, kode, ada (bool), petikan, syarat (when the item is due only
    later or where it exists; '' always), tahun, place. blok: the documents as read; empty for tables."""
    items = contents()["isi"]
    base = tables["laporan"][["laporan", "petikan", "tahun"]]
    report, text = _heads(tables, blok)
    told = codes(report, text)
    once = distinct(told)
    report, title = report[once], codes(text[once])
    titles = text[once][firsts(title)].tolist()
    prose = _prose(tables["bab"], blok)
    there = []
    for item in items:
        search = re.compile(item["judul"]).search
        found = set(report[np.array([search(text) is not None for text in titles], dtype=bool)[title]])
        for table, column in item.get("tabel", []):
            listed_titles = tables[table]
            found |= set(listed_titles["laporan"].to_numpy()[listed_titles[column].to_numpy() >= 0])
        if "prosa" in item:
            found |= _told(prose[~prose["laporan"].isin(found)], item)
        there.append([report in found for report in base["laporan"].tolist()])
    out = base.take(np.repeat(np.arange(len(base)), len(there))).reset_index(drop=True)
    for column, name in (("kode", "kode"), ("kunci", "apa"), ("syarat", "syarat")):
        out[column] = np.tile(np.array([item.get(name, "") for item in items], dtype=object), len(base))
    return out.assign(ada=np.array(there).T.ravel(), tabel="", bagian="", baris="", garis=-1, halaman=-1)


def _heads(tables: dict, blok: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """(laporan, teks) of headings, entries of the contents, captions of tables; a heading that goes on in the
    next one is tried whole too."""
    bab, listed = tables["bab"], tables["daftar_isi"]
    report, title = (bab[column].to_numpy(dtype=object) for column in ("laporan", "judul"))
    number = each(
        lambda place: int(found[1]) if (found := _PROSE.fullmatch(place)) else -1, bab["tabel"]
    ).to_numpy()
    known = number >= 0
    goes_on = known[:-1] & (number[1:] == number[:-1] + 1) & (report[1:] == report[:-1])
    whole = np.flatnonzero(goes_on)
    caption = _captions(blok)
    texts = [title, title[whole] + " " + title[whole + 1], listed["judul"], blok["teks"].to_numpy()[caption]]
    reports = [report, report[whole], listed["laporan"], blok["laporan"].to_numpy()[caption]]
    told = pd.Series(np.concatenate(texts), dtype=object)
    return np.concatenate(reports), closed_up(told).to_numpy(dtype=object)


def _captions(blok: pd.DataFrame) -> np.ndarray:
    """Rows of captions; where one is a number alone, its words are the next paragraph."""
    if blok.empty:
        return np.zeros(0, dtype="int64")
    text = blok["teks"].tolist()
    short = ~among(blok["jenis"], "petak") & (np.array([len(line) for line in text]) < _LONGEST)
    at = np.flatnonzero(short)
    report = blok["laporan"].to_numpy(dtype=object)[at]
    caption = np.array([_CAPTION.match(text[position]) is not None for position in at], dtype=bool)
    alone = np.array([_NUMBER_ONLY.fullmatch(text[position]) is not None for position in at[:-1]], dtype=bool)
    caption[1:] |= alone & (report[1:] == report[:-1])
    return at[caption & np.array(["\t" not in text[position] for position in at], dtype=bool)]


def _prose(bab: pd.DataFrame, blok: pd.DataFrame) -> pd.DataFrame:
    """laporan, teks (small letters): the paragraphs of reports, without those that only say what a chapter
    holds (its outline, from "Sistematika" to the last BAB II) and without the contents."""
    if blok.empty:
        return pd.DataFrame({"laporan": [], "teks": []})
    lines = blok[among(blok["jenis"], "paragraf", "butir")]
    lines = lines.assign(teks=lines["teks"].str.lower().str.replace(r"\s+", " ", regex=True))
    number = pd.to_numeric(bab["tabel"].str.extract(r"^prosa-(\d+)$")[0], errors="coerce")
    title = closed_up(bab["judul"])
    begin = number[title.str.contains("sistematika")].groupby(bab["laporan"]).min()
    end = (
        number[title.map(lambda heading: bool(_CHAPTER_TWO.match(heading))).astype(bool)]
        .groupby(bab["laporan"])
        .max()
    )
    first, last = (lines["laporan"].map(one).astype("float64") for one in (begin, end))  # none: no texts
    outline = (lines["blok"] > first) & (lines["blok"] < last)
    only_says = lines["teks"].str.contains(contents()["bukan_prosa"], regex=True) | blok["teks"].str.contains(
        "\t"
    ).reindex(lines.index)
    return lines.loc[~outline & ~only_says, ["laporan", "teks"]]


def _told(prose: pd.DataFrame, item: dict) -> set:
    """Reports whose paragraphs tell of an item at least `kali` times."""
    if prose.empty:
        return set()
    hit = prose.loc[prose["teks"].str.contains(item["prosa"], regex=True), "laporan"].value_counts()
    return set(hit[hit >= item.get("kali", 1)].index)
