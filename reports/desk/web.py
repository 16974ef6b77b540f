"""What every page of the desk needs: who asks, the session of the database, the templates."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Annotated, Any

import jinja2
from fastapi import Depends, Form, Header, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session, sessionmaker

from cermat.reports.desk import people, store
from cermat.reports.desk.guard import TOKEN, forged, token_of
from cermat.reports.desk.people import ALONE, Person
from cermat.reports.desk.queue import Queue
from cermat.reports.desk.settings import Settings
from cermat.reports.desk.tables import READY, Kiriman
from cermat.reports.environment import environment
from cermat.reports.labels import GRADES, KINDS
from cermat.reports.plain import one_line

SIGNED = "sesi"  # the cookie of a session


class Refused(Exception):
    """Not to be seen or done by the one who asks: a status and one line."""

    def __init__(self, status: int, line: str) -> None:
        super().__init__(line)
        self.status, self.line = status, line


class SignIn(Exception):
    """Nobody is signed in."""


class Desk:
    """What the pages share. Held by the application (request.app.state.desk)."""

    def __init__(self, settings: Settings, sessions: "sessionmaker[Session]", queue: Queue) -> None:
        self.settings, self.sessions, self.queue = settings, sessions, queue


def desk_of(request: Request) -> Desk:
    return request.app.state.desk


TheDesk = Annotated[Desk, Depends(desk_of)]


def _session(desk: TheDesk) -> Iterator[Session]:
    """A transaction a request: kept where the page is made, undone where it fails."""
    with desk.sessions() as session:
        yield session
        session.commit()


Database = Annotated[Session, Depends(_session, scope="function")]


def _person(request: Request, desk: TheDesk, session: Database) -> Person:
    if not desk.settings.shared:
        return ALONE
    person = people.of_token(session, request.cookies.get(SIGNED, ""))
    if person is None:
        raise SignIn
    request.state.who = person.nama
    return person


Who = Annotated[Person, Depends(_person)]


def own_form(
    request: Request, kunci: Annotated[str, Form()] = "", x_kunci: Annotated[str, Header()] = ""
) -> None:
    """Forms carry the token of the browser."""
    if forged(request, kunci or x_kunci):
        raise Refused(403, "formulir tidak berasal dari halaman ini; muat ulang halaman lalu coba lagi")


def reviewing(who: Who) -> None:
    """What only reviewers do."""
    if not who.reviews:
        raise Refused(403, "hanya reviewer yang dapat melakukannya")


def one(session: Session, who: Person, kiriman: str) -> Kiriman:
    """A submission that the one who asks may see; Refused as if it were not there where not."""
    found = session.scalar(store.visible(who.peran, who.instansi).where(Kiriman.id == kiriman))
    if found is None:
        raise Refused(404, "kiriman ini tidak ada")
    return found


def ready(session: Session, who: Person, kiriman: str) -> Kiriman:
    """A submission that was read."""
    found = one(session, who, kiriman)
    if found.keadaan != READY:
        raise Refused(409, "kiriman ini belum selesai dibaca")
    return found


@cache
def _environment() -> jinja2.Environment:
    env = environment()
    env.filters["polos"] = one_line
    env.filters["setempat"] = _local
    env.globals |= {"GRADES": GRADES, "KINDS": KINDS}
    return env


def _local(moment: datetime) -> str:
    """A moment of the database (UTC) on the clock of this machine: "30-11-2026 14.05"."""
    return moment.replace(tzinfo=UTC).astimezone().strftime("%d-%m-%Y %H.%M")


def page(request: Request, name: str, who: Person | None, status: int = 200, **context: Any) -> Response:
    """A page, or a piece of one that htmx puts in place."""
    token = token_of(request)
    text = (
        _environment()
        .get_template(f"meja/{name}.html.j2")
        .render(token=token, who=who, place=name, **context)
    )
    answer = HTMLResponse(text, status)
    if TOKEN not in request.cookies:
        answer.set_cookie(TOKEN, token, httponly=True, samesite="strict", secure=_secure(request))
    return answer


def _secure(request: Request) -> bool:
    return request.url.scheme == "https"


def signed_in(request: Request, token: str) -> Response:
    answer = RedirectResponse("/", 303)
    answer.set_cookie(SIGNED, token, httponly=True, samesite="strict", secure=_secure(request))
    return answer


def piece(request: Request) -> bool:
    """Does htmx ask, which puts a piece in place, and not a browser without JavaScript?"""
    return request.headers.get("hx-request") == "true"


@cache
def static(name: str) -> bytes:
    return files("cermat.reports").joinpath("static", name).read_bytes()
