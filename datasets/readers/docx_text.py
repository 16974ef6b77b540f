"""What a reader sees of a Word paragraph: insertions, field results, formulas; not deletions, codes, hidden
text."""

import re

from cermat.datasets.document.clean import BLANKS
from cermat.datasets.document.model import Block
from cermat.datasets.readers.docx_formulas import MATH, formula
from cermat.datasets.readers.docx_styles import WORD, Styles, child, is_on

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SKIPPED = {
    WORD + name
    for name in (
        *[
            "del",
            "moveFrom",
            "rPr",
            "pPr",
            "instrText",
            "delText",
            "delInstrText",
            "softHyphen",
            "rt",
            "sdtPr",
            "sdtEndPr",
        ],
        *["footnoteRef", "endnoteRef", "annotationRef"],
    )
}
_RPR, _RAISED = f"{WORD}rPr", f"{WORD}vertAlign"
_PLAIN = {WORD + name for name in ["t", "tab", "ptab", "br", "cr", "sym", "noBreakHyphen"]}
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SYMBOLS = {  # letters of the Symbol and Wingdings fonts
    "f0b7": "•",
    "f0a7": "▪",
    "f0fc": "✓",
    "f0d8": "➢",
    "f02d": "-",
    "f0b4": "×",
    "f0b8": "÷",
    "f0a3": "≤",
    "f0b3": "≥",
    "f0b1": "±",
    "f0e5": "Σ",
}


class TextReader:
    """The text of one paragraph. Blocks found within it (text boxes, notes) are collected in `after`.

    pages: the page so far, -1 where Word has left no marks. fields: open fields, False while their code is
    read.
    """

    def __init__(self, styles: Styles, notes: dict[str, dict], pages: int) -> None:
        self.styles, self.notes, self.halaman = styles, notes, pages
        self.fields: list[bool] = []
        self.after: list[Block] = []
        self.pictures = self.charts = 0
        self.struck = False  # was there text that a line strikes out?

    def _text(self, element) -> list[str]:
        """Visible text pieces below an element. '\\f' stands for a page break that Word met there."""
        result: list[str] = []
        for child_of in element:
            tag = child_of.tag
            if tag in _SKIPPED or not isinstance(tag, str):
                continue
            if tag == f"{WORD}r":
                result += self._run(child_of)
            elif tag in _PLAIN:
                if all(self.fields):  # not inside a field's code
                    result.append(_plain(child_of))
            else:
                result += self._other(child_of)
        return result

    def _run(self, run) -> list[str]:
        """Pieces of a run, none where it is struck out or hidden."""
        rpr = child(run, _RPR)
        if rpr is None:
            return self._text(run)
        if self._is_struck(rpr):
            self.struck |= next(run.iter(f"{WORD}t"), None) is not None
            return []
        return [] if self._is_hidden(rpr) else _rising(rpr, self._text(run))

    def _other(self, element) -> list[str]:
        """Pieces of a page break, a field, a note, a shape or a formula; else of what lies below."""
        tag = element.tag
        if tag == f"{WORD}lastRenderedPageBreak":
            self.halaman += self.halaman > 0
            return ["\f"]
        if tag == f"{WORD}fldChar":
            self._field(element.get(f"{WORD}fldCharType"))
        elif tag in (f"{WORD}footnoteReference", f"{WORD}endnoteReference"):
            self._read_note("f" if "foot" in tag else "e", element.get(f"{WORD}id"))
        elif tag == f"{MC}AlternateContent":
            self._shape(self._choice(element))
        elif tag in (f"{WORD}drawing", f"{WORD}pict", f"{WORD}object"):
            self._shape(element)
        elif tag == f"{MATH}oMathPara":
            return [" ".join(map(self._formula, element.iter(f"{MATH}oMath")))]
        elif tag == f"{MATH}oMath":
            return [self._formula(element)]
        else:
            return self._text(element)
        return []

    def _formula(self, element) -> str:
        return formula(element, lambda part: "".join(self._text(part)))

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self.fields.append(False)
        elif kind == "separate" and self.fields:
            self.fields[-1] = True
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _is_hidden(self, rpr) -> bool:
        if (vanish := child(rpr, f"{WORD}vanish")) is not None:
            return is_on(vanish)
        style = child(rpr, f"{WORD}rStyle")
        return style is not None and bool(self.styles.inherited(style.get(f"{WORD}val"), "hidden"))

    def _is_struck(self, rpr) -> bool:
        """Is the text struck out: deleted by hand, as a tracked deletion is by Word?"""
        own = [flag for tag in ("strike", "dstrike") if (flag := child(rpr, f"{WORD}{tag}")) is not None]
        if own:
            return any(map(is_on, own))
        style = child(rpr, f"{WORD}rStyle")
        return style is not None and bool(self.styles.inherited(style.get(f"{WORD}val"), "struck"))

    @staticmethod
    def _choice(element):
        """The branch of an AlternateContent that is shown: the first that holds text, so that none is read
        twice."""
        branches = [choice for choice in element if choice.tag in (f"{MC}Choice", f"{MC}Fallback")]
        filled = (branch for branch in branches if next(branch.iter(f"{WORD}t"), None) is not None)
        return next(filled, branches[0] if branches else element)

    def _boxes(self, element):
        """Outermost text boxes below a drawing, each once."""
        for child_of in element:
            if child_of.tag == f"{WORD}txbxContent":
                yield child_of
            else:
                yield from self._boxes(
                    self._choice(child_of) if child_of.tag == f"{MC}AlternateContent" else child_of
                )

    def _shape(self, element) -> None:
        """Text boxes of a drawing become blocks after this one; pictures and charts are counted."""
        box = list(self._boxes(element))
        self._insert(box)
        if not box:
            name = {
                descendant.tag.rpartition("}")[2]
                for descendant in element.iter()
                if isinstance(descendant.tag, str)
            }
            uri = {
                descendant.get("uri", "")
                for descendant in element.iter()
                if isinstance(descendant.tag, str) and descendant.tag.endswith("}graphicData")
            }
            if any("chart" in part or "diagram" in part for part in uri):
                self.charts += 1
            elif name & {"blip", "imagedata"}:
                self.pictures += 1

    def _read_note(self, kind: str, key: str | None) -> None:
        if (note := self.notes[kind].get(key)) is not None:
            self._insert([note])

    def _insert(self, container: list) -> None:
        """Blocks of other stories (text boxes, notes) come after the block that holds them."""
        fields, self.fields = self.fields, []
        outside, self.after = self.after, []
        content = [block for child_of in container for block in self._blok(child_of)]
        self.after, self.fields = outside + content, fields

    def _blok(self, container) -> list[Block]:
        raise NotImplementedError


def _plain(element) -> str:
    """The text of an element that is nothing but text: letters, a tab, a line end, a hyphen, a symbol."""
    tag = element.tag
    if tag == f"{WORD}t":
        return element.text or ""
    if tag in (f"{WORD}br", f"{WORD}cr"):
        return "\n" if element.get(f"{WORD}type") in (None, "textWrapping") else " "
    if tag == f"{WORD}sym":
        return _SYMBOLS.get(element.get(f"{WORD}char", "").lower(), "")
    return "-" if tag == f"{WORD}noBreakHyphen" else "\t"


def _rising(rpr, cut: list[str]) -> list[str]:
    """Raised digits ("m2", a note mark) as superscripts, so that they do not join the digits before them."""
    va = child(rpr, _RAISED)
    return (
        [piece.translate(_SUPERSCRIPTS) for piece in cut]
        if va is not None and va.get(f"{WORD}val") == "superscript"
        else cut
    )


_UNSEEN = re.compile(r"[\u200b\u00ad\ufeff\f]")


def tidy(text: str) -> str:
    """Single spaces, no marks without width; tabs and hard line ends stay."""
    text = BLANKS.sub(" ", _UNSEEN.sub("", text))
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())
