"""Frames kept in one file, and a Submission among them: what was read or found once is not read or found
again."""

import json
import zipfile
import zlib
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from cermat.schemas.atomic import whole
from cermat.schemas.parquet import arrow
from cermat.schemas.submission import Submission
from cermat.schemas.tables import all_tables

_ABOUT, _SUFFIX = "tentang.json", ".arrow"
_TABLE = "tabel/"  # of the typed tables of a Submission
_JSON = json.JSONEncoder()
_FRAMES = [field.name for field in fields(Submission) if field.name not in ("tables", "warnings")]
# what a file that was cut or changed makes its readers raise
BROKEN = (zipfile.BadZipFile, zlib.error, KeyError, ValueError, OSError, EOFError)


def keep(path: Path, frames: dict[str, Any], about: dict[str, Any]) -> None:
    """Frames or Arrow tables by name, and what JSON can say about them, in a file that appears whole or not
    at all."""
    pa = arrow()
    with whole(path) as part, zipfile.ZipFile(part, "w") as file:
        file.writestr(_ABOUT, json.dumps(about, ensure_ascii=False))
        for name, frame in frames.items():
            table = _packed(frame) if isinstance(frame, pd.DataFrame) else frame
            sink = pa.BufferOutputStream()
            options = pa.ipc.IpcWriteOptions(compression="zstd")
            with pa.ipc.new_stream(sink, table.schema, options=options) as writer:
                writer.write_table(table)
            file.writestr(f"{name}{_SUFFIX}", sink.getvalue().to_pybytes())


def kept(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """(frames or Arrow tables by name, as they were given, what was said about them); raises one of BROKEN
    where the file is not whole."""
    pa = arrow()
    with zipfile.ZipFile(path) as file:
        about = json.loads(file.read(_ABOUT))
        frames = {}
        for name in file.namelist():
            if name.endswith(_SUFFIX):
                with pa.ipc.open_stream(file.read(name)) as reader:
                    frames[name.removesuffix(_SUFFIX)] = _unpacked(reader.read_all())
    return frames, about


def said(path: Path) -> dict[str, Any] | None:
    """What was said about the frames of a file, without reading them; None where there is no whole file."""
    try:
        with zipfile.ZipFile(path) as file:
            return json.loads(file.read(_ABOUT))
    except BROKEN:
        return None


def keep_submission(path: Path, sub: Submission, about: dict[str, Any]) -> None:
    """A Submission in one file."""
    frames = {name: getattr(sub, name) for name in _FRAMES}
    frames |= {f"{_TABLE}{name}": frame for name, frame in sub.tables.items()}
    keep(path, frames, about | {"catatan": sub.warnings})


def kept_submission(path: Path, names: dict[str, str] | None = None) -> Submission:
    """The Submission in a file; raises one of BROKEN where it is not whole. names: what its reports are
    called instead."""
    frames, about = kept(path)
    for frame in frames.values() if names else ():
        if "laporan" in frame:
            frame["laporan"] = frame["laporan"].replace(names)
    tables = {name: frames[f"{_TABLE}{name}"] for name in all_tables()}
    return Submission(
        **{name: frames[name] for name in _FRAMES},  # type: ignore[arg-type]
        tables=tables,
        warnings=about["catatan"],
    )


def _packed(frame: pd.DataFrame):
    """A frame as an Arrow table; its metadata tell the types that columns had, and which of them are JSON."""
    pa = arrow()
    columns, types = [], {}
    for name in frame.columns:
        column = frame[name]
        kind = str(column.dtype)
        mixed = kind == "object" and not all(type(cell) is str for cell in column)
        if mixed:
            column = pd.Series([_JSON.encode(_plain(cell)) for cell in column], dtype=object)
        types[name] = "json" if mixed else kind
        text = kind in ("object", "str")
        columns.append(
            pa.array(column.to_numpy(dtype=object) if text else column, pa.string() if text else None)
        )
    table = pa.table(dict(zip(frame.columns, columns, strict=True)))
    return table.replace_schema_metadata({"jenis": json.dumps(types), "baris": str(len(frame))})


def _plain(cell):
    """A cell as JSON takes it; what is missing is NaN."""
    if isinstance(cell, str | list | tuple | dict | bool | int | float) or cell is None:
        return cell
    return None if cell is pd.NaT or cell is pd.NA else cell.item()


def _unpacked(table) -> Any:
    """A frame of its Arrow table; what was given as an Arrow table stays one."""
    told = table.schema.metadata or {}
    if b"jenis" not in told:
        return table
    rows = int(told[b"baris"])
    if not rows:
        return _empty(told[b"jenis"]).copy()
    types = json.loads(told[b"jenis"])
    made = {name: _column(table.column(name), kind) for name, kind in types.items()}
    return pd.DataFrame(made, index=range(rows), columns=list(types))


@lru_cache(maxsize=256)
def _empty(told: bytes) -> pd.DataFrame:
    """A frame without rows; most tables of most reports are."""
    kinds = {name: "object" if kind == "json" else kind for name, kind in json.loads(told).items()}
    made = {name: pd.Series(dtype=kind) for name, kind in kinds.items()}
    return pd.DataFrame(made, index=range(0), columns=list(made))


def _column(column, kind: str):
    """The cells of a column as they were kept."""
    cells = column.to_numpy(zero_copy_only=False)
    if kind not in ("object", "json", "str"):
        return cells.astype(kind, copy=False) if kind in np.sctypeDict else pd.Series(cells).astype(kind)
    cells = cells.astype(object)
    cells = json.loads(f"[{','.join(cells)}]") if kind == "json" else cells
    return pd.Series(cells, dtype="str" if kind == "str" else object)
