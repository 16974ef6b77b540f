"""A small sample of the long proofs (tests/proof): rows of one table, nothing that must not happen, and a table that
could say otherwise."""

from dataclasses import replace

import pytest

from cermat import audit
from tests.helpers import portfolio
from tests.interval_cases import RANDOM
from tests.proof import labels, mutants, oracle, sound
from tests.proof.__main__ import BEGIN, END, put
from tests.proof.rows import Options, Row, markdown
from tests.proof.slips import KINDS, slip

FEW = Options(sample=3)


@pytest.fixture(scope="module")
def base():
    sub = mutants.submission(mutants.sample(7))
    return sub, audit.check(sub)


def test_changed_figures_are_told_and_no_right_one_is_accused(base):
    sub, result = base
    known = mutants.Known(result)
    wanted = mutants.changes(result, 6, 3)
    assert {change.kind for change in wanted} == set(KINDS)
    ends = [(mutants.outcome(c, made, known), made) for c, made in mutants.tried(sub, wanted, result)]
    told = mutants.row("mutants", "composed", ends).counts
    assert told["found"] >= 0.8 * len(ends) and told["missed"] == 0
    assert told["accused itself"] >= 0.6 * told["found"] and told["a right one accused"] <= 2


def test_what_is_told_of_a_report_does_not_depend_on_its_neighbours(base):
    """A comparison that holds in all of them leaves its figures as much room as one beside others that fail."""
    sub, result = base
    wanted = mutants.changes(result, 2, 5)
    together = [made for _, made in mutants.tried(sub, wanted, result)]
    assert [next(mutants.tried(sub, [change], result))[1] for change in wanted[::4]] == together[::4]


def test_changed_labels_and_rows_are_told():
    frames = labels.reports()["composed"]
    ends = labels.ends(frames, labels.touches(frames, 4, 1))
    told = [end for _, end in ends]
    assert {touch.kind for touch, _ in ends} >= {"predikat", "row left out", "row doubled"}
    assert told.count("found") >= 0.4 * len(told) and told.count("missed") <= 1


def test_consistent_submissions_are_silent():
    rows = [sound.consistent((stack, FEW)) for stack in sound.stacks(Options(sample=40))]
    assert sound.together(rows).tried == 40 and sound.together(rows).wrong == []


def test_the_oracle_agrees_and_can_disagree():
    random = oracle.random.Random(4)
    made = portfolio({f"{rule}/{n}": make(random)[0] for rule, make in RANDOM.items() for n in range(6)})
    result = audit.check(made)
    tried, wrong = oracle.differences(result)
    assert sum(tried.values()) > 100 and not any(wrong.values())
    paper = result.kertas_kerja.copy()
    paper.loc[paper["aturan"].eq("TOT-03"), "hasil"] = "tidak cocok"
    other = replace(result, comparisons=replace(result.comparisons, kertas_kerja=paper))
    assert oracle.differences(other)[1]["total"]


@pytest.mark.parametrize(
    "kind, text, decimals, wanted",
    [
        ("sign", "12,50", 2, "-12,50"),
        ("sign", "(1.000)", 0, "1.000)"),
        ("two swapped", "12", 0, "21"),
        ("digit dropped", "1.000", 0, "100"),
        ("last digit", "abc", 0, None),
        ("point moved", "5,4", 1, "54|0,54"),
        ("neighbour's figure", "98,92 %", 2, "7 %|7"),
    ],
)
def test_slips(kind, text, decimals, wanted):
    made = {slip(kind, text, decimals, ["7"], oracle.random.Random(n)) for n in range(8)}
    assert made == {None} if wanted is None else made <= set(wanted.split("|")) and made


def test_the_table_stands_between_its_marks(tmp_path):
    rows = [
        Row("sound", "made up", 12, {"alarms": 0}, zero=("alarms",)),
        Row("real", "all", 0, note="not there"),
    ]
    path = tmp_path / "README.md"
    path.write_text(f"# A\n\n{BEGIN}\nold\n{END}\n\nrest\n", encoding="utf-8")
    put(rows, path)
    assert path.read_text(encoding="utf-8") == f"# A\n\n{BEGIN}\n{markdown(rows)}{END}\n\nrest\n"
    assert rows[0].wrong == [] and replace(rows[0], counts={"alarms": 1}).wrong == ["alarms"]
