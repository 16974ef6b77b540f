"""A made-up nation: as many plausible reports as are asked for, sound or with one known fault each.

`block` draws BLOCK reports at once, as typed tables in the frames of schemas/tables.yaml; what a report holds depends on the
seed and its number alone. `python -m tests.nation` writes a nation as Parquet or as documents.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from tests.nation import amounts, prose, tables
from tests.nation.drawing import BLOCK, Draft
from tests.nation.faults import TRUTH, inject, kinds
from tests.nation.indicators import Indicators

Frames = dict[str, pd.DataFrame]


def sound(seed: int, block: int) -> Frames:
    """BLOCK sound reports: typed tables of text with `laporan`."""
    draft = Draft(seed, block)
    indicators = Indicators(draft)
    tables.identity(draft)
    tables.rules(draft, indicators)
    for part in (tables.achievement, tables.comparison, tables.series, tables.plan, tables.working):
        part(draft, indicators)
    amounts.counts(draft)
    amounts.arithmetic(draft)
    prose.claims(draft, indicators, amounts.budget(draft))
    return draft.frames()


def nation(reports: int, seed: int = 1, faulty: float = 0.25) -> Iterator[tuple[Frames, pd.DataFrame]]:
    """So many reports, BLOCK at a time: their tables, and the truth about a faulty share of them (faults.TRUTH)."""
    for block in range(-(-reports // BLOCK)):
        frames = sound(seed, block)
        truth = inject(frames, faulty, np.random.default_rng([seed, block, 1]))
        wanted = frames["identitas"]["laporan"].unique()[: reports - block * BLOCK]
        if len(wanted) < BLOCK:
            frames = {
                name: frame[frame["laporan"].isin(wanted)].reset_index(drop=True)
                for name, frame in frames.items()
            }
            truth = truth[truth["laporan"].isin(wanted)].reset_index(drop=True)
        yield frames, truth


def sample(seed: int, sound_reports: int) -> tuple[Frames, pd.DataFrame]:
    """So many sound reports and one report of every kind of fault, and the truth."""
    parts, truths, wanted = [], [], set(kinds())
    for block in range(8):
        frames = sound(seed, block)
        every = inject(frames, 0.5, np.random.default_rng([seed, block, 1]), only=tuple(sorted(wanted)))
        truth = every[every["laporan"].isin(every.drop_duplicates("jenis")["laporan"])]
        clean = np.setdiff1d(frames["identitas"]["laporan"].unique(), every["laporan"])
        keep = {*truth["laporan"], *(clean[:sound_reports] if block == 0 else ())}
        parts.append({name: frame[frame["laporan"].isin(keep)] for name, frame in frames.items()})
        truths.append(truth)
        wanted -= set(truth["jenis"])
        if not wanted:
            break
    together = {name: pd.concat([part[name] for part in parts], ignore_index=True) for name in parts[0]}
    return together, pd.concat(truths, ignore_index=True)


__all__ = ["BLOCK", "TRUTH", "kinds", "nation", "sample", "sound"]
