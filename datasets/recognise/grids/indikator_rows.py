"""The typed rows of an indicator table: indikator, its averages, seri, and claims from a column of verdicts."""

import re

import numpy as np

from datasets.recognise.grids.columns import Column, teks_turun
from datasets.recognise.grids.layout import Denah
from datasets.recognise.grids.texts import (
    baca_arah,
    dokumen_tabel,
    sasaran_bagian,
    sasaran_sekitar,
    status,
    tanpa_nomor,
)
from datasets.recognise.headers import rapi
from datasets.recognise.row_kinds import BAGIAN, CATATAN, RATA, TOTAL


class Tulis:
    """Writes the typed rows of one grid."""

    def __init__(self, d: Denah, kolom: list[Column], nama: Column, konteks):
        self.d, self.kolom, self.nama, self.konteks = d, kolom, nama, konteks
        cari = {k.peran: k for k in reversed(kolom) if not k.nilai}
        self.sasaran = teks_turun(d, cari["sasaran"].c) if "sasaran" in cari and nama.peran != "sasaran" else {}
        self.satuan, self.arah, self.predikat = (cari.get(p) for p in ("satuan", "arah", "predikat"))
        self.status_kolom = cari.get("predikat") or cari.get("keterangan")
        self.dokumen = dokumen_tabel(d)
        self.sasaran_tabel = sasaran_sekitar(d)
        self.bagian = sasaran_bagian(d)
        # a merged cell names its first row only, unless every row under it prints values of its own
        self.nama_turun = {r: tanpa_nomor(d.teks[r, nama.c]) for r in d.badan}

    def _sasaran(self, r: int) -> str:
        return tanpa_nomor(self.sasaran.get(r, "")) or self.bagian.get(r, "") or self.sasaran_tabel

    def _satuan(self, r: int, k: Column | None) -> str:
        if self.satuan is not None:
            return self.d.isi(r, self.satuan.c)
        return "%" if k is not None and k.kepala.satuan == "%" else ""

    def _dasar(self, r: int) -> dict:
        tempat = self.d.tempat(r, self.d.nomor(r) or self.nama_turun[r][:80])
        return {**tempat, "sasaran": self._sasaran(r), "dokumen": self.dokumen}

    def indikator(self, tahun: int, peta: dict[str, Column]) -> list[dict]:
        hasil = []
        for r in self.d.badan:
            b = self.d.baris[r]
            isi = {p: k for p, k in peta.items() if self.d.teks[r, k.c]}
            if b.jenis == RATA:
                hasil += self._rata(r, tahun, peta)
            elif b.jenis in (BAGIAN, CATATAN, TOTAL) or not isi or not self.nama_turun[r]:
                continue
            else:
                baris = {
                    **self._dasar(r), "indikator": self.nama_turun[r],
                    "satuan": self._satuan(r, peta.get("target") or peta.get("realisasi")),
                    "tahun": _tahun(tahun), "arah": self._arah(r), "jenis_baris": "indikator", "predikat": self._predikat(r),
                }  # fmt: skip
                for p, k in isi.items():
                    baris |= self.d.sel(r, k.c, p)
                hasil.append(baris)
        return hasil

    def _rata(self, r: int, tahun: int, peta: dict[str, Column]) -> list[dict]:
        k = peta.get("capaian")
        if k is None:
            return []
        c = k.c
        if not self.d.figur(r, c):
            lain = [x for x in range(self.d.lebar) if self.d.figur(r, x)]
            if len(lain) != 1 or any(p != "capaian" and x.c == lain[0] for p, x in peta.items()):
                return []
            c = lain[0]
        cakup = self._cakup(r, k)
        return [
            {
                **self._dasar(r),
                "sasaran": cakup,
                "indikator": self.d.baris[r].label,
                "tahun": _tahun(tahun),
                "jenis_baris": "rata_rata",
                "predikat": self._predikat(r),
                **self.d.sel(r, c, "capaian"),
            }  # fmt: skip
        ]

    def _cakup(self, r: int, k: Column) -> str:
        """The sasaran whose rows an average stands for; '' for all rows of the table."""
        d = self.d
        data = [x for x in d.badan if d.baris[x].jenis not in (BAGIAN, CATATAN, RATA, TOTAL) and d.figur(x, k.c)]
        atas = [x for x in data if x < r]
        sasaran = {self._sasaran(x) for x in data}
        if len(sasaran) <= 1:
            return next(iter(sasaran), "")
        kini = self._sasaran(atas[-1]) if atas else next((self._sasaran(x) for x in data if x > r), "")
        rata = [x for x in d.badan if d.baris[x].jenis == RATA]
        grup = [x for x in data if self._sasaran(x) == kini]
        v = d.nilai[r, k.c]
        longgar = 10.0 ** -max(int(d.desimal[r, k.c]), 0) * 1.01
        cocok_grup, cocok_semua = (
            bool(abs(np.mean(d.nilai[x, k.c]) - v) <= longgar) if x else False for x in (grup, data)
        )
        if cocok_semua != cocok_grup:
            return kini if cocok_grup else ""
        # neither or both fit: one average in the end is the table's, several are each their sasaran's
        return kini if len(rata) > 1 and r != rata[-1] or "sasaran" in rapi(d.baris[r].label).split() else ""

    def seri(self, tahun: int, ukuran: str, k: Column) -> list[dict]:
        hasil = []
        for r in self.d.badan:
            b = self.d.baris[r]
            if b.jenis in (BAGIAN, CATATAN, TOTAL) or not self.d.teks[r, k.c]:
                continue
            label = b.label if b.jenis == RATA else self.nama_turun[r]
            if label:
                hasil.append(
                    {
                        **self._dasar(r),
                        "indikator": label,
                        "satuan": self._satuan(r, k),
                        "ukuran": ukuran,
                        "tahun": _tahun(tahun),
                        "jenis_baris": "rata_rata" if b.jenis == RATA else "indikator",
                        **self.d.sel(r, k.c, "nilai"),
                    }  # fmt: skip
                )
        return hasil

    def _arah(self, r: int) -> str:
        return baca_arah(self.d.isi(r, self.arah.c)) if self.arah is not None else ""

    def _predikat(self, r: int) -> str:
        if self.predikat is None:
            return ""
        t = self.d.isi(r, self.predikat.c)
        return "" if status(t) or len(t) > 60 or not re.search(r"[A-Za-z]", t) else t

    def status(self, tahun: int) -> list[dict]:
        """Claims from a column that says tercapai / tidak tercapai / melampaui."""
        if self.status_kolom is None:
            return []
        hasil = []
        for r in self.d.badan:
            t = self.d.isi(r, self.status_kolom.c)
            s = status(t)
            if (
                s in ("tercapai", "tidak_tercapai", "melebihi")
                and self.d.baris[r].jenis not in (BAGIAN, CATATAN, TOTAL, RATA)
                and self.nama_turun[r]
            ):
                hasil.append(
                    {
                        **self.d.tempat(r),
                        "jenis": s,
                        "subjek": self.nama_turun[r],
                        "ukuran": "realisasi",
                        "tahun": _tahun(tahun),
                        "acuan": self.d.tabel,
                        "teks": t,
                    }
                )
        return hasil


def _tahun(tahun: int) -> str:
    return str(tahun) if tahun > 0 else ""
