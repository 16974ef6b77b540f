"""Ruled tables from lines alone: lines that touch make a component, crossings a grid, missing edges spans.

Knows nothing of PDF or text: plain geometry in points, origin top left.
"""

from dataclasses import dataclass

import numpy as np

CLOSE = 2.0  # parallel lines nearer than this are one (double rules, the two edges of a bar)
TOUCH = 3.0  # lines whose ends are nearer than this touch
SHORT = 6.0  # shorter lines are dots and ticks
OPEN = 6.0  # lines that reach this far past the last crossing line mean an open side
ENOUGH = 0.6  # share of an edge that must be drawn


@dataclass
class GridCell:
    """One cell of a grid: place, spans, box, and the share of its four sides that is drawn."""

    r: int
    c: int
    rs: int
    cs: int
    box: tuple[float, float, float, float]
    ruled: float = 1.0


@dataclass(eq=False)
class Grid:
    """A grid. xs, ys: its lines; peta[i, j]: number in `sel` of the elementary cell at row i, column j.

    is_open: the lowest row has no closing rule. weak: only edges of shaded areas make its columns or rows.
    odd: share of the area that belongs to cells which are no rectangles (a drawing rather than a table).
    """

    xs: np.ndarray
    ys: np.ndarray
    sel: list[GridCell]
    grids: np.ndarray
    open: bool = False
    weak: bool = False
    odd: float = 0.0

    @property
    def box(self) -> tuple[float, float, float, float]:
        return (float(self.xs[0]), float(self.ys[0]), float(self.xs[-1]), float(self.ys[-1]))

    def place(self, across: np.ndarray, down: np.ndarray) -> np.ndarray:
        """For each point the number of the cell it lies in, -1 outside."""
        row, column = np.searchsorted(self.ys, down) - 1, np.searchsorted(self.xs, across) - 1
        inside = (row >= 0) & (column >= 0) & (row < len(self.ys) - 1) & (column < len(self.xs) - 1)
        result = np.full(len(across), -1)
        result[inside] = self.grids[row[inside], column[inside]]
        return result


def find_grids(horizontal: np.ndarray, upright: np.ndarray) -> list[Grid]:
    """Grids of two or more cells, from arrays (n, 4) of y, x0, x1, weak and x, y0, y1, weak. The largest come
    first."""
    flat, upright_ones = unify_lines(horizontal), unify_lines(upright)
    if not len(flat) or not len(upright_ones):
        return []
    result = [
        made
        for flat_ids, upright_ids in _components(flat, upright_ones)
        if (made := _grid(flat[flat_ids], upright_ones[upright_ids])) is not None
    ]
    return sorted(result, key=lambda grid: -(grid.xs[-1] - grid.xs[0]) * (grid.ys[-1] - grid.ys[0]))


def unify_lines(strokes: np.ndarray) -> np.ndarray:
    """Parallel pieces of one line joined: broken at every cell, drawn twice, dotted. Same columns as the
    input."""
    if not len(strokes):
        return strokes.reshape(-1, 4)
    strokes = strokes[np.argsort(strokes[:, 0], kind="stable")]
    groups = np.concatenate([[0], np.cumsum(np.diff(strokes[:, 0]) > CLOSE)])
    result: list[list] = []
    for group in np.split(strokes, np.flatnonzero(np.diff(groups)) + 1):
        if group[-1, 0] - group[0, 0] > 3 * CLOSE:  # a chain of near lines that wanders: keep its steps apart
            steps = np.round((group[:, 0] - group[0, 0]) / CLOSE)
            parts = [group[steps == step] for step in np.unique(steps)]
        else:
            parts = [group]
        for part in parts:
            result += _join(part)
    joined = np.array(result, float).reshape(-1, 4)
    return joined[joined[:, 2] - joined[:, 1] >= SHORT]


def _join(group: np.ndarray) -> list[list[float]]:
    group = group[np.argsort(group[:, 1], kind="stable")]
    result: list[list[float]] = []
    for place, start, end, weak in group.tolist():
        if result and start <= result[-1][2] + TOUCH:
            last = result[-1]
            last[0] = last[0] if last[2] - last[1] >= end - start else place
            last[2], last[3] = max(last[2], end), min(last[3], weak)
        else:
            result.append([place, start, end, weak])
    return result


def _components(flat: np.ndarray, upright: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """Sets of lines that touch one another, as index arrays into h and v."""
    touch = TOUCH
    hit = (
        (upright[None, :, 0] >= flat[:, None, 1] - touch)
        & (upright[None, :, 0] <= flat[:, None, 2] + touch)
        & (flat[:, None, 0] >= upright[None, :, 1] - touch)
        & (flat[:, None, 0] <= upright[None, :, 2] + touch)
    )
    nh, parents = len(flat), list(range(len(flat) + len(upright)))

    def root(member: int) -> int:
        while parents[member] != member:
            parents[member] = parents[parents[member]]
            member = parents[member]
        return member

    for one, other in zip(*np.nonzero(hit), strict=True):
        parents[root(int(one))] = root(nh + int(other))
    groups: dict[int, tuple[list[int], list[int]]] = {}
    for one in range(nh + len(upright)):
        group = groups.setdefault(root(one), ([], []))
        group[one >= nh].append(one if one < nh else one - nh)
    return [
        (np.array(flat_ids), np.array(upright_ids))
        for flat_ids, upright_ids in groups.values()
        if flat_ids and upright_ids and len(flat_ids) + len(upright_ids) >= 4
    ]


def _axis(strokes: np.ndarray, crossing: np.ndarray) -> tuple[np.ndarray, bool, bool]:
    """Grid lines of one direction, closed at the ends that the crossing lines leave open (start, end)."""
    places = np.sort(strokes[:, 0])
    places = places[np.concatenate([[True], np.diff(places) > TOUCH])]
    begin, end = crossing[:, 1].min(), crossing[:, 2].max()
    open_start, open_end = places[0] - begin > OPEN, end - places[-1] > OPEN
    places = np.concatenate([[begin] if open_start else [], places, [end] if open_end else []])
    return places, bool(open_start), bool(open_end)


def _coverage(strokes: np.ndarray, places: np.ndarray, borders: np.ndarray) -> np.ndarray:
    """drawn[i, j]: share of the stretch q[j]..q[j+1] that is drawn at grid line p[i]."""
    result = np.zeros((len(places), len(borders) - 1))
    nearest = np.abs(places - strokes[:, :1]).argmin(axis=1)
    drawn = np.minimum(strokes[:, 2:3], borders[1:]) - np.maximum(strokes[:, 1:2], borders[:-1])
    np.add.at(result, nearest, np.clip(drawn, 0, None))
    return np.minimum(result / np.maximum(np.diff(borders), 0.1), 1.0)


def _grid(flat_strokes: np.ndarray, upright_strokes: np.ndarray) -> Grid | None:
    xs, left, right = _axis(upright_strokes, flat_strokes)
    ys, above, below = _axis(flat_strokes, upright_strokes)
    if len(xs) < 2 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) < 2 or len(xs) * len(ys) > 250_000:
        return None
    flat, upright = (
        _coverage(flat_strokes, ys, xs),
        _coverage(upright_strokes, xs, ys),
    )  # (ys, cols) and (xs, rows)
    label, odd = _rectangles(_joined_cells(flat >= ENOUGH, upright >= ENOUGH), xs, ys)
    label, xs, ys, flat, upright = _compact(label, xs, ys, flat, upright)
    sel: list[GridCell] = []
    mapping = np.full(label.shape, -1)
    for row, below_it, column, beyond in _frames(label).values():
        rs, cs = below_it - row, beyond - column
        mapping[row:below_it, column:beyond] = len(sel)
        sides = (
            _mean(flat[row, column:beyond])
            + _mean(flat[below_it, column:beyond])
            + _mean(upright[column, row:below_it])
            + _mean(upright[beyond, row:below_it])
        ) / 4
        box = (float(xs[column]), float(ys[row]), float(xs[beyond]), float(ys[below_it]))
        sel.append(GridCell(row, column, rs, cs, box, sides))
    if len(sel) < 2:
        return None
    weak = bool((upright_strokes[:, 3] == 1).all() or (flat_strokes[:, 3] == 1).all())
    return Grid(xs, ys, sel, mapping, below, weak, odd)


def _mean(drawn: np.ndarray) -> float:
    return float(drawn[0]) if len(drawn) == 1 else float(drawn.mean())


def _joined_cells(flat_there: np.ndarray, upright_there: np.ndarray) -> np.ndarray:
    """Labels of elementary cells (rows by columns): one for all that no drawn edge parts. flat_there,
    upright_there: which edges are drawn, by grid line and stretch of it."""
    row_count, column_count = flat_there.shape[0] - 1, upright_there.shape[0] - 1
    flat, upright = flat_there.tolist(), upright_there.tolist()
    parents = list(range(row_count * column_count))

    def root(member: int) -> int:
        while parents[member] != member:
            parents[member] = parents[parents[member]]
            member = parents[member]
        return member

    for row in range(row_count):
        for column in range(column_count):
            at = row * column_count + column
            if column + 1 < column_count and not upright[column + 1][row]:
                parents[root(at)] = root(at + 1)
            if row + 1 < row_count and not flat[row + 1][column]:
                parents[root(at)] = root(at + column_count)
    return np.array([root(member) for member in range(row_count * column_count)]).reshape(
        row_count, column_count
    )


def _frames(label: np.ndarray) -> dict[int, tuple[int, int, int, int]]:
    """First row, row after the last, first column, column after the last of every label, in reading order."""
    names, first, which = np.unique(label.ravel(), return_index=True, return_inverse=True)
    down, across = np.divmod(np.arange(label.size), label.shape[1])
    frames = np.full((4, len(names)), -1)
    frames[::2] = label.size
    np.minimum.at(frames[0], which, down)
    np.maximum.at(frames[1], which, down + 1)
    np.minimum.at(frames[2], which, across)
    np.maximum.at(frames[3], which, across + 1)
    order = np.argsort(first)
    return dict(zip(names[order].tolist(), map(tuple, frames.T[order].tolist()), strict=True))


def _are_rectangles(label: np.ndarray) -> bool:
    sizes = np.bincount(label.ravel())
    frames = _frames(label).items()
    return all(
        (below - row) * (beyond - column) == sizes[name] for name, (row, below, column, beyond) in frames
    )


def _first_number(label: np.ndarray) -> list[int]:
    """Labels in reading order of their first cells."""
    return list(dict.fromkeys(label.ravel().tolist()))


def _rectangles(label: np.ndarray, xs: np.ndarray, ys: np.ndarray) -> tuple[np.ndarray, float]:
    """Make every cell a rectangle: swallow what lies wholly within its frame, else cut it into its rows.

    Returns the labels and the share of the area that had to be cut.
    """
    area = np.diff(ys)[:, None] * np.diff(xs)[None, :]
    total, cut = area.sum(), 0.0
    if _are_rectangles(label):
        return label, 0.0
    for _ in range(8):
        changing = False
        for name in _first_number(label):
            down, across = np.nonzero(label == name)
            if not len(down):
                continue
            r0, r1, c0, c1 = down.min(), down.max() + 1, across.min(), across.max() + 1
            if (r1 - r0) * (c1 - c0) == len(down):
                continue
            content = np.unique(label[r0:r1, c0:c1])
            outside = label.copy()
            outside[r0:r1, c0:c1] = -1
            if not np.isin(
                outside, content
            ).any():  # only whole cells within: an underline, a box round a word
                small = area[r0:r1, c0:c1][label[r0:r1, c0:c1] != name].sum()
                if small < 0.5 * area[r0:r1, c0:c1].sum():
                    label[r0:r1, c0:c1] = name
                    changing = True
        if not changing:
            break
    following = int(label.max()) + 1
    for name in _first_number(label):
        down, across = np.nonzero(label == name)
        if (down.max() - down.min() + 1) * (across.max() - across.min() + 1) == len(down):
            continue
        cut += float(area[label == name].sum())
        for row in np.unique(down):
            columns = np.sort(across[down == row])
            for sequence in np.split(columns, np.nonzero(np.diff(columns) > 1)[0] + 1):
                label[row, sequence] = following
                following += 1
    return label, cut / total


def _compact(label, xs, ys, flat, upright):
    """Drop grid lines that part no cells any more."""
    lines = [0, *(row for row in range(1, label.shape[0]) if (label[row] != label[row - 1]).any())]
    columns = [
        0,
        *(column for column in range(1, label.shape[1]) if (label[:, column] != label[:, column - 1]).any()),
    ]
    if len(lines) == label.shape[0] and len(columns) == label.shape[1]:
        return label, xs, ys, flat, upright
    ty, tx = np.diff(ys), np.diff(xs)
    y_borders, x_borders = [*lines, len(ys) - 1], [*columns, len(xs) - 1]
    flat2 = np.array(
        [
            [
                np.average(flat[row, start:end], weights=tx[start:end])
                for start, end in zip(x_borders, x_borders[1:], strict=False)
            ]
            for row in y_borders
        ]
    )
    upright2 = np.array(
        [
            [
                np.average(upright[column, start:end], weights=ty[start:end])
                for start, end in zip(y_borders, y_borders[1:], strict=False)
            ]
            for column in x_borders
        ]
    )
    return label[np.ix_(lines, columns)], xs[x_borders], ys[y_borders], flat2, upright2
