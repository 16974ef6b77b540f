"""Which formula for capaian a text states, and of which direction it speaks."""

import re
from functools import cache

from cermat.datasets.recognise.vocabulary import alternation, vocabulary

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
    words = vocabulary("rumus")
    return [(way, re.compile(alternation(words[way]), re.I)) for way in ("turun", "naik")]


@cache
def _words_of() -> list[tuple[re.Pattern, str]]:
    words = vocabulary("rumus")
    negated = rf"(?!\s*(?:{alternation(words['bukan_kinerja'])}))"
    result = [
        (re.compile(rf"\b(?:{alternation(words[name])})", re.I), sign)
        for name, sign in (("bagi", " / "), ("kali", " x "), ("kurang", " - "), ("tambah", " + "))
    ]
    return [
        *result,
        (re.compile(rf"\b(?:{alternation(words['R'])})\b{negated}", re.I), " R "),
        (re.compile(rf"\b(?:{alternation(words['T'])})\b{negated}", re.I), " T "),
    ]


def formula_code(text: str) -> str:
    """The formula signs of a text as a short code: R, T, digits and operators; other words become '¤'."""
    plain = re.sub(r"\\(?:text|mathrm|mathbf|textbf|operatorname)\s*\{([^{}]*)\}", r"\1", text)
    for _ in range(3):
        plain = FRACTION.sub(r"(\1)/(\2)", plain)
    plain = (
        plain.replace("\\times", "x")
        .replace("\\cdot", "x")
        .replace("\\left", "")
        .replace("\\right", "")
        .replace("\\%", "%")
        .replace("$", " ")
    )
    plain = (
        re.sub(r"[×✕∗*]", "x", plain)
        .replace("÷", "/")
        .replace("[", "(")
        .replace("]", ")")
        .replace("{", "(")
        .replace("}", ")")
    )
    plain = re.sub(r"[−–—]", "-", plain)
    plain = re.sub(r"(?:-\s?){3,}|_{3,}|─+|━+", " _ ", plain)
    for pattern, replaced in _words_of():
        plain = pattern.sub(replaced, plain)
    plain = re.sub(r"(?<![A-Za-z])X(?![A-Za-z])", "x", plain)
    plain = re.sub(r"[A-Za-z]{2,}\S*|[A-QSU-Za-wyz](?![A-Za-z])", "¤", plain)
    plain = re.sub(r"\((R|T)\)", r"\1", re.sub(r"\s+", "", plain))
    return re.sub(r"(?<=[RT)]):(?=[RT(])", "/", plain)  # "realisasi : target" divides


def formula_within(text: str) -> str:
    """Which formula the text states ('' for none)."""
    if not RESULT.search(text) or not TARGET.search(text):
        return ""
    code = formula_code(text)
    for name, pattern in FORM:
        if re.search(pattern, code):
            return name
    # a fraction set over lines without its bar: "Realisasi x 100% Rencana"
    if re.search(r"(?:^|=|:|¤)Rx100%?T(?:$|¤)", code):
        return "realisasi_per_target"
    if re.search(r"(?:^|=|:|¤)Tx100%?R(?:$|¤)", code):
        return "target_per_realisasi"
    if re.search(r"(?:^|=|:|¤)\(?T-\(R-T\)\)?x100%?T(?:$|¤)", code):
        return "dua_target"
    return ""


def arah_within(text: str) -> str:
    """The direction a sentence speaks of: naik, turun or ''."""
    found = [(told.start(), name) for name, pattern in _arah() if (told := pattern.search(text))]
    return min(found)[1] if found else ""
