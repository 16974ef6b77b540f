"""Formulas for capaian that the report states, in LaTeX, in one line, over several lines or in words."""

import re
from dataclasses import replace
from functools import cache

import pandas as pd

from datasets.recognise.document_lines import Line, frame
from datasets.recognise.vocabulary import alternation, vocabulary
from schemas.tables import PLACE_COLUMNS

_FRACTION = re.compile(r"\\[dt]?frac\s*\{((?:[^{}]|\{[^{}]*\})*)\}\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
_HUNDRED = r"(?:x100%?)?"
_DIVIDED = r"(?:/|_(?:x100%?)?)"
# over the alphabet R T ( ) + - / x and digits; _ is a printed fraction bar
FORM = [
    ("dua_target", r"\(?\(?2x?T\)?-\(?R\)*" + _DIVIDED + r"\(?T"),
    ("dua_target", r"\(?T-\(?R-T\)*" + _HUNDRED + _DIVIDED + r"\(?T"),
    ("dua_target", r"\(?T\+\(?T-R\)*" + _HUNDRED + _DIVIDED + r"\(?T"),
    ("dua_target", r"(?:1|100%?)-\(*R-T\)*" + _DIVIDED + r"\(?T"),
    ("dua_target", r"(?:1|100%?)\+\(*T-R\)*" + _DIVIDED + r"\(?T"),
    ("dua_target", r"(?:2|200%?)-\(?R" + _DIVIDED + r"T"),
    ("dua_target", r"(?:1|100%?)\+\(*(?:1|100%?)-\(?R" + _DIVIDED + r"T"),
    ("target_per_realisasi", r"(?<![-+\d])(?<![-+\d]\()\(?T\)?" + _HUNDRED + _DIVIDED + r"\(?R(?![-+])"),
    ("realisasi_per_target", r"(?<![-+\d])(?<![-+\d]\()\(?R\)?" + _HUNDRED + _DIVIDED + r"\(?T(?![-+])"),
]
MAX_LINES = 5  # a fraction may be set over up to five short lines
_RESULT = re.compile(r"\b(?:realisasi|hasil|kinerja)", re.I)
_TARGET = re.compile(r"\b(?:rencana|target)", re.I)


@cache
def _arah() -> list[tuple[str, re.Pattern]]:
    k = vocabulary("rumus")
    return [(a, re.compile(alternation(k[a]), re.I)) for a in ("turun", "naik")]


@cache
def _words_of() -> list[tuple[re.Pattern, str]]:
    k = vocabulary("rumus")
    negated = rf"(?!\s*(?:{alternation(k['bukan_kinerja'])}))"
    result = [
        (re.compile(rf"\b(?:{alternation(k[n])})", re.I), s)
        for n, s in (("bagi", " / "), ("kali", " x "), ("kurang", " - "), ("tambah", " + "))
    ]
    return [
        *result,
        (re.compile(rf"\b(?:{alternation(k['R'])})\b{negated}", re.I), " R "),
        (re.compile(rf"\b(?:{alternation(k['T'])})\b{negated}", re.I), " T "),
    ]


def formula_code(text: str) -> str:
    """The formula signs of a text as a short code: R, T, digits and operators; other words become '¤'."""
    t = re.sub(r"\\(?:text|mathrm|mathbf|textbf|operatorname)\s*\{([^{}]*)\}", r"\1", text)
    for _ in range(3):
        t = _FRACTION.sub(r"(\1)/(\2)", t)
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
    for pattern, replaced in _words_of():
        t = pattern.sub(replaced, t)
    t = re.sub(r"(?<![A-Za-z])X(?![A-Za-z])", "x", t)
    t = re.sub(r"[A-Za-z]{2,}\S*|[A-QSU-Za-wyz](?![A-Za-z])", "¤", t)
    t = re.sub(r"\((R|T)\)", r"\1", re.sub(r"\s+", "", t))
    return re.sub(r"(?<=[RT)]):(?=[RT(])", "/", t)  # "realisasi : target" divides


def formula_within(text: str) -> str:
    """Which formula the text states ('' for none)."""
    if not _RESULT.search(text) or not _TARGET.search(text):
        return ""
    s = formula_code(text)
    for name, pattern in FORM:
        if re.search(pattern, s):
            return name
    # a fraction set over lines without its bar: "Realisasi x 100% Rencana"
    if re.search(r"(?:^|=|:|¤)Rx100%?T(?:$|¤)", s):
        return "realisasi_per_target"
    if re.search(r"(?:^|=|:|¤)Tx100%?R(?:$|¤)", s):
        return "target_per_realisasi"
    if re.search(r"(?:^|=|:|¤)\(?T-\(R-T\)\)?x100%?T(?:$|¤)", s):
        return "dua_target"
    return ""


def arah_within(text: str) -> str:
    """The direction a sentence speaks of: naik, turun or ''."""
    found = [(m.start(), name) for name, pattern in _arah() if (m := pattern.search(text))]
    return min(found)[1] if found else ""


def recognise_rumus(lines: list[Line]) -> pd.DataFrame:
    """Typed table rumus. A formula has the direction that its own or the nearest sentence above (six lines) names."""
    content: list[dict] = []
    lines = [k for b in lines for k in _sentences(b)]
    # a formula names what was reached and what was meant to be: only lines near both can hold one
    result, target = ([bool(p.search(b.teks)) for b in lines] for p in (_RESULT, _TARGET))
    n = 0
    while n < len(lines):
        b = lines[n]
        if not any(result[n : n + MAX_LINES]) or not any(target[n : n + MAX_LINES]):
            n += 1
            continue
        if b.zone in ("daftar isi", "sampul") or "\t" in b.teks or len(b.teks) > 1500:
            n += 1
            continue
        width, formula = 0, ""
        for k in range(1, MAX_LINES + 1):
            cut = lines[n : n + k]
            if len(cut) < k or any(p.blok - b.blok > 6 or (k > 1 and len(p.teks) > 90) for p in cut):
                break
            if any(p.r >= 0 for p in cut) != (b.r >= 0):
                break
            formula = formula_within(_join(cut))
            if formula:
                width = k
                break
        if not formula or not _about_capaian(lines, n, width):
            n += 1
            continue
        text = _join(lines[n : n + width])
        arah = _arah_for(lines, n, text)
        key = (arah, formula)
        if not content or (content[-1]["arah"], content[-1]["rumus"]) != key:
            content.append({"arah": arah, "rumus": formula, "teks": _tidy(text), **b.place})
        n += width
    return frame(content, ["arah", "rumus", "teks", *PLACE_COLUMNS])


def _sentences(b: Line) -> list[Line]:
    """A paragraph with several sentences as several lines."""
    if len(b.teks) < 60 or not re.search(r"[.;:]\s", b.teks):
        return [b]
    return [replace(b, teks=t) for t in re.split(r"(?<=[a-z%)][.;])\s+(?=[A-Z(\[])", b.teks)]


def _join(cut: list[Line]) -> str:
    return " ".join(p.teks for p in cut)


def _about_capaian(lines: list[Line], n: int, width: int) -> bool:
    """A formula, not a sentence that merely compares: it has '=', '%', 100 or a bar, or words of computing above it."""
    text = _join(lines[n : n + width])
    if re.search(r"=|100\s*\\?%|\\frac|[xX×]\s*100|-{3,}|_{3,}", text):
        return True
    above = " ".join(p.teks for p in lines[max(0, n - 2) : n])
    return bool(re.search(r"\b(?:rumus|formula|dihitung|perhitungan|penghitungan)\b", f"{above} {text}", re.I))


def _arah_for(lines: list[Line], n: int, text: str) -> str:
    if a := arah_within(text):
        return a
    for b in reversed(lines[max(0, n - 6) : n]):
        if a := arah_within(b.teks):
            return a
        if formula_within(b.teks) and re.search(r"=|100", b.teks):  # another formula stands between
            return "umum"
        if b.jenis == "judul":
            break
    return "umum"


def _tidy(text: str) -> str:
    t = re.sub(r"\\(?:text|mathrm)\s*\{([^{}]*)\}", r"\1", text)
    t = _FRACTION.sub(lambda m: f"{_bracketed(m[1])} / {_bracketed(m[2])}", t)
    t = t.replace("\\times", "x").replace("\\%", "%").replace("$", "").replace("\\left", "").replace("\\right", "")
    return re.sub(r"\s+", " ", t).strip()[:300]


def _bracketed(text: str) -> str:
    text = text.strip()
    return f"({text})" if re.search(r"[-+]", text) else text
