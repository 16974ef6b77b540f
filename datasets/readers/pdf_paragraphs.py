"""Lines of PDF pages to paragraphs, list items and contents lines."""

import re
from bisect import bisect_left
from dataclasses import dataclass

import numpy as np

from datasets.document.lines import sambung
from datasets.document.model import Mentah
from datasets.readers.pdf_lines import Baris

_PECAHAN = re.compile(r"\d{1,2}\.\d{1,2}\s+[^A-Z\s]")
_BUTIR = re.compile(r"(?:\(?(?:\d{1,2}|[a-zA-Z]|[ivxIVX]{1,4})[.)]|\d{1,2}(?:\.\d{1,2}){1,3}\.?|[-–•▪➢✓*])(?=\s)")
_TITIK = re.compile(r"\s*(?:\.[\s.]*){4,}\s*|\s*…[\s.…]*|\s*_{4,}\s*")
_HALAMAN = r"[ivxlc]{1,6}|[IVXLC]{1,6}|\d{1,3}"
_BARIS_ISI = re.compile(rf"(.*?[A-Za-z)\]\"”'].*?)(?:(?<=[A-Za-z)\d])\s+({_HALAMAN})|(?<=[a-z)])(\d{{1,3}}))")
_JUDUL = re.compile(
    r"bab\b|[A-Z]\.|\d+(\.\d+)*\.?\s|[a-z][.)]\s|kata pengantar|daftar|lampiran|tabel|gambar|ringkasan|ikhtisar", re.I
)
_AKHIR = re.compile(r"[.;:!?]['\"”’)]*$")
DEKAT = 9  # so many line gaps nearby tell the usual one
MIN_ISI = 5  # lines that make a table of contents without dot leaders


@dataclass
class Paragraf:
    """Lines that make one paragraph or list item. isi: where the text of an item begins."""

    baris: list[Baris]
    butir: bool = False
    isi: float = 0.0

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
    if len(bagian) == 2 and bagian[0] and re.fullmatch(_HALAMAN, bagian[1]):
        return f"{bagian[0]}\t{bagian[1]}"
    return teks


class Tata:
    """The document's layout: margins of each page, and the usual gap between lines of one paragraph, place by place."""

    def __init__(self, halaman: list[tuple[float, list[Baris]]]) -> None:
        """halaman: (page width, lines) of every page, in order."""
        lebar: dict[int, list[Baris]] = {}
        for w, baris in halaman:
            lebar.setdefault(round(w), []).extend(b for b in baris if b.x1 - b.x0 > 0.5 * w and "\t" not in b.teks)
        umum = {w: _tepi_baris(baris, w) for w, baris in lebar.items()}
        self._tepi = []
        for w, baris in halaman:
            panjang = [b for b in baris if b.x1 - b.x0 > 0.5 * w and "\t" not in b.teks]
            sini, semua = _tepi_baris(panjang, w), umum[round(w)]
            # few lines show a margin badly: the document's own where it is near, the page's where it is another
            dekat = len(panjang) < 5 or max(abs(a - b) for a, b in zip(sini, semua, strict=True)) < 15
            self._tepi.append(semua if dekat else sini)
        self._tempat: list[int] = []
        self._jarak: list[float] = []
        self._nomor: dict[int, int] = {}
        n = 0
        for h, (_, baris) in enumerate(halaman):
            for a, b in zip(baris, [*baris[1:], None], strict=False):
                self._nomor[id(a)] = n
                if (
                    b is not None
                    and self.penuh(h, a, b)
                    and not _BUTIR.match(b.teks)
                    and (j := jarak(a, b)) is not None
                ):
                    self._tempat.append(n)
                    self._jarak.append(j)
                n += 1

    def tepi(self, h: int) -> tuple[float, float]:
        """Left and right margin of page h (position in the list)."""
        return self._tepi[h]

    def tengah(self, h: int, b: Baris, masuk: float = 10) -> bool:
        """Is the line centred between the margins, and at least `masuk` away from them?"""
        kiri, kanan = self._tepi[h]
        return abs((b.x0 - kiri) - (kanan - b.x1)) < 5 and b.x0 - kiri >= masuk

    def penuh(self, h: int, a: Baris, b: Baris) -> bool:
        """Is line a full: would the first word of b not have fitted on it?"""
        kiri, kanan = self._tepi[h]
        muat = b.kata[0].x1 - b.kata[0].x0 + 0.25 * b.ukuran
        pakai = a.x1 - a.x0 + muat if self.tengah(h, a) else a.x1 - kiri + muat
        return pakai >= kanan - kiri - 1

    def wajar(self, a: Baris) -> float:
        """The usual gap below line a, in font sizes."""
        if not self._jarak:
            return 1.25
        i = bisect_left(self._tempat, self._nomor.get(id(a), 0))
        return float(np.percentile(self._jarak[max(0, i - DEKAT // 2) : i + DEKAT // 2 + 1], 40))


def _tepi_baris(baris: list[Baris], lebar: float) -> tuple[float, float]:
    """Left and right margin that these long lines keep to."""
    return -_pinggir([-b.x0 for b in baris], -0.1 * lebar), _pinggir([b.x1 for b in baris], 0.9 * lebar)


def _pinggir(ujung: list[float], baku: float) -> float:
    """The outermost line end, without stray lines that reach far past the others."""
    if not ujung:
        return baku
    batas = np.percentile(ujung, 95) + 8
    return max(u for u in ujung if u <= batas)


def jarak(a: Baris, b: Baris) -> float | None:
    """Gap between two baselines in font sizes; None where the lines are no neighbours in one text."""
    if abs(a.ukuran - b.ukuran) > 0.12 * max(a.ukuran, b.ukuran):
        return None
    j = (b.dasar - a.dasar) / b.ukuran
    return j if 0.8 <= j <= 3.2 else None


def paragraf(baris: list[Baris], h: int, tata: Tata) -> list[Paragraf]:
    """Lines of page h (position; top to bottom, one column) to paragraphs."""
    hasil: list[Paragraf] = []
    for a, b in zip([None, *baris], baris, strict=False):
        tanda = _BUTIR.match(b.teks) is not None
        if tanda and a is not None and _PECAHAN.match(b.teks) and not _AKHIR.search(a.teks) and tata.penuh(h, a, b):
            tanda = False  # "… turun dari / 61.12 (2023)": a figure that a line begins with
        if a is None or tanda or _putus(hasil[-1], a, b, h, tata):
            hasil.append(Paragraf([b], tanda, b.kata[1].x0 if tanda and len(b.kata) > 1 else b.x0))
        else:
            hasil[-1].baris.append(b)
    return hasil


def _putus(p: Paragraf, a: Baris, b: Baris, h: int, tata: Tata) -> bool:
    """Does line b begin a new paragraph after line a?"""
    em, j = b.ukuran, jarak(a, b)
    if j is None or "\t" in b.teks or "\t" in a.teks or titik_titik(a.teks) != a.teks or a.teks.endswith(":"):
        return True
    if j > 1.15 * tata.wajar(a) + 0.05 or not tata.penuh(h, a, b):
        return True
    if a.tebal != b.tebal:
        return True
    if tata.tengah(h, a):
        return not tata.tengah(h, b)
    if tata.tengah(h, b) and tata.tengah(h, a, 0) and not _AKHIR.search(a.teks):
        return False  # a centred title that fills its first line
    if p.butir and len(p.baris) == 1:
        return not (abs(b.x0 - p.isi) < 0.8 * em or abs(b.x0 - a.x0) < 0.8 * em or a.x0 - 0.2 * em < b.x0 < p.isi)
    lanjut = [x.x0 for x in p.baris[1:]]
    return abs(b.x0 - min(lanjut)) > 0.8 * em if lanjut else b.x0 > a.x0 + 0.8 * em


def bersambung(atas: tuple[int, Paragraf], bawah: tuple[int, Paragraf], tata: Tata) -> bool:
    """Does the first paragraph of a page go on with the last of the page before? Each as (page position, paragraph)."""
    (ha, p), (hb, q) = atas, bawah
    a, b = p.baris[-1], q.baris[0]
    teks = a.teks
    if q.butir or "\t" in teks or "\t" in b.teks or _AKHIR.search(teks) or len(p.teks()) < 60:
        return False
    if abs(a.ukuran - b.ukuran) > 0.12 * a.ukuran or p.teks().isupper() != q.teks().isupper():
        return False
    kecil = b.teks[:1].islower() or re.match(r"[\d(%]", b.teks) is not None
    return kecil or (tata.penuh(ha, a, b) and not tata.tengah(hb, b))


def daftar_isi(blok: list[Mentah]) -> list[Mentah]:
    """Contents lines without dot leaders: in a run of lines with rising page numbers, a tab before the number."""
    hasil: list[Mentah] = []
    i = 0
    while i < len(blok):
        j, deret = i, []
        while j < len(blok) and (n := _baris_isi(blok, j)):
            deret.append((blok[j], _gabung(blok, j, n)))
            j += n
        if len(deret) >= MIN_ISI and _berisi([t for _, t in deret]):
            for m, t in deret:
                if (c := _BARIS_ISI.fullmatch(t)) is not None:
                    m.teks, m.jenis = f"{c[1].strip().rstrip('.… ')}\t{c[2] or c[3]}", "butir"
                hasil.append(m)
            i = j
        else:
            hasil.append(blok[i])
            i += 1
    return hasil


def _baris_isi(blok: list[Mentah], j: int) -> int:
    """Blocks that make a contents line from j on: 1, or 2 where it is broken over two lines; 0: none."""
    for n in (1, 2):
        bagian = blok[j : j + n]
        if len(bagian) < n or any(m.jenis == "petak" or len(m.teks) > 160 for m in bagian):
            return 0
        if _BARIS_ISI.fullmatch(_gabung(blok, j, n)) and (
            n == 1 or (len(bagian[0].teks) > 50 and not _BUTIR.match(bagian[1].teks))
        ):
            return n
    return 0


def _gabung(blok: list[Mentah], j: int, n: int) -> str:
    return " ".join(m.teks.replace("\t", " ") for m in blok[j : j + n])


def _berisi(teks: list[str]) -> bool:
    """Do these lines look like headings with rising page numbers?"""
    angka = [int(a) for t in teks if (m := _BARIS_ISI.fullmatch(t)) and (a := m[2] or m[3]).isdigit()]
    naik = sum(a <= b <= a + 60 for a, b in zip(angka, angka[1:], strict=False))
    berjudul = sum(_JUDUL.match(t) is not None for t in teks)
    return berjudul >= 0.4 * len(teks) and naik >= 0.8 * (len(angka) - 1)
