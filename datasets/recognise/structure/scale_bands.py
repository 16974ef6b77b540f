"""One band of a rating scale as printed ("> 85 sd 100%", "91 % ≤ 100 %", "85 ke atas") to its two bounds."""

import re
from functools import cache
from typing import NamedTuple

from datasets.recognise.vocabulary import kosakata

_URUTAN = ["ge", "le", "ke_atas", "ke_bawah", "gt", "lt", "sd", "sama"]
_BALIK = {"gt": "lt", "ge": "le", "lt": "gt", "le": "ge"}


class Selang(NamedTuple):
    """Bounds as printed texts ('' = open) and whether they belong to the band ('ya', 'tidak', '' where open)."""

    bawah: str
    bawah_termasuk: str
    atas: str
    atas_termasuk: str


@cache
def _leksem() -> re.Pattern:
    bagian = []
    for nama, pola in sorted(kosakata("skala")["tanda"].items(), key=lambda x: _URUTAN.index(x[0])):
        pola = [p.replace(" ", r"\s*") if p[:1].isalpha() else p for p in pola]
        bagian.append(f"(?P<{nama}>{'|'.join(pola)})")
    return re.compile("|".join([r"(?P<angka>\d+(?:[.,]\d+)?\s?%?)", *bagian, r"(?P<kata>[a-z][a-z.]*)"]), re.I)


def _lex(teks: str) -> list[tuple[str, str]]:
    teks = re.sub(r"\s+", " ", teks.lower()).replace("\\%", "%").replace("$", "")
    return [(m.lastgroup, m[0].strip()) for m in _leksem().finditer(teks)]


def baca_selang(teks: str) -> Selang | None:
    """The bounds of one printed band, or None where the text is no band.

    '>' and '<' leave the bound out; '≥', '≤', 'a s.d. b' and 'a - b' take it in; '< 55 sd 0' is 0 to below 55; a single
    number is a band of one point. Numbers keep their printed form, '%' included.
    """
    lex = _lex(teks)
    letak = [i for i, (jenis, _) in enumerate(lex) if jenis == "angka"]
    if not 1 <= len(letak) <= 2:
        return None
    tanda = [(i, j) for i, (j, _) in enumerate(lex) if j in _BALIK]
    if len(letak) == 1:
        return _satu(lex, letak[0], tanda)
    return _dua(lex, letak, tanda)


def _satu(lex: list, letak: int, tanda: list) -> Selang | None:
    angka = lex[letak][1]
    ikut = [j for j, _ in lex]
    depan = [j for i, j in tanda if i < letak]
    belakang = [_BALIK[j] for i, j in tanda if i > letak]
    arah = (depan[-1:] or belakang[:1] or [""])[0]
    if not arah:
        if "ke_atas" in ikut[letak:]:
            arah = "ge"
        elif "ke_bawah" in ikut[letak:]:
            arah = "le"
        elif "sd" in ikut[:letak]:
            arah = "le"
        elif "sd" in ikut[letak:]:
            arah = "ge"
    elif "ke_atas" in ikut[letak:] or "ke_bawah" in ikut[letak:]:  # "> 85 ke atas"
        arah = arah if arah in ("gt", "lt") else ("ge" if "ke_atas" in ikut[letak:] else "le")
    if arah in ("gt", "ge"):
        return Selang(angka, "ya" if arah == "ge" else "tidak", "", "")
    if arah in ("lt", "le"):
        return Selang("", "", angka, "ya" if arah == "le" else "tidak")
    return Selang(angka, "ya", angka, "ya")


def _dua(lex: list, letak: list[int], tanda: list) -> Selang | None:
    (i, a), (k, b) = (letak[0], lex[letak[0]][1]), (letak[1], lex[letak[1]][1])
    antara = lex[i + 1 : k]
    jenis = [j for j, _ in antara]
    if not any(j in _BALIK or j == "sd" for j in jenis):
        return None
    a_tanda = next((j for n, j in reversed(tanda) if n < i), "")  # "> 85 …"
    b_tanda = ""
    if "sd" in jenis:
        setelah = antara[jenis.index("sd") + 1 :]
        sebelum = antara[: jenis.index("sd")]
        b_tanda = next((j for j, _ in setelah if j in _BALIK), "")
        a_tanda = a_tanda or next((_BALIK[j] for j, _ in sebelum if j in _BALIK), "")
    else:
        di_antara = [j for j in jenis if j in _BALIK]
        if len(di_antara) >= 2:  # "85 < x ≤ 100"
            a_tanda, b_tanda = a_tanda or _BALIK[di_antara[0]], di_antara[-1]
        else:  # "91 ≤ 100", "85 < 100"
            b_tanda = di_antara[0]
    besar_a, besar_b = (float(x.rstrip("% ").replace(",", ".")) for x in (a, b))
    if besar_a > besar_b:  # "< 55 sd 0", "100 - 85"
        a, b, a_tanda, b_tanda = b, a, b_tanda, a_tanda
    return Selang(a, "tidak" if a_tanda in ("gt", "lt") else "ya", b, "tidak" if b_tanda in ("lt", "gt") else "ya")
