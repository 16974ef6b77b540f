"""What stands before every page: whose machine asks, from which page a form came, how much is sent, and what
a browser may do with the answer."""

import hmac
import logging
import secrets
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cermat.reports.desk.settings import MOST_BYTES
from cermat.reports.plain import one_line

LOG = logging.getLogger("cermat.meja")
TOKEN = "kunci"  # cookie and field of a form: both must say the same
HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cache-control": "no-store",
}
CUT_OFF = "cermat.terlalu-besar"
_SAFE = ("GET", "HEAD", "OPTIONS")


class TooLarge(Exception):
    """More was sent than one upload may hold."""


class Guard:
    """The outermost layer. hosts: names under which the desk may be asked (others are another page's trick to
    reach this machine); any name where there are none."""

    def __init__(self, app: ASGIApp, hosts: tuple[str, ...] = (), most: int = MOST_BYTES) -> None:
        self.app, self.hosts, self.most = app, hosts, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refused = self._refusal(scope)
        answer = _with_headers(send)
        if refused is not None:
            status, line = refused
            LOG.warning("ditolak: %s %s: %s", scope["method"], one_line(scope["path"], 200), line)
            await PlainTextResponse(line + "\n", status)(scope, receive, answer)
            return
        await self.app(scope, _bounded(scope, receive, self.most), answer)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers = Headers(scope=scope)
        if self.hosts and urlsplit(f"//{headers.get('host', '')}").hostname not in self.hosts:
            return 400, "alamat ini bukan alamat meja"
        if scope["method"] not in _SAFE and not _same_origin(headers):
            return 403, "formulir berasal dari halaman lain"
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > self.most:
            return 413, f"kiriman lebih besar dari {self.most // 2**20} MB"
        return None


def _same_origin(headers: Headers) -> bool:
    """Does what is sent come from a page of this desk, as the browser says?"""
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


def _bounded(scope: Scope, receive: Receive, most: int) -> Receive:
    """A sender that says less than it sends is cut off."""
    got = 0

    async def taking() -> Message:
        nonlocal got
        message = await receive()
        got += len(message.get("body", b""))
        if got > most:
            scope[CUT_OFF] = True  # whoever reads the form makes another error of this one
            raise TooLarge
        return message

    return taking


def _with_headers(send: Send) -> Callable:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sending


def token_of(request: Request) -> str:
    """The token of this browser; a new one where it has none."""
    return request.cookies.get(TOKEN) or secrets.token_urlsafe(24)


def forged(request: Request, told: str) -> bool:
    """Does a form lack the token that the browser holds?"""
    held = request.cookies.get(TOKEN, "")
    return not held or not hmac.compare_digest(held.encode(), told.encode())
