"""What was read, beside the picture of its page; a cell that was misread is put right in place."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import FileResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from cermat.reports.desk import changes, store, work
from cermat.reports.desk.changes import Cells
from cermat.reports.desk.kept import around, tables_of
from cermat.reports.desk.picture import sheet
from cermat.reports.desk.web import Database, Desk, Refused, TheDesk, Who, own_form, page, piece, ready

router = APIRouter()
_HIDDEN = ("laporan", "tabel", "halaman", "garis", "baris", "bagian")
_FIRST = ("indikator", "anggaran", "rincian", "seri", "layanan", "perhitungan", "klaim", "predikat", "skala")
SHOWN = 200  # rows that come at once


@router.get("/kiriman/{kiriman}/tabel")
def tables(
    request: Request,
    session: Database,
    desk: TheDesk,
    who: Who,
    kiriman: str,
    jenis: str = "",
    halaman: int = 0,
    baris: int = -1,
    mulai: int = 0,
) -> Response:
    """One typed table; beside it the sheet `halaman` of the document, or what stands around row `baris`."""
    found = ready(session, who, kiriman)
    desk.queue.warm(kiriman)
    every = tables_of(desk, kiriman)
    every = {name: every[name] for name in sorted(every, key=_rank)}
    kind = jenis if jenis in every else next(iter(every), "")
    first = max(mulai, 0)
    rows = _rows(session, every, kind, kiriman, first) if kind else {"labels": {}, "rows": [], "left": 0}
    return page(
        request,
        "tabel_isi" if piece(request) and first else "tabel",
        who,
        k=found,
        tab="tabel",
        kinds={name: len(table["data"]) for name, table in every.items()},
        kind=kind,
        table=rows,
        next=first + SHOWN,
        halaman=halaman,
        baris=baris,
        beside=_beside(desk, kiriman, every, kind, halaman, baris),
    )


def _rank(kind: str) -> int:
    """What a reader looks at first: tables with figures, then what is told about the document."""
    return _FIRST.index(kind) if kind in _FIRST else len(_FIRST)


def _beside(desk: Desk, kiriman: str, every: dict, kind: str, halaman: int, baris: int) -> dict:
    """What stands beside the table: the address of a picture, or the blocks of the text around a row; wait:
    the picture is being drawn."""
    pdf = desk.queue.pdf_of(kiriman)
    drawn = pdf is not None and pdf.stat().st_size > 0
    if drawn and halaman > 0:
        return {"picture": f"/kiriman/{kiriman}/halaman/{halaman}.png", "what": f"Lembar {halaman}"}
    if not kind or not 0 <= baris < len(every[kind]["data"]):
        return {}
    if drawn:
        address = f"/kiriman/{kiriman}/gambar?jenis={kind}&baris={baris}"
        return {"picture": address, "what": f"Lembar dengan baris {baris + 1}"}
    row = dict(zip(every[kind]["columns"], every[kind]["data"][baris], strict=True))
    return {"text": around(desk, kiriman, row.get("tabel") or ""), "wait": pdf is None}


def _rows(session: Session, every: dict[str, dict], kind: str, kiriman: str, first: int) -> dict:
    """The table as rows of cells (column, text, was: as it was read where that was corrected), each row with
    its place."""
    columns, data = every[kind]["columns"], every[kind]["data"]
    made = {
        (row.baris, row.kolom): row.baru for row in store.corrections(session, kiriman) if row.tabel == kind
    }
    corrected = {column for _, column in made}
    used = [name for at, name in enumerate(columns) if name in corrected or any(row[at] for row in data)]
    used = [name for name in used if name not in _HIDDEN]
    rows = []
    for number, row in enumerate(data[first : first + SHOWN], first):
        cell = dict(zip(columns, row, strict=True))
        cells = [_cell_shown(name, cell[name] or "", made.get((number, name))) for name in used]
        rows.append({"number": number, "page": cell.get("halaman") or "", "cells": cells})
    labels = {name: work.column_label(kind, name) for name in used}
    return {"labels": labels, "rows": rows, "left": len(data) - first - SHOWN}


def _cell_shown(column: str, read: str, corrected: str | None) -> dict:
    changed = corrected is not None and corrected != read
    return {"column": column, "text": corrected if changed else read, "was": read if changed else None}


@router.get("/kiriman/{kiriman}/sel")
def ask(
    request: Request,
    session: Database,
    desk: TheDesk,
    who: Who,
    kiriman: str,
    tabel: str,
    baris: int,
    kolom: str,
) -> Response:
    """The form of one cell."""
    found = ready(session, who, kiriman)
    text = Cells(session, desk, kiriman).now(tabel, baris, kolom)
    return page(
        request,
        "sel" if piece(request) else "sel_lembar",
        who,
        k=found,
        tab="tabel",
        text=text,
        tabel=tabel,
        baris=baris,
        kolom=kolom,
        label=work.column_label(tabel, kolom),
    )


@router.post("/kiriman/{kiriman}/koreksi", dependencies=[Depends(own_form)])
def put_right(
    request: Request,
    session: Database,
    desk: TheDesk,
    who: Who,
    kiriman: str,
    tabel: Annotated[str, Form()],
    baris: Annotated[int, Form()],
    kolom: Annotated[str, Form()],
    teks: Annotated[str, Form()] = "",
) -> Response:
    """A corrected cell, and at once what it changes."""
    found = ready(session, who, kiriman)
    read = Cells(session, desk, kiriman).read(tabel, baris, kolom)
    outcome = changes.put_right(session, desk, who, found, tabel, baris, {kolom: teks})
    if not piece(request):
        return RedirectResponse(f"/kiriman/{kiriman}/tabel?jenis={tabel}", 303)
    cell = _cell_shown(kolom, read, teks.strip())
    return page(request, "koreksi", who, k=found, tabel=tabel, baris=baris, c=cell, outcome=outcome)


@router.get("/kiriman/{kiriman}/halaman/{nomor}.png")
def picture(session: Database, desk: TheDesk, who: Who, kiriman: str, nomor: int) -> Response:
    """A page of the document as a picture."""
    ready(session, who, kiriman)
    return _picture(desk, kiriman, max(nomor, 1), [])


@router.get("/kiriman/{kiriman}/gambar")
def picture_of_row(
    session: Database, desk: TheDesk, who: Who, kiriman: str, jenis: str, baris: int
) -> Response:
    """The page on which the texts of a row stand, where the document tells no pages."""
    ready(session, who, kiriman)
    table = tables_of(desk, kiriman).get(jenis)
    if table is None or not 0 <= baris < len(table["data"]):
        raise Refused(404, "baris ini tidak ada")
    row = zip(table["columns"], table["data"][baris], strict=True)
    texts = [str(text) for name, text in row if text and name not in ("laporan", "tabel", "bagian")]
    return _picture(desk, kiriman, 0, texts)


def _picture(desk: Desk, kiriman: str, number: int, texts: list[str]) -> Response:
    pdf = desk.queue.pdf_of(kiriman)
    if pdf is None or not pdf.stat().st_size:
        raise Refused(404, "dokumen ini tidak punya gambar halaman")
    path, _ = sheet(desk.queue.folder(kiriman), pdf, number, texts)
    if path is None:
        raise Refused(404, "halaman ini tidak dapat digambar")
    return FileResponse(path, media_type="image/png", headers={"cache-control": "private, max-age=3600"})
