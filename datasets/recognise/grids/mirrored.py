"""Columns that stand twice under two heads: "Jumlah: L | P | L+P" beside "Persentase: L | P | L+P".

The second group says of each count what share it is of the first group's total; the names say so, whatever
the figures.
Heads that were printed over several columns and now stand before each name ("Jumlah L", "Jumlah P") are told
from the names.
"""

from itertools import groupby, product
from os.path import commonprefix

from cermat.datasets.recognise.grids.columns import Column, body_rows
from cermat.datasets.recognise.grids.fits import Fit, test_quotient
from cermat.datasets.recognise.grids.layout import Layout
from cermat.datasets.recognise.headers import tidy
from cermat.datasets.recognise.row_kinds import DATA, TOTAL


def column_names(columns: list[Column]) -> dict[int, tuple[str, str]]:
    """Column → (head, name): what stands above several columns, and the column's own words."""
    result = {}
    texts = {col.c: [tidy(text) for text in col.header.path] for col in columns if col.header.path}
    flat = [(at, path[0].split()) for at, path in texts.items() if len(path) == 1 and path[0]]
    for run in _runs(flat):
        shared = _shared([words for _, words in run]) if len(run) > 1 else 0
        for at, words in run:
            rest = words[shared:]
            result[at] = (" ".join(words[:shared]), " ".join(rest)) if rest else ("", " ".join(words))
    for at, path in texts.items():
        if len(path) > 1:
            result[at] = " ".join(path[:-1]), path[-1]
    return result


def _runs(flat: list[tuple[int, list[str]]]) -> list[list[tuple[int, list[str]]]]:
    """Neighbours whose headers begin with one word."""
    at = {number: place for place, (number, _) in enumerate(flat)}
    return [list(run) for _, run in groupby(flat, key=lambda held: (held[1][0], held[0] - at[held[0]]))]


def _shared(names: list[list[str]]) -> int:
    """How many words all names begin with; "Jumlah" itself, after "Jumlah L", does not count."""
    longest = [name for name in names if len(name) > 1]
    return min([len(commonprefix(longest)), *(len(name) - 1 for name in longest)]) if len(longest) > 1 else 0


def mirrored_shares(grid: Layout, columns: list[Column], totals: dict[int, list[int]]) -> set[int]:
    """Give each share its count and the total of the counts as `of` (in place); returns the columns that only
    close the shares (100 %).

    totals: total column → the columns it adds up. A group of several rows whose figures mostly deny it is
    left.
    """
    names, closing = column_names(columns), set()
    shares = [col for col in columns if col.nilai and col.n and col.percent]
    shares = [col for col in shares if col.of is None and not col.based]
    heads: dict[str, dict[str, Column]] = {}
    for col in shares:
        head, leaf = names.get(col.c, ("", ""))
        if head:
            heads.setdefault(head, {})[leaf] = col
    plain = {whole: parts for whole, parts in totals.items() if not columns[whole].percent}
    for own, (whole, parts) in product(heads.values(), plain.items()):
        found = [(own.get(names.get(at, ("", ""))[1]), at) for at in parts]
        pairs = [(col, at) for col, at in found if col is not None]
        if len(pairs) < len(parts) or _denied(grid, pairs, whole):
            continue
        for col, at in pairs:
            col.of = (at, whole)
        last = own.get(names.get(whole, ("", ""))[1])
        if last is not None and last not in [col for col, _ in pairs]:
            closing.add(last.c)
    return closing


def _denied(grid: Layout, shares: list[tuple[Column, int]], whole: int) -> bool:
    rows = body_rows(grid, DATA, TOTAL)
    base = grid.printed(rows, whole)
    found = [(grid.printed(rows, part), grid.printed(rows, share.c)) for share, part in shares]
    fits = [test_quotient(part, base, share) for part, share in found]
    every = Fit(sum(fit.tested for fit in fits), sum(fit.fitting for fit in fits))
    return len(rows) > 1 and every.tested > 0 and not every.supports
