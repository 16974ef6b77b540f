"""What a person puts right in a table that was read: one cell of one row."""

from typing import NamedTuple


class Edit(NamedTuple):
    """The cell `kolom` of row `baris` (from 0) of the typed table `tabel` says `teks`; an empty text empties
    it."""

    tabel: str
    baris: int
    kolom: str
    teks: str
