"""Where a document contradicts itself in its form: numbers of tables, lists and rows, units, blanks, what is
said of a table. Each is a fact of the typed table identitas, told by the cards that name its jenis."""

from collections.abc import Callable

from cermat.datasets.document.model import Document
from cermat.datasets.recognise.document_lines import Line
from cermat.datasets.recognise.structure.blanks import blanks
from cermat.datasets.recognise.structure.count_units import count_units
from cermat.datasets.recognise.structure.density import density
from cermat.datasets.recognise.structure.header_formulas import header_formulas
from cermat.datasets.recognise.structure.list_numbers import list_numbers
from cermat.datasets.recognise.structure.listed_years import listed_years
from cermat.datasets.recognise.structure.ordinals import ordinals
from cermat.datasets.recognise.structure.rates import rates
from cermat.datasets.recognise.structure.regulations import regulations
from cermat.datasets.recognise.structure.row_numbers import row_numbers
from cermat.datasets.recognise.structure.superlatives import superlatives
from cermat.datasets.recognise.structure.table_moves import table_moves
from cermat.datasets.recognise.structure.table_numbers import table_numbers
from cermat.datasets.recognise.structure.whole_counts import whole_counts

Note = Callable[[str, str, Line], None]
_IN_LINES: tuple[Callable[[list[Line], Note], None], ...] = (
    table_numbers,
    list_numbers,
    listed_years,
    ordinals,
    regulations,
    density,
)
_IN_GRIDS: tuple[Callable[[Document, Note], None], ...] = (rates, row_numbers, header_formulas)
_IN_BOTH: tuple[Callable[[list[Line], Document, Note], None], ...] = (
    whole_counts,
    count_units,
    blanks,
    superlatives,
    table_moves,
)


def disagreements(lines: list[Line], document: Document | None, note: Note) -> None:
    """Note every disagreement as (jenis, what is said, where), once for each of its places."""
    for read in _IN_LINES:
        read(lines, note)
    if document is not None:
        for look in _IN_GRIDS:
            look(document, note)
        for compare in _IN_BOTH:
            compare(lines, document, note)
