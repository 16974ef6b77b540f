"""Submissions: the list of them, a new one, and how far the reading is."""

import shutil
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from cermat.reports.desk import files, people, store, work
from cermat.reports.desk.guard import LOG
from cermat.reports.desk.people import Person
from cermat.reports.desk.settings import MOST_FILES
from cermat.reports.desk.tables import FAILED, PARTED, READY, REVIEW, Kiriman
from cermat.reports.desk.web import Database, Desk, Refused, TheDesk, Who, one, own_form, page

router = APIRouter()
SHOWN = 50  # submissions on one page of the list


@router.get("/")
def listed(
    request: Request,
    session: Database,
    who: Who,
    telaah: str = "",
    cari: str = "",
    tahun: str = "",
    lembar: int = 1,
) -> Response:
    """The submissions, the newest first; those of a year where one is named."""
    rows = chosen(who, telaah, cari, tahun)
    page_at = max(lembar, 1)
    found = list(session.scalars(rows.offset((page_at - 1) * SHOWN).limit(SHOWN + 1)))
    return page(
        request,
        "daftar",
        who,
        rows=found[:SHOWN],
        more=len(found) > SHOWN,
        lembar=page_at,
        telaah=telaah,
        cari=cari,
        tahun=tahun,
        years=years(session, who),
        states=REVIEW,
        today=date.today(),
        agencies=people.agencies(session) if who.reviews else [],
    )


def chosen(who: Person, telaah: str = "", cari: str = "", tahun: str = ""):
    """The submissions that somebody may see, of a state, of a year, with words in their name."""
    rows = store.visible(who.peran, who.instansi).where(Kiriman.keadaan != PARTED)
    if telaah in REVIEW:
        rows = rows.where(Kiriman.telaah == telaah)
    if year := year_of(tahun):
        rows = rows.where(Kiriman.tahun == year)
    if cari.strip():
        rows = rows.where(
            Kiriman.nama.icontains(cari.strip(), autoescape=True)
            | Kiriman.instansi.icontains(cari.strip(), autoescape=True)
        )
    return rows


def year_of(text: str) -> int:
    """The year that a page is asked for, 0 for all."""
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0


def years(session: Session, who: Person) -> list[int]:
    """The years of the reports that somebody may see, the last first."""
    mine = store.visible(who.peran, who.instansi).order_by(None).subquery()
    return sorted(filter(None, session.scalars(select(mine.c.tahun).distinct())), reverse=True)


@router.post("/kiriman", dependencies=[Depends(own_form)])
def submit(
    session: Database,
    desk: TheDesk,
    who: Who,
    laporan: Annotated[UploadFile, File()],
    pembanding: Annotated[list[UploadFile] | None, File()] = None,
    sebelum: Annotated[str, Form()] = "",
    instansi: Annotated[str, Form()] = "",
) -> Response:
    """A report and what it is to be held against."""
    beside = [file for file in pembanding or () if file.filename]
    if not laporan.filename:
        raise Refused(422, "pilih dahulu laporan yang akan diperiksa")
    if len(beside) >= MOST_FILES:
        raise Refused(413, f"paling banyak {MOST_FILES} dokumen sekali kirim")
    before = one(session, who, sebelum) if sebelum else None
    names = files.harmless(file.filename or "" for file in (laporan, *beside))
    made = store.put_down(
        session,
        who.nama,
        names,
        milik=who.instansi or (before.milik if before else _agency(session, instansi)),
        sebelum=before.id if before else None,
    )
    if before:
        made.tenggat = before.tenggat
    files.put_down(desk.queue.folder(made.id), [file.file for file in (laporan, *beside)], names)
    return RedirectResponse(f"/kiriman/{made.id}", 303)


def _agency(session: Session, name: str) -> str:
    """The agency that a reviewer hands a report in for, '' for none."""
    if name and name not in people.agencies(session):
        raise Refused(422, "instansi ini tidak punya perencana yang masuk dengan nama")
    return name


def progress(desk: Desk, kiriman: Kiriman) -> tuple[int, int]:
    """Pages read, and pages in all (0: not known yet)."""
    try:
        done, _, total = (desk.queue.folder(kiriman.id) / work.PROGRESS).read_text("ascii").partition("/")
        return int(done), int(total)
    except (OSError, ValueError):
        return 0, 0


@router.get("/kiriman/{kiriman}/kemajuan")
def how_far(request: Request, session: Database, desk: TheDesk, who: Who, kiriman: str) -> Response:
    """A piece of the page that asks again until the reading has ended, and then has the page shown anew."""
    found = one(session, who, kiriman)
    if found.keadaan in (READY, FAILED, PARTED):
        return Response(headers={"hx-refresh": "true"})
    return page(request, "kemajuan", who, k=found, progress=progress(desk, found))


@router.post("/kiriman/{kiriman}/hapus", dependencies=[Depends(own_form)])
def take_away(session: Database, desk: TheDesk, who: Who, kiriman: str) -> Response:
    """A submission that could not be read goes; others stay, as the record speaks of them."""
    found = one(session, who, kiriman)
    if found.keadaan != FAILED:
        raise Refused(409, "hanya kiriman yang tidak terbaca dapat dihapus")
    store.tell(session, who.nama, "dihapus", found.id, dokumen=found.nama)
    session.delete(found)
    shutil.rmtree(desk.queue.folder(found.id), ignore_errors=True)
    LOG.info("dihapus: %s", found.id)
    return RedirectResponse("/", 303)


def waits(request: Request, session: Session, desk: Desk, who: Person, found: Kiriman) -> Response:
    """The page of a submission of which nothing can be shown yet, or never; of an archive: its reports."""
    parts = list(session.scalars(select(Kiriman).where(Kiriman.arsip == found.id).order_by(Kiriman.nama)))
    if len(parts) == 1:
        return RedirectResponse(f"/kiriman/{parts[0].id}", 303)
    return page(request, "menunggu", who, k=found, progress=progress(desk, found), parts=parts)
