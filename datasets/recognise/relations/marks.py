"""What the words around a figure say of it: whether they mark it for a role, and when it was."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from cermat.datasets.recognise.prose.grammar import Sentence, Token
from cermat.datasets.recognise.vocabulary import vocabulary

LEAD, TAIL = 16, 6  # tokens before and behind a figure that may speak of it
_EARLIER = frozenset({"DARI", "SEMULA", "OP_BANDING", "LALU"})
_LATER = frozenset({"MENJADI", "KINI"})
_MOVES = frozenset({"NAIK", "TURUN", "TUMBUH"})
_STOPS = frozenset({"KOMA", "TITIKKOMA", "TITIK", "N", "KIRA_N"})
_WORD = re.compile(r"[\w-]+")
_PLACED = frozenset({"pada", "di", "untuk", "akhir", "posisi", "maret", "september", "desember", "("})


class Marks:
    """Words of which one must stand around a figure. entries: word classes (upper case) or words, `_` before
    those that stand behind the figure, `bukan` before those that must not stand there."""

    def __init__(self, entries: tuple[str, ...]):
        refused = [e[6:] for e in entries if e.startswith("bukan ")]
        self.against = Words([e for e in refused if not e.startswith("_ ")])
        self.against_behind = Words([e[2:] for e in refused if e.startswith("_ ")])
        self.behind = Words([e[2:] for e in entries if e.startswith("_ ")])
        self.before = Words([e for e in entries if not e.startswith(("bukan ", "_ "))])
        words = (self.before, self.behind, self.against, self.against_behind)
        self.classes = frozenset().union(*(w.classes for w in words))

    @property
    def positive(self) -> bool:
        return bool(self.before or self.behind)

    def fit(self, around: "Around") -> bool:
        """Does one of the words stand around, and none that must not?"""
        if self.refuses(around):
            return False
        if not self.positive:
            return True
        return self.before.among(around.words_before) or self.behind.among(around.words_behind)

    def may_fit(self, run: "Run") -> bool:
        """May one of the words stand around a figure of a text with these words?"""
        return not self.positive or self.before.among(run) or self.behind.among(run)

    def refuses(self, around: "Around") -> bool:
        """Does a word stand around that must not?"""
        return self.against.among(around.words_before) or self.against_behind.among(around.words_behind)


class Run:
    """Tokens beside each other: their word classes, and their words as one text."""

    __slots__ = ("_classes", "_text", "_words", "tokens")

    def __init__(self, tokens: Sequence[Token]):
        self.tokens = tokens
        self._classes: frozenset[str] | None = None
        self._text: str | None = None
        self._words: frozenset[str] | None = None

    @property
    def classes(self) -> frozenset[str]:
        if self._classes is None:
            self._classes = frozenset().union(*[token.kelas for token in self.tokens])
        return self._classes

    @property
    def text(self) -> str:
        if self._text is None:
            self._text = " ".join([token.lowered for token in self.tokens])
        return self._text

    @property
    def words(self) -> frozenset[str]:
        """The single words of the text."""
        if self._words is None:
            self._words = frozenset(_WORD.findall(self.text))
        return self._words


def run_of(sentence: Sentence) -> Run:
    """All tokens of a sentence."""
    if "run" not in sentence.known:
        sentence.known["run"] = Run(sentence.tokens)
    return sentence.known["run"]


class Words:
    """Word classes (upper case) and words of which one must stand among tokens; -nya is understood."""

    def __init__(self, entries: Sequence[str] = ()):
        self.classes = frozenset(e for e in entries if e.isupper())
        words = sorted((e for e in entries if not e.isupper()), key=len, reverse=True)
        single = [w for w in words if _WORD.fullmatch(w)]
        self.single = frozenset(w + ending for w in single for ending in ("", "nya"))
        others = [w for w in words if w not in self.single]
        text = "|".join(re.escape(w).replace(r"\*", r"\w*") for w in others)
        self.others = re.compile(rf"(?<![\w-])(?:{text})(?:nya)?(?![\w-])") if others else None
        self.parts = tuple(max(w.split("*"), key=len) for w in others)  # one stands in each word

    def __bool__(self) -> bool:
        return bool(self.classes or self.single or self.others)

    def stands_in(self, sentence: Sentence, words: Run) -> bool:
        """Does one of them stand anywhere in a sentence, whose words these are?"""
        return self.among(words)

    def among(self, run: Run) -> bool:
        if not self.classes.isdisjoint(run.classes):
            return True
        if self.single and not self.single.isdisjoint(run.words):
            return True
        if self.others is None or not any(part in run.text for part in self.parts):
            return False
        return self.others.search(run.text) is not None


@cache
def words_of(name: str, *keys: str) -> Words:
    """The words that stand in a file of vocabulary, at its keys."""
    found = vocabulary(name)
    for key in keys:
        found = found[key]
    return Words(tuple(found))


@dataclass(frozen=True)
class Around:
    """The words before a figure (since the figure before it) and behind it (to the next comma or figure); its
    year (-1 unknown)."""

    before: tuple[Token, ...]
    behind: tuple[Token, ...]
    year: int

    @cached_property
    def words_before(self) -> Run:
        return Run(self.before)

    @cached_property
    def words_behind(self) -> Run:
        return Run(self.behind)

    @cached_property
    def moved(self) -> bool:
        """Is it said to be the change itself ("bertambah 45 orang", "turun sebesar 0,33")?"""
        told = [t for t in self.before[-3:] if "DARI" in t or not t.kelas & {"SE", "PENGISI"}]
        return bool(told) and (
            bool(told[-1].kelas & _MOVES) or told[-1].lowered in vocabulary("prosa")["perubahan"]
        )

    @cached_property
    def side(self) -> int:
        """-1 where the words say that it is the earlier one ("dari", "semula", "dibandingkan"), 1 the later
        ("menjadi", "ke 64,15"), else 0."""
        if self.before and self.before[-1].lowered == "ke":
            return 1
        for token in reversed(self.before[-8:]):
            if token.kelas & _LATER:
                return 1
            if token.kelas & _EARLIER or "NYATA" in token and "banding" in token.lowered:
                return -1
            if token.kelas & {"KOMA", "TITIKKOMA"}:
                return 0
        return 0


def around_all(sentence: Sentence, positions: list[int]) -> dict[int, Around]:
    """Position of a figure → what stands around it, for all figures of a sentence."""
    found, taken, last = {}, -1, -1
    for position in positions:
        start = max(last + 1, position - LEAD)
        before = sentence.tokens[start:position]
        ends = [i for i, t in enumerate(before) if "TITIK" in t]
        before = before[ends[-1] + 1 :] if ends else before
        behind = _behind(sentence, position)
        at, year = _year_behind(sentence, position)
        if year < 0:
            years = [
                t.tahun[-1]
                for i, t in enumerate(sentence.tokens[start:position], start)
                if i != taken and "Y" in t and t.jenis == "satu"
            ]
            year = years[-1] if years else -1
        else:
            taken = at
        found[position] = Around(tuple(before), tuple(behind), year)
        last = position
    return found


def _behind(sentence: Sentence, position: int) -> list[Token]:
    tail = sentence.tokens[position + 1 : position + 1 + TAIL]
    stop = next((i for i, t in enumerate(tail) if t.kelas & _STOPS), len(tail))
    return tail[:stop]


def _year_behind(sentence: Sentence, position: int) -> tuple[int, int]:
    """(position, year) of a year that stands right behind a figure with its preposition ("48.250 ton pada
    tahun 2022") or in brackets, and opens nothing new; (-1, -1) where none does."""
    tail = sentence.tokens[position + 1 : position + 6]
    for i, token in enumerate(tail):
        if "Y" in token and token.jenis == "satu":
            lead = tail[:i]
            placed = any(t.lowered in _PLACED or t.kelas & {"BUKA", "BULAN"} for t in lead)
            after = tail[i + 1 : i + 2]
            opens = bool(after) and bool(after[0].kelas & {"SE", "N", "REALISASI", "TARGET"})
            return (position + 1 + i, token.tahun[-1]) if placed and not opens else (-1, -1)
        if token.kelas & (_STOPS | {"DAN"}):
            break
    return -1, -1


def in_time(earlier: Around, later: Around) -> bool | None:
    """Do the words say that the one is the earlier? None where they say nothing."""
    if earlier.side != later.side:
        return earlier.side < later.side
    if earlier.year > 0 and later.year > 0 and earlier.year != later.year:
        return earlier.year < later.year
    return None
