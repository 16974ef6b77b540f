"""Parts as a PDF: ruled tables that break over pages with their header rows repeated, a footer with the
page."""

from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.platypus import BaseDocTemplate, Frame, LongTable, PageBreak, PageTemplate, Paragraph, Spacer

from cermat.datasets.compose import parts as P
from cermat.datasets.compose.write_text import roman

_BODY = ParagraphStyle("isi", fontName="Helvetica", fontSize=10, leading=13, spaceAfter=6)
_COVER = ParagraphStyle(
    "sampul",
    parent=_BODY,
    fontName="Helvetica-Bold",
    fontSize=16,
    leading=22,
    alignment=TA_CENTER,
    spaceAfter=14,
)
_HEADS = {
    1: ParagraphStyle(
        "h1",
        parent=_BODY,
        fontName="Helvetica-Bold",
        fontSize=14,
        leading=18,
        alignment=TA_CENTER,
        spaceAfter=10,
        keepWithNext=1,
    ),
    2: ParagraphStyle(
        "h2", parent=_BODY, fontName="Helvetica-Bold", fontSize=12, leading=15, spaceBefore=6, keepWithNext=1
    ),
    3: ParagraphStyle(
        "h3", parent=_BODY, fontName="Helvetica-Bold", fontSize=10.5, spaceBefore=4, keepWithNext=1
    ),
}
_ITEM = ParagraphStyle("butir", parent=_BODY, leftIndent=0.9 * cm, firstLineIndent=-0.5 * cm, spaceAfter=3)
_CAPTION = ParagraphStyle(
    "judul_tabel", parent=_BODY, fontName="Helvetica-Bold", fontSize=9.5, spaceBefore=6, keepWithNext=1
)
_CELL = ParagraphStyle("sel", fontName="Helvetica", fontSize=8, leading=9.6)
_NUMBER = ParagraphStyle("angka", parent=_CELL, alignment=TA_RIGHT)
_HEAD = ParagraphStyle("kepala", parent=_CELL, fontName="Helvetica-Bold", alignment=TA_CENTER)
_CONTENTS = ParagraphStyle("daftar", parent=_BODY, spaceAfter=2)
# the standard fonts have no sign for these
_SIGNS = str.maketrans({"≥": ">=", "≤": "<=", "–": "-", "×": "x"})


class _Document(BaseDocTemplate):
    """Remembers on which page every heading came."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.found: dict[int, int] = {}

    def afterFlowable(self, flowable) -> None:
        if hasattr(flowable, "heading"):
            self.found[flowable.heading] = self.page


def write_pdf(parts: list, style, path: Path) -> None:
    """Write the parts to `path`, twice: the second time the contents know the pages. The same parts give the
    same bytes."""
    pages: dict[int, int] = {}
    for _ in range(2):
        pages = _build(parts, style, path, pages)


def _build(parts: list, style, path: Path, pages: dict[int, int]) -> dict[int, int]:
    size = landscape(A4) if style.layout.get("mendatar") else A4
    foot = style.fill(style.words["kaki"])
    first = min(
        (
            pages[at]
            for at, part in enumerate(parts)
            if isinstance(part, P.Heading) and part.text.upper().startswith("BAB") and at in pages
        ),
        default=1,
    )

    def footer(canvas, doc) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(2.2 * cm, 1.2 * cm, foot)
        canvas.drawRightString(size[0] - 2.2 * cm, 1.2 * cm, _page(doc.page, first))

    doc = _Document(
        str(path),
        pagesize=size,
        leftMargin=2.2 * cm,
        rightMargin=2.2 * cm,
        topMargin=2 * cm,
        bottomMargin=2 * cm,
        invariant=1,
    )
    doc.addPageTemplates(
        [
            PageTemplate(
                id="isi",
                frames=[Frame(doc.leftMargin, doc.bottomMargin, doc.width, doc.height, id="f")],
                onPage=footer,
            )
        ]
    )
    story: list = []
    for at, part in enumerate(parts):
        if isinstance(part, P.Heading):
            made = _paragraph(part.text, _HEADS[part.level])
            made.heading = at
            story.append(made)
        elif isinstance(part, P.Line):
            story.append(_paragraph(part.text, _COVER if part.style == "sampul" else _BODY))
        elif isinstance(part, P.Item):
            story.append(_paragraph(f"{part.label} {part.text}", _ITEM))
        elif isinstance(part, P.PageBreak):
            story.append(PageBreak())
        elif isinstance(part, P.Contents):
            story += _contents(parts, pages, first, doc.width)
        elif isinstance(part, P.Grid):
            story += [
                _paragraph(part.caption, _CAPTION),
                _table(part, doc.width, style.layout["arsir"]),
                Spacer(1, 8),
            ]
    doc.build(story)
    return doc.found


def _page(page: int, first: int) -> str:
    return str(page - first + 1) if page >= first else roman(page)


def _paragraph(text: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(escape(text.translate(_SIGNS)), style)


def _contents(parts: list, pages: dict[int, int], first: int, width: float) -> list:
    """A line a heading: title, dots, page."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    out = []
    for at, part in enumerate(parts):
        if isinstance(part, P.Heading):
            number = _page(pages.get(at, 1), first)
            indent = 0.5 * cm * (part.level - 1)
            room = width - 14 - indent - stringWidth(f"{part.text}  {number}", "Helvetica", 10)
            dots = "." * max(4, int(room / stringWidth(".", "Helvetica", 10)) - 3)
            out.append(
                _paragraph(
                    f"{part.text} {dots} {number}", ParagraphStyle("d", parent=_CONTENTS, leftIndent=indent)
                )
            )
    return out


def _table(part: P.Grid, width: float, shaded: bool) -> LongTable:
    """A ruled table. Cells merged downwards are drawn by leaving out the rules, so that a page may end within
    them."""
    unit = width / sum(part.widths)
    data: list[list] = []
    rules = [
        ("BOX", (0, 0), (-1, -1), 0.5, colors.black),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ]
    if shaded:
        rules.append(("BACKGROUND", (0, 0), (-1, part.head - 1), colors.Color(0.85, 0.89, 0.95)))
    for row_no, row in enumerate(part.rows):
        line: list = []
        for column, cell in enumerate(row):
            if cell is None:
                line.append("")
                continue
            look = _HEAD if row_no < part.head else _NUMBER if cell.number else _CELL
            line.append(_paragraph(cell.text, look))
            last = column + cell.cs - 1
            if row_no < part.head and (cell.rs > 1 or cell.cs > 1):
                rules.append(("SPAN", (column, row_no), (last, row_no + cell.rs - 1)))
            elif cell.cs > 1:
                rules.append(("SPAN", (column, row_no), (last, row_no)))
            rules.append(
                ("LINEBELOW", (column, row_no + cell.rs - 1), (last, row_no + cell.rs - 1), 0.5, colors.black)
            )
            rules += [
                ("LINEAFTER", (last, below), (last, below), 0.5, colors.black)
                for below in range(row_no, row_no + cell.rs)
            ]
        data.append(line)
    return LongTable(
        data,
        colWidths=[unit * width for width in part.widths],
        repeatRows=part.head,
        style=rules,
        splitByRow=1,
    )
