"""A reading: a card's roles bound to figures, and whether what the card says holds of them."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import product

import numpy as np

from cermat.datasets.recognise.relations.card import HINT, HINTED, LIST, MARKED, SHAPE, TIGHT, Relation, Role
from cermat.datasets.recognise.relations.figure import (
    PERCENT,
    POINTS,
    Figure,
    alike,
    base_of,
    fits,
    unit_ratio,
)
from cermat.schemas.language import Expression, evaluate
from cermat.schemas.slip import one_slip, variants

HOLDS, SLIP, OPERAND = "cocok", "satu kesalahan tulis", "satu kesalahan tulis pada bahan hitungan"
OFF = "tidak cocok"
ABSURD = 1.5  # times: further off than this without a slip is no reading of the words
NEAR = 1.1  # times: off by another base or an older figure
OPERAND_DIGITS = 3  # of an operand in which a slip may be seen
MAX_JUDGED = 1024  # of a card, kept: neighbours and lists ask for the same figures again
_ERROR = 1e-9


@dataclass(frozen=True)
class Reading:
    """card; roles: name → figures (one, or several of a `many` role); state: HOLDS, SLIP (also what a known
    wrong way gives), OPERAND or OFF; by: TIGHT, SHAPE, LIST, MARKED (words mark every role), HINT, HINTED
    (words mark the result) or COVER; low, high: what the operands' hidden decimals leave for the result;
    derived: what no figure prints."""

    card: Relation
    roles: dict[str, tuple[Figure, ...]]
    state: str
    by: str
    low: float
    high: float
    derived: dict[str, float] = field(default_factory=dict)

    @property
    def operand_ids(self) -> dict[str, tuple[int, ...]]:
        return {name: tuple(f.id for f in self.roles[name]) for name in self.card.operands}

    @property
    def result(self) -> Figure:
        return self.roles[self.card.result][0]

    @property
    def figures(self) -> list[Figure]:
        return [f for found in self.roles.values() for f in found]

    @property
    def ids(self) -> frozenset[int]:
        return frozenset(f.id for found in self.roles.values() for f in found)

    @property
    def rank(self) -> tuple:
        """The better reading first: what holds, what the words shape, what has more figures, what has more
        digits."""
        slip = self.state in (SLIP, OPERAND)
        worded = self.by in (TIGHT, SHAPE, LIST, MARKED)
        return (
            self.state == HOLDS,
            worded,
            self.by in (HINT, HINTED),
            slip,
            len(self.ids),
            -abs(self.result.value) if self.card.unsigned else 0.0,  # turned round, the smallest is it
            self.result.digits,
        )


def bind(card: Relation, roles: dict[str, tuple[Figure, ...]], by: str) -> Reading | None:
    """The reading of some figures by a card; None where kinds, bounds or arithmetic do not allow it."""
    if not kinds_fit(card, roles) or len({f.id for found in roles.values() for f in found}) < sum(
        map(len, roles.values())
    ):
        return None
    roles = {name: _as_meant(card, name, found) for name, found in roles.items()}
    printed = tuple((name, tuple(map(_print, found))) for name, found in roles.items())
    if printed not in card.judged:
        if len(card.judged) >= MAX_JUDGED:
            card.judged.clear()
        card.judged[printed] = _judge(card, roles)
    judged = card.judged[printed]
    return Reading(card, roles, judged[0], by, *judged[1:]) if judged else None


def _print(f: Figure) -> tuple:
    """All of a figure that a card's arithmetic sees."""
    return f.value, f.mantissa, f.decimals, f.exact, f.kind


def _judge(card: Relation, roles: dict[str, tuple[Figure, ...]]) -> tuple[str, float, float, dict] | None:
    """(state, low, high, derived) of figures; None where bounds or arithmetic do not allow them."""
    derived = {name: _derived(what, roles) for name, what in card.derived.items()}
    if not all(derived.values()):
        return None
    if card.bounds:
        values = {name: np.array([[f.value for f in found]]) for name, found in roles.items()}
        values |= {name: np.array([[value]]) for name, value in derived.items()}
        if not all(bool(np.all(evaluate(b.tree, _env(b, values)))) for b in card.bounds):
            return None
    low, high = interval(card, roles)
    if not (math.isfinite(low) and math.isfinite(high)):
        return None
    return _state(card, roles, low, high), low, high, derived


def _as_meant(card: Relation, name: str, figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """The figures of a role, those of a weight as exact ones."""
    role = card.role(name)
    weight = "weight" in (role.kind, card.role(role.like).kind if role.like else "")
    return tuple(replace(f, exact=True) for f in figures) if weight else figures


def _derived(what: str, roles: dict[str, tuple[Figure, ...]]) -> float:
    """ "per hasil": the base of a rate; "satuan besar kecil": how many of the one unit make one of the other;
    0 where there is none."""
    how, *names = what.split()
    figures = [roles[name][0] for name in names]
    return base_of(*figures) if how == "per" else unit_ratio(*figures)


def of_one_kind(reading: Reading) -> bool:
    """Do all figures that are to count one thing say so, or none of them?"""
    pairs = [(reading.roles[r.name], reading.roles[r.like][0]) for r in reading.card.roles if r.like]
    return all(figure.kind in (first.kind, POINTS) for found, first in pairs for figure in found)


def kinds_fit(card: Relation, roles: dict[str, tuple[Figure, ...]]) -> bool:
    """May figures take the roles of a card that they are bound to?"""
    for role in card.roles:
        for figure in roles[role.name]:
            if not may_be(role, figure, roles):
                return False
    return True


def may_be(role: Role, figure: Figure, roles: dict[str, tuple[Figure, ...]]) -> bool:
    """May a figure take a role, beside those that are bound already?"""
    if role.like:
        return role.like not in roles or alike(figure, roles[role.like][0])
    return fits(figure, role.kind)


def _env(expression, values: dict[str, np.ndarray]) -> dict:
    """What an expression's names and aggregates stand for. values: role → array (cases, figures)."""
    env = {name: rows[:, 0] for name, rows in values.items()}
    made: dict[str, Callable] = {
        "sum": np.sum,
        "mean": np.mean,
        "largest": np.max,
        "smallest": np.min,
        "count": lambda rows, axis: np.full(len(rows), rows.shape[1], dtype=float),
    }
    return env | {a.key: made[a.how](values[a.column], axis=1) for a in expression.aggregates}


def interval(card: Relation, roles: dict[str, tuple[Figure, ...]]) -> tuple[float, float]:
    """The lowest and highest result that the operands allow, at the corners of their hidden decimals."""
    low, high = intervals(card, _values(card.operands, roles), roles)
    return float(low[0]), float(high[0])


def interval_of(
    expression: Expression, roles: dict[str, tuple[Figure, ...]], derived: dict[str, str] | None = None
) -> tuple[float, float]:
    """Like `interval`, of any expression of roles. derived: names that no figure prints."""
    used = set(expression.names) | {a.column for a in expression.aggregates}
    found = _corners(expression, _values(tuple(n for n in roles if n in used), roles), roles, derived)
    return float(np.min(found)), float(np.max(found))


def _values(names: tuple[str, ...], roles: dict[str, tuple[Figure, ...]]) -> dict[str, np.ndarray]:
    return {name: np.array([[f.value for f in roles[name]]]) for name in names}


def intervals(
    card: Relation, values: dict[str, np.ndarray], roles: dict[str, tuple[Figure, ...]]
) -> tuple[np.ndarray, np.ndarray]:
    """Like `interval`, for several cases at once. values: role → array (cases, figures)."""
    found = _corners(card.holds, values, roles, card.derived)
    every = np.abs(found) if card.unsigned else found
    return every.min(axis=0), every.max(axis=0)


def _corners(
    expression: Expression,
    values: dict[str, np.ndarray],
    roles: dict[str, tuple[Figure, ...]],
    derived: dict[str, str] | None = None,
) -> np.ndarray:
    """What an expression gives at each corner of the hidden decimals: array (corners, cases)."""
    cases = max((len(rows) for rows in values.values()), default=1)
    halves = {name: np.array([f.half for f in roles[name]]) for name in values}
    open_ones = [name for name, half in halves.items() if half.any()]  # the corners of the others are one
    corners = _signs(len(open_ones))
    moved = {name: np.array([[_derived(what, roles)]]) for name, what in (derived or {}).items()}
    for name, rows in values.items():
        if name in open_ones:
            signs = corners[:, open_ones.index(name), None, None]
            rows = (rows + signs * halves[name]).reshape(-1, rows.shape[1])
        elif len(corners) > 1:
            rows = np.tile(rows, (len(corners), 1))
        moved[name] = rows
    with np.errstate(all="ignore"):
        result = np.asarray(evaluate(expression.tree, _env(expression, moved)), dtype="float64")
    return (result * np.ones(len(corners) * cases)).reshape(len(corners), cases)


@cache
def _signs(count: int) -> np.ndarray:
    return np.array(list(product((-1.0, 1.0), repeat=count))).reshape(2**count, count)


def _state(card: Relation, roles: dict[str, tuple[Figure, ...]], low: float, high: float) -> str:
    stated = roles[card.result][0]
    value = abs(stated.value) if card.unsigned else stated.value
    unit = 10.0**-stated.decimals
    half = unit / 2 if stated.decimals or stated.kind == PERCENT or low != high else 0.0
    slack = _ERROR * max(abs(value), abs(low), abs(high), 1e-9)
    cut = low - unit < value <= high if stated.decimals or stated.kind == PERCENT else False
    if low - half - slack <= value <= high + half + slack or cut:
        return HOLDS
    if one_slip(abs(stated.mantissa), stated.decimals, low, high):
        return SLIP
    ways = [interval_of(way, roles, card.derived) for way in card.wrong]
    if any(first - half <= value <= last + half for first, last in map(_unsigned(card), ways)):
        return SLIP
    if not _far(value, low, high) and _operand_slip(card, roles, value, half):
        return OPERAND
    return OFF


def _unsigned(card: Relation) -> Callable:
    return lambda span: tuple(sorted(map(abs, span))) if card.unsigned else span


def _operand_slip(card: Relation, roles: dict[str, tuple[Figure, ...]], value: float, half: float) -> bool:
    """Does one slip in one operand explain the result?"""
    for name in card.operands:
        for place, figure in enumerate(roles[name]):
            if figure.printed < OPERAND_DIGITS and len(roles[name]) == 1:
                continue
            other = variants(figure.mantissa, figure.decimals)
            values = {n: np.tile([f.value for f in roles[n]], (len(other), 1)) for n in card.operands}
            values[name][:, place] = other
            low, high = intervals(card, values, roles)
            if ((low - half <= value) & (value <= high + half)).any():
                return True
    return False


def _far(value: float, low: float, high: float, times: float = ABSURD) -> bool:
    stated, middle = abs(value), abs(low + high) / 2
    return not (middle and stated) or max(stated / middle, middle / stated) > times


def slipped(reading: Reading) -> bool:
    """Does one slip in one operand explain the result, however far off it is?"""
    value = abs(reading.result.value) if reading.card.unsigned else reading.result.value
    return _operand_slip(reading.card, reading.roles, value, reading.result.half)


def far(reading: Reading) -> bool:
    """Is the result further off than people err, unless they move a point?"""
    return _far(reading.result.value, reading.low, reading.high)


def near(reading: Reading) -> bool:
    """Is the result so little off that it must be meant for what the figures give?"""
    return not _far(reading.result.value, reading.low, reading.high, NEAR)


def absurd(reading: Reading, times: float = ABSURD) -> bool:
    """Further off than people err, and no slip explains it."""
    return reading.state == OFF and _far(reading.result.value, reading.low, reading.high, times)
