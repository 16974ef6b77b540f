"""What was read, beside the picture of its page; a cell that was misread is put right in place."""

import io
from typing import Annotated

import pypdfium2
from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from cermat.reports.desk import store, work
from cermat.reports.desk.kept import findings_of, tables_of
from cermat.reports.desk.tables import Koreksi
from cermat.reports.desk.web import Database, Desk, Refused, TheDesk, Who, own_form, page, piece, ready
from cermat.schemas.tables import all_tables

router = APIRouter()
_HIDDEN = ("laporan", "tabel", "halaman", "garis", "baris", "bagian")
_WIDTH = 1100  # pixels of the picture of a page
_LONGEST = 500  # characters of a corrected cell


@router.get("/kiriman/{kiriman}/tabel")
def tables(
    request: Request,
    session: Database,
    desk: TheDesk,
    who: Who,
    kiriman: str,
    jenis: str = "",
    halaman: int = 0,
) -> Response:
    """One typed table, and the page it stands on."""
    found = ready(session, who, kiriman)
    desk.queue.warm(kiriman)
    every = tables_of(desk, kiriman)
    kind = jenis if jenis in every else next(iter(every), "")
    return page(
        request,
        "tabel",
        who,
        k=found,
        tab="tabel",
        kinds={name: len(table["data"]) for name, table in every.items()},
        kind=kind,
        table=_shown(session, every, kind, kiriman) if kind else None,
        halaman=halaman,
        pictured=_original(desk, kiriman).suffix.lower() == ".pdf",
    )


def _shown(session, every: dict[str, dict], kind: str, kiriman: str) -> dict:
    """The table as rows of cells (column, text, was: as it was read where that was corrected), each row with
    its place."""
    columns = every[kind]["columns"]
    kept = {
        (row.baris, row.kolom): row.baru for row in store.corrections(session, kiriman) if row.tabel == kind
    }
    used = [
        name
        for at, name in enumerate(columns)
        if name not in _HIDDEN
        and (any(row[at] for row in every[kind]["data"]) or any(name == column for _, column in kept))
    ]
    rows = []
    for number, row in enumerate(every[kind]["data"]):
        cell = dict(zip(columns, row, strict=True))
        rows.append(
            {
                "number": number,
                "page": cell.get("halaman") or "",
                "table": cell.get("tabel") or "",
                "cells": [_cell_shown(name, cell[name] or "", kept.get((number, name))) for name in used],
            }
        )
    return {"labels": {name: work.column_label(kind, name) for name in used}, "rows": rows}


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
    text = _now(session, desk, kiriman, tabel, baris, kolom)
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


def _cell(desk: Desk, kiriman: str, tabel: str, baris: int, kolom: str) -> str:
    table = tables_of(desk, kiriman).get(tabel)
    if table is None or kolom not in all_tables()[tabel].columns or not 0 <= baris < len(table["data"]):
        raise Refused(404, "sel ini tidak ada")
    if kolom not in table["columns"]:
        return ""
    return table["data"][baris][table["columns"].index(kolom)] or ""


def _now(session: Session, desk: Desk, kiriman: str, tabel: str, baris: int, kolom: str) -> str:
    """What a cell says now: as it was corrected, else as it was read."""
    read = _cell(desk, kiriman, tabel, baris, kolom)
    made = {(row.tabel, row.baris, row.kolom): row.baru for row in store.corrections(session, kiriman)}
    return made.get((tabel, baris, kolom), read)


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
    read = _cell(desk, kiriman, tabel, baris, kolom)
    old = _now(session, desk, kiriman, tabel, baris, kolom)
    if len(teks) > _LONGEST:
        raise Refused(422, f"isi sel paling banyak {_LONGEST} huruf")
    before = {row["id"]: row for row in findings_of(desk, kiriman)["findings"]}
    edit = {"tabel": tabel, "baris": baris, "kolom": kolom, "lama": old, "baru": teks.strip()}
    session.add(Koreksi(kiriman_id=kiriman, **edit))
    store.tell(session, who.nama, "koreksi", kiriman, **edit)
    session.commit()
    line = desk.queue.again(kiriman)
    session.refresh(found)
    after = {row["id"]: row for row in findings_of(desk, kiriman)["findings"]}
    if not piece(request):
        return RedirectResponse(f"/kiriman/{kiriman}/tabel?jenis={tabel}", 303)
    cell = _cell_shown(kolom, read, teks.strip())
    return page(
        request,
        "koreksi",
        who,
        k=found,
        tabel=tabel,
        baris=baris,
        c=cell,
        line=line,
        solved=[row for key, row in before.items() if key not in after],
        new=[row for key, row in after.items() if key not in before],
    )


def _original(desk: Desk, kiriman: str):
    return work.original_of(desk.queue.folder(kiriman))


@router.get("/kiriman/{kiriman}/halaman/{nomor}.png")
def picture(session: Database, desk: TheDesk, who: Who, kiriman: str, nomor: int) -> Response:
    """A page of a PDF as a picture."""
    ready(session, who, kiriman)
    path = _original(desk, kiriman)
    if path.suffix.lower() != ".pdf":
        raise Refused(404, "dokumen ini tidak punya gambar halaman")
    try:
        with pypdfium2.PdfDocument(path) as document:
            if not 1 <= nomor <= len(document):
                raise Refused(404, "halaman ini tidak ada")
            sheet = document[nomor - 1]
            image = sheet.render(scale=_WIDTH / max(sheet.get_width(), 1)).to_pil()
    except pypdfium2.PdfiumError:
        raise Refused(404, "halaman ini tidak dapat digambar") from None
    content = io.BytesIO()
    image.convert("RGB").save(content, "PNG")
    return Response(
        content.getvalue(), media_type="image/png", headers={"cache-control": "private, max-age=3600"}
    )
