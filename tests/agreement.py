"""Do the findings of one report agree? What each of them would have printed is held against what the others
would: one figure, one value after all repairs.

`contradictions` reads findings.json alone, as a person reads a paper: nothing of the engine is asked.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

_REPLACE = re.compile(r"^Ganti (?P<old>.+?) menjadi (?P<new>.+?) pada ")
_FIGURE = re.compile(r"[-−–]?\d[\d.]*(?:,\d+)?")
_MORE = ("ditambahkan", "dua kali")  # sebab of a figure that is too large
_LESS = ("tidak ikut",)  # of one that is too small


def contradictions(report: dict) -> list[str]:
    """What findings of one report (findings.json) say against each other, a line each; none where all
    agree."""
    told = [found for found in report["findings"] if not (found["waiver"] and found["waiver"]["berlaku"])]
    return [*_figures(told), *_models(told), *_labels(told), *_causes(told), *_rounding(told)]


def value(text: str) -> tuple[float, int] | None:
    """(value, decimals) of a figure in Indonesian form, None where it is not one: "1.081,93%"."""
    found = _FIGURE.search(text)
    if not found:
        return None
    whole, _, rest = found[0].replace("−", "-").replace("–", "-").partition(",")
    return float(f"{whole.replace('.', '')}.{rest or 0}"), len(rest)


def _equal(one: str, other: str) -> bool:
    """Are two figures the same as far as both are printed?"""
    left, right = value(one), value(other)
    if left is None or right is None:
        return one.strip() == other.strip()
    return abs(left[0] - right[0]) < 10.0 ** -min(left[1], right[1]) * 0.51


def replacement(found: dict) -> tuple[str, str] | None:
    """(old, new) of "Ganti 94,17 menjadi 91,59 pada …"."""
    told = _REPLACE.match(found["rekomendasi"])
    return (told["old"], told["new"]) if told else None


def _accused(found: dict) -> list[int]:
    """The figure that a finding says to replace, at all its places."""
    first = found["places"][0]["text"]
    return [place["angka"] for place in found["places"] if "angka" in place and _same(place["text"], first)]


def _same(text: str, other: str) -> bool:
    """Is the same value printed?"""
    left, right = value(text), value(other)
    return text == other if left is None or right is None else left[0] == right[0]


def recommended(told: list[dict]) -> dict[int, list[tuple[str, str]]]:
    """By figure: (who says so, the value it shall have)."""
    wanted: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for found in told:
        put = replacement(found)
        if put:
            for number in _accused(found):
                wanted[number].append((found["rule"], put[1]))
        for effect in found["dampak"]:
            for place in effect["places"]:
                if "angka" in place:
                    wanted[place["angka"]].append((f"dampak {found['rule']}", effect["becomes"]))
    return wanted


def _models(told: list[dict]) -> Iterator[str]:
    """Figures that one finding takes as right and another replaces: "ganti 144,64 menjadi 141,46" beside
    "ganti 141,46 menjadi 130,86"."""
    wanted = recommended(told)
    for found in told:
        put = replacement(found)
        for place in found["places"] if put else ():
            other = [new for _, new in wanted.get(place.get("angka", -1), ())]
            if _same(place["text"], put[1]) and any(not _equal(put[1], new) for new in other):
                yield f"{found['rule']}: {put[0]} diganti dengan {put[1]}, yang menjadi {'; '.join(other)}"


def _figures(told: list[dict]) -> Iterator[str]:
    for number, said in recommended(told).items():
        first = said[0][1]
        if not all(_equal(first, new) for _, new in said):
            yield f"angka {number}: " + "; ".join(f"{who} {new}" for who, new in dict.fromkeys(said))
    for found in told:
        put = replacement(found)
        if put is None:
            continue
        if _equal(*put) and value(put[0]) is not None and _same(*put):
            yield f"{found['rule']}: {put[0]} diganti dengan {put[1]}"
        new, right = value(put[1]), found["recomputed"]
        if new and isinstance(right, float | int) and abs(new[0] - right) > 10.0 ** -new[1] * 0.51:
            yield f"{found['rule']}: recomputed {right}, rekomendasi {put[1]}"


def _labels(told: list[dict]) -> Iterator[str]:
    wanted: dict[tuple, set[str]] = defaultdict(set)
    for found in told:
        if isinstance(found["stated"], str) and found["recomputed"]:
            for place in found["places"]:
                if place["text"] == found["stated"]:
                    wanted[_where(place)].add(found["recomputed"].lower())
        for effect in found["dampak"]:
            if effect["what"].startswith("predikat "):
                for place in effect["places"]:
                    wanted[_where(place)].add(effect["becomes"].lower())
    for place, labels in wanted.items():
        if len(labels) > 1:
            yield f"predikat {place}: {' / '.join(sorted(labels))}"


def _where(place: dict) -> tuple:
    return tuple(place[key] for key in ("section", "table", "row", "line", "text"))


def _causes(told: list[dict]) -> Iterator[str]:
    """A sebab that the arithmetic denies: "ada unsur yang ditambahkan" of a figure that is too small."""
    for found in told:
        stated, right = found["stated"], found["recomputed"]
        if not isinstance(stated, float | int) or not isinstance(right, float | int):
            continue
        wrong = _MORE if abs(stated) < abs(right) else _LESS
        if any(word in found["sebab"] for word in wrong):
            yield f"{found['rule']}: {stated} → {right}, {found['sebab']}"


def _rounding(told: list[dict]) -> Iterator[str]:
    """Advice to round a figure that other findings replace."""
    wanted = recommended(told)
    for found in told:
        if found["kind"] == "pembulatan":
            moved = sorted({place["text"] for place in found["places"] if place.get("angka") in wanted})
            if moved:
                yield f"{found['rule']} dibulatkan, tetapi berubah: {', '.join(moved)}"
