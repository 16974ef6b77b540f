"""Which formula for capaian a text states, and of which direction it speaks."""

import re
from functools import cache

from datasets.recognise.vocabulary import alternation, vocabulary

FRACTION = re.compile(r"\\[dt]?frac\s*\{((?:[^{}]|\{[^{}]*\})*)\}\s*\{((?:[^{}]|\{[^{}]*\})*)\}")
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
RESULT = re.compile(r"\b(?:realisasi|hasil|kinerja)", re.I)
TARGET = re.compile(r"\b(?:rencana|target)", re.I)


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
        t = FRACTION.sub(r"(\1)/(\2)", t)
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
    if not RESULT.search(text) or not TARGET.search(text):
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
