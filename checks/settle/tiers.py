"""Targets that are no numbers: tiers ("WTP", "BB", "Paripurna") and ranges ("60–85"), and whether they were
reached."""

import re

import numpy as np
import pandas as pd

from cermat.checks.operands import FIGUR, LABEL, Numbers

_RANGE = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*%?\s*(-|–|—|s\.?/?d\.?|sampai(?: dengan)?|hingga|±)\s*(\d+(?:[.,]\d+)?)"
)


def _rank(texts: np.ndarray, ladders: list[list[str]]) -> tuple[np.ndarray, np.ndarray]:
    """(ladder, rank within it: 0 is the best) of each text; -1 where it is no tier that is known."""
    where: dict[str, tuple[int, int]] = {}
    for ladder_at, ladder in enumerate(ladders):
        for rank, names in enumerate(ladder):
            where |= {name.strip().lower(): (ladder_at, rank) for name in names.split("|")}
    codes, unique = pd.factorize(texts, use_na_sentinel=False)
    plain = [
        re.sub(r"\(.*?\)|predikat|opini|nilai|kategori|[^a-z ]", " ", str(text).lower()) for text in unique
    ]
    found = np.array(
        [where.get(" ".join(words.split()), (-1, -1)) for words in plain], dtype="int64"
    ).reshape(-1, 2)
    return found[codes, 0], found[codes, 1]


def _bounds(texts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The two ends of each range ("60–85", "3 ± 1"); NaN where the text is none."""
    codes, unique = pd.factorize(texts, use_na_sentinel=False)
    ends = np.full((len(unique), 2), np.nan)
    for at, text in enumerate(unique):
        found = _RANGE.fullmatch(str(text).strip(" %"))
        if found:
            low, high = (float(found[group].replace(",", ".")) for group in (1, 3))
            ends[at] = (low - high, low + high) if found[2] == "±" else (low, high)
    return ends[codes, 0], ends[codes, 1]


def tiers(rows: pd.DataFrame, texts: np.ndarray, numbers: Numbers, ladders: list[list[str]]) -> pd.DataFrame:
    """+ di_bawah_target: the target is a tier or a range, and realisasi is a lower tier or lies outside the
    range: 1.0; 0.0 where it is reached; -1.0 where nothing of the kind stands. texts: the printed texts by
    id, one more ('') at the end."""
    target, result = (rows[column].to_numpy(dtype="int64") for column in ("target", "realisasi"))
    words = (numbers.kelas[target] == LABEL) & (numbers.kelas[result] == LABEL)
    (ladder, wanted), (other, reached) = (
        _rank(np.where(words, texts[target], ""), ladders),
        _rank(np.where(words, texts[result], ""), ladders),
    )
    tier = words & (ladder >= 0) & (ladder == other)
    low, high = _bounds(np.where(numbers.kelas[target] == LABEL, texts[target], ""))
    ranged = np.isfinite(low) & (low < high) & (numbers.kelas[result] == FIGUR)
    value = numbers.value[result]
    outside = (value < low) | (value > high)
    return rows.assign(
        di_bawah_target=np.select(
            [tier, ranged], [(reached > wanted).astype(float), outside.astype(float)], -1.0
        )
    )
