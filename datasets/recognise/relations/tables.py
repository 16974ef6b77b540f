"""A grid's relations → typed rows: its columns, then its rows."""

from collections.abc import Iterator

from cermat.datasets.recognise.grids.columns import Column
from cermat.datasets.recognise.grids.layout import Layout
from cermat.datasets.recognise.grids.mirrored import mirrored_shares
from cermat.datasets.recognise.grids.rincian import column_totals
from cermat.datasets.recognise.grids.row_sums import row_sums, shares_below
from cermat.datasets.recognise.relations.grid_view import View, by_columns, by_rows
from cermat.datasets.recognise.relations.grid_write import GridWriter
from cermat.datasets.recognise.relations.grids import KNOWN, read_grid


def relate(
    d: Layout, columns: list[Column], done: set[int], taken: set[int], used: set[int], tahun: int
) -> Iterator[dict[str, list[dict]]]:
    """Table → rows of each relation of a grid.

    done: columns whose figures a table recomputes; taken: those that one reads at all; used: ids of figures
    that stand in some row.
    """
    writer = GridWriter(d, columns, tahun)
    totals = column_totals(d, [k for k in columns if k.nilai and k.n])
    closing = mirrored_shares(d, columns, totals)
    done, taken = done | closing, taken | closing
    whole = by_columns(d, columns, set(totals))
    if whole is None:
        return
    before = used
    for view in (whole, by_rows(d, columns)):
        if view is None:
            continue
        settled = {i for i in range(len(view.heads)) if not view.unused(i, used)}
        known = settled if view.turned else _at(view, done)
        for reading in read_grid(view, known, settled if view.turned else _at(view, taken), used):
            rows = writer.write(reading)
            yield rows
            ids = {v for told in rows.values() for b in told for n, v in b.items() if n[0] == "_"}
            used = used | ids
            before = before | ids if reading.level > KNOWN else before
    if sums := list(row_sums(whole, before, tahun)):
        yield {"rincian": sums}
    if below := list(shares_below(whole, writer)):
        yield {"perhitungan": below}


def _at(view: View, columns: set[int]) -> set[int]:
    """The columns of a view that are these of its grid."""
    return {i for i, h in enumerate(view.heads) if h.at in columns}
