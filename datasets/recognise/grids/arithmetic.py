"""Cells that write out their arithmetic ("= 3.226 / 16.051 × 100% = 20,09 %", also in several steps) → `perhitungan`."""

import re

import numpy as np
import pandas as pd

from datasets.document.clean import bersih
from datasets.recognise.grids.columns import Column, nama_baris
from datasets.recognise.grids.layout import Denah, Tok
from datasets.recognise.grids.others import pembilang_penyebut
from datasets.recognise.grids.texts import tanpa_nomor
from datasets.recognise.headers import rapi
from datasets.recognise.row_kinds import BAGIAN, CATATAN

# what may stand between two numbers, and what it means; tried in this order
_TANDA = [
    ("bagi", re.compile(
        r"^[\w%/.³² ()]{0,30}?\s*(?:/|÷|:|}\s*{|dibagi(?:kan)?(?: dengan)?|[-–—_]{2,})\s*"
        r"(?:\(?\s*[A-Za-z%]{0,12}\s*)?\(?\s*$", re.I)),
    ("kali", re.compile(r"^[\w% ()]{0,30}?\s*(?:[x×*✕]|\\times|dikali(?:kan)?(?: dengan)?)\s*\(?\s*$", re.I)),
    ("tambah", re.compile(r"^[\w% ()]{0,30}?\s*(?:\+|ditambah(?: dengan)?)\s*\(?\s*(?:Rp\.?\s*)?$", re.I)),
    ("kurang", re.compile(r"^[\w% ()]{0,30}?\s+(?:-|–|−|dikurangi(?: dengan)?)\s+\(?\s*(?:Rp\.?\s*)?$", re.I)),
    ("sama", re.compile(r"^[\w% ()./]{0,40}?\s*=\s*\(?\s*(?:Rp\.?\s*)?$", re.I)),
]  # fmt: skip


def langkah(teks: str, token: list[Tok]) -> list[dict]:
    """The steps of the arithmetic a text writes out.

    token: the text's number tokens (kelas 'bukan' too: "× 100%" is one). Returns a, b, hasil as tokens with their operasi,
    in order: bagi_persen, bagi, bagi_kali (a / b × c), tambah, kurang, kali. Chains of more than two terms give none.
    """
    if len(token) < 3 or "=" not in teks:
        return []
    isi = sorted(token, key=lambda t: t.mulai)
    op = [_tanda(teks[a.akhir : b.mulai]) for a, b in zip(isi, isi[1:], strict=False)]
    # "× 100%" may lie inside one token that is no figure: then the gap before it holds nothing
    seratus = [_pengali(t, teks) for t in isi]
    hasil, i = [], 0
    while i < len(isi) - 2:
        n, baris = _satu(isi, op, seratus, i)
        if baris:
            hasil.append(baris)
        i += n
    return hasil


def _tanda(antara: str) -> str:
    antara = re.sub(r"\}\s*\{", " / ", antara)  # \frac{a}{b} as typed
    antara = re.sub(r"[${}]|\\(?!times|cdot|div)", " ", antara).replace("\\cdot", "×").replace("\\div", ":")
    return next((nama for nama, p in _TANDA if p.match(antara)), "")


def _pengali(t: Tok, teks: str) -> bool:
    """Is the token the "× 100%" of a percentage?"""
    sebelum = teks[max(0, t.mulai - 12) : t.mulai]
    return bool(re.fullmatch(r"\D{0,14}100(?:[.,]0{1,2})?\s*\\?%?\D{0,3}", t.teks)) and (
        bool(re.search(r"(?:[x×*✕]|\\times|kali(?:kan)?(?: dengan)?)\s*\(?\s*$", sebelum, re.I))
        or bool(re.match(r"[x×*✕\\]|dikali|kali", t.teks.strip(), re.I))
    )


def _satu(isi: list[Tok], op: list[str], seratus: list[bool], i: int) -> tuple[int, dict | None]:
    """One step from token i: (tokens to go on, the step or None)."""
    o = op[i]
    if (
        o not in ("bagi", "tambah", "kurang", "kali")
        or seratus[i]
        or (i and op[i - 1] in ("tambah", "kurang", "kali", "bagi"))
    ):
        return 1, None
    j, persen = i + 1, False
    if seratus[j]:
        return 1, None
    faktor = None
    if j + 1 < len(isi) and seratus[j + 1]:
        persen, j = True, j + 1
    elif o == "bagi" and op[j] == "kali" and j + 2 < len(isi):  # a rate per 1.000 or 100.000
        faktor, j = isi[j + 1], j + 1
    if j + 1 >= len(isi) or (op[j] != "sama"):
        return 1, None
    a, b, h = isi[i], isi[i + 1], isi[j + 1]
    if faktor is not None:
        return j + 1 - i, {"operasi": "bagi_kali", "a": a, "b": b, "c": faktor, "hasil": h}
    if o == "bagi":
        o = "bagi_persen" if persen or (h.satuan == "%" and _kira(a.nilai, b.nilai, h.nilai)) else "bagi"
    elif persen:
        return 1, None
    # a result that is itself the start of the next step is read again there
    return j + 1 - i, {"operasi": o, "a": a, "b": b, "hasil": h}


def _kira(a: float, b: float, h: float) -> bool:
    return bool(b) and np.isfinite(a) and np.isfinite(h) and abs(a / b * 100 - h) < abs(a / b - h)


def kenali_hitung(d: Denah, kolom: list[Column], tahun: int) -> list[dict]:
    """Rows of `perhitungan` from every cell of the grid that writes out arithmetic."""
    nama = nama_baris(d, kolom, ("indikator", "uraian", "sasaran", "kegiatan", "program"))
    hasil = []
    for (r, c), token in d.token.items():
        if r not in d.baris or d.baris[r].jenis in (BAGIAN, CATATAN) and nama is not None and nama.c == c:
            continue
        teks = str(d.teks[r, c])
        subjek = tanpa_nomor(d.isi(r, nama.c)) if nama is not None and nama.c != c else ""
        hasil += tulis_langkah(
            teks, langkah(d.mentah[r, c], token), subjek or d.caption, {**d.tempat(r)}, str(tahun) if tahun > 0 else ""
        )
    return hasil


def tulis_langkah(teks: str, daftar: list[dict], subjek: str, tempat: dict, tahun: str) -> list[dict]:
    """perhitungan rows of the steps of one cell: the last step gives the realisasi (or capaian), earlier ones lead to it."""
    hasil: list[dict] = []
    for n, s in enumerate(daftar):
        awal = re.split(r"=|untuk|sehingga", bersih(teks), maxsplit=0)
        arti = next(
            (
                p
                for p in (pembilang_penyebut(re.sub(r"^[=\s]+", "", x)) for x in awal if re.search(r"[A-Za-z]{4}", x))
                if p[0]
            ),
            ("", ""),
        )
        akhir = n == len(daftar) - 1
        ukuran = (
            "realisasi" if akhir else "realisasi sebelum akumulasi" if daftar[-1]["operasi"] == "tambah" else "langkah"
        )
        if re.search(r"\bcapaian\s*=", teks, re.I) and akhir:
            ukuran = "capaian"
        baris = {**tempat, "subjek": subjek, "ukuran": ukuran, "tahun": tahun, "operasi": s["operasi"]}
        for p in ("a", "b", "c", "hasil") if "c" in s else ("a", "b", "hasil"):
            baris |= {p: s[p].teks, f"_{p}": s[p].id}
        if s["operasi"] in ("bagi", "bagi_persen", "bagi_kali"):
            baris |= {"a_arti": arti[0], "b_arti": arti[1]}
        elif n and s["a"].nilai == daftar[n - 1]["hasil"].nilai:
            baris["a_arti"] = hasil[-1]["ukuran"] if hasil else ""
        hasil.append(baris)
    return [b for b in hasil if b["subjek"]]


def tetapkan_ukuran(tabel: dict[str, list[dict]], angka: pd.DataFrame) -> None:
    """Say "capaian" of a written-out result that is an indicator's capaian and not its realisasi (in place).

    Where it is neither, and its unit is not the realisasi's, it is only called "hasil": comparing it would mean nothing.
    """
    if "perhitungan" not in tabel or "indikator" not in tabel:
        return
    nilai, satuan = angka["nilai"].to_dict(), angka["satuan"].to_dict()
    dikenal: dict[str, list[dict]] = {}
    for b in tabel["indikator"]:
        dikenal.setdefault(rapi(b["indikator"]), []).append(b)
    for b in tabel["perhitungan"]:
        if b["ukuran"] != "realisasi" or b.get("_hasil", -1) < 0:
            continue
        v = nilai[b["_hasil"]]
        pasangan = [
            {p: nilai.get(x.get(f"_{p}", -1)) for p in ("realisasi", "capaian")}
            | {"satuan": satuan.get(x.get("_realisasi", -1), "")}
            for x in dikenal.get(rapi(b["subjek"]), [])
        ]
        ada = [x for x in pasangan if x["realisasi"] is not None]
        if not ada or any(x["realisasi"] == v for x in ada):
            continue
        if any(x["capaian"] == v for x in ada):
            b["ukuran"] = "capaian"
        elif all(x["satuan"] != satuan[b["_hasil"]] for x in ada):
            b["ukuran"], b["subjek"] = "hasil", f"perhitungan {b['subjek']}"
