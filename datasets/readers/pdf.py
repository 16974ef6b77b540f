"""PDF files to blocks: ruled tables by cell, whitespace tables where columns are clear, paragraphs from lines.

jejak is 'h4:x0,y0,x1,y1': page from 1, box in points as a viewer shows the page, origin top left.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from datasets.document.lines import lepas_peluru, sambung, urai_tab
from datasets.document.model import MAKS_DETIK, MAKS_HALAMAN, MAKS_SEL, Mentah, Petak
from datasets.readers.pdf_bands import pecah_pita, perpanjang, petak_halaman
from datasets.readers.pdf_cells import SelPdf, jahit, kosakata
from datasets.readers.pdf_furniture import buang_perabot
from datasets.readers.pdf_gutters import cari_tabel, lanjutan_halaman, lanjutkan
from datasets.readers.pdf_lines import Baris, baris_huruf, baris_putar
from datasets.readers.pdf_page import Halaman, baca_halaman
from datasets.readers.pdf_paragraphs import Paragraf, Tata, bersambung, daftar_isi, paragraf
from datasets.readers.pdf_ruled import Kisi, satukan_garis
from schemas.errors import InputError

GAMBAR_BESAR = 0.35  # share of the page from which a picture is worth a note
MAKS_HIASAN = 50  # so many drawn paths without a letter: text drawn as outlines
SEDIKIT = 30  # fewer letters than this on a page with a large picture: a scanned page
GANJIL = 0.15  # a grid with more of its area in cells that are no rectangles is a drawing


@dataclass
class _Isi:
    """What is kept of a page: its grids with their texts, its other lines, boxes of text in drawings."""

    nomor: int
    lebar: float
    tinggi: float
    petak: list[tuple[Kisi, dict[int, SelPdf]]] = field(default_factory=list)
    baris: list[Baris] = field(default_factory=list)
    lepas: list[list[Baris]] = field(default_factory=list)
    aturan: np.ndarray = field(default_factory=lambda: np.zeros((0, 4)))
    tampak: Callable = staticmethod(lambda kotak: kotak)


def baca_pdf(
    path: str | Path,
    peringatan: list[str] | None = None,
    kata: list[tuple] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Mentah]:
    """Blocks of a PDF in reading order.

    peringatan collects what was not read. kata collects the words of paragraphs: (jejak of the block, text, page,
    x0, y0, x1, y1). progress(done, total) is called after each page. Raises InputError (one line) for files that
    are locked, broken, or hold pictures only.
    """
    nama, catatan = Path(path).name, [] if peringatan is None else peringatan
    dok = _buka(path, nama)
    with open(path, "rb") as f:
        f.seek(max(0, Path(path).stat().st_size - 2048))
        if b"%%EOF" not in f.read():
            catatan.append("akhir berkas PDF tidak lengkap; bagian akhirnya mungkin hilang")
    try:
        isi = _halaman(dok, nama, catatan, progress)
    finally:
        dok.close()
    susunan = _Susunan(isi)
    hasil = susunan.blok(kata)
    if not hasil:
        raise InputError(f"{nama}: PDF tanpa isi yang dapat dibaca")
    catatan += [
        f"halaman {r}: tabel tanpa garis, kolomnya dibaca dari jarak antarkata"
        for r in rentang(sorted(set(susunan.tanpa_garis)))
    ]
    return hasil


def _buka(path: str | Path, nama: str):
    import pypdfium2 as pdfium

    try:
        dok = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as galat:
        if "assword" in str(galat):
            raise InputError(f"{nama}: PDF terkunci sandi; simpan tanpa sandi lalu coba lagi") from None
        raise InputError(f"{nama}: PDF rusak atau terpotong; kirim ulang dari aslinya") from None
    except OSError as galat:
        raise InputError(f"{nama}: berkas tidak dapat dibuka ({galat.strerror or galat})") from None
    if not 0 < len(dok) <= MAKS_HALAMAN:
        n = len(dok)
        dok.close()
        pesan = f"PDF {n} halaman, lebih dari batas {MAKS_HALAMAN}" if n else "PDF tanpa halaman"
        raise InputError(f"{nama}: {pesan}")
    return dok


def _halaman(dok, nama: str, catatan: list[str], progress) -> list[_Isi]:
    mulai, isi, sel = time.monotonic(), [], 0
    tanpa, ocr, gambar, huruf_rusak, rusak = [], [], [], [], []
    for n in range(len(dok)):
        hal = _satu_halaman(dok, n)
        if hal is None:
            rusak.append(n + 1)
            hal = Halaman(1, 1)
        besar = max((_luas(g, hal) for g in hal.gambar), default=0.0)
        kosong = not hal.teks and (hal.gambar or hal.jalur > MAKS_HIASAN)
        if len(hal.teks) < SEDIKIT and (besar > GAMBAR_BESAR or hal.gagal > len(hal.teks) or kosong):
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
            raise InputError(f"{nama}: lebih dari {MAKS_SEL} sel tabel, tidak dibaca")
        if time.monotonic() - mulai > MAKS_DETIK:
            raise InputError(f"{nama}: pembacaan melewati batas {MAKS_DETIK} detik pada halaman {n + 1}")
        if progress is not None:
            progress(n + 1, len(dok))
    if len(rusak) == len(isi):
        raise InputError(f"{nama}: PDF rusak atau terpotong; kirim ulang dari aslinya")
    if not any(h.petak or h.baris or h.lepas for h in isi) or len(tanpa) == len(isi):
        raise InputError(
            f"{nama}: PDF hanya berisi gambar (tidak ada lapisan teks); kirim PDF hasil ekspor, bukan pindaian"
        )
    for daftar, pesan in (
        (rusak, "rusak, tidak dibaca"),
        (tanpa, "tidak ada lapisan teks, tidak dibaca"),
        (ocr, "lapisan teks hasil pengenalan gambar (OCR), angkanya dapat salah baca"),
        (gambar, "gambar besar; bila berisi tabel atau angka, isinya tidak dibaca"),
        (huruf_rusak, "sebagian huruf tidak dikenali, teksnya dapat berlubang"),
    ):
        catatan += [f"halaman {r}: {pesan}" for r in rentang(daftar)]
    return isi


def _satu_halaman(dok, n: int) -> Halaman | None:
    """Page n (from 0), None when it is broken."""
    import pypdfium2 as pdfium

    try:
        page = dok[n]
    except pdfium.PdfiumError:
        return None
    try:
        return baca_halaman(page)
    except pdfium.PdfiumError:
        return None
    finally:
        page.close()


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
    for k in reversed(petak_halaman(hal.mendatar, hal.tegak, hal.kotak)):
        tempat = np.where(bebas, k.tempat(cx, cy), -1)
        nomor_sel = np.unique(tempat[tempat >= 0])
        apa = _layak(k, nomor_sel)
        if not apa:
            continue
        per_sel = {int(s): np.nonzero(tempat == s)[0] for s in nomor_sel}
        bebas &= tempat < 0
        if apa == "petak":
            isi.petak.append(pecah_pita(k, {s: _sel(hal, p, k.sel[s].kotak) for s, p in per_sel.items()}))
        else:
            isi.lepas += [b for p in per_sel.values() if (b := baris_huruf(hal, p))]
    isi.petak.sort(key=lambda p: p[0].ys[0])
    isi.baris = baris_huruf(hal, np.nonzero(bebas)[0])
    isi.aturan = satukan_garis(hal.mendatar)
    for n, (k, sel) in enumerate(isi.petak):
        if k.lemah:
            k, sel, ambil = perpanjang(k, sel, isi.baris)
            isi.petak[n] = (k, sel)
            isi.baris = [b for b in isi.baris if not any(b is x for x in ambil)]
    return isi


def _layak(k: Kisi, berisi: np.ndarray) -> str:
    """What the lines are, by the cells that hold text: a table ('petak'), a drawing ('gambar'), neither ('')."""
    if len(berisi) < 2 or len({k.sel[s].c for s in berisi}) < 2:
        return ""
    if k.ganjil > GANJIL:
        return "gambar"
    if k.lemah and (len(berisi) < 0.5 * len(k.sel) or len(k.ys) < 3):
        return ""  # bars of a chart; a shaded header, whose columns the lines below show as well
    if len(berisi) < 0.15 * len(k.sel) and len(k.sel) > 12:
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


def _sel(hal: Halaman, pilih: np.ndarray, kotak) -> SelPdf:
    putar = baris_putar(hal, pilih)
    return SelPdf(baris_huruf(hal, pilih) + putar, kotak, not putar)


class _Susunan:
    """From pages to blocks, once the whole document is known: its margins, words, furniture."""

    def __init__(self, isi: list[_Isi]) -> None:
        self.penggal = _memenggal(isi)
        buang_perabot(isi)
        self.isi = isi
        self.tanpa_garis: list[int] = []  # pages with tables read from gaps
        self.xs: np.ndarray | None = None
        self.tata = Tata([(h.lebar, h.baris) for h in isi])
        semua = [s for h in isi for _, sel in h.petak for s in sel.values()]
        self.kata = kosakata([b for h in isi for b in h.baris], semua)
        for a, b in zip(isi, isi[1:], strict=False):
            if a.petak and b.petak:
                jahit(a.petak[-1], b.petak[0], self.kata)

    def blok(self, kata: list | None) -> list[Mentah]:
        """Blocks in reading order; words of paragraphs are added to `kata`."""
        hasil: list[Mentah] = []
        akhir: tuple[int, Paragraf, Mentah] | None = None  # the last paragraph of the page before
        for n, h in enumerate(self.isi):
            halaman = self._halaman(n, h)
            if akhir is not None and halaman and isinstance(halaman[0], Paragraf):
                p = halaman[0]
                if bersambung(akhir[:2], (n, p), self.tata):
                    akhir[2].teks = sambung(akhir[2].teks, p.teks(self.penggal), False, self.penggal)
                    self._kata(h, p, akhir[2].jejak, kata)
                    halaman = halaman[1:]
                    akhir = akhir if not halaman else None
            hasil_hal: list[Mentah] = []
            for b in halaman:
                m = b if isinstance(b, Mentah) else self._paragraf(h, b)
                if m.jenis == "petak" or m.teks:
                    hasil_hal.append(m)
                    if isinstance(b, Paragraf):
                        self._kata(h, b, m.jejak, kata)
                    akhir = (n, b, m) if isinstance(b, Paragraf) else None
            for m in hasil_hal[:1] + hasil_hal[-1:]:
                m.terpotong = m.jenis == "petak"
            hasil += hasil_hal
        return urai_tab(daftar_isi(hasil))

    def _halaman(self, n: int, h: _Isi) -> list[Mentah | Paragraf]:
        """Grids and paragraphs of one page from top to bottom."""
        bagian: list[tuple[float, list]] = [(k.ys[0], [self._petak(h, k, sel)]) for k, sel in h.petak]
        deret: list[list[Baris]] = [[]]
        tanpa: list[Kisi] = []
        for a, b in zip([None, *h.baris], h.baris, strict=False):
            if a is not None and any(a.dasar < k.ys[0] <= b.dasar for k, _ in h.petak):
                deret.append([])
            deret[-1].append(b)
        for d in [*deret, *h.lepas]:
            mulai = 0
            tabel = cari_tabel(d, h.aturan)
            if self.xs is not None and d and d is deret[0] and not any(k.ys[0] < d[0].dasar for k, _ in h.petak):
                banyak = lanjutan_halaman(d, self.xs)
                if banyak:
                    tabel = [(0, banyak, *lanjutkan(d[:banyak], self.xs))]
                    tabel += [(i + banyak, j + banyak, k, s) for i, j, k, s in cari_tabel(d[banyak:], h.aturan)]
            for i, j, k, sel in tabel:
                bagian += [(d[mulai].y0, paragraf(d[mulai:i], n, self.tata))] if i > mulai else []
                bagian.append((float(k.ys[0]), [self._petak(h, k, sel)]))
                self.tanpa_garis.append(h.nomor)
                tanpa.append(k)
                mulai = j
            bagian += [(d[mulai].y0, paragraf(d[mulai:], n, self.tata))] if mulai < len(d) else []
        bagian.sort(key=lambda x: x[0])
        # a table without rules that ends the page lends its columns to the next page
        akhir = [k for k in (*tanpa, *(k for k, _ in h.petak if k.lemah)) if bagian and float(k.ys[0]) == bagian[-1][0]]
        self.xs = akhir[0].xs if akhir else None
        return [b for _, isi in bagian for b in isi]

    def _petak(self, h: _Isi, k: Kisi, sel: dict[int, SelPdf]) -> Mentah:
        petak = [
            Petak(
                s.r, s.c, sel[i].teks(self.kata, self.penggal) if i in sel else "", s.rs, s.cs,
                halaman=h.nomor, jejak=_jejak(h, s.kotak),
            )
            for i, s in enumerate(k.sel)
        ]  # fmt: skip
        return Mentah("petak", halaman=h.nomor, jejak=_jejak(h, k.kotak), sel=petak)

    def _paragraf(self, h: _Isi, p: Paragraf) -> Mentah:
        jenis = "butir" if p.butir else "paragraf"
        return lepas_peluru(Mentah(jenis, p.teks(self.penggal), halaman=h.nomor, jejak=_jejak(h, p.kotak)))

    @staticmethod
    def _kata(h: _Isi, p: Paragraf, jejak: str, kata: list | None) -> None:
        if kata is not None:
            kata += [(jejak, k.teks, h.nomor, *h.tampak((k.x0, k.y0, k.x1, k.y1))) for b in p.baris for k in b.kata]


def _jejak(h: _Isi, kotak) -> str:
    return f"h{h.nomor}:" + ",".join(f"{v:.1f}" for v in h.tampak(kotak))
