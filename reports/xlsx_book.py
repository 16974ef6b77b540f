"""What all workbooks of this room share: styles, tables with frozen and filtered headers, print set-up, and
cells that stay text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from io import BytesIO
from typing import Any
from urllib.parse import unquote

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from cermat.reports.plain import one_line, plain

LONGEST = 32_000  # characters; a cell of a workbook holds 32,767
_AUTHOR = "Cermat"
LINE, TALLEST = 12.9, 409  # points: height of a line, and the tallest row
# widths of letters in Calibri, in ems; a digit of the standard size is the unit of columns
_LETTERS = {"ijl.,:;|'! ·": 0.25, "()[]-tfr/": 0.34, "acskvxyz": 0.45, "mMwW%": 0.8, "0123456789": 0.507}
_WIDTH = {sign: width for letters, width in _LETTERS.items() for sign in letters}
_OTHER = 0.55
_UNIT, _EM = 6.8, 13.33  # pixels
_BREAK = re.compile(r"(?<=[ -])")
RIGHT = {"align": "right", "indent": 1}
FONT = {"font_name": "Calibri", "font_size": 10, "valign": "top"}
GRADE = {
    "tinggi": {"bg_color": "#F9D6D2", "font_color": "#8C1C13", "bold": True},
    "sedang": {"bg_color": "#FCE8C3", "font_color": "#6B4700", "bold": True},
    "rendah": {"bg_color": "#DCE9F7", "font_color": "#1F3F66", "bold": True},
}
STATE = {
    "contradicted": {"bg_color": "#F9D6D2", "font_color": "#8C1C13"},
    "terdampak": {"bg_color": "#FBE0CF", "font_color": "#7A3B0C"},
    "pembulatan": {"bg_color": "#F3ECD2", "font_color": "#5C4A00"},
    "recomputed": {"bg_color": "#DDEFDD", "font_color": "#1D5421"},
    "repeated": {"bg_color": "#E3EEF5", "font_color": "#234B63"},
    "weak": {"bg_color": "#ECECEC", "font_color": "#4A4A4A"},
    "unreached": {"bg_color": "#FFFFFF", "font_color": "#4A4A4A"},
}
STATUS = {
    "temuan": {"bg_color": "#F9D6D2", "font_color": "#8C1C13"},
    "galat": {"bg_color": "#8C1C13", "font_color": "#FFFFFF"},
    "tidak dapat diuji": {"bg_color": "#FCE8C3", "font_color": "#6B4700"},
    "sesuai": {"bg_color": "#DDEFDD", "font_color": "#1D5421"},
    "tidak berlaku": {"font_color": "#6A6A6A"},
}
OUTCOME = {
    "tidak cocok": STATUS["temuan"],
    "tidak dapat diuji": STATUS["tidak dapat diuji"],
    "dipotong": STATE["pembulatan"],
    "dalam presisi": STATE["repeated"],
    "tepat": STATE["recomputed"],
}


@dataclass(frozen=True)
class Column:
    """A column of a table. width: in characters; kind: text, note (to be filled in by hand), whole or number;
    most: characters shown."""

    title: str
    width: float
    kind: str = "text"
    most: int = LONGEST


class Book:
    """A workbook in memory in which no content becomes a formula or a link: texts are written as strings,
    whatever they start with."""

    def __init__(self, title: str, subject: str, time: str):
        """time: of the audit, in ISO form; the same audit makes the same bytes."""
        self._stream = BytesIO()
        options = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
        options |= {"in_memory": True, "nan_inf_to_errors": True}
        self.workbook = xlsxwriter.Workbook(self._stream, options)
        about = {
            "title": one_line(title, 200),
            "subject": one_line(subject, 200),
            "author": _AUTHOR,
            "comments": "",
        }
        self.workbook.set_properties(about | _made_at(time))
        self._styles: dict[tuple, Any] = {}

    def style(self, **properties) -> Any:
        """The cell style of some properties, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._styles:
            self._styles[key] = self.workbook.add_format(FONT | properties)
        return self._styles[key]

    @cached_property
    def head(self) -> Any:
        lines = {"border": 1, "border_color": "#FFFFFF"}
        return self.style(
            bold=True, bg_color="#1F3A5F", font_color="#FFFFFF", text_wrap=True, valign="vcenter", **lines
        )

    def cell(self, **more) -> Any:
        """A bordered cell of a table."""
        return self.style(border=1, border_color="#BFC7D1", **more)

    def sheet(self, name: str, header: str, foot: str, tab: str = "") -> Worksheet:
        """An empty sheet for A4, landscape, as wide as the page, with running title and page numbers."""
        sheet = self.workbook.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        # "&" starts a code there; a title may begin with a digit, which is none of the size before it
        running = one_line(header, 110).replace("&", "&&")
        sheet.set_header(f'&L&"Calibri,Bold"&9{one_line(name, 31)}&R&"Calibri,Regular"&9 {running}')
        sheet.set_footer(f'&L&"Calibri,Regular"&8{one_line(foot, 100).replace("&", "&&")}&R&8&P / &N')
        sheet.hide_gridlines(2)
        if tab:
            sheet.set_tab_color(tab)
        return sheet

    def text(self, sheet: Worksheet, row: int, column: int, value, style=None, most: int = LONGEST) -> None:
        """A string, never a formula, a number or a link."""
        sheet.write_string(row, column, plain(value, most), style or self.style())

    def table(self, sheet: Worksheet, columns: Sequence[Column], top: int = 0) -> None:
        """Widths and header of a table that begins in line `top`; header frozen and repeated on every
        page."""
        for at, column in enumerate(columns):
            sheet.set_column(at, at, column.width)
            self.text(sheet, top, at, column.title, self.head)
        sheet.set_row(top, 30)
        sheet.freeze_panes(top + 1, 0)
        sheet.repeat_rows(top)

    def row(
        self,
        sheet: Worksheet,
        row: int,
        columns: Sequence[Column],
        values: Sequence,
        looks: dict[int, dict] | None = None,
        hidden: bool = False,
    ) -> None:
        """One line of a table. values: texts, numbers or None (empty), by column; looks: further properties
        of single cells; hidden: a filter leaves it out."""
        lines = 1
        for at, (column, value) in enumerate(zip(columns, values, strict=True)):
            look = dict((looks or {}).get(at, {}))
            number = isinstance(value, int | float) and column.kind in ("whole", "number")
            if not number:
                look |= {"text_wrap": True}
            if column.kind == "note":
                look.setdefault("bg_color", "#FFFDF2")
                look["locked"] = False
            if column.kind == "whole":
                look = {"num_format": "#,##0", "align": "center"} | look
            style = self.cell(**look)
            if value is None or value == "":
                sheet.write_blank(row, at, None, style)
            elif number:
                sheet.write_number(row, at, value, style)
            else:
                shown = plain(value, column.most)
                lines = max(lines, lines_in(shown, column.width, bool(look.get("bold"))))
                sheet.write_string(row, at, shown, style)
        sheet.set_row(row, min(LINE * lines + 2.5, TALLEST), None, {"hidden": hidden})

    def jump(self, sheet: Worksheet, row: int, column: int, to: str, text: str, **look) -> None:
        """A cell that leads to another one of this workbook. to: "'Kertas Kerja'!A7"."""
        style = self.cell(font_color="#0B5394", underline=1, **look)
        sheet.write_url(row, column, f"internal:{to}", style, plain(text, 200))

    def link(self, sheet: Worksheet, row: int, column: int, address: str, text: str, **look) -> None:
        """A cell that opens a page of the PDF that was read. address: '../lkjip.pdf#page=13'."""
        style = self.cell(font_color="#0B5394", underline=1, text_wrap=True, **look)
        sheet.write_url(row, column, f"external:{unquote(address)}", style, plain(text))

    def only(
        self, sheet: Worksheet, columns: Sequence[Column], last: int, column: int, values: Sequence[str]
    ) -> None:
        """The filter of a table, set to the lines with some values in one column (the others are written
        `hidden`)."""
        sheet.autofilter(0, 0, last, len(columns) - 1)
        if values:
            sheet.filter_column_list(column, list(values))

    def close(self) -> bytes:
        """The workbook as bytes."""
        self.workbook.close()
        return self._stream.getvalue()


def _made_at(time: str) -> dict:
    try:
        return {"created": datetime.fromisoformat(time).astimezone(UTC).replace(tzinfo=None)}
    except (ValueError, OverflowError):  # of a findings.json from elsewhere
        return {}


class Grid:
    """Little tables side by side on one sheet. widths: of its columns, in characters."""

    def __init__(self, book: Book, sheet: Worksheet, widths: tuple[float, ...]):
        self.sheet, self.book, self.widths = sheet, book, widths
        self.tall: dict[int, float] = {}
        for at, width in enumerate(widths):
            sheet.set_column(at, at, width)

    def height(self, row: int, points: float) -> None:
        """At least so high."""
        if points > self.tall.get(row, 0):
            self.tall[row] = min(points, TALLEST)
            self.sheet.set_row(row, self.tall[row])

    def title(self, row: int, text: str) -> None:
        self.book.text(
            self.sheet, row, 0, text, self.book.style(bold=True, font_size=16, font_color="#1F3A5F")
        )
        self.height(row, 26)

    def heading(self, row: int, column: int, text: str) -> None:
        self.book.text(
            self.sheet, row, column, text, self.book.style(bold=True, font_size=12, font_color="#1F3A5F")
        )

    def header(self, row: int, column: int, titles: list[str]) -> None:
        for at, text in enumerate(titles):
            self.book.text(self.sheet, row, column + at, text, self.book.head)
        self.height(row, 18)

    def line(self, row: int, column: int, values: list, looks: dict[int, dict] | None = None) -> None:
        for at, value in enumerate(values):
            look = (looks or {}).get(at, {})
            if isinstance(value, int | float):
                look = {"num_format": "#,##0"} | RIGHT | look
                self.sheet.write_number(row, column + at, value, self.book.cell(**look))
            else:
                self.book.text(self.sheet, row, column + at, value, self.book.cell(text_wrap=True, **look))
                self.height(
                    row, 3 + LINE * lines_in(plain(value), self.widths[column + at], bool(look.get("bold")))
                )

    def wide(self, row: int, first: int, last: int, text: str, style) -> None:
        """A text over several columns."""
        self.sheet.merge_range(row, first, row, last, "", style)
        self.book.text(self.sheet, row, first, text, style)
        self.height(row, 3 + LINE * lines_in(plain(text), sum(self.widths[first : last + 1])))

    def formula(self, row: int, column: int, formula: str, value) -> None:
        self.sheet.write_formula(row, column, formula, self.book.cell(num_format="#,##0", **RIGHT), value)


@lru_cache(maxsize=65_536)
def lines_in(text: str, width: float, bold: bool = False) -> int:
    """How many lines a text takes in a column of some width: programs that open the file do not all find the
    height of a row."""
    room = width * _UNIT
    size = _EM * (1.06 if bold else 1)
    lines = 0
    for paragraph in text.split("\n"):
        lines, used = lines + 1, 0.0
        for word in _BREAK.split(paragraph):
            wide = size * sum(_WIDTH.get(sign, _OTHER) for sign in word)
            if used and used + wide - (size * _WIDTH[" "] if word.endswith(" ") else 0) > room:
                lines, used = lines + 1, 0.0
            used += wide
            if used > room:  # a word longer than a line is broken
                lines += int(used // room)
                used %= room
        if lines * LINE > TALLEST:
            break
    return lines


def number_format(decimals: int) -> str:
    """The format in which a spreadsheet shows a number with the decimals it is printed with."""
    return "#,##0" + ("." + "0" * min(decimals, 10) if decimals > 0 else "")
