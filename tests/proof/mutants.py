"""One printed figure changed at a time: is it told, who is accused, and could what is not told have been known?

Reports are the bundled tables, the documents of ../shared as read (where they are) and a few composed ones; hundreds
of copies of one are audited as one portfolio. What reading makes of a changed document is tried in `documents.py`.
"""

import os
import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from cermat import audit
from cermat.checks.result import Result
from cermat.datasets.compose.sample import sample
from cermat.schemas import angka as A
from cermat.schemas.submission import Submission, merge
from tests.proof.rows import Options, Row
from tests.proof.seen import Known, Verdict, told, verdict
from tests.proof.slips import KINDS, NEIGHBOUR, slip
from tests.round_trip import submission

SHARED = Path(__file__).parents[3] / "shared"
STACK = 150  # copies of one report in one audit
READ = ["mantissa", "desimal", "satuan", "kelas", "ragu", "lokal"]


@dataclass(frozen=True)
class Change:
    """One figure of a report (id) with another text; kind: of the change, place: of the figure."""

    number: int
    kind: str
    text: str
    place: str


def reports() -> dict[str, Submission]:
    """The reports that are mutated, without the text of documents (the figures are what counts here)."""
    made = {"bundled tables": audit.read(audit.bundled())}
    for name, path in (
        ("seed", "seeds/000_0549a7cbacc22fc7.txt"),
        ("whole report", "real/full/disdik_sound.md"),
    ):
        if (SHARED / path).exists():
            read = audit.read(SHARED / path)
            made[name] = replace(
                read, blok=read.blok.iloc[:0], sel=read.sel.iloc[:0], words=read.words.iloc[:0]
            )
    made["composed"] = submission(sample(7))
    return made


def places(result: Result) -> dict[int, str]:
    """Where figures stand: the typed table and column that each is read into."""
    valued = result.settled.tables.value_columns
    return {
        int(number): f"{table}.{column}"
        for table, frame in result.sub.tables.items()
        for column in sorted(valued.get(table, ()))
        if column in frame
        for number in frame[column]
    }


def figures(result: Result) -> list[int]:
    """Printed report figures of an audited report that can be changed."""
    angka = result.sub.angka
    alike = [A.parse(text)[:2] for text in angka["teks"]]
    same = [pair == (m, d) for pair, m, d in zip(alike, angka["mantissa"], angka["desimal"], strict=True)]
    return np.flatnonzero(angka["kelas"].eq(A.FIGURE) & np.array(same) & (result.reach != "")).tolist()


def beside(angka: pd.DataFrame, number: int) -> list[str]:
    """Texts of the figures of the same column and table, or of the same passage."""
    row = angka.loc[number]
    near = angka.iloc[max(number - 8, 0) : number + 9]
    near = near[near["tabel"].eq(row["tabel"]) & near["kolom"].eq(row["kolom"]) & near["kelas"].eq(A.FIGURE)]
    return near.loc[near.index != number, "teks"].tolist()


def changes(result: Result, most: int | None, seed: int | str) -> list[Change]:
    """Changes of every kind, drawn evenly over kinds and figures; all of them where most is None."""
    chance, angka = random.Random(seed), result.sub.angka
    numbers, place = figures(result), places(result)
    pairs = [(number, kind) for number in numbers for kind in KINDS]
    chance.shuffle(pairs)
    made: list[Change] = []
    for number, kind in pairs:
        if most is not None and len(made) >= most * len(KINDS):
            break
        text, decimals = str(angka.at[number, "teks"]), int(angka.at[number, "desimal"])
        new = slip(kind, text, decimals, beside(angka, number) if kind == NEIGHBOUR else [], chance)
        if new is not None and A.parse(new)[:3] != A.parse(text)[:3]:
            made.append(Change(number, kind, new, place.get(number, "no table")))
    return made


def copies(sub: Submission, wanted: list[Change]) -> tuple[Submission, int]:
    """As many copies of a report as there are changes, each with one of them; and how many figures one has."""
    stacked, many = merge([sub] * len(wanted)), len(sub.angka)
    angka = stacked.angka.copy()
    at = [many * copy + change.number for copy, change in enumerate(wanted)]
    new = pd.Series([change.text for change in wanted], index=at)
    read = A.parse_column(new)
    angka.loc[at, "teks"] = new
    for column in read.columns:
        angka.loc[at, column] = read[column].astype(angka[column].dtype)
    return replace(stacked, angka=angka), many


def tried(sub: Submission, wanted: list[Change], base: Result) -> Iterator[tuple[Change, Verdict]]:
    """Each change with what the audit newly says."""
    before = told(base)
    for start in range(0, len(wanted), STACK):
        part = wanted[start : start + STACK]
        stacked, many = copies(sub, part)
        result = audit.check(stacked)
        after = told(result)
        for copy, change in enumerate(part):
            yield change, verdict(before, change.number, result, after, many * copy + change.number)


def outcome(change: Change, made: Verdict, known: Known) -> str:
    """found; looked at (perlu dilihat only); missed: something in the report contradicts it; within: what it takes
    part in allows it, too; alone: it takes part in nothing."""
    if made.state == "found":
        return "found"
    if known.broken(known.changed(change.number, change.text)):
        return "to be looked at" if made.state == "doubted" else "missed"
    return "allowed by the others" if known.taking_part(change.number) else "alone"


OUTCOMES = ("found", "to be looked at", "missed", "allowed by the others", "alone")


def row(part: str, kind: str, ends: list[tuple[str, Verdict]]) -> Row:
    """A line of the table: how changes came out, how often the changed figure is accused, how often a right one."""
    count = Counter(end for end, _ in ends)
    counts: dict[str, float] = {end: count[end] for end in OUTCOMES}
    counts["accused itself"] = sum(made.state == "found" and made.accused for _, made in ends)
    counts["a right one accused"] = sum(
        made.state == "found" and made.right and not made.accused for _, made in ends
    )
    return Row(part, kind, len(ends), counts)


def of_report(job: tuple[str, Options]) -> list[tuple[Change, str, Verdict]]:
    """Each change of one report, how it came out, and whom it made the audit accuse."""
    name, options = job
    sub = reports()[name]
    base = audit.check(sub)
    known, made = Known(base), []
    for change, said in tried(sub, changes(base, options.most(30), options.seed), base):
        end = outcome(change, said, known)
        made.append((change, end, said))
        wrong = said.state == "found" and said.right and not said.accused
        if options.verbose and (end in ("missed", "to be looked at") or wrong):
            broken = known.broken(known.changed(change.number, change.text))
            told_ = ("wrong one" if wrong else end, describe(base, change), broken, said.rules)
            print(name, *told_, sep=" · ", flush=True)
    return made


def run(options: Options) -> list[Row]:
    """Rows by report, by kind of change and by place, and the whole."""
    names = list(reports())
    with ProcessPoolExecutor(min(os.cpu_count() or 1, len(names))) as pool:
        ends = dict(zip(names, pool.map(of_report, [(name, options) for name in names]), strict=True))
    groups: dict[tuple[str, str], list[tuple[str, Verdict]]] = {}
    for name, made in ends.items():
        for change, end, said in made:
            for part, key in (("", name), (": change", change.kind), (": place", change.place)):
                groups.setdefault((f"mutants{part}", key), []).append((end, said))
    order = {name: at for at, name in enumerate((*names, *KINDS))}
    told_ = sorted(groups, key=lambda group: (group[0], order.get(group[1], 99), group[1]))
    return [
        row(*group, groups[group])
        for group in told_
        if group[0] != "mutants: place" or len(groups[group]) > 9
    ]


def describe(base: Result, change: Change) -> str:
    """One change in words, for whoever looks for the rule that is missing."""
    old = base.sub.angka.loc[change.number]
    at = f"(baris {old['baris']!s:.40}, {old['tabel']}, id {change.number})"
    return f"{change.kind}: {change.place} {old['teks']} → {change.text} {at}"
