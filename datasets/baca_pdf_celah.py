"""Tables without vertical rules: columns from gutters that stay clear over many lines, rows from rules and values.

Where the columns are not clear nothing is made: the lines stay text.
"""

import re
from dataclasses import dataclass, field

import numpy as np

from datasets.baca_pdf_baris import Baris, Kata
from datasets.baca_pdf_petak import Kisi, Sel
from datasets.baca_pdf_sel import SelPdf
from datasets.petak import bernilai

JEDA = 1.0  # a gap of so many font sizes parts two pieces of a line
BEDA = 0.15  # font sizes that differ by more belong to different things
TONJOL = 0.7  # so far (in font sizes) a wide header may reach over its column
MAKS_JARAK = 3.0  # lines further apart (in font sizes) belong to no common table
_LABEL = re.compile(r"\(?(?:\d{1,3}|[IVXLC]{1,6}|[a-zA-Z])[.)]{0,2}")
_NO = re.compile(r"no(mor)?\.?", re.I)
_TANDA = {":", "=", "-", "–", "•"}


@dataclass
class Garis:
    """One line of a table: its pieces by column, and pieces that span columns c0..c1; asal: the whole line."""

    dasar: float
    ukuran: float
    sel: dict[int, Baris] = field(default_factory=dict)
    lintas: dict[tuple[int, int], Baris] = field(default_factory=dict)
    asal: Baris | None = None

    def nilai(self) -> set[int]:
        """Columns in which the line prints a value."""
        return {c for c, b in self.sel.items() if c and bernilai(b.teks)}


def potongan(b: Baris, jeda: float = JEDA) -> list[Baris]:
    """A line cut at its wide gaps."""
    hasil = [[b.kata[0]]]
    for a, k in zip(b.kata, b.kata[1:], strict=False):
        if k.x0 - a.x1 > jeda * b.ukuran:
            hasil.append([])
        hasil[-1].append(k)
    return [Baris(k, b.dasar, b.ukuran, b.tebal) for k in hasil]


def batas_kolom(baris: list[Baris], berpita: bool = False) -> list[float]:
    """Middles of the gutters: strips that (nearly) no word crosses, with columns on both sides that go together.

    berpita: the lines stand between rules, which is evidence of a table: narrower gutters will do.
    """
    if len(baris) < 2:
        return []
    em = float(np.median([b.ukuran for b in baris]))
    x0, x1 = min(b.x0 for b in baris), max(b.x1 for b in baris)
    n = int((x1 - x0) * 2) + 1
    tutup = np.zeros(n + 1)
    for b in baris:
        garis = np.zeros(n + 1, bool)
        for k in b.kata:
            garis[max(0, int((k.x0 - x0) * 2)) : int((k.x1 - x0) * 2) + 1] = True
        tutup += garis
    boleh = 0 if len(baris) < 6 else max(1, int(0.12 * len(baris)))
    perlu = max(3.0, 0.35 * em if berpita else (0.8 if len(baris) < 5 else 0.5) * em)
    celah: list[tuple[float, float, int]] = []
    for tingkat in range(boleh + 1):  # clear strips first, so that a sparse column is not taken for a gutter
        kosong = np.concatenate([[False], tutup <= tingkat, [False]])
        for a, z in np.nonzero(np.diff(kosong.astype(int)))[0].reshape(-1, 2).tolist():
            p, q = x0 + a / 2, x0 + z / 2
            if q - p >= perlu and a > 0 and z < n and all(q <= c[0] or p >= c[1] for c in celah):
                celah.append((p, q, 1 if tingkat == 0 else 2))
    celah.sort()
    while celah:  # a gutter whose two columns never print in one line parts nothing
        kolom = (
            [(-1e9, *celah[0][:1])]
            + [(p[1], q[0]) for p, q in zip(celah, celah[1:], strict=False)]
            + [(celah[-1][1], 1e9)]
        )
        ada = np.array([[any(a - 1 <= k.x0 and k.x1 <= z + 1 for k in b.kata) for a, z in kolom] for b in baris])
        bersama = [(int((ada[:, i] & ada[:, i + 1]).sum()) - c[2], c[1] - c[0], i) for i, c in enumerate(celah)]
        nilai, _, lemah = min(bersama)
        if nilai >= 0:
            break
        del celah[lemah]
    return _batas_nomor(baris, [(a + z) / 2 for a, z, _ in celah])


def _batas_nomor(baris: list[Baris], batas: list[float]) -> list[float]:
    """The columns with a border after the row numbers, where header ('No …') and labels show a column too narrow to see."""
    if not batas or not any(_NO.fullmatch(b.kata[0].teks) for b in baris[:3]):
        return batas
    kiri, kanan = [], []
    for b in baris:
        k = [w for w in b.kata if w.x1 < batas[0]]
        if k and (_NO.fullmatch(k[0].teks) or _LABEL.fullmatch(k[0].teks)):
            kiri.append(k[0].x1)
            k = k[1:]
        kanan += [k[0].x0] if k else []
    if len(kiri) > 1 and kanan and max(kiri) < min(kanan):
        return [(max(kiri) + min(kanan)) / 2, *batas]
    return batas


def bagi(b: Baris, batas: list[float]) -> Garis:
    """Share one line out to the columns between these borders."""
    g = Garis(b.dasar, b.ukuran)
    for p in _utuh(b, batas):
        lebih = min(TONJOL * b.ukuran, (p.x1 - p.x0) / 2)
        c0 = sum(x < p.x0 + lebih for x in batas)
        c1 = sum(x < p.x1 - lebih for x in batas)
        if c1 > c0:
            g.lintas[c0, c1] = p
        elif c0 in g.sel:
            g.sel[c0].kata.extend(p.kata)
        else:
            g.sel[c0] = p
    return g


def _utuh(b: Baris, batas: list[float]) -> list[Baris]:
    """Pieces of a line cut at the borders that fall into its gaps."""
    kelompok: list[list[Kata]] = [[b.kata[0]]]
    for a, k in zip(b.kata, b.kata[1:], strict=False):
        if (
            any(a.x1 - TONJOL * b.ukuran <= x <= k.x0 + TONJOL * b.ukuran for x in batas)
            and k.x0 - a.x1 > 0.4 * b.ukuran
        ):
            kelompok.append([])
        kelompok[-1].append(k)
    return [Baris(k, b.dasar, b.ukuran, b.tebal) for k in kelompok]


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
            return j + n, (batas, [*_kepala(kepala), *(r for p in badan for r in baris_pita(p))])
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
    while awal and 0 in garis[awal - 1].sel and _LABEL.fullmatch(garis[awal - 1].sel[0].teks):
        awal -= 1
    return [*_kepala(garis[:awal]), *baris_pita(garis[awal:])]


def _kepala(garis: list[Garis]) -> list[list[Garis]]:
    """Header lines as rows: spanning lines by themselves, the lines of one row joined, column numbers apart."""
    hasil: list[list[Garis]] = []
    for g in garis:
        nomor = len(g.sel) > 1 and all(_LABEL.fullmatch(b.teks) for b in g.sel.values())
        if hasil and not nomor and not g.lintas and not any(x.lintas for x in hasil[-1]):
            hasil[-1].append(g)
        else:
            hasil.append([g])
    return hasil


def baris_pita(garis: list[Garis]) -> list[list[Garis]]:
    """The rows within one band: by wider gaps, by labels in the first column, by values; one row when unclear."""
    if len(garis) < 2:
        return [garis] if garis else []
    return _menurut_jarak(garis) or _menurut_label(garis) or _menurut_nilai(garis) or [garis]


def _menurut_jarak(garis: list[Garis]) -> list[list[Garis]]:
    jarak = [(b.dasar - a.dasar) / b.ukuran for a, b in zip(garis, garis[1:], strict=False)]
    urut = sorted(jarak)
    lompat = [(b / max(a, 0.1), a, b) for a, b in zip(urut, urut[1:], strict=False) if a >= 0.85]
    if not lompat or max(lompat)[0] < 1.2:
        return []
    batas = (max(lompat)[1] + max(lompat)[2]) / 2
    hasil = [[garis[0]]]
    for j, g in zip(jarak, garis[1:], strict=True):
        if j > batas:
            hasil.append([])
        hasil[-1].append(g)
    return hasil if all(_sebaris(r) for r in hasil) and len(hasil) > 1 else []


def _sebaris(r: list[Garis]) -> bool:
    """Does no column hold two values in these lines?"""
    semua = [c for g in r for c in g.nilai()]
    return len(semua) == len(set(semua))


def _menurut_label(garis: list[Garis]) -> list[list[Garis]]:
    label = [0 in g.sel and _LABEL.fullmatch(g.sel[0].teks) is not None for g in garis]
    if sum(label) < 2 or not label[0]:
        return []
    return _potong(garis, lambda n, r: label[n] or _nilai_lagi(r, garis[n]))


def _menurut_nilai(garis: list[Garis]) -> list[list[Garis]]:
    ada = [bool(g.nilai()) for g in garis]
    if sum(ada) < 2:
        return []
    if ada[0]:
        return _potong(garis, lambda n, r: _nilai_lagi(r, garis[n]))
    if ada[-1] and not ada[0] and sum(ada) * 2 <= len(ada):  # values at the foot of their rows
        return _potong(garis, lambda n, r: bool(r[-1].nilai()))
    pusat = [g.dasar for g, a in zip(garis, ada, strict=True) if a]  # values in the middle of their rows
    hasil: list[list[Garis]] = [[] for _ in pusat]
    for g in garis:
        hasil[int(np.abs(np.array(pusat) - g.dasar).argmin())].append(g)
    return hasil


def _nilai_lagi(r: list[Garis], g: Garis) -> bool:
    """Does line g bring a value where the row so far has one (or spans the table)?"""
    return bool(g.lintas) or any(x.lintas for x in r) or bool(g.nilai() & {c for x in r for c in x.nilai()})


def _potong(garis: list[Garis], baru) -> list[list[Garis]]:
    hasil = [[garis[0]]]
    for n, g in enumerate(garis[1:], 1):
        if baru(n, hasil[-1]):
            hasil.append([])
        hasil[-1].append(g)
    return hasil


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
