"""The document as lines: paragraphs and the lines within cells, each with its place and part of the report."""

import re
from dataclasses import dataclass

import pandas as pd

from datasets.document.model import Dokumen
from datasets.recognise.context import wilayah

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


def _potong(teks: str) -> list[str]:
    """Lines of a cell or a short paragraph; a NIP that follows the name in one line is a line of its own."""
    return [t for baris in teks.split("\n") for t in re.split(r"\s+(?=NIP\b)", baris) if t.strip()] or [teks]


def semua_baris(dok: Dokumen) -> list[Baris]:
    """Every paragraph as one line; of narrow grids the lines of their cells, column by column (so stand signatures)."""
    bagian = wilayah(dok)
    per_blok: dict[int, list] = {}
    for s in dok.sel.itertuples(index=False, name="Sel"):
        per_blok.setdefault(s.blok, []).append(s)
    hasil: list[Baris] = []
    for b in dok.blok.itertuples(index=False):
        w = bagian[b.blok]
        if b.jenis != "petak":
            for t in _potong(b.teks) if len(b.teks) < 200 and b.jenis != "judul" else [b.teks]:
                hasil.append(
                    Baris(b.blok, -1, -1, _rapi(t), b.jenis, int(b.tingkat), b.bagian, w, int(b.halaman), int(b.garis))
                )
            continue
        sel = per_blok.get(b.blok, [])
        if max((s.c + s.cs for s in sel), default=99) > MAKS_KOLOM_TTD:
            continue
        for s in sorted(sel, key=lambda s: (s.c, s.r)):
            for t in _potong(s.teks):
                if t.strip():
                    hasil.append(
                        Baris(
                            b.blok, int(s.r), int(s.c), _rapi(t), "petak", 0, b.bagian, w, int(s.halaman), int(s.garis)
                        )
                    )
    return hasil


def frame(isi: list[dict], kolom: list[str]) -> pd.DataFrame:
    """Rows to a frame of `kolom` plus what else they carry (companions such as `_nilai`)."""
    if not isi:
        return pd.DataFrame(columns=kolom)
    hasil = pd.DataFrame(isi)
    hasil = hasil.reindex(columns=list(dict.fromkeys([*kolom, *hasil.columns])))
    hasil[kolom] = hasil[kolom].astype(object).where(hasil[kolom].notna(), "")
    return hasil
