"""Parts as a workbook: a sheet a table, or a sheet a chapter with its sentences; numbers as text or as
numbers with a format."""

import datetime
import re
from pathlib import Path

import xlsxwriter

from cermat.datasets.compose.parts import Cell, Contents, Grid, Heading, Item, Line, PageBreak
from cermat.schemas.angka import FIGURE, parse


def write_xlsx(parts: list, style, path: Path) -> None:
    """Write the parts to `path`; the same parts give the same bytes."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_numbers": False}) as book:
        book.set_properties({"created": datetime.datetime(2000, 1, 1)})
        writer = _Writer(book, style)
        if style.layout["lembar"] == "tabel":
            writer.by_table(parts)
        else:
            writer.by_chapter(parts)


class _Writer:
    def __init__(self, book: xlsxwriter.Workbook, style) -> None:
        self.book, self.style = book, style
        self.formats: dict[tuple, object] = {}
        self.used: set[str] = set()

    def _format(self, **properties):
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(properties)
        return self.formats[key]

    def _sheet(self, name: str):
        plain = re.sub(r"[\[\]:*?/\\']", "", name)[:28] or "Lembar"
        made, number = plain, 2
        while made.lower() in self.used:
            made, number = f"{plain[:25]} {number}", number + 1
        self.used.add(made.lower())
        return self.book.add_worksheet(made)

    def by_table(self, parts: list) -> None:
        """The cover's lines on the first sheet, then a sheet a table with its caption."""
        cover = self._sheet("Sampul")
        for row_no, part in enumerate(
            part for part in parts if isinstance(part, Line) and part.style in ("sampul", "ttd")
        ):
            cover.write_string(row_no, 0, part.text)
        for part in parts:
            if isinstance(part, Grid):
                sheet = self._sheet(" ".join(part.caption.split()[:2]))
                sheet.write_string(0, 0, part.caption, self._format(bold=True))
                self._grid(sheet, 2, part)

    def by_chapter(self, parts: list) -> None:
        """A sheet a chapter: headings, sentences and tables below each other."""
        sheet, row_no = self._sheet("Sampul"), 0
        for part in parts:
            if isinstance(part, Heading) and part.level == 1:
                sheet, row_no = self._sheet(part.text), 0
            if isinstance(part, Heading | Line):
                sheet.write_string(row_no, 0, part.text, self._format(bold=isinstance(part, Heading)))
                row_no += 2
            elif isinstance(part, Item):
                sheet.write_string(row_no, 0, f"{part.label} {part.text}")
                row_no += 1
            elif isinstance(part, Grid):
                sheet.write_string(row_no + 1, 0, part.caption, self._format(bold=True))
                self._grid(sheet, row_no + 3, part)
                row_no += len(part.rows) + 4
            elif isinstance(part, PageBreak | Contents):
                continue

    def _grid(self, sheet, top: int, part: Grid) -> None:
        for column, width in enumerate(part.widths):
            sheet.set_column(column, column, 9 * width)
        for row_no, row in enumerate(part.rows):
            for column, cell in enumerate(row):
                if cell is not None:
                    self._cell(sheet, top + row_no, column, cell, row_no < part.head)

    def _cell(self, sheet, row: int, column: int, cell: Cell, head: bool) -> None:
        look = {"border": 1, "text_wrap": True, "valign": "top"} | (
            {"bold": True, "align": "center"} if head else {}
        )
        number = (
            None
            if head or not cell.number or not self.style.layout["angka_excel"]
            else self._number(cell.text)
        )
        if number is not None:
            look["num_format"] = number[1]
        if cell.rs > 1 or cell.cs > 1:
            sheet.merge_range(row, column, row + cell.rs - 1, column + cell.cs - 1, "", self._format(**look))
        if number is None:
            sheet.write_string(row, column, cell.text, self._format(**look))
        else:
            sheet.write_number(row, column, number[0], self._format(**look))

    @staticmethod
    def _number(text: str) -> tuple[float, str] | None:
        """Value and number format of a cell that holds one number; None where it holds anything else."""
        found = re.fullmatch(r"(Rp)?\s*(-?[\d.,]+)\s*(%)?", text.strip())
        read = parse(found[2]) if found else None
        if found is None or read is None or read.kelas != FIGURE or read.desimal < 0:
            return None
        places = "." + "0" * read.desimal if read.desimal else ""
        value = read.mantissa / 10**read.desimal
        if found[3]:
            return value / 100, f"0{places}%"
        return value, ('"Rp"' if found[1] else "") + ("#,##0" if abs(value) >= 1000 else "0") + places
