"""Columns that stand twice under two heads: "Jumlah: L | P | L+P" beside "Persentase: L | P | L+P".

The second group says of each count what share it is of the first group's total; the names say so, whatever
the figures.
Heads that were printed over several columns and now stand before each name ("Jumlah L", "Jumlah P") are told
from the names.
"""

from itertools import groupby, product
from os.path import commonprefix

from datasets.recognise.grids.columns import Column
from datasets.recognise.grids.fits import Fit, test_quotient
from datasets.recognise.grids.layout import Layout
from datasets.recognise.headers import tidy
from datasets.recognise.row_kinds import DATA, TOTAL


def column_names(columns: list[Column]) -> dict[int, tuple[str, str]]:
    """Column → (head, name): what stands above several columns beside each other, and the column's own
    words."""
    result = {}
    texts = {k.c: [tidy(t) for t in k.header.path] for k in columns if k.header.path}
    flat = [(c, path[0].split()) for c, path in texts.items() if len(path) == 1 and path[0]]
    for run in _runs(flat):
        shared = _shared([words for _, words in run]) if len(run) > 1 else 0
        for c, words in run:
            rest = words[shared:]
            result[c] = (" ".join(words[:shared]), " ".join(rest)) if rest else ("", " ".join(words))
    for c, path in texts.items():
        if len(path) > 1:
            result[c] = " ".join(path[:-1]), path[-1]
    return result


def _runs(flat: list[tuple[int, list[str]]]) -> list[list[tuple[int, list[str]]]]:
    """Neighbours whose headers begin with one word."""
    at = {c: i for i, (c, _) in enumerate(flat)}
    return [list(run) for _, run in groupby(flat, key=lambda x: (x[1][0], x[0] - at[x[0]]))]


def _shared(names: list[list[str]]) -> int:
    """How many words all names begin with; a name that is nothing else ("Jumlah" after "Jumlah L") does not
    count."""
    longest = [n for n in names if len(n) > 1]
    return min([len(commonprefix(longest)), *(len(n) - 1 for n in longest)]) if len(longest) > 1 else 0


def mirrored_shares(d: Layout, columns: list[Column], totals: dict[int, list[int]]) -> set[int]:
    """Give each share its count and the total of the counts as `of` (in place); returns the columns that only
    close the shares (100 %).

    totals: total column → the columns it adds up. A group of several rows whose figures mostly deny it is
    left.
    """
    names, closing = column_names(columns), set()
    shares = [k for k in columns if k.nilai and k.n and k.percent and k.of is None and not k.based]
    heads: dict[str, dict[str, Column]] = {}
    for k in shares:
        head, leaf = names.get(k.c, ("", ""))
        if head:
            heads.setdefault(head, {})[leaf] = k
    plain = {whole: parts for whole, parts in totals.items() if not columns[whole].percent}
    for own, (whole, parts) in product(heads.values(), plain.items()):
        found = [(own.get(names.get(c, ("", ""))[1]), c) for c in parts]
        pairs = [(k, c) for k, c in found if k is not None]
        if len(pairs) < len(parts) or _denied(d, pairs, whole):
            continue
        for k, c in pairs:
            k.of = (c, whole)
        last = own.get(names.get(whole, ("", ""))[1])
        if last is not None and last not in [k for k, _ in pairs]:
            closing.add(last.c)
    return closing


def _denied(d: Layout, shares: list[tuple[Column, int]], whole: int) -> bool:
    rows = [r for r in d.body if d.rows[r].jenis in (DATA, TOTAL)]
    value = {c: (d.nilai[rows, c], d.desimal[rows, c]) for k, x in shares for c in (k.c, x, whole)}
    fits = [test_quotient(*value[c], *value[whole], *value[k.c]) for k, c in shares]
    every = Fit(sum(f.tested for f in fits), sum(f.fitting for f in fits))
    return len(rows) > 1 and every.tested > 0 and not every.supports
