"""Whose an agency is and of what kind, by its name: "DINAS SOSIAL KAB. X" is a Dinas Sosial of Kabupaten
X."""

import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import yaml

UNKNOWN = "tidak tersebut"


class Agency(NamedTuple):
    """kind: "Dinas Sosial", "Kecamatan"; region: "Kabupaten X"."""

    kind: str
    region: str


@cache
def _words() -> dict:
    text = files("cermat.reports.batch").joinpath("wilayah.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=yaml.CSafeLoader)


@cache
def _pattern(name: str, form: str) -> re.Pattern:
    words = "|".join(word.strip() for word in _words()[name].split(";"))
    return re.compile(form.format(words), re.I)


def agency(name: str) -> Agency:
    """The kind and the region of an agency; UNKNOWN where its name does not tell."""
    plain = " ".join(re.sub(r"[^\w\s.&/-]", " ", name).split())
    region = UNKNOWN
    place = _pattern("wilayah", r"\b({})\s+(\w.*)$").search(plain)
    if place:
        level = place[1].lower()
        region = _titled(f"{_words()['sama'].get(level, level)} {_first(place[2])}")
        plain = plain[: place.start()].strip()
    named = _pattern("bernama_tempat", r"({})\b").match(plain)
    if named:
        return Agency(_titled(named[1]), region)
    if not plain or _pattern("pemerintah", r"(?:{})$").match(plain):
        return Agency("Pemerintah Daerah" if place else UNKNOWN, region)
    return Agency(_titled(plain), region)


def _first(place: str) -> str:
    """The place without the larger one behind it: "X Provinsi Y" is X."""
    return _pattern("wilayah", r"\s+(?:{})\s").split(f"{place} ", maxsplit=1)[0].strip(" .")


def _titled(name: str) -> str:
    """A name in one spelling of its capitals."""
    small = {"dan", "di", "serta", "untuk"}
    return " ".join(
        word
        if word in small
        else word.upper()
        if len(word) < 4 and not re.search("[aeiou]", word)
        else word.capitalize()
        for word in name.lower().split()
    )
