"""What PermenPANRB 53/2014 asks a report to hold, and whether it stands there: under a heading, in a table,
or told in prose."""

import re
from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd
import yaml

from checks.settle.names import normalise

_SPACED = re.compile(r"(?<!bab )(?<!\S)(?:[a-z] ){3,}[a-z](?!\S)")
_CHAPTER_TWO = re.compile(r"bab (?:ii|2)\b")
_CAPTION = re.compile(r"\s*(?:tabel|grafik|gambar|diagram)\b", re.I)
_NUMBER_ONLY = re.compile(r"\s*(?:tabel|grafik|gambar|diagram)\s*[\divxlc.\s-]*", re.I)
_LONGEST = 240  # letters of a heading or a caption


@cache
def contents() -> dict:
    """checks/settle/contents.yaml: bukan_prosa, isi."""
    return yaml.load(
        files("checks.settle").joinpath("contents.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
    )


def closed_up(titles: pd.Series) -> pd.Series:
    """Normalised titles in which a word set with spaces is one word: "bab iv p e n u t u p" is "bab iv
    penutup"."""
    return normalise(titles).map(lambda t: _SPACED.sub(lambda m: m[0].replace(" ", ""), t)).astype(object)


def required_contents(tables: dict, blok: pd.DataFrame) -> pd.DataFrame:
    """One row a report and item: laporan, kunci, kode, ada (bool), petikan, syarat (when the item is due only
    later or where it exists; '' always), tahun, place. blok: the documents as read; empty for tables."""
    items = contents()["isi"]
    base = tables["laporan"][["laporan", "petikan", "tahun"]]
    heads = _heads(tables, blok)
    codes, titles = pd.factorize(heads["teks"])
    laporan = heads["laporan"].to_numpy()
    prose = _prose(tables["bab"], blok)
    there = []
    for item in items:
        pattern = re.compile(item["judul"])
        hit = np.array([bool(pattern.search(t)) for t in titles], dtype=bool)
        found = set(laporan[hit[codes]]) if len(codes) else set()
        for table, column in item.get("tabel", []):
            t = tables[table]
            found |= set(t.loc[t[column] >= 0, "laporan"])
        if "prosa" in item:
            found |= _told(prose[~prose["laporan"].isin(found)], item)
        there.append(base["laporan"].isin(found).to_numpy())
    out = base.loc[np.repeat(base.index, len(there))].reset_index(drop=True)
    for column, name in (("kode", "kode"), ("kunci", "apa"), ("syarat", "syarat")):
        out[column] = np.tile(np.array([i.get(name, "") for i in items], dtype=object), len(base))
    return out.assign(ada=np.array(there).T.ravel(), tabel="", bagian="", baris="", garis=-1, halaman=-1)


def _heads(tables: dict, blok: pd.DataFrame) -> pd.DataFrame:
    """laporan, teks: headings, entries of the contents, captions of tables; a heading that goes on in the
    next one is tried whole too."""
    bab = tables["bab"]
    captions = blok[blok["jenis"].ne("petak") & blok["teks"].str.len().lt(_LONGEST)] if len(blok) else blok
    caption = captions["teks"].map(lambda t: bool(_CAPTION.match(t))).astype(bool)
    number = captions["teks"].map(lambda t: bool(_NUMBER_ONLY.fullmatch(t))).astype(bool)
    below = number.shift(fill_value=False) & captions["laporan"].eq(
        captions["laporan"].shift()
    )  # its words on the next line
    captions = captions[(caption | below) & ~captions["teks"].str.contains("\t")]
    at = pd.to_numeric(bab["tabel"].str.extract(r"^prosa-(\d+)$")[0], errors="coerce")
    goes_on = at.shift(-1).eq(at + 1) & bab["laporan"].shift(-1).eq(bab["laporan"])
    whole = (bab["judul"] + " " + bab["judul"].shift(-1).fillna(""))[goes_on]
    pieces = [
        bab[["laporan", "judul"]].rename(columns={"judul": "teks"}),
        pd.DataFrame({"laporan": bab["laporan"][goes_on], "teks": whole}),
        tables["daftar_isi"][["laporan", "judul"]].rename(columns={"judul": "teks"}),
        captions[["laporan", "teks"]],
    ]
    heads = pd.concat([p for p in pieces if len(p)] or pieces[:1], ignore_index=True)
    return heads.assign(teks=closed_up(heads["teks"]))


def _prose(bab: pd.DataFrame, blok: pd.DataFrame) -> pd.DataFrame:
    """laporan, teks (small letters): the paragraphs of reports, without those that only say what a chapter
    holds (its outline, from "Sistematika" to the last BAB II) and without the contents."""
    if blok.empty:
        return pd.DataFrame({"laporan": [], "teks": []})
    p = blok[blok["jenis"].isin(["paragraf", "butir"])]
    p = p.assign(teks=p["teks"].str.lower().str.replace(r"\s+", " ", regex=True))
    number = pd.to_numeric(bab["tabel"].str.extract(r"^prosa-(\d+)$")[0], errors="coerce")
    title = closed_up(bab["judul"])
    begin = number[title.str.contains("sistematika")].groupby(bab["laporan"]).min()
    end = number[title.map(lambda t: bool(_CHAPTER_TWO.match(t))).astype(bool)].groupby(bab["laporan"]).max()
    first, last = p["laporan"].map(begin), p["laporan"].map(end)
    outline = (p["blok"] > first) & (p["blok"] < last)
    only_says = p["teks"].str.contains(contents()["bukan_prosa"], regex=True) | blok["teks"].str.contains(
        "\t"
    ).reindex(p.index)
    return p.loc[~outline & ~only_says, ["laporan", "teks"]]


def _told(prose: pd.DataFrame, item: dict) -> set:
    """Reports whose paragraphs tell of an item at least `kali` times."""
    if prose.empty:
        return set()
    hit = prose.loc[prose["teks"].str.contains(item["prosa"], regex=True), "laporan"].value_counts()
    return set(hit[hit >= item.get("kali", 1)].index)
