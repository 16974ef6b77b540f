"""Excerpts of made-up agencies through the public door: what they hold is found, and nothing else is accused.

excerpts/<name>.md|.txt with <name>.truth.json: a list of contradictions (kind, where, stated, recomputed,
level hard | soft, and `mark`: the printed words or numbers of which a finding must name one; default:
stated). An empty list is a sound text.
excerpts/belum.yaml: cases that the engine does not do right yet, each with its reason.
"""

import json
import re
from pathlib import Path

import pytest
import yaml

from tests.asked_once import DOCUMENT, EXCERPTS, everything

NOT_YET = yaml.safe_load((EXCERPTS / "belum.yaml").read_text(encoding="utf-8")) or {}


def findings_of(path: Path) -> list[dict]:
    """Findings of one excerpt; no rule may have broken on it."""
    told = everything().to_dict(path.name)
    assert not [r for r in told["rules"] if r["status"] == "galat"]
    return told["findings"]


def truths(path: Path) -> list[dict]:
    return json.loads(path.with_suffix(".truth.json").read_text(encoding="utf-8"))


def mentions(truth: dict, finding: dict) -> bool:
    """The finding names a printed number or word of the truth."""
    text = " ".join([finding["kondisi"], *(p["text"] or "" for p in finding["places"])])
    return any(
        re.search(rf"(?<![\w.,]){re.escape(t)}(?!\w|[.,]\d)", text)
        for t in truth.get("tanda") or [truth["stated"]]
    )


def cases():
    for path in DOCUMENT:
        reason = NOT_YET.get(path.stem)
        yield pytest.param(
            path, id=path.stem, marks=[pytest.mark.xfail(reason=reason, strict=False)] if reason else []
        )


@pytest.mark.parametrize("path", list(cases()))
def test_excerpts(path):
    large = [f for f in findings_of(path) if f["severity"] != "rendah"]
    hard = [t for t in truths(path) if t["level"] == "hard"]
    missed = [(t["where"], t["stated"]) for t in hard if not any(mentions(t, f) for f in large)]
    charges = [(f["rule"], f["kondisi"]) for f in large if not any(mentions(t, f) for t in hard)]
    assert not charges
    assert not missed


def test_half_right():
    truth = [p for p in DOCUMENT if not truths(p)]
    assert len(DOCUMENT) >= 40 and 2 * len(truth) >= len(DOCUMENT)
