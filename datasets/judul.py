"""Headings and their paths, list items told from headings, captions of tables."""

import re

from rapidfuzz import fuzz

from datasets.dokumen import Mentah
from datasets.petak import kosakata

_LABEL = re.compile(
    r"(?P<bab>bab\s+(?:[ivxlc]+|\d{1,2})\b[.:\s–-]*)|(?P<desimal>\d{1,2}(?:\.\d{1,2}){1,4}\.?\s+)|(?P<besar>[A-Z]\s*[.)]\s*)|"
    r"(?P<romawi>(?:I|II|III|IV|V|VI|VII|VIII|IX|X)\s*[.)]\s+)|(?P<angka>\d{1,2}\s*[.)]\s*)|(?P<kurung>\(\d{1,2}\)\s*)|(?P<kecil>[a-z]\s*[.)]\s*)",
)
_TINGKAT = {"bab": 1, "besar": 2, "romawi": 2, "angka": 3, "kecil": 4, "kurung": 5}
_AKHIR_BUTIR = re.compile(r"[;.,]$|;\s*dan$|,\s*dan$")


def _label(teks: str) -> tuple[str, str, str]:
    """(kind, label, rest) of a numbered line; ('', '', teks) without a label."""
    m = _LABEL.match(teks) or (re.match(r"(?P<bab>BAB\s+\w+[.:\s–-]*)", teks))
    if not m:
        m = re.match(r"(?P<bab>(?i:bab)\s+(?:[IVXLCivxlc]+|\d{1,2})\b[.:\s–-]*)", teks)
    if not m:
        return "", "", teks
    jenis = m.lastgroup
    return jenis, m[0].strip(), teks[m.end() :].strip()


def _urutan(jenis: str, label: str) -> int:
    t = re.sub(r"[^\w]", "", label)
    if jenis in ("angka", "kurung"):
        return int(t)
    if jenis in ("besar", "kecil"):
        return ord(t.lower()) - 96
    return 0


def _berjudul(teks: str) -> float:
    """Share of longer words that begin with a capital: headings are set so, sentences are not."""
    kata = [k for k in re.findall(r"[^\W\d_]{4,}", teks) if k.lower() not in ("yang", "dengan", "dalam", "pada", "atas", "untuk", "terhadap", "tahun", "dari", "serta")]
    return sum(k[0].isupper() for k in kata) / len(kata) if kata else 0.0


def tandai(blok: list[Mentah]) -> list[Mentah]:
    """Blocks with the headings of a text marked: 'BAB I' joined with its title, jenis judul, tingkat 1..6."""
    isi_daftar = [_kunci(b.teks.split("\t")[0]) for b in blok if "\t" in b.teks and b.jenis != "petak"]
    hasil: list[Mentah] = []
    i = 0
    dalam = min((b.tingkat for b in blok if b.jenis == "judul" and b.tingkat), default=0)
    while i < len(blok):
        b = blok[i]
        if b.jenis == "petak" or "\t" in b.teks or len(b.teks) > 200:
            hasil.append(b)
            i += 1
            continue
        jenis, label, sisa = _label(b.teks)
        if jenis == "bab":
            if not sisa and i + 1 < len(blok) and _judul_bab(blok[i + 1]):
                b.teks = f"{b.teks.strip()} {blok[i + 1].teks.strip()}"
                i += 1
            if len(b.teks) < 150 and not re.search(r"[.;,]$", b.teks):
                b.jenis, b.tingkat = "judul", 1
        elif b.jenis == "judul":
            b.tingkat = b.tingkat or 1
        elif kosakata()["judul_utama"].fullmatch(b.teks.strip()) and (b.teks.isupper() or b.teks.istitle() or _kunci(b.teks) in isi_daftar):
            b.jenis, b.tingkat = "judul", 1
        elif jenis and sisa and _adalah_judul(blok, i, jenis, label, sisa, isi_daftar):
            b.jenis = "judul"
            b.tingkat = label.count(".") + (0 if label.endswith(".") else 1) if jenis == "desimal" else _TINGKAT[jenis]
        hasil.append(b)
        i += 1
    return hasil


def _kunci(teks: str) -> str:
    return re.sub(r"\W+", " ", teks.lower()).strip()


def _judul_bab(b: Mentah) -> bool:
    return b.jenis in ("paragraf", "judul") and len(b.teks) < 120 and b.teks.strip() and (b.teks.isupper() or _berjudul(b.teks) > 0.8) and not re.search(r"[.;:,]$", b.teks)


def _adalah_judul(blok: list[Mentah], i: int, jenis: str, label: str, sisa: str, daftar: list[str]) -> bool:
    teks = blok[i].teks
    if len(teks) > 170 or not re.search(r"[A-Za-z]{3}", sisa):
        return False
    kunci = _kunci(teks)
    if any(fuzz.ratio(kunci, d) >= 90 for d in daftar):
        return True
    if _AKHIR_BUTIR.search(teks) or not sisa[0].isupper():
        return False
    n = _urutan(jenis, label)
    lanjut = blok[i + 1] if i + 1 < len(blok) else None
    if lanjut is None:
        return False
    kl, ll, sl = _label(lanjut.teks) if lanjut.jenis != "petak" else ("", "", "")
    sebelum = blok[i - 1] if i else None
    ks, ls, _ = _label(sebelum.teks) if sebelum is not None and sebelum.jenis != "petak" else ("", "", "")
    if kl == jenis and n and _urutan(kl, ll) == n + 1:
        return False  # the next item follows at once: a list
    if ks == jenis and n and sebelum.jenis != "judul" and _urutan(ks, ls) == n - 1:
        return False  # the last item of a list
    if sebelum is not None and n == 1 and re.search(r"(:|berikut( ini)?\.?|yaitu|adalah|meliputi|antara lain)\s*$", sebelum.teks) and jenis not in ("besar", "romawi"):
        return False  # announced by the sentence above
    return _berjudul(sisa) >= (0.5 if jenis in ("besar", "romawi", "desimal") else 0.6)


def jalur(blok: list[Mentah]) -> list[str]:
    """The path of headings above each block, its own included: 'BAB III … > A. … > 1. …'."""
    tumpuk: list[tuple[int, str]] = []
    hasil = []
    for b in blok:
        if b.jenis == "judul":
            while tumpuk and tumpuk[-1][0] >= b.tingkat:
                tumpuk.pop()
            tumpuk.append((b.tingkat, b.teks.strip()))
        hasil.append(" > ".join(t for _, t in tumpuk))
    return hasil


def keterangan(blok: list[Mentah], i: int) -> str:
    """Caption of the grid at i: the short line(s) right above that name it; '' without one."""
    baris: list[str] = []
    for b in reversed(blok[max(0, i - 4) : i]):
        if b.jenis not in ("paragraf", "judul") or "\t" in b.teks or len(b.teks) > 200:
            break
        t = b.teks.strip()
        if kosakata()["keterangan"].fullmatch(t):
            baris.append(t)
            break
        if b.jenis == "judul" or re.search(r"[.:;,]$", t) or not (t.isupper() or (_berjudul(t) >= 0.75 and len(t) < 150)):
            break
        baris.append(t)
    return " ".join(reversed(baris))
