"""Plain text and Markdown to blocks: tables, headings, list items, contents lines, paragraphs.

A table here is one unbroken run of lines; `susun` puts the parts together that page ends have cut.
"""

import re
from pathlib import Path

from datasets.document.cells import kosakata
from datasets.document.clean import bersih, gabung
from datasets.document.model import MAKS_BYTE, MAKS_SEL, Mentah
from datasets.readers.spaced_tables import jalan_spasi, mungkin
from datasets.readers.text_tables import (
    HALAMAN,
    Baris,
    baris_pipa,
    baris_tab,
    jadi_blok,
    jalan_html,
    jalan_pipa,
    jalan_tab,
)
from schemas.errors import InputError

_BUTIR = re.compile(r"\s*(?:[-*+•▪◦‣➢✓–]\s+|(?:[-*+•]\s+)?\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+)(?=\S)")
_BULET = re.compile(r"^[-*+•▪◦‣➢✓–]\s+")
_TITIK = re.compile(r"\s*(?:\.\s?){4,}\s*|\s*…+\s*|\s*_{4,}\s*")
_SKALA = re.compile(r".{2,80}\S\s*[:=]\s*\S.{0,80}")
_AKHIR = re.compile(r"[.;:!?]['\"”’)]*$")
_GARIS = re.compile(r"\s*([-*_=~]\s*){3,}|\s*```\w*\s*|\s*<!--.*-->\s*")
MAKS_PARAGRAF = 8_000  # characters that soft line ends may put together
_KEPALA_BERKAS = {
    b"%PDF": "PDF",
    b"PK\x03\x04": "DOCX/XLSX (zip)",
    b"\xd0\xcf\x11\xe0": "Office lama (DOC/XLS)",
    b"{\\rtf": "RTF",
    b"\x89PNG": "gambar PNG",
    b"\xff\xd8\xff": "gambar JPEG",
}


def baca_teks(path: str | Path) -> list[Mentah]:
    """Blocks of a .txt or .md file in reading order. Raises InputError when it is no text or too large."""
    path = Path(path)
    blok = urai_teks(_buka(path), path.name)
    if not blok:
        raise InputError(f"{path.name}: berkas kosong, tidak ada yang dapat diperiksa")
    return blok


def _buka(path: Path) -> str:
    """The file's text, whatever common encoding it has."""
    if not path.is_file():
        raise InputError(f"{path.name}: berkas tidak ditemukan")
    if path.stat().st_size > MAKS_BYTE:
        raise InputError(f"{path.name}: berkas lebih besar dari batas {MAKS_BYTE // 1_000_000} MB")
    try:
        isi = path.read_bytes()
    except OSError as e:
        raise InputError(f"{path.name}: berkas tidak dapat dibuka ({e.strerror})") from None
    for tanda, jenis in _KEPALA_BERKAS.items():
        if isi.startswith(tanda):
            raise InputError(f"{path.name}: isinya {jenis}, bukan teks; betulkan akhiran nama berkasnya")
    awal = isi[:65536]
    kode = ["utf-8-sig", "cp1252", "latin-1"]
    nol = awal.count(0)
    if isi.startswith((b"\xff\xfe", b"\xfe\xff")):
        kode = ["utf-16"]
    elif nol * 3 > len(awal):  # utf-16 without a mark: every second byte of Latin text is zero
        kode = ["utf-16-le" if awal[1:2] == b"\0" else "utf-16-be"]
    elif nol or sum(awal.count(b) for b in range(1, 32) if b not in (2, 9, 10, 11, 12, 13, 27)) > max(
        8, len(awal) // 200
    ):
        raise InputError(f"{path.name}: berkas biner, bukan teks")
    for k in kode:
        try:
            teks = isi.decode(k)
        except UnicodeDecodeError:
            continue
        if teks[:4096].count("\0") > 8:
            break
        return teks.replace("\0", "")
    raise InputError(f"{path.name}: berkas biner atau pengodeannya rusak, bukan teks")


def urai_teks(teks: str, nama: str = "teks") -> list[Mentah]:
    """Blocks of a text already decoded; `garis` counts its lines from 1, `halaman` the form feeds, if there are any."""
    baris, halaman = [], 1 if "\f" in teks.strip("\f\n\r ") else -1
    for i, b in enumerate(teks.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").split("\n"), 1):
        if halaman > 0:
            halaman += b.count("\f")
        baris.append(Baris(b.replace("\f", "").rstrip(" "), i, halaman))
    lebar = _lebar_bungkus(baris)
    blok: list[Mentah] = []
    i, sel, daftar = 0, 0, False
    while i < len(baris):
        b = baris[i]
        if not b.teks.strip() or (_GARIS.fullmatch(b.teks) and not baris_pipa(b.teks)):
            i += 1
            continue
        baru: list[Mentah] = []
        if re.search(r"<table\b", b.teks, re.I):
            i, baru = jalan_html(baris, i)
        elif baris_pipa(b.teks) or baris_tab(baris, i):
            i, jalan = (jalan_pipa if baris_pipa(b.teks) else jalan_tab)(baris, i)
            baru = jadi_blok(jalan, b.halaman, daftar, _sendiri(blok, baris, i))
        else:
            awal = i
            if mungkin(b.teks):
                i, baru = jalan_spasi(baris, i, any(m.jenis == "petak" for m in blok[-4:]))
            if i == awal:
                i, baru = _paragraf(baris, i, lebar, daftar)
        blok.extend(baru)
        daftar = _dalam_daftar(daftar, baru)
        sel += sum(len(m.sel) for m in baru)
        if sel > MAKS_SEL:
            raise InputError(f"{nama}: lebih dari {MAKS_SEL} sel sampai garis {b.garis}, dokumen tidak dibaca")
    return blok


def _sendiri(blok: list[Mentah], baris: list[Baris], i: int) -> bool:
    """Does a run of rows that ends before line i stand alone, without another part of a table above or below?"""
    for m in reversed(blok[-4:]):
        if m.jenis == "petak":
            return False
        if not kosakata()["antara"].fullmatch(m.teks.strip()):
            break
    bawah = next((b.teks for b in baris[i : i + 6] if b.teks.strip()), "")
    return not baris_pipa(bawah) and len(bawah.split("\t")) <= 2


def _lebar_bungkus(baris: list[Baris]) -> int:
    """Width at which the text's lines are wrapped; 0 where every paragraph is one line."""
    panjang = sorted(
        len(b.teks) for b in baris if len(b.teks.strip()) > 30 and not re.search(r"[\t|]|\S {3,}\S", b.teks)
    )
    if not panjang:
        return 0
    lebar = panjang[int(0.9 * (len(panjang) - 1))]
    return lebar if lebar <= 200 else 0


def _dalam_daftar(daftar: bool, baru: list[Mentah]) -> bool:
    """Do we stand in a table of contents after these blocks: under a heading 'DAFTAR …', short lines only since?"""
    for m in baru:
        if m.jenis == "petak" or len(m.teks) > 150:
            daftar = False
        elif "\t" not in m.teks and kosakata()["judul_utama"].fullmatch(m.teks.strip()):
            daftar = kosakata()["daftar"].fullmatch(m.teks.strip()) is not None
    return daftar


def _paragraf(baris: list[Baris], i: int, lebar: int, daftar: bool = False) -> tuple[int, list[Mentah]]:
    """The lines up to a blank or a table, as headings, items, contents lines, scale lines and joined sentences."""
    hasil: list[Mentah] = []
    tebal = False  # within a bold run over several lines: one title
    while i < len(baris) and baris[i].teks.strip():
        asli, garis, halaman = baris[i]
        terus = tebal
        if hasil and mungkin(asli) and jalan_spasi(baris, i)[1]:
            break
        if hasil and (baris_pipa(asli) or baris_tab(baris, i) or "<table" in asli.lower()):
            break
        i += 1
        if asli.count("$$") % 2:  # a formula over several lines
            tutup = next((j for j in range(i, min(i + 30, len(baris))) if "$$" in baris[j].teks), None)
            if tutup is not None:
                asli, i = " ".join([asli, *(b.teks for b in baris[i : tutup + 1])]), tutup + 1
        if m := re.match(r"\s{0,3}(#{1,6})\s+(.*?)\s*#*$", asli):
            if t := bersih(m[2]):
                hasil.append(Mentah("judul", t, tingkat=len(m[1]), garis=garis, halaman=halaman))
            continue
        tebal = tebal != (asli.count("**") % 2 == 1)
        t = bersih(re.sub(r"^\s*>+\s?", "", asli))
        if not t or not re.search(r"\w", t):
            continue
        if kosakata()["judul_utama"].fullmatch(t) or len(t) > 150:
            daftar = kosakata()["daftar"].fullmatch(t) is not None
        if d := _titik_titik(t) or (_berhalaman(asli) if daftar else ""):
            hasil.append(Mentah("butir", d, garis=garis, halaman=halaman))
        elif _BUTIR.match(asli):
            hasil.append(Mentah("butir", _BULET.sub("", t), garis=garis, halaman=halaman))
        elif hasil and (terus or _lanjut(hasil[-1], t, baris[i - 2].teks, lebar)):
            hasil[-1].teks = gabung(hasil[-1].teks, t)
        else:
            hasil.append(Mentah("paragraf", t, garis=garis, halaman=halaman))
    return i, hasil


def _berhalaman(asli: str) -> str:
    """A contents line whose page number is set apart by spaces, as 'Judul<TAB>12'; '' when it is none."""
    m = re.fullmatch(r"\s*(\S.*?[^\W\d].*?)(?:\s{2,}|\s)([ivxlc]{1,6}|\d{1,3})\s*", asli)
    return f"{bersih(m[1])}\t{m[2]}" if m else ""


def _titik_titik(t: str) -> str:
    """'Judul ........ 12' as 'Judul<TAB>12'; '' when the line is none."""
    if not _TITIK.search(t):
        return ""
    isi = [s.strip() for s in _TITIK.split(t) if s.strip()]
    if len(isi) == 2 and HALAMAN.fullmatch(isi[1]) and re.search(r"[A-Za-z]{3}", isi[0]):
        return f"{isi[0]}\t{isi[1]}"
    return ""


def _lanjut(atas: Mentah, t: str, baris_atas: str, lebar: int) -> bool:
    """Does this line go on with the block above (a soft line end), or is it a block of its own?"""
    if atas.jenis == "judul" or "\t" in atas.teks or len(atas.teks) > MAKS_PARAGRAF:
        return False
    tamat = _AKHIR.search(atas.teks[-20:]) is not None
    if _SKALA.fullmatch(t) and len(t) < 160 and (_SKALA.fullmatch(atas.teks) or tamat):
        return False
    if re.match(r"[=×]", t):
        return True
    if not tamat and re.match(r"[a-z(,;%]|\d{1,3}(?:\.\d{3})+", t):
        return True
    if (
        kosakata()["judul_utama"].fullmatch(t)
        or re.match(r"bab\s+[ivx\d]+\b", t, re.I)
        or re.match(r"[A-Z]\.\s+[A-Z]", t)
    ):
        return False
    if t.isupper() != atas.teks.isupper() or (lebar and t.isupper()):
        return False
    panjang = len(baris_atas.strip())
    return bool(lebar) and panjang >= 0.72 * lebar and not (tamat and panjang < 0.85 * lebar)
