"""Figures that were read but could not be bound to one thing, and why: what `unreached` tells of them."""

import numpy as np
import pandas as pd

from cermat.checks.settle.entities import NAMED
from cermat.checks.settle.facts import SURE
from cermat.schemas.keys import find
from cermat.schemas.tables import all_tables

NAMELESS = "tidak diketahui milik siapa angka ini: baris atau kalimatnya tidak menyebut nama"
TORN = "nama ini ada di bawah beberapa induk, dan tempat ini tidak menyebut yang mana"
TWICE = "satu nama dipakai untuk beberapa angka dalam satu tabel, sehingga tidak jelas barisnya"
UNSURE = "belum pasti milik siapa angka ini"


def unbound(settled) -> dict[int, str]:
    """id → why the figure is bound to nothing for sure (of all reports)."""
    told = settled.penyebutan
    ids = told["nilai"].to_numpy(dtype="int64")
    made = dict.fromkeys(_nameless(settled.tables).tolist(), NAMELESS)
    lost = ~np.isin(ids, settled.fakta["nilai"].to_numpy(dtype="int64"))
    unsure = lost & (told["yakin"].to_numpy() < SURE)
    made |= dict.fromkeys(ids[lost & ~unsure].tolist(), TWICE) | dict.fromkeys(ids[unsure].tolist(), UNSURE)
    every = settled.named
    below = [
        key.endswith(f" · {section}") for key, section in zip(every["kunci"], every["bagian"], strict=True)
    ]
    torn = every[np.array(below, dtype=bool)]
    at = find([told["laporan"], told["kunci"]], [torn["laporan"], torn["kunci"]]) >= 0
    return made | dict.fromkeys(ids[at].tolist(), TORN)


def _nameless(tables: dict[str, pd.DataFrame]) -> np.ndarray:
    """Figures of rows and claims that name nothing."""
    found = [np.zeros(0, dtype="int64")]
    for name, columns in NAMED.items():
        rows = tables[name]
        bare = rows[np.logical_and.reduce([rows[column].to_numpy() == "" for column in columns.values()])]
        found += [
            bare[angka_column].to_numpy(dtype="int64") for angka_column in all_tables()[name].angka_columns
        ]
    every = np.concatenate(found)
    return every[every >= 0]
