"""What all signs draw on: the comparisons that do not hold, and where the figures behind them stand."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from cermat.checks.blame import Causes, implied, together
from cermat.checks.cards import COPIES
from cermat.checks.compare import Comparisons
from cermat.checks.comparison import INTERVAL
from cermat.checks.operands import FIGUR, Numbers, Tables
from cermat.schemas import interval as S
from cermat.schemas.keys import codes
from cermat.schemas.tables import all_tables

MATES = 12  # figures of a row or sentence that are looked at, nearest first
STATED = "dinyatakan"
_MOST_ZEROS = 12  # at the end of a figure that do not carry
_ROWS = 10.0**6  # more than a table has
_SENTENCE = 240  # characters of a paragraph on both sides of a figure that count as its sentence


class Figures:
    """Arrays over `angka`, with one row more at the end (position -1: nothing printed).

    row: code of the row (of a table) or passage that a figure stands in; spot: its order there; place:
    code of the table, negative for prose; column: code of the column; bare: in a table column without a
    header; origin: how it was read, where that leaves it unsure (angka.asal); report: its laporan; above:
    how many numbers of rows are passed over above it in its table ("1, 2, 4").
    """

    def __init__(self, angka: pd.DataFrame, tables: Tables):
        numbers = tables.numbers
        self.value, self.desimal, self.mantissa = numbers.value, numbers.desimal, numbers.mantissa
        self.figure = numbers.kelas == FIGUR
        blok, row, column, begin = (
            angka[name].to_numpy(dtype="float64") for name in ("blok", "r", "c", "mulai")
        )
        laid = np.isfinite(blok)
        report = pd.factorize(angka["laporan"])[0]
        tabel, names = pd.factorize(angka["tabel"])
        spoken = np.array([str(name).startswith("prosa") for name in names] + [False], dtype=bool)[tabel]
        prose = np.where(laid, row < 0, spoken)
        block = codes(report, np.where(laid, blok, -1.0 - tabel))
        self.prose = np.append(prose, False)
        self.place = np.append(np.where(prose, -1 - report, block), -1)
        self.row = np.append(codes(block, np.where(laid, row, _typed_rows(tables, len(angka)))), -1)
        self.spot = np.append(np.where(prose, begin, column), -1.0)
        typed_column = pd.factorize(angka["kolom"])[0]
        self.column = np.append(np.where(prose | ~laid, -1.0 - typed_column, column), -1.0)
        headless = angka["kolom_cetak"].to_numpy() == ""
        self.bare = np.append(laid & (row >= 0) & headless, False)
        self.above = np.append(_gaps_above(angka, block, row, column, numbers), 0)
        self.origin = np.append(angka["asal"].to_numpy(dtype=object), "")
        self.report = np.append(angka["laporan"].to_numpy(dtype=object), "")
        self.telling = np.append(_telling(self.mantissa[:-1]), 0.0)
        self.digits = np.append(np.floor(np.log10(np.maximum(np.abs(self.mantissa[:-1]), 1))) + 1, 0.0)

    @cached_property
    def _in_rows(self) -> tuple[np.ndarray, np.ndarray]:
        """Figures sorted by row and spot, and the place of each in that order."""
        ids = np.flatnonzero(self.figure)
        order = ids[np.lexsort((self.spot[ids], self.row[ids]))]
        at = np.full(len(self.value), -1)
        at[order] = np.arange(len(order))
        return order, at

    def mates(self, ids: np.ndarray) -> np.ndarray:
        """(n, MATES) ids of the other figures of each figure's row or sentence, -1 where there are fewer."""
        order, at = self._in_rows
        if not len(order):
            return np.full((len(ids), MATES), -1)
        steps = np.array([way for step in range(1, MATES // 2 + 1) for way in (-step, step)])
        where = at[ids][:, None] + steps
        found = order[np.clip(where, 0, len(order) - 1)]
        near = (self.row[found] == self.row[ids][:, None]) & (where >= 0) & (where < len(order))
        near &= (at[ids] >= 0)[:, None] & (found != ids[:, None])
        apart = np.abs(self.spot[found] - self.spot[ids][:, None])
        near &= ~self.prose[found] | ~(apart > _SENTENCE)
        return np.where(near, found, -1)


def _gaps_above(
    angka: pd.DataFrame, block: np.ndarray, row: np.ndarray, column: np.ndarray, numbers: Numbers
) -> np.ndarray:
    """Of each figure how many numbers of rows are passed over above it: rows that the report has and the
    reader has not."""
    numbered = angka["kolom"].eq("label").to_numpy() & (column == 0) & (row > 0)
    label = np.flatnonzero(numbered)
    label = label[np.lexsort((row[label], block[label]))]
    value, place = numbers.mantissa[label].astype("float64"), block[label].astype("float64")
    more = np.diff(value) > np.maximum(np.diff(row[label]), 1)  # as many rows are not there
    passed = label[1:][more & (np.diff(place) == 0) & (value[:-1] > 0)]
    gaps = np.sort(block[passed] * _ROWS + row[passed])
    at = block * _ROWS + np.nan_to_num(row)
    return np.searchsorted(gaps, at, "right") - np.searchsorted(gaps, block * _ROWS, "left")


def _typed_rows(tables: Tables, count: int) -> np.ndarray:
    """Of each figure the row of the typed table that holds it: a row of a CSV file has no other place."""
    row, first = np.full(count + 1, -1.0), 0
    for name, spec in all_tables().items():
        frame = tables[name]
        for column in spec.angka_columns:
            row[frame[column].to_numpy(dtype="int64")] = first + np.arange(len(frame))
        first += len(frame)
    return row[:count]


def _telling(mantissa: np.ndarray) -> np.ndarray:
    """How many digits of each figure carry: 448.500.000 has four, 10,00 one."""
    rest = np.abs(mantissa.astype("int64"))
    for _ in range(_MOST_ZEROS):
        rest = np.where((rest % 10 == 0) & (rest > 0), rest // 10, rest)
    digits = np.floor(np.log10(np.maximum(rest, 1))) + 1
    return np.where(rest == 0, 0.0, digits)


@dataclass(eq=False)
class Evidence:
    """The n comparisons that do not hold (`at`: rows of kertas_kerja), and their figures, a row a figure:
    of (which of the n), id, lo, hi (what it would have to be), own (is it the stated one), several (is it one
    of many that are added up)."""

    comparisons: Comparisons
    figures: Figures
    penyebutan: pd.DataFrame
    causes: Causes
    at: np.ndarray
    stated: np.ndarray
    value: np.ndarray
    recomputed: np.ndarray
    equality: np.ndarray
    known_wrong: np.ndarray
    of: np.ndarray
    id: np.ndarray
    lo: np.ndarray
    hi: np.ndarray
    own: np.ndarray
    several: np.ndarray

    def __len__(self) -> int:
        return len(self.at)

    def most(self, values: np.ndarray, keep=None) -> np.ndarray:
        """The largest value of each comparison's figures (0 without any)."""
        made = np.zeros(len(self))
        of, values = (self.of, values) if keep is None else (self.of[keep], values[keep])
        np.maximum.at(made, of, values)
        return made

    def column(self, name: str) -> np.ndarray:
        """A column of kertas_kerja at these comparisons."""
        return self.comparisons.kertas_kerja[name].to_numpy()[self.at]

    @cached_property
    def kind(self) -> np.ndarray:
        """The kind of rule of each comparison."""
        kinds = {part.card.id: part.card.kind for part in self.comparisons.parts}
        return pd.Series(self.column("aturan")).map(kinds).to_numpy(dtype=object)

    @cached_property
    def copied(self) -> np.ndarray:
        """bool: are the two figures of each comparison one fact printed twice?"""
        return np.isin(self.kind, COPIES)

    @cached_property
    def other(self) -> np.ndarray:
        """The first figure that each stated one is held against, -1 where there is none."""
        return first_operand(self.of, self.id, ~self.own, len(self))


def first_operand(of: np.ndarray, ids: np.ndarray, keep: np.ndarray, count: int) -> np.ndarray:
    """The first id of each of so many comparisons among the figures to keep, -1 where there is none."""
    made = np.full(count, -1)
    made[of[keep][::-1]] = ids[keep][::-1]
    return made


def _needed(
    comparisons: Comparisons, violated: np.ndarray, numbers: Numbers, causes: Causes
) -> dict[str, np.ndarray]:
    """What each figure of the failed equalities would have to be: columns of blame.implied."""
    found = [causes.edges]
    for part in comparisons.parts:
        rows = np.flatnonzero(violated[part.start : part.start + len(part.paper)])
        if len(rows) and part.alternatives and part.card.relation == "=" and not part.card.blamed:
            found.append(implied(part, rows, numbers))
    return together(found)


def gather(
    comparisons: Comparisons,
    violated: np.ndarray,
    operan: pd.DataFrame,
    angka: pd.DataFrame,
    settled,
    causes: Causes,
) -> Evidence:
    """The evidence about every comparison that does not hold."""
    numbers: Numbers = settled.tables.numbers
    paper = comparisons.kertas_kerja
    at = np.flatnonzero(violated)
    place = np.full(len(paper) + 1, -1)
    place[at] = np.arange(len(at))
    needed = _needed(comparisons, violated, numbers, causes)
    banding, ids = needed["banding"], needed["id"]
    own = needed["peran"] == STATED
    loose = operan["banding"].to_numpy(dtype="int64")
    rest = (place[loose] >= 0) & ~np.isin(loose, banding)  # conditions and limits: figures without a repair
    empty = np.full(int(rest.sum()), np.nan)
    equality = (paper["bentuk"].to_numpy()[at] == INTERVAL) & np.isin(at, banding)
    of = np.concatenate([place[banding], place[loose[rest]]])
    own = np.concatenate([own, operan["peran"].to_numpy()[rest] == STATED])
    many = np.bincount(of[~own], minlength=len(at)) > 2
    wrong = np.concatenate(
        [
            part.misfit if part.misfit is not None else np.full(len(part.paper), "", dtype=object)
            for part in comparisons.parts
        ]
        or [np.empty(0, object)]
    )
    return Evidence(
        comparisons,
        Figures(angka, settled.tables),
        settled.penyebutan,
        causes,
        at,
        paper["stated_id"].to_numpy(dtype="int64")[at],
        paper["stated"].to_numpy(dtype="float64")[at],
        paper["recomputed"].to_numpy(dtype="float64")[at],
        equality,
        (wrong != "")[at] if len(at) else np.empty(0, dtype=bool),
        of,
        np.concatenate([ids, operan["id"].to_numpy(dtype="int64")[rest]]),
        np.concatenate([needed["lo"], empty]),
        np.concatenate([needed["hi"], empty]),
        own,
        many[of] & ~own,
    )


def decided(paper: pd.DataFrame) -> np.ndarray:
    """Comparisons that came to an outcome."""
    return paper["hasil"].ne(S.UNTESTABLE).to_numpy()
