"""Parts of one table that page ends have cut, put together again."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from datasets.document.cells import (
    baris_nomor,
    baris_teks,
    baris_total,
    berlabel,
    bernilai,
    hitung_kepala,
    kosakata,
    mirip_kepala,
)
from datasets.document.model import Mentah, Petak

MIRIP = 75  # header rows alike, in percent


def rapikan(m: Mentah) -> None:
    """Drop blank rows and the blank columns at the right end; set `kepala` where the format does not say it."""
    for sumbu, panjang in (("r", "rs"), ("c", "cs")):
        isi = {
            getattr(p, sumbu) + i for p in m.sel if p.teks for i in range(getattr(p, panjang) if sumbu == "r" else 1)
        }
        if not isi:
            continue
        if sumbu == "c":
            akhir = max(isi) + 1
            m.sel = [p for p in m.sel if p.c < akhir]
            for p in m.sel:
                p.cs = max(1, min(p.cs, akhir - p.c)) if m.garis >= 0 else p.cs
        else:
            urut = sorted(isi)
            m.sel = [p for p in m.sel if p.r in isi]
            for p in m.sel:
                awal = bisect_left(urut, p.r)
                p.rs = bisect_left(urut, p.r + p.rs) - awal
                p.r = awal
    if m.kepala < 0:
        m.kepala = hitung_kepala(baris_teks(m.sel), m.sel)


def pecah(m: Mentah) -> list[Mentah]:
    """The tables within one run of text rows: a new one begins where header rows stand among the body rows."""
    baris = baris_teks(m.sel)
    n = max(m.kepala, 1)
    awal = [0]
    for r in range(n + 1, len(baris)):
        if r - awal[-1] < n + 1:
            continue
        if any(map(bernilai, baris[r])) and not baris_nomor(baris[r]):
            continue
        ulang = m.kepala > 0 and r + m.kepala <= len(baris) and mirip(baris[: m.kepala], baris[r : r + m.kepala]) >= 90
        if ulang or _kepala_baru(baris, r):
            awal.append(r)
    if len(awal) == 1:
        return [m]
    sel_baris: dict[int, list[Petak]] = defaultdict(list)
    for p in m.sel:
        sel_baris[p.r].append(p)
    hasil = []
    for a, z in zip(awal, [*awal[1:], len(baris)], strict=True):
        sel = [p for r in range(a, z) for p in sel_baris[r]]
        for p in sel:
            p.r -= a
        b = Mentah("petak", halaman=m.halaman, garis=sel[0].garis, jejak=m.jejak, sel=sel, terpotong=True)
        rapikan(b)
        hasil.append(b)
    return hasil


def _kepala_baru(baris: list[list[str]], r: int) -> bool:
    """Does a header stand at row r: header words only, over column numbers or the first item?"""
    isi = [s for s in baris[r] if s.strip()]
    if (
        len(isi) < 3
        or r + 1 >= len(baris)
        or any(bernilai(s) for s in isi)
        or baris_total(baris[r])
        or berlabel(isi[0])
    ):
        return False
    bawah = baris[r + 1]
    pertama = (
        baris_nomor(bawah) or re.fullmatch(r"[(]?(1|I|a)[.)]?", next((s for s in bawah if s.strip()), "")) is not None
    )
    return pertama and sum(map(mirip_kepala, isi)) * 4 >= 3 * len(isi)


def mirip(a: Sequence[list[str]], b: Sequence[list[str]]) -> float:
    """How alike two stacks of header rows are, 0..100: cell by cell, and as running text where columns have drifted."""
    if len(a) != len(b) or not a:
        return 0.0
    nilai, n = 0.0, 0
    for x, y in zip(a, b, strict=True):
        x, y = [s.lower().strip() for s in x], [s.lower().strip() for s in y]
        for i in range(max(len(x), len(y))):
            s, t = (x[i] if i < len(x) else ""), (y[i] if i < len(y) else "")
            if s or t:
                nilai, n = nilai + fuzz.ratio(re.sub(r"\W", "", s) or s, re.sub(r"\W", "", t) or t), n + 1
    rata = nilai / n if n else 0.0
    jalan = fuzz.ratio(*(" ".join(s.lower() for r in k for s in r if s) for k in (a, b)))
    return max(rata, jalan if jalan >= 92 else 0.0)


def kepala_ulang(a: list[list[str]], ka: int, b: list[list[str]]) -> int:
    """How many first rows of b repeat the header of a (0: none)."""
    for k in range(min(ka, len(b)), 0, -1):
        if mirip(a[:k], b[:k]) >= MIRIP:
            # a header row that was taken for a body row stands in both parts
            while k >= ka and k < min(len(a), len(b)) - 1 and a[k] == b[k] and not any(map(bernilai, a[k])):
                k += 1
            return k
    if b and ka and baris_nomor(b[0]) and baris_nomor(a[ka - 1]) and mirip(a[ka - 1 : ka], b[:1]) >= MIRIP:
        return 1
    return 0


def _urut(baris: Iterable[list[str]]) -> int:
    """The first row number met in the first column, -1 without one."""
    for b in baris:
        if b and (m := re.fullmatch(r"(\d{1,4})[.)]?", b[0].strip())):
            return int(m[1])
    return -1


def bersambung(a: Mentah, x: list[list[str]], b: Mentah, y: list[list[str]]) -> int:
    """Does b go on with a? x, y: their rows of text. Returns the number of header rows of b to leave out, -1 when it
    is another table: numbering that begins again, a total row above, other columns."""
    if "!" in a.jejak or "!" in b.jejak or not x or not y:  # a sheet ends where it ends
        return -1
    ulang = kepala_ulang(x[: a.kepala + 4], a.kepala, y)
    tutup = baris_total(x[-1]) and not (len(y) > ulang and baris_total(y[ulang]))  # a closed table
    ekor = _urut(x[r] for r in range(len(x) - 1, max(a.kepala, len(x) - 200) - 1, -1))
    awal = _urut(y[ulang : ulang + 1])
    if ulang:
        if awal == 1 and ekor >= 1 or tutup and not (ekor >= 1 and awal == ekor + 1):
            return -1
        a.kepala = max(a.kepala, ulang)
        return ulang
    lx, ly = len(x[0]), len(y[0])
    if not (a.terpotong and b.terpotong) or tutup or ly > lx or ly < min(lx, 2):
        return -1
    if b.kepala > 0 and (y[0][0].strip() or any(map(mirip_kepala, y[0]))):
        return -1
    if awal >= 0 and ekor >= 0:
        return 0 if awal == ekor + 1 else -1
    if not y[0][0].strip() or baris_total(y[0]):
        return 0
    return 0 if lx == ly and _sejenis(x[a.kepala : a.kepala + 50], y[:50]) >= 0.75 else -1


def _sejenis(x: list[list[str]], y: list[list[str]]) -> float:
    """Share of columns whose kind of content (value or words) is the same above and below."""
    sama = 0
    for kolom in zip(zip(*x, strict=True), zip(*y, strict=True), strict=True):
        isi = [[bernilai(s) for s in k if s.strip()] for k in kolom]
        sama += not isi[0] or not isi[1] or (sum(isi[0]) * 2 > len(isi[0])) == (sum(isi[1]) * 2 > len(isi[1]))
    return sama / len(y[0])


def tambah(a: Mentah, x: list[list[str]], b: Mentah, y: list[list[str]], kepala: int) -> int:
    """Put the rows of b (without its `kepala` header rows) below those of a, in x too. Returns the first new row."""
    geser, lebar = len(x), max(len(x[0]), len(y[0]))
    for p in b.sel:
        if p.r >= kepala:
            p.r += geser - kepala
            a.sel.append(p)
    if lebar > len(x[0]):
        x[:] = [r + [""] * (lebar - len(r)) for r in x]
    x.extend(r + [""] * (lebar - len(r)) for r in y[kepala:])
    a.terpotong = b.terpotong
    return geser


def di_antara(teks: str) -> bool:
    """May this line stand between two parts of one table (page number, footer with its number, 'lanjutan')?"""
    t = teks.strip()
    return kosakata()["antara"].fullmatch(t) is not None or (
        len(t) <= 120 and re.search(r"^\W*\d+\W|\d\W*$", t) is not None and kosakata()["kaki"].search(t) is not None
    )
