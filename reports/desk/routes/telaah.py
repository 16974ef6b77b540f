"""The review of a submission: its state and deadline, its record, a corrected one held against it, and the
overview over all."""

import json
from collections import Counter
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import select

from cermat.reports.compare import compare
from cermat.reports.desk import store
from cermat.reports.desk.kept import findings_of
from cermat.reports.desk.overview import as_csv, as_xlsx
from cermat.reports.desk.routes.kiriman import chosen, year_of, years
from cermat.reports.desk.tables import FAILED, READY, REVIEW, Kiriman, Riwayat
from cermat.reports.desk.web import Database, Refused, TheDesk, Who, one, own_form, page, ready, reviewing
from cermat.reports.labels import GRADES

router = APIRouter()
_WORST = 20  # reports that the overview names
_FILES = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@router.post("/kiriman/{kiriman}/telaah", dependencies=[Depends(own_form), Depends(reviewing)])
def put_state(
    session: Database,
    who: Who,
    kiriman: str,
    telaah: Annotated[str, Form()],
    tenggat: Annotated[str, Form()] = "",
) -> Response:
    """Where the review stands, and until when."""
    found = one(session, who, kiriman)
    if telaah not in REVIEW:
        raise Refused(422, "keadaan ini tidak dikenal")
    try:
        until = date.fromisoformat(tenggat) if tenggat else None
    except ValueError:
        raise Refused(422, f"tenggat '{tenggat}' bukan tanggal") from None
    found.telaah, found.tenggat = telaah, until
    store.tell(session, who.nama, "telaah", kiriman, telaah=telaah, tenggat=until or "")
    return RedirectResponse(f"/kiriman/{kiriman}", 303)


@router.get("/kiriman/{kiriman}/riwayat")
def record(request: Request, session: Database, who: Who, kiriman: str) -> Response:
    found = one(session, who, kiriman)
    rows = session.scalars(select(Riwayat).where(Riwayat.kiriman_id == kiriman).order_by(Riwayat.id.desc()))
    told = [(row, json.loads(row.isi) if row.isi else {}) for row in rows]
    return page(request, "riwayat", who, k=found, tab="riwayat", rows=told)


@router.get("/kiriman/{kiriman}/banding")
def compared(request: Request, session: Database, desk: TheDesk, who: Who, kiriman: str) -> Response:
    """What a corrected submission solved, kept, changed and brought in."""
    found = ready(session, who, kiriman)
    if not found.sebelum:
        raise Refused(404, "kiriman ini tidak punya pendahulu")
    before = ready(session, who, found.sebelum)
    made = compare(findings_of(desk, before.id), findings_of(desk, kiriman))
    return page(request, "banding", who, k=found, tab="banding", before=before, made=made)


@router.get("/ringkasan")
def overview(request: Request, session: Database, who: Who, tahun: str = "") -> Response:
    """The portfolio: how many in which state, how many findings, and which reports have most."""
    rows = list(session.scalars(chosen(who, tahun=tahun)))
    done = [row for row in rows if row.keadaan == READY]
    worst = sorted(done, key=lambda row: (row.tinggi, row.sedang, row.rendah), reverse=True)
    return page(
        request,
        "ringkasan",
        who,
        tahun=tahun,
        years=years(session, who),
        states=Counter(dict.fromkeys(REVIEW, 0)) + Counter(row.telaah for row in rows),
        review=REVIEW,
        grades={name: sum(getattr(row, name) for row in done) for name in (*GRADES, "perlu")},
        rows=worst[:_WORST],
        many=len(done),
        unread=[row for row in rows if row.keadaan == FAILED],
        late=[row for row in rows if is_late(row, date.today())],
    )


def is_late(row: Kiriman, today: date) -> bool:
    """Is its deadline over while its review is not?"""
    return row.tenggat is not None and row.tenggat < today and row.telaah not in ("selesai", "dikembalikan")


@router.get("/ringkasan.{bentuk}")
def overview_file(session: Database, who: Who, bentuk: str, tahun: str = "") -> Response:
    """The list as a file."""
    if bentuk not in _FILES:
        raise Refused(404, "bentuk ini tidak ada")
    making, kind = _FILES[bentuk]
    content = making(session.scalars(chosen(who, tahun=tahun)))
    year = year_of(tahun)
    name = f"ringkasan-{year}.{bentuk}" if year else f"ringkasan.{bentuk}"
    named = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=named)
