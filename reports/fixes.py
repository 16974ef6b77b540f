"""What is to be replaced by what, where: each figure place once, in the order of the document.

"Ganti 23,95 menjadi 20,10 pada Tabel 3.16 dan 8 tempat lain" is nine fixes, and the averages that move with
it ("138,35 → 126,45") are further ones. Values are those after all repairs; a place whose value nobody can
tell has none ("lihat Temuan 5").
"""

import re
from dataclasses import dataclass, field

from cermat.reports.html_findings import recomputed_text, replaced
from cermat.reports.labels import Labels, labels
from cermat.reports.marked_places import Finder, Spot
from cermat.reports.papers import in_force
from cermat.reports.places import own
from cermat.reports.plain import one_line

_UNKNOWN = "tidak dapat ditentukan"  # of a predikat that no scale decides
_GRADES = ("tinggi", "sedang", "rendah")
_LAST = 10**9  # behind every block
_NOWHERE = dict.fromkeys(("section", "table", "row", "column", "text"), "") | {"page": None, "line": None}


@dataclass
class Fix:
    """One place that is to be changed or looked at.

    place: as in findings.json; becomes: what is to stand there, '' where that is not known; findings: those
    that accuse or move it; what: its name where the place gives none ("Rata-rata capaian 7 indikator").
    """

    place: dict
    spot: Spot
    becomes: str = ""
    findings: list[dict] = field(default_factory=list)
    what: str = ""

    @property
    def printed(self) -> str:
        return self.place["text"].strip()

    @property
    def numbers(self) -> list[str]:
        """The numbers of its findings, as every paper gives them."""
        told = {finding["no"] for finding in self.findings if finding["no"]}
        return sorted(told, key=order)

    @property
    def grade(self) -> str:
        """That of its gravest finding, '' where all are under a waiver."""
        told = [finding["severity"] for finding in self.findings if not in_force(finding)]
        return min(told, key=_GRADES.index) if told else ""

    @property
    def certain(self) -> bool:
        """Is it known to the letter what stands there and what replaces it? A word that its paragraph says
        twice is not."""
        spot = self.spot
        if not self.becomes or spot.start < 0:
            return False
        words = rf"(?<!\w){re.escape(self.printed)}(?!\w)"
        return spot.number >= 0 or len(re.findall(words, spot.text, re.I)) == 1


def told(findings: dict, every: bool) -> list[dict]:
    """The findings that are shown: rendah ones only where they are asked for, or move other figures."""
    return [
        found
        for found in findings["findings"]
        if every or found["severity"] != "rendah" or any(not _stays(effect) for effect in found["dampak"])
    ]


def fixes(findings: dict, result, finder: Finder, every: bool = False) -> list[Fix]:
    """Every place of the findings that are told, and of what moves with them.

    Places of a finding under a waiver are there, too, without a value.
    """
    return _Gathered(findings, result, finder, every).inorder()


class _Gathered:
    """The places of one report, each once."""

    def __init__(self, findings: dict, result, finder: Finder, every: bool) -> None:
        self.finder = finder
        laporan = findings["report"]["laporan"]
        repairs = result.repairs(laporan)
        self.after = {place["angka"]: one["value"] for one in repairs for place in one["places"]}
        self.kept: set[int] = result.written_out(laporan)
        self.texts = self._texts([found for found in findings["findings"] if not in_force(found)])
        self.made: dict[tuple, Fix] = {}
        self.stays: set[tuple] = set()
        shown = told(findings, every)
        for found in shown:
            for effect in found["dampak"] if not in_force(found) else ():
                self._effect(found, effect)
        for found in shown:
            self._own(found)
        for one in repairs:
            self._copies(own(one["places"]))

    def _texts(self, counted: list[dict]) -> dict[int, str]:
        """What each figure becomes, as the findings write it."""
        written: dict[int, str] = {}
        for found in counted:
            for place in found["places"]:
                value = self.after.get(place.get("angka", -1))
                if value is not None and _is_number(found["stated"]) and _is_number(found["recomputed"]):
                    written.setdefault(
                        place["angka"], recomputed_text(found | {"recomputed": value}, labels("id"))
                    )
        for found in counted:
            for effect in found["dampak"]:
                written |= {
                    place["angka"]: effect["becomes"] for place in effect["places"] if "angka" in place
                }
        return written

    def _effect(self, found: dict, effect: dict) -> None:
        """What moves with a finding."""
        for place in effect["places"]:
            spot = self.finder.find(place)
            if _stays(effect):
                self.stays.add(_key(spot, place))
                continue
            becomes = self.texts.get(place.get("angka", -1)) or effect["becomes"]
            self._put(found, place, spot, "" if becomes == _UNKNOWN else becomes)
            self.made[_key(spot, place)].what = effect["what"]

    def _own(self, found: dict) -> None:
        """The places of a finding; of one that says what to replace, only those where that stands."""
        valued = any(place.get("angka", -1) in self.after for place in found["places"][:1])
        placed = False
        for place in own(found["places"]):
            spot = self.finder.find(place)
            key = _key(spot, place)
            if spot.whole or key in self.stays:
                placed |= key in self.stays
                continue
            placed = True
            number = place.get("angka", -1)
            if number >= 0:
                if number in self.after or not valued or key in self.made:
                    self._put(found, place, spot, self.texts.get(number, ""))
            elif not _same(found["recomputed"], place["text"]):
                label = _same(found["stated"], place["text"]) and found["recomputed"]
                self._put(found, place, spot, label or "")
        if not placed:
            self.made[(found["id"],)] = Fix(_NOWHERE, Spot(), "", [found])

    def _copies(self, places: list[dict]) -> None:
        """Every place that prints a figure, also where a finding tells only one of two in a sentence."""
        spots = [(place, self.finder.find(place)) for place in places]
        owners = [self.made[_key(spot, place)] for place, spot in spots if _key(spot, place) in self.made]
        findings = {found["id"]: found for fix in owners for found in fix.findings if not in_force(found)}
        becomes = next((self.texts[place["angka"]] for place in places if place["angka"] in self.texts), "")
        for place, spot in spots:
            if _key(spot, place) not in self.made:
                for found in findings.values():
                    self._put(found, place, spot, becomes)

    def _put(self, found: dict, place: dict, spot: Spot, becomes: str) -> None:
        fix = self.made.setdefault(_key(spot, place), Fix(place, spot))
        if found not in fix.findings:
            fix.findings.append(found)
        unknown = in_force(found) or place.get("angka", -1) in self.kept
        if becomes and not fix.becomes and not unknown:
            fix.becomes = replaced(fix.printed, becomes)

    def inorder(self) -> list[Fix]:
        """As the document tells them; what is about the report as a whole comes last."""
        rank = {block: at for at, block in enumerate(self.finder.blocks)}

        def place(fix: Fix) -> tuple:
            spot = fix.spot
            return spot.whole, rank.get(spot.block, _LAST), spot.cell or (-1, -1), spot.start, spot.number

        return sorted(self.made.values(), key=place)


def _key(spot: Spot, place: dict) -> tuple:
    """Two places with one key are one place; words that are not known to the letter are told by what they
    say."""
    return (*spot.key, "" if spot.start >= 0 else place["text"], "" if spot.start >= 0 else place["row"])


def _is_number(value) -> bool:
    return isinstance(value, int | float)


def _same(value, text: str) -> bool:
    """Is the label of a finding what a place says?"""
    return isinstance(value, str) and value.casefold() == text.strip().casefold()


def _stays(effect: dict) -> bool:
    return effect["stated"].casefold() == effect["becomes"].casefold()


def around(fix: Fix, most: int = 60) -> tuple[str, str]:
    """What stands before and after it in its sentence; nothing in a table."""
    spot = fix.spot
    if spot.cell is not None or spot.start < 0:
        return "", ""
    before, after = spot.text[max(0, spot.start - most) : spot.start], spot.text[spot.end : spot.end + most]
    if spot.start > most:
        before = "… " + before[before.find(" ") + 1 :]
    if spot.end + most < len(spot.text):
        after = after[: max(after.rfind(" "), 0)] + " …"
    return one_line(before) + " " * before.endswith(" "), " " * after.startswith(" ") + one_line(after)


def together(numbers: list[str], words: Labels) -> str:
    """ "1", "1 dan 2", "1, 2 dan 5"."""
    *most, last = sorted(numbers, key=order)
    return words._(" dan ").join(([", ".join(most)] if most else []) + [last])


def order(number: str) -> list[int]:
    """What numbers of findings are sorted by: 9.2 before 9.10."""
    return [int(part) for part in number.split(".")]
