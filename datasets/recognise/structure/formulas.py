"""Formulas for capaian that the report states, in LaTeX, in one line, over several lines or in words."""

import re
from dataclasses import replace
from functools import cache

import pandas as pd

from datasets.recognise.document_lines import Baris, frame
from datasets.recognise.vocabulary import kosakata, pilihan
from schemas.tables import PLACE_COLUMNS

_PECAHAN = re.compile(r"\\[dt]?frac\s*\{((?:[^{}]|\{[^{}]*\})*)\}\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
_SERATUS = r"(?:x100%?)?"
_BAGI = r"(?:/|_(?:x100%?)?)"
# over the alphabet R T ( ) + - / x and digits; _ is a printed fraction bar
BENTUK = [
    ("dua_target", r"\(?\(?2x?T\)?-\(?R\)*" + _BAGI + r"\(?T"),
    ("dua_target", r"\(?T-\(?R-T\)*" + _SERATUS + _BAGI + r"\(?T"),
    ("dua_target", r"\(?T\+\(?T-R\)*" + _SERATUS + _BAGI + r"\(?T"),
    ("dua_target", r"(?:1|100%?)-\(*R-T\)*" + _BAGI + r"\(?T"),
    ("dua_target", r"(?:1|100%?)\+\(*T-R\)*" + _BAGI + r"\(?T"),
    ("dua_target", r"(?:2|200%?)-\(?R" + _BAGI + r"T"),
    ("dua_target", r"(?:1|100%?)\+\(*(?:1|100%?)-\(?R" + _BAGI + r"T"),
    ("target_per_realisasi", r"(?<![-+\d])(?<![-+\d]\()\(?T\)?" + _SERATUS + _BAGI + r"\(?R(?![-+])"),
    ("realisasi_per_target", r"(?<![-+\d])(?<![-+\d]\()\(?R\)?" + _SERATUS + _BAGI + r"\(?T(?![-+])"),
]


@cache
def _arah() -> list[tuple[str, re.Pattern]]:
    k = kosakata("rumus")
    return [(a, re.compile(pilihan(k[a]), re.I)) for a in ("turun", "naik")]


@cache
def _kata() -> list[tuple[re.Pattern, str]]:
    k = kosakata("rumus")
    bukan = rf"(?!\s*(?:{pilihan(k['bukan_kinerja'])}))"
    hasil = [
        (re.compile(rf"\b(?:{pilihan(k[n])})", re.I), s)
        for n, s in (("bagi", " / "), ("kali", " x "), ("kurang", " - "), ("tambah", " + "))
    ]
    return [
        *hasil,
        (re.compile(rf"\b(?:{pilihan(k['R'])})\b{bukan}", re.I), " R "),
        (re.compile(rf"\b(?:{pilihan(k['T'])})\b{bukan}", re.I), " T "),
    ]


def sandi(teks: str) -> str:
    """The formula signs of a text as a short code: R, T, digits and operators; other words become '¤'."""
    t = re.sub(r"\\(?:text|mathrm|mathbf|textbf|operatorname)\s*\{([^{}]*)\}", r"\1", teks)
    for _ in range(3):
        t = _PECAHAN.sub(r"(\1)/(\2)", t)
    t = (
        t.replace("\\times", "x")
        .replace("\\cdot", "x")
        .replace("\\left", "")
        .replace("\\right", "")
        .replace("\\%", "%")
        .replace("$", " ")
    )
    t = (
        re.sub(r"[×✕∗*]", "x", t)
        .replace("÷", "/")
        .replace("[", "(")
        .replace("]", ")")
        .replace("{", "(")
        .replace("}", ")")
    )
    t = re.sub(r"[−–—]", "-", t)
    t = re.sub(r"(?:-\s?){3,}|_{3,}|─+|━+", " _ ", t)
    for pola, ganti in _kata():
        t = pola.sub(ganti, t)
    t = re.sub(r"(?<![A-Za-z])X(?![A-Za-z])", "x", t)
    t = re.sub(r"[A-Za-z]{2,}\S*|[A-QSU-Za-wyz](?![A-Za-z])", "¤", t)
    t = re.sub(r"\((R|T)\)", r"\1", re.sub(r"\s+", "", t))
    return re.sub(r"(?<=[RT)]):(?=[RT(])", "/", t)  # "realisasi : target" divides


def rumus_dalam(teks: str) -> str:
    """Which formula the text states ('' for none)."""
    if not re.search(r"\b(?:realisasi|hasil|kinerja)", teks, re.I) or not re.search(
        r"\b(?:rencana|target)", teks, re.I
    ):
        return ""
    s = sandi(teks)
    for nama, pola in BENTUK:
        if re.search(pola, s):
            return nama
    # a fraction set over lines without its bar: "Realisasi x 100% Rencana"
    if re.search(r"(?:^|=|:|¤)Rx100%?T(?:$|¤)", s):
        return "realisasi_per_target"
    if re.search(r"(?:^|=|:|¤)Tx100%?R(?:$|¤)", s):
        return "target_per_realisasi"
    if re.search(r"(?:^|=|:|¤)\(?T-\(R-T\)\)?x100%?T(?:$|¤)", s):
        return "dua_target"
    return ""


def arah_dalam(teks: str) -> str:
    """The direction a sentence speaks of: naik, turun or ''."""
    temu = [(m.start(), nama) for nama, pola in _arah() if (m := pola.search(teks))]
    return min(temu)[1] if temu else ""


def kenali_rumus(baris: list[Baris]) -> pd.DataFrame:
    """Typed table rumus. A formula has the direction that its own or the nearest sentence above (six lines) names."""
    isi: list[dict] = []
    baris = [k for b in baris for k in _kalimat(b)]
    n = 0
    while n < len(baris):
        b = baris[n]
        if b.wilayah in ("daftar isi", "sampul") or "\t" in b.teks or len(b.teks) > 1500:
            n += 1
            continue
        lebar, rumus = 0, ""
        for k in range(1, 6):  # a fraction may be set over up to five short lines
            potong = baris[n : n + k]
            if len(potong) < k or any(p.blok - b.blok > 6 or (k > 1 and len(p.teks) > 90) for p in potong):
                break
            if any(p.r >= 0 for p in potong) != (b.r >= 0):
                break
            rumus = rumus_dalam(_gabung(potong))
            if rumus:
                lebar = k
                break
        if not rumus or not _tentang_capaian(baris, n, lebar):
            n += 1
            continue
        teks = _gabung(baris[n : n + lebar])
        arah = _arah_untuk(baris, n, teks)
        kunci = (arah, rumus)
        if not isi or (isi[-1]["arah"], isi[-1]["rumus"]) != kunci:
            isi.append({"arah": arah, "rumus": rumus, "teks": _rapikan(teks), **b.tempat})
        n += lebar
    return frame(isi, ["arah", "rumus", "teks", *PLACE_COLUMNS])


def _kalimat(b: Baris) -> list[Baris]:
    """A paragraph with several sentences as several lines."""
    if len(b.teks) < 60 or not re.search(r"[.;:]\s", b.teks):
        return [b]
    return [replace(b, teks=t) for t in re.split(r"(?<=[a-z%)][.;])\s+(?=[A-Z(\[])", b.teks)]


def _gabung(potong: list[Baris]) -> str:
    return " ".join(p.teks for p in potong)


def _tentang_capaian(baris: list[Baris], n: int, lebar: int) -> bool:
    """A formula, not a sentence that merely compares: it has '=', '%', 100 or a bar, or words of computing above it."""
    teks = _gabung(baris[n : n + lebar])
    if re.search(r"=|100\s*\\?%|\\frac|[xX×]\s*100|-{3,}|_{3,}", teks):
        return True
    atas = " ".join(p.teks for p in baris[max(0, n - 2) : n])
    return bool(re.search(r"\b(?:rumus|formula|dihitung|perhitungan|penghitungan)\b", f"{atas} {teks}", re.I))


def _arah_untuk(baris: list[Baris], n: int, teks: str) -> str:
    if a := arah_dalam(teks):
        return a
    for b in reversed(baris[max(0, n - 6) : n]):
        if a := arah_dalam(b.teks):
            return a
        if rumus_dalam(b.teks) and re.search(r"=|100", b.teks):  # another formula stands between
            return "umum"
        if b.jenis == "judul":
            break
    return "umum"


def _rapikan(teks: str) -> str:
    t = re.sub(r"\\(?:text|mathrm)\s*\{([^{}]*)\}", r"\1", teks)
    t = _PECAHAN.sub(lambda m: f"{_kurung(m[1])} / {_kurung(m[2])}", t)
    t = t.replace("\\times", "x").replace("\\%", "%").replace("$", "").replace("\\left", "").replace("\\right", "")
    return re.sub(r"\s+", " ", t).strip()[:300]


def _kurung(teks: str) -> str:
    teks = teks.strip()
    return f"({teks})" if re.search(r"[-+]", teks) else teks
