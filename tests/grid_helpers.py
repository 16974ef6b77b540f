"""What the tests of grid recognition share: reading Markdown, comparing rows."""

from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from cermat.datasets.document.assemble import assemble
from cermat.datasets.readers.text import parse_text
from cermat.datasets.recognise.grids.typed import recognise_grids
from cermat.datasets.recognise.printed_numbers import document_angka
from cermat.schemas.tables import all_tables

SHARED = Path(__file__).parents[2] / "shared"
BUNDLE = Path(__file__).parents[1] / "datasets" / "dinsos_buleleng_2023"
has_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="dokumen contoh (../shared) tidak ada")


def recognised(document, tahun: int, instansi: str = "") -> dict[str, pd.DataFrame]:
    angka = document_angka(document, "uji")
    result = recognise_grids(
        document, angka, SimpleNamespace(tahun=tahun, laporan="uji", instansi=instansi, excerpt=True)
    )
    for name, f in result.items():
        types = all_tables()[name]
        for k in types.angka_columns:  # every value points to the number it prints
            if f"_{k}" not in f:
                continue
            there = f[f"_{k}"].notna() & f[f"_{k}"].ge(0)
            printed = angka["teks"].reindex(f.loc[there, f"_{k}"].astype(int)).to_numpy()
            assert all(c in t or t in c for c, t in zip(printed, f.loc[there, k], strict=True)), (name, k)
        assert not set(f.columns) - {"laporan", *types.columns, *(f"_{k}" for k in types.angka_columns)}, name
    return {n: f.astype(object).where(f.notna(), "") for n, f in result.items()}


def read(md: str, tahun: int = 2022, instansi: str = "") -> dict[str, pd.DataFrame]:
    return recognised(assemble(parse_text(md), "uji"), tahun, instansi)


def rows(f: pd.DataFrame, *columns: str) -> list[tuple]:
    return list(f.reindex(columns=list(columns), fill_value="").itertuples(index=False, name=None))


def parents(f: pd.DataFrame) -> dict[str, str]:
    """Name of each row → name of the row it is part of (one measure)."""
    name = dict(zip(f["kode"], f["uraian"], strict=True))
    return {u: name.get(i, "") for u, i in zip(f["uraian"], f["induk"], strict=True)}
