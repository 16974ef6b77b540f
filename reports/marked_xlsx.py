"""Cell notes in a copy of a workbook. Only the notes are added to the package: formats, formulas with their
results, charts, pictures and macros stay byte for byte, which a workbook that openpyxl writes anew would lose
in part."""

import posixpath
import re
import zipfile
from io import BytesIO

from lxml import etree
from openpyxl.comments.comment_sheet import CommentRecord, CommentSheet
from openpyxl.comments.shape_writer import ShapeWriter, excelns, officens, vmlns
from openpyxl.utils import range_boundaries
from openpyxl.xml.constants import COMMENTS_NS, REL_NS, SHEET_MAIN_NS

from reports.labels import Labels
from reports.marked_cells import typed_cells
from reports.marked_places import AUTHOR, Mark, Unmarkable

_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
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
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
_LOOSE = etree.XMLParser(
    resolve_entities=False, no_network=True, huge_tree=True, recover=True
)  # Excel's own VML may be no XML


def mark(data: bytes, marks: list[Mark], sub, _words: Labels) -> tuple[bytes, int]:
    """The workbook with a note in each cell that a finding is about, and how many have no cell of their own.
    Raises Unmarkable."""
    try:
        book = _Book(data)
        typed = typed_cells(data, sub, marks)
        lost = 0
        notes: dict = {}
        for mark in marks:
            sheet, _, cell = mark.spot.trace.rpartition("!")
            if sheet not in book.sheets:
                sheet, cell = typed.get(mark.spot.key, ("", ""))
            if sheet not in book.sheets:
                lost += not mark.spot.whole
                sheet, cell = next(iter(book.sheets)), "A1"
            notes.setdefault(sheet, {}).setdefault(_anchor(cell), []).append(mark.text)
        for sheet, cells in notes.items():
            book.annotate(sheet, {cell: "\n\n".join(texts)[:_MOST] for cell, texts in cells.items()})
        return book.save(), lost
    except (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError, ValueError, StopIteration) as error:
        raise Unmarkable(f"paket Excel ini tidak lengkap ({type(error).__name__})") from None


def _anchor(cell: str) -> str:
    found = re.match(r"\$?([A-Z]{1,3})\$?(\d+)", cell)
    return f"{found[1]}{found[2]}" if found else "A1"


class _Book:
    """The parts of a workbook's package. sheets: name → path of its part, visible ones first."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            self.order = archive.infolist()
            self.parts = {entry.filename: archive.read(entry) for entry in self.order}
        self.types = self._xml("[Content_Types].xml")
        main = next(target for kind, target in self._relations("") if kind.endswith("/officeDocument"))[1]
        related = dict(target for _, target in self._relations(main))
        listed = self._xml(main).findall(f".//{{{SHEET_MAIN_NS}}}sheet")
        found = [
            (
                entry.get("state", "visible") != "visible",
                entry.get("name"),
                related.get(entry.get(f"{{{REL_NS}}}id"), ""),
            )
            for entry in listed
        ]
        self.sheets = {
            name: path
            for _, name, path in sorted(found, key=lambda entry: entry[0])
            if "/worksheets/" in f"/{path}"
        }

    def _xml(self, name: str, loose: bool = False):
        return etree.fromstring(self.parts[name], _LOOSE if loose else _PARSER)

    def _put(self, name: str, root) -> None:
        if name not in self.parts:
            self.order.append(zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0)))
        made = {"xml_declaration": True, "encoding": "UTF-8", "standalone": True}
        self.parts[name] = root if isinstance(root, bytes) else etree.tostring(root, **made)

    @staticmethod
    def _rels(part: str) -> str:
        folder, name = posixpath.split(part)
        return posixpath.join(folder, "_rels", f"{name}.rels")

    def _relations(self, part: str) -> list[tuple[str, tuple[str, str]]]:
        """(kind, (id, path of the target)) of a part."""
        name = self._rels(part)
        if name not in self.parts:
            return []
        folder = posixpath.dirname(part)

        def at(target: str) -> str:
            """Path of a part within the package."""
            if target.startswith("/"):
                return target.lstrip("/")
            return posixpath.normpath(posixpath.join(folder, target))

        return [
            (relation.get("Type", ""), (relation.get("Id"), at(relation.get("Target", ""))))
            for relation in self._xml(name)
            if isinstance(relation.tag, str)
        ]

    def _relate(self, part: str, kind: str, target: str) -> str:
        """A new relationship of a part; returns its id."""
        name = self._rels(part)
        root = (
            self._xml(name)
            if name in self.parts
            else etree.Element(f"{{{_PACKAGE}}}Relationships", nsmap={None: _PACKAGE})
        )
        taken = {relation.get("Id") for relation in root}
        made = next(
            made_id for number in range(1, len(taken) + 2) if (made_id := f"rIdC{number}") not in taken
        )
        etree.SubElement(root, f"{{{_PACKAGE}}}Relationship", Id=made, Type=kind, Target=f"/{target}")
        self._put(name, root)
        return made

    def _fresh(self, pattern: str) -> str:
        taken = {name.casefold() for name in self.parts}
        return next(
            made
            for number in range(1, len(taken) + 2)
            if (made := pattern.format(number)).casefold() not in taken
        )

    def annotate(self, sheet: str, notes: dict[str, str]) -> None:
        """Put notes into cells of a sheet; a cell that has a note keeps it, and the new one follows."""
        part = self.sheets[sheet]
        known = {name.rpartition("/")[2]: path for name, (_, path) in self._relations(part)}
        written = self._write_notes(part, known.get("comments", ""), notes)
        self._write_shapes(part, known.get("vmlDrawing", ""), written)

    def _write_notes(self, part: str, path: str, notes: dict[str, str]) -> list[CommentRecord]:
        """Returns the notes whose box is yet to be drawn."""
        if path not in self.parts:
            path = self._fresh("xl/comments{}.xml")
            self._relate(part, COMMENTS_NS, path)
            etree.SubElement(
                self.types, f"{{{_TYPES}}}Override", PartName=f"/{path}", ContentType=CommentSheet.mime_type
            )
            old: dict[str, CommentRecord] = {}
        else:
            there = CommentSheet.from_tree(self._xml(path))
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
        self._put(path, root)
        return fresh

    def _write_shapes(self, part: str, path: str, notes: list[CommentRecord]) -> None:
        writer = ShapeWriter([])
        if path in self.parts:
            root = self._xml(path, loose=True)
        else:
            path = self._fresh("xl/drawings/vmlDrawing{}.vml")
            root = etree.Element("xml", nsmap={"v": vmlns, "o": officens, "x": excelns})
            writer.add_comment_shapetype(root)
            if not any(
                default.get("Extension", "").lower() == "vml"
                for default in self.types.iter(f"{{{_TYPES}}}Default")
            ):
                self.types.insert(
                    0, etree.Element(f"{{{_TYPES}}}Default", Extension="vml", ContentType=_VML_TYPE)
                )
            self._point(part, self._relate(part, _VML_REL, path))
        if root.find(f"{{{vmlns}}}shapetype[@id='_x0000_t202']") is None:
            writer.add_comment_shapetype(root)
        used = [int(number) for number in re.findall(rb"_x0000_s(\d+)", etree.tostring(root))]
        for position, record in enumerate(notes, max([1025, *used]) + 1):
            writer.add_comment_shape(root, position, record.ref, record.height, record.width)
        self._put(path, etree.tostring(root))

    def _point(self, part: str, relation: str) -> None:
        """The sheet names the part in which its notes are drawn, at the place its schema gives that."""
        root = self._xml(part)
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
        self._put(part, root)

    def save(self) -> bytes:
        self._put("[Content_Types].xml", self.types)
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for info in self.order:
                archive.writestr(info, self.parts[info.filename], compress_type=zipfile.ZIP_DEFLATED)
        return out.getvalue()
