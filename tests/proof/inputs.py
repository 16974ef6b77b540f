"""Bad inputs of every kind put to what reads them: none may crash a reader, hang it, or lose figures in silence.

`python -m tests.proof --part inputs [--sample N] [--seed S] [--verbose]`. Inputs are drawn by kind and number, so the
same seed tries the same ones; each hundred or so is tried in a child within limits, halved where the child is ended
until the input is alone. A crash is anything but an answer or an InputError of one line; a hang takes more than the
twenty seconds of processor time that a hostile input may cost; silent is defined in `targets.py`: the input, read by
other means, prints digits that were not read, and nothing was told.
"""

import os
import random
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import NamedTuple

from cermat.schemas.forked import Ended, forked
from cermat.schemas.limits import Limits
from tests.proof import patterns
from tests.proof.rows import Options, Row
from tests.proof.targets import READ, REFUSED, SILENT, TARGETS, TOLD

CRASH, HANG = "crashed", "hung"
BAD = (CRASH, HANG, SILENT)
SECONDS = 20.0  # of processor time that one input may cost
_CHUNK = 100
_LIMITS = Limits(150, 1_000_000_000)


class Tried(NamedTuple):
    """counts: outcome → inputs; bad: (what, case number, why); slowest: seconds of the slowest case."""

    counts: Counter
    bad: list[tuple[str, int, str]]
    slowest: float


def case_of(kind: str, seed: int, number: int):
    """A case of a kind, by its number."""
    return TARGETS[kind].make(random.Random(f"{seed} {kind} {number}"))


def tried(kind: str, seed: int, numbers: range) -> Tried:
    """Cases of a kind tried in a child; those that end it are found by halves."""
    try:
        return forked(lambda _tell: _each(kind, seed, numbers), _LIMITS)
    except Ended as error:
        if len(numbers) == 1:
            what = HANG if "waktu" in str(error) else CRASH
            size = TARGETS[kind].size
            return Tried(Counter({what: size}), [(what, numbers[0], str(error))], _LIMITS.seconds)
    middle = len(numbers) // 2
    one, two = tried(kind, seed, numbers[:middle]), tried(kind, seed, numbers[middle:])
    return Tried(one.counts + two.counts, one.bad + two.bad, max(one.slowest, two.slowest))


def _each(kind: str, seed: int, numbers: range) -> Tried:
    target, counts, bad, slowest = TARGETS[kind], Counter(), [], 0.0
    for number in numbers:
        case, begin, why = case_of(kind, seed, number), time.process_time(), ""
        try:
            outcome = target.attempt(case)
        except Exception as error:
            last = traceback.extract_tb(error.__traceback__)[-1]
            outcome, why = (
                CRASH,
                f"{type(error).__name__}: {error}"[:160] + f" ({last.filename}:{last.lineno})",
            )
        spent = time.process_time() - begin
        outcome, slowest = HANG if spent > SECONDS else outcome, max(slowest, spent)
        counts[outcome] += target.size
        if outcome in BAD:
            bad.append((outcome, number, why or f"{spent:.1f} s"))
    return Tried(counts, bad, slowest)


def _jobs(options: Options) -> Iterator[tuple[str, int, range]]:
    for kind, target in TARGETS.items():
        many = -(-target.inputs(options) // target.size)
        for start in range(0, many, _CHUNK):
            yield kind, options.seed, range(start, min(start + _CHUNK, many))


def run(options: Options) -> list[Row]:
    """A row a kind: how many inputs were tried, and what became of them."""
    counts: dict[str, Counter] = {kind: Counter() for kind in TARGETS}
    slowest: dict[str, float] = dict.fromkeys(TARGETS, 0.0)
    with ProcessPoolExecutor(os.cpu_count(), get_context("fork")) as pool:
        waiting = [(job[0], pool.submit(tried, *job)) for job in _jobs(options)]
        searching = [pool.submit(patterns.searched, part, options.seed) for part in patterns.parts(options)]
        for kind, future in waiting:
            made = future.result()
            counts[kind] += made.counts
            slowest[kind] = max(slowest[kind], made.slowest)
            for what, number, why in made.bad if options.verbose else ():
                print(f"  {what}: {kind} {options.seed}:{number}: {why}", flush=True)
        searched = patterns.together([future.result() for future in searching])
    for line in searched.told if options.verbose else ():
        print(f"  slow: {line}", flush=True)
    return [*(_row(kind, counts[kind], slowest[kind]) for kind in TARGETS), patterns.row(searched)]


def _row(kind: str, counts: Counter, slowest: float) -> Row:
    ordered = {name: counts[name] for name in (READ, TOLD, REFUSED, *BAD) if counts[name] or name in BAD}
    return Row("inputs", kind, counts.total(), ordered, BAD, f"slowest {slowest * 1000:.0f} ms")
