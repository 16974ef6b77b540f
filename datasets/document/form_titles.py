"""Title lines inside the frame of a form: rows of one or two wide texts above the real header become lines of
their own.

"DOKUMEN PELAKSANAAN PERUBAHAN ANGGARAN | Formulir", "Provinsi …", "Organisasi : …" stand in the same frame as
the table of a printed form, on its first page only. Left in the grid they hide its header, and keep its parts
on later pages apart.
"""

from datasets.document.cells import count_header_rows, is_number_row, like_header, text_rows
from datasets.document.model import Block

MOST = 8  # title rows of one form


def without_titles(m: Block) -> list[Block]:
    """The title rows of a grid as lines, then the grid from its header down; [m] where no header stands below
    such rows.

    A header is known there by its row of column numbers.
    """
    rows = text_rows(m.sel)
    n = _title_rows(rows)
    titles = sorted((p for p in m.sel if p.r < n and p.teks.strip()), key=lambda p: (p.r, p.c))
    if not titles or any(4 * p.cs < len(rows[0]) or like_header(p.teks) for p in titles):
        return [m]
    lines = [
        Block(
            "paragraf", " ".join(p.teks.split()), halaman=m.halaman, garis=p.garis, jejak=p.jejak or m.jejak
        )
        for p in titles
    ]
    m.sel = [p for p in m.sel if p.r >= n]
    for p in m.sel:
        p.r -= n
    m.kepala = count_header_rows(text_rows(m.sel), m.sel)
    return [*lines, m]


def _title_rows(rows: list[list[str]]) -> int:
    """How many first rows are titles: one or two texts each, over a header that a row of column numbers
    closes."""
    filled = [[s for s in r if s.strip()] for r in rows[: 2 * MOST]]
    n = next((i for i, r in enumerate(filled) if len(r) > 2), 0)
    if not 0 < n <= MOST or any(map(is_number_row, rows[:n])) or sum(map(like_header, filled[n])) < 2:
        return 0
    closed = next((i for i, r in enumerate(rows[n : n + MOST], n) if is_number_row(r)), -1)
    return n if closed > n and len(filled[closed]) >= len(filled[n]) else 0
