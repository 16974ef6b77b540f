"""Plain text and Markdown to blocks: pipe and tab tables, headings, list items, contents lines, paragraphs.

A table here is one unbroken run of lines; `susun` puts the parts together that page ends have cut.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from datasets.bersih import bersih, gabung
from datasets.dokumen import MAKS_BYTE, MAKS_SEL, Mentah, Petak
from schemas.galat import GalatMasukan

_PISAH = re.compile(r"\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?")  # |---|:--:|
_PISAH_TAB = re.compile(r"[\s:|]*-{2,}[\s:|-]*")
_BUTIR = re.compile(r"\s*(?:[-*+•▪◦‣➢✓–]\s+|(?:[-*+•]\s+)?\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+)(?=\S)")
_TITIK = re.compile(r"\s*(?:\.\s?){4,}\s*|\s*…+\s*|\s*_{4,}\s*")
_HALAMAN = re.compile(r"[ivxlc]{1,6}|\d{1,4}", re.I)
_SKALA = re.compile(r".{2,80}\S\s*[:=]\s*\S.{0,80}")
_JUDUL_BAB = re.compile(r"(bab\s+([ivx]+|\d+)\b.*|lampiran(\s+[ivx\d]+)?\s*[:.]?)", re.I)
_AKHIR = re.compile(r"[.;:!?]['\"”’)]*$")


@dataclass
class _Baris:
    teks: str
    garis: int


def baca_teks(path: str | Path) -> list[Mentah]:
    """Blocks of a .txt or .md file in reading order. Raises GalatMasukan when it is no text or too large."""
    path = Path(path)
    return urai_teks(_buka(path), markdown=path.suffix.lower() in (".md", ".markdown"))


def _buka(path: Path) -> str:
    """The file's text, whatever common encoding it has."""
    if not path.is_file():
        raise GalatMasukan(f"{path.name}: berkas tidak ditemukan")
    if path.stat().st_size > MAKS_BYTE:
        raise GalatMasukan(f"{path.name}: berkas lebih besar dari batas {MAKS_BYTE // 1_000_000} MB")
    isi = path.read_bytes()
    for tanda, jenis in ((b"%PDF", "PDF"), (b"PK\x03\x04", "DOCX/XLSX (zip)"), (b"\xd0\xcf\x11\xe0", "Office lama (DOC/XLS)"), (b"{\\rtf", "RTF")):
        if isi.startswith(tanda):
            raise GalatMasukan(f"{path.name}: isinya {jenis}, bukan teks; betulkan akhiran nama berkasnya")
    if isi.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return isi.decode("utf-16")
        except UnicodeDecodeError:
            raise GalatMasukan(f"{path.name}: pengodean UTF-16 rusak, teks tidak dapat dibaca") from None
    nol = isi[:4096].count(0)
    if nol and nol * 3 > len(isi[:4096]):  # utf-16 without a mark: every second byte of Latin text is zero
        ujung = "utf-16-le" if isi[1:2] == b"\0" else "utf-16-be"
        try:
            return isi.decode(ujung)
        except UnicodeDecodeError:
            nol = 99
    kendali = sum(isi[:65536].count(b) for b in range(32) if b not in (9, 10, 11, 12, 13, 2, 27))
    if nol or kendali > max(8, len(isi[:65536]) // 200):
        raise GalatMasukan(f"{path.name}: berkas biner, bukan teks")
    for kode in ("utf-8-sig", "cp1252"):
        try:
            return isi.decode(kode)
        except UnicodeDecodeError:
            continue
    return isi.decode("latin-1")


def urai_teks(teks: str, markdown: bool = False) -> list[Mentah]:
    """Blocks of a text already decoded; `garis` counts its lines from 1."""
    teks = teks.replace("\r\n", "\n").replace("\r", "\n")
    baris, halaman, blok, sel = [], [], [], 0
    for i, b in enumerate(teks.split("\n"), 1):
        baris.append(_Baris(b.replace("\f", " ").rstrip(" "), i))
        halaman.append(b.count("\f"))
    i = 0
    while i < len(baris):
        b = baris[i]
        if not b.teks.strip() or re.fullmatch(r"\s*([-*_=]\s*){3,}", b.teks) or re.fullmatch(r"\s*```\w*\s*", b.teks):
            i += 1
            continue
        if _baris_pipa(b.teks):
            i, jalan = _jalan_pipa(baris, i)
        elif "\t" in b.teks.strip("\n") and _baris_tab(b.teks):
            i, jalan = _jalan_tab(baris, i)
        else:
            i, m = _paragraf(baris, i, markdown)
            blok.extend(m)
            continue
        if sel > MAKS_SEL:
            raise GalatMasukan(f"garis {b.garis}: lebih dari {MAKS_SEL} sel, dokumen tidak dibaca")
        m = _jadi_petak(jalan)
        sel += sum(len(k.sel) for k in m)
        blok.extend(m)
    return _sambung_paragraf(blok)


def _baris_pipa(teks: str) -> bool:
    t = teks.strip()
    return t.startswith("|") and t.count("|") >= 2 or (t.count(" | ") >= 1 and len(t) < 2000 and t.count("|") >= 2)


def _baris_tab(teks: str) -> bool:
    return "\t" in teks and bool(teks.strip())


def _pecah_pipa(teks: str) -> list[str]:
    t = teks.strip()
    t = t[1:] if t.startswith("|") else t
    t = t[:-1] if t.endswith("|") and not t.endswith("\\|") else t
    rumus = re.compile(r"\$[^$]*\$")  # a bar within a formula parts no cells
    t = rumus.sub(lambda m: m[0].replace("|", "\x00"), t).replace("\\|", "\x00")
    return [s.replace("\x00", "|") for s in t.split("|")]


def _jalan_pipa(baris: list[_Baris], i: int) -> tuple[int, list[tuple[int, list[str]]]]:
    """One run of pipe rows; a row whose cell text is broken over lines goes on until its closing bar."""
    hasil, lebar = [], 0
    while i < len(baris) and baris[i].teks.strip():
        t, garis = baris[i].teks, baris[i].garis
        if not _baris_pipa(t) and not (hasil and t.strip().startswith("|")):
            break
        i += 1
        # the row is open while it lacks its closing bar and later lines of the run bring it
        while t.strip().startswith("|") and not t.rstrip().endswith("|") and i < len(baris):
            n = baris[i].teks
            if not n.strip() or n.lstrip().startswith("|") or "|" not in n:
                lanjut = n.strip() and not n.lstrip().startswith("|") and any(
                    "|" in b.teks and not b.teks.lstrip().startswith("|") for b in baris[i : i + 6]
                )
                if not lanjut:
                    break
            t, i = gabung(t, n), i + 1
        if _PISAH.fullmatch(t.strip()):
            continue
        sel = _pecah_pipa(t)
        lebar = max(lebar, len(sel))
        hasil.append((garis, sel))
    return i, hasil


def _jalan_tab(baris: list[_Baris], i: int) -> tuple[int, list[tuple[int, list[str]]]]:
    """One run of tab rows; lines without a tab inside the run go on with the last cell above."""
    hasil: list[tuple[int, list[str]]] = []
    while i < len(baris) and baris[i].teks.strip():
        t, garis = baris[i].teks, baris[i].garis
        if "\t" in t:
            if not _PISAH_TAB.fullmatch(t):
                hasil.append((garis, t.split("\t")))
            i += 1
            continue
        lebar = max(len(s) for _, s in hasil) if hasil else 0
        ekor = []  # the lines until the next tab
        j = i
        while j < len(baris) and baris[j].teks.strip() and "\t" not in baris[j].teks:
            ekor.append(baris[j].teks)
            j += 1
        atas = hasil[-1][1] if hasil else []
        terbuka = atas and (atas[-1].count("$") % 2 or atas[-1].count("(") > atas[-1].count(")"))
        bersambung = j < len(baris) and "\t" in baris[j].teks and j - i <= 8
        kecil = re.match(r"\s*[a-z(=+×x/%]", ekor[0]) is not None
        if not atas or not (terbuka or (bersambung and len(atas) <= lebar) or (kecil and j - i <= 3)):
            break
        if bersambung and not terbuka and not kecil and re.match(r"\s*(\d+[.)]?\s|tabel\b)", ekor[0], re.I):
            break
        for e in ekor:
            atas[-1] = gabung(atas[-1], e)
        i = j
        if bersambung and len(atas) + baris[j].teks.count("\t") <= lebar and len(atas) < lebar:
            sisa = baris[j].teks.split("\t")  # the line that closes the cell brings the row's other cells
            atas[-1] = gabung(atas[-1], sisa[0])
            atas.extend(sisa[1:])
            i += 1
    return i, hasil


def _baris_daftar_isi(sel: list[str]) -> bool:
    isi = [s for s in (x.strip() for x in sel) if s]
    return 2 <= len(isi) <= 3 and bool(_HALAMAN.fullmatch(isi[-1])) and any(re.search(r"[A-Za-z]{3}", s) for s in isi[:-1])


def _jadi_petak(jalan: list[tuple[int, list[str]]]) -> list[Mentah]:
    """A grid, or contents lines ('judul<TAB>halaman') where that is what the run holds."""
    bersihan = [(g, [bersih(s) for s in sel]) for g, sel in jalan]
    bersihan = [(g, s) for g, s in bersihan if any(s)]
    if not bersihan:
        return []
    if _daftar_isi([s for _, s in bersihan]):
        return [Mentah("butir", _satu_baris(s), garis=g) for g, s in bersihan]
    if all(sum(map(bool, s)) == 1 for _, s in bersihan):  # indented lines, no grid
        return [Mentah("paragraf", " ".join(filter(None, s)), garis=g) for g, s in bersihan]
    petak = [
        Petak(r, c, t, garis=g) for r, (g, sel) in enumerate(bersihan) for c, t in enumerate(sel)
    ]  # blank cells too: the printed place of a cell is where it stands among them
    return [Mentah("petak", garis=bersihan[0][0], sel=petak, terpotong=True)]


def _daftar_isi(baris: list[list[str]]) -> bool:
    cocok = [s for s in baris if _baris_daftar_isi(s)]
    if len(cocok) < 0.6 * len(baris) or max(len(s) for s in baris) > 4:
        return False
    judul = [" ".join(x for x in s[:-1] if x) for s in cocok]
    urut = [int(s[-1]) for s in cocok if s[-1].isdigit()]
    naik = all(a <= b for a, b in zip(urut, urut[1:], strict=False)) or len(urut) < 2
    tanda = sum(bool(re.match(r"(bab\b|[A-Z]\.|\d+(\.\d+)+|kata pengantar|daftar|lampiran|tabel|gambar|ringkasan|ikhtisar)", j, re.I)) for j in judul)
    return tanda >= 0.4 * len(judul) and (naik or tanda >= 3)


def _satu_baris(sel: list[str]) -> str:
    isi = [s for s in sel if s]
    return f"{' '.join(isi[:-1])}\t{isi[-1]}" if _baris_daftar_isi(sel) else " ".join(isi)


def _paragraf(baris: list[_Baris], i: int, markdown: bool) -> tuple[int, list[Mentah]]:
    """The lines up to a blank or a table, as headings, items, contents lines, scale lines and joined sentences."""
    hasil: list[Mentah] = []
    tebal = False
    while i < len(baris) and baris[i].teks.strip():
        asli, garis = baris[i].teks, baris[i].garis
        if hasil and (_baris_pipa(asli) or _baris_tab(asli)):
            break
        i += 1
        if "$$" in asli and asli.count("$$") % 2:  # a formula over several lines
            while i < len(baris) and "$$" not in baris[i].teks and i - garis < 30:
                asli, i = f"{asli} {baris[i].teks}", i + 1
            if i < len(baris):
                asli, i = f"{asli} {baris[i].teks}", i + 1
        if m := re.match(r"\s{0,3}(#{1,6})\s+(.*?)\s*#*$", asli):
            hasil.append(Mentah("judul", bersih(m[2]), tingkat=len(m[1]), garis=garis))
            continue
        if asli.count("**") % 2:
            tebal = not tebal
        t = bersih(asli.replace("\t", " "))
        if not t:
            continue
        if _TITIK.search(t) and (d := _titik_titik(t)):
            hasil.append(Mentah("butir", d, garis=garis))
        elif _BUTIR.match(asli):
            hasil.append(Mentah("butir", re.sub(r"^[-*+•▪◦‣➢✓–]\s+", "", t), garis=garis))
        elif hasil and _lanjut(hasil[-1], t, baris[i - 2].teks):
            hasil[-1].teks = gabung(hasil[-1].teks, t)
        else:
            hasil.append(Mentah("paragraf", t, garis=garis))
    return i, hasil


def _titik_titik(t: str) -> str:
    """'Judul ........ 12' as 'Judul<TAB>12'; '' when the line is none."""
    kiri, *_, kanan = [*_TITIK.split(t), ""] if _TITIK.search(t) else ["", ""]
    bagian = [s for s in _TITIK.split(t) if s.strip()]
    if len(bagian) == 2 and _HALAMAN.fullmatch(bagian[1].strip()) and re.search(r"[A-Za-z]{3}", bagian[0]):
        return f"{bagian[0].strip()}\t{bagian[1].strip()}"
    return ""


def _lanjut(atas: Mentah, t: str, baris_atas: str) -> bool:
    """Does this line go on with the block above (a soft line end), or is it a block of its own?"""
    if atas.jenis == "judul" or "\t" in atas.teks:
        return False
    if _SKALA.fullmatch(t) and len(t) < 160 and (_SKALA.fullmatch(atas.teks) or _AKHIR.search(atas.teks)):
        return False
    if re.match(r"[=×]", t) or re.match(r"=", atas.teks):
        return True
    if re.match(r"[a-z(,;%]|\d{1,3}(?:\.\d{3})+", t) and not _AKHIR.search(atas.teks):
        return True
    if _JUDUL_BAB.fullmatch(t) or (t.isupper() and not atas.teks.isupper()) or re.match(r"[A-Z]\.\s+[A-Z]", t):
        return False
    return len(baris_atas.strip()) >= 60 and not (_AKHIR.search(atas.teks) and len(baris_atas.strip()) < 75)


def _sambung_paragraf(blok: list[Mentah]) -> list[Mentah]:
    """Join a sentence that a page end has broken over a blank line: it lacks its end and goes on in small letters."""
    hasil: list[Mentah] = []
    for b in blok:
        a = hasil[-1] if hasil else None
        if (
            a is not None
            and b.jenis == "paragraf"
            and a.jenis in ("paragraf", "butir")
            and "\t" not in a.teks
            and len(a.teks) > 60
            and re.match(r"[a-z]", b.teks)
            and not re.search(r"[.;:!?]['\"”’)]*$", a.teks)
            and not re.match(r"[a-z][.)]\s", b.teks)
        ):
            a.teks = gabung(a.teks, b.teks)
        else:
            hasil.append(b)
    return hasil
