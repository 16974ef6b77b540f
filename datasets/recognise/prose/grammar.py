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
_SYMBOLS: dict[str, list[int]] = {}  # class → codes of the symbols of all sets that it is in
_SHORT = [code for code in range(1, 256) if not (0x20 <= code < 0x7F or chr(code).isspace())]


def _symbol(classes: frozenset) -> str:
    """One character for each set of classes, that no pattern holds: short ones first, which expressions are
    made of sooner."""
    symbol = _REGISTER.get(classes)
    if symbol is None:
        count = len(_REGISTER)
        code = _SHORT[count] if count < len(_SHORT) else 0xE000 + count
        symbol = _REGISTER[classes] = chr(code)
        for name in classes:
            _SYMBOLS.setdefault(name, []).append(code)
    return symbol


def _set_of(names: Iterable[str]) -> str:
    """What stands between brackets of an expression: the symbols of all sets that hold one of the classes."""
    codes = sorted({code for name in names for code in _SYMBOLS.get(name, ())})
    runs: list[list[int]] = []
    for code in codes:
        if runs and code == runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return "".join(chr(first) if first == last else f"{chr(first)}-{chr(last)}" for first, last in runs)


_NAME = re.compile(r"(?<!\?)\b[A-Z][A-Z_]*\b")


def _assemble(text: str) -> re.Pattern:
    def letters(names: Iterable[str], without: bool) -> str:
        content = _set_of(names)
        if without:
            return f"[^{content}]" if content else "."
        return f"[{content}]" if content else "(?!)"

    text = re.sub(r"!\[([A-Z_|]+)\]", lambda match: letters(match[1].split("|"), True), text)
    text = _NAME.sub(lambda match: letters((match[0],), False), text)
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
