"""People, land and people per square kilometre in one paragraph, of which one has its point in a wrong place:
"luas 371.164,54 Km2 … 46,7 juta jiwa … kepadatan 1.264 jiwa/km2"."""

import math
import re
from collections.abc import Callable

from cermat.datasets.recognise.document_lines import Line, page_of
from cermat.schemas.angka import FIGURE, parse

MOVED = "kelipatan hilang"
_N = r"(\d[\d.]*(?:,\s?\d+)?)"
_LAND = re.compile(rf"\bluas\b[^.;]{{0,60}}?{_N}\s*km\s?(?:2|²|persegi)?", re.I)
_PEOPLE = re.compile(
    rf"\bpenduduk\b.{{0,90}}?{_N}\s*((?:ribu|juta)?)\s*(?:jiwa|orang)\b(?!\s*/|\s*per\b)", re.I | re.S
)
_DENSE = re.compile(rf"\bkepadatan\b.{{0,60}}?{_N}\s*(?:jiwa|orang)\s*(?:/|per)\s*km", re.I | re.S)
_CLOSE = 0.02  # by which figures of one paragraph are rounded
_POINTS = (-3, -2, -1, 1, 2, 3)


def density(lines: list[Line], note: Callable[[str, str, Line], None]) -> None:
    """Note MOVED where people ÷ land is the density but for a power of ten."""
    prose = [line for line in lines if line.r < 0 and line.zone not in ("daftar isi", "sampul")]
    for at, line in enumerate(prose):
        if not (dense := _DENSE.search(line.teks)):
            continue
        near = " ".join(beside.teks for beside in prose[max(0, at - 1) : at]) + " " + line.teks
        land, people = _LAND.search(near), _PEOPLE.search(near)
        if not land or not people:
            continue
        area, per = _value(land[1]), _value(dense[1])
        count = _value(people[1]) * {"ribu": 1e3, "juta": 1e6}.get(people[2].lower(), 1.0)
        power = next(
            (point for point in _POINTS if area and per and _near(count / area, per * 10.0**point)), 0
        )
        if power:
            meant = f"{area * 10.0**power:,.2f}".translate(str.maketrans(",.", ".,"))
            page = page_of(line)
            said = f"{re.sub(' ', '', people[1])} {people[2]}".strip()
            text = (
                f"luas {land[1]} km2, penduduk {said} jiwa dan kepadatan {dense[1]} jiwa/km2{page} tidak "
                f"cocok; dengan kepadatan itu luasnya kira-kira {meant} km2"
            )
            note(MOVED, text, line)


def _value(text: str) -> float:
    read = parse(re.sub(r"\s", "", text))
    return read.mantissa * 10.0**-read.desimal if read.kelas == FIGURE else 0.0


def _near(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=_CLOSE)
