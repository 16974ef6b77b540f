"""Bands of a scale as lines of a text, their signs and joining words, with and without percent."""

from itertools import product

import pytest

from cermat import audit
from tests.helpers import quick
from tests.stacked import Stacked

JOINED = ("s.d.", "s/d", "–", "hingga", "sampai", "sampai dengan")
SHAPES = [f"> {{}} {word} {{}}" for word in JOINED] + ["{} < x ≤ {}", "{},01 – {}"]


def _text(shape: str, percent: str) -> str:
    names = ("Cukup berhasil", "Berhasil", "Sangat berhasil")
    bands = [
        f"{shape.format(low, high)}{percent} : {name}"
        for low, high, name in zip((55, 70, 85), (70, 85, 100), names, strict=True)
    ]
    lines = [*reversed(bands), f"≤ 55{percent} : Tidak berhasil"]
    head = "# BAB III AKUNTABILITAS KINERJA\n\nPredikat capaian kinerja memakai skala berikut:\n\n"
    return head + "\n\n".join(lines) + "\n"


STACK = Stacked({each: _text(*each) for each in product(SHAPES, ("", "%"))}, quick)


@pytest.mark.parametrize("percent", ["", "%"])
@pytest.mark.parametrize("shape", SHAPES)
def test_both_bounds_of_a_line_are_read(shape, percent):
    """A sign that opens a line is no mark of a quotation."""
    sub = STACK.result.sub
    scale = STACK.rows(sub.tables["skala"], (shape, percent))
    assert [sub.angka["nilai"][at] for at in scale["atas"] if at >= 0] == [100, 85, 70, 55]
    found = STACK.told((shape, percent))["findings"]
    assert not [one for one in found if one["rule"] in ("SKA-01", "SKA-02")]


def test_a_quotation_that_counts_is_still_one(tmp_path):
    path = tmp_path / "laporan.md"
    path.write_text("> 1. Meningkatnya mutu layanan\n", encoding="utf-8")
    assert not audit.read(path).blok["teks"].str.contains(">").any()
