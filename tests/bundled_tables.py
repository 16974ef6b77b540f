"""The bundled data set as frames of text, and how a test changes single cells of it."""

import functools
from pathlib import Path

import numpy as np
import pandas as pd

from cermat import audit
from cermat.datasets.read_tables import from_frames
from cermat.schemas.tables import all_tables

CORRECTED_KINDS = {"total", "rasio", "rata_rata", "arah", "predikat", "silang", "kontradiksi"}
SOUND_KINDS = CORRECTED_KINDS - {"kontradiksi"}


@functools.cache
def _original() -> dict[str, pd.DataFrame]:
    folder = audit.bundled()
    files = {name: Path(folder) / f"{name}.csv" for name in all_tables()}
    return {n: pd.read_csv(p, dtype=str, keep_default_na=False) for n, p in files.items() if p.exists()}


def tables() -> dict[str, pd.DataFrame]:
    """A fresh copy of every table."""
    return {name: frame.copy() for name, frame in _original().items()}


def cells() -> list[tuple[str, str, int]]:
    """(table, column, row) of every filled value cell, in the order in which `bind` numbers them."""
    return [
        (name, column, int(row))
        for name, spec in all_tables().items()
        if name in _original()
        for column in spec.angka_columns
        if column in _original()[name]
        for row in np.flatnonzero(_original()[name][column].ne("").to_numpy())
    ]


def submission(frames: dict[str, pd.DataFrame], name: str = "salinan"):
    """A Submission of these tables; a `laporan` column makes it a portfolio."""
    about = pd.DataFrame({"laporan": [name], "sumber": ["uji"], "sha256": [""], "jenis": ["tabel"]})
    return from_frames(frames, about)


def portfolio(changes: dict[str, list[tuple[str, str, int, str]]]):
    """One report a key, each the data set with its cells changed: {laporan: [(table, column, row, text)]}."""
    base, names = _original(), list(changes)
    made = {}
    for table, frame in base.items():
        big = pd.concat([frame] * len(names), ignore_index=True)
        big["laporan"] = np.repeat(names, len(frame))
        for k, name in enumerate(names):
            for t, column, row, text in changes[name]:
                if t == table:
                    big.loc[k * len(frame) + row, column] = text
        made[table] = big
    return submission(made)


def written(value: float, like: str) -> str:
    """A value as the printed figure is written."""
    decimals = (
        len(like.split(",")[1].rstrip("% "))
        if "," in like
        else len(like.split(".")[1].rstrip("% "))
        if "." in like and "%" in like
        else 0
    )
    return f"{value:,.{decimals}f}".replace(",", "x").replace(".", ",").replace("x", ".") + (
        "%" if "%" in like else ""
    )
