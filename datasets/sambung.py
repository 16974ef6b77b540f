"""Parts of one table that page ends have cut, put together again."""

import re
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from datasets.bersih import gabung
from datasets.dokumen import Mentah, Petak
from datasets.petak import baris_nomor, baris_teks, baris_total, berlabel, bernilai, hitung_kepala, kolom_urut, kosakata, mirip_kepala

MIRIP = 75  # header rows alike, in percent


def rapikan(m: Mentah) -> None:
    """Drop blank rows and the blank columns at the right end; set `kepala` where the format does not say it."""
    for sumbu, panjang in (("r", "rs"), ("c", "cs")):
        isi = {getattr(p, sumbu) + i for p in m.sel if p.teks for i in range(getattr(p, panjang) if sumbu == "r" else 1)}
        if not isi:
            continue
        if sumbu == "c":
            akhir = max(isi) + 1
            m.sel = [p for p in m.sel if p.c < akhir]
            for p in m.sel:
                p.cs = max(1, min(p.cs, akhir - p.c)) if m.garis >= 0 else p.cs
        else:
            urut = {r: i for i, r in enumerate(sorted(isi))}
            m.sel = [p for p in m.sel if p.r in urut]
            for p in m.sel:
                p.rs = sum(p.r <= r < p.r + p.rs for r in urut)
                p.r = urut[p.r]
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
        ulang = m.kepala > 0 and r + m.kepala <= len(baris) and mirip(baris[: m.kepala], baris[r : r + m.kepala]) >= 90
        if ulang or _kepala_baru(baris, r):
            awal.append(r)
    if len(awal) == 1:
        return [m]
    hasil = []
    for a, z in zip(awal, [*awal[1:], len(baris)], strict=True):
        sel = [p for p in m.sel if a <= p.r < z]
        for p in sel:
            p.r -= a
        b = Mentah("petak", halaman=m.halaman, garis=sel[0].garis, jejak=m.jejak, sel=sel, terpotong=True)
        rapikan(b)
        hasil.append(b)
    return hasil


def _kepala_baru(baris: list[list[str]], r: int) -> bool:
    """Does a header stand at row r: header words only, over column numbers or the first item?"""
    isi = [s for s in baris[r] if s.strip()]
    if len(isi) < 3 or r + 1 >= len(baris) or any(bernilai(s) for s in isi) or baris_total(baris[r]) or berlabel(isi[0]):
        return False
    bawah = baris[r + 1]
    pertama = baris_nomor(bawah) or re.fullmatch(r"[(]?(1|I|a)[.)]?", next((s for s in bawah if s.strip()), "")) is not None
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
        if b and (m := re.fullmatch(r"(\d{1,3})[.)]?", b[0].strip())):
            return int(m[1])
    return -1


def _lebar(baris: list[list[str]]) -> int:
    return max((i + 1 for b in baris for i, s in enumerate(b) if s.strip()), default=0)


def bersambung(a: Mentah, b: Mentah) -> int:
    """Does b go on with a? Returns the number of header rows of b to leave out, -1 when it is another table."""
    if "!" in a.jejak or "!" in b.jejak:  # a sheet ends where it ends
        return -1
    x, y = baris_teks(a.sel), baris_teks(b.sel)
    if not x or not y:
        return -1
    ulang = kepala_ulang(x, a.kepala, y)
    tutup = baris_total(x[-1]) and not (len(y) > ulang and baris_total(y[ulang]))  # a closed table
    ekor, awal = _urut(reversed(x[a.kepala :])), _urut(y[ulang : ulang + 1])
    if ulang:
        if awal == 1 and ekor >= 1 or tutup and not (ekor >= 1 and awal == ekor + 1):
            return -1
        a.kepala = max(a.kepala, ulang)
        return ulang
    lx, ly = _lebar(x), _lebar(y)
    if not (a.terpotong and b.terpotong) or tutup or ly > lx or ly < min(lx, 2):
        return -1
    if b.kepala > 0 and (y[0][0].strip() or any(map(mirip_kepala, y[0]))):
        return -1
    if awal >= 0 and ekor >= 0:
        return 0 if awal == ekor + 1 else -1
    if not y[0][0].strip() or baris_total(y[0]):
        return 0
    return 0 if lx == ly and _sejenis(x[a.kepala :], y) >= 0.75 else -1


def _sejenis(x: list[list[str]], y: list[list[str]]) -> float:
    """Share of columns whose kind of content (value or words) is the same above and below."""
    sama = 0
    lebar = max(_lebar(x), _lebar(y), 1)
    for c in range(lebar):
        isi = [[bernilai(b[c]) for b in k if c < len(b) and b[c].strip()] for k in (x, y)]
        sama += not isi[0] or not isi[1] or (sum(isi[0]) * 2 > len(isi[0])) == (sum(isi[1]) * 2 > len(isi[1]))
    return sama / lebar


def tambah(a: Mentah, b: Mentah, kepala: int) -> int:
    """Put the rows of b (without its `kepala` header rows) below those of a. Returns the first new row."""
    geser = max((p.r + p.rs for p in a.sel), default=0)
    for p in b.sel:
        if p.r >= kepala:
            p.r += geser - kepala
            a.sel.append(p)
    a.terpotong = b.terpotong
    return geser


def lanjutan_baris(baris: list[list[str]], r: int, kepala: int) -> bool:
    """Is row r (the first after a page end) the rest of row r - 1?"""
    atas, ini = baris[r - 1], baris[r]
    badan = baris[kepala : r] + baris[r + 1 :]
    isi = [c for c, s in enumerate(ini) if s.strip()]
    if r <= kepala or not isi or baris_total(ini) or baris_total(atas) or berlabel(ini[0]):
        return False
    if any(re.match(r"(\d{1,2}|[a-z])[.)]\s", ini[c]) for c in isi[:1]):
        return False  # an item of its own
    if any(not atas[c].strip() for c in isi) and not any(re.match(r"[a-z(,]", ini[c]) for c in isi):
        if not all(bernilai(ini[c]) for c in isi if not atas[c].strip()):
            return False
    nilai = _kolom_nilai(badan)
    if any(c in nilai and ini[c].strip() and atas[c].strip() for c in isi):
        return False
    if nilai:
        wajib = {c for c in nilai if atas[c].strip()} or nilai
        return not any(ini[c].strip() for c in wajib) or (not ini[0].strip() and re.match(r"[a-z(,]", ini[isi[0]]) is not None)
    penuh = {c for c in range(len(ini)) if sum(bool(b[c].strip()) for b in badan) >= 0.8 * len(badan)}
    kecil = any(re.match(r"[a-z(,;]", ini[c]) for c in isi)
    return not ini[0].strip() and (kecil or any(not ini[c].strip() for c in penuh - {0}) or len(isi) == 1)


def sisa_sel(baris: list[list[str]], r: int, kepala: int) -> list[int]:
    """Columns in which row r, a new row after a page end, begins with the rest of the cell above.

    The cell above breaks off (kosakata `gantung`: 'dan', 'untuk', a comma), and in the same row also what is
    word for word the ending of other cells of its column.
    """
    atas, ini = baris[r - 1], baris[r]
    gantung = [c for c, s in enumerate(ini) if s.strip() and not bernilai(s) and len(atas[c]) > 3 and kosakata()["gantung"].search(atas[c])]
    if not gantung or not any(s.strip() for c, s in enumerate(ini) if c not in gantung):
        return []

    def akhiran(c: int) -> bool:
        return sum(b[c].endswith(f" {ini[c]}") for b in baris[kepala:] if b is not ini) >= 2

    return [c for c, s in enumerate(ini) if c in gantung or (s.strip() and atas[c].strip() and not bernilai(s) and akhiran(c))]


def naikkan(m: Mentah, r: int, kolom: list[int]) -> None:
    """Move the texts of row r in these columns to the row above."""
    atas = {p.c: p for p in m.sel if p.r == r - 1}
    for p in m.sel:
        if p.r == r and p.c in kolom and p.c in atas:
            atas[p.c].teks, p.teks = gabung(atas[p.c].teks, p.teks), ""


def _kolom_nilai(badan: list[list[str]]) -> set[int]:
    """Columns that hold values in most of their filled cells; columns of row labels are none."""
    hasil = set()
    for c in range(max(map(len, badan), default=0)):
        isi = [b[c] for b in badan if c < len(b) and b[c].strip()]
        if isi and not kolom_urut(isi) and sum(map(bernilai, isi)) * 2 > len(isi):
            hasil.add(c)
    return hasil


def lebur(m: Mentah, r: int) -> None:
    """Append row r to the row above it, cell by cell."""
    atas: dict[int, Petak] = {}
    for p in m.sel:
        if p.r <= r - 1 < p.r + p.rs:
            for c in range(p.c, p.c + p.cs):
                atas[c] = p
    sisa = []
    for p in m.sel:
        if p.r == r:
            if p.c in atas:
                q = atas[p.c]
                q.teks = gabung(q.teks, p.teks)
                q.rs = max(q.rs, r - 1 - q.r + p.rs)
            elif p.teks:
                p.r = r - 1
                sisa.append(p)
            continue
        if p.r > r:
            p.r -= 1
        elif p.r + p.rs > r:
            p.rs -= 1
        sisa.append(p)
    m.sel = sisa


def di_antara(teks: str) -> bool:
    """May this line stand between two parts of one table (page number, 'lanjutan')?"""
    return kosakata()["antara"].fullmatch(teks.strip()) is not None
