"""The report itself, re-laid as it was read: headings, paragraphs, lists and grids, with every printed number
as a piece of its own."""

from dataclasses import dataclass, field

import pandas as pd

from cermat.reports.places import Places

LONG_CELL, LONG_PARAGRAPH = 600, 4_000  # characters beyond which a text is clipped until it is opened
MOST_CELLS = 250_000  # cells that are laid out; what is left out is said


@dataclass
class Piece:
    """A stretch of text: plain (id -1), a printed number (its id; `told`: a finding speaks of it), or words
    that a finding quotes (`mark`)."""

    text: str
    id: int = -1
    state: str = ""
    mark: str = ""
    told: bool = False


@dataclass
class Cell:
    pieces: list[Piece]
    r: int = 0
    c: int = 0
    rs: int = 1
    cs: int = 1
    head: bool = False
    number: bool = False
    long: bool = False


@dataclass
class Row:
    cells: list[Cell]
    id: str = ""
    head: bool = False


@dataclass
class Block:
    """One block of the report. kind: judul, paragraf, butir, petak or nama (a caption); level: of a heading,
    1 is the highest."""

    id: str
    kind: str
    level: int = 0
    text: str = ""
    pieces: list[Piece] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    columns: int = 0
    left_out: int = 0
    long: bool = False
    page: int = -1
    name: str = ""
    named: bool = False  # the caption stands right above, as paragraphs of its own (kind "nama")

    @property
    def heads(self) -> list[Row]:
        """Leading header rows."""
        heads = next((position for position, row in enumerate(self.rows) if not row.head), len(self.rows))
        return self.rows[:heads] if heads < len(self.rows) else []

    @property
    def body(self) -> list[Row]:
        return self.rows[len(self.heads) :]


@dataclass
class Laid:
    """The whole report: blocks in reading order, and the ids of the numbers that stand in them."""

    blocks: list[Block]
    numbers: list[int]
    contents: list[dict]


class _Writer:
    def __init__(self, places: Places, states, wanted: set[int], told: frozenset[int]):
        self.places, self.states, self.told = places, states, told
        self.numbers: list[int] = []
        self.spans: dict[tuple[int, int, int], list[tuple[int, int, int]]] = {}
        for number, (block, row, column, start, end) in places.located.items():
            if states[number] or number in wanted:
                self.spans.setdefault((block, row, column), []).append((start, end, number))

    def pieces(self, text: str, block: int, row: int, column: int, anchor_row: int) -> list[Piece]:
        """A text cut at its numbers; words that a finding quotes are marked where they stand between them."""
        out, at = [], 0
        for start, end, number in sorted(self.spans.get((block, row, column), [])):
            if start < 0:  # the cell is the number
                start, end = 0, len(text)
            if start < at or end > len(text) or start >= end:
                continue
            if start > at:
                out += self._quoted(text[at:start], block, anchor_row)
            out.append(Piece(text[start:end], number, self.states[number] or "none", "", number in self.told))
            self.numbers.append(number)
            at = end
        if at < len(text):
            out += self._quoted(text[at:], block, anchor_row)
        return out

    def _quoted(self, text: str, block: int, row: int) -> list[Piece]:
        for quote, state in self.places.quotes.get((block, row), {}).items():
            at = text.lower().find(quote.lower())
            if at >= 0:
                end = at + len(quote)
                parts = [Piece(text[:at]), Piece(text[at:end], mark=state), Piece(text[end:])]
                return [part for part in parts if part.text]
        return [Piece(text)]

    def grid(self, sel: pd.DataFrame, block: int, budget: int) -> tuple[list[Row], int, int]:
        """Rows of a grid with its spans, number of columns, and how many rows are left out."""
        height, width = int((sel["r"] + sel["rs"]).max()), int((sel["c"] + sel["cs"]).max())
        taken: set[tuple[int, int]] = set()
        by_row: dict[int, list] = {}
        for cell in sel.sort_values(["r", "c"]).itertuples():
            by_row.setdefault(int(cell.r), []).append(cell)
        filled = {
            row: [int(cell.c) for cell in cells if str(cell.teks).strip()] for row, cells in by_row.items()
        }
        rows, left = [], 0
        for row in range(height):
            if (row + 1) * width > budget:
                left += height - row
                break
            cells, column = [], 0
            for cell in by_row.get(row, []):
                while column < int(cell.c):
                    if (row, column) not in taken:
                        cells.append(Cell([], row, column))
                    column += 1
                if (row, int(cell.c)) in taken:
                    continue
                rs, cs = _span(cell, filled, height)
                taken.update((row + down, int(cell.c) + across) for down in range(rs) for across in range(cs))
                text = str(cell.teks) if (block, row, int(cell.c)) in self.spans else str(cell.teks).strip()
                pieces = self.pieces(text, block, row, int(cell.c), row)
                alone = len(pieces) == 1 and pieces[0].id >= 0
                cells.append(
                    Cell(pieces, row, int(cell.c), rs, cs, bool(cell.kepala), alone, len(text) > LONG_CELL)
                )
                column = int(cell.c) + cs
            while column < width:
                if (row, column) not in taken:
                    cells.append(Cell([], row, column))
                column += 1
            id = f"b{block}r{row}" if (block, row) in self.places.anchors else ""
            rows.append(
                Row(
                    cells,
                    id,
                    bool(cells)
                    and all(cell.head or not cell.pieces for cell in cells)
                    and any(cell.head for cell in cells),
                )
            )
        return rows, width, left


def _span(cell, filled: dict[int, list[int]], height: int) -> tuple[int, int]:
    """Rows and columns that a cell takes: no further than the next cell with a text, so that none is hidden
    under another."""
    row, column, rs, cs = int(cell.r), int(cell.c), max(1, int(cell.rs)), max(1, int(cell.cs))
    if cs > 1:
        cs = min([cs, *(other - column for other in filled.get(row, ()) if other > column)])
    rs = min(rs, height - row)
    below = (
        down
        for down in range(1, rs)
        if any(column <= other < column + cs for other in filled.get(row + down, ()))
    )
    return next(below, rs), cs


def lay(places: Places, states, wanted: set[int], told: frozenset[int] = frozenset()) -> Laid:
    """Lay out one report. states: state of each number by id ('' for what is no figure); wanted: ids shown as
    numbers all the same, because a finding points at them; told: ids that are no proof, as a finding
    speaks of them."""
    writer = _Writer(places, states, wanted, told)
    grids = dict(tuple(places.sel.groupby("blok"))) if len(places.sel) else {}
    blocks: list[Block] = []
    headings = places.blok["jenis"].eq("judul").any() if len(places.blok) else False
    budget, section = MOST_CELLS, None
    for row in places.blok.itertuples():
        blok, text = int(row.blok), str(row.teks)
        if (
            not headings and row.bagian and row.bagian != section
        ):  # tables alone: their section is the heading
            section = row.bagian
            blocks.append(Block(f"s{blok}", "judul", 1, section, [Piece(section)]))
        block = Block(
            f"b{blok}",
            str(row.jenis),
            int(row.tingkat or 0),
            text,
            page=int(row.halaman) if pd.notna(row.halaman) else -1,
        )
        if row.jenis == "petak":
            block.name = places.names.get(blok, "")
            block.pieces = writer.pieces(text, blok, -1, -1, -1) if text.strip() else []
            if blok in grids:
                block.rows, block.columns, block.left_out = writer.grid(grids[blok], blok, budget)
                budget -= len(block.rows) * block.columns
        else:
            block.pieces = writer.pieces(text, blok, -1, -1, -1)
            block.long = len(text) > LONG_PARAGRAPH
        if block.kind == "petak" and _captioned(blocks, text):
            block.pieces, block.named = [], True
        if block.pieces or block.rows:
            blocks.append(block)
    return Laid(blocks, writer.numbers, _contents(blocks))


def _captioned(blocks: list[Block], caption: str) -> bool:
    """Do the last paragraphs make up this caption? Then they are shown as such, and not told twice."""
    words = caption.split()
    for count in (1, 2, 3):
        last = blocks[-count:]
        if words and len(last) == count and all(block.kind in ("paragraf", "butir") for block in last):
            if " ".join(block.text for block in last).split() == words:
                for block in last:
                    block.kind = "nama"
                return True
    return False


def _contents(blocks: list[Block]) -> list[dict]:
    """Headings of the two highest levels, each with how many contradicted numbers stand under it."""
    out: list[dict] = []
    for block in blocks:
        if block.kind == "judul" and block.level <= 2 and block.text.strip():
            out.append(
                {
                    "id": block.id,
                    "text": " ".join(block.text.split())[:120],
                    "level": max(block.level, 1),
                    "bad": 0,
                }
            )
        if out:
            cells = [
                piece for row in block.rows for cell in row.cells for piece in cell.pieces
            ] + block.pieces
            out[-1]["bad"] += sum(cell.state == "contradicted" for cell in cells)
    return out
