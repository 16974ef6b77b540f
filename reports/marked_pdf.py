"""Highlights with notes in a copy of a PDF, on the very words. The original's bytes stay; the marks are
appended to them."""

from io import BytesIO

import pypdfium2
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Highlight, Text
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from cermat.reports.labels import Labels
from cermat.reports.marked_places import AUTHOR, Mark, Spot, Unmarkable, ink, match, tight

COLOURS = {"tinggi": "ff9d94", "sedang": "ffd24d", "rendah": "9fd4ff", "": "d9d9d9"}  # '': under a waiver
_ORDER = ("tinggi", "sedang", "rendah", "")
_NOTE = 16.0  # side of a note's mark, in points
Box = tuple[float, float, float, float]


def mark(data: bytes, marks: list[Mark], _sub, _words: Labels) -> tuple[bytes, int]:
    """The document with a highlight for each place (one that several findings share tells of all of them),
    and how many are not at their very words. Raises Unmarkable."""
    placed: dict[tuple, list[Mark]] = {}
    for mark in marks:
        placed.setdefault(mark.spot.key, []).append(mark)
    try:
        pages = Pages(data)
        where = {key: pages.find(ms[0].spot) for key, ms in placed.items()}
        pages.close()
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted:
            writer = PdfWriter(
                clone_from=reader
            )  # what is appended to a locked file would have to be locked too
        else:
            writer = PdfWriter(reader, incremental=True)
        lost = 0
        notes: dict = {}
        for key, ms in placed.items():
            page, boxes, exact = where[key]
            lost += not exact
            if boxes:
                _highlight(writer, page, boxes, ms)
            else:
                notes.setdefault(page, []).append(ms)
        for page, several in notes.items():
            for number, ms in enumerate(several):
                _note(writer, page, pages.corner(page, number), ms)
        out = BytesIO()
        writer.write(out)
    except (
        PyPdfError,
        DependencyError,
        pypdfium2.PdfiumError,
        NotImplementedError,
        KeyError,
        ValueError,
        RecursionError,
    ) as error:
        raise Unmarkable(f"{type(error).__name__}: {' '.join(str(error).split())[:120]}") from None
    return out.getvalue(), lost


class Pages:
    """Letters of the pages, in the space in which a PDF places its annotations."""

    def __init__(self, data: bytes) -> None:
        self.document = pypdfium2.PdfDocument(data)
        self.read: dict[int, list[tuple[str, Box]]] = {}
        self.frames: dict[int, tuple[Box, int]] = {}

    def close(self) -> None:
        self.document.close()

    def find(self, spot: Spot) -> tuple[int, list[Box], bool]:
        """(page from 0, boxes, at the very words?) of a spot; no boxes where only the page is known."""
        page, outer = _trace(spot.trace)
        page = page if page >= 0 else spot.page - 1
        if not 0 <= page < len(self.document):
            return self._known(0), [], spot.whole
        if spot.boxes:
            first = self._known(spot.boxes[0][0] - 1)
            boxes = [
                self._inside(number - 1, (x0, y0, x1, y1))
                for number, x0, y0, x1, y1 in spot.boxes
                if number - 1 == first
            ]
            return first, self._narrow(first, boxes, spot), True
        self._known(page)
        if outer is None:
            return page, [], spot.start < 0
        area = self._inside(page, outer)
        found = self._words(page, area, spot) if spot.start >= 0 else []
        return (page, found, True) if found else (page, [area], spot.start < 0 or spot.cell is not None)

    def piece(self, page: int, boxes: list[Box], around: float, scale: float):
        """A strip of a page around boxes, at its full width: (picture, where the boxes stand in it); None of
        a page that is turned. around: points; scale: pixels a point."""
        (left, low, _, high), turn = self.frames[self._known(page)]
        if turn:
            return None
        bottom = max(min(box[1] for box in boxes) - around, low)
        top = min(max(box[3] for box in boxes) + around, high)
        shown = self.document[page].render(scale=scale, crop=(0, bottom - low, 0, high - top))
        frames = [
            tuple(round(edge * scale) for edge in (box[0] - left, top - box[3], box[2] - left, top - box[1]))
            for box in boxes
        ]
        return shown.to_pil().convert("RGB"), frames

    def _known(self, page: int) -> int:
        if page not in self.frames:
            shown = self.document[page]
            self.frames[page] = (shown.get_cropbox(fallback_ok=True), shown.get_rotation() // 90 % 4)
        return page

    def _inside(self, page: int, box: Box) -> Box:
        """A box as a viewer shows the page (origin top left) in the space of the page."""
        (x0, y0, x1, y1), turn = self.frames[self._known(page)]
        (left, top, right, bottom) = box
        one, two = (
            ((x0 + left, y1 - top), (x0 + right, y1 - bottom)),
            ((x0 + top, y0 + left), (x0 + bottom, y0 + right)),
            ((x1 - left, y0 + top), (x1 - right, y0 + bottom)),
            ((x1 - top, y1 - left), (x1 - bottom, y1 - right)),
        )[turn]
        return min(one[0], two[0]), min(one[1], two[1]), max(one[0], two[0]), max(one[1], two[1])

    def corner(self, page: int, nth: int) -> Box:
        """The place of the k-th note of a page: along its upper edge, as a viewer shows it."""
        (x0, y0, x1, y1), turn = self.frames[page]
        wide = (y1 - y0) if turn % 2 else (x1 - x0)
        many = max(1, int((wide - 2 * _NOTE) // (1.5 * _NOTE)))
        along, down = _NOTE + (nth % many) * 1.5 * _NOTE, 0.75 * _NOTE * (1 + nth // many * 2)
        return self._inside(page, (along, down, along + _NOTE, down + _NOTE))

    def _letters(self, page: int) -> list[tuple[str, Box]]:
        if page not in self.read:
            text = self.document[page].get_textpage()
            whole = [(text.get_text_range(position, 1), position) for position in range(text.count_chars())]
            self.read[page] = [
                (ch, text.get_charbox(position, loose=True))
                for sign, position in whole
                if len(ch := ink(sign)) == 1
            ]
            text.close()
        return self.read[page]

    def _words(self, page: int, area: Box, spot: Spot) -> list[Box]:
        """Boxes of the words that are meant, a line each, as far as they stand within the area."""
        inside = [letter for letter in self._letters(page) if _within(letter[1], area)]
        text, kept = tight(spot.text)
        begin, end = (sum(at < mark for at in kept) for mark in (spot.start, spot.end))
        found = match("".join(ch for ch, _ in inside), text, begin, end)
        return _lines([box for _, box in inside[slice(*found)]]) if found else []

    def _narrow(self, page: int, boxes: list[Box], spot: Spot) -> list[Box]:
        """Of the boxes of whole words only the letters that are meant ('23,95%' without the bracket before
        it)."""
        text = tight(spot.text[spot.start : spot.end])[0] if spot.start >= 0 else ""
        if not text:
            return boxes
        inside = [letter for letter in self._letters(page) if any(_within(letter[1], box) for box in boxes)]
        found = match("".join(ch for ch, _ in inside), text, 0, len(text))
        return _lines([box for _, box in inside[slice(*found)]]) if found else boxes


def _trace(trace: str) -> tuple[int, Box | None]:
    """'h4:x0,y0,x1,y1' → (3, box)."""
    page, _, box = trace.partition(":")
    if not (page[:1] == "h" and page[1:].isdigit()):
        return -1, None
    try:
        x0, y0, x1, y1 = (float(edge) for edge in box.split(","))
    except ValueError:
        return int(page[1:]) - 1, None
    return int(page[1:]) - 1, (x0, y0, x1, y1)


def _within(box: Box, area: Box) -> bool:
    across, down = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return area[0] - 1 <= across <= area[2] + 1 and area[1] - 1 <= down <= area[3] + 1


def _lines(boxes: list[Box]) -> list[Box]:
    """Boxes of letters put together line by line; a line may run across or, on a turned page, along."""
    lines: list[Box] = []
    for box in boxes:
        if lines:
            last = lines[-1]
            across = min(last[3], box[3]) - max(last[1], box[1]) > 0.5 * min(
                last[3] - last[1], box[3] - box[1]
            )
            along = min(last[2], box[2]) - max(last[0], box[0]) > 0.5 * min(
                last[2] - last[0], box[2] - box[0]
            )
            if across or along:
                lines[-1] = (
                    min(last[0], box[0]),
                    min(last[1], box[1]),
                    max(last[2], box[2]),
                    max(last[3], box[3]),
                )
                continue
        lines.append((box[0], box[1], box[2], box[3]))
    return [_inset(line) for line in lines]


def _inset(box: Box) -> Box:
    """Without the white above and below the letters, so that a mark does not reach into the next line."""
    x0, y0, x1, y1 = box
    inset = 0.08 * min(x1 - x0, y1 - y0)
    return (x0, y0 + inset, x1, y1 - inset) if x1 - x0 >= y1 - y0 else (x0 + inset, y0, x1 - inset, y1)


def _text(marks: list[Mark]) -> tuple[str, str]:
    """(what the note says, colour of the gravest)."""
    grade = min((mark.grade for mark in marks), key=_ORDER.index)
    return "\n\n".join(mark.text for mark in marks), COLOURS[grade]


def _colour(code: str) -> str:
    return " ".join(f"{int(code[at : at + 2], 16) / 255:.3f}" for at in (0, 2, 4))


def _highlight(writer: PdfWriter, page: int, boxes: list[Box], marks: list[Mark]) -> None:
    contents, colour = _text(marks)
    rect = (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
    corners = [edge for x0, y0, x1, y1 in boxes for edge in (x0, y1, x1, y1, x0, y0, x1, y0)]
    made = Highlight(
        rect=rect,
        quad_points=ArrayObject([FloatObject(corner) for corner in corners]),
        highlight_color=colour,
        printing=True,
    )
    drawn = "".join(f"{x0:.2f} {y0:.2f} {x1 - x0:.2f} {y1 - y0:.2f} re " for x0, y0, x1, y1 in boxes)
    _add(writer, page, made, contents, rect, f"/G gs {_colour(colour)} rg {drawn}f")


def _note(writer: PdfWriter, page: int, box: Box, marks: list[Mark]) -> None:
    contents, colour = _text(marks)
    x0, y0, x1, y1 = box
    made = Text(rect=box, text=contents)
    made[NameObject("/C")] = ArrayObject([FloatObject(part) for part in _colour(colour).split()])
    bars = "".join(f"{x0 + 3:.2f} {y1 - drop:.2f} {x1 - x0 - 6:.2f} 1.2 re " for drop in (5.5, 8.8, 12.1))
    frame = f"{x0 + 0.5:.2f} {y0 + 0.5:.2f} {x1 - x0 - 1:.2f} {y1 - y0 - 1:.2f} re"
    drawn = f"{_colour(colour)} rg 0.3 G 0.8 w {frame} B 0.3 g {bars}f"
    _add(writer, page, made, contents, box, drawn)


def _add(writer: PdfWriter, page: int, made: DictionaryObject, contents: str, rect: Box, drawn: str) -> None:
    """Finish an annotation (its author, text, and how it looks in a viewer that draws none by itself) and put
    it on the page."""
    look = DecodedStreamObject()
    look.set_data(drawn.encode("ascii"))
    blend = DictionaryObject(
        {NameObject("/Type"): NameObject("/ExtGState"), NameObject("/BM"): NameObject("/Multiply")}
    )
    states = DictionaryObject({NameObject("/G"): blend})
    look.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject([FloatObject(edge) for edge in rect]),
            NameObject("/Resources"): DictionaryObject({NameObject("/ExtGState"): states}),
        }
    )
    made.update(
        {
            NameObject("/Contents"): TextStringObject(contents),
            NameObject("/T"): TextStringObject(AUTHOR),
            NameObject("/F"): NumberObject(4),
            NameObject("/AP"): DictionaryObject({NameObject("/N"): writer._add_object(look)}),
        }
    )
    writer.add_annotation(page, made)
