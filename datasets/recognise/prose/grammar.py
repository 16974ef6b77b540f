"""A small grammar of report sentences: tokens with word classes, and patterns over those classes.

A token carries one or more classes: those of words/prosa.yaml, and the built-in ones. A pattern is a regular expression
over class names, as `Pola("TARGET PENGISI{0,3} SE? (?P<t>N)")`; `.` is any token, `![A|B]` any token that is neither.
Built in: N a report figure (also PERSEN, RP, HITUNG or PECAHAN) · KIRA_N a hedged one · K a number in words · Y years · TGL a
date · I a name (of an indicator, a sasaran, a quoted one, a noun phrase) · L a predikat label (also KUAT or LEMAH) ·
X another number · W a plain word · KOMA TITIKKOMA TITIK TDUA BUKA TUTUP SAMA GARIS_MIRING SILANG TAMBAH STRIP KURAWAL TANDA.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache


@dataclass(slots=True)
class Token:
    """One token: its classes, offsets, and what it says (id, nilai and satuan of a figure, years, a name)."""

    kelas: frozenset
    kecil: str
    mulai: int
    akhir: int
    id: int = -1
    nilai: float = float("nan")
    satuan: str = ""
    tahun: tuple = ()
    nama: str = ""
    jenis: str = ""  # of a name: indikator, sasaran, uraian, kutip, frasa; of a year: satu, daftar, rentang

    def __contains__(self, kelas: str) -> bool:
        return kelas in self.kelas


@dataclass
class Kalimat:
    """One sentence: its tokens and the text they stand in (blok; r, c ≥ 0 in a cell)."""

    teks: str
    token: list[Token]
    blok: int = -1
    r: int = -1
    c: int = -1
    simbol: str = field(default="", repr=False)

    def __post_init__(self):
        self.simbol = "".join(_simbol(t.kelas) for t in self.token)

    def cetak(self, a: int, b: int) -> str:
        """The printed text of tokens a to b (b not included), on one line."""
        return rapikan(self.teks[self.token[a].mulai : self.token[b - 1].akhir]) if a < b else ""

    def kata(self, a: int, b: int) -> str:
        """The text of tokens a to b in lower case."""
        return " ".join(t.kecil for t in self.token[a:b])


def rapikan(teks: str) -> str:
    """Printed words on one line, without quotes and markdown marks, and without punctuation at the ends."""
    teks = re.sub(r"[*$“”\"„«»]+", "", teks)
    return re.sub(r"\s+", " ", teks).strip(" \t\n'‘’,.;:-–")


_REGISTER: dict[frozenset, str] = {}


def _simbol(kelas: frozenset) -> str:
    """One private-use character for each set of classes."""
    simbol = _REGISTER.get(kelas)
    if simbol is None:
        simbol = _REGISTER[kelas] = chr(0xE000 + len(_REGISTER))
        _susun.cache_clear()
    return simbol


@lru_cache(maxsize=512)
def _susun(teks: str) -> re.Pattern:
    def huruf(nama: set[str], tidak: bool) -> str:
        isi = "".join(s for k, s in _REGISTER.items() if k & nama)
        if tidak:
            return f"[^{isi}]" if isi else "."
        return f"[{isi}]" if isi else "(?!)"

    teks = re.sub(r"!\[([A-Z_|]+)\]", lambda m: huruf(set(m[1].split("|")), True), teks)
    teks = re.sub(r"(?<!\?)\b[A-Z][A-Z_]*\b", lambda m: huruf({m[0]}, False), teks)
    return re.compile(re.sub(r"\s+", "", teks))


class Pola:
    """A pattern over token classes; group names are in lower case."""

    def __init__(self, teks: str):
        self.teks = teks

    def semua(self, k: Kalimat) -> list[re.Match]:
        """All matches, not overlapping; their spans are token positions."""
        return list(_susun(self.teks).finditer(k.simbol))

    def satu(self, k: Kalimat, mulai: int = 0) -> re.Match | None:
        """The first match at or after a token position."""
        return _susun(self.teks).search(k.simbol, mulai)

    def di(self, k: Kalimat, posisi: int) -> re.Match | None:
        """The match that starts at a token position."""
        return _susun(self.teks).match(k.simbol, posisi)
