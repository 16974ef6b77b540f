"""A folder of CSV makes blocks too: each printed table of a submission of tables is laid out as a grid."""

import numpy as np
import pandas as pd

from cermat.schemas.keys import find
from cermat.schemas.submission import BLOK_COLUMNS, SEL_COLUMNS, Submission
from cermat.schemas.tables import PLACE_COLUMNS, all_tables

_HIDDEN = {"kode", "induk", "acuan", "ukuran_induk", "jenis_baris", "peran"}


def lay_out(sub: Submission) -> None:
    """Give a submission of tables its `blok` and `sel`, and each number its cell (blok, r, c). In place.

    One grid a report, typed table and printed table; its columns are those that hold anything.
    """
    blocks, cells, start = [], [], 0
    texts = sub.angka["teks"].to_numpy(dtype=object)
    place = {axis: sub.angka[axis].to_numpy(dtype="float64", copy=True) for axis in ("blok", "r", "c")}
    for kind, spec in all_tables().items():
        frame = sub.tables[kind]
        if frame.empty:
            continue
        group = frame.groupby(["laporan", "tabel"], sort=False, dropna=False)
        number, row = group.ngroup().to_numpy(), group.cumcount().to_numpy() + 1
        first = frame[~frame.duplicated(["laporan", "tabel"])]
        order = pd.unique(number)
        name = first["tabel"].where(first["tabel"].ne(""), kind)
        blocks.append(
            pd.DataFrame(
                {
                    "laporan": first["laporan"],
                    "blok": start + order,
                    "jenis": "petak",
                    "tingkat": 0,
                    "teks": kind + " · " + name,
                    "bagian": first["bagian"],
                    "halaman": first["halaman"],
                    "garis": first["garis"],
                    "jejak": "",
                }
            )
        )
        column, traces = 0, _Traces(sub.origin, kind, frame)
        for typed in spec.columns.values():
            if typed.name in PLACE_COLUMNS or typed.name in _HIDDEN:
                continue
            values = frame[typed.name]
            ids = values.to_numpy(dtype="int64") if typed.kind == "angka" else None
            text = np.where(ids >= 0, np.append(texts, "")[ids], "") if ids is not None else _words(values)
            if not (text != "").any():
                continue
            cells.append(_column(frame, start + number, row, column, text).assign(jejak=traces(typed.name)))
            heads = pd.DataFrame(
                {
                    "laporan": first["laporan"],
                    "blok": start + order,
                    "r": 0,
                    "c": column,
                    "teks": typed.label,
                    "kepala": True,
                }
            )
            cells.append(heads.assign(halaman=first["halaman"], garis=-1, jejak=""))
            if ids is not None:
                has = ids >= 0
                place["blok"][ids[has]], place["r"][ids[has]], place["c"][ids[has]] = (
                    start + number[has],
                    row[has],
                    column,
                )
            column += 1
        start += len(order)
    sub.blok = pd.concat(blocks, ignore_index=True).reindex(columns=BLOK_COLUMNS) if blocks else sub.blok
    sel = pd.concat(cells, ignore_index=True).assign(rs=1, cs=1) if cells else sub.sel
    sub.sel = sel.reindex(columns=SEL_COLUMNS).sort_values(
        ["blok", "r", "c"], kind="stable", ignore_index=True
    )
    for axis, values in place.items():
        sub.angka[axis] = values


class _Traces:
    """Where the cells of a typed table stand in the files that were submitted, column by column."""

    def __init__(self, origin: pd.DataFrame, kind: str, frame: pd.DataFrame) -> None:
        self.own = origin[origin["tabel_tipe"].eq(kind)]
        self.rows = [frame["laporan"], frame.groupby("laporan").cumcount() + 1]

    def __call__(self, column: str) -> np.ndarray:
        told = np.full(len(self.rows[0]), "", dtype=object)
        for name in ("", column):
            known = self.own[self.own["kolom"].eq(name)]
            if len(known):
                at = find(self.rows, [known["laporan"], known["baris_ke"]])
                told = np.where(at >= 0, known["jejak"].to_numpy(dtype=object)[at], told)
        return told


def _words(values: pd.Series) -> np.ndarray:
    """Cells of a text column as printed; unknown years and dates are empty."""
    if values.dtype.kind == "i":
        return np.where(values < 0, "", values.astype(str))
    if values.dtype.kind == "M":
        return values.dt.strftime("%d-%m-%Y").fillna("").to_numpy(dtype=object)
    return values.astype(str).to_numpy(dtype=object)


def _column(
    frame: pd.DataFrame, block: np.ndarray, row: np.ndarray, column: int, text: np.ndarray
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "laporan": frame["laporan"],
            "blok": block,
            "r": row,
            "c": column,
            "teks": text,
            "kepala": False,
            "halaman": frame["halaman"],
            "garis": frame["garis"],
        }
    )
