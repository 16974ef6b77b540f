"""What a form itself says its columns are made of: a row of column numbers with formulas, "14 =
(10+11+12+13)", "9 = 8/5 x 100".

The words of the form are the evidence: no figure is asked, but a formula that the figures of nearly every row
deny was printed over other columns than it means, and is left out by whoever tests it.
"""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from datasets.recognise.grids.fits import Fit, test_difference, test_quotient, test_sum

if TYPE_CHECKING:
    from datasets.recognise.grids.layout import Layout

_NAME = r"\d{1,2}|[a-z]"
_CELL = re.compile(rf"\(?\s*({_NAME})\s*\)?\s*(?:[=:]\s*(.+?))?\s*", re.I)
_HEADED = re.compile(rf"\(\s*({_NAME})\s*\)?\s*(?:=\s*(.+?))?\s*\)?\s*$", re.I)
_BARE = re.compile(r"\(\s*((?:[\d\s()+\-–/:÷x×*]|100\s*%)+?)\s*%?\s*\)\s*$", re.I)


@dataclass(frozen=True)
class Formula:
    """operasi: tambah | tambah_kurang | kurang | kali | bagi | bagi_persen | ubah_persen; parts: the columns
    it is made of, in the order printed."""

    operasi: str
    parts: tuple[int, ...]


def stated_formulas(numbering: list[str], headers: dict[int, str] | None = None) -> dict[int, Formula]:
    """Column → the formula its number (or its header: "Capaian (c = b/a x 100%)") states.

    numbering: the texts of the row of column numbers, "" for a column without one; headers: column → header.
    A formula that names a number which no column bears, or which two bear, is left out.
    """
    named: dict[str, int] = {}
    twice: set[str] = set()
    said: dict[int, str] = {}
    for c, name, formula in _names(numbering, headers or {}):
        if name and named.setdefault(name, c) != c:
            twice.add(name)
        if formula:
            said.setdefault(c, formula)
    found = {c: _read(text) for c, text in said.items()}
    return {
        c: Formula(operasi, tuple(named[n] for n in names))
        for c, (operasi, names) in found.items()
        if names and not twice & set(names) and all(n in named and named[n] != c for n in names)
    }


def _names(numbering: list[str], headers: dict[int, str]) -> list[tuple[int, str, str]]:
    """(column, its number or letter, the formula behind it) as the row of numbers and headers print it."""
    found = []
    for c, text in enumerate(numbering):
        if m := _CELL.fullmatch(text.strip()):
            found.append((c, m[1].lower(), m[2] or ""))
    for c, text in headers.items():
        if (m := _HEADED.search(text)) and not (numbering and m[1].isdigit() and not m[2]):
            found.append((c, m[1].lower(), m[2] or ""))
        elif numbering and (m := _BARE.search(text)):
            found.append((c, "", m[1]))
    return found


def _read(text: str) -> tuple[str, list[str]]:
    """(operasi, column names) of a formula; no names where it is none of the known kinds."""
    plain = re.sub(
        r"\s", "", text.lower().replace("÷", "/").replace(":", "/").replace("–", "-").replace("−", "-")
    )
    plain, hundred = re.subn(r"[x×*]\(?100\)?%?\)?$|%$", "H", plain)
    names = re.findall(_NAME, plain.replace("×", "*").replace("H", "").replace("x", "*"))
    form = re.sub(_NAME, "N", plain.replace("×", "*").replace("x", "*").removesuffix("H"))
    form = re.sub(r"[()]", "", form)
    operasi = {
        "N-N": "kurang",
        "N/N": "bagi_persen" if hundred else "bagi",
        "N*N": "kali",
        "N+N-N": "tambah_kurang",
        "N-N/N": "ubah_persen" if hundred and names[-1:] == names[1:2] else "",
    }.get(form, "tambah" if re.fullmatch(r"N(\+N)+", form) else "")
    if operasi == "ubah_persen":
        names = names[:2]
    return (operasi, names) if operasi else ("", [])


def fit_of(d: "Layout", c: int, formula: Formula, rows: list[int]) -> Fit:
    """How the figures of these rows agree with what column c is said to be."""
    value, decimals = d.nilai[rows, c], d.desimal[rows, c]
    if formula.operasi == "tambah":
        return test_sum(d.nilai[np.ix_(rows, list(formula.parts))].T, value, int(decimals.max(initial=0)))
    (a, da), (b, db) = ((d.nilai[rows, x], d.desimal[rows, x]) for x in formula.parts)
    if formula.operasi == "kurang":
        return test_difference(a, b, value, decimals)
    return test_quotient(a, da, b, db, value, decimals, 100.0 if formula.operasi == "bagi_persen" else 1.0)
