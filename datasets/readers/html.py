"""Web pages, and what programs save as .xls or .doc in their form: read as text with tables, nothing is
fetched."""

import re
from dataclasses import replace
from email import message_from_string
from email.policy import default
from html import escape
from pathlib import Path

from lxml import etree, html

from cermat.datasets.document.model import Block
from cermat.datasets.readers.text import parse_text, text_of
from cermat.schemas.errors import InputError

_SILENT = frozenset("script style head template noscript svg select textarea button del s strike".split())
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_PAGE = re.compile(r"(?<=\S)[ ]*\t[ ]*([ivxlc]{1,6}|\d{1,4})\s*\Z")  # of a contents line, set apart by a tab
_BREAKS = _HEADINGS.union(
    "address article aside blockquote body br caption center dd div dl dt fieldset figcaption figure".split(),
    "footer form header hr html li main nav ol p pre section table tbody td tfoot th thead tr ul".split(),
)


def read_html(path: str | Path) -> list[Block]:
    """Blocks of a page in reading order. Raises InputError."""
    path = Path(path)
    content = _pages(text_of(path), path.name).encode("utf-8")
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True)
    try:
        root = html.document_fromstring(content, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        root = None
    page = _Page()
    if root is not None:
        for part in [part for part in root.iter() if _silent(part) and part is not root]:
            part.drop_tree()
        page.walk(root)
    blok = parse_text("\n\n".join(page.lines), path.name)
    if not blok:
        raise InputError(f"{path.name}: berkas kosong, tidak ada yang dapat diperiksa")
    for block in blok:  # its reader sees no lines
        block.garis, block.sel = -1, [replace(cell, garis=-1) for cell in block.sel]
    return blok


def _pages(text: str, name: str) -> str:
    """The pages of a web archive (.mht, which Word and Excel save as .doc and .xls, too), else the text."""
    if not re.match(r"(?:[\w-]+:.*\n(?:[ \t].*\n)*)*?mime-version:", text, re.I):
        return text
    try:
        parts = message_from_string(text, policy=default).walk()
        return "\n".join(part.get_content() for part in parts if part.get_content_type() == "text/html")
    except (LookupError, ValueError):
        raise InputError(f"{name}: arsip halaman web rusak; simpan ulang sebagai .docx atau .xlsx") from None


class _Page:
    """The page as lines of text: '# ' before headings, '- ' before items, a table on one line."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.text, self.mark = "", ""

    def walk(self, root) -> None:
        """Every element in reading order."""
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, part in walker:
            self._line(part)
            if event == "end":
                self.text += part.tail or ""
            elif part.tag == "table" and not part.xpath(".//table"):
                self.lines += [*map(_words, part.iter("caption")), _table(part)]
                walker.skip_subtree()
            else:
                self.mark = _mark(part) or self.mark
                self.text += part.text or ""

    def _line(self, part) -> None:
        """Where a block begins or ends, what was said is a line."""
        if part.tag not in _BREAKS:
            return
        page = _PAGE.search(self.text)
        text = self.text[: page.start()] if page else self.text
        if words := " ".join(text.split()) + (f"\t{page[1]}" if page else ""):
            self.lines.append(self.mark + words)
        if words or _mark(part):
            self.mark = ""
        self.text = ""


def _silent(part) -> bool:
    """Is this no element, or one that a reader of the page does not see, or sees struck out?"""
    if not isinstance(part.tag, str) or part.tag in _SILENT or part.get("hidden") is not None:
        return True
    return "display:none" in "".join((part.get("style") or "").lower().split())


def _mark(part) -> str:
    """What the first line of an element begins with: '# ' to '###### ' of a heading, '- ' of an item."""
    return "- " if part.tag == "li" else "#" * int(part.tag[1]) + " " if part.tag in _HEADINGS else ""


def _table(table) -> str:
    """A table on one line: rows and cells with their spans, and nothing else."""
    rows = [
        "".join(
            f"<{cell.tag}{_spans(cell)}>{escape(_words(cell))}</{cell.tag}>"
            for cell in row
            if cell.tag in ("td", "th")
        )
        for row in table.iter("tr")
    ]
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def _spans(cell) -> str:
    given = [(name, cell.get(name)) for name in ("rowspan", "colspan")]
    return "".join(f' {name}="{value}"' for name, value in given if value and value.isdigit())


def _words(element) -> str:
    """The text of a cell or caption on one line."""
    words = []
    for event, part in etree.iterwalk(element, events=("start", "end")):
        own = part.text if event == "start" else part.tail if part is not element else ""
        words += [" ", own or ""] if part.tag in _BREAKS else [own or ""]
    return " ".join("".join(words).split())
