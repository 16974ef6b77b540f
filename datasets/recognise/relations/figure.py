"""A figure as relations see it: what it counts, its value and half step, and where it stands."""

from dataclasses import dataclass, replace
from functools import cache

from datasets.recognise.prose.grammar import Sentence, Token
from datasets.recognise.vocabulary import vocabulary
from schemas import angka as A

MONEY, PERCENT = "Rp", "%"
_NOUNS = frozenset({"W", "SATUAN", "BENDA", "I"})


@dataclass(frozen=True)
class Figure:
    """One printed figure. position: of its token; kind: Rp, %, its unit or the noun behind it ('' unknown);
    mantissa and decimals as printed; half: what its hidden decimals may hold back (0 for a whole count)."""

    position: int
    token: Token
    kind: str
    mantissa: int
    decimals: int

    @property
    def id(self) -> int:
        """Its number among the figures of the document; of a number in words, one that none of them has."""
        return self.token.id if self.token.id >= 0 else -2 - self.position

    @property
    def value(self) -> float:
        return self.token.nilai

    @property
    def half(self) -> float:
        return 0.5 * 10.0**-self.decimals if self.decimals > 0 else 0.0

    @property
    def digits(self) -> int:
        """Digits that say something: without zeros at either end."""
        return len(str(abs(self.mantissa)).strip("0"))


def kind_of(sentence: Sentence, position: int) -> str:
    """What a figure counts: Rp, %, its unit, or the noun right behind it; '' where no word says it."""
    token = sentence.tokens[position]
    if token.kelas & {"RP", "PERSEN"} or token.satuan:
        return token.satuan
    behind = sentence.tokens[position + 1 : position + 2]
    if behind and behind[0].kelas & _NOUNS and not behind[0].kelas & {"TIDAK", "TAK_TERCAPAI"}:
        return behind[0].lowered.split(" ")[0]
    return ""


def figures_of(sentence: Sentence, texts: dict[int, str], loose: bool = False) -> list[Figure]:
    """The figures of a sentence in order, those of written arithmetic left out. texts: id → printed text;
    loose: numbers in words and bounds ("maksimal 60 menit"), too."""
    found = []
    for position, token in enumerate(sentence.tokens):
        plain = "N" in token and "SUKU" not in token
        if (plain or loose and _loose(sentence, position)) and token.nilai == token.nilai:
            parsed = A.parse(texts.get(token.id, ""))
            decimals = max(parsed.desimal, 0) if parsed.kelas == A.FIGURE else 0
            mantissa = round(token.nilai * 10.0**decimals)
            found.append(Figure(position, token, kind_of(sentence, position), mantissa, decimals))
    return found


def counted(figure: Figure) -> Figure:
    """A figure whose kind is a unit only: "300 perkara gugatan" and "150 gugatan" count one thing."""
    return figure if figure.token.satuan else replace(figure, kind="")


@cache
def things() -> frozenset[str]:
    """First words of what reports count: indikator, sasaran, program …; two of them never count one thing."""
    return frozenset(words.split()[0] for words in vocabulary("prosa")["kelas"]["BENDA"])


def _loose(sentence: Sentence, position: int) -> bool:
    """Is the token a number in words, or a figure that is the bound itself?"""
    token = sentence.tokens[position]
    lead = sentence.tokens[max(0, position - 2) : position]
    bound = any(t.lowered in vocabulary("prosa")["batas_tepat"] for t in lead)
    return "K" in token and "KE" not in token or "KIRA_N" in token and bound


def fits(figure: Figure, kind: str) -> bool:
    """May a figure take a role of this kind (see card.KINDS)?"""
    if kind == "percent":
        return figure.kind == PERCENT
    if kind == "money":
        return figure.kind == MONEY
    if kind == "amount":
        return figure.kind != PERCENT
    return kind != "number" or figure.kind not in (PERCENT, MONEY)


def alike(one: Figure, other: Figure) -> bool:
    """May the two count one thing? Money with money only; a kind not told, or a word for anything, goes with
    every count."""
    if {one.kind, other.kind} & {MONEY, PERCENT}:
        return one.kind == other.kind
    general = set(vocabulary("prosa")["satuan_umum"])
    return not one.kind or not other.kind or one.kind == other.kind or bool({one.kind, other.kind} & general)
