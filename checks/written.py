"""A recomputation written out with its numbers: '(2 × 5,15 − 5,85) ÷ 5,15 × 100 = 86,41'."""

import ast
import re

import numpy as np

from cermat.checks.comparison import Alternative, Compared
from cermat.checks.fills import number
from cermat.checks.operands import Numbers

_SIGN = {ast.Add: " + ", ast.Sub: " − ", ast.Mult: " × ", ast.Div: " ÷ "}
_RANK = {ast.Add: 1, ast.Sub: 1, ast.Mult: 2, ast.Div: 2}
_SHOWN = 6  # members of a sum that are written out


def recomputed_text(value: float, stated_decimals: int, whole: bool = False) -> str:
    """max(stated decimals, 2) decimals; whole amounts and counts without."""
    if whole and float(value).is_integer():
        return number(value, 0)
    return number(value, max(int(stated_decimals), 2))


def bare(text: str) -> str:
    """The digits of a printed number without its unit: 'Rp. 536.035.400,-' → '536.035.400'."""
    found = re.search(r"[-−–]?\d[\d.,]*", text)
    return found.group().rstrip(".,") if found else text.strip()


def _members(alternative: Alternative, key: str, row: int, numbers: Numbers, texts: np.ndarray) -> str:
    leaf = alternative.leaves[key]
    ids, dens = leaf.id[leaf.row == row], leaf.den[leaf.row == row]
    shown = [bare(str(texts[number])) for number in ids]
    if len(shown) == 1 and dens[0] == 1:
        return shown[0]
    listed = " + ".join(shown if len(shown) <= _SHOWN else [*shown[: _SHOWN - 1], "…", shown[-1]])
    count = f" ({len(shown)} angka)" if len(shown) > _SHOWN else ""
    return f"({listed}){count}" if dens[0] == 1 else f"({listed}){count} ÷ {len(shown)}"


def _write(
    node: ast.expr, alternative: Alternative, row: int, numbers: Numbers, texts: np.ndarray
) -> tuple[str, int]:
    if isinstance(node, ast.BinOp):
        rank = _RANK[type(node.op)]
        left, left_rank = _write(node.left, alternative, row, numbers, texts)
        right, right_rank = _write(node.right, alternative, row, numbers, texts)
        left = f"({left})" if left_rank < rank else left
        strict = isinstance(node.op, ast.Sub | ast.Div)
        right = f"({right})" if right_rank < rank or (strict and right_rank == rank) else right
        return left + _SIGN[type(node.op)] + right, rank
    if isinstance(node, ast.UnaryOp):
        return "−" + _write(node.operand, alternative, row, numbers, texts)[0], 3
    if isinstance(node, ast.Constant):
        return number(float(str(node.value)), 0 if float(str(node.value)).is_integer() else 2), 3
    key = node.id if isinstance(node, ast.Name) else ast.unparse(node)
    if key in alternative.leaves:
        text = _members(alternative, key, row, numbers, texts)
        return text, 2 if text.endswith(tuple("0123456789")) and " ÷ " in text else 3
    return number(float(alternative.constants[key][row]), 0), 3


def write(part: Compared, row: int, way: int, numbers: Numbers, texts: np.ndarray, result: str) -> str:
    """One way to compute a comparison, with its numbers, ending in '= result'."""
    alternative = part.alternatives[way]
    text, _ = _write(alternative.expression.tree, alternative, row, numbers, texts)
    if text.startswith("(") and text.endswith(")") and text.count("(") == 1:
        text = text[1:-1]
    return f"{text} = {result}" if any(sign in text for sign in "+−×÷") else text


_EXCEL = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_MOST_OPERANDS = 250  # what a spreadsheet's SUM() takes


def formula(part: Compared, row: int, way: int) -> str:
    """One way to compute a comparison as a spreadsheet formula without '=', numbers as [id]; '' where it
    cannot be one."""
    alternative = part.alternatives[way]

    def one(key: str) -> str:
        leaf = alternative.leaves[key]
        ids, dens = leaf.id[leaf.row == row].tolist(), leaf.den[leaf.row == row].tolist()
        if len(ids) == 1 and dens[0] == 1:
            return f"[{ids[0]}]"
        if len(ids) > _MOST_OPERANDS:
            raise ValueError
        if len(set(dens)) == 1:
            total = "SUM(" + ",".join(f"[{number}]" for number in ids) + ")"
            return total if dens[0] == 1 else f"({total}/{dens[0]})"
        return "(" + "+".join(f"[{number}]/{den}" for number, den in zip(ids, dens, strict=True)) + ")"

    def walk(node: ast.expr) -> str:
        if isinstance(node, ast.BinOp):
            return f"({walk(node.left)}{_EXCEL[type(node.op)]}{walk(node.right)})"
        if isinstance(node, ast.UnaryOp):
            return f"(-{walk(node.operand)})"
        if isinstance(node, ast.Constant):
            return repr(node.value)
        key = node.id if isinstance(node, ast.Name) else ast.unparse(node)
        return one(key) if key in alternative.leaves else repr(float(alternative.constants[key][row]))

    try:
        text = walk(alternative.expression.tree)
        return text.removeprefix("(").removesuffix(")") if _is_sum(alternative) else text
    except (ValueError, KeyError):
        return ""


def _is_sum(alternative: Alternative) -> bool:
    """Outer brackets are only left out where they are the only ones."""
    tree = alternative.expression.tree
    simple = ast.Name | ast.Constant
    return isinstance(tree, ast.BinOp) and isinstance(tree.left, simple) and isinstance(tree.right, simple)
