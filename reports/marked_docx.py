"""Word comments in a copy of a .docx, at the very words, and the new value there as a tracked change;
python-docx keeps everything else of the package."""

import datetime as dt
import zipfile
from copy import deepcopy
from io import BytesIO
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

from cermat.reports.labels import Labels
from cermat.reports.marked_changes import track
from cermat.reports.marked_places import AUTHOR, Mark, Spot, Unmarkable, ink, match, tight
from cermat.reports.packed import repacked

_P, _R, _T, _TC, _TBL, _RPR = (qn(f"w:{tag}") for tag in ("p", "r", "t", "tc", "tbl", "rPr"))
_MATH, _MATH_T = qn("m:oMath"), qn("m:t")
_BOX = qn("w:txbxContent")
# what a reader of the page does not see, or what holds paragraphs of its own
_SKIP = {
    qn(f"w:{tag}")
    for tag in (
        "del",
        "moveFrom",
        "pPr",
        "rPr",
        "drawing",
        "pict",
        "object",
        "rt",
        "sdtPr",
        "sdtEndPr",
        "txbxContent",
    )
}
_SKIP.add("{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent")
_LOOK_ON = 3  # paragraphs after the first that a block may have been joined from


def mark(data: bytes, marks: list[Mark], _sub, _words: Labels) -> tuple[bytes, int]:
    """The document with a comment for each mark, a tracked change where a mark knows what replaces its words,
    and how many could not be put at their very words. Raises Unmarkable."""
    try:
        document = docx.Document(BytesIO(data))
    except (
        PackageNotFoundError,
        KeyError,
        ValueError,
        AttributeError,
        zipfile.BadZipFile,
        etree.XMLSyntaxError,
    ) as error:
        raise Unmarkable(f"paket Word ini tidak lengkap ({type(error).__name__})") from None
    writer = _Writer(document)
    lost = sum(not writer.add(mark) for mark in marks)
    track(document.element, writer.changes)
    out = BytesIO()
    document.save(out)
    return repacked(out.getvalue()), lost


class _Writer:
    def __init__(self, document) -> None:
        self.document, root = document, document.element
        self.paragraphs, self.tables = list(root.iter(_P)), list(root.iter(_TBL))
        self.pattern: Any = None
        self.comments: Any = None
        # first and last element of what is to be replaced, the words there, what replaces them
        self.changes: list[tuple[Any, Any, str, str]] = []
        self.notes = {
            kind: {note.get(qn("w:id")): note for note in root.iter(qn(f"w:{tag}Reference"))}
            for kind, tag in (("f", "footnote"), ("e", "endnote"))
        }

    def add(self, mark: Mark) -> bool:
        """Put one comment in; False where it does not stand at the words that are meant."""
        exact, first, last = self._range(mark.spot)
        number = self._comment(mark)
        start, end = (
            OxmlElement(f"w:commentRange{side}", attrs={qn("w:id"): number}) for side in ("Start", "End")
        )
        reference = OxmlElement("w:r")
        reference.append(OxmlElement("w:commentReference", attrs={qn("w:id"): number}))
        first.addprevious(start)
        last.addnext(reference)
        last.addnext(end)
        if exact and mark.becomes:
            self.changes.append((start, end, mark.spot.text[mark.spot.start : mark.spot.end], mark.becomes))
        return exact

    def _comment(self, mark: Mark) -> str:
        """A new comment; returns its id. All are copies of one that python-docx made, which counts every
        comment for each new one."""
        if self.pattern is None:
            made = self.document.comments.add_comment(author=AUTHOR, initials=AUTHOR[0])
            made.paragraphs[0].add_run("-").bold = True
            made.add_paragraph("-")
            self.next, self.pattern = made.comment_id, made.paragraphs[0]._p.getparent()
            self.pattern.set(qn("w:date"), f"{dt.datetime.now(dt.UTC):%Y-%m-%d}T00:00:00Z")
            self.comments = self.pattern.getparent()
            self.comments.remove(self.pattern)
        new = deepcopy(self.pattern)
        new.set(qn("w:id"), str(self.next))
        head, line = new.findall(_P)
        for paragraph, text in zip(
            (head, *(deepcopy(line) for _ in mark.body)), (mark.head, *mark.body), strict=True
        ):
            (run,) = paragraph.iter(_T)
            run.text = text
            new.append(paragraph)
        new.remove(line)
        self.comments.append(new)
        self.next += 1
        return str(self.next - 1)

    def _range(self, spot: Spot):
        """(at the very words?, first and last element that the comment spans)."""
        near = self._near(spot.trace, spot) or self._near(spot.outer, spot)
        if not near:
            return spot.whole, *self._all(
                [
                    next(
                        (paragraph for paragraph in self.paragraphs if _letters(paragraph)),
                        self.paragraphs[0],
                    )
                ]
            )
        if not isinstance(near, list):  # a note's mark in the text
            return True, near, near
        host = next((box for box in near[0].iterancestors(_BOX)), None)
        if host is not None:  # no comment stands within a text box: its frame is marked
            run = list(near[0].iterancestors(_R))[-1:]
            return (True, run[0], run[0]) if run else (False, *self._all(self.paragraphs[:1]))
        if spot.start < 0:
            return True, *self._all(near if spot.cell else near[:1])
        text, kept = tight(spot.text)
        begin, end = (sum(at < mark for at in kept) for mark in (spot.start, spot.end))
        for count in range(1, len(near) + 1) if spot.cell is None else (len(near),):
            letters = [letter for paragraph in near[:count] for letter in _letters(paragraph)]
            found = match("".join(ink(ch) for ch, _, _ in letters), text, begin, end)
            if found:
                return True, *_cut(letters[found[0]], letters[found[1] - 1])
        return False, *self._all(near if spot.cell else near[:1])

    def _near(self, trace: str, spot: Spot):
        """The paragraphs in which a trace's words stand; a note's mark in the text; None where nothing is
        known."""
        kind, number = trace[:1], trace[1:]
        if kind in self.notes:
            note = self.notes[kind].get(number)
            return None if note is None else note.getparent()
        if not number.isdigit():
            return None
        at = int(number)
        if kind == "t" and at < len(self.tables):
            return list(self.tables[at].iter(_P))[:1] or None
        if kind != "p" or at >= len(self.paragraphs):
            return None
        first = self.paragraphs[at]
        cell = next(first.iterancestors(_TC), None)
        if spot.cell is not None and cell is not None:
            return [
                paragraph for paragraph in cell.iter(_P) if next(paragraph.iterancestors(_TC), None) is cell
            ]
        until = (
            int(spot.until[1:]) if spot.until[:1] == "p" and spot.until[1:].isdigit() else at + _LOOK_ON + 1
        )
        return self.paragraphs[at : max(at + 1, min(until, at + _LOOK_ON + 1))]

    @staticmethod
    def _all(paragraphs: list):
        """First and last run of these paragraphs; an empty paragraph gets one."""
        runs = [letter for paragraph in paragraphs for letter in _letters(paragraph)]
        if runs:
            return _cut(runs[0], runs[-1])
        run = OxmlElement("w:r")
        paragraphs[0].append(run)
        return run, run


def _is_unseen(run) -> bool:
    """Is the run hidden or struck out, so that the reader of the document left it out?"""
    marks = (run.find(f"{_RPR}/{qn(f'w:{tag}')}") for tag in ("vanish", "strike", "dstrike"))
    return any(mark is not None and mark.get(qn("w:val"), "1") not in ("0", "false", "off") for mark in marks)


def _letters(paragraph) -> list[tuple[str, object, int]]:
    """Letters with ink of a paragraph in reading order: (letter, the w:t it stands in, place there); of a
    formula the formula itself."""
    found: list[tuple[str, object, int]] = []

    def walk(element) -> None:
        for child in element:
            if child.tag in _SKIP or not isinstance(child.tag, str):
                continue
            if child.tag == _MATH:
                found.extend(
                    (ch, child, -1) for maths in child.iter(_MATH_T) for ch in maths.text or "" if ink(ch)
                )
            elif child.tag == _T:
                found.extend((ch, child, position) for position, ch in enumerate(child.text or "") if ink(ch))
            elif child.tag != _R or not _is_unseen(child):
                walk(child)

    walk(paragraph)
    return found


def _cut(first: tuple, last: tuple):
    """Runs are parted so that one begins at the first letter and one ends at the last; returns both."""
    _, begin, begin_at = first
    _, end, end_at = last
    right = end if end_at < 0 else _split(end, end_at + 1)[0]
    if begin_at < 0:
        return begin, right
    left, made = _split(begin, begin_at)
    return made, made if right is left and made is not left else right


def _split(node, cut: int):
    """Part the run of a w:t before one of its letters: (the run before, the run from there on); the same run
    twice where nothing needs parting."""
    run = node.getparent()
    siblings = list(run)
    at = siblings.index(node)
    before = [sibling for sibling in siblings[:at] if sibling.tag != _RPR]
    text = node.text or ""
    if (cut == 0 and not before) or (cut >= len(text) and at == len(siblings) - 1):
        return run, run
    new = deepcopy(run)
    twins = list(new)
    for sibling in siblings[at + 1 :]:
        run.remove(sibling)
    for sibling in twins[:at]:
        if sibling.tag != _RPR:
            new.remove(sibling)
    node.text, twins[at].text = text[:cut], text[cut:]
    for element in (node, twins[at]):
        element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.addnext(new)
    return run, new
