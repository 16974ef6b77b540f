"""Numbers of a corrected workbook: which of them still are the document's own numbers, as the hidden columns
remember.

A document's numbers are read in their place (column, unit, neighbours); a workbook keeps that reading, and
one number that two tables use stays one. What a hand has changed is read anew.
"""

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from cermat.datasets.workbook.looks import POINTERS, tidy
from cermat.schemas.angka import FIGURE, NIL, parse, to_float
from cermat.schemas.submission import ANGKA_COLUMNS, settle_angka
from cermat.schemas.tables import all_tables

_WHERE = ("blok", "r", "c", "mulai", "akhir")  # places in the document, which is not here
REGISTER = [column for column in ANGKA_COLUMNS if column not in (*_WHERE, "nilai", "laporan")]
_WHOLE = ("mantissa", "desimal", "halaman", "garis")
_POINTER = re.compile(r"(\w+)=(\d+)")


def read_register(
    header: list[str], rows: list[list[str]], report: str
) -> tuple[pd.DataFrame | None, list[str]]:
    """The hidden sheet of numbers as an angka frame (ANGKA_COLUMNS), or None and a line that says what is
    wrong with it."""
    frame = pd.DataFrame(rows, columns=header, dtype=object) if rows else pd.DataFrame(columns=header)
    try:
        frame = frame.assign(asal=frame.get("asal", ""))[REGISTER]
        for name in _WHOLE:
            frame[name] = frame[name].astype("int64")
    except (KeyError, ValueError, OverflowError, TypeError):
        return None, [
            "lembar tersembunyi yang mengingat letak angka berubah; angka dibaca dari sel-selnya saja"
        ]
    frame["laporan"] = report
    frame["nilai"] = np.where(
        frame["kelas"].isin([FIGURE, NIL]), to_float(frame["mantissa"], frame["desimal"]), np.nan
    )
    for name in _WHERE:
        frame[name] = np.nan
    return frame[ANGKA_COLUMNS], []


def attach(
    frames: dict[str, pd.DataFrame], register: pd.DataFrame, used: Sequence[int] | np.ndarray = ()
) -> pd.DataFrame:
    """Give every value column x of the frames its companion `_x` (row of the register, -1: to be read from
    the cell). used: rows of the register that other tables hold as they are.

    Returns the register with corrected numbers read anew: a number whose cells all say the same new text is
    that number, corrected. A new cell with text and place of a number that no other cell has becomes that
    number.
    """
    cells = _cells(frames)
    numbers = register.copy()
    printed = numbers["teks"].map(_key).to_numpy(dtype=object)
    known = cells["id"].between(0, len(numbers) - 1) & cells["teks"].ne("")
    cells["id"] = cells["id"].where(known, -1)
    cells["same"] = known & (
        cells["teks"].map(_key).to_numpy(dtype=object) == np.append(printed, "")[cells["id"].to_numpy()]
    )
    held = (
        cells[known]
        .groupby("id")
        .agg(kept=("same", "any"), texts=("teks", "nunique"), teks=("teks", "first"))
    )
    held["kept"] |= held.index.isin(used)
    corrected = held.loc[~held["kept"] & held["texts"].eq(1), "teks"]
    split = held.index[~held["kept"] & held["texts"].gt(1)]
    numbers.loc[split, "kelas"] = "bukan"  # its cells tell two numbers now: each is read for itself
    cells["id"] = cells["id"].where(cells["same"] | cells["id"].isin(corrected.index), -1)
    _read_anew(numbers, corrected)
    _find_again(cells, numbers, used)
    for (kind, column), part in cells.groupby(["kind", "column"], sort=False):
        frames[kind][f"_{column}"] = (
            part.set_index("row")["id"].reindex(range(len(frames[kind])), fill_value=-1).to_numpy()
        )
    return numbers


def _cells(frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    parts = []
    for kind, frame in frames.items():
        ids = [
            dict(_POINTER.findall(str(pointers)))
            for pointers in frame.get(POINTERS, pd.Series("", index=frame.index))
        ]
        place = {name: frame[name] if name in frame else "" for name in ("tabel", "halaman", "garis")}
        for column in all_tables()[kind].angka_columns:
            if column in frame:
                parts.append(
                    pd.DataFrame(
                        {
                            "kind": kind,
                            "column": column,
                            "row": np.arange(len(frame)),
                            "teks": frame[column],
                            "id": [int(pointed.get(column, -1)) for pointed in ids],
                            **place,
                        }
                    )
                )
    columns = ["kind", "column", "row", "teks", "id", "tabel", "halaman", "garis"]
    made = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)
    return made.astype({"id": "int64"})


def _key(text: str) -> str:
    return " ".join(tidy(text).split())


def _read_anew(numbers: pd.DataFrame, corrected: pd.Series) -> None:
    """Corrected texts in place of the old ones; scale and unit that came from the header are kept."""
    if corrected.empty:
        return
    old = numbers.loc[corrected.index]
    near = numbers.merge(
        old[["tabel", "kolom_cetak"]].drop_duplicates(),
        on=["tabel", "kolom_cetak"],
        how="left",
        indicator=True,
    )
    rows = near.index[near["_merge"].eq("both")].union(corrected.index)
    draft = numbers.loc[rows].assign(kolom=numbers.loc[rows, "kolom_cetak"])
    draft.loc[corrected.index, "teks"] = corrected
    read = settle_angka(draft).set_index(rows)
    for number in corrected.index:
        was, alone = old.loc[number], parse(old.at[number, "teks"])
        shift = was["desimal"] - alone.desimal if alone.mantissa == was["mantissa"] else 0
        numbers.loc[number, ["teks", "mantissa", "kelas", "ragu", "lokal"]] = read.loc[
            number, ["teks", "mantissa", "kelas", "ragu", "lokal"]
        ]
        numbers.at[number, "desimal"] = read.at[number, "desimal"] + shift
        numbers.at[number, "satuan"] = read.at[number, "satuan"] or was["satuan"]
    at = corrected.index
    readable = numbers.loc[at, "kelas"].isin([FIGURE, NIL])
    numbers.loc[at, "nilai"] = np.where(
        readable, to_float(numbers.loc[at, "mantissa"], numbers.loc[at, "desimal"]), np.nan
    )


def _find_again(cells: pd.DataFrame, numbers: pd.DataFrame, used: Sequence[int] | np.ndarray) -> None:
    """New cells that stand where a number stands that no cell has, here or in other tables (used)."""
    new = cells[
        cells["id"].lt(0)
        & cells["teks"].ne("")
        & (cells["halaman"].ne("") | cells["garis"].ne("") | cells["tabel"].ne(""))
    ]
    free = numbers[numbers["kelas"].eq(FIGURE) & ~numbers.index.isin([*cells["id"], *used])]
    if new.empty or free.empty:
        return
    places: dict[tuple, list[int]] = {}
    for number, teks, tabel, halaman, garis in free[["teks", "tabel", "halaman", "garis"]].itertuples():
        places.setdefault((_key(teks), str(tabel), _number(halaman), _number(garis)), []).append(number)
    for number, teks, tabel, halaman, garis in new[["teks", "tabel", "halaman", "garis"]].itertuples():
        here = places.get((_key(teks), tabel, halaman, garis), [])
        if here:
            cells.at[number, "id"] = here.pop(0)


def _number(value) -> str:
    return "" if value < 0 else str(int(value))
