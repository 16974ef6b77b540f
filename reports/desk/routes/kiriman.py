"""Submissions: the list of them, a new one, and how far the reading is."""

import shutil
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.responses import RedirectResponse, Response

from cermat.reports.desk import store, work
from cermat.reports.desk.guard import LOG
from cermat.reports.desk.people import Person
from cermat.reports.desk.settings import MOST_FILES
from cermat.reports.desk.tables import FAILED, READY, REVIEW, Kiriman
from cermat.reports.desk.web import Database, Desk, Refused, TheDesk, Who, one, own_form, page
from cermat.reports.plain import one_line

router = APIRouter()
SHOWN = 50  # submissions on one page of the list


@router.get("/")
def listed(request: Request, session: Database, who: Who, telaah: str = "", cari: str = "", lembar: int = 1):
    """The year's submissions, the newest first."""
    rows = store.visible(who.peran, who.instansi)
    if telaah in REVIEW:
        rows = rows.where(Kiriman.telaah == telaah)
    if cari.strip():
        like = f"%{cari.strip()}%"
        rows = rows.where(Kiriman.nama.ilike(like) | Kiriman.instansi.ilike(like))
    first = (max(lembar, 1) - 1) * SHOWN
    found = list(session.scalars(rows.offset(first).limit(SHOWN + 1)))
    return page(
        request,
        "daftar",
        who,
        rows=found[:SHOWN],
        more=len(found) > SHOWN,
        lembar=max(lembar, 1),
        telaah=telaah,
        cari=cari,
        states=REVIEW,
    )


@router.post("/kiriman", dependencies=[Depends(own_form)])
def submit(
    session: Database,
    desk: TheDesk,
    who: Who,
    laporan: Annotated[UploadFile, File()],
    pembanding: Annotated[list[UploadFile] | None, File()] = None,
    sebelum: Annotated[str, Form()] = "",
) -> Response:
    """A report and what it is to be held against."""
    beside = [file for file in pembanding or () if file.filename]
    if not laporan.filename:
        raise Refused(422, "pilih dahulu laporan yang akan diperiksa")
    if len(beside) >= MOST_FILES:
        raise Refused(413, f"paling banyak {MOST_FILES} dokumen sekali kirim")
    before = one(session, who, sebelum) if sebelum else None
    names = _names([laporan, *beside])
    made = store.put_down(
        session,
        who.nama,
        names,
        milik=who.instansi or (before.milik if before else ""),
        sebelum=before.id if before else None,
    )
    if before:
        made.tenggat = before.tenggat
    _keep(desk, made, [laporan, *beside], names)
    return RedirectResponse(f"/kiriman/{made.id}", 303)


def _names(files: list[UploadFile]) -> list[str]:
    """The names of the files as they are kept: no folders, no control characters, no name twice."""
    taken: list[str] = []
    for file in files:
        given = PurePosixPath(PureWindowsPath(file.filename or "").as_posix()).name
        clean = "".join("_" if letter in '<>:"/\\|?*' else letter for letter in one_line(given))
        stem, suffix = Path(clean).stem[:120].strip(" .") or "dokumen", Path(clean).suffix[:12]
        name, copy = f"{stem}{suffix}", 2
        while name.casefold() in (other.casefold() for other in taken):
            name, copy = f"{stem} ({copy}){suffix}", copy + 1
        taken.append(name)
    return taken


def _keep(desk: Desk, made: Kiriman, files: list[UploadFile], names: list[str]) -> None:
    """The files on disk before the submission is in the list: what waits is whole."""
    folder = desk.queue.folder(made.id)
    for number, (file, name) in enumerate(zip(files, names, strict=True)):
        target = folder / (work.BESIDE if number else work.ORIGINAL) / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as kept:
            shutil.copyfileobj(file.file, kept)


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
    if found.keadaan in (READY, FAILED):
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


def waits(request: Request, desk: Desk, who: Person, found: Kiriman) -> Response:
    """The page of a submission of which nothing can be shown yet, or never."""
    return page(request, "menunggu", who, k=found, progress=progress(desk, found))
