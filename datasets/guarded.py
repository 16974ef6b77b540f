"""Documents read apart from the process that asks: what a hostile one does to its reader is one line."""

import os
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from cermat.datasets.given import content_of, of_content, submitted
from cermat.schemas.archive import on_disk
from cermat.schemas.errors import InputError
from cermat.schemas.forked import Ended
from cermat.schemas.guard import apart
from cermat.schemas.limits import OCR_SECONDS, Limits
from cermat.schemas.sources import Progress, Source
from cermat.schemas.submission import Submission

_LAZY = (
    "cermat.datasets.given",
    "cermat.datasets.recognise",
    "cermat.datasets.workbook.reader",
    "cermat.datasets.readers.opening",
    "cermat.datasets.readers.docx",
    "cermat.datasets.readers.pdf",
    "cermat.datasets.readers.xlsx",
    "cermat.datasets.readers.text",
)
_SAMPLE = """# BAB III

Realisasi 2023 sebesar 84,61% dari target 80%.

| Indikator | Target | Realisasi |
|---|---|---|
| Cakupan | 80 | 84,61 |
"""
_read_before: list[bool] = []


def guarded(
    source: Source, progress: Progress | None = None, ocr: bool = False, limits: Limits | None = None
) -> Submission:
    """Whatever `submitted` takes, read in a process of its own within limits (schemas/limits.py); frames,
    which are no document, are read here. InputError where it cannot be read, or where its reader died or had
    to be ended."""
    if isinstance(source, Submission | Mapping):
        return submitted(source)
    limits = limits or (Limits(OCR_SECONDS) if ocr else Limits())
    if _read_before:
        warm()  # the first reading loads what it needs in its own process; whoever reads on has it at hand
    _read_before.append(True)
    if not isinstance(source, str | os.PathLike):
        content, name = content_of(source)
        return _apart(_of_content, content, name, ocr, about=name, limits=limits, progress=progress)
    path = on_disk(Path(source))
    if not path.exists():
        raise InputError(f"'{path}' tidak ada")
    sub = _apart(_of_path, str(path), ocr, about=str(source), limits=limits, progress=progress)
    sub.laporan["sumber"] = str(source)
    return sub


def _apart(function, *given, about: str, limits: Limits, progress: Progress | None) -> Submission:
    try:
        return apart(function, *given, limits=limits, heard=progress)
    except Ended as error:
        raise InputError(f"{about or 'kiriman'}: {error}") from None


def _of_path(path: str, ocr: bool, tell: Progress | None) -> Submission:
    return submitted(Path(path), tell, ocr)


def _of_content(content: bytes, name: str, ocr: bool, tell: Progress | None) -> Submission:
    return of_content(content, name, tell, ocr)


@cache
def warm() -> None:
    """Load the readers and their vocabularies, once: every process made from this one has them."""
    for module in _LAZY:
        with suppress(ImportError):  # a reader whose library is not installed says so itself
            import_module(module)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "contoh.md"
        path.write_text(_SAMPLE, encoding="utf-8")
        submitted(path)
