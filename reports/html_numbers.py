"""What the page knows of each printed number: the calculations it takes part in, and the findings about it.
Becomes JSON."""

import json
from typing import Any

from reports.labels import GRADES, OUTCOMES, STATES, Labels
from reports.places import Places

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
    a = places.angka.loc[sorted(shown)]
    strings: dict[str, int] = {}
    position = lambda text: strings.setdefault(_short(text), len(strings))  # noqa: E731
    about: dict[int, list] = {
        int(i): [
            str(text).strip(),
            states[i] or "none",
            position(row),
            position(column),
            [],
            [],
            position(bound.get(int(i), "")),
        ]
        for i, text, row, column in zip(a.index, a["teks"], a["baris"], a["kolom_cetak"], strict=True)
    }
    listed: list[list[Any]] = []
    for w in sorted(workings, key=lambda w: not w["violated"]):
        ids = list(dict.fromkeys(i for i in w["numbers"] if i in shown))
        if not ids:
            continue
        for i in ids:
            about[i][4].append(len(listed))
        listed.append(
            [
                w["rule"],
                w["outcome"],
                int(w["violated"]),
                w["stated"],
                w["calculation"],
                position(w["subject"]),
                ids[:_MOST_NUMBERS],
                max(0, len(ids) - _MOST_NUMBERS),
                w["stated_id"] if w["stated_id"] in shown else -1,
            ]
        )
    for k, f in enumerate(findings):
        roles: dict[int, int] = {}
        pointed = [(ACCUSED, p) for p in f["places"]] + [(SUSPECT, p) for p in f["suspects"]]
        pointed += [(AFFECTED, p) for d in f["dampak"] for p in d["places"]]
        for role, p in pointed:
            if p.get("angka") in about:
                roles.setdefault(p["angka"], role)
        for i, role in roles.items():
            about[i][5].append([k, role])
    used = {w[0] for w in listed}
    return {
        "n": about,
        "s": list(strings),
        "w": listed,
        "f": [[f["id"], f["severity"], _short(f["title"])] for f in findings],
        "t": {r: t for r, t in titles.items() if r in used},
    }


_UNSAFE = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


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
        "outcomes": {k: _(v) for k, v in OUTCOMES.items()},
        "grades": {k: _(v) for k, v in GRADES.items()},
        "states": {k: [_(label), _(meaning)] for k, (label, meaning) in STATES.items()},
    }
