"""Which guards have no test: `make mutants`.

    python -m tests.guards [--most N] [--seed N] [--tests FILE …] [PATH …]

Of relation cards and checks: vetoes, filters, masks, bounds, members of sets and entries of cards are dropped one
at a time, and the quickest tests of their function are run. Those that no test misses are listed by name.
"""

import random
import sys
import time
from pathlib import Path

import click
import great_expectations  # noqa: F401  (read once here, not in each process)
import pandas  # noqa: F401
import pytest  # noqa: F401

from tests.guards.changes import Change, changes
from tests.guards.trial import ROOT, reach, survives

WHERE = ("datasets/recognise/relations", "checks")
# quick tests that go through cards, rules and settling; whole reports are left to `make test`
TESTS = (
    *("alike", "blanks", "common_scales", "copies", "direction", "language", "mentions"),
    *("mirrored_columns", "overlays", "profile", "rates", "relations", "same_whole", "scale_labels"),
    *("set_formulas", "statuses", "suspect_tables", "waivers", "whole_counts", "words_and_tables"),
    *("written_relations", "rules", "texts", "quirks", "number_quirks"),
)
_MOST_TESTS = 12  # of one guard


def guards(paths: tuple[str, ...]) -> list[Change]:
    """Every guard below these paths."""
    found: list[Change] = []
    for name in paths:
        at = ROOT / name
        files = [at] if at.is_file() else sorted(p for e in ("py", "yaml") for p in at.rglob(f"*.{e}"))
        cards = ROOT / WHERE[0]
        found += [c for p in files if p.suffix == ".py" or cards in p.parents for c in changes(p, ROOT)]
    return found


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("paths", nargs=-1)
@click.option("--most", default=60, help="So many guards, drawn at random; 0: all.")
@click.option("--seed", default=1, help="Another draw.")
@click.option("--tests", "files", multiple=True, help="Test files in place of the usual ones.")
def main(paths: tuple[str, ...], most: int, seed: int, files: tuple[str, ...]) -> None:
    """Drops guards one at a time and lists those that no test misses. Exit code 1 where there are some."""
    found = guards(paths or WHERE)
    drawn = random.Random(seed).sample(found, most) if 0 < most < len(found) else found
    usual = [f"tests/test_{name}.py" for name in TESTS]
    start = time.monotonic()
    reached = reach([name for name in (files or usual) if Path(name).exists()])
    print(
        f"{len(reached.seconds)} tests, {len(found)} guards, {len(drawn)} tried ({_since(start)})", flush=True
    )
    left, untested = [], []
    for change in drawn:
        tests = reached.of(change, _MOST_TESTS)
        if not tests:
            untested.append(change)
        elif survives(change, tests):
            left.append(change)
            print(f"survives  {change.name}", flush=True)
    for change in untested:
        print(f"no test   {change.name}")
    missed = len(drawn) - len(left) - len(untested)
    print(
        f"{missed} missed, {len(left)} survive, {len(untested)} in code that these tests do not run ({_since(start)})"
    )
    sys.exit(bool(left))


def _since(start: float) -> str:
    return f"{time.monotonic() - start:.0f} s"


if __name__ == "__main__":
    main()
