"""Header lines of tables in columns of blanks: which columns each piece of them names."""

from itertools import product
from math import prod

from cermat.datasets.document.clean import join
from cermat.datasets.readers.spaced_labels import Piece


def position(piece: Piece, columns: list[tuple[int, int]]) -> tuple[int, int]:
    """First and last column that the piece lies over; the nearest one where it lies in a gutter."""
    hit = [column for column, (begin, end) in enumerate(columns) if piece.mulai < end and begin < piece.akhir]
    if not hit:
        centred = (piece.mulai + piece.akhir) / 2
        column = min(range(len(columns)), key=lambda near: abs(centred - sum(columns[near]) / 2))
        hit = [column]
    return hit[0], hit[-1]


def header_columns(header: list[Piece], columns: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The columns, with those that only the first header line names and no row of this page fills."""
    for piece in header:
        if len(header) > len(columns) and all(
            piece.akhir < begin or end < piece.mulai for begin, end in columns
        ):
            columns = sorted([*columns, (piece.mulai, piece.akhir)])
    return columns


def header_cells(lines: list[list[Piece]], columns: list[tuple[int, int]]) -> list[tuple[int, int, int, str]]:
    """Header cells (r, c, cs, text): pieces above one another joined, a piece over several columns above
    theirs."""
    above: dict[tuple[int, int], str] = {}  # cells over several columns
    below: list[list[str]] = [[] for _ in columns]
    span = _spans(lines, columns)
    for row in lines:
        for piece in row:
            first, last = span.get(id(piece), position(piece, columns))
            if last > first:
                above[first, last] = join(above.get((first, last), ""), piece.teks)
            else:
                below[first].append(piece.teks)
    text = [_join_all(title) for title in below]
    if not above:
        return [(0, column, 1, title) for column, title in enumerate(text)] if any(text) else []
    beneath = {column for first, last in above for column in range(first, last + 1)}
    result = [(0, first, last - first + 1, title) for (first, last), title in above.items()] + [
        (0, column, 1, title) for column, title in enumerate(text) if column not in beneath
    ]
    return result + [
        (1, column, 1, text[column] if column in beneath else "") for column in range(len(columns))
    ]


def _join_all(text: list[str]) -> str:
    result = ""
    for piece in text:
        result = join(result, piece)
    return result


def _spans(lines: list[list[Piece]], columns: list[tuple[int, int]]) -> dict[int, tuple[int, int]]:
    """id of a piece of the first header line → the columns it names. Columns that have words below but none
    in that line belong to a piece beside them: shared out so that every piece is centred over its columns as
    well as can be."""
    if len(lines) < 2:
        return {}
    area = [list(column) for column in columns]
    below = set()
    for piece in (piece for line in lines[1:] for piece in line):
        first, last = position(piece, columns)
        below |= set(range(first, last + 1))
        if first == last:
            area[first] = [min(area[first][0], piece.mulai), max(area[first][1], piece.akhir)]
    owner = [(*position(piece, columns), piece) for piece in lines[0]]
    own = {column: place for place, (first, last, _) in enumerate(owner) for column in range(first, last + 1)}
    candidates = {
        place
        for place, (first, last, _) in enumerate(owner)
        if any(column in below for column in range(first, last + 1))
    }
    run: list[list[int]] = []  # runs of columns without a piece above
    for column in sorted(below - set(own)):
        if run and run[-1][-1] == column - 1:
            run[-1].append(column)
        else:
            run.append([column])
    options = []  # for each run: how many of its columns go to the piece on its left
    for gap in run:
        left, right = own.get(gap[0] - 1) in candidates, own.get(gap[-1] + 1) in candidates
        options.append(
            list(range(len(gap) + 1)) if left and right else [len(gap)] if left else [0] if right else []
        )
    run = [gap for gap, option in zip(run, options, strict=True) if option]
    options = [option for option in options if option]
    if not run or prod(map(len, options)) > 5000:
        return {}

    def divided(cut: tuple[int, ...]) -> list[list[int]]:
        result = [[first, last] for first, last, _ in owner]
        for gap, taken in zip(run, cut, strict=True):
            if taken:
                result[own[gap[0] - 1]][1] = gap[taken - 1]
            if taken < len(gap):
                result[own[gap[-1] + 1]][0] = gap[taken]
        return result

    def misses(cut: tuple[int, ...]) -> float:
        return sum(
            abs(piece.mulai + piece.akhir - area[first][0] - area[last][1])
            for (first, last), (_, _, piece) in zip(divided(cut), owner, strict=True)
        )

    best = divided(min(product(*options), key=misses))
    return {
        id(piece): (first, last)
        for (first, last), (_, _, piece) in zip(best, owner, strict=True)
        if last > first
    }
