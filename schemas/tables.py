"""The typed tables, built from tables.yaml: their columns, and the pandera schema that holds them at the
border."""

from dataclasses import dataclass, field
from functools import cache, partial
from importlib.resources import files

import pandas as pd
import yaml

from cermat.schemas.errors import InputError

TAHUN_MIN, TAHUN_MAX = 1990, 2100


@dataclass(frozen=True)
class Column:
    """One column: its type (teks, angka, tahun, bulat, tanggal, pilihan), label as printed, whether it must
    be filled."""

    name: str
    kind: str
    label: str
    explanation: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One typed table; `columns` includes the place columns."""

    name: str
    about: str
    columns: dict[str, Column] = field(default_factory=dict)

    @property
    def angka_columns(self) -> list[str]:
        """The columns that hold printed numbers."""
        return [column.name for column in self.columns.values() if column.kind == "angka"]


def _column(name: str, content: list) -> Column:
    kind, label, explanation = content
    if isinstance(kind, list):
        return Column(name, "pilihan", label, explanation, False, tuple(kind))
    required = kind.startswith("!")
    kind = kind.removeprefix("!")
    if kind.startswith("["):
        choices = tuple(choice.strip() for choice in kind.strip("[]").split(","))
        return Column(name, "pilihan", label, explanation, required, choices)
    return Column(name, kind, label, explanation, required)


@cache
def all_tables() -> dict[str, Table]:
    """All typed tables by name, in the order of tables.yaml."""
    content = yaml.load(
        files("cermat.schemas").joinpath("tables.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
    )
    places = {column: _column(column, told) for column, told in content.pop("tempat").items()}
    return {
        name: Table(
            name,
            columns.pop("about"),
            {column: _column(column, told) for column, told in columns.items()} | places,
        )
        for name, columns in content.items()
    }


PLACE_COLUMNS = ("tabel", "bagian", "halaman", "baris", "garis")


def _fits(column: Column, cells: pd.Series) -> pd.Series:
    """Which cells of text fit their column."""
    if column.kind == "pilihan":
        good = cells.isin(column.choices)
    elif column.kind == "tahun":
        good = pd.to_numeric(cells, errors="coerce").between(TAHUN_MIN, TAHUN_MAX)
    elif column.kind == "bulat":
        good = cells.str.fullmatch(r"\d+")
    elif column.kind == "tanggal":
        good = pd.to_datetime(cells, format="%Y-%m-%d", errors="coerce").notna()
    else:
        good = cells.ne("")
    return good if column.required else good | cells.eq("")


def _message(column: Column) -> str:
    """What is wrong with a cell that does not fit."""
    messages = {
        "pilihan": "bukan salah satu dari: " + ", ".join(column.choices),
        "tahun": f"bukan tahun antara {TAHUN_MIN} dan {TAHUN_MAX}",
        "bulat": "bukan bilangan bulat",
        "tanggal": "bukan tanggal (tttt-bb-hh)",
    }
    return messages.get(column.kind, "kosong padahal wajib diisi")


def _checked(name: str) -> list[Column]:
    """The columns of a typed table that not every text fits."""
    return [
        column
        for column in all_tables()[name].columns.values()
        if column.required or column.kind in ("pilihan", "tahun", "bulat", "tanggal")
    ]


@cache
def schema_of(name: str):
    """The pandera schema of one typed table, over columns of text (missing cells are the empty string): each
    column with its label and description, its type in `metadata`. InputError if there is no such table."""
    import pandera.pandas as pa

    of, checked = table(name), {column.name for column in _checked(name)}
    columns = {
        column.name: pa.Column(
            str,
            pa.Check(partial(_fits, column), error=_message(column)) if column.name in checked else None,
            coerce=True,
            required=column.required,
            title=column.label,
            description=column.explanation or None,
            metadata={"jenis": column.kind},
        )
        for column in of.columns.values()
    }
    return pa.DataFrameSchema(columns, strict=False, name=name, description=of.about)


def rows_fit(name: str, frame: pd.DataFrame) -> bool:
    """Would every cell hold against `schema_of`? Quick where nothing is wrong, and silent about which cell
    is."""
    for columns in _checked_alike(name):
        cells = pd.unique(frame[[column.name for column in columns]].to_numpy().ravel())
        texts = pd.Series([str(cell) for cell in cells], dtype=object)  # as the schema coerces them
        if not _fits(columns[0], texts).to_numpy(dtype=bool).all():
            return False
    return True


@cache
def _checked_alike(name: str) -> list[list[Column]]:
    """The columns of a typed table that not every text fits, those together that the same texts fit."""
    alike: dict[tuple, list[Column]] = {}
    for column in _checked(name):
        alike.setdefault((column.kind, column.choices, column.required), []).append(column)
    return list(alike.values())


def table(name: str) -> Table:
    """One typed table by name; InputError if there is none."""
    if name not in all_tables():
        raise InputError(f"tabel '{name}' tidak dikenal; yang ada: {', '.join(all_tables())}")
    return all_tables()[name]
