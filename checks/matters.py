"""Matters: what is one thing to a reader stands together, under one number that every paper gives it.

"138,35 turun lebih dari 20 poin tanpa satu indikator" follows from the wrong capaian that enters that
average: it is an `akibat` of that finding. Three totals that add unlike units are three `baris` of one
matter. Findings stay as they are, each with its id; a matter only orders and numbers them: "3" its head,
"3.1", "3.2" what belongs to it.
"""

from collections.abc import Iterable

import numpy as np

HEAD, ROW, EFFECT = "pokok", "baris", "akibat"
_GRADES = ("tinggi", "sedang", "rendah")
_FORM = frozenset({"format", "pembulatan", "kelengkapan", "struktur"})
_MANY = 3  # places from which on a figure is one that the report repeats
_LAST = 10**9  # behind every page and line


def arranged(findings: list[dict], node: np.ndarray) -> list[dict]:
    """The findings of one report in the order of their matters, each with `no` and `role`.

    findings: as in findings.json; node: for each printed number, what it is a copy of (blame.Causes).
    Findings that a waiver takes out of the count stand behind, with the number "". The order: grade, then
    what changes a conclusion or an average, money, what many places repeat, form; within that by page.
    """
    told = sorted((finding for finding in findings if not _waived(finding)), key=_weight)
    heads = _heads(told, node)
    groups: dict[str, list[dict]] = {}
    for found in told:
        groups.setdefault(heads[found["id"]], []).append(found)
    out = []
    for at, (head, members) in enumerate(groups.items(), 1):
        members.sort(key=lambda found: found["id"] != head)
        for place, found in enumerate(members):
            role = HEAD if not place else EFFECT if found["rule"] != members[0]["rule"] else ROW
            out.append(found | {"no": f"{at}.{place}" if place else str(at), "role": role})
    return out + [found | {"no": "", "role": HEAD} for found in findings if _waived(found)]


def counts(findings: list[dict]) -> dict[str, int]:
    """How many matters there are, by the grade of their head."""
    heads = [found["severity"] for found in findings if found["no"] and found["role"] == HEAD]
    return {grade: heads.count(grade) for grade in _GRADES}


def _waived(finding: dict) -> bool:
    return bool(finding["waiver"] and finding["waiver"]["berlaku"])


def _weight(finding: dict) -> tuple:
    """What a finding is sorted by: the gravest first."""
    places = finding["places"]
    form = finding["kind"] in _FORM
    stage = 0 if finding["dampak"] else 1 if finding["unit"] == "Rp" else 2 if len(places) >= _MANY else 3
    page = min((place["page"] for place in places if place["page"] is not None), default=_LAST)
    figure = min((place["angka"] for place in places if "angka" in place), default=_LAST)
    return _GRADES.index(finding["severity"]), 4 if form else stage, page, figure


def _heads(told: list[dict], node: np.ndarray) -> dict[str, str]:
    """The head of each finding, by id: its cause, else the first of its kind, else itself."""
    owner: dict[object, str] = {}  # what a finding accuses or moves → the first finding that does
    for found in told:
        if found["dampak"]:
            for mark in _marks(found["places"], node):
                owner.setdefault(mark, found["id"])
    for found in told:
        for effect in found["dampak"]:
            for mark in _marks(effect["places"], node):
                owner.setdefault(mark, found["id"])
    heads: dict[str, str] = {}
    first: dict[tuple[str, ...], str] = {}
    for found in told:
        cause = _cause(found, owner, node)
        if not cause and not found["dampak"]:
            # one rule may hold several things against each other, each under a title of its own
            kind = (found["rule"], found["severity"], found["title"])
            cause = first.setdefault(kind, found["id"])
        heads[found["id"]] = cause or found["id"]
    return heads


def _cause(found: dict, owner: dict[object, str], node: np.ndarray) -> str:
    """The finding that accuses or moves all figures of this one; '' if none does."""
    if found["dampak"]:
        return ""
    causes = [owner.get(mark, "") for mark in _marks(found["places"], node)]
    return causes[0] if causes and len(set(causes)) == 1 else ""


def _marks(places: Iterable[dict], node: np.ndarray) -> list[object]:
    """What places are about: figures by what they are copies of, words by where they stand."""
    return [
        int(node[place["angka"]]) if "angka" in place else (place["table"], place["row"], place["text"])
        for place in places
    ]
