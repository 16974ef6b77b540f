"""Columns and rows that are computed from others: percentages, shares, differences, stock and flow → `perhitungan`.

Only what the figures of most rows confirm (or the header's words say and the figures don't deny) becomes a row.
"""

from itertools import permutations

import numpy as np

from datasets.recognise.grids.columns import Column, nama_baris
from datasets.recognise.grids.fits import Uji, uji_bagi, uji_kurang
from datasets.recognise.grids.layout import Denah
from datasets.recognise.grids.seri import nama_keterangan
from datasets.recognise.grids.texts import tanpa_nomor
from datasets.recognise.headers import TAHUN, rapi
from datasets.recognise.row_kinds import DATA, RATA, TOTAL
from datasets.recognise.vocabulary import kosakata
from schemas import angka as A

JAUH = 5  # columns on the left among which the operands of a computed column are looked for


def kenali_hubungan(d: Denah, kolom: list[Column], terpakai: set[int], tahun: int) -> dict[str, list[dict]]:
    """Rows of `perhitungan` from computed columns that no table has used yet (`terpakai`)."""
    baris = [r for r in d.badan if d.baris[r].jenis in (DATA, TOTAL)]
    bilangan = [k for k in kolom if k.nilai and k.n]
    nama = nama_baris(
        d,
        kolom,
        (
            "indikator",
            "uraian",
            "layanan",
            "penerima",
            "sub_kegiatan",
            "kegiatan",
            "program",
            "sasaran",
            "tahun",
            "bulan",
        ),
    )
    hasil: list[dict] = []
    if nama is None:
        hasil += _tanpa_nama(d, kolom, bilangan, tahun)
        return {"perhitungan": hasil} if hasil else {}
    tulis = _Tulis(d, nama, tahun)
    hasil += _pecahan(d, nama, bilangan, baris, tahun)
    arus = _arus(bilangan)
    if arus:
        hasil += _tulis_arus(d, arus, baris, tulis)
    for k in bilangan:
        if k.c in terpakai or k in arus.values():
            continue
        kiri = [x for x in bilangan if x.c != k.c and not x.kepala.skor("selisih") >= 0.9]
        dekat = sorted(kiri, key=lambda x: (x.c > k.c, abs(x.c - k.c)))[:JAUH]
        polos = sorted((x for x in bilangan if not x.persen and x is not k), key=lambda x: (x.c > k.c, abs(x.c - k.c)))[:JAUH]
        if k.kepala.skor("selisih", "efisiensi") >= 0.55 or (k.kepala.skor("sisa") >= 0.8 and not arus):
            beda = _selisih(d, k, dekat, baris, tulis)
            hasil += beda or (_persen(d, k, polos, baris, tulis) if k.persen else [])
        elif k.persen:
            hasil += _persen(d, k, polos, baris, tulis)
        elif "rasio" in rapi(k.kepala.teks).split():
            hasil += _rasio(d, k, polos, baris, tulis)
    return {"perhitungan": hasil} if hasil else {}


class _Tulis:
    def __init__(self, d: Denah, nama: Column, tahun: int):
        self.d, self.nama, self.tahun, self.tentang = d, nama, tahun, nama_keterangan(d.caption)
        self.tempat = self.tentang or d.bagian.split(" > ")[-1]

    def baris(
        self, r: int, operasi: str, a: tuple[int, int], b: tuple[int, int], h: Column, lain: dict | None = None
    ) -> dict:
        """One perhitungan row: a (r, c) operasi b (r, c) = column h of row r.

        Its subject names the grid too, and its operands have no name of their own: "Jumlah" or "Laki-laki" stand in many
        tables and are not one fact.
        """
        d = self.d
        subjek, tahun = tanpa_nomor(d.isi(r, self.nama.c)) or d.baris[r].label, _tahun(h, self.tahun)
        if self.nama.peran == "tahun" and self.tentang and TAHUN.search(subjek):
            subjek, tahun = self.tentang, TAHUN.search(subjek)[1]
        else:
            subjek = f"{subjek} pada {self.tempat or 'kolom ' + _daun(h)}"
        return {
            **d.tempat(r), "subjek": subjek, "ukuran": _daun(h), "tahun": tahun, "operasi": operasi,
            **d.sel(*a, "a"), **d.sel(*b, "b"), **(lain or {}), **d.sel(r, h.c, "hasil"),
        }  # fmt: skip


def _tahun(h: Column, tahun: int) -> str:
    t = h.kepala.tahun[-1] if h.kepala.tahun else tahun
    return str(t) if t > 0 else ""


def _daun(k: Column) -> str:
    return k.kepala.teks.replace(" > ", " ").strip()


def _v(d: Denah, baris: list[int], k: Column) -> tuple[np.ndarray, np.ndarray]:
    v = np.where(d.kelas[baris, k.c] == A.FIGURE, d.nilai[baris, k.c], np.nan)
    return v, d.desimal[baris, k.c]


def _terbaik(uji: list[tuple[Uji, object]], wajib: bool) -> object | None:
    """The reading that most rows confirm (half of them, or a single one, only where the header itself says so: `wajib`)."""
    uji = [(u, x) for u, x in uji if u.diuji and (u.bagian >= 0.6 and u.cocok >= 2 or wajib and u.bagian >= 0.5)]
    return max(uji, key=lambda t: (t[0].cocok, t[0].bagian))[1] if uji else None


def _persen(d: Denah, k: Column, kiri: list[Column], baris: list[int], tulis: _Tulis) -> list[dict]:
    """A column of percentages: of one column over another, or of each row over the total."""
    h = _v(d, baris, k)
    calon = [(uji_bagi(*_v(d, baris, a), *_v(d, baris, b), *h), (a, b)) for a, b in permutations(kiri[:4], 2)]
    pasangan = _terbaik(calon, k.kepala.skor("capaian", "persen", "efisiensi", "selisih") >= 0.5)
    if pasangan is not None:
        a, b = pasangan
        return [
            tulis.baris(r, "bagi_persen", (r, a.c), (r, b.c), k)
            for r in [x for x in d.badan if d.baris[x].jenis in (DATA, TOTAL)]
            if d.figur(r, a.c) and d.figur(r, b.c) and d.figur(r, k.c) and d.nilai[r, b.c]
        ]
    total = [r for r in d.badan if d.baris[r].jenis == TOTAL]
    if not total:
        return []
    data = [r for r in baris if d.baris[r].jenis == DATA]
    bagian = []
    for a in kiri[:4]:
        t = next((r for r in reversed(total) if d.figur(r, a.c) and d.nilai[r, a.c]), None)
        if t is not None:
            n = len(data)
            u = uji_bagi(*_v(d, data, a), np.full(n, d.nilai[t, a.c]), np.full(n, d.desimal[t, a.c]), *_v(d, data, k))
            bagian.append((u, (a, t)))
    pilih = _terbaik(bagian, k.kepala.skor("persen") >= 0.9)
    if pilih is None:
        return []
    a, t = pilih
    return [tulis.baris(r, "bagi_persen", (r, a.c), (t, a.c), k) for r in data if d.figur(r, a.c) and d.figur(r, k.c)]


def _pecahan(d: Denah, nama: Column, bilangan: list[Column], baris: list[int], tahun: int) -> list[dict]:
    """Columns "Pembilang" and "Penyebut" beside the realisasi they give: that indicator's own formula."""
    cari = {p: [k for k in bilangan if k.kepala.skor(p) >= 0.9] for p in ("pembilang", "penyebut", "realisasi")}
    if any(len(x) != 1 for x in cari.values()):
        return []
    a, b, h = (cari[p][0] for p in ("pembilang", "penyebut", "realisasi"))
    u = {op: uji_bagi(*_v(d, baris, a), *_v(d, baris, b), *_v(d, baris, h), kali) for op, kali in (("bagi_persen", 100.0), ("bagi", 1.0))}
    operasi = max(u, key=lambda op: u[op].cocok)
    if u[operasi].menolak or not u[operasi].cocok and u[operasi].diuji > 1:
        return []
    return [
        {
            **d.tempat(r), "subjek": tanpa_nomor(d.isi(r, nama.c)), "ukuran": "realisasi", "tahun": _tahun(h, tahun), "operasi": operasi,
            **d.sel(r, a.c, "a"), **d.sel(r, b.c, "b"), **d.sel(r, h.c, "hasil"),
        }  # fmt: skip
        for r in baris
        if all(d.figur(r, x.c) for x in (a, b, h)) and d.nilai[r, b.c] and d.isi(r, nama.c)
    ]


def _rasio(d: Denah, k: Column, kiri: list[Column], baris: list[int], tulis: _Tulis) -> list[dict]:
    """A column of ratios of two others, in hundreds (sex ratio) or plain."""
    h = _v(d, baris, k)
    calon = [
        (uji_bagi(*_v(d, baris, a), *_v(d, baris, b), *h, kali), (a, b, operasi))
        for operasi, kali in (("bagi_persen", 100.0), ("bagi", 1.0))
        for a, b in permutations(kiri[:4], 2)
    ]
    pilih = _terbaik(calon, True)
    if pilih is None:
        return []
    a, b, operasi = pilih
    return [
        tulis.baris(r, operasi, (r, a.c), (r, b.c), k)
        for r in baris
        if d.figur(r, a.c) and d.figur(r, b.c) and d.figur(r, k.c) and d.nilai[r, b.c]
    ]


def _selisih(d: Denah, k: Column, kiri: list[Column], baris: list[int], tulis: _Tulis) -> list[dict]:
    """A column of differences: between two columns of a row, or between a row and the one above."""
    h = _v(d, baris, k)
    sejenis = [x for x in kiri if x.persen == k.persen or k.persen] if k.persen else [x for x in kiri if not x.persen]
    calon = []
    for a, b in permutations((sejenis or kiri)[:4], 2):
        va, vb = _v(d, baris, a)[0], _v(d, baris, b)[0]
        calon.append((_uji_tanda(va, vb, *h), (a, b)))
    pasangan = _terbaik(calon, k.kepala.skor("selisih", "sisa", "efisiensi") >= 0.9)
    if pasangan is not None:
        a, b = pasangan
        return [
            tulis.baris(r, "kurang", (r, a.c), (r, b.c), k)
            for r in baris
            if d.figur(r, a.c) and d.figur(r, b.c) and d.figur(r, k.c)
        ]
    data = [r for r in baris if d.baris[r].jenis == DATA]
    pasang = list(zip(data[1:], data, strict=False))
    if not pasang:
        return []
    turun = []
    for a in kiri[:3]:
        va, vb = _v(d, [r for r, _ in pasang], a)[0], _v(d, [s for _, s in pasang], a)[0]
        turun.append((_uji_tanda(va, vb, *_v(d, [r for r, _ in pasang], k)), a))
    a = _terbaik(turun, True)
    if a is None:
        return []
    return [
        tulis.baris(r, "kurang", (r, a.c), (s, a.c), k)
        for r, s in pasang
        if d.figur(r, a.c) and d.figur(s, a.c) and d.figur(r, k.c)
    ]


def _uji_tanda(a: np.ndarray, b: np.ndarray, h: np.ndarray, dh: np.ndarray) -> Uji:
    """h = a - b with its sign."""
    benar = np.where(np.sign(a - b) == np.sign(h), h, np.nan)
    return Uji(uji_kurang(a, b, h, dh).diuji, uji_kurang(a, b, np.where(h == 0, h, benar), dh).cocok)


def _arus(bilangan: list[Column]) -> dict[str, Column]:
    """Columns of a table of stock and flow by their words: awal, masuk, beban, keluar, akhir; {} unless all but beban are there."""
    kata = {p: {rapi(str(k)) for k in isi} for p, isi in kosakata("kepala")["arus"].items()}
    hasil: dict[str, Column] = {}
    for k in bilangan:
        daun = rapi(k.kepala.jalur[-1]) if k.kepala.jalur else ""
        for p in ("awal", "masuk", "keluar", "akhir", "beban"):
            lurus = daun in kata[p] or _tanpa_tahun(daun) in kata[p]
            if (
                lurus
                and p not in hasil
                and not (p == "akhir" and "keluar" not in hasil)
                and not (p == "beban" and "masuk" not in hasil)
            ):
                hasil[p] = k
                break
    return hasil if {"awal", "masuk", "keluar", "akhir"} <= set(hasil) else {}


def _tanpa_tahun(teks: str) -> str:
    return " ".join(k for k in teks.split() if not (k.isdigit() and len(k) == 4))


def _tulis_arus(d: Denah, arus: dict[str, Column], baris: list[int], tulis: _Tulis) -> list[dict]:
    v = {p: np.where(d.kelas[baris, k.c] == A.NIL, 0.0, d.nilai[baris, k.c]) for p, k in arus.items()}
    nol = np.zeros(len(baris), dtype=int)

    def ada(r: int, *peran: str) -> bool:
        return all(d.berangka(r, arus[p].c) for p in peran)

    if "beban" in arus:
        if (
            uji_kurang(v["beban"], v["keluar"], v["akhir"], nol).menolak
            or uji_kurang(v["beban"], v["awal"], v["masuk"], nol).menolak
        ):
            return []
        hasil = []
        for r in baris:
            if ada(r, "awal", "masuk", "beban"):
                hasil.append(tulis.baris(r, "tambah", (r, arus["awal"].c), (r, arus["masuk"].c), arus["beban"]))
            if ada(r, "beban", "keluar", "akhir"):
                hasil.append(tulis.baris(r, "kurang", (r, arus["beban"].c), (r, arus["keluar"].c), arus["akhir"]))
        return hasil
    if uji_kurang(v["awal"] + v["masuk"], v["keluar"], v["akhir"], nol).menolak:
        return []
    return [
        tulis.baris(
            r,
            "tambah_kurang",
            (r, arus["awal"].c),
            (r, arus["masuk"].c),
            arus["akhir"],
            d.sel(r, arus["keluar"].c, "c"),
        )
        for r in baris
        if ada(r, "awal", "masuk", "keluar", "akhir")
    ]


def _tanpa_nama(d: Denah, kolom: list[Column], bilangan: list[Column], tahun: int) -> list[dict]:
    """A grid of numbers without names ("Target Nasional | Realisasi | Persentase"): each row's percentage."""
    cari = {
        p: next((k for k in bilangan if k.kepala.skor(p) >= 0.4 and not (k.persen and p != "capaian")), None)
        for p in ("target", "realisasi")
    }
    k = next(
        (k for k in bilangan if k.persen and k.kepala.skor("capaian", "persen") >= 0.4 and k not in cari.values()), None
    )
    if k is None or None in cari.values() or cari["target"] is cari["realisasi"]:
        return []
    t, r = cari["target"], cari["realisasi"]
    hasil = []
    polos = _daun(t).replace("Target", "", 1).strip()  # "Target Nasional PKH": the header itself names the subject
    subjek = polos or nama_keterangan(d.caption)
    for i in d.badan:
        if d.baris[i].jenis in (DATA, TOTAL, RATA) and all(d.figur(i, x.c) for x in (t, r, k)) and d.nilai[i, t.c]:
            hasil.append(
                {
                    **d.tempat(i, d.isi(i, 0)[:80]),
                    "subjek": subjek or f"{_daun(r)} pada {d.bagian.split(' > ')[-1]}",
                    "ukuran": "capaian",
                    "tahun": _tahun(r, tahun),
                    "operasi": "bagi_persen",
                    **d.sel(i, r.c, "a"),
                    "a_arti": f"{_daun(r)} {polos}".strip(),
                    **d.sel(i, t.c, "b"),
                    "b_arti": _daun(t) if polos else "",
                    **d.sel(i, k.c, "hasil"),
                }  # fmt: skip
            )
    return hasil
