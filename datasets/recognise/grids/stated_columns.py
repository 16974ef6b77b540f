"""What a form itself says its columns are made of: a row of column numbers with formulas, "14 =
(10+11+12+13)", "9 = 8/5 x 100".

The words of the form are the evidence: no figure is asked, but a formula that the figures of nearly every row
deny was printed over other columns than it means, and is left out by whoever tests it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NAME = r"\d{1,2}|[a-z]"
_CELL = re.compile(rf"\(?\s*({_NAME})\s*\)?\s*(?:[=:]\s*(.+?))?\s*", re.I)
_HEADED = re.compile(rf"\(\s*({_NAME})\s*\)?\s*(?:=\s*(.+?))?\s*\)?\s*$", re.I)
_SIGNS = str.maketrans("÷:–−x×", "//--**")
_FORMS = {"N-N": "kurang", "N/N": "bagi", "N*N": "kali", "N+N-N": "tambah_kurang", "N-N/N": "ubah_persen"}
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
    named: dict[str, set[int]] = {}
    said: dict[int, str] = {}
    for column, name, formula in _names(numbering, headers or {}):
        named.setdefault(name, set()).add(column)
        if formula:
            said.setdefault(column, formula)
    found = {}
    for column, (operasi, names) in ((column, _read(text)) for column, text in said.items()):
        columns = [named.get(called, set()) for called in names]
        if names and all(len(held) == 1 and column not in held for held in columns):
            found[column] = Formula(operasi, tuple(held.copy().pop() for held in columns))
    return found


def _names(numbering: list[str], headers: dict[int, str]) -> Iterator[tuple[int, str, str]]:
    """(column, its number or letter, the formula behind it) as the row of numbers and headers print it."""
    for column, text in enumerate(numbering):
        if match := _CELL.fullmatch(text.strip()):
            yield column, match[1].lower(), match[2] or ""
    for column, text in headers.items():
        if (match := _HEADED.search(text)) and not (numbering and match[1].isdigit() and not match[2]):
            yield column, match[1].lower(), match[2] or ""
        elif numbering and (match := _BARE.search(text)):
            yield column, "", match[1]


def _read(text: str) -> tuple[str, list[str]]:
    """(operasi, column names) of a formula; no names where it is none of the known kinds."""
    plain = re.sub(r"\s", "", text.lower()).translate(_SIGNS)
    plain, hundred = re.subn(r"\*\(?100\)?%?\)?$|%$", "", plain)
    names = re.findall(_NAME, plain)
    form = re.sub(r"[()]", "", re.sub(_NAME, "N", plain))
    operasi = _FORMS.get(form, "tambah" if re.fullmatch(r"N(\+N)+", form) else "")
    if operasi == "bagi" and hundred:
        return "bagi_persen", names
    if operasi == "ubah_persen":
        return (operasi, names[:2]) if hundred and names[2] == names[1] else ("", [])
    return operasi, names if operasi else []
