"""What the families of written-out relations share: what a figure counts, how exactly it is printed, and
whether a relation holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from datasets.recognise.prose.grammar import Sentence, Token
from datasets.recognise.vocabulary import vocabulary
from schemas import angka as A

_MONEY, _PERCENT = "Rp", "%"
_NOUN = frozenset({"W", "SATUAN", "BENDA", "I"})


@lru_cache(maxsize=4096)
def _half_step(text: str) -> float:
    a = A.parse(text)
    if a.kelas != A.FIGURE:
        return 0.0
    return 0.0 if a.desimal == 0 else 0.5 * 10.0**-a.desimal


@dataclass(frozen=True)
class Figure:
    """A figure of a sentence: where it stands, what it counts ('' unknown), and the half step of its last
    printed digit."""

    position: int
    token: Token
    kind: str
    half: float

    @property
    def value(self) -> float:
        return self.token.nilai

    @property
    def percent(self) -> bool:
        return self.kind == _PERCENT

    @property
    def money(self) -> bool:
        return self.kind == _MONEY


def kind_of(k: Sentence, i: int) -> str:
    """What the figure at i counts: Rp, %, its unit, or the noun right behind it; '' where no word says it."""
    t = k.tokens[i]
    if "RP" in t or "PERSEN" in t:
        return t.satuan
    if t.satuan:
        return t.satuan
    if (
        i + 1 < len(k.tokens)
        and k.tokens[i + 1].kelas & _NOUN
        and not k.tokens[i + 1].kelas & {"TIDAK", "TAK_TERCAPAI"}
    ):
        return k.tokens[i + 1].lowered.split(" ")[0]
    return ""


def figures(k: Sentence, texts: dict[int, str], words: bool = False) -> list[Figure]:
    """The figures of a sentence in order, those of written arithmetic left out. words: numbers in words
    too."""
    result = []
    for i, t in enumerate(k.tokens):
        if "N" in t and "SUKU" not in t:
            result.append(Figure(i, t, kind_of(k, i), _half_step(texts.get(t.id, ""))))
        elif words and "K" in t and "KE" not in t and t.nilai == t.nilai:
            result.append(Figure(i, t, kind_of(k, i), 0.0))
    return result


def figure_of(t: Token, texts: dict[int, str]) -> Figure:
    """One figure by itself, without the words around it."""
    return Figure(0, t, t.satuan, _half_step(texts.get(t.id, "")))


def _generic() -> frozenset:
    return frozenset(vocabulary("prosa")["satuan_umum"])


def same_kind(a: Figure, b: Figure) -> bool:
    """May the two be counts of one thing? Money with money only; a kind not told, or a word for anything,
    goes with every count."""
    if a.kind in (_MONEY, _PERCENT) or b.kind in (_MONEY, _PERCENT):
        return a.kind == b.kind
    return not a.kind or not b.kind or a.kind == b.kind or bool({a.kind, b.kind} & _generic())


def told_kind(a: Figure, b: Figure) -> bool:
    """Do both say the same kind in words?"""
    return bool(a.kind) and a.kind == b.kind


def percent_half(p: Figure) -> float:
    """Half the last digit of a percentage (whole percents are rounded, counts are not)."""
    return p.half or 0.5


def step(f: Figure) -> float:
    """Half the last digit of a figure that may be rounded; 0 for a whole count."""
    return percent_half(f) if f.percent else f.half


def sum_holds(total: Figure, parts: Iterable[Figure]) -> bool:
    """Do the parts add up to the total, as far as the printed digits tell?"""
    parts = list(parts)
    allowed = step(total) + sum(step(x) for x in parts)
    return abs(sum(x.value for x in parts) - total.value) <= allowed * (1 + 1e-9) + 1e-9 * abs(total.value)


def word_list(k: Sentence, a: int, b: int) -> list[str]:
    """The plain words of tokens a to b, in lower case."""
    return [w for t in k.tokens[max(0, a) : b] for w in t.lowered.split() if w[:1].isalpha()]
