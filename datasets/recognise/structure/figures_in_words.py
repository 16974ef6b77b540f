"""Figures printed together with their words: "6 (enam)", "10.000.000 (sepuluh juta)", "dua (2)"."""

import re

import pandas as pd

from datasets.document.model import Dokumen
from datasets.recognise.document_lines import frame
from datasets.recognise.number_tokens import _kata
from schemas.tables import PLACE_COLUMNS

_SATUAN = "nol satu dua tiga empat lima enam tujuh delapan sembilan".split()
_BESAR = "sepuluh|sebelas|belas|puluh|seratus|ratus|seribu|ribu|sejuta|juta|mil[iy]ar|tril[iy]un|koma|kosong"
_DASAR = rf"(?:{'|'.join(_SATUAN)}|{_BESAR})"
KATA = re.compile(rf"{_DASAR}(?:[\s-]*{_DASAR})*", re.I)
_SETELAH = re.compile(rf"(?:\s*%)?\s*\(\s*({KATA.pattern})(?:\s+(?:rupiah|persen|orang|buah))?\s*\)", re.I)
_SEBELUM = re.compile(rf"(?<![A-Za-z])({KATA.pattern})\s*\(\s*$", re.I)
_NOMINA = re.compile(r"\s*((?:[A-Za-z][\w/-]*)(?:\s+[A-Za-z][\w/-]*){0,3})")
_ARTI = {k: i for i, k in enumerate(_SATUAN)} | {"kosong": 0, "sepuluh": 10, "sebelas": 11}
_PENGALI = {
    "seribu": 1_000,
    "ribu": 1_000,
    "sejuta": 1_000_000,
    "juta": 1_000_000,
    "miliar": 10**9,
    "milyar": 10**9,
    "triliun": 10**12,
    "trilyun": 10**12,
}


def terbilang(kata: str) -> float | None:
    """The value of number words ("tiga puluh lima", "dua koma lima"); None when they make no number."""
    depan, koma, belakang = re.sub(r"[\s-]+", " ", kata.lower()).strip().partition(" koma ")
    nilai = _bulat(depan.split())
    if nilai is None or not koma:
        return nilai
    angka = [_ARTI.get(k) for k in belakang.split()]
    if None in angka or not angka:
        return None
    return float(f"{nilai}.{''.join(map(str, angka))}")


def _bulat(kata: list[str]) -> int | None:
    jumlah, ratusan, satuan = 0, 0, None
    for k in kata:
        if k in _ARTI:
            if satuan is not None:
                return None
            satuan = _ARTI[k]
        elif k == "belas":
            satuan = (satuan if satuan is not None else 0) + 10
        elif k == "puluh":
            ratusan, satuan = ratusan + (satuan or 0) * 10, None
        elif k in ("ratus", "seratus"):
            ratusan, satuan = ratusan + (1 if k == "seratus" else satuan or 0) * 100, None
        elif k in _PENGALI:
            ada = ratusan + (satuan or 0)
            jumlah, ratusan, satuan = jumlah + (ada or 1) * _PENGALI[k], 0, None
        else:
            return None
    return jumlah + ratusan + (satuan or 0) if kata else None


def kenali_bilangan(dok: Dokumen, angka: pd.DataFrame) -> pd.DataFrame:
    """Typed table bilangan; `_nilai` points to the figure. subjek: what is counted, else the words before it."""
    teks_blok = dict(zip(dok.blok["blok"], dok.blok["teks"], strict=True))
    sel = (
        dok.sel.loc[dok.sel["teks"].str.contains("(", regex=False), ["blok", "r", "c", "teks"]]
        if len(dok.sel)
        else dok.sel
    )
    teks_sel = {(b, r, c): t for b, r, c, t in sel[["blok", "r", "c", "teks"]].itertuples(index=False)}
    isi: list[dict] = []
    kurung = {b for b, t in teks_blok.items() if "(" in t}
    calon = angka[angka["kelas"].eq("figur") & angka["blok"].isin(kurung | {b for b, _, _ in teks_sel})]
    for a in calon[["blok", "r", "c", "mulai", "akhir", "teks", *PLACE_COLUMNS]].itertuples():
        teks = teks_blok.get(a.blok, "") if a.r < 0 else teks_sel.get((a.blok, a.r, a.c), "")
        if "(" not in teks:
            continue
        m = _SETELAH.match(teks, a.akhir)
        if m:
            kata, sisa = m[1], teks[m.end() :]
        elif (
            (n := _SEBELUM.search(teks[: a.mulai]))
            and re.match(r"\s*\)", teks[a.akhir :])
            and not re.search(r"\d\s*$", teks[: n.start()])  # "71,24 miliar (104%)": a scale word, no number
        ):
            kata, sisa = n[1], teks[a.akhir :].lstrip()[1:]
        else:
            continue
        isi.append(
            {
                "subjek": _subjek(sisa) or a.baris or _subjek_depan(teks[: a.mulai]) or "jumlah",
                "nilai": a.teks,
                "kata": re.sub(r"\s+", " ", kata),
                "tabel": a.tabel,
                "bagian": a.bagian,
                "halaman": a.halaman if a.halaman >= 0 else "",
                "baris": a.baris,
                "garis": a.garis if a.garis >= 0 else "",
                "_nilai": a.Index,
            }
        )
    return frame(isi, ["subjek", "nilai", "kata", *PLACE_COLUMNS])


def _subjek(sisa: str) -> str:
    """The noun phrase that follows, up to the first word that cannot belong to it."""
    m = _NOMINA.match(sisa)
    if not m or re.match(r"\s*[.,;:]", sisa):
        return ""
    kata = []
    for k in m[1].split():
        if k.lower() in _kata("bukan_satuan") - {"target", "realisasi", "capaian", "hasil"} or re.search(r"\d", k):
            break
        kata.append(k)
    return " ".join(kata)


def _subjek_depan(depan: str) -> str:
    kata = re.findall(r"[A-Za-z][\w/-]*", depan)[-3:]
    return " ".join(
        k
        for k in kata
        if k.lower()
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
