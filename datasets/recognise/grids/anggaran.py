"""Budget tables: pagu, realisasi, persen, sisa at every level of a hierarchy, by year and by month."""

import re
from itertools import product

import numpy as np

from datasets.recognise.grids.columns import NAMA_UANG, UANG, Column, nama_baris, teks_turun
from datasets.recognise.grids.fits import Uji, uji_bagi, uji_kurang
from datasets.recognise.grids.layout import Denah
from datasets.recognise.grids.texts import dokumen_tabel, tanpa_nomor
from datasets.recognise.grids.tree import Pohon, pohon
from datasets.recognise.headers import rapi
from datasets.recognise.row_kinds import BAGIAN, DATA, TOTAL
from datasets.recognise.vocabulary import kosakata

_TINGKAT = {"program": "program", "kegiatan": "kegiatan", "sub_kegiatan": "sub kegiatan"}


def _calon(k: Column) -> list[tuple[str, float]]:
    """Measures a money column may hold."""
    h = k.kepala
    if h.skor("efisiensi") >= 0.55:
        return []
    if k.persen:
        return (
            [("persen", max(h.skor("persen", "capaian", "realisasi", "realisasi_uang"), 0.5))]
            if not h.skor("fisik") >= 0.6
            else []
        )
    calon = {
        "pagu_awal": h.skor("pagu_awal"),
        "pagu": max(h.skor("pagu"), 0.9 * h.skor("target"), 0.6 * h.skor("jumlah")),
        "realisasi": h.skor("realisasi", "realisasi_uang"),
        "persen": 0.8 * h.skor("persen", "capaian")
        if not h.skor("pagu", "sisa", "selisih") >= 0.8 and not (k.n and k.tengah > 1000)
        else 0,
        "sisa": max(h.skor("sisa"), 0.8 * h.skor("selisih")),
    }
    if calon["realisasi"] >= 0.8 and h.skor("pagu") < 0.9:  # "Realisasi Anggaran"
        calon["pagu"] = 0
    if calon["pagu"] >= 0.5 and not set(rapi(h.teks).split()) & {rapi(str(w)) for w in kosakata("kepala")["perubahan"]}:
        calon["pagu_awal"] = max(calon["pagu_awal"], 0.4)  # "Anggaran | Anggaran Perubahan"
    if not any(calon.values()) and k.bulat:
        calon["pagu"] = 0.4
    return [(p, s) for p, s in calon.items() if s >= 0.35]


def tetapkan_uang(d: Denah, grup: list[Column], baris: list[int]) -> tuple[dict[str, Column], Uji]:
    """pagu, realisasi, persen, sisa among the money columns of one year: headers first, arithmetic where they leave a choice."""
    pilihan = [[*_calon(k), ("", 0.0)] for k in grup][:7]
    terbaik, nilai, bukti = {}, -1.0, Uji(0, 0)
    for kombinasi in product(*pilihan):
        peran = [p for p, _ in kombinasi if p]
        if not peran or len(peran) != len(set(peran)) or ("pagu_awal" in peran and "pagu" not in peran):
            continue
        peta = {p: k for (p, _), k in zip(kombinasi, grup, strict=False) if p}
        if "pagu_awal" in peta and not _berurutan(peta["pagu_awal"], peta["pagu"]):
            continue
        u = _uji(d, peta, baris)
        skor = sum(s for _, s in kombinasi) + (u.bagian - 0.4 if u.diuji else 0) - (1.0 if u.menolak else 0)
        if skor > nilai + 1e-9:
            terbaik, nilai, bukti = peta, skor, u
    return terbaik, bukti


def _berurutan(awal: Column, pagu: Column) -> bool:
    """Is the pair a budget before and after a change? Only where one of the headers says so."""
    ubah = {rapi(str(w)) for w in kosakata("kepala")["perubahan"]}
    return awal.kepala.skor("pagu_awal") >= 0.6 or bool(set(rapi(pagu.kepala.teks).split()) & ubah)


def _uji(d: Denah, peta: dict[str, Column], baris: list[int]) -> Uji:
    diuji = cocok = 0
    v = {p: (d.nilai[baris, k.c], d.desimal[baris, k.c]) for p, k in peta.items()}
    if {"pagu", "realisasi", "persen"} <= set(v):
        u = uji_bagi(*v["realisasi"], *v["pagu"], *v["persen"])
        diuji, cocok = diuji + u.diuji, cocok + u.cocok
    if {"pagu", "realisasi", "sisa"} <= set(v):
        u = uji_kurang(v["pagu"][0], v["realisasi"][0], *v["sisa"])
        diuji, cocok = diuji + u.diuji, cocok + u.cocok
    return Uji(diuji, cocok)


def kenali_anggaran(d: Denah, kolom: list[Column], konteks) -> tuple[dict[str, list[dict]], set[int]]:
    """Rows of `anggaran` from the money columns, and the columns used."""
    uang = [
        k for k in kolom if k.nilai and k.ranah == UANG and k.waktu not in ("tw1", "tw2", "tw3", "tw4", "smt1", "smt2")
    ]
    nama = nama_baris(d, kolom, (*NAMA_UANG, "indikator", "sasaran"))
    if _pendapatan(d) or not uang or nama is None or not any(p in ("pagu", "realisasi") for k in uang for p, s in _calon(k) if s >= 0.4):
        return {}, set()
    tulis = _Tulis(d, kolom, konteks)
    hasil, terpakai = [], set()
    tahunan: dict[int, list[Column]] = {}
    for k in uang:
        if k.waktu != "bulan":
            tahunan.setdefault(k.tahun, []).append(k)
    bulanan = [k for k in uang if k.waktu == "bulan"]
    for tahun, grup in tahunan.items():
        lapis = _berlapis(kolom, grup)
        if lapis:
            hasil += tulis.lapis(tahun, lapis)
            terpakai |= {k.c for _, k in lapis}
            continue
        peta, bukti = tetapkan_uang(d, grup, _data(d))
        if bukti.menolak:
            peta = {p: k for p, k in peta.items() if p not in ("persen", "sisa")}
        if not set(peta) & {"pagu", "realisasi"}:
            continue
        banyak = len(tahunan) > 1
        hasil += tulis.rata(tahun, peta, f"-{tahun}" if banyak else "")
        terpakai |= {k.c for k in peta.values()}
        if bulanan:
            peta_bulan, _ = tetapkan_uang(d, bulanan, _data(d))
            hasil += tulis.bulan(tahun, peta_bulan, nama)
            terpakai |= {k.c for k in peta_bulan.values()}
    return ({"anggaran": hasil} if hasil else {}), terpakai


def _pendapatan(d: Denah) -> bool:
    """Does the grid plan and count revenue?"""
    teks = f" {rapi(' '.join([d.caption, *(k.teks for k in d.kepala.values())]))} "
    return any(f" {rapi(str(w))} " in teks for w in kosakata("kepala")["pendapatan"]) and " belanja " not in teks


def _data(d: Denah) -> list[int]:
    return [r for r in d.badan if d.baris[r].jenis in (DATA, TOTAL)]


def _berlapis(kolom: list[Column], grup: list[Column]) -> list[tuple[str, Column]]:
    """[(level, its budget column)] where programme, kegiatan and sub kegiatan each have a budget column of their own."""
    hasil = []
    for k in grup:
        if [p for p, _ in _calon(k)][:1] not in (["pagu"], ["pagu_awal"]):
            return []
        kiri = [x for x in kolom[: k.c] if x.peran in _TINGKAT]
        if not kiri:
            return []
        hasil.append((kiri[-1].peran, k))
    tingkat = [t for t, _ in hasil]
    return hasil if len(tingkat) > 1 and len(set(tingkat)) == len(tingkat) else []


class _Tulis:
    """Writes the anggaran rows of one grid."""

    def __init__(self, d: Denah, kolom: list[Column], konteks):
        self.d, self.kolom, self.konteks = d, kolom, konteks
        self.nama = [k for k in kolom if not k.nilai and k.peran in NAMA_UANG]
        if not self.nama:
            self.nama = [x for x in [nama_baris(d, kolom, ("indikator", "sasaran"))] if x]
        self.nomor_kolom = [k for k in kolom if not k.nilai and k.peran == "no"]
        self.kode_kolom = [k for k in kolom if k.peran == "kode"]
        sasaran = next((k for k in kolom if k.peran == "sasaran" and not k.nilai), None)
        self.sasaran = teks_turun(d, sasaran.c) if sasaran is not None else {}
        self.bulan_kolom = next((k for k in kolom if k.peran in ("bulan", "triwulan") and not k.nilai), None)

    def _dokumen(self, peta) -> str:
        ada = dokumen_tabel(self.d)
        return "realisasi" if "realisasi" in peta and ada != "Rencana Aksi PK" else ada

    def _nama(self, r: int) -> tuple[str, str]:
        """(text, role) of the deepest name cell that stands in this row itself."""
        for k in reversed(self.nama):
            t = self.d.teks[r, k.c]
            if t and re.search(r"[A-Za-z]{2}", t):
                return tanpa_nomor(t), k.peran
        b = self.d.baris[r]
        return (b.label, "") if b.label else ("", "")

    def _nomor(self, r: int) -> str:
        for k in reversed(self.nomor_kolom):
            if self.d.teks[r, k.c]:
                return self.d.teks[r, k.c]
        for k in self.nama:
            m = re.match(r"^(\(?(?:\d{1,2}(?:\.\d{1,3})*|[IVX]{1,4}|[A-Za-z])[.)]?)\s+\S", self.d.teks[r, k.c])
            if m:
                return m[1]
        return ""

    def _kode(self, r: int) -> str:
        return ".".join(self.d.teks[r, k.c] for k in self.kode_kolom if self.d.teks[r, k.c])

    def _tingkat(self, r: int, nama: str, peran: str) -> str:
        if self.d.baris[r].jenis == TOTAL:
            return "total"
        n = rapi(nama)
        for t in ("sub kegiatan", "program", "kegiatan", "belanja"):
            if any(re.search(p, n) for p in kosakata("baris")["tingkat"][t]):
                return t
        return _TINGKAT.get(peran, "lain")

    def pohon(self, kolom: list[int]) -> Pohon:
        d = self.d
        rows = [r for r in d.badan if d.baris[r].jenis == DATA]
        nama = {r: self._nama(r) for r in rows}
        tingkat = {}
        if len(self.nama) > 1:
            urut = [k.peran for k in self.nama]
            tingkat = {
                r: urut.index(p) for r, (_, p) in nama.items() if p in urut and np.isfinite(d.nilai[r, kolom]).any()
            }
            if len(set(tingkat.values())) < 2:
                tingkat = {}
        return pohon(
            d,
            kolom,
            {r: n for r, (n, _) in nama.items()},
            {r: self._kode(r) for r in rows},
            {r: self._nomor(r) for r in rows},
            tingkat,
        )

    def rata(self, tahun: int, peta: dict[str, Column], akhiran: str) -> list[dict]:
        """Rows of a table that has each measure in one column."""
        d = self.d
        jumlah = [peta[p].c for p in ("pagu", "realisasi", "pagu_awal", "sisa") if p in peta]
        p = self.pohon(jumlah)
        kode = {r: self._id(r, p.total) + akhiran for r in d.badan}
        dokumen_tabel = self._dokumen(peta)
        hasil = []
        for r in d.badan:
            isi = {m: k for m, k in peta.items() if d.teks[r, k.c]}
            if d.baris[r].jenis not in (DATA, TOTAL) or not any(d.berangka(r, k.c) for k in isi.values()):
                continue
            nama, peran = self._nama(r)
            if not nama:
                continue
            baris = {
                **d.tempat(r), "kode": kode[r], "induk": kode.get(p.induk.get(r), ""), "uraian": nama,
                "tingkat": self._tingkat(r, nama, peran), "dokumen": dokumen_tabel,
                "sasaran": "" if r in p.total else tanpa_nomor(self.sasaran.get(r, "")),
                "tahun": str(tahun) if tahun > 0 else "",
            }  # fmt: skip
            for m, k in isi.items():
                baris |= d.sel(r, k.c, m)
            hasil.append(baris)
        return hasil

    def _id(self, r: int, total: list[int]) -> str:
        if r in total:
            return "total" if r == total[-1] else f"total-{r}"
        return str(r)

    def lapis(self, tahun: int, lapis: list[tuple[str, Column]]) -> list[dict]:
        """Rows of a table in which every level has a budget column of its own."""
        d, hasil = self.d, []
        kini: dict[int, str] = {}
        total = [r for r in d.badan if d.baris[r].jenis == TOTAL]
        dok = self._dokumen({})
        for r in d.badan:
            if d.baris[r].jenis not in (DATA, TOTAL):
                continue
            for i, (tingkat, k) in enumerate(lapis):
                if not d.berangka(r, k.c):
                    continue
                if r in total:
                    kode, induk, nama = f"total-{_TINGKAT[tingkat]}", "", d.baris[r].label
                else:
                    kode = f"{_TINGKAT[tingkat]}-{r}"
                    induk = kini.get(i - 1, "") if i else (f"total-{_TINGKAT[tingkat]}" if total else "")
                    kini[i] = kode
                    nama = self._nama_lapis(r, tingkat, k)
                hasil.append(
                    {
                        **d.tempat(r),
                        "kode": kode,
                        "induk": induk,
                        "uraian": nama or d.baris[r].label,
                        "tingkat": "total" if r in total else _TINGKAT[tingkat],
                        "dokumen": dok,
                        "sasaran": "" if r in total else tanpa_nomor(self.sasaran.get(r, "")),
                        "tahun": str(tahun) if tahun > 0 else "",
                        **d.sel(r, k.c, "pagu"),
                    }  # fmt: skip
                )
        return hasil

    def _nama_lapis(self, r: int, tingkat: str, k: Column) -> str:
        """The name of a level's row: in its own column, else (cells run together) in the text nearest on the left."""
        sendiri = next((x for x in self.nama if x.peran == tingkat), None)
        if sendiri is not None and self.d.isi(r, sendiri.c):
            return tanpa_nomor(self.d.isi(r, sendiri.c))
        kiri = [self.d.teks[r, c] for c in range(k.c - 1, -1, -1) if re.search(r"[A-Za-z]{3}", self.d.teks[r, c])]
        return tanpa_nomor(kiri[0]) if kiri else ""

    def bulan(self, tahun: int, peta: dict[str, Column], nama: Column) -> list[dict]:
        """The months under each row of the yearly column."""
        d, hasil, induk = self.d, [], ""
        if self.bulan_kolom is None or not peta:
            return hasil
        kolom_bulan = next(
            (k for k in reversed(self.kolom[: min(k.c for k in peta.values())]) if k.peran in ("bulan", "triwulan")),
            self.bulan_kolom,
        )
        sasaran = ""
        for r in d.badan:
            if d.baris[r].jenis == BAGIAN:
                continue
            if d.teks[r, nama.c] or any(d.teks[r, k.c] for k in self.nama):
                induk, sasaran = self._id(r, []), tanpa_nomor(self.sasaran.get(r, ""))
            bulan = d.isi(r, kolom_bulan.c)
            isi = {m: k for m, k in peta.items() if d.teks[r, k.c]}
            if not induk or not bulan or not isi:
                continue
            baris = {
                **d.tempat(r, bulan), "kode": f"{induk}-{rapi(bulan).replace(' ', '-')}", "induk": induk,
                "uraian": bulan, "tingkat": "bulan",
                "dokumen": self._dokumen({}), "sasaran": sasaran, "tahun": str(tahun) if tahun > 0 else "", "bulan": bulan,
            }  # fmt: skip
            for m, k in isi.items():
                baris |= d.sel(r, k.c, m)
            hasil.append(baris)
        return hasil
