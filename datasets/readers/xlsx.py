"""Excel workbooks to blocks: a sheet's tables as grids, cells as Excel shows them, text around them as paragraphs.

jejak is 'Sheet!A1'. Tables on one sheet are parted by blank rows and columns.
"""

import re
import warnings
import zipfile
from pathlib import Path

from datasets.document.lines import satukan
from datasets.document.model import MAKS_SEL, Mentah, Petak
from datasets.readers.container import BROKEN, buka_zip
from datasets.readers.xlsx_formats import tampil
from schemas.errors import InputError

_MAKS_SEBUT = 20  # cells named one by one in a note
_SEL_XML = re.compile(rb"<(?:\w+:)?c[ >]")
_GABUNG_XML = re.compile(rb'<(?:\w+:)?mergeCell [^>]*ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_LEMBAR_POLOS = re.compile(r"(sheet|lembar|worksheet|sheet ?name)\s*\(?\d*\)?", re.I)
GALAT_EXCEL = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!")


def baca_xlsx(path: str | Path, peringatan: list[str] | None = None) -> list[Mentah]:
    """Blocks of a workbook, sheet by sheet; notes (formulas never computed, hidden sheets …) go to `warnings`.

    Raises InputError (one line) when the workbook is broken, locked, too large, or holds no text at all.
    """
    nama, catatan = Path(path).name, [] if peringatan is None else peringatan
    rumus, nilai = muat(path)
    hasil = []
    for ws, wv in zip(rumus.worksheets, nilai.worksheets, strict=True):
        hasil += _Lembar(ws, wv, catatan).blok()
    if not any(m.jenis != "judul" for m in hasil):
        raise InputError(f"{nama}: buku kerja kosong, tidak ada sel berisi")
    return hasil


def muat(path: str | Path):
    """The workbook of openpyxl twice: with its formulas, with their results (the same object where it has none).

    Raises InputError (one line) when it is broken, locked or too large.
    """
    nama = Path(path).name
    with buka_zip(path) as z:
        _ukur(z, nama)
    rumus = _muat(path, nama, data_only=False)
    berumus = any(c.data_type == "f" for ws in rumus.worksheets for c in ws._cells.values())
    return rumus, _muat(path, nama, data_only=True) if berumus else rumus


def _ukur(z: zipfile.ZipFile, nama: str) -> None:
    """Count cells and merged areas before anything is loaded."""
    jumlah = 0
    try:
        for i in z.infolist():
            if not re.match(r"/?xl/worksheets/[^/]*\.xml$", i.filename):
                continue
            sisa = b""
            with z.open(i) as f:
                while potong := f.read(1 << 20):
                    potong = sisa + potong
                    batas = potong.rfind(b"<") if len(potong) > 200 else -1
                    potong, sisa = (potong[:batas], potong[batas:]) if batas > 0 else (potong, b"")
                    jumlah += len(_SEL_XML.findall(potong)) + sum(map(_luas, _GABUNG_XML.findall(potong)))
                    if jumlah > MAKS_SEL:
                        batas_teks = f"{MAKS_SEL:,}".replace(",", ".")
                        raise InputError(f"{nama}: buku kerja memuat lebih dari {batas_teks} sel, tidak dibaca")
    except BROKEN:
        raise InputError(f"{nama}: berkas rusak atau terpotong; kirim ulang dari aslinya") from None


def _luas(m: tuple[bytes, bytes, bytes, bytes]) -> int:
    def kolom(h: bytes) -> int:
        n = 0
        for b in h:
            n = n * 26 + b - 64
        return n

    return (kolom(m[2]) - kolom(m[0]) + 1) * (int(m[3]) - int(m[1]) + 1)


def _muat(path: str | Path, nama: str, data_only: bool):
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():  # what openpyxl does not keep (slicers, validations) is of no use here
            warnings.simplefilter("ignore")
            return load_workbook(path, data_only=data_only, keep_links=False)
    except InputError:
        raise
    except Exception as galat:  # openpyxl raises whatever its parsers raise
        raise InputError(f"{nama}: buku kerja rusak atau tidak lengkap ({type(galat).__name__})") from None


class _Lembar:
    """One sheet: its texts by place, its merged areas, what of it is occupied."""

    def __init__(self, ws, wv, catatan: list[str]) -> None:
        self.nama, self.catatan = ws.title, catatan
        self.teks: dict[tuple[int, int], str] = {}
        self.rentang: dict[tuple[int, int], tuple[int, int]] = {}
        self.isi: set[tuple[int, int]] = set()  # places that belong to a table or text
        self.bergaris: set[tuple[int, int]] = set()
        tutup = {}
        for m in ws.merged_cells.ranges:
            self.rentang[m.min_row, m.min_col] = (m.max_row - m.min_row + 1, m.max_col - m.min_col + 1)
            tutup |= dict.fromkeys(_tempat(m), (m.min_row, m.min_col))
        tepi = [
            sum(getattr(b, s) is not None and getattr(b, s).style is not None for s in _SISI)
            for b in ws.parent._borders
        ]
        kosong, galat = [], []
        for (r, c), sel in ws._cells.items():
            if tepi[sel._style.borderId] >= 2:
                self.bergaris.add((r, c))
            if sel.value is None or tutup.get((r, c), (r, c)) != (r, c):
                continue
            hasil = wv._cells.get((r, c)) if sel.data_type == "f" else sel
            if sel.data_type == "f" and hasil.value is None and hasil.data_type == "n":
                kosong.append(f"{self.nama}!{sel.coordinate}")
                self.bergaris.add((r, c))
                continue
            teks = satukan(_baris(tampil(hasil.value, sel.number_format)))
            if teks in GALAT_EXCEL:
                galat.append(f"{self.nama}!{sel.coordinate}")
            if teks:
                self.teks[r, c] = teks
        self.isi = set(self.teks) | {t for t, induk in tutup.items() if induk in self.teks} | self._bingkai(tutup)
        self._catat(ws, kosong, galat)

    def _bingkai(self, tutup: dict) -> set[tuple[int, int]]:
        """Ruled cells without text in rows and columns that hold text: blank cells of a table, no ruled emptiness."""
        berisi = set(self.teks) | {t for t, induk in tutup.items() if induk in self.teks}
        baris, kolom = {r for r, _ in berisi}, {c for _, c in berisi}
        berupa = {r for r, _ in berisi & self.bergaris}
        # a wholly blank ruled row between two rows of text holds the table together; one at its end does not
        antara = {r for r in {r for r, _ in self.bergaris} - baris if r - 1 in berupa and r + 1 in berupa}
        return {(r, c) for r, c in self.bergaris if (r in baris and c in kolom) or (r in antara and c in kolom)}

    def _catat(self, ws, kosong: list[str], galat: list[str]) -> None:
        for daftar, pesan in (
            (kosong, "rumus belum pernah dihitung, dibaca kosong; buka dan simpan di Excel lalu coba lagi"),
            (galat, "rumus menghasilkan galat"),
        ):
            self.catatan += [f"{s}: {pesan}" for s in daftar[:_MAKS_SEBUT]]
            if len(daftar) > _MAKS_SEBUT:
                self.catatan.append(f"{self.nama}: {len(daftar) - _MAKS_SEBUT} sel lain: {pesan}")
        if ws.sheet_state != "visible" and self.teks:
            self.catatan.append(f"{self.nama}: lembar tersembunyi, tetap dibaca")
        baris = sorted(r for r in {r for r, _ in self.teks} if r in ws.row_dimensions and ws.row_dimensions[r].hidden)
        if baris:
            self.catatan.append(f"{self.nama}: {len(baris)} baris tersembunyi (mulai baris {baris[0]}), tetap dibaca")
        kolom = [
            k for k, d in ws.column_dimensions.items() if d.hidden and any(d.min <= c <= d.max for _, c in self.teks)
        ]
        if kolom:
            self.catatan.append(f"{self.nama}: kolom tersembunyi ({', '.join(sorted(kolom))}), tetap dibaca")
        if ws._images or ws._charts:
            n = len(ws._images) + len(ws._charts)
            self.catatan.append(f"{self.nama}: {n} gambar atau grafik tidak dibaca")

    # ---- regions ------------------------------------------------------------------------------------------------
    def blok(self) -> list[Mentah]:
        """The sheet's blocks from top to bottom, left to right."""
        hasil = [m for d in _potong(sorted(self.isi)) for m in self._daerah(d)]
        if hasil and not _LEMBAR_POLOS.fullmatch(self.nama.strip()):
            hasil.insert(0, Mentah("judul", self.nama.strip(), 1, jejak=f"{self.nama}!A1"))
        return hasil

    def _daerah(self, tempat: list[tuple[int, int]]) -> list[Mentah]:
        """One region: lines of text above and below, and the grid between them."""
        baris = sorted({r for r, _ in tempat})
        c0, c1 = min(c for _, c in tempat), max(c for _, c in tempat)
        isi = {r: sorted(c for c in range(c0, c1 + 1) if (r, c) in self.teks) for r in baris}
        atas: list[Mentah] = []
        bawah: list[Mentah] = []
        while baris and self._kalimat(isi[baris[0]], baris[0], c0, c1):
            atas += self._paragraf(baris.pop(0), isi)
        if atas and len(bagian := _potong([t for t in tempat if t[0] >= baris[0]] if baris else [])) > 1:
            return atas + [m for b in bagian for m in self._daerah(b)]  # a title had bridged a gap between tables
        bergaris = any((r, c) in self.bergaris for r in baris[:2] for c in isi[r])
        while (
            len(baris) > 1
            and len(isi[baris[-1]]) <= 1
            and bergaris
            and not any((baris[-1], c) in self.bergaris for c in range(c0, c1 + 1))
        ):
            bawah = self._paragraf(baris.pop(), isi) + bawah
        if len([r for r in baris if isi[r]]) <= 1:  # a single row is no table
            tengah = [m for r in baris for m in self._paragraf(r, isi)]
        else:
            tengah = [self._petak(baris[0], baris[-1], c0, c1)]
        return atas + tengah + bawah

    def _kalimat(self, kolom: list[int], r: int, c0: int, c1: int) -> bool:
        """Is this first row of a region a line of text above the table (and not a header over some of its columns)?"""
        if not kolom:
            return True
        if len(kolom) > 1:
            return False
        rs, cs = self.rentang.get((r, kolom[0]), (1, 1))
        return rs == 1 and (kolom[0] == c0 or cs == 1 or cs >= 0.8 * (c1 - c0 + 1))

    def _paragraf(self, r: int, isi: dict[int, list[int]]) -> list[Mentah]:
        if not isi[r]:
            return []
        teks = " ".join(self.teks[r, c] for c in isi[r])
        return [Mentah("paragraf", teks.replace("\n", " "), jejak=self._jejak(r, isi[r][0]))]

    def _petak(self, r0: int, r1: int, c0: int, c1: int) -> Mentah:
        sel, tutup = [], set()
        for r in range(r0, r1 + 1):
            for c in range(c0, c1 + 1):
                if (r, c) in tutup:
                    continue
                rs, cs = self.rentang.get((r, c), (1, 1))
                rs, cs = min(rs, r1 - r + 1), min(cs, c1 - c + 1)
                tutup |= {(i, j) for i in range(r, r + rs) for j in range(c, c + cs)} if rs * cs > 1 else set()
                sel.append(Petak(r - r0, c - c0, self.teks.get((r, c), ""), rs, cs, jejak=self._jejak(r, c)))
        return Mentah("petak", sel=sel, jejak=self._jejak(r0, c0))

    def _jejak(self, r: int, c: int) -> str:
        from openpyxl.utils import get_column_letter

        return f"{self.nama}!{get_column_letter(c)}{r}"


_SISI = ("left", "right", "top", "bottom")


def _tempat(m):
    return ((r, c) for r in range(m.min_row, m.max_row + 1) for c in range(m.min_col, m.max_col + 1))


def _baris(teks: str) -> list[str]:
    """Lines of a cell in single spaces."""
    bersih = (re.sub(r"[ \t\u00a0\u2007\u2009\u202f]+", " ", b).strip() for b in re.split(r"\r\n|\r|\n", teks))
    return [b for b in (re.sub(r"_x000[dDaA]_", "", b) for b in bersih) if b]


def _potong(tempat: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Regions between blank rows, then between blank columns, and so on."""
    hasil, antre = [], [(tempat, 0, False)]
    while antre:
        isi, sumbu, sudah = antre.pop()
        if not isi:
            continue
        nilai = sorted({t[sumbu] for t in isi})
        putus = [b for a, b in zip(nilai, nilai[1:], strict=False) if b > a + 1]
        if not putus:
            if sudah:
                hasil.append(isi)
            else:
                antre.append((isi, 1 - sumbu, True))
            continue
        batas = [*putus, nilai[-1] + 1]
        bagian: list[list[tuple[int, int]]] = [[] for _ in batas]
        for t in isi:
            bagian[next(k for k, b in enumerate(batas) if t[sumbu] < b)].append(t)
        antre += [(b, 1 - sumbu, False) for b in reversed(bagian)]
    return hasil
