"""The application of the desk: its pages, put behind the guard."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from cermat.reports.desk.database import opened
from cermat.reports.desk.guard import CUT_OFF, LOG, Guard, TooLarge
from cermat.reports.desk.queue import Queue
from cermat.reports.desk.routes import akun, ikatan, kiriman, surat, tabel, telaah, temuan, tetapan
from cermat.reports.desk.settings import MOST_BYTES, Engine, Settings
from cermat.reports.desk.web import Desk, Refused, SignIn, page, piece, static
from cermat.reports.plain import one_line
from cermat.schemas.errors import InputError

ROUTES = (kiriman, temuan, tabel, ikatan, tetapan, surat, telaah, akun)
_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_STATIC = ("html.css", "meja.css", "meja.js", "htmx.min.js")


def make(engine: Engine, settings: Settings, hosts: tuple[str, ...] = ()) -> FastAPI:
    """The desk as an application. hosts: names under which it may be asked (see guard.Guard). InputError
    where its database cannot be opened."""
    settings.submissions.mkdir(parents=True, exist_ok=True)
    sessions = opened(settings.address)
    queue = Queue(engine, settings, sessions)

    @asynccontextmanager
    async def running(_app: FastAPI) -> AsyncIterator[None]:
        queue.start()
        yield
        queue.stop()

    app = FastAPI(title="Cermat", lifespan=running, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.desk = Desk(settings, sessions, queue)
    for routes in ROUTES:
        app.include_router(routes.router)
    app.add_api_route("/static/{name}", _static, include_in_schema=False)
    _say_errors(app)
    app.add_middleware(Guard, hosts=hosts)
    return app


def _static(name: str) -> Response:
    if name not in _STATIC:
        raise Refused(404, "halaman ini tidak ada")
    kind = _TYPES[name.rpartition(".")[2]]
    return Response(static(name), media_type=kind, headers={"cache-control": "max-age=3600"})


def _say_errors(app: FastAPI) -> None:
    """Whatever goes wrong is one line on a page of the desk."""

    def told(request: Request, status: int, line: str) -> Response:
        who = getattr(request.state, "who", "orang asing")
        LOG.warning("ditolak: %s: %s %s: %s", who, request.method, one_line(request.url.path, 200), line)
        name = "galat_isi" if piece(request) else "galat"
        return page(request, name, None, status, line=line)

    @app.exception_handler(Refused)
    def refused(request: Request, error: Refused) -> Response:
        return told(request, error.status, error.line)

    @app.exception_handler(SignIn)
    def sign_in(request: Request, _error: SignIn) -> Response:
        if piece(request):
            return Response(status_code=401, headers={"hx-redirect": "/masuk"})
        return RedirectResponse("/masuk", 303)

    @app.exception_handler(InputError)
    def bad_input(request: Request, error: InputError) -> Response:
        return told(request, 422, str(error))

    @app.exception_handler(RequestValidationError)
    def bad_form(request: Request, _error: RequestValidationError) -> Response:
        return told(request, 422, "isian formulir tidak lengkap")

    @app.exception_handler(TooLarge)
    def too_large(request: Request, _error: TooLarge) -> Response:
        return told(request, 413, f"kiriman lebih besar dari {MOST_BYTES // 2**20} MB")

    @app.exception_handler(HTTPException)
    def other(request: Request, error: HTTPException) -> Response:
        if CUT_OFF in request.scope:
            return too_large(request, TooLarge())
        line = {404: "halaman ini tidak ada", 405: "permintaan ini tidak dikenal"}
        return told(
            request, error.status_code, line.get(error.status_code, "permintaan ini tidak dapat dipenuhi")
        )

    @app.exception_handler(Exception)
    def fault(request: Request, error: Exception) -> Response:
        LOG.error("galat: %s: %s", request.url.path, type(error).__name__)
        return told(request, 500, f"galat di dalam program ({type(error).__name__}); coba lagi")
