"""Figures printed together with their words: "6 (enam)", "10.000.000 (sepuluh juta)", "dua (2)"."""

import re

import pandas as pd

from cermat.datasets.document.model import Document
from cermat.datasets.recognise.document_lines import frame
from cermat.datasets.recognise.number_tokens import _words_of
from cermat.schemas.tables import PLACE_COLUMNS

_SATUAN = "nol satu dua tiga empat lima enam tujuh delapan sembilan".split()
_LARGE = (
    "sepuluh|sebelas|belas|puluh|seratus|ratus|seribu|ribu|sejuta|juta|mill?[iy]ar|trill?[iy]un|koma|kosong"
)
_BASE = rf"(?:{'|'.join(_SATUAN)}|{_LARGE})"
WORD = re.compile(rf"{_BASE}(?:[\s-]*{_BASE})*", re.I)
_AFTER = re.compile(rf"(?:\s*%)?\s*\(\s*({WORD.pattern})(?:\s+(?:rupiah|persen|orang|buah))?\s*\)", re.I)
_BEFORE = re.compile(rf"(?<![A-Za-z])({WORD.pattern})\s*\(\s*$", re.I)
_NOUNS = re.compile(r"\s*((?:[A-Za-z][\w/-]*)(?:\s+[A-Za-z][\w/-]*){0,3})")
_MEANING = {word: number for number, word in enumerate(_SATUAN)} | {"kosong": 0, "sepuluh": 10, "sebelas": 11}
_FACTOR = {
    "seribu": 1_000,
    "ribu": 1_000,
    "sejuta": 1_000_000,
    "juta": 1_000_000,
    "miliar": 10**9,
    "milyar": 10**9,
    "triliun": 10**12,
    "trilyun": 10**12,
    "milliar": 10**9,
    "millyar": 10**9,
    "trilliun": 10**12,
    "trillyun": 10**12,
}


def number_in_words(words: str) -> float | None:
    """The value of number words ("tiga puluh lima", "dua koma lima"); None when they make no number."""
    ahead, commas, behind = re.sub(r"[\s-]+", " ", words.lower()).strip().partition(" koma ")
    value = _whole(ahead.split())
    if value is None or not commas:
        return value
    angka = [_MEANING.get(word) for word in behind.split()]
    if None in angka or not angka:
        return None
    return float(f"{value}.{''.join(map(str, angka))}")


def _whole(words: list[str]) -> int | None:
    count, hundreds, satuan = 0, 0, None
    for word in words:
        if word in _MEANING:
            if satuan is not None:
                return None
            satuan = _MEANING[word]
        elif word == "belas":
            satuan = (satuan if satuan is not None else 0) + 10
        elif word == "puluh":
            hundreds, satuan = hundreds + (satuan or 0) * 10, None
        elif word in ("ratus", "seratus"):
            hundreds, satuan = hundreds + (1 if word == "seratus" else satuan or 0) * 100, None
        elif word in _FACTOR:
            there = hundreds + (satuan or 0)
            count, hundreds, satuan = count + (there or 1) * _FACTOR[word], 0, None
        else:
            return None
    return count + hundreds + (satuan or 0) if words else None


def recognise_bilangan(document: Document, angka: pd.DataFrame) -> pd.DataFrame:
    """Typed table bilangan; `_nilai` points to the figure. subjek: what is counted, else the words before
    it."""
    blok_text = dict(zip(document.blok["blok"], document.blok["teks"], strict=True))
    sel = (
        document.sel.loc[document.sel["teks"].str.contains("(", regex=False), ["blok", "r", "c", "teks"]]
        if len(document.sel)
        else document.sel
    )
    cell_text = {
        (block, row, column): text
        for block, row, column, text in sel[["blok", "r", "c", "teks"]].itertuples(index=False)
    }
    content: list[dict] = []
    brackets = {block for block, text in blok_text.items() if "(" in text}
    candidates = angka[
        angka["kelas"].eq("figur") & angka["blok"].isin(brackets | {block for block, _, _ in cell_text})
    ]
    for figure in candidates[["blok", "r", "c", "mulai", "akhir", "teks", *PLACE_COLUMNS]].itertuples():
        text = (
            blok_text.get(figure.blok, "")
            if figure.r < 0
            else cell_text.get((figure.blok, figure.r, figure.c), "")
        )
        if "(" not in text:
            continue
        found = _AFTER.match(text, figure.akhir)
        if found:
            words, rest = found[1], text[found.end() :]
        elif (
            (noun := _BEFORE.search(text[: figure.mulai]))
            and re.match(r"\s*\)", text[figure.akhir :])
            and not re.search(
                r"\d\s*$", text[: noun.start()]
            )  # "71,24 miliar (104%)": a scale word, no number
        ):
            words, rest = noun[1], text[figure.akhir :].lstrip()[1:]
        else:
            continue
        content.append(
            {
                "subjek": _subjek(rest) or figure.baris or _subjek_ahead(text[: figure.mulai]) or "jumlah",
                "nilai": figure.teks,
                "kata": re.sub(r"\s+", " ", words),
                "tabel": figure.tabel,
                "bagian": figure.bagian,
                "halaman": figure.halaman if figure.halaman >= 0 else "",
                "baris": figure.baris,
                "garis": figure.garis if figure.garis >= 0 else "",
                "_nilai": figure.Index,
            }
        )
    return frame(content, ["subjek", "nilai", "kata", *PLACE_COLUMNS])


def _subjek(rest: str) -> str:
    """The noun phrase that follows, up to the first word that cannot belong to it."""
    found = _NOUNS.match(rest)
    if not found or re.match(r"\s*[.,;:]", rest):
        return ""
    words = []
    for word in found[1].split():
        if word.lower() in _words_of("bukan_satuan") - {
            "target",
            "realisasi",
            "capaian",
            "hasil",
        } or re.search(r"\d", word):
            break
        words.append(word)
    return " ".join(words)


def _subjek_ahead(ahead: str) -> str:
    words = re.findall(r"[A-Za-z][\w/-]*", ahead)[-3:]
    return " ".join(
        word
        for word in words
        if word.lower()
        not in (
            "sebanyak",
            "sebesar",
            "adalah",
            "yaitu",
            "dengan",
            "yang",
            "ada",
            "berjumlah",
            "terdapat",
            "memiliki",
            "rupiah",
            "dan",
        )
    )
