"""The typed tables described for other programs: Frictionless Table Schema, JSON Schema."""

from typing import Any

from cermat.schemas.tables import TAHUN_MAX, TAHUN_MIN, Column, table

_FRICTIONLESS = {"tahun": "year", "bulat": "integer", "tanggal": "date"}


def table_schema(name: str) -> dict[str, Any]:
    """Frictionless Table Schema of one typed table as a file of CSV. InputError if there is no such table."""
    of = table(name)
    return {
        "name": of.name,
        "description": of.about,
        "missingValues": [""],
        "fields": [_field(column) for column in of.columns.values()],
    }


def _told(column: Column) -> dict[str, Any]:
    """Label and description of a column."""
    told = {"title": column.label}
    return told | ({"description": column.explanation} if column.explanation else {})


def _field(column: Column) -> dict[str, Any]:
    limits: dict[str, Any] = {"required": True} if column.required else {}
    if column.kind == "pilihan":
        limits["enum"] = list(column.choices)
    if column.kind == "tahun":
        limits |= {"minimum": TAHUN_MIN, "maximum": TAHUN_MAX}
    if column.kind == "bulat":
        limits["minimum"] = 0
    made = {"name": column.name, "type": _FRICTIONLESS.get(column.kind, "string"), **_told(column)}
    return made | ({"constraints": limits} if limits else {})


def json_schema(name: str) -> dict[str, Any]:
    """JSON Schema (2020-12) of the rows of one typed table; every cell is text, an empty one is "".
    InputError if there is no such table."""
    of = table(name)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": of.name,
        "description": of.about,
        "type": "array",
        "items": {
            "type": "object",
            "properties": {column.name: _cell(column) for column in of.columns.values()},
            "required": [column.name for column in of.columns.values() if column.required],
        },
    }


def _cell(column: Column) -> dict[str, Any]:
    cell: dict[str, Any] = {"type": "string", **_told(column)}
    empty = [] if column.required else [""]
    if column.kind == "pilihan":
        cell["enum"] = [*column.choices, *empty]
    elif column.kind in ("tahun", "bulat", "tanggal"):
        form = {"tahun": r"\d{4}", "bulat": r"\d+", "tanggal": r"\d{4}-\d{2}-\d{2}"}[column.kind]
        cell["pattern"] = f"^{form}$" if column.required else f"^({form})?$"
    elif column.required:
        cell["minLength"] = 1
    return cell
