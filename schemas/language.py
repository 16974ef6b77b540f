"""The expression language of rule cards: arithmetic, comparison, aggregates, lookup. Parsed, never evaluated
as Python.

    (2 * target - realisasi) / target * 100
    sum(nilai, match={"induk": "kode"}, where=peran != "rata_rata")
    mean(capaian, by=["tabel"], where=jenis_baris == "indikator")
    first(fakta.nilai, match={"subjek": "subjek", "ukuran": "'target'"})

Names are columns of the card's table. Numbers, texts in quotes, lists of either. `and or not in == != < <= >
>=`.
"""

import ast
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NoReturn

import numpy as np

from cermat.schemas.errors import InputError

_LETTERS, _DEPTH, _SHOWN = 4_000, 60, 120  # of one expression; letters of it that a message shows
AGGREGATES = {"sum", "mean", "mean_of_means", "count", "first", "largest", "smallest"}
PREDICATES = {"ada", "cocok", "kosong", "berbeda"}
_ALLOWED = (
    ast.Expression,
    ast.BinOp,
    ast.UnaryOp,
    ast.BoolOp,
    ast.Compare,
    ast.Name,
    ast.Constant,
    ast.Call,
    ast.keyword,
    ast.List,
    ast.Tuple,
    ast.Dict,
    ast.Attribute,
    ast.Load,
    ast.Add,
    ast.Sub,
    ast.Mult,
    ast.Div,
    ast.USub,
    ast.Not,
    ast.And,
    ast.Or,
    ast.Eq,
    ast.NotEq,
    ast.Lt,
    ast.LtE,
    ast.Gt,
    ast.GtE,
    ast.In,
    ast.NotIn,
)


@dataclass(frozen=True)
class Aggregate:
    """One aggregate or lookup in an expression.

    match: column of the members' table → column (or 'quoted constant') of the stated row; laporan always
    matches, and so does `tabel` unless the members come from another table or scope='laporan'.
    """

    key: str
    how: str
    table: str | None
    column: str
    match: tuple[tuple[str, str], ...] = ()
    where: ast.expr | None = None
    group: str | None = None
    scope: str = "tabel"

    @property
    def where_text(self) -> str:
        """The condition on the members as text, '' for none."""
        return "" if self.where is None else ast.unparse(self.where)


@dataclass(frozen=True)
class Expression:
    """A parsed expression: its tree, the value columns and aggregates it reads."""

    text: str
    tree: ast.expr
    names: tuple[str, ...]
    aggregates: tuple[Aggregate, ...] = field(default=())


def _refuse(text: str, why: str) -> NoReturn:
    shown = text if len(text) <= _SHOWN else text[:_SHOWN] + " …"
    raise InputError(f"ungkapan aturan tidak sah: {why} di '{shown}'")


def _called(call: ast.Call) -> str:
    """The name of the function that is called, '' where it is no plain name."""
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _named(node: ast.expr) -> str:
    """The column that an argument names, '' where it is no plain name."""
    return node.id if isinstance(node, ast.Name) else ""


def _aggregate(call: ast.Call, text: str) -> Aggregate:
    how = _called(call)
    if len(call.args) != 1:
        _refuse(text, f"{how}() butuh tepat satu kolom")
    target, table = call.args[0], None
    if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
        table, column = target.value.id, target.attr
    elif isinstance(target, ast.Name):
        column = target.id
    else:
        _refuse(text, f"{how}() butuh nama kolom")
    options = {option.arg or "": option.value for option in call.keywords}
    unknown = set(options) - {"match", "by", "where", "group", "scope"}
    if unknown:
        _refuse(text, f"pilihan tidak dikenal {sorted(unknown)}")
    try:
        match = dict(ast.literal_eval(options["match"])) if "match" in options else {}
        match |= {column: column for column in ast.literal_eval(options["by"])} if "by" in options else {}
        group = ast.literal_eval(options["group"]) if "group" in options else None
        scope = (
            ast.literal_eval(options["scope"]) if "scope" in options else ("laporan" if table else "tabel")
        )
    except ValueError:
        _refuse(text, "match, by, group dan scope harus tetap")
    return Aggregate(
        ast.unparse(call), how, table, column, tuple(match.items()), options.get("where"), group, scope
    )


def _check_predicate(call: ast.Call, text: str) -> None:
    """ada(x), kosong(x), berbeda(x, y), cocok(x, 'pattern'): columns first, then what they are held
    against."""
    wanted = {"ada": 1, "kosong": 1, "berbeda": 2, "cocok": 2}[_called(call)]
    names = call.args[:1] if _called(call) == "cocok" else call.args
    if (
        call.keywords
        or len(call.args) != wanted
        or not all(isinstance(argument, ast.Name) for argument in names)
    ):
        _refuse(text, f"{_called(call)}() butuh {wanted} isian, yang pertama nama kolom")
    if _called(call) == "cocok":
        try:
            re.compile(ast.literal_eval(call.args[1]))
        except (re.error, ValueError, TypeError):
            _refuse(text, "pola cocok() tidak sah")


def _tree(text: str) -> ast.Expression:
    """The tree of an expression; InputError where it is none, or so long that working it out may not end."""
    if len(text) > _LETTERS:
        _refuse(text, f"lebih dari {_LETTERS} huruf")
    try:
        tree = ast.parse(text, mode="eval")
    except SyntaxError as error:
        _refuse(text, error.msg)
    except (ValueError, RecursionError, MemoryError):
        _refuse(text, "terlalu dalam bersarang, atau ada tanda yang tidak dikenal")
    depth, level = 0, list(ast.iter_child_nodes(tree))
    while level:
        depth, level = depth + 1, [child for node in level for child in ast.iter_child_nodes(node)]
    if depth > _DEPTH:
        _refuse(text, "terlalu dalam bersarang")
    return tree


@lru_cache(maxsize=4096)
def parse(text: str) -> Expression:
    """Parse one expression. InputError names what is not allowed in it."""
    tree = _tree(str(text).strip())
    names: list[str] = []
    aggregates: list[Aggregate] = []

    def walk(node: ast.AST) -> None:
        if not isinstance(node, _ALLOWED):
            _refuse(text, type(node).__name__)
        if isinstance(node, ast.Call):
            if not isinstance(node.func, ast.Name) or node.func.id not in AGGREGATES | PREDICATES:
                _refuse(text, f"fungsi tidak dikenal '{ast.unparse(node.func)}'")
            if _called(node) in AGGREGATES:
                found = _aggregate(node, text)
                if found.where is not None:
                    parse(ast.unparse(found.where))
                aggregates.append(found)
                return
            _check_predicate(node, text)
            for child in [*node.args, *node.keywords]:
                walk(child)
            return
        if isinstance(node, ast.Attribute):
            _refuse(text, "titik hanya di dalam fungsi")
        if isinstance(node, ast.Name):
            names.append(node.id)
        for child in ast.iter_child_nodes(node):
            walk(child)

    walk(tree)
    return Expression(
        str(text),
        tree.body,
        tuple(dict.fromkeys(names)),
        tuple({aggregate.key: aggregate for aggregate in aggregates}.values()),
    )


@lru_cache(maxsize=4096)
def text_of(node: ast.expr) -> str:
    """A parsed tree as text again (trees of one text are one object, see parse)."""
    return ast.unparse(node)


_ARITHMETIC = {ast.Add: np.add, ast.Sub: np.subtract, ast.Mult: np.multiply, ast.Div: np.true_divide}
_COMPARE = {
    ast.Eq: lambda one, other: one == other,
    ast.NotEq: lambda one, other: one != other,
    ast.Lt: lambda one, other: one < other,
    ast.LtE: lambda one, other: one <= other,
    ast.Gt: lambda one, other: one > other,
    ast.GtE: lambda one, other: one >= other,
}


def evaluate(node: ast.expr, env: dict):
    """Evaluate a parsed tree over arrays.

    env: column name or aggregate text → array (float64, Exact, or object of str). Predicates look up
    "ada:<column>" in it. Division by zero gives inf or nan in float arrays; callers mask it for exact ones.
    """
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        if node.id not in env:
            raise InputError(f"kolom '{node.id}' tidak ada")
        return env[node.id]
    if isinstance(node, ast.BinOp):
        return _ARITHMETIC[type(node.op)](evaluate(node.left, env), evaluate(node.right, env))
    if isinstance(node, ast.UnaryOp):
        value = evaluate(node.operand, env)
        return np.logical_not(value) if isinstance(node.op, ast.Not) else np.negative(value)
    if isinstance(node, ast.BoolOp):
        join = np.logical_and if isinstance(node.op, ast.And) else np.logical_or
        return join.reduce([evaluate(part, env) for part in node.values])
    if isinstance(node, ast.Compare):
        left, result = evaluate(node.left, env), np.asarray(True)
        for operator, right in zip(node.ops, node.comparators, strict=True):
            if isinstance(operator, ast.In | ast.NotIn):
                found = np.isin(left, ast.literal_eval(right))
                step = ~found if isinstance(operator, ast.NotIn) else found
            else:
                step = _COMPARE[type(operator)](left, evaluate(right, env))
                left = evaluate(right, env)
            result = np.logical_and(result, step)
        return result
    if isinstance(node, ast.Call):
        if _called(node) in AGGREGATES:
            return env[text_of(node)]
        return _predicate(node, env)
    raise InputError(f"ungkapan tidak sah: {ast.unparse(node)}")


def _predicate(node: ast.Call, env: dict):
    """ada(x): a figure is printed there · kosong(x): the text is empty · cocok(x, 'regex') · berbeda(x,
    y)."""
    name, how = _named(node.args[0]), _called(node)
    if how == "ada":
        return env[f"ada:{name}"]
    if how == "kosong":
        return np.asarray(env[name] == "")
    if how == "berbeda":
        return np.asarray(env[name] != env[_named(node.args[1])])
    pattern = re.compile(ast.literal_eval(node.args[1]), re.IGNORECASE)
    return np.array([bool(pattern.search(text)) for text in env[name]], dtype=bool)
