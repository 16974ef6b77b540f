"""Sound reports stay silent: nothing at sedang or above about reports whose figures agree."""

import os
import random
import tempfile
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

import pandas as pd
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from cermat import audit
from cermat.checks.result import Result
from cermat.datasets.compose import FORMATS, compose, layouts, wordings
from cermat.datasets.compose.sample import sample
from cermat.schemas.submission import merge
from tests.helpers import portfolio
from tests.nation import BLOCK, nation
from tests.proof.consistent import submissions
from tests.proof.rows import Options, Row

SHARED = Path(__file__).parents[3] / "shared"
STACK, COMPOSED = 100, 12  # consistent submissions, composed documents in one audit
_CONSISTENT = "consistent, every way of rounding"
UNTOLD = ("kelengkapan",)  # what a made-up report leaves out is told, and rightly


def alarms(result: Result, whole: bool = False) -> pd.DataFrame:
    """Findings at sedang or above: laporan, rule, finding. whole: also what is not there."""
    found = result.inner()
    found = found[found["severity"].isin(["sedang", "tinggi"])]
    return found if whole else found[~found["kind"].isin(UNTOLD)]


def row(kind: str, results: list[Result], options: Options, whole: bool = False) -> Row:
    """A line of the table: reports, and those with an alarm."""
    reports, alarmed, told = 0, 0, []
    for result in results:
        found = alarms(result, whole)
        reports += len(result.audited)
        alarmed += found["laporan"].nunique()
        told += [
            f"{one['laporan']} {result.finding(one)['kondisi']}" for one in found.to_dict("records")[:20]
        ]
    if options.verbose:
        print(*told, sep="\n")
    return Row("sound", kind, reports, {"with alarms": alarmed}, zero=("with alarms",))


def drawn(many: int, start: int) -> list[dict]:
    """So many submissions from Hypothesis."""
    made: list[dict] = []

    @seed(start)
    @settings(
        max_examples=many,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(submissions(), min_size=1, max_size=1))
    def collect(found: list[dict]) -> None:
        made.extend(found)

    collect()
    return made


def stacks(options: Options) -> list[dict]:
    """Submissions of Hypothesis, so many a stack, by name."""
    made = drawn(options.most(1500) or 10_000, options.seed)
    named = [(f"{n}", tables) for n, tables in enumerate(made)]
    return [dict(named[start : start + STACK]) for start in range(0, len(named), STACK)]


def consistent(job: tuple[dict, Options]) -> Row:
    """A stack of submissions of Hypothesis, audited as one portfolio."""
    stack, options = job
    return row(_CONSISTENT, [audit.check(portfolio(stack))], options)


def of_nation(job: tuple[int, int, Options]) -> Row:
    """So many sound reports of a nation."""
    many, start, options = job
    return row("nation", [audit.check(frames) for frames, _ in nation(many, start, 0.0)], options)


def together(rows: list[Row]) -> Row:
    """Rows of one kind as one."""
    alarmed = sum(one.counts["with alarms"] for one in rows)
    return replace(rows[0], tried=sum(one.tried for one in rows), counts={"with alarms": alarmed})


def document(job: tuple[list[tuple[str, str, str, int]], str]) -> Result:
    """Composed documents (format, layout, wording, seed), read and audited as one portfolio."""
    jobs, folder = job
    read = []
    for form, layout, wording, number in jobs:
        path = Path(folder) / f"{layout}-{wording}-{number}.{form}"
        read.append(
            audit.read(compose(sample(number), form, path, layout=layout, wording=wording, seed=number))
        )
    return audit.check(merge(read))


def told_of(job) -> Row:
    """As `document`, counted (a Result is too much to hand over)."""
    jobs, folder, options = job
    return row("composed", [document((jobs, folder))], options)


def composed(options: Options, pool: Executor) -> Row:
    """Composed reports of all formats, layouts and wordings."""
    every = [(form, layout, wording) for form in FORMATS for layout in layouts() for wording in wordings()]
    chance = random.Random(options.seed)
    wanted = [(*one, chance.randrange(10**6)) for one in every]
    chance.shuffle(wanted)
    wanted = wanted[: options.most(len(every))]
    with tempfile.TemporaryDirectory() as folder:
        parts = [wanted[n : n + COMPOSED] for n in range(0, len(wanted), COMPOSED)]
        return together(list(pool.map(told_of, [(part, folder, options) for part in parts])))


def shared(options: Options) -> list[Row]:
    """The whole made-up report in its formats, and the sample that is labelled sound."""
    every = {"whole report": sorted(SHARED.glob("real/full/disdik_sound.*"))}
    truths = [p for p in SHARED.glob("samples/*.truth.json") if p.read_text(encoding="utf-8").strip() == "[]"]
    every["sound samples"] = [p.with_name(p.name.replace(".truth.json", ".md")) for p in truths]
    made = []
    for kind, paths in every.items():
        paths = paths[: options.most(len(paths))]
        if paths:
            made.append(row(kind, [audit.check(list(paths))], options, whole=kind == "whole report"))
        else:
            made.append(Row("sound", kind, 0, note="not there: ../shared"))
    return made


def run(options: Options) -> list[Row]:
    """Reports that are sound by how they were made: how many, and about how many something is said."""
    many = options.most(1000) or 5000
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        made = list(pool.map(consistent, [(stack, options) for stack in stacks(options)]))
        blocks = [(min(BLOCK, many - n), options.seed + n, options) for n in range(0, many, BLOCK)]
        return [
            together(made),
            together(list(pool.map(of_nation, blocks))),
            composed(options, pool),
            *shared(options),
        ]
