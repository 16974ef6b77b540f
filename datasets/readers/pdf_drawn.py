"""What a PDF page draws beside its letters, in the reader's frame: straight strokes, filled boxes, pictures.

pdfium is asked piece by piece; its answers go straight into arrays, and what they mean is told for all pieces
of a page at once.
"""

import ctypes
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import repeat

import numpy as np
import pypdfium2.raw as C

from cermat.datasets.readers.pdf_letters import asked

MIN_LINES = 3.0  # shorter strokes are no rules, thicker ones no lines
MAX_OBJECTS = 200_000  # drawing objects of one page (maps and charts); more are not looked at
MAX_SEGMENTS = 200_000  # so many are looked at together
_WITHIN = 6  # forms within forms
_UNIT = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_NOT_FILLED = -1
_ADDRESS = ctypes.c_void_p


@dataclass(eq=False)
class Drawn:
    """horizontal: strokes, array (n, 4) of y, x0, x1, 0; upright: x, y0, y1, 0; fills: boxes, (n, 5) of
    x0, y0, x1, y1, colour; pictures: boxes; path: number of drawn paths."""

    horizontal: np.ndarray = field(default_factory=lambda: np.zeros((0, 4)))
    upright: np.ndarray = field(default_factory=lambda: np.zeros((0, 4)))
    fills: np.ndarray = field(default_factory=lambda: np.zeros((0, 5)))
    pictures: list[tuple[float, float, float, float]] = field(default_factory=list)
    path: int = 0


@dataclass(eq=False)
class _Paths:
    """Drawn paths: handles of their segments, how many each has, matrices, whether stroked, fill colours."""

    segments: list[int] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    matrices: list[tuple] = field(default_factory=list)
    stroked: list[bool] = field(default_factory=list)
    colours: list[int] = field(default_factory=list)


def read_drawn(page, to_frame, width: float, height: float) -> Drawn:
    """What a pypdfium2 page draws. to_frame: from page space to the frame, which is so wide and high."""
    made, paths, told = Drawn(), _Paths(), []
    mode = asked("FPDFPath_GetDrawMode", ctypes.c_int, _ADDRESS, _ADDRESS, _ADDRESS)
    count = asked("FPDFPath_CountSegments", ctypes.c_int, _ADDRESS)
    segment = asked("FPDFPath_GetPathSegment", _ADDRESS, _ADDRESS, ctypes.c_int)
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    at_filled, at_stroked = ctypes.addressof(filled), ctypes.addressof(stroked)
    for kind, thing, matrix in _objects(page):
        if kind == C.FPDF_PAGEOBJ_IMAGE:
            corners = [_moved(matrix, to_frame, *corner) for corner in ((0, 0), (1, 0), (0, 1), (1, 1))]
            xs, ys = zip(*corners, strict=True)
            made.pictures.append((min(xs), min(ys), max(xs), max(ys)))
            continue
        made.path += 1
        if mode(thing, at_filled, at_stroked) and (filled.value or stroked.value):
            many = count(thing)
            paths.segments += map(segment, repeat(thing, many), range(many))
            paths.counts.append(many)
            paths.matrices.append(matrix)
            paths.stroked.append(bool(stroked.value))
            paths.colours.append(_colour(thing) if filled.value else _NOT_FILLED)
            if len(paths.segments) > MAX_SEGMENTS:
                told.append(_told(paths, to_frame, width, height))
                paths = _Paths()
    if paths.segments:
        told.append(_told(paths, to_frame, width, height))
    if told:
        made.horizontal, made.upright, made.fills = map(np.vstack, zip(*told, strict=True))
    return made


def _moved(matrix, to_frame, right, up) -> tuple:
    """Points of an object's own space in the frame."""
    return to_frame(
        matrix[0] * right + matrix[2] * up + matrix[4], matrix[1] * right + matrix[3] * up + matrix[5]
    )


def _objects(page) -> Iterator[tuple[int, int, tuple]]:
    """Kind and handle of every path and picture with the matrix that takes it to the page, forms opened."""
    kind_of = asked("FPDFPageObj_GetType", ctypes.c_int, _ADDRESS)
    of_page = asked("FPDFPage_GetObject", _ADDRESS, _ADDRESS, ctypes.c_int)
    of_form = asked("FPDFFormObj_GetObject", _ADDRESS, _ADDRESS, ctypes.c_ulong)
    sheet = ctypes.cast(page.raw, _ADDRESS).value
    inside = asked("FPDFFormObj_CountObjects", ctypes.c_int, _ADDRESS)
    many = C.FPDFPage_CountObjects(page.raw)
    waiting = [(thing, _UNIT, 0) for thing in map(of_page, repeat(sheet, many), range(many))][::-1]
    seen = 0
    while waiting and seen < MAX_OBJECTS:
        thing, matrix, within = waiting.pop()
        seen += 1
        kind = kind_of(thing)
        if kind == C.FPDF_PAGEOBJ_FORM and within < _WITHIN:
            moved = _product(_matrix(thing), matrix)
            many = inside(thing)
            parts = map(of_form, repeat(thing, many), range(many))
            waiting += [(part, moved, within + 1) for part in parts][::-1]
        elif kind in (C.FPDF_PAGEOBJ_PATH, C.FPDF_PAGEOBJ_IMAGE):
            yield kind, thing, _product(_matrix(thing), matrix)


def _product(outer: tuple, inner: tuple) -> tuple:
    """Matrix a, then b."""
    return (
        outer[0] * inner[0] + outer[1] * inner[2],
        outer[0] * inner[1] + outer[1] * inner[3],
        outer[2] * inner[0] + outer[3] * inner[2],
        outer[2] * inner[1] + outer[3] * inner[3],
        outer[4] * inner[0] + outer[5] * inner[2] + inner[4],
        outer[4] * inner[1] + outer[5] * inner[3] + inner[5],
    )


def _matrix(thing: int) -> tuple:
    matrix = C.FS_MATRIX()
    if asked("FPDFPageObj_GetMatrix", ctypes.c_int, _ADDRESS, _ADDRESS)(thing, ctypes.addressof(matrix)):
        return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f
    return _UNIT


def _colour(thing: int) -> int:
    """The fill's colour as one number."""
    parts = (ctypes.c_uint * 4)()
    start, size = ctypes.addressof(parts), ctypes.sizeof(ctypes.c_uint)
    ask = asked("FPDFPageObj_GetFillColor", ctypes.c_int, *(_ADDRESS,) * 5)
    red, green, blue = parts[:3] if ask(thing, *range(start, start + 4 * size, size)) else (0, 0, 0)
    return red << 16 | green << 8 | blue


@np.errstate(invalid="ignore", over="ignore")
def _told(paths: _Paths, to_frame, width: float, height: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What the paths draw, subpath by subpath: flat strokes, upright ones, and filled boxes."""
    kinds, closes, points = _segments(paths.segments)
    of_path = np.repeat(np.arange(len(paths.counts)), paths.counts)
    xs, ys = _moved(np.array(paths.matrices)[of_path].T, to_frame, *points)
    begins = (kinds == C.FPDF_SEGMENT_MOVETO) | (np.diff(of_path, prepend=-1) > 0)
    order, sub = _closed(closes, np.flatnonzero(begins), np.cumsum(begins) - 1)
    xs, ys = xs[order], ys[order]
    first, count = np.flatnonzero(np.diff(sub, prepend=-1) > 0), np.bincount(sub)
    x0, x1, y0, y1 = (
        extreme.reduceat(along, first) for along in (xs, ys) for extreme in (np.minimum, np.maximum)
    )
    curved = np.logical_or.reduceat(kinds[order] == C.FPDF_SEGMENT_BEZIERTO, first)
    sheet = (x1 - x0 > 0.95 * width) & (y1 - y0 > 0.9 * height)  # a page's background or border
    usable = (count >= 2) & ~curved & ~sheet
    path = of_path[order][first]
    stroked, colour = np.array(paths.stroked)[path], np.array(paths.colours)[path]
    lines = usable & stroked & ~((colour >= 0) & (np.minimum(x1 - x0, y1 - y0) <= MIN_LINES))
    sides = np.flatnonzero(sub[1:] == sub[:-1])
    flat, upright = _strokes(xs, ys, sides[lines[sub[sides]]])
    straight = np.ones(len(count), bool)
    slant = np.minimum(np.abs(xs[sides] - xs[sides + 1]), np.abs(ys[sides] - ys[sides + 1]))
    straight[sub[sides][~(slant <= 0.5)]] = False
    boxes = usable & ~lines & straight & (count >= 4)
    return flat, upright, np.column_stack([x0, y0, x1, y1, colour])[boxes]


def _segments(handles: list[int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Kinds of segments, which of them close their subpath, and their points (2, n) in the object's space."""
    many = len(handles)
    points = np.zeros((many, 2), "float32")
    start, size = points.ctypes.data, points.itemsize
    ask = asked("FPDFPathSegment_GetPoint", ctypes.c_int, _ADDRESS, _ADDRESS, _ADDRESS)
    across = range(start, start + points.nbytes, 2 * size)
    down = range(start + size, start + size + points.nbytes, 2 * size)
    deque(map(ask, handles, across, down), maxlen=0)
    kinds = np.fromiter(map(asked("FPDFPathSegment_GetType", ctypes.c_int, _ADDRESS), handles), int, many)
    closes = np.fromiter(map(asked("FPDFPathSegment_GetClose", ctypes.c_int, _ADDRESS), handles), bool, many)
    return kinds, closes, points.astype(float).T


def _closed(closes: np.ndarray, first: np.ndarray, sub: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Positions of points, each subpath's first one once more where it is closed, and the subpath of each."""
    again = np.flatnonzero(closes)
    again = again[again > first[sub[again]]]  # one point alone closes nothing
    order = np.insert(np.arange(len(closes)), again + 1, first[sub[again]])
    return order, np.insert(sub, again + 1, sub[again])


def _strokes(xs: np.ndarray, ys: np.ndarray, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Flat and upright strokes of the sides that begin at these points."""
    xa, ya, xb, yb = xs[at], ys[at], xs[at + 1], ys[at + 1]
    none = np.zeros(len(at))
    flat = (np.abs(ya - yb) <= 1) & (np.abs(xa - xb) >= MIN_LINES)
    upright = ~flat & (np.abs(xa - xb) <= 1) & (np.abs(ya - yb) >= MIN_LINES)
    lying = np.column_stack([(ya + yb) / 2, np.minimum(xa, xb), np.maximum(xa, xb), none])
    standing = np.column_stack([(xa + xb) / 2, np.minimum(ya, yb), np.maximum(ya, yb), none])
    return lying[flat], standing[upright]
