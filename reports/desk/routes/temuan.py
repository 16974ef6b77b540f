"""Findings of one submission, and what is decided about them."""

import json
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cermat.reports.desk import store
from cermat.reports.desk.kept import findings_of, place_words, signs_of, titles
from cermat.reports.desk.routes.kiriman import waits
from cermat.reports.desk.tables import ACCEPTED, READY, REJECTED, Keputusan, Kiriman
from cermat.reports.desk.web import (
    Database,
    Desk,
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
_LONGEST = 4_000  # letters of a note or an answer
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
        return waits(request, session, desk, who, found)
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
        decided=_decided(session, kiriman, told["findings"]),
        **_some(session, desk, found, every, first),
    )


def _some(session: Session, desk, found, every: list[dict], first: int) -> dict:
    """As many findings as a page shows at once, from `first` on; where the next begin, how many they are."""
    end = first + SHOWN
    rows = _cards(session, desk, found, every[first:end])
    return {"rows": rows, "next": end if len(every) > end else 0, "left": len(every) - end}


def _decided(session: Session, kiriman: str, rows: list[dict]) -> int:
    """How many of these findings are decided."""
    held = store.decisions(session, kiriman)
    return sum(1 for row in rows if row["id"] in held and held[row["id"]].putusan)


@router.get("/kiriman/{kiriman}/perlu")
def doubtful(
    request: Request, session: Database, desk: TheDesk, who: Who, kiriman: str, mulai: int = 0
) -> Response:
    """What does not hold, but is not sure enough to accuse: decided with one key each."""
    found = ready(session, who, kiriman)
    every = findings_of(desk, kiriman)["doubtful"]
    first = max(mulai, 0)
    return page(
        request,
        "perlu_isi" if piece(request) and first else "perlu",
        who,
        k=found,
        tab="perlu",
        many=len(every),
        decided=_decided(session, kiriman, every),
        **_some(session, desk, found, every, first),
    )


@router.post("/kiriman/{kiriman}/temuan/{temuan}", dependencies=[Depends(own_form)])
def decide(
    request: Request,
    session: Database,
    desk: TheDesk,
    who: Who,
    kiriman: str,
    temuan: str,
    sesudah: Annotated[int, Form()] = 0,
    putusan: Annotated[str | None, Form()] = None,
    alasan: Annotated[str | None, Form()] = None,
    tingkat: Annotated[str | None, Form()] = None,
    catatan: Annotated[str | None, Form()] = None,
    tanggapan: Annotated[str | None, Form()] = None,
) -> Response:
    """A decision or note of a reviewer, or the answer of the agency; what is not told stays as it was. What
    was decided before is kept beneath it. sesudah: the decision that the sender has seen."""
    found = ready(session, who, kiriman)
    told = findings_of(desk, kiriman)
    rows = {row["id"]: row for row in [*told["findings"], *told["doubtful"]]}
    if temuan not in rows:
        raise Refused(404, "temuan ini tidak ada")
    held = store.decisions(session, kiriman).get(temuan)
    of_reviewer = {"putusan": putusan, "alasan": alasan, "tingkat": tingkat, "catatan": catatan}
    if any(text is not None for text in of_reviewer.values()):
        reviewing(who)
    given = {name: _told(text, held, name) for name, text in (of_reviewer | {"tanggapan": tanggapan}).items()}
    _check(given, held, sesudah)
    perlu = rows[temuan] in told["doubtful"]
    made = Keputusan(kiriman_id=kiriman, temuan=temuan, perlu=perlu, oleh=who.nama, sebelum=sesudah, **given)
    session.add(made)
    content = {name: text for name, text in given.items() if text}
    store.tell(session, who.nama, "keputusan", kiriman, temuan=temuan, aturan=rows[temuan]["rule"], **content)
    try:
        session.flush()
    except IntegrityError:
        session.rollback()
        raise _overtaken(store.decisions(session, kiriman)[temuan]) from None
    excused = held is not None and held.putusan == REJECTED
    if not perlu and excused != (given["putusan"] == REJECTED):
        session.commit()
        desk.queue.later(kiriman)
    if not piece(request):
        return RedirectResponse(f"/kiriman/{kiriman}{'/perlu' if perlu else ''}#t-{temuan}", 303)
    name = "kartu_perlu" if perlu else "kartu"
    return page(request, name, who, k=found, t=_cards(session, desk, found, [rows[temuan]])[0])


def _told(text: str | None, held: Keputusan | None, name: str) -> str:
    """What is told now, else what was told before."""
    return text.strip() if text is not None else getattr(held, name) if held else ""


def _check(given: dict[str, str], held: Keputusan | None, after: int) -> None:
    if held is not None and held.id != after:
        raise _overtaken(held)
    if given["putusan"] not in ("", ACCEPTED, REJECTED) or given["tingkat"] not in ("", *GRADES):
        raise Refused(422, "keputusan ini tidak dikenal")
    if given["putusan"] == REJECTED and len(given["alasan"]) < 3:
        raise Refused(422, "tulis alasan penolakan dahulu")
    if max(map(len, given.values())) > _LONGEST:
        raise Refused(422, f"isian paling banyak {_LONGEST} huruf")


def _overtaken(held: Keputusan) -> Refused:
    return Refused(
        409, f"temuan ini baru saja ditangani {held.oleh}; muat ulang halaman, lihat, lalu putuskan lagi"
    )


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
    return _lines(_cases(session, desk, ready(session, who, kiriman)))


@router.get("/kasus.jsonl", dependencies=[Depends(reviewing)])
def all_cases(session: Database, desk: TheDesk, who: Who) -> Response:
    """Those of all submissions."""
    found = session.scalars(store.visible(who.peran, who.instansi).where(Kiriman.keadaan == READY))
    return _lines([case for one_ in found for case in _cases(session, desk, one_)])


def _cases(session: Session, desk: Desk, found: Kiriman) -> list[dict]:
    told, signs = findings_of(desk, found.id), signs_of(desk, found.id)
    decided = store.decisions(session, found.id)
    return [
        {
            "laporan": told["report"]["laporan"],
            "sha256": told["report"]["sha256"],
            "aturan": row["rule"],
            "temuan": row["id"],
            "keyakinan": row["keyakinan"],
            "benar": decided[row["id"]].putusan == ACCEPTED,
            "alasan": decided[row["id"]].alasan,
            **signs[row["id"]],
        }
        for row in [*told["findings"], *told["doubtful"]]
        if row["id"] in decided and decided[row["id"]].putusan and row["id"] in signs
    ]


def _lines(rows: list[dict]) -> Response:
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    named = {"content-disposition": 'attachment; filename="kasus.jsonl"'}
    return Response(text, media_type="application/x-ndjson", headers=named)
