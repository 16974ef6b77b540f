"""A submission with what a person put right: "5,85" was read in the column of the target, and is the
realisasi."""

from collections.abc import Iterable
from dataclasses import replace

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

    A number that two tables use stays one where both say the same. Places, pages and the document itself are
    kept. InputError names a cell that is not there.
    """
    frames = text_tables(sub)
    pointers = {kind: _pointers(kind, frame) for kind, frame in frames.items()}
    for edit in edits:
        _put(frames, edit)
    for kind, frame in frames.items():
        for name in [column for column in frame.columns if column.startswith("_")]:
            del frame[name]
        frame[POINTERS] = pointers[kind]
    filled = {kind: frame for kind, frame in frames.items() if len(frame)}
    numbers = attach(filled, sub.angka)
    for frame in filled.values():
        del frame[POINTERS]
    made = from_frames(filled, sub.laporan, document_angka=numbers)
    return replace(
        made,
        blok=sub.blok,
        sel=sub.sel,
        words=sub.words,
        pages=sub.pages,
        origin=sub.origin,
        warnings=sub.warnings,
    )


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
