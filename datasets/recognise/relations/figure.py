"""A figure as relations see it: what it counts, its value and half step, and where it stands."""

import re
from dataclasses import dataclass, replace
from functools import cache

from cermat.datasets.recognise.prose.grammar import Sentence, Token
from cermat.datasets.recognise.vocabulary import vocabulary
from cermat.schemas import angka as A

MONEY, PERCENT, POINTS = "Rp", "%", "poin"
_BASE = re.compile(r"per (\d[\d.]*|seribu)")
_EACH = frozenset({"per", "setiap", "tiap"})
_BASES = frozenset({1000.0, 10000.0, 100000.0, 1000000.0})
_NOUNS = frozenset({"W", "SATUAN", "BENDA", "I"})


@dataclass(frozen=True)
class Figure:
    """One printed figure. position: of its token; kind: Rp, %, its unit or the noun behind it ('' unknown);
    mantissa and decimals as printed (negative for "2,5 juta"); exact: nothing is rounded ("bobot 0,6"); half:
    what its hidden decimals may hold back (0 for a whole count)."""

    position: int
    token: Token
    kind: str
    mantissa: int
    decimals: int
    exact: bool = False

    @property
    def id(self) -> int:
        """Its number among the figures of the document; of a number in words, one that none of them has."""
        return self.token.id if self.token.id >= 0 else -2 - self.position

    @property
    def value(self) -> float:
        return self.token.nilai

    @property
    def half(self) -> float:
        return 0.5 * 10.0**-self.decimals if self.decimals and not self.exact else 0.0

    @property
    def printed(self) -> int:
        """Digits as printed."""
        return len(str(abs(self.mantissa)))

    @property
    def digits(self) -> int:
        """Digits that say something: without zeros at either end."""
        return len(str(abs(self.mantissa)).strip("0"))


def kind_of(sentence: Sentence, position: int) -> str:
    """What a figure counts: Rp, %, poin, its unit, or the noun right behind it; '' where no word says it."""
    token = sentence.tokens[position]
    if any("POIN" in t for t in sentence.tokens[position + 1 : position + 2]):
        return POINTS
    if token.kelas & {"RP", "PERSEN"} or token.satuan:
        return token.satuan
    if base := _base_before(sentence, position, told=True):
        return base
    behind = sentence.tokens[position + 1 : position + 2]
    if behind and behind[0].kelas & _NOUNS and not behind[0].kelas & {"TIDAK", "TAK_TERCAPAI"}:
        return behind[0].lowered.split(" ")[0]
    return _base_before(sentence, position)


def _base_before(sentence: Sentence, position: int, told: bool = False) -> str:
    """The base of a rate that stands before its figure ("angka kriminalitas per 100.000 penduduk adalah
    136,64", "setiap 10.000 penduduk terjadi 5,6 tindak pidana": told), else ''."""
    for i in range(position - 1, max(0, position - 8) - 1, -1):
        token = sentence.tokens[i]
        if is_base(sentence, i):
            return f"per {token.lowered}"
        if token.kelas & {"N", "KOMA", "TITIKKOMA", "TITIK"}:
            return ""
        if not told and "X" in token and _BASE.match(token.lowered):
            return token.lowered
    return ""


def is_base(sentence: Sentence, position: int) -> bool:
    """Is the figure the base of a rate ("setiap 10.000 penduduk")?"""
    each = position > 0 and sentence.tokens[position - 1].lowered in _EACH
    return each and sentence.tokens[position].nilai in _BASES and "HITUNG" in sentence.tokens[position]


def figures_of(sentence: Sentence, texts: dict[int, str], loose: bool = False) -> list[Figure]:
    """The figures of a sentence in order, those of written arithmetic left out. texts: id → printed text;
    loose: numbers in words and bounds ("maksimal 60 menit"), too."""
    asked, found = sentence.known.get(("figures", loose), (None, None))
    if asked is not texts or found is None:
        found = _figures_of(sentence, texts, loose)
        sentence.known["figures", loose] = texts, found
    return found


def _figures_of(sentence: Sentence, texts: dict[int, str], loose: bool) -> list[Figure]:
    found = []
    for position, token in enumerate(sentence.tokens):
        plain = "N" in token and "SUKU" not in token and not is_base(sentence, position)
        if (plain or loose and _loose(sentence, position)) and token.nilai == token.nilai:
            parsed = A.parse(texts.get(token.id, ""))
            decimals = parsed.desimal if parsed.kelas == A.FIGURE else 0
            mantissa = round(token.nilai * 10.0**decimals)
            found.append(Figure(position, token, kind_of(sentence, position), mantissa, decimals))
    return found


def counted(figure: Figure) -> Figure:
    """A figure whose kind is a unit only: "300 perkara gugatan" and "150 gugatan" count one thing."""
    return figure if figure.token.satuan else replace(figure, kind="")


@cache
def _general() -> frozenset[str]:
    return frozenset(vocabulary("prosa")["satuan_umum"])


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
    if kind == "count":
        return figure.kind not in (PERCENT, MONEY) and figure.decimals <= 0
    if kind == "price":
        return figure.kind.startswith(MONEY)
    if kind == "rounded":
        return figure.kind == MONEY and figure.decimals < 0
    if kind == "rate":
        return base_of(figure) > 1
    if kind == "measure":
        return figure.kind in vocabulary("satuan_ukur")
    if kind == "span":
        return figure.kind in ("jam", "hari", "minggu", "bulan") and figure.decimals <= 0
    return kind != "number" or figure.kind not in (PERCENT, MONEY)


def base_of(figure: Figure) -> float:
    """The base of a rate ("43,59 per 100.000 penduduk": 100000); 0 where the figure is none."""
    found = _BASE.match(figure.kind)
    return float(re.sub(r"\D", "", found[1].replace("seribu", "1000")) or 0) if found else 0.0


def unit_ratio(large: Figure, small: Figure) -> float:
    """How many of the one unit make one of the other ("ha" and "m2": 10000); 0 where they measure other
    things."""
    units = vocabulary("satuan_ukur")
    one, other = units.get(large.kind), units.get(small.kind)
    if not one or not other or one[0] != other[0] or one[1] <= other[1]:
        return 0.0
    return one[1] / other[1]


def alike(one: Figure, other: Figure, surely: bool = False) -> bool:
    """May the two count one thing? Money with money only; a kind not told, or a word for anything, goes with
    every count; points are of whatever but money. surely: "20 orang dari 3 kecamatan" are two things."""
    if POINTS in (one.kind, other.kind):
        return MONEY not in (one.kind, other.kind)
    if {one.kind, other.kind} & {MONEY, PERCENT}:
        return one.kind == other.kind
    general = _general()
    units = vocabulary("satuan_ukur")
    same = one.kind == other.kind or one.kind in units and units[one.kind] == units.get(other.kind)
    told = {one.kind, other.kind}
    return same or "" in told or (told <= general if surely else bool(told & general))
