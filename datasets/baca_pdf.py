"""PDF files to blocks: ruled tables cell by cell, whitespace tables where their columns are clear, paragraphs from lines.

jejak is 'h4:x0,y0,x1,y1': page from 1, box in points as a viewer shows the page, origin top left.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from datasets.baca_pdf_baris import Baris, Paragraf, baris_huruf, paragraf, teks_sel
from datasets.baca_pdf_halaman import Halaman, baca_halaman
from datasets.baca_pdf_perabot import buang_perabot
from datasets.baca_pdf_petak import Kisi, cari_petak
from datasets.baris import lepas_peluru, urai_tab
from datasets.dokumen import MAKS_DETIK, MAKS_HALAMAN, MAKS_SEL, Mentah, Petak
from schemas.galat import GalatMasukan

GAMBAR_BESAR = 0.35  # share of the page from which a picture is worth a note
SEDIKIT = 30  # fewer letters than this on a page with a large picture: a scanned page
GANJIL = 0.15  # a grid with more of its area in cells that are no rectangles is a drawing


@dataclass
class _Isi:
    """What is kept of a page: its grids with their texts, its other lines, boxes of text in drawings."""

    nomor: int
    lebar: float
    tinggi: float
    petak: list[tuple[Kisi, dict[int, str]]] = field(default_factory=list)
    baris: list[Baris] = field(default_factory=list)
    lepas: list[list[Baris]] = field(default_factory=list)
    tampak: Callable = staticmethod(lambda kotak: kotak)


def baca_pdf(
    path: str | Path,
    peringatan: list[str] | None = None,
    kata: list[tuple] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Mentah]:
    """Blocks of a PDF in reading order.

    peringatan collects what was not read. kata collects the words of paragraphs: (jejak of the block, text, page, x0, y0,
    x1, y1). progress(done, total) is called after each page. Raises GalatMasukan (one line) for files that are locked,
    broken, or hold pictures only.
    """
    nama, catatan = Path(path).name, [] if peringatan is None else peringatan
    dok = _buka(path, nama)
    try:
        isi = _halaman(dok, nama, catatan, progress)
    finally:
        dok.close()
    penggal = _memenggal(isi)
    buang_perabot(isi)
    hasil = []
    for h in isi:
        hasil += _blok(h, penggal, kata)
    if not hasil:
        raise GalatMasukan(f"{nama}: PDF tanpa isi yang dapat dibaca")
    return hasil


def _buka(path: str | Path, nama: str):
    import pypdfium2 as pdfium

    try:
        dok = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as galat:
        if "assword" in str(galat):
            raise GalatMasukan(f"{nama}: PDF terkunci sandi; simpan tanpa sandi lalu coba lagi") from None
        raise GalatMasukan(f"{nama}: PDF rusak atau terpotong; kirim ulang dari aslinya") from None
    except OSError as galat:
        raise GalatMasukan(f"{nama}: berkas tidak dapat dibuka ({galat.strerror or galat})") from None
    if not 0 < len(dok) <= MAKS_HALAMAN:
        n = len(dok)
        dok.close()
        pesan = f"PDF {n} halaman, lebih dari batas {MAKS_HALAMAN}" if n else "PDF tanpa halaman"
        raise GalatMasukan(f"{nama}: {pesan}")
    return dok


def _halaman(dok, nama: str, catatan: list[str], progress) -> list[_Isi]:
    mulai, isi, sel = time.monotonic(), [], 0
    tanpa, ocr, gambar, huruf_rusak = [], [], [], []
    for n in range(len(dok)):
        page = dok[n]
        try:
            hal = baca_halaman(page)
        finally:
            page.close()
        besar = max((_luas(g, hal) for g in hal.gambar), default=0.0)
        if len(hal.teks) < SEDIKIT and (besar > GAMBAR_BESAR or hal.gagal > len(hal.teks)):
            tanpa.append(n + 1)
        elif hal.ocr and besar > GAMBAR_BESAR:
            ocr.append(n + 1)
        elif besar > GAMBAR_BESAR and not (besar > 0.9 and len(hal.teks) > 300):
            gambar.append(n + 1)
        if hal.gagal > 0.05 * (len(hal.teks) + 1) and n + 1 not in tanpa:
            huruf_rusak.append(n + 1)
        isi.append(_isi(hal, n + 1))
        sel += sum(len(k.sel) for k, _ in isi[-1].petak)
        if sel > MAKS_SEL:
            raise GalatMasukan(f"{nama}: lebih dari {MAKS_SEL} sel tabel, tidak dibaca")
        if time.monotonic() - mulai > MAKS_DETIK:
            raise GalatMasukan(f"{nama}: pembacaan melewati batas {MAKS_DETIK} detik pada halaman {n + 1}")
        if progress is not None:
            progress(n + 1, len(dok))
    kosong = not any(h.petak or h.baris or h.lepas for h in isi)
    if kosong or len(tanpa) == len(isi):
        raise GalatMasukan(f"{nama}: PDF hanya berisi gambar (tidak ada lapisan teks); kirim PDF hasil ekspor, bukan pindaian")
    for daftar, pesan in (
        (tanpa, "tidak ada lapisan teks, tidak dibaca"),
        (ocr, "lapisan teks hasil pengenalan gambar (OCR), angkanya dapat salah baca"),
        (gambar, "gambar besar; bila berisi tabel atau angka, isinya tidak dibaca"),
        (huruf_rusak, "sebagian huruf tidak dikenali, teksnya dapat berlubang"),
    ):
        catatan += [f"halaman {r}: {pesan}" for r in rentang(daftar)]
    return isi


def rentang(nomor: list[int]) -> list[str]:
    """Runs of page numbers: [3, 5, 6, 7] → ['3', '5–7']."""
    hasil: list[list[int]] = []
    for n in nomor:
        if hasil and n == hasil[-1][-1] + 1:
            hasil[-1].append(n)
        else:
            hasil.append([n])
    return [str(d[0]) if len(d) == 1 else f"{d[0]}–{d[-1]}" for d in hasil]


def _luas(kotak, hal: Halaman) -> float:
    """Share of the page that a box covers."""
    w = min(kotak[2], hal.lebar) - max(kotak[0], 0)
    t = min(kotak[3], hal.tinggi) - max(kotak[1], 0)
    return max(w, 0) * max(t, 0) / (hal.lebar * hal.tinggi)


def _isi(hal: Halaman, nomor: int) -> _Isi:
    """Share out the letters: to cells of grids, the innermost first; to boxes of drawings; the rest to lines."""
    isi = _Isi(nomor, hal.lebar, hal.tinggi, tampak=hal.tampak)
    n = len(hal.teks)
    bebas = np.ones(n, bool)
    if not n:
        return isi
    cx = (hal.kotak[:, 0] + hal.kotak[:, 2]) / 2
    cy = np.where(hal.arah == 0, hal.dasar - 0.3 * hal.ukuran, (hal.kotak[:, 1] + hal.kotak[:, 3]) / 2)
    for k in reversed(cari_petak(hal.mendatar, hal.tegak)):
        tempat = np.where(bebas, k.tempat(cx, cy), -1)
        nomor_sel = np.unique(tempat[tempat >= 0])
        apa = _layak(k, nomor_sel)
        if not apa:
            continue
        per_sel = {int(s): np.nonzero(tempat == s)[0] for s in nomor_sel}
        bebas &= tempat < 0
        if apa == "petak":
            teks = {s: teks_sel(hal, p, k.sel[s].kotak, False) for s, p in per_sel.items()}
            isi.petak.append((k, teks))
        else:
            isi.lepas += [b for p in per_sel.values() if (b := baris_huruf(hal, p))]
    isi.petak.sort(key=lambda p: p[0].ys[0])
    isi.baris = baris_huruf(hal, np.nonzero(bebas)[0])
    return isi


def _layak(k: Kisi, berisi: np.ndarray) -> str:
    """What the lines are, by the cells that hold text: a table ('petak'), a drawing with texts ('gambar'), neither ('')."""
    if len(berisi) < 2 or len({k.sel[s].c for s in berisi}) < 2:
        return ""
    if k.ganjil > GANJIL:
        return "gambar"
    if len(berisi) < 0.5 * len(k.sel) and k.lemah or len(berisi) < 0.15 * len(k.sel) and len(k.sel) > 12:
        return ""
    return "petak"


def _memenggal(isi: list[_Isi]) -> bool:
    """Does the document hyphenate words at line ends (and not only break words that have a hyphen)?"""
    semua = penggal = 0
    for h in isi:
        for a, b in zip(h.baris, h.baris[1:], strict=False):
            semua += 1
            m = re.search(r"([a-z]+)-$", a.kata[-1].teks)
            if m and b.kata[0].teks[:1].islower():
                awal = b.kata[0].teks.lower()
                penggal += not (awal.startswith(m[1][-4:]) or m[1].startswith(awal[:4]))
    return penggal >= 10 and penggal > 0.03 * semua


def _jejak(h: _Isi, kotak) -> str:
    return f"h{h.nomor}:" + ",".join(f"{v:.1f}" for v in h.tampak(kotak))


def _blok(h: _Isi, penggal: bool, kata: list | None) -> list[Mentah]:
    """Blocks of one page from top to bottom."""
    kanan = max((b.x1 for b in h.baris if "\t" not in b.teks), default=0.9 * h.lebar)
    bagian: list[tuple[float, list[Mentah]]] = [(k.ys[0], [_petak(h, k, teks)]) for k, teks in h.petak]
    deret: list[list[Baris]] = [[]]
    batas = [k.ys[0] for k, _ in h.petak]
    for a, b in zip([None, *h.baris], h.baris, strict=False):
        if a is not None and any(a.dasar < y <= b.dasar for y in batas):
            deret.append([])
        deret[-1].append(b)
    for d in [*deret, *h.lepas]:
        if d:
            bagian.append((d[0].y0, urai_tab(_paragraf(h, d, kanan, penggal, kata))))
    bagian.sort(key=lambda x: x[0])
    hasil = [m for _, isi in bagian for m in isi]
    for m in (hasil[:1] + hasil[-1:]) if hasil else []:
        m.terpotong = m.jenis == "petak"
    return hasil


def _petak(h: _Isi, k: Kisi, teks: dict[int, str]) -> Mentah:
    sel = [
        Petak(s.r, s.c, teks.get(i, ""), s.rs, s.cs, halaman=h.nomor, jejak=_jejak(h, s.kotak)) for i, s in enumerate(k.sel)
    ]
    return Mentah("petak", halaman=h.nomor, jejak=_jejak(h, k.kotak), sel=sel)


def _paragraf(h: _Isi, baris: list[Baris], kanan: float, penggal: bool, kata: list | None) -> list[Mentah]:
    hasil = []
    for p in paragraf(baris, kanan):
        m = Mentah("butir" if p.butir else "paragraf", p.teks(penggal), halaman=h.nomor, jejak=_jejak(h, p.kotak))
        if m.teks:
            hasil.append(lepas_peluru(m))
            if kata is not None:
                kata += _kata(h, p, m.jejak)
    return hasil


def _kata(h: _Isi, p: Paragraf, jejak: str) -> list[tuple]:
    return [(jejak, k.teks, h.nomor, *h.tampak((k.x0, k.y0, k.x1, k.y1))) for b in p.baris for k in b.kata]
