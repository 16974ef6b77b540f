"""The figures of a grid as relations see them: lines by columns, with what stands above each column; turned,
the rows are the columns."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from cermat.datasets.recognise.grids.columns import Column
from cermat.datasets.recognise.grids.layout import Layout
from cermat.datasets.recognise.headers import Header, read_header, tidy
from cermat.datasets.recognise.labels import column_labels
from cermat.datasets.recognise.relations.columns import says
from cermat.datasets.recognise.row_kinds import AVERAGE, DATA, TOTAL
from cermat.schemas import angka as A

PLAN = ("target", "realisasi", "capaian", "pagu", "realisasi_uang", "persen")


@dataclass(frozen=True)
class Head:
    """What stands over one column. at: its number in the grid (of the column, or of the row when turned); of:
    those of the columns that its header or its number says it is made of, how: by which operasi."""

    at: int
    header: Header
    percent: bool
    of: tuple[int, ...] = ()
    how: tuple[str, ...] = ()

    @property
    def upper(self) -> tuple[str, ...]:
        return self.header.path[:-1]


@dataclass(frozen=True, eq=False)
class View:
    """value, half (of the last printed digit), hidden (what the print may hold back), digits, decimals:
    arrays (lines, columns); zero: where "-" stands for nothing; lines: numbers in the grid; total: number of
    the line of the total, -1 none."""

    d: Layout
    heads: tuple[Head, ...]
    lines: tuple[int, ...]
    data: np.ndarray
    value: np.ndarray
    zero: np.ndarray
    decimals: np.ndarray
    ids: np.ndarray
    total: int = -1
    turned: bool = False
    summed: frozenset[int] = frozenset()  # columns that are read as the sum of others

    @cached_property
    def half(self) -> np.ndarray:
        return 0.5 * 10.0 ** -self.decimals.astype(float)

    @cached_property
    def hidden(self) -> np.ndarray:
        return np.where(self.decimals != 0, self.half, 0.0)

    @cached_property
    def mantissa(self) -> np.ndarray:
        return np.rint(np.nan_to_num(np.abs(self.value)) * 10.0 ** self.decimals.astype(float))

    @cached_property
    def digits(self) -> np.ndarray:
        """Digits that say something, without zeros at either end."""
        told = [len(f"{m:.0f}".strip("0")) for m in self.mantissa.ravel()]
        return np.array(told, dtype=int).reshape(self.value.shape)

    def cell(self, line: int, column: int) -> tuple[int, int]:
        """(row, column) of the grid."""
        place = self.lines[line], self.heads[column].at
        return place[::-1] if self.turned else place

    @cached_property
    def places(self) -> tuple[int, ...]:
        """Where each column stands among those beside it under one upper header; -1 where it has none."""
        found: list[int] = []
        for i, head in enumerate(self.heads):
            beside = i > 0 and head.upper and self.heads[i - 1].upper == head.upper
            found.append((found[-1] + 1 if beside else 0) if head.upper else -1)
        return tuple(found)

    def known(self, result: int) -> tuple[int, ...]:
        """The columns of the view that a column is known to be made of; () where it is not known."""
        at = {h.at: i for i, h in enumerate(self.heads)}
        of = self.heads[result].of
        return tuple(at[c] for c in of) if all(c in at for c in of) else ()

    @cached_property
    def _asked(self) -> dict[tuple[int, tuple[str, ...]], bool]:
        """(column, cues) → does its header say one of them, as far as it was asked."""
        return {}

    def says(self, column: int, cues: tuple[str, ...]) -> bool:
        """Does the header of a column say one of these cues?"""
        asked, head = (column, cues), self.heads[column]
        if asked not in self._asked:
            self._asked[asked] = says(head.header, head.percent, cues)
        return self._asked[asked]

    @cached_property
    def graded(self) -> frozenset[int]:
        """Columns that count those of one grade, beside columns of other grades ("Baik | Cukup | Kurang")."""
        grades = set(map(tidy, column_labels()))
        paths = [head.header.path for head in self.heads]
        found = frozenset(column for column, path in enumerate(paths) if path and tidy(path[-1]) in grades)
        return found if len(found) > 1 else frozenset()

    def unused(self, column: int, used: set[int]) -> bool:
        """Do two figures of a column, or its only one, stand in no row yet?"""
        ids = [i for i in self.ids[:, column].tolist() if i >= 0]
        return sum(i not in used for i in ids) >= min(2, len(self.lines))


def by_columns(d: Layout, columns: list[Column], summed: set[int]) -> View | None:
    """A grid's number columns over its rows of data and totals; None where there is nothing to relate.

    summed: numbers of columns that are read as the sum of others.
    """
    rows = [r for r in d.body if d.rows[r].jenis in (DATA, TOTAL)]
    held = [
        k for k in columns if (d.kelas[rows, k.c] == A.FIGURE).any() and (k.nilai or _figures(d, rows, k.c))
    ]
    if not rows or not held:
        return None
    heads = tuple(Head(k.c, k.header, k.percent, *_made_of(d, k)) for k in held)
    at = np.ix_(rows, [k.c for k in held])
    totals = [i for i, r in enumerate(rows) if d.rows[r].jenis == TOTAL]
    data = np.array([d.rows[r].jenis == DATA for r in rows])
    view = _view(d, heads, tuple(rows), data, at, False, total=totals[-1] if totals else -1)
    return replace(view, summed=frozenset(i for i, h in enumerate(heads) if h.at in summed))


def _made_of(d: Layout, k: Column) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """What a column is said to be made of: ("9 = 8 : 5" may mean a percentage)."""
    if k.of:
        return k.of, ("bagi_persen",)
    formula = d.formulas.get(k.c)
    if formula is None or formula.operasi == "tambah":
        return (), ()
    return formula.parts, ("bagi", "bagi_persen") if formula.operasi == "bagi" else (formula.operasi,)


def by_rows(d: Layout, columns: list[Column]) -> View | None:
    """A grid turned: its rows are the columns. Only where the columns are no measures of their own."""
    held = [k for k in columns if k.nilai and k.n]
    rows = [r for r in d.body if d.rows[r].jenis in (DATA, TOTAL, AVERAGE)]
    if not held or len(rows) < 2 or any(k.header.score(*PLAN) >= 0.8 for k in held):
        return None
    at = np.ix_(rows, [k.c for k in held])
    heads = tuple(_row_head(d, r, [k.c for k in held]) for r in rows)
    data = np.ones(len(held), dtype=bool)
    return _view(d, heads, tuple(k.c for k in held), data, at, True)


def _figures(d: Layout, rows: list[int], c: int) -> bool:
    return int((d.kelas[rows, c] == A.FIGURE).sum()) >= 2


def _row_head(d: Layout, r: int, columns: list[int]) -> Head:
    """What stands before a row, read as a header."""
    label = d.rows[r].label or next((t for t in d.teks[r] if sum(ch.isalpha() for ch in t) >= 3), "")
    header = read_header((label[:80],))
    signs = [d.satuan[r, c] == "%" for c in columns if d.kelas[r, c] == A.FIGURE]
    percent = header.percent or sum(signs) > 0.5 * max(len(signs), 1)
    return Head(r, header, percent)


def _view(d: Layout, heads, lines, data, at, turned: bool, total: int = -1) -> View:
    kinds = d.kelas[at]
    value = np.where(kinds == A.FIGURE, d.nilai[at], np.nan).astype(float)
    view = View(d, heads, lines, data, value, kinds == A.NIL, d.desimal[at], d.id[at], total)
    if not turned:
        return view
    arrays = {n: getattr(view, n).T for n in ("value", "zero", "decimals", "ids")}
    return replace(view, turned=True, **arrays)
