"""Do two texts of two documents say the same: units, sasaran, formulas?"""

import re
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np
import yaml
from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

from cermat.checks.settle.names import each_pair, plain

SAME, OTHER, OPEN = "sama", "lain", ""
_LIKE = 88.0  # likeness of two wordings of one sasaran
_FAR = 72.0  # … below which they are two
_SPELT = 0.9  # likeness of two words that are one
_REWORDED = 0.4  # share of the words that differ from which a text may be put in other words altogether
_DIVIDED = re.compile(r"\s/\s|÷|:\s|\bdibagi(?: dengan)?\b|\bper jumlah\b|-{3,}|/(?=\s?jumlah)")
_ADDED = re.compile(r"\s\+\s|\bditambah(?:kan)?(?: dengan)?\b")
_SLIGHTLY = 0.2  # share of words by which one summand may be told otherwise
_WORD = re.compile(r"[a-z]{3,}|\d+")


@cache
def vocabulary() -> dict:
    """checks/settle/dokumen/wording.yaml."""
    text = files("cermat.checks.settle.dokumen").joinpath("wording.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=yaml.CSafeLoader)


@lru_cache(maxsize=4096)
def _unit(text: str) -> str:
    """A unit as its group of synonyms calls it."""
    name = re.sub(r"[^a-z0-9%/ ]", " ", text.lower())
    name = " ".join(name.split())
    return next((group[0] for group in vocabulary()["satuan"] if name in group), name)


def units(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """SAME or OTHER, one a pair of units; OPEN where one is not printed."""
    same = each_pair(_one_unit, one, other)
    return np.where((one == "") | (other == ""), OPEN, np.where(same, SAME, OTHER))


def _one_unit(one: str, other: str) -> bool:
    left, right = _unit(one), _unit(other)
    return left == right or left in right.split() or right in left.split() or fuzz.ratio(left, right) >= _LIKE


def nearest_aims(pair: np.ndarray, one: np.ndarray, other: np.ndarray, many: int) -> np.ndarray:
    """SAME, OTHER or OPEN of some pairs of indicators, of which several sasaran are printed: that of the two
    that are most alike. pair: number of the pair of each combination of sasaran."""
    best = np.full(many, -1.0)
    np.maximum.at(best, pair, np.array([_likeness(*texts) for texts in zip(one, other, strict=True)]))
    told = np.where(best >= _LIKE, SAME, np.where(best < _FAR, OTHER, OPEN))
    return np.where(best < 0, OPEN, told).astype(object)


def aims(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """SAME, OTHER or OPEN, one a pair of sasaran."""
    score = np.array([_likeness(*pair) for pair in zip(one, other, strict=True)])
    told = np.where(score >= _LIKE, SAME, np.where(score < _FAR, OTHER, OPEN))
    return np.where((one == "") | (other == ""), OPEN, told)


@lru_cache(maxsize=65536)
def _likeness(one: str, other: str) -> float:
    left, right = plain(one), plain(other)
    short, long = sorted((left, right), key=len)
    return 100.0 if short and long.startswith(short) else fuzz.token_sort_ratio(left, right)


def formulas(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """SAME, OTHER or OPEN, one a pair of formulas as printed."""
    told = [_formula(*pair) for pair in zip(one, other, strict=True)]
    return np.array(told, dtype=object) if told else np.zeros(0, dtype=object)


@lru_cache(maxsize=65536)
def _formula(one: str, other: str) -> str:
    """Formulas are one where they name the same operands in the same order; where one operand differs in
    a word or two, the formula is another; what is put in other words altogether is left open."""
    if not one or not other:
        return OPEN
    left, right = _parts(one), _parts(other)
    if len(left) != 2 or len(right) != 2:
        if _unlike(" ".join(left), " ".join(right)) == 0:
            return SAME
        return OTHER if len(left) == len(right) == 1 and _adds_more(one, other) else OPEN
    alike = [_unlike(*pair) for pair in zip(left, right, strict=True)]
    if max(alike) == 0:
        return SAME
    crossed = [_unlike(*pair) for pair in zip(left, right[::-1], strict=True)]
    return OTHER if max(crossed) == 0 or (min(alike) == 0 or max(alike) <= _REWORDED) else OPEN


def _adds_more(one: str, other: str) -> bool:
    """Does one formula add what the other has, and something more ("pengunjung langsung ditambah layanan
    keliling")?"""
    short, long = sorted((_ADDED.split(one.lower()), _ADDED.split(other.lower())), key=len)
    near = [[_unlike(part, own) <= _SLIGHTLY for own in long] for part in short]
    return (
        len(short) < len(long)
        and all(map(any, near))
        and sum(map(any, zip(*near, strict=True))) == len(short)
    )


def _parts(formula: str) -> list[str]:
    """What is divided, and by what."""
    text = re.sub(r"\s+", " ", formula.lower())
    text = re.sub(r"(?:x|×|\*|dikali(?:kan)?)\s*1(?:00(?:[.,]?000)?|\.000)\s*(?:%|persen)?", " ", text)
    return [part for part in _DIVIDED.split(text) if part.strip()]


def _unlike(one: str, other: str) -> float:
    """The share of the telling words of two texts that the other has not."""
    left, right = (set(_WORD.findall(text)) - set(vocabulary()["tanpa_arti"]) for text in (one, other))
    if not left or not right:
        return 0.0 if left == right else 1.0
    lacking = [word for word in left if not _met(word, right)] + [
        word for word in right if not _met(word, left)
    ]
    return len(lacking) / (len(left) + len(right))


def _met(word: str, words: set[str]) -> bool:
    return word in words or any(JaroWinkler.normalized_similarity(word, own) >= _SPELT for own in words)
