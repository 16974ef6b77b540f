"""One PDF page as letters, ruling lines and pictures, in a reader's frame: upright, origin top left, in
points."""

import ctypes
import math
from dataclasses import dataclass, field

import numpy as np
import pypdfium2.raw as C

MIN_LINES = 3.0  # shorter strokes are no rules, thicker ones no lines
MAX_LETTERS = 1_000_000  # letters of one page; more are not looked at
MAX_OBJECTS = 200_000  # drawing objects of one page (maps and charts); more are not looked at
_SYMBOLS = {
    0xF0B7: "•",
    0xF0A7: "▪",
    0xF0FC: "✓",
    0xF0D8: "➢",
    0xF02D: "-",
    0xF0B4: "×",
    0xF0B8: "÷",
    0xF0A3: "≤",
    0xF0B3: "≥",
}
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl"}
_BOLD = (b"bold", b"black", b"heavy", b"semibold")  # parts of font names
_SPACES = {0x09, 0x20, 0xA0, 0x2002, 0x2003, 0x2007, 0x2009, 0x202F, 0x3000}


@dataclass(eq=False)
class Page:
    """What stands on a page.

    teks: the letters; box: their boxes, float array (n, 4) of x0, y0, x1, y1; base: baselines; ukuran: font
    sizes;
    arah: quarter turns against the page's reading direction (0 upright). spaces[i]: a space stands before
    letter i;
    bold: set in a bold font.
    horizontal: ruling lines, array (n, 4) of y, x0, x1, weak (1: edge of a shaded area); upright: x, y0, y1,
    weak.
    fills: filled boxes, array (n, 5) of x0, y0, x1, y1, colour; `lay_rules` (pdf_fills.py) makes rules of
    them.
    pictures: boxes of pictures. failed: letters without a known character. ocr: the text is an invisible
    layer.
    path: number of drawn paths. turned_again: quarter turns beyond the page's /Rotate that were needed to set
    its text upright.
    """

    width: float
    height: float
    teks: list[str] = field(default_factory=list)
    box: np.ndarray = field(default_factory=lambda: np.zeros((0, 4)))
    baseline: np.ndarray = field(default_factory=lambda: np.zeros(0))
    ukuran: np.ndarray = field(default_factory=lambda: np.zeros(0))
    arah: np.ndarray = field(default_factory=lambda: np.zeros(0, int))
    spaces: np.ndarray = field(default_factory=lambda: np.zeros(0, bool))
    bold: np.ndarray = field(default_factory=lambda: np.zeros(0, bool))
    horizontal: np.ndarray = field(default_factory=lambda: np.zeros((0, 4)))
    upright: np.ndarray = field(default_factory=lambda: np.zeros((0, 4)))
    fills: np.ndarray = field(default_factory=lambda: np.zeros((0, 5)))
    pictures: list[tuple[float, float, float, float]] = field(default_factory=list)
    failed: int = 0
    ocr: bool = False
    path: int = 0
    turned_again: int = 0

    def as_shown(self, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        """A box of this frame as a viewer shows it, who turns the page by its /Rotate only."""
        x0, y0, x1, y1 = box
        if self.turned_again == 1:
            return y0, self.width - x1, y1, self.width - x0
        if self.turned_again == 2:
            return self.width - x1, self.height - y1, self.width - x0, self.height - y0
        if self.turned_again == 3:
            return self.height - y1, x0, self.height - y0, x1
        return box


def read_page(page) -> Page:
    """Read one pypdfium2 page. The page is turned by its /Rotate, and further until most of its text is
    upright."""
    page_box = page.get_cropbox(fallback_ok=True)
    turn, again = page.get_rotation() // 90, 0
    h = _letters(page)
    if len(h["kode"]):
        arah = (np.round(np.degrees(h["sudut"]) / 90).astype(int) - turn) % 4
        again = int(np.bincount(arah, minlength=4).argmax())
    turn += again
    to_frame = _mapping(page_box, turn % 4)
    width, height = page_box[2] - page_box[0], page_box[3] - page_box[1]
    made = Page(*((height, width) if turn % 2 else (width, height)))
    made.turned_again = again
    _put(made, h, to_frame, turn)
    _drawn_lines(page, made, to_frame)
    return made


def _mapping(box: tuple[float, float, float, float], turn: int):
    """The map from page space to the reader's frame, as a function of arrays x, y."""
    x0, y0, x1, y1 = box
    return (
        lambda x, y: (x - x0, y1 - y),
        lambda x, y: (y - y0, x - x0),
        lambda x, y: (x1 - x, y - y0),
        lambda x, y: (y1 - y, x1 - x),
    )[turn]


def _letters(page) -> dict:
    """Every letter as pdfium gives it, in page space."""
    tp = page.get_textpage()
    raw, n = tp.raw, min(tp.count_chars(), MAX_LETTERS)
    rect, x, y = C.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    code, value, spaces, styles, failed, pause = [], [], [], [], 0, False
    objects: dict[int, tuple[float, float, bool]] = {}  # one text object has one size, one angle, one font
    for i in range(n):
        u = C.FPDFText_GetUnicode(raw, i)
        if u in (10, 13) or C.FPDFText_IsGenerated(raw, i) == 1:
            continue
        if u in _SPACES:
            pause = True
            continue
        if u in (0, 0xFFFD) or C.FPDFText_HasUnicodeMapError(raw, i) == 1:
            failed += 1
            if u in (0, 0xFFFD):
                continue
        if not C.FPDFText_GetLooseCharBox(raw, i, rect) or not C.FPDFText_GetCharOrigin(raw, i, x, y):
            continue
        o = ctypes.cast(C.FPDFText_GetTextObject(raw, i), ctypes.c_void_p).value or -i
        if o not in objects:
            objects[o] = _style(raw, i)
        code.append(u)
        styles.append(objects[o])
        spaces.append(pause)
        value.append((rect.left, rect.bottom, rect.right, rect.top, x.value, y.value))
        pause = False
    tp.close()
    a, g = np.array(value, dtype=float).reshape(-1, 6), np.array(styles, dtype=float).reshape(-1, 3)
    ocr = bool(n) and _is_invisible(page)
    return {
        "kode": code,
        "kotak": a[:, :4],
        "asal": a[:, 4:6],
        "ukuran": g[:, 0],
        "sudut": g[:, 1],
        "spasi": np.array(spaces, bool),
        "tebal": g[:, 2] > 0,
        "gagal": failed,
        "ocr": ocr,
    }


def _style(raw, i: int) -> tuple[float, float, bool]:
    """Font size on the page, angle (radians) and boldness of letter i."""
    m, name, flag = C.FS_MATRIX(), ctypes.create_string_buffer(128), ctypes.c_int()
    C.FPDFText_GetMatrix(raw, i, m)
    C.FPDFText_GetFontInfo(raw, i, name, 128, flag)
    bold = any(b in name.value.lower() for b in _BOLD)
    return C.FPDFText_GetFontSize(raw, i) * (math.hypot(m.c, m.d) or 1.0), math.atan2(m.b, m.a), bold


def _is_invisible(page) -> bool:
    """Is the page's text drawn invisibly, as text recognition lays it over a scan? The first text objects
    tell."""
    seen = no = 0
    for i in range(min(C.FPDFPage_CountObjects(page.raw), 400)):
        o = C.FPDFPage_GetObject(page.raw, i)
        if C.FPDFPageObj_GetType(o) == C.FPDF_PAGEOBJ_TEXT:
            seen += 1
            no += C.FPDFTextObj_GetTextRenderMode(o) == C.FPDF_TEXTRENDERMODE_INVISIBLE
            if seen >= 10:
                break
    return seen > 0 and no * 2 > seen


def _printable(u: int) -> str:
    if (
        u == 2 or u == 0xAD
    ):  # pdfium's mark for a hyphen at a line's end, and the soft hyphen that is printed there
        return "-"
    if u in _SYMBOLS or u in _LIGATURES:
        return _SYMBOLS.get(u) or _LIGATURES[u]
    if 0xE000 <= u <= 0xF8FF or u < 32 or 0x200B <= u <= 0x200F or u == 0xFEFF:
        return ""
    return chr(u)


def _put(page: Page, h: dict, to_frame, turn: int) -> None:
    """Letters into the reader's frame, without those outside the page and those drawn twice to look bold."""
    if not len(h["kode"]):
        return
    xa, ya = to_frame(h["kotak"][:, 0], h["kotak"][:, 1])
    xb, yb = to_frame(h["kotak"][:, 2], h["kotak"][:, 3])
    box = np.column_stack([np.minimum(xa, xb), np.minimum(ya, yb), np.maximum(xa, xb), np.maximum(ya, yb)])
    ox, oy = to_frame(h["asal"][:, 0], h["asal"][:, 1])
    arah = (np.round(np.degrees(h["sudut"]) / 90).astype(int) - turn) % 4
    slanted = np.abs(np.degrees(h["sudut"]) / 90 - np.round(np.degrees(h["sudut"]) / 90)) > 0.05  # watermarks
    cx, cy = (box[:, 0] + box[:, 2]) / 2, (box[:, 1] + box[:, 3]) / 2
    there = ~slanted & (cx >= 0) & (cx <= page.width) & (cy >= 0) & (cy <= page.height)
    there &= ~_twins(np.array(h["kode"]), ox, oy, np.maximum(0.5, 0.15 * h["ukuran"]))
    chosen, text, spaces, pause = [], [], [], False
    for i, (u, allowed, gaps) in enumerate(zip(h["kode"], there.tolist(), h["spasi"].tolist(), strict=True)):
        pause = pause or gaps
        s = chr(u) if 32 < u < 127 else _printable(u)
        if allowed and s:
            chosen.append(i)
            text.append(s)
            spaces.append(pause)
            pause = False
    page.teks, page.box, page.arah, page.spaces = text, box[chosen], arah[chosen], np.array(spaces, bool)
    page.bold = h["tebal"][chosen]
    page.baseline = np.where(page.arah % 2 == 0, oy[chosen], ox[chosen])
    page.ukuran, page.failed, page.ocr = h["ukuran"][chosen], h["gagal"], h["ocr"]


def _twins(code: np.ndarray, x: np.ndarray, y: np.ndarray, near: np.ndarray) -> np.ndarray:
    """Which letters repeat an earlier one at (nearly) the same place, as text drawn twice to look bold
    does."""
    result = np.zeros(len(code), bool)
    for shift in (0.0, 0.5):  # two grids, so that no pair is parted by a border of one
        order = np.lexsort((x, np.floor(y / 2 + shift), code))
        a, b = order[:-1], order[1:]
        same = (code[a] == code[b]) & (np.abs(x[a] - x[b]) < near[b]) & (np.abs(y[a] - y[b]) < near[b])
        result[np.maximum(a, b)[same]] = True
    return result


_SATUAN = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _product(a: tuple, b: tuple) -> tuple:
    """Matrix a, then b."""
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


def _matrix(o) -> tuple:
    m = C.FS_MATRIX()
    return (m.a, m.b, m.c, m.d, m.e, m.f) if C.FPDFPageObj_GetMatrix(o, m) else _SATUAN


def _objects(page):
    """Every drawing object with the matrix that takes it to the page, forms opened."""
    queue = [
        (C.FPDFPage_GetObject(page.raw, i), _SATUAN, 0) for i in range(C.FPDFPage_CountObjects(page.raw))
    ][::-1]
    n = 0
    while queue and n < MAX_OBJECTS:
        o, m, within = queue.pop()
        n += 1
        kind = C.FPDFPageObj_GetType(o)
        if kind == C.FPDF_PAGEOBJ_FORM and within < 6:
            mm = _product(_matrix(o), m)
            queue += [
                (C.FPDFFormObj_GetObject(o, i), mm, within + 1) for i in range(C.FPDFFormObj_CountObjects(o))
            ][::-1]
        elif kind in (C.FPDF_PAGEOBJ_PATH, C.FPDF_PAGEOBJ_IMAGE):
            yield kind, o, _product(_matrix(o), m)


def _drawn_lines(page, made: Page, to_frame) -> None:
    content, strokes = ctypes.c_int(), ctypes.c_int()
    x, y = ctypes.c_float(), ctypes.c_float()
    drawn: tuple[list[tuple], list[tuple], list[tuple]] = ([], [], [])  # flat, upright, fills

    def point(m, a, b):
        return to_frame(m[0] * a + m[2] * b + m[4], m[1] * a + m[3] * b + m[5])

    for kind, o, m in _objects(page):
        if kind == C.FPDF_PAGEOBJ_IMAGE:
            angle = [point(m, a, b) for a, b in ((0, 0), (1, 0), (0, 1), (1, 1))]
            xs, ys = [s[0] for s in angle], [s[1] for s in angle]
            made.pictures.append((min(xs), min(ys), max(xs), max(ys)))
            continue
        made.path += 1
        if not C.FPDFPath_GetDrawMode(o, content, strokes) or not (content.value or strokes.value):
            continue
        sub: list[tuple[float, float]] = []
        curved, colour = False, _colour(o) if content.value else -1
        for k in range(C.FPDFPath_CountSegments(o)):
            s = C.FPDFPath_GetPathSegment(o, k)
            C.FPDFPathSegment_GetPoint(s, x, y)
            t = C.FPDFPathSegment_GetType(s)
            if t == C.FPDF_SEGMENT_MOVETO:
                _path(made, sub, curved, bool(strokes.value), colour, drawn)
                sub, curved = [], False
            curved = curved or t == C.FPDF_SEGMENT_BEZIERTO
            sub.append(point(m, x.value, y.value))
            if C.FPDFPathSegment_GetClose(s) and len(sub) > 1:
                sub.append(sub[0])
        _path(made, sub, curved, bool(strokes.value), colour, drawn)
    made.horizontal, made.upright, made.fills = (
        np.array(a, float).reshape(-1, n) for a, n in zip(drawn, (4, 4, 5), strict=True)
    )


def _colour(o) -> int:
    """The fill's colour as one number."""
    r, g, b, a = (ctypes.c_uint() for _ in range(4))
    return r.value << 16 | g.value << 8 | b.value if C.FPDFPageObj_GetFillColor(o, r, g, b, a) else 0


def _path(
    page: Page, t: list, curved: bool, stroked: bool, colour: int, drawn: tuple[list, list, list]
) -> None:
    """What one subpath draws: straight strokes, filled boxes (colour -1: not filled)."""
    if len(t) < 2 or curved:
        return
    flat, upright, fills = drawn
    xs, ys = [p[0] for p in t], [p[1] for p in t]
    x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
    if x1 - x0 > 0.95 * page.width and y1 - y0 > 0.9 * page.height:
        return  # a page's background or border
    if stroked and not (colour >= 0 and min(x1 - x0, y1 - y0) <= MIN_LINES):
        for (xa, ya), (xb, yb) in zip(t, t[1:], strict=False):
            if abs(ya - yb) <= 1 and abs(xa - xb) >= MIN_LINES:
                flat.append(((ya + yb) / 2, min(xa, xb), max(xa, xb), 0))
            elif abs(xa - xb) <= 1 and abs(ya - yb) >= MIN_LINES:
                upright.append(((xa + xb) / 2, min(ya, yb), max(ya, yb), 0))
        return
    corner = all(min(abs(a[0] - b[0]), abs(a[1] - b[1])) <= 0.5 for a, b in zip(t, t[1:], strict=False))
    if corner and len(t) >= 4:
        fills.append((x0, y0, x1, y1, colour))
