"""One grid laid out: texts, spans, headers above each column, the number in each cell, what each row is."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pandas as pd

from datasets.recognise.headers import Kepala, baca_kepala, calon_peran, rapi
from datasets.recognise.row_kinds import Baris, jenis_baris
from schemas import angka as A

BERNILAI = (A.FIGURE, A.NIL, A.ABSENT, A.UNREADABLE)
URUT = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[IVXL]{1,6}|[a-zA-Z])\s*[.)]?\)?")


class Tok(NamedTuple):
    """One number token of a cell: its id in `angka` and what that row says."""

    id: int
    r: int
    c: int
    mulai: int
    akhir: int
    teks: str
    nilai: float
    desimal: int
    satuan: str
    kelas: str


def token_petak(angka: pd.DataFrame) -> dict[int, list[Tok]]:
    """The tokens of every grid by block, in order of row, column and offset."""
    a = angka[angka["r"].ge(0)]
    hasil: dict[int, list[Tok]] = {}
    kolom = ("r", "c", "mulai", "akhir", "teks", "nilai", "desimal", "satuan", "kelas")
    for blok, *isi in zip(a["blok"].tolist(), a.index.tolist(), *(a[k].tolist() for k in kolom), strict=True):
        hasil.setdefault(blok, []).append(Tok(*isi))
    return hasil


@dataclass
class Denah:
    """One grid.

    teks: array (rows, columns) of texts, '' where a cell is covered by another; mentah: the same with blanks and line ends
    as read (offsets of `angka` count in it); asal: (rows, columns, 2) anchor of each place;
    kepala: column → Kepala; badan: row numbers of the body, in order; baris: row → Baris;
    id, to_float, desimal, kelas: (rows, columns): the cell's main number (id in `angka`, -1 none; NaN where it has no value).
    """

    laporan: str
    blok: int
    caption: str
    bagian: str
    pengantar: str
    halaman: int
    teks: np.ndarray
    mentah: np.ndarray
    asal: np.ndarray
    garis: np.ndarray
    kepala: dict[int, Kepala]
    badan: list[int]
    id: np.ndarray
    nilai: np.ndarray
    desimal: np.ndarray
    kelas: np.ndarray
    satuan: np.ndarray
    hal: np.ndarray
    token: dict[tuple[int, int], list[Tok]]
    baris: dict[int, Baris] = field(default_factory=dict)

    @property
    def tabel(self) -> str:
        return f"tabel-{self.blok}"

    @property
    def lebar(self) -> int:
        return self.teks.shape[1]

    def isi(self, r: int, c: int) -> str:
        """The text at a place, that of the merged cell that covers it included."""
        ar, ac = self.asal[r, c]
        return str(self.teks[ar, ac])

    def berangka(self, r: int, c: int) -> bool:
        """Does the cell hold a number, a '-' or an n/a that stands for one?"""
        return self.id[r, c] >= 0 or self.kelas[r, c] in BERNILAI

    def figur(self, r: int, c: int) -> bool:
        return self.kelas[r, c] == A.FIGURE

    def tempat(self, r: int, label: str = "") -> dict:
        """The place columns of a typed row that stands in row r."""
        return {
            "laporan": self.laporan,
            "tabel": self.tabel,
            "bagian": self.bagian,
            "halaman": _kosong_bila_negatif(self.hal[r]),
            "baris": label or self.nomor(r) or self.baris[r].label[:80],
            "garis": _kosong_bila_negatif(self.garis[r]),
        }

    def nomor(self, r: int) -> str:
        """The row's number or letter as printed, where its first filled cell is one."""
        for c in range(min(self.lebar, 3)):
            t = self.isi(r, c)
            if t:
                return t if URUT.fullmatch(t) else ""
        return ""

    def sel(self, r: int, c: int, kolom: str) -> dict:
        """A value cell as columns of a typed row: text and, under _kolom, the id of its number.

        A cell of several numbers ("69,1 - 69,5") or a sentence is no value: it gives no text, so that nobody reads one.
        """
        banyak = self.id[r, c] < 0 and any(t.kelas in BERNILAI for t in self.token.get((r, c), ()))
        return {kolom: "" if banyak else str(self.teks[r, c]), f"_{kolom}": int(self.id[r, c])}

    def angka_columns(self, c: int, baris: list[int] | None = None) -> np.ndarray:
        return self.nilai[self.badan if baris is None else baris, c]


def _kosong_bila_negatif(n) -> str:
    return "" if pd.isna(n) or int(n) < 0 else str(int(n))


def _letak(sel: pd.DataFrame) -> tuple:
    tinggi = int((sel["r"] + sel["rs"].clip(lower=1)).max())
    lebar = int((sel["c"] + sel["cs"].clip(lower=1)).max())
    teks = np.full((tinggi, lebar), "", dtype=object)
    mentah = teks.copy()
    asal = np.stack(np.meshgrid(np.arange(tinggi), np.arange(lebar), indexing="ij"), axis=-1)
    garis, hal = np.full(tinggi, -1), np.full(tinggi, -1)
    for s in sel.itertuples(index=False):
        r, c = int(s.r), int(s.c)
        mentah[r, c] = str(s.teks)
        teks[r, c] = re.sub(r"\s+", " ", str(s.teks)).strip()
        asal[r : r + max(int(s.rs), 1), c : c + max(int(s.cs), 1)] = (r, c)
        if garis[r] < 0 or (teks[r, c] and int(s.garis) >= 0 and garis[r] > int(s.garis)):
            garis[r] = int(s.garis)
        hal[r] = int(s.halaman) if hal[r] < 0 else hal[r]
    return teks, mentah, asal, garis, hal


def _nomor_kolom(isi: list[str]) -> bool:
    """A row "1 2 3 4", "(1) (2) (3)", "1 2 3 3": column numbers."""
    isi = [t for t in isi if t]
    if len(isi) < 2 or not all(re.fullmatch(r"\(?\d{1,2}[a-z]?\)?(?:\s*=.*)?", t) for t in isi):
        return False
    n = [int(re.search(r"\d+", t)[0]) for t in isi]
    langkah = [b - a for a, b in zip(n, n[1:], strict=False)]
    return n[0] == 1 and sum(0 <= s <= 1 for s in langkah) >= 0.6 * len(langkah) and (len(isi) > 2 or langkah == [1])


def _lanjutan(teks: np.ndarray, asal: np.ndarray, r: int) -> bool:
    """Is row r one more header row: short texts only under a header that spans several columns, and no figures?"""
    isi = [c for c in range(teks.shape[1]) if teks[r, c] and asal[r, c][0] == r]
    atas = [tuple(asal[r - 1, c]) for c in isi]
    melebar = [a for a in atas if atas.count(a) > 1 or (a[1] + 1 < teks.shape[1] and tuple(asal[a[0], a[1] + 1]) == a)]
    bersih = all(len(teks[r, c]) <= 40 and not re.search(r"\d[.,]\d|^\W*\d{1,3}\W*$|\d{5,}|^[-–%]*$", teks[r, c]) for c in isi)
    return len(isi) >= 2 and len(melebar) == len(isi) and bersih


def _baris_kepala(teks: np.ndarray, asal: np.ndarray, tanda: set[int]) -> tuple[list[int], set[int]]:
    """Header rows (the reader's, else the first rows that hold header words and no figures), and column-number rows."""
    nomor = {r for r in range(len(teks)) if (r in tanda or r < 5) and _nomor_kolom(list(teks[r]))}
    kepala = sorted(tanda - nomor)
    if not kepala and len(teks) > 1:
        for r in range(min(3, len(teks) - 1)):
            isi = [t for t in teks[r] if t]
            if r in nomor or not isi:
                continue
            dikenal = sum(bool(calon_peran(t)) and calon_peran(t)[0][1] >= 0.8 for t in isi)
            bersih = all(not re.search(r"\d[.,]\d|\d{5,}|^\d{1,3}[.)]?$", t) for t in isi)
            if not (bersih and dikenal >= max(2, 0.4 * len(isi)) and r == len(kepala)):
                break
            kepala.append(r)
    while kepala and kepala[-1] + 1 < len(teks) - 1 and kepala[-1] + 1 not in nomor and _lanjutan(teks, asal, kepala[-1] + 1):
        kepala.append(kepala[-1] + 1)
    return kepala, nomor


def _kepala_kolom(teks: np.ndarray, asal: np.ndarray, baris: list[int]) -> dict[int, Kepala]:
    """Header path of every column; a blank beside a text that has texts below it belongs to that text."""
    lebar = teks.shape[1]
    penuh = np.full((len(baris), lebar), "", dtype=object)
    for i, r in enumerate(baris):
        for c in range(lebar):
            ar, ac = asal[r, c]
            penuh[i, c] = teks[ar, ac] if ar in baris else ""
    for i in range(len(baris) - 1):
        for c in range(1, lebar):
            bawah = any(penuh[j, c] for j in range(i + 1, len(baris)))
            kiri_punya_bawah = any(
                penuh[j, c - 1] and penuh[j, c - 1] != penuh[i, c - 1] for j in range(i + 1, len(baris))
            )
            if not penuh[i, c] and bawah and penuh[i, c - 1] and kiri_punya_bawah:
                penuh[i, c] = penuh[i, c - 1]
    return {c: baca_kepala(tuple(penuh[:, c])) for c in range(lebar)}


def _ulangan(teks: np.ndarray, r: int, kepala: list[int]) -> bool:
    """Is a body row the header printed again?"""
    isi = [rapi(t) for t in teks[r] if t]
    return len(isi) > 1 and any(isi == [rapi(t) for t in teks[k] if t] for k in kepala)


def denah(blok, sel: pd.DataFrame, angka: list[Tok], pengantar: str = "") -> Denah | None:
    """Lay out one grid. `blok` is its row of dok.blok, `sel` its anchor cells, `angka` its tokens, `pengantar` the sentence
    before it. None where it is empty."""
    if sel.empty:
        return None
    teks, mentah, asal, garis, hal = _letak(sel)
    tanda = set(sel.loc[sel["kepala"].astype(bool), "r"].astype(int))
    kepala, nomor = _baris_kepala(teks, asal, tanda)
    badan = [
        r
        for r in range(len(teks))
        if r not in kepala and r not in nomor and not _ulangan(teks, r, kepala) and any(teks[r])
    ]
    bentuk = teks.shape
    d = Denah(
        str(blok.laporan), int(blok.blok), str(blok.teks), str(blok.bagian), pengantar, int(blok.halaman), teks, mentah, asal, garis,
        _kepala_kolom(teks, asal, kepala), badan, np.full(bentuk, -1), np.full(bentuk, np.nan), np.zeros(bentuk, dtype=int),
        np.full(bentuk, "", dtype=object), np.full(bentuk, "", dtype=object), hal, {},
    )  # fmt: skip
    _isi_angka(d, angka)
    d.baris = {r: jenis_baris(d, r) for r in d.badan}
    return d


def _sel_angka(sel: str, angka: str) -> bool:
    """Is the cell its number, with at most a unit and a few words, and no sentence that holds one?"""
    sisa = sel.replace(angka, " ", 1)
    if re.match(r"\s*(?:[-–—~;:/]|s\.?\s?/?d\.?|sampai|hingga)?\s*\d", sisa) and re.search(r"\d", sisa):
        return False  # a range, or the values of several things
    return len(sisa) <= 40 and len(re.findall(r"[A-Za-z]{2,}", sisa)) <= 4 and len(re.findall(r"\d+", sisa)) <= 4


def _isi_angka(d: Denah, angka: list[Tok]) -> None:
    """The main number of each cell: the first figure, else '-' or n/a (in place)."""
    urut = {A.FIGURE: 0, A.NIL: 1, A.ABSENT: 1, A.UNREADABLE: 2}
    for t in angka:
        if t.r < d.teks.shape[0] and t.c < d.teks.shape[1]:
            d.token.setdefault((t.r, t.c), []).append(t)
    for (r, c), isi in d.token.items():
        t = min((t for t in isi if t.kelas in urut), key=lambda t: (urut[t.kelas], t.mulai), default=None)
        if t is None or not _sel_angka(d.teks[r, c], t.teks):
            continue
        d.id[r, c], d.kelas[r, c], d.satuan[r, c], d.desimal[r, c] = t.id, t.kelas, t.satuan, t.desimal
        d.nilai[r, c] = t.nilai if t.kelas in (A.FIGURE, A.NIL) else np.nan
