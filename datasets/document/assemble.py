"""Blocks of any format to the document: tables put together, headings and their paths, captions, header
rows."""

import re
from collections import defaultdict

import pandas as pd

from datasets.document import headings
from datasets.document.cells import filled_down, text_rows
from datasets.document.clean import clean, join, link_words
from datasets.document.column_places import edges, laid_on
from datasets.document.form_titles import without_titles
from datasets.document.join_parts import add, goes_on, may_stand_between, split, tidy
from datasets.document.model import Block, Document
from datasets.document.page_breaks import mend
from datasets.document.page_furniture import drop_furniture, join_sentences
from datasets.readers.straighten import straighten
from schemas.submission import BLOK_COLUMNS, SEL_COLUMNS

__all__ = ["assemble", "filled_down"]


def assemble(raw: list[Block], laporan: str) -> Document:
    """The document of these blocks: frames blok (BLOK_COLUMNS) and sel (SEL_COLUMNS). The input blocks are
    used up."""
    blok = [
        m
        for m in drop_furniture(raw)
        if m.jenis == "petak" and m.sel or m.jenis != "petak" and m.teks.strip()
    ]
    for m in blok:
        if re.search(r"\$\$|\\frac", m.teks):  # formulas left in LaTeX, in whatever format
            m.teks = clean(m.teks)
        m.teks = link_words(m.teks)
        for cell in m.sel:
            cell.teks = link_words(cell.teks)
        if m.jenis == "petak":
            tidy(m)
    blok = [b for m in blok for b in (without_titles(m) if m.jenis == "petak" else [m])]
    blok = [b for m in blok for b in (split(m) if m.jenis == "petak" and m.garis >= 0 else [m])]
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
    for m in blok:
        if m.jenis != "petak":
            if end is not None and (may_stand_between(m.teks) or not between and _rest_of_label(end, m)):
                between.append(m)
                continue
            result.extend([*between, m])
            between, end = [], None
            continue
        if end is not None and end.cut_off and m.cut_off and m.halaman > end.halaman:
            _lay_on(end, m, rows)
        this = text_rows(m.sel)
        if end is not None and (k := goes_on(end, rows, m, this)) >= 0:
            if between and _rest_of_label(end, between[0]):
                label = next(
                    (p for p in end.sel if p.r == len(rows) - 1 and re.search(r"[A-Za-z]{3}", p.teks)), None
                )
                if label is None:
                    result.append(between[0])
                else:
                    label.teks = join(label.teks, between[0].teks)
            bounds[id(end)].append(add(end, rows, m, this, k))
            between = []
            continue
        result.extend([*between, m])
        between, end, rows = [], m, this
    result.extend(between)
    for m in result:
        if m.jenis == "petak":
            if m.garis >= 0:
                straighten(m)
            mend(m, bounds[id(m)])
    return result


def _lay_on(above: Block, m: Block, rows: list[list[str]]) -> None:
    """Give the finer cut of two grids around a page end the columns of the other, in place (`rows`: the text
    rows of the upper one)."""
    for fine, coarse in ((m, above), (above, m)):
        if (cells := laid_on(edges(coarse), fine)) is not None:
            fine.sel = cells
            tidy(fine)
            rows[:] = text_rows(above.sel)
            return


def _rest_of_label(above: Block, m: Block) -> bool:
    """Is this line, the first of its page below a table of the text, the rest of a row's label?"""
    return (
        above.garis >= 0
        and m.halaman > above.halaman
        and len(m.teks) <= 40
        and re.match(r"[a-z(][^.:;]*$", m.teks) is not None
    )


def _framed(blok: list[Block], parts: list[str], laporan: str) -> Document:
    b, s = [], []
    for i, m in enumerate(blok):
        text = headings.caption_above(blok, i) if m.jenis == "petak" else m.teks
        b.append(
            (
                laporan,
                i,
                m.jenis,
                m.tingkat if m.jenis == "judul" else 0,
                text,
                parts[i],
                m.halaman,
                m.garis,
                m.jejak,
            )
        )
        for p in sorted(m.sel, key=lambda p: (p.r, p.c)):
            pages, line_no = (
                (p.halaman if p.halaman >= 0 else m.halaman),
                (p.garis if p.garis >= 0 else m.garis),
            )
            s.append((laporan, i, p.r, p.c, p.rs, p.cs, p.teks, p.r < m.kepala, pages, line_no, p.jejak))
    types = {"blok": "int64", "halaman": "int64", "garis": "int64"}
    fb = pd.DataFrame(b, columns=BLOK_COLUMNS).astype(types | {"tingkat": "int64"})
    fs = pd.DataFrame(s, columns=SEL_COLUMNS).astype(
        types | dict.fromkeys(("r", "c", "rs", "cs"), "int64") | {"kepala": bool}
    )
    return Document(fb, fs)
