"""Dates of the report and of its annexes, and the role each plays."""

import calendar
import re
from datetime import date
from functools import cache

import pandas as pd

from datasets.recognise.document_lines import Baris, frame
from datasets.recognise.vocabulary import kosakata, pilihan
from schemas.tables import PLACE_COLUMNS


@cache
def _bulan() -> dict[str, int]:
    return {n: b for b, nama in kosakata("bulan").items() for n in nama}


@cache
def _pola() -> re.Pattern:
    b = pilihan(_bulan())
    return re.compile(
        rf"(?<![\d.,])(?P<h>[0-3]?\d)[\s.-]+(?P<b>{b})[\s.,-]+(?P<t>(?:19|20)\d\d)\b|\b(?P<b2>{b})\s+(?:tahun\s+)?(?P<t2>(?:19|20)\d\d)\b"
        r"|(?<![\d.,/-])(?P<h3>[0-3]?\d)\s?[-/.]\s?(?P<m3>[01]?\d)\s?[-/.]\s?(?P<t3>20\d\d)(?!\d)",
        re.I,
    )


def baca_tanggal(teks: str) -> tuple[str, str] | None:
    """The first date in a text as (ISO date, as printed); a month alone is its last day; None without a date."""
    m = _pola().search(teks)
    if not m:
        return None
    tahun = int(m["t"] or m["t2"] or m["t3"])
    bulan = int(m["m3"]) if m["m3"] else _bulan()[(m["b"] or m["b2"]).lower()]
    if not 1 <= bulan <= 12:
        return None
    akhir = calendar.monthrange(tahun, bulan)[1]
    hari = int(m["h"] or m["h3"] or akhir)
    return (date(tahun, bulan, hari).isoformat(), m[0]) if 1 <= hari <= akhir else None


TEMPAT_TANGGAL = re.compile(r"(?:di\s*)?(?P<tempat>[A-Z][\w'’. -]{1,30}?)\s*,\s*(?:tgl\.?|tanggal)?[\s.…_]*", re.I)
_PER = re.compile(
    r"(?:data[^.;]{0,80}?\b)?(per\s+(?:tanggal\s+)?)$|(?:kondisi|posisi|keadaan|data)\s+(?:per\s+|pada\s+|sampai\s+dengan\s+|s\.?/?d\.?\s+)?(?:tanggal\s+|akhir\s+|bulan\s+)*$",
    re.I,
)
_PEJABAT = r"(?:kepala|camat|inspektur|ketua|direktur|bupati|wali ?kota|gubernur|sekretaris|lurah|rektor)\b"
_PK = re.compile(r"perjanjian kinerja|penetapan kinerja|pihak (?:pertama|kedua)", re.I)
_KEPUTUSAN = re.compile(r"\bkeputusan\b|ditetapkan di|pada tanggal|\bperaturan\b", re.I)


def kenali_tanggal(baris: list[Baris]) -> pd.DataFrame:
    """Typed table tanggal: ttd_laporan (foreword, closing), ttd_pk, keputusan, data (cut-off of data)."""
    isi: list[dict] = []
    for i, b in enumerate(baris):
        if b.wilayah == "daftar isi" or not re.search(r"\d{4}", b.teks):
            continue
        for potong, awal in _potongan(b.teks):
            hasil = baca_tanggal(potong)
            if not hasil:
                continue
            iso, teks = hasil
            depan = b.teks[: awal + potong.index(teks)]
            peran = _peran(b, depan, baris, i, iso[:4])
            if peran == "data" and (m := re.search(r"per\s+(?:tanggal\s+)?$", depan, re.I)):
                teks = m[0] + teks
            if peran:
                isi.append({"peran": peran, "tanggal": iso, "teks": teks, **b.tempat})
    return frame(isi, ["peran", "tanggal", "teks", *PLACE_COLUMNS])


def _potongan(teks: str):
    """Stretches of a text that hold one date each, with their offsets."""
    akhir = 0
    for m in _pola().finditer(teks):
        yield teks[akhir : m.end()], akhir
        akhir = m.end()


def _peran(b: Baris, depan: str, baris: list[Baris], i: int, tahun: str) -> str:
    sekitar: list[str] = []
    for x in reversed(baris[max(0, i - 400) : i + 1]):  # paragraphs back to the heading of this part
        if x.r < 0 or x.blok == b.blok:
            sekitar.insert(0, x.teks)
        if x.jenis == "judul" or x.wilayah != b.wilayah or len(sekitar) > 25:
            break
    pendek = len(b.teks) < 80 or (
        len(b.teks) < 250
        and re.match(r"\W*(?:plt\.?\s*)?" + _PEJABAT, b.teks[len(depan) :].partition(tahun)[2].strip(), re.I)
    )
    tanpa_koma = (
        re.fullmatch(r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)? ", depan)
        and len(b.teks) < 60
        and any(re.match(r"\W*(?:plt\.?\s*)?" + _PEJABAT, x.teks, re.I) for x in baris[i + 1 : i + 3])
    )
    if pendek and (
        tanpa_koma
        or TEMPAT_TANGGAL.fullmatch(depan)
        or re.fullmatch(r"(?:ditetapkan di \S+\s*)?(?:pada\s+)?tanggal\s*:?\s*", depan, re.I)
    ):
        return _peran_ttd(b, depan, sekitar, [x.teks for x in baris[i + 1 : i + 8]])
    if _PER.search(depan):
        return "data"
    return ""


def _peran_ttd(b: Baris, depan: str, atas: list[str], bawah: list[str]) -> str:
    dekat = " | ".join(atas[-6:] + bawah[:4])
    if re.search(r"\breviu\b|\breview\b|direviu", " | ".join(atas), re.I) and any(
        re.search(r"inspektur|inspektorat", t, re.I) for t in bawah[:3]
    ):
        return "lain"  # the statement of review is signed by the inspectorate
    if re.match(r"(?:pada\s+)?tanggal", depan, re.I) or any(re.search(r"ditetapkan di", t, re.I) for t in atas[-3:]):
        return "keputusan" if _KEPUTUSAN.search(" | ".join(atas)) else "lain"
    if any(re.match(r"pihak (?:pertama|kedua)", t, re.I) for t in atas[-6:] + bawah) or any(
        t.isupper() and _PK.search(t) for t in atas
    ):
        return "ttd_pk"
    if b.wilayah in ("pengantar", "penutup", "ringkasan", "sampul"):
        return "ttd_laporan"
    if _PK.search(dekat) or _PK.search(b.bagian) or _PK.search(" | ".join(atas)):
        return "ttd_pk"
    if b.wilayah == "bab":
        return "ttd_laporan" if any(re.match(r"\W*(?:plt\.?\s*)?" + _PEJABAT, t, re.I) for t in bawah[:3]) else "lain"
    return "lain"
