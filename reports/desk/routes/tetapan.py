"""What the report leaves open, settled on the page: it becomes the profile of the next check."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from cermat.reports.desk import store
from cermat.reports.desk.kept import findings_of
from cermat.reports.desk.tables import Penetapan
from cermat.reports.desk.web import Database, Refused, TheDesk, Who, own_form, page, ready

router = APIRouter()
CHOICES = {"arah": ("naik", "turun"), "rumus_turun": ("dua target", "target per realisasi")}
_SHOWN = ("arah", "skala", "rumus")


@router.get("/kiriman/{kiriman}/ketetapan")
def settled(request: Request, session: Database, desk: TheDesk, who: Who, kiriman: str) -> Response:
    """What was settled, by what evidence, and what a person says instead."""
    found = ready(session, who, kiriman)
    told = findings_of(desk, kiriman)["ketetapan"]
    own = {(row.bagian, row.kunci): row.nilai for row in store.settled(session, kiriman)}
    return page(
        request,
        "ketetapan",
        who,
        k=found,
        tab="ketetapan",
        own=own,
        choices=CHOICES,
        rows=[row for row in told if row["what"] in _SHOWN],
    )


@router.post("/kiriman/{kiriman}/ketetapan", dependencies=[Depends(own_form)])
def settle(
    session: Database,
    desk: TheDesk,
    who: Who,
    kiriman: str,
    bagian: Annotated[str, Form()],
    tentang: Annotated[str, Form()] = "",
    nilai: Annotated[str, Form()] = "",
) -> Response:
    """One entry of the profile; an empty value takes it back."""
    ready(session, who, kiriman)
    if bagian not in CHOICES or nilai not in ("", *CHOICES[bagian]):
        raise Refused(422, "ketetapan ini tidak dikenal")
    subjects = {row["subject"] for row in findings_of(desk, kiriman)["ketetapan"] if row["what"] == bagian}
    if bagian == "arah" and tentang not in subjects:
        raise Refused(422, "indikator ini tidak ada di laporan")
    entry = {"bagian": bagian, "kunci": tentang if bagian == "arah" else "", "nilai": nilai}
    session.add(Penetapan(kiriman_id=kiriman, **entry))
    store.tell(session, who.nama, "ketetapan", kiriman, **entry)
    session.commit()
    if line := desk.queue.again(kiriman):
        raise Refused(422, line)
    return RedirectResponse(f"/kiriman/{kiriman}/ketetapan", 303)
