"""Which rows add up to which: the tree of a hierarchical table, from numbering, codes, names and totals,
proven by sums.

Words propose, sums dispose: of all readings the words allow, the one whose sums fit best is taken; a level
that hardly any sum supports is given up, so that a wrong tree never makes a right number look wrong.
"""

import re
from dataclasses import dataclass

import numpy as np

from datasets.recognise.grids.layout import Layout
from datasets.recognise.grids.sections import by_sections
from datasets.recognise.headers import tidy
from datasets.recognise.row_kinds import DATA, PART, TOTAL
from datasets.recognise.vocabulary import vocabulary
from schemas.interval import adds_up

_MIN_LIST = 8  # so many lines at least make a flat list
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
    """induk: row → row it is part of (rows without one stand on top); total: rows that are totals; tingkat:
    row → depth."""

    parent: dict[int, int]
    total: list[int]
    tingkat: dict[int, int]


def _children(parents: dict[int, int]) -> dict[int, list[int]]:
    result: dict[int, list[int]] = {}
    for a, i in parents.items():
        result.setdefault(i, []).append(a)
    return result


def tree_score(d: Layout, parents: dict[int, int], columns: list[int]) -> tuple[int, int]:
    """(sums that fit, sums that don't) over all parents and columns of a tree."""
    match = wrong = 0
    for i, children in _children(parents).items():
        for c in columns:
            v, t = d.nilai[children, c], d.nilai[i, c]
            if not np.isfinite(t) or not np.isfinite(v).any():
                continue
            des = int(max(d.desimal[children + [i], c].max(), 0))
            if adds_up(t, np.nansum(v), len(children), des):
                match += 1
            else:
                wrong += 1
    return match, wrong


def style(number: str) -> str:
    """Style of a row number: kode (1.1), romawi, besar (A), angka (1), kecil (a), …; '' for none."""
    number = number.strip()
    return next((n for n, p in STYLE if p.fullmatch(number)), "")


def is_list(d: Layout, rows: list[int]) -> bool:
    """Is the table a flat list, each line with its whole path in columns of its own (SKPD, program, kegiatan
    … of every item)?

    Names repeat down two columns or more, and wherever the left one changes the right one does; a hierarchy
    prints a parent once. Its lines are parts of nothing but a printed total.
    """
    if len(rows) < _MIN_LIST:
        return False
    paths = []
    for c in range(d.width):
        content = [d.teks[r, c] for r in rows]
        named = sum(len(re.findall(r"[A-Za-z]{3,}", t)) >= 2 for t in content)
        again = np.array([a == b for a, b in zip(content, content[1:], strict=False)])
        if named >= 0.95 * len(rows) and again.mean() >= 0.3:
            paths.append(again)
    nested = sum(bool((left | ~right).mean() >= 0.95) for left, right in zip(paths, paths[1:], strict=False))
    return nested > 0


def _by_level(rows: list[int], level: dict[int, int]) -> dict[int, int]:
    """Parents from depths: the nearest row above that lies less deep."""
    parents, stack = {}, []
    for r in rows:
        if r not in level:
            stack = []
            continue
        while stack and level[stack[-1]] >= level[r]:
            stack.pop()
        if stack:
            parents[r] = stack[-1]
        stack.append(r)
    return parents


def _code_level(rows: list[int], code: dict[int, str]) -> dict[int, int]:
    content = {r: tuple(re.findall(r"\w+", code.get(r, ""))) for r in rows}
    there = [k for k in content.values() if k]
    if len(there) < 0.6 * len(rows) or len({len(k) for k in there}) < 2:
        return {}
    return {r: len(k) for r, k in content.items() if k}


def _style_level(rows: list[int], number: dict[int, str]) -> dict[int, int]:
    order: list[str] = []
    result = {}
    for r in rows:
        g = style(number.get(r, ""))
        if not g or g == "kode":
            continue
        if g == "besar" and number[r].strip(".()") in "IVX" and "romawi" in order:
            g = "romawi"
        if g not in order:
            order.append(g)
        result[r] = order.index(g)
    if len(order) < 2 or len(result) < 0.6 * len(rows):
        return {}
    # rows without a number lie below the row above
    for r in rows:
        result.setdefault(r, len(order))
    return result


def _word_level(rows: list[int], name: dict[int, str]) -> dict[int, int]:
    order = {"program": 0, "kegiatan": 1, "sub kegiatan": 2, "belanja": 3}
    result = {}
    for r in rows:
        n = tidy(name.get(r, ""))
        for t, pattern in vocabulary("baris")["tingkat"].items():
            if any(re.search(p, n) for p in pattern):
                result[r] = order[t]
                break
    if len(set(result.values())) < 2 or len(result) < 0.7 * len(rows):
        return {}
    return result


def _by_sums(d: Layout, rows: list[int], columns: list[int], single: bool = False) -> dict[int, int]:
    """Parents that only sums show: a row that equals, to the rupiah, the rows right below it (two or more;
    one: `single`).

    Half of the columns must fit, so that one wrong number does not hide a parent; where more rows make more
    columns fit (the last part of a kegiatan spent nothing in the first quarter), those rows are parts too.
    """
    parents: dict[int, int] = {}
    printed = np.isfinite(d.nilai[:, columns])
    value = np.where(printed, d.nilai[:, columns], 0.0)
    for i in reversed(range(len(rows))):
        r = rows[i]
        t = value[r]
        there = np.abs(t) >= 1000
        if not there.any():
            continue
        count, children, best, most = np.zeros(len(columns)), [], [], 0
        for s in rows[i + 1 :]:
            if s in parents:
                continue
            if not printed[s].any():
                break
            count = count + value[s]
            children.append(s)
            fitting = np.abs(count - t) <= 0.5
            n = int((fitting & there).sum())
            if len(children) >= (1 if single else 2) and n >= max(1, there.sum() / 2) and n > most:
                best, most = list(children), n
            if (
                most == there.sum()
                or (count[there] > t[there] * 1.5 + 0.5).all()
                or most
                and (count > t + 0.5)[there].all()
            ):
                break
        parents.update(dict.fromkeys(best, r))
    return parents


def _beyond_equality(parents: dict[int, int], total: list[int]) -> dict[int, int]:
    """The tree without rows that were put under another only because both print the same: four villages of
    one amount each are no chain of levels, and their equality proves none."""
    children = _children(parents)
    return {a: i for a, i in parents.items() if i in total or len(children[i]) > 1}


def _left_over(data: list[int], parents: dict[int, int], total: list[int]) -> int:
    """Rows that are part of nothing though totals close the table: each speaks as much against a reading as a
    sum that does not fit ("Program 881 | its only kegiatan 881 | its two sub kegiatan" under numbered
    programmes)."""
    return sum(r not in parents for r in data) if total else 0


def _damaged(d: Layout, r: int, columns: list[int]) -> bool:
    """Does the row print a figure that cannot be read ("3.8000.000,00")? It has its place, too."""
    return any(re.search(r"\d", d.teks[r, c]) for c in columns)


def tree_of(
    d: Layout,
    columns: list[int],
    name: dict[int, str],
    code: dict[int, str],
    number: dict[int, str],
    level: dict[int, int] | None = None,
) -> Tree:
    """The tree of a table's rows.

    columns: columns whose sums count; name, kode, nomor: row → its name, account code, number; tingkat:
    depths that the layout itself gives (a column each for program, kegiatan, sub kegiatan), where it does.
    """
    data = [r for r in d.body if d.rows[r].jenis == DATA and np.isfinite(d.nilai[r, columns]).any()]
    printed = [r for r in d.body if r in data or d.rows[r].jenis == DATA and _damaged(d, r, columns)]
    candidates = [
        level or {},
        _code_level(printed, code),
        _code_level(printed, number),
        _style_level(printed, number),
        _word_level(printed, name),
    ]
    flat = is_list(d, data)
    reading = [(_by_level(printed, t), t) for t in candidates if t and not flat]
    reading = [(i, t) for i, t in reading if i]
    levelled = bool(reading)
    reading += (
        [({}, {})]
        if flat
        else [({}, {}), (_by_sums(d, data, columns), {}), (_by_sums(d, data, columns, True), {})]
    )
    if not flat and (sections := by_sections(d, data, columns, name, _by_sums)):
        reading.append((sections, {}))
    result = []
    for n, (parents, t) in enumerate(reading):
        parents = dict(parents)
        total = _attach_totals(d, columns, printed, parents, number)
        match, wrong = tree_score(d, parents if t else _beyond_equality(parents, total), columns)
        left = _left_over(data, parents, total)
        result.append((match - wrong - left, -left, -n, match, wrong, parents, total, t))
    *_, match, wrong, parents, total, within = max(result, key=lambda h: h[:3])
    if levelled and wrong > match:  # levels are printed, but no reading of them adds up: say nothing
        parents = {}
    for t in [t for t in total if _twins(d, [r for r, i in parents.items() if i == t], t, columns)]:
        parents = {r: i for r, i in parents.items() if i != t}
    depth = {}
    for r in data:
        n, i = 0, r
        while i in parents and parents[i] not in total and n < 10:
            i, n = parents[i], n + 1
        depth[r] = within.get(r, n)
    return Tree(parents, total, depth)


def _twins(d: Layout, children: list[int], t: int, columns: list[int]) -> bool:
    """Do the rows come to two or three times their total in every column? Then some of them are totals
    themselves."""
    if len(children) < 3:
        return False
    with np.errstate(divide="ignore", invalid="ignore"):
        times = np.nansum(d.nilai[np.ix_(children, columns)], axis=0) / d.nilai[t, columns]
    times = times[np.isfinite(times)]
    return len(times) > 0 and bool((((times > 1.6) & (times < 2.4)) | ((times > 2.6) & (times < 3.4))).all())


def _attach_totals(
    d: Layout, columns: list[int], data: list[int], parents: dict[int, int], number: dict[int, str]
) -> list[int]:
    """Give every row on top its total row: the totals close what stands above them (in place). Returns the
    total rows."""
    total = [r for r in d.body if d.rows[r].jenis == TOTAL and np.isfinite(d.nilai[r, columns]).any()]
    loose: list[int] = []  # rows on top since the last total
    sub: list[int] = []  # totals not yet part of another
    result = []
    order = sorted([*data, *total, *[r for r in d.body if d.rows[r].jenis == PART]])
    for n, r in enumerate(order):
        if d.rows[r].jenis == PART:
            continue
        if r not in total:
            if r not in parents:
                loose.append(r)
            continue
        rest = [x for x in order[n + 1 :] if x in total or x in data]
        options = [x for x in (loose, [*sub, *loose] if sub else [], sub) if x]
        peak = (
            [x for x in loose if style(number.get(x, "")) == style(number.get(loose[0], ""))] if loose else []
        )
        mixed = 0 < len(peak) < len(loose)  # "I … 1 … 2 … II": perhaps only I and II are parts
        if mixed and tree_score(d, dict.fromkeys(peak, r), columns) > tree_score(
            d, dict.fromkeys(loose, r), columns
        ):
            options.append(peak)
        value = [tree_score(d, dict.fromkeys(p, r), columns) for p in options]
        if not options:
            result.append(r)
            continue
        large = d.rows[r].akhir or (not rest and len(sub) > 0)
        if large and len(options) > 1:
            best = max(range(len(options)), key=lambda i: (value[i][0] - value[i][1], i == 1))
        else:
            best = max(range(len(options)), key=lambda i: (value[i][0] - value[i][1], -i))
        children = options[best]
        if children is sub and not loose and len(sub) == 1 and value[best][0] == 0:
            children = []  # a second total that repeats nothing
        parents.update(dict.fromkeys(children, r))
        loose = [x for x in loose if x not in children]
        sub = [x for x in sub if x not in children] + [r]
        result.append(r)
    above = next((r for r in result[:1] if r not in parents.values() and data and r < data[0]), None)
    if above is not None:  # the total stands above what it adds up
        for children in (
            loose,
            [x for x in loose if loose and style(number.get(x, "")) == style(number.get(loose[0], ""))],
        ):
            match, wrong = tree_score(d, dict.fromkeys(children, above), columns)
            if len(children) > 1 and match > wrong:
                parents.update(dict.fromkeys(children, above))
                break
    return result
