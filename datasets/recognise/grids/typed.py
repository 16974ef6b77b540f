"""Grids to typed tables: `kenali_petak`."""

import re

import pandas as pd

from datasets.document.model import Dokumen
from datasets.recognise.grids.anggaran import kenali_anggaran
from datasets.recognise.grids.arithmetic import kenali_hitung, tetapkan_ukuran
from datasets.recognise.grids.columns import UANG, susun_kolom
from datasets.recognise.grids.indikator import atur_tahun, kenali_indikator
from datasets.recognise.grids.layout import Denah, denah, token_petak
from datasets.recognise.grids.others import kenali_definisi, kenali_layanan, kenali_predikat, kenali_skala
from datasets.recognise.grids.periods import kenali_berkala
from datasets.recognise.grids.relations import kenali_hubungan
from datasets.recognise.grids.rincian import kenali_rincian, total_kolom
from datasets.recognise.grids.seri import kenali_tahun_baris, kenali_tahun_kolom, tetapkan_seri
from datasets.recognise.grids.texts import tahun_hitung
from datasets.recognise.row_kinds import TOTAL

_BUKAN_DATA = re.compile(r"daftar\s+(?:isi|tabel|gambar|grafik|lampiran|bagan|singkatan)\s*$", re.I)


def kenali_petak(dok: Dokumen, angka: pd.DataFrame, konteks) -> dict[str, pd.DataFrame]:
    """Typed rows of text from every grid of a document.

    angka: document_angka(dok); konteks: what the report is about (tahun, laporan). Returns name → frame with the columns of
    schemas/tables.yaml it fills, `laporan`, the place columns, and for a value column x the id of its number under _x
    (-1: none). A grid, or a column of it, that nothing recognises gives no rows.
    """
    hasil: dict[str, list[dict]] = {}
    sel = dict(tuple(dok.sel.groupby("blok", sort=False))) if len(dok.sel) else {}
    per_blok = token_petak(angka) if len(angka) else {}
    pengantar, sebelum = "", ""
    for b in dok.blok.itertuples(index=False):
        if b.jenis != "petak":
            pengantar, sebelum = b.teks, pengantar
            continue
        if b.blok not in sel or _BUKAN_DATA.search(b.bagian):
            continue
        if pengantar and pengantar in b.teks:  # the line before is the caption itself: the sentence stands before that
            pengantar = sebelum
        d = denah(b, sel[b.blok], per_blok.get(b.blok, []), pengantar)
        if d is None:
            continue
        for nama, baris in kenali_satu(d, konteks).items():
            hasil.setdefault(nama, []).extend(baris)
        pengantar = (
            f"{pengantar} {b.teks}".strip() if b.teks else pengantar
        )  # a grid right behind belongs to the same passage
    tetapkan_ukuran(hasil, angka)
    tetapkan_seri(hasil, angka)
    return {nama: pd.DataFrame(baris) for nama, baris in hasil.items() if baris}


def kenali_satu(d: Denah, konteks) -> dict[str, list[dict]]:
    """Typed rows of one grid. Each column is used by one table; what is left over may still hold totals and percentages."""
    kolom = susun_kolom(d, getattr(konteks, "instansi", ""))
    atur_tahun(d, kolom, konteks)
    tahun = tahun_hitung(d, konteks)
    skala = kenali_skala(d, kolom)
    if skala:
        return {"skala": skala}
    hasil: dict[str, list[dict]] = {}

    def tambah(baru: dict[str, list[dict]]) -> None:
        for nama, baris in baru.items():
            if baris:
                hasil.setdefault(nama, []).extend(baris)

    def terpakai() -> set[int]:
        return _kolom_terpakai(d, hasil)

    definisi = kenali_definisi(d, kolom)
    tambah({"definisi": definisi, "perhitungan": kenali_hitung(d, kolom, tahun)})
    layanan, dipakai = kenali_layanan(d, kolom, tahun)
    tambah({"layanan": layanan})
    # "APBD | DAK | Jumlah": only the total is the budget, the others are its parts
    jumlah = total_kolom(d, [k for k in kolom if k.nilai and k.ranah == UANG and k.n])
    sumber = {c for bagian in jumlah.values() for c in bagian}
    sisa = [k for k in kolom if k.c not in dipakai | sumber]
    anggaran, dipakai = kenali_anggaran(d, sisa, konteks)
    tambah(anggaran)
    sisa = [k for k in sisa if k.c not in dipakai]
    tambah(kenali_tahun_baris(d, sisa) or kenali_indikator(d, sisa, konteks) or kenali_tahun_kolom(d, sisa, konteks))
    tambah(kenali_berkala(d, kolom, tahun))
    if not {"indikator", "seri"} & set(hasil):
        tambah({"predikat": kenali_predikat(d, sisa, tahun)})
    if not hasil or sumber or any(b.jenis == TOTAL for b in d.baris.values()):
        pakai = terpakai() - set(jumlah)
        tambah(kenali_rincian(d, [k for k in kolom if not k.nilai or k.c not in pakai], tahun))
    utama = _kolom_terpakai(d, {n: b for n, b in hasil.items() if n != "rincian"})
    tambah(kenali_hubungan(d, kolom, utama, tahun))
    return hasil


def _kolom_terpakai(d: Denah, hasil: dict[str, list[dict]]) -> set[int]:
    """Columns whose numbers some row already points to."""
    kolom = {int(d.id[r, c]): c for r in d.badan for c in range(d.lebar) if d.id[r, c] >= 0}
    return {
        kolom[v] for baris in hasil.values() for b in baris for n, v in b.items() if n.startswith("_") and v in kolom
    }
