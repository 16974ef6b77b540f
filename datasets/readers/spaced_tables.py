"""Tables set with spaces, as a text export of a PDF prints them: columns from the gutters that the rows leave
free.

Such a run is taken for a table only when its rows agree on the gutters and hold values; else it stays prose.
"""

import re

from cermat.datasets.document.cells import (
    is_number_row,
    is_row_label,
    is_total_row,
    like_header,
    prints_value,
)
from cermat.datasets.document.clean import clean, join
from cermat.datasets.document.model import Block, Cell
from cermat.datasets.readers.spaced_headers import header_cells, header_columns, position
from cermat.datasets.readers.spaced_labels import Piece, is_value, leading_lines, names_columns, pieces
from cermat.datasets.readers.text_tables import Line

_NUMBER = re.compile(r"[\d.,]+(?:,-)?%?")
_WHOLE = re.compile(r"-?(Rp\.? ?)?\d{1,3}(?:\.\d{3})+(?:,\d+)?(?:,-)?%?")
_CUT_AMOUNT = re.compile(r"(?<![\d.,])(?:Rp\.? ?)?\d{1,3}(?:\.\d{3})+\.\d{0,2}(?![\d.])")
_HEADING = re.compile(
    r"\s{0,7}(?:(?:\d{1,2}\.){1,4}\d{0,2}|[A-Z]\.|[IVX]{1,5}\.|BAB "
    r"[IVX\d]+|(?:Tabel|Grafik|Gambar)\s*[\dIVX.-]*\d)\.?\s+\S*[A-Za-z]"
)
_CAPTION = re.compile(r"(?:Tabel|Grafik|Gambar)\s*[\dIVX.-]*\d\.?\s+\S*[A-Za-z]")
MAX_HEADER_ROWS = 8  # lines of a header
MAX_BLANK = 1  # blank lines within a table


def _is_core(row: list[Piece]) -> bool:
    """A line that shows the columns: three pieces or more, a value among the later ones."""
    return (
        len(row) >= 3
        and any(is_value(piece.teks) for piece in row[1:])
        and not any(re.fullmatch(r"[:=]", piece.teks) for piece in row)
        and not names_columns(row)
    )


def may_begin(text: str) -> bool:
    """Could a table begin at this line?"""
    return "   " in text.strip() or len(pieces(text)) >= 3


def spaced_run(lines: list[Line], first: int, continuation: bool = False) -> tuple[int, list[Block]]:
    """The table that begins at line `first`, or (first, []). continuation: another table stands near above,
    which may go on here."""
    end = _end(lines, first)
    content = [(line, pieces(line.teks)) for line in lines[first:end]]
    core = [at for at, (_, row) in enumerate(content) if _is_core(row)]
    if len(core) < 1 or core[0] > MAX_HEADER_ROWS:
        return first, []
    columns = _columns([row for _, row in content[core[0] :] if row])
    top = _first_row(content, core[0])
    if len(columns) < 3 or _header_start(content, top, columns) > 0:
        return first, []  # lines above the header are prose: they are read first, and the table comes again
    while (
        continuation
        and top > 1
        and all(re.match(r"[a-z(][a-z]{2}", piece.teks) for piece in content[top - 1][1])
    ):
        top -= 1  # the rest of a row of the page before stands between the header and the first row
    if top == 0 and len(core) < 2:
        return first, []
    columns = header_columns(next((row for _, row in content[:top] if row), []), columns)
    header = header_cells(
        [
            row
            for _, row in content[:top]
            if row and not (names_columns(row) and any("=" in piece.teks for piece in row))
        ],
        columns,
    )
    body = _body(content[top:], columns)
    if body is None:
        return first, []
    sel = [
        Cell(row, column, clean(title), 1, cs, garis=lines[first].garis, halaman=lines[first].halaman)
        for row, column, cs, title in header
    ]
    top = max((cell.r + 1 for cell in sel), default=0)
    for row, (line, text) in enumerate(body, top):
        sel += [
            Cell(row, column, clean(title), garis=line.garis, halaman=line.halaman)
            for column, title in enumerate(text)
        ]
    block = Block("petak", garis=lines[first].garis, halaman=lines[first].halaman, sel=sel, cut_off=True)
    return end, [block]


def _first_row(content: list[tuple[Line, list[Piece]]], core: int) -> int:
    """The first line of the body: the first with values, but for the lines of words that begin its label; all
    that stands below the column numbers."""
    numbers = next((at for at in range(core - 1, -1, -1) if names_columns(content[at][1])), None)
    if numbers is not None:
        return numbers + 1
    lead = leading_lines([row for _, row in content[: core + 1]])
    while core - 1 in lead:
        core -= 1
    return core


def _end(lines: list[Line], first: int) -> int:
    """The line after the run: it ends at two blank lines, a page end, or a line of prose."""
    blank, at, bounds = 0, first, first
    while at < len(lines) and at - first < 2000:
        text = lines[at].teks
        if "\t" in text or "|" in text or lines[at].halaman != lines[first].halaman:
            break
        if not text.strip():
            blank += 1
            if blank > MAX_BLANK:
                break
        else:
            row = pieces(text)
            narrow = (
                len(row) == 1
                and len(row[0].teks) > 60
                and not is_total_row([row[0].teks])
                and row[0].mulai < 8
            )
            if narrow and not text.isupper() and not _full_width(lines, first, at):
                break
            if blank and (len(row) == 1 and _is_heading(lines, first, at) or _begins_anew(lines, first, at)):
                break
            blank, bounds = 0, at + 1
        at += 1
    return bounds


def _is_heading(lines: list[Line], first: int, at: int) -> bool:
    """Is this line, behind a blank one, a numbered heading or a caption below a table, with a blank line or a
    table under it?"""
    below = next((line.teks for line in lines[at + 1 : at + 3] if line.teks.strip()), "")
    alone = not lines[at + 1].teks.strip() if at + 1 < len(lines) else True
    return (
        bool(_HEADING.match(lines[at].teks))
        and (alone or may_begin(below))
        and any(_is_core(pieces(line.teks)) for line in lines[first:at])
    )


def _begins_anew(lines: list[Line], first: int, at: int) -> bool:
    """Do these lines of words behind a blank line belong to what follows the table: a line of words that
    nothing of a table stands under, or the title and header of the next one?"""
    if not any(_is_core(pieces(line.teks)) for line in lines[first:at]):
        return False
    row, below = pieces(lines[at].teks), pieces(lines[at + 1].teks) if at + 1 < len(lines) else []
    if (
        len(row) > 1
        or is_total_row([row[0].teks])
        or re.match(r"[a-z(]", row[0].teks)
        or _CAPTION.match(row[0].teks)
    ):
        return bool(_CAPTION.match(row[0].teks)) and len(row) == 1
    return (
        not below
        or len(below) > 2
        and like_header(below[0].teks)
        and not any(prints_value(piece.teks) for piece in below)
    )


def _full_width(lines: list[Line], first: int, at: int) -> bool:
    """Is this long line a row that one text fills? Rows with values stand right below and not far above."""
    below = next((row for line in lines[at + 1 : at + 4] if len(row := pieces(line.teks)) != 1), [])
    above = [pieces(line.teks) for line in lines[max(first, at - 5) : at]]
    if above and names_columns(above[-1]):
        return _is_core(below)
    return len(below) > 1 and any(prints_value(piece.teks) for piece in below) and any(map(_is_core, above))


def _columns(lines: list[list[Piece]]) -> list[tuple[int, int]]:
    """(start, end) of the columns: what lies between the gutters that no row crosses but those one text
    fills."""
    measures = [
        row for row in lines if len(row) > 1 and not is_number_row([piece.teks for piece in row])
    ] or lines
    measures = [
        row[1:] if is_total_row([row[0].teks]) else row for row in measures
    ]  # the word of a total runs over the columns below
    width = max(row[-1].akhir for row in measures)
    content = [0] * (width + 1)
    for row in measures:
        for piece in row:
            for place in range(piece.mulai, piece.akhir):
                content[place] += 1
    narrow = {
        left.akhir
        for row in measures
        for left, right in zip(row, row[1:], strict=False)
        if right.mulai - left.akhir == 1
    }
    result, start = [], None
    for place, pieces_over in enumerate(content):
        if pieces_over and start is None:
            start = place
        elif not pieces_over and start is not None:
            # one blank is a space between words, unless it is blank in every row of a table of many rows, or
            # parts two amounts
            if place + 1 >= len(content) or not content[place + 1] or len(measures) >= 8 or place in narrow:
                result.append((start, place))
                start = None
    return result


def _header_start(content: list[tuple[Line, list[Piece]]], core: int, columns: list[tuple[int, int]]) -> int:
    """The first header line: up to the first core line, as long as the lines consist of short pieces."""
    at = core
    while at > 0:
        row = content[at - 1][1]
        if not row or (
            len(row) == 1
            and (len(row[0].teks) > 30 or row[0].mulai <= columns[0][0] and not like_header(row[0].teks))
        ):
            break
        if any(piece.teks.endswith((".", ":")) and len(piece.teks) > 20 for piece in row):
            break
        at -= 1
    return at


def _body(
    content: list[tuple[Line, list[Piece]]], columns: list[tuple[int, int]]
) -> list[tuple[Line, list[str]]] | None:
    """Body rows; None when too many pieces lie over several columns. A line without value or label goes on
    with the row above, or leads the row below where that begins in the middle of a sentence."""
    lines, spanning, many = [], 0, 0
    lead = leading_lines([row for _, row in content])
    begun: list[str] = []
    for at, (line, row) in enumerate(content):
        if not row:
            continue
        text = [""] * len(columns)
        for piece in row:
            first, last = position(piece, columns)
            spanning, many = (
                spanning + (last > first and len(row) > 1 and not is_total_row([piece.teks])),
                many + 1,
            )
            text[first] = join(text[first], piece.teks)
        if begun:
            text = [join(cell, more) for cell, more in zip(begun, text, strict=True)]
        begun = text if at in lead else []
        if not begun:
            lines.append((line, text, len(row)))
    if spanning > 0.05 * many:
        return None
    value = {
        column for column in range(1, len(columns)) if _value_columns([cell[column] for _, cell, _ in lines])
    }
    result: list[tuple[Line, list[str]]] = []
    for line, text, pieces_in in lines:
        rest = (
            result
            and not is_row_label(text[0])
            and not is_total_row(text)
            and all(
                not text[column]
                or _torn_value(result[-1][1][column], text[column])
                or (result[-1][1][column] and not prints_value(text[column]))
                for column in value
            )
        )
        full = (
            pieces_in == 1 and text[0] and len(text[0]) > 30 and not re.match(r"[a-z(]", text[0])
        )  # a row that one text fills
        if (
            rest
            and not full
            and not is_number_row(result[-1][1])
            and not (len(result[-1][1][0]) > 30 and not any(result[-1][1][1:]))
        ):
            above = result[-1][1]
            for column, cell in enumerate(text):
                above[column] = (
                    _join_values(above[column], cell) if column in value else join(above[column], cell)
                )
        else:
            result.append((line, text))
    rows = [" ".join(text) for _, text in result]
    torn = any(
        _CUT_AMOUNT.search(first) and not re.search(r"[A-Za-z]", line)
        for first, line in zip(rows, rows[1:], strict=False)
    )
    return (
        None if torn else result
    )  # amounts cut over lines whose ends no column holds: nobody knows which belong together


def _value_columns(columns: list[str]) -> bool:
    content = [cell for cell in columns if cell]
    return bool(content) and sum(
        is_value(cell) or bool(_NUMBER.fullmatch(cell)) for cell in content
    ) * 2 > len(content)


def _torn_value(above: str, below: str) -> bool:
    """Is the lower text the torn end of the number above: '2.415.289.' + '232', '632.393.0' + '77'?"""
    return (
        bool(above)
        and _NUMBER.fullmatch(below) is not None
        and not _WHOLE.fullmatch(above)
        and _WHOLE.fullmatch(above + below) is not None
    )


def _join_values(above: str, below: str) -> str:
    return above + below if below and _torn_value(above, below) else join(above, below)
