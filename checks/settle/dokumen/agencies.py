"""Is it one agency? Names of agencies are printed in many forms: "DINAS SOSIAL KAB. X", "Dinsos", "Dinas
Sosial Kabupaten X Provinsi Y"."""

import re
from functools import lru_cache

import numpy as np
import pandas as pd
from rapidfuzz.distance import JaroWinkler

from cermat.checks.settle.names import each_pair
from cermat.schemas.keys import codes, distinct, pairs

_WORDS = re.compile(r"[a-z]+")
_FORMS = frozenset(
    "dinas badan kantor lembaga satuan kerja perangkat daerah pemerintah pemerintahan provinsi propinsi prov "
    "kabupaten kab kota dan di se tahun skpd opd republik indonesia".split()
)
_REGION = re.compile(r"\b(?:kabupaten|kab|kota|provinsi|propinsi|prov)\b")
_WHOLE = frozenset("pemerintah pemerintahan pemkab pemkot pemprov".split())
_PARTS = frozenset("dinas badan kantor sekretariat inspektorat kecamatan rumah".split())
_SPELT = 0.93  # likeness of two words that are one
_SHORT = 9  # letters of an abbreviation


def same_agency(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """bool, one a pair of names (object arrays): may both be one agency? Where one is not told, it may."""
    return each_pair(_same, one, other)


def _same(one: str, other: str) -> bool:
    first, second = _telling(one), _telling(other)
    if not first or not second:
        return True
    if region_only(one) != region_only(other):
        return False
    left = [word for word in first if not _there(word, second, other)]
    right = [word for word in second if not _there(word, first, one)]
    return not left or not right


def region_only(name: str) -> bool:
    """ "Pemerintah Kabupaten X" is the region itself, no agency of it."""
    words = _WORDS.findall(name.lower())
    return bool(words) and words[0] in _WHOLE and not _PARTS.intersection(words)


@lru_cache(maxsize=4096)
def _telling(name: str) -> tuple[str, ...]:
    """The words of a name that tell agencies apart."""
    return tuple(word for word in _WORDS.findall(name.lower()) if word not in _FORMS)


def _there(word: str, words: tuple[str, ...], name: str) -> bool:
    """Is a word among those of the other name, or short for it?"""
    spelt = any(word == own or JaroWinkler.normalized_similarity(word, own) >= _SPELT for own in words)
    return spelt or (len(word) <= _SHORT and _short_for(word, name))


def _short_for(short: str, name: str) -> bool:
    """ "dishub" of "Dinas Perhubungan Kota X", "dpupr" of "Dinas Pekerjaan Umum dan Penataan Ruang": its
    letters in their order, the first of them at the beginning."""
    letters = iter(_REGION.split(name.lower(), maxsplit=1)[0])
    return name[:1].lower() == short[0] and all(sign in letters for sign in short)


def one_agency(names: pd.DataFrame, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """bool, one a pair of documents (their `laporan`, object arrays): does any name that one prints of its
    agency fit one of the other's, or does one print none? names: laporan, instansi."""
    every = np.concatenate([one, other, names["laporan"].to_numpy(dtype=object)])
    code = codes(every)
    left, right, known = np.split(code, [len(one), 2 * len(one)])
    at, here = pairs(left, known)
    pair, there = pairs(right[at], known)
    at, here = at[pair], here[pair]
    told = names["instansi"].to_numpy(dtype=object)
    fits = same_agency(told[here], told[there]) if len(at) else np.zeros(0, dtype=bool)
    silent = ~np.isin(np.arange(len(one)), at[distinct(at)] if len(at) else at)
    return silent | (np.bincount(at, fits, minlength=len(one)) > 0)
