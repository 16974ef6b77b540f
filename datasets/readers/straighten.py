"""Text tables whose columns have drifted: rows brought back under their columns, header cells given their
spans.

A conversion that drops the merged cells of 'no' columns prints later rows some places too far left. The rows
that are full say what each column holds; a row that contradicts them is laid anew, in order, at the least
cost.
"""

from collections import Counter
from itertools import combinations

from datasets.document.cells import (
    cell_kind,
    is_label_column,
    is_number_row,
    is_total_row,
    prints_value,
    text_rows,
    vocabulary,
)
from datasets.document.model import Block, Cell

WRONG, WRONG_KIND, SHIFT, FAR, WORD = 4.0, 2.0, 0.15, 1.0, 0.8  # costs of a placement


def straighten(m: Block) -> None:
    """Bring drifted rows of a text table back to their columns, and give header cells their spans. Changes
    m.sel."""
    rows = text_rows(m.sel)
    body = list(range(m.kepala, len(rows)))
    full = _full_rows([rows[r] for r in body])
    if len(body) >= 2 and full:
        order = _label_columns(full)
        profile = _profile(full)
        words = _words_of(full)
        mapping = _header_map(rows[: m.kepala], profile, order, m.kepala)
        wrong = [r for r in body if _clashes(rows[r], profile)]
        if wrong and (
            mapping is not None or len(wrong) >= 2 or len(body) > 4 or is_total_row(rows[wrong[0]])
        ):
            width = max(len(profile), max(mapping) + 1 if mapping else 0)
            new = {r: t for r in wrong if (t := _arrangement(rows[r], profile, order, words, width))}
            m.sel = [p for p in m.sel if p.r not in new or p.c in new[p.r]]
            for p in m.sel:
                p.c = new[p.r][p.c] if p.r in new else p.c
        if mapping is not None:
            _move_header(m, mapping)
        _fill_blanks(m)
    span_headers(m)


def _full_rows(body: list[list[str]]) -> list[list[str]]:
    """The rows that fill most columns: they show what each column holds."""
    content = [sum(bool(s.strip()) for s in b) for b in body]
    bounds = max(content, default=0)
    return [b for b, n in zip(body, content, strict=True) if n >= max(2, bounds - 1) and not is_total_row(b)]


def _label_columns(full: list[list[str]]) -> list[int]:
    """Columns of row labels (1, 2, 1, 1) that stand left of words."""
    result = []
    for c in range(len(full[0]) - 1):
        right = [cell_kind(b[c + 1]) for b in full if b[c + 1].strip()]
        if is_label_column([b[c] for b in full]) and right and right.count("teks") * 10 >= 9 * len(right):
            result.append(c)
    return result


def _profile(full: list[list[str]]) -> list[str]:
    """Per column: 'uang', 'persen', 'angka' (values), 'urut', 'teks', or '' where it is mixed or blank."""
    result = []
    for c in range(len(full[0])):
        kind = Counter(cell_kind(b[c]) for b in full if b[c].strip())
        n = sum(kind.values())
        value = sum(v for k, v in kind.items() if k not in ("teks", "urut", "tahun"))
        if is_label_column([b[c] for b in full]):
            result.append("urut")
        elif n and value >= 0.8 * n:
            main = kind.most_common(1)[0][0]
            result.append(main if main in ("uang", "persen") and kind[main] >= 0.8 * n else "angka")
        elif n and kind["teks"] >= 0.8 * n:
            result.append("teks")
        else:
            result.append("")
    return result


def _words_of(full: list[list[str]]) -> list[set[str]]:
    """First words of each column's cells."""
    return [{b[c].split()[0].lower() for b in full if b[c].strip()} for c in range(len(full[0]))]


def _cost(text: str, column_kind: str) -> float:
    """Cost of a cell in a column of that kind."""
    kind = cell_kind(text)
    if column_kind == "" or kind in ("nihil", "tahun"):
        return 0.0
    if column_kind == "urut":
        return 0.0 if kind in ("urut", "bulat") else WRONG if prints_value(text) else WRONG_KIND
    if column_kind == "teks":
        return (
            WRONG if kind in ("uang", "persen", "angka") else WRONG_KIND if kind in ("urut", "bulat") else 0.0
        )
    if kind in ("teks", "urut"):
        return WRONG if len(text) > 12 else WRONG_KIND
    if {kind, column_kind} == {"uang", "persen"} or (column_kind == "uang" and kind == "bulat"):
        return WRONG_KIND
    return 0.0


def _clashes(rows: list[str], profile: list[str]) -> bool:
    """Does the row contradict its columns: a sum of money among words, a sentence among values?"""
    if sum(bool(s.strip()) for s in rows) == 1 and rows[0].strip():
        return False  # a row that one text fills
    return any(_cost(s, profile[c]) >= WRONG for c, s in enumerate(rows) if s.strip() and c < len(profile))


def _header_map(header: list[list[str]], profile: list[str], order: list[int], n: int) -> list[int] | None:
    """Body column of each header column where label columns have no header of their own; None where they
    agree."""
    if not n or not order:
        return None
    width = max((c + 1 for b in header for c, s in enumerate(b) if s.strip()), default=0)
    content = [
        next((b[c] for b in reversed(header) if not is_number_row(b) and c < len(b) and b[c].strip()), "")
        for c in range(width)
    ]
    candidates = [
        c for c in order if not (c == 0 and vocabulary()["kepala_no"].fullmatch(content[0].strip()))
    ]

    def match(mapping: list[int]) -> float:
        result = 0.0
        for h, c in enumerate(mapping):
            if content[h] and c >= len(profile):
                result -= 1  # a header over no column at all
            if not content[h] or c >= len(profile) or not profile[c]:
                continue
            value, words = (
                vocabulary()[k].search(content[h]) is not None for k in ("kepala_nilai", "kepala_kata")
            )
            if value != words:
                result += 1 if (profile[c] not in ("teks", "urut")) == value else -1
        return result

    best, score = None, match(list(range(width)))
    for k in range(1, len(candidates) + 1):
        for pass_by in combinations(candidates, k):
            body = [c for c in range(width + k) if c not in pass_by][:width]
            if width + k >= len(profile) and match(body) > score:
                best, score = body, match(body)
    return best


def _arrangement(
    rows: list[str], profile: list[str], order: list[int], words: list[set[str]], width: int
) -> dict[int, int]:
    """Old column → new column of a row, in order, at least cost; {} when nothing is better than the print."""
    content = [c for c, s in enumerate(rows) if s.strip()]
    steady = content[0] if is_total_row(rows) else -1  # the word 'Total' stays
    profile, words = profile + [""] * (width - len(profile)), words + [set()] * (width - len(words))

    def cost(c: int, to: int) -> float:
        free = sum(u < to for u in order)  # places lost with the blank label columns to the left
        shift = to - c
        distance = SHIFT * shift if 0 <= shift <= free else FAR * abs(shift)
        if c == steady:
            return 9 * FAR * abs(shift)
        return _cost(rows[c], profile[to]) + distance - WORD * (rows[c].split()[0].lower() in words[to])

    run: dict[int, tuple[float, list[int]]] = {-1: (0.0, [])}
    for i, c in enumerate(content):
        new: dict[int, tuple[float, list[int]]] = {}
        for to in range(width):
            if abs(to - c) > 3:
                continue
            for origin, (h, places) in run.items():
                if origin >= to:
                    continue
                differs = abs((to - c) - (origin - content[i - 1])) if i else 0
                candidates = h + cost(c, to) + 0.5 * differs
                if to not in new or candidates < new[to][0]:
                    new[to] = (candidates, [*places, to])
        if not new:
            return {}
        run = new
    new_cost, places = min(run.values(), key=lambda t: t[0])
    if any(c >= width for c in content):
        old_cost = float("inf")
    else:
        old_cost = sum(cost(c, c) for c in content)
    return dict(zip(content, places, strict=True)) if new_cost < old_cost - 1 else {}


def _move_header(m: Block, mapping: list[int]) -> None:
    """Put header cells over their body columns; a header over a label column and its words spans both."""
    m.sel = [p for p in m.sel if p.r >= m.kepala or p.c < len(mapping)]
    start = [mapping[i - 1] + 1 if i else 0 for i in range(len(mapping))]
    for p in m.sel:
        if p.r < m.kepala:
            h = p.c
            p.c, p.cs = start[h], mapping[h] - start[h] + 1


def _fill_blanks(m: Block) -> None:
    """Blank cells for the places that moving has left open, so that every row is complete."""
    width = max(p.c + p.cs for p in m.sel)
    there = {(r, c) for p in m.sel for r in range(p.r, p.r + p.rs) for c in range(p.c, p.c + p.cs)}
    line_no = {p.r: p.garis for p in m.sel}
    m.sel += [
        Cell(r, c, "", garis=g) for r, g in line_no.items() for c in range(width) if (r, c) not in there
    ]


def span_headers(m: Block) -> None:
    """Spans of header cells of a text table: over blanks to the right that have words below, and over blanks
    below."""
    if m.kepala < 1:
        return
    rows = text_rows(m.sel)
    n = m.kepala - (1 if is_number_row(rows[m.kepala - 1]) else 0)
    owner = {(p.r, p.c): p for p in m.sel if p.r < n}
    dropped: set[int] = set()
    filled = {(p.r, c): p for p in m.sel if p.r < n and p.teks for c in range(p.c, p.c + p.cs)}
    for p in sorted((p for p in owner.values() if p.teks), key=lambda p: (p.r, p.c)):
        c = p.c + p.cs
        # blanks on the right belong to it while a row below, under the same span, has words there
        while (
            (p.r, c) in owner and not owner[p.r, c].teks and any((r, c) in filled for r in range(p.r + 1, n))
        ):
            dropped.add(id(owner[p.r, c]))
            c += owner[p.r, c].cs
        p.cs = c - p.c
        r = p.r + 1
        while r < n and all((r, k) not in filled for k in range(p.c, p.c + p.cs)):
            dropped.update(id(owner[r, k]) for k in range(p.c, p.c + p.cs) if (r, k) in owner)
            r += 1
        p.rs = r - p.r
    m.sel = [p for p in m.sel if id(p) not in dropped]
    _orphan_columns(m, n)


def _orphan_columns(m: Block, n: int) -> None:
    """Columns that have cells but no header: 'Rp' goes with the header on its right, the rest with that on
    its left."""
    width = max(p.c + p.cs for p in m.sel)
    for c in range(1, width):
        above = [p for p in m.sel if p.r < n and p.c <= c < p.c + p.cs]
        content = [p.teks for p in m.sel if p.r >= m.kepala and p.c == c and p.teks]
        if any(p.teks for p in above) or not content:
            continue
        rp = all(t.strip(" .").lower() in ("rp", "idr") for t in content)
        neighbours = [p for p in m.sel if p.r < n and p.teks and (p.c == c + 1 if rp else p.c + p.cs == c)]
        m.sel = [p for p in m.sel if not (neighbours and p in above)]
        for p in neighbours:
            p.c, p.cs = min(p.c, c), p.cs + 1
