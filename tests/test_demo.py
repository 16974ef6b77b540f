"""The demonstration report: it is what the composer makes of its plan, and everything put wrong in it is
found."""

import re
import zipfile
from functools import cache

import pytest

from cermat import audit
from cermat.datasets.compose import demo
from tests.helpers import judged

DOCUMENT = demo.FOLDER / demo.plan()["berkas"]
WRONG = demo.plan()["kekeliruan"]


@cache
def findings(path) -> list[dict]:
    return [f for f in judged(audit.read(path)).to_dict()["findings"] if f["severity"] != "rendah"]


def contents(path):
    """Bytes of a file; of a Word document those of its parts, however they are packed."""
    if path.suffix != ".docx":
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def says(finding: dict, mark: str) -> bool:
    """Does a finding print this word or number (with or without its percent sign)?"""
    text = " ".join([finding["kondisi"], *(p["text"] or "" for p in finding["places"])])
    return re.search(rf"(?<![\w.,]){re.escape(mark.rstrip('%'))}(?!\w|[.,]\d)", text) is not None


@pytest.mark.parametrize("source", [DOCUMENT, demo.FOLDER], ids=["document", "tables"])
@pytest.mark.parametrize("wrong", WRONG, ids=[w["apa"] for w in WRONG])
def test_what_was_put_wrong_is_found(wrong, source):
    found = [f for f in findings(source) if all(says(f, mark) for mark in wrong["tanda"])]
    assert found, [f["kondisi"] for f in findings(source)]
    assert wrong["jenis"] in {f["kind"] for f in found} | {
        "predikat" if f["kind"] == "kontradiksi" else "" for f in found
    } | {"total" if f["kind"] == "rasio" else "" for f in found}


def test_nothing_else_is_accused():
    marks = [m for w in WRONG for m in w["tanda"]]
    assert not [f["kondisi"] for f in findings(DOCUMENT) if not any(says(f, m) for m in marks)]


def test_the_folder_is_what_the_plan_makes(tmp_path):
    demo.write_demo(tmp_path)
    made = {p.name: contents(p) for p in tmp_path.iterdir()}
    kept = {p.name: contents(p) for p in demo.FOLDER.iterdir() if p.name != "kekeliruan.yaml"}
    assert made.keys() == kept.keys()
    assert [n for n in kept if kept[n] != made[n]] == [], "run: python -m cermat.datasets.compose.demo"
