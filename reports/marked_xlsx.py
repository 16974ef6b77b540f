"""A copy of a workbook with notes in its cells, colours behind them, and a first sheet that leads to them.
Only these are added to the package: formulas with their results, charts, pictures and macros stay byte for
byte, which a workbook that openpyxl writes anew would lose in part."""

import re
import zipfile

from lxml import etree
from openpyxl.comments.comment_sheet import CommentRecord, CommentSheet
from openpyxl.comments.shape_writer import ShapeWriter, excelns, officens, vmlns
from openpyxl.utils import range_boundaries
from openpyxl.xml.constants import COMMENTS_NS, REL_NS, SHEET_MAIN_NS

from cermat.reports.labels import Labels
from cermat.reports.marked_index import Line, Styles, index, tint
from cermat.reports.marked_package import CONTENT_TYPES, Package
from cermat.reports.marked_places import AUTHOR, Mark, Unmarkable

_VML_REL, _VML_TYPE = f"{REL_NS}/vmlDrawing", "application/vnd.openxmlformats-officedocument.vmlDrawing"
_AFTER = (
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
)
_MOST = 30_000  # letters of one note; Excel holds 32.767
_WIDE, _LINE, _CHARS = 420, 17, 62  # of a note's box: pixels across and a line, letters a line


def mark(data: bytes, marks: list[Mark], sub, words: Labels) -> tuple[bytes, int]:
    """The workbook with a note in each cell that a finding is about, coloured by the gravest, a first sheet
    that lists them; and how many have no cell of their own. Raises Unmarkable."""
    try:
        book = Package(data)
        lost = 0
        placed: dict[str, dict[str, list[Mark]]] = {}
        lines: list[Line] = []
        for mark in marks:
            sheet, _, cell = mark.spot.trace.rpartition("!")
            known = sheet in book.sheets
            lost += not known and not mark.spot.whole
            place = (sheet, _anchor(cell)) if known else (next(iter(book.sheets)), "A1")
            placed.setdefault(place[0], {}).setdefault(place[1], []).append(mark)
            where = place if known else ("", "")
            lines += [
                Line(number, grade, title, where[0], where[1], mark) for number, grade, title in mark.about
            ]
        notes, styles = _Notes(book), Styles(book)
        for sheet, cells in placed.items():
            said = {cell: "\n\n".join(mark.text for mark in here)[:_MOST] for cell, here in cells.items()}
            notes.annotate(sheet, said)
            own = {cell: [mark.grade for mark in here if not mark.spot.whole] for cell, here in cells.items()}
            tint(styles, sheet, {cell: grades for cell, grades in own.items() if grades})
        index(styles, lines, words)
        return book.save(), lost
    except (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError, ValueError, StopIteration) as error:
        raise Unmarkable(f"paket Excel ini tidak lengkap ({type(error).__name__})") from None


def _anchor(cell: str) -> str:
    found = re.match(r"\$?([A-Z]{1,3})\$?(\d+)", cell)
    return f"{found[1]}{found[2]}" if found else "A1"


class _Notes:
    """Writes the notes of a workbook."""

    def __init__(self, book: Package) -> None:
        self.book = book

    def annotate(self, sheet: str, notes: dict[str, str]) -> None:
        """Put notes into cells of a sheet; a cell that has a note keeps it, and the new one follows."""
        part = self.book.sheets[sheet]
        known = {name.rpartition("/")[2]: path for name, (_, path) in self.book.relations(part)}
        written = self._write_notes(part, known.get("comments", ""), notes)
        self._write_shapes(part, known.get("vmlDrawing", ""), written)

    def _write_notes(self, part: str, path: str, notes: dict[str, str]) -> list[CommentRecord]:
        """Returns the notes whose box is yet to be drawn."""
        if path not in self.book.parts:
            path = self.book.fresh("xl/comments{}.xml")
            self.book.relate(part, COMMENTS_NS, path)
            etree.SubElement(
                self.book.types,
                f"{{{CONTENT_TYPES}}}Override",
                PartName=f"/{path}",
                ContentType=CommentSheet.mime_type,
            )
            old: dict[str, CommentRecord] = {}
        else:
            there = CommentSheet.from_tree(self.book.xml(path))
            for record in there.commentList:
                record.author = there.authors.author[record.authorId]
            old = {record.ref: record for record in there.commentList}
        fresh = []
        for cell, text in notes.items():
            if cell in old:
                old[cell].text.t, old[cell].text.r = f"{old[cell].content}\n\n{text}", []
                continue
            lines = sum(1 + len(line) // _CHARS for line in text.split("\n"))
            record = CommentRecord(ref=cell, author=AUTHOR, width=_WIDE, height=min(640, 24 + _LINE * lines))
            record.text.t = text
            fresh.append(record)
        place = lambda record: range_boundaries(record.ref)[1::-1]  # noqa: E731
        every = CommentSheet.from_comments(sorted([*old.values(), *fresh], key=place))
        root = etree.fromstring(etree.tostring(every.to_tree()))
        for element in root.iter("{*}t"):
            element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        self.book.put(path, root)
        return fresh

    def _write_shapes(self, part: str, path: str, notes: list[CommentRecord]) -> None:
        writer = ShapeWriter([])
        if path in self.book.parts:
            root = self.book.xml(path, loose=True)
        else:
            path = self.book.fresh("xl/drawings/vmlDrawing{}.vml")
            root = etree.Element("xml", nsmap={"v": vmlns, "o": officens, "x": excelns})
            writer.add_comment_shapetype(root)
            if not any(
                default.get("Extension", "").lower() == "vml"
                for default in self.book.types.iter(f"{{{CONTENT_TYPES}}}Default")
            ):
                self.book.types.insert(
                    0, etree.Element(f"{{{CONTENT_TYPES}}}Default", Extension="vml", ContentType=_VML_TYPE)
                )
            self._point(part, self.book.relate(part, _VML_REL, path))
        if root.find(f"{{{vmlns}}}shapetype[@id='_x0000_t202']") is None:
            writer.add_comment_shapetype(root)
        used = [int(number) for number in re.findall(rb"_x0000_s(\d+)", etree.tostring(root))]
        for position, record in enumerate(notes, max([1025, *used]) + 1):
            writer.add_comment_shape(root, position, record.ref, record.height, record.width)
        self.book.put(path, etree.tostring(root))

    def _point(self, part: str, relation: str) -> None:
        """The sheet names the part in which its notes are drawn, at the place its schema gives that."""
        root = self.book.xml(part)
        for old in root.findall(f"{{{SHEET_MAIN_NS}}}legacyDrawing"):
            root.remove(old)
        element = etree.Element(f"{{{SHEET_MAIN_NS}}}legacyDrawing", {f"{{{REL_NS}}}id": relation})
        later = next(
            (
                element
                for element in root
                if isinstance(element.tag, str) and etree.QName(element).localname in _AFTER
            ),
            None,
        )
        if later is None:
            root.append(element)
        else:
            later.addprevious(element)
        self.book.put(part, root)
