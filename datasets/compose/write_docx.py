"""Parts as a Word document: styled headings or bold lines, ruled tables with merged cells and repeated header
rows."""

import io
import zipfile
from pathlib import Path

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from cermat.datasets.compose.parts import Contents, Grid, Heading, Item, Line, PageBreak
from cermat.datasets.compose.write_text import contents, pages

_EPOCH = (1980, 1, 1, 0, 0, 0)


def write_docx(parts: list, style, path: Path) -> None:
    """Write the parts to `path`; the same parts give the same bytes."""
    doc = Document()
    doc.styles["Normal"].font.name, doc.styles["Normal"].font.size = "Arial", Pt(10)
    section = doc.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    if style.layout.get("mendatar"):
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    section.footer.paragraphs[0].text = style.fill(style.words["kaki"])
    entries = contents(parts, pages(parts))
    for part in parts:
        if isinstance(part, Heading):
            _heading(doc, part, style.layout["judul_gaya"])
        elif isinstance(part, Line):
            paragraph = doc.add_paragraph(part.text)
            if part.style == "sampul":
                paragraph.alignment, paragraph.runs[0].bold, paragraph.runs[0].font.size = (
                    WD_ALIGN_PARAGRAPH.CENTER,
                    True,
                    Pt(16),
                )
        elif isinstance(part, Item):
            paragraph = doc.add_paragraph(f"{part.label} {part.text}")
            paragraph.paragraph_format.left_indent = Cm(0.8)
            paragraph.paragraph_format.space_after = Pt(2)
        elif isinstance(part, PageBreak):
            doc.add_page_break()
        elif isinstance(part, Contents):
            for title, level, page in entries:
                paragraph = doc.add_paragraph(f"{title}\t{page}")
                paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(15))
                paragraph.paragraph_format.left_indent = Cm(0.6 * (level - 1))
                paragraph.paragraph_format.space_after = Pt(1)
        elif isinstance(part, Grid):
            doc.add_paragraph(part.caption).runs[0].bold = True
            _table(doc, part, style.layout["arsir"])
            doc.add_paragraph()
    made = io.BytesIO()
    doc.save(made)
    _write_zip(made, path)


def _heading(doc, part: Heading, styled: bool) -> None:
    if styled:
        doc.add_heading(part.text, part.level)
        return
    paragraph = doc.add_paragraph(part.text)
    paragraph.runs[0].bold = True
    if part.level == 1:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _table(doc, part: Grid, shaded: bool) -> None:
    table = doc.add_table(rows=len(part.rows), cols=len(part.widths))
    table.style = "Table Grid"
    table.autofit = False
    unit = Cm(16) / sum(part.widths)
    for column, width in zip(table.columns, part.widths, strict=True):
        column.width = int(unit * width)
    width = len(part.widths)
    cells = table._cells  # one walk over the table: asking cell by cell is quadratic
    for row_no, row in enumerate(part.rows):
        for column_no, cell in enumerate(row):
            if cell is None:
                continue
            first = cells[row_no * width + column_no]
            if cell.rs > 1 or cell.cs > 1:
                _merge(cells, width, row_no, column_no, cell)
            paragraph = first.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(1)
            run = paragraph.add_run(cell.text)
            run.font.size = Pt(8)
            run.bold = row_no < part.head
            if cell.number:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            if shaded and row_no < part.head:
                mark = OxmlElement("w:shd")
                mark.set(qn("w:val"), "clear")
                mark.set(qn("w:fill"), "D9E2F3")
                first._tc.get_or_add_tcPr().append(mark)
    for row_no in range(part.head):
        mark = OxmlElement("w:tblHeader")
        mark.set(qn("w:val"), "true")
        table.rows[row_no]._tr.get_or_add_trPr().append(mark)


def _merge(cells: list, width: int, row: int, column: int, cell) -> None:
    """Merge by properties: horizontally with gridSpan, vertically with vMerge."""
    for dr in range(cell.rs):
        tc = cells[(row + dr) * width + column]._tc
        if cell.cs > 1:
            for step in range(1, cell.cs):
                gone = cells[(row + dr) * width + column + step]._tc
                gone.getparent().remove(gone)
            tc.grid_span = cell.cs
        if cell.rs > 1:
            tc.vMerge = "restart" if dr == 0 else "continue"


def _write_zip(made: io.BytesIO, path: Path) -> None:
    """The same members without the time of writing."""
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(name))
