"""A small grammar of report sentences: tokens with word classes, and patterns over those classes.

A token carries one or more classes: those of words/prosa.yaml, and the built-in ones. A pattern is a regular
expression over class names, as `Pattern("TARGET PENGISI{0,3} SE? (?P<t>N)")`; `.` is any token, `![A|B]` any
token that is neither.
Built in: N a report figure (also PERSEN, RP, HITUNG or PECAHAN) · KIRA_N a hedged one · K a number in words,
KE an ordinal · Y years · TGL a date · I a name (of an indicator, a sasaran, a quoted one, a noun phrase) ·
L a predikat label (also KUAT or LEMAH) · X another number · W a plain word · KOMA TITIKKOMA TITIK TDUA BUKA
TUTUP SAMA GARIS_MIRING SILANG TAMBAH STRIP KURAWAL TANDA · more in relations/shape.py (`BUILT_IN`).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice


@dataclass(slots=True)
class Token:
    """One token: its classes, offsets, and what it says (id, nilai and satuan of a figure, years, a name)."""

    kelas: frozenset
    lowered: str
    mulai: int
    akhir: int
    id: int = -1
    nilai: float = float("nan")
    satuan: str = ""
    tahun: tuple = ()
    name: str = ""
    jenis: str = ""  # of a name: indikator, sasaran, uraian, kutip, frasa; of a year: satu, daftar, rentang

    def __contains__(self, classes: str) -> bool:
        return classes in self.kelas


def bears(tokens: Iterable[Token], *classes: str) -> bool:
    """Has one of the tokens one of these classes?"""
    for token in tokens:
        if not token.kelas.isdisjoint(classes):
            return True
    return False


def years_of(tokens: Iterable[Token]) -> list[int]:
    """The years that tokens name one by one."""
    return [token.tahun[0] for token in tokens if "Y" in token and token.jenis == "satu"]


@dataclass
class Sentence:
    """One sentence: its tokens and the text they stand in (blok; r, c ≥ 0 in a cell). known: what was worked
    out of it before, by what it is."""

    teks: str
    tokens: list[Token]
    blok: int = -1
    r: int = -1
    c: int = -1
    symbols: str = field(default="", repr=False)
    known: dict = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self):
        self.symbols = "".join(_symbol(token.kelas) for token in self.tokens)

    def places(self, name: str) -> list[int]:
        """Where the tokens stand that have a class, in order."""
        if name not in self.known:
            self.known[name] = [at for at, token in enumerate(self.tokens) if name in token.kelas]
        return self.known[name]

    def printed(self, start: int, end: int) -> str:
        """The printed text of the tokens from start to end (not included), on one line."""
        return tidy(self.teks[self.tokens[start].mulai : self.tokens[end - 1].akhir]) if start < end else ""

    def words(self, start: int, end: int) -> str:
        """The text of the tokens from start to end in lower case."""
        return " ".join(token.lowered for token in self.tokens[start:end])


def tidy(text: str) -> str:
    """Printed words on one line, without quotes and markdown marks, and without punctuation at the ends."""
    text = re.sub(r"[*$“”\"„«»]+", "", text)
    return re.sub(r"\s+", " ", text).strip(" \t\n'‘’,.;:-–")


_REGISTER: dict[frozenset, str] = {}


def _symbol(classes: frozenset) -> str:
    """One private-use character for each set of classes."""
    symbols = _REGISTER.get(classes)
    if symbols is None:
        symbols = _REGISTER[classes] = chr(0xE000 + len(_REGISTER))
    return symbols


_NAME = re.compile(r"(?<!\?)\b[A-Z][A-Z_]*\b")


def _assemble(text: str) -> re.Pattern:
    def letters(name: set[str], without: bool) -> str:
        content = "".join(symbol for classes, symbol in _REGISTER.items() if classes & name)
        if without:
            return f"[^{content}]" if content else "."
        return f"[{content}]" if content else "(?!)"

    text = re.sub(r"!\[([A-Z_|]+)\]", lambda match: letters(set(match[1].split("|")), True), text)
    text = _NAME.sub(lambda match: letters({match[0]}, False), text)
    return re.compile(re.sub(r"\s+", "", text))


class Pattern:
    """A pattern over token classes; group names are in lower case."""

    def __init__(self, text: str):
        self.teks = text
        self._classes = frozenset(_NAME.findall(text))
        self._made: re.Pattern | None = None
        self._met = 0  # sets of classes known when it was made

    def _pattern(self) -> re.Pattern:
        """The expression over symbols, made anew only when a set of classes has come up that it names."""
        if self._made is None or len(_REGISTER) > self._met:
            more = islice(_REGISTER, self._met, None)
            if self._made is None or not all(map(self._classes.isdisjoint, more)):
                self._made = _assemble(self.teks)
            self._met = len(_REGISTER)
        return self._made

    def all(self, sentence: Sentence) -> list[re.Match]:
        """All matches, not overlapping; their spans are token positions."""
        return list(self._pattern().finditer(sentence.symbols))

    def one(self, sentence: Sentence, start: int = 0) -> re.Match | None:
        """The first match at or after a token position."""
        return self._pattern().search(sentence.symbols, start)

    def at(self, sentence: Sentence, position: int) -> re.Match | None:
        """The match that starts at a token position."""
        return self._pattern().match(sentence.symbols, position)
