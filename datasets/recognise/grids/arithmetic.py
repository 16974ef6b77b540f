"""Cells that write out their arithmetic ("= 3.226 / 16.051 × 100% = 20,09 %", also in several steps) →
`perhitungan`."""

import math
import re
from collections.abc import Iterator

import pandas as pd

from datasets.document.clean import clean
from datasets.recognise.grids.columns import Column, name_column
from datasets.recognise.grids.layout import Layout
from datasets.recognise.grids.others import numerator_denominator
from datasets.recognise.grids.texts import without_number
from datasets.recognise.headers import tidy
from datasets.recognise.prose.grammar import Token
from datasets.recognise.prose.grammar_tokens import sentences
from datasets.recognise.relations.written import read_formulas, signs
from datasets.recognise.row_kinds import NOTE, PART

_NAMES = ("indikator", "uraian", "sasaran", "kegiatan", "program")


def recognise_arithmetic(d: Layout, columns: list[Column], tahun: int) -> list[dict]:
    """Rows of `perhitungan` from every cell of the grid that writes out arithmetic."""
    name, result = name_column(d, columns, _NAMES), []
    for r, c in d.tokens:
        named = name is not None and name.c == c
        if r not in d.rows or "=" not in d.raw[r, c] or d.rows[r].jenis in (PART, NOTE) and named:
            continue
        own = "" if name is None or named else without_number(d.content(r, name.c))
        told = {"subjek": own or d.caption, "tahun": str(tahun) if tahun > 0 else ""}
        if told["subjek"]:
            result += [{**d.place(r), **told, **step} for step in _steps(d, r, c)]
    return result


def _steps(d: Layout, r: int, c: int) -> Iterator[dict]:
    """The steps of one cell: the last gives the realisasi (or capaian), earlier ones lead to it."""
    text, texts = d.raw[r, c], {t.id: t.teks for t in d.tokens[r, c]}
    read = [f for s in sentences(text, d.tokens[r, c]) for f in read_formulas(s, texts)]
    steps = [(*signs(f), f.result) for f in read if f.result is not None]
    before = math.nan
    for n, (operasi, operands, hasil) in enumerate(steps):
        row: dict[str, str | int] = {"ukuran": _measure(text, n, steps), "operasi": operasi}
        for name, value in (*operands.items(), ("hasil", hasil)):
            told = (texts[value.id], value.id) if isinstance(value, Token) else (value, -1)
            row |= {name: told[0], f"_{name}": told[1]}
        first = operands["a"]
        if operasi.startswith("bagi"):
            row |= dict(zip(("a_arti", "b_arti"), _meaning(text), strict=True))
        elif isinstance(first, Token) and first.nilai == before:
            row["a_arti"] = _measure(text, n - 1, steps)
        before = hasil.nilai
        yield row


def _measure(text: str, n: int, steps: list[tuple]) -> str:
    if n == len(steps) - 1:
        return "capaian" if re.search(r"\bcapaian\s*=", text, re.I) else "realisasi"
    return "realisasi sebelum akumulasi" if steps[-1][0] == "tambah" else "langkah"


def _meaning(text: str) -> tuple[str, str]:
    """What is divided, and by what, in words."""
    told = (t.lstrip("= \t\n") for t in re.split(r"=|untuk|sehingga", clean(text)))
    read = (numerator_denominator(t) for t in told if re.search(r"[A-Za-z]{4}", t))
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
    for b in tables["indikator"]:
        if b.get("_realisasi", -1) in value:
            known.setdefault(tidy(b["indikator"]), []).append(b)
    for b in tables["perhitungan"]:
        rows, own = known.get(tidy(b["subjek"]), []), b.get("_hasil", -1)
        if b["ukuran"] != "realisasi" or own < 0 or any(value[x["_realisasi"]] == value[own] for x in rows):
            continue
        if any(value.get(x.get("_capaian", -1)) == value[own] for x in rows):
            b["ukuran"] = "capaian"
        elif rows and all(satuan[x["_realisasi"]] != satuan[own] for x in rows):
            b["ukuran"], b["subjek"] = "hasil", f"perhitungan {b['subjek']}"
