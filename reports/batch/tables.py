"""The tables of a batch as Parquet, put together part by part, so that memory holds one part at a time."""

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from cermat.schemas.batch_tables import OUT, schema
from cermat.schemas.parquet import SUFFIX, table_writer


def write_tables(parts: Iterable[dict[str, Any]], folder: Path) -> list[Path]:
    """Write the Arrow tables of all parts, in their order, a row group a part; each file appears whole or not
    at all."""
    with ExitStack() as stack:
        paths = {name: folder / f"{name}{SUFFIX}" for name in OUT}
        put = {name: stack.enter_context(table_writer(path, schema(name))) for name, path in paths.items()}
        for tables in parts:
            for name, table in tables.items():
                put[name](table)
    return list(paths.values())
