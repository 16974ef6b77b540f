"""Tables set with spaces, as a text export of a PDF prints them: columns from the gutters that the rows leave free.

Such a run is taken for a table only when its rows agree on the gutters and hold values; else it stays prose.
"""

import re
from itertools import product
from math import prod
from typing import NamedTuple

from datasets.document.cells import baris_nomor, baris_total, berlabel, bernilai, mirip_kepala
from datasets.document.clean import bersih, gabung
from datasets.document.model import Mentah, Petak
from datasets.readers.text_tables import Baris

_POTONG = re.compile(r"\S+(?: \S+)*")
_ANGKA = re.compile(r"[\d.,]+(?:,-)?%?")
_UTUH = re.compile(r"-?(Rp\.? ?)?\d{1,3}(?:\.\d{3})+(?:,\d+)?(?:,-)?%?")
MAKS_KEPALA = 8  # lines of a header
MAKS_KOSONG = 1  # blank lines within a table


class Potong(NamedTuple):
    """A piece of a line between gaps of two or more spaces: where it stands, and its words."""

    mulai: int
    akhir: int
    teks: str


def potongan(teks: str) -> list[Potong]:
    return [Potong(m.start(), m.end(), m[0]) for m in _POTONG.finditer(teks)]


def _inti(p: list[Potong]) -> bool:
    """A line that shows the columns: three pieces or more, a value among the later ones."""
    return len(p) >= 3 and any(bernilai(x.teks) for x in p[1:]) and not any(re.fullmatch(r"[:=]", x.teks) for x in p)


def mungkin(teks: str) -> bool:
    """Could a table begin at this line?"""
    return "   " in teks.strip() or len(potongan(teks)) >= 3


def jalan_spasi(baris: list[Baris], i: int, lanjutan: bool = False) -> tuple[int, list[Mentah]]:
    """The table that begins at line i, or (i, []). lanjutan: another table stands near above, which may go on here."""
    akhir = _akhir(baris, i)
    isi = [(b, potongan(b.teks)) for b in baris[i:akhir]]
    inti = [k for k, (_, p) in enumerate(isi) if _inti(p)]
    if len(inti) < 1 or inti[0] > MAKS_KEPALA:
        return i, []
    kolom = _kolom([p for _, p in isi[inti[0] :] if p])
    if len(kolom) < 3 or _awal_kepala(isi, inti[0], kolom) > 0:
        return i, []  # lines above the header are prose: they are read first, and the table comes again
    n = inti[0]
    while lanjutan and n > 1 and all(re.match(r"[a-z(][a-z]{2}", x.teks) for x in isi[n - 1][1]):
        n -= 1  # the rest of a row of the page before stands between the header and the first row
    if n == 0 and len(inti) < 2:
        return i, []
    kolom = _kolom_kepala(next((p for _, p in isi[:n] if p), []), kolom)
    kepala = _kepala([p for _, p in isi[:n] if p], kolom)
    badan = _badan(isi[n:], kolom)
    if badan is None:
        return i, []
    sel = [Petak(r, c, bersih(t), 1, cs, garis=baris[i].garis, halaman=baris[i].halaman) for r, c, cs, t in kepala]
    n = max((p.r + 1 for p in sel), default=0)
    for r, (b, teks) in enumerate(badan, n):
        sel += [Petak(r, c, bersih(t), garis=b.garis, halaman=b.halaman) for c, t in enumerate(teks)]
    m = Mentah("petak", garis=baris[i].garis, halaman=baris[i].halaman, sel=sel, terpotong=True)
    return akhir, [m]


def _akhir(baris: list[Baris], i: int) -> int:
    """The line after the run: it ends at two blank lines, a page end, or a line of prose."""
    kosong, j, batas = 0, i, i
    while j < len(baris) and j - i < 2000:
        t = baris[j].teks
        if "\t" in t or "|" in t or baris[j].halaman != baris[i].halaman:
            break
        if not t.strip():
            kosong += 1
            if kosong > MAKS_KOSONG:
                break
        else:
            p = potongan(t)
            sempit = len(p) == 1 and len(p[0].teks) > 60 and not baris_total([p[0].teks]) and p[0].mulai < 8
            if sempit and not t.isupper() and not _lebar_penuh(baris, i, j):
                break
            kosong, batas = 0, j + 1
        j += 1
    return batas


def _lebar_penuh(baris: list[Baris], i: int, j: int) -> bool:
    """Is this long line a row that one text fills? Rows with values stand right below and not far above."""
    bawah = potongan(baris[j + 1].teks) if j + 1 < len(baris) else []
    atas = [potongan(b.teks) for b in baris[max(i, j - 5) : j]]
    return len(bawah) > 1 and any(bernilai(x.teks) for x in bawah) and any(map(_inti, atas))


def _kolom(baris: list[list[Potong]]) -> list[tuple[int, int]]:
    """(start, end) of the columns: what lies between the gutters that no row crosses but those one text fills."""
    ukur = [p for p in baris if len(p) > 1 and not baris_nomor([x.teks for x in p])] or baris
    ukur = [p[1:] if baris_total([p[0].teks]) else p for p in ukur]  # the word of a total runs over the columns below
    lebar = max(p[-1].akhir for p in ukur)
    isi = [0] * (lebar + 1)
    for p in ukur:
        for x in p:
            for k in range(x.mulai, x.akhir):
                isi[k] += 1
    hasil, mulai = [], None
    for k, n in enumerate(isi):
        if n and mulai is None:
            mulai = k
        elif not n and mulai is not None:
            # one blank is a space between words, unless it is blank in every row of a table of many rows
            if k + 1 >= len(isi) or not isi[k + 1] or len(ukur) >= 8:
                hasil.append((mulai, k))
                mulai = None
    return hasil


def _letak(x: Potong, kolom: list[tuple[int, int]]) -> tuple[int, int]:
    """First and last column that the piece lies over; the nearest one where it lies in a gutter."""
    kena = [c for c, (a, z) in enumerate(kolom) if x.mulai < z and a < x.akhir]
    if not kena:
        tengah = (x.mulai + x.akhir) / 2
        c = min(range(len(kolom)), key=lambda k: abs(tengah - sum(kolom[k]) / 2))
        kena = [c]
    return kena[0], kena[-1]


def _kolom_kepala(kepala: list[Potong], kolom: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The columns, with those that only the first header line names and no row of this page fills."""
    for x in kepala:
        if len(kepala) > len(kolom) and all(x.akhir < a or z < x.mulai for a, z in kolom):
            kolom = sorted([*kolom, (x.mulai, x.akhir)])
    return kolom


def _awal_kepala(isi: list[tuple[Baris, list[Potong]]], inti: int, kolom: list[tuple[int, int]]) -> int:
    """The first header line: up to the first core line, as long as the lines consist of short pieces."""
    k = inti
    while k > 0:
        p = isi[k - 1][1]
        if not p or (
            len(p) == 1 and (len(p[0].teks) > 30 or p[0].mulai <= kolom[0][0] and not mirip_kepala(p[0].teks))
        ):
            break
        if any(x.teks.endswith((".", ":")) and len(x.teks) > 20 for x in p):
            break
        k -= 1
    return k


def _kepala(baris: list[list[Potong]], kolom: list[tuple[int, int]]) -> list[tuple[int, int, int, str]]:
    """Header cells (r, c, cs, text): pieces above one another joined, a piece over several columns above theirs."""
    atas: dict[tuple[int, int], str] = {}  # cells over several columns
    bawah: list[list[str]] = [[] for _ in kolom]
    rentang = _rentang(baris, kolom)
    for p in baris:
        for x in p:
            a, z = rentang.get(id(x), _letak(x, kolom))
            if z > a:
                atas[a, z] = gabung(atas.get((a, z), ""), x.teks)
            else:
                bawah[a].append(x.teks)
    teks = [_gabung_semua(t) for t in bawah]
    if not atas:
        return [(0, c, 1, t) for c, t in enumerate(teks)] if any(teks) else []
    di_bawah = {c for a, z in atas for c in range(a, z + 1)}
    hasil = [(0, a, z - a + 1, t) for (a, z), t in atas.items()] + [
        (0, c, 1, t) for c, t in enumerate(teks) if c not in di_bawah
    ]
    return hasil + [(1, c, 1, teks[c] if c in di_bawah else "") for c in range(len(kolom))]


def _gabung_semua(teks: list[str]) -> str:
    hasil = ""
    for t in teks:
        hasil = gabung(hasil, t)
    return hasil


def _rentang(baris: list[list[Potong]], kolom: list[tuple[int, int]]) -> dict[int, tuple[int, int]]:
    """id of a piece of the first header line → the columns it names. Columns that have words below but none in that
    line belong to a piece beside them: shared out so that every piece is centred over its columns as well as can be."""
    if len(baris) < 2:
        return {}
    luas = [list(k) for k in kolom]
    bawah = set()
    for x in (x for p in baris[1:] for x in p):
        a, z = _letak(x, kolom)
        bawah |= set(range(a, z + 1))
        if a == z:
            luas[a] = [min(luas[a][0], x.mulai), max(luas[a][1], x.akhir)]
    milik = [(*_letak(x, kolom), x) for x in baris[0]]
    punya = {c: i for i, (a, z, _) in enumerate(milik) for c in range(a, z + 1)}
    calon = {i for i, (a, z, _) in enumerate(milik) if any(c in bawah for c in range(a, z + 1))}
    lari: list[list[int]] = []  # runs of columns without a piece above
    for c in sorted(bawah - set(punya)):
        if lari and lari[-1][-1] == c - 1:
            lari[-1].append(c)
        else:
            lari.append([c])
    pilihan = []  # for each run: how many of its columns go to the piece on its left
    for r in lari:
        kiri, kanan = punya.get(r[0] - 1) in calon, punya.get(r[-1] + 1) in calon
        pilihan.append(list(range(len(r) + 1)) if kiri and kanan else [len(r)] if kiri else [0] if kanan else [])
    lari = [r for r, p in zip(lari, pilihan, strict=True) if p]
    pilihan = [p for p in pilihan if p]
    if not lari or prod(map(len, pilihan)) > 5000:
        return {}

    def bagi(potong: tuple[int, ...]) -> list[list[int]]:
        hasil = [[a, z] for a, z, _ in milik]
        for r, n in zip(lari, potong, strict=True):
            if n:
                hasil[punya[r[0] - 1]][1] = r[n - 1]
            if n < len(r):
                hasil[punya[r[-1] + 1]][0] = r[n]
        return hasil

    def meleset(potong: tuple[int, ...]) -> float:
        return sum(
            abs(x.mulai + x.akhir - luas[a][0] - luas[z][1])
            for (a, z), (_, _, x) in zip(bagi(potong), milik, strict=True)
        )

    terbaik = bagi(min(product(*pilihan), key=meleset))
    return {id(x): (a, z) for (a, z), (_, _, x) in zip(terbaik, milik, strict=True) if z > a}


def _badan(isi: list[tuple[Baris, list[Potong]]], kolom: list[tuple[int, int]]) -> list[tuple[Baris, list[str]]] | None:
    """Body rows; None when too many pieces lie over several columns. A line without value or label goes on with the
    row above, or leads the row below where that begins in the middle of a sentence."""
    baris, lintas, n = [], 0, 0
    for b, p in isi:
        if not p:
            continue
        teks = [""] * len(kolom)
        for x in p:
            a, z = _letak(x, kolom)
            lintas, n = lintas + (z > a and len(p) > 1 and not baris_total([x.teks])), n + 1
            teks[a] = gabung(teks[a], x.teks)
        baris.append((b, teks, len(p)))
    if lintas > 0.05 * n:
        return None
    nilai = {c for c in range(1, len(kolom)) if _kolom_nilai([t[c] for _, t, _ in baris])}
    hasil: list[tuple[Baris, list[str]]] = []
    for b, teks, p in baris:
        sisa = (
            hasil
            and not berlabel(teks[0])
            and not baris_total(teks)
            and all(
                not teks[c] or _sambung_nilai(hasil[-1][1][c], teks[c]) or (hasil[-1][1][c] and not bernilai(teks[c]))
                for c in nilai
            )
        )
        penuh = p == 1 and teks[0] and len(teks[0]) > 30  # a row that one text fills
        if (
            sisa
            and not penuh
            and not baris_nomor(hasil[-1][1])
            and not (len(hasil[-1][1][0]) > 30 and not any(hasil[-1][1][1:]))
        ):
            atas = hasil[-1][1]
            for c, t in enumerate(teks):
                atas[c] = _gabung_nilai(atas[c], t) if c in nilai else gabung(atas[c], t)
        else:
            hasil.append((b, teks))
    return hasil


def _kolom_nilai(kolom: list[str]) -> bool:
    isi = [s for s in kolom if s]
    return bool(isi) and sum(bernilai(s) or bool(_ANGKA.fullmatch(s)) for s in isi) * 2 > len(isi)


def _sambung_nilai(atas: str, bawah: str) -> bool:
    """Is the lower text the torn end of the number above: '2.415.289.' + '232', '632.393.0' + '77'?"""
    return (
        bool(atas)
        and _ANGKA.fullmatch(bawah) is not None
        and not _UTUH.fullmatch(atas)
        and _UTUH.fullmatch(atas + bawah) is not None
    )


def _gabung_nilai(atas: str, bawah: str) -> str:
    return atas + bawah if bawah and _sambung_nilai(atas, bawah) else gabung(atas, bawah)
