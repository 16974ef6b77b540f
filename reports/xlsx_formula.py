"""Recomputations as live formulas: '([56]/[23])*100' with numbers by id becomes
'(Angka!$C$58/Angka!$C$25)*100'."""

import re

LONGEST = 8_000  # characters; a spreadsheet takes 8,192
_RUN = 3  # neighbours from which they are written as a range
_TOKEN = re.compile(r"\s*(?:\[(\d+)\]|(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(SUM\()|([-+*/(),]))")
_LIST = re.compile(r"\[\d+\](?:,\[\d+\])*")


def live(formula: str, cells: dict[int, int], sheet: str, column: str) -> str:
    """The formula with '=' and cell references, or '' where it cannot be one.

    formula: numbers as [id], SUM() and + - * / only: whatever else is in it makes it none; cells: id → row in
    `sheet` (from 0).
    """
    if not formula or not _safe(formula, cells):
        return ""
    prefix = f"{quoted(sheet)}!"

    def one(row: int) -> str:
        return f"{prefix}${column}${row + 1}"

    def listed(match: re.Match) -> str:
        rows = [cells[int(number)] for number in re.findall(r"\d+", match.group())]
        out, begin = [], 0
        while begin < len(rows):
            end = begin
            while end + 1 < len(rows) and rows[end + 1] == rows[end] + 1:
                end += 1
            if end - begin + 1 >= _RUN:
                out.append(f"{one(rows[begin])}:${column}${rows[end] + 1}")
            else:
                out += [one(row) for row in rows[begin : end + 1]]
            begin = end + 1
        return ",".join(out)

    text = "=" + _LIST.sub(listed, _open(formula))
    return text if len(text) <= LONGEST else ""


def quoted(sheet: str) -> str:
    """A sheet's name as formulas write it."""
    return sheet if re.fullmatch(r"[A-Za-z]+", sheet) else "'" + sheet.replace("'", "''") + "'"


def _safe(formula: str, cells: dict[int, int]) -> bool:
    at, depth = 0, 0
    while at < len(formula):
        token = _TOKEN.match(formula, at)
        if not token or (token[1] and int(token[1]) not in cells):
            return False
        depth += formula[at : token.end()].count("(") - formula[at : token.end()].count(")")
        if depth < 0 or depth > 60:  # a spreadsheet takes 64 levels
            return False
        at = token.end()
    return depth == 0


def _open(formula: str) -> str:
    """Without the one pair of brackets around all of it."""
    if not formula.startswith("("):
        return formula
    depth = 0
    for at, sign in enumerate(formula):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return formula[1:-1] if at == len(formula) - 1 else formula
    return formula
