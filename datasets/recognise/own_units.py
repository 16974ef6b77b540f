"""Figures of sentences in the unit that the tables give their indicator: "452.177,0 juta rupiah" of a row
"Nilai ekspor | juta rupiah | 452.177,0" is that figure, not a million times as much."""

import re

import pandas as pd

from cermat.datasets.document.headings import key
from cermat.schemas import angka as A

_WORD = re.compile(rf"\b({A.SCALES})\b", re.I)
_MEASURES = ("target", "realisasi")


def in_own_unit(klaim: pd.DataFrame, rows: list[pd.DataFrame], angka: pd.DataFrame) -> None:
    """Take the scale word off figures of claims (desimal, nilai of angka, in place) whose indicator has it
    in its unit.

    klaim: subjek, ukuran, _nilai, _dari (ids); rows: frames with indikator, satuan, those that tables print.
    """
    scaled = {
        key(name): word
        for frame in rows
        for name, unit in zip(frame["indikator"], frame["satuan"].fillna(""), strict=True)
        if (word := _scale(unit))
    }
    if not scaled:
        return
    mine = klaim[klaim["ukuran"].isin(_MEASURES) | klaim["jenis"].ne("nilai")]
    own = [scaled.get(key(name), 0) for name in mine["subjek"]]
    ids = {
        figure: word
        for column in ("_nilai", "_dari")
        for figure, word in zip(mine[column], own, strict=True)
        if word and figure >= 0
    }
    at = [figure for figure, word in ids.items() if _scale(angka.at[figure, "teks"]) == word]
    angka.loc[at, "desimal"] += [ids[figure] for figure in at]
    angka.loc[at, "nilai"] = A.to_float(angka.loc[at, "mantissa"], angka.loc[at, "desimal"])


def _scale(text: str) -> int:
    """The power of ten of the scale word in a text, 0 where there is none."""
    found = _WORD.search(text)
    return A.SCALE_WORDS.get(found[1].lower(), 0) if found else 0
