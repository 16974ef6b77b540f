"""A document or a workbook of typed tables becomes a Submission."""

import gc
import hashlib
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from cermat.schemas.places import PAGE_COLUMNS
from cermat.schemas.submission import WORD_COLUMNS, Submission


@contextmanager
def _without_collection():
    """Without the search for cycles: a document makes very many small objects and hardly a cycle, so it only
    costs time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@_without_collection()
def read_file(path: Path, progress=None) -> Submission:
    """Read one file (.md .txt .docx .pdf .xlsx). InputError where it cannot be read; `progress(done, total)`
    by page."""
    from cermat.datasets.readers.opening import open_document
    from cermat.datasets.recognise import recognise

    path = Path(path)
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        from cermat.datasets.workbook.reader import read_workbook

        typed = read_workbook(path)
        if typed is not None:
            return typed
    document = open_document(path, progress)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    sub = recognise(document, path.name, str(path), digest)
    sub.warnings = document.warnings
    if len(document.words):
        sub.words = document.words.assign(laporan=path.name)[WORD_COLUMNS]
    if document.pages:
        rows = [(path.name, sheet, printed) for sheet, printed in document.pages.items()]
        sub.pages = pd.DataFrame(rows, columns=PAGE_COLUMNS)
    return sub
