"""Tables without vertical rules: columns from gutters that stay clear over many lines, rows from rules and values.

Where the columns are not clear nothing is made: the lines stay text.
"""

import re

import numpy as np

from datasets.document.cells import bernilai
from datasets.readers.pdf_cells import SelPdf
from datasets.readers.pdf_columns import LABEL, Garis, bagi, batas_kolom, potongan
from datasets.readers.pdf_lines import Baris
from datasets.readers.pdf_rows import baris_kepala, baris_pita
from datasets.readers.pdf_ruled import Kisi, Sel

BEDA = 0.15  # font sizes that differ by more belong to different things
MAKS_JARAK = 3.0  # lines further apart (in font sizes) belong to no common table
_TANDA = {":", "=", "-", "–", "•"}


def cari_tabel(baris: list[Baris], aturan: np.ndarray) -> list[tuple[int, int, Kisi, dict[int, SelPdf]]]:
    """Tables among the lines of one column of text: (first line, line after the last, grid, its cells).

    aturan: horizontal rules, array (n, 4) of y, x0, x1, weak.
    """
    hasil, i = [], 0
    while i < len(baris):
        j, garis = _berpita(baris, i, aturan)
        if not garis:
            j, garis = _polos(baris, i)
        if garis:
            hasil.append((i, j, *_kisi(garis[0], garis[1])))
            i = j
        else:
            i += 1
    return hasil


def _berpita(baris: list[Baris], i: int, aturan: np.ndarray):
    """A table between horizontal rules of one width, of which the first stands right above line i."""
    b = baris[i]
    dekat = aturan[(aturan[:, 0] < b.dasar) & (aturan[:, 0] > b.dasar - 3.5 * b.ukuran)] if len(aturan) else aturan
    for y0, xa, xb, _ in dekat[::-1]:
        seri = aturan[(np.abs(aturan[:, 1] - xa) < 5) & (np.abs(aturan[:, 2] - xb) < 5) & (aturan[:, 0] >= y0 - 0.5)]
        seri = np.unique(np.round(seri[:, 0], 1))
        j, pita, bantal = i, [], []
        for atas, bawah in zip(seri, seri[1:], strict=False):
            if j < len(baris) and baris[j].dasar <= bawah + 1:  # a wide gap under a rule: the table has ended there
                bantal.append(baris[j].y0 - atas)
                lain = abs(baris[j].ukuran - b.ukuran) > BEDA * b.ukuran
                if lain or bantal[-1] > 1.8 * float(np.median(bantal)) + 1:
                    break
            isi = []
            while j < len(baris) and baris[j].dasar <= bawah + 1:
                if baris[j].dasar <= atas or baris[j].x0 < xa - 4 or baris[j].x1 > xb + 4:
                    return i, None
                isi.append(baris[j])
                j += 1
            if not isi and pita and bawah - atas > 40:
                break
            if isi:
                pita.append(isi)
        if len(pita) < 2:
            continue
        batas = batas_kolom([x for p in pita for x in p], True)
        if not batas:
            return i, None
        garis = [[bagi(x, batas) for x in p] for p in pita]
        berkolom = sum(len({c for g in p for c in g.sel}) > 1 for p in garis)
        if berkolom >= max(2, 0.5 * len(garis)) and len({c for g in garis[0] for c in (*g.sel, *g.lintas)}) > 1:
            kepala, badan = garis[0], garis[1:]
            xs = np.array([xa, *batas, xb])
            sisa = baris[j:] if j < len(baris) and baris[j].dasar - baris[j - 1].dasar < 2.5 * b.ukuran else []
            n = lanjutan_halaman(sisa, xs)  # a last row without a closing rule
            if n:
                badan.append([bagi(x, batas) for x in sisa[:n]])
            return j + n, (batas, [*baris_kepala(kepala), *(r for p in badan for r in baris_pita(p))])
        return i, None
    return i, None


def _polos(baris: list[Baris], i: int):
    """A table with neither rules nor boxes that begins at line i."""
    if len(potongan(baris[i])) < 2:
        return i, None
    j, batas, banyak = i + 1, [], 1
    while j < len(baris) and 0 < baris[j].dasar - baris[j - 1].dasar <= MAKS_JARAK * baris[j].ukuran:
        lipat = len(potongan(baris[j])) > 1
        if abs(baris[j].ukuran - baris[i].ukuran) > BEDA * baris[i].ukuran:
            break  # another font size: a text between two tables
        turun = [b.dasar - a.dasar for a, b in zip(baris[i:j], baris[i + 1 : j + 1], strict=False)]
        if not lipat and len(turun) > 2 and turun[-1] > 1.6 * float(np.median(turun)):
            break
        coba = batas_kolom(baris[i : j + 1])
        if not coba and j - i >= 4 and not (batas and _selaan(baris, j, batas)):
            break
        batas = coba or batas
        banyak += lipat
        j += 1
    while j > i and len(potongan(baris[j - 1])) < 2 and not _lanjutan(baris[j - 1], baris[j - 2], batas):
        j -= 1
    batas = batas_kolom(baris[i:j])
    if not batas or j - i < 2 or banyak < 2:
        return i, None
    garis = [bagi(b, batas) for b in baris[i:j]]
    lebar = [len(g.sel) for g in garis if len(g.sel) + len(g.lintas) > 1]
    if (j - i < 3 or banyak < 3) and (len(batas) < 3 or min(lebar) <= len(batas)):
        return i, None  # two lines make a table only where both fill four columns
    kolom = range(len(batas) + 1)
    badan = garis[next((n for n, g in enumerate(garis) if g.nilai()), len(garis)) :]
    teks = {c: [g.sel[c].teks for g in badan if c in g.sel] for c in kolom}
    if any(t and sum(x[:1] in _TANDA and not bernilai(x) for x in t) * 2 > len(t) for t in teks.values()):
        return i, None
    cukup = 1 if len(batas) >= 3 and badan and len(badan[0].nilai()) >= 2 else 2
    bernomor = [c for c in kolom if c and sum(map(bernilai, teks[c])) * 3 >= 2 * len(teks[c]) and len(teks[c]) >= cukup]
    if not (bernomor or _berlabel(badan or garis, len(batas) + 1)) or len(lebar) < (
        0.1 if len(bernomor) > 1 else 0.25
    ) * len(garis):
        return i, None
    return j, (batas, _rapikan(garis))


def _berlabel(garis: list[Garis], kolom: int) -> bool:
    """Rows counted 1, 2, 3 … in the first of three or more columns, with text in all others: a table of words."""
    baris = [g for g in garis if 0 in g.sel and re.fullmatch(r"\d{1,3}[.)]?", g.sel[0].teks)]
    nomor = [int(re.sub(r"\D", "", g.sel[0].teks)) for g in baris]
    urut = len(nomor) >= 3 and all(b - a == 1 for a, b in zip(nomor, nomor[1:], strict=False))
    return urut and kolom >= 3 and sum(len(g.sel) == kolom for g in baris) >= 0.8 * len(baris)


def lanjutan_halaman(baris: list[Baris], xs: np.ndarray) -> int:
    """How many first lines of a page keep to the columns of the table that ended the page before."""
    batas, n, berkolom = list(xs[1:-1]), 0, 0
    for a, b in zip([None, *baris], baris, strict=False):
        g = bagi(b, batas)
        jauh = a is not None and b.dasar - a.dasar > MAKS_JARAK * b.ukuran
        if jauh or g.lintas or b.x0 < xs[0] - 6 or b.x1 > xs[-1] + 6:
            break
        if a is not None and len(g.sel) == 1 and berkolom and not _lanjutan(b, a, batas):
            break
        n += 1
        berkolom += len(g.sel) > 1 and bool(g.nilai())
    return n if berkolom else 0


def lanjutkan(baris: list[Baris], xs: np.ndarray) -> tuple[Kisi, dict[int, SelPdf]]:
    """These lines as a grid with the columns of the table that they go on with."""
    kisi, sel = _kisi(list(xs[1:-1]), _lanjut_baris([bagi(b, list(xs[1:-1])) for b in baris]))
    return kisi, sel


def _lanjut_baris(garis: list[Garis]) -> list[list[Garis]]:
    awal = next((n for n, g in enumerate(garis) if g.nilai() or 0 in g.sel), 0)
    return [r for r in (garis[:awal], *baris_pita(garis[awal:])) if r]


def _selaan(baris: list[Baris], j: int, batas: list[float]) -> bool:
    """May line j cross the columns (a section row) because the table goes on below it?"""
    bawah = baris[j + 1 : j + 3]
    return any(len(g.sel) > 1 and not g.lintas for g in (bagi(b, batas) for b in bawah if len(potongan(b)) > 1))


def _lanjutan(b: Baris, atas: Baris, batas: list[float]) -> bool:
    """Is a last line of one piece the rest of a wrapped cell (and not a text below the table)?"""
    g, h = bagi(b, batas), bagi(atas, batas)
    if len(g.sel) != 1 or g.lintas:
        return False
    (c, p) = next(iter(g.sel.items()))
    dekat = b.dasar - atas.dasar <= 1.7 * b.ukuran
    if not dekat or c not in h.sel or not (c > 0 or p.teks[:1].islower()):
        return False
    q = h.sel[c]
    return abs(q.x0 - p.x0) < 4 or abs(q.x0 + q.x1 - p.x0 - p.x1) < 8  # flush left, or centred


def _rapikan(garis: list[Garis]) -> list[list[Garis]]:
    """Rows of a table without rules: header lines, then rows."""
    awal = next((n for n, g in enumerate(garis) if g.nilai()), len(garis))
    while awal and 0 in garis[awal - 1].sel and LABEL.fullmatch(garis[awal - 1].sel[0].teks):
        awal -= 1
    return [*baris_kepala(garis[:awal]), *baris_pita(garis[awal:])]


def _kisi(batas: list[float], baris: list[list[Garis]]) -> tuple[Kisi, dict[int, SelPdf]]:
    """Rows of lines as a grid with its cells."""
    isi = [b for r in baris for g in r for b in (*g.sel.values(), *g.lintas.values())]
    xs = [min(b.x0 for b in isi) - 2, *batas, max(b.x1 for b in isi) + 2]
    atas = [min(b.y0 for g in r for b in (*g.sel.values(), *g.lintas.values())) for r in baris]
    ys = [*atas, max(b.y1 for b in isi)]
    m = len(xs) - 1
    peta, sel, teks = np.full((len(baris), m), -1), [], {}
    for r, lines in enumerate(baris):
        rentang = {k for g in lines for k in g.lintas}
        c = 0
        while c < m:
            akhir = max((k[1] for k in rentang if k[0] <= c <= k[1]), default=c)
            kotak = (xs[c], ys[r], xs[akhir + 1], ys[r + 1])
            potong = [
                b
                for g in lines
                for k, b in sorted({**{(k, k): v for k, v in g.sel.items()}, **g.lintas}.items())
                if c <= k[0] <= akhir
            ]
            peta[r, c : akhir + 1] = len(sel)
            if potong:
                teks[len(sel)] = SelPdf(potong, kotak)
            sel.append(Sel(r, c, 1, akhir + 1 - c, kotak))
            c = akhir + 1
    return Kisi(np.array(xs), np.array(ys), sel, peta), teks
