"""Which rows add up to which: the tree of a hierarchical table, from numbering, codes, names and totals,
proven by sums.

Words propose, sums dispose: of all readings the words allow, the one whose sums fit best is taken; a level
that hardly any sum supports is given up, so that a wrong tree never makes a right number look wrong.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from cermat.datasets.recognise.grids.columns import Column
from cermat.datasets.recognise.grids.layout import Layout
from cermat.datasets.recognise.headers import tidy
from cermat.datasets.recognise.row_kinds import DATA, TOTAL
from cermat.datasets.recognise.vocabulary import vocabulary
from cermat.schemas.interval import adds_up

Parents = dict[int, int]

_MIN_LIST = 8  # so many lines at least make a flat list
_LEVELS = ["program", "kegiatan", "sub kegiatan", "belanja"]
STYLE = [
    ("kode", re.compile(r"\(?\d{1,2}(?:[. ]\d{1,4}){1,7}\.?\)?")),
    ("romawi", re.compile(r"\(?[IVXL]{1,6}[.)]?\)?")),
    ("besar", re.compile(r"\(?[A-Z][.)]?\)?")),
    ("angka", re.compile(r"\d{1,3}\.?")),
    ("kecil", re.compile(r"[a-z]\.?")),
    ("angka)", re.compile(r"\(?\d{1,3}\)")),
    ("kecil)", re.compile(r"\(?[a-z]\)")),
    ("garis", re.compile(r"[-–•*]")),
]


@dataclass
class Tree:
    """parent: row → row it is part of (rows without one stand on top); total: rows that are totals."""

    parent: Parents
    total: list[int]

    def children(self) -> dict[int, list[int]]:
        return _children(self.parent)

    def code(self, row: int) -> str:
        """What a row is called by those that are part of it."""
        if row not in self.total:
            return str(row)
        return "total" if row == self.total[-1] else f"total-{row}"


def row_codes(grid: Layout, columns: list[Column]) -> dict[int, str]:
    """Row → its account code: that of the columns of segments, else the text of the column of codes."""
    coded = [col.c for col in columns if col.role == "kode"][:1]
    return grid.codes or {row: grid.teks[row, at] for at in coded for row in grid.body}


def _children(parents: Parents) -> dict[int, list[int]]:
    result: dict[int, list[int]] = {}
    for part, whole in parents.items():
        result.setdefault(whole, []).append(part)
    return result


def tree_score(grid: Layout, parents: Parents, columns: list[int]) -> tuple[int, int]:
    """(sums that fit, sums that don't) over all parents and columns of a tree."""
    match = tested = 0
    for whole, parts in _children(parents).items():
        value, total = grid.nilai[np.ix_(parts, columns)], grid.nilai[whole, columns]
        there = np.isfinite(total) & np.isfinite(value).any(axis=0)
        decimals = np.maximum(grid.desimal[np.ix_([whole, *parts], columns)].max(axis=0, initial=0), 0)
        match += int((adds_up(total, np.nansum(value, axis=0), len(parts), decimals) & there).sum())
        tested += int(there.sum())
    return match, tested - match


def style(number: str) -> str:
    """Style of a row number: kode (1.1), romawi, besar (A), angka (1), kecil (a), …; '' for none."""
    return next((name for name, pattern in STYLE if pattern.fullmatch(number.strip())), "")


def _is_list(grid: Layout, rows: list[int]) -> bool:
    """Is the table a flat list, each line with its whole path in columns of its own (SKPD, program, kegiatan
    … of every item)?

    Names repeat down two columns or more, and wherever the left one changes the right one does; a hierarchy
    prints a parent once. Its lines are parts of nothing but a printed total.
    """
    if len(rows) < _MIN_LIST:
        return False
    paths = []
    for texts in grid.teks[rows].T:
        named = sum(len(re.findall(r"[A-Za-z]{3,}", text)) >= 2 for text in texts)
        again = np.array([above == below for above, below in pairwise(texts)])
        if named >= 0.95 * len(rows) and again.mean() >= 0.3:
            paths.append(again)
    return any((left | ~right).mean() >= 0.95 for left, right in pairwise(paths))


def _by_level(rows: list[int], level: dict[int, int]) -> Parents:
    """Parents from depths: the nearest row above that lies less deep."""
    parents: Parents = {}
    stack: list[int] = []
    for row in rows:
        while stack and (row not in level or level[stack[-1]] >= level[row]):
            stack.pop()
        if row in level:
            if stack:
                parents[row] = stack[-1]
            stack.append(row)
    return parents


def _code_level(rows: list[int], code: dict[int, str]) -> dict[int, int]:
    depth = {row: len(re.findall(r"\w+", code.get(row, ""))) for row in rows}
    result = {row: count for row, count in depth.items() if count}
    return result if len(result) >= 0.6 * len(rows) and len(set(result.values())) > 1 else {}


def _style_level(rows: list[int], number: dict[int, str]) -> dict[int, int]:
    """Depths by the order in which styles of numbers appear; rows without a number lie deepest."""
    styles = {row: style(number.get(row, "")) for row in rows}
    styles = {row: own for row, own in styles.items() if own not in ("", "kode")}
    order = list(dict.fromkeys(styles.values()))
    if len(order) < 2 or len(styles) < 0.6 * len(rows):
        return {}
    return {row: order.index(styles[row]) if row in styles else len(order) for row in rows}


def level_word(name: str) -> str:
    """program | kegiatan | sub kegiatan | belanja where a row's name begins so; else ''."""
    levels = vocabulary("baris")["tingkat"].items()
    plain = tidy(name)
    return next((level for level, words in levels if any(re.search(word, plain) for word in words)), "")


def _word_level(rows: list[int], name: dict[int, str]) -> dict[int, int]:
    words = {row: level_word(name.get(row, "")) for row in rows}
    result = {row: _LEVELS.index(word) for row, word in words.items() if word}
    return result if len(set(result.values())) > 1 and len(result) >= 0.7 * len(rows) else {}


def _by_sums(grid: Layout, rows: list[int], columns: list[int], single: bool = False) -> Parents:
    """Parents that only sums show: a row that equals, to the rupiah, the rows right below it (two or more;
    one: `single`).

    Half of the columns must fit, so that one wrong number does not hide a parent; where more rows make more
    columns fit (the last part of a kegiatan spent nothing in the first quarter), those rows are parts too.
    """
    parents: Parents = {}
    printed = np.isfinite(grid.nilai[:, columns])
    value = np.where(printed, grid.nilai[:, columns], 0.0)
    for number in reversed(range(len(rows))):
        whole = value[rows[number]]
        there = np.abs(whole) >= 1000
        count, parts, best, most = np.zeros(len(columns)), [], [], 0
        for row in rows[number + 1 :] if there.any() else []:
            if row in parents:
                continue
            if not printed[row].any():
                break
            count = count + value[row]
            parts.append(row)
            hits = int(((np.abs(count - whole) <= 0.5) & there).sum())
            if len(parts) > (not single) and hits >= max(1, there.sum() / 2) and hits > most:
                best, most = list(parts), hits
            far = (count[there] > whole[there] * 1.5 + 0.5).all()
            if far or most and (most == there.sum() or (count > whole + 0.5)[there].all()):
                break
        parents.update(dict.fromkeys(best, rows[number]))
    return parents


def _beyond_equality(parents: Parents, total: list[int]) -> Parents:
    """The tree without rows that were put under another only because both print the same: four villages of
    one amount each are no chain of levels, and their equality proves none."""
    children = _children(parents)
    return {part: whole for part, whole in parents.items() if whole in total or len(children[whole]) > 1}


def _damaged(grid: Layout, row: int, columns: list[int]) -> bool:
    """Does the row print a figure that cannot be read ("3.8000.000,00")? It has its place, too."""
    return any(re.search(r"\d", grid.teks[row, column]) for column in columns)


def tree_of(
    grid: Layout,
    columns: list[int],
    name: dict[int, str],
    code: dict[int, str],
    level: dict[int, int] | None = None,
) -> Tree:
    """The tree of a table's rows.

    columns: columns whose sums count; name, code: row → its name, account code; level: depths that the layout
    itself gives (a column each for program, kegiatan, sub kegiatan), where it does.

    Rows that are part of nothing though totals close the table speak as much against a reading as sums that
    do not fit ("Program 881 | its only kegiatan 881 | its two sub kegiatan" under numbered programmes).
    """
    number = {row: grid.number(row) for row in grid.body}
    rows = [row for row in grid.body if grid.kind(row) == DATA]
    data = [row for row in rows if np.isfinite(grid.nilai[row, columns]).any()]
    printed = [row for row in rows if row in data or _damaged(grid, row, columns)]
    readings: list[tuple[bool, Parents]] = []  # (do levels give it?, its parents)
    if not _is_list(grid, data):
        levels = [level or {}, _code_level(printed, code), _code_level(printed, number)]
        levels += [_style_level(printed, number), _word_level(printed, name)]
        readings += [(True, parents) for depth in levels if (parents := _by_level(printed, depth))]
        sums = [{}, _by_sums(grid, data, columns), _by_sums(grid, data, columns, True)]
        readings += [(False, parents) for parents in sums]
    result = []
    for order, (levelled, proposed) in enumerate(readings or [(False, {})]):
        parents = dict(proposed)
        total = _attach_totals(grid, columns, printed, parents, number)
        judged = parents if levelled else _beyond_equality(parents, total)
        match, wrong = tree_score(grid, judged, columns)
        left = sum(row not in parents for row in data) if total else 0
        result.append((match - wrong - left, -left, -order, wrong > match, parents, total))
    *_, denied, parents, total = max(result, key=lambda reading: reading[:3])
    if denied and any(levelled for levelled, _ in readings):
        parents = {}  # levels are printed, but no reading of them adds up: say nothing
    twice = {whole for whole, parts in _children(parents).items() if _twins(grid, parts, whole, columns)}
    kept = {part: whole for part, whole in parents.items() if whole not in twice or whole not in total}
    return Tree(kept, total)


def _twins(grid: Layout, children: list[int], total: int, columns: list[int]) -> bool:
    """Do the rows come to two or three times their total in every column? Then some of them are totals
    themselves."""
    if len(children) < 3:
        return False
    with np.errstate(divide="ignore", invalid="ignore"):
        times = np.nansum(grid.nilai[np.ix_(children, columns)], axis=0) / grid.nilai[total, columns]
    times = times[np.isfinite(times)]
    return len(times) > 0 and bool(((np.abs(times - 2) < 0.4) | (np.abs(times - 3) < 0.4)).all())


def _attach_totals(
    grid: Layout, columns: list[int], data: list[int], parents: Parents, number: dict[int, str]
) -> list[int]:
    """Give each row on top its total row: it closes what stands above it (in place). Returns the totals."""

    def score(parts: list[int], total: int) -> tuple[int, int]:
        return tree_score(grid, dict.fromkeys(parts, total), columns)

    def peak(rows: list[int]) -> list[int]:
        """Those numbered as the first: of "I … 1 … 2 … II" perhaps only I and II are parts."""
        return [row for row in rows if style(number.get(row, "")) == style(number.get(rows[0], ""))]

    totals = [
        row for row in grid.body if grid.kind(row) == TOTAL and np.isfinite(grid.nilai[row, columns]).any()
    ]
    loose: list[int] = []  # rows on top since the last total
    sub: list[int] = []  # totals not yet part of another
    order = sorted([*data, *totals])
    for row in order:
        if row not in totals:
            loose += [row] if row not in parents else []
            continue
        options = [rows for rows in (loose, [*sub, *loose] if sub else [], sub) if rows]
        if len(peak(loose)) < len(loose) and score(peak(loose), row) > score(loose, row):
            options.append(peak(loose))
        scores = [score(parts, row) for parts in options]
        large = len(options) > 1 and (grid.rows[row].akhir or row == order[-1] and len(sub) > 0)
        places = [place == 1 if large else -place for place in range(len(scores))]
        ranks = [(match - wrong, place) for (match, wrong), place in zip(scores, places, strict=True)]
        best = max(range(len(options)), key=ranks.__getitem__, default=-1)
        children = options[best] if options else []
        if children is sub and not loose and len(sub) == 1 and not scores[best][0]:
            children = []  # a second total that repeats nothing
        parents.update(dict.fromkeys(children, row))
        loose = [row for row in loose if row not in children]
        sub = [row for row in sub if row not in children] + ([row] if options else [])
    above = totals[0] if totals else -1
    if above >= 0 and above not in parents.values() and data and above < data[0]:
        for parts in (loose, peak(loose)):  # the total stands above what it adds up
            match, wrong = score(parts, above)
            if len(parts) > 1 and match > wrong:
                parents.update(dict.fromkeys(parts, above))
                break
    return totals
