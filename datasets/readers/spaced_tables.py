"""Tables set with spaces, as a text export of a PDF prints them: columns from the gutters that the rows leave
free.

Such a run is taken for a table only when its rows agree on the gutters and hold values; else it stays prose.
"""

import re
from itertools import product
from math import prod

from datasets.document.cells import is_number_row, is_row_label, is_total_row, like_header, prints_value
from datasets.document.clean import clean, join
from datasets.document.model import Block, Cell
from datasets.readers.spaced_labels import Piece, is_value, leading_lines, names_columns, pieces
from datasets.readers.text_tables import Line

_NUMBER = re.compile(r"[\d.,]+(?:,-)?%?")
_WHOLE = re.compile(r"-?(Rp\.? ?)?\d{1,3}(?:\.\d{3})+(?:,\d+)?(?:,-)?%?")
_CUT_AMOUNT = re.compile(r"(?<![\d.,])(?:Rp\.? ?)?\d{1,3}(?:\.\d{3})+\.\d{0,2}(?![\d.])")
_HEADING = re.compile(
    r"\s{0,7}(?:(?:\d{1,2}\.){1,4}\d{0,2}|[A-Z]\.|[IVX]{1,5}\.|BAB "
    r"[IVX\d]+|(?:Tabel|Grafik|Gambar)\s*[\dIVX.-]*\d)\.?\s+\S*[A-Za-z]"
)
_CAPTION = re.compile(r"(?:Tabel|Grafik|Gambar)\s*[\dIVX.-]*\d\.?\s+\S*[A-Za-z]")
MAX_HEADER_ROWS = 8  # lines of a header
MAX_BLANK = 1  # blank lines within a table


def _is_core(p: list[Piece]) -> bool:
    """A line that shows the columns: three pieces or more, a value among the later ones."""
    return (
        len(p) >= 3
        and any(is_value(x.teks) for x in p[1:])
        and not any(re.fullmatch(r"[:=]", x.teks) for x in p)
        and not names_columns(p)
    )


def may_begin(text: str) -> bool:
    """Could a table begin at this line?"""
    return "   " in text.strip() or len(pieces(text)) >= 3


def spaced_run(lines: list[Line], i: int, continuation: bool = False) -> tuple[int, list[Block]]:
    """The table that begins at line i, or (i, []). continuation: another table stands near above, which may
    go on here."""
    end = _end(lines, i)
    content = [(b, pieces(b.teks)) for b in lines[i:end]]
    core = [k for k, (_, p) in enumerate(content) if _is_core(p)]
    if len(core) < 1 or core[0] > MAX_HEADER_ROWS:
        return i, []
    columns = _columns([p for _, p in content[core[0] :] if p])
    n = _first_row(content, core[0])
    if len(columns) < 3 or _header_start(content, n, columns) > 0:
        return i, []  # lines above the header are prose: they are read first, and the table comes again
    while continuation and n > 1 and all(re.match(r"[a-z(][a-z]{2}", x.teks) for x in content[n - 1][1]):
        n -= 1  # the rest of a row of the page before stands between the header and the first row
    if n == 0 and len(core) < 2:
        return i, []
    columns = _header_columns(next((p for _, p in content[:n] if p), []), columns)
    header = _header(
        [p for _, p in content[:n] if p and not (names_columns(p) and any("=" in x.teks for x in p))], columns
    )
    body = _body(content[n:], columns)
    if body is None:
        return i, []
    sel = [
        Cell(r, c, clean(t), 1, cs, garis=lines[i].garis, halaman=lines[i].halaman) for r, c, cs, t in header
    ]
    n = max((p.r + 1 for p in sel), default=0)
    for r, (b, text) in enumerate(body, n):
        sel += [Cell(r, c, clean(t), garis=b.garis, halaman=b.halaman) for c, t in enumerate(text)]
    m = Block("petak", garis=lines[i].garis, halaman=lines[i].halaman, sel=sel, cut_off=True)
    return end, [m]


def _first_row(content: list[tuple[Line, list[Piece]]], core: int) -> int:
    """The first line of the body: the first with values, but for the lines of words that begin its label; all
    that stands below the column numbers."""
    numbers = next((k for k in range(core - 1, -1, -1) if names_columns(content[k][1])), None)
    if numbers is not None:
        return numbers + 1
    lead = leading_lines([p for _, p in content[: core + 1]])
    while core - 1 in lead:
        core -= 1
    return core


def _end(lines: list[Line], i: int) -> int:
    """The line after the run: it ends at two blank lines, a page end, or a line of prose."""
    blank, j, bounds = 0, i, i
    while j < len(lines) and j - i < 2000:
        t = lines[j].teks
        if "\t" in t or "|" in t or lines[j].halaman != lines[i].halaman:
            break
        if not t.strip():
            blank += 1
            if blank > MAX_BLANK:
                break
        else:
            p = pieces(t)
            narrow = len(p) == 1 and len(p[0].teks) > 60 and not is_total_row([p[0].teks]) and p[0].mulai < 8
            if narrow and not t.isupper() and not _full_width(lines, i, j):
                break
            if blank and (len(p) == 1 and _is_heading(lines, i, j) or _begins_anew(lines, i, j)):
                break
            blank, bounds = 0, j + 1
        j += 1
    return bounds


def _is_heading(lines: list[Line], i: int, j: int) -> bool:
    """Is this line, behind a blank one, a numbered heading or a caption below a table, with a blank line or a
    table under it?"""
    below = next((b.teks for b in lines[j + 1 : j + 3] if b.teks.strip()), "")
    alone = not lines[j + 1].teks.strip() if j + 1 < len(lines) else True
    return (
        bool(_HEADING.match(lines[j].teks))
        and (alone or may_begin(below))
        and any(_is_core(pieces(b.teks)) for b in lines[i:j])
    )


def _begins_anew(lines: list[Line], i: int, j: int) -> bool:
    """Do these lines of words behind a blank line belong to what follows the table: a line of words that
    nothing of a table stands under, or the title and header of the next one?"""
    if not any(_is_core(pieces(b.teks)) for b in lines[i:j]):
        return False
    p, below = pieces(lines[j].teks), pieces(lines[j + 1].teks) if j + 1 < len(lines) else []
    if len(p) > 1 or is_total_row([p[0].teks]) or re.match(r"[a-z(]", p[0].teks) or _CAPTION.match(p[0].teks):
        return bool(_CAPTION.match(p[0].teks)) and len(p) == 1
    return (
        not below
        or len(below) > 2
        and like_header(below[0].teks)
        and not any(prints_value(x.teks) for x in below)
    )


def _full_width(lines: list[Line], i: int, j: int) -> bool:
    """Is this long line a row that one text fills? Rows with values stand right below and not far above."""
    below = next((p for b in lines[j + 1 : j + 4] if len(p := pieces(b.teks)) != 1), [])
    above = [pieces(b.teks) for b in lines[max(i, j - 5) : j]]
    if above and names_columns(above[-1]):
        return _is_core(below)
    return len(below) > 1 and any(prints_value(x.teks) for x in below) and any(map(_is_core, above))


def _columns(lines: list[list[Piece]]) -> list[tuple[int, int]]:
    """(start, end) of the columns: what lies between the gutters that no row crosses but those one text
    fills."""
    measures = [p for p in lines if len(p) > 1 and not is_number_row([x.teks for x in p])] or lines
    measures = [
        p[1:] if is_total_row([p[0].teks]) else p for p in measures
    ]  # the word of a total runs over the columns below
    width = max(p[-1].akhir for p in measures)
    content = [0] * (width + 1)
    for p in measures:
        for x in p:
            for k in range(x.mulai, x.akhir):
                content[k] += 1
    narrow = {a.akhir for p in measures for a, b in zip(p, p[1:], strict=False) if b.mulai - a.akhir == 1}
    result, start = [], None
    for k, n in enumerate(content):
        if n and start is None:
            start = k
        elif not n and start is not None:
            # one blank is a space between words, unless it is blank in every row of a table of many rows, or
            # parts two amounts
            if k + 1 >= len(content) or not content[k + 1] or len(measures) >= 8 or k in narrow:
                result.append((start, k))
                start = None
    return result


def _position(x: Piece, columns: list[tuple[int, int]]) -> tuple[int, int]:
    """First and last column that the piece lies over; the nearest one where it lies in a gutter."""
    hit = [c for c, (a, z) in enumerate(columns) if x.mulai < z and a < x.akhir]
    if not hit:
        centred = (x.mulai + x.akhir) / 2
        c = min(range(len(columns)), key=lambda k: abs(centred - sum(columns[k]) / 2))
        hit = [c]
    return hit[0], hit[-1]


def _header_columns(header: list[Piece], columns: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The columns, with those that only the first header line names and no row of this page fills."""
    for x in header:
        if len(header) > len(columns) and all(x.akhir < a or z < x.mulai for a, z in columns):
            columns = sorted([*columns, (x.mulai, x.akhir)])
    return columns


def _header_start(content: list[tuple[Line, list[Piece]]], core: int, columns: list[tuple[int, int]]) -> int:
    """The first header line: up to the first core line, as long as the lines consist of short pieces."""
    k = core
    while k > 0:
        p = content[k - 1][1]
        if not p or (
            len(p) == 1
            and (len(p[0].teks) > 30 or p[0].mulai <= columns[0][0] and not like_header(p[0].teks))
        ):
            break
        if any(x.teks.endswith((".", ":")) and len(x.teks) > 20 for x in p):
            break
        k -= 1
    return k


def _header(lines: list[list[Piece]], columns: list[tuple[int, int]]) -> list[tuple[int, int, int, str]]:
    """Header cells (r, c, cs, text): pieces above one another joined, a piece over several columns above
    theirs."""
    above: dict[tuple[int, int], str] = {}  # cells over several columns
    below: list[list[str]] = [[] for _ in columns]
    span = _spans(lines, columns)
    for p in lines:
        for x in p:
            a, z = span.get(id(x), _position(x, columns))
            if z > a:
                above[a, z] = join(above.get((a, z), ""), x.teks)
            else:
                below[a].append(x.teks)
    text = [_join_all(t) for t in below]
    if not above:
        return [(0, c, 1, t) for c, t in enumerate(text)] if any(text) else []
    beneath = {c for a, z in above for c in range(a, z + 1)}
    result = [(0, a, z - a + 1, t) for (a, z), t in above.items()] + [
        (0, c, 1, t) for c, t in enumerate(text) if c not in beneath
    ]
    return result + [(1, c, 1, text[c] if c in beneath else "") for c in range(len(columns))]


def _join_all(text: list[str]) -> str:
    result = ""
    for t in text:
        result = join(result, t)
    return result


def _spans(lines: list[list[Piece]], columns: list[tuple[int, int]]) -> dict[int, tuple[int, int]]:
    """id of a piece of the first header line → the columns it names. Columns that have words below but none
    in that line belong to a piece beside them: shared out so that every piece is centred over its columns as
    well as can be."""
    if len(lines) < 2:
        return {}
    area = [list(k) for k in columns]
    below = set()
    for x in (x for p in lines[1:] for x in p):
        a, z = _position(x, columns)
        below |= set(range(a, z + 1))
        if a == z:
            area[a] = [min(area[a][0], x.mulai), max(area[a][1], x.akhir)]
    owner = [(*_position(x, columns), x) for x in lines[0]]
    own = {c: i for i, (a, z, _) in enumerate(owner) for c in range(a, z + 1)}
    candidates = {i for i, (a, z, _) in enumerate(owner) if any(c in below for c in range(a, z + 1))}
    run: list[list[int]] = []  # runs of columns without a piece above
    for c in sorted(below - set(own)):
        if run and run[-1][-1] == c - 1:
            run[-1].append(c)
        else:
            run.append([c])
    options = []  # for each run: how many of its columns go to the piece on its left
    for r in run:
        left, right = own.get(r[0] - 1) in candidates, own.get(r[-1] + 1) in candidates
        options.append(
            list(range(len(r) + 1)) if left and right else [len(r)] if left else [0] if right else []
        )
    run = [r for r, p in zip(run, options, strict=True) if p]
    options = [p for p in options if p]
    if not run or prod(map(len, options)) > 5000:
        return {}

    def divided(cut: tuple[int, ...]) -> list[list[int]]:
        result = [[a, z] for a, z, _ in owner]
        for r, n in zip(run, cut, strict=True):
            if n:
                result[own[r[0] - 1]][1] = r[n - 1]
            if n < len(r):
                result[own[r[-1] + 1]][0] = r[n]
        return result

    def misses(cut: tuple[int, ...]) -> float:
        return sum(
            abs(x.mulai + x.akhir - area[a][0] - area[z][1])
            for (a, z), (_, _, x) in zip(divided(cut), owner, strict=True)
        )

    best = divided(min(product(*options), key=misses))
    return {id(x): (a, z) for (a, z), (_, _, x) in zip(best, owner, strict=True) if z > a}


def _body(
    content: list[tuple[Line, list[Piece]]], columns: list[tuple[int, int]]
) -> list[tuple[Line, list[str]]] | None:
    """Body rows; None when too many pieces lie over several columns. A line without value or label goes on
    with the row above, or leads the row below where that begins in the middle of a sentence."""
    lines, spanning, n = [], 0, 0
    lead = leading_lines([p for _, p in content])
    begun: list[str] = []
    for k, (b, p) in enumerate(content):
        if not p:
            continue
        text = [""] * len(columns)
        for x in p:
            a, z = _position(x, columns)
            spanning, n = spanning + (z > a and len(p) > 1 and not is_total_row([x.teks])), n + 1
            text[a] = join(text[a], x.teks)
        if begun:
            text = [join(t, u) for t, u in zip(begun, text, strict=True)]
        begun = text if k in lead else []
        if not begun:
            lines.append((b, text, len(p)))
    if spanning > 0.05 * n:
        return None
    value = {c for c in range(1, len(columns)) if _value_columns([t[c] for _, t, _ in lines])}
    result: list[tuple[Line, list[str]]] = []
    for b, text, pieces_in in lines:
        rest = (
            result
            and not is_row_label(text[0])
            and not is_total_row(text)
            and all(
                not text[c]
                or _torn_value(result[-1][1][c], text[c])
                or (result[-1][1][c] and not prints_value(text[c]))
                for c in value
            )
        )
        full = (
            pieces_in == 1 and text[0] and len(text[0]) > 30 and not re.match(r"[a-z(]", text[0])
        )  # a row that one text fills
        if (
            rest
            and not full
            and not is_number_row(result[-1][1])
            and not (len(result[-1][1][0]) > 30 and not any(result[-1][1][1:]))
        ):
            above = result[-1][1]
            for c, t in enumerate(text):
                above[c] = _join_values(above[c], t) if c in value else join(above[c], t)
        else:
            result.append((b, text))
    rows = [" ".join(text) for _, text in result]
    torn = any(
        _CUT_AMOUNT.search(a) and not re.search(r"[A-Za-z]", b) for a, b in zip(rows, rows[1:], strict=False)
    )
    return (
        None if torn else result
    )  # amounts cut over lines whose ends no column holds: nobody knows which belong together


def _value_columns(columns: list[str]) -> bool:
    content = [s for s in columns if s]
    return bool(content) and sum(is_value(s) or bool(_NUMBER.fullmatch(s)) for s in content) * 2 > len(
        content
    )


def _torn_value(above: str, below: str) -> bool:
    """Is the lower text the torn end of the number above: '2.415.289.' + '232', '632.393.0' + '77'?"""
    return (
        bool(above)
        and _NUMBER.fullmatch(below) is not None
        and not _WHOLE.fullmatch(above)
        and _WHOLE.fullmatch(above + below) is not None
    )


def _join_values(above: str, below: str) -> str:
    return above + below if below and _torn_value(above, below) else join(above, below)
