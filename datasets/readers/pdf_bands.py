"""Ruled grids that lack some of their lines: shaded bands joined to one grid, wide cells cut at the columns of the rows
around them, several rows in one frame taken apart."""

import numpy as np

from datasets.document.cells import bernilai
from datasets.readers.pdf_cells import SelPdf
from datasets.readers.pdf_columns import Garis, bagi, potongan
from datasets.readers.pdf_lines import Baris
from datasets.readers.pdf_rows import baris_pita
from datasets.readers.pdf_ruled import Kisi, Sel, cari_petak

SAMA = 3.0  # columns that differ by less are the same
MAKS_KEPALA = 8  # lines of a header
JARAK_ARSIR = 240.0  # between shaded rows of one table


def petak_halaman(mendatar: np.ndarray, tegak: np.ndarray, kotak: np.ndarray) -> list[Kisi]:
    """All grids of a page; shaded rows with the same columns become one grid, the rows between them included.

    kotak: boxes of the letters (n, 4): between two shaded rows they must keep to the columns.
    """
    kisi = cari_petak(mendatar, tegak)
    lemah = [k for k in kisi if k.lemah and len(k.xs) > 2]
    tambah_h, tambah_v = [], []
    for seri in _seri(lemah, kotak):
        for y in sorted({round(float(y), 1) for k in seri for y in k.ys}):
            tambah_h.append((y, seri[0].xs[0], seri[0].xs[-1], 1))
        for x in seri[0].xs:
            tambah_v.append((x, seri[0].ys[0], seri[-1].ys[-1], 1))
    if not tambah_h:
        return kisi
    return cari_petak(np.vstack([mendatar, tambah_h]), np.vstack([tegak, tambah_v]))


def _seri(lemah: list[Kisi], kotak: np.ndarray) -> list[list[Kisi]]:
    """Runs of shaded grids below one another with the same columns."""
    hasil: list[list[Kisi]] = []
    for k in sorted(lemah, key=lambda k: k.ys[0]):
        for s in hasil:
            a = s[-1]
            sama = len(a.xs) == len(k.xs) and np.abs(a.xs - k.xs).max() < SAMA
            if sama and 0 <= k.ys[0] - a.ys[-1] < JARAK_ARSIR and _berkolom(a, float(k.ys[0]), kotak):
                s.append(k)
                break
        else:
            hasil.append([k])
    return [s for s in hasil if len(s) > 1]


def _berkolom(a: Kisi, bawah: float, kotak: np.ndarray) -> bool:
    """Does no letter between the grid and `bawah` stand on a border of its columns?"""
    tengah = (kotak[:, 1] + kotak[:, 3]) / 2
    di_antara = kotak[(tengah > a.ys[-1]) & (tengah < bawah)]
    return not any(((di_antara[:, 0] < x - 0.5) & (di_antara[:, 2] > x + 0.5)).any() for x in a.xs[1:-1])


def perpanjang(k: Kisi, sel: dict[int, SelPdf], baris: list[Baris]) -> tuple[Kisi, dict[int, SelPdf], list[Baris]]:
    """A shaded grid with the lines right above and below it that keep to its columns. Returns the lines taken, too.

    Of a table with alternating bands, an unshaded header and a last unshaded row stand outside of the shaded grid.
    """
    m = len(k.xs) - 1
    isi, teks, ys, peta, diambil = list(k.sel), dict(sel), list(map(float, k.ys)), [k.peta], []
    for atas in (True, False):
        garis = _menempel(k, baris, atas)
        rows = [garis] if atas and garis else baris_pita(garis)
        for lines in rows:
            kotak_y = [b.y0 for g in lines for b in g.sel.values()], [b.y1 for g in lines for b in g.sel.values()]
            y0, y1 = (min(kotak_y[0]), ys[0]) if atas else (ys[-1], max(kotak_y[1]))
            geser = 1 if atas else 0
            isi = [Sel(s.r + geser, s.c, s.rs, s.cs, s.kotak, s.tergaris) for s in isi]
            r = 0 if atas else len(ys) - 1
            for c in range(m):
                kotak = (float(k.xs[c]), y0, float(k.xs[c + 1]), y1)
                if p := [g.sel[c] for g in lines if c in g.sel]:
                    teks[len(isi)] = SelPdf(p, kotak)
                isi.append(Sel(r, c, 1, 1, kotak))
            baru = np.arange(len(isi) - m, len(isi)).reshape(1, m)
            peta, ys = ([baru, *peta], [y0, *ys]) if atas else ([*peta, baru], [*ys, y1])
            diambil += [g.asal for g in lines]
    return Kisi(k.xs, np.array(ys), isi, np.vstack(peta), lemah=True), teks, diambil


def _menempel(k: Kisi, baris: list[Baris], atas: bool) -> list[Garis]:
    """Lines right above (a header) or below the grid that keep to its columns, top to bottom."""
    batas, hasil = list(k.xs[1:-1]), []
    tepi = float(k.ys[0] if atas else k.ys[-1])
    dekat = [b for b in baris if (b.y1 < tepi + 2 if atas else b.y0 > tepi - 2)]
    for b in sorted(dekat, key=lambda b: -b.dasar if atas else b.dasar):
        g = bagi(b, batas)
        lurus = not g.lintas and k.xs[0] - SAMA <= b.x0 and b.x1 <= k.xs[-1] + SAMA
        jauh = tepi - b.y1 if atas else b.y0 - tepi
        if not lurus or jauh > 1.2 * b.ukuran or (not hasil and not atas and len(g.sel) < 2):
            break
        g.asal = b
        hasil.append(g)
        tepi = b.y0 if atas else b.y1
    if atas:  # a header begins with its widest line
        while hasil and len(hasil[-1].sel) < 2:
            hasil.pop()
        return hasil[::-1] if len(hasil) <= MAKS_KEPALA else []
    return hasil


def pecah_pita(k: Kisi, sel: dict[int, SelPdf]) -> tuple[Kisi, dict[int, SelPdf]]:
    """The grid with wide cells cut where their lines keep to the columns, and frames of several rows cut to rows."""
    n, m = len(k.ys) - 1, len(k.xs) - 1
    isi: list[tuple[Sel, list[Baris] | None]] = []
    for i, s in enumerate(k.sel):
        isi += _pecah_kolom(k, s, sel[i].baris) if i in sel and s.cs > 1 else [(s, sel[i].baris if i in sel else None)]
    bagian = {r: _pecah_baris([(s, b) for s, b in isi if s.r <= r < s.r + s.rs], r) for r in range(n)}
    if len(isi) == len(k.sel) and all(len(b) == 1 for b in bagian.values()):
        return k, sel
    mulai = np.concatenate([[0], np.cumsum([len(bagian[r]) for r in range(n)])]).astype(int)
    ys = [float(k.ys[0])]
    for r in range(n):
        ys += [y for y, _ in bagian[r][1:]] + [float(k.ys[r + 1])]
    baru, teks, peta = [], {}, np.full((mulai[-1], m), -1)
    for s, baris in isi:
        satu = s.rs == 1 and len(bagian[s.r]) > 1
        for t in range(mulai[s.r], mulai[s.r + s.rs]) if satu else [mulai[s.r]]:
            rs = 1 if satu else int(mulai[s.r + s.rs] - mulai[s.r])
            kotak = (s.kotak[0], ys[t], s.kotak[2], ys[t + rs])
            punya = bagian[s.r][t - mulai[s.r]][1] if satu else None
            lines = [b for b in baris or [] if punya is None or b.dasar in punya]
            if lines:
                teks[len(baru)] = SelPdf(lines, kotak)
            peta[t : t + rs, s.c : s.c + s.cs] = len(baru)
            baru.append(Sel(int(t), s.c, rs, s.cs, kotak, s.tergaris))
    return Kisi(k.xs, np.array(ys), baru, peta, k.terbuka, k.lemah, k.ganjil), teks


def _pecah_kolom(k: Kisi, s: Sel, baris: list[Baris]) -> list[tuple[Sel, list[Baris] | None]]:
    batas = [float(x) for x in k.xs[s.c + 1 : s.c + s.cs]]
    if any(w.x0 < x - 1 and w.x1 > x + 1 for b in baris for w in b.kata for x in batas):
        return [(s, baris)]
    garis = [bagi(b, batas) for b in baris]
    if any(g.lintas for g in garis) or not any(
        len(g.sel) > 1 and len(potongan(b, 0.8)) > 1 for g, b in zip(garis, baris, strict=True)
    ):
        return [(s, baris)]
    hasil = []
    for c in range(s.cs):
        kotak = (float(k.xs[s.c + c]), s.kotak[1], float(k.xs[s.c + c + 1]), s.kotak[3])
        hasil.append((Sel(s.r, s.c + c, s.rs, 1, kotak, s.tergaris), [g.sel[c] for g in garis if c in g.sel] or None))
    return hasil


def _pecah_baris(isi: list[tuple[Sel, list[Baris] | None]], r: int) -> list[tuple[float, set[float]]]:
    """Rows within row r as (upper edge, baselines): more than one where two columns print whole values line by line."""
    utuh = [(0.0, set())]
    satu = [(s, b) for s, b in isi if b and s.rs == 1]
    if any(b and s.rs > 1 and len(b) > 1 for s, b in isi) or len(satu) < 2:
        return utuh
    berderet = 0
    for s, b in satu:
        p = SelPdf(b, s.kotak)
        berderet += (
            s.c > 0 and len(b) > 1 and all(bernilai(x.teks) and not p.penuh(x) and x.teks[-1] not in ".," for x in b)
        )
    if berderet < 2:
        return utuh
    garis: list[Garis] = []
    for d, ukuran, c, x in sorted(((x.dasar, x.ukuran, s.c, x) for s, b in satu for x in b), key=lambda t: t[:3]):
        if garis and d - garis[-1].dasar <= 0.35 * ukuran and c not in garis[-1].sel:
            garis[-1].sel[c] = x
        else:
            garis.append(Garis(d, ukuran, {c: x}))
    if sum(len(g.nilai()) > 1 for g in garis) < 2:
        return utuh
    hasil = []
    for lines in baris_pita(garis):
        b = [x for g in lines for x in g.sel.values()]
        hasil.append((min(x.y0 for x in b), {x.dasar for x in b}))
    return hasil or utuh
