"""A submission with what a person put right: "5,85" was read in the column of the target, and is the
realisasi."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd

from cermat.datasets.read_tables import from_frames
from cermat.datasets.workbook.looks import POINTERS
from cermat.datasets.workbook.numbers import attach
from cermat.datasets.workbook.tables import text_tables
from cermat.schemas.edits import Edit
from cermat.schemas.errors import InputError
from cermat.schemas.submission import Submission
from cermat.schemas.tables import all_tables


def corrected(sub: Submission, edits: Iterable[Edit]) -> Submission:
    """The submission with cells of its typed tables as a person says; the one given stays as it is.

    Only tables that are corrected are read anew. A number that two tables use stays one where both say the
    same. Places, pages and the document itself are kept. InputError names a cell that is not there.
    """
    edits = list(edits)
    kinds = {edit.tabel for edit in edits}
    frames = text_tables(sub, kinds)
    pointers = {kind: _pointers(kind, frame) for kind, frame in frames.items()}
    for edit in edits:
        _put(frames, edit)
    if not frames:
        return sub
    for kind, frame in frames.items():
        for name in [column for column in frame.columns if column.startswith("_")]:
            del frame[name]
        frame[POINTERS] = pointers[kind]
    numbers = attach(frames, sub.angka, _used(sub, kinds))
    for frame in frames.values():
        del frame[POINTERS]
    made = from_frames(frames, sub.laporan, document_angka=numbers)
    return replace(
        sub,
        tables=sub.tables | {kind: made.tables[kind] for kind in frames},
        angka=made.angka,
        struktur=_instead(sub.struktur, made.struktur, kinds),
        absent=_instead(sub.absent, made.absent, kinds),
    )


def _used(sub: Submission, kinds: set[str]) -> np.ndarray:
    """Numbers to which other tables than these point."""
    ids = [
        sub.tables[kind][name].to_numpy(dtype="int64")
        for kind, spec in all_tables().items()
        if kind not in kinds
        for name in spec.angka_columns
    ]
    every = np.unique(np.concatenate(ids)) if ids else np.array([], dtype="int64")
    return every[every >= 0]


def _instead(old: pd.DataFrame, new: pd.DataFrame, kinds: set[str]) -> pd.DataFrame:
    """What is told of tables, anew of these kinds."""
    parts = [old[~old["tabel_tipe"].isin(kinds)], new[new["tabel_tipe"].isin(kinds)]]
    return pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)


def _pointers(kind: str, frame: pd.DataFrame) -> list[str]:
    """What each row points to, as the hidden column of a workbook remembers it: "target=12 realisasi=13"."""
    names = [name for name in all_tables()[kind].angka_columns if f"_{name}" in frame]
    return [
        " ".join(f"{name}={number}" for name, number in zip(names, row, strict=True) if number >= 0)
        for row in frame[[f"_{name}" for name in names]].itertuples(index=False, name=None)
    ]


def _put(frames: dict[str, pd.DataFrame], edit: Edit) -> None:
    """One cell as the edit says."""
    frame = frames.get(edit.tabel)
    if frame is None or edit.kolom not in all_tables()[edit.tabel].columns:
        raise InputError(f"koreksi: tabel {edit.tabel} tidak punya kolom {edit.kolom}")
    if not 0 <= edit.baris < len(frame):
        raise InputError(f"koreksi: tabel {edit.tabel} tidak punya baris {edit.baris + 1}")
    if edit.kolom not in frame:
        frame[edit.kolom] = ""
    frame.loc[frame.index[edit.baris], edit.kolom] = edit.teks
