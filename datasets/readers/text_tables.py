"""Tables in plain text and Markdown: runs of pipe rows, tab rows, ruled boxes and HTML, cut into cells."""

import re
from html.parser import HTMLParser
from itertools import pairwise
from typing import NamedTuple

from datasets.document.cells import bernilai, kosakata
from datasets.document.clean import bersih, gabung
from datasets.document.model import Mentah, Petak

_PISAH = re.compile(r"\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?")  # |---|:--:|
_PISAH_TAB = re.compile(r"[\s:|]*-{2,}[\s:|-]*")
_KOTAK = re.compile(r"\s*[+┌├└╔╠╚][-=+─━═┬┼┴╦╬╩┐┤┘╗╣╝:]{3,}\s*")
_RUMUS = re.compile(r"\$[^$]*\$")
HALAMAN = re.compile(r"[ivxlc]{1,6}|\d{1,4}", re.I)
_BULET = "-*+•▪◦‣➢✓–·o\uf0b7\uf0a7"
_LABEL = re.compile(rf"[{re.escape(_BULET)}]|\(?(\d{{1,2}}|[A-Za-z]|[ivxIVX]{{1,4}})[.)]")
_ISI = re.compile(
    r"bab\s+[ivxlc\d]+\b|kata pengantar|daftar (isi|tabel|gambar|grafik|lampiran)|lampiran|ringkasan|ikhtisar|penutup",
    re.I,
)


class Baris(NamedTuple):
    """One line of the text: its words, its number from 1, its page (-1: the text has no page marks)."""

    teks: str
    garis: int
    halaman: int = -1


Jalan = list[tuple[int, list[str]]]  # rows of a run: (line, cell texts)


def baris_pipa(teks: str) -> bool:
    t = teks.strip()
    if t.startswith("|") and t.count("|") >= 2 or _KOTAK.fullmatch(t):
        return True
    return t.count(" | ") >= 2 and len(t) < 3000


def baris_tab(baris: list[Baris], i: int) -> bool:
    """Does a row of a tab table begin here? A line that is merely indented is none, unless such rows follow."""
    t = baris[i].teks
    if "\t" not in t or not t.strip():
        return False
    if "\t" in t.strip():
        return True
    berikut = baris[i + 1].teks if i + 1 < len(baris) else ""
    return t.count("\t") > 1 and "\t" in berikut.strip()


def pecah_pipa(teks: str) -> list[str]:
    """Cells of a pipe row. A bar within a formula or after a backslash parts nothing."""
    t = _RUMUS.sub(lambda m: m[0].replace("|", "\0"), teks.strip()).replace("\\|", "\0")
    t = t.removeprefix("|").removesuffix("|")
    return [s.replace("\0", "|") for s in t.split("|")]


def jalan_pipa(baris: list[Baris], i: int) -> tuple[int, Jalan]:
    """One run of pipe rows; a row whose cell text is broken over lines goes on until its closing bar."""
    hasil: Jalan = []
    kotak = bool(_KOTAK.fullmatch(baris[i].teks.strip()))
    baru = True  # in a ruled box a new row begins only after a rule
    while i < len(baris) and baris[i].teks.strip():
        t, garis = baris[i].teks, baris[i].garis
        if not baris_pipa(t) and not (hasil and t.strip().startswith("|")):
            break
        i += 1
        if _KOTAK.fullmatch(t.strip()) or _PISAH.fullmatch(t.strip()):
            baru = True
            continue
        while t.strip().startswith("|") and not t.rstrip().endswith("|") and i < len(baris):
            if not _menutup(baris, i):
                break
            t, i = gabung(t, baris[i].teks), i + 1
        sel = pecah_pipa(t)
        if kotak and not baru and hasil and len(sel) == len(hasil[-1][1]):
            hasil[-1][1][:] = [gabung(a, b) for a, b in zip(hasil[-1][1], sel, strict=True)]
        else:
            hasil.append((garis, sel))
        baru = False
    return i, hasil


def _menutup(baris: list[Baris], i: int) -> bool:
    """Does the open row go on at line i, and does a bar close it within a few lines?"""
    for b in baris[i : i + 8]:
        t = b.teks.strip()
        if not t or t.startswith("|"):
            return False
        if t.endswith("|"):
            return True
    return False


def jalan_tab(baris: list[Baris], i: int) -> tuple[int, Jalan]:
    """One run of tab rows; lines without a tab inside the run go on with the last cell above."""
    hasil: Jalan = []
    while i < len(baris) and baris[i].teks.strip():
        t, garis = baris[i].teks, baris[i].garis
        if hasil and hasil[-1][1][-1].count("$") % 2 == 1 or hasil and hasil[-1][1][-1].count("$$") % 2 == 1:
            if any("$" in b.teks for b in baris[i : i + 8]):  # an open formula goes on
                sel = t.split("\t")
                hasil[-1][1][-1] = f"{hasil[-1][1][-1]} {sel[0]}"
                hasil[-1][1].extend(sel[1:])
                i += 1
                continue
        if "\t" in t:
            if not _PISAH_TAB.fullmatch(t):
                hasil.append((garis, _petik(t.split("\t"))))
            i += 1
            continue
        j = i  # the lines until the next tab
        while j < len(baris) and baris[j].teks.strip() and "\t" not in baris[j].teks:
            j += 1
        ekor = [b.teks for b in baris[i:j]]
        tab = j < len(baris) and "\t" in baris[j].teks
        if not hasil or not _sisa_sel(hasil, ekor, tab):
            break
        atas, lebar = hasil[-1][1], max(len(s) for _, s in hasil)
        for e in ekor:
            atas[-1] = gabung(atas[-1], e)
        i = j
        if tab and len(atas) < lebar and len(atas) + baris[j].teks.count("\t") <= lebar:
            sisa = baris[j].teks.split("\t")  # the line that closes the cell brings the row's other cells
            atas[-1] = gabung(atas[-1], sisa[0])
            atas.extend(sisa[1:])
            i += 1
    return i, hasil


def _petik(sel: list[str]) -> list[str]:
    """Cells without the quotes that a spreadsheet puts around them."""
    return [
        s[1:-1].replace('""', '"') if len(s) > 1 and s[0] == s[-1] == '"' and s.count('"') % 2 == 0 else s for s in sel
    ]


def _sisa_sel(hasil: Jalan, ekor: list[str], tab: bool) -> bool:
    """Are these lines without a tab the rest of the last cell above?"""
    atas = hasil[-1][1][-1]
    terbuka = atas.count("$") % 2 == 1 or atas.count("(") > atas.count(")") or atas.count('"') % 2 == 1
    kecil = re.match(r"\s*[a-z(=+×/%]", ekor[0]) is not None
    if terbuka:
        return len(ekor) <= 12
    if kecil:
        return tab or len(ekor) <= 3
    judul = (
        re.match(r"\s*(\d+[.)]?\s|tabel\b|[A-Z]\.\s)", ekor[0], re.I)
        or ekor[0].isupper()
        or kosakata()["antara"].fullmatch(ekor[0].strip())
    )
    return tab and not judul and len(ekor) <= 8 and len(hasil) > 1


def jadi_blok(jalan: Jalan, halaman: int, konteks_daftar: bool = False, sendiri: bool = True) -> list[Mentah]:
    """A grid, or contents lines ('judul<TAB>halaman'), or single lines, whichever the run holds.

    sendiri: no other part of a table stands next to the run.
    """
    isi = [(g, [bersih(s) for s in sel]) for g, sel in jalan]
    isi = [(g, s) for g, s in isi if any(s)]
    if not isi:
        return []
    if daftar_isi([s for _, s in isi], konteks_daftar):
        return [Mentah("butir", _satu_baris(s), garis=g, halaman=halaman) for g, s in isi]
    padat = [(g, [t for t in s if t]) for g, s in isi]
    if all(len(s) == 1 for _, s in padat):  # indented lines, no grid
        return [Mentah("paragraf", s[0], garis=g, halaman=halaman) for g, s in padat]
    if all(len(s) <= 3 and (len(s) == 1 or s[1].startswith(":")) for _, s in padat):  # 'Nama<TAB>: …'
        return [Mentah("paragraf", " ".join(s), garis=g, halaman=halaman) for g, s in padat]
    if sendiri and all(len(s) <= 2 and _LABEL.fullmatch(s[0]) for _, s in padat):  # '1.<TAB>an item'
        return [Mentah("butir", " ".join(s).lstrip(_BULET).strip(), garis=g, halaman=halaman) for g, s in padat]
    if (
        sendiri and len(padat) == 1 and len(padat[0][1]) == 2 and not bernilai(padat[0][1][1])
    ):  # 'BAB I<TAB>PENDAHULUAN'
        return [Mentah("paragraf", " ".join(padat[0][1]), garis=padat[0][0], halaman=halaman)]
    # blank cells too: the printed place of a cell is where it stands among them
    petak = [Petak(r, c, t, garis=g, halaman=halaman) for r, (g, sel) in enumerate(isi) for c, t in enumerate(sel)]
    return [Mentah("petak", garis=isi[0][0], halaman=halaman, sel=petak, terpotong=True)]


def _isi_daftar(sel: list[str]) -> bool:
    isi = [s for s in sel if s]
    return (
        2 <= len(isi) <= 3 and bool(HALAMAN.fullmatch(isi[-1])) and any(re.search(r"[A-Za-z]{3}", s) for s in isi[:-1])
    )


def daftar_isi(baris: list[list[str]], konteks: bool = False) -> bool:
    """Are these rows lines of a table of contents? konteks: they stand under a heading such as 'DAFTAR ISI'."""
    cocok = [s for s in baris if _isi_daftar(s)]
    if not cocok or len(cocok) < 0.6 * len(baris) or max(len(s) for s in baris) > 5:
        return False
    urut = [int(next(filter(None, reversed(s)))) for s in cocok if next(filter(None, reversed(s))).isdigit()]
    naik = all(a <= b for a, b in pairwise(urut))
    tanda = sum(bool(_ISI.match(" ".join(filter(None, s)))) for s in cocok)
    return naik or tanda >= 2 if konteks else tanda >= 2 and (naik or tanda >= 4)


def _satu_baris(sel: list[str]) -> str:
    isi = [s for s in sel if s]
    return f"{' '.join(isi[:-1])}\t{isi[-1]}" if _isi_daftar(sel) else " ".join(isi)


class _Html(HTMLParser):
    """Cells of one HTML table, with their spans."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.sel: list[Petak] = []
        self.terisi: set[tuple[int, int]] = set()
        self.r, self.kepala, self.kini = -1, 0, None

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag == "tr":
            self.r += 1
        elif tag in ("td", "th"):
            self.r = max(self.r, 0)
            c = 0
            while (self.r, c) in self.terisi:
                c += 1
            nilai = dict(attrs)
            rs, cs = (
                max(1, min(999, int(m[0]))) if (m := re.match(r"\d+", nilai.get(k) or "1")) else 1
                for k in ("rowspan", "colspan")
            )
            self.kini = Petak(self.r, c, "", rs, cs)
            self.sel.append(self.kini)
            self.terisi |= {(i, j) for i in range(self.r, self.r + rs) for j in range(c, c + cs)}
            if tag == "th":
                self.kepala = max(self.kepala, self.r + 1)
        elif tag in ("br", "p", "li") and self.kini is not None:
            self.kini.teks += " "

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.kini = None

    def handle_data(self, data: str) -> None:
        if self.kini is not None:
            self.kini.teks += data


def jalan_html(baris: list[Baris], i: int) -> tuple[int, list[Mentah]]:
    """One <table> … </table>, with its spans; what follows on the closing line is left out of it."""
    mulai, isi = i, []
    while i < len(baris) and i - mulai < 5000:
        isi.append(baris[i].teks)
        i += 1
        if "</table" in isi[-1].lower():
            break
    pengurai = _Html()
    pengurai.feed("\n".join(isi))
    tinggi = pengurai.r + 1
    for p in pengurai.sel:
        p.teks, p.rs = bersih(p.teks.replace("<", "&lt;")), min(p.rs, tinggi - p.r)
        p.garis, p.halaman = baris[mulai].garis, baris[mulai].halaman
    if not any(p.teks for p in pengurai.sel):
        return i, []
    m = Mentah("petak", garis=baris[mulai].garis, halaman=baris[mulai].halaman, sel=pengurai.sel, terpotong=True)
    return i, [m]
