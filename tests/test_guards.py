"""Guards dropped one at a time (`make mutants`): each kind is found, and a test that misses it is told."""

from pathlib import Path

import pytest

from tests.guards.changes import changes
from tests.guards.trial import ROOT, reach, survives

CODE = """
MOST = 4


def read(rows, share, found, table):
    if not rows:
        return []
    kept = [r for r in rows if r.name]
    if table.kind in {"a", "b"} and found >= MOST:
        kept = kept[:2]
    return table[(share < 0.5) & found], kept
"""
CARDS = """
- id: naik
  bounds: [awal != 0, akhir > 0]
  cues: [NAIK]
"""


@pytest.mark.parametrize(
    ("what", "without"),
    [
        ("veto: not rows", "if False:"),
        ("filter: r.name", "[r for r in rows]"),
        ("bound: found >= MOST", "in {'a', 'b'} and True"),
        ("bound: share < 0.5", "table[True & found]"),
        ("mask: found of share < 0.5 & found", "table[share < 0.5]"),
        ("mask: share < 0.5 of share < 0.5 & found", "table[found]"),
        ("member: 'a' of table.kind in {'a', 'b'}", "table.kind in {'b'}"),
        ("member: 'b' of table.kind in {'a', 'b'}", "table.kind in {'a'}"),
    ],
)
def test_each_guard_of_code_is_dropped_alone(tmp_path, what, without):
    (tmp_path / "read.py").write_text(CODE, encoding="utf-8")
    found = changes(tmp_path / "read.py", tmp_path)
    assert len(found) == 8 and {c.inside for c in found} == {(5,)}
    (change,) = (c for c in found if c.what.replace("(", "").replace(")", "") == what)
    assert without in change.without()


def test_each_entry_of_a_card_is_dropped_alone(tmp_path):
    (tmp_path / "naik.yaml").write_text(CARDS, encoding="utf-8")
    found = changes(tmp_path / "naik.yaml", tmp_path)
    assert [c.name for c in found] == [
        "naik.yaml:2 naik bounds: awal != 0",
        "naik.yaml:2 naik bounds: akhir > 0",
        "naik.yaml:2 naik cues: NAIK",
    ]
    assert "akhir > 0" in found[0].without() and "awal" not in found[0].without()


def test_a_guard_that_a_test_misses_does_not_survive():
    """The refusal of an unknown word class, with the test of it and with a test of something else."""
    path = ROOT / "datasets" / "recognise" / "relations" / "shape.py"
    (change,) = (c for c in changes(path, ROOT) if c.what.endswith("(classes - known_classes()))"))
    named = "tests/test_relations.py::test_a_card_that_is_not_sound_is_refused_in_one_line"
    seen = reach([named])
    tests = seen.of(change, 30)
    assert tests and not seen.failed and all(t.startswith(named) for t in tests)
    assert not survives(change, tests)
    assert survives(
        change, [f"{Path(__file__).relative_to(ROOT)}::test_each_entry_of_a_card_is_dropped_alone"]
    )
