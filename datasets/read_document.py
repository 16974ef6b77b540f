"""A document or a workbook of typed tables becomes a Submission."""

import hashlib
from pathlib import Path

import numpy as np
import pandas as pd

from cermat.schemas import angka as A
from cermat.schemas.cycles import without_collection
from cermat.schemas.extras import installed
from cermat.schemas.places import PAGE_COLUMNS
from cermat.schemas.submission import WORD_COLUMNS, Submission


@without_collection()
def read_file(path: Path, progress=None, ocr: bool = False) -> Submission:
    """Read one file, of whatever kind (datasets/readers/container.py). InputError where it cannot be read;
    `progress(done, total)` by page; ocr: recognise the text of scanned pages."""
    from cermat.datasets.readers.opening import opened, read_opened
    from cermat.datasets.recognise import recognise

    path = Path(path)
    notes: list[str] = []
    with installed(path.name), opened(path, notes, ocr) as (readable, kind, origin):
        typed = _typed(readable, path) if kind == "xlsx" else None
        if typed is not None:
            typed.warnings, typed.angka["asal"] = [*notes, *typed.warnings], origin
            return typed
        document = read_opened(readable, kind, path.name, progress)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    sub = recognise(document, path.name, str(path), digest)
    sub.warnings = [*notes, *document.warnings]
    if not sub.angka["kelas"].isin([A.FIGURE, A.UNREADABLE]).any():
        sub.warnings.append("tidak ada satu pun angka laporan yang dikenali di dokumen ini")
    sub.angka["asal"] = np.where(sub.angka["halaman"].isin(document.scanned), A.OCR, origin)
    if len(document.words):
        sub.words = document.words.assign(laporan=path.name)[WORD_COLUMNS]
    if document.pages:
        rows = [(path.name, sheet, printed) for sheet, printed in document.pages.items()]
        sub.pages = pd.DataFrame(rows, columns=PAGE_COLUMNS)
    return sub


def _typed(readable: Path, path: Path) -> Submission | None:
    """A workbook of typed tables; None where it is a document."""
    from cermat.datasets.workbook.reader import read_workbook

    return read_workbook(readable, path)
