"""Columns of a grid → what each holds: name, unit, target, realisasi, pagu, a count … with its year and its part of the year."""

from dataclasses import dataclass

import numpy as np

from datasets.recognise.grids.layout import URUT, Denah
from datasets.recognise.headers import TAHUN, Kepala, rapi
from datasets.recognise.row_kinds import DATA, RATA, TOTAL
from datasets.recognise.vocabulary import kosakata
from schemas import angka as A

TEKS = (
    "no", "kode", "tujuan", "sasaran", "indikator", "satuan", "program", "kegiatan", "sub_kegiatan", "uraian", "predikat", "keterangan",
    "formula", "sumber", "alasan", "arah", "interval", "penerima", "layanan", "pic", "bulan", "triwulan", "tahun", "rp", "bukti", "halaman",
)  # fmt: skip
NAMA_UANG = ("sub_kegiatan", "kegiatan", "program", "uraian")
UANG, KINERJA, HITUNG = "uang", "kinerja", "hitung"
BESAR = 1_000_000  # plain whole numbers from here on, in most cells of a column, are rupiah


@dataclass
class Column:
    """One column. peran: role; nilai: it holds values; ranah: uang | kinerja | hitung ('' for text); tahun: -1 where the
    header names none; waktu: as in Kepala; persen: its values are percentages."""

    c: int
    kepala: Kepala
    peran: str = ""
    nilai: bool = False
    ranah: str = ""
    tahun: int = -1
    waktu: str = ""
    persen: bool = False
    pembanding: bool = False
    tengah: float = float("nan")  # median of its figures
    bulat: bool = False  # whole numbers throughout
    utuh: bool = False  # whole amounts, be it with ",00"
    rupiah: bool = False  # "Rp" stands in the cells
    n: int = 0  # figures


def baris_isi(d: Denah, *jenis: str) -> list[int]:
    """Body rows of these kinds (data, total, rata_rata …)."""
    jenis = jenis or (DATA,)
    return [r for r in d.badan if d.baris[r].jenis in jenis]


def susun_kolom(d: Denah, instansi: str = "") -> list[Column]:
    """The columns of a grid with their roles as far as header and contents tell; arithmetic settles the rest later.

    instansi: the reporting agency ("Provinsi" in a header is its own figure where it names a province's agency).
    """
    kolom = [_dasar(d, c) for c in range(d.lebar)]
    sendiri = rapi(instansi).split()
    triwulan = {k.waktu for k in kolom if k.nilai and k.waktu[:2] in ("tw", "sm")}
    for k in kolom:
        if len(triwulan) == 1 and k.waktu in triwulan:  # "Realisasi s.d. Triwulan IV" alone is the year's
            k.waktu = ""
    for k in kolom:
        kata = f" {rapi(k.kepala.teks)} "
        k.pembanding = any(
            f" {rapi(str(p))} " in kata and rapi(str(p)) not in sendiri for p in kosakata("kepala")["pembanding"]
        )
    for k in kolom:
        if not k.nilai:
            k.peran = _peran_teks(d, k, kolom)
    _tanpa_nama(kolom)
    _bawah_kegiatan(kolom)
    _berkala(kolom)
    berindikator = any(k.peran == "indikator" for k in kolom)
    for i, k in enumerate(kolom):
        if k.nilai:
            k.peran = _peran_nilai(k)
            k.ranah = _ranah(k, kolom[:i], berindikator)
    return kolom


def _dasar(d: Denah, c: int) -> Column:
    h = d.kepala[c]
    k = Column(c, h, tahun=h.tahun[-1] if h.tahun else -1, waktu=h.waktu)
    r = [b for b in baris_isi(d, DATA, TOTAL, RATA) if d.asal[b, c][0] == b and d.asal[b, c][1] == c and d.teks[b, c]]
    figur = [b for b in r if d.kelas[b, c] == A.FIGURE]
    kosong = [b for b in r if d.kelas[b, c] in (A.NIL, A.ABSENT)]
    k.n = len(figur)
    ukur = h.skor(
        "target", "realisasi", "capaian", "pagu", "pagu_awal", "realisasi_uang", "sisa", "persen", "jumlah", "selisih"
    )
    teks = h.skor(
        "no",
        "kode",
        "keterangan",
        "predikat",
        "indikator",
        "sasaran",
        "uraian",
        "program",
        "satuan",
        "formula",
        "interval",
        "pic",
    )
    urut = bool(r) and all(d.nomor(b) == d.teks[b, c] for b in r) and c == 0
    k.nilai = (
        not urut
        and h.skor("no", "kode", "interval") < 0.9
        and (
            (len(figur) >= 1 and len(figur) + len(kosong) >= 0.6 * len(r))
            or (ukur >= 0.8 and ukur > teks and (len(figur) + len(kosong) > 0 or not r))
        )
    )
    if k.n:
        v = np.abs(d.nilai[figur, c])
        k.tengah = float(np.nanmedian(v))
        k.bulat = bool((d.desimal[figur, c] <= 0).all())
        k.rupiah = sum(d.satuan[b, c] == "Rp" for b in figur) >= 0.6 * k.n
        k.utuh = k.bulat or bool((v == np.floor(v)).all())
        satuan_persen = sum(d.satuan[b, c] == "%" for b in figur)
        k.persen = satuan_persen >= 0.6 * k.n or (h.persen and k.tengah < 100_000)
    else:
        k.persen = h.persen
    return k


def _peran_teks(d: Denah, k: Column, kolom: list[Column]) -> str:
    calon = [(p, s) for p, s in k.kepala.calon if p in TEKS]
    isi = [d.teks[r, k.c] for r in baris_isi(d) if d.teks[r, k.c]]
    # one header over a number and a name
    kanan = d.kepala.get(k.c + 1)
    if isi and kanan is not None and kanan.jalur == k.kepala.jalur and all(URUT.fullmatch(t) for t in isi):
        return "no"
    if not k.kepala.jalur or (calon and calon[0][0] == "no"):
        if isi and all(rapi(t) == "rp" for t in isi):
            return "rp"
        if isi and all(len(rapi(t)) <= 5 and not any(ch.isalpha() for ch in rapi(t)[2:]) for t in isi):
            return "no"
        if calon and calon[0][0] == "no":
            return "uraian" if isi and not any(x.peran == "uraian" for x in kolom) else "no"
    if isi and all(TAHUN.fullmatch(t.strip(" .")) for t in isi):
        return "tahun"
    if isi and all(rapi(t) == "rp" for t in isi):
        return "rp"
    if not calon or calon[0][1] < 0.45:
        return "" if not isi or k.kepala.jalur == () else "lain"
    terbaik = calon[0][0]
    # "Program/Kegiatan" over names is one column of names of several levels
    if {"program", "kegiatan"} <= {p for p, s in calon if s >= 0.6} and calon[0][1] < 1:
        return "uraian"
    return terbaik


def _tanpa_nama(kolom: list[Column]) -> None:
    """ "Kategori", "Status" label what is named beside; where nothing else names the rows, they name them (in place)."""
    if any(
        k.peran
        in (
            "indikator",
            "sasaran",
            "tujuan",
            "program",
            "kegiatan",
            "sub_kegiatan",
            "uraian",
            "penerima",
            "layanan",
            "tahun",
            "bulan",
        )
        for k in kolom
    ):
        return
    kiri = [k for n, k in enumerate(kolom) if not any(x.nilai for x in kolom[:n])]  # before the first figures
    k = next((k for k in kiri if k.peran == "predikat" and not k.nilai), None)
    if k is not None:
        k.peran = "uraian"


def _bawah_kegiatan(kolom: list[Column]) -> None:
    """Under 'Kegiatan' or 'Sub Kegiatan' the first text column names it, whatever it is called (in place)."""
    terlihat: set[str] = set()
    for k in kolom:
        if k.nilai or len(k.kepala.jalur) < 2:
            continue
        induk = rapi(k.kepala.jalur[0])
        peran = {
            "program": "program",
            "kegiatan": "kegiatan",
            "sub kegiatan": "sub_kegiatan",
            "subkegiatan": "sub_kegiatan",
        }.get(induk)
        if peran and k.peran in ("sasaran", "uraian", "indikator", "lain", peran):
            k.peran = peran if peran not in terlihat else "lain"
            terlihat.add(peran)
        elif "sasaran" in induk and k.peran == "uraian":
            k.peran = "sasaran"


def _berkala(kolom: list[Column]) -> None:
    """Value columns right of a column of months belong to the month of their row, not to the year (in place)."""
    dalam, induk = "", ""
    for k in kolom:
        if k.peran in ("bulan", "triwulan") and not k.nilai:
            dalam, induk = "bulan", k.kepala.jalur[0]
        elif dalam and len(k.kepala.jalur) > 1 and k.kepala.jalur[0] != induk:
            dalam = ""
        if dalam and k.nilai:
            k.waktu = dalam


def _peran_nilai(k: Column) -> str:
    calon = [p for p, s in k.kepala.calon if p not in TEKS and s >= 0.4]
    if calon[:1] == ["rata_rata"] and len(calon) > 1:  # "Rata-rata Capaian"
        return calon[1]
    return calon[0] if calon else ""


def _ranah(k: Column, kiri: list[Column], berindikator: bool) -> str:
    """Money, performance or count: the header's words, else the size of the figures, else the neighbour on the left."""
    if k.kepala.uang and not (k.peran in ("target", "realisasi", "capaian") and k.kepala.uang is False):
        return UANG
    tetangga = next((x for x in reversed(kiri) if x.nilai and not x.persen and x.ranah), None)
    umum = k.peran in ("persen", "capaian", "sisa", "selisih", "efisiensi", "") or (
        k.peran == "realisasi" and k.persen and not any(x.ranah == KINERJA for x in kiri)
    )
    if k.peran == "capaian" and tetangga is not None and tetangga.ranah == HITUNG and any(x.ranah == KINERJA for x in kiri):
        return KINERJA
    if umum and tetangga is not None and k.persen:
        return tetangga.ranah if k.kepala.uang is not False else KINERJA
    if k.kepala.uang is False and k.peran in ("target", "realisasi", "capaian"):
        return KINERJA
    if (
        k.n
        and not k.persen
        and (k.utuh or k.rupiah)
        and k.tengah >= BESAR
        and not (berindikator and k.peran in ("target", "realisasi", "capaian"))
    ):
        return UANG
    if k.peran in ("pagu", "pagu_awal", "realisasi_uang"):
        return UANG
    sebaya = (
        tetangga is not None and tetangga.ranah == UANG and k.utuh and 0.001 < k.tengah / (tetangga.tengah or 1) < 1000
    )
    if (
        sebaya
        and k.peran in ("realisasi", "capaian", "sisa", "selisih")
        and k.kepala.jalur[:-1] == tetangga.kepala.jalur[:-1]
    ):
        return UANG  # "Pagu | Realisasi" in small figures
    if k.peran == "sisa" and tetangga is not None and tetangga.ranah == UANG:
        return UANG
    if k.peran in ("target", "realisasi", "capaian", "fisik"):
        return KINERJA
    if k.peran == "persen":
        return tetangga.ranah if tetangga is not None else KINERJA
    if k.waktu in ("lalu", "akhir", "depan") and berindikator:
        return KINERJA
    return HITUNG if not (berindikator and not k.peran and k.tahun > 0) else KINERJA


def nama_baris(d: Denah, kolom: list[Column], urut: tuple[str, ...]) -> Column | None:
    """The column whose texts name the rows: the first role of `urut` that is there, else the first column of words."""
    for peran in urut:
        for k in kolom:
            if k.peran == peran and not k.nilai:
                return k
    for k in kolom:
        isi = [d.teks[r, k.c] for r in baris_isi(d) if d.teks[r, k.c]]
        if (
            not k.nilai
            and k.peran not in ("no", "rp", "kode", "satuan", "keterangan", "predikat")
            and isi
            and sum(len(t) > 3 for t in isi) > 0.5 * len(isi)
        ):
            return k
    return None


def teks_turun(d: Denah, c: int) -> dict[int, str]:
    """Texts of a column carried down over blanks and merged cells, until a section, total or average row."""
    hasil, kini = {}, ""
    for r in d.badan:
        t = d.isi(r, c)
        if d.baris[r].jenis not in (DATA, RATA, TOTAL):
            kini = ""
        elif d.baris[r].jenis == DATA and t:
            kini = t
        hasil[r] = kini
    return hasil
