"""Excerpts of made-up agencies through the public door: what they hold is found, and nothing else is accused.

petikan/<name>.md|.txt with <name>.truth.json: a list of contradictions (kind, where, stated, recomputed, level hard | soft,
and `tanda`: the printed words or numbers of which a finding must name one; default: stated). An empty list is a sound text.
petikan/belum.yaml: cases that the engine does not do right yet, each with its reason.
"""

import json
import re
from functools import cache
from pathlib import Path

import pytest
import yaml

import audit

PETIKAN = Path(__file__).parent / "excerpts"
DOKUMEN = sorted(p for p in PETIKAN.iterdir() if p.suffix in (".md", ".txt"))
BELUM = yaml.safe_load((PETIKAN / "belum.yaml").read_text(encoding="utf-8")) or {}


@cache
def semua():
    """All excerpts as one portfolio."""
    return audit.check(list(DOKUMEN))


def temuan(path: Path) -> list[dict]:
    """Findings of one excerpt; no rule may have broken on it."""
    told = semua().to_dict(path.name)
    assert not [r for r in told["rules"] if r["status"] == "galat"]
    return told["findings"]


def kebenaran(path: Path) -> list[dict]:
    return json.loads(path.with_suffix(".truth.json").read_text(encoding="utf-8"))


def menyebut(truth: dict, finding: dict) -> bool:
    """The finding names a printed number or word of the truth."""
    teks = " ".join([finding["kondisi"], *(p["text"] or "" for p in finding["places"])])
    return any(re.search(rf"(?<![\w.,]){re.escape(t)}(?!\w|[.,]\d)", teks) for t in truth.get("tanda") or [truth["stated"]])


def kasus():
    for path in DOKUMEN:
        reason = BELUM.get(path.stem)
        yield pytest.param(path, id=path.stem, marks=[pytest.mark.xfail(reason=reason, strict=False)] if reason else [])


@pytest.mark.parametrize("path", kasus())
def test_excerpts(path):
    besar = [f for f in temuan(path) if f["severity"] != "rendah"]
    keras = [t for t in kebenaran(path) if t["level"] == "hard"]
    luput = [(t["where"], t["stated"]) for t in keras if not any(menyebut(t, f) for f in besar)]
    tuduhan = [(f["rule"], f["kondisi"]) for f in besar if not any(menyebut(t, f) for t in keras)]
    assert not tuduhan
    assert not luput


def test_separuhnya_benar():
    benar = [p for p in DOKUMEN if not kebenaran(p)]
    assert len(DOKUMEN) >= 40 and 2 * len(benar) >= len(DOKUMEN)
