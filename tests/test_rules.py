"""Every rule by its own examples, through the public door, as one portfolio with the real judge."""

import re

import pytest

from helpers import cards, check, example_tables, portfolio, status
from checks.cards import KINDS

WANTED = {"holds": "sesuai", "fails": "temuan", "undecided": "tidak dapat diuji"}
EXAMPLES = [(c, kind, n, content) for c in cards() for n, e in enumerate(c.examples) for kind, content in e.items()]
NAMES = [f"{c.id}-{kind}-{n}" for c, kind, n, _ in EXAMPLES]


@pytest.fixture(scope="module")
def result():
    return check(portfolio({name: example_tables(c, content) for name, (c, _, _, content) in zip(NAMES, EXAMPLES, strict=True)}))


@pytest.mark.parametrize(("card", "kind", "n", "content"), EXAMPLES, ids=NAMES)
def test_example(result, card, kind, n, content):
    told = status(result, card.id, f"{card.id}-{kind}-{n}")
    assert told["status"] == WANTED[kind], told.to_dict()
    if kind == "holds":
        assert told["held"] >= 1 and told["failed"] == 0
    if kind == "fails":
        assert told["failed"] >= 1
    if kind == "undecided":
        assert told["undecided"] >= 1 and told["failed"] == 0 and told["reason"]
