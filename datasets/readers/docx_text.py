"""What a reader sees of a Word paragraph: insertions, field results, formulas; not deletions, codes, hidden
text."""

import re

from datasets.document.clean import BLANKS
from datasets.document.model import Block
from datasets.readers.docx_formulas import M, formula
from datasets.readers.docx_styles import Styles, W, child, is_on

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SKIPPED = {
    W + name
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
_RPR, _RAISED = f"{W}rPr", f"{W}vertAlign"
_PLAIN = {W + name for name in ["t", "tab", "ptab", "br", "cr", "sym", "noBreakHyphen"]}
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

    def _text(self, u) -> list[str]:
        """Visible text pieces below an element. '\\f' stands for a page break that Word met there."""
        result: list[str] = []
        for a in u:
            tag = a.tag
            if tag in _SKIPPED or not isinstance(tag, str):
                continue
            if tag == f"{W}r":
                result += self._run(a)
            elif tag in _PLAIN:
                if all(self.fields):  # not inside a field's code
                    result.append(_plain(a))
            else:
                result += self._other(a)
        return result

    def _run(self, run) -> list[str]:
        """Pieces of a run, none where it is struck out or hidden."""
        rpr = child(run, _RPR)
        if rpr is None:
            return self._text(run)
        if self._is_struck(rpr):
            self.struck |= next(run.iter(f"{W}t"), None) is not None
            return []
        return [] if self._is_hidden(rpr) else _rising(rpr, self._text(run))

    def _other(self, u) -> list[str]:
        """Pieces of a page break, a field, a note, a shape or a formula; else of what lies below."""
        tag = u.tag
        if tag == f"{W}lastRenderedPageBreak":
            self.halaman += self.halaman > 0
            return ["\f"]
        if tag == f"{W}fldChar":
            self._field(u.get(f"{W}fldCharType"))
        elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            self._read_note("f" if "foot" in tag else "e", u.get(f"{W}id"))
        elif tag == f"{MC}AlternateContent":
            self._shape(self._choice(u))
        elif tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
            self._shape(u)
        elif tag == f"{M}oMathPara":
            return [" ".join(map(self._formula, u.iter(f"{M}oMath")))]
        elif tag == f"{M}oMath":
            return [self._formula(u)]
        else:
            return self._text(u)
        return []

    def _formula(self, u) -> str:
        return formula(u, lambda x: "".join(self._text(x)))

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self.fields.append(False)
        elif kind == "separate" and self.fields:
            self.fields[-1] = True
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _is_hidden(self, rpr) -> bool:
        if (v := child(rpr, f"{W}vanish")) is not None:
            return is_on(v)
        s = child(rpr, f"{W}rStyle")
        return s is not None and bool(self.styles.inherited(s.get(f"{W}val"), "hidden"))

    def _is_struck(self, rpr) -> bool:
        """Is the text struck out: deleted by hand, as a tracked deletion is by Word?"""
        own = [v for t in ("strike", "dstrike") if (v := child(rpr, f"{W}{t}")) is not None]
        if own:
            return any(map(is_on, own))
        s = child(rpr, f"{W}rStyle")
        return s is not None and bool(self.styles.inherited(s.get(f"{W}val"), "struck"))

    @staticmethod
    def _choice(u):
        """The branch of an AlternateContent that is shown: the first that holds text, so that none is read
        twice."""
        branches = [c for c in u if c.tag in (f"{MC}Choice", f"{MC}Fallback")]
        filled = (c for c in branches if next(c.iter(f"{W}t"), None) is not None)
        return next(filled, branches[0] if branches else u)

    def _boxes(self, u):
        """Outermost text boxes below a drawing, each once."""
        for a in u:
            if a.tag == f"{W}txbxContent":
                yield a
            else:
                yield from self._boxes(self._choice(a) if a.tag == f"{MC}AlternateContent" else a)

    def _shape(self, u) -> None:
        """Text boxes of a drawing become blocks after this one; pictures and charts are counted."""
        box = list(self._boxes(u))
        self._insert(box)
        if not box:
            name = {a.tag.rpartition("}")[2] for a in u.iter() if isinstance(a.tag, str)}
            uri = {
                a.get("uri", "")
                for a in u.iter()
                if isinstance(a.tag, str) and a.tag.endswith("}graphicData")
            }
            if any("chart" in x or "diagram" in x for x in uri):
                self.charts += 1
            elif name & {"blip", "imagedata"}:
                self.pictures += 1

    def _read_note(self, kind: str, key: str | None) -> None:
        if (c := self.notes[kind].get(key)) is not None:
            self._insert([c])

    def _insert(self, container: list) -> None:
        """Blocks of other stories (text boxes, notes) come after the block that holds them."""
        fields, self.fields = self.fields, []
        outside, self.after = self.after, []
        content = [m for k in container for m in self._blok(k)]
        self.after, self.fields = outside + content, fields

    def _blok(self, container) -> list[Block]:
        raise NotImplementedError


def _plain(u) -> str:
    """The text of an element that is nothing but text: letters, a tab, a line end, a hyphen, a symbol."""
    tag = u.tag
    if tag == f"{W}t":
        return u.text or ""
    if tag in (f"{W}br", f"{W}cr"):
        return "\n" if u.get(f"{W}type") in (None, "textWrapping") else " "
    if tag == f"{W}sym":
        return _SYMBOLS.get(u.get(f"{W}char", "").lower(), "")
    return "-" if tag == f"{W}noBreakHyphen" else "\t"


def _rising(rpr, cut: list[str]) -> list[str]:
    """Raised digits ("m2", a note mark) as superscripts, so that they do not join the digits before them."""
    va = child(rpr, _RAISED)
    return (
        [s.translate(_SUPERSCRIPTS) for s in cut]
        if va is not None and va.get(f"{W}val") == "superscript"
        else cut
    )


_UNSEEN = re.compile(r"[\u200b\u00ad\ufeff\f]")


def tidy(text: str) -> str:
    """Single spaces, no marks without width; tabs and hard line ends stay."""
    text = BLANKS.sub(" ", _UNSEEN.sub("", text))
    return "\n".join(b.strip() for b in text.split("\n") if b.strip())
