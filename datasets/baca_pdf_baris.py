"""Letters of a page to lines with words and boxes, and lines to paragraphs."""

import re
from dataclasses import dataclass, field

import numpy as np

from datasets.baca_pdf_halaman import Halaman
from datasets.baris import sambung

SPASI = 0.2  # gap between words, in font sizes
LEBAR = 1.8  # a gap so wide parts columns: a tab
_ATAS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_BUTIR = re.compile(r"(?:\(?(?:\d{1,2}|[a-zA-Z]|[ivxIVX]{1,4})[.)]|\d{1,2}(?:\.\d{1,2}){1,3}\.?|[-–•▪➢✓*])(?=\s)")
_TITIK = re.compile(r"\s*(?:\.[\s.]*){4,}\s*|\s*…[\s.…]*|\s*_{4,}\s*")


@dataclass
class Kata:
    """A word with its box."""

    teks: str
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass
class Baris:
    """A line: its words, baseline and font size."""

    kata: list[Kata]
    dasar: float
    ukuran: float

    @property
    def x0(self) -> float:
        return self.kata[0].x0

    @property
    def x1(self) -> float:
        return self.kata[-1].x1

    @property
    def y0(self) -> float:
        return min(k.y0 for k in self.kata)

    @property
    def y1(self) -> float:
        return max(k.y1 for k in self.kata)

    @property
    def teks(self) -> str:
        """The words, with a tab where the gap is as wide as between columns."""
        hasil = self.kata[0].teks
        for a, b in zip(self.kata, self.kata[1:], strict=False):
            hasil += ("\t" if b.x0 - a.x1 > LEBAR * self.ukuran else " ") + b.teks
        return hasil


def baris_huruf(hal: Halaman, pilih: np.ndarray) -> list[Baris]:
    """Lines of these upright letters (index array), from top to bottom."""
    pilih = pilih[hal.arah[pilih] == 0]
    if not len(pilih):
        return []
    x0, x1, dasar, ukuran = hal.kotak[pilih, 0], hal.kotak[pilih, 2], hal.dasar[pilih], np.maximum(hal.ukuran[pilih], 1)
    return _baris([hal.teks[i] for i in pilih], x0, x1, dasar, ukuran, hal.spasi[pilih])


def baris_putar(hal: Halaman, pilih: np.ndarray) -> list[Baris]:
    """Lines of sideways letters, in their own reading order; boxes are not kept in the page's frame."""
    hasil = []
    for arah in (1, 2, 3):
        p = pilih[hal.arah[pilih] == arah]
        if len(p):
            k = hal.kotak[p]
            # 1: reads upwards, 3: downwards, 2: upside down
            a, b = ((-k[:, 3], -k[:, 1]), (-k[:, 2], -k[:, 0]), (k[:, 1], k[:, 3]))[arah - 1]
            dasar = (hal.dasar[p], -hal.dasar[p], -hal.dasar[p])[arah - 1]
            hasil += _baris([hal.teks[i] for i in p], a, b, dasar, np.maximum(hal.ukuran[p], 1), hal.spasi[p])
    return hasil


def _baris(teks, x0, x1, dasar, ukuran, spasi) -> list[Baris]:
    urut = np.argsort(dasar, kind="stable")
    kelompok: list[list[int]] = []
    for i in urut.tolist():
        if kelompok and dasar[i] - dasar[kelompok[-1][-1]] <= 0.2 * min(ukuran[i], ukuran[kelompok[-1][-1]]):
            kelompok[-1].append(i)
        else:
            kelompok.append([i])
    ukur = [float(np.median(ukuran[k])) for k in kelompok]
    pusat = [float(np.median(dasar[k])) for k in kelompok]
    naik: set[int] = set()
    for n in range(len(kelompok)):  # raised and lowered small letters join the line they belong to
        for m in (n + 1, n - 1):
            if not 0 <= m < len(kelompok) or not kelompok[m] or not kelompok[n] or ukur[n] > 0.8 * ukur[m]:
                continue
            beda = pusat[m] - pusat[n]
            a, b = min(x0[kelompok[m]]), max(x1[kelompok[m]])
            if abs(beda) < 0.6 * ukur[m] and min(x0[kelompok[n]]) > a - ukur[m] and max(x1[kelompok[n]]) < b + 2 * ukur[m]:
                naik |= set(kelompok[n]) if beda > 0.15 * ukur[m] else set()
                kelompok[m] += kelompok[n]
                kelompok[n] = []
                break
    hasil = []
    for k, s, d in zip(kelompok, ukur, pusat, strict=True):
        if k:
            k.sort(key=lambda i: x0[i])
            hasil.append(Baris(_kata(k, teks, x0, x1, d, s, spasi, naik), d, s))
    return hasil


def _kata(k, teks, x0, x1, dasar, ukuran, spasi, naik) -> list[Kata]:
    hasil: list[Kata] = []
    for n, i in enumerate(k):
        t = teks[i].translate(_ATAS) if i in naik else teks[i]
        if n and not spasi[i] and x0[i] - x1[k[n - 1]] <= SPASI * ukuran:
            hasil[-1].teks += t
            hasil[-1].x1 = max(hasil[-1].x1, float(x1[i]))
        else:
            hasil.append(Kata(t, float(x0[i]), dasar - 0.8 * ukuran, float(x1[i]), dasar + 0.25 * ukuran))
    return hasil


def teks_sel(hal: Halaman, pilih: np.ndarray, kotak: tuple[float, float, float, float], penggal: bool) -> str:
    """Text of one cell: its lines joined, torn numbers closed up."""
    baris = baris_huruf(hal, pilih)
    hasil = ""
    if baris:
        tepi = min(max(1.0, min(min(b.x0 - kotak[0], kotak[2] - b.x1) for b in baris)), 6.0)
        for a, b in zip([None, *baris], baris, strict=False):
            sisa = kotak[2] - kotak[0] - 2 * tepi - (a.x1 - a.x0) if a else 99
            hasil = sambung(hasil, b.teks.replace("\t", " "), a is not None and sisa < 0.6 * a.ukuran, penggal)
    for b in baris_putar(hal, pilih):
        hasil = sambung(hasil, b.teks.replace("\t", " "), False, penggal)
    return hasil


@dataclass
class Paragraf:
    """Lines that make one paragraph or list item."""

    baris: list[Baris]
    butir: bool = False
    isi: float = field(default=0.0)  # where the text of an item begins

    def teks(self, penggal: bool = False) -> str:
        """The lines as one text."""
        hasil = ""
        for b in self.baris:
            hasil = sambung(hasil, titik_titik(b.teks), False, penggal)
        return hasil

    @property
    def kotak(self) -> tuple[float, float, float, float]:
        b = self.baris
        return min(x.x0 for x in b), min(x.y0 for x in b), max(x.x1 for x in b), max(x.y1 for x in b)


def titik_titik(teks: str) -> str:
    """Dot leaders as one tab: 'Judul ....... 12' → 'Judul<TAB>12'."""
    if not re.search(r"\.[\s.]*\.[\s.]*\.[\s.]*\.|…|____", teks):
        return teks
    bagian = [s.strip() for s in _TITIK.split(teks)]
    if len(bagian) == 2 and bagian[0] and re.fullmatch(r"[ivxlcIVXLC]{1,6}|\d{1,4}", bagian[1]):
        return f"{bagian[0]}\t{bagian[1]}"
    return teks


def paragraf(baris: list[Baris], kanan: float) -> list[Paragraf]:
    """Lines (top to bottom, one column) to paragraphs. kanan: the right margin of the page's text."""
    hasil: list[Paragraf] = []
    for blok in _blok(baris):
        tepi = max(b.x1 for b in blok)
        tepi = tepi if len(blok) >= 3 or tepi > kanan else kanan
        kiri = min(b.x0 for b in blok)
        for a, b in zip([None, *blok], blok, strict=False):
            tanda = _BUTIR.match(b.teks)
            if a is None or _putus(hasil[-1], a, b, kiri, tepi, tanda is not None):
                hasil.append(Paragraf([b], tanda is not None, b.kata[1].x0 if tanda and len(b.kata) > 1 else b.x0))
            else:
                hasil[-1].baris.append(b)
    return hasil


def _blok(baris: list[Baris]) -> list[list[Baris]]:
    """Runs of lines without a wider gap between them."""
    if not baris:
        return []
    jarak = [b.dasar - a.dasar for a, b in zip(baris, baris[1:], strict=False)]
    wajar = [j / b.ukuran for j, b in zip(jarak, baris[1:], strict=True) if 0.9 <= j / b.ukuran <= 2.2]
    biasa = float(np.percentile(wajar, 40)) if wajar else 1.2
    hasil = [[baris[0]]]
    for j, a, b in zip(jarak, baris, baris[1:], strict=False):
        beda = abs(a.ukuran - b.ukuran) > 0.12 * max(a.ukuran, b.ukuran)
        if beda or j > 1.3 * biasa * b.ukuran or j <= 0:
            hasil.append([])
        hasil[-1].append(b)
    return hasil


def _putus(p: Paragraf, a: Baris, b: Baris, kiri: float, kanan: float, tanda: bool) -> bool:
    """Does line b begin a new paragraph after line a?"""
    em = b.ukuran
    if tanda or "\t" in b.teks or "\t" in a.teks or titik_titik(a.teks) != a.teks:
        return True
    muat = b.kata[0].x1 - b.kata[0].x0 + 0.25 * em
    tengah = abs((a.x0 - kiri) - (kanan - a.x1)) < 4 and a.x0 - kiri > 10
    if a.x1 + muat + (a.x0 - kiri if tengah else 0) < kanan - 1:
        return True  # its first word would have fitted on the line above
    if tengah:
        return False
    lanjut = [x.x0 for x in p.baris[1:]] or ([p.isi] if p.butir else [])
    if p.butir and len(p.baris) == 1:
        return not (abs(b.x0 - p.isi) < 0.8 * em or abs(b.x0 - a.x0) < 0.8 * em or a.x0 - 0.2 * em < b.x0 < p.isi)
    if lanjut:
        return abs(b.x0 - min(lanjut)) > 0.8 * em
    return b.x0 > a.x0 + 0.8 * em
