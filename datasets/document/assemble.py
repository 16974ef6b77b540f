"""Blocks of any format to the document: tables put together, headings and their paths, captions, header
rows."""

import re
from collections import defaultdict

import pandas as pd

from cermat.datasets.document import headings
from cermat.datasets.document.cells import filled_down, text_rows
from cermat.datasets.document.clean import clean, join, link_words
from cermat.datasets.document.column_places import edges, laid_on
from cermat.datasets.document.form_titles import without_titles
from cermat.datasets.document.join_parts import add, goes_on, may_stand_between, split, tidy
from cermat.datasets.document.model import Block, Document
from cermat.datasets.document.page_breaks import mend
from cermat.datasets.document.page_furniture import drop_furniture, join_sentences
from cermat.datasets.readers.straighten import straighten
from cermat.schemas.submission import BLOK_COLUMNS, SEL_COLUMNS

__all__ = ["assemble", "filled_down"]


def assemble(raw: list[Block], laporan: str) -> Document:
    """The document of these blocks: frames blok (BLOK_COLUMNS) and sel (SEL_COLUMNS). The input blocks are
    used up."""
    blok = [
        block
        for block in drop_furniture(raw)
        if block.jenis == "petak" and block.sel or block.jenis != "petak" and block.teks.strip()
    ]
    for block in blok:
        if re.search(r"\$\$|\\frac", block.teks):  # formulas left in LaTeX, in whatever format
            block.teks = clean(block.teks)
        block.teks = link_words(block.teks)
        for cell in block.sel:
            cell.teks = link_words(cell.teks)
        if block.jenis == "petak":
            tidy(block)
    blok = [part for block in blok for part in (without_titles(block) if block.jenis == "petak" else [block])]
    blok = [
        part
        for block in blok
        for part in (split(block) if block.jenis == "petak" and block.garis >= 0 else [block])
    ]
    blok = join_sentences(join_grids(blok))
    blok = headings.mark_headings(blok)
    parts = headings.heading_path(blok)
    return _framed(blok, parts, laporan)


def join_grids(blok: list[Block]) -> list[Block]:
    """Join the parts of tables that page ends have cut, mend split rows, straighten drifted columns."""
    result: list[Block] = []
    bounds: dict[int, list[int]] = defaultdict(list)  # id of a table → first rows of its later parts
    between: list[Block] = []
    end, rows = None, []  # the table that may go on, and its rows
    for block in blok:
        if block.jenis != "petak":
            if end is not None and (
                may_stand_between(block.teks) or not between and _rest_of_label(end, block)
            ):
                between.append(block)
                continue
            result.extend([*between, block])
            between, end = [], None
            continue
        if end is not None and end.cut_off and block.cut_off and block.halaman > end.halaman:
            _lay_on(end, block, rows)
        this = text_rows(block.sel)
        if end is not None and (moved := goes_on(end, rows, block, this)) >= 0:
            if between and _rest_of_label(end, between[0]):
                label = next(
                    (
                        cell
                        for cell in end.sel
                        if cell.r == len(rows) - 1 and re.search(r"[A-Za-z]{3}", cell.teks)
                    ),
                    None,
                )
                if label is None:
                    result.append(between[0])
                else:
                    label.teks = join(label.teks, between[0].teks)
            bounds[id(end)].append(add(end, rows, block, this, moved))
            between = []
            continue
        result.extend([*between, block])
        between, end, rows = [], block, this
    result.extend(between)
    for block in result:
        if block.jenis == "petak":
            if block.garis >= 0:
                straighten(block)
            mend(block, bounds[id(block)])
    return result


def _lay_on(above: Block, block: Block, rows: list[list[str]]) -> None:
    """Give the finer cut of two grids around a page end the columns of the other, in place (`rows`: the text
    rows of the upper one)."""
    for fine, coarse in ((block, above), (above, block)):
        if (cells := laid_on(edges(coarse), fine)) is not None:
            fine.sel = cells
            tidy(fine)
            rows[:] = text_rows(above.sel)
            return


def _rest_of_label(above: Block, block: Block) -> bool:
    """Is this line, the first of its page below a table of the text, the rest of a row's label?"""
    return (
        above.garis >= 0
        and block.halaman > above.halaman
        and len(block.teks) <= 40
        and re.match(r"[a-z(][^.:;]*$", block.teks) is not None
    )


def _framed(blok: list[Block], parts: list[str], laporan: str) -> Document:
    framed, cells = [], []
    for at, block in enumerate(blok):
        text = headings.caption_above(blok, at) if block.jenis == "petak" else block.teks
        framed.append(
            (
                laporan,
                at,
                block.jenis,
                block.tingkat if block.jenis == "judul" else 0,
                text,
                parts[at],
                block.halaman,
                block.garis,
                block.jejak,
            )
        )
        for cell in sorted(block.sel, key=lambda cell: (cell.r, cell.c)):
            pages, line_no = (
                (cell.halaman if cell.halaman >= 0 else block.halaman),
                (cell.garis if cell.garis >= 0 else block.garis),
            )
            cells.append(
                (
                    laporan,
                    at,
                    cell.r,
                    cell.c,
                    cell.rs,
                    cell.cs,
                    cell.teks,
                    cell.r < block.kepala,
                    pages,
                    line_no,
                    cell.jejak,
                )
            )
    types = {"blok": "int64", "halaman": "int64", "garis": "int64"}
    fb = pd.DataFrame(framed, columns=BLOK_COLUMNS).astype(types | {"tingkat": "int64"})
    fs = pd.DataFrame(cells, columns=SEL_COLUMNS).astype(
        types | dict.fromkeys(("r", "c", "rs", "cs"), "int64") | {"kepala": bool}
    )
    return Document(fb, fs)
