"""What is handed over to the public door: a path, tables as frames, or the content of a file."""

import hashlib
import numbers
import os
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from cermat.datasets.read_document import read_file
from cermat.datasets.read_tables import from_frames, read_folder
from cermat.datasets.sources import submissions
from cermat.schemas.archive import on_disk
from cermat.schemas.errors import InputError
from cermat.schemas.sources import File, Progress, Source
from cermat.schemas.submission import Submission

_KINDS = ((b"word/document.xml", ".docx"), (b"xl/workbook.xml", ".xlsx"))
_NAME = "kiriman"


def submitted(source: Source, progress: Progress | None = None, ocr: bool = False) -> Submission:
    """Whatever is handed over, as a Submission: a path, typed tables by name (schemas/tables.yaml), the bytes
    of a document, or an open file. ocr: recognise the text of scanned pages. InputError where it is none of
    these, or cannot be read."""
    if isinstance(source, Submission):
        return source
    if isinstance(source, str | os.PathLike):
        return _of_path(source, progress, ocr)
    if isinstance(source, Mapping):
        return _of_frames(source)
    return of_content(*content_of(source), progress, ocr)


def content_of(source) -> tuple[bytes, str]:
    """(the bytes of a document or of an open file, its name or ''). InputError where it is neither."""
    name = str(getattr(source, "name", "") or "")
    content = source.read() if hasattr(source, "read") else source
    content = content.encode("utf-8") if isinstance(content, str) else content
    if not isinstance(content, bytes | bytearray | memoryview):
        raise InputError(
            f"kiriman berupa {type(source).__name__} tidak dikenal; beri path, tabel atau isi berkas"
        )
    return bytes(content), name


def _of_path(source: File, progress: Progress | None, ocr: bool) -> Submission:
    """A folder of CSV, a workbook or a document, also one in a zip archive."""
    path = on_disk(Path(source))
    if not path.exists():
        raise InputError(f"'{path}' tidak ada")
    sub = _of_folder(path) if path.is_dir() else read_file(path, progress, ocr)
    sub.laporan["sumber"] = str(source)
    return sub


def _of_folder(path: Path) -> Submission:
    """A folder of CSV; one that holds documents is no single submission."""
    found = submissions(path)
    if found not in ([], [path]):
        raise InputError(f"'{path}' berisi {len(found)} dokumen; sebut satu, misalnya '{found[0]}'")
    return read_folder(path)


def _of_frames(tables: Mapping[str, pd.DataFrame]) -> Submission:
    """Typed tables to a Submission."""
    if not all(isinstance(frame, pd.DataFrame) for frame in tables.values()):
        raise InputError("kiriman: setiap tabel harus berupa DataFrame")
    texts = {name: frame.map(_text) for name, frame in tables.items()}
    digest = hashlib.sha256()
    for name in sorted(texts):
        digest.update(f"{name}\n{texts[name].to_csv(index=False)}".encode())
    about = {"laporan": [_NAME], "sumber": [_NAME], "sha256": [digest.hexdigest()], "jenis": ["tabel"]}
    return from_frames(texts, pd.DataFrame(about))


def _text(cell) -> str:
    """A cell as a report prints it: 12.5 → "12,5"; what is missing is empty."""
    if isinstance(cell, str):
        return cell
    if cell is None or pd.isna(cell):
        return ""
    if isinstance(cell, pd.Timestamp):
        return cell.date().isoformat()
    if isinstance(cell, numbers.Real) and not isinstance(cell, bool):
        number = Decimal(f"{float(cell):.15g}") if isinstance(cell, float) else Decimal(str(cell))
        return f"{number.normalize():f}".replace(".", ",")
    return str(cell)


def of_content(
    content: bytes, name: str = "", progress: Progress | None = None, ocr: bool = False
) -> Submission:
    """The content of a file, as a Submission; its name tells the kind, else what it begins with."""
    file = Path(name).name if Path(name).suffix else _NAME + _suffix(content)
    with TemporaryDirectory() as folder:
        path = Path(folder) / file
        path.write_bytes(content)
        sub = read_file(path, progress, ocr)
    sub.laporan["sumber"] = name or file
    return sub


def _suffix(content: bytes) -> str:
    """.pdf, .docx, .xlsx or .txt, by the content."""
    if content.startswith(b"%PDF"):
        return ".pdf"
    if content.startswith(b"PK"):
        return next((suffix for sign, suffix in _KINDS if sign in content), ".docx")
    return ".txt"
