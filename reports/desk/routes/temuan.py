"""Findings of one submission, and what is decided about them."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from cermat.reports.desk import store
from cermat.reports.desk.kept import findings_of, place_words, titles
from cermat.reports.desk.routes.kiriman import waits
from cermat.reports.desk.tables import ACCEPTED, READY, REJECTED, Keputusan, Kiriman
from cermat.reports.desk.web import (
    Database,
    Refused,
    TheDesk,
    Who,
    one,
    own_form,
    page,
    piece,
    ready,
    reviewing,
)
from cermat.reports.labels import GRADES

router = APIRouter()
SHOWN = 60  # findings that come at once; the rest as the page is read
_ORDER = list(GRADES)


@router.get("/kiriman/{kiriman}")
def findings(
    request: Request,
    session: Database,
    desk: TheDesk,
    who: Who,
    kiriman: str,
    mulai: int = 0,
    tingkat: str = "",
) -> Response:
    """The findings, gravest first."""
    found = one(session, who, kiriman)
    if found.keadaan != READY:
        return waits(request, desk, who, found)
    told = findings_of(desk, kiriman)
    every = [one_ for one_ in told["findings"] if tingkat in ("", one_["severity"])]
    every.sort(key=lambda finding: (_ORDER.index(finding["severity"]), finding["no"] or 0))
    first = max(mulai, 0)
    return page(
        request,
        "temuan_isi" if piece(request) and first else "temuan",
        who,
        k=found,
        tab="temuan",
        told=told,
        tingkat=tingkat,
        rows=_cards(session, desk, found, every[first : first + SHOWN]),
        next=first + SHOWN if len(every) > first + SHOWN else 0,
        left=len(every) - first - SHOWN,
    )


@router.get("/kiriman/{kiriman}/perlu")
def doubtful(request: Request, session: Database, desk: TheDesk, who: Who, kiriman: str) -> Response:
    """What does not hold, but is not sure enough to accuse: decided with one key each."""
    found = ready(session, who, kiriman)
    told = findings_of(desk, kiriman)
    rows = _cards(session, desk, found, told["doubtful"])
    return page(request, "perlu", who, k=found, tab="perlu", told=told, rows=rows)


@router.post("/kiriman/{kiriman}/temuan/{temuan}", dependencies=[Depends(own_form)])
def decide(
    request: Request,
    session: Database,
    desk: TheDesk,
    who: Who,
    kiriman: str,
    temuan: str,
    putusan: Annotated[str, Form()] = "",
    alasan: Annotated[str, Form()] = "",
    tingkat: Annotated[str, Form()] = "",
    tanggapan: Annotated[str, Form()] = "",
) -> Response:
    """A decision of a reviewer, or the answer of the agency; what was decided before is kept beneath it."""
    found = ready(session, who, kiriman)
    told = findings_of(desk, kiriman)
    rows = {row["id"]: row for row in [*told["findings"], *told["doubtful"]]}
    if temuan not in rows:
        raise Refused(404, "temuan ini tidak ada")
    held = store.decisions(session, kiriman).get(temuan)
    given = {"putusan": putusan, "alasan": alasan.strip(), "tingkat": tingkat, "tanggapan": tanggapan.strip()}
    _check(who, given, held)
    if not who.reviews and held:  # the agency answers; what the reviewer decided stays
        given |= {"putusan": held.putusan, "alasan": held.alasan, "tingkat": held.tingkat}
    perlu = rows[temuan] in told["doubtful"]
    session.add(Keputusan(kiriman_id=kiriman, temuan=temuan, perlu=perlu, oleh=who.nama, **given))
    store.tell(
        session,
        who.nama,
        "keputusan",
        kiriman,
        temuan=temuan,
        **{name: text for name, text in given.items() if text},
    )
    session.flush()
    if not piece(request):
        return RedirectResponse(f"/kiriman/{kiriman}#t-{temuan}", 303)
    name = "kartu_perlu" if perlu else "kartu"
    return page(request, name, who, k=found, t=_cards(session, desk, found, [rows[temuan]])[0])


def _check(who: Any, given: dict[str, str], held: Keputusan | None) -> None:
    if not who.reviews and any(given[name] for name in ("putusan", "alasan", "tingkat")):
        reviewing(who)
    if given["putusan"] not in ("", ACCEPTED, REJECTED) or given["tingkat"] not in ("", *GRADES):
        raise Refused(422, "keputusan ini tidak dikenal")
    if given["putusan"] == REJECTED and len(given["alasan"]) < 3:
        raise Refused(422, "tulis alasan penolakan dahulu")


def _cards(session, desk, kiriman: Kiriman, rows: list[dict]) -> list[dict]:
    """Findings as cards show them: with the decision in force, places in words and titles."""
    decided, named = store.decisions(session, kiriman.id), titles(desk, kiriman.id)
    return [
        {
            **row,
            "title": row.get("title") or named.get(row["rule"], row["rule"]),
            "decided": decided.get(row["id"]),
            "where": place_words(row["places"]),
            "pages": sorted({place["page"] for place in row["places"] if place["page"]}),
        }
        for row in rows
    ]


@router.get("/kiriman/{kiriman}/kasus.jsonl")
def cases(session: Database, desk: TheDesk, who: Who, kiriman: str) -> Response:
    """Every decided finding as a labelled case, a line of JSON each: the next data of the calibration."""
    ready(session, who, kiriman)
    told = findings_of(desk, kiriman)
    decided = store.decisions(session, kiriman)
    rows = [
        {
            "laporan": told["report"]["laporan"],
            "sha256": told["report"]["sha256"],
            "rule": row["rule"],
            "id": row["id"],
            "keyakinan": row["keyakinan"],
            "benar": decided[row["id"]].putusan == ACCEPTED,
            "alasan": decided[row["id"]].alasan,
        }
        for row in [*told["findings"], *told["doubtful"]]
        if row["id"] in decided and decided[row["id"]].putusan
    ]
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return Response(
        text,
        media_type="application/x-ndjson",
        headers={"content-disposition": 'attachment; filename="kasus.jsonl"'},
    )
