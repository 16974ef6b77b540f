"""What lies beside a submission: its findings.json and tables, as the page shows them."""

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from cermat.reports.desk import work

if TYPE_CHECKING:
    from cermat.reports.desk.web import Desk

_SHOWN = 3  # places that a card names
_NEAR = 2  # blocks before and after the one that is meant


@lru_cache(maxsize=8)
def _json(path: Path, _written: int) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def _of(desk: "Desk", kiriman: str, name: str) -> dict:
    path = desk.queue.folder(kiriman) / name
    return _json(path, path.stat().st_mtime_ns)


def findings_of(desk: "Desk", kiriman: str) -> dict:
    """findings.json of a submission."""
    return _of(desk, kiriman, work.FINDINGS)


def tables_of(desk: "Desk", kiriman: str) -> dict[str, dict]:
    """Its typed tables as text, as they were read: {name: {"columns": [...], "data": rows}}."""
    return _of(desk, kiriman, work.TABLES)


def around(desk: "Desk", kiriman: str, place: str) -> list[dict]:
    """The blocks of the document around a place ("tabel-74", "prosa-80"), the one meant marked `ini`; none
    where the submission is no document."""
    number = place.rpartition("-")[2]
    blocks = _of(desk, kiriman, work.TEXT)
    meant = next((at for at, block in enumerate(blocks) if str(block["blok"]) == number), None)
    if meant is None:
        return []
    near = range(max(meant - _NEAR, 0), min(meant + _NEAR + 1, len(blocks)))
    return [blocks[at] | {"ini": at == meant} for at in near]


def signs_of(desk: "Desk", kiriman: str) -> dict[str, dict]:
    """What speaks for and against each of its findings, by their ids."""
    return _of(desk, kiriman, work.SIGNS)


def titles(desk: "Desk", kiriman: str) -> dict[str, str]:
    """Titles of rules, by their ids."""
    return {rule["id"]: rule["title"] for rule in findings_of(desk, kiriman)["rules"] if "title" in rule}


def place_words(places: list[dict]) -> str:
    """ "Tabel 3.2, hlm. 14, dan 2 tempat lain"."""
    told = list(dict.fromkeys(filter(None, map(_place, places))))
    more = len(told) - _SHOWN
    return "; ".join(told[:_SHOWN]) + (f"; dan {more} tempat lain" if more > 0 else "")


def _place(place: dict) -> str:
    parts = [place["row"], place["section"].rpartition(" > ")[2]]
    page = place["printed"] or place["page"]
    return ", ".join(filter(None, [*parts, f"hlm. {page}" if page else ""]))
