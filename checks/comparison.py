"""The three shapes of a comparison, for all rows of a rule at once.

interval: a stated number against its recomputation; label: a predikat's rank against the allowed ranks;
presence: a condition. Each gives a working paper; who is right is not decided here (judge.py does that).
"""

import itertools
from dataclasses import dataclass, field

import numpy as np

from cermat.checks.cards import COPIES, Card
from cermat.checks.operands import Leaf, Numbers, Tables, aggregate, own_column
from cermat.schemas import interval as S
from cermat.schemas.exact import Exact, exact
from cermat.schemas.language import Expression, evaluate, parse

INTERVAL, LABELS, PRESENCE = 0, 1, 2
_UNREADABLE = "angka yang diperlukan tidak terbaca atau tidak ada"
_MANY = 99  # decimals: more than any figure has
_MAX_CORNERS = 6  # variables of one expression that may be rounded at once


class Paper(dict):
    """The working paper of one rule: column → array, all of one length. Cheaper than a frame while it is
    filled in."""

    def __len__(self) -> int:
        return len(self.get("laporan", ()))


@dataclass(eq=False)
class Alternative:
    """One named way to recompute: its expression and leaves, so that it can be evaluated again with numbers
    changed."""

    name: str
    expression: Expression
    leaves: dict[str, Leaf]
    constants: dict[str, np.ndarray]

    def value(
        self, values: np.ndarray, rows=slice(None), replaced: dict[str, np.ndarray] | None = None
    ) -> np.ndarray:
        """Recomputed values (float64), optionally for some rows and with some leaves replaced."""
        env = {name: value[rows] for name, value in self.constants.items()}
        for key, leaf in self.leaves.items():
            env[key] = replaced[key] if replaced and key in replaced else leaf.of(values)[rows]
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            out = np.asarray(evaluate(self.expression.tree, env), dtype="float64")
        count = len(next(iter(env.values()))) if env else 0
        return np.where(np.isfinite(out), out, np.nan) if out.ndim else np.full(count, float(out))

    def bounds(self, numbers: Numbers, targets: bool) -> tuple[np.ndarray, np.ndarray]:
        """Interval that hidden decimals of the operands allow, at the corners of all variables."""
        width = numbers.width if targets else np.where(numbers.target, 0.0, numbers.width)
        base = {name: leaf.of(numbers.value) for name, leaf in self.leaves.items()}
        slack = {
            name: np.bincount(leaf.row, width[leaf.id] / leaf.den, minlength=leaf.n)
            for name, leaf in self.leaves.items()
        }
        loose = [name for name, slack_of in slack.items() if np.any(slack_of > 0)][:_MAX_CORNERS]
        lo = hi = self.value(numbers.value)
        for signs in itertools.product((-1, 1), repeat=len(loose)):
            moved = {name: base[name] + sign * slack[name] for name, sign in zip(loose, signs, strict=True)}
            corner = self.value(numbers.value, replaced=moved)
            lo, hi = np.fmin(lo, corner), np.fmax(hi, corner)
        return lo, hi

    def fewest(self, numbers: Numbers) -> np.ndarray:
        """The fewest decimals that an operand of each row is printed with."""
        many = [np.full(leaf.n, _MANY) for leaf in self.leaves.values()]
        for least, leaf in zip(many, self.leaves.values(), strict=True):
            np.minimum.at(least, leaf.row, numbers.desimal[leaf.id])
        return np.min(many, axis=0, initial=_MANY)

    def exact(self, numbers: Numbers, rows: np.ndarray) -> Exact:
        """Recomputed values of some rows without any error; ZeroDivisionError where a zero is in the way."""
        env = {name: leaf.exact(numbers, rows) for name, leaf in self.leaves.items()}
        env |= {name: exact(value[rows], len(rows)) for name, value in self.constants.items()}
        return exact(evaluate(self.expression.tree, env), len(rows))


@dataclass(eq=False)
class Compared:
    """What one rule has compared: its card, the rows of its table, the ways to recompute, and its working
    paper."""

    card: Card
    column: str
    rows: np.ndarray
    alternatives: list[Alternative] = field(default_factory=list)
    values: np.ndarray = field(default_factory=lambda: np.empty((0, 0)))  # (alternatives, rows)
    choice: np.ndarray = field(
        default_factory=lambda: np.empty(0, dtype="int64")
    )  # which alternative each row is held against
    misfit: np.ndarray | None = None  # name of the known wrong way that the stated number fits, or ""
    paper: Paper = field(default_factory=Paper)
    weak: list[Leaf] = field(default_factory=list)
    start: int = 0


def _leaves(tables: Tables, card: Card, expression: Expression, rows: np.ndarray, twin: dict):
    """Leaves and constants of an expression over some rows; leaves are shared through `twin`."""
    leaves, constants = {}, {}
    valued = tables.value_columns.get(card.table, ())
    for name in expression.names:
        if name in valued:
            leaves[name] = twin.setdefault(name, own_column(tables, card.table, name, rows))
        else:
            constants[name] = tables.env(card.table, rows)[name]
    for agg in expression.aggregates:
        if agg.key not in twin:
            twin[agg.key] = aggregate(tables, agg, card.table, rows)
        made = twin[agg.key]
        (leaves if isinstance(made, Leaf) else constants)[agg.key] = made
    return leaves, constants


def _blank(tables: Tables, card: Card, rows: np.ndarray, column: str) -> Paper:
    """A working paper with who, what and when filled in."""
    table = tables.frame(card.table)
    count = len(rows)

    def take(name: str, other) -> np.ndarray:
        return table[name].to_numpy()[rows] if name and name in table else np.full(count, other)

    literal = np.full(count, card.measure or column, dtype=object)
    told = [table[column].to_numpy()[rows].astype(str) for column in card.group]
    return Paper(
        laporan=take("laporan", ""),
        aturan=np.full(count, card.id, dtype=object),
        baris_tabel=rows,
        stated_id=np.full(count, -1),
        subjek=take(card.subject, "").astype(object),
        tahun=take(card.year, -1),
        ukuran=take(card.measure, "").astype(object) if card.measure in ("ukuran", "jenis") else literal,
        pembeda=np.array(
            ["|".join(parts) for parts in zip(*told, strict=True)] if told else [""] * count, dtype=object
        ),
        alasan=np.full(count, "", dtype=object),
        alternatif=np.full(count, "", dtype=object),
    )


def _outcome(
    alternative: Alternative, numbers: Numbers, ids: np.ndarray, computed: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """(outcome, position: `S.position`) of one alternative from printed inputs: float, and exact where that
    lies within its error of a bound."""
    stated, decimals = numbers.value[ids], numbers.desimal[ids]
    letak = S.position(computed, stated, decimals)
    told = np.where(np.isfinite(letak), S.graded(letak, stated), S.UNTESTABLE)
    unit, distance = S.last_unit(decimals), np.abs(computed - stated)
    error = 4 * S.slack(stated, computed)
    near = (np.abs(distance - unit / 2) <= error) | (np.abs(distance - unit) <= error)
    rows = np.flatnonzero(near & np.isfinite(computed))
    if not len(rows):
        return told, letak
    try:
        at = alternative.exact(numbers, rows)
    except (ZeroDivisionError, TypeError, ValueError):
        return told, letak
    mantissa = numbers.mantissa[ids[rows]]
    letak[rows] = S.exact_position(at, mantissa, numbers.desimal[ids[rows]])
    told[rows] = S.exact_outcome(letak[rows], mantissa)
    return told, letak


def _interval(tables: Tables, card: Card, column: str, rows: np.ndarray) -> Compared | None:
    numbers = tables.numbers
    stated = own_column(tables, card.table, column, rows)
    rows = rows[stated.state == 0]
    if not len(rows):
        return None
    twin: dict = {}
    alternatives, states = [], []
    for name, text in card.recomputed.items():
        expression = parse(text.replace("@", column))
        leaves, constants = _leaves(tables, card, expression, rows, twin)
        alternatives.append(Alternative(name, expression, leaves, constants))
        states.append(
            np.max([leaf.state for leaf in leaves.values()], axis=0) if leaves else np.zeros(len(rows), int)
        )
    state = np.min(states, axis=0)
    keep = state != 1 if card.missing == "drop" else np.ones(len(rows), dtype=bool)
    if not keep.any():
        return None
    if not keep.all():
        return _interval(tables, card, column, rows[keep])
    part = Compared(card, column, rows, alternatives)
    ids = tables.frame(card.table)[column].to_numpy(dtype="int64")[rows]
    printed, decimals = numbers.value[ids], numbers.desimal[ids]
    part.values = np.array([alternative.value(numbers.value) for alternative in alternatives])
    outcome, letak, lows, highs = [], [], [], []
    for alternative, computed in zip(alternatives, part.values, strict=True):
        told, at = _outcome(alternative, numbers, ids, computed)
        lo, hi = alternative.bounds(numbers, targets=True)
        if card.kind in COPIES and card.relation == "=":
            # hidden decimals excuse a recomputation, not a copy
            open_ = alternative.fewest(numbers) < decimals
            lo, hi = np.where(open_, lo, computed), np.where(open_, hi, computed)
        below, above = S.stated_ends(printed, decimals, computed)
        possible = (hi > lo) & (above >= lo) & (below <= hi)
        told[(told == S.MISMATCH) & possible] = S.WITHIN_PRECISION
        outcome.append(told)
        letak.append(at)
        lows.append(lo)
        highs.append(hi)
    order = {S.EXACT: 0, S.CUT: 1, S.WITHIN_PRECISION: 2, S.MISMATCH: 3, S.UNTESTABLE: 4}
    grade = np.array([[order[told] for told in row] for row in outcome])
    if card.prefer and len(alternatives) > 1:  # where one way is settled, the others are not right
        wanted = tables.frame(card.table)[card.prefer].to_numpy()[rows]
        names = np.array([alternative.name for alternative in alternatives], dtype=object)
        grade = np.where(np.isin(wanted, names) & (names[:, None] != wanted), 9, grade)
    other_sign = (printed >= 0) & (part.values < 0) if card.unsigned else np.zeros(grade.shape, dtype=bool)
    choice = np.lexsort((other_sign, grade), axis=0)[0]  # stable: the first of equals
    at = np.arange(len(rows))
    paper = _blank(tables, card, rows, column)
    paper["bentuk"] = np.full(len(rows), INTERVAL)
    paper["stated_id"], paper["stated"], paper["desimal"] = ids, printed, decimals
    paper["recomputed"], paper["letak"] = part.values[choice, at], np.array(letak)[choice, at]
    paper["stated_lo"], paper["stated_hi"] = S.stated_ends(printed, decimals, paper["recomputed"])
    paper["lower"], paper["upper"] = np.array(lows)[choice, at], np.array(highs)[choice, at]
    paper["hasil"] = np.array(outcome, dtype=object)[choice, at]
    paper["alternatif"] = np.array([alternative.name for alternative in alternatives], dtype=object)[choice]
    if card.relation != "=":
        end, other = ("lower", -np.inf) if card.relation == "<=" else ("upper", np.inf)
        paper[end], paper["letak"] = np.full(len(rows), other), np.full(len(rows), np.inf)
        holds = (paper["stated_hi"] >= paper["lower"]) & (paper["stated_lo"] <= paper["upper"])
        decided = paper["hasil"] != S.UNTESTABLE
        paper["hasil"][decided] = np.where(holds, S.EXACT, S.MISMATCH)[decided]
    undecided = (paper["hasil"] == S.UNTESTABLE) | (state > 0)
    paper["hasil"][undecided] = S.UNTESTABLE
    paper["alasan"] = np.where(undecided, np.where(state > 0, _UNREADABLE, "pembagi nol"), "").astype(object)
    part.choice, part.paper = choice, paper
    part.misfit = np.full(len(rows), "", dtype=object)
    for name, text in card.wrong.items():
        leaves, constants = _leaves(tables, card, parse(text.replace("@", column)), rows, twin)
        computed = Alternative(name, parse(text.replace("@", column)), leaves, constants).value(numbers.value)
        fits = np.isin(S.outcome(computed, printed, decimals, computed, computed), [S.EXACT, S.CUT])
        part.misfit[fits & (paper["hasil"] == S.MISMATCH)] = name
    return part


def _label(tables: Tables, card: Card, rows: np.ndarray) -> Compared | None:
    """label: a column of ranks (-1: no label, -2: a label outside the scale); allowed: two columns with the
    ranks allowed."""
    env = tables.env(card.table, rows)
    rank = np.asarray(env[card.label], dtype="float64")
    rows = rows[rank != -1]
    if not len(rows):
        return None
    env = tables.env(card.table, rows)
    rank = np.asarray(env[card.label], dtype="float64")
    low, high = (np.asarray(env[column], dtype="float64") for column in card.allowed)
    paper = _blank(tables, card, rows, card.label)
    paper["bentuk"], paper["stated"] = np.full(len(rows), LABELS), rank
    paper["stated_lo"] = paper["stated_hi"] = rank
    paper["lower"], paper["upper"] = low, high
    paper["recomputed"], paper["desimal"] = low, np.zeros(len(rows), dtype="int64")
    paper["letak"] = np.zeros(len(rows))
    undecided = np.isnan(low) | np.isnan(high) | np.isnan(rank)
    fits = (rank >= low) & (rank <= high)
    paper["hasil"] = np.where(undecided, S.UNTESTABLE, np.where(fits, S.EXACT, S.MISMATCH)).astype(object)
    paper["alasan"] = np.where(undecided, "predikat tidak dapat ditentukan dari skala", "").astype(object)
    return _with_names(tables, card, Compared(card, card.label, rows, paper=paper))


def _presence(tables: Tables, card: Card, rows: np.ndarray) -> Compared | None:
    expression = parse(card.holds)
    leaves, constants = _leaves(tables, card, expression, rows, {})
    values = {name: leaf.of(tables.numbers.value) for name, leaf in leaves.items()}
    env = tables.env(card.table, rows)
    for key, value in (values | constants).items():
        env[key] = value
    with np.errstate(divide="ignore", invalid="ignore"):  # the mean of the others, where there are none
        holds = np.broadcast_to(np.asarray(evaluate(expression.tree, env), dtype=bool), len(rows))
    state = np.max([leaf.state for leaf in leaves.values()] or [np.zeros(len(rows), dtype=int)], axis=0)
    keep = state != 1 if card.missing == "drop" else np.ones(len(rows), dtype=bool)
    if not keep.any():
        return None
    if not keep.all():
        return _presence(tables, card, rows[keep])
    paper = _blank(tables, card, rows, "")
    paper["bentuk"] = np.full(len(rows), PRESENCE)
    paper["stated"] = paper["stated_lo"] = paper["stated_hi"] = holds.astype("float64")
    paper["lower"] = paper["upper"] = paper["recomputed"] = np.ones(len(rows))
    paper["desimal"], paper["letak"] = np.zeros(len(rows), dtype="int64"), np.zeros(len(rows))
    paper["hasil"] = np.where(state > 0, S.UNTESTABLE, np.where(holds, S.EXACT, S.MISMATCH)).astype(object)
    paper["alasan"] = np.where(state > 0, _UNREADABLE, "").astype(object)
    part = Compared(card, "", rows, paper=paper)
    part.weak += list(leaves.values())
    return _with_names(tables, card, part)


def _with_names(tables: Tables, card: Card, part: Compared) -> Compared:
    """Numbers that a card only quotes are weakly tested by it."""
    valued = tables.value_columns.get(card.table, ())
    part.weak += [
        own_column(tables, card.table, column, part.rows) for column in card.names if column in valued
    ]
    return part


def _of_its_kind(tables: Tables, card: Card, rows: np.ndarray) -> np.ndarray:
    """Of some rows of a card's table those of the kinds of documents that the card is for."""
    if not card.documents or not len(rows):
        return rows
    report, meant = (
        tables.codes("laporan", "laporan"),
        tables.frame("laporan")["dokumen"].isin(card.documents),
    )
    own = tables.codes(card.table, "laporan")[rows]
    fits = np.zeros(max(report.max(initial=0), own.max(initial=0)) + 1, dtype=bool)
    fits[report[meant.to_numpy()]] = True
    return rows[fits[own]]


def run_card(tables: Tables, card: Card) -> list[Compared]:
    rows = np.flatnonzero(tables.mask(card.table, parse(card.where).tree if card.where else None))
    rows = _of_its_kind(tables, card, rows)
    if not len(rows):
        return []
    if card.shape == "label":
        made = [_label(tables, card, rows)]
    elif card.shape == "presence":
        made = [_presence(tables, card, rows)]
    else:
        columns = [card.stated] if isinstance(card.stated, str) else card.stated
        made = [_interval(tables, card, column, rows) for column in columns]
    parts = [part for part in made if part is not None]
    if card.needs:
        for part in parts:
            known = evaluate(parse(card.needs).tree, tables.env(card.table, part.rows))
            lacking = ~np.broadcast_to(np.asarray(known, dtype=bool), len(part.rows))
            part.paper["hasil"][lacking] = S.UNTESTABLE
            part.paper["alasan"][lacking] = card.needs_reason
    for part in parts:  # what is undecided has no bounds to be held against
        part.paper["letak"][part.paper["hasil"] == S.UNTESTABLE] = np.nan
    return parts
