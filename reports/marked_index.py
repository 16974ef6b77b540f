"""Of a marked workbook: colours behind the cells that findings are about, and a first sheet that lists the
findings with links to them."""

from copy import deepcopy
from typing import NamedTuple

from lxml import etree
from openpyxl.xml.constants import REL_NS, SHEET_MAIN_NS, WORKSHEET_TYPE

from cermat.reports.fixes import order
from cermat.reports.labels import GRADES, Labels
from cermat.reports.marked_package import CONTENT_TYPES, Package
from cermat.reports.marked_places import Mark
from cermat.reports.plain import one_line
from cermat.reports.xlsx_book import LINE, lines_in

_FILLS = {"tinggi": "FFF4A9A0", "sedang": "FFFBD982", "rendah": "FFBFDDF7", "": "FFD9D9D9"}
_ORDER = tuple(_FILLS)
_SHEET_REL = f"{REL_NS}/worksheet"
_WIDTHS = (9, 10, 46, 22, 24, 24)
_MAIN = f"{{{SHEET_MAIN_NS}}}"


class Line(NamedTuple):
    """One line of the first sheet: a finding at one of its cells ('' where it has none)."""

    number: str
    grade: str
    title: str
    sheet: str
    cell: str
    mark: Mark


class Styles:
    """Formats of a workbook, to which more are added."""

    def __init__(self, book: Package) -> None:
        self.book = book
        self.path = next(path for kind, (_, path) in book.relations(book.main) if kind.endswith("/styles"))
        self.root = book.xml(self.path)
        self.made: dict[tuple, int] = {}

    def _add(self, group: str, element) -> int:
        parent = self.root.find(_MAIN + group)
        parent.append(element)
        parent.set("count", str(len(parent)))
        return len(parent) - 1

    def _child(self, group: str, tag: str, at: int = 0):
        return deepcopy(self.root.find(_MAIN + group).findall(_MAIN + tag)[at])

    def filled(self, old: int, colour: str) -> int:
        """The number of a format like an old one, with a colour behind it."""
        if (old, colour) not in self.made:
            fill = etree.Element(_MAIN + "fill")
            pattern = etree.SubElement(fill, _MAIN + "patternFill", patternType="solid")
            etree.SubElement(pattern, _MAIN + "fgColor", rgb=colour)
            etree.SubElement(pattern, _MAIN + "bgColor", indexed="64")
            made = self._child("cellXfs", "xf", old)
            made.set("fillId", str(self._add("fills", fill)))
            made.set("applyFill", "1")
            self.made[old, colour] = self._add("cellXfs", made)
        return self.made[old, colour]

    def text(self, colour: str = "", bold: bool = False, link: bool = False) -> int:
        """The number of a format for texts in several lines."""
        key = (colour, bold, link)
        if key not in self.made:
            font = self._child("fonts", "font")
            for tag in ("b", "i", "u", "strike", "color"):
                for element in font.findall(_MAIN + tag):
                    font.remove(element)
            if link:
                font.insert(0, etree.Element(_MAIN + "color", rgb="FF0B57A4"))
                font.insert(0, etree.Element(_MAIN + "u"))
            if bold:
                font.insert(0, etree.Element(_MAIN + "b"))
            made = etree.Element(
                _MAIN + "xf", numFmtId="49", fontId=str(self._add("fonts", font)), fillId="0"
            )
            made.attrib.update({"borderId": "0", "xfId": "0", "applyFont": "1", "applyAlignment": "1"})
            etree.SubElement(made, _MAIN + "alignment", vertical="top", wrapText="1")
            self.made[key] = self._add("cellXfs", made)
        return self.filled(self.made[key], colour) if colour else self.made[key]

    def save(self) -> None:
        self.book.put(self.path, self.root)


def tint(styles: Styles, sheet: str, cells: dict[str, list[str]]) -> None:
    """Colour cells of a sheet. cells: by their name the grades of what is said of them."""
    book = styles.book
    root = book.xml(book.sheets[sheet])
    for cell in root.iter(_MAIN + "c"):
        grades = cells.get(cell.get("r", ""))
        if grades:
            colour = _FILLS[min(grades, key=_ORDER.index)]
            cell.set("s", str(styles.filled(int(cell.get("s", "0")), colour)))
    book.put(book.sheets[sheet], root)


def index(styles: Styles, lines: list[Line], words: Labels) -> None:
    """The first sheet: a line a finding and cell, by the numbers of the findings, the cell a link."""
    _, book = words._, styles.book
    heads = [_("Temuan"), _("Tingkat"), _("Judul"), _("Sel"), _("Tercetak"), _("Ganti menjadi")]
    rows = [[(text, styles.text("FFDCE6F0", bold=True)) for text in heads]]
    links = []
    for line in sorted(lines, key=lambda line: order(line.number)):
        spot = line.mark.spot
        printed = spot.text[spot.start : spot.end] if spot.start >= 0 else spot.text
        where = f"{line.sheet}!{line.cell}" if line.sheet else _("seluruh laporan")
        rows.append(
            [
                (line.number, styles.text()),
                (_(GRADES[line.grade]), styles.text(_FILLS[line.grade])),
                (line.title, styles.text()),
                (where, styles.text(link=bool(line.sheet))),
                (one_line(printed, 80), styles.text()),
                (line.mark.becomes or _("lihat catatan sel"), styles.text(bold=bool(line.mark.becomes))),
            ]
        )
        if line.sheet:
            links.append((f"D{len(rows)}", f"'{line.sheet.replace(chr(39), chr(39) * 2)}'!{line.cell}"))
    styles.save()
    path = book.fresh("xl/worksheets/cermat{}.xml")
    book.put(path, _sheet(rows, links))
    part = {"PartName": f"/{path}", "ContentType": WORKSHEET_TYPE}
    etree.SubElement(book.types, f"{{{CONTENT_TYPES}}}Override", part)
    _first(book, _free(_("Temuan Cermat"), book), book.relate(book.main, _SHEET_REL, path))


def _free(name: str, book: Package) -> str:
    taken = {known.get("name", "").casefold() for known in book.xml(book.main).iter(_MAIN + "sheet")}
    return next(
        made
        for number in range(1, len(taken) + 2)
        if (made := name if number == 1 else f"{name} {number}").casefold() not in taken
    )


def _sheet(rows: list[list[tuple[str, int]]], links: list[tuple[str, str]]):
    """A sheet of texts. rows: (text, format) by column; links: (cell, where it leads)."""
    root = etree.Element(_MAIN + "worksheet", nsmap={None: SHEET_MAIN_NS})
    fit = etree.SubElement(etree.SubElement(root, _MAIN + "sheetPr"), _MAIN + "pageSetUpPr")
    fit.set("fitToPage", "1")
    views = etree.SubElement(root, _MAIN + "sheetViews")
    view = etree.SubElement(views, _MAIN + "sheetView", tabSelected="1", workbookViewId="0")
    pane = {"ySplit": "1", "topLeftCell": "A2", "activePane": "bottomLeft", "state": "frozen"}
    etree.SubElement(view, _MAIN + "pane", pane)
    columns = etree.SubElement(root, _MAIN + "cols")
    for at, width in enumerate(_WIDTHS, 1):
        etree.SubElement(columns, _MAIN + "col", min=str(at), max=str(at), width=str(width), customWidth="1")
    data = etree.SubElement(root, _MAIN + "sheetData")
    for number, cells in enumerate(rows, 1):
        tall = max(lines_in(text, width) for (text, _), width in zip(cells, _WIDTHS, strict=True))
        row = etree.SubElement(
            data, _MAIN + "row", r=str(number), ht=f"{LINE * tall + 3:.1f}", customHeight="1"
        )
        for at, (text, style) in enumerate(cells):
            cell = etree.SubElement(
                row, _MAIN + "c", r=f"{chr(65 + at)}{number}", s=str(style), t="inlineStr"
            )
            told = etree.SubElement(etree.SubElement(cell, _MAIN + "is"), _MAIN + "t")
            told.text = text
    if links:
        listed = etree.SubElement(root, _MAIN + "hyperlinks")
        for cell, target in links:
            etree.SubElement(listed, _MAIN + "hyperlink", ref=cell, location=target, display=target)
    page = {"paperSize": "9", "orientation": "landscape", "fitToHeight": "0"}
    etree.SubElement(root, _MAIN + "pageSetup", page)
    return root


def _first(book: Package, name: str, relation: str) -> None:
    """Make a sheet the first of the workbook and the one that is shown; names that belong to one sheet by its
    place follow it."""
    root = book.xml(book.main)
    sheets = root.find(_MAIN + "sheets")
    number = max(int(known.get("sheetId", "0")) for known in sheets) + 1
    sheet = etree.Element(
        _MAIN + "sheet", {"name": name, "sheetId": str(number), f"{{{REL_NS}}}id": relation}
    )
    sheets.insert(0, sheet)
    for known in root.iter(_MAIN + "definedName"):
        if known.get("localSheetId"):
            known.set("localSheetId", str(int(known.get("localSheetId")) + 1))
    for view in root.iter(_MAIN + "workbookView"):
        view.attrib.pop("firstSheet", None)
        view.attrib.pop("activeTab", None)
    book.put(book.main, root)
    for path in book.sheets.values():
        if b"tabSelected" in book.parts[path]:
            shown = book.xml(path)
            for view in shown.iter(_MAIN + "sheetView"):
                view.attrib.pop("tabSelected", None)
            book.put(path, shown)
