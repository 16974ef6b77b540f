"""PDF files to blocks: ruled tables by cell, whitespace tables where columns are clear, paragraphs from
lines.

jejak is 'h4:x0,y0,x1,y1': page from 1, box in points as a viewer shows the page, origin top left.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

import numpy as np

from datasets.document.lines import drop_bullet, join_lines, parse_tabs
from datasets.document.model import MAX_CELLS, MAX_PAGES, MAX_SECONDS, Block, Cell
from datasets.readers.pdf_bands import extend, page_grids, split_bands
from datasets.readers.pdf_cells import PdfCell, stitch, vocabulary
from datasets.readers.pdf_fills import lay_rules
from datasets.readers.pdf_furniture import drop_furniture
from datasets.readers.pdf_gutters import continued, find_tables, page_goes_on
from datasets.readers.pdf_lines import Line, letter_lines, turned_lines
from datasets.readers.pdf_page import Page, read_page
from datasets.readers.pdf_paragraphs import Paragraph, Typesetting, contents_lines, goes_on, paragraphs
from datasets.readers.pdf_prose_columns import bars, find_stretch, part_columns, side_by_side
from datasets.readers.pdf_ruled import Grid, unify_lines
from datasets.readers.pdf_touching import part_touching
from schemas.errors import InputError

LARGE_PICTURE = 0.35  # share of the page from which a picture may be a scan
PICTURE = 0.1  # share of the page from which a picture is worth a note
MIXED = 3  # so many lines with two texts side by side that are no columns
MAX_DECORATION = 50  # so many drawn paths without a letter: text drawn as outlines
FEW = 30  # fewer letters than this on a page with a large picture: a scanned page
ODD = 0.15  # a grid with more of its area in cells that are no rectangles is a drawing


@dataclass(eq=False)
class _PageContent:
    """What is kept of a page, or of a column of it: grids with their texts, other lines, boxes of text in
    drawings.

    letters: the page and its letters outside of grids, where some of its text stands in columns; column: its
    edges.
    """

    number: int
    width: float
    height: float
    grids: list[tuple[Grid, dict[int, PdfCell]]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    loose: list[list[Line]] = field(default_factory=list)
    rules: np.ndarray = field(default_factory=lambda: np.zeros((0, 4)))
    as_shown: Callable = staticmethod(lambda box: box)
    letters: tuple[Page, np.ndarray] | None = None
    column: tuple[float, float] | None = None


def read_pdf(
    path: str | Path,
    warnings: list[str] | None = None,
    words: list[tuple] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Block]:
    """Blocks of a PDF in reading order.

    peringatan collects what was not read. kata collects the words of paragraphs: (jejak of the block, text,
    page, x0, y0, x1, y1). progress(done, total) is called after each page. Raises InputError (one line) for
    files that are locked, broken, or hold pictures only.
    """
    name, notes = Path(path).name, [] if warnings is None else warnings
    document = _open(path, name)
    with open(path, "rb") as f:
        f.seek(max(0, Path(path).stat().st_size - 2048))
        if b"%%EOF" not in f.read():
            notes.append("akhir berkas PDF tidak lengkap; bagian akhirnya mungkin hilang")
    try:
        content = _pages(document, name, notes, progress)
    finally:
        document.close()
    arrangement = _Assembly(content)
    result = arrangement.blok(words)
    if not result:
        raise InputError(f"{name}: PDF tanpa isi yang dapat dibaca")
    notes += [
        f"halaman {r}: tabel tanpa garis, kolomnya dibaca dari jarak antarkata"
        for r in runs(sorted(set(arrangement.unruled)))
    ]
    mixed = sorted(
        {h.number for h in arrangement.content if side_by_side(h.lines) >= MIXED} - set(arrangement.unruled)
    )
    notes += [
        f"halaman {r}: teks bersebelahan (kolom atau kotak teks), urutan bacanya tidak pasti"
        for r in runs(mixed)
    ]
    return result


def _open(path: str | Path, name: str):
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if "assword" in str(error):
            raise InputError(f"{name}: PDF terkunci sandi; simpan tanpa sandi lalu coba lagi") from None
        raise InputError(f"{name}: PDF rusak atau terpotong; kirim ulang dari aslinya") from None
    except OSError as error:
        raise InputError(f"{name}: berkas tidak dapat dibuka ({error.strerror or error})") from None
    if not 0 < len(document) <= MAX_PAGES:
        n = len(document)
        document.close()
        message = f"PDF {n} halaman, lebih dari batas {MAX_PAGES}" if n else "PDF tanpa halaman"
        raise InputError(f"{name}: {message}")
    return document


def _pages(document, name: str, notes: list[str], progress) -> list[_PageContent]:
    start, content, sel = time.monotonic(), [], 0
    without, ocr, pictures, broken_letters, broken = [], [], [], [], []
    for n in range(len(document)):
        page = _one_page(document, n)
        if page is None:
            broken.append(n + 1)
            page = Page(1, 1)
        large = max((_share_of_page(g, page) for g in page.pictures), default=0.0)
        blank = not page.teks and (page.pictures or page.path > MAX_DECORATION)
        if len(page.teks) < FEW and (large > LARGE_PICTURE or page.failed > len(page.teks) or blank):
            without.append(n + 1)
        elif page.ocr and large > LARGE_PICTURE:
            ocr.append(n + 1)
        elif any(_share_of_page(g, page) > PICTURE and not _behind_text(g, page) for g in page.pictures):
            pictures.append(n + 1)
        if page.failed > 0.05 * (len(page.teks) + 1) and n + 1 not in without:
            broken_letters.append(n + 1)
        content.append(_content(page, n + 1))
        sel += sum(len(k.sel) for k, _ in content[-1].grids)
        if sel > MAX_CELLS:
            raise InputError(f"{name}: lebih dari {MAX_CELLS} sel tabel, tidak dibaca")
        if time.monotonic() - start > MAX_SECONDS:
            raise InputError(f"{name}: pembacaan melewati batas {MAX_SECONDS} detik pada halaman {n + 1}")
        if progress is not None:
            progress(n + 1, len(document))
    if len(broken) == len(content):
        raise InputError(f"{name}: PDF rusak atau terpotong; kirim ulang dari aslinya")
    if not any(h.grids or h.lines or h.loose for h in content) or len(without) == len(content):
        raise InputError(
            f"{name}: PDF hanya berisi gambar (tidak ada lapisan teks); kirim PDF hasil ekspor, bukan "
            f"pindaian"
        )
    for entries, message in (
        (broken, "rusak, tidak dibaca"),
        (without, "tidak ada lapisan teks, tidak dibaca"),
        (ocr, "lapisan teks hasil pengenalan gambar (OCR), angkanya dapat salah baca"),
        (pictures, "gambar tidak dibaca: tabel atau angka di dalam gambar tidak diperiksa"),
        (broken_letters, "sebagian huruf tidak dikenali, teksnya dapat berlubang"),
    ):
        notes += [f"halaman {r}: {message}" for r in runs(entries)]
    return content


def _one_page(document, n: int) -> Page | None:
    """Page n (from 0), None when it is broken."""
    import pypdfium2 as pdfium

    try:
        page = document[n]
    except pdfium.PdfiumError:
        return None
    try:
        return read_page(page)
    except pdfium.PdfiumError:
        return None
    finally:
        page.close()


def runs(number: list[int]) -> list[str]:
    """Runs of page numbers: [3, 5, 6, 7] → ['3', '5–7']."""
    result: list[list[int]] = []
    for n in number:
        if result and n == result[-1][-1] + 1:
            result[-1].append(n)
        else:
            result.append([n])
    return [str(d[0]) if len(d) == 1 else f"{d[0]}–{d[-1]}" for d in result]


def _share_of_page(box, page: Page) -> float:
    """Share of the page that a box covers."""
    w = min(box[2], page.width) - max(box[0], 0)
    t = min(box[3], page.height) - max(box[1], 0)
    return max(w, 0) * max(t, 0) / (page.width * page.height)


def _behind_text(box, page: Page) -> bool:
    """Is the picture a background: does much of the page's text stand on it?"""
    x, y = (page.box[:, 0] + page.box[:, 2]) / 2, (page.box[:, 1] + page.box[:, 3]) / 2
    on = (x > box[0]) & (x < box[2]) & (y > box[1]) & (y < box[3])
    return int(on.sum()) > max(FEW, 0.3 * len(page.teks))


def _content(page: Page, number: int) -> _PageContent:
    """Share out the letters: to cells of grids, the innermost first; to boxes of drawings; the rest to
    lines."""
    content = _PageContent(number, page.width, page.height, as_shown=page.as_shown)
    n = len(page.teks)
    free = np.ones(n, bool)
    if not n:
        return content
    lay_rules(page)
    cx = (page.box[:, 0] + page.box[:, 2]) / 2
    cy = np.where(page.arah == 0, page.baseline - 0.3 * page.ukuran, (page.box[:, 1] + page.box[:, 3]) / 2)
    for k in reversed(page_grids(page.horizontal, page.upright, page.box)):
        places = np.where(free, k.place(cx, cy), -1)
        cell_numbers = np.unique(places[places >= 0])
        what = _grid_kind(k, cell_numbers)
        if not what:
            continue
        by_sel = {int(s): np.nonzero(places == s)[0] for s in cell_numbers}
        free &= places < 0
        if what == "petak":
            cells = {s: _cell(page, p, k.sel[s].box) for s, p in by_sel.items()}
            content.grids += part_touching(*split_bands(k, cells))
        else:
            content.loose += [b for p in by_sel.values() if (b := letter_lines(page, p))]
    content.grids.sort(key=lambda p: p[0].ys[0])
    content.lines = letter_lines(page, np.nonzero(free)[0])
    content.rules = unify_lines(page.horizontal)
    for n, (k, sel) in enumerate(content.grids):
        if k.weak:
            k, sel, take = extend(k, sel, content.lines)
            content.grids[n] = (k, sel)
            content.lines = [b for b in content.lines if not any(b is x for x in take)]
    if find_stretch(content.lines, bars(content)):
        content.letters = page, np.nonzero(free)[0]
    return content


def _grid_kind(k: Grid, filled: np.ndarray) -> str:
    """What the lines are, by the cells that hold text: a table ('petak'), a drawing ('gambar'), neither
    ('')."""
    if len(filled) < 2 or len({k.sel[s].c for s in filled}) < 2:
        return ""
    if k.odd > ODD:
        return "gambar"
    if k.weak and (len(filled) < 0.5 * len(k.sel) or len(k.ys) < 3):
        return ""  # bars of a chart; a shaded header, whose columns the lines below show as well
    if len(filled) < 0.15 * len(k.sel) and len(k.sel) > 12:
        return ""
    return "petak"


def _hyphenates(content: list[_PageContent]) -> bool:
    """Does the document hyphenate words at line ends (and not only break words that have a hyphen)?"""
    everything = hyphens = 0
    for h in content:
        for a, b in zip(h.lines, h.lines[1:], strict=False):
            everything += 1
            m = re.search(r"([a-z]+)-$", a.words[-1].teks)
            if m and b.words[0].teks[:1].islower():
                begin = b.words[0].teks.lower()
                hyphens += not (begin.startswith(m[1][-4:]) or m[1].startswith(begin[:4]))
    return hyphens >= 10 and hyphens > 0.03 * everything


def _cell(page: Page, chosen: np.ndarray, box) -> PdfCell:
    turn = turned_lines(page, chosen)
    return PdfCell(letter_lines(page, chosen) + turn, box, not turn)


class _Assembly:
    """From pages to blocks, once the whole document is known: its margins, words, furniture."""

    def __init__(self, content: list[_PageContent]) -> None:
        drop_furniture(content)
        self.content = content = [part for h in content for part in part_columns(h)]
        self.hyphens = _hyphenates(content)
        self.unruled: list[int] = []  # pages with tables read from gaps
        self.xs: np.ndarray | None = None
        self.typesetting = Typesetting([(h.width, h.lines, h.column) for h in content])
        everything = [s for h in content for _, sel in h.grids for s in sel.values()]
        self.words = vocabulary([b for h in content for b in h.lines], everything)
        for a, b in zip(content, content[1:], strict=False):
            if a.grids and b.grids and a.number < b.number:
                stitch(a.grids[-1], b.grids[0], self.words)

    def blok(self, words: list | None) -> list[Block]:
        """Blocks in reading order; words of paragraphs are added to `words`."""
        result: list[Block] = []
        end: tuple[int, Paragraph, Block] | None = None  # the last paragraph of the page before
        for n, h in enumerate(self.content):
            pages = self._pages(n, h)
            if end is not None and pages and isinstance(pages[0], Paragraph):
                p = pages[0]
                if goes_on(end[:2], (n, p), self.typesetting):
                    end[2].teks = join_lines(end[2].teks, p.teks(self.hyphens), False, self.hyphens)
                    self._words_of(h, p, end[2].jejak, words)
                    pages = pages[1:]
                    end = end if not pages else None
            page_results: list[Block] = []
            for b in pages:
                m = b if isinstance(b, Block) else self._paragraph(h, b)
                if m.jenis == "petak" or m.teks:
                    page_results.append(m)
                    if isinstance(b, Paragraph):
                        self._words_of(h, b, m.jejak, words)
                    end = (n, b, m) if isinstance(b, Paragraph) else None
            result += page_results
        for _, blocks in groupby(result, key=lambda m: m.halaman):
            ends = list(blocks)
            for m in (ends[0], ends[-1]):
                m.cut_off = m.jenis == "petak"
        return parse_tabs(contents_lines(result))

    def _pages(self, n: int, h: _PageContent) -> list[Block | Paragraph]:
        """Grids and paragraphs of one page from top to bottom."""
        parts: list[tuple[float, list]] = [(k.ys[0], [self._grid(h, k, sel)]) for k, sel in h.grids]
        sequence: list[list[Line]] = [[]]
        without: list[Grid] = []
        for a, b in zip([None, *h.lines], h.lines, strict=False):
            if a is not None and any(a.baseline < k.ys[0] <= b.baseline for k, _ in h.grids):
                sequence.append([])
            sequence[-1].append(b)
        for d in [*sequence, *h.loose]:
            start = 0
            tables = find_tables(d, h.rules)
            if (
                self.xs is not None
                and d
                and d is sequence[0]
                and not any(k.ys[0] < d[0].baseline for k, _ in h.grids)
            ):
                many = page_goes_on(d, self.xs)
                if many:
                    tables = [(0, many, *continued(d[:many], self.xs))]
                    tables += [(i + many, j + many, k, s) for i, j, k, s in find_tables(d[many:], h.rules)]
            for i, j, k, sel in tables:
                parts += [(d[start].y0, paragraphs(d[start:i], n, self.typesetting))] if i > start else []
                parts.append((float(k.ys[0]), [self._grid(h, k, sel)]))
                self.unruled.append(h.number)
                without.append(k)
                start = j
            parts += [(d[start].y0, paragraphs(d[start:], n, self.typesetting))] if start < len(d) else []
        parts.sort(key=lambda x: x[0])
        # a table without rules that ends the page lends its columns to the next page
        end = [
            k
            for k in (*without, *(k for k, _ in h.grids if k.weak))
            if parts and float(k.ys[0]) == parts[-1][0]
        ]
        self.xs = end[0].xs if end else None
        return [b for _, content in parts for b in content]

    def _grid(self, h: _PageContent, k: Grid, sel: dict[int, PdfCell]) -> Block:
        grid = [
            Cell(
                s.r,
                s.c,
                sel[i].teks(self.words, self.hyphens) if i in sel else "",
                s.rs,
                s.cs,
                halaman=h.number,
                jejak=_jejak(h, s.box),
            )
            for i, s in enumerate(k.sel)
        ]
        return Block("petak", halaman=h.number, jejak=_jejak(h, k.box), sel=grid)

    def _paragraph(self, h: _PageContent, p: Paragraph) -> Block:
        kind = "butir" if p.items else "paragraf"
        return drop_bullet(Block(kind, p.teks(self.hyphens), halaman=h.number, jejak=_jejak(h, p.box)))

    @staticmethod
    def _words_of(h: _PageContent, p: Paragraph, jejak: str, words: list | None) -> None:
        if words is not None:
            words += [
                (jejak, k.teks, h.number, *h.as_shown((k.x0, k.y0, k.x1, k.y1)))
                for b in p.lines
                for k in b.words
            ]


def _jejak(h: _PageContent, box) -> str:
    return f"h{h.number}:" + ",".join(f"{v:.1f}" for v in h.as_shown(box))
