"""Title lines inside the frame of a form: rows of one or two wide texts above the real header become lines of
their own.

"DOKUMEN PELAKSANAAN PERUBAHAN ANGGARAN | Formulir", "Provinsi …", "Organisasi : …" stand in the same frame as
the table of a printed form, on its first page only. Left in the grid they hide its header, and keep its parts
on later pages apart.
"""

from cermat.datasets.document.cells import count_header_rows, is_number_row, like_header, text_rows
from cermat.datasets.document.model import Block

MOST = 8  # title rows of one form


def without_titles(block: Block) -> list[Block]:
    """The title rows of a grid as lines, then the grid from its header down; the grid alone where no header
    stands below such rows.

    A header is known there by its row of column numbers.
    """
    rows = text_rows(block.sel)
    count = _title_rows(rows)
    titles = sorted(
        (cell for cell in block.sel if cell.r < count and cell.teks.strip()),
        key=lambda cell: (cell.r, cell.c),
    )
    if not titles or any(4 * cell.cs < len(rows[0]) or like_header(cell.teks) for cell in titles):
        return [block]
    lines = [
        Block(
            "paragraf",
            " ".join(cell.teks.split()),
            halaman=block.halaman,
            garis=cell.garis,
            jejak=cell.jejak or block.jejak,
        )
        for cell in titles
    ]
    block.sel = [cell for cell in block.sel if cell.r >= count]
    for cell in block.sel:
        cell.r -= count
    block.kepala = count_header_rows(text_rows(block.sel), block.sel)
    return [*lines, block]


def _title_rows(rows: list[list[str]]) -> int:
    """How many first rows are titles: one or two texts each, over a header that a row of column numbers
    closes."""
    filled = [[text for text in row if text.strip()] for row in rows[: 2 * MOST]]
    first = next((at for at, row in enumerate(filled) if len(row) > 2), 0)
    if (
        not 0 < first <= MOST
        or any(map(is_number_row, rows[:first]))
        or sum(map(like_header, filled[first])) < 2
    ):
        return 0
    closed = next((at for at, row in enumerate(rows[first : first + MOST], first) if is_number_row(row)), -1)
    return first if closed > first and len(filled[closed]) >= len(filled[first]) else 0
