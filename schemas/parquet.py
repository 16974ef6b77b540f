"""Frames as Parquet. A data set of typed tables is a folder with one file a table (`<table>.parquet`, columns
of tables.yaml as they are printed, and `laporan`), or such tables partitioned by laporan; results are single
files, which appear whole or not at all."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from cermat.schemas.atomic import whole
from cermat.schemas.errors import InputError
from cermat.schemas.tables import all_tables

SUFFIX = ".parquet"
ROWS = 50_000  # of a row group where rows are sorted anew
_PARTITION = "laporan="


def arrow():
    """pyarrow with its Parquet and data set modules. InputError (one line) where it is not installed."""
    try:
        import pyarrow
        import pyarrow.compute
        import pyarrow.dataset
        import pyarrow.parquet
    except ImportError:
        raise InputError(
            "Parquet memerlukan pyarrow, yang belum terpasang: pip install 'cermat[distributed]'"
        ) from None
    return pyarrow


# Writing


@contextmanager
def table_writer(path: Path, schema) -> Iterator[Callable[[Any], None]]:
    """Yields put(Arrow table): each a row group of a Parquet file that appears whole or not at all."""
    pa = arrow()
    with whole(path) as part, pa.parquet.ParquetWriter(part, schema, compression="zstd") as writer:
        yield lambda table: writer.write_table(table.cast(schema)) if table.num_rows else None


@contextmanager
def data_set(folder: Path) -> Iterator[Callable[[Mapping[str, pd.DataFrame]], None]]:
    """Yields put(typed tables of text by name, each with `laporan`), to be called for some reports at a time:
    best in the order of their names, and a report in one call. Missing columns and cells are empty."""
    pa = arrow()
    with ExitStack() as stack:
        put = {}
        for name, table in all_tables().items():
            schema = pa.schema([(column, pa.string()) for column in ["laporan", *table.columns]])
            put[name] = stack.enter_context(table_writer(Path(folder) / f"{name}{SUFFIX}", schema)), schema

        def tables(frames: Mapping[str, pd.DataFrame]) -> None:
            for name, frame in frames.items():
                write, schema = put[name]
                texts = frame.reindex(columns=schema.names).astype(object)
                texts = texts.where(texts.notna(), "").astype(str)
                write(pa.Table.from_pandas(texts, schema=schema, preserve_index=False))

        yield tables


# Reading


def data_set_files(path: Path) -> dict[str, list[Path]]:
    """The files of a data set by table; empty where a path is none."""
    path = Path(path)
    known = all_tables()
    if path.is_file():
        return {path.stem: [path]} if path.suffix == SUFFIX and path.stem in known else {}
    if not path.is_dir():
        return {}
    found = {
        name: sorted(place.rglob(f"*{SUFFIX}")) if place.is_dir() else [place]
        for name in known
        for place in (path / f"{name}{SUFFIX}", path / name)
        if place.is_dir() or (place.is_file() and place.suffix == SUFFIX)
    }
    for name in known:
        found.setdefault(name, sorted(path.glob(f"{_PARTITION}*/{name}{SUFFIX}")))
    return {name: files for name, files in found.items() if files}


class DataSet:
    """A data set of typed tables, whose reports can be read some at a time.

    scratch: a folder for copies of tables in which the reports do not stand one after another, by name.
    InputError where a file is no Parquet or has no `laporan`.
    """

    def __init__(self, path: Path, scratch: Path) -> None:
        self.path, self.scratch = Path(path), Path(scratch)
        self.files = data_set_files(self.path)
        if not self.files:
            raise InputError(f"{path}: tidak ada satu pun tabel yang dikenal ({', '.join(all_tables())})")
        self._tables = {name: _Ordered(name, files, self) for name, files in self.files.items()}

    @cached_property
    def reports(self) -> pd.DataFrame:
        """laporan (index, ascending), angka (cells of value columns, filled or not): one row a report."""
        counts: list[pd.Series] = []
        for name, table in self._tables.items():
            values = len(all_tables()[name].angka_columns)
            counts.append(pd.Series(np.diff(table.ends, prepend=0) * values, index=table.names))
        together = pd.concat(counts).groupby(level=0).sum()
        return pd.DataFrame({"angka": together.sort_index()}).rename_axis("laporan")

    def frames(self, start: int, stop: int) -> dict[str, pd.DataFrame]:
        """Typed tables of text of the reports from `start` to `stop` (positions in `reports`)."""
        wanted = self.reports.index[start:stop]
        return {name: table.between(wanted[0], wanted[-1]) for name, table in self._tables.items()}


class _Ordered:
    """One table, its rows in the order of their reports.

    names: reports that have rows; ends: where the rows of each end.
    """

    def __init__(self, name: str, files: list[Path], owner: DataSet) -> None:
        self.name = name
        self.path = files[0]
        ordered = _runs(self.path) if len(files) == 1 and _PARTITION not in str(files[0]) else None
        if ordered is None:
            self.path = owner.scratch / f"{name}{SUFFIX}"
            made = self.path.stat().st_mtime_ns if self.path.exists() else 0
            if any(file.stat().st_mtime_ns > made for file in files):
                _write_sorted(files, self.path, owner.path)
            ordered = _runs(self.path)
        assert ordered is not None
        self.names, self.ends = ordered

    def between(self, first: str, last: str) -> pd.DataFrame:
        """Rows of the reports from `first` to `last`, as texts; only the row groups in which they stand are
        read."""
        low, high = np.searchsorted(self.names, [first, last], side="left")
        high += int(high < len(self.names) and self.names[high] == last)
        start, stop = (int(self.ends[at - 1]) if at else 0 for at in (low, high))
        with _opened(self.path) as file:
            sizes = [file.metadata.row_group(at).num_rows for at in range(file.num_row_groups)]
            ends = np.cumsum(sizes)
            groups = np.flatnonzero((ends > start) & (ends - sizes < stop)).tolist()
            if start >= stop or not groups:
                return _texts(file.schema_arrow.empty_table(), self.path)
            rows = file.read_row_groups(groups)
            return _texts(
                rows.slice(start - int(ends[groups[0]] - sizes[groups[0]]), stop - start), self.path
            )


@contextmanager
def _opened(path: Path):
    """A Parquet file. InputError (one line) where it is none or is broken."""
    pa = arrow()
    try:
        with pa.parquet.ParquetFile(path) as file:
            yield file
    except (pa.ArrowException, OSError) as error:
        if isinstance(error, FileNotFoundError | PermissionError):
            raise
        raise InputError(f"{path}: berkas Parquet rusak, terpotong, atau bukan Parquet") from None


def _runs(path: Path) -> tuple[np.ndarray, np.ndarray] | None:
    """(reports, where the rows of each end), or None where they do not stand one after another by name."""
    pa = arrow()
    with _opened(path) as file:
        if "laporan" not in file.schema_arrow.names:
            raise InputError(f"{path}: kolom laporan tidak ada")
        column = file.read(columns=["laporan"]).column("laporan")
    if column.null_count:
        raise InputError(f"{path}: kolom laporan kosong pada {column.null_count} baris")
    if not len(column):
        return np.array([], dtype=object), np.array([], dtype="int64")
    coded = pa.compute.dictionary_encode(column.cast(pa.string())).combine_chunks()
    coded = coded.chunk(0) if isinstance(coded, pa.ChunkedArray) else coded
    codes, every = coded.indices.to_numpy(), coded.dictionary.to_numpy(zero_copy_only=False)
    ends = np.append(np.flatnonzero(np.diff(codes)) + 1, len(codes))
    names = every[codes[ends - 1]]
    ordered = len(names) == len(every) and bool((names[1:] > names[:-1]).all())
    return (names, ends) if ordered else None


def _write_sorted(files: list[Path], path: Path, base: Path) -> None:
    """A copy of a table with its reports in the order of their names; rows of a report stay in theirs."""
    pa = arrow()
    try:
        rows = pa.dataset.dataset(
            files, format="parquet", partitioning="hive", partition_base_dir=str(base)
        ).to_table()
    except (pa.ArrowException, OSError) as error:
        if isinstance(error, FileNotFoundError | PermissionError):
            raise
        raise InputError(f"{files[0].parent}: berkas Parquet rusak, terpotong, atau bukan Parquet") from None
    if "laporan" not in rows.column_names:
        raise InputError(f"{files[0]}: kolom laporan tidak ada")
    laporan = rows.column("laporan").cast(pa.string())
    keys = pa.table({"laporan": laporan, "baris": np.arange(rows.num_rows)})
    order = pa.compute.sort_indices(keys, [("laporan", "ascending"), ("baris", "ascending")])
    rows = rows.set_column(rows.column_names.index("laporan"), "laporan", laporan).take(order)
    with whole(path) as part:
        pa.parquet.write_table(rows, part, row_group_size=ROWS, compression="zstd")


def _texts(rows, path: Path) -> pd.DataFrame:
    """An Arrow table as a frame of text, cells as a report prints them: 12.5 → "12,5"; what is missing is
    empty."""
    made = {}
    for name in rows.column_names:
        try:
            made[name] = _printed(rows.column(name))
        except arrow().ArrowException:
            raise InputError(f"{path}: kolom {name} bukan teks, bilangan atau tanggal") from None
    return pd.DataFrame(made, columns=rows.column_names, dtype=object)


def _printed(column) -> np.ndarray:
    pa = arrow()
    kind, compute = column.type, pa.compute
    if pa.types.is_dictionary(kind):
        column = column.cast(kind.value_type)
        kind = column.type
    if pa.types.is_boolean(kind):
        column = compute.if_else(column, "ya", "tidak")
    elif pa.types.is_floating(kind):
        cells = pd.Series(column.to_numpy())
        shown = {cell: f"{cell:.15g}".replace(".", ",") for cell in cells.dropna().unique()}
        return cells.map(shown).fillna("").to_numpy(dtype=object)
    elif pa.types.is_decimal(kind):
        column = compute.replace_substring(column.cast(pa.string()), ".", ",")
    elif pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        column = compute.strftime(column, "%Y-%m-%d")
    coded = column.cast(pa.string()).fill_null("").combine_chunks().dictionary_encode()
    texts = coded.dictionary.to_numpy(zero_copy_only=False).astype(object)
    return texts[coded.indices.to_numpy()]  # equal texts of a column are one object
