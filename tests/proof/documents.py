"""One printed figure of a document changed at a time, and the document read anew: what reading makes of a figure that
no longer fits belongs to what is tried. Rows of grids are left out and doubled, too.

The figure is changed in the document as its reader gives it (blocks and cells), so that formats differ by what their
readers give; a few documents are changed in their file. Two processes side by side."""

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from cermat import audit
from cermat.checks.result import Result
from cermat.datasets.document.model import Document
from cermat.datasets.readers.opening import opened, read_opened
from cermat.datasets.recognise import recognise
from cermat.schemas.submission import merge
from tests.proof.mutants import Change, changes, describe, outcome, row
from tests.proof.rows import Options, Row
from tests.proof.seen import Known, Told, Verdict, told, verdict
from tests.proof.slips import KINDS

SHARED = Path(__file__).parents[3] / "shared"
STACK = 15  # changed documents in one audit
PLACE = ["blok", "r", "c"]


@dataclass(frozen=True)
class Group:
    """Documents whose changes are counted together, and how many changes of a kind are usual."""

    name: str
    paths: tuple[str, ...]
    usual: int


def groups() -> list[Group]:
    """What is changed: seed in its formats, the whole report, the samples; those that are there."""
    seed, full = "seeds/lkjip-dinsos-buleleng-2023", "real/full/disdik_sound"
    samples = sorted(p.relative_to(SHARED).as_posix() for p in SHARED.glob("samples/*.md"))
    every = [
        Group("seed, text", ("seeds/000_0549a7cbacc22fc7.txt",), 5),
        Group("seed, docx", (f"{seed}.docx",), 3),
        Group("seed, pdf", (f"{seed}.pdf",), 3),
        Group("whole report, text", (f"{full}.md",), 5),
        Group("whole report, docx", (f"{full}.docx",), 2),
        Group("whole report, pdf", (f"{full}.pdf",), 2),
        Group("samples", tuple(samples), 1),
    ]
    return [group for group in every if group.paths and all((SHARED / path).exists() for path in group.paths)]


@cache
def document(path: str) -> Document:
    """A document as its reader gives it."""
    with opened(SHARED / path, []) as (readable, kind, _):
        return read_opened(readable, kind, Path(path).name, None)


@cache
def base(path: str) -> tuple[Result, Told]:
    """The audit of a document as it is."""
    result = audit.check(recognise(document(path), "asal"))
    return result, told(result)


def changed(found: Document, angka: pd.DataFrame, change: Change) -> Document:
    """The document with one figure's text changed."""
    old = angka.loc[change.number]
    frame = "sel" if old["r"] >= 0 else "blok"
    own = getattr(found, frame).copy()
    keys = PLACE if frame == "sel" else ["blok"]
    hit = np.logical_and.reduce([own[key].to_numpy() == old[key] for key in keys])
    (at,) = np.flatnonzero(hit)
    column = own.columns.get_loc("teks")
    text = own.iat[at, column]
    own.iat[at, column] = text[: int(old["mulai"])] + change.text + text[int(old["akhir"]) :]
    return replace(found, **{frame: own})


def placed(angka: pd.DataFrame, change: Change) -> bool:
    """Is it known where in its document a figure stands?"""
    return bool(pd.notna(angka.at[change.number, "mulai"]))


def found_again(old: pd.DataFrame, new: pd.DataFrame, number: int) -> int:
    """The figure of another reading at the place of figure `number`; -1 where none is."""
    was = old.loc[number]
    mine = np.flatnonzero(np.logical_and.reduce([new[key].to_numpy() == was[key] for key in PLACE]))
    if not len(mine):
        return -1
    start = new["mulai"].to_numpy(dtype="float64")[mine]
    near = np.abs(start - was["mulai"])
    return int(new.index[mine[near.argmin()]]) if near.min() <= 3 else -1


def shift(old: pd.DataFrame, new: pd.DataFrame):
    """Figures of one reading in another, by id: by their order where there are as many, else by their place."""
    if len(old) == len(new):
        return lambda number: number
    return lambda number: found_again(old, new, number)


Job = tuple[str, tuple[Change, ...]]


def tried(job: Job) -> list[tuple[Change, str, Verdict, str]]:
    """Each change of one document: (change, how it came out, verdict, the change in words)."""
    path, wanted = job
    first, before = base(path)
    old, known = first.sub.angka, Known(first)
    read = [recognise(changed(document(path), old, change), f"{n:04d}") for n, change in enumerate(wanted)]
    starts = np.cumsum([0, *(len(sub.angka) for sub in read)])
    result = audit.check(merge(read))
    now, made = told(result), []
    for change, sub, start in zip(wanted, read, starts, strict=False):
        to = shift(old, sub.angka)
        number = to(change.number)
        there = number + int(start) if number >= 0 else -1
        said = verdict(
            before,
            change.number,
            result,
            now,
            there,
            lambda n, to=to, s=int(start): to(n) + s if to(n) >= 0 else -1,
        )
        made.append((change, outcome(change, said, known), said, describe(first, change)))
    return made


def jobs(group: Group, options: Options) -> Iterator[Job]:
    """The changes of a group's documents, a stack a job."""
    most = options.most(group.usual)
    for path in group.paths:
        first, _ = base(path)
        wanted = [c for c in changes(first, most, f"{options.seed} {path}") if placed(first.sub.angka, c)]
        for start in range(0, len(wanted), STACK):
            yield path, tuple(wanted[start : start + STACK])


def run(options: Options) -> list[Row]:
    """Rows by group of documents, and by kind of change."""
    by_group: dict[str, list] = {}
    by_kind: dict[str, list] = {}
    every = [(group.name, job) for group in groups() for job in jobs(group, options)]
    if not every:
        return [Row("documents", "seed, whole report, samples", 0, note="not there: ../shared")]
    with ProcessPoolExecutor(min(os.cpu_count() or 1, len(every))) as pool:
        for (name, _), ends in zip(every, pool.map(tried, [job for _, job in every]), strict=True):
            for change, end, said, words in ends:
                by_group.setdefault(name, []).append((end, said))
                by_kind.setdefault(change.kind, []).append((end, said))
                wrong = said.state == "found" and said.right and not said.accused
                if options.verbose and (end in ("missed", "to be looked at") or wrong):
                    print(name, "wrong one" if wrong else end, words, said.rules, sep=" · ", flush=True)
    rows = [row("documents", name, ends) for name, ends in by_group.items()]
    return rows + [row("documents: change", kind, by_kind[kind]) for kind in KINDS if kind in by_kind]
