"""Tracked changes in a Word document: the printed value struck out, the new one beside it, for the planner to
accept or reject."""

import datetime as dt
from copy import deepcopy

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from cermat.reports.marked_places import AUTHOR, tight

_P, _R, _T, _RPR, _INS, _DEL = (qn(f"w:{tag}") for tag in ("p", "r", "t", "rPr", "ins", "del"))
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PLAIN = {_RPR, _T, *(qn(f"w:{tag}") for tag in ("tab", "lastRenderedPageBreak", "noBreakHyphen"))}


def track(root, changes: list[tuple]) -> None:
    """Replace words as tracked changes. changes: (first and last element around the words, the words, what
    replaces them); where something else stands between, as in a formula, nothing is done."""
    used = [int(known.get(qn("w:id"), 0)) for known in root.iter(_INS, _DEL)]
    number = max(used, default=0) + 1
    for first, last, words, becomes in changes:
        runs = _between(first, last)
        text = "".join(part.text or "" for run in runs for part in run.iterchildren(_T))
        whole = all(part.tag in _PLAIN for run in runs for part in run)
        if runs and whole and tight(text)[0] == tight(words)[0]:
            number = _replace(runs, becomes, number)


def _between(first, last) -> list:
    """The runs with text of a paragraph between two of its elements."""
    paragraph = next(first.iterancestors(_P), first)
    if next(last.iterancestors(_P), last) is not paragraph:
        return []
    found, inside = [], False
    for element in paragraph.iter():
        if element is last:
            break
        inside |= element is first
        seen = inside and element.tag == _R and element.find(_T) is not None
        if seen and next(element.iterancestors(_DEL), None) is None:
            found.append(element)
    return found


def _change(tag: str, number: int):
    """An insertion or deletion by this program."""
    date = f"{dt.datetime.now(dt.UTC):%Y-%m-%d}T00:00:00Z"
    about = {qn("w:id"): str(number), qn("w:author"): AUTHOR, qn("w:date"): date}
    return OxmlElement(tag, attrs=about)


def _replace(runs: list, becomes: str, number: int) -> int:
    """Strike out the runs and put the new text behind them, as the first of them looks; returns the next free
    id."""
    made = OxmlElement("w:r")
    if runs[0].find(_RPR) is not None:
        made.append(deepcopy(runs[0].find(_RPR)))
    text = OxmlElement("w:t")
    text.text = becomes
    text.set(_SPACE, "preserve")
    made.append(text)
    struck = None
    for run in runs:
        struck = _change("w:del", number)
        number += 1
        run.addprevious(struck)
        struck.append(run)
        for part in run.iterchildren(_T):
            part.tag = qn("w:delText")
            part.set(_SPACE, "preserve")
    put = _change("w:ins", number)
    put.append(made)
    _behind(struck, put, number + 1)
    return number + 2


def _behind(struck, put, number: int) -> None:
    """Put an insertion behind a deletion; one that stands in somebody else's insertion parts that one,
    the rest of which takes the id `number`."""
    host = struck.getparent()
    if host.tag != _INS:
        struck.addnext(put)
        return
    rest = list(struck.itersiblings())
    host.addnext(put)
    if rest:
        other = OxmlElement("w:ins", attrs={**host.attrib, qn("w:id"): str(number)})
        for element in rest:
            other.append(element)
        put.addnext(other)
