"""Word documents (.docx) to blocks, by a walk over the XML that sees what a reader of the page sees.

Tracked insertions, content controls and text boxes are read, deletions, struck-out and hidden text are not;
list numbers that Word only computes are printed. jejak 'p12' is the 12th w:p and 't3' the 3rd w:tbl of
word/document.xml in document order, counted from 0; 'f4' is the footnote, 'e4' the endnote with that id.
"""

import re
from pathlib import Path

from lxml import etree

from cermat.datasets.document.lines import drop_bullet, parse_tabs, split, unify
from cermat.datasets.document.model import MAX_CELLS, MAX_SPAN, Block, Cell, hollow
from cermat.datasets.readers.container import BROKEN, open_zip
from cermat.datasets.readers.docx_package import Package
from cermat.datasets.readers.docx_styles import WORD, Numbering, Styles, child, has_leader, is_on
from cermat.datasets.readers.docx_text import MC, TextReader, tidy
from cermat.schemas.errors import InputError

_HEADING = re.compile(r"(?:heading|judul) ?(\d)")
_TYPED_LABEL = re.compile(r"(?:\(?(?:\d{1,2}|[a-zA-Z])[.)]|[-•*▪➢✓])\s+\S")  # a list typed by hand
# what may stand around paragraphs and rows without being one
_AROUND = tuple(WORD + tag for tag in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))
_MAX_TITLE = 250  # a longer "heading" is a paragraph in the wrong style


def read_docx(path: str | Path, warnings: list[str] | None = None) -> list[Block]:
    """Blocks of a Word document in reading order; notes about what was not read are added to `warnings`.

    Raises InputError (one line) when the package is broken, locked, or no Word document.
    """
    name = Path(path).name
    with open_zip(path) as archive:
        try:
            return _Reader(Package(archive), [] if warnings is None else warnings).read()
        except RecursionError:
            raise InputError(f"{name}: susunan dokumen Word bersarang terlalu dalam") from None
        except (etree.XMLSyntaxError, KeyError, *BROKEN) as error:
            raise InputError(
                f"{name}: isi dokumen Word rusak atau terpotong ({type(error).__name__})"
            ) from None


class _Reader(TextReader):
    """The walk over blocks and tables."""

    def __init__(self, package: Package, warnings: list[str]) -> None:
        self.root = package.parse(package.main)
        styles = Styles(package.bagian("styles"))
        notes = {
            "f": _notes(package.bagian("footnotes"), "footnote"),
            "e": _notes(package.bagian("endnotes"), "endnote"),
        }
        # Word leaves marks where its pages broke; without any, pages are unknown
        marked = next(self.root.iter(f"{WORD}lastRenderedPageBreak"), None) is not None
        super().__init__(styles, notes, 1 if marked else -1)
        self.number = Numbering(package.bagian("numbering"), styles)
        self.warnings = warnings
        self.order = {element: number for number, element in enumerate(self.root.iter(f"{WORD}p"))}
        self.table_order = {table: number for number, table in enumerate(self.root.iter(f"{WORD}tbl"))}
        self.sel = 0
        self.spaces = False  # did the paragraph before end in a space?

    def read(self) -> list[Block]:
        body = self.root.find(f"{WORD}body")
        if body is None:
            raise KeyError("w:body")
        result = [drop_bullet(piece) for block in parse_tabs(self._blok(body)) for piece in split(block)]
        if any(next(self.root.iter(WORD + tag), None) is not None for tag in ("ins", "del", "moveFrom")):
            self.warnings.append("perubahan terlacak belum diputuskan: sisipan dibaca, hapusan tidak")
        if self.struck:
            self.warnings.append("teks yang dicoret tidak dibaca: dianggap dihapus")
        if self.charts:
            self.warnings.append(
                f"{self.charts} grafik tidak dibaca: angka yang hanya ada di dalamnya tidak diperiksa"
            )
        if self.pictures:
            self.warnings.append(
                f"{self.pictures} gambar tidak dibaca: tabel atau angka di dalam gambar tidak diperiksa"
            )
        return result

    # ---- blocks
    def _children(self, container):
        """Paragraphs and tables of a container, through content controls, custom XML and tracked
        insertions."""
        for element in container:
            if element.tag in (f"{WORD}p", f"{WORD}tbl"):
                yield element
            elif element.tag == f"{MC}AlternateContent":
                yield from self._children(self._choice(element))
            elif element.tag in (*_AROUND, f"{MC}Choice", f"{MC}Fallback"):
                yield from self._children(element)

    def _blok(self, container) -> list[Block]:
        result: list[Block] = []
        joined: Block | None = None  # the paragraph whose end mark is a tracked deletion
        for element in self._children(container):
            if element.tag == f"{WORD}tbl":
                content, joined = self._table(element), None
            else:
                spaces = self.spaces
                block = self._paragraph(element)
                content = [block] if block is not None else []
                if joined is not None and block is not None:
                    joined.teks, content = f"{joined.teks}{' ' * spaces}{block.teks}", []
                if element.find(f"{WORD}pPr/{WORD}rPr/{WORD}del") is None:
                    joined = None
                elif joined is None:
                    joined = content[0] if content else None
            after, self.after = self.after, []
            result += content + after
        return result

    def _paragraph(self, paragraph, in_cell: bool = False) -> Block | None:
        ppr = child(paragraph, f"{WORD}pPr")
        key = (
            None if ppr is None or (piece := child(ppr, f"{WORD}pStyle")) is None else piece.get(f"{WORD}val")
        )
        begin = self.halaman
        cut = self._text(paragraph)
        self.fields = []  # a field without its end must not swallow what follows
        text = tidy("".join(cut))
        self.spaces = "".join(cut)[-1:] == " "
        # a page break that Word met before the first letter: the paragraph stands on the next page
        for piece in cut:
            if piece == "\f":
                begin = begin if begin < 0 else begin + 1
            elif piece.strip():
                break
        number, is_listed = self._label(ppr, key)
        if not text and not (number and in_cell):  # a cell may hold nothing but its number
            return None
        text = f"{number} {text}".strip()
        level = 0 if in_cell else self._level(ppr, key)
        if "\t" in text and self._has_leader(ppr, key):  # a contents line
            left, _, right = text.rpartition("\t")
            text, is_listed = f"{left.replace(chr(9), ' ').rstrip(' .…')}\t\t{right}", True
        is_listed |= not in_cell and bool(_TYPED_LABEL.match(text))
        kind = "judul" if level and len(text) <= _MAX_TITLE else "butir" if is_listed else "paragraf"
        return Block(kind, text, level if kind == "judul" else 0, begin, jejak=self._jejak(paragraph))

    def _jejak(self, paragraph) -> str:
        if paragraph in self.order:
            return f"p{self.order[paragraph]}"
        note = next((note for note in paragraph.iterancestors(f"{WORD}footnote", f"{WORD}endnote")), None)
        return (
            "" if note is None else f"{'f' if note.tag.endswith('footnote') else 'e'}{note.get(f'{WORD}id')}"
        )

    def _has_leader(self, ppr, key) -> bool:
        return (
            self.styles.name(key).startswith(("toc ", "table of figures"))
            or has_leader(ppr)
            or self.styles.has_leader(key)
        )

    def _level(self, ppr, key) -> int:
        lvl = None if ppr is None else child(ppr, f"{WORD}outlineLvl")
        level = self.styles.inherited(key, "outline") if lvl is None else int(lvl.get(f"{WORD}val", "9"))
        if level is None and key and (found := _HEADING.fullmatch(self.styles.name(key))):
            return int(found[1])
        return level + 1 if level is not None and 0 <= level <= 8 else 0

    def _label(self, ppr, key) -> tuple[str, bool]:
        """The list label of this paragraph and whether it is a list item; counts it."""
        pr = None if ppr is None else child(ppr, f"{WORD}numPr")
        num = (
            None
            if pr is None or (child_of := pr.find(f"{WORD}numId")) is None
            else child_of.get(f"{WORD}val")
        )
        ilvl = (
            None
            if pr is None or (child_of := pr.find(f"{WORD}ilvl")) is None
            else int(child_of.get(f"{WORD}val", "0"))
        )
        if num is None:
            num = self.styles.inherited(key, "num")
            if num is not None and ilvl is None:
                ilvl = self.styles.inherited(key, "ilvl")
                ilvl = self.number.style_level(num, key) if ilvl is None else ilvl
        if num in (None, "0"):
            return "", False
        label = self.number.following(num, ilvl or 0)
        return label or "", label is not None

    # ---- tables
    def _rows(self, tbl):
        """Rows that are not deleted, through content controls and custom XML."""
        for element in tbl:
            if element.tag == f"{WORD}tr":
                if element.find(f"{WORD}trPr/{WORD}del") is None:
                    yield element
            elif element.tag in _AROUND:
                yield from self._rows(element)

    def _cell(self, tr):
        for element in tr:
            if element.tag == f"{WORD}tc":
                if (tcpr := child(element, f"{WORD}tcPr")) is None or child(tcpr, f"{WORD}cellDel") is None:
                    yield element
            elif element.tag in (f"{WORD}sdt", f"{WORD}sdtContent", f"{WORD}customXml"):
                yield from self._cell(element)

    def _table(self, tbl) -> list[Block]:
        rows = [list(self._cell(tr)) for tr in self._rows(tbl)]
        if max((len(content) for content in rows), default=0) <= 1:  # a frame round text, no table
            return [block for content in rows for tc in content for block in self._blok(tc)]
        outside, self.after = self.after, []
        grid, first_page = [], self.halaman
        sel: list[Cell] = []
        above: dict[int, Cell] = {}  # column → the cell that a vertical merge may go on
        header, still = 0, True
        for row, (tr, content) in enumerate(zip(self._rows(tbl), rows, strict=True)):
            prop = tr.find(f"{WORD}trPr")
            still = still and prop is not None and is_on(prop.find(f"{WORD}tblHeader"))
            header += still
            column = 0 if prop is None else self._span(child(prop, f"{WORD}gridBefore"), 0)
            start, forward = self.halaman, 0
            for tc in content:
                cell = (
                    {}
                    if (tcpr := child(tc, f"{WORD}tcPr")) is None
                    else {element.tag: element for element in tcpr}
                )
                cs = self._span(cell.get(f"{WORD}gridSpan"), 1)
                vm, hm = cell.get(f"{WORD}vMerge"), cell.get(f"{WORD}hMerge")
                self.halaman = start
                content_of = self._cell_content(tc, row, column, cs)
                forward = max(forward, self.halaman - start)
                if (
                    hm is not None
                    and hm.get(f"{WORD}val", "continue") == "continue"
                    and sel
                    and sel[-1].r == row
                ):
                    sel[-1].cs += cs
                elif (
                    vm is not None
                    and vm.get(f"{WORD}val", "continue") == "continue"
                    and column in above
                    and above[column].cs == cs
                ):
                    above[column].rs = row - above[column].r + 1
                else:
                    sel.append(content_of)
                    above = {key: value for key, value in above.items() if not column <= key < column + cs}
                    if vm is not None:
                        above[column] = content_of
                if vm is None:
                    above.pop(column, None)
                column += cs
            self.halaman = start + forward
        self.sel += len(sel)
        if self.sel > MAX_CELLS:
            raise InputError(f"dokumen Word: lebih dari {MAX_CELLS} sel tabel, tidak dibaca")
        width = max((cell.c + cell.cs for cell in sel), default=0)
        if hollow(len(rows), width, len(sel)):
            self._note(f"tabel dengan {len(rows)} baris dan {width} kolom yang hampir kosong tidak dibaca")
        elif any(cell.teks for cell in sel):
            grid = [
                Block(
                    "petak",
                    halaman=first_page,
                    jejak=f"t{self.table_order.get(tbl, -1)}",
                    sel=sel,
                    kepala=header or -1,
                )
            ]
        nested, self.after = self.after, outside
        return grid + nested

    def _span(self, element, least: int) -> int:
        """How many columns a cell or a gap takes; what no page can hold counts as none."""
        span = max(least, _int(element, least))
        if span > MAX_SPAN:
            self._note(f"sel tabel selebar lebih dari {MAX_SPAN} kolom dibaca sebagai satu kolom")
            return least
        return span

    def _note(self, text: str) -> None:
        if text not in self.warnings:
            self.warnings.append(text)

    def _cell_content(self, tc, row: int, column: int, cs: int) -> Cell:
        text: list[str] = []
        jejak, pages = "", -1
        for element in self._children(tc):
            if element.tag == f"{WORD}tbl":
                self.after += self._table(element)
                continue
            jejak = jejak or self._jejak(element)
            block = self._paragraph(element, in_cell=True)
            if block is not None:
                if not text:
                    jejak, pages = block.jejak, block.halaman
                text += block.teks.replace("\t", " ").split("\n")
        return Cell(row, column, unify(text), cs=cs, halaman=pages if text else self.halaman, jejak=jejak)


def _int(element, default: int) -> int:
    try:
        return default if element is None else int(element.get(f"{WORD}val", default))
    except ValueError:
        return default


def _notes(root, name: str) -> dict:
    """Foot- or endnotes by id, without Word's own separators."""
    if root is None:
        return {}
    return {
        note.get(f"{WORD}id"): note
        for note in root.iter(f"{WORD}{name}")
        if note.get(f"{WORD}type", "normal") == "normal"
    }
