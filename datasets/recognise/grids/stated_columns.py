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

_CELL = re.compile(r"\(?\s*(\d{1,2})\s*\)?\s*(?:[=:]\s*(.+?))?\s*")
_NAMED = r"\(?\s*(\d{1,2})\s*\)?"
_SUM = re.compile(r"\(?\s*\d{1,2}(?:\s*\+\s*\(?\s*\d{1,2}\s*\)?)+\s*\)?")
_DIFFERENCE = re.compile(rf"\(?\s*{_NAMED}\s*[-–−]\s*{_NAMED}\s*\)?")
_QUOTIENT = re.compile(rf"\(?\s*{_NAMED}\s*[/:÷]\s*{_NAMED}\s*\)?\s*(?P<hundred>[x×X*]\s*100\s*%?|%)?")


@dataclass(frozen=True)
class Formula:
    """operasi: tambah | kurang | bagi | bagi_persen; parts: the columns it is made of, in the order
    printed."""

    operasi: str
    parts: tuple[int, ...]


def stated_formulas(numbering: list[str]) -> dict[int, Formula]:
    """Column → the formula its number states.

    numbering: the texts of the row of column numbers, "" for a column without one. A formula that names a
    number which no column bears, or which two bear, is left out.
    """
    named: dict[int, int] = {}
    twice: set[int] = set()
    said: dict[int, str] = {}
    for c, text in enumerate(numbering):
        m = _CELL.fullmatch(text.strip())
        if m is None:
            continue
        if int(m[1]) in named:
            twice.add(int(m[1]))
        named.setdefault(int(m[1]), c)
        if m[2]:
            said[c] = m[2]
    found = {c: _read(text) for c, text in said.items()}
    return {
        c: Formula(operasi, tuple(named[n] for n in numbers))
        for c, (operasi, numbers) in found.items()
        if numbers and not twice & set(numbers) and all(n in named and named[n] != c for n in numbers)
    }


def _read(text: str) -> tuple[str, list[int]]:
    """(operasi, column numbers) of a formula; no numbers where it is none of the known kinds."""
    numbers = [int(n) for n in re.findall(r"\d{1,2}", text.split("100")[0])]
    if _SUM.fullmatch(text):
        return "tambah", numbers
    if _DIFFERENCE.fullmatch(text):
        return "kurang", numbers
    if m := _QUOTIENT.fullmatch(text):
        return ("bagi_persen" if m["hundred"] else "bagi"), [int(m[1]), int(m[2])]
    return "", []


def fit_of(d: "Layout", c: int, formula: Formula, rows: list[int]) -> Fit:
    """How the figures of these rows agree with what column c is said to be."""
    value, decimals = d.nilai[rows, c], d.desimal[rows, c]
    if formula.operasi == "tambah":
        return test_sum(d.nilai[np.ix_(rows, list(formula.parts))].T, value, int(decimals.max(initial=0)))
    (a, da), (b, db) = ((d.nilai[rows, x], d.desimal[rows, x]) for x in formula.parts)
    if formula.operasi == "kurang":
        return test_difference(a, b, value, decimals)
    return test_quotient(a, da, b, db, value, decimals, 100.0 if formula.operasi == "bagi_persen" else 1.0)


def stated_rows(d: "Layout", k, rows: list[int], writer) -> list[dict]:
    """Rows of `perhitungan` for a column whose number says of which two it is the difference or the quotient;
    [] for others.

    k: the column; writer: the grid's writer of such rows.
    """
    formula = d.formulas.get(k.c)
    if formula is None or formula.operasi == "tambah":
        return []
    fit, operasi = fit_of(d, k.c, formula, rows), formula.operasi
    if operasi == "bagi" and fit.rejects:  # "9 = 8 : 5" of a column of percentages
        operasi = "bagi_persen"
        fit = fit_of(d, k.c, Formula(operasi, formula.parts), rows)
    if fit.rejects:
        return []
    a, b = formula.parts
    return [
        writer.rows(r, operasi, (r, a), (r, b), k)
        for r in rows
        if d.figures(r, a)
        and d.figures(r, b)
        and d.figures(r, k.c)
        and (operasi == "kurang" or d.nilai[r, b])
    ]
