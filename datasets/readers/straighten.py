"""Text tables whose columns have drifted: rows brought back under their columns, header cells given their
spans.

A conversion that drops the merged cells of 'no' columns prints later rows some places too far left. The rows
that are full say what each column holds; a row that contradicts them is laid anew, in order, at the least
cost.
"""

from collections import Counter
from itertools import combinations

from cermat.datasets.document.cells import (
    cell_kind,
    is_label_column,
    is_number_row,
    is_total_row,
    prints_value,
    text_rows,
    vocabulary,
)
from cermat.datasets.document.model import Block, Cell

WRONG, WRONG_KIND, SHIFT, FAR, WORD = 4.0, 2.0, 0.15, 1.0, 0.8  # costs of a placement


def straighten(block: Block) -> None:
    """Bring drifted rows of a text table back to their columns, and give header cells their spans. Changes
    m.sel."""
    rows = text_rows(block.sel)
    body = list(range(block.kepala, len(rows)))
    full = _full_rows([rows[row] for row in body])
    if len(body) >= 2 and full:
        order = _label_columns(full)
        profile = _profile(full)
        words = _words_of(full)
        mapping = _header_map(rows[: block.kepala], profile, order, block.kepala)
        wrong = [row for row in body if _clashes(rows[row], profile)]
        if wrong and (
            mapping is not None or len(wrong) >= 2 or len(body) > 4 or is_total_row(rows[wrong[0]])
        ):
            width = max(len(profile), max(mapping) + 1 if mapping else 0)
            new = {
                row: told for row in wrong if (told := _arrangement(rows[row], profile, order, words, width))
            }
            block.sel = [cell for cell in block.sel if cell.r not in new or cell.c in new[cell.r]]
            for cell in block.sel:
                cell.c = new[cell.r][cell.c] if cell.r in new else cell.c
        if mapping is not None:
            _move_header(block, mapping)
        _fill_blanks(block)
    span_headers(block)


def _full_rows(body: list[list[str]]) -> list[list[str]]:
    """The rows that fill most columns: they show what each column holds."""
    content = [sum(bool(text.strip()) for text in line) for line in body]
    bounds = max(content, default=0)
    return [
        row
        for row, at in zip(body, content, strict=True)
        if at >= max(2, bounds - 1) and not is_total_row(row)
    ]


def _label_columns(full: list[list[str]]) -> list[int]:
    """Columns of row labels (1, 2, 1, 1) that stand left of words."""
    result = []
    for column in range(len(full[0]) - 1):
        right = [cell_kind(row[column + 1]) for row in full if row[column + 1].strip()]
        if (
            is_label_column([row[column] for row in full])
            and right
            and right.count("teks") * 10 >= 9 * len(right)
        ):
            result.append(column)
    return result


def _profile(full: list[list[str]]) -> list[str]:
    """Per column: 'uang', 'persen', 'angka' (values), 'urut', 'teks', or '' where it is mixed or blank."""
    result = []
    for column in range(len(full[0])):
        kind = Counter(cell_kind(row[column]) for row in full if row[column].strip())
        count = sum(kind.values())
        value = sum(times for kind_name, times in kind.items() if kind_name not in ("teks", "urut", "tahun"))
        if is_label_column([row[column] for row in full]):
            result.append("urut")
        elif count and value >= 0.8 * count:
            main = kind.most_common(1)[0][0]
            result.append(main if main in ("uang", "persen") and kind[main] >= 0.8 * count else "angka")
        elif count and kind["teks"] >= 0.8 * count:
            result.append("teks")
        else:
            result.append("")
    return result


def _words_of(full: list[list[str]]) -> list[set[str]]:
    """First words of each column's cells."""
    return [
        {row[column].split()[0].lower() for row in full if row[column].strip()}
        for column in range(len(full[0]))
    ]


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
    if sum(bool(text.strip()) for text in rows) == 1 and rows[0].strip():
        return False  # a row that one text fills
    return any(
        _cost(text, profile[column]) >= WRONG
        for column, text in enumerate(rows)
        if text.strip() and column < len(profile)
    )


def _header_map(
    header: list[list[str]], profile: list[str], order: list[int], shift: int
) -> list[int] | None:
    """Body column of each header column where label columns have no header of their own; None where they
    agree."""
    if not shift or not order:
        return None
    width = max(
        (column + 1 for line in header for column, text in enumerate(line) if text.strip()), default=0
    )
    content = [
        next(
            (
                line[column]
                for line in reversed(header)
                if not is_number_row(line) and column < len(line) and line[column].strip()
            ),
            "",
        )
        for column in range(width)
    ]
    candidates = [
        place
        for place in order
        if not (place == 0 and vocabulary()["kepala_no"].fullmatch(content[0].strip()))
    ]

    def match(mapping: list[int]) -> float:
        result = 0.0
        for place, column in enumerate(mapping):
            if content[place] and column >= len(profile):
                result -= 1  # a header over no column at all
            if not content[place] or column >= len(profile) or not profile[column]:
                continue
            value, words = (
                vocabulary()[key].search(content[place]) is not None
                for key in ("kepala_nilai", "kepala_kata")
            )
            if value != words:
                result += 1 if (profile[column] not in ("teks", "urut")) == value else -1
        return result

    best, score = None, match(list(range(width)))
    for extra in range(1, len(candidates) + 1):
        for pass_by in combinations(candidates, extra):
            body = [column for column in range(width + extra) if column not in pass_by][:width]
            if width + extra >= len(profile) and match(body) > score:
                best, score = body, match(body)
    return best


def _arrangement(
    rows: list[str], profile: list[str], order: list[int], words: list[set[str]], width: int
) -> dict[int, int]:
    """Old column → new column of a row, in order, at least cost; {} when nothing is better than the print."""
    content = [column for column, text in enumerate(rows) if text.strip()]
    steady = content[0] if is_total_row(rows) else -1  # the word 'Total' stays
    profile, words = profile + [""] * (width - len(profile)), words + [set()] * (width - len(words))

    def cost(place: int, to: int) -> float:
        free = sum(earlier < to for earlier in order)  # places lost with the blank label columns to the left
        shift = to - place
        distance = SHIFT * shift if 0 <= shift <= free else FAR * abs(shift)
        if place == steady:
            return 9 * FAR * abs(shift)
        return (
            _cost(rows[place], profile[to]) + distance - WORD * (rows[place].split()[0].lower() in words[to])
        )

    run: dict[int, tuple[float, list[int]]] = {-1: (0.0, [])}
    for at, column in enumerate(content):
        new: dict[int, tuple[float, list[int]]] = {}
        for to in range(width):
            if abs(to - column) > 3:
                continue
            for origin, (head, places) in run.items():
                if origin >= to:
                    continue
                differs = abs((to - column) - (origin - content[at - 1])) if at else 0
                candidates = head + cost(column, to) + 0.5 * differs
                if to not in new or candidates < new[to][0]:
                    new[to] = (candidates, [*places, to])
        if not new:
            return {}
        run = new
    new_cost, places = min(run.values(), key=lambda run_of: run_of[0])
    if any(place >= width for place in content):
        old_cost = float("inf")
    else:
        old_cost = sum(cost(place, place) for place in content)
    return dict(zip(content, places, strict=True)) if new_cost < old_cost - 1 else {}


def _move_header(block: Block, mapping: list[int]) -> None:
    """Put header cells over their body columns; a header over a label column and its words spans both."""
    block.sel = [cell for cell in block.sel if cell.r >= block.kepala or cell.c < len(mapping)]
    start = [mapping[at - 1] + 1 if at else 0 for at in range(len(mapping))]
    for cell in block.sel:
        if cell.r < block.kepala:
            moved = cell.c
            cell.c, cell.cs = start[moved], mapping[moved] - start[moved] + 1


def _fill_blanks(block: Block) -> None:
    """Blank cells for the places that moving has left open, so that every row is complete."""
    width = max(cell.c + cell.cs for cell in block.sel)
    there = {
        (row, column)
        for cell in block.sel
        for row in range(cell.r, cell.r + cell.rs)
        for column in range(cell.c, cell.c + cell.cs)
    }
    line_no = {cell.r: cell.garis for cell in block.sel}
    block.sel += [
        Cell(row, column, "", garis=line)
        for row, line in line_no.items()
        for column in range(width)
        if (row, column) not in there
    ]


def span_headers(block: Block) -> None:
    """Spans of header cells of a text table: over blanks to the right that have words below, and over blanks
    below."""
    if block.kepala < 1:
        return
    rows = text_rows(block.sel)
    heads = block.kepala - (1 if is_number_row(rows[block.kepala - 1]) else 0)
    owner = {(cell.r, cell.c): cell for cell in block.sel if cell.r < heads}
    dropped: set[int] = set()
    filled = {
        (cell.r, column): cell
        for cell in block.sel
        if cell.r < heads and cell.teks
        for column in range(cell.c, cell.c + cell.cs)
    }
    for cell in sorted((cell for cell in owner.values() if cell.teks), key=lambda cell: (cell.r, cell.c)):
        column = cell.c + cell.cs
        # blanks on the right belong to it while a row below, under the same span, has words there
        while (
            (cell.r, column) in owner
            and not owner[cell.r, column].teks
            and any((row, column) in filled for row in range(cell.r + 1, heads))
        ):
            dropped.add(id(owner[cell.r, column]))
            column += owner[cell.r, column].cs
        cell.cs = column - cell.c
        row = cell.r + 1
        while row < heads and all(
            (row, beneath) not in filled for beneath in range(cell.c, cell.c + cell.cs)
        ):
            dropped.update(
                id(owner[row, beneath])
                for beneath in range(cell.c, cell.c + cell.cs)
                if (row, beneath) in owner
            )
            row += 1
        cell.rs = row - cell.r
    block.sel = [cell for cell in block.sel if id(cell) not in dropped]
    _orphan_columns(block, heads)


def _orphan_columns(block: Block, heads: int) -> None:
    """Columns that have cells but no header: 'Rp' goes with the header on its right, the rest with that on
    its left."""
    width = max(cell.c + cell.cs for cell in block.sel)
    for column in range(1, width):
        above = [cell for cell in block.sel if cell.r < heads and cell.c <= column < cell.c + cell.cs]
        content = [
            cell.teks for cell in block.sel if cell.r >= block.kepala and cell.c == column and cell.teks
        ]
        if any(cell.teks for cell in above) or not content:
            continue
        rp = all(text.strip(" .").lower() in ("rp", "idr") for text in content)
        neighbours = [
            cell
            for cell in block.sel
            if cell.r < heads and cell.teks and (cell.c == column + 1 if rp else cell.c + cell.cs == column)
        ]
        block.sel = [cell for cell in block.sel if not (neighbours and cell in above)]
        for cell in neighbours:
            cell.c, cell.cs = min(cell.c, column), cell.cs + 1
