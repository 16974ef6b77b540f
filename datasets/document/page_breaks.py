"""Rows that a page end has cut: the rest of a row goes back to its row, merged cells go on over the break."""

import re
from bisect import bisect_left
from collections import defaultdict
from typing import NamedTuple

from datasets.document.cells import baris_teks, baris_total, berlabel, bernilai, kolom_urut, kosakata
from datasets.document.clean import gabung
from datasets.document.model import Mentah, Petak

_KECIL = re.compile(r"[a-z(,;/&]")
_SATUAN = re.compile(r"[A-Za-z%]+(?: [A-Za-z]+)?")
_BUTIR = re.compile(r"(\d{1,2}|[a-z])[.)]\s")


class Ciri(NamedTuple):
    """What the columns of a grid hold: values in most filled cells; words in nearly every row."""

    nilai: set[int]
    penuh: set[int]


def ciri(baris: list[list[str]], batas: set[int]) -> Ciri:
    """Columns of values (row labels are none) and full columns, of the body rows but those in `batas`."""
    badan = [b for r, b in enumerate(baris) if r not in batas] or baris
    nilai, penuh = set(), set()
    for c in range(len(baris[0]) if baris else 0):
        isi = [b[c] for b in badan if b[c].strip()]
        if isi and not kolom_urut(isi) and sum(map(bernilai, isi)) * 2 > len(isi):
            nilai.add(c)
        if len(isi) >= 0.8 * len(badan):
            penuh.add(c)
    return Ciri(nilai, penuh)


def perbaiki(m: Mentah, batas: list[int]) -> None:
    """Mend the rows at these boundaries (first rows of later parts). Changes m.sel."""
    baris = baris_teks(m.sel)
    batas = sorted((r for r in batas if m.kepala < r < len(baris)), reverse=True)
    if not batas:
        return
    kolom = ciri(baris[m.kepala :], {r - m.kepala for r in batas})
    isi = defaultdict(list)
    for p in m.sel:
        isi[p.r].append(p)
    panjang = [p for p in m.sel if p.rs > 1]
    hapus: list[int] = []
    for r in batas:
        atas = {c: p for p in isi[r - 1] for c in range(p.c, p.c + p.cs)}
        atas |= {c: p for p in panjang if p.r < r - 1 < p.r + p.rs for c in range(p.c, p.c + p.cs)}
        teks_atas = [atas[c].teks if c in atas else "" for c in range(len(baris[r]))]
        if lanjutan_baris(teks_atas, baris[r], kolom):
            _lebur(isi, atas, r, baris)
            hapus.append(r)
        elif sisa := sisa_sel(teks_atas, baris, r, m.kepala):
            for p in isi[r]:
                if p.c in sisa:
                    atas[p.c].teks, p.teks = gabung(atas[p.c].teks, p.teks), ""
        elif m.garis < 0:
            _teruskan(isi, atas, r, kolom)
    hapus.sort()
    m.sel = [p for r in sorted(isi) for p in isi[r]]
    for p in m.sel:
        akhir = p.r + p.rs - bisect_left(hapus, p.r + p.rs)
        p.r -= bisect_left(hapus, p.r)
        p.rs = max(1, akhir - p.r)


def lanjutan_baris(atas: list[str], ini: list[str], kolom: Ciri) -> bool:
    """Is this row (the first after a page end) the rest of the row above?"""
    isi = [c for c, s in enumerate(ini) if s.strip()]
    if not isi or baris_total(ini) or baris_total(atas) or berlabel(ini[0]) or _BUTIR.match(ini[isi[0]]):
        return False  # a row or an item of its own
    kecil = [c for c in isi if _KECIL.match(ini[c])]
    baru = [c for c in isi if not atas[c].strip()]
    if baru and not kecil and not all(bernilai(ini[c]) for c in baru):
        return False
    nilai = [c for c in isi if c in kolom.nilai and atas[c].strip()]
    if nilai:  # values where the row above has its own; but "12" over "Laporan" is one cell
        return not ini[0].strip() and all(bernilai(atas[c]) and _SATUAN.fullmatch(ini[c].strip()) for c in nilai)
    if kolom.nilai:
        wajib = {c for c in kolom.nilai if atas[c].strip()} or kolom.nilai
        return not any(ini[c].strip() for c in wajib) or (not ini[0].strip() and isi[0] in kecil)
    return not ini[0].strip() and bool(kecil or any(not ini[c].strip() for c in kolom.penuh - {0}) or len(isi) == 1)


def sisa_sel(atas: list[str], baris: list[list[str]], r: int, kepala: int) -> list[int]:
    """Columns in which row r, a new row after a page end, begins with the rest of the cell above.

    The cell above breaks off (assemble.yaml `gantung`: 'dan', 'untuk', a comma), and in the same row also what is
    word for word the ending of other cells of its column.
    """
    ini = baris[r]
    kata = [c for c, s in enumerate(ini) if s.strip() and not bernilai(s) and len(atas[c]) > 3]
    gantung = [c for c in kata if kosakata()["gantung"].search(atas[c])]
    if not gantung or not any(s.strip() for c, s in enumerate(ini) if c not in gantung):
        return []
    return [
        c for c in kata if c in gantung or sum(b[c].endswith(f" {ini[c]}") for b in baris[kepala:] if b is not ini) >= 2
    ]


def _lebur(isi: dict[int, list[Petak]], atas: dict[int, Petak], r: int, baris: list[list[str]]) -> None:
    """Append row r to the row above it, cell by cell; rows are renumbered later."""
    for p in isi.pop(r):
        if p.c in atas:
            q = atas[p.c]
            q.teks = gabung(q.teks, p.teks)
            q.rs = max(q.rs, r + p.rs - q.r)
            if q.r == r - 1:
                baris[r - 1][q.c] = q.teks
        elif p.teks:
            p.r, p.rs = r - 1, p.rs + 1
            isi[r - 1].append(p)
            baris[r - 1][p.c] = p.teks


def _teruskan(isi: dict[int, list[Petak]], atas: dict[int, Petak], r: int, kolom: Ciri) -> None:
    """A merged cell that the page end has cut goes on in the blank cell below it."""
    sisa = []
    for p in isi[r]:
        q = atas.get(p.c)
        if (
            q is not None
            and not p.teks
            and p.c not in kolom.nilai
            and (q.c, q.cs) == (p.c, p.cs)
            and (q.rs > 1 or p.rs > 1)
        ):
            q.rs = r + p.rs - q.r
        else:
            sisa.append(p)
    isi[r] = sisa
