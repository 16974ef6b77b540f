"""What a rule card says of a row, worked out the slow and plain way: row by row, in fractions.

Nothing here is shared with the engine but the parsed expression: members of a sum are looked for one by one, bounds
are tried at every corner, and what a print may come from is told by `tests/interval_cases.py`.
"""

import ast
import itertools
import re
from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
import pandas as pd

from cermat.checks.cards import COPIES, Card
from cermat.checks.result import Result
from cermat.schemas import interval as S
from cermat.schemas.language import Aggregate, parse, text_of
from tests.interval_cases import outcome

FIGURE, NIL, ABSENT, LABEL, BROKEN, EMPTY = range(6)
NAMING = ("induk", "ukuran_induk", "kode", "kunci", "acuan", "subjek")
ORDER = (S.EXACT, S.CUT, S.WITHIN_PRECISION, S.MISMATCH, S.UNTESTABLE)


@dataclass(frozen=True)
class Figure:
    """One printed figure: its value, decimals, half of what it may hide, and class."""

    value: Fraction
    decimals: int
    width: Fraction
    kind: int


NOTHING = Figure(Fraction(0), 0, Fraction(0), EMPTY)


@dataclass
class Term:
    """One variable of an expression: its value (None: unknown), slack, state (0 usable, 1 not printed, 2 cannot be
    read), fewest decimals."""

    value: Fraction | None
    slack: Fraction = Fraction(0)
    state: int = 0
    decimals: int = 99


@dataclass
class Book:
    """The settled tables of some reports as rows, with figures by id; `changed` overrides some of these."""

    tables: dict[str, list[dict]]
    valued: dict[str, set[str]]
    figures: list[Figure]
    changed: dict[int, Figure] = field(default_factory=dict)
    by_report: dict[tuple[str, str], list[dict]] = field(default_factory=dict)

    @classmethod
    def of(cls, result: Result) -> "Book":
        """The tables behind an audit."""
        told = result.settled.tables
        n = told.numbers
        wide = [Fraction(width).limit_denominator(2 * 10**12) for width in n.width.tolist()]
        figures = [
            Figure(Fraction(mantissa) / Fraction(10) ** decimals, decimals, width, kind)
            for mantissa, decimals, width, kind in zip(
                n.mantissa.tolist(), n.desimal.tolist(), wide, n.kelas.tolist(), strict=True
            )
        ]
        tables = {name: _rows(frame) for name, frame in told.items()}
        valued = {name: set(told.value_columns.get(name, ())) for name in tables}
        return cls(tables, valued, figures)

    def figure(self, number: int) -> Figure:
        """A figure by its id; -1 is nothing printed."""
        return self.changed.get(number) or (self.figures[number] if number >= 0 else NOTHING)

    def members(self, table: str, report) -> list[dict]:
        """The rows of a table that belong to a report."""
        if not self.by_report:
            found = defaultdict(list)
            for name, rows in self.tables.items():
                for row in rows:
                    found[name, row.get("laporan")].append(row)
            self.by_report = dict(found)
        return self.by_report.get((table, report), [])


def _rows(frame: pd.DataFrame) -> list[dict]:
    columns = [frame[name].tolist() for name in frame.columns]
    return [dict(zip(frame.columns, values, strict=True)) for values in zip(*columns, strict=True)]


def scalar(node: ast.expr, row: dict, table: str, book: Book, terms: dict[str, Fraction] | None = None):
    """The value of an expression on one row. terms: values of variables and aggregates instead of the row's own."""
    again = lambda part: scalar(part, row, table, book, terms)  # noqa: E731
    if isinstance(node, ast.Constant):
        number = isinstance(node.value, int | float) and not isinstance(node.value, bool)
        return Fraction(str(node.value)) if number else node.value
    if isinstance(node, ast.Name):
        if terms is not None and node.id in terms:
            return terms[node.id]
        return _named(node.id, row, table, book)
    if isinstance(node, ast.UnaryOp):
        return not again(node.operand) if isinstance(node.op, ast.Not) else -again(node.operand)
    if isinstance(node, ast.BinOp):
        return _arithmetic(node.op, again(node.left), again(node.right))
    if isinstance(node, ast.BoolOp):
        join = all if isinstance(node.op, ast.And) else any
        return join(again(part) for part in node.values)
    if isinstance(node, ast.Compare):
        return _compared(node, again)
    if isinstance(node, ast.List | ast.Tuple):
        return [again(part) for part in node.elts]
    if isinstance(node, ast.Call) and terms is not None and text_of(node) in terms:
        return terms[text_of(node)]
    return _predicate(node, row, table, book)


def _named(name: str, row: dict, table: str, book: Book):
    """A column of a row: a figure's value (None where there is none), a number as a fraction, else as it is."""
    value = row[name]
    if name in book.valued[table]:
        found = book.figure(int(value))
        return found.value if found.kind == FIGURE else None
    if isinstance(value, float):
        return Fraction(value) if np.isfinite(value) else None
    return value


def _arithmetic(sign: ast.operator, one, other):
    if isinstance(sign, ast.Add):
        return one + other
    if isinstance(sign, ast.Sub):
        return one - other
    return one * other if isinstance(sign, ast.Mult) else one / other


def _compared(node: ast.Compare, value) -> bool:
    """A comparison, or a chain of them; with what is unknown nothing compares, but it is unlike all."""
    left = value(node.left)
    for sign, part in zip(node.ops, node.comparators, strict=True):
        right = value(part)
        if isinstance(sign, ast.In | ast.NotIn):
            holds = (left in right) == isinstance(sign, ast.In)
        elif left is None or right is None:
            holds = isinstance(sign, ast.NotEq)
        else:
            holds = {
                ast.Eq: lambda a, b: a == b,
                ast.NotEq: lambda a, b: a != b,
                ast.Lt: lambda a, b: a < b,
                ast.LtE: lambda a, b: a <= b,
                ast.Gt: lambda a, b: a > b,
                ast.GtE: lambda a, b: a >= b,
            }[type(sign)](left, right)
        if not holds:
            return False
        left = right
    return True


def _predicate(node: ast.Call, row: dict, table: str, book: Book) -> bool:
    name, value = node.func.id, row[node.args[0].id]
    if name == "ada":
        return book.figure(int(value)).kind == FIGURE
    if name == "kosong":
        return value == ""
    if name == "berbeda":
        return value != row[node.args[1].id]
    return bool(re.search(ast.literal_eval(node.args[1]), value, re.IGNORECASE))


def own(column: str, row: dict, book: Book) -> Term:
    """The variable that is a value column of the row itself."""
    found = book.figure(int(row[column]))
    state = 0 if found.kind == FIGURE else 1 if found.kind in (EMPTY, LABEL) else 2
    return Term(None if state else found.value, found.width, state, found.decimals)


def gathered(agg: Aggregate, row: dict, table: str, book: Book) -> Term:
    """The variable that is a sum, mean, count or lookup over other rows."""
    name = agg.table or table
    rows = [other for other in book.members(name, row["laporan"]) if _matches(agg, other, row)]
    if agg.where is not None:
        rows = [other for other in rows if scalar(agg.where, other, name, book)]
    if agg.how == "count":
        return Term(Fraction(len(rows)) if rows else None)
    held = [(other, book.figure(int(other[agg.column]))) for other in rows]
    if any(found.kind == BROKEN for _, found in held):
        return Term(None, state=2)
    kinds = (FIGURE, NIL) if agg.how == "sum" else (FIGURE,)
    held = [(other, found) for other, found in held if found.kind in kinds]
    if not held:
        return Term(None, state=1)
    return _reduced(agg, held)


def _matches(agg: Aggregate, other: dict, row: dict) -> bool:
    if agg.scope == "tabel" and other["tabel"] != row["tabel"]:
        return False
    for left, right in agg.match:
        wanted = right.strip("'") if right.startswith("'") else row[right]
        if other[left] != wanted or (not right.startswith("'") and left in NAMING and wanted in ("", -1)):
            return False
    return True


def _reduced(agg: Aggregate, held: list[tuple[dict, Figure]]) -> Term:
    figures = [found for _, found in held]
    if agg.how == "first":
        held = held[:1]
    elif agg.how in ("largest", "smallest"):
        pick = max if agg.how == "largest" else min
        most = pick(found.value for found in figures)
        held = [next(pair for pair in held if pair[1].value == most)]
    share = [Fraction(1)] * len(held)
    if agg.how == "mean":
        share = [Fraction(1, len(held))] * len(held)
    elif agg.how == "mean_of_means":
        groups = [other[agg.group] for other, _ in held]
        share = [Fraction(1, groups.count(group) * len(set(groups))) for group in groups]
    return Term(
        sum((found.value * part for (_, found), part in zip(held, share, strict=True)), Fraction(0)),
        sum((found.width * part for (_, found), part in zip(held, share, strict=True)), Fraction(0)),
        decimals=min(found.decimals for _, found in held),
    )


def computed(tree: ast.expr, terms: dict[str, Fraction | None]) -> Fraction | None:
    """An expression of a card with all its variables known; None where it cannot be worked out."""
    if any(value is None for value in terms.values()):
        return None
    try:
        return scalar(tree, {}, "", Book({}, {"": set()}, []), terms)
    except ZeroDivisionError:
        return None


def way(text: str, row: dict, table: str, book: Book) -> tuple[int, Fraction | None, Fraction, Fraction, int]:
    """One named way to recompute: (state, value, lowest, highest, fewest decimals)."""
    expression = parse(text)
    terms = {}
    for name in expression.names:
        value = own(name, row, book) if name in book.valued[table] else Term(_named(name, row, table, book))
        terms[name] = value
    terms |= {agg.key: gathered(agg, row, table, book) for agg in expression.aggregates}
    values = {name: term.value for name, term in terms.items()}
    state = max((term.state for term in terms.values()), default=0)
    value = computed(expression.tree, values)
    if value is None:
        return state, None, Fraction(0), Fraction(0), 99
    loose = [name for name, term in terms.items() if term.slack]
    lowest = highest = Fraction(value)
    for signs in itertools.product((-1, 1), repeat=len(loose)):
        moved = values | {n: values[n] + s * terms[n].slack for n, s in zip(loose, signs, strict=True)}
        corner = computed(expression.tree, moved)
        if corner is not None:
            lowest, highest = min(lowest, corner), max(highest, corner)
    return state, Fraction(value), lowest, highest, min(term.decimals for term in terms.values())


def interval(card: Card, column: str, row: dict, book: Book) -> str | None:
    """The outcome of a card of stated and recomputed numbers on one row; None where there is nothing to compare."""
    stated = own(column, row, book)
    if stated.state:
        return None
    told = []
    for name, text in card.recomputed.items():
        state, value, low, high, fewest = way(text.replace("@", column), row, card.table, book)
        if card.kind in COPIES and card.relation == "=" and fewest >= stated.decimals and value is not None:
            low = high = value
        told.append((name, state, value, low, high))
    state = min(state for _, state, *_ in told)
    if state == 1 and card.missing == "drop":
        return None
    names = [name for name, *_ in told]
    wanted = row[card.prefer] if card.prefer and len(told) > 1 else None
    if wanted in names:
        told = [one for one in told if one[0] == wanted]
    best = min((_held(card, stated, one) for one in told), key=lambda pair: (pair[0], pair[1]))
    lacking = card.needs and not scalar(parse(card.needs).tree, row, card.table, book)
    return S.UNTESTABLE if state or lacking else ORDER[best[0]]


def _held(card: Card, stated: Term, told: tuple) -> tuple[int, bool]:
    """(grade of one way, whether its sign is another than the stated one's)"""
    _, _, value, low, high = told
    if value is None:
        return 4, False
    grade = ORDER.index(outcome(value, low, high, stated.value, stated.decimals))
    if card.relation != "=":
        half = Fraction(10) ** -stated.decimals / 2
        holds = stated.value - half <= high if card.relation == "<=" else stated.value + half >= low
        grade = 0 if holds else 3
    return grade, card.unsigned and stated.value >= 0 and value < 0


def label(card: Card, row: dict, book: Book) -> str | None:
    """The outcome of a card of a rank between two."""
    rank, low, high = (_named(name, row, card.table, book) for name in (card.label, *card.allowed))
    if rank == -1:
        return None
    if rank is None or low is None or high is None:
        return S.UNTESTABLE
    lacking = card.needs and not scalar(parse(card.needs).tree, row, card.table, book)
    return S.UNTESTABLE if lacking else S.EXACT if low <= rank <= high else S.MISMATCH


def presence(card: Card, row: dict, book: Book) -> str | None:
    """The outcome of a card of a condition."""
    expression = parse(card.holds)
    terms = {name: own(name, row, book) for name in expression.names if name in book.valued[card.table]}
    terms |= {agg.key: gathered(agg, row, card.table, book) for agg in expression.aggregates}
    state = max((term.state for term in terms.values()), default=0)
    if state == 1 and card.missing == "drop":
        return None
    lacking = card.needs and not scalar(parse(card.needs).tree, row, card.table, book)
    if state or lacking:
        return S.UNTESTABLE
    values = {name: term.value for name, term in terms.items()}
    return S.EXACT if scalar(expression.tree, row, card.table, book, values) else S.MISMATCH


def judged(card: Card, book: Book, kinds: dict[str, str]) -> list[tuple[int, str, str]]:
    """(row of the card's table, stated column, outcome) of every comparison of a card. kinds: what document each
    report is."""
    made = []
    where = parse(card.where).tree if card.where else None
    for at, row in enumerate(book.tables[card.table]):
        if card.documents and kinds[row["laporan"]] not in card.documents:
            continue
        if where is not None and not scalar(where, row, card.table, book):
            continue
        made += [(at, column, told) for column, told in outcomes(card, row, book) if told is not None]
    return made


def outcomes(card: Card, row: dict, book: Book) -> list[tuple[str, str | None]]:
    """(stated column, outcome) of a card on one row."""
    if card.shape == "label":
        return [("", label(card, row, book))]
    if card.shape == "presence":
        return [("", presence(card, row, book))]
    columns = [card.stated] if isinstance(card.stated, str) else card.stated
    return [(column, interval(card, column, row, book)) for column in columns]
