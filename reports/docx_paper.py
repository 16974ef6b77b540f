"""A Word template under construction: one font, headings, tables and a foot line with page numbers."""

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from cermat.reports.labels import Labels

INK, GREY, HEAD = RGBColor(0x1F, 0x3A, 0x5F), RGBColor(0x5A, 0x64, 0x70), "DCE6F0"


class Paper:
    """A template under construction: A4, one font, a foot line with page numbers."""

    def __init__(self, words: Labels, title: str, landscape: bool = False) -> None:
        self._ = words._
        self.document = docx.Document()
        self.wide = 267 if landscape else 166  # millimetres of a line
        self._speaks("id-ID" if words.lang == "id" else "en-GB")
        section = self.document.sections[0]
        section.page_width, section.page_height = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.left_margin = section.right_margin = Mm(15 if landscape else 22)
        section.top_margin, section.bottom_margin = Mm(16), Mm(16)
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = "Arial", Pt(10)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), "Arial")
        style.paragraph_format.space_after = Pt(4)
        self._plain_heading(self.document.styles["Heading 2"])
        self.document.core_properties.title, self.document.core_properties.author = title, "Cermat"
        self.document.core_properties.comments = ""
        self._foot(section, title)

    def _speaks(self, language: str) -> None:
        """The language of the document, for hyphens and spelling."""
        for element in self.document.styles.element.iter(qn("w:lang")):
            element.set(qn("w:val"), language)
        self.document.core_properties.language = language

    def letterhead(self, named: bool = True) -> None:
        """The office's letterhead: its logo, if it has one, and its lines over a rule; named: and a line that
        says what was read."""
        table = self.document.add_table(rows=1, cols=3)
        table.autofit = False
        widths = [24, self.wide - 48, 24]
        for cell, width in zip(table.rows[0].cells, widths, strict=True):
            cell.width = Mm(width)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        rule = {qn("w:val"): "single", qn("w:sz"): "12", qn("w:space"): "0", qn("w:color"): "1F3A5F"}
        borders = OxmlElement("w:tblBorders")
        borders.append(OxmlElement("w:bottom", attrs=rule))
        table._tbl.tblPr.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
        self._level(table)
        logo, lines, _right = table.rows[0].cells
        self._fill(logo, ["{{ logo }}"], 9)
        texts = ["{%p for t in kop %}", "{%p if t.besar %}", [("{{ t.teks }}", True)], "{%p else %}"]
        self._fill(lines, [*texts, "{{ t.teks }}", "{%p endif %}", "{%p endfor %}"], 9)
        for paragraph in lines.paragraphs:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        lines.paragraphs[2].runs[0].font.size = Pt(13)
        read = self._("Dokumen yang diperiksa: %(what)s", what="{{ dokumen }}") if named else ""
        below = self.line(read, 9 if named else 4, False, True, 6 if named else 2, GREY)
        below.paragraph_format.space_before = Pt(6 if named else 0)

    def listed(self, sign: str, text: str, size: float = 10) -> None:
        """A line behind its number."""
        paragraph = self.line(f"{sign}\t{text}", size, after=3)
        shape = paragraph.paragraph_format
        shape.left_indent, shape.first_line_indent = Mm(8), Mm(-8)
        shape.tab_stops.add_tab_stop(Mm(8))

    @staticmethod
    def _plain_heading(style) -> None:
        """Headings in the paper's own font, not the theme's."""
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for name in list(fonts.attrib):
            del fonts.attrib[name]
        for name in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{name}"), "Arial")

    def _foot(self, section, title: str) -> None:
        paragraph = section.footer.paragraphs[0]
        self.run(paragraph, f"{title} · {{{{ instansi }}}} {{{{ tahun }}}} · ", 7.5, colour=GREY)
        self._field(paragraph, "PAGE")
        self.run(paragraph, " / ", 7.5, colour=GREY)
        self._field(paragraph, "NUMPAGES")

    def _field(self, paragraph, code: str) -> None:
        for kind, text in (("begin", ""), (None, code), ("separate", ""), ("t", "1"), ("end", "")):
            run = self.run(paragraph, text if kind == "t" else "", 7.5, colour=GREY)
            if kind is None:
                element = OxmlElement("w:instrText")
                element.text = code
                run._r.append(element)
            elif kind != "t":
                run._r.append(OxmlElement("w:fldChar", attrs={qn("w:fldCharType"): kind}))

    def run(
        self, paragraph, text: str, size: float = 10, bold: bool = False, colour=None, italic: bool = False
    ):
        run = paragraph.add_run(text)
        run.font.size, run.bold, run.italic = Pt(size), bold, italic
        if colour is not None:
            run.font.color.rgb = colour
        return run

    def line(
        self,
        text: str,
        size: float = 10,
        bold: bool = False,
        centre: bool = False,
        after: float = 4,
        colour=None,
        justify=False,
    ):
        paragraph = self.document.add_paragraph()
        self.run(paragraph, text, size, bold, colour)
        if centre or justify:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centre else WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.space_after = Pt(after)
        return paragraph

    def heading(self, text: str) -> None:
        paragraph = self.document.add_heading("", level=2)
        self.run(paragraph, text, 11, True, INK)
        paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(10), Pt(4)
        paragraph.paragraph_format.keep_with_next = True

    def tag(self, tag: str) -> None:
        """A paragraph that is only there for the template language, and gone in the paper."""
        self.document.add_paragraph(tag)

    def table(self, heads: list[str], widths: list[float], rows: list, size: float = 8.5, whole: bool = True):
        """A ruled table. rows: lists of cells (a text, or a list of paragraphs, each a text or a list of
        (text, bold) runs), or a tag of the template language for a whole row. Widths in millimetres. whole:
        no row is parted by a page end."""
        table = self.document.add_table(rows=0, cols=len(widths))
        table.style, table.autofit = "Table Grid", False
        self._level(table)
        if heads:
            cells = self._row(table, widths)
            for cell, text in zip(cells, heads, strict=True):
                self._fill(cell, [[(text, True)]], size)
                self._shade(cell, HEAD)
                # alone at the foot of a page, it would make LibreOffice lose every row
                cell.paragraphs[0].paragraph_format.keep_with_next = True
            properties = table.rows[0]._tr.get_or_add_trPr()
            properties.append(OxmlElement("w:cantSplit"))
            properties.append(OxmlElement("w:tblHeader"))
        for row in rows:
            cells = self._row(table, widths)
            if whole and not isinstance(row, str):
                table.rows[-1]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            if isinstance(row, str):
                cells[0].paragraphs[0].add_run(row)
                continue
            for cell, content in zip(cells, row, strict=True):
                self._fill(cell, content if isinstance(content, list) else [content], size)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        self.document.add_paragraph().paragraph_format.space_after = Pt(2)
        return table

    @staticmethod
    def _level(table) -> None:
        """The table's frame, not its text, stands level with the paragraphs; a little air above and below the
        text."""
        indent = OxmlElement("w:tblInd", attrs={qn("w:w"): "108", qn("w:type"): "dxa"})
        table._tbl.tblPr.insert_element_before(
            indent, "w:tblBorders", "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook"
        )
        air = OxmlElement("w:tblCellMar")
        for side in ("top", "bottom"):
            air.append(OxmlElement(f"w:{side}", attrs={qn("w:w"): "40", qn("w:type"): "dxa"}))
        table._tbl.tblPr.insert_element_before(air, "w:tblLook")

    def _row(self, table, widths: list[float]):
        cells = table.add_row().cells
        for cell, width in zip(cells, widths, strict=True):
            cell.width = Mm(width)
        return cells

    def _fill(self, cell, paragraphs: list, size: float) -> None:
        for position, content in enumerate(paragraphs):
            paragraph = cell.paragraphs[0] if position == 0 else cell.add_paragraph()
            paragraph.paragraph_format.space_after = Pt(1)
            runs = [(content, False)] if isinstance(content, str) else content
            if 0 < position < len(paragraphs) - 1 and all(bold for _text, bold in runs):
                paragraph.paragraph_format.keep_with_next = True  # a title, with what it is of
            for text, bold in runs:
                self.run(paragraph, text, size, bold)

    @staticmethod
    def _shade(cell, fill: str) -> None:
        attributes = {qn("w:val"): "clear", qn("w:color"): "auto", qn("w:fill"): fill}
        cell._tc.get_or_add_tcPr().append(OxmlElement("w:shd", attrs=attributes))

    def signatures(self, columns: list[list[str]]) -> None:
        """Blocks to sign, side by side, kept on one page; each a list of lines, '' for the room to sign
        in."""
        table = self.document.add_table(rows=1, cols=len(columns))
        table.autofit = False
        for column in table.columns:
            column.width = Mm(self.wide / len(columns))
        for cell, lines in zip(table.rows[0].cells, columns, strict=True):
            cell.width = Mm(self.wide / len(columns))
            for position, text in enumerate(lines):
                paragraph = cell.paragraphs[0] if position == 0 else cell.add_paragraph()
                paragraph.alignment, paragraph.paragraph_format.space_after = (
                    WD_ALIGN_PARAGRAPH.CENTER,
                    Pt(26 if text == "" else 1),
                )
                paragraph.paragraph_format.keep_with_next = True
                self.run(paragraph, text, 9.5)
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))

    def box(self, text: str) -> None:
        """A shaded note to whoever works on the draft."""
        table = self.document.add_table(rows=1, cols=1)
        table.style, table.autofit = "Table Grid", False
        table.columns[0].width = table.rows[0].cells[0].width = Mm(self.wide - 3)
        self._level(table)
        cell = table.rows[0].cells[0]
        self._fill(cell, [text], 8.5)
        self._shade(cell, "FFF6D6")
        self.document.add_paragraph().paragraph_format.space_after = Pt(2)
