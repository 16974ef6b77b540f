"""Lines of one text put together, and paragraphs that hold several lines or tab columns taken apart."""

import re

from datasets.document.model import Mentah, Petak

_ANGKA = re.compile(r"\(?[-−]?(?:Rp\.? ?)?[\d.,]*\d[\d.,]*\)?(?: ?%)?")
_UTUH = re.compile(r"\(?[-−]?(?:Rp\.? ?)?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?\)?(?: ?%)?")
_TANDA = re.compile(r"(?:\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)]|[-–•▪➢✓*o])\s+\S")
_HALAMAN = re.compile(r"[ivxlc]{1,6}|\d{1,4}", re.I)
_SUKU = {
    "di",
    "ke",
    "km",
    "ha",
    "kg",
    "kk",
    "rt",
    "rw",
    "ii",
    "iv",
    "vi",
    "sd",
}  # words of two letters, no ends of words
MIN_BARIS_TAB = 3  # so many paragraphs in a row make tab columns


def sambung(a: str, b: str, penuh: bool = False, penggal: bool = False) -> str:
    """Two lines of one text. Torn numbers close up; two whole numbers, one below the other, stay apart by a line end.

    penuh: the upper line fills its cell, so that a word or number may have been cut there without a sign.
    penggal: the document hyphenates, so that a hyphen at a line's end goes.
    """
    a, b = a.rstrip(" "), b.lstrip(" ")
    if not a or not b:
        return a + b
    if (b[0] == "%" and a[-1].isdigit()) or (b == "-" and penuh):
        return a + b
    if re.search(r"[^\W_]-$", a) and b[0].isalnum():
        kata, ekor = re.search(r"(\w+)-$", a)[1].lower(), re.match(r"\w+", b)[0].lower()
        ulang = ekor.startswith(kata[-4:]) or kata.startswith(ekor[:4])  # rata-rata, perundang-undangan
        return a[:-1] + b if penggal and not ulang and kata[-1].isalpha() and b[0].islower() else a + b
    atas, awal = a.rpartition("\n")[2], b.split(" ")[0]
    if _ANGKA.fullmatch(atas.rstrip(".,")) and _ANGKA.fullmatch(awal):
        if _terpenggal(atas, awal, penuh and awal == b):
            return a + b
        if awal == b:
            return f"{a}\n{b}"
    elif re.search(r"\d\.\d{3}\.$", a) and re.match(r"\d{3}\b", b):
        return a + b
    if penuh and re.fullmatch(r"[a-z]{1,2}", awal) and awal not in _SUKU and a[-1].islower():
        return a + b  # a word too long for its column
    return f"{a} {b}"


def _terpenggal(a: str, b: str, penuh: bool) -> bool:
    """Are these two pieces of one number, torn by a line end?"""
    if b[0] in ".," or (a[-1] in ".," and re.search(r"\d[.,]\d|Rp", a)):
        return True
    if not _UTUH.fullmatch(a) and _UTUH.fullmatch(
        a + b
    ):  # "1." is a list label before "250", and torn before "250.000"
        return not re.fullmatch(r"\d{1,2}\.", a) or penuh or "." in b
    digit = re.fullmatch(r"(\d+) ?%?", b)
    return penuh and digit is not None and not a.endswith("%") and len(digit[1]) < len(a)


def lepas_peluru(m: Mentah) -> Mentah:
    """A line that begins with a bullet is a list item, and the bullet goes (a dash before a figure is no minus)."""
    if m.jenis != "petak" and (p := re.match(r"[-–•▪◦‣➢✓*]\s+(?=\S)", m.teks)):
        m.teks, m.jenis = m.teks[p.end() :], "butir" if m.jenis == "paragraf" else m.jenis
    return m


def satukan(baris: list[str]) -> str:
    """All lines of one cell as one text."""
    hasil = ""
    for b in baris:
        hasil = sambung(hasil, b)
    return hasil


def pecah(m: Mentah) -> list[Mentah]:
    """A paragraph with hard line ends: list items and 'a : b' lines as blocks of their own, else one line."""
    baris = [b for b in m.teks.split("\n") if b.strip()]
    if len(baris) < 2:
        return [m]
    sendiri = sum(bool(_TANDA.match(b) or re.search(r"\s?[:=]\s", b)) for b in baris[1:])
    if m.jenis == "judul" or sendiri * 2 < len(baris) - 1 or (len(baris) == 2 and not _TANDA.match(baris[1])):
        m.teks = satukan(baris)
        return [m]
    return [Mentah("butir" if _TANDA.match(b) else m.jenis, b.strip(), 0, m.halaman, m.garis, m.jejak) for b in baris]


def urai_tab(blok: list[Mentah]) -> list[Mentah]:
    """Tabs: contents lines keep 'judul<TAB>halaman', columns with figures become a grid, other tabs spaces."""
    hasil: list[Mentah] = []
    i = 0
    while i < len(blok):
        if blok[i].jenis == "petak" or "\t" not in blok[i].teks:
            hasil.append(blok[i])
            i += 1
            continue
        if "\t\t" in blok[i].teks and blok[i].jenis == "butir":  # a tab stop with a leader says so by itself
            blok[i].teks = blok[i].teks.replace("\t\t", "\t")
            hasil.append(blok[i])
            i += 1
            continue
        j = i
        while j < len(blok) and blok[j].jenis != "petak" and "\t" in blok[j].teks:
            j += 1
        hasil += _deret(blok[i:j])
        i = j
    return hasil


def _deret(blok: list[Mentah]) -> list[Mentah]:
    medan = [[s.strip() for s in re.split(r"\t+", m.teks.strip())] for m in blok]
    isi = [
        _HALAMAN.fullmatch(f[-1])
        and re.search(r"[A-Za-z]{3}", " ".join(f[:-1]))
        and not re.search(r"[:=]$|\bRp\.?$", f[-2])
        if len(f) > 1
        else None
        for f in medan
    ]
    if sum(map(bool, isi)) >= max(MIN_BARIS_TAB, 0.6 * len(blok)):
        for m, f, cocok in zip(blok, medan, isi, strict=True):
            m.teks = f"{' '.join(filter(None, f[:-1])).rstrip(' .…')}\t{f[-1]}" if cocok else " ".join(filter(None, f))
            m.jenis = "butir" if m.jenis == "paragraf" else m.jenis
        return blok
    if len(blok) >= MIN_BARIS_TAB and _berkolom(medan):
        sel = [
            Petak(r, c, t, halaman=m.halaman, jejak=m.jejak)
            for r, (m, f) in enumerate(zip(blok, medan, strict=True))
            for c, t in enumerate(f)
        ]
        return [Mentah("petak", halaman=blok[0].halaman, jejak=blok[0].jejak, sel=sel)]
    for m, f in zip(blok, medan, strict=True):
        m.teks = " ".join(filter(None, f))
    return blok


def _berkolom(medan: list[list[str]]) -> bool:
    """Do these tab fields make columns: three or more in every line, one of them mostly figures, none a mere ':'?"""
    n = len(medan[0])
    if n < 3 or any(len(f) != n or {":", "="} & set(f) for f in medan):
        return False
    return any(sum(bool(_ANGKA.fullmatch(f[c])) for f in medan) * 2 > len(medan) for c in range(1, n))
