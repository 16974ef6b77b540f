"""What the columns and rows of one grid are, as far as reading numbers needs it."""

import re
from dataclasses import dataclass, field
from functools import cache

from datasets.recognise.number_tokens import _kata
from datasets.recognise.vocabulary import kosakata

_NOMOR = re.compile(r"\(?\d{1,2}[a-z]?\)?(?:\s*=.*)?")
_URUT = re.compile(r"\(?(\d{1,3}|[IVXL]{1,6}|[a-z])\s*[.)]?\)?", re.I)
_BERANGKA = re.compile(
    r"[^\w\d]*(?:(?:Rp|IDR)\.?\s*)?[-−–+(]?\s*\d[\d.,\s]*(?:,-)?\)?\s*%?(?:\s*[^\W\d][\w./]*){0,2}[.*)]*", re.I
)
_BERLABEL = re.compile(r"(\d{1,2})\s*[.)]?\s+[^\W\d_]{3,}")


@dataclass
class Kisi:
    """Facts about one grid.

    kepala: column → joined header text; label: row → its first text; baris_nomor: rows of column numbers;
    kolom_nomor, kolom_kode, kolom_halaman: columns of row numbers, codes, page numbers; angka_columns: columns in which
    "-" stands for a number; kolom_hitung: columns of plain counts, in which 19xx/20xx is a count; kolom_berlabel:
    columns of words whose cells begin with a number of their own ("1 Program …", "2 Program …").
    """

    kepala: dict[int, str] = field(default_factory=dict)
    label: dict[int, str] = field(default_factory=dict)
    baris_nomor: set[int] = field(default_factory=set)
    kolom_nomor: set[int] = field(default_factory=set)
    kolom_kode: set[int] = field(default_factory=set)
    kolom_halaman: set[int] = field(default_factory=set)
    angka_columns: set[int] = field(default_factory=set)
    kolom_hitung: set[int] = field(default_factory=set)
    kolom_berlabel: set[int] = field(default_factory=set)


def _rapi(teks: str) -> str:
    return re.sub(r"\s+", " ", teks).strip()


@cache
def _ukur() -> re.Pattern:
    return re.compile(
        "|".join(re.escape(k) for k in kosakata("bukan_angka")["kepala_ukur"]) + r"|\b(?:19|20)\d\d\b", re.I
    )


def _nomor_kolom(isi: list[str]) -> bool:
    """A row "1 2 3 4", "(1) (2) (3)", "1 2 3 4 5 6=(5/4)": counts up from 1 for the most part."""
    isi = [t for t in isi if t]
    if len(isi) < 3 or not all(_NOMOR.fullmatch(t) for t in isi):
        return False
    n = [int(re.search(r"\d+", t)[0]) for t in isi]
    naik = sum(0 <= b - a <= 1 for a, b in zip(n, n[1:], strict=False))
    return n[0] == 1 and naik >= 0.6 * (len(n) - 1)


def _kepala(sel: list, lebar: int, baris_nomor: set[int]) -> dict[int, str]:
    """Column → header texts from top to bottom. A blank upper cell stands under its left neighbour's span."""
    isi = [s for s in sel if s.kepala and s.r not in baris_nomor]
    baris: dict[int, list[str]] = {r: [""] * lebar for r in sorted({s.r for s in isi})}
    for s in isi:
        for c in range(s.c, min(s.c + max(s.cs, 1), lebar)):
            baris[s.r][c] = _rapi(s.teks)
    susunan = list(baris.values())
    if not any(s.cs > 1 for s in isi):
        for atas, bawah in zip(susunan, susunan[1:], strict=False):
            for c in range(1, lebar):
                if not atas[c] and bawah[c] and atas[c - 1] and bawah[c - 1]:
                    atas[c] = atas[c - 1]
    return {
        c: " > ".join(dict.fromkeys(b[c] for b in susunan if b[c])) for c in range(lebar) if any(b[c] for b in susunan)
    }


def _menghitung(urut: list[str]) -> bool:
    """Cells "1", "2.", "3)" that go up by one, or start again at 1 (roman numerals and letters pass)."""
    n = [int(re.sub(r"\D", "", t)) for t in urut if re.search(r"\d", t)]
    if not n:
        return False
    langkah = [b - a == 1 or b == a or b == 1 for a, b in zip(n, n[1:], strict=False)]
    return n[0] <= 2 and sum(langkah) >= 0.8 * len(langkah)


def kisi(sel: list, bagian: str = "") -> Kisi:
    """Facts about the grid whose anchor cells are `sel` (named tuples of SEL_COLUMNS), under heading `bagian`."""
    k = Kisi()
    per_baris: dict[int, list[str]] = {}
    for s in sel:
        per_baris.setdefault(s.r, []).append(_rapi(s.teks))
    k.baris_nomor = {r for r, isi in per_baris.items() if _nomor_kolom(isi)}
    lebar = max((s.c + s.cs for s in sel), default=0)
    k.kepala = _kepala(sel, lebar, k.baris_nomor)
    badan = sorted((s for s in sel if not s.kepala and s.r not in k.baris_nomor), key=lambda s: (s.r, s.c))
    daftar_isi = bool(re.search(r"daftar (?:isi|tabel|gambar|grafik|lampiran)\s*$", bagian, re.I))
    isi_kolom: dict[int, list[str]] = {}
    for s in badan:
        if teks := _rapi(s.teks):
            isi_kolom.setdefault(s.c, []).append(teks)
    for c in range(lebar):
        kepala = k.kepala.get(c, "").lower()
        ujung = re.sub(r"[^\w#%. ]", "", kepala.split(" > ")[-1]).strip()
        isi = isi_kolom.get(c, [])
        urut = [t for t in isi if _URUT.fullmatch(t)]
        berangka = [t for t in isi if _BERANGKA.fullmatch(t)]
        if ujung in _kata("kepala_kode"):
            k.kolom_kode.add(c)
            continue
        if ujung in _kata("kepala_halaman") or (daftar_isi and c == lebar - 1):
            k.kolom_halaman.add(c)
        polos = bool(isi) and len(urut) >= 0.8 * len(isi) and _menghitung(urut)
        kanan = isi_kolom.get(c + 1, []) + isi_kolom.get(c + 2, [])
        teks_kanan = sum(bool(re.search(r"[A-Za-z]{4}", t)) for t in kanan) >= 0.5 * max(len(urut), 1)
        sama = kepala == "" or kepala == k.kepala.get(c + 1, "").lower() or not _ukur().search(kepala)
        if ujung in _kata("kepala_nomor") or (
            polos and teks_kanan and (c == 0 or sama and kepala in ("", k.kepala.get(c + 1, "").lower()))
        ):
            k.kolom_nomor.add(c)
            continue
        berlabel = [m[1] for t in isi if (m := _BERLABEL.match(t))]
        if len(berlabel) >= 2 and _menghitung(berlabel) and len(set(berlabel)) > 1 and not _ukur().search(ujung):
            k.kolom_berlabel.add(c)
        kosong = [t for t in isi if re.fullmatch(r"(?:Rp\.?\s*)?[-–—−_]+|n/?a\.?", t, re.I)]
        if berangka and len(berangka) + len(kosong) >= 0.3 * len(isi) or (kosong and _ukur().search(kepala)):
            k.angka_columns.add(c)
        bilangan = [t for t in isi if re.fullmatch(r"\d{1,7}|\d{1,3}(\.\d{3})+", t)]
        tahun = [t for t in isi if re.fullmatch(r"(?:19|20)\d\d", t)]
        if len(bilangan) > 2 * len(tahun) and not any(t in kepala for t in _kata("kepala_tahun")):
            k.kolom_hitung.add(c)
    k.label = _label(badan, k)
    return k


def _label(badan: list, k: Kisi) -> dict[int, str]:
    """Row → its first cell with words (a cell that spans rows labels the rows that have none of their own)."""
    label: dict[int, str] = {}
    bawaan: dict[int, str] = {}
    for s in badan:
        teks = _rapi(s.teks)
        if s.c in k.kolom_nomor or s.c in k.kolom_kode or not re.search(r"[A-Za-z]{3}", teks):
            continue
        label.setdefault(s.r, teks)
        for r in range(s.r + 1, s.r + s.rs):
            bawaan.setdefault(r, teks)
    return {**bawaan, **label}
