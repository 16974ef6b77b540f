"""One band of a rating scale as printed ("> 85 sd 100%", "91 % ≤ 100 %", "85 ke atas") to its two bounds."""

import re
from functools import cache
from typing import NamedTuple

from cermat.datasets.recognise.vocabulary import vocabulary

_ORDER = ["ge", "le", "ke_atas", "ke_bawah", "gt", "lt", "sd", "sama"]
_REVERSED = {"gt": "lt", "ge": "le", "lt": "gt", "le": "ge"}


class Bounds(NamedTuple):
    """Bounds as printed texts ('' = open) and whether they belong to the band ('ya', 'tidak', '' where
    open)."""

    bawah: str
    bawah_termasuk: str
    atas: str
    atas_termasuk: str


@cache
def _lexemes() -> re.Pattern:
    parts = []
    for name, pattern in sorted(vocabulary("skala")["tanda"].items(), key=lambda pair: _ORDER.index(pair[0])):
        pattern = [word.replace(" ", r"\s*") if word[:1].isalpha() else word for word in pattern]
        parts.append(f"(?P<{name}>{'|'.join(pattern)})")
    return re.compile("|".join([r"(?P<angka>\d+(?:[.,]\d+)?\s?%?)", *parts, r"(?P<kata>[a-z][a-z.]*)"]), re.I)


def _lex(text: str) -> list[tuple[str, str]]:
    text = re.sub(r"\s+", " ", text.lower()).replace("\\%", "%").replace("$", "")
    return [(found.lastgroup or "", found[0].strip()) for found in _lexemes().finditer(text)]


def read_bounds(text: str) -> Bounds | None:
    """The bounds of one printed band, or None where the text is no band.

    '>' and '<' leave the bound out; '≥', '≤', 'a s.d. b' and 'a - b' take it in; '< 55 sd 0' is 0 to below
    55; a single number is a band of one point. Numbers keep their printed form, '%' included.
    """
    lex = _lex(text)
    at = [place for place, (kind, _) in enumerate(lex) if kind == "angka"]
    if not 1 <= len(at) <= 2:
        return None
    mark = [(place, sign) for place, (sign, _) in enumerate(lex) if sign in _REVERSED]
    if len(at) == 1:
        return _one(lex, at[0], mark)
    return _two(lex, at, mark)


def _one(lex: list, at: int, mark: list) -> Bounds | None:
    angka = lex[at][1]
    along = [sign for sign, _ in lex]
    ahead = [sign for place, sign in mark if place < at]
    behind = [_REVERSED[sign] for place, sign in mark if place > at]
    arah = (ahead[-1:] or behind[:1] or [""])[0]
    if not arah:
        if "ke_atas" in along[at:]:
            arah = "ge"
        elif "ke_bawah" in along[at:]:
            arah = "le"
        elif "sd" in along[:at]:
            arah = "le"
        elif "sd" in along[at:]:
            arah = "ge"
    elif "ke_atas" in along[at:] or "ke_bawah" in along[at:]:  # "> 85 ke atas"
        arah = arah if arah in ("gt", "lt") else ("ge" if "ke_atas" in along[at:] else "le")
    if arah in ("gt", "ge"):
        return Bounds(angka, "ya" if arah == "ge" else "tidak", "", "")
    if arah in ("lt", "le"):
        return Bounds("", "", angka, "ya" if arah == "le" else "tidak")
    return Bounds(angka, "ya", angka, "ya")


def _two(lex: list, at: list[int], mark: list) -> Bounds | None:
    (first_at, first), (second_at, second) = (at[0], lex[at[0]][1]), (at[1], lex[at[1]][1])
    between = lex[first_at + 1 : second_at]
    kind = [sign for sign, _ in between]
    if not any(sign in _REVERSED or sign == "sd" for sign in kind):
        return None
    a_mark = next((sign for place, sign in reversed(mark) if place < first_at), "")  # "> 85 …"
    b_mark = ""
    if "sd" in kind:
        after = between[kind.index("sd") + 1 :]
        before = between[: kind.index("sd")]
        b_mark = next((sign for sign, _ in after if sign in _REVERSED), "")
        a_mark = a_mark or next((_REVERSED[sign] for sign, _ in before if sign in _REVERSED), "")
    else:
        between_them = [sign for sign in kind if sign in _REVERSED]
        if len(between_them) >= 2:  # "85 < x ≤ 100"
            a_mark, b_mark = a_mark or _REVERSED[between_them[0]], between_them[-1]
        else:  # "91 ≤ 100", "85 < 100"
            b_mark = between_them[0]
    large_a, large_b = (float(bound.rstrip("% ").replace(",", ".")) for bound in (first, second))
    if large_a > large_b:  # "< 55 sd 0", "100 - 85"
        first, second, a_mark, b_mark = second, first, b_mark, a_mark
    return Bounds(
        first,
        "tidak" if a_mark in ("gt", "lt") else "ya",
        second,
        "tidak" if b_mark in ("lt", "gt") else "ya",
    )
