"""What the document says about itself: identity, contents, headings, dates, scale, formulas, figures in words."""

import pandas as pd

from datasets.dokumen import Dokumen
from datasets.kenali.baris_dok import semua_baris
from datasets.kenali.bilangan import kenali_bilangan
from datasets.kenali.daftar_isi import kenali_bab, kenali_daftar_isi
from datasets.kenali.definisi import kenali_definisi
from datasets.kenali.identitas import kenali_identitas
from datasets.kenali.konteks import Konteks
from datasets.kenali.rumus import kenali_rumus
from datasets.kenali.skala import kenali_skala
from datasets.kenali.tanggal import kenali_tanggal


def kenali_struktur(dok: Dokumen, angka: pd.DataFrame, konteks: Konteks) -> dict[str, pd.DataFrame]:
    """Typed tables of text identitas, daftar_isi, bab, tanggal, skala, rumus, definisi, bilangan (schemas/tabel.yaml).

    angka: the numbers of the document (its index is the id); value columns have companions `_nilai`, `_bawah`, `_atas`.
    Every frame carries `laporan`; tables without a row are left empty, never guessed.
    """
    baris = semua_baris(dok)
    daftar = kenali_daftar_isi(baris, dok)
    hasil = {
        "identitas": kenali_identitas(baris, konteks, dok),
        "daftar_isi": daftar,
        "bab": kenali_bab(baris, daftar),
        "tanggal": kenali_tanggal(baris),
        "skala": kenali_skala(baris, angka),
        "rumus": kenali_rumus(baris),
        "definisi": kenali_definisi(baris),
        "bilangan": kenali_bilangan(dok, angka),
    }
    for f in hasil.values():
        f.insert(0, "laporan", konteks.laporan)
    return hasil
