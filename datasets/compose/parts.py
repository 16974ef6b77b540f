"""What a report consists of while it is composed: headings, paragraphs, list items and grids, in reading
order."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 (bab), 2 (A.) or 3 (1.)."""

    text: str
    level: int


@dataclass(frozen=True)
class Line:
    """A paragraph. style: isi | sampul (cover, centred) | ttd (signature)."""

    text: str
    style: str = "isi"


@dataclass(frozen=True)
class Item:
    """A list item; the label ('1.', 'a.', '-') stands before the text."""

    label: str
    text: str


@dataclass(frozen=True)
class Cell:
    """One cell of a grid; rs, cs: how many rows and columns it covers."""

    text: str
    rs: int = 1
    cs: int = 1
    number: bool = False


@dataclass
class Grid:
    """A table: rows of cells, None where another cell covers. head: number of header rows; widths: relative,
    one a column."""

    caption: str
    rows: list[list[Cell | None]]
    head: int
    widths: list[float]


@dataclass(frozen=True)
class Contents:
    """The table of contents; the writer fills in the pages."""


@dataclass(frozen=True)
class PageBreak:
    """A new page, where the format has pages."""


@dataclass
class Column:
    """One column of a grid to be. group: header above it, shared with its neighbours; texts: None repeats the
    cell above."""

    title: str
    texts: list  # of str or None
    group: str = ""
    width: float = 1.0
    number: bool = True
    role: str = ""


@dataclass
class Table:
    """Columns and what spans them. spans: row → (first column, last column) that one text covers."""

    caption: str
    columns: list[Column]
    spans: dict[int, tuple[int, int]] = field(default_factory=dict)
    numbered: str = ""  # a row of column numbers: '' | '1' | '(1)'


def grid(table: Table) -> Grid:
    """Columns to cells: headers of one or two rows, a row of column numbers, merged areas."""
    cols = table.columns
    two = any(col.group for col in cols)
    head: list[list[Cell | None]] = [[None] * len(cols) for _ in range(1 + two)]
    at = 0
    while at < len(cols):
        group = cols[at].group
        if two and group:
            end = at
            while end + 1 < len(cols) and cols[end + 1].group == group:
                end += 1
            head[0][at] = Cell(group, cs=end - at + 1)
            for order in range(at, end + 1):
                head[1][order] = Cell(cols[order].title)
            at = end + 1
        else:
            head[0][at] = Cell(cols[at].title, rs=1 + two)
            at += 1
    if table.numbered:
        mark = "({})" if table.numbered == "(1)" else "{}"
        head.append([Cell(mark.format(order + 1)) for order in range(len(cols))])
    height = len(cols[0].texts) if cols else 0
    body: list[list[Cell | None]] = [[None] * len(cols) for _ in range(height)]
    for order, col in enumerate(cols):
        row = 0
        while row < height:
            end = row + 1
            while end < height and col.texts[end] is None and end not in table.spans:
                end += 1
            body[row][order] = Cell(col.texts[row] or "", rs=end - row, number=col.number)
            row = end
    for row, (first, last) in table.spans.items():
        text = next(
            (text for text in (cols[order].texts[row] for order in range(first, last + 1)) if text), ""
        )
        for order in range(first, last + 1):
            body[row][order] = None
        body[row][first] = Cell(text, cs=last - first + 1)
    return Grid(table.caption, head + body, len(head), [col.width for col in cols])
