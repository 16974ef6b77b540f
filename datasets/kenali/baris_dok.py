"""The document as lines: paragraphs and the lines within cells, each with its place and the part of the report it stands in."""

import re
from dataclasses import dataclass

import pandas as pd

from datasets.dokumen import Dokumen
from datasets.kenali.konteks import wilayah

MAKS_KOLOM_TTD = 6  # grids up to this width may hold signatures and key-value lines


@dataclass(frozen=True)
class Baris:
    """One line. r, c: -1 in paragraphs; bagian: heading path; wilayah: see konteks.wilayah; jenis: as in blok."""

    blok: int
    r: int
    c: int
    teks: str
    jenis: str
    tingkat: int
    bagian: str
    wilayah: str
    halaman: int
    garis: int

    @property
    def tempat(self) -> dict:
        """The place columns of a typed row."""
        return {
            "tabel": f"tabel-{self.blok}" if self.r >= 0 else f"prosa-{self.blok}",
            "bagian": self.bagian,
            "halaman": self.halaman if self.halaman >= 0 else "",
            "baris": "",
            "garis": self.garis if self.garis >= 0 else "",
        }


def _rapi(teks: str) -> str:
    return re.sub(r"[ \u00a0\u2007\u2009\u202f]+", " ", teks).strip()


def semua_baris(dok: Dokumen) -> list[Baris]:
    """Every paragraph as one line; of narrow grids also the lines of their cells, column by column (so stand signatures)."""
    bagian = wilayah(dok)
    per_blok = dict(tuple(dok.sel.groupby("blok", sort=False))) if len(dok.sel) else {}
    hasil: list[Baris] = []
    for b in dok.blok.itertuples(index=False):
        w = bagian[b.blok]
        if b.jenis != "petak":
            hasil.append(Baris(b.blok, -1, -1, _rapi(b.teks), b.jenis, int(b.tingkat), b.bagian, w, int(b.halaman), int(b.garis)))
            continue
        sel = per_blok.get(b.blok)
        if sel is None or int((sel["c"] + sel["cs"]).max()) > MAKS_KOLOM_TTD:
            continue
        for s in sel.sort_values(["c", "r"]).itertuples(index=False):
            for t in str(s.teks).split("\n"):
                if t.strip():
                    hasil.append(Baris(b.blok, int(s.r), int(s.c), _rapi(t), "petak", 0, b.bagian, w, int(s.halaman), int(s.garis)))
    return hasil


def frame(isi: list[dict], kolom: list[str]) -> pd.DataFrame:
    """Rows to a frame of `kolom` plus what else they carry (companions such as `_nilai`)."""
    if not isi:
        return pd.DataFrame(columns=kolom)
    hasil = pd.DataFrame(isi)
    return hasil.reindex(columns=list(dict.fromkeys([*kolom, *hasil.columns])))
