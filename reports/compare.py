"""Two audits of one report held against each other: what a revision solved, kept, changed and brought in."""

import json
import math
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from cermat.reports import COMPARED, put
from cermat.reports.labels import N_, Labels
from cermat.reports.plain import whole

SCHEMA = "lkjip-compare/1"
STATES = {
    "new": (N_("baru"), N_("belum ada di laporan lama")),
    "changed": (N_("berubah"), N_("masih ada, dengan angka atau tingkat yang lain")),
    "remains": (N_("tetap"), N_("masih ada dan sama")),
    "doubted": (
        N_("perlu dilihat"),
        N_("masih tidak cocok, tetapi kini tidak cukup yakin untuk disebut temuan"),
    ),
    "solved": (N_("selesai"), N_("tidak ada lagi di laporan baru")),
}
GRADES = ("tinggi", "sedang", "rendah")
WATCHED = ("severity", "stated", "recomputed")  # what a changed finding is told by


def excused(finding: dict) -> bool:
    """Taken out of the count by a waiver in force?"""
    return bool(finding["waiver"] and finding["waiver"]["berlaku"])


def _same(one, other) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)
    return one == other


def compare(old: dict, new: dict) -> dict:
    """Two findings.json by the ids of their findings.

    Returns {schema, old, new: {report, engine, summary}, notes: [key], summary: {state: {grade: n}},
    solved, remains, new_findings: [finding], doubted: findings of old that are not sure any more,
    changed: [{id, what, old, new}]}; grades are those of the new finding, of the old one where it is
    solved. Findings that a waiver in force excuses are listed, not counted. The ids know nothing of
    values and places, so what moved is the same finding.
    """
    before = {finding["id"]: finding for finding in reversed(old["findings"])}
    after = {finding["id"]: finding for finding in reversed(new["findings"])}
    doubted = {
        finding["id"]: finding
        for finding in new.get("doubtful", [])
        if finding["id"] in before and finding["id"] not in after
    }
    changed, remains = [], []
    for finding in new["findings"]:
        if finding["id"] not in before or finding is not after[finding["id"]]:
            continue
        what = [field for field in WATCHED if not _same(before[finding["id"]][field], finding[field])]
        if what:
            changed.append({"id": finding["id"], "what": what, "old": before[finding["id"]], "new": finding})
        else:
            remains.append(finding)
    made: dict = {
        "schema": SCHEMA,
        "old": _about(old),
        "new": _about(new),
        "notes": _notes(old, new),
        "summary": {},
        "new_findings": [
            finding
            for finding in new["findings"]
            if finding["id"] not in before and finding is after[finding["id"]]
        ],
        "changed": changed,
        "remains": remains,
        "doubted": list(doubted.values()),
        "solved": [
            finding
            for finding in old["findings"]
            if finding["id"] not in after
            and finding["id"] not in doubted
            and finding is before[finding["id"]]
        ],
    }
    for state, found in listed(made).items():
        made["summary"][state] = {
            grade: sum(finding["severity"] == grade and not excused(finding) for finding in found)
            for grade in GRADES
        }
    return made


def listed(made: dict) -> dict[str, list[dict]]:
    """Findings by state; of changed ones as they are now."""
    changed = [pair["new"] for pair in made["changed"]]
    return {
        "new": made["new_findings"],
        "changed": changed,
        "remains": made["remains"],
        "doubted": made["doubted"],
        "solved": made["solved"],
    }


def _about(findings: dict) -> dict:
    engine = {name: findings["engine"][name] for name in ("name", "version", "rules_sha256", "time")}
    return {"report": findings["report"], "engine": engine, "summary": findings["summary"]}


NOTES = {
    "same": N_("Kedua kiriman sama isinya."),
    "rules": N_(
        "Kedua hasil memakai kumpulan aturan yang berbeda: temuan dapat muncul atau hilang karena aturannya."
    ),
    "agency": N_("Nama instansi kedua laporan berbeda."),
    "year": N_("Tahun kedua laporan berbeda: temuan tahun lain bukan temuan yang sama."),
}


def _notes(old: dict, new: dict) -> list[str]:
    before, after = old["report"], new["report"]
    found = {
        "same": before["sha256"] == after["sha256"],
        "rules": old["engine"]["rules_sha256"] != new["engine"]["rules_sha256"],
        "agency": str(before["instansi"]).casefold().split() != str(after["instansi"]).casefold().split(),
        "year": before["tahun"] != after["tahun"],
    }
    return [note for note, holds in found.items() if holds]


def worst(made: dict) -> str:
    """The gravest grade of a new finding that no waiver excuses, or ''."""
    return next((grade for grade in GRADES if made["summary"]["new"][grade]), "")


class View:
    """A comparison for people: made (the dict), words (labels), titles of rules by id, where_old and
    where_new (places in words)."""

    def __init__(
        self, made: dict, words: Labels, titles: dict[str, str], where_old: Callable, where_new: Callable
    ):
        self.made, self.words, self.titles = made, words, titles
        self.where = {"old": where_old, "new": where_new}


def compare_json(view: View) -> str:
    """The comparison for other programs."""
    return whole(json.dumps(view.made, ensure_ascii=False, indent=1))


def view(made: dict, old, new, lang: str = "id") -> View:
    """For people. old, new: the results behind the two findings.json, or None where only the file is
    there."""
    from cermat.reports.labels import labels
    from cermat.reports.places import Places
    from cermat.reports.verdict import plain_place

    words = labels(lang)
    told = {finding["rule"]: finding["title"] for found in listed(made).values() for finding in found}
    for result in (old, new):
        told |= {
            card.id: (card.title_en if lang == "en" and card.title_en else card.title)
            for card in getattr(result, "cards", ())
        }
    where = [
        Places(result.sub, about["report"]["laporan"], words).where
        if result is not None
        else plain_place(words)
        for result, about in ((old, made["old"]), (new, made["new"]))
    ]
    return View(made, words, told, *where)


def write(
    shown: View, folder: Path, formats: list[str], warn: Callable[[str], None] = lambda _line: None
) -> list[Path]:
    """Write a comparison in some formats; returns the paths in their order. Neither submission is
    overwritten."""
    files = []
    for form in (COMPARED[kind] for kind in dict.fromkeys(formats)):
        module, _, function = form.maker.partition(":")
        files.append({form.file: getattr(import_module(f"cermat.reports.{module}"), function)(shown)})
    return put(files, folder, [Path(shown.made[side]["report"]["source"]) for side in ("old", "new")], warn)
