"""Grids to typed tables: `recognise_grids`."""

import re

import pandas as pd

from datasets.document.model import Document
from datasets.recognise.grids.anggaran import recognise_anggaran
from datasets.recognise.grids.arithmetic import recognise_arithmetic, settle_measure
from datasets.recognise.grids.bases import settle_bases
from datasets.recognise.grids.columns import MONEY, columns_of
from datasets.recognise.grids.indikator import assign_tahun, name_bare_years, recognise_indikator
from datasets.recognise.grids.layout import Layout, grid_numbers, lay_out_grid
from datasets.recognise.grids.others import (
    recognise_definisi,
    recognise_layanan,
    recognise_predikat,
    recognise_skala,
)
from datasets.recognise.grids.period_ends import mark_end_targets
from datasets.recognise.grids.periods import last_quarter, recognise_periods
from datasets.recognise.grids.rincian import column_totals, recognise_rincian
from datasets.recognise.grids.scores import settle_constants, settle_scores
from datasets.recognise.grids.seri import recognise_year_columns, recognise_year_rows, settle_seri
from datasets.recognise.grids.texts import count_tahun
from datasets.recognise.relations.tables import relate
from datasets.recognise.row_kinds import TOTAL

# value columns of typed rows that a rule recomputes from others of the row
_COMPUTED = {"_hasil", "_capaian", "_capaian_akhir", "_persen", "_sisa", "_pembanding"}
_NOT_DATA = re.compile(r"daftar\s+(?:isi|tabel|gambar|grafik|lampiran|bagan|singkatan)\s*$", re.I)


def recognise_grids(document: Document, angka: pd.DataFrame, context) -> dict[str, pd.DataFrame]:
    """Typed rows of text from every grid of a document.

    angka: document_angka(dok); context: what the report is about (tahun, laporan). Returns name → frame with
    the columns of schemas/tables.yaml it fills, `laporan`, the place columns, and for a value column x the id
    of its number under _x (-1: none). A grid, or a column of it, that nothing recognises gives no rows.
    """
    result: dict[str, list[dict]] = {}
    by_blok = grid_numbers(angka) if len(angka) else {}
    intro, before = "", ""
    for b in document.blocks:
        if b.jenis != "petak":
            intro, before = b.teks, intro
            continue
        if b.blok not in document.cells or _NOT_DATA.search(b.bagian):
            continue
        if (
            intro and intro in b.teks
        ):  # the line before is the caption itself: the sentence stands before that
            intro = before
        d = lay_out_grid(b, document.cells[b.blok], by_blok.get(b.blok, []), intro)
        if d is None:
            continue
        for name, rows in recognise_one(d, context).items():
            result.setdefault(name, []).extend(rows)
        intro = (
            f"{intro} {b.teks}".strip() if b.teks else intro
        )  # a grid right behind belongs to the same passage
    settle_measure(result, angka)
    settle_seri(result, angka)
    settle_constants(result, angka)
    return {name: pd.DataFrame(rows) for name, rows in result.items() if rows}


def recognise_one(d: Layout, context) -> dict[str, list[dict]]:
    """Typed rows of one grid. Each column is used by one table; what is left over may still hold totals and
    percentages."""
    columns = columns_of(d, getattr(context, "instansi", ""))
    mark_end_targets(d, columns, context.tahun)
    assign_tahun(d, columns, context)
    name_bare_years(columns)
    settle_bases(d, columns)
    tahun = count_tahun(d, context)
    skala = recognise_skala(d, columns)
    if skala:
        return {"skala": skala}
    converted = settle_scores(d, columns, tahun)
    result: dict[str, list[dict]] = {}

    def add(new: dict[str, list[dict]]) -> None:
        for name, rows in new.items():
            if rows:
                result.setdefault(name, []).extend(rows)

    def used() -> set[int]:
        return _used_columns(d, result)

    definisi = recognise_definisi(d, columns)
    add({"definisi": definisi, "perhitungan": recognise_arithmetic(d, columns, tahun)})
    layanan, taken = recognise_layanan(d, columns, tahun)
    add({"layanan": layanan})
    # "APBD | DAK | Jumlah": only the total is the budget, the others are its parts
    count = column_totals(d, [k for k in columns if k.nilai and k.domain == MONEY and k.n])
    source = {c for parts in count.values() for c in parts}
    rest = [k for k in columns if k.c not in taken | source]
    anggaran, taken = recognise_anggaran(d, rest, context)
    add(anggaran)
    rest = [k for k in rest if k.c not in taken]
    ended = last_quarter(d, columns)
    add(
        recognise_year_rows(d, rest)
        or recognise_indikator(d, rest, context, ended)
        or recognise_year_columns(d, rest, context)
    )
    add({"rincian": recognise_periods(d, columns, tahun)})
    if not {"indikator", "seri"} & set(result):
        add({"predikat": recognise_predikat(d, rest, tahun)})
    if not result or source or any(b.jenis == TOTAL for b in d.rows.values()):
        use = used() - set(count)
        add(recognise_rincian(d, [k for k in columns if not k.nilai or k.c not in use], tahun))
    computed = {n: [{k: b[k] for k in b if k in _COMPUTED} for b in rows] for n, rows in result.items()}
    aside = {k.c for k in columns if k.uncapped or k.header.score("bobot") >= 0.9}
    main = _used_columns(d, {n: b for n, b in result.items() if n != "rincian"})
    done = _used_columns(d, computed) | aside | source
    for rows in relate(d, columns, done, main | done, _used_ids(result), tahun):
        add(rows)
    add({"perhitungan": converted})
    return result


def _used_ids(result: dict[str, list[dict]]) -> set[int]:
    """Ids of the numbers that some row points to."""
    return {v for rows in result.values() for b in rows for n, v in b.items() if n.startswith("_")}


def _used_columns(d: Layout, result: dict[str, list[dict]]) -> set[int]:
    """Columns whose numbers some row already points to."""
    columns = {int(d.id[r, c]): c for r in d.body for c in range(d.width) if d.id[r, c] >= 0}
    return {
        columns[v]
        for rows in result.values()
        for b in rows
        for n, v in b.items()
        if n.startswith("_") and v in columns
    }
