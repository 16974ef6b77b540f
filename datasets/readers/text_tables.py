"""Tables in plain text and Markdown: runs of pipe rows, tab rows, ruled boxes and HTML, cut into cells."""

import re
from html.parser import HTMLParser
from itertools import pairwise
from typing import NamedTuple

from cermat.datasets.document.cells import prints_value, vocabulary
from cermat.datasets.document.clean import clean, join
from cermat.datasets.document.model import Block, Cell

_RULE_ROW = re.compile(r"\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?")  # |---|:--:|
_TAB_RULE_ROW = re.compile(r"[\s:|]*-{2,}[\s:|-]*")
_BOX = re.compile(r"\s*[+┌├└╔╠╚][-=+─━═┬┼┴╦╬╩┐┤┘╗╣╝:]{3,}\s*")
_FORMULA = re.compile(r"\$[^$]*\$")
PAGE = re.compile(r"[ivxlc]{1,6}|\d{1,4}", re.I)
_BULLET = "-*+•▪◦‣➢✓–·o\uf0b7\uf0a7"
_LABEL = re.compile(rf"[{re.escape(_BULLET)}]|\(?(\d{{1,2}}|[A-Za-z]|[ivxIVX]{{1,4}})[.)]")
_CONTENT = re.compile(
    r"bab\s+[ivxlc\d]+\b|kata pengantar|daftar "
    r"(isi|tabel|gambar|grafik|lampiran)|lampiran|ringkasan|ikhtisar|penutup",
    re.I,
)


class Line(NamedTuple):
    """One line of the text: its words, its number from 1, its page (-1: the text has no page marks)."""

    teks: str
    garis: int
    halaman: int = -1


Run = list[tuple[int, list[str]]]  # rows of a run: (line, cell texts)


def is_pipe_row(text: str) -> bool:
    plain = text.strip()
    if plain.startswith("|") and plain.count("|") >= 2 or _BOX.fullmatch(plain):
        return True
    return plain.count(" | ") >= 2 and len(plain) < 3000


def is_tab_row(lines: list[Line], at: int) -> bool:
    """Does a row of a tab table begin here? A line that is merely indented is none, unless such rows
    follow."""
    text = lines[at].teks
    if "\t" not in text or not text.strip():
        return False
    if "\t" in text.strip():
        return True
    following = lines[at + 1].teks if at + 1 < len(lines) else ""
    return text.count("\t") > 1 and "\t" in following.strip()


def split_pipes(text: str) -> list[str]:
    """Cells of a pipe row. A bar within a formula or after a backslash parts nothing."""
    plain = _FORMULA.sub(lambda found: found[0].replace("|", "\0"), text.strip()).replace("\\|", "\0")
    plain = plain.removeprefix("|").removesuffix("|")
    return [cell.replace("\0", "|") for cell in plain.split("|")]


def pipe_run(lines: list[Line], at: int) -> tuple[int, Run]:
    """One run of pipe rows; a row whose cell text is broken over lines goes on until its closing bar."""
    result: Run = []
    box = bool(_BOX.fullmatch(lines[at].teks.strip()))
    new = True  # in a ruled box a new row begins only after a rule
    while at < len(lines) and lines[at].teks.strip():
        text, line_no = lines[at].teks, lines[at].garis
        if not is_pipe_row(text) and not (result and text.strip().startswith("|")):
            break
        at += 1
        if _BOX.fullmatch(text.strip()) or _RULE_ROW.fullmatch(text.strip()):
            new = True
            continue
        while text.strip().startswith("|") and not text.rstrip().endswith("|") and at < len(lines):
            if not _closes(lines, at):
                break
            text, at = join(text, lines[at].teks), at + 1
        sel = split_pipes(text)
        if box and not new and result and len(sel) == len(result[-1][1]):
            result[-1][1][:] = [join(above, below) for above, below in zip(result[-1][1], sel, strict=True)]
        else:
            result.append((line_no, sel))
        new = False
    return at, result


def _closes(lines: list[Line], at: int) -> bool:
    """Does the open row go on at line i, and does a bar close it within a few lines?"""
    for line in lines[at : at + 8]:
        text = line.teks.strip()
        if not text or text.startswith("|"):
            return False
        if text.endswith("|"):
            return True
    return False


def tab_run(lines: list[Line], at: int) -> tuple[int, Run]:
    """One run of tab rows; lines without a tab inside the run go on with the last cell above."""
    result: Run = []
    while at < len(lines) and lines[at].teks.strip():
        text, line_no = lines[at].teks, lines[at].garis
        if (
            result
            and result[-1][1][-1].count("$") % 2 == 1
            or result
            and result[-1][1][-1].count("$$") % 2 == 1
        ):
            if any("$" in line.teks for line in lines[at : at + 8]):  # an open formula goes on
                sel = text.split("\t")
                result[-1][1][-1] = f"{result[-1][1][-1]} {sel[0]}"
                result[-1][1].extend(sel[1:])
                at += 1
                continue
        if "\t" in text:
            if not _TAB_RULE_ROW.fullmatch(text):
                result.append((line_no, _unquoted(text.split("\t"))))
            at += 1
            continue
        end = at  # the lines until the next tab
        while end < len(lines) and lines[end].teks.strip() and "\t" not in lines[end].teks:
            end += 1
        tail = [line.teks for line in lines[at:end]]
        tab = end < len(lines) and "\t" in lines[end].teks
        if not result or not _rest_of_cell(result, tail, tab):
            break
        above, width = result[-1][1], max(len(cells) for _, cells in result)
        for more in tail:
            above[-1] = join(above[-1], more)
        at = end
        if tab and len(above) < width and len(above) + lines[end].teks.count("\t") <= width:
            rest = lines[end].teks.split("\t")  # the line that closes the cell brings the row's other cells
            above[-1] = join(above[-1], rest[0])
            above.extend(rest[1:])
            at += 1
    return at, result


def _unquoted(sel: list[str]) -> list[str]:
    """Cells without the quotes that a spreadsheet puts around them."""
    return [
        cell[1:-1].replace('""', '"')
        if len(cell) > 1 and cell[0] == cell[-1] == '"' and cell.count('"') % 2 == 0
        else cell
        for cell in sel
    ]


def _rest_of_cell(result: Run, tail: list[str], tab: bool) -> bool:
    """Are these lines without a tab the rest of the last cell above?"""
    above = result[-1][1][-1]
    is_open = above.count("$") % 2 == 1 or above.count("(") > above.count(")") or above.count('"') % 2 == 1
    small = re.match(r"\s*[a-z(=+×/%]", tail[0]) is not None
    if is_open:
        return len(tail) <= 12
    if small:
        return tab or len(tail) <= 3
    title = (
        re.match(r"\s*(\d+[.)]?\s|tabel\b|[A-Z]\.\s)", tail[0], re.I)
        or tail[0].isupper()
        or vocabulary()["antara"].fullmatch(tail[0].strip())
    )
    return tab and not title and len(tail) <= 8 and len(result) > 1


def as_blocks(run: Run, pages: int, in_contents: bool = False, own: bool = True) -> list[Block]:
    """A grid, or contents lines ('judul<TAB>halaman'), or single lines, whichever the run holds.

    own: no other part of a table stands next to the run.
    """
    content = [(line_no, [clean(cells) for cells in sel]) for line_no, sel in run]
    content = [(line_no, cells) for line_no, cells in content if any(cells)]
    if not content:
        return []
    if contents_lines([cells for _, cells in content], in_contents):
        return [Block("butir", _one_line(cells), garis=line_no, halaman=pages) for line_no, cells in content]
    dense = [(line_no, [text for text in cells if text]) for line_no, cells in content]
    if all(len(cells) == 1 for _, cells in dense):  # indented lines, no grid
        return [Block("paragraf", cells[0], garis=line_no, halaman=pages) for line_no, cells in dense]
    if all(
        len(cells) <= 3 and (len(cells) == 1 or cells[1].startswith(":")) for _, cells in dense
    ):  # 'Nama<TAB>: …'
        return [Block("paragraf", " ".join(cells), garis=line_no, halaman=pages) for line_no, cells in dense]
    if own and all(len(cells) <= 2 and _LABEL.fullmatch(cells[0]) for _, cells in dense):  # '1.<TAB>an item'
        return [
            Block("butir", " ".join(cells).lstrip(_BULLET).strip(), garis=line_no, halaman=pages)
            for line_no, cells in dense
        ]
    if (
        own and len(dense) == 1 and len(dense[0][1]) == 2 and not prints_value(dense[0][1][1])
    ):  # 'BAB I<TAB>PENDAHULUAN'
        return [Block("paragraf", " ".join(dense[0][1]), garis=dense[0][0], halaman=pages)]
    # blank cells too: the printed place of a cell is where it stands among them
    grid = [
        Cell(row, column, text, garis=line_no, halaman=pages)
        for row, (line_no, sel) in enumerate(content)
        for column, text in enumerate(sel)
    ]
    return [Block("petak", garis=content[0][0], halaman=pages, sel=grid, cut_off=True)]


def _contents_entries(sel: list[str]) -> bool:
    content = [text for text in sel if text]
    return (
        2 <= len(content) <= 3
        and bool(PAGE.fullmatch(content[-1]))
        and any(re.search(r"[A-Za-z]{3}", text) for text in content[:-1])
    )


def contents_lines(lines: list[list[str]], context: bool = False) -> bool:
    """Are these rows lines of a table of contents? context: they stand under a heading such as 'DAFTAR
    ISI'."""
    match = [line for line in lines if _contents_entries(line)]
    if not match or len(match) < 0.6 * len(lines) or max(len(line) for line in lines) > 5:
        return False
    order = [
        int(next(filter(None, reversed(cell))))
        for cell in match
        if next(filter(None, reversed(cell))).isdigit()
    ]
    rising = all(before <= after for before, after in pairwise(order))
    mark = sum(bool(_CONTENT.match(" ".join(filter(None, cell)))) for cell in match)
    return rising or mark >= 2 if context else mark >= 2 and (rising or mark >= 4)


def _one_line(sel: list[str]) -> str:
    content = [text for text in sel if text]
    return f"{' '.join(content[:-1])}\t{content[-1]}" if _contents_entries(sel) else " ".join(content)


class _Html(HTMLParser):
    """Cells of one HTML table, with their spans."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.sel: list[Cell] = []
        self.filled: set[tuple[int, int]] = set()
        self.r, self.kepala = -1, 0
        self.current: Cell | None = None

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag == "tr":
            self.r += 1
        elif tag in ("td", "th"):
            self.r = max(self.r, 0)
            column = 0
            while (self.r, column) in self.filled:
                column += 1
            value = dict(attrs)
            rs, cs = (
                max(1, min(999, int(found[0]))) if (found := re.match(r"\d+", value.get(name) or "1")) else 1
                for name in ("rowspan", "colspan")
            )
            self.current = Cell(self.r, column, "", rs, cs)
            self.sel.append(self.current)
            self.filled |= {
                (row, down) for row in range(self.r, self.r + rs) for down in range(column, column + cs)
            }
            if tag == "th":
                self.kepala = max(self.kepala, self.r + 1)
        elif tag in ("br", "p", "li") and self.current is not None:
            self.current.teks += " "

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.current = None

    def handle_data(self, data: str) -> None:
        if self.current is not None:
            self.current.teks += data


def html_run(lines: list[Line], at: int) -> tuple[int, list[Block]]:
    """One <table> … </table>, with its spans; what follows on the closing line is left out of it."""
    start, content = at, []
    while at < len(lines) and at - start < 5000:
        content.append(lines[at].teks)
        at += 1
        if "</table" in content[-1].lower():
            break
    parser = _Html()
    parser.feed("\n".join(content))
    height = parser.r + 1
    for cell in parser.sel:
        cell.teks, cell.rs = clean(cell.teks.replace("<", "&lt;")), min(cell.rs, height - cell.r)
        cell.garis, cell.halaman = lines[start].garis, lines[start].halaman
    if not any(cell.teks for cell in parser.sel):
        return at, []
    block = Block(
        "petak", garis=lines[start].garis, halaman=lines[start].halaman, sel=parser.sel, cut_off=True
    )
    return at, [block]
