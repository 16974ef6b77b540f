"""Bands of a scale as lines of a text, their signs and joining words, with and without percent."""

import pytest

from cermat import audit
from tests.helpers import quick

JOINED = ("s.d.", "s/d", "–", "hingga", "sampai", "sampai dengan")
SHAPES = [f"> {{}} {word} {{}}" for word in JOINED] + ["{} < x ≤ {}", "{},01 – {}"]


@pytest.mark.parametrize("percent", ["", "%"])
@pytest.mark.parametrize("shape", SHAPES)
def test_both_bounds_of_a_line_are_read(tmp_path, shape, percent):
    """A sign that opens a line is no mark of a quotation."""
    names = ("Cukup berhasil", "Berhasil", "Sangat berhasil")
    bands = [
        f"{shape.format(low, high)}{percent} : {name}"
        for low, high, name in zip((55, 70, 85), (70, 85, 100), names, strict=True)
    ]
    lines = [*reversed(bands), f"≤ 55{percent} : Tidak berhasil"]
    path = tmp_path / "laporan.md"
    head = "# BAB III AKUNTABILITAS KINERJA\n\nPredikat capaian kinerja memakai skala berikut:\n\n"
    path.write_text(head + "\n\n".join(lines) + "\n", encoding="utf-8")
    sub = audit.read(path)
    values = sub.angka["nilai"]
    upper = [values[at] for at in sub.tables["skala"]["atas"] if at >= 0]
    assert upper == [100, 85, 70, 55]
    found = quick(sub).to_dict(path.name)["findings"]
    assert not [one for one in found if one["rule"] in ("SKA-01", "SKA-02")]


def test_a_quotation_that_counts_is_still_one(tmp_path):
    path = tmp_path / "laporan.md"
    path.write_text("> 1. Meningkatnya mutu layanan\n", encoding="utf-8")
    assert not audit.read(path).blok["teks"].str.contains(">").any()
