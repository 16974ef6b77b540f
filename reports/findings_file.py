"""findings.json read back from a file: held to what a comparison needs of it, whatever else a later engine
may add."""

import json
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, NonNegativeInt, ValidationError

from cermat.schemas.errors import InputError
from cermat.schemas.given_files import content

_LARGEST = 512 * 2**20  # bytes


class _Part(BaseModel):
    model_config = ConfigDict(extra="allow", strict=True)


class _Place(_Part):
    section: str
    page: int | None
    table: str
    row: str
    column: str
    line: int | None
    text: str


class _Waiver(_Part):
    alasan: str
    oleh: str
    sampai: str
    berlaku: bool


class _Finding(_Part):
    id: str
    rule: str
    kind: str
    severity: Literal["tinggi", "sedang", "rendah"]
    title: str
    subject: str
    tahun: int | None
    stated: float | int | str | None
    recomputed: float | int | str | None
    places: list[_Place]
    kondisi: str
    rekomendasi: str
    calculation: str = ""
    waiver: _Waiver | None


class _Report(_Part):
    laporan: str
    instansi: str
    tahun: int | None
    source: str
    sha256: str


class _Engine(_Part):
    name: str
    version: str
    rules_sha256: str
    time: str


class _Numbers(_Part):
    printed: NonNegativeInt
    recomputed: NonNegativeInt
    contradicted: NonNegativeInt


class _Summary(_Part):
    numbers: _Numbers


class _Findings(_Part):
    schema_: Literal["lkjip-findings/1"]
    engine: _Engine
    report: _Report
    summary: _Summary
    findings: list[_Finding]
    doubtful: list[_Finding] = []


def read_findings(path: Path) -> dict:
    """findings.json from a file. InputError (one line: what, where) if it is none."""
    try:
        found = json.loads(content(path, f"'{path}'", _LARGEST).decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InputError(f"'{path}' bukan JSON yang dapat dibaca") from error
    if not isinstance(found, dict):
        raise InputError(f"'{path}' bukan findings.json")
    try:
        _Findings.model_validate(
            {
                **{name: value for name, value in found.items() if name != "schema"},
                "schema_": found.get("schema"),
            }
        )
    except ValidationError as error:
        first = error.errors()[0]["loc"]
        where = ".".join(str(step) for step in first).replace("schema_", "schema")
        raise InputError(f"'{path}' bukan findings.json yang utuh: {where}") from error
    return found
