"""Every letter of a PDF page as pdfium gives it, in page space.

pdfium is asked letter by letter; its answers go straight into arrays, with no step of Python between letters.
"""

import ctypes
import math
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from itertools import repeat

import numpy as np
import pypdfium2.raw as C

MAX_LETTERS = 1_000_000  # letters of one page; more are not looked at
_BOLD = (b"bold", b"black", b"heavy", b"semibold")  # parts of font names
_SPACES = [0x09, 0x20, 0xA0, 0x2002, 0x2003, 0x2007, 0x2009, 0x202F, 0x3000]
_UNKNOWN = [0, 0xFFFD]


def _address(thing) -> int:
    return ctypes.cast(thing, ctypes.c_void_p).value or 0


@cache
def asked(name: str, result: type | None, *takes: type) -> Callable:
    """A function of pdfium that takes plain numbers: handles and addresses, too."""
    return ctypes.PYFUNCTYPE(result, *takes)(_address(getattr(C, name)))


def _of_letter(name: str, result: type | None, *more: type) -> Callable:
    """A function of pdfium about one letter: (text page, position, addresses of the answers …)."""
    return asked(name, result, ctypes.c_void_p, ctypes.c_int, *more)


def _answers(name: str, page: int, places: Iterable[int], count: int) -> np.ndarray:
    """What pdfium says of the letters at these places, as numbers."""
    told = _of_letter(name, ctypes.c_uint if name == "FPDFText_GetUnicode" else ctypes.c_int)
    return np.fromiter(map(told, repeat(page), places), dtype="int64", count=count)


def _boxes(page: int, places: list[int]) -> tuple[np.ndarray, np.ndarray]:
    """Boxes of letters (n, 4: x0, y0, x1, y1), and for which pdfium knows one."""
    made = np.zeros((len(places), 4), "float32")
    ask = _of_letter("FPDFText_GetLooseCharBox", ctypes.c_int, ctypes.c_void_p)
    answers = range(made.ctypes.data, made.ctypes.data + made.nbytes, made.itemsize * 4)
    known = np.fromiter(map(ask, repeat(page), places, answers), bool, len(places))
    return made[:, [0, 3, 2, 1]].astype(float), known


def _origins(page: int, places: list[int]) -> tuple[np.ndarray, np.ndarray]:
    """Where letters begin (n, 2: x, y), and for which pdfium knows it."""
    made = np.zeros((len(places), 2))
    ask = _of_letter("FPDFText_GetCharOrigin", ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
    start, size = made.ctypes.data, made.itemsize
    across = range(start, start + made.nbytes, 2 * size)
    down = range(start + size, start + size + made.nbytes, 2 * size)
    known = np.fromiter(map(ask, repeat(page), places, across, down), bool, len(places))
    return made, known


def _looks(raw, page: int, places: list[int]) -> np.ndarray:
    """Size, angle and boldness of letters (n, 3): one text object has one of each."""
    told = map(_of_letter("FPDFText_GetTextObject", ctypes.c_ssize_t), repeat(page), places)
    drawn = np.fromiter(told, "int64", len(places))
    drawn = np.where(drawn == 0, -np.array(places, "int64"), drawn)  # a letter without one is its own
    _, first, which = np.unique(drawn, return_index=True, return_inverse=True)
    return np.array([_style(raw, places[at]) for at in first], float).reshape(-1, 3)[which]


def _style(raw, at: int) -> tuple[float, float, bool]:
    """Font size on the page, angle (radians) and boldness of letter i."""
    matrix, name, flag = C.FS_MATRIX(), ctypes.create_string_buffer(128), ctypes.c_int()
    C.FPDFText_GetMatrix(raw, at, matrix)
    C.FPDFText_GetFontInfo(raw, at, name, 128, flag)
    size = C.FPDFText_GetFontSize(raw, at) * (math.hypot(matrix.c, matrix.d) or 1.0)
    turned = math.pi if size < 0 else 0.0  # a font of negative size is drawn upside down
    return abs(size), math.atan2(matrix.b, matrix.a) + turned, _is_bold(name.value)


@lru_cache(maxsize=1024)
def _is_bold(font: bytes) -> bool:
    return any(word in font.lower() for word in _BOLD)


def read_letters(page) -> dict:
    """The letters of a pypdfium2 page: kode, kotak (n, 4), asal (n, 2), ukuran, sudut, tebal; spasi: a space
    stands before the letter; gagal: letters without a known character; ocr: the text is invisible."""
    tp = page.get_textpage()
    raw, count = tp.raw, min(tp.count_chars(), MAX_LETTERS)
    address = _address(raw)
    codes = _answers("FPDFText_GetUnicode", address, range(count), count)
    space = np.isin(codes, _SPACES)
    there = np.flatnonzero(space)  # pdfium adds line ends and spaces of its own, and no other letters
    space[there] = _answers("FPDFText_IsGenerated", address, there.tolist(), len(there)) != 1
    letters = ~np.isin(codes, [10, 13, *_SPACES])
    known = letters & ~np.isin(codes, _UNKNOWN)
    places = np.flatnonzero(known)
    listed = places.tolist()
    failed = int((letters & ~known).sum())
    failed += int((_answers("FPDFText_HasUnicodeMapError", address, listed, len(listed)) == 1).sum())
    box, boxed = _boxes(address, listed)
    origin, placed = _origins(address, listed)
    kept = boxed & placed
    places = places[kept]
    looks = _looks(raw, address, places.tolist())
    before = np.concatenate([[0], np.cumsum(space)])[places]  # spaces up to each letter
    tp.close()
    return {
        "kode": codes[places],
        "kotak": box[kept],
        "asal": origin[kept],
        "ukuran": looks[:, 0],
        "sudut": looks[:, 1],
        "spasi": np.diff(before, prepend=0) > 0,
        "tebal": looks[:, 2] > 0,
        "gagal": failed,
        "ocr": bool(count) and _is_invisible(page),
    }


def _is_invisible(page) -> bool:
    """Is the page's text drawn invisibly, as text recognition lays it over a scan? The first text objects
    tell."""
    seen = no = 0
    for at in range(min(C.FPDFPage_CountObjects(page.raw), 400)):
        drawn = C.FPDFPage_GetObject(page.raw, at)
        if C.FPDFPageObj_GetType(drawn) == C.FPDF_PAGEOBJ_TEXT:
            seen += 1
            no += C.FPDFTextObj_GetTextRenderMode(drawn) == C.FPDF_TEXTRENDERMODE_INVISIBLE
            if seen >= 10:
                break
    return seen > 0 and no * 2 > seen
