"""Names of agencies taken apart and compared."""

import re

from rapidfuzz import fuzz

from cermat.datasets.recognise.context import pattern
from cermat.datasets.recognise.vocabulary import alternation, vocabulary


def _is_short_form(short: str, length: str) -> bool:
    """Can the one be short for the other ("dukcapil", "pupr", "p3a" with a digit for letters said again)? Its
    letters stand in the longer name, in order."""
    letters = iter(re.sub(r"\W", "", length))
    return (
        len(short.split()) == 1
        and len(short) < 0.6 * len(length)
        and all(letter in letters for letter in re.sub(r"\d", "", short))
    )


_LEVEL = re.compile(r"^(?:pem)?(?:prov|kab|kot)(?=[a-z])")


def _is_acronym(short: str, length: str) -> bool:
    """Is `short` made of the initials of the longer name, in order ("pka"; "p3a": a digit says how often)?"""
    said = re.sub(r"([a-z])(\d)", lambda found: found[1] * min(int(found[2]), 9), short)
    initials = iter(word[0] for word in length.split())
    return len(said) > 1 and length.startswith(said[0]) and all(letter in initials for letter in said)


def _is_own_short_form(name: str, field: str, region: str) -> bool:
    """Is `name` one's own field and region, both abbreviated ("pka provmu": field PKA, "prov" and the
    region's letters)?"""
    *words, place = name.split()
    place = _LEVEL.sub("", place)
    if (
        len(words) != 1
        or not region
        or place[:1] != region[:1]
        or not (place == region or _is_short_form(place, region))
    ):
        return False
    return _is_acronym(words[0], field) or (
        len(words[0]) > 4 and field.startswith(words[0][0]) and _is_short_form(words[0], field)
    )


def parse_name(name: str) -> tuple[str, str, str, str]:
    """(kind of agency, its field, kind of region, name of region): 'dinas', 'sosial', 'kabupaten', 'x'."""
    plain = re.sub(r"[^\w\s]", " ", re.sub(r"\s+", " ", name.lower())).strip()
    plain = re.sub(r"^pemerintah(?:an)?\s+(?=kab|kota|prov|prop)", "", plain)
    place = re.search(r"\b(kabupaten|kota|provinsi|propinsi|kab|prov)\s+(\w[\w ]*)$", plain)
    regions = ("", "")
    if place:
        regions = (vocabulary("identitas")["wilayah_sama"].get(place[1], place[1]), place[2].strip())
        plain = plain[: place.start()].strip()
    found = pattern("lembaga").match(plain)
    return (found[0], plain[found.end() :].strip(), *regions) if found else ("", plain, *regions)


def is_other(name: str, own: str) -> bool:
    """Is `name` clearly another agency of the same standing (and not a part, a parent or a partner of one's
    own)?"""
    kind, body, wj, wn = parse_name(name)
    sj, sb, swj, swn = parse_name(own)
    if (
        not own
        or not (kind or wn)
        or re.match(rf"(?:{alternation(vocabulary('identitas')['umum'])})\b", body)
    ):
        return False
    if wn and swn and wj == swj:
        if fuzz.ratio(wn, swn) < 75 and not (wn.startswith(swn) or swn.startswith(wn)):
            return True
    elif wn and swn:
        return False  # another level of government: a parent or partner
    if kind and sj == kind and body and sb and not _is_short_form(body, sb) and not _is_short_form(sb, body):
        return (
            not _is_own_short_form(body, sb, swn)
            and max(fuzz.ratio(body, sb), fuzz.partial_ratio(body, sb)) < 70
        )
    return False
