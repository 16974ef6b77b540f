"""Signing in and out, where several share the desk."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from cermat.reports.desk import people
from cermat.reports.desk.guard import LOG
from cermat.reports.desk.settings import TRY_MINUTES
from cermat.reports.desk.web import SIGNED, Database, TheDesk, own_form, page, signed_in

router = APIRouter()
_WRONG = "nama atau kata sandi keliru"


@router.get("/masuk")
def ask(request: Request, desk: TheDesk) -> Response:
    return page(request, "masuk", None) if desk.settings.shared else RedirectResponse("/", 303)


@router.post("/masuk", dependencies=[Depends(own_form)])
def sign_in(
    request: Request, session: Database, nama: Annotated[str, Form()], sandi: Annotated[str, Form()]
) -> Response:
    token = people.sign_in(session, nama.strip(), sandi)
    if not token:
        LOG.warning("ditolak masuk: %s", nama[:80].encode("ascii", "replace").decode())
        often = people.tried_too_often(session, nama.strip())
        line = f"terlalu sering keliru; coba lagi {TRY_MINUTES} menit lagi" if often else _WRONG
        return page(request, "masuk", None, 403, line=line, nama=nama)
    return signed_in(request, token)


@router.post("/keluar", dependencies=[Depends(own_form)])
def sign_out(request: Request, session: Database) -> Response:
    people.sign_out(session, request.cookies.get(SIGNED, ""))
    answer = RedirectResponse("/masuk", 303)
    answer.delete_cookie(SIGNED)
    return answer
