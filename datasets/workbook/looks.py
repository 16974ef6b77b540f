"""Workbooks of typed tables, written for people to correct or to fill in: how their sheets look, which words
they use.

Every cell is text under Excel's text format, so that "80,0" keeps its decimal and nothing is ever a formula
or a link.
Row 1 of a table's sheet holds the names of schemas/tables.yaml, row 2 the labels that people read; data begin
in row 3.
"""

import io
import re
from functools import cache
from importlib.resources import files
from math import ceil

import xlsxwriter
import yaml

from cermat.schemas.errors import InputError
from cermat.schemas.tables import PLACE_COLUMNS, Column, Table

MARK = (
    "cermat",
    "tabel/1",
)  # a property of the file: these sheets are typed tables, whatever else stands beside
POINTERS = "_angka"  # hidden column: which number of the document a value is ("target=12 realisasi=13")
EXAMPLE = "contoh"  # column that marks rows of examples
FIRST = 2  # the first row of data, counted from 0
MAX_ROWS, MAX_TEXT = 1_048_576, 32_767  # of a sheet, of a cell (Excel)
SPARE = 500  # rows below the data that keep drop-downs
_LIST = 255  # characters that a drop-down written in place may have
_WIDEST = {"teks": 40, "angka": 24, "pilihan": 24, "kalimat": 90}  # by type of column, in characters
_ONE_LINE = {"bagian": 30, "baris": 18}  # long places are cut in sight, so that rows stay low
_WIDE_PAPER = 190  # characters of a row from which on A3 is printed
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_INK, _PAPER = "#1F4E5F", "#EAF1F3"


@cache
def words() -> dict:
    """The texts of workbook.yaml."""
    return yaml.load(
        files("cermat.datasets.workbook").joinpath("workbook.yaml").read_text(encoding="utf-8"),
        Loader=yaml.CSafeLoader,
    )


def sheet_name(what: str) -> str:
    """Name of one of the workbook's own sheets: guide, unread, numbers, lists."""
    return words()["sheets"][what]


def explanation(kind: str, column: str) -> str:
    """What a column of a table holds, in Indonesian; empty where nobody wrote it down."""
    own = words()["tables"].get(kind, {}).get("columns", {})
    return str(own.get(column) or words()["columns"].get(column, ""))


def suggestions(kind: str, column: str) -> list[str]:
    """Words that a drop-down offers while it leaves others free."""
    own = words()["tables"].get(kind, {}).get("suggest", {})
    return own.get(column) or words()["suggest"].get(column, [])


def tidy(text) -> str:
    """A text as a cell of a workbook can hold it and gives it back."""
    return _CONTROL.sub("", str(text).replace("\r\n", "\n").replace("\r", "\n"))[:MAX_TEXT]


class Book:
    """A workbook under way. Sheets are added in the order in which they shall stand; `content` ends it."""

    def __init__(self) -> None:
        self._bytes = io.BytesIO()
        self._book = xlsxwriter.Workbook(self._bytes, {"in_memory": True})
        self._book.set_custom_property(*MARK)
        self._book.set_properties({"title": "Tabel LKjIP", "author": "Cermat"})
        self._book.set_size(2400, 1400)
        self._formats: dict[tuple, object] = {}
        self._lists: dict[tuple[str, ...], str] = {}

    def content(self) -> bytes:
        """Close the workbook and return the file."""
        if self._lists:
            sheet = self._book.add_worksheet(sheet_name("lists"))
            sheet.hide()
            for column, items in enumerate(self._lists):
                for row, item in enumerate(items):
                    sheet.write_string(row, column, item)
        self._book.close()
        return self._bytes.getvalue()

    def style(self, *traits: str):
        """A cell format: head, machine, place, number, doubt, bad, example, title, note, plain."""
        if traits not in self._formats:
            self._formats[traits] = self._book.add_format(_look(traits))
        return self._formats[traits]

    def guide(
        self, title: str, text: str, listing: list[tuple[str, str, str]], heads: tuple[str, str, str]
    ) -> None:
        """The first sheet: a title, paragraphs ('# ' begins a heading) and a listing of sheets in three
        columns."""
        sheet = self._book.add_worksheet(sheet_name("guide"))
        sheet.hide_gridlines(2)
        sheet.set_tab_color(_INK)
        for column, width in enumerate((2, 24, 96, 12)):
            sheet.set_column(column, column, width)
        sheet.set_row(0, 26)
        sheet.write_string(0, 1, tidy(title), self.style("title"))
        row = 1
        for line in filter(None, text.splitlines()):
            head, line = line.startswith("# "), tidy(line.removeprefix("# "))
            style = self.style("heading" if head else "prose")
            sheet.merge_range(row, 1, row, 3, "", style)
            sheet.write_string(row, 1, line, style)
            sheet.set_row(row, 24 if head else 15 * ceil(len(line) / 140) + 3)
            row += 1
        row += 1
        for column, word in enumerate(heads, 1):
            sheet.write_string(row, column, word, self.style("head"))
        for at, entry in enumerate(listing, row + 1):
            for column, word in enumerate(entry, 1):
                sheet.write_string(
                    at,
                    column,
                    tidy(word),
                    self.style("plain", "number") if column == 3 else self.style("plain"),
                )
            sheet.set_row(at, 15 * ceil(max(len(entry[1]), 1) / 108) + 3)
        _paper(sheet, rows=False)

    def table(
        self,
        name: str,
        columns: list[Column],
        rows: list[list[str]],
        notes=None,
        examples: int = 0,
        spare: int = SPARE,
        pointers: bool = False,
        kind: str = "",
        frozen: int = 0,
        least: dict[str, int] | None = None,
    ) -> None:
        """One sheet: names, labels, rows of text in the order of `columns`.

        notes: (row, column) → (trait 'doubt' or 'bad', text of the note). examples: so many first rows are
        examples.
        pointers: the last column is hidden. kind: its table, for explanations and drop-downs ("" for none).
        frozen: so many columns stay in sight. least: type of column → its width at least.
        """
        if len(rows) + FIRST > MAX_ROWS:
            raise InputError(f"lembar {name}: {len(rows)} baris, lebih banyak dari yang dapat dimuat Excel")
        sheet = self._book.add_worksheet(name)
        last, total = max(len(rows) + FIRST - 1, FIRST), 0.0
        notes, lines = notes or {}, [1] * len(rows)
        for position, column in enumerate(columns):
            place = column.name in PLACE_COLUMNS
            traits: tuple[str, ...] = ("place",) if place else ("number",) if column.kind == "angka" else ()
            hidden = pointers and position == len(columns) - 1
            traits += ("line",) if column.name in _ONE_LINE else ()
            width = max(
                _width(column, [cells[position] for cells in rows]),
                0 if place else (least or {}).get(column.kind, 0),
            )
            sheet.set_column(position, position, width, self.style("cell", *traits), {"hidden": hidden})
            total += 0 if hidden else width
            sheet.write_string(0, position, column.name, self.style("machine"))
            sheet.write_string(
                1, position, column.label + (" *" if column.required else ""), self.style("head", *traits[:1])
            )
            if kind and (told := explanation(kind, column.name)):
                sheet.write_comment(1, position, tidy(told), _note_box(told))
            if kind:
                self._choices(sheet, kind, column, position, last + spare)
            for at, row in enumerate(rows):
                mark, told = notes.get((at, position), ("", ""))
                style = ("example",) if at < examples else (mark,) if mark else ()
                sheet.write_string(
                    at + FIRST, position, tidy(row[position]), self.style("plain", *traits, *style)
                )
                if column.name not in _ONE_LINE and not hidden:
                    lines[at] = max(
                        lines[at],
                        sum(max(1, ceil(len(line) / width / 1.05)) for line in row[position].splitlines()),
                    )
                if told:
                    sheet.write_comment(at + FIRST, position, tidy(told), _note_box(told))
        for at, height in enumerate(lines, FIRST):  # not every program fits rows to their text
            sheet.set_row(at, min(13 * height + 2, 400))
        sheet.set_row(0, 11)
        sheet.set_row(1, 42)
        sheet.freeze_panes(FIRST, frozen)
        sheet.autofilter(1, 0, last, len(columns) - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{MAX_ROWS}"})
        _paper(sheet, rows=True, wide=total > _WIDE_PAPER)

    def hidden(self, name: str, header: list[str], rows: list[list[str]]) -> None:
        """A hidden sheet of text."""
        if len(rows) + 1 > MAX_ROWS:
            raise InputError(f"lembar {name}: {len(rows)} baris, lebih banyak dari yang dapat dimuat Excel")
        sheet = self._book.add_worksheet(name)
        for at, row in enumerate([header, *rows]):
            for position, text in enumerate(row):
                if text:
                    sheet.write_string(at, position, tidy(text))
        sheet.hide()

    def _choices(self, sheet, kind: str, column: Column, position: int, last: int) -> None:
        closed = list(column.choices) or (["ya"] if column.name == EXAMPLE else [])
        offered = closed or suggestions(kind, column.name)
        if not offered:
            return
        source: list[str] | str = offered
        if len(",".join(offered)) > _LIST:
            self._lists.setdefault(tuple(offered), "")
            at = xlsxwriter.utility.xl_col_to_name(list(self._lists).index(tuple(offered)))
            source = f"={sheet_name('lists')}!${at}$1:${at}${len(offered)}"
        rule = {"validate": "list", "source": source, "show_error": bool(closed)}
        if closed:
            rule |= {
                "error_title": "Pilihan",
                "error_message": "Pilih salah satu dari daftar, atau kosongkan.",
            }
        sheet.data_validation(FIRST, position, last, position, rule)


def _look(traits: tuple[str, ...]) -> dict:
    look: dict = {"font_name": "Calibri", "font_size": 10, "num_format": "@", "valign": "top"}
    parts: dict[str, dict] = {
        "plain": {"text_wrap": True, "border": 1, "border_color": "#D0D7DA"},
        "cell": {"text_wrap": True},
        "head": {
            "bold": True,
            "bg_color": _INK,
            "font_color": "#FFFFFF",
            "text_wrap": True,
            "valign": "vcenter",
        },
        "machine": {"font_size": 7, "font_color": "#7F8C8D", "valign": "vcenter"},
        "number": {"align": "right", "indent": 1},
        "place": {"font_color": "#6B7780"},
        "line": {"text_wrap": False},
        "doubt": {"bg_color": "#FFF2CC"},
        "bad": {"bg_color": "#FBE0DD"},
        "example": {"italic": True, "font_color": "#8A949B", "bg_color": "#F5F6F7"},
        "title": {"bold": True, "font_size": 16, "font_color": _INK},
        "heading": {"bold": True, "font_size": 11, "font_color": _INK, "valign": "bottom"},
        "prose": {"text_wrap": True},
    }
    for trait in traits:
        look |= parts[trait]
    if "head" in traits:
        look |= {"bg_color": "#7C8F98"} if "place" in traits else {}
        look |= {"font_color": "#FFFFFF", "align": "left", "indent": 0}
    return look


def _width(column: Column, texts: list[str]) -> float:
    longest = max((len(line) for text in texts[:2000] for line in text.splitlines() or [""]), default=0)
    label = max(map(len, column.label.split()), default=0) + 4
    widest = _ONE_LINE.get(column.name) or _WIDEST.get(column.kind, 14)
    return min(max(longest + 2, label, 7), max(widest, label))


def _note_box(text: str) -> dict:
    return {
        "author": "Cermat",
        "font_size": 9,
        "width": 260,
        "height": 18 + 15 * ceil(max(len(text), 1) / 42),
    }


def _paper(sheet, rows: bool, wide: bool = False) -> None:
    sheet.set_paper(8 if wide else 9)  # A3, A4
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0 if rows else 1)
    sheet.set_margins(0.4, 0.4, 0.5, 0.6)
    sheet.set_footer("&L&8&A&R&8&P / &N")
    if rows:
        sheet.repeat_rows(0, 1)


def example_rows(kind: str) -> list[dict[str, str]]:
    """Rows of examples of a table: column → text."""
    return [dict(row) for row in words()["tables"].get(kind, {}).get("examples", [])]


def mark_column() -> Column:
    """The column that marks rows of examples."""
    return Column(EXAMPLE, "pilihan", "Contoh", "", False, ())


def ordered(spec: Table, first: tuple[str, ...], last: tuple[str, ...]) -> list[Column]:
    """The columns of a table with some place columns before and some behind the others."""
    own = [told for name, told in spec.columns.items() if name not in PLACE_COLUMNS]
    return [*(spec.columns[name] for name in first), *own, *(spec.columns[name] for name in last)]
