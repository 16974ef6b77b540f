"""Texts of PDF table cells: lines joined, words and numbers mended that a narrow column or a page end has cut."""

import re
from collections import Counter

from datasets.document.lines import sambung
from datasets.readers.pdf_lines import Baris
from datasets.readers.pdf_ruled import Kisi

SISA = 0.62  # a line that leaves less than this (in font sizes) fills its cell
_ANGKA = re.compile(r"(?:Rp\.? ?)?[\d.,]*\d[\d.,]*")


class SelPdf:
    """Lines of one cell in their own reading direction, with the width they had."""

    __slots__ = ("baris", "lebar", "tepi")

    def __init__(self, baris: list[Baris], kotak: tuple[float, float, float, float], mendatar: bool = True) -> None:
        self.baris = baris
        self.lebar = kotak[2] - kotak[0] if mendatar else kotak[3] - kotak[1]
        dekat = min((min(b.x0 - kotak[0], kotak[2] - b.x1) for b in baris), default=2.0) if mendatar else 2.0
        self.tepi = min(max(1.0, dekat), 6.0)

    def penuh(self, b: Baris) -> bool:
        """Does this line fill the cell, so that a word may have been cut at its end?"""
        return self.lebar - 2 * self.tepi - (b.x1 - b.x0) < SISA * b.ukuran

    def teks(self, kata: Counter, penggal: bool = False) -> str:
        """All lines as one text. kata: words of the document, which tell whether two pieces make one word."""
        hasil = ""
        for a, b in zip([None, *self.baris], self.baris, strict=False):
            penuh = a is not None and self.penuh(a)
            if penuh and satu_kata(hasil, a, b, kata):
                hasil += b.teks.replace("\t", " ")
            else:
                hasil = sambung(hasil, b.teks.replace("\t", " "), penuh, penggal)
        return hasil


def satu_kata(atas: str, a: Baris, b: Baris, kata: Counter) -> bool:
    """Are the last word of the text so far and the first of b the pieces of one word that did not fit in its column?"""
    ekor, kanan = re.search(r"[^\W\d_]+$", atas), b.kata[0].teks
    if len(a.kata) > 1 or not ekor or not re.match(r"[^\W\d_]+[.,;:)]?$", kanan):
        return False
    kiri = ekor[0]
    utuh = (kiri + re.match(r"[^\W\d_]+", kanan)[0]).lower()
    return kata[utuh] > 0 and not (kata[kiri.lower()] > kata[utuh] and kata[kanan.lower()] > kata[utuh])


def kosakata(baris: list[Baris], sel: list[SelPdf]) -> Counter:
    """Words of the document in small letters; lone words in cells are left out, for they may be pieces."""
    kata: Counter = Counter()
    for b in [*baris, *(b for s in sel for b in s.baris if len(b.kata) > 1)]:
        kata.update(t.lower() for k in b.kata for t in re.findall(r"[^\W\d_]{2,}", k.teks))
    return kata


def jahit(atas: tuple[Kisi, dict[int, SelPdf]], bawah: tuple[Kisi, dict[int, SelPdf]], kata: Counter) -> None:
    """Move the rest of a row that a page end has cut within a word or a number back up, in place.

    Only where both grids have the same columns and the lower row has no first cell: there '36,5' that fills its cell
    and a '1' below it are one number, 'Menurun' and 'nya' one word, and the row goes on in all its cells.
    """
    (ka, sa), (kb, sb) = atas, bawah
    if len(ka.xs) != len(kb.xs) or abs(ka.xs - kb.xs).max() > 4:
        return
    ra = len(ka.ys) - 2
    rb = _kepala_ulang(ka, sa, kb, sb, kata)
    akhir = {s.c: i for i, s in enumerate(ka.sel) if s.r <= ra < s.r + s.rs}
    awal = {s.c: i for i, s in enumerate(kb.sel) if s.r == rb and s.rs == 1}
    isi = {c: sb[i] for c, i in awal.items() if i in sb}
    if not isi or 0 in isi or any(c not in akhir for c in isi):
        return
    putus = 0
    for c, s in isi.items():
        x = sa.get(akhir[c])
        kiri, kanan = (x.baris[-1].teks if x else ""), s.baris[0].teks
        if _ANGKA.fullmatch(kiri) and _ANGKA.fullmatch(kanan):
            if not (x.penuh(x.baris[-1]) and re.fullmatch(r"\d{1,3}", kanan)) and not kiri.endswith((".", ",")):
                return
            putus += 1
        elif _ANGKA.fullmatch(kanan):
            return
        elif x and x.penuh(x.baris[-1]) and satu_kata(x.baris[-1].teks, x.baris[-1], s.baris[0], kata):
            putus += 1
    if not putus:
        return
    for c, s in isi.items():
        if akhir[c] in sa:
            sa[akhir[c]].baris.extend(s.baris)
        else:
            sa[akhir[c]] = s
        del sb[awal[c]]


def _kepala_ulang(ka: Kisi, sa: dict, kb: Kisi, sb: dict, kata: Counter) -> int:
    """How many first rows of b repeat those of a."""
    r = 0
    while r < min(len(ka.ys), len(kb.ys)) - 2:
        x, y = (
            {s.c: m[i].teks(kata) for i, s in enumerate(k.sel) if s.r == r and i in m} for k, m in ((ka, sa), (kb, sb))
        )
        if not x or x != y:
            break
        r += 1
    return r
