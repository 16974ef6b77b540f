"""PDF files to blocks: ruled tables by cell, whitespace tables where columns are clear, paragraphs from
lines.

jejak is 'h4:x0,y0,x1,y1': page from 1, box in points as a viewer shows the page, origin top left.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

import numpy as np

from cermat.datasets.document.lines import drop_bullet, join_lines, parse_tabs
from cermat.datasets.document.model import MAX_CELLS, MAX_PAGES, Block, Cell
from cermat.datasets.readers.pdf_bands import extend, page_grids, split_bands
from cermat.datasets.readers.pdf_cells import PdfCell, stitch, vocabulary
from cermat.datasets.readers.pdf_fills import lay_rules
from cermat.datasets.readers.pdf_furniture import drop_furniture
from cermat.datasets.readers.pdf_gutters import continued, find_tables, page_goes_on
from cermat.datasets.readers.pdf_lines import Line, letter_lines, turned_lines
from cermat.datasets.readers.pdf_page import FEW, Page, behind_text, read_page, share_of_page
from cermat.datasets.readers.pdf_paragraphs import Paragraph, Typesetting, contents_lines, goes_on, paragraphs
from cermat.datasets.readers.pdf_prose_columns import bars, find_stretch, part_columns, side_by_side
from cermat.datasets.readers.pdf_ruled import Grid, unify_lines
from cermat.datasets.readers.pdf_touching import part_touching
from cermat.schemas.errors import InputError

LARGE_PICTURE = 0.35  # share of the page from which a picture may be a scan
PICTURE = 0.1  # share of the page from which a picture is worth a note
MIXED = 3  # so many lines with two texts side by side that are no columns
MAX_DECORATION = 50  # so many drawn paths without a letter: text drawn as outlines
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
    pages: dict[int, str] | None = None,
    scanned: list[int] | None = None,
) -> list[Block]:
    """Blocks of a PDF in reading order.

    warnings collects what was not read; words those of paragraphs: (jejak of the block, text, page, x0, y0,
    x1, y1); pages the page numbers that are printed, by sheet; scanned the sheets whose text was recognised
    in a picture. progress(done, total) is called after each page. Raises InputError (one line) for files that
    are locked, broken, or hold pictures only.
    """
    name, notes = Path(path).name, [] if warnings is None else warnings
    document = _open(path, name)
    with open(path, "rb") as file:
        file.seek(max(0, Path(path).stat().st_size - 2048))
        if b"%%EOF" not in file.read():
            notes.append("akhir berkas PDF tidak lengkap; bagian akhirnya mungkin hilang")
    try:
        content = _pages(document, name, notes, progress, [] if scanned is None else scanned)
    finally:
        document.close()
    arrangement = _Assembly(content)
    result = arrangement.blok(words)
    if pages is not None:
        pages |= arrangement.pages
    if not result:
        raise InputError(f"{name}: PDF tanpa isi yang dapat dibaca")
    notes += [
        f"halaman {run}: tabel tanpa garis, kolomnya dibaca dari jarak antarkata"
        for run in runs(sorted(set(arrangement.unruled)))
    ]
    mixed = sorted(
        {part.number for part in arrangement.content if side_by_side(part.lines) >= MIXED}
        - set(arrangement.unruled)
    )
    notes += [
        f"halaman {run}: teks bersebelahan (kolom atau kotak teks), urutan bacanya tidak pasti"
        for run in runs(mixed)
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
        count = len(document)
        document.close()
        message = f"PDF {count} halaman, lebih dari batas {MAX_PAGES}" if count else "PDF tanpa halaman"
        raise InputError(f"{name}: {message}")
    return document


def _pages(document, name: str, notes: list[str], progress, ocr: list[int]) -> list[_PageContent]:
    content, sel = [], 0
    without, pictures, broken_letters, broken = [], [], [], []
    for number in range(len(document)):
        page = _one_page(document, number)
        if page is None:
            broken.append(number + 1)
            page = Page(1, 1)
        large = max((share_of_page(picture, page) for picture in page.pictures), default=0.0)
        blank = not page.teks and (page.pictures or page.path > MAX_DECORATION)
        if len(page.teks) < FEW and (large > LARGE_PICTURE or page.failed > len(page.teks) or blank):
            without.append(number + 1)
        elif page.ocr and large > LARGE_PICTURE:
            ocr.append(number + 1)
        elif any(
            share_of_page(picture, page) > PICTURE and not behind_text(picture, page)
            for picture in page.pictures
        ):
            pictures.append(number + 1)
        if page.failed > 0.05 * (len(page.teks) + 1) and number + 1 not in without:
            broken_letters.append(number + 1)
        content.append(_content(page, number + 1))
        sel += sum(len(grid.sel) for grid, _ in content[-1].grids)
        if sel > MAX_CELLS:
            raise InputError(f"{name}: lebih dari {MAX_CELLS} sel tabel, tidak dibaca")
        if progress is not None:
            progress(number + 1, len(document))
    if len(broken) == len(content):
        raise InputError(f"{name}: PDF rusak atau terpotong; kirim ulang dari aslinya")
    if not any(part.grids or part.lines or part.loose for part in content) or len(without) == len(content):
        raise InputError(
            f"{name}: PDF hanya berisi gambar (tidak ada lapisan teks); kirim PDF hasil ekspor, bukan "
            f"pindaian, atau baca dengan --ocr"
        )
    for entries, message in (
        (broken, "rusak, tidak dibaca"),
        (without, "tidak ada lapisan teks, tidak dibaca"),
        (ocr, "lapisan teks hasil pengenalan gambar (OCR), angkanya dapat salah baca"),
        (pictures, "gambar tidak dibaca: tabel atau angka di dalam gambar tidak diperiksa"),
        (broken_letters, "sebagian huruf tidak dikenali, teksnya dapat berlubang"),
    ):
        notes += [f"halaman {run}: {message}" for run in runs(entries)]
    return content


def _one_page(document, number: int) -> Page | None:
    """Page `number` (from 0), None when it is broken."""
    import pypdfium2 as pdfium

    try:
        page = document[number]
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
    for one in number:
        if result and one == result[-1][-1] + 1:
            result[-1].append(one)
        else:
            result.append([one])
    return [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in result]


def _content(page: Page, number: int) -> _PageContent:
    """Share out the letters: to cells of grids, the innermost first; to boxes of drawings; the rest to
    lines."""
    content = _PageContent(number, page.width, page.height, as_shown=page.as_shown)
    count = len(page.teks)
    free = np.ones(count, bool)
    if not count:
        return content
    lay_rules(page)
    cx = (page.box[:, 0] + page.box[:, 2]) / 2
    cy = np.where(page.arah == 0, page.baseline - 0.3 * page.ukuran, (page.box[:, 1] + page.box[:, 3]) / 2)
    for grid in reversed(page_grids(page.horizontal, page.upright, page.box)):
        places = np.where(free, grid.place(cx, cy), -1)
        cell_numbers = np.unique(places[places >= 0])
        what = _grid_kind(grid, cell_numbers)
        if not what:
            continue
        by_sel = {int(place): np.nonzero(places == place)[0] for place in cell_numbers}
        free &= places < 0
        if what == "petak":
            cells = {place: _cell(page, letters, grid.sel[place].box) for place, letters in by_sel.items()}
            content.grids += part_touching(*split_bands(grid, cells))
        else:
            content.loose += [line for letters in by_sel.values() if (line := letter_lines(page, letters))]
    content.grids.sort(key=lambda placed: placed[0].ys[0])
    content.lines = letter_lines(page, np.nonzero(free)[0])
    content.rules = unify_lines(page.horizontal)
    for count, (grid, sel) in enumerate(content.grids):
        if grid.weak:
            grid, sel, take = extend(grid, sel, content.lines)
            content.grids[count] = (grid, sel)
            content.lines = [line for line in content.lines if not any(line is one for one in take)]
    if find_stretch(content.lines, bars(content)):
        content.letters = page, np.nonzero(free)[0]
    return content


def _grid_kind(grid: Grid, filled: np.ndarray) -> str:
    """What the lines are, by the cells that hold text: a table ('petak'), a drawing ('gambar'), neither
    ('')."""
    if len(filled) < 2 or len({grid.sel[cell].c for cell in filled}) < 2:
        return ""
    if grid.odd > ODD:
        return "gambar"
    if grid.weak and (len(filled) < 0.5 * len(grid.sel) or len(grid.ys) < 3):
        return ""  # bars of a chart; a shaded header, whose columns the lines below show as well
    if len(filled) < 0.15 * len(grid.sel) and len(grid.sel) > 12:
        return ""
    return "petak"


def _hyphenates(content: list[_PageContent]) -> bool:
    """Does the document hyphenate words at line ends (and not only break words that have a hyphen)?"""
    everything = hyphens = 0
    for part in content:
        for above, line in zip(part.lines, part.lines[1:], strict=False):
            everything += 1
            found = re.search(r"([a-z]+)-$", above.words[-1].teks)
            if found and line.words[0].teks[:1].islower():
                begin = line.words[0].teks.lower()
                hyphens += not (begin.startswith(found[1][-4:]) or found[1].startswith(begin[:4]))
    return hyphens >= 10 and hyphens > 0.03 * everything


def _cell(page: Page, chosen: np.ndarray, box) -> PdfCell:
    turn = turned_lines(page, chosen)
    return PdfCell(letter_lines(page, chosen) + turn, box, not turn)


class _Assembly:
    """From pages to blocks, once the whole document is known: its margins, words, furniture."""

    def __init__(self, content: list[_PageContent]) -> None:
        self.pages = drop_furniture(content)
        self.content = content = [part for whole in content for part in part_columns(whole)]
        self.hyphens = _hyphenates(content)
        self.unruled: list[int] = []  # pages with tables read from gaps
        self.xs: np.ndarray | None = None
        self.typesetting = Typesetting([(part.width, part.lines, part.column) for part in content])
        everything = [cell for part in content for _, sel in part.grids for cell in sel.values()]
        self.words = vocabulary([line for part in content for line in part.lines], everything)
        for one, other in zip(content, content[1:], strict=False):
            if one.grids and other.grids and one.number < other.number:
                stitch(one.grids[-1], other.grids[0], self.words)

    def blok(self, words: list | None) -> list[Block]:
        """Blocks in reading order; words of paragraphs are added to `words`."""
        result: list[Block] = []
        end: tuple[int, Paragraph, Block] | None = None  # the last paragraph of the page before
        for order, part in enumerate(self.content):
            pages = self._pages(order, part)
            if end is not None and pages and isinstance(pages[0], Paragraph):
                first = pages[0]
                if goes_on(end[:2], (order, first), self.typesetting):
                    end[2].teks = join_lines(end[2].teks, first.teks(self.hyphens), False, self.hyphens)
                    self._words_of(part, first, end[2].jejak, words)
                    pages = pages[1:]
                    end = end if not pages else None
            page_results: list[Block] = []
            for piece in pages:
                block = piece if isinstance(piece, Block) else self._paragraph(part, piece)
                if block.jenis == "petak" or block.teks:
                    page_results.append(block)
                    if isinstance(piece, Paragraph):
                        self._words_of(part, piece, block.jejak, words)
                    end = (order, piece, block) if isinstance(piece, Paragraph) else None
            result += page_results
        for _, blocks in groupby(result, key=lambda block: block.halaman):
            ends = list(blocks)
            for block in (ends[0], ends[-1]):
                block.cut_off = block.jenis == "petak"
        return parse_tabs(contents_lines(result))

    def _pages(self, order: int, part: _PageContent) -> list[Block | Paragraph]:
        """Grids and paragraphs of one page from top to bottom."""
        parts: list[tuple[float, list]] = [
            (grid.ys[0], [self._grid(part, grid, sel)]) for grid, sel in part.grids
        ]
        sequence: list[list[Line]] = [[]]
        without: list[Grid] = []
        for above, line in zip([None, *part.lines], part.lines, strict=False):
            if above is not None and any(
                above.baseline < grid.ys[0] <= line.baseline for grid, _ in part.grids
            ):
                sequence.append([])
            sequence[-1].append(line)
        for lines in [*sequence, *part.loose]:
            start = 0
            tables = find_tables(lines, part.rules)
            if (
                self.xs is not None
                and lines
                and lines is sequence[0]
                and not any(grid.ys[0] < lines[0].baseline for grid, _ in part.grids)
            ):
                many = page_goes_on(lines, self.xs)
                if many:
                    tables = [(0, many, *continued(lines[:many], self.xs))]
                    tables += [
                        (begin + many, close + many, grid, cells)
                        for begin, close, grid, cells in find_tables(lines[many:], part.rules)
                    ]
            for begin, close, grid, sel in tables:
                parts += (
                    [(lines[start].y0, paragraphs(lines[start:begin], order, self.typesetting))]
                    if begin > start
                    else []
                )
                parts.append((float(grid.ys[0]), [self._grid(part, grid, sel)]))
                self.unruled.append(part.number)
                without.append(grid)
                start = close
            parts += (
                [(lines[start].y0, paragraphs(lines[start:], order, self.typesetting))]
                if start < len(lines)
                else []
            )
        parts.sort(key=lambda placed: placed[0])
        # a table without rules that ends the page lends its columns to the next page
        end = [
            grid
            for grid in (*without, *(grid for grid, _ in part.grids if grid.weak))
            if parts and float(grid.ys[0]) == parts[-1][0]
        ]
        self.xs = end[0].xs if end else None
        return [piece for _, content in parts for piece in content]

    def _grid(self, part: _PageContent, own_grid: Grid, sel: dict[int, PdfCell]) -> Block:
        grid = [
            Cell(
                cell.r,
                cell.c,
                sel[number].teks(self.words, self.hyphens) if number in sel else "",
                cell.rs,
                cell.cs,
                halaman=part.number,
                jejak=_jejak(part, cell.box),
            )
            for number, cell in enumerate(own_grid.sel)
        ]
        return Block("petak", halaman=part.number, jejak=_jejak(part, own_grid.box), sel=grid)

    def _paragraph(self, part: _PageContent, paragraph: Paragraph) -> Block:
        kind = "butir" if paragraph.items else "paragraf"
        return drop_bullet(
            Block(kind, paragraph.teks(self.hyphens), halaman=part.number, jejak=_jejak(part, paragraph.box))
        )

    @staticmethod
    def _words_of(part: _PageContent, paragraph: Paragraph, jejak: str, words: list | None) -> None:
        if words is not None:
            words += [
                (jejak, word.teks, part.number, *part.as_shown((word.x0, word.y0, word.x1, word.y1)))
                for line in paragraph.lines
                for word in line.words
            ]


def _jejak(part: _PageContent, box) -> str:
    return f"h{part.number}:" + ",".join(f"{edge:.1f}" for edge in part.as_shown(box))
