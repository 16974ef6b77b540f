"""A PDF paper: A4, an embedded font that has the signs of these texts, ruled tables over pages, a foot line
with page numbers."""

import unicodedata
from functools import cache, lru_cache
from io import BytesIO
from xml.sax.saxutils import escape

import ttf_opensans
from reportlab.lib.colors import HexColor, black
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    Image,
    KeepTogether,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

INK, GREY, HEAD, RULE = HexColor("#1F3A5F"), HexColor("#5A6470"), HexColor("#DCE6F0"), HexColor("#8C98A4")
_SIGNS = {"←": "<-", "✗": "x", "\u2011": "-", "\u202f": "\u00a0"}  # where the font lacks them
_SIGNS |= dict.fromkeys("▪■□▫●○◆◇▲▼►◄➢➤❖★☆", "•")
_DINGBATS = {"✓": "\u2714", "☐": "\u274f", "→": "\u2794"}  # set in the dingbats that every viewer has
_LOGO = 20 * mm  # that a logo may be high and wide
_PADDING = 6  # of the frame in which a page is set
_TOP, _BOTTOM, _SIDE = 2, 3, 3  # of the cells of a table
_MUCH = 0.2  # of a page: more is not left empty below a table
_ALIGN = {"": TA_LEFT, "centre": TA_CENTER, "justify": TA_JUSTIFY, "right": TA_RIGHT}


@cache
def fonts() -> tuple[str, str, frozenset[int]]:
    """Names of the plain and the bold font, and the signs they have."""
    known = []
    for name, weight in (("CermatSans", 400), ("CermatSans-Bold", 700)):
        font = TTFont(name, str(ttf_opensans.opensans(font_weight=weight).path))
        font.stringWidth = lru_cache(1 << 16)(font.stringWidth)  # the same words over and over
        pdfmetrics.registerFont(font)
        known.append(set(font.face.charToGlyph))
    plain, bold = "CermatSans", "CermatSans-Bold"
    pdfmetrics.registerFontFamily(plain, normal=plain, bold=bold, italic=plain, boldItalic=bold)
    return plain, bold, frozenset(set.intersection(*known))


def printable(text: str) -> str:
    """The text in signs that the font has; what has no likeness there is a question mark."""
    known = fonts()[2]
    return "".join(
        ch if ord(ch) in known or ch in _DINGBATS or ch == "\n" else _like(ch, known) for ch in str(text)
    )


def _like(ch: str, known: frozenset[int]) -> str:
    if ch in _SIGNS:
        return _SIGNS[ch]
    plain = unicodedata.normalize("NFKD", ch)
    kept = "".join(letter for letter in plain if ord(letter) in known)
    return kept or ("" if unicodedata.combining(ch) or unicodedata.category(ch) == "Cf" else "?")


def _marked(text: str, bold: bool = False) -> str:
    """The text as reportlab reads it: escaped, and its signs that need another font in that font."""
    told = escape(printable(text)).replace("\n", "<br/>")
    for sign, dingbat in _DINGBATS.items():
        told = told.replace(sign, f'<font name="ZapfDingbats">{dingbat}</font>')
    return f"<b>{told}</b>" if bold else told


class Text(Paragraph):
    """A paragraph that is broken into lines once for each width: tables ask again and again."""

    _broken = None

    def wrap(self, width, height):
        if (
            self._broken is None or self._broken[0] != width or not hasattr(self, "blPara")
        ):  # an attempt to split it forgets its lines
            self._broken = (width, super().wrap(width, height))
        return self._broken[1]


class Rows(Flowable):
    """A ruled table over any number of pages, in time that grows with its rows only. Its head stands on each
    page; a row that would leave much of a page empty is parted.

    rows: lists of cells; shaded: (column or None for the row, row) → colour; much: height of a page that is
    not left empty.
    """

    def __init__(
        self, head, rows, widths, shaded, much, first: int = 0, heights: list[float] | None = None
    ) -> None:
        super().__init__()
        self.head, self.rows, self.widths, self.shaded, self.much, self.first = (
            head,
            rows,
            widths,
            shaded,
            much,
            first,
        )
        self.heights = heights if heights is not None else [self._height(row) for row in rows]
        self.above = self._height(head) if head else 0.0

    def _height(self, row: list) -> float:
        cells = [cell if isinstance(cell, list) else [cell] for cell in row]
        return (
            max(
                sum(self._parts(cell, width)) if cell else 0.0
                for cell, width in zip(cells, self.widths, strict=True)
            )
            + _TOP
            + _BOTTOM
        )

    @staticmethod
    def _parts(cell: list, width: float) -> list[float]:
        """Heights of the paragraphs of a cell."""
        return [
            part.wrap(width - 2 * _SIDE, 1e9)[1] + (part.style.spaceAfter if at < len(cell) - 1 else 0)
            for at, part in enumerate(cell)
        ]

    def _table(self, last: int) -> Table:
        heads = 1 if self.head else 0
        lines = [self.head, *self.rows[self.first : last]] if heads else self.rows[self.first : last]
        heights = [*([self.above] if heads else []), *self.heights[self.first : last]]
        table = Table(lines, self.widths, heights, repeatRows=heads)
        look = [
            ("GRID", (0, 0), (-1, -1), 0.4, RULE),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("TOPPADDING", (0, 0), (-1, -1), _TOP),
        ]
        look += [("BOTTOMPADDING", (0, 0), (-1, -1), _BOTTOM), ("LEFTPADDING", (0, 0), (-1, -1), _SIDE)]
        look += [("RIGHTPADDING", (0, 0), (-1, -1), _SIDE)]
        look += [("BACKGROUND", (0, 0), (-1, 0), HEAD)] if heads else []
        for row in range(self.first, last):
            for column in (None, *range(len(self.widths))):
                if (column, row) in self.shaded:
                    begin, end = (0, -1) if column is None else (column, column)
                    line = row - self.first + heads
                    look.append(("BACKGROUND", (begin, line), (end, line), self.shaded[column, row]))
        table.setStyle(TableStyle(look))
        return table

    def _fit(self, height: float) -> tuple[int, float]:
        """The row after the last one that fits, and the height that is left beneath it."""
        left, at = height - self.above, self.first
        while at < len(self.rows) and self.heights[at] <= left + 1e-6:
            left, at = left - self.heights[at], at + 1
        return at, left

    def _cut(self, row: list, height: float) -> tuple[list, list]:
        """A row as two: what of each cell stands within the height, and the rest."""
        upper, lower = [], []
        for cell, width in zip(row, self.widths, strict=True):
            above, below = _cut_cell(cell, self._parts(cell, width), width, height)
            upper.append(above)
            lower.append(below)
        return upper, [lower[0] or row[0], *lower[1:]]  # its number stands on both pages

    def _parted(self, at: int, height: float) -> "Rows":
        """The same table with one row made two, of which the first stands within the height."""
        upper, lower = self._cut(self.rows[at], height - _TOP - _BOTTOM)
        rows = [*self.rows[:at], upper, lower, *self.rows[at + 1 :]]
        heights = [*self.heights[:at], height, self._height(lower), *self.heights[at + 1 :]]
        shaded = {(column, row + (row > at)): colour for (column, row), colour in self.shaded.items()}
        shaded |= {(column, at + 1): colour for (column, row), colour in self.shaded.items() if row == at}
        return Rows(self.head, rows, self.widths, shaded, self.much, self.first, heights)

    def wrap(self, width, height):
        return sum(self.widths), self.above + sum(self.heights[self.first :])

    def split(self, width, height):
        at, left = self._fit(height)
        if at < len(self.rows) and left > self.much and self.heights[at] > self.much:
            return self._parted(at, left)._pieces(at + 1)
        return self._pieces(at) if at > self.first else []

    def _pieces(self, at: int) -> list:
        """What stands on this page, up to a row, and the rest."""
        rest = Rows(self.head, self.rows, self.widths, self.shaded, self.much, at, self.heights)
        return [self._table(at), rest] if at < len(self.rows) else [self._table(at)]

    def draw(self) -> None:
        table = self._table(len(self.rows))
        table.wrapOn(self.canv, sum(self.widths), 1e9)
        table.drawOn(self.canv, 0, 0)


def _cut_cell(cell: list, heights: list[float], width: float, height: float) -> tuple[list, list]:
    """The paragraphs of a cell that stand within a height, the one that crosses it as two, and the others."""
    for at, (part, high) in enumerate(zip(cell, heights, strict=True)):
        if high > height + 1e-6:
            halves = part.split(width - 2 * _SIDE, height)
            below = halves[1:] if halves else [part]  # no line of it may stand there
            above = [*cell[:at], *halves[:1]]
            while above and above[-1].style.keepWithNext:
                below = [above.pop(), *below]
            return above, [*below, *cell[at + 1 :]]
        height -= high
    return cell, []


class Paper:
    """A paper under construction. `width`: what a line can hold, in points."""

    def __init__(self, title: str, foot: str, lang: str, wide: bool = False) -> None:
        self.title, self.foot, self.lang = printable(title), printable(foot), lang
        self.size, self.margin = landscape(A4) if wide else A4, (15 if wide else 22) * mm
        self.width = self.size[0] - 2 * self.margin - 2 * _PADDING
        self.parts: list = []

    def style(
        self, size: float, bold: bool = False, align: str = "", after: float = 4, colour=None
    ) -> ParagraphStyle:
        face = fonts()[1 if bold else 0]
        return ParagraphStyle(
            "",
            fontName=face,
            fontSize=size,
            leading=size * 1.32,
            alignment=_ALIGN[align],
            spaceAfter=after,
            textColor=colour or black,
            keepWithNext=0,
        )

    def text(self, text: str, size: float = 10, bold: bool = False, **look) -> Paragraph:
        return Text(_marked(text), self.style(size, bold, **look))

    def line(self, text: str, size: float = 10, bold: bool = False, **look) -> None:
        self.parts.append(self.text(text, size, bold, **look))

    def letterhead(self, lines: list[dict], logo: bytes) -> None:
        """The office's letterhead: its logo, if it has one, and its lines (teks, besar) over a rule."""
        told = [
            self.text(line["teks"], 13 if line["besar"] else 9, line["besar"], align="centre", after=1)
            for line in lines
        ]
        picture: Flowable | str = ""
        if logo:
            broad, high = ImageReader(BytesIO(logo)).getSize()
            scale = min(_LOGO / high, _LOGO / broad)
            picture = Image(BytesIO(logo), broad * scale, high * scale)
        side = 24 * mm
        table = Table([[picture, told, ""]], [side, self.width - 2 * side, side])
        look = [("LINEBELOW", (0, 0), (-1, -1), 1.5, INK), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
        table.setStyle(TableStyle(look))
        self.parts += [table, Spacer(0, 6)]

    def listed(self, sign: str, text: str, size: float = 10) -> None:
        """A line behind its number."""
        style = self.style(size, align="justify", after=3)
        style.leftIndent, style.bulletFontName, style.bulletFontSize = 24, style.fontName, size
        self.parts.append(Text(_marked(text), style, bulletText=printable(sign)))

    def heading(self, text: str) -> None:
        head = self.text(text, 11, True, colour=INK, after=5)
        head.style.spaceBefore = 10
        self.parts += [CondPageBreak(30 * mm), head]

    def table(
        self, heads: list[str], widths: list[float], rows: list[list], size: float = 8.5, shades=()
    ) -> None:
        """A ruled table. rows: lists of cells, each a text or a list of paragraphs: (text, bold), or a list
        of such runs; widths in millimetres, scaled to the line. shades: (column or None for the row, row,
        colour)."""
        scale = self.width / sum(widths)
        shaded = {(column, row): HexColor(f"#{colour}") for column, row, colour in shades}
        head = [self.text(text, size, True, after=0) for text in heads]
        body = [[self._cell(cell, size) for cell in row] for row in rows]
        self.parts += [
            Rows(head, body, [width * scale for width in widths], shaded, _MUCH * self.size[1]),
            Spacer(0, 6),
        ]

    def _cell(self, content, size: float) -> list:
        if not isinstance(content, list):
            return [self.text(content, size, after=0)]
        every = [part if isinstance(part, list) else [part] for part in content]
        told = [
            Text("".join(_marked(text, bold) for text, bold in runs), self.style(size, after=1))
            for runs in every
        ]
        for part, runs in zip(told[:-1], every, strict=False):
            part.style.keepWithNext = int(all(bold for _text, bold in runs))  # a title, with what it is of
        return told

    def signatures(self, columns: list[list[str]]) -> None:
        """Blocks to sign, side by side, kept together and with the sentence before them and its heading; ''
        is the room to sign in."""
        rows = [
            [
                self.text(text, 9.5, align="centre", after=0)
                if text.strip()
                else Spacer(0, 34 if text == "" else 12)
                for text in line
            ]
            for line in zip(*columns, strict=True)
        ]
        last: list[Flowable] = []
        while self.parts and isinstance(self.parts[-1], Text) and len(last) < 2:
            last.insert(0, self.parts.pop())
        self.parts.append(
            KeepTogether([*last, Spacer(0, 8), Table(rows, [self.width / len(columns)] * len(columns))])
        )

    def box(self, text: str, colour: str) -> None:
        """A shaded note to whoever works on the draft."""
        table = Table([[self.text(text, 8.5, after=0)]], [self.width])
        table.setStyle(
            TableStyle(
                [
                    ("BOX", (0, 0), (-1, -1), 0.4, RULE),
                    ("BACKGROUND", (0, 0), (-1, -1), HexColor(f"#{colour}")),
                ]
            )
        )
        self.parts += [table, Spacer(0, 8)]

    def content(self) -> bytes:
        """The finished PDF; the same paper gives the same bytes."""
        out = BytesIO()
        document = SimpleDocTemplate(
            out,
            pagesize=self.size,
            leftMargin=self.margin,
            rightMargin=self.margin,
            topMargin=14 * mm,
            bottomMargin=16 * mm,
            title=self.title,
            author="Cermat",
            lang="id-ID" if self.lang == "id" else "en-GB",
            invariant=1,
        )
        document.build(self.parts, canvasmaker=_numbered(self.foot, self.margin))
        return out.getvalue()


def _numbered(foot: str, margin: float) -> type[Canvas]:
    """A canvas that knows at the end how many pages there are, and says so on each."""

    class Numbered(Canvas):
        def __init__(self, *args, **kwargs) -> None:
            super().__init__(*args, **kwargs)
            self.pages: list[dict] = []

        def showPage(self) -> None:
            self.pages.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for page in self.pages:
                self.__dict__.update(page)
                self.setFont(fonts()[0], 7.5)
                self.setFillColor(GREY)
                self.drawString(margin + _PADDING, 9 * mm, f"{foot} · {self._pageNumber} / {len(self.pages)}")
                super().showPage()
            super().save()

    return Numbered
