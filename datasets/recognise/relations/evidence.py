"""Readings that the figures' own arithmetic makes, however the words join them: "alokasi 7.200 KL, terpakai
6.385 KL, hanya tertinggal 815 KL", "Gol. IV 21 org, Gol. III 94 org, Gol. I 3 org sehingga total 118 org".

A light word of the card's family stands somewhere, and among all ways to give its roles to figures of fitting
kinds one holds with more digits than chance makes (digits that agree against ways tried): that proves.
Where none holds, all figures of those kinds are covered, and one slip parts the only way the words allow, it
accuses. Years, numbers of lists and figures of other kinds hinder neither.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import permutations, product

import numpy as np

from cermat.datasets.recognise.relations.card import EVIDENT, Relation
from cermat.datasets.recognise.relations.figure import (
    MONEY,
    PERCENT,
    POINTS,
    Figure,
    alike,
    base_of,
    counted,
    fits,
)
from cermat.datasets.recognise.relations.marked import in_order
from cermat.datasets.recognise.relations.marks import Around
from cermat.datasets.recognise.relations.reading import HOLDS, OPERAND, SLIP, Reading, bind, far, may_be
from cermat.schemas.language import evaluate

MOST = 9  # figures of a text among which a relation is sought
MOST_OF_FOUR = 7  # … of a relation with four roles or more
MOST_LISTED = 24  # figures of one kind that may be a list
SURE = 1.0  # decades by which the digits of a result must outweigh the ways tried
SLIP_DIGITS = 3  # printed, of a figure in which a slip may be seen
FEW_DIGITS = 2  # … of a total that words mark, with three parts or more in its own unit
BESIDE = 5  # tokens between the last figure and a result that is told right behind it
_JOINS, _WHOLES = frozenset({"BUKA", "ATAU", "SETARA"}), frozenset({"DARI", "TERHADAP"})
_HAIR = 1e-9


@cache
def _ways(count: int, size: int) -> np.ndarray:
    """Every way to give `size` roles a figure of `count` each."""
    return np.array(list(permutations(range(count), size)), dtype="int64").reshape(-1, size)


@dataclass
class Pool:
    """The figures of one text, and which of them may count one thing."""

    figures: list[Figure]
    around: dict[int, Around]

    @cached_property
    def alike(self) -> np.ndarray:
        return np.array([[alike(one, other) for other in self.figures] for one in self.figures])

    @cached_property
    def values(self) -> np.ndarray:
        return np.array([f.value for f in self.figures])

    @cached_property
    def halves(self) -> np.ndarray:
        return np.array([f.half for f in self.figures])

    def marked(self, card: Relation, name: str, figure: Figure) -> bool:
        """Do words mark a figure for a role?"""
        return card.told(name) and card.marks[name].fit(self.around[figure.position])

    def allowed(self, card: Relation, name: str) -> np.ndarray:
        """Which figures may take a role by their kinds; points are no part of a percentage."""
        role, share = card.role(name), card.role(card.result).kind == "percent"
        return np.array([may_be(role, f, {}) and not (share and f.kind == POINTS) for f in self.figures])

    def beside(self, reading: Reading) -> bool:
        """Is a result that has no words of its own told right behind its figures ("83 desa (64,84%)"), and
        of no other whole ("atau 12,50% dari seluruh rujukan")?"""
        if reading.card.told(reading.card.result):
            return False
        around, place = self.around[reading.result.position], reading.result.position
        last = max((f.position for f in self.figures if f.position < place), default=-BESIDE)
        own = last in {f.position for f in reading.figures}
        other = any(t.kelas & _WHOLES for t in around.behind)
        return own and place - last <= BESIDE and not other and any(t.kelas & _JOINS for t in around.before)

    def refused(self, card: Relation, reading: Reading) -> bool:
        """Does a word stand around a figure that must not stand there?"""
        return any(
            name in card.marks and card.marks[name].refuses(self.around[f.position])
            for name, found in reading.roles.items()
            for f in found
        )


def evident(card: Relation, pool: Pool, holding: list[Reading]) -> Iterator[Reading]:
    """Readings of one card. holding: readings of the same text that hold."""
    if len(pool.figures) <= len(card.operands):
        return
    if any(role.many for role in card.roles):
        found = list(_listed(card, pool))
    else:
        found = list(_joined(card, pool))
    held = [r for r in found if r.state == HOLDS]
    yield from held
    if not held:
        taken = {i for r in holding for i in r.ids}
        results = {r.result.id for r in holding}
        yield from (r for r in found if r.result.id not in taken and not results & _operands(r))


def _operands(reading: Reading) -> set[int]:
    return set(reading.ids) - {reading.result.id}


def _joined(card: Relation, pool: Pool) -> Iterator[Reading]:
    """Readings of a card whose roles are single figures: those that hold, else the one that a slip parts."""
    size, count = len(card.roles), len(pool.figures)
    if count > (MOST if size < 4 else MOST_OF_FOUR):
        return
    ways = _fitting(card, pool, _ways(count, size))
    if not len(ways):
        return
    low, high, stated, half = _spans(card, pool, ways)
    slack = half + _HAIR * np.maximum(np.abs(stated), 1e-9)
    holds = (low - slack <= stated) & (stated <= high + slack)
    marked = _marked(card, pool, ways)
    sets = np.sort(ways, axis=1) @ (count ** np.arange(size))
    best: dict[frozenset[int], tuple] = {}
    for way, words, same in zip(ways[holds], marked[holds], sets[holds], strict=True):
        if words < marked[sets == same].max():
            continue  # the words give these figures other roles
        tried = (marked >= words).sum() / (2 if card.unsigned else 1)
        reading = _bound(card, pool, way)
        if reading and reading.state == HOLDS and _weight(reading) - math.log10(max(1.0, tried)) >= SURE:
            best[reading.ids] = max(
                best.get(reading.ids, (-1, None)), (int(words), reading), key=lambda x: x[0]
            )
    yield from (reading for _, reading in best.values())
    if not holds.any():
        yield from _parted([r for way in ways if (r := _covering(card, pool, way))], pool)


def _marked(card: Relation, pool: Pool, ways: np.ndarray) -> np.ndarray:
    """How many figures of each way words mark for their roles; the result counts double."""
    found = np.zeros(len(ways), dtype="int64")
    for i, role in enumerate(card.roles):
        told = np.array([pool.marked(card, role.name, f) for f in pool.figures])
        found += told[ways[:, i]] * (2 if role.name == card.result else 1)
    return found


def _fitting(card: Relation, pool: Pool, ways: np.ndarray) -> np.ndarray:
    """The ways in which every figure has the kind of its role and the card's bounds hold."""
    place = {role.name: i for i, role in enumerate(card.roles)}
    for role in card.roles:
        keep = pool.allowed(card, role.name)[ways[:, place[role.name]]]
        if role.like:
            keep = keep & pool.alike[ways[:, place[role.name]], ways[:, place[role.like]]]
        ways = ways[keep]
    for bound in card.bounds:
        if not len(ways):
            break
        held = evaluate(bound.tree, _env(card, pool, ways, pool.values))
        ways = ways[np.broadcast_to(np.asarray(held, dtype=bool), len(ways))]
    return ways


def _env(card: Relation, pool: Pool, ways: np.ndarray, values: np.ndarray) -> dict:
    """What the names of a card stand for in each way."""
    env = {role.name: values[ways[:, i]] for i, role in enumerate(card.roles)}
    for name in card.derived:
        env[name] = np.array([base_of(f) for f in pool.figures])[ways[:, -1]]
    return env


def _spans(card: Relation, pool: Pool, ways: np.ndarray) -> tuple[np.ndarray, ...]:
    """(lowest, highest, stated, half step of the stated) result of each way."""
    at = [r.name for r in card.roles].index(card.result)
    found = []
    for signs in product((-1.0, 1.0), repeat=len(card.roles)):
        if signs[at] > 0:
            moved = _env(card, pool, ways, pool.values)
            for sign, (i, role) in zip(signs, enumerate(card.roles), strict=True):
                if role.name != card.result:
                    moved[role.name] = moved[role.name] + sign * pool.halves[ways[:, i]]
            with np.errstate(all="ignore"):
                made = np.asarray(evaluate(card.holds.tree, moved), dtype="float64") * np.ones(len(ways))
            found.append(np.abs(made) if card.unsigned else made)
    every, stated = np.array(found), pool.values[ways[:, at]]
    return every.min(axis=0), every.max(axis=0), stated, pool.halves[ways[:, at]]


def _bound(card: Relation, pool: Pool, way) -> Reading | None:
    roles: dict[str, tuple[Figure, ...]] = {
        r.name: (pool.figures[i],) for r, i in zip(card.roles, way, strict=True)
    }
    return None if in_order(card, roles, pool.around) is False else bind(card, roles, EVIDENT)


def _weight(reading: Reading) -> float:
    """Decades that agree: of the result, and where figures of one kind are added of the smallest of them."""
    result, card = reading.result, reading.card
    width = max(reading.high - reading.low, 2 * result.half, 10.0**-result.decimals)
    own = math.log10(max(1.0, abs(result.value) / width))
    own = min(own, result.digits)
    figures = [f for found in reading.roles.values() for f in found]
    digits = [min(f.digits, math.log10(max(1, abs(f.mantissa)))) for f in figures if f is not result]
    added = all(r.like for r in card.roles[1:])
    return min(own, *digits) if added and len(digits) < 3 else min(own, sum(digits))


def _covering(card: Relation, pool: Pool, way) -> Reading | None:
    """A reading that one slip parts, where no other figure of its kinds is left."""
    kinds = {pool.figures[i].kind for i in way}
    others = [f for i, f in enumerate(pool.figures) if i not in set(map(int, way))]
    counts = any(role.kind == "count" for role in card.roles)
    if any(f.kind in kinds or counts and fits(f, "count") for f in others):
        return None
    reading = _bound(card, pool, way)
    if reading is None or pool.refused(card, reading):
        return None
    if counts and _moved(reading) or not _of_one(reading):
        return None  # so many at so much each, so many times
    return reading if _slipped(reading, SLIP_DIGITS) else None


def _of_one(reading: Reading) -> bool:
    """Do figures that have to be like others count one thing beyond doubt?"""
    pairs = ((reading.roles[role.name], reading.roles[role.like]) for role in reading.card.roles if role.like)
    return all(alike(one, other, True) for ones, others in pairs for one in ones for other in others)


def _moved(reading: Reading) -> bool:
    """Is it but the point that differs?"""
    middle = abs(reading.low + reading.high) / 2
    places = math.log10(abs(reading.result.value) / middle) if middle and reading.result.value else 0.5
    return abs(places - round(places)) < 1e-3


def _slipped(reading: Reading, least: int) -> bool:
    if reading.state not in (SLIP, OPERAND) or reading.card.proves:
        return False
    return reading.result.printed >= least and not (reading.state == OPERAND and far(reading))


def _parted(found: list[Reading], pool: Pool) -> Iterator[Reading]:
    """The one reading whose words mark most of its roles; several of other figures are none."""
    if not found or len({r.ids for r in found}) > 1:
        return
    card = found[0].card

    def told(reading: Reading) -> tuple[int, ...]:
        marked = {n: all(pool.marked(card, n, f) for f in fs) for n, fs in reading.roles.items()}
        return (marked[card.result], sum(marked.values()), reading.state == SLIP)

    best = max(found, key=told)
    needed = sum(card.told(r.name) for r in card.roles) - (len(card.roles) < 4)
    if (told(best)[0] or pool.beside(best)) and told(best)[1] >= needed:
        same = [r for r in found if told(r) == told(best)]
        if len({r.result.id for r in same}) == 1:
            yield best


def _listed(card: Relation, pool: Pool) -> Iterator[Reading]:
    """Readings of a card with a result and a list of like figures."""
    many = next(r.name for r in card.roles if r.many)
    for group in _groups(pool.figures):
        if 2 < len(group) <= MOST_LISTED:
            held, parted = [], []
            runs = list(_runs(len(group)))
            tried = math.log10(len(runs))
            for total, start, stop in runs:
                figures = tuple(f for i, f in enumerate(group[start:stop], start) if i != total)
                whole = len(figures) == len(group) - 1
                if not whole and not _near(card, group[total], figures):
                    continue
                reading = bind(card, {card.result: (group[total],), many: figures}, EVIDENT)
                if reading is None:
                    continue
                if reading.state == HOLDS and _weight(reading) - tried >= SURE:
                    held.append(reading)
                elif whole and _misadded(reading, many, pool):
                    parted.append(reading)
            yield from {r.ids: r for r in sorted(held, key=lambda r: r.result.position)}.values()
            if not held and len(parted) == 1:
                yield from parted


def _groups(figures: list[Figure]) -> Iterator[list[Figure]]:
    """Figures of one kind in order; those without a noun go with the only kind of things counted."""
    kinds = list(dict.fromkeys(f.kind for f in figures))
    things = [k for k in kinds if k not in ("", MONEY, PERCENT)]
    if len(things) > 1:
        yield [counted(f) for f in figures if f.kind not in (MONEY, PERCENT, POINTS)]
    for kind in kinds:
        loose = kind in things and len(things) == 1
        if kind or not things:
            same = [f for f in figures if f.kind == kind or loose and not f.kind]
            yield same
            fine = [f for f in same if f.decimals > 0]
            if not kind and 2 < len(fine) < len(same):  # weights beside scores: "(bobot 30) 24,60"
                yield fine


@cache
def _runs(count: int) -> tuple[tuple[int, int, int], ...]:
    """(total, start, stop) of every total with all the others, or with figures that stand right before or
    behind it."""
    whole = [(t, 0, count) for t in range(count)]
    behind = [(t, t + 1, stop) for t in range(count) for stop in range(t + 3, count + (t > 0))]
    before = [(t, start, t) for t in range(count) for start in range(t == count - 1, t - 1)]
    return tuple(dict.fromkeys(whole + behind + before))


def _near(card: Relation, total: Figure, figures: tuple[Figure, ...]) -> bool:
    """May a shorter run hold at all? A quick look before figures are bound."""
    added = sum(f.value for f in figures)
    slack = total.half + sum(f.half for f in figures) + _HAIR * abs(added)
    return any(abs(way - total.value) <= slack for way in (added, added / len(figures), 100 - added))


def _misadded(reading: Reading, many: str, pool: Pool) -> bool:
    """Is it a total that words mark, and that one slip, or a part left out, parts from its parts?"""
    card, result, parts = reading.card, reading.result, reading.roles[many]
    if not pool.marked(card, card.result, result) or any(pool.marked(card, card.result, f) for f in parts):
        return False
    if far(reading):
        return reading.state == SLIP and result.printed > SLIP_DIGITS
    units = {f.kind for f in (result, *parts)}
    firm = len(parts) > 2 and len(units) == 1 and "" not in units
    values = [f.value for f in parts]
    rising = len(parts) > 2 and values == sorted(values)  # a level from time to time: "20, 45, 70, then 95"
    if rising and reading.state != SLIP:
        return False
    if _slipped(reading, FEW_DIGITS if firm else SLIP_DIGITS):
        return True
    return firm and result.printed >= SLIP_DIGITS and any(_left_out(card, many, reading, f) for f in parts)


def _left_out(card: Relation, many: str, reading: Reading, figure: Figure) -> bool:
    """Does the result hold without one of the parts?"""
    fewer = tuple(f for f in reading.roles[many] if f is not figure)
    other = bind(card, reading.roles | {many: fewer}, EVIDENT)
    return other is not None and other.state == HOLDS
