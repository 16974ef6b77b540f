"""Relations of columns and rows: cards whose headers (or figures alone) bind a grid's columns → readings.

Where the header names the relation, it is read if it holds on half of the rows at least (or one slip of the
pen parts every row), and the rows that break it accuse. Where only figures tell, chance must be out of the
question: then the rows that hold are proven, and a row that one slip parts accuses in the company of four
that hold.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from cermat.datasets.recognise.grids.fits import CLOSING
from cermat.datasets.recognise.headers import TAHUN
from cermat.datasets.recognise.relations.card import Relation, load_relations
from cermat.datasets.recognise.relations.grid_view import View
from cermat.datasets.recognise.relations.terms import Terms, line_of, same_place, shares_header, tells, terms
from cermat.schemas.interval import fits
from cermat.schemas.slip import one_slip, variants

TOLD, HINTED, KNOWN, SEARCHED = 3, 2, 1, 0  # KNOWN: its header tells, but another table reads the column
HALF, MOST, NEARLY_ALL = 0.5, 0.6, 0.75  # of the rows that must hold: header says so, hints, figures alone
ROWS, DIGITS, COMPANY = (
    3,
    3,
    4,
)  # rows that figures alone need, digits of their results; rows that let one accuse
DENIED = 0.2  # of the rows: where no more hold, names alone join nothing
WIDEST = 120  # columns of a table


@dataclass(frozen=True)
class ColumnReading:
    """card; columns: role → columns of the view; level: TOLD, HINTED or SEARCHED; rows: lines that are read;
    holds: lines that hold; rank: the better the higher."""

    view: View
    card: Relation
    columns: dict[str, tuple[int, ...]]
    texts: dict[str, str]
    level: int
    lines: tuple[int, ...]
    holds: int
    rank: tuple

    @property
    def result(self) -> int:
        return self.columns[self.card.result][0]

    @property
    def all_columns(self) -> frozenset[int]:
        return frozenset(c for held in self.columns.values() for c in held)


def read_grid(view: View, done: set[int], taken: set[int], used: set[int]) -> list[ColumnReading]:
    """The readings of one grid. done: columns whose figures other tables recompute; taken: those that they
    read at all; used: ids of figures that stand in some row. A list of thousands of rows, turned on its side,
    is no table of so many columns."""
    if len(view.heads) > WIDEST:
        return []
    found = [r for card in load_relations() if card.columns.any for r in _propose(view, card, done, taken)]
    return _chosen(view, found, used)


def _chosen(view: View, found: list[ColumnReading], used: set[int]) -> list[ColumnReading]:
    """Each column is the result of one reading; what figures alone tell must reach a column that nothing
    reached."""
    kept: list[ColumnReading] = []
    reached: set[int] = set()
    for reading in sorted(found, key=lambda r: r.rank, reverse=True):
        if any(reading.result == k.result or reading.all_columns <= k.all_columns for k in kept):
            continue
        fresh = {c for c in reading.all_columns - reached if view.unused(c, used)}
        if reading.level <= KNOWN and not fresh:
            continue
        kept.append(reading)
        reached |= reading.all_columns
    return sorted(kept, key=lambda r: r.result)


def _propose(view: View, card: Relation, done: set[int], taken: set[int]) -> Iterator[ColumnReading]:
    if view.turned and not card.columns.turned:
        return
    columns = range(len(view.heads))
    if any(view.says(column, card.columns.without) for column in columns):
        return
    many = any(role.many for role in card.roles)
    for result in columns:
        level = _allowed(card, _level(view, card, result), result in done, result in taken)
        if many and result in view.summed or level == SEARCHED and not _searchable(view, card, result):
            continue
        if np.isfinite(view.value[:, result]).any():
            bound = terms(view, card, result)
            if bound is not None:
                yield from _best(view, card, result, bound, level)


def _searchable(view: View, card: Relation, result: int) -> bool:
    """May figures alone tell of a column at all: has it enough of those that `_searched` asks for?"""
    if not card.columns.search:
        return False
    plain = _long(view, result)
    return _enough(len(set(view.value[plain, result].tolist())), int(view.digits[plain, result].sum()))


def _long(view: View, result: int) -> np.ndarray:
    """Rows whose result has several digits."""
    return (view.digits[:, result] >= DIGITS) & (view.value[:, result] != 100)


def _enough(different: int, digits: int) -> bool:
    """So many different results, of so many digits, that chance does not make them?"""
    return different >= ROWS or different == 2 and digits >= 2 * (DIGITS + 1)


def _allowed(card: Relation, level: int, done: bool, taken: bool) -> int:
    """How plainly a header may speak where other tables recompute (`done`) or read (`taken`) its column."""
    free = not done if _named(card) or card.writes.get("ukuran") else not taken
    if level < HINTED or free:
        return level
    return KNOWN if level == TOLD else SEARCHED


def _level(view: View, card: Relation, result: int) -> int:
    """How plainly the header of the result names the relation."""
    head, told = view.heads[result], card.columns.roles.get(card.result)
    kind = card.role(card.result).kind
    if view.known(result) and tells(view, card, result):
        return TOLD
    percent = head.percent or head.header.percent
    if told is None or result in view.graded or kind == "percent" and not percent:
        return SEARCHED
    if view.says(result, told.cues):
        return TOLD
    return HINTED if view.says(result, told.weak) else SEARCHED


def _best(view: View, card: Relation, result: int, bound: Terms, level: int) -> Iterator[ColumnReading]:
    """The binding that most rows confirm, where enough do."""
    stated, decimals = view.value[:, result], view.decimals[:, result]
    shape = (len(bound.columns), len(stated))
    computed = np.broadcast_to(bound.computed(card.holds), shape)
    low, high = (np.broadcast_to(b, shape) for b in bound.bounds(card.holds))
    signed = fits(computed, stated, decimals, low, high)
    hold = signed
    if card.unsigned:
        hold = signed | fits(-computed, stated, decimals, -high, -low)
    tested = np.isfinite(computed) & np.isfinite(stated)
    hold &= tested
    telling = tested & _telling(view, card, bound, result, shape)
    if level == SEARCHED:
        with np.errstate(invalid="ignore"):
            telling &= (high - low) / 2 <= 2 * view.half[:, result]
        telling &= _by_chance_not(view, bound, result, shape)
    held = (hold & telling).sum(axis=1)
    if level == SEARCHED and not held.max():
        return
    rank = _ranks(view, card, bound, result, hold & telling, signed & telling)
    for i in sorted(rank, key=lambda i: rank[i], reverse=True)[:1]:
        lines = _accepted(
            view, card, bound, result, level, i, hold[i], tested[i], telling[i], low[i], high[i]
        )
        lines = [x for x in lines if hold[i, x] or not _elsewhere(view, bound.columns[i], result, x)]
        if lines:
            yield ColumnReading(
                view,
                card,
                bound.columns[i],
                bound.texts,
                level,
                tuple(lines),
                int((hold[i] & telling[i]).sum()),
                (
                    level == TOLD and _named(card) > 0,
                    int((hold[i] & telling[i]).sum()),
                    level,
                    _named(card),
                    *rank[i][1:],
                ),
            )


def _elsewhere(view: View, columns: dict[str, tuple[int, ...]], result: int, line: int) -> bool:
    """Is a figure, to its last digit, that of another column of its row (a cap: "Skor Maks")?"""
    bound = {c for held in columns.values() for c in held}
    others = [c for c in range(len(view.heads)) if c not in bound]
    same = view.value[line, others] == view.value[line, result]
    return bool(same.any()) and view.mantissa[line, result] >= 10


def _telling(view: View, card: Relation, bound: Terms, result: int, shape) -> np.ndarray:
    """Rows that say something: not all zeros, and no result that is one of the operands (100 of 100)."""
    stated = view.value[:, result]
    some, same = np.broadcast_to(stated != 0, shape).copy(), np.zeros(shape, dtype=bool)
    for name, value in bound.value.items():
        if value.ndim:
            some |= (value != 0) & ~np.isnan(value)
            if name in bound.columns[0]:
                same |= value == stated
    return some & ~same


def _by_chance_not(view: View, bound: Terms, result: int, shape) -> np.ndarray:
    """Rows that chance does not make: a result of several digits that is neither operand, operands that are
    two."""
    stated, telling = view.value[:, result], np.broadcast_to(_long(view, result), shape).copy()
    held = [v for n, v in bound.value.items() if v.ndim and n in bound.columns[0]]
    for i, value in enumerate(held):
        telling &= value != stated
        for other in held[:i]:
            telling &= value != other
    return telling & (bound.over_operands(view.digits, result) >= DIGITS)


def _ranks(view: View, card: Relation, bound: Terms, result: int, hold, signed) -> dict[int, tuple]:
    """How good the bindings are that most rows confirm: rows that hold, then those of the right sign, then
    what headers and places say."""
    years = {int(y) for y in TAHUN.findall(view.heads[result].header.teks)}
    ranks, held = {}, hold.sum(axis=1)
    for i in np.flatnonzero(held == held.max()).tolist():
        columns = bound.columns[i]
        operands = [c for n, cs in columns.items() if n != card.result for c in cs if c != result]
        heads = [view.heads[c] for c in operands]
        ranks[i] = (
            int(held[i]),
            int(signed[i].sum()),
            sum(bool(years & set(h.header.tahun)) for h in heads),
            _known(view, card, columns),
            shares_header(view, (result, *operands)) or same_place(view, operands, result),
            -sum(c > result for c in operands),
            -sum(abs(c - result) for c in operands),
        )
    return ranks


def _named(card: Relation) -> int:
    """How many operands the card knows by their headers."""
    return sum(bool(r.cues) for n, r in card.columns.roles.items() if n != card.result)


def _known(view: View, card: Relation, columns: dict) -> int:
    """Operands whose headers hint at their role."""
    told = {n: r.weak for n, r in card.columns.roles.items() if r.weak and n != card.result}
    return sum(view.says(c, cues) for n, cues in told.items() for c in columns.get(n, ()))


def _accepted(view, card, bound, result, level, i, hold, tested, telling, low, high) -> list[int]:
    """The lines that are read of one binding; none where too few hold."""
    if level > SEARCHED and not (tested & telling).any():
        telling = tested
    good, could = hold & telling, tested & telling
    n, of = int(good.sum()), int(could.sum())
    real = bool((good & (view.value[:, result] != 0)).any())
    if level == KNOWN and n >= max(2, NEARLY_ALL * of):
        return np.flatnonzero(hold).tolist()
    if level <= KNOWN:
        return _searched(view, result, hold, tested, good, of, low, high, bound, card, i)
    if view.known(result):  # the names say of what: only plain denial by the figures keeps it from being read
        return [] if of >= 3 and n <= DENIED * of else np.flatnonzero(tested).tolist()
    if _rivalled(view, card, bound, result, i, n):
        return []
    least = HALF if level == TOLD else MOST
    if real and n >= max(least * of, 1 if level == TOLD else 2):
        return np.flatnonzero(tested).tolist()
    if level != TOLD or not of:
        return []
    if not n and _mistaken(view, card, bound, result, i, of):
        return np.flatnonzero(tested).tolist()
    if (view.mantissa[could, result] < _least(view, card, bound, result, i, n)).any():
        return []
    failing = np.flatnonzero(could & ~hold).tolist()
    slips = all(_slip(view, card, bound, result, i, line, low[line], high[line]) for line in failing)
    return np.flatnonzero(tested).tolist() if slips else []


def _least(view: View, card: Relation, bound: Terms, result: int, i: int, n: int) -> float:
    """The least result that is read where one slip parts every row that fails: two digits where headers name
    the operands, three where some row (n) holds or nothing else can be meant, none where much can."""
    years = {int(y) for y in TAHUN.findall(view.heads[result].header.teks)}
    columns = [c for name, cs in bound.columns[i].items() if name != card.result for c in cs]
    dated = len(years) == 2 and {y for c in columns for y in view.heads[c].header.tahun} == years
    if _named(card) or dated or _known(view, card, bound.columns[i]) == len(columns):
        return 10
    return 100 if n or len({frozenset(b.items()) for b in bound.columns}) == 1 else np.inf


def _searched(view, result, hold, tested, good, of, low, high, bound, card, i) -> list[int]:
    different = len(set(view.value[good, result].tolist()))
    enough = _enough(different, int(view.digits[good, result].sum()))
    if not enough or good.sum() < NEARLY_ALL * of:
        return []
    lines = np.flatnonzero(hold).tolist()
    if different >= COMPANY:
        failing = np.flatnonzero(tested & ~hold).tolist()
        lines += [x for x in failing if _slip(view, card, bound, result, i, x, low[x], high[x])]
    return sorted(lines)


def _rivalled(view: View, card: Relation, bound: Terms, result: int, i: int, n: int) -> bool:
    """Does another way to compute the result fit more rows (caps included)?"""
    stated, decimals = view.value[:, result], view.decimals[:, result]
    counts = []
    for rival in card.columns.rivals:
        computed = bound.computed(rival)[i]
        capped = np.isin(stated, CLOSING) & (computed >= stated)
        counts.append(int((fits(computed, stated, decimals, computed, computed) | capped).sum()))
    return max(counts, default=0) > n


def _mistaken(view: View, card: Relation, bound: Terms, result: int, i: int, of: int) -> bool:
    """Was the column computed throughout by a known wrong way?"""
    stated, decimals = view.value[:, result], view.decimals[:, result]
    for wrong in card.columns.mistaken:
        computed = bound.computed(wrong)[i]
        n = int(fits(computed, stated, decimals, computed, computed).sum())
        if n >= max(2, MOST * of):
            return True
    return False


def _slip(view, card, bound, result, i, line, low, high) -> bool:
    """Does one slip in the result or in one operand part a line from what the card says?"""
    mantissa, decimals = int(view.mantissa[line, result]), int(view.decimals[line, result])
    ends = sorted((abs(low), abs(high))) if card.unsigned else (low, high)
    if view.value[line, result] < 0 and not card.unsigned:
        ends = (-high, -low)
    if one_slip(mantissa, decimals, *ends):
        return True
    stated, half = view.value[line, result], view.half[line, result]
    own = {n: v[i, line] if v.ndim else v for n, v in bound.value.items()}
    for name, columns in bound.columns[i].items():
        if name == card.result or name not in own or len(columns) > 1 or not np.isfinite(own[name]):
            continue
        c, at = columns[0], line_of(view, card, name, line, result)
        if at < 0:
            continue
        meant = variants(int(view.mantissa[at, c]), int(view.decimals[at, c]))
        moved = Terms([], {**own, name: meant * (1 if own[name] >= 0 else -1)})
        computed = moved.computed(card.holds)
        gap = np.abs(np.abs(computed) - abs(stated)) if card.unsigned else np.abs(computed - stated)
        if (gap <= half * 1.0001).any():
            return True
    return False
