"""One PDF page as letters, ruling lines and pictures, in a reader's frame: upright, origin top left, in
points."""

from dataclasses import dataclass, field

import numpy as np

from cermat.datasets.readers.pdf_drawn import read_drawn
from cermat.datasets.readers.pdf_letters import read_letters

FEW = 30  # fewer letters than this on a page with a large picture: a scanned page
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
    letters = read_letters(page)
    if len(letters["kode"]):
        arah = (np.round(np.degrees(letters["sudut"]) / 90).astype(int) - turn) % 4
        again = int(np.bincount(arah, minlength=4).argmax())
    turn += again
    to_frame = _mapping(page_box, turn % 4)
    width, height = page_box[2] - page_box[0], page_box[3] - page_box[1]
    made = Page(*((height, width) if turn % 2 else (width, height)))
    made.turned_again = again
    _put(made, letters, to_frame, turn)
    drawn = read_drawn(page, to_frame, made.width, made.height)
    made.horizontal, made.upright, made.fills = drawn.horizontal, drawn.upright, drawn.fills
    made.pictures, made.path = drawn.pictures, drawn.path
    return made


def _mapping(box: tuple[float, float, float, float], turn: int):
    """The map from page space to the reader's frame, as a function of arrays x, y."""
    x0, y0, x1, y1 = box
    return (
        lambda across, down: (across - x0, y1 - down),
        lambda across, down: (down - y0, across - x0),
        lambda across, down: (x1 - across, down - y0),
        lambda across, down: (y1 - down, x1 - across),
    )[turn]


def _printable(code: int) -> str:
    if (
        code == 2 or code == 0xAD
    ):  # pdfium's mark for a hyphen at a line's end, and the soft hyphen that is printed there
        return "-"
    if code in _SYMBOLS or code in _LIGATURES:
        return _SYMBOLS.get(code) or _LIGATURES[code]
    if 0xE000 <= code <= 0xF8FF or code < 32 or 0x200B <= code <= 0x200F or code == 0xFEFF:
        return ""
    return chr(code)


def _put(page: Page, letters: dict, to_frame, turn: int) -> None:
    """Letters into the reader's frame, without those outside the page and those drawn twice to look bold."""
    if not len(letters["kode"]):
        return
    xa, ya = to_frame(letters["kotak"][:, 0], letters["kotak"][:, 1])
    xb, yb = to_frame(letters["kotak"][:, 2], letters["kotak"][:, 3])
    box = np.column_stack([np.minimum(xa, xb), np.minimum(ya, yb), np.maximum(xa, xb), np.maximum(ya, yb)])
    ox, oy = to_frame(letters["asal"][:, 0], letters["asal"][:, 1])
    arah = (np.round(np.degrees(letters["sudut"]) / 90).astype(int) - turn) % 4
    slanted = (
        np.abs(np.degrees(letters["sudut"]) / 90 - np.round(np.degrees(letters["sudut"]) / 90)) > 0.05
    )  # watermarks
    cx, cy = (box[:, 0] + box[:, 2]) / 2, (box[:, 1] + box[:, 3]) / 2
    there = ~slanted & (cx >= 0) & (cx <= page.width) & (cy >= 0) & (cy <= page.height)
    there &= ~_twins(letters["kode"], ox, oy, np.maximum(0.5, 0.15 * letters["ukuran"]))
    codes, which = np.unique(letters["kode"], return_inverse=True)
    printed = [chr(code) if 32 < code < 127 else _printable(code) for code in codes.tolist()]
    there &= np.array([bool(character) for character in printed])[which]
    chosen = np.flatnonzero(there)
    text = [printed[at] for at in which[chosen].tolist()]
    spaces = np.diff(np.cumsum(letters["spasi"])[chosen], prepend=0) > 0
    page.teks, page.box, page.arah, page.spaces = text, box[chosen], arah[chosen], spaces
    page.bold = letters["tebal"][chosen]
    page.baseline = np.where(page.arah % 2 == 0, oy[chosen], ox[chosen])
    page.ukuran, page.failed, page.ocr = letters["ukuran"][chosen], letters["gagal"], letters["ocr"]


def _twins(code: np.ndarray, across: np.ndarray, down: np.ndarray, near: np.ndarray) -> np.ndarray:
    """Which letters repeat an earlier one at (nearly) the same place, as text drawn twice to look bold
    does."""
    result = np.zeros(len(code), bool)
    for shift in (0.0, 0.5):  # two grids, so that no pair is parted by a border of one
        order = np.lexsort((across, np.floor(down / 2 + shift), code))
        one, other = order[:-1], order[1:]
        same = (
            (code[one] == code[other])
            & (np.abs(across[one] - across[other]) < near[other])
            & (np.abs(down[one] - down[other]) < near[other])
        )
        result[np.maximum(one, other)[same]] = True
    return result


def share_of_page(box, page: Page) -> float:
    """Share of the page that a box covers."""
    width = min(box[2], page.width) - max(box[0], 0)
    height = min(box[3], page.height) - max(box[1], 0)
    return max(width, 0) * max(height, 0) / (page.width * page.height)


def behind_text(box, page: Page) -> bool:
    """Is the picture a background: does much of the page's text stand on it?"""
    across, down = (page.box[:, 0] + page.box[:, 2]) / 2, (page.box[:, 1] + page.box[:, 3]) / 2
    on = (across > box[0]) & (across < box[2]) & (down > box[1]) & (down < box[3])
    return int(on.sum()) > max(FEW, 0.3 * len(page.teks))
