"""The typed tables, built from tables.yaml: their columns, and the pandera schema that holds them at the border."""

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import pandas as pd
import yaml

from schemas.errors import InputError

TAHUN_MIN, TAHUN_MAX = 1990, 2100


@dataclass(frozen=True)
class Column:
    """One column: its type (teks, angka, tahun, bulat, tanggal, pilihan), label as printed, whether it must be filled."""

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
        return [k.name for k in self.columns.values() if k.kind == "angka"]


def _column(name: str, content: list) -> Column:
    kind, label, explanation = content
    if isinstance(kind, list):
        return Column(name, "pilihan", label, explanation, False, tuple(kind))
    required = kind.startswith("!")
    kind = kind.removeprefix("!")
    if kind.startswith("["):
        choices = tuple(p.strip() for p in kind.strip("[]").split(","))
        return Column(name, "pilihan", label, explanation, required, choices)
    return Column(name, kind, label, explanation, required)


@cache
def all_tables() -> dict[str, Table]:
    """All typed tables by name, in the order of tables.yaml."""
    content = yaml.load(files("schemas").joinpath("tables.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    places = {n: _column(n, k) for n, k in content.pop("tempat").items()}
    return {
        name: Table(name, columns.pop("about"), {n: _column(n, k) for n, k in columns.items()} | places)
        for name, columns in content.items()
    }


PLACE_COLUMNS = ("tabel", "bagian", "halaman", "baris", "garis")


@cache
def schema_of(name: str):
    """The pandera schema of one typed table, over columns of text (missing cells are the empty string)."""
    import pandera.pandas as pa

    def checks_of(k: Column) -> list:
        may_be_empty = (lambda s: s.eq("")) if not k.required else (lambda s: s.ne(s))
        whole = r"\d+"
        tests = {
            "pilihan": ("bukan salah satu dari: " + ", ".join(k.choices), lambda s: s.isin(k.choices)),
            "tahun": (
                f"bukan tahun antara {TAHUN_MIN} dan {TAHUN_MAX}",
                lambda s: pd.to_numeric(s, errors="coerce").between(TAHUN_MIN, TAHUN_MAX),
            ),
            "bulat": ("bukan bilangan bulat", lambda s: s.str.fullmatch(whole)),
            "tanggal": ("bukan tanggal (tttt-bb-hh)", lambda s: pd.to_datetime(s, format="%Y-%m-%d", errors="coerce").notna()),
        }
        if k.kind in tests:
            message, test = tests[k.kind]
            return [pa.Check(lambda s, u=test, b=may_be_empty: b(s) | u(s), error=message)]
        return [pa.Check(lambda s: s.ne(""), error="kosong padahal wajib diisi")] if k.required else []

    columns = [(k, checks_of(k)) for k in all_tables()[name].columns.values()]
    return pa.DataFrameSchema({k.name: pa.Column(None, test, required=k.required) for k, test in columns if test}, strict=False)


def table(name: str) -> Table:
    """One typed table by name; InputError if there is none."""
    if name not in all_tables():
        raise InputError(f"tabel '{name}' tidak dikenal; yang ada: {', '.join(all_tables())}")
    return all_tables()[name]
