"""Grids to typed tables: `recognise_grids`."""

import re

import numpy as np
import pandas as pd

from cermat.datasets.document.model import Document
from cermat.datasets.recognise.grids.anggaran import recognise_anggaran
from cermat.datasets.recognise.grids.arithmetic import recognise_arithmetic, settle_measure
from cermat.datasets.recognise.grids.bases import settle_bases
from cermat.datasets.recognise.grids.cards import recognise_cards
from cermat.datasets.recognise.grids.columns import MONEY, body_rows, columns_of
from cermat.datasets.recognise.grids.indikator import assign_tahun, name_bare_years, recognise_indikator
from cermat.datasets.recognise.grids.layout import Layout, grid_numbers, lay_out_grid
from cermat.datasets.recognise.grids.others import recognise_definisi, recognise_layanan, recognise_skala
from cermat.datasets.recognise.grids.period_ends import mark_end_targets
from cermat.datasets.recognise.grids.periods import last_quarter, recognise_periods
from cermat.datasets.recognise.grids.rincian import column_totals, recognise_rincian
from cermat.datasets.recognise.grids.scores import settle_scores
from cermat.datasets.recognise.grids.seri import recognise_year_columns, recognise_year_rows, settle_seri
from cermat.datasets.recognise.grids.texts import count_tahun
from cermat.datasets.recognise.relations.tables import relate
from cermat.datasets.recognise.row_kinds import TOTAL

Rows = dict[str, list[dict]]  # table → its typed rows

# value columns of typed rows that a rule recomputes from others of the row
_COMPUTED = {"_hasil", "_capaian", "_capaian_akhir", "_persen", "_sisa", "_pembanding"}
_NOT_DATA = re.compile(r"daftar\s+(?:isi|tabel|gambar|grafik|lampiran|bagan|singkatan)\s*$", re.I)


def recognise_grids(document: Document, angka: pd.DataFrame, context) -> dict[str, pd.DataFrame]:
    """Typed rows of text from every grid of a document.

    angka: document_angka(dok); context: what the report is about (tahun, laporan). Returns name → frame with
    the columns of schemas/tables.yaml it fills, `laporan`, the place columns, and for a value column x the id
    of its number under _x (-1: none). A grid, or a column of it, that nothing recognises gives no rows.
    """
    result: Rows = {}
    by_blok = grid_numbers(angka) if len(angka) else {}
    intro, before = "", ""
    for block in document.blocks:
        if block.jenis != "petak":
            intro, before = block.teks, intro
        elif block.blok in document.cells and not _NOT_DATA.search(block.bagian):
            # where the line before is the caption itself, the sentence stands before that
            intro = before if intro in block.teks else intro
            cells, numbers = document.cells[block.blok], by_blok.get(block.blok, [])
            if grid := lay_out_grid(block, cells, numbers, intro):
                _add(result, recognise_one(grid, context))
                intro = f"{intro} {block.teks}".strip()  # a grid right behind belongs to the same passage
    settle_measure(result, angka)
    settle_seri(result, angka)
    return {name: pd.DataFrame(rows) for name, rows in result.items() if rows}


def recognise_one(grid: Layout, context) -> Rows:
    """Typed rows of one grid. One table uses a column; what is left may still hold totals and shares."""
    if cards := recognise_cards(grid):
        return {"definisi": cards}
    columns = columns_of(grid, getattr(context, "instansi", ""))
    mark_end_targets(grid, columns, context.tahun)
    assign_tahun(grid, columns, context)
    name_bare_years(columns)
    settle_bases(grid, columns)
    tahun = count_tahun(grid, context)
    if skala := recognise_skala(grid, columns):
        return {"skala": skala}
    converted = settle_scores(grid, columns, tahun)
    result: Rows = {}
    layanan, given = recognise_layanan(grid, columns, tahun)
    written = recognise_arithmetic(grid, columns, tahun)
    _add(result, {"definisi": recognise_definisi(grid, columns), "perhitungan": written, "layanan": layanan})
    # "APBD | DAK | Jumlah": only the total is the budget, the others are its parts
    closing = column_totals(grid, [col for col in columns if col.nilai and col.domain == MONEY and col.n])
    source = {at for parts in closing.values() for at in parts}
    rest = [col for col in columns if col.c not in given | source]
    anggaran, spent = recognise_anggaran(grid, rest, context)
    rest = [col for col in rest if col.c not in spent]
    measured = recognise_year_rows(grid, rest)
    measured = measured or recognise_indikator(grid, rest, context, last_quarter(grid, columns))
    _add(result, anggaran)
    _add(result, measured or recognise_year_columns(grid, rest, context))
    _add(result, {"rincian": recognise_periods(grid, columns, tahun)})
    if not result or source or body_rows(grid, TOTAL):
        used = _used_columns(grid, result) - set(closing)
        rest = [col for col in columns if not col.nilai or col.c not in used]
        _add(result, recognise_rincian(grid, rest, tahun))
    told = [row for rows in result.values() for row in rows]
    computed = {"": [{field: row[field] for field in row if field in _COMPUTED} for row in told]}
    aside = {col.c for col in columns if col.uncapped or col.score("bobot") >= 0.9}
    done = _used_columns(grid, computed) | aside | source
    main = _used_columns(grid, {name: rows for name, rows in result.items() if name != "rincian"})
    for rows in relate(grid, columns, done, main | done, _used_ids(result), tahun):
        _add(result, rows)
    _add(result, {"perhitungan": converted})
    return result


def _add(result: Rows, new: Rows) -> None:
    for name, rows in new.items():
        if rows:
            result.setdefault(name, []).extend(rows)


def _used_ids(result: Rows) -> set[int]:
    """Ids of the numbers that some row points to."""
    told = (cell for rows in result.values() for row in rows for cell in row.items())
    return {number for name, number in told if name.startswith("_")}


def _used_columns(grid: Layout, result: Rows) -> set[int]:
    """Columns whose numbers some row already points to."""
    held = np.isin(grid.id[grid.body], [number for number in _used_ids(result) if number >= 0])
    return set(np.flatnonzero(held.any(axis=0)).tolist())
