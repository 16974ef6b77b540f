"""Quarters and semesters: their parts of the year (rincian) and each quarter's capaian (perhitungan)."""

import re

import numpy as np

from datasets.recognise.grids.columns import UANG, Column, nama_baris
from datasets.recognise.grids.fits import uji_bagi, uji_jumlah
from datasets.recognise.grids.indikator import calon_ukuran
from datasets.recognise.grids.layout import Denah
from datasets.recognise.grids.texts import tanpa_nomor
from datasets.recognise.headers import rapi
from datasets.recognise.row_kinds import DATA, TOTAL
from datasets.recognise.vocabulary import kosakata

_WAKTU = re.compile(r"(?:tw|smt)\d")


def kenali_berkala(d: Denah, kolom: list[Column], tahun: int) -> dict[str, list[dict]]:
    """Rows of `rincian` where the quarters of a measure add up to its year on most rows (running totals don't, and give
    none), and of `perhitungan` for the percentage of each quarter."""
    nama = nama_baris(d, kolom, ("indikator", "sub_kegiatan", "kegiatan", "program", "uraian", "sasaran"))
    waktu = [k for k in kolom if k.nilai and _WAKTU.fullmatch(k.waktu)]
    if nama is None or len(waktu) < 2:
        return {}
    baris = [r for r in d.badan if d.baris[r].jenis in (DATA, TOTAL)]
    hasil: dict[str, list[dict]] = {"rincian": [], "perhitungan": []}
    for ukuran in ("target", "realisasi"):
        bagian = [k for k in waktu if _ukuran(k) == ukuran]
        if len(bagian) in (2, 4):
            hasil["rincian"] += _jumlah(d, nama, ukuran, bagian, _calon_total(kolom, ukuran, bagian), baris, tahun)
    for w in sorted({k.waktu for k in waktu}):
        grup = {_ukuran(k): k for k in reversed(waktu) if k.waktu == w}
        if {"target", "realisasi", "capaian"} <= set(grup):
            hasil["perhitungan"] += _capaian(d, nama, grup, baris, tahun)
    return {t: b for t, b in hasil.items() if b}


def _ukuran(k: Column) -> str:
    """target | realisasi | capaian of a column, money or performance."""
    if k.ranah == UANG and not k.persen:
        return "realisasi" if k.kepala.skor("realisasi", "realisasi_uang") >= 0.5 else "target"
    return next(
        (p for p, _ in sorted(calon_ukuran(k), key=lambda x: -x[1])), "realisasi" if not k.persen else "capaian"
    )


def _calon_total(kolom: list[Column], ukuran: str, bagian: list[Column]) -> list[Column]:
    kata = {rapi(str(k)) for k in kosakata("kepala")["total_kolom"]}
    lain = [
        k
        for k in kolom
        if k.nilai and not k.persen and not k.waktu and k.ranah in {x.ranah for x in bagian} | {"hitung"}
    ]
    sama = [k for k in lain if _ukuran(k) == ukuran and not k.kepala.terhadap]
    return sama + [k for k in lain if k not in sama and k.kepala.jalur and rapi(k.kepala.jalur[-1]) in kata]


def _jumlah(
    d: Denah, nama: Column, ukuran: str, bagian: list[Column], calon: list[Column], baris: list[int], tahun: int
) -> list[dict]:
    uji = []
    v = d.nilai[np.ix_(baris, [k.c for k in bagian])].T
    for t in calon:
        u = uji_jumlah(v, d.nilai[baris, t.c], int(d.desimal[baris, t.c].max(initial=0)))
        # the last quarter equal to the year on as many rows: running totals
        if u.diuji and u.bagian >= 0.5 and int((v[-1] == d.nilai[baris, t.c]).sum()) < u.cocok:
            uji.append((u, t))
    if not uji:
        return []
    total = max(uji, key=lambda x: x[0].cocok)[1]
    hasil = []
    for r in baris:
        if not d.berangka(r, total.c):
            continue
        for k in (*bagian, total):
            if d.berangka(r, k.c):
                hasil.append(
                    {
                        **d.tempat(r),
                        "kode": str(r),
                        "induk": "",
                        "uraian": tanpa_nomor(d.isi(r, nama.c)) or d.baris[r].label,
                        "ukuran": f"{ukuran} {k.waktu}" if k is not total else f"{ukuran} setahun",
                        "ukuran_induk": "" if k is total else f"{ukuran} setahun",
                        "peran": "bagian",
                        "satuan": "",
                        "tahun": str(tahun) if tahun > 0 else "",
                        **d.sel(r, k.c, "nilai"),
                    }  # fmt: skip
                )
    return hasil


def _capaian(d: Denah, nama: Column, grup: dict[str, Column], baris: list[int], tahun: int) -> list[dict]:
    t, r, k = (grup[p] for p in ("target", "realisasi", "capaian"))
    u = uji_bagi(
        d.nilai[baris, r.c],
        d.desimal[baris, r.c],
        d.nilai[baris, t.c],
        d.desimal[baris, t.c],
        d.nilai[baris, k.c],
        d.desimal[baris, k.c],
    )
    if not u.mendukung:
        return []
    return [
        {
            **d.tempat(i),
            "subjek": f"{tanpa_nomor(d.isi(i, nama.c)) or d.baris[i].label} pada {k.waktu}",
            "ukuran": f"capaian {k.waktu}",
            "tahun": str(tahun) if tahun > 0 else "",
            "operasi": "bagi_persen",
            **d.sel(i, r.c, "a"),
            **d.sel(i, t.c, "b"),
            **d.sel(i, k.c, "hasil"),
        }  # fmt: skip
        for i in baris
        if all(d.figur(i, x.c) for x in (t, r, k)) and d.nilai[i, t.c]
    ]
