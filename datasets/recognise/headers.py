"""Header text → what a column may be: candidate roles, years, time words, units. The words stand in
words/kepala.yaml."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from cermat.datasets.recognise.vocabulary import vocabulary
from cermat.schemas.months import month_names

TAHUN = re.compile(r"(?<![\d.,])((?:19|20)\d\d)(?![\d]|[.,]\d)")
_RANGE = re.compile(
    r"(?:19|20)\d\d\s*(?:-|–|—|/|s\.?\s?/?d\.?|sampai(?: dengan)?|hingga)\s*(?:tahun\s*)?(?:19|20)\d\d", re.I
)
_SCALE_LINE = re.compile(r"\b(ribu|juta|mill?[iy]ar|trill?[iy]un)", re.I)
_TORN = re.compile(r"(\w)-\s+(\w)")
_NO_WORD = re.compile(r"[^\w%+]+")
_QUARTERS = re.compile(
    r"\b(?:triwulan|triw|trw|tw|kuartal)\.?\s*(?:i|1)\s*(?:[-–—]|s\.?\s?/?d\.?|sampai(?: dengan)?)\s*"
    r"(?:triwulan\s*)?(?:iv|4)\b",
    re.I,
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
MIN_LIKENESS = 88  # rapidfuzz ratio from which two words are one word misspelt


@dataclass(frozen=True)
class Header:
    """What one column's header says.

    path: texts from the top row down; candidates: ((role, score 0..1), …) best first; tahun: years named,
    ranges left out;
    period: '' | lalu | depan | akhir | kumulatif | bulan | tw1..tw4 | smt1, smt2; relative: a share of some
    other year's target;
    percent: it says percent; money: True (money), False (performance), None (does not say); satuan: unit in
    brackets.
    """

    path: tuple[str, ...]
    candidates: tuple[tuple[str, float], ...]
    tahun: tuple[int, ...]
    period: str
    relative: bool
    percent: bool
    money: bool | None
    satuan: str

    @property
    def teks(self) -> str:
        return " > ".join(self.path)

    def score(self, *role: str) -> float:
        """The best score of any of these roles, 0 where none is a candidate."""
        return max((score for candidate, score in self.candidates if candidate in role), default=0.0)


@lru_cache(maxsize=1 << 14)
def tidy(text: str) -> str:
    """Lower case, words torn by a line end closed up, punctuation but % and + to blanks."""
    return _NO_WORD.sub(" ", _TORN.sub(r"\1\2", str(text)).lower().replace("prosent", "persent")).strip()


def _without_years(text: str) -> str:
    """The header without years, their 'tahun', and what stands in brackets as a unit."""
    text = _RANGE.sub(" ", str(text))
    text = re.sub(
        r"\(\s*(?:%|rp\.?[^)]*|dalam[^)]*|ribu\w*|juta\w*|mill?[iy]ar\w*|orang|absolut"
        r"|\d[\d\s:/x×+=-]*)\s*\)",
        " ",
        text,
        flags=re.I,
    )
    text = re.sub(
        r"\b(?:pada\s+)?(?:tahun|thn|th|ta|t\.a)\.?\s*(?:anggaran\s*)?(?=(?:19|20)\d\d|$)",
        " ",
        text,
        flags=re.I,
    )
    return tidy(TAHUN.sub(" ", text))


@cache
def _lexicon() -> dict[str, list[str]]:
    """Synonym (as `tidy` leaves it) → roles, in the order of the vocabulary."""
    result: dict[str, list[str]] = {}
    for role, words in vocabulary("kepala")["peran"].items():
        for word in words:
            result.setdefault(tidy(str(word)), []).append(role)
    return result


@cache
def _dense() -> dict[str, list[str]]:
    """Synonym without blanks → roles."""
    result: dict[str, list[str]] = {}
    for word, role in _lexicon().items():
        result.setdefault(word.replace(" ", ""), []).extend(role)
    return result


@cache
def _long_words() -> list[str]:
    """Words of the vocabulary long enough to be told apart when misspelt."""
    return sorted({word for name in _lexicon() for word in name.split() if len(word) >= 6})


@cache
def words_of(name: str) -> frozenset[str]:
    """The words of one list of kepala.yaml, as `tidy` leaves them."""
    return frozenset(tidy(str(word)) for word in vocabulary("kepala")[name])


@lru_cache(maxsize=4096)
def _respelt(words: str) -> str:
    """A misspelt word of the vocabulary as it should be."""
    if len(words) < 6 or not words.isalpha() or words in _long_words():
        return words
    alike = process.extractOne(words, _long_words(), scorer=fuzz.ratio, score_cutoff=MIN_LIKENESS)
    return alike[0] if alike else words


@lru_cache(maxsize=4096)
def candidate_roles(text: str) -> tuple[tuple[str, float], ...]:
    """Roles that one header text may mean, best first; ((role, score), …). Exact words 1, misspelt 0.9,
    contained less.

    Of roles with equal scores the one that stands first in the vocabulary comes first.
    """
    plain = _without_years(text) or tidy(text)
    if not plain:
        return ()
    if found := re.fullmatch(
        rf"(?:{'|'.join(_periods()['triwulan'])}) ?(?:iv|i{{1,3}}|[1-4]) ([tr])", plain
    ):  # "TW I T"
        plain = found[1]
    dense = plain.replace(" ", "")
    value: dict[str, float] = dict.fromkeys(_dense().get(dense, ()), 1.0)
    if len(dense) >= 5:
        for synonyms, _, _ in process.extract(
            dense, list(_dense()), scorer=fuzz.ratio, score_cutoff=MIN_LIKENESS, limit=8
        ):
            if len(synonyms) >= 5 and ("%" in dense) == ("%" in synonyms):
                for name in _dense()[synonyms]:
                    value[name] = max(value.get(name, 0), 0.9)
    words = [_respelt(word) for word in plain.split()]
    for start in range(len(words)):
        for end in range(start + 1, min(len(words), start + 6) + 1):
            synonyms = " ".join(words[start:end])
            if len(synonyms) < 3 or synonyms not in _lexicon():
                continue
            score = (0.55 if start == 0 else 0.4) + 0.3 * len(synonyms.replace(" ", "")) / len(dense)
            for name in _lexicon()[synonyms]:
                value[name] = max(value.get(name, 0), score)
    if "%" in words and "persen" not in value:
        value["persen"] = 0.5
    return _first_number(value)


def _first_number(value: dict[str, float]) -> tuple[tuple[str, float], ...]:
    role = list(vocabulary("kepala")["peran"])
    return tuple(sorted(value.items(), key=lambda hit: (-hit[1], role.index(hit[0]))))


def _contains(text: str, words: frozenset[str] | tuple) -> bool:
    layers = f" {text} "
    return any(f" {word} " in layers for word in words)


@cache
def _periods() -> dict[str, tuple[str, ...]]:
    return {
        name: tuple(tidy(str(word)) for word in words)
        for name, words in vocabulary("kepala")["waktu"].items()
    }


@cache
def _months() -> frozenset[str]:
    """Names of months."""
    return frozenset(month_names())


def _find_period(text: str, has_target: bool) -> str:
    periods = _periods()
    for name, short in (("triwulan", "tw"), ("semester", "smt")):
        found = re.search(rf"\b(?:{'|'.join(periods[name])})\s*(?:ke )?(iv|i{{1,3}}|[1-4])\b", text)
        if found:
            return f"{short}{_ROMAN.get(found[1], found[1])}"
    for name in ("lalu", "depan"):
        if _contains(text, periods[name]):
            return name
    if text.split(" ")[-1] in _months():
        return "bulan"
    if has_target and _contains(text, periods["akhir"]):
        return "akhir"
    return "kumulatif" if _contains(text, periods["kumulatif"]) else ""


def _quarter_below(path: tuple[str, ...]) -> str:
    """The quarter that a bare number under a header of quarters names ("Realisasi Triwulan I - IV" over
    "II"), else ''."""
    for above, text in zip(path, path[1:], strict=False):
        found = re.fullmatch(r"\W*(iv|i{1,3}|[1-4])\W*", text, re.I)
        words = tidy(_QUARTERS.sub(" triwulan ", above))
        if (
            found
            and _contains(words, _periods()["triwulan"])
            and not _find_period(words, False).startswith("tw")
        ):
            return f"tw{_ROMAN.get(found[1].lower(), found[1])}"
    return ""


@lru_cache(maxsize=4096)
def read_header(path: tuple[str, ...]) -> Header:
    """Read the header texts above one column (top row first)."""
    path = tuple(dict.fromkeys(text.strip() for text in path if text.strip()))
    everything = " ".join(path)
    plain = tidy(everything)
    tahun = tuple(dict.fromkeys(int(year) for year in TAHUN.findall(_RANGE.sub(" ", everything))))
    value: dict[str, float] = {}
    meant = [text for text in path if _without_years(text)] or [text for text in path if tidy(text) == "%"]
    # the lowest text says most; what stands above it helps where that says nothing
    for level, text in enumerate(reversed(meant)):
        weight = 1.0 if level == 0 else 0.5
        for role, score in candidate_roles(text):
            value[role] = max(value.get(role, 0), score * weight)
    if len(meant) > 1:
        for role, score in candidate_roles(" ".join(meant)):
            value[role] = max(value.get(role, 0), score * 0.9 if score >= 0.9 else 0)
    words = set(plain.split())
    money: bool | None = bool(words & words_of("uang")) or None
    if not money and words & words_of("kinerja"):
        money = False
    below = tidy(path[-1]) if path else ""
    if money and set(below.split()) & words_of("kinerja") and not set(below.split()) & words_of("uang"):
        money = False
    if below in words_of("kinerja_pendek"):
        money = False
    relative = _contains(plain, _periods()["terhadap"])
    found = re.search(r"\(([^()]*)\)", everything)
    skala = _SCALE_LINE.search(found[1]) if found else None
    satuan = (
        "%"
        if re.search(r"%", everything)
        else f"Rp {skala[1].lower()}"
        if skala
        else "Rp"
        if re.search(r"\bRp\b", everything)
        else ""
    )
    return Header(
        path,
        _first_number(value),
        tahun,
        _quarter_below(path) or _find_period(tidy(_QUARTERS.sub(" ", everything)), True),
        relative,
        bool(re.search(r"%|\bpersen", plain)),
        money,
        satuan,
    )


def document_of(text: str) -> str:
    """Which planning document a caption, heading or sentence speaks of first (RPD, PK, …); '' if none."""
    plain = tidy(text)
    there = [
        (found.start(), order, name)
        for order, (name, pattern) in enumerate(vocabulary("kepala")["dokumen"])
        if (found := re.search(pattern, plain))
    ]
    return min(there)[2] if there else ""


def column_measure(text: str) -> str:
    """What a count column counts, as other places call it: a word of the vocabulary, else the header
    itself."""
    plain = re.sub(r"\s+", " ", re.sub(r"(\w)-\s+(\w)", r"\1\2", text)).strip().lower()
    for name, pattern in vocabulary("kepala")["ukuran"].items():
        if any(re.search(part, plain) for part in pattern):
            return name
    return plain
