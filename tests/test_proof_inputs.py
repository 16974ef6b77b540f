"""A sample of the proof with bad inputs (tests/proof/inputs.py): none crashes a reader, hangs it, or loses figures in
silence; and the proof sees one that does."""

import os

import pytest

from cermat.schemas.errors import InputError
from tests.proof import inputs, patterns, targets
from tests.proof.rows import Options


def test_no_input_of_a_sample_crashes_hangs_or_is_lost():
    rows = inputs.run(Options(sample=20, verbose=True))
    assert {row.kind for row in rows} >= {*targets.TARGETS} and all(row.tried for row in rows)
    assert not [(row.kind, row.wrong) for row in rows if row.wrong]


def _hangs(_case):
    while True:
        pass


def _unclear(_case):
    raise InputError(" ")


@pytest.mark.parametrize(
    ("attempt", "told"),
    [
        (lambda _case: 1 / 0, inputs.CRASH),
        (lambda _case: os._exit(1), inputs.CRASH),
        (targets.refused(_unclear), inputs.CRASH),
        (_hangs, inputs.HANG),
        (targets.document("laporan.md", lambda _content: "41.736"), targets.SILENT),
    ],
)
def test_the_proof_sees_what_goes_wrong(monkeypatch, attempt, told):
    target = targets.Target(1, lambda _chance: b"Realisasi 72,00 persen dari target 80,00 persen.", attempt)
    monkeypatch.setitem(targets.TARGETS, "uji", target)
    if told == inputs.HANG:
        monkeypatch.setattr(inputs, "_LIMITS", inputs.Limits(3))
    made = inputs.tried("uji", 1, range(1))
    assert made.counts == {told: 1} and made.bad[0][0] == told


def test_a_pattern_that_goes_back_without_end_is_found():
    some = [(r"(a+)+b", 0, "uji.py"), (r"a+b", 0, "uji.py")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(patterns, "_LIMITS", inputs.Limits(2))
        made = patterns.searched(some, 1)
    assert (made.tried, made.slow) == (24, 1) and "(a+)+b" in made.told[0]
