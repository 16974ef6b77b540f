"""Word comments in a copy of a .docx, at the very words; python-docx keeps everything else of the package."""

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

from reports.labels import Labels
from reports.marked_places import AUTHOR, Mark, Spot, Unmarkable, ink, match, tight
from reports.packed import repacked

_P, _R, _T, _TC, _TBL, _RPR = (qn(f"w:{t}") for t in ("p", "r", "t", "tc", "tbl", "rPr"))
_MATH, _MATH_T = qn("m:oMath"), qn("m:t")
_BOX = qn("w:txbxContent")
# what a reader of the page does not see, or what holds paragraphs of its own
_SKIP = {
    qn(f"w:{t}")
    for t in (
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
    """The document with a comment for each mark, and how many could not be put at their very words. Raises
    Unmarkable."""
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
    lost = sum(not writer.add(m) for m in marks)
    out = BytesIO()
    document.save(out)
    return repacked(out.getvalue()), lost


class _Writer:
    def __init__(self, document) -> None:
        self.document, root = document, document.element
        self.paragraphs, self.tables = list(root.iter(_P)), list(root.iter(_TBL))
        self.pattern: Any = None
        self.comments: Any = None
        self.notes = {
            k: {n.get(qn("w:id")): n for n in root.iter(qn(f"w:{t}Reference"))}
            for k, t in (("f", "footnote"), ("e", "endnote"))
        }

    def add(self, mark: Mark) -> bool:
        """Put one comment in; False where it does not stand at the words that are meant."""
        exact, first, last = self._range(mark.spot)
        number = self._comment(mark)
        start, end = (OxmlElement(f"w:commentRange{w}", attrs={qn("w:id"): number}) for w in ("Start", "End"))
        reference = OxmlElement("w:r")
        reference.append(OxmlElement("w:commentReference", attrs={qn("w:id"): number}))
        first.addprevious(start)
        last.addnext(reference)
        last.addnext(end)
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
        for p, text in zip(
            (head, *(deepcopy(line) for _ in mark.body)), (mark.head, *mark.body), strict=True
        ):
            (t,) = p.iter(_T)
            t.text = text
            new.append(p)
        new.remove(line)
        self.comments.append(new)
        self.next += 1
        return str(self.next - 1)

    def _range(self, spot: Spot):
        """(at the very words?, first and last element that the comment spans)."""
        near = self._near(spot.trace, spot) or self._near(spot.outer, spot)
        if not near:
            return spot.whole, *self._all(
                [next((p for p in self.paragraphs if _letters(p)), self.paragraphs[0])]
            )
        if not isinstance(near, list):  # a note's mark in the text
            return True, near, near
        host = next((b for b in near[0].iterancestors(_BOX)), None)
        if host is not None:  # no comment stands within a text box: its frame is marked
            run = list(near[0].iterancestors(_R))[-1:]
            return (True, run[0], run[0]) if run else (False, *self._all(self.paragraphs[:1]))
        if spot.start < 0:
            return True, *self._all(near if spot.cell else near[:1])
        text, kept = tight(spot.text)
        a, b = (sum(k < x for k in kept) for x in (spot.start, spot.end))
        for n in range(1, len(near) + 1) if spot.cell is None else (len(near),):
            letters = [x for p in near[:n] for x in _letters(p)]
            found = match("".join(ink(ch) for ch, _, _ in letters), text, a, b)
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
        k = int(number)
        if kind == "t" and k < len(self.tables):
            return list(self.tables[k].iter(_P))[:1] or None
        if kind != "p" or k >= len(self.paragraphs):
            return None
        first = self.paragraphs[k]
        cell = next(first.iterancestors(_TC), None)
        if spot.cell is not None and cell is not None:
            return [p for p in cell.iter(_P) if next(p.iterancestors(_TC), None) is cell]
        until = (
            int(spot.until[1:]) if spot.until[:1] == "p" and spot.until[1:].isdigit() else k + _LOOK_ON + 1
        )
        return self.paragraphs[k : max(k + 1, min(until, k + _LOOK_ON + 1))]

    @staticmethod
    def _all(paragraphs: list):
        """First and last run of these paragraphs; an empty paragraph gets one."""
        runs = [x for p in paragraphs for x in _letters(p)]
        if runs:
            return _cut(runs[0], runs[-1])
        run = OxmlElement("w:r")
        paragraphs[0].append(run)
        return run, run


def _is_unseen(run) -> bool:
    """Is the run hidden or struck out, so that the reader of the document left it out?"""
    marks = (run.find(f"{_RPR}/{qn(f'w:{t}')}") for t in ("vanish", "strike", "dstrike"))
    return any(m is not None and m.get(qn("w:val"), "1") not in ("0", "false", "off") for m in marks)


def _letters(p) -> list[tuple[str, object, int]]:
    """Letters with ink of a paragraph in reading order: (letter, the w:t it stands in, place there); of a
    formula the formula itself."""
    found: list[tuple[str, object, int]] = []

    def walk(element) -> None:
        for e in element:
            if e.tag in _SKIP or not isinstance(e.tag, str):
                continue
            if e.tag == _MATH:
                found.extend((ch, e, -1) for t in e.iter(_MATH_T) for ch in t.text or "" if ink(ch))
            elif e.tag == _T:
                found.extend((ch, e, k) for k, ch in enumerate(e.text or "") if ink(ch))
            elif e.tag != _R or not _is_unseen(e):
                walk(e)

    walk(p)
    return found


def _cut(first: tuple, last: tuple):
    """Runs are parted so that one begins at the first letter and one ends at the last; returns both."""
    _, a, i = first
    _, b, j = last
    right = b if j < 0 else _split(b, j + 1)[0]
    if i < 0:
        return a, right
    left, made = _split(a, i)
    return made, made if right is left and made is not left else right


def _split(t, k: int):
    """Part the run of a w:t before its letter k: (the run before, the run from k on); the same run twice
    where nothing needs parting."""
    run = t.getparent()
    siblings = list(run)
    at = siblings.index(t)
    before = [s for s in siblings[:at] if s.tag != _RPR]
    text = t.text or ""
    if (k == 0 and not before) or (k >= len(text) and at == len(siblings) - 1):
        return run, run
    new = deepcopy(run)
    twins = list(new)
    for s in siblings[at + 1 :]:
        run.remove(s)
    for s in twins[:at]:
        if s.tag != _RPR:
            new.remove(s)
    t.text, twins[at].text = text[:k], text[k:]
    for element in (t, twins[at]):
        element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.addnext(new)
    return run, new
