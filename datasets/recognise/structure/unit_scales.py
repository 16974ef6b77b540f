"""Units that are a thousandfold off: a column of years that is in rupiah where the others are in thousands, a
table in "ton" whose figures another table in ton prints without their last three digits."""

import re

import numpy as np
import pandas as pd

from cermat.datasets.document.model import Document
from cermat.datasets.recognise.document_lines import page_of
from cermat.schemas.angka import FIGURE

THOUSANDFOLD = "satuan seribu kali"
_YEAR = re.compile(r"(?:^|>|\s)\s*((?:19|20)\d\d)\s*\*?\s*$")
_WEIGHT = re.compile(r"\b(ton|ha|hektar|km|liter|ekor|orang|jiwa|meter|unit)\b", re.I)
_SCALED = re.compile(r"\b(?:ribu|juta|mil[iy]ar|kg|kilogram|kwintal|kuintal|gram|000)\b", re.I)
_MONEY = re.compile(r"\b(?:rp|rupiah|anggaran|pagu|belanja|biaya|keuangan)\b", re.I)
_RISE = (100.0, 10_000.0)  # what a unit's thousand makes of a year's rise or fall
_THOUSAND = (300.0, 3_000.0)  # of most rows
_ROWS, _COLUMNS = 3, 3
_SHARED, _MOSTLY = 4, 0.6  # figures that another table prints as thousands
_LARGE = 100_000.0


def unit_scales(document: Document, angka: pd.DataFrame) -> list[dict]:
    """Rows of the typed table identitas: THOUSANDFOLD, each with both its places."""
    figures = angka[angka["kelas"].eq(FIGURE) & angka["r"].ge(0) & angka["nilai"].notna()].copy()
    figures["cetak"] = [document.pages.get(sheet, "") for sheet in figures["halaman"].tolist()]
    return _columns(figures) + _tables(document, figures)


def _row(text: str, number: pd.Series) -> dict:
    place = {name: number[name] for name in ("tabel", "bagian", "halaman", "baris", "garis")}
    return {"jenis": THOUSANDFOLD, "nilai": text} | {
        name: "" if value == -1 else value for name, value in place.items()
    }


def _columns(figures: pd.DataFrame) -> list[dict]:
    """Grids of years in which every row leaps by the thousand in the same column."""
    year = figures["kolom_cetak"].astype(str).str.extract(_YEAR, expand=False)
    yearly = figures[year.notna() & ~figures["satuan"].eq("%")].assign(th=year)
    result = []
    many = yearly.groupby("blok")[["r", "th"]].nunique()
    large = many.index[many["r"].ge(_ROWS) & many["th"].ge(_COLUMNS)]
    for _, grid in yearly[yearly["blok"].isin(large)].groupby("blok"):
        wide = grid.drop_duplicates(["r", "th"], keep=False).pivot(index="r", columns="th", values="nilai")
        wide = wide[(wide > 0).sum(axis=1) >= _COLUMNS]
        if len(wide) < _ROWS or len(wide.columns) < _COLUMNS:
            continue
        for column in wide:
            times = (wide[column] / wide.drop(columns=column).median(axis=1)).dropna()
            leaps = times if times.median() > 1 else 1 / times
            own = grid[grid["th"].eq(column)].iloc[0]
            plain = grid.loc[grid["th"].eq(column), "desimal"].le(0).all()  # no column of percentages
            near = leaps.between(*_RISE).all() and _THOUSAND[0] <= leaps.median() <= _THOUSAND[1]
            if len(times) >= _ROWS and near and plain and _round(wide[column], times):
                beside = grid[grid["r"].eq(own["r"]) & ~grid["th"].eq(column)].iloc[-1]
                result += _leap(own, beside, column)
    return result


def _round(column: pd.Series, times: pd.Series) -> bool:
    """Do the figures of a column in full end in the zeros that thousands leave?"""
    return bool((times < 1).all() or (column.dropna() % 1000 == 0).mean() > _MOSTLY)


def _leap(own: pd.Series, beside: pd.Series, year: str) -> list[dict]:
    larger = own["nilai"] > beside["nilai"]
    meant = f"{own['nilai'] / 1000 if larger else own['nilai'] * 1000:,.0f}".replace(",", ".")
    times = "seribu kali" if larger else "seperseribu"
    text = (
        f"kolom {year} (misalnya {own['teks']}){page_of(own)} kira-kira {times} kolom tahun lain "
        f"(misalnya {beside['teks']}); dalam satuan kolom lain {meant}"
    )
    return [_row(text, own)]


def _tables(document: Document, figures: pd.DataFrame) -> list[dict]:
    """Columns of large figures that another table with the same unit prints in thousands."""
    units = _units(document)
    money = figures["satuan"].eq("Rp") | figures["kolom_cetak"].astype(str).str.contains(_MONEY)
    figures = figures[figures["blok"].isin(units) & ~money & figures["desimal"].eq(0)]
    large = figures[figures["nilai"].ge(_LARGE)]
    result = []
    for (block, _), column in large.groupby(["blok", "c"]):
        others = figures[figures["blok"].ne(block)]
        thousands = np.round(column["nilai"] / 1000)
        for other, table in others.groupby("blok"):
            same = units[block] & units[other]
            hit = thousands.isin(table["nilai"])
            if not same or hit.sum() < _SHARED or hit.mean() < _MOSTLY:
                continue
            own = column[hit].iloc[0]
            there = table[table["nilai"].eq(np.round(own["nilai"] / 1000))].iloc[0]
            unit = min(same)
            text = (
                f"{own['teks']} dalam tabel bersatuan {unit}{page_of(own)}, sedangkan {there['teks']} {unit} "
                f"di tabel lain{page_of(there)}; {int(hit.sum())} angka berselisih seribu kali"
            )
            result += [_row(text, own), _row(text, there)]
            break
    return result


def _units(document: Document) -> dict[int, set[str]]:
    """The unit that caption, head and unit cells of each grid name, where they name no scale besides."""
    found = {}
    for block in document.blocks:
        cells = document.cells.get(block.blok, ())
        words = [block.teks, *(cell.teks for cell in cells if cell.kepala or len(cell.teks.strip()) <= 6)]
        text = " ".join(words)
        if cells and not _SCALED.search(text) and (named := set(map(str.lower, _WEIGHT.findall(text)))):
            found[int(block.blok)] = named
    return found
