"""What the roles of a card stand for in a grid: candidate columns, and their figures as arrays (candidates,
lines)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

import numpy as np

from cermat.datasets.recognise.headers import tidy
from cermat.datasets.recognise.relations.card import Relation, Role
from cermat.datasets.recognise.relations.grid_view import View
from cermat.schemas.language import Expression, evaluate

FAR = 6  # columns around a result among which an operand that no header names is looked for
MAX_RUN = 14  # columns beside each other that one sum or mean takes
_CONSTANT = ("header", "share")
ADDITIVE = frozenset({"tambah", "kurang", "tambah_kurang"})
_NUMBER = re.compile(r"\b1(?:[.\s]?000)+\b|\b100\b")


@dataclass(eq=False)
class Terms:
    """Figures of every candidate binding of one result. columns: role → (candidates,) column numbers (a tuple
    of them for a role of several); value, hidden: name or aggregate → (candidates, lines) or a number; cues:
    how many operands their headers name."""

    columns: list[dict[str, tuple[int, ...]]]
    value: dict[str, np.ndarray] = field(default_factory=dict)
    hidden: dict[str, np.ndarray] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)

    def computed(self, expression: Expression) -> np.ndarray:
        with np.errstate(all="ignore"):
            return np.asarray(evaluate(expression.tree, self.value), dtype=float)

    def over_operands(self, counts: np.ndarray, result: int) -> np.ndarray:
        """Counts of every cell, summed over the operands' columns: (candidates, lines)."""
        bound = np.zeros((len(self.columns), counts.shape[1]), dtype=counts.dtype)
        for candidate, columns in enumerate(self.columns):
            for held in columns.values():
                for column in held:
                    bound[candidate, column] += column != result
        return bound @ counts.T

    def bounds(self, expression: Expression) -> tuple[np.ndarray, np.ndarray]:
        """The least and greatest result that hidden decimals allow, at the corners of those that have any."""
        names = [n for n in self.value if np.any(self.hidden[n])]
        found = []
        with np.errstate(all="ignore"):
            for signs in product((-1.0, 1.0), repeat=len(names)):
                moved = {n: self.value[n] + s * self.hidden[n] for n, s in zip(names, signs, strict=True)}
                found.append(np.asarray(evaluate(expression.tree, self.value | moved), dtype=float))
        return np.min(found, axis=0), np.max(found, axis=0)


def terms(view: View, card: Relation, result: int) -> Terms | None:
    """All bindings of a card's operands for one result column; None where there is none."""
    many = next((r for r in card.roles if r.many), None)
    found = _runs(view, card, many, result) if many else _bound(view, card, result)
    return found if found is not None and found.columns else None


def _bound(view: View, card: Relation, result: int) -> Terms | None:
    own = [n for n in card.operands if not (_place(card, n) in _CONSTANT or _of(card, n))]
    known = view.known(result)
    choices = [_candidates(view, card, card.role(n), result) for n in own]
    if known:
        choices = [[c] for c in known] if tells(view, card, result) else []
    bound = [
        dict(zip(own, picked, strict=True)) | {card.result: result}
        for picked in product(*choices)
        if picked
        and len(set(picked)) == len(picked)
        and _alike(view, card, dict(zip(own, picked, strict=True)))
    ]
    made = Terms([])
    for name in card.operands:
        if _of(card, name):
            bound = [b | {name: b[_of(card, name)]} for b in bound]
    if not bound:
        return None
    for name in card.operands:
        if _place(card, name) in _CONSTANT:
            text = _constant(view, _place(card, name), result)
            if not text:
                return None
            made.texts[name], made.hidden[name] = text, np.array(0.0)
            made.value[name] = np.array(float(text.replace(".", "").replace(",", ".")))
            continue
        at = np.array([b[name] for b in bound])
        made.value[name], made.hidden[name] = _figures(view, card, _place(card, name), at, result)
    made.columns = [{n: (c,) for n, c in b.items()} for b in bound]
    return made


def tells(view: View, card: Relation, result: int) -> bool:
    """Is the card what the header or number of a column says it is made by?"""
    return card.columns.known and card.writes.get("operasi") in view.heads[result].how


def _constant(view: View, place: str, result: int) -> str:
    """A number that stands in no cell, as text: what the header gives ("per 1.000"), or an equal share of the
    rows; '' where there is none."""
    if place == "share":
        return f"{1 / max(int(view.data.sum()), 1):.3f}".replace(".", ",")
    number = _NUMBER.search(view.heads[result].header.teks)
    return re.sub(r"\s", ".", number[0]) if number else ""


def _place(card: Relation, name: str) -> str:
    told = card.columns.roles.get(name)
    return told.row if told else ""


def _of(card: Relation, name: str) -> str:
    told = card.columns.roles.get(name)
    return told.of if told else ""


def _candidates(view: View, card: Relation, role: Role, result: int) -> list[int]:
    """Columns that may be an operand: those whose headers say so, else the nearest of its kind, left ones
    first."""
    told = card.columns.roles.get(role.name)
    others = [c for c in range(len(view.heads)) if c != result and _kind_fits(view, role.kind, c)]
    if told and told.cues:
        return [c for c in others if view.says(c, told.cues)][:FAR]
    blocks = [c for c in others if view.places[result] >= 0 and _across(view, c, result)]
    near = sorted(others, key=lambda c: (abs(c - result), c > result))[:FAR]
    return list(dict.fromkeys([*near, *blocks[-FAR:]]))


def _across(view: View, column: int, result: int) -> bool:
    """Do two columns stand in the same place of two blocks of columns?"""
    same = view.places[column] == view.places[result] >= 0
    return same and view.heads[column].upper != view.heads[result].upper


def same_place(view: View, operands: list[int], result: int) -> bool:
    """Do all operands stand in the result's place of blocks of their own?"""
    return bool(operands) and all(_across(view, c, result) for c in operands)


def _kind_fits(view: View, kind: str, column: int) -> bool:
    percent = view.heads[column].percent
    return kind not in ("percent", "amount", "number", "money") or percent == (kind == "percent")


def _alike(view: View, card: Relation, bound: dict[str, int]) -> bool:
    """Do operands that must count one thing count it, as far as percentages tell?"""
    return all(
        view.heads[bound[r.name]].percent == view.heads[bound[r.like]].percent
        for r in card.roles
        if r.like and r.name in bound and r.like in bound
    )


def _figures(view: View, card: Relation, row: str, at: np.ndarray, result: int) -> tuple:
    """(values, what print may hide) of columns `at`, each (candidates, lines), in the row that a role asks
    for."""
    zero = card.writes.get("operasi") in ADDITIVE
    value = np.where(view.zero & zero, 0.0, view.value)[:, at].T
    hidden = view.hidden[:, at].T
    if row == "above":
        return _above(view, value), np.nan_to_num(_above(view, hidden))
    if row == "total":
        return _totals(view, value, hidden, result)
    return value, hidden


def _above(view: View, value: np.ndarray) -> np.ndarray:
    """Each line's figures of the line of data above it."""
    moved = np.full(value.shape, np.nan)
    data = np.flatnonzero(view.data)
    moved[:, data[1:]] = value[:, data[:-1]]
    return moved


def whole_line(view: View, result: int) -> int:
    """The line of the whole that a column of shares is of: the total's, or a first line of 100 %; -1 none."""
    data = np.flatnonzero(view.data)
    if view.total < 0 and len(data) > 3 and view.value[data[0], result] == 100:
        return int(data[0])
    return view.total


def line_of(view: View, card: Relation, name: str, line: int, result: int) -> int:
    """The line in which an operand of a line's relation stands; -1 where none prints it (a sum of rows)."""
    place = _place(card, name)
    if place == "above":
        return int(np.flatnonzero(view.data[:line])[-1])
    return whole_line(view, result) if place == "total" else line


def _totals(view: View, value: np.ndarray, hidden: np.ndarray, result: int) -> tuple:
    line = whole_line(view, result)
    data = np.flatnonzero(view.data)
    if line >= 0:
        whole, unsure = value[:, line], hidden[:, line]
    elif len(data) >= 3:
        whole, unsure = value[:, data].sum(axis=1), np.zeros(len(value))  # NaN where one is not printed
    else:
        whole, unsure = np.full(len(value), np.nan), np.zeros(len(value))
    spread = np.repeat(whole[:, None], value.shape[1], axis=1)
    spread[:, [i for i in range(value.shape[1]) if not view.data[i] or i == line]] = np.nan
    return spread, np.repeat(unsure[:, None], value.shape[1], axis=1)


def _runs(view: View, card: Relation, role: Role, result: int) -> Terms | None:
    """Columns beside each other, right before or behind the result, as the one role that takes several."""
    runs = list(_beside(view, result))
    made = Terms([{role.name: run, card.result: (result,)} for run in runs])
    there = np.where(view.zero, 0.0, view.value)
    sums, counts, unsure = [], [], []
    for run in runs:
        held = there[:, run]
        empty = ~np.isfinite(held).any(axis=1)
        sums.append(np.where(empty, np.nan, np.nansum(held, axis=1)))
        counts.append(np.isfinite(view.value[:, run]).sum(axis=1).astype(float))
        unsure.append(np.where(np.isfinite(held), view.hidden[:, run], 0.0).sum(axis=1))
    if not runs:
        return None
    total, count, hidden = np.array(sums), np.array(counts), np.array(unsure)
    with np.errstate(all="ignore"):
        shares = {
            "sum": (total, hidden),
            "mean": (total / count, hidden / count),
            "count": (count, 0 * count),
        }
    for aggregate in card.holds.aggregates:
        made.value[aggregate.key], made.hidden[aggregate.key] = shares[aggregate.how]
    return made


def _beside(view: View, result: int) -> Iterator[tuple[int, ...]]:
    """Runs of two columns and more of the result's kind that end right before it or begin right behind it."""
    own = view.heads[result]
    for step in (-1, 1):
        run: list[int] = []
        c = result + step
        while 0 <= c < len(view.heads) and len(run) < MAX_RUN and view.heads[c].percent == own.percent:
            run.append(c)
            if len(run) > 1:
                yield tuple(sorted(run))
            c += step


def shares_header(view: View, columns: tuple[int, ...]) -> bool:
    """Do columns stand under one upper header?"""
    return len({tuple(map(tidy, view.heads[c].upper)) for c in columns}) == 1
