"""What the page knows of each printed number: the calculations it takes part in, and the findings about it.
Becomes JSON."""

import json
from typing import Any

from cermat.reports.labels import GRADES, OUTCOMES, STATES, Labels
from cermat.reports.places import Places

_MOST_NUMBERS = 80  # operands that a calculation lists; the rest is counted
_LONG = 240
ACCUSED, AFFECTED, SUSPECT = 0, 1, 2


def _short(text: str) -> str:
    text = " ".join(str(text).split())
    return text if len(text) <= _LONG else text[: _LONG - 1] + "…"


def about_numbers(
    laid_numbers: list[int],
    places: Places,
    states,
    findings: list[dict],
    workings: list[dict],
    titles: dict[str, str],
    bound: dict[int, str],
) -> dict:
    """For the script of the page.

    n: id → [printed, state, row label, column, [workings], [[finding, role], …], what it is about], texts as
    positions in s w: [rule, outcome, violated, stated, calculation, subject (in s), [ids], how many ids more,
    stated id]; f: [id, severity, title] t: titles by rule
    """
    shown = set(laid_numbers)
    printed = places.angka.loc[sorted(shown)]
    strings: dict[str, int] = {}
    position = lambda text: strings.setdefault(_short(text), len(strings))  # noqa: E731
    about: dict[int, list] = {
        int(number): [
            str(text).strip(),
            states[number] or "none",
            position(row),
            position(column),
            [],
            [],
            position(bound.get(int(number), "")),
        ]
        for number, text, row, column in zip(
            printed.index, printed["teks"], printed["baris"], printed["kolom_cetak"], strict=True
        )
    }
    listed: list[list[Any]] = []
    for working in sorted(workings, key=lambda working: not working["violated"]):
        ids = list(dict.fromkeys(number for number in working["numbers"] if number in shown))
        if not ids:
            continue
        for number in ids:
            about[number][4].append(len(listed))
        listed.append(
            [
                working["rule"],
                working["outcome"],
                int(working["violated"]),
                working["stated"],
                working["calculation"],
                position(working["subject"]),
                ids[:_MOST_NUMBERS],
                max(0, len(ids) - _MOST_NUMBERS),
                working["stated_id"] if working["stated_id"] in shown else -1,
            ]
        )
    for at, finding in enumerate(findings):
        roles: dict[int, int] = {}
        pointed = [(ACCUSED, place) for place in finding["places"]] + [
            (SUSPECT, place) for place in finding["suspects"]
        ]
        pointed += [(AFFECTED, place) for affected in finding["dampak"] for place in affected["places"]]
        for role, place in pointed:
            if place.get("angka") in about:
                roles.setdefault(place["angka"], role)
        for number, role in roles.items():
            about[number][5].append([at, role])
    used = {working[0] for working in listed}
    return {
        "n": about,
        "s": list(strings),
        "w": listed,
        "f": [[finding["id"], finding["severity"], _short(finding["title"])] for finding in findings],
        "t": {name: value for name, value in titles.items() if name in used},
    }


_UNSAFE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def script_json(value) -> str:
    """JSON that cannot end the script element it stands in."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_UNSAFE)


def script_words(words: Labels) -> dict:
    """The labels that the script of the page writes."""
    _ = words._
    return {
        "count": _("%(n)s dari %(m)s temuan", n="{n}", m="{m}"),
        "copied": _("Disalin"),
        "copy": _("Salin"),
        "more": _("Tampilkan seluruhnya"),
        "less": _("Ringkas"),
        "all": _("Buka semua"),
        "close": _("Tutup semua"),
        "about": _("Tentang"),
        "calc": _("Perhitungan yang memakai angka ini"),
        "none": _("Tidak ada perhitungan yang memakai angka ini."),
        "found": _("Temuan tentang angka ini"),
        "stated": _("tercetak"),
        "row": _("baris"),
        "column": _("kolom"),
        "this": _("angka ini"),
        "roles": [_("angka ini dipersoalkan"), _("angka ini ikut berubah"), _("angka ini mungkin keliru")],
        "others": _("dan %(n)s lagi", n="{n}"),
        "numbers": _("Angka yang dipakai"),
        "shown": _("Tampilkan %(n)s perhitungan lagi", n="{n}"),
        "nth": _("%(k)s: angka ke-%(n)s dari %(m)s", k="{k}", n="{n}", m="{m}"),
        "wrong": _("tidak cocok"),
        "rule": _("Aturan"),
        "plain": _("bukan angka kinerja, tetapi disebut temuan"),
        "outcomes": {name: _(value) for name, value in OUTCOMES.items()},
        "grades": {name: _(value) for name, value in GRADES.items()},
        "states": {name: [_(label), _(meaning)] for name, (label, meaning) in STATES.items()},
    }
