"""What the document says about itself: identity, contents, headings, dates, scale, formulas, figures in words."""

import pandas as pd

from datasets.document.model import Dokumen
from datasets.recognise.context import Konteks
from datasets.recognise.document_lines import semua_baris
from datasets.recognise.structure.contents import kenali_bab, kenali_daftar_isi
from datasets.recognise.structure.dates import kenali_tanggal
from datasets.recognise.structure.definitions import kenali_definisi
from datasets.recognise.structure.figures_in_words import kenali_bilangan
from datasets.recognise.structure.formulas import kenali_rumus
from datasets.recognise.structure.identity import kenali_identitas
from datasets.recognise.structure.scales import kenali_skala


def kenali_struktur(dok: Dokumen, angka: pd.DataFrame, konteks: Konteks) -> dict[str, pd.DataFrame]:
    """Typed tables of text identitas, daftar_isi, bab, tanggal, skala, rumus, definisi, bilangan (schemas/tables.yaml).

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
