"""Header text → what a column may be: candidate roles, years, time words, units. The words stand in words/kepala.yaml."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from datasets.recognise.vocabulary import kosakata

TAHUN = re.compile(r"(?<![\d.,])((?:19|20)\d\d)(?![\d]|[.,]\d)")
_RENTANG = re.compile(
    r"(?:19|20)\d\d\s*(?:-|–|—|/|s\.?\s?/?d\.?|sampai(?: dengan)?|hingga)\s*(?:tahun\s*)?(?:19|20)\d\d", re.I
)
_SKALA = re.compile(r"\b(ribu|juta|mil[iy]ar|tril[iy]un)", re.I)
_ROMAWI = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
MIN_MIRIP = 88  # rapidfuzz ratio from which two words are one word misspelt


@dataclass(frozen=True)
class Kepala:
    """What one column's header says.

    jalur: texts from the top row down; calon: ((role, score 0..1), …) best first; tahun: years named, ranges left out;
    waktu: '' | lalu | depan | akhir | kumulatif | bulan | tw1..tw4 | smt1, smt2; terhadap: a share of some other year's target;
    persen: it says percent; uang: True (money), False (performance), None (does not say); satuan: unit in brackets.
    """

    jalur: tuple[str, ...]
    calon: tuple[tuple[str, float], ...]
    tahun: tuple[int, ...]
    waktu: str
    terhadap: bool
    persen: bool
    uang: bool | None
    satuan: str

    @property
    def teks(self) -> str:
        return " > ".join(self.jalur)

    def skor(self, *peran: str) -> float:
        """The best score of any of these roles, 0 where none is a candidate."""
        return max((s for p, s in self.calon if p in peran), default=0.0)


def rapi(teks: str) -> str:
    """Lower case, words torn by a line end closed up, punctuation but % and + to blanks."""
    teks = re.sub(r"(\w)-\s+(\w)", r"\1\2", str(teks)).lower()
    return re.sub(r"\s+", " ", re.sub(r"[^\w%+]+", " ", teks.replace("prosent", "persent"))).strip()


def _tanpa_tahun(teks: str) -> str:
    """The header without years, their 'tahun', and what stands in brackets as a unit."""
    teks = _RENTANG.sub(" ", str(teks))
    teks = re.sub(
        r"\(\s*(?:%|rp\.?[^)]*|dalam[^)]*|ribu\w*|juta\w*|mil[iy]ar\w*|orang|\d[\d\s:/x×+=-]*)\s*\)",
        " ",
        teks,
        flags=re.I,
    )
    teks = re.sub(
        r"\b(?:pada\s+)?(?:tahun|thn|th|ta|t\.a)\.?\s*(?:anggaran\s*)?(?=(?:19|20)\d\d|$)", " ", teks, flags=re.I
    )
    return rapi(TAHUN.sub(" ", teks))


@cache
def _kamus() -> dict[str, list[str]]:
    """Synonym (as `rapi` leaves it) → roles, in the order of the vocabulary."""
    hasil: dict[str, list[str]] = {}
    for peran, kata in kosakata("kepala")["peran"].items():
        for k in kata:
            hasil.setdefault(rapi(str(k)), []).append(peran)
    return hasil


@cache
def _padat() -> dict[str, list[str]]:
    """Synonym without blanks → roles."""
    hasil: dict[str, list[str]] = {}
    for k, peran in _kamus().items():
        hasil.setdefault(k.replace(" ", ""), []).extend(peran)
    return hasil


@cache
def _panjang() -> list[str]:
    """Words of the vocabulary long enough to be told apart when misspelt."""
    return sorted({w for k in _kamus() for w in k.split() if len(w) >= 6})


@cache
def _kata(nama: str) -> frozenset[str]:
    return frozenset(rapi(str(k)) for k in kosakata("kepala")[nama])


@lru_cache(maxsize=4096)
def _eja(kata: str) -> str:
    """A misspelt word of the vocabulary as it should be."""
    if len(kata) < 6 or not kata.isalpha() or kata in _panjang():
        return kata
    mirip = process.extractOne(kata, _panjang(), scorer=fuzz.ratio, score_cutoff=MIN_MIRIP)
    return mirip[0] if mirip else kata


@lru_cache(maxsize=4096)
def calon_peran(teks: str) -> tuple[tuple[str, float], ...]:
    """Roles that one header text may mean, best first; ((role, score), …). Exact words 1, misspelt 0.9, contained less.

    Of roles with equal scores the one that stands first in the vocabulary comes first.
    """
    n = _tanpa_tahun(teks) or rapi(teks)
    if not n:
        return ()
    padat = n.replace(" ", "")
    nilai: dict[str, float] = dict.fromkeys(_padat().get(padat, ()), 1.0)
    if len(padat) >= 5:
        for sinonim, _, _ in process.extract(padat, list(_padat()), scorer=fuzz.ratio, score_cutoff=MIN_MIRIP, limit=8):
            if len(sinonim) >= 5 and ("%" in padat) == ("%" in sinonim):
                for p in _padat()[sinonim]:
                    nilai[p] = max(nilai.get(p, 0), 0.9)
    kata = [_eja(k) for k in n.split()]
    for i in range(len(kata)):
        for j in range(i + 1, min(len(kata), i + 6) + 1):
            sinonim = " ".join(kata[i:j])
            if len(sinonim) < 3 or sinonim not in _kamus():
                continue
            skor = (0.55 if i == 0 else 0.4) + 0.3 * len(sinonim.replace(" ", "")) / len(padat)
            for p in _kamus()[sinonim]:
                nilai[p] = max(nilai.get(p, 0), skor)
    if "%" in kata and "persen" not in nilai:
        nilai["persen"] = 0.5
    return _urut(nilai)


def _urut(nilai: dict[str, float]) -> tuple[tuple[str, float], ...]:
    peran = list(kosakata("kepala")["peran"])
    return tuple(sorted(nilai.items(), key=lambda x: (-x[1], peran.index(x[0]))))


def _mengandung(teks: str, kata: frozenset[str] | tuple) -> bool:
    lapis = f" {teks} "
    return any(f" {k} " in lapis for k in kata)


@cache
def _waktu() -> dict[str, tuple[str, ...]]:
    return {w: tuple(rapi(str(k)) for k in kata) for w, kata in kosakata("kepala")["waktu"].items()}


@cache
def _bulan() -> frozenset[str]:
    """Names of months."""
    return frozenset(str(b) for nama in kosakata("bulan").values() for b in nama)


def _cari_waktu(teks: str, bertarget: bool) -> str:
    w = _waktu()
    for nama, pendek in (("triwulan", "tw"), ("semester", "smt")):
        m = re.search(rf"\b(?:{'|'.join(w[nama])})\s*(?:ke )?(iv|i{{1,3}}|[1-4])\b", teks)
        if m:
            return f"{pendek}{_ROMAWI.get(m[1], m[1])}"
    for nama in ("lalu", "depan"):
        if _mengandung(teks, w[nama]):
            return nama
    if teks.split(" ")[-1] in _bulan():
        return "bulan"
    if bertarget and _mengandung(teks, w["akhir"]):
        return "akhir"
    return "kumulatif" if _mengandung(teks, w["kumulatif"]) else ""


@lru_cache(maxsize=4096)
def baca_kepala(jalur: tuple[str, ...]) -> Kepala:
    """Read the header texts above one column (top row first)."""
    jalur = tuple(dict.fromkeys(t.strip() for t in jalur if t.strip()))
    semua = " ".join(jalur)
    n = rapi(semua)
    tahun = tuple(dict.fromkeys(int(t) for t in TAHUN.findall(_RENTANG.sub(" ", semua))))
    nilai: dict[str, float] = {}
    berarti = [t for t in jalur if _tanpa_tahun(t)]
    # the lowest text says most; what stands above it helps where that says nothing
    for tingkat, teks in enumerate(reversed(berarti)):
        bobot = 1.0 if tingkat == 0 else 0.5
        for peran, skor in calon_peran(teks):
            nilai[peran] = max(nilai.get(peran, 0), skor * bobot)
    if len(berarti) > 1:
        for peran, skor in calon_peran(" ".join(berarti)):
            nilai[peran] = max(nilai.get(peran, 0), skor * 0.9 if skor >= 0.9 else 0)
    kata = set(n.split())
    uang = bool(kata & _kata("uang")) or None
    if not uang and kata & _kata("kinerja"):
        uang = False
    bawah = rapi(jalur[-1]) if jalur else ""
    if uang and set(bawah.split()) & _kata("kinerja") and not set(bawah.split()) & _kata("uang"):
        uang = False
    terhadap = _mengandung(n, _waktu()["terhadap"])
    m = re.search(r"\(([^()]*)\)", semua)
    skala = _SKALA.search(m[1]) if m else None
    satuan = (
        "%"
        if re.search(r"%", semua)
        else f"Rp {skala[1].lower()}"
        if skala
        else "Rp"
        if re.search(r"\bRp\b", semua)
        else ""
    )
    return Kepala(
        jalur,
        _urut(nilai),
        tahun,
        _cari_waktu(n, True),
        terhadap,
        bool(re.search(r"%|\bpersen", n)),
        uang,
        satuan,
    )


def dokumen(teks: str) -> str:
    """Which planning document a caption, heading or sentence speaks of first (RPD, PK, …); '' if none."""
    n = rapi(teks)
    ada = [
        (m.start(), i, nama)
        for i, (nama, pola) in enumerate(kosakata("kepala")["dokumen"])
        if (m := re.search(pola, n))
    ]
    return min(ada)[2] if ada else ""


def ukuran_kolom(teks: str) -> str:
    """What a count column counts, as other places call it: a word of the vocabulary, else the header itself."""
    polos = re.sub(r"\s+", " ", re.sub(r"(\w)-\s+(\w)", r"\1\2", teks)).strip().lower()
    for nama, pola in kosakata("kepala")["ukuran"].items():
        if any(re.search(p, polos) for p in pola):
            return nama
    return polos
