"""The review of a submission: its state and deadline, its record, a corrected one held against it, and the
overview over all."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import func, select

from cermat.reports.compare import compare
from cermat.reports.desk import store
from cermat.reports.desk.kept import findings_of
from cermat.reports.desk.tables import READY, REVIEW, Kiriman, Riwayat
from cermat.reports.desk.web import Database, Refused, TheDesk, Who, one, own_form, page, ready, reviewing

router = APIRouter()


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
    return page(request, "riwayat", who, k=found, tab="riwayat", rows=list(rows))


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
def overview(request: Request, session: Database, who: Who) -> Response:
    """The portfolio: how many in which state, how many findings, and which reports have most."""
    mine = store.visible(who.peran, who.instansi).order_by(None).subquery()
    counted = select(mine.c.telaah, func.count()).group_by(mine.c.telaah)
    states = {row[0]: row[1] for row in session.execute(counted)}
    sums = select(
        *(func.coalesce(func.sum(mine.c[name]), 0) for name in ("tinggi", "sedang", "rendah", "perlu"))
    )
    grades = session.execute(sums.where(mine.c.keadaan == READY)).one()
    worst = store.visible(who.peran, who.instansi).where(Kiriman.keadaan == READY).order_by(None)
    rows = list(session.scalars(worst.order_by(Kiriman.tinggi.desc(), Kiriman.sedang.desc()).limit(20)))
    late = store.visible(who.peran, who.instansi).where(
        Kiriman.tenggat < date.today(), Kiriman.telaah.not_in(("selesai", "dikembalikan"))
    )
    return page(
        request,
        "ringkasan",
        who,
        states={state: states.get(state, 0) for state in REVIEW},
        grades=grades,
        rows=rows,
        late=list(session.scalars(late)),
    )
