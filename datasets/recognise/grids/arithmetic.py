"""Cells that write out their arithmetic ("= 3.226 / 16.051 × 100% = 20,09 %") → `perhitungan`."""

import math
import re
from collections.abc import Iterator

import pandas as pd

from cermat.datasets.document.clean import clean
from cermat.datasets.recognise.grids.columns import Column, name_column
from cermat.datasets.recognise.grids.layout import Layout, year_text
from cermat.datasets.recognise.grids.others import numerator_denominator
from cermat.datasets.recognise.grids.texts import without_number
from cermat.datasets.recognise.headers import tidy
from cermat.datasets.recognise.prose.grammar import Token
from cermat.datasets.recognise.prose.grammar_tokens import sentences
from cermat.datasets.recognise.relations.written import read_formulas, signs
from cermat.datasets.recognise.row_kinds import NOTE, PART

_NAMES = ("indikator", "uraian", "sasaran", "kegiatan", "program")


def recognise_arithmetic(grid: Layout, columns: list[Column], tahun: int) -> list[dict]:
    """Rows of `perhitungan` from every cell of the grid that writes out arithmetic."""
    name, result = name_column(grid, columns, _NAMES), []
    for row, column in grid.tokens:
        named = name is not None and name.c == column
        if row not in grid.rows or "=" not in grid.raw[row, column]:
            continue
        if named and grid.kind(row) in (PART, NOTE):
            continue
        own = "" if name is None or named else without_number(grid.content(row, name.c))
        told = {"subjek": own or grid.caption, "tahun": year_text(tahun)}
        if told["subjek"]:
            result += [{**grid.place(row), **told, **step} for step in _steps(grid, row, column)]
    return result


def _steps(grid: Layout, row: int, column: int) -> Iterator[dict]:
    """The steps of one cell: the last gives the realisasi (or capaian), earlier ones lead to it."""
    text, tokens = grid.raw[row, column], grid.tokens[row, column]
    texts = {token.id: token.teks for token in tokens}
    read = [made for sentence in sentences(text, tokens) for made in read_formulas(sentence, texts)]
    steps = [(*signs(made), made.result) for made in read if made.result is not None]
    before = math.nan
    for number, (operasi, operands, hasil) in enumerate(steps):
        written: dict[str, str | int] = {"ukuran": _measure(text, number, steps), "operasi": operasi}
        for name, value in (*operands.items(), ("hasil", hasil)):
            told = (texts[value.id], value.id) if isinstance(value, Token) else (value, -1)
            written |= {name: told[0], f"_{name}": told[1]}
        first = operands["a"]
        if operasi.startswith("bagi"):
            written |= dict(zip(("a_arti", "b_arti"), _meaning(text), strict=True))
        elif isinstance(first, Token) and first.nilai == before:
            written["a_arti"] = _measure(text, number - 1, steps)
        before = hasil.nilai
        yield written


def _measure(text: str, number: int, steps: list[tuple]) -> str:
    if number == len(steps) - 1:
        return "capaian" if re.search(r"\bcapaian\s*=", text, re.I) else "realisasi"
    return "realisasi sebelum akumulasi" if steps[-1][0] == "tambah" else "langkah"


def _meaning(text: str) -> tuple[str, str]:
    """What is divided, and by what, in words."""
    told = (part.lstrip("= \t\n") for part in re.split(r"=|untuk|sehingga", clean(text)))
    read = (numerator_denominator(part) for part in told if re.search(r"[A-Za-z]{4}", part))
    return next((parts for parts in read if parts[0]), ("", ""))


def settle_measure(tables: dict[str, list[dict]], angka: pd.DataFrame) -> None:
    """Say "capaian" of a written-out result that is an indicator's capaian and not its realisasi (in place).

    Where it is neither, and its unit is not the realisasi's, it is only called "hasil": comparing it would
    mean nothing.
    """
    if "perhitungan" not in tables or "indikator" not in tables:
        return
    value, satuan = angka["nilai"].to_dict(), angka["satuan"].to_dict()
    known: dict[str, list[dict]] = {}
    for told in tables["indikator"]:
        if told.get("_realisasi", -1) in value:
            known.setdefault(tidy(told["indikator"]), []).append(told)
    for told in tables["perhitungan"]:
        rows, own = known.get(tidy(told["subjek"]), []), told.get("_hasil", -1)
        reached = any(value[other["_realisasi"]] == value.get(own) for other in rows)
        if told["ukuran"] != "realisasi" or own < 0 or reached:
            continue
        if any(value.get(other.get("_capaian", -1)) == value[own] for other in rows):
            told["ukuran"] = "capaian"
        elif rows and all(satuan[other["_realisasi"]] != satuan[own] for other in rows):
            told["ukuran"], told["subjek"] = "hasil", f"perhitungan {told['subjek']}"
