"""The tables of a batch as Parquet, put together part by part, so that memory holds one part at a time."""

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

import pandas as pd

from cermat.schemas.batch import OUT
from cermat.schemas.parquet import SUFFIX, arrow, table_writer


def schema(name: str):
    """The Arrow schema of one of the tables that come out."""
    pa = arrow()
    types = {
        "teks": pa.string(),
        "bulat": pa.int64(),
        "angka": pa.float64(),
        "benar": pa.bool_(),
        "daftar": pa.list_(pa.string()),
    }
    return pa.schema([(column, types[kind]) for column, kind in OUT[name].items()])


def _rows(name: str, frame: pd.DataFrame):
    """A frame as an Arrow table of its schema; years and pages that are not known are empty."""
    pa = arrow()
    columns = []
    for column, kind in OUT[name].items():
        cells = frame[column]
        if kind == "bulat":
            whole = pd.to_numeric(cells, errors="coerce").to_numpy(dtype="float64", na_value=float("nan"))
            columns.append(pa.array(whole, mask=~(whole >= 0)).cast(pa.int64()))
        elif kind == "angka":
            columns.append(pa.array(cells.to_numpy(dtype="float64", na_value=float("nan")), from_pandas=True))
        elif kind == "teks":
            columns.append(pa.array(cells.fillna("").astype(str).to_numpy(dtype=object), pa.string()))
        elif kind == "benar":
            columns.append(pa.array(cells.to_numpy(dtype=bool)))
        else:
            columns.append(pa.array([list(map(str, cell)) for cell in cells], pa.list_(pa.string())))
    return pa.table(columns, schema=schema(name))


def write_tables(parts: Iterable[dict[str, pd.DataFrame]], folder: Path) -> list[Path]:
    """Write frames of all parts, in their order, a row group a part; each file appears whole or not at
    all."""
    with ExitStack() as stack:
        paths = {name: folder / f"{name}{SUFFIX}" for name in OUT}
        put = {name: stack.enter_context(table_writer(path, schema(name))) for name, path in paths.items()}
        for frames in parts:
            for name, frame in frames.items():
                put[name](_rows(name, frame))
    return list(paths.values())
