"""jinja2 for texts that others wrote: cards of rules and an office's own papers. They read what they are
given, reach nothing else, and end."""

from collections.abc import Iterable, Iterator
from typing import Any, cast

import jinja2
from jinja2 import nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment, SecurityError
from jinja2.visitor import NodeTransformer

_STEPS = 500_000  # turns of loops and calls in one filling
_LETTERS = 1_000_000  # of a text that a template makes
_COUNTED, _JOINED = "-dihitung", "-disambung"  # filters that no template can name


class _Bounds(NodeTransformer):
    """Every loop is counted, and every text that `~` makes is measured."""

    def visit_For(self, loop: nodes.For) -> nodes.Node:
        self.generic_visit(loop)
        loop.iter = _filtered(loop.iter, _COUNTED)
        return loop

    def visit_Concat(self, joined: nodes.Concat) -> nodes.Expr:
        self.generic_visit(joined)
        return _filtered(joined, _JOINED)


def _filtered(node: nodes.Node, name: str) -> nodes.Filter:
    return nodes.Filter(cast(nodes.Expr, node), name, [], [], None, None, lineno=node.lineno)


class Foreign(ImmutableSandboxedEnvironment):
    """A sandbox whose templates end: `refresh` before each filling gives them their steps anew."""

    intercepted_binops = frozenset(("+", "*", "**", "%"))

    def __init__(self, **options: Any):
        super().__init__(**({"undefined": jinja2.StrictUndefined} | options))
        self.steps = _STEPS
        self.filters |= {_COUNTED: self._counted, _JOINED: _measured}
        for name in ("range", "lipsum"):
            self.globals.pop(name)
        for name in ("batch", "center", "format", "indent", "slice", "wordwrap"):  # as long as a number says
            self.filters.pop(name)

    def refresh(self) -> None:
        self.steps = _STEPS

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        return _Bounds().visit(tree).set_environment(self)

    def _step(self) -> None:
        self.steps -= 1
        if self.steps < 0:
            raise SecurityError("terlalu banyak langkah")

    def _counted(self, values: Iterable) -> Iterator:
        for value in values:
            self._step()
            yield value

    def call(self, *arguments: Any, **named: Any) -> Any:
        self._step()
        return super().call(*arguments, **named)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Plain sums and products of numbers; texts are joined, not multiplied."""
        if operator == "+":
            return _measured(left + right)
        if operator == "**" or not all(isinstance(one, int | float) for one in (left, right)):
            raise SecurityError(f"'{operator}' hanya untuk bilangan")
        return _measured(super().call_binop(context, operator, left, right))


def _measured(made: Any) -> Any:
    """A value that has not grown beyond all bounds."""
    size = made.bit_length() if isinstance(made, int) else len(made) if hasattr(made, "__len__") else 0
    if size > _LETTERS:
        raise SecurityError("teks terlalu panjang")
    return made


def why(error: Exception) -> str:
    """What is wrong with a template, in one line."""
    if isinstance(error, RecursionError):
        return "memanggil dirinya sendiri tanpa akhir"
    if isinstance(error, ZeroDivisionError):
        return "pembagian dengan nol"
    return " ".join(str(error).split())[:200] or type(error).__name__
