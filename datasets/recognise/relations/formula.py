"""Written arithmetic: "45 (desa mandiri) / 90 (desa) x 100% = 50%", "(118 : 472) x 100%", "(a + b) / 2".

Signs of a sentence become one expression between two equals signs; it has a value, and the operands of its
last operation go into a row of `perhitungan`, printed ones as they are, computed ones as what they give.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from cermat.datasets.recognise.prose.grammar import Sentence, Token

ADD, SUBTRACT, TIMES, DIVIDE = "tambah", "kurang", "kali", "bagi"
_SIGNS = {
    "TAMBAH": ADD,
    "STRIP": SUBTRACT,
    "SILANG": TIMES,
    "OP_KALI": TIMES,
    "GARIS_MIRING": DIVIDE,
    "TDUA": DIVIDE,
}
_STRONG = {ADD: 1, SUBTRACT: 1, TIMES: 2, DIVIDE: 2}
_WORDS = frozenset({"W", "I", "BENDA", "SATUAN"})
_INSIDE = frozenset({"N", "SAMA", "TAMBAH", "SILANG", "GARIS_MIRING", "PENGALI", "FRAC", *_SIGNS} - {"STRIP"})
HUNDRED = 100.0


@dataclass(frozen=True)
class Node:
    """A printed figure (token), or the operation `sign` of two nodes; low and high: what it may be."""

    low: float
    high: float
    token: Token | None = None
    sign: str = ""
    operands: tuple["Node", ...] = ()
    start: int = -1

    @property
    def middle(self) -> float:
        return (self.low + self.high) / 2

    @property
    def leaves(self) -> list["Node"]:
        return [leaf for node in self.operands for leaf in node.leaves] or [self]


@dataclass(frozen=True)
class Formula:
    """An expression, the factor that it is multiplied by at last, and its result, if told. hundred: that
    factor is 100; tokens: all that the calculation is written with; end: where it ends in its sentence."""

    root: Node
    factor: Token | None
    hundred: bool
    result: Token | None
    tokens: tuple[Token, ...]
    end: int


def _part(node: Node, other: Node) -> Node:
    """A percentage that multiplies a figure is a part of it ("40% x 90,00")."""
    own, beside = (n.token is not None and "PERSEN" in n.token for n in (node, other))
    return Node(node.low / HUNDRED, node.high / HUNDRED, start=node.start) if own and not beside else node


def operation(sign: str, left: Node, right: Node) -> Node:
    """Two nodes put together, with the interval that theirs allow."""
    if sign == TIMES:
        left, right = _part(left, right), _part(right, left)
    ends = np.array([[left.low, left.high]]).T, np.array([[right.low, right.high]])
    with np.errstate(all="ignore"):
        made = {ADD: np.add, SUBTRACT: np.subtract, TIMES: np.multiply, DIVIDE: np.true_divide}[sign](*ends)
    return Node(float(np.min(made)), float(np.max(made)), None, sign, (left, right), left.start)


def formulas(sentence: Sentence, halves: dict[int, float]) -> Iterator[Formula]:
    """Every written calculation of a sentence. halves: id of a figure → what its decimals may hide."""
    plain = explained(sentence)
    reader, position = _Reader(plain.tokens, halves), 0
    while position < len(plain.tokens):
        found = reader.formula(position)
        if found is not None:
            yield found
            position = found.end
        else:
            position += 1


def explained(sentence: Sentence) -> Sentence:
    """A sentence without the brackets that only say what the figure before them is ("120 (yang lulus) / 150
    (peserta)"), and with bars of strokes between figures read as the bars of fractions."""
    kept: list[Token] = []
    i, tokens = 0, sentence.tokens
    while i < len(tokens):
        end = _closing(tokens, i) if "BUKA" in tokens[i] and kept and "N" in kept[-1] else None
        inside = tokens[i + 1 : end] if end is not None else []
        if (
            end is not None
            and any(t.kelas & _WORDS for t in inside)
            and not any(t.kelas & _INSIDE for t in inside)
        ):
            i = end + 1
            continue
        kept.append(tokens[i])
        i += 1
    return Sentence(sentence.teks, _barred([t for t in kept if "LATEX" not in t]), sentence.blok)


def _barred(tokens: list[Token]) -> list[Token]:
    """ "45 ---- x 100% 90": the bar divides, and what stands beside it comes last."""
    kept: list[Token] = []
    i = 0
    while i < len(tokens):
        j = i
        while j < len(tokens) and tokens[j].kelas & {"STRIP", "TANDA"}:
            j += 1
        if j - i < 2 or not kept or "N" not in kept[-1]:
            kept.append(tokens[i])
            i += 1
            continue
        kept.append(replace(tokens[i], kelas=frozenset({"GARIS_MIRING"})))
        beside = j < len(tokens) and "PENGALI" in tokens[j]
        if beside and j + 1 < len(tokens) and "N" in tokens[j + 1]:
            kept += [tokens[j + 1], tokens[j]]
            j += 2
        i = j
    return kept


def _closing(tokens: list[Token], i: int) -> int | None:
    return next((j for j in range(i + 1, len(tokens)) if "TUTUP" in tokens[j]), None)


class _Reader:
    """Reads the expressions of one run of tokens by the usual order of operations."""

    def __init__(self, tokens: list[Token], halves: dict[int, float]):
        self.tokens, self.halves = tokens, halves
        self.at = 0

    def formula(self, start: int) -> Formula | None:
        """The calculation that begins at a position, with all that is set equal to it."""
        before = self.tokens[start - 1] if start else None
        if before is not None and before.kelas & (set(_SIGNS) - {"TDUA", "STRIP"}):
            return None
        self.at = start
        root = self._sum()
        if root is None or root.sign == "":
            return None
        factor, hundred = None, self._hundred()
        if not hundred and root.sign == TIMES and root.operands[0].sign == DIVIDE:
            root, factor = root.operands[0], root.operands[1].token
            hundred = factor is not None and factor.nilai == HUNDRED
        end = self.at
        result, self.at = self._result()
        if (
            result is None
            and end < len(self.tokens)
            and self.tokens[end].kelas & set(_SIGNS) - {"TDUA", "STRIP"}
        ):
            return None
        end = max(end, self.at)
        return Formula(root, None if hundred else factor, hundred, result, tuple(self.tokens[start:end]), end)

    def _peek(self) -> Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def _is(self, *classes: str) -> bool:
        token = self._peek()
        return token is not None and bool(token.kelas & set(classes))

    def _sum(self) -> Node | None:
        return self._level(1)

    def _level(self, strength: int) -> Node | None:
        """Operands of one strength, from left to right."""
        node = self._level(2) if strength == 1 else self._operand()
        while node is not None:
            sign = self._sign()
            if _STRONG.get(sign) != strength:
                break
            back, self.at = self.at, self.at + 1
            other = self._level(2) if strength == 1 else self._operand()
            if other is None:
                self.at = back
                break
            node = operation(sign, node, other)
        return node

    def _sign(self) -> str:
        token = self._peek()
        return next((name for kelas, name in _SIGNS.items() if token and kelas in token), "")

    def _operand(self) -> Node | None:
        token, start = self._peek(), self.at
        if token is None:
            return None
        if "FRAC" in token:
            return self._fraction()
        if token.kelas & {"BUKA", "KURAWAL"}:
            return self._bracket()
        if "N" in token or "K" in token and self.at and self.tokens[self.at - 1].kelas & set(_SIGNS):
            self.at += 1
            half = self.halves.get(token.id, 0.0)
            return Node(token.nilai - half, token.nilai + half, token, start=start)
        return None

    def _bracket(self) -> Node | None:
        start = self.at
        self.at += 1
        node = self._sum()
        while node is not None and self._is("SATUAN", "W") and not self._is("SAMA"):
            self.at += 1
        if node is None or not self._is("TUTUP", "KURAWAL"):
            self.at = start
            return None
        self.at += 1
        return replace(node, start=start)

    def _fraction(self) -> Node | None:
        """ "\\frac{45}{90}"."""
        start = self.at
        self.at += 1
        top = self._bracket() if self._is("KURAWAL") else None
        bottom = self._bracket() if top is not None and self._is("KURAWAL") else None
        if top is None or bottom is None:
            self.at = start
            return None
        return replace(operation(DIVIDE, top, bottom), start=start)

    def _hundred(self) -> bool:
        """Does "x 100%" stand behind the expression?"""
        found = self._is("PENGALI")
        self.at += found
        return found

    def _result(self) -> tuple[Token | None, int]:
        """The last single figure of what is set equal, and the position after it."""
        result, end = None, self.at
        while self._is("SAMA"):
            self.at += 1
            node = self._sum()
            if self._is("PENGALI"):
                self.at += 1
            if node is None:
                break
            if node.token is not None:
                result, end = node.token, self.at
        return result, end


def turned(root: Node) -> Node:
    """The same signs from left to right, without regard to brackets: how hasty writers mean "a + b / 2"."""
    leaves = root.leaves
    signs = _signs_of(root)
    node = leaves[0]
    for sign, leaf in zip(signs, leaves[1:], strict=True):
        node = operation(sign, node, leaf)
    return node


def _signs_of(node: Node) -> list[str]:
    if not node.operands:
        return []
    left, right = node.operands
    return [*_signs_of(left), node.sign, *_signs_of(right)]
