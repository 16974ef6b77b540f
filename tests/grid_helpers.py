"""What the tests of grid recognition share: reading Markdown, comparing rows."""

from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from datasets.document.assemble import assemble
from datasets.readers.text import parse_text
from datasets.recognise.grids.typed import recognise_grids
from datasets.recognise.printed_numbers import document_angka
from schemas.tables import all_tables

BERSAMA = Path(__file__).parents[2] / "shared"
BUNDEL = Path(__file__).parents[1] / "datasets" / "dinsos_buleleng_2023"
ada_bersama = pytest.mark.skipif(not BERSAMA.is_dir(), reason="dokumen contoh (../shared) tidak ada")


def kenali(dok, tahun: int, instansi: str = "") -> dict[str, pd.DataFrame]:
    angka = document_angka(dok, "uji")
    hasil = recognise_grids(dok, angka, SimpleNamespace(tahun=tahun, laporan="uji", instansi=instansi, excerpt=True))
    for nama, f in hasil.items():
        tipe = all_tables()[nama]
        for k in tipe.angka_columns:  # every value points to the number it prints
            if f"_{k}" not in f:
                continue
            ada = f[f"_{k}"].notna() & f[f"_{k}"].ge(0)
            cetak = angka["teks"].reindex(f.loc[ada, f"_{k}"].astype(int)).to_numpy()
            assert all(c in t or t in c for c, t in zip(cetak, f.loc[ada, k], strict=True)), (nama, k)
        assert not set(f.columns) - {"laporan", *tipe.columns, *(f"_{k}" for k in tipe.angka_columns)}, nama
    return {n: f.astype(object).where(f.notna(), "") for n, f in hasil.items()}


def baca(md: str, tahun: int = 2022, instansi: str = "") -> dict[str, pd.DataFrame]:
    return kenali(assemble(parse_text(md), "uji"), tahun, instansi)


def baris(f: pd.DataFrame, *kolom: str) -> list[tuple]:
    return list(f.reindex(columns=list(kolom), fill_value="").itertuples(index=False, name=None))


def induk(f: pd.DataFrame) -> dict[str, str]:
    """Name of each row → name of the row it is part of (one measure)."""
    nama = dict(zip(f["kode"], f["uraian"], strict=True))
    return {u: nama.get(i, "") for u, i in zip(f["uraian"], f["induk"], strict=True)}
