"""Operands of a comparison: every value that enters it is a sum of printed numbers over whole denominators.

A `Leaf` is one variable of an expression, for n comparisons at once: own column, aggregate or lookup. Keeping
it as (row, id, den) makes the same leaf evaluate in floats, exactly in whole numbers, and again with one
number changed.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import count

import numpy as np
import pandas as pd

from cermat.schemas import angka as A
from cermat.schemas.errors import InputError
from cermat.schemas.exact import Exact, sums
from cermat.schemas.keys import codes, firsts
from cermat.schemas.language import Aggregate, evaluate, text_of

_MOST = 2**62
FIGUR, NIHIL, TIADA, LABEL, RUSAK, KOSONG = range(6)
_CLASS = {A.FIGURE: FIGUR, A.NIL: NIHIL, A.ABSENT: TIADA, A.LABEL: LABEL, A.UNREADABLE: RUSAK}


class Numbers:
    """Arrays over `angka`, with one row more at the end: position -1 is 'nothing printed'."""

    def __init__(self, angka: pd.DataFrame):
        self.value = np.append(angka["nilai"].to_numpy(dtype="float64"), np.nan)
        self.mantissa = np.append(angka["mantissa"].to_numpy(dtype="int64"), 0)
        self.desimal = np.append(angka["desimal"].to_numpy(dtype="int64"), 0)
        self.kelas = np.append(angka["kelas"].map(_CLASS).fillna(LABEL).to_numpy(dtype="int8"), KOSONG)
        self.width = np.append(angka["lebar"].to_numpy(dtype="float64"), 0.0)
        self.target = np.append(
            angka["kolom"].isin(["target", "target_depan", "target_akhir"]).to_numpy(), False
        )


# of an operand, by its class: 0 usable, 1 not printed, 2 cannot be read or compared
_STATE = np.array([{FIGUR: 0, KOSONG: 1, LABEL: 1}.get(kelas, 2) for kelas in range(6)])


@dataclass(eq=False)
class Leaf:
    """One variable over n rows: x[row] = sum of value[id] / den. `state`: 0 usable, 1 not printed, 2 cannot
    be read or compared."""

    n: int
    row: np.ndarray
    id: np.ndarray
    den: np.ndarray
    state: np.ndarray
    role: str

    def of(self, values: np.ndarray) -> np.ndarray:
        """float64 values per row; NaN where the leaf has no usable operand."""
        sums = np.bincount(self.row, values[self.id] / self.den, minlength=self.n).astype("float64")
        sums[self.state > 0] = np.nan
        return sums

    def exact(self, numbers: Numbers, rows: np.ndarray) -> Exact:
        """The values of some rows only, without any error."""
        place = np.full(self.n, -1)
        place[rows] = np.arange(len(rows))
        take = place[self.row] >= 0
        ids = self.id[take]
        return sums(
            len(rows), place[self.row[take]], numbers.mantissa[ids], numbers.desimal[ids], self.den[take]
        )


class Tables(dict):
    """Typed and derived tables by name, with the arrays that expressions read. Missing tables are an error of
    the card."""

    def __init__(self, tables: dict[str, pd.DataFrame], numbers: Numbers, value_columns: dict[str, set[str]]):
        super().__init__(tables)
        self.numbers, self.value_columns = numbers, value_columns
        self._masks: dict[tuple[str, str], np.ndarray] = {}
        self._codes: dict[tuple[str, str], np.ndarray] = {}
        self._known: dict = defaultdict(count().__next__)

    def frame(self, name: str) -> pd.DataFrame:
        """The table, InputError where no such table exists."""
        if name not in self:
            raise InputError(f"tabel '{name}' tidak dikenal")
        return self[name]

    def env(self, name: str, rows: np.ndarray | None = None) -> "Environment":
        """Columns of a table as arrays, for `where` and `holds`."""
        return Environment(self, name, rows)

    def codes(self, name: str, column: str) -> np.ndarray:
        """int64, one a row: a column's values by number, the same for equal ones of whatever table."""
        key = (name, column)
        if key not in self._codes:
            values = self.frame(name)[column].to_numpy()
            own = codes(values)
            told = [self.code(value) for value in values[firsts(own)].tolist()]
            self._codes[key] = np.array(told, dtype="int64")[own]
        return self._codes[key]

    def code(self, value) -> int:
        """The number of one value; a missing one agrees with a missing one."""
        return self._known[None if value != value else value]

    def mask(self, name: str, where) -> np.ndarray:
        """Rows of a table for which a condition holds."""
        key = (name, "" if where is None else text_of(where))
        if key not in self._masks:
            count = len(self.frame(name))
            found = np.ones(count, dtype=bool) if where is None else evaluate(where, self.env(name))
            self._masks[key] = np.broadcast_to(np.asarray(found, dtype=bool), count)
        return self._masks[key]


class Environment(dict):
    """Lazily the arrays behind the names of one table; "ada:x" tells where a figure is printed."""

    def __init__(self, tables: Tables, name: str, rows: np.ndarray | None):
        super().__init__()
        self.tables, self.name, self.rows = tables, name, rows

    def _pick(self, values: np.ndarray) -> np.ndarray:
        return values if self.rows is None else values[self.rows]

    def __contains__(self, key) -> bool:
        try:
            self[key]
        except KeyError:
            return False
        return True

    def __missing__(self, key: str):
        frame = self.tables.frame(self.name)
        column = key.removeprefix("ada:")
        if column not in frame:
            raise InputError(f"kolom '{column}' tidak ada di tabel '{self.name}'")
        values = self._pick(frame[column].to_numpy())
        if column in self.tables.value_columns.get(self.name, ()):
            ids = values.astype("int64")
            values = (
                self.tables.numbers.kelas[ids] == FIGUR
                if key.startswith("ada:")
                else self.tables.numbers.value[ids]
            )
        elif values.dtype.kind not in "biuf":
            values = values.astype(object)
        self[key] = values
        return values


def own_column(tables: Tables, name: str, column: str, rows: np.ndarray) -> Leaf:
    """The leaf of a value column of the card's own table."""
    ids = tables.frame(name)[column].to_numpy(dtype="int64")[rows]
    kelas = tables.numbers.kelas[ids]
    state = _STATE[kelas]
    at = np.arange(len(rows))
    return Leaf(len(rows), at, ids, np.ones(len(rows), dtype="int64"), state, column)


_NAMING = {
    "induk",
    "ukuran_induk",
    "kode",
    "kunci",
    "acuan",
    "subjek",
}  # an empty one names nothing, so nothing matches it


def _empty(column: str, values: np.ndarray, nothing: list[int]) -> np.ndarray | bool:
    """bool a row: does a naming column name nothing?"""
    return column in _NAMING and ((values == nothing[0]) | (values == nothing[1]))


def _codes(
    tables: Tables, agg: Aggregate, name: str, member_table: str, rows: np.ndarray, members: np.ndarray
):
    """Group codes of members and of stated rows under the aggregate's match; -1 where a key is empty."""
    pairs = (
        [("laporan", "laporan")] + ([("tabel", "tabel")] if agg.scope == "tabel" else []) + list(agg.match)
    )
    nothing = [tables.code(""), tables.code(-1)]
    code_m = np.zeros(len(members), dtype="int64")
    code_s = np.zeros(len(rows), dtype="int64")
    most = 1
    for left, right in pairs:
        own = tables.codes(member_table, left)[members]
        if right.startswith("'"):
            code_m[own != tables.code(right.strip("'"))] = -1
            continue
        wanted = tables.codes(name, right)[rows]
        size = int(max(own.max(initial=0), wanted.max(initial=0))) + 1
        if most * size >= _MOST:  # keep the codes small
            both = codes(np.concatenate([code_m, code_s]))
            code_m, code_s = (
                np.where(code < 0, -1, small)
                for code, small in ((code_m, both[: len(own)]), (code_s, both[len(own) :]))
            )
            most = len(both)
        most *= size
        code_m, code_s = (
            np.where((code < 0) | _empty(left, values, nothing), -1, code * size + values)
            for code, values in ((code_m, own), (code_s, wanted))
        )
    return code_m, np.where(code_s < 0, -2, code_s)


def aggregate(tables: Tables, agg: Aggregate, name: str, rows: np.ndarray) -> Leaf | np.ndarray:
    """The leaf of an aggregate or lookup; for count() plain numbers (NaN where there is nothing to count)."""
    member_table = agg.table or name
    if agg.column not in tables.frame(member_table):
        raise InputError(f"kolom '{agg.column}' tidak ada di tabel '{member_table}'")
    members = np.flatnonzero(tables.mask(member_table, agg.where))
    code_m, code_s = _codes(tables, agg, name, member_table, rows, members)
    order = np.argsort(code_m, kind="stable")
    sorted_codes = code_m[order]
    start, end = np.searchsorted(sorted_codes, code_s, "left"), np.searchsorted(sorted_codes, code_s, "right")
    size = end - start
    row = np.repeat(np.arange(len(rows)), size)
    within = np.arange(size.sum()) - np.repeat(np.cumsum(size) - size, size)
    member = members[order[np.repeat(start, size) + within]] if len(row) else np.empty(0, dtype="int64")
    if agg.how == "count":
        return np.where(size > 0, size, np.nan).astype("float64")
    ids = tables.frame(member_table)[agg.column].to_numpy(dtype="int64")[member]
    kelas = tables.numbers.kelas[ids]
    broken = np.bincount(row[kelas == RUSAK], minlength=len(rows)) > 0
    use = (kelas == FIGUR) | ((kelas == NIHIL) & (agg.how == "sum"))
    row, ids, member = row[use], ids[use], member[use]
    if agg.how in ("first", "largest", "smallest"):
        sign = {"first": 0, "largest": -1, "smallest": 1}[agg.how]
        pick = np.lexsort((np.arange(len(row)), sign * tables.numbers.value[ids], row))
        pick = pick[np.r_[True, np.diff(row[pick]) > 0]] if len(pick) else pick
        row, ids, member = row[pick], ids[pick], member[pick]
    den = np.ones(len(row), dtype="int64")
    if agg.how == "mean":
        den = np.bincount(row, minlength=len(rows))[row]
    elif agg.how == "mean_of_means":
        group = pd.factorize(tables.frame(member_table)[agg.group].to_numpy()[member])[0]
        pair = pd.factorize(row * (len(row) + 1) + group)[0]
        first = np.unique(pair, return_index=True)[1]
        groups = np.bincount(row[first], minlength=len(rows))
        den = (np.bincount(pair)[pair] * groups[row]) if len(row) else den
    none = np.bincount(row, minlength=len(rows)) == 0
    state = np.select([broken, none], [2, 1], 0)
    return Leaf(len(rows), row, ids, den, state, f"{agg.how} {agg.column}")
