"""Texts of PDF table cells: lines joined, words and numbers mended that a narrow column or a page end has
cut."""

import re
from collections import Counter

from cermat.datasets.document.lines import join_lines
from cermat.datasets.readers.pdf_items import mark_first
from cermat.datasets.readers.pdf_lines import Line
from cermat.datasets.readers.pdf_ruled import Grid

REST = 0.62  # a line that leaves less than this (in font sizes) fills its cell
WIDE_REST = 0.9  # the same before a wide letter
# no word begins so: the piece of one that a narrow column has cut
_NO_WORD = re.compile(
    r"(?!bl|br|ch|dr|dw|fl|fr|gl|gr|kl|kr|kh|ng|ny|ph|pl|pr|ps|s[chklmnpqtwy]|th|tr|ts|tw"
    r"|wr)[b-df-hj-np-tv-z]{2}[a-z]"
)
_NUMBER = re.compile(r"(?:Rp\.? ?)?[\d.,]*\d[\d.,]*")


class PdfCell:
    """Lines of one cell in their own reading direction, with the width they had."""

    __slots__ = ("lines", "width", "margins")

    def __init__(
        self, lines: list[Line], box: tuple[float, float, float, float], horizontal: bool = True
    ) -> None:
        self.lines = mark_first(lines)
        self.width = box[2] - box[0] if horizontal else box[3] - box[1]
        near = (
            min((min(line.x0 - box[0], box[2] - line.x1) for line in lines), default=2.0)
            if horizontal
            else 2.0
        )
        self.margins = min(max(1.0, near), 6.0)

    def full(self, line: Line, following: str = "") -> bool:
        """Does this line fill the cell, so that a word may have been cut at its end? following: what would
        come next."""
        rest = WIDE_REST if following[:1] in ("m", "w") else REST
        return self.width - 2 * self.margins - (line.x1 - line.x0) < rest * line.ukuran

    def teks(self, words: Counter, hyphens: bool = False) -> str:
        """All lines as one text. words: words of the document, which tell whether two pieces make one
        word."""
        result = ""
        for above, line in zip([None, *self.lines], self.lines, strict=False):
            full = above is not None and self.full(above, line.teks)
            if full and above is not None and one_word(result, above, line, words):
                result += line.teks.replace("\t", " ")
            else:
                result = join_lines(result, line.teks.replace("\t", " "), full, hyphens)
        return result


def one_word(above: str, upper: Line, lower: Line, words: Counter) -> bool:
    """Are the last word of the text so far and the first of `lower` the pieces of one word that did not
    fit in its column?"""
    tail, right = re.search(r"[^\W\d_]+$", above), lower.words[0].teks
    if len(upper.words) > 1 or not tail or not re.match(r"[^\W\d_]+[.,;:)/]?$", right):
        return False
    left = tail[0]
    intact = (left + re.findall(r"[^\W\d_]+", right)[0]).lower()
    if not (
        words[intact] or words[left.lower()] or words[right.lower()] > (len(lower.words) > 1)
    ):  # both stand nowhere else
        return left[-1].islower() and bool(re.match(r"[a-z]{1,4}\b", right) or _NO_WORD.match(right))
    return words[intact] > 0 and not (
        words[left.lower()] > words[intact] and words[right.lower()] > words[intact]
    )


def vocabulary(lines: list[Line], sel: list[PdfCell]) -> Counter:
    """Words of the document in small letters; lone words in cells are left out, for they may be pieces."""
    words: Counter = Counter()
    for line in [*lines, *(line for cell in sel for line in cell.lines if len(line.words) > 1)]:
        words.update(
            letters.lower() for word in line.words for letters in re.findall(r"[^\W\d_]{2,}", word.teks)
        )
    return words


def stitch(
    above: tuple[Grid, dict[int, PdfCell]], below: tuple[Grid, dict[int, PdfCell]], words: Counter
) -> None:
    """Move the rest of a row that a page end has cut within a word or a number back up, in place.

    Only where both grids have the same columns and the lower row has no first cell: there '36,5' that fills
    its cell and a '1' below it are one number, 'Menurun' and 'nya' one word, and the row goes on in all its
    cells.
    """
    (ka, sa), (kb, sb) = above, below
    if len(ka.xs) != len(kb.xs) or abs(ka.xs - kb.xs).max() > 4:
        return
    ra = len(ka.ys) - 2
    rb = _repeated_header(ka, sa, kb, sb, words)
    end = {cell.c: number for number, cell in enumerate(ka.sel) if cell.r <= ra < cell.r + cell.rs}
    begin = {cell.c: number for number, cell in enumerate(kb.sel) if cell.r == rb and cell.rs == 1}
    content = {column: sb[number] for column, number in begin.items() if number in sb}
    if not content or 0 in content or any(column not in end for column in content):
        return
    broken = 0
    for column, lower in content.items():
        upper = sa.get(end[column])
        left, right = (upper.lines[-1].teks if upper else ""), lower.lines[0].teks
        if _NUMBER.fullmatch(left) and _NUMBER.fullmatch(right):
            cut_there = upper is not None and upper.full(upper.lines[-1]) and re.fullmatch(r"\d{1,3}", right)
            if not cut_there and not left.endswith((".", ",")):
                return
            broken += 1
        elif _NUMBER.fullmatch(right):
            return
        elif (
            upper
            and upper.full(upper.lines[-1])
            and one_word(upper.lines[-1].teks, upper.lines[-1], lower.lines[0], words)
        ):
            broken += 1
    if not broken:
        return
    for column, lower in content.items():
        if end[column] in sa:
            sa[end[column]].lines.extend(lower.lines)
        else:
            sa[end[column]] = lower
        del sb[begin[column]]


def _repeated_header(ka: Grid, sa: dict, kb: Grid, sb: dict, words: Counter) -> int:
    """How many first rows of the lower grid repeat those of the upper."""
    row = 0
    while row < min(len(ka.ys), len(kb.ys)) - 2:
        upper, lower = (
            {
                cell.c: texts[number].teks(words)
                for number, cell in enumerate(grid.sel)
                if cell.r == row and number in texts
            }
            for grid, texts in ((ka, sa), (kb, sb))
        )
        if not upper or upper != lower:
            break
        row += 1
    return row
