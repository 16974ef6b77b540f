"""Lines of PDF pages to paragraphs, list items and contents lines."""

import re
from bisect import bisect_left
from dataclasses import dataclass

import numpy as np

from cermat.datasets.document.lines import join_lines
from cermat.datasets.document.model import Block
from cermat.datasets.readers.pdf_lines import Line

_FRACTION = re.compile(r"\d{1,2}\.\d{1,2}\s+[^A-Z\s]")
_ITEM = re.compile(
    r"(?:\(?(?:\d{1,2}|[a-zA-Z]|[ivxIVX]{1,4})[.)]|\d{1,2}(?:\.\d{1,2}){1,3}\.?|[-–•▪➢✓*])(?=\s)"
    r"|\d{1,2}\)(?=[A-Z])"
)
_DOTS = re.compile(r"\s*(?:\.[\s.]*){4,}\s*|\s*…[\s.…]*|\s*_{4,}\s*")
_PAGE_NUMBER = r"[ivxlc]{1,6}|[IVXLC]{1,6}|\d{1,3}"
_CONTENTS_LINE = re.compile(
    rf"(.*?[A-Za-z)\]\"”'].*?)(?:(?<=[A-Za-z)\d])\s+({_PAGE_NUMBER})|(?<=[a-z)])(\d{{1,3}}))"
)
_PAGE_AT_END = re.compile(rf"(?:\s(?:{_PAGE_NUMBER})|[a-z)]\d{{1,3}})\Z")
_LONGEST_END = 7  # characters of a page number and what stands before it
_TITLE = re.compile(
    r"bab\b|[A-Z]\.|\d+(\.\d+)*\.?\s|[a-z][.)]\s|kata "
    r"pengantar|daftar|lampiran|tabel|gambar|ringkasan|ikhtisar",
    re.I,
)
_END = re.compile(r"[.;:!?]['\"”’)]*$")
NEAR = 9  # so many line gaps nearby tell the usual one
_MOST = 0.75  # of the width between the margins: a title ends sooner
MIN_CONTENT = 5  # lines that make a table of contents without dot leaders


@dataclass
class Paragraph:
    """Lines that make one paragraph or list item. content: where the text of an item begins."""

    lines: list[Line]
    items: bool = False
    content: float = 0.0

    def teks(self, hyphens: bool = False) -> str:
        """The lines as one text."""
        result = ""
        for line in self.lines:
            result = join_lines(result, dot_leaders(line.teks), False, hyphens)
        return result

    @property
    def box(self) -> tuple[float, float, float, float]:
        lines_of = self.lines
        return (
            min(line.x0 for line in lines_of),
            min(line.y0 for line in lines_of),
            max(line.x1 for line in lines_of),
            max(line.y1 for line in lines_of),
        )


def dot_leaders(text: str) -> str:
    """Dot leaders as one tab: 'Judul ....... 12' → 'Judul<TAB>12'."""
    if not re.search(r"\.[\s.]*\.[\s.]*\.[\s.]*\.|…|____", text):
        return text
    parts = [part.strip() for part in _DOTS.split(text)]
    if len(parts) == 2 and parts[0] and re.fullmatch(_PAGE_NUMBER, parts[1]):
        return f"{parts[0]}\t{parts[1]}"
    return text


class Typesetting:
    """The document's layout: margins of each page, and the usual gap between lines of one paragraph, place by
    place."""

    def __init__(self, pages: list[tuple[float, list[Line], tuple[float, float] | None]]) -> None:
        """pages: (width, lines, edges where it is one column of a page) of every page, in order."""
        margins = []
        general: dict[tuple, list[Line]] = {}
        for width, lines, column in pages:
            wide = column[1] - column[0] if column else width
            length = [line for line in lines if line.x1 - line.x0 > 0.5 * wide and "\t" not in line.teks]
            margins.append((width, (round(width), column), length))
            general.setdefault((round(width), column), []).extend(length)
        everywhere = {key: _line_margins(length, key[0]) for key, length in general.items()}
        self._edge = []
        for width, key, length in margins:
            here, everything = _line_margins(length, width), everywhere[key]
            # few lines show a margin badly: the document's own where it is near, the page's where it is
            # another
            near = (
                len(length) < 5
                or max(abs(own - common) for own, common in zip(here, everything, strict=True)) < 15
            )
            self._edge.append(everything if near else here)
        self._places: list[int] = []
        self._distance: list[float] = []
        self._number: dict[int, int] = {}
        count = 0
        for column_no, (_, lines, _) in enumerate(pages):
            for before, line in zip(lines, [*lines[1:], None], strict=False):
                self._number[id(before)] = count
                if (
                    line is not None
                    and self.full(column_no, before, line)
                    and not _ITEM.match(line.teks)
                    and (gap := line_gap(before, line)) is not None
                ):
                    self._places.append(count)
                    self._distance.append(gap)
                count += 1
        self._usual = _usual_gaps(np.array(self._distance))

    def margins(self, column: int) -> tuple[float, float]:
        """Left and right margin of page h (position in the list)."""
        return self._edge[column]

    def middle(self, column: int, line: Line, indent: float = 10) -> bool:
        """Is the line centred between the margins, and at least `indent` away from them?"""
        left, right = self._edge[column]
        return abs((line.x0 - left) - (right - line.x1)) < 5 and line.x0 - left >= indent

    def full(self, column: int, line: Line, below: Line) -> bool:
        """Is `line` full: would the first word of `below` not have fitted on it?"""
        left, right = self._edge[column]
        fits = below.words[0].x1 - below.words[0].x0 + 0.25 * below.ukuran
        use = line.x1 - line.x0 + fits if self.middle(column, line) else line.x1 - left + fits
        return use >= right - left - 1

    def usual_gap(self, line: Line) -> float:
        """The usual gap below line a, in font sizes."""
        if not self._distance:
            return 1.25
        at = bisect_left(self._places, self._number.get(id(line), 0))
        return self._usual[at]


def _usual_gaps(gaps: np.ndarray) -> list[float]:
    """For each place among these gaps (one more than there are) the usual one of those nearby."""
    half = NEAR // 2
    nearby = [gaps[max(0, at - half) : at + half + 1] for at in range(len(gaps) + 1)]
    usual = [float(np.percentile(few, 40)) if 0 < len(few) < NEAR else 0.0 for few in nearby]
    if len(gaps) >= NEAR:
        windows = np.lib.stride_tricks.sliding_window_view(gaps, NEAR)
        usual[half : len(gaps) - half] = np.percentile(windows, 40, axis=1).tolist()
    return usual


def _line_margins(lines: list[Line], width: float) -> tuple[float, float]:
    """Left and right margin that these long lines keep to."""
    return -_outermost([-line.x0 for line in lines], -0.1 * width), _outermost(
        [line.x1 for line in lines], 0.9 * width
    )


def _outermost(tip: list[float], default: float) -> float:
    """The outermost line end, without stray lines that reach far past the others."""
    if not tip:
        return default
    bounds = np.percentile(tip, 95) + 8
    return max(edge for edge in tip if edge <= bounds)


def line_gap(above: Line, line: Line) -> float | None:
    """Gap between two baselines in font sizes; None where the lines are no neighbours in one text."""
    if abs(above.ukuran - line.ukuran) > 0.12 * max(above.ukuran, line.ukuran):
        return None
    gap = (line.baseline - above.baseline) / line.ukuran
    return gap if 0.8 <= gap <= 3.2 else None


def paragraphs(lines: list[Line], column: int, typesetting: Typesetting) -> list[Paragraph]:
    """Lines of page h (position; top to bottom, one column) to paragraphs."""
    result: list[Paragraph] = []
    for above, line in zip([None, *lines], lines, strict=False):
        mark = _ITEM.match(line.teks) is not None
        if (
            mark
            and above is not None
            and _FRACTION.match(line.teks)
            and not _END.search(above.teks)
            and typesetting.full(column, above, line)
        ):
            mark = False  # "… turun dari / 61.12 (2023)": a figure that a line begins with
        if above is None or mark or _breaks(result[-1], above, line, column, typesetting):
            result.append(
                Paragraph([line], mark, line.words[1].x0 if mark and len(line.words) > 1 else line.x0)
            )
        else:
            result[-1].lines.append(line)
    return result


def _breaks(paragraph: Paragraph, above: Line, line: Line, column: int, typesetting: Typesetting) -> bool:
    """Does `line` begin a new paragraph after `above`?"""
    em, gap = line.ukuran, line_gap(above, line)
    if (
        gap is None
        or "\t" in line.teks
        or "\t" in above.teks
        or dot_leaders(above.teks) != above.teks
        or above.teks.endswith(":")
    ):
        return True
    if gap > 1.15 * typesetting.usual_gap(above) + 0.05:
        return True
    if not typesetting.full(column, above, line) and not _ragged_item(
        paragraph, above, line, column, typesetting
    ):
        return True
    if above.bold != line.bold:
        return True
    if typesetting.middle(column, above):
        return not typesetting.middle(column, line)
    if (
        typesetting.middle(column, line)
        and typesetting.middle(column, above, 0)
        and not _END.search(above.teks)
    ):
        return False  # a centred title that fills its first line
    if paragraph.items and len(paragraph.lines) == 1:
        return not (
            abs(line.x0 - paragraph.content) < 0.8 * em
            or abs(line.x0 - above.x0) < 0.8 * em
            or above.x0 - 0.2 * em < line.x0 < paragraph.content
        )
    further = [other.x0 for other in paragraph.lines[1:]]
    return abs(line.x0 - min(further)) > 0.8 * em if further else line.x0 > above.x0 + 0.8 * em


def _ragged_item(
    paragraph: Paragraph, above: Line, line: Line, column: int, typesetting: Typesetting
) -> bool:
    """Does a list item, its line most of the width and without an end, go on below, set in under its text?"""
    if not paragraph.items or above.bold != line.bold or _END.search(above.teks):
        return False
    if not paragraph.lines[0].x0 + 0.3 * line.ukuran < line.x0 < paragraph.content + 0.8 * line.ukuran:
        return False
    left, right = typesetting.margins(column)
    return line.teks[:1].islower() or (
        len(paragraph.lines) == 1 and above.x1 - left >= _MOST * (right - left)
    )


def goes_on(above: tuple[int, Paragraph], below: tuple[int, Paragraph], typesetting: Typesetting) -> bool:
    """Does the first paragraph of a page go on with the last of the page before? Each as (page position,
    paragraph)."""
    (ha, upper), (hb, lower) = above, below
    last, first = upper.lines[-1], lower.lines[0]
    text = last.teks
    if lower.items or "\t" in text or "\t" in first.teks or _END.search(text) or len(upper.teks()) < 60:
        return False
    if (
        abs(last.ukuran - first.ukuran) > 0.12 * last.ukuran
        or upper.teks().isupper() != lower.teks().isupper()
    ):
        return False
    small = first.teks[:1].islower() or re.match(r"[\d(%]", first.teks) is not None
    return small or (typesetting.full(ha, last, first) and not typesetting.middle(hb, first))


def contents_lines(blok: list[Block]) -> list[Block]:
    """Contents lines without dot leaders: in a run of lines with rising page numbers, a tab before the
    number."""
    result: list[Block] = []
    at = 0
    while at < len(blok):
        end, sequence = at, []
        while end < len(blok) and (count := _contents_line(blok, end)):
            sequence.append((blok[end], _join(blok, end, count)))
            end += count
        if len(sequence) >= MIN_CONTENT and _has_content([text for _, text in sequence]):
            for taken, text in sequence:
                if (cut := _as_contents(text)) is not None:
                    taken.teks, taken.jenis = f"{cut[1].strip().rstrip('.… ')}\t{cut[2] or cut[3]}", "butir"
                result.append(taken)
            at = end
        else:
            result.append(blok[at])
            at += 1
    return result


def _contents_line(blok: list[Block], at: int) -> int:
    """Blocks that make a contents line from j on: 1, or 2 where it is broken over two lines; 0: none."""
    for count in (1, 2):
        parts = blok[at : at + count]
        if len(parts) < count or any(part.jenis == "petak" or len(part.teks) > 160 for part in parts):
            return 0
        if _as_contents(_join(blok, at, count)) and (
            count == 1 or (len(parts[0].teks) > 50 and not _ITEM.match(parts[1].teks))
        ):
            return count
    return 0


def _as_contents(text: str) -> re.Match | None:
    """A line of contents: its title and page. Nearly every other line is told by its end alone."""
    return _CONTENTS_LINE.fullmatch(text) if _PAGE_AT_END.search(text[-_LONGEST_END:]) else None


def _join(blok: list[Block], at: int, count: int) -> str:
    return " ".join(block.teks.replace("\t", " ") for block in blok[at : at + count])


def _has_content(text: list[str]) -> bool:
    """Do these lines look like headings with rising page numbers?"""
    angka = [
        int(told)
        for character in text
        if (found := _as_contents(character)) and (told := found[2] or found[3]).isdigit()
    ]
    rising = sum(before <= after <= before + 60 for before, after in zip(angka, angka[1:], strict=False))
    titled = sum(_TITLE.match(character) is not None for character in text)
    return titled >= 0.4 * len(text) and rising >= 0.8 * (len(angka) - 1)
