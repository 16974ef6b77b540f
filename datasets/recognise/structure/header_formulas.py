"""What the head of a column says it is computed from, against its figures.

"Tingkat Efisiensi (100-6)" over the difference of columns 5 and 6; one row that is not what "(6) = 4/5*100"
gives under columns numbered "-1 | -2 | …", as a spreadsheet makes of "(1) | (2) | …" (other numberings are
read with the grids).
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import permutations
from typing import Any

from cermat.datasets.document.model import Document
from cermat.datasets.recognise.document_lines import Line, page_of
from cermat.schemas.angka import FIGURE, Angka, parse

OTHER_FORMULA, OTHER_ROW = "rumus kepala kolom lain", "baris lain dari rumus kepala"
Note = Callable[[str, str, Line], None]
_FORMULA = re.compile(
    r"(?:=|\()\s*\(?(\d{1,3})\s*([-–/:÷+])\s*(\d{1,3})\)?\s*((?:[x×*]\s*100\s*%?)?)\s*\)?\s*$"
)
_NUMBERED = re.compile(r"\(?\s*-?(\d{1,2})\s*\)?\s*(?:=.*)?")
_SHOWN = {"/": "÷", "-": "−", "+": "+"}
_SHIFTS = (0, -1, 1, -2, 2)  # where no row numbers the columns, the count may begin at another one
_LEAST = 3  # rows that a formula has to hold in
_MOSTLY = 0.75


@dataclass(frozen=True, eq=False)
class _Row:
    """Figures and texts of one row by column, and the cell of its words."""

    figures: dict[int, Angka]
    texts: dict[int, str]
    name: Any


@dataclass(frozen=True)
class _Formula:
    """One column (sign) another, times a hundred where `hundred`; None is a literal 100."""

    left: int | None
    sign: str
    right: int | None
    hundred: bool

    def of(self, figures: dict[int, Angka]) -> float:
        """What it gives for a row; NaN where a figure is missing."""
        left, right = (
            100.0 if column is None else _value(figures.get(column)) for column in (self.left, self.right)
        )
        if self.sign == "/":
            return left / right * (100 if self.hundred else 1) if right else math.nan
        return left - right if self.sign == "-" else left + right

    def holds(self, column: int, row: _Row) -> bool | None:
        """Is the figure in `column` what the formula gives? None where it gives nothing."""
        made, read = self.of(row.figures), row.figures[column]
        return None if math.isnan(made) else abs(made - _value(read)) <= 1.01 * 10.0 ** -max(read.desimal, 0)

    def told(self, texts: dict[int, str]) -> str:
        """The formula with the figures of a row: "106,66 − 95,89"."""
        left, right = ("100" if column is None else texts[column] for column in (self.left, self.right))
        return f"{left} {_SHOWN[self.sign]} {right}{' × 100' * self.hundred}"


def _value(read: Angka | None) -> float:
    return math.nan if read is None else read.mantissa * 10.0**-read.desimal


def header_formulas(document: Document, note: Note) -> None:
    """Note OTHER_FORMULA and OTHER_ROW."""
    for block in document.blocks:
        cells = document.cells.get(block.blok, ())
        heads = [cell for cell in cells if cell.kepala and _FORMULA.search(cell.teks)]
        table = _Table(block, cells) if heads else None
        for head in heads:
            if table is not None:
                table.test(head, note)


class _Table:
    """One grid: its rows of figures, what numbers its columns, and the words of its heads."""

    def __init__(self, block, cells):
        self.block = block
        self.width = max(cell.c for cell in cells) + 1
        self.heads = {
            column: " ".join(cell.teks for cell in cells if cell.kepala and cell.c == column)
            for column in range(self.width)
        }
        self.rows = _rows(cells)
        self.numbering, self.negative = _numbering(cells)

    def test(self, head, note: Note) -> None:
        """Hold the figures below one head against its formula."""
        if (found := _FORMULA.search(head.teks)) is None:
            return
        plain = [{column + 1 + shift: column for column in range(self.width)} for shift in _SHIFTS]
        said = [
            formula
            for columns in ([self.numbering] if self.numbering else plain)
            if (formula := _read(found, columns))
        ]
        tested = [row for row in self.rows if head.c in row.figures]
        if not said or head.c in (said[0].left, said[0].right):
            return
        shares = [_Formula(formula.left, "/", formula.right, True) for formula in said if formula.sign == "/"]
        best = max(
            said + shares, key=lambda formula: sum(formula.holds(head.c, row) is True for row in tested)
        )
        held = [(row, best.holds(head.c, row)) for row in tested]
        failing = [row for row, holds in held if holds is False]
        holding = sum(holds is True for _, holds in held)
        if holding >= _LEAST and len(failing) == 1 and self.negative:
            self._row(best, head, failing[0], note)
        elif len(failing) >= _LEAST and holding <= len(failing) / 2:
            self._column(head, found, tested, note)

    def _row(self, formula: "_Formula", head, row: "_Row", note: Note) -> None:
        made = f"{formula.of(row.figures):,.2f}".translate(str.maketrans(",.", ".,"))
        text = (
            f'"{_short(row.name.teks)}"{page_of(row.name)}: "{_short(self.heads[head.c])}" tercetak '
            f"{row.texts[head.c]}, padahal rumus di kepala kolomnya memberi "
            f"{formula.told(row.texts)} = {made}, "
            "seperti di baris lain"
        )
        note(OTHER_ROW, text, self._line(row.name))

    def _column(self, head, found: re.Match, tested: list["_Row"], note: Note) -> None:
        """Hardly a row is what the head says: another difference or quotient of two columns that they are."""
        others = (
            _Formula(left, sign, right, sign == "/")
            for sign in ("-", "/")
            for left, right in permutations([column for column in range(self.width) if column != head.c], 2)
        )
        for formula in others:
            sure = [(row, holds) for row in tested if (holds := formula.holds(head.c, row)) is not None]
            fitting = [row for row, holds in sure if holds]
            if len(sure) >= _LEAST and len(fitting) >= _MOSTLY * len(sure):
                row = fitting[0]
                text = (
                    f'kepala kolom "{_short(self.heads[head.c])}"{page_of(head)} menyebut rumus '
                    f"{found[0].strip('( )=')}, padahal angkanya rumus lain: {formula.told(row.texts)} = "
                    f'{row.texts[head.c]} di baris "{_short(row.name.teks)}"'
                )
                note(OTHER_FORMULA, text, self._line(head))
                return

    def _line(self, cell) -> Line:
        block = self.block
        return Line.of_cell(block, cell)


def _rows(cells) -> list[_Row]:
    """The rows below the head that have words and figures."""
    found: dict[int, list] = {}
    for cell in cells:
        if not cell.kepala:
            found.setdefault(cell.r, []).append(cell)
    result = []
    for row in found.values():
        read = {
            cell.c: (value, " ".join(cell.teks.split())) for cell in row if _plain(value := parse(cell.teks))
        }
        words = [cell for cell in row if cell.c not in read and re.search(r"[^\W\d_]{3}", cell.teks)]
        if words:
            name = max(words, key=lambda cell: len(cell.teks))
            result.append(
                _Row(
                    {column: value for column, (value, _) in read.items()},
                    {column: text for column, (_, text) in read.items()},
                    name,
                )
            )
    return result


def _plain(read: Angka) -> bool:
    return read.kelas == FIGURE and not read.ragu


def _numbering(cells) -> tuple[dict[int, int], bool]:
    """(number → column, by a row that numbers them all; whether it does so in negative numbers)."""
    by_row: dict[int, list] = {}
    for cell in cells:
        by_row.setdefault(cell.r, []).append(cell)
    for row in by_row.values():
        found = [(mark, cell.c) for cell in row if (mark := _NUMBERED.fullmatch(cell.teks.strip()))]
        if len(found) == len(row) > 2 and len({mark[1] for mark, _ in found}) == len(found):
            return {int(mark[1]): column for mark, column in found}, any(
                "-" in mark[0][:2] for mark, _ in found
            )
    return {}, False


def _read(found: re.Match, columns: dict[int, int]) -> _Formula | None:
    ends = [None if named == "100" else columns.get(int(named), -1) for named in (found[1], found[3])]
    sign = "-" if found[2] in "-–" else "/" if found[2] in "/:÷" else "+"
    return (
        None
        if -1 in ends or (None in ends and sign != "-")
        else _Formula(ends[0], sign, ends[1], bool(found[4]))
    )


def _short(text: str) -> str:
    return " ".join(text.split())[:60]
