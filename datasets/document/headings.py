"""Headings and their paths, list items told from headings, captions of tables."""

import re
from typing import NamedTuple

from rapidfuzz import fuzz

from datasets.document.cells import kosakata
from datasets.document.model import Mentah

_LABEL = re.compile(
    r"(?P<bab>(?i:bab)\s+(?:[IVXLCivxlc]+|\d{1,2})\b(?:\s*[.:–-])?\s*)"
    r"|(?P<desimal>(?:\d{1,2}|[IVX]{1,4})(?:\.\d{1,2}){1,4}\.?\s+(?=\D))"
    r"|(?P<romawi>(?:II|III|IV|VI|VII|VIII|IX|XI|XII)\s*[.)]\s+)"
    r"|(?P<besar>[A-Z]\s*[.)]\s*)"
    r"|(?P<angka>\d{1,2}\s*[.)]\s*)"
    r"|(?P<kurung>\((?:\d{1,2}|[a-z])\)\s*)"
    r"|(?P<kecil>[a-z]\s*[.)]\s*)"
)
_ROMAWI = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_SAMBUNG = set("yang dengan dalam pada atas untuk terhadap tahun dari serta oleh antara tentang sampai kepada".split())


class Label(NamedTuple):
    """The number of a numbered line: its kind ('' none), its value, and the words after it."""

    jenis: str
    nomor: int
    sisa: str


def label(teks: str) -> Label:
    """Read the label of a line: 'BAB III …', '3.1.2 …', 'A. …', '1) …', '(a) …'."""
    m = _LABEL.match(teks)
    if not m:
        return Label("", 0, teks)
    angka = re.findall(r"[^\W_]+", re.sub(r"(?i)bab", "", m[0]))
    jenis = m.lastgroup + (str(len(angka)) if m.lastgroup == "desimal" else "")
    n = angka[-1].lower() if angka else ""
    if n.isdigit():
        nomor = int(n)
    elif m.lastgroup in ("bab", "romawi"):
        nilai = [_ROMAWI.get(h, 0) for h in n]
        nomor = sum(-v if v < max(nilai[i:]) else v for i, v in enumerate(nilai))
    else:
        nomor = ord(n) - 96 if len(n) == 1 else 0
    return Label(jenis, nomor, teks[m.end() :].strip())


def berjudul(teks: str) -> float:
    """Share of longer words that begin with a capital: headings are set so, sentences are not."""
    kata = [k for k in re.findall(r"[^\W\d_]{4,}", teks) if k.lower() not in _SAMBUNG]
    return sum(k[0].isupper() for k in kata) / len(kata) if kata else 0.0


def kunci(teks: str) -> str:
    return re.sub(r"\W+", " ", teks.lower()).strip()


def _satu_baris(b: Mentah | None, maks: int = 150) -> bool:
    return b is not None and b.jenis != "petak" and "\t" not in b.teks and 0 < len(b.teks.strip()) <= maks


def gabung_bab(blok: list[Mentah]) -> list[Mentah]:
    """'BAB III' and its title on the next line (or two) as one block."""
    hasil: list[Mentah] = []
    for b in blok:
        a = hasil[-1] if hasil else None
        if (
            _satu_baris(a)
            and _satu_baris(b, 120)
            and a.jenis in ("judul", "paragraf")
            and b.jenis in ("judul", "paragraf")
        ):
            la, dekat = label(a.teks), b.garis < 0 or b.garis - a.garis <= 4
            buntung = la.jenis == "bab" and not la.sisa
            # a title in capitals over two lines
            lanjut = la.jenis == "bab" and la.sisa.isupper() and b.garis - a.garis == 1 and b.teks.isupper()
            if dekat and (buntung or lanjut) and not label(b.teks).jenis and not re.search(r"[.;:,]$", b.teks):
                if b.teks.isupper() or berjudul(b.teks) > 0.8:
                    a.teks = f"{a.teks.strip()} {b.teks.strip()}"
                    continue
        hasil.append(b)
    return hasil


def tandai(blok: list[Mentah]) -> list[Mentah]:
    """The blocks with headings marked (jenis judul), 'BAB I' joined with its title. Levels are set by `jalur`."""
    blok = gabung_bab(blok)
    daftar = [kunci(b.teks.split("\t")[0]) for b in blok if "\t" in b.teks and b.jenis != "petak"]
    label_ = [label(b.teks) if b.jenis != "petak" else Label("", 0, "") for b in blok]
    utama = kosakata()["judul_utama"]
    for i, b in enumerate(blok):
        if b.jenis == "judul" or not _satu_baris(b, 200):
            continue
        t = b.teks.strip()
        jenis = label_[i].jenis
        if jenis == "bab":
            jadi = len(t) < 150 and not re.search(r"[.;,]$", t) and not _berderet(label_, i)
        elif utama.fullmatch(t) and (t.isupper() or berjudul(t) == 1.0 or kunci(t) in daftar):
            jadi = True
        elif jenis:
            jadi = _bernomor(blok, label_, i, daftar)
        else:
            jadi = _polos(blok, label_, i)
        if jadi:
            b.jenis, b.tingkat = "judul", 0
    return blok


def _berderet(label_: list[Label], i: int) -> bool:
    """'Bab I …', 'Bab II …' right after each other: an outline, no headings."""
    return any(
        0 <= j < len(label_) and label_[j].jenis == "bab" and label_[j].sisa for j in (i - 1, i + 1) if label_[i].sisa
    )


def _bernomor(blok: list[Mentah], label_: list[Label], i: int, daftar: list[str]) -> bool:
    """Is this numbered line a heading, or an item of a list?"""
    b, la = blok[i], label_[i]
    teks, sisa = b.teks.strip(), la.sisa
    if len(teks) > 170 or len(re.findall(r"\d[.,]\d|\d ?%", teks)) > 1 or not re.search(r"[^\W\d_]{3}", sisa):
        return False
    if any(fuzz.ratio(kunci(teks), d) >= 90 for d in daftar):
        return True
    if re.search(r"([;.,]|[;,] ?dan)$", teks) or not sisa[0].isupper() or i + 1 >= len(blok):
        return False
    depan, belakang = label_[i + 1], label_[i - 1] if i else Label("", 0, "")
    if depan.jenis == la.jenis and depan.nomor == la.nomor + 1 and blok[i + 1].jenis != "judul":
        return False  # the next item follows at once: a list
    if belakang.jenis == la.jenis and blok[i - 1].jenis != "judul" and belakang.nomor <= la.nomor:
        return False  # the last item of a list
    if teks.endswith(":") and depan.jenis and blok[i + 1].jenis != "petak":
        return False  # an item with items of its own
    kuat = la.jenis in ("besar", "romawi") or la.jenis.startswith("desimal")
    if la.nomor == 1 and not kuat and i and kosakata()["pengantar"].search(blok[i - 1].teks):
        return False  # announced by the sentence above
    if berjudul(sisa) >= (0.5 if kuat else 0.6):
        return True
    lanjut = blok[i + 1]  # the sentence below takes up the words of its heading
    return (
        lanjut.jenis == "paragraf"
        and len(lanjut.teks) > 90
        and fuzz.partial_ratio(sisa.lower(), lanjut.teks.lower()) >= 85
    )


def _polos(blok: list[Mentah], label_: list[Label], i: int) -> bool:
    """Is this line without a number a heading: short, set as a title, alone, prose or items below it?"""
    b, t = blok[i], blok[i].teks.strip()
    kuat = kosakata()["judul_polos"].fullmatch(t) is not None
    if (
        b.jenis != "paragraf"
        or len(t) > 120
        or len(t) < 4
        or i + 1 >= len(blok)
        or not t[0].isupper()
        and t[0] not in '“"'
    ):
        return False
    if not kuat and re.search(r"[.;:,!?]$|:|@|www|\d{2}[./-]\d|\d[.,]\d", t) or kosakata()["bukan_judul"].search(t):
        return False
    if not t.isupper() and berjudul(t) < 0.75 and not kuat:
        return False
    depan, belakang = blok[i + 1], blok[i - 1] if i else None
    if depan.jenis == "petak" or "\t" in depan.teks:
        return False
    if (
        depan.jenis == "paragraf"
        and len(depan.teks) < 90
        and not (kuat and kosakata()["judul_polos"].fullmatch(depan.teks.strip()))
    ):
        return False
    if depan.jenis == "judul" or label_[i + 1].jenis == "bab":
        return False
    if depan.jenis == "butir" and label_[i + 1].nomor > 1:
        return False
    if b.garis >= 0 and (
        depan.garis - b.garis == 1 and len(depan.teks) < 90 or belakang is not None and b.garis - belakang.garis == 1
    ):
        return False  # one line of a letterhead or a signature
    if belakang is None or belakang.jenis in ("petak", "judul"):
        return True
    return kuat or belakang.jenis == "butir" or re.search(r"[.;:!?%)”\"]$", belakang.teks.strip()) is not None


def jalur(blok: list[Mentah]) -> list[str]:
    """The path of headings above each block, its own included: 'BAB III … > A. … > 1. …'. Sets tingkat of headings.

    A heading ends those of its own kind and all below them; a kind not yet open nests below what is open.
    """
    tumpuk: list[Buka] = []
    daftar = {kunci(b.teks.split("\t")[0]) for b in blok if "\t" in b.teks}
    hasil = []
    for b in blok:
        if b.jenis == "judul":
            baru = _buka(b, tumpuk)
            del tumpuk[_tutup(tumpuk, baru) :]
            while (
                tumpuk
                and tumpuk[-1].jenis == "polos"
                and kunci(baru.teks) in daftar
                and kunci(tumpuk[-1].teks) not in daftar
            ):
                tumpuk.pop()  # the contents name the one and not the other: it is no part of it
            tumpuk.append(baru)
            b.tingkat = b.tingkat or min(len(tumpuk), 6)
        hasil.append(" > ".join(t.teks for t in tumpuk))
    return hasil


class Buka(NamedTuple):
    """An open heading: bab | utama | format (level given by the document) | label kinds | polos."""

    jenis: str
    nomor: int
    tingkat: int
    teks: str


def _buka(b: Mentah, tumpuk: list[Buka]) -> Buka:
    la, t = label(b.teks), b.teks.strip()
    if la.jenis == "bab":
        return Buka("bab", la.nomor, b.tingkat or 1, t)
    bab = next((x for x in tumpuk if x.jenis == "bab"), None)
    if b.tingkat and not (bab and la.jenis and b.tingkat <= bab.tingkat):
        return Buka("format", 0, b.tingkat, t)
    if not la.jenis and kosakata()["judul_utama"].fullmatch(t):
        return Buka("utama", 0, 1, t)
    return Buka(la.jenis or "polos", la.nomor, 0, t)


def _tutup(tumpuk: list[Buka], baru: Buka) -> int:
    """How many open headings stay open above a new one."""
    if baru.jenis in ("bab", "utama"):
        return 0
    if baru.jenis == "format":
        n = next(
            (i for i, x in enumerate(tumpuk) if x.jenis in ("format", "bab") and x.tingkat >= baru.tingkat), len(tumpuk)
        )
        while n and tumpuk[n - 1].jenis not in ("format", "bab", "utama"):
            n -= 1  # what the document marks ends what only its wording shows
        return n
    if baru.jenis == "polos":
        n = len(tumpuk)
        while n and tumpuk[n - 1].jenis in ("kecil", "kurung"):
            n -= 1
        if n and tumpuk[n - 1].jenis == "polos":
            return n - 1
        return len(tumpuk)
    if baru.jenis.startswith("desimal"):
        tingkat = int(baru.jenis[7:])
        return next(
            (i for i, x in enumerate(tumpuk) if x.jenis.startswith("desimal") and int(x.jenis[7:]) >= tingkat),
            len(tumpuk),
        )
    sama = [i for i, x in enumerate(tumpuk) if x.jenis == baru.jenis]
    urut = [i for i in sama if tumpuk[i].nomor == baru.nomor - 1]  # the one that this number follows
    return urut[-1] if urut else sama[0] if sama else len(tumpuk)


def keterangan(blok: list[Mentah], i: int) -> str:
    """Caption of the grid at i: the short line(s) right above that name it; '' without one."""
    baris: list[str] = []
    polos = 0
    for b in reversed(blok[max(0, i - 5) : i]):
        if not _satu_baris(b, 250) or b.jenis == "butir":
            break
        t = b.teks.strip()
        if kosakata()["keterangan"].match(t) and not (
            b.jenis == "judul" and label(t).jenis + t[:8].lower() == "lampiran"
        ):
            return " ".join([t, *reversed(baris)])
        if (
            b.jenis == "judul"
            or len(t) > 150
            or re.search(r"[.:;,]$|\s:\s|^[(]", t)
            or kosakata()["bukan_judul"].search(t)
        ):
            if not kosakata()["antara"].fullmatch(t):
                break
            continue
        if not t.isupper() and (berjudul(t) < 0.6 or polos):
            break
        polos += not t.isupper()
        baris.append(t)
    return " ".join(reversed(baris))
