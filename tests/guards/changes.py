"""Guards taken out of code and cards, one at a time: vetoes, filters, bounds, members of sets, entries of cards.

A guard is what keeps a reader or a rule from speaking. Each change drops one and leaves everything else as it is.
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

import yaml

LISTS = ("bounds", "vetoes", "cues", "shapes", "orders", "columns")  # of a relation card


@dataclass(frozen=True)
class Change:
    """One guard dropped. path: of the file; line, what: where it stood and what it was; inside: lines of the
    functions around it, innermost first; without(): the file without it."""

    path: Path
    line: int
    what: str
    inside: tuple[int, ...]
    without: Callable[[], str]

    @property
    def name(self) -> str:
        return f"{self.path.as_posix()}:{self.line} {self.what}"


def changes(path: Path, root: Path) -> list[Change]:
    """Every guard of a file (.py or .yaml) dropped in turn; `path` is told relative to `root`."""
    text = path.read_text(encoding="utf-8")
    made = _of_cards(text) if path.suffix == ".yaml" else _of_code(text)
    return [Change(path.relative_to(root), *one) for one in made]


def _short(node: ast.AST) -> str:
    said = " ".join(ast.unparse(node).split())
    return said if len(said) <= 70 else said[:67] + "…"


def _is_bound(node: ast.AST) -> bool:
    """A comparison with a number or a constant by its name ("share < 0.5", "found >= MOST")."""
    if not isinstance(node, ast.Compare) or len(node.ops) != 1:
        return False
    if not isinstance(node.ops[0], (ast.Lt, ast.LtE, ast.Gt, ast.GtE)):
        return False
    sides = (node.left, node.comparators[0])
    return any(isinstance(s, ast.Constant) or isinstance(s, ast.Name) and s.id.isupper() for s in sides)


def _members(node: ast.AST) -> list[ast.expr]:
    """The members of what a membership is asked of: `x in {…}`, `column.isin([…])`, `frozenset({…})`."""
    asked: ast.AST | None = None
    if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.In, ast.NotIn)):
        asked = node.comparators[0]
    elif isinstance(node, ast.Call) and len(node.args) == 1:
        named = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        asked = node.args[0] if named in ("isin", "frozenset") else None
    members = getattr(asked, "elts", [])
    return members if len(members) > 1 and all(isinstance(m, ast.Constant) for m in members) else []


def _dropped(node: ast.AST) -> Iterator[tuple[str, Callable[[ast.AST], ast.AST]]]:
    """What guards a node holds, and how the node looks without each."""
    if isinstance(node, ast.If) and len(node.body) == 1 and not node.orelse:
        if isinstance(node.body[0], (ast.Return, ast.Continue, ast.Break, ast.Raise)):
            yield f"veto: {_short(node.test)}", lambda n: _with(n, test=ast.Constant(False))
    if isinstance(node, ast.comprehension):
        for k, condition in enumerate(node.ifs):
            yield f"filter: {_short(condition)}", lambda n, k=k: _with(n, ifs=n.ifs[:k] + n.ifs[k + 1 :])
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd):
        yield f"mask: {_short(node.right)} of {_short(node)}", lambda n: n.left
        yield f"mask: {_short(node.left)} of {_short(node)}", lambda n: n.right
    if _is_bound(node):
        yield f"bound: {_short(node)}", lambda n: ast.Constant(True)
    for k, member in enumerate(_members(node)):
        yield f"member: {_short(member)} of {_short(node)}", lambda n, k=k: _without_member(n, k)


def _without_member(node: ast.AST, k: int) -> ast.AST:
    del _members(node)[k]
    return node


def _with(node: ast.AST, **fields) -> ast.AST:
    for name, value in fields.items():
        setattr(node, name, value)
    return node


class _Replace(ast.NodeTransformer):
    """Replaces the node at one position of the walk."""

    def __init__(self, target: ast.AST, build: Callable[[ast.AST], ast.AST]) -> None:
        self.target, self.build = target, build

    def visit(self, node: ast.AST) -> ast.AST:
        return self.build(node) if node is self.target else self.generic_visit(node)


def _of_code(text: str) -> Iterator[tuple[int, str, tuple[int, ...], Callable[[], str]]]:
    tree = ast.parse(text)
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]
    for position, node in enumerate(ast.walk(tree)):
        for k, (what, _) in enumerate(_dropped(node)):
            line = min(c.lineno for c in ast.walk(node) if hasattr(c, "lineno"))
            around = [f for f in functions if f.lineno <= line <= (f.end_lineno or 0)]
            inside = tuple(_first_line(f) for f in reversed(around))
            yield line, what, inside, partial(_code_without, text, position, k)


def _code_without(text: str, position: int, k: int) -> str:
    """The code without guard k of the node at a position of the walk."""
    tree = ast.parse(text)
    target = next(islice(ast.walk(tree), position, None))
    build = list(_dropped(target))[k][1]
    return ast.unparse(ast.fix_missing_locations(_Replace(target, build).visit(tree)))


def _first_line(function: ast.AST) -> int:
    """The line that the running code gives: that of the first decorator."""
    return min([function.lineno, *(d.lineno for d in getattr(function, "decorator_list", []))])


def _of_cards(text: str) -> Iterator[tuple[int, str, tuple[int, ...], Callable[[], str]]]:
    lines = text.splitlines()
    for k, card in enumerate(yaml.safe_load(text) or []):
        line = next((n for n, t in enumerate(lines, 1) if t.startswith(f"- id: {card['id']}")), 0)
        for field in LISTS:
            entries = card.get(field)
            for at, entry in enumerate(entries if isinstance(entries, list) else ()):
                yield line, f"{card['id']} {field}: {entry}", (), partial(_cards_without, text, k, field, at)


def _cards_without(text: str, k: int, field: str, at: int) -> str:
    cards = yaml.safe_load(text)
    del cards[k][field][at]
    return yaml.safe_dump(cards, allow_unicode=True)
