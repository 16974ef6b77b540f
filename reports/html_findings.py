"""Findings as the page shows them: printed against recomputed, places with their anchors, and a sentence for
the review note."""

import re

from cermat.reports.places import Places, own, sections
from cermat.reports.plain import one_line
from cermat.reports.verdict import own_title
from cermat.schemas.angka import SCALES
from cermat.schemas.places import on_page, table_number

LONG = 1_500  # characters beyond which a text of a finding is clipped until it is opened
_IF_PUT_RIGHT = " Bila diperbaiki, "  # what follows is listed as dampak
FIRST = 4  # places that are listed at once
# kinds whose second figure is no repair: "dilayani 100 · tercatat 4", "81,70% · di pk2021.docx 85,00%"
BESIDE = frozenset({"populasi", "dokumen"})
_GIST = 130  # characters of a finding in a list of one line each
_CORE = re.compile(r"[-−–]?\d[\d.,]*\d|\d")  # the digits of "Rp. 536.035.400,-"
_SCALED = re.compile(rf"\b(?:{SCALES})\b", re.I)


def decimals(text: str) -> int:
    """Decimals of a number as printed in Indonesian form."""
    hit = re.search(r",(\d+)(?!.*\d,\d)", text)
    return len(hit[1]) if hit else 0


def recomputed_text(finding: dict, labels) -> str:
    """The recomputed value as the texts write it: with the decimals of its calculation, else at least two."""
    value = finding["recomputed"]
    if value is None or isinstance(value, str):
        return value or ""
    written = finding.get("calculation", "").rpartition(" = ")[2]
    printed = finding["places"][0]["text"] if finding["places"] else ""
    wanted = round(value, decimals(written)) if written else None
    if written and wanted is not None and labels.number(wanted, decimals(written)) == written:
        return written
    whole = float(value).is_integer() and not decimals(printed) and "%" not in printed
    return labels.number(value, 0 if whole else max(decimals(printed), 2))


def stated_text(finding: dict) -> str:
    """The stated value as printed."""
    if isinstance(finding["stated"], str):
        return finding["stated"]
    return finding["places"][0]["text"] if finding["stated"] is not None and finding["places"] else ""


def replaced(printed: str, becomes: str) -> str:
    """What is to be printed: the new figure in place of the old one's digits ("23,95%" → "20,10%"), a word
    with the letters as large as they were."""
    if not any(sign.isdigit() for sign in becomes):
        if printed.isupper():
            return becomes.upper()
        return becomes[:1].lower() + becomes[1:] if printed[:1].islower() else becomes
    if _SCALED.search(printed) or not _CORE.search(printed):
        return f"Rp {becomes}" if printed.casefold().startswith("rp") else becomes
    return _CORE.sub(lambda _hit: becomes.rstrip("%"), printed, count=1)


def repair_text(finding: dict, labels) -> str:
    """What is to be printed instead of the stated value, in its form: "98%" → "101,67%"."""
    stated, becomes = stated_text(finding), recomputed_text(finding, labels)
    return replaced(stated, becomes) if stated and becomes and finding["kind"] not in BESIDE else becomes


def note(finding: dict, places: list[dict], _) -> str:
    """One paragraph to paste into a review note."""
    first = places[0] if places else None
    where = ""
    if first:
        where = ", ".join(part for part in (first["table"], first["detail"]) if part) or first["section"]
        more = len(places) - 1
        where += _(" dan %(n)s tempat lain", n=more) if more else ""
    told = " ".join(
        part
        for part in (finding["kondisi"], finding["akibat"], _("Rekomendasi: %(x)s", x=finding["rekomendasi"]))
        if part
    )
    return (
        f"{told} ({where}; {finding['rule']}, {finding['id']})"
        if where
        else f"{told} ({finding['rule']}, {finding['id']})"
    )


def _effect(affected: dict, places: Places) -> dict:
    moved = affected["stated"].casefold() != affected["becomes"].casefold()
    return {
        **affected,
        "becomes": replaced(affected["stated"], affected["becomes"]) if moved else affected["stated"],
        "at": [places.where(place, "terdampak" if moved else "") for place in affected["places"]],
    }


def by_section(at: list[dict]) -> list[dict]:
    """Places of one section together: section, places."""
    groups: list[dict] = []
    for place in at:
        if not groups or groups[-1]["section"] != place["section"]:
            groups.append({"section": place["section"], "at": []})
        groups[-1]["at"].append(place)
    return groups


def present(
    findings: list[dict], places: Places, indonesian, labels, titles: dict[str, str]
) -> tuple[list[dict], list[dict]]:
    """(findings for the page, sections that they stand in: key, text, level, n).

    indonesian: labels by which the numbers of the texts are written; labels: of the language of the page.
    """
    index: dict[str, int] = {}
    out = []
    for finding in findings:
        at = [places.where(place, "contradicted") for place in finding["places"]]
        cut = FIRST if len(at) > FIRST + 1 else len(at)
        inside = dict.fromkeys(
            section for place in own(finding["places"]) for section in sections(place["section"])
        )
        keys = [index.setdefault(section, len(index)) for section in inside]
        stated, becomes = stated_text(finding), repair_text(finding, indonesian)
        others = [place for place in finding["places"] if place.get("document")]
        other = others[0]["text"] if len(others) == 1 else becomes
        beside = other if finding["kind"] in BESIDE else ""
        out.append(
            {
                **finding,
                "title": own_title(finding, titles, labels),
                "keys": keys,
                "was": stated,
                "becomes": "" if finding["kind"] in BESIDE else becomes,
                "beside": beside,
                "whose": labels._("di %(x)s", x=others[0]["document"]) if others else labels._("tercatat"),
                "akibat": finding["akibat"].partition(_IF_PUT_RIGHT)[0]
                if finding["dampak"]
                else finding["akibat"],
                "at": at,
                "first": by_section(at[:cut]),
                "rest": by_section(at[cut:]),
                "effects": [_effect(affected, places) for affected in finding["dampak"]],
                "could_be": [places.where(suspect) for suspect in finding["suspects"]],
                "note": note(finding, at, labels._),
                "excused": bool(finding["waiver"] and finding["waiver"]["berlaku"]),
            }
        )
    return out, _ordered(index, out, places)


def by_matter(shown: list[dict]) -> list[dict]:
    """Findings of the page by the matter they belong to (checks/matters.py): head, rows, effects, at (a short
    place), gist (what is wrong in a few words)."""
    groups: dict[str, dict] = {}
    for finding in shown:
        number = finding["no"].partition(".")[0] or finding["id"]
        if number not in groups:
            groups[number] = {
                "head": finding,
                "rows": [],
                "effects": [],
                "at": _short_place(finding),
                "gist": _gist(finding),
            }
        else:
            groups[number]["effects" if finding["role"] == "akibat" else "rows"].append(finding)
    return list(groups.values())


def _short_place(finding: dict) -> str:
    """'hlm. 16', 'Tabel 3.4', or nothing: where to look first."""
    if not finding["places"]:
        return ""
    place = finding["places"][0]
    if place.get("document"):
        return one_line(place["document"], 40)
    return on_page(place["page"], place.get("printed")) or table_number(finding["at"][0]["table"])


def _gist(finding: dict) -> str:
    """What a finding is about, for a list of one line each: its subject, else its kondisi."""
    told = finding["subject"] and finding["was"] and (finding["becomes"] or finding["beside"])
    whole = one_line(finding["kondisi"])
    return finding["subject"] if told else _clipped(whole) if len(whole) > _GIST else whole


def _clipped(text: str) -> str:
    """A text cut where one of its parts ends, else a word."""
    told = text[:_GIST]
    part = told.rpartition("; ")[0]
    return (part if len(part) > _GIST // 2 else told.rpartition(" ")[0]).rstrip(" ,;:(") + " …"


def _ordered(index: dict[str, int], findings: list[dict], places: Places) -> list[dict]:
    """Sections in the order of the report, each with how many findings stand in it."""
    order: dict[str, int] = {}
    for bagian in [*places.blok["bagian"].astype(str), *index]:
        for section in sections(bagian):
            order.setdefault(section, len(order))
    counts = [0] * len(index)
    for finding in findings:
        for key in finding["keys"]:
            counts[key] += 1
    return [
        {
            "key": key,
            "text": section.rpartition(" > ")[2],
            "full": section,
            "level": section.count(" > "),
            "n": counts[key],
        }
        for section, key in sorted(index.items(), key=lambda item: order[item[0]])
    ]
