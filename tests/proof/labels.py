"""One label or one row of a report changed at a time: another predikat, verdict or way of moving, another unit; a row
of a table left out or printed twice. Typed tables; copies stacked in one audit."""

import random
from collections import Counter
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
import pandas as pd

from cermat import audit
from cermat.checks.result import Result
from cermat.datasets.compose.sample import sample
from cermat.datasets.workbook.tables import text_tables
from cermat.schemas import interval as S
from cermat.schemas.language import parse
from cermat.schemas.submission import Submission
from cermat.schemas.tables import all_tables
from tests.proof.mutants import SHARED
from tests.proof.plain import NOTHING, outcomes, scalar
from tests.proof.rows import Options, Row
from tests.proof.seen import HOLDS, Known
from tests.round_trip import submission

TURNED = {
    "naik": "turun",
    "turun": "naik",
    "tercapai": "tidak_tercapai",
    "tidak_tercapai": "tercapai",
    "naik_tiap_tahun": "turun_tiap_tahun",
    "turun_tiap_tahun": "naik_tiap_tahun",
    "tertinggi": "terendah",
    "terendah": "tertinggi",
}
LABELS = {"predikat": (("predikat", "label"), ("indikator", "predikat")), "verdict": (("klaim", "jenis"),)}
ROWS = ("indikator", "anggaran", "rincian", "seri")
STACK = 60


@dataclass(frozen=True)
class Touch:
    """One change of typed tables. kind: label, verdict, row left out, row doubled; column and text for labels."""

    kind: str
    table: str
    row: int
    column: str = ""
    text: str = ""


Frames = dict[str, pd.DataFrame]


def reports() -> dict[str, Frames]:
    """Typed tables of text of the reports that are changed."""
    made = {"bundled tables": text_tables(audit.read(audit.bundled())), "composed": sample(7)}
    path = SHARED / "real/full/disdik_sound.md"
    if path.exists():
        made["whole report"] = text_tables(audit.read(path))
    return {
        name: {
            table: frame[[column for column in frame if not column.startswith("_")]].astype(str)
            for table, frame in frames.items()
            if table in all_tables() and len(frame)
        }
        for name, frames in made.items()
    }


def touches(frames: Frames, most: int | None, seed: int) -> list[Touch]:
    """Changes of each kind, so many of each; all of them where most is None."""
    chance, made = random.Random(seed), []
    for kind, places in LABELS.items():
        own = [touch for place in places for touch in _labels(kind, *place, frames, chance)]
        made.append(own)
    filled = [
        (t, row) for t in ROWS if t in frames for row in range(len(frames[t])) if _figures(frames[t], t, row)
    ]
    for kind in ("row left out", "row doubled"):
        made.append([Touch(kind, table, row) for table, row in filled])
    for own in made:
        chance.shuffle(own)
    return [touch for own in made for touch in own[:most]]


def _labels(kind: str, table: str, column: str, frames: Frames, chance: random.Random) -> list[Touch]:
    if table not in frames or column not in frames[table]:
        return []
    texts = frames[table][column]
    every = sorted({text for text in texts if text})
    made = []
    for row, text in enumerate(texts):
        others = [TURNED[text]] if text in TURNED else [o for o in every if o.lower() != text.lower()]
        if text and others and (kind == "predikat" or text in TURNED):
            made.append(Touch(kind, table, row, column, chance.choice(others)))
    return made


def _figures(frame: pd.DataFrame, table: str, row: int) -> list[str]:
    columns = [column for column in all_tables()[table].angka_columns if column in frame]
    return [column for column in columns if any(letter.isdigit() for letter in frame[column].iat[row])]


def changed(frames: Frames, touch: Touch) -> Frames:
    """The tables with one change."""
    own = frames[touch.table].reset_index(drop=True)
    if touch.kind == "row left out":
        own = own.drop(index=touch.row)
    elif touch.kind == "row doubled":
        own = own.loc[np.repeat(own.index, np.where(own.index == touch.row, 2, 1))]
    else:
        own = own.copy()
        own.loc[touch.row, touch.column] = touch.text
    return frames | {touch.table: own.reset_index(drop=True)}


def stacked(copies: list[Frames]) -> Submission:
    """Copies of a report as one portfolio."""
    names = sorted({name for frames in copies for name in frames})
    together = {
        name: pd.concat(
            [frames[name].assign(laporan=f"{n:04d}") for n, frames in enumerate(copies) if name in frames],
            ignore_index=True,
        )
        for name in names
    }
    return submission(together)


def findings(result: Result) -> dict[str, tuple[Counter, Counter]]:
    """By report: how many findings of each rule, and how many that are only to be looked at."""
    made = {}
    for laporan, own in result.explained.findings.groupby("laporan"):
        doubtful = own["doubtful"].astype(bool)
        made[laporan] = Counter(own.loc[~doubtful, "rule"]), Counter(own.loc[doubtful, "rule"])
    return made


def contradicted(known: Known, touch: Touch) -> bool:
    """Does anything that held in the sound copy break? A label: what it is compared with does not allow the other one;
    a row: comparisons of other rows, without its figures or with twice as much."""
    if touch.column:
        return _label_breaks(known, touch)
    result, figures = known.result, known.book.figures
    frame = result.sub.tables[touch.table]
    valued = sorted(result.settled.tables.value_columns[touch.table])
    own = [int(frame[column].iat[touch.row]) for column in valued if frame[column].iat[touch.row] >= 0]
    twice = touch.kind == "row doubled"
    after = {n: replace(figures[n], value=2 * figures[n].value) if twice else NOTHING for n in own}
    return bool(known.broken(after, frozenset(own), ("total",) if twice else ()))


def _label_breaks(known: Known, touch: Touch) -> bool:
    """Is there a rule that held on the row and does not with the other label?"""
    frame = known.result.sub.tables[touch.table]
    mine = {name: frame[name].iat[touch.row] for name in ("tabel", "garis", "baris")}
    scale = known.result.settled.scale
    ranks = dict(zip(scale["label"].str.lower(), scale["urutan"], strict=True)) if len(scale) else {}
    changes = {"jenis": touch.text, "rank": Fraction(ranks.get(touch.text.lower(), -2)), "kode": Fraction(-9)}
    for card in known.result.cards:
        if card.kind not in ("predikat", "kontradiksi", "tren") or card.table not in (
            "label",
            "klaim",
            "klaim_target",
        ):
            continue
        for row in known.book.tables[card.table]:
            same = all(row[name] == value for name, value in mine.items() if name in row)
            label = row.get("label") or row.get("jenis")
            if not same or label != frame[touch.column].iat[touch.row]:
                continue
            if (
                card.id == "KON-01"
                and row["label_pertama"] == row["label"]
                and row["garis"] == row["garis_pertama"]
            ):
                continue  # the first of its kind is held against itself
            new = row | {name: value for name, value in changes.items() if name in row}
            if _told(card, row, known) in HOLDS and _told(card, new, known) == S.MISMATCH:
                return True
    return False


def _told(card, row: dict, known: Known) -> str | None:
    if card.where and not scalar(parse(card.where).tree, row, card.table, known.book):
        return None
    return outcomes(card, row, known.book)[0][1]


OUTCOMES = ("found", "to be looked at", "missed", "nothing could know")


def ends(frames: Frames, wanted: list[Touch]) -> list[tuple[Touch, str]]:
    """How each change of a report came out: found (a finding of a rule more than before), to be looked at, missed,
    nothing could know."""
    base = audit.check(stacked([frames]))
    sure, doubted = next(iter(findings(base).values()), (Counter(), Counter()))
    known, made = Known(base), []
    for start in range(0, len(wanted), STACK):
        part = wanted[start : start + STACK]
        seen = findings(audit.check(stacked([changed(frames, touch) for touch in part])))
        for n, touch in enumerate(part):
            now = seen.get(f"{n:04d}", (Counter(), Counter()))
            if now[0] - sure:
                made.append((touch, "found"))
            elif not contradicted(known, touch):
                made.append((touch, "nothing could know"))
            else:
                made.append((touch, "to be looked at" if now[1] - doubted else "missed"))
    return made


def run(options: Options) -> list[Row]:
    """Rows by kind of change."""
    made: dict[str, Counter] = {}
    for name, frames in reports().items():
        for touch, end in ends(frames, touches(frames, options.most(25), options.seed)):
            made.setdefault(touch.kind, Counter())[end] += 1
            if options.verbose and end in ("missed", "to be looked at"):
                old = frames[touch.table].iloc[touch.row]
                print(
                    name, end, touch, {k: v for k, v in old.items() if v and not k.startswith("_")}, sep=" · "
                )
    return [
        Row("labels and rows", kind, sum(c.values()), {e: c[e] for e in OUTCOMES}) for kind, c in made.items()
    ]
