"""Blocks of any format to the document: tables put together, headings and their paths, captions, header rows."""

import re
from collections import defaultdict

import pandas as pd

from datasets.document import headings as judul
from datasets.document.cells import baris_teks, isi_turun
from datasets.document.clean import bersih
from datasets.document.join_parts import bersambung, di_antara, pecah, rapikan, tambah
from datasets.document.model import Dokumen, Mentah
from datasets.document.page_breaks import perbaiki
from datasets.document.page_furniture import buang_furnitur, sambung_kalimat
from datasets.readers.straighten import luruskan
from schemas.submission import BLOK_COLUMNS, SEL_COLUMNS

__all__ = ["isi_turun", "susun"]


def susun(mentah: list[Mentah], laporan: str) -> Dokumen:
    """The document of these blocks: frames blok (BLOK_COLUMNS) and sel (SEL_COLUMNS). The input blocks are used up."""
    blok = [m for m in buang_furnitur(mentah) if m.jenis == "petak" and m.sel or m.jenis != "petak" and m.teks.strip()]
    for m in blok:
        if re.search(r"\$\$|\\frac", m.teks):  # formulas left in LaTeX, in whatever format
            m.teks = bersih(m.teks)
        if m.jenis == "petak":
            rapikan(m)
    blok = [b for m in blok for b in (pecah(m) if m.jenis == "petak" and m.garis >= 0 else [m])]
    blok = sambung_kalimat(sambung_petak(blok))
    blok = judul.tandai(blok)
    bagian = judul.jalur(blok)
    return _jadikan(blok, bagian, laporan)


def sambung_petak(blok: list[Mentah]) -> list[Mentah]:
    """Join the parts of tables that page ends have cut, mend split rows, straighten drifted columns."""
    hasil: list[Mentah] = []
    batas: dict[int, list[int]] = defaultdict(list)  # id of a table → first rows of its later parts
    antara: list[Mentah] = []
    akhir, baris = None, []  # the table that may go on, and its rows
    for m in blok:
        if m.jenis != "petak":
            if akhir is not None and di_antara(m.teks):
                antara.append(m)
                continue
            hasil.extend([*antara, m])
            antara, akhir = [], None
            continue
        ini = baris_teks(m.sel)
        if akhir is not None and (k := bersambung(akhir, baris, m, ini)) >= 0:
            batas[id(akhir)].append(tambah(akhir, baris, m, ini, k))
            antara = []
            continue
        hasil.extend([*antara, m])
        antara, akhir, baris = [], m, ini
    hasil.extend(antara)
    for m in hasil:
        if m.jenis == "petak":
            if m.garis >= 0:
                luruskan(m)
            perbaiki(m, batas[id(m)])
    return hasil


def _jadikan(blok: list[Mentah], bagian: list[str], laporan: str) -> Dokumen:
    b, s = [], []
    for i, m in enumerate(blok):
        teks = judul.keterangan(blok, i) if m.jenis == "petak" else m.teks
        b.append(
            (laporan, i, m.jenis, m.tingkat if m.jenis == "judul" else 0, teks, bagian[i], m.halaman, m.garis, m.jejak)
        )
        for p in sorted(m.sel, key=lambda p: (p.r, p.c)):
            halaman, garis = (p.halaman if p.halaman >= 0 else m.halaman), (p.garis if p.garis >= 0 else m.garis)
            s.append((laporan, i, p.r, p.c, p.rs, p.cs, p.teks, p.r < m.kepala, halaman, garis, p.jejak))
    tipe = {"blok": "int64", "halaman": "int64", "garis": "int64"}
    fb = pd.DataFrame(b, columns=BLOK_COLUMNS).astype(tipe | {"tingkat": "int64"})
    fs = pd.DataFrame(s, columns=SEL_COLUMNS).astype(
        tipe | dict.fromkeys(("r", "c", "rs", "cs"), "int64") | {"kepala": bool}
    )
    return Dokumen(fb, fs)
