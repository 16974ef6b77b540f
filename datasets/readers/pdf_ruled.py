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

    def place(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """For each point the number of the cell it lies in, -1 outside."""
        i, j = np.searchsorted(self.ys, y) - 1, np.searchsorted(self.xs, x) - 1
        inside = (i >= 0) & (j >= 0) & (i < len(self.ys) - 1) & (j < len(self.xs) - 1)
        result = np.full(len(x), -1)
        result[inside] = self.grids[i[inside], j[inside]]
        return result


def find_grids(horizontal: np.ndarray, upright: np.ndarray) -> list[Grid]:
    """Grids of two or more cells, from arrays (n, 4) of y, x0, x1, weak and x, y0, y1, weak. The largest come
    first."""
    h, v = unify_lines(horizontal), unify_lines(upright)
    if not len(h) or not len(v):
        return []
    result = [k for i, j in _components(h, v) if (k := _grid(h[i], v[j])) is not None]
    return sorted(result, key=lambda k: -(k.xs[-1] - k.xs[0]) * (k.ys[-1] - k.ys[0]))


def unify_lines(strokes: np.ndarray) -> np.ndarray:
    """Parallel pieces of one line joined: broken at every cell, drawn twice, dotted. Same columns as the
    input."""
    if not len(strokes):
        return strokes.reshape(-1, 4)
    strokes = strokes[np.argsort(strokes[:, 0], kind="stable")]
    groups = np.concatenate([[0], np.cumsum(np.diff(strokes[:, 0]) > CLOSE)])
    result: list[tuple] = []
    for k in range(groups[-1] + 1):
        g = strokes[groups == k]
        if g[-1, 0] - g[0, 0] > 3 * CLOSE:  # a chain of near lines that wanders: keep its steps apart
            steps = np.round((g[:, 0] - g[0, 0]) / CLOSE)
            parts = [g[steps == s] for s in np.unique(steps)]
        else:
            parts = [g]
        for b in parts:
            result += _join(b)
    joined = np.array(result, float).reshape(-1, 4)
    return joined[joined[:, 2] - joined[:, 1] >= SHORT]


def _join(g: np.ndarray) -> list[tuple]:
    g = g[np.argsort(g[:, 1], kind="stable")]
    result: list[list[float]] = []
    for p, a, b, weak in g:
        if result and a <= result[-1][2] + TOUCH:
            s = result[-1]
            s[0] = s[0] if s[2] - s[1] >= b - a else p
            s[2], s[3] = max(s[2], b), min(s[3], weak)
        else:
            result.append([p, a, b, weak])
    return [tuple(s) for s in result]


def _components(h: np.ndarray, v: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """Sets of lines that touch one another, as index arrays into h and v."""
    t = TOUCH
    hit = (
        (v[None, :, 0] >= h[:, None, 1] - t)
        & (v[None, :, 0] <= h[:, None, 2] + t)
        & (h[:, None, 0] >= v[None, :, 1] - t)
        & (h[:, None, 0] <= v[None, :, 2] + t)
    )
    nh, parents = len(h), list(range(len(h) + len(v)))

    def root(i: int) -> int:
        while parents[i] != i:
            parents[i] = parents[parents[i]]
            i = parents[i]
        return i

    for i, j in zip(*np.nonzero(hit), strict=True):
        parents[root(int(i))] = root(nh + int(j))
    groups: dict[int, tuple[list[int], list[int]]] = {}
    for i in range(nh + len(v)):
        k = groups.setdefault(root(i), ([], []))
        k[i >= nh].append(i if i < nh else i - nh)
    return [(np.array(a), np.array(b)) for a, b in groups.values() if a and b and len(a) + len(b) >= 4]


def _axis(strokes: np.ndarray, crossing: np.ndarray) -> tuple[np.ndarray, bool, bool]:
    """Grid lines of one direction, closed at the ends that the crossing lines leave open (start, end)."""
    p = np.sort(strokes[:, 0])
    p = p[np.concatenate([[True], np.diff(p) > TOUCH])]
    begin, end = crossing[:, 1].min(), crossing[:, 2].max()
    open_start, open_end = p[0] - begin > OPEN, end - p[-1] > OPEN
    p = np.concatenate([[begin] if open_start else [], p, [end] if open_end else []])
    return p, bool(open_start), bool(open_end)


def _coverage(strokes: np.ndarray, p: np.ndarray, q: np.ndarray) -> np.ndarray:
    """drawn[i, j]: share of the stretch q[j]..q[j+1] that is drawn at grid line p[i]."""
    result = np.zeros((len(p), len(q) - 1))
    for pos, a, b, _ in strokes:
        i = int(np.abs(p - pos).argmin())
        result[i] += np.clip(np.minimum(b, q[1:]) - np.maximum(a, q[:-1]), 0, None)
    return np.minimum(result / np.maximum(np.diff(q), 0.1), 1.0)


def _grid(h: np.ndarray, v: np.ndarray) -> Grid | None:
    xs, left, right = _axis(v, h)
    ys, above, below = _axis(h, v)
    if len(xs) < 2 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) < 2 or len(xs) * len(ys) > 250_000:
        return None
    flat, upright = _coverage(h, ys, xs), _coverage(v, xs, ys)  # (ys, cols) and (xs, rows)
    flat_there, upright_there = flat >= ENOUGH, upright >= ENOUGH
    n, m = len(ys) - 1, len(xs) - 1
    number = np.arange(n * m).reshape(n, m)
    parents = list(range(n * m))

    def root(i: int) -> int:
        while parents[i] != i:
            parents[i] = parents[parents[i]]
            i = parents[i]
        return i

    for i in range(n):
        for j in range(m):
            if j + 1 < m and not upright_there[j + 1, i]:
                parents[root(number[i, j])] = root(number[i, j + 1])
            if i + 1 < n and not flat_there[i + 1, j]:
                parents[root(number[i, j])] = root(number[i + 1, j])
    label = np.array([root(k) for k in range(n * m)]).reshape(n, m)
    label, odd = _rectangles(label, xs, ys)
    label, xs, ys, flat, upright = _compact(label, xs, ys, flat, upright)
    sel: list[GridCell] = []
    mapping = np.full(label.shape, -1)
    for k in _first_number(label):
        down, across = np.nonzero(label == k)
        r, c, rs, cs = down.min(), across.min(), np.ptp(down) + 1, np.ptp(across) + 1
        mapping[r : r + rs, c : c + cs] = len(sel)
        sides = (
            flat[r, c : c + cs].mean()
            + flat[r + rs, c : c + cs].mean()
            + upright[c, r : r + rs].mean()
            + upright[c + cs, r : r + rs].mean()
        ) / 4
        box = (float(xs[c]), float(ys[r]), float(xs[c + cs]), float(ys[r + rs]))
        sel.append(GridCell(int(r), int(c), int(rs), int(cs), box, float(sides)))
    if len(sel) < 2:
        return None
    weak = bool((v[:, 3] == 1).all() or (h[:, 3] == 1).all())
    return Grid(xs, ys, sel, mapping, below, weak, odd)


def _first_number(label: np.ndarray) -> list[int]:
    """Labels in reading order of their first cells."""
    return list(dict.fromkeys(label.ravel().tolist()))


def _rectangles(label: np.ndarray, xs: np.ndarray, ys: np.ndarray) -> tuple[np.ndarray, float]:
    """Make every cell a rectangle: swallow what lies wholly within its frame, else cut it into its rows.

    Returns the labels and the share of the area that had to be cut.
    """
    area = np.diff(ys)[:, None] * np.diff(xs)[None, :]
    total, cut = area.sum(), 0.0
    for _ in range(8):
        changing = False
        for k in _first_number(label):
            i, j = np.nonzero(label == k)
            if not len(i):
                continue
            r0, r1, c0, c1 = i.min(), i.max() + 1, j.min(), j.max() + 1
            if (r1 - r0) * (c1 - c0) == len(i):
                continue
            content = np.unique(label[r0:r1, c0:c1])
            outside = label.copy()
            outside[r0:r1, c0:c1] = -1
            if not np.isin(
                outside, content
            ).any():  # only whole cells within: an underline, a box round a word
                small = area[r0:r1, c0:c1][label[r0:r1, c0:c1] != k].sum()
                if small < 0.5 * area[r0:r1, c0:c1].sum():
                    label[r0:r1, c0:c1] = k
                    changing = True
        if not changing:
            break
    following = int(label.max()) + 1
    for k in _first_number(label):
        i, j = np.nonzero(label == k)
        if (i.max() - i.min() + 1) * (j.max() - j.min() + 1) == len(i):
            continue
        cut += float(area[label == k].sum())
        for r in np.unique(i):
            columns = np.sort(j[i == r])
            for sequence in np.split(columns, np.nonzero(np.diff(columns) > 1)[0] + 1):
                label[r, sequence] = following
                following += 1
    return label, cut / total


def _compact(label, xs, ys, flat, upright):
    """Drop grid lines that part no cells any more."""
    lines = [0, *(i for i in range(1, label.shape[0]) if (label[i] != label[i - 1]).any())]
    columns = [0, *(j for j in range(1, label.shape[1]) if (label[:, j] != label[:, j - 1]).any())]
    if len(lines) == label.shape[0] and len(columns) == label.shape[1]:
        return label, xs, ys, flat, upright
    ty, tx = np.diff(ys), np.diff(xs)
    y_borders, x_borders = [*lines, len(ys) - 1], [*columns, len(xs) - 1]
    flat2 = np.array(
        [
            [
                np.average(flat[i, a:b], weights=tx[a:b])
                for a, b in zip(x_borders, x_borders[1:], strict=False)
            ]
            for i in y_borders
        ]
    )
    upright2 = np.array(
        [
            [
                np.average(upright[j, a:b], weights=ty[a:b])
                for a, b in zip(y_borders, y_borders[1:], strict=False)
            ]
            for j in x_borders
        ]
    )
    return label[np.ix_(lines, columns)], xs[x_borders], ys[y_borders], flat2, upright2
