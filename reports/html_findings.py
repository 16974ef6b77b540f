"""Findings as the page shows them: printed against recomputed, places with their anchors, and a sentence for
the review note."""

import re

from reports.places import Places, sections
from reports.plain import one_line

LONG = 1_500  # characters beyond which a text of a finding is clipped until it is opened
_IF_PUT_RIGHT = " Bila diperbaiki, "  # what follows is listed as dampak
FIRST = 4  # places that are listed at once
_BESIDE = frozenset({"populasi"})  # kinds whose second figure is no repair: "dilayani 100 · tercatat 4"
_GIST = 130  # characters of a finding in a list of one line each


def _decimals(text: str) -> int:
    """Decimals of a number as printed in Indonesian form."""
    hit = re.search(r",(\d+)(?!.*\d,\d)", text)
    return len(hit[1]) if hit else 0


def recomputed_text(f: dict, labels) -> str:
    """The recomputed value as the texts write it: with the decimals of its calculation, else at least two."""
    value = f["recomputed"]
    if value is None or isinstance(value, str):
        return value or ""
    written = f.get("calculation", "").rpartition(" = ")[2]
    printed = f["places"][0]["text"] if f["places"] else ""
    wanted = round(value, _decimals(written)) if written else None
    if written and wanted is not None and labels.number(wanted, _decimals(written)) == written:
        return written
    decimals = (
        0
        if float(value).is_integer() and not _decimals(printed) and "%" not in printed
        else max(_decimals(printed), 2)
    )
    return labels.number(value, decimals)


def stated_text(f: dict) -> str:
    """The stated value as printed."""
    if isinstance(f["stated"], str):
        return f["stated"]
    return f["places"][0]["text"] if f["stated"] is not None and f["places"] else ""


def note(f: dict, places: list[dict], _) -> str:
    """One paragraph to paste into a review note."""
    first = places[0] if places else None
    where = ""
    if first:
        where = ", ".join(x for x in (first["table"], first["detail"]) if x) or first["section"]
        more = len(places) - 1
        where += _(" dan %(n)s tempat lain", n=more) if more else ""
    told = " ".join(x for x in (f["kondisi"], f["akibat"], _("Rekomendasi: %(x)s", x=f["rekomendasi"])) if x)
    return f"{told} ({where}; {f['rule']}, {f['id']})" if where else f"{told} ({f['rule']}, {f['id']})"


def _effect(d: dict, places: Places) -> dict:
    moved = d["stated"] != d["becomes"]
    percent = "%" if moved and d["stated"].endswith("%") and d["becomes"][-1:].isdigit() else ""
    return {
        **d,
        "becomes": d["becomes"] + percent,
        "part": d["part"],
        "at": [places.where(p, "terdampak" if moved else "") for p in d["places"]],
    }


def by_section(at: list[dict]) -> list[dict]:
    """Places of one section together: section, places."""
    groups: list[dict] = []
    for p in at:
        if not groups or groups[-1]["section"] != p["section"]:
            groups.append({"section": p["section"], "at": []})
        groups[-1]["at"].append(p)
    return groups


def present(
    findings: list[dict], places: Places, indonesian, labels, titles: dict[str, str]
) -> tuple[list[dict], list[dict]]:
    """(findings for the page, sections that they stand in: key, text, level, n).

    indonesian: labels by which the numbers of the texts are written; labels: of the language of the page.
    """
    index: dict[str, int] = {}
    out = []
    for f in findings:
        at = [places.where(p, "contradicted") for p in f["places"]]
        cut = FIRST if len(at) > FIRST + 1 else len(at)
        inside = dict.fromkeys(s for p in f["places"] for s in sections(p["section"]))
        keys = [index.setdefault(s, len(index)) for s in inside]
        stated, becomes = stated_text(f), recomputed_text(f, indonesian)
        beside = becomes if f["kind"] in _BESIDE else ""
        out.append(
            {
                **f,
                "title": titles.get(f["rule"], f["title"]),
                "keys": keys,
                "was": stated,
                "becomes": "" if beside else becomes,
                "beside": beside,
                "akibat": f["akibat"].partition(_IF_PUT_RIGHT)[0] if f["dampak"] else f["akibat"],
                "at": at,
                "first": by_section(at[:cut]),
                "rest": by_section(at[cut:]),
                "effects": [_effect(d, places) for d in f["dampak"]],
                "could_be": [places.where(p) for p in f["suspects"]],
                "note": note(f, at, labels._),
                "excused": bool(f["waiver"] and f["waiver"]["berlaku"]),
            }
        )
    return out, _ordered(index, out, places)


def by_matter(shown: list[dict]) -> list[dict]:
    """Findings of the page by the matter they belong to (checks/matters.py): head, rows, effects, at (a short
    place), gist (what is wrong in a few words)."""
    groups: dict[str, dict] = {}
    for f in shown:
        number = f["no"].partition(".")[0] or f["id"]
        if number not in groups:
            groups[number] = {"head": f, "rows": [], "effects": [], "at": _short_place(f), "gist": _gist(f)}
        else:
            groups[number]["effects" if f["role"] == "akibat" else "rows"].append(f)
    return list(groups.values())


def _short_place(f: dict) -> str:
    """'hlm. 16', 'Tabel 3.4', or nothing: where to look first."""
    place, at = (f["places"] or [None])[0], (f["at"] or [None])[0]
    if place and place["page"]:
        return f"hlm. {place['page']}"
    named = re.match(r"(?:tabel|lampiran|gambar)\s+(?=[\w.]*\d)[\w.]+", at["table"], re.I) if at else None
    return named[0].rstrip(".") if named else ""


def _gist(f: dict) -> str:
    """What a finding is about, for a list of one line each: its subject, else its kondisi."""
    told = f["subject"] and f["was"] and (f["becomes"] or f["beside"])
    return f["subject"] if told else one_line(f["kondisi"], _GIST)


def _ordered(index: dict[str, int], findings: list[dict], places: Places) -> list[dict]:
    """Sections in the order of the report, each with how many findings stand in it."""
    order: dict[str, int] = {}
    for bagian in [*places.blok["bagian"].astype(str), *index]:
        for s in sections(bagian):
            order.setdefault(s, len(order))
    counts = [0] * len(index)
    for f in findings:
        for k in f["keys"]:
            counts[k] += 1
    return [
        {"key": k, "text": s.rpartition(" > ")[2], "full": s, "level": s.count(" > "), "n": counts[k]}
        for s, k in sorted(index.items(), key=lambda item: order[item[0]])
    ]
