"""Table of contents and headings: what the report promises and what stands in it."""

import re

import pandas as pd
from rapidfuzz import fuzz, process

from datasets.document.model import Dokumen
from datasets.recognise.context import pola
from datasets.recognise.document_lines import Baris, frame
from schemas.tables import PLACE_COLUMNS

_HALAMAN = re.compile(r"[ivxlc]{1,6}|\d{1,4}|[IVXLC]{1,6}-\d{1,3}|[A-Z]-\d{1,3}|-", re.I)
_LABEL = re.compile(
    r"(?P<bab>bab\s+(?:[ivxlc]+|\d{1,2})\b)|(?P<desimal>\d{1,2}(?:\.\d{1,2})+)|(?P<besar>[A-Z][.)])|(?P<romawi>[IVX]{1,5}[.)])|(?P<angka>\d{1,2}[.)])|(?P<kurung>\(?\d{1,2}\))|(?P<kecil>[a-z][.)])",
    re.I,
)
_TINGKAT = {"bab": 1, "besar": 2, "romawi": 2, "angka": 3, "kecil": 4, "kurung": 4}
_ISI = re.compile(r"daftar isi", re.I)
_DAFTAR = re.compile(r"daftar\s+(?:isi|tabel|gambar|grafik|lampiran|bagan|diagram)", re.I)
_LAMPIRAN = re.compile(r"(?:daftar )?lampiran(?:\s*-\s*lampiran)?\s*:?", re.I)


def tingkat(judul: str, sebelum: int = 1) -> int:
    """Level of a heading by its label: BAB 1, A. 2, 1. 3, a. 4, 1.1 2, 1.1.1 3; without a label capitals are 1."""
    t = judul.strip()
    m = _LABEL.match(t)
    if m and m.lastgroup == "besar" and not t[0].isupper():
        return 4
    if m and m.lastgroup == "desimal":
        return m[0].count(".") + 1
    if m:
        return _TINGKAT[m.lastgroup]
    return (
        1
        if t.isupper() or _DAFTAR.match(t) or t.lower().startswith(("kata pengantar", "ringkasan", "lampiran"))
        else max(sebelum, 2)
    )


def _kunci(teks: str) -> str:
    return re.sub(r"\W+", " ", teks.lower()).strip()


def _rapat(teks: str) -> str:
    """Without blanks and signs, so that "K A T A  P E N G A N T A R" is found too."""
    return re.sub(r"\W+", "", teks.lower())


def kenali_daftar_isi(baris: list[Baris], dok: Dokumen) -> pd.DataFrame:
    """Entries of the table of contents (typed table daftar_isi), the annexes it lists included."""
    isi: list[dict] = []
    dalam, lampiran, terakhir = False, False, 1
    selesai: set[int] = set()
    for b in baris:
        polos = _kunci(b.teks)
        if b.wilayah != "daftar isi":
            dalam = dalam and b.wilayah == "daftar isi"
            continue
        if _DAFTAR.fullmatch(polos):
            dalam, lampiran = bool(_ISI.fullmatch(polos)) or (dalam and "lampiran" in polos), "lampiran" in polos
            continue
        if not dalam:
            continue
        if b.r >= 0:
            if b.blok not in selesai:
                selesai.add(b.blok)
                for judul, hal, g, h in _dari_petak(dok.sel[dok.sel["blok"].eq(b.blok)]):
                    terakhir = _tambah(
                        isi,
                        judul,
                        hal,
                        terakhir,
                        b.tempat | {"garis": g if g >= 0 else "", "halaman": h if h >= 0 else ""},
                    )
            continue
        judul, _, hal = b.teks.partition("\t")
        if not hal and (m := re.fullmatch(r"(.*?[^\s.])\s*[.…_\s]{3,}\s*([ivxlc]{1,6}|\d{1,4})?", b.teks)):
            judul, hal = m[1], m[2] or ""
        if hal or (m := re.fullmatch(r"(.{6,}?)\s+(\d{1,3}|[ivx]{1,5})", b.teks)) and _LABEL.match(b.teks):
            if not hal:
                judul, hal = m[1], m[2]
            terakhir = _tambah(isi, judul, hal, terakhir, b.tempat)
        elif _LAMPIRAN.fullmatch(polos):
            lampiran = True
            terakhir = _tambah(isi, judul, "", 1, b.tempat)
        elif lampiran and re.search(r"[A-Za-z]{4}", judul) and len(judul) < 200:
            _tambah(isi, judul, "", 2, b.tempat, 2)
        elif _LABEL.match(b.teks) and re.search(r"[A-Za-z]{4}", judul) and len(judul) < 160:
            terakhir = _tambah(isi, judul, "", terakhir, b.tempat)
    return frame(isi, ["judul", "tingkat", "urutan", "nomor_halaman", *PLACE_COLUMNS])


def _tambah(isi: list[dict], judul: str, hal: str, sebelum: int, tempat: dict, paksa: int = 0) -> int:
    judul, hal = re.sub(r"[\s.…_]+$", "", re.sub(r"\s+", " ", judul)).strip(), hal.strip()
    judul = re.sub(r"^(?:halaman|hal\.?)\s+(?=[A-Z])", "", judul, flags=re.I)
    if not re.search(r"[A-Za-z]{2}", judul) or _kunci(judul) in ("halaman", "hal", "judul", "uraian"):
        return sebelum
    t = paksa or tingkat(judul, sebelum)
    isi.append(
        {"judul": judul, "tingkat": t, "urutan": len(isi) + 1, "nomor_halaman": hal if hal != "-" else "", **tempat}
    )
    return t


def _dari_petak(sel: pd.DataFrame) -> list[tuple[str, str, int, int]]:
    hasil = []
    for _, g in sel.sort_values(["r", "c"]).groupby("r"):
        teks = [re.sub(r"\s+", " ", str(t)).strip() for t in g["teks"]]
        teks = [t for t in teks if t]
        if not teks:
            continue
        hal = teks.pop() if len(teks) > 1 and _HALAMAN.fullmatch(teks[-1]) else ""
        hasil.append((" ".join(teks), hal, int(g["garis"].iloc[0]), int(g["halaman"].iloc[0])))
    return hasil


def kenali_bab(baris: list[Baris], daftar: pd.DataFrame) -> pd.DataFrame:
    """Headings in the body (typed table bab); lines that the contents promise count without other marks."""
    janji = {_rapat(j): int(t) for j, t in zip(daftar["judul"], daftar["tingkat"], strict=True)} if len(daftar) else {}
    dipakai: set[str] = set()
    isi: list[dict] = []
    sejak_lampiran = 99
    for b in baris:
        if b.r >= 0 or "\t" in b.teks or not b.teks or len(b.teks) > 220:
            sejak_lampiran += 1
            continue
        k, rapat = _kunci(b.teks), _rapat(b.teks)
        sejak_lampiran = 0 if b.wilayah == "lampiran" and b.jenis == "judul" else sejak_lampiran + 1
        if b.wilayah == "daftar isi" and not _DAFTAR.fullmatch(k):
            continue
        tk = 0
        if b.jenis == "judul":
            tk = b.tingkat or tingkat(b.teks)
        elif (
            b.wilayah != "sampul"
            and janji
            and (cocok := process.extractOne(rapat, janji.keys(), scorer=fuzz.ratio, score_cutoff=90))
            and cocok[0] not in dipakai
        ):
            tk = janji[cocok[0]]
        elif b.wilayah == "lampiran" and b.jenis == "paragraf" and sejak_lampiran <= 30 and b.teks.isupper():
            if (
                isi and isi[-1]["_blok"] == b.blok - 1 and isi[-1]["_hlm"] and not pola("jabatan").match(b.teks)
            ):  # over several lines
                isi[-1]["judul"] += " " + b.teks
                isi[-1]["_blok"] = b.blok
                continue
            tk = 2 if pola("judul_lampiran").search(b.teks) else 0
        if not tk:
            continue
        if cocok2 := process.extractOne(rapat, janji.keys(), scorer=fuzz.ratio, score_cutoff=90) if janji else None:
            dipakai.add(cocok2[0])
        isi.append(
            {
                "judul": b.teks,
                "tingkat": tk,
                "urutan": len(isi) + 1,
                **b.tempat,
                "_blok": b.blok,
                "_hlm": b.jenis != "judul",
            }
        )
    hasil = frame(isi, ["judul", "tingkat", "urutan", *PLACE_COLUMNS])
    return hasil.drop(columns=["_blok", "_hlm"], errors="ignore")
