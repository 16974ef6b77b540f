"""Indicator tables: target, realisasi, capaian of this year, last year, next year, the period's end; series over years."""

from itertools import product

import numpy as np

from datasets.recognise.grids.columns import KINERJA, UANG, Column, nama_baris
from datasets.recognise.grids.fits import Uji, uji_capaian
from datasets.recognise.grids.indikator_rows import Tulis
from datasets.recognise.grids.layout import Denah
from datasets.recognise.grids.texts import tahun_tabel
from datasets.recognise.row_kinds import BAGIAN, CATATAN, RATA, TOTAL

UKURAN = ("target", "realisasi", "capaian")


def atur_tahun(d: Denah, kolom: list[Column], konteks) -> None:
    """Give the year to value columns that name none: that of the group on their left, else the table's (in place)."""
    bawaan = tahun_tabel(d, konteks)
    kini = [k.tahun for k in kolom if k.nilai and k.ranah in (KINERJA, UANG) and k.tahun > 0]
    if bawaan > 0 and kini and bawaan not in kini and max(kini) <= konteks.tahun:
        bawaan = konteks.tahun if konteks.tahun > 0 else bawaan
    kiri: Column | None = None
    for k in kolom:
        if not k.nilai:
            continue
        if k.tahun < 0 and k.waktu not in ("lalu", "depan", "akhir"):
            lanjut = (
                kiri is not None
                and kiri.ranah == k.ranah
                and kiri.waktu == k.waktu
                and kiri.tahun > 0
                and _lanjutan(kiri, k)
            )
            k.tahun = kiri.tahun if lanjut else bawaan
        kiri = k


def _lanjutan(kiri: Column, k: Column) -> bool:
    """Does this column go on with the group of the one on its left (target → realisasi → capaian)?"""
    urut = {
        "target": 0,
        "pagu": 0,
        "pagu_awal": 0,
        "realisasi": 1,
        "realisasi_uang": 1,
        "capaian": 2,
        "persen": 2,
        "sisa": 3,
        "predikat": 3,
    }
    return urut.get(kiri.peran, 9) < urut.get(k.peran, -1)


def calon_ukuran(k: Column) -> list[tuple[str, float]]:
    """Measures a performance column may hold, with how well its header says so."""
    h = k.kepala
    if k.pembanding:
        return []
    t, r, c = h.skor("target"), h.skor("realisasi"), max(h.skor("capaian"), 0.9 * h.skor("persen"))
    if (
        k.kepala.terhadap and (h.persen or c) and not t >= 0.9
    ):  # "% thd 2024", "Capaian s.d. 2022 terhadap target akhir (%)"
        return [("capaian", max(c, 0.7))]
    if not max(t, r, c):
        if k.waktu == "lalu":
            r = 0.7
        elif k.waktu in ("akhir", "depan"):
            t = 0.7
    elif k.waktu == "akhir" and not (r or c):
        t = max(t, 0.7)
    calon = {"target": t, "realisasi": r, "capaian": c}
    if c >= 0.5 and not k.persen and not h.skor("persen"):  # "Capaian", "Pencapaian": often what was reached
        calon["realisasi"] = max(r, 0.45)
    if r >= 0.5 and h.persen and h.skor("persen", "capaian"):
        calon["capaian"] = max(c, 0.55)
    return [(p, s) for p, s in calon.items() if s >= 0.4]


def tetapkan(d: Denah, grup: list[Column], baris: list[int]) -> tuple[dict[str, Column], Uji]:
    """The measures of one group of columns: what the headers say and, where they leave a choice, what arithmetic fits."""
    grup = _tanpa_kembar(grup)
    pilihan = [[*calon_ukuran(k), ("", 0.0)] for k in grup][:7]
    terbaik, nilai, bukti = {}, -1.0, Uji(0, 0)
    for kombinasi in product(*pilihan):
        peran = [p for p, _ in kombinasi if p]
        if len(peran) != len(set(peran)) or not peran:
            continue
        peta = {p: k for (p, _), k in zip(kombinasi, grup, strict=False) if p}
        u = _uji(d, peta, baris)
        skor = sum(s for _, s in kombinasi) + (u.bagian - 0.4 if u.diuji else 0) - (1.0 if u.menolak else 0)
        if skor > nilai + 1e-9:
            terbaik, nilai, bukti = peta, skor, u
    if (
        {"target", "capaian"} == set(terbaik)
        and not terbaik["capaian"].persen
        and "%" not in terbaik["capaian"].kepala.teks
    ):
        t, k = (d.nilai[baris, terbaik[p].c] for p in ("target", "capaian"))
        with np.errstate(divide="ignore", invalid="ignore"):
            dekat = np.abs(k / t - 1)
        if np.isfinite(dekat).any() and np.nanmedian(dekat) < 0.5 and not 80 <= np.nanmedian(t) <= 120:
            terbaik["realisasi"] = terbaik.pop("capaian")
    return terbaik, bukti


def _tanpa_kembar(grup: list[Column]) -> list[Column]:
    """Without columns that say one thing of several ("Realisasi Kabupaten | Realisasi Kota"): which is meant nobody says."""
    utama = {k.c: max(calon_ukuran(k), key=lambda x: x[1], default=("", 0.0)) for k in grup}
    lurus = {p for p, s in utama.values() if s >= 0.9}
    hitung = [p for p, s in utama.values() if s < 0.9]
    return [
        k
        for k in grup
        if utama[k.c][1] >= 0.9
        or not utama[k.c][0]
        or (hitung.count(utama[k.c][0]) == 1 and utama[k.c][0] not in lurus)
        or len(calon_ukuran(k)) > 1
    ]


def _uji(d: Denah, peta: dict[str, Column], baris: list[int]) -> Uji:
    if not set(UKURAN) <= set(peta):
        return Uji(0, 0)
    (t, dt), (r, dr), (k, dk) = ((d.nilai[baris, peta[p].c], d.desimal[baris, peta[p].c]) for p in UKURAN)
    nihil = np.isin(d.kelas[baris][:, [peta[p].c for p in UKURAN]], ["nihil"]).any(axis=1)
    return uji_capaian(np.where(nihil, np.nan, t), dt, r, dr, k, dk)


def kenali_indikator(d: Denah, kolom: list[Column], konteks) -> dict[str, list[dict]]:
    """Rows of `indikator`, `seri` and `klaim` from the performance columns; {} where the grid names no indicators."""
    nama = nama_baris(d, kolom, ("indikator", "sasaran", "uraian", "kegiatan", "program", "sub_kegiatan"))
    ukur = [k for k in kolom if k.nilai and k.ranah == KINERJA and calon_ukuran(k)]
    asing = any(k.pembanding and k.nilai and k.kepala.skor("target", "interval") >= 0.4 for k in kolom) or any(
        k.pembanding and k.nilai and not k.kepala.skor("realisasi", "capaian") for k in kolom
    )
    if nama is None or not ukur:
        return {}
    if nama.peran not in ("indikator", "sasaran") and not _berindikator(d, nama, ukur):
        return {}
    baris = [r for r in d.badan if d.baris[r].jenis not in (BAGIAN, CATATAN, RATA, TOTAL)]
    grup: dict[tuple[int, str], list[Column]] = {}
    for k in ukur:
        waktu = k.waktu if k.waktu not in ("kumulatif",) else ""
        grup.setdefault((k.tahun, "terhadap" if k.kepala.terhadap else waktu), []).append(k)
    tetap = {g: tetapkan(d, ks, baris) for g, ks in grup.items()}
    tahunan = {g[0]: v for g, v in tetap.items() if g[1] == ""}
    penuh = [t for t, (peta, _) in tahunan.items() if len(peta) >= 2]
    utama = _utama(penuh, tahunan, konteks)
    hasil: dict[str, list[dict]] = {"indikator": [], "seri": [], "klaim": []}
    tulis = Tulis(d, kolom, nama, konteks)
    for t in penuh:
        peta, bukti = tahunan[t]
        if asing and "target" not in peta:  # a share of somebody else's target is no capaian
            peta = {p: k for p, k in peta.items() if p != "capaian"}
        if bukti.menolak:  # arithmetic says this is no capaian: its figures stay unread
            peta = {p: k for p, k in peta.items() if p != "capaian"}
        tambahan = _samping(d, tetap, utama, baris, peta) if t == utama else {}
        if "target_akhir" in tambahan and "capaian_akhir" not in tambahan and "realisasi" in peta:
            tambahan |= _kemajuan(d, kolom, ukur, peta["realisasi"], tambahan["target_akhir"], baris)
        hasil["indikator"] += tulis.indikator(t, {**peta, **tambahan})
    tunggal = {t: peta for t, (peta, _) in tahunan.items() if t not in penuh}
    if not penuh and len(tunggal) == 1:
        ((t, peta),) = tunggal.items()
        hasil["indikator"] += tulis.indikator(t, {**peta, **_samping(d, tetap, t, baris, peta)})
    else:
        terpakai = (
            {k.c for k in _samping(d, tetap, utama, baris, tahunan[utama][0]).values()} if utama in penuh else set()
        )
        awal = {
            t: peta for (t, w), (peta, _) in tetap.items() if w == "lalu" and t > 0 and not penuh and t not in tunggal
        }
        for t, peta in sorted({**tunggal, **awal}.items()):
            for p, k in peta.items():
                if k.c not in terpakai:
                    hasil["seri"] += tulis.seri(t, p, k)
    hasil["klaim"] += tulis.status(utama if utama > 0 else next(iter(tahunan), -1))
    return {t: b for t, b in hasil.items() if b}


def _utama(penuh: list[int], tahunan: dict, konteks) -> int:
    """The year the table is about: the report's where it has a group of its own, else the latest full group."""
    if konteks.tahun in penuh or (not penuh and konteks.tahun in tahunan):
        return konteks.tahun
    return max(penuh, default=max(tahunan, default=-1))


def _berindikator(d: Denah, nama: Column, ukur: list[Column]) -> bool:
    """Do rows under a general header ("Uraian") still carry performance? They do where target meets realisasi or capaian."""
    peran = {p for k in ukur for p, _ in calon_ukuran(k)[:1]}
    return "target" in peran and len(peran) >= 2 or ("target" in peran and nama.peran in ("kegiatan", "program"))


def _samping(d: Denah, tetap: dict, utama: int, baris: list[int], peta: dict[str, Column]) -> dict[str, Column]:
    """Columns beside the main group: last year's, next year's, the period's end."""
    hasil: dict[str, Column] = {}
    for (t, waktu), (isi, _) in tetap.items():
        for p, k in isi.items():
            if waktu == "terhadap" and p == "capaian":
                hasil.setdefault("capaian_akhir", k)
            elif waktu == "akhir" and p in ("target", "capaian"):
                hasil.setdefault(f"{p}_akhir", k)
            elif waktu == "lalu" or (waktu == "" and t == utama - 1 and len(isi) == 1):
                if p in ("realisasi", "capaian"):
                    hasil.setdefault(_lalu(d, p, k, peta, baris), k)
            elif p == "target" and (waktu == "depan" or (waktu == "" and t == utama + 1 and len(isi) == 1)):
                hasil.setdefault("target_depan", k)
            elif p == "target" and waktu == "" and t > utama + 1 and len(isi) == 1:
                hasil.setdefault("target_akhir", k)
    if "capaian_akhir" in hasil and "target_akhir" not in hasil and "target_depan" in hasil:
        hasil["target_akhir"] = hasil.pop("target_depan")  # "Target 2024 | % thd 2024"
    return hasil


def _kemajuan(
    d: Denah, kolom: list[Column], ukur: list[Column], realisasi: Column, akhir: Column, baris: list[int]
) -> dict[str, Column]:
    """A percentage whose header names nothing known ("Tingkat Kemajuan") and that is the share of the period's end."""
    for k in kolom:
        if k.nilai and k.persen and k not in ukur:
            (t, dt), (r, dr), (v, dv) = ((d.nilai[baris, x.c], d.desimal[baris, x.c]) for x in (akhir, realisasi, k))
            if uji_capaian(t, dt, r, dr, v, dv).mendukung:
                return {"capaian_akhir": k}
    return {}


def _lalu(d: Denah, p: str, k: Column, peta: dict[str, Column], baris: list[int]) -> str:
    """'Capaian 2015' may be what was reached or how far of the target: the figures it lies nearer to decide."""
    if p == "realisasi" or k.kepala.skor("persen") >= 0.9 or "realisasi" not in peta or "capaian" not in peta:
        return f"{p}_lalu"
    with np.errstate(divide="ignore", invalid="ignore"):
        jarak = [np.abs(np.log(d.nilai[baris, k.c] / d.nilai[baris, peta[u].c])) for u in ("realisasi", "capaian")]
    ada = np.isfinite(jarak[0]) & np.isfinite(jarak[1])
    if not ada.any():
        return "capaian_lalu"
    r, c = (float(np.mean(x[ada])) for x in jarak)
    return "realisasi_lalu" if r < c else "capaian_lalu"
