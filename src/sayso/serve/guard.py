"""What every request passes first, and every answer carries.

In:   requests
Out:  refused, or passed on with the `Person` who asks; answers with their safety headers

Method: only names of this machine, or those that were given, may stand in Host, so that a
page elsewhere cannot reach the record through a name that it points here (DNS rebinding). What
changes the record needs a header that no foreign page can set, and an origin that is this
server. Nothing may frame the page, run in it, or be fetched by it from elsewhere.
Known faults: none known.
"""

import urllib.parse
from collections.abc import Mapping

import msgspec
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sayso.serve.answers import Problem, Role
from sayso.serve.people import Person, find_person

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
MOST_BODY = 1_000_000  # bytes of a request; the longest decision is a few thousand
# Svelte and MapLibre set styles on elements, which needs 'unsafe-inline' for styles alone.
POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "worker-src 'self' blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Guard:
    """ASGI middleware.

    Args:
        app: what to pass on to.
        hosts: names that may stand in Host, without port.
        tokens: secret to person; empty when none is needed.
        open_role: role of everybody when no token is needed.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        hosts: frozenset[str] = LOOPBACK,
        tokens: Mapping[str, Person] | None = None,
        open_role: Role = "editor",
    ) -> None:
        self.app = app
        self.hosts = hosts
        self.tokens = tokens or {}
        self.open_role: Role = open_role

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check a request and pass it on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refusal = self._refusal(scope, headers)
        is_api = scope["path"].startswith("/api/")
        person = find_person(headers, self.tokens, open_role=self.open_role)
        if refusal is None and is_api and person is None:
            refusal = 401, "this server needs a token", "Open the address that sayso serve printed."
        if refusal is not None:
            await _refuse(*refusal)(scope, receive, _with_headers(send))
            return
        scope["sayso.person"] = person or Person("", "reader")
        await self.app(scope, receive, _with_headers(send))

    def _refusal(self, scope: Scope, headers: Headers) -> tuple[int, str, str] | None:
        host = _name(headers.get("host", ""))
        if host not in self.hosts:
            return 421, f"this server does not go by the name {host!r}", "Start it with --host."
        if scope["method"] in ("GET", "HEAD"):
            return None
        if headers.get("x-sayso") != "1":
            return 403, "a change needs the header X-Sayso: 1", ""
        origin = headers.get("origin")
        if origin is not None and urllib.parse.urlsplit(origin).netloc != headers.get("host"):
            return 403, "a page of another origin may change nothing here", ""
        length = headers.get("content-length", "")
        if not length.isdecimal() or int(length) > MOST_BODY:
            return 413, f"a request may have {MOST_BODY:,} bytes, and must say how many", ""
        return None


def _name(host: str) -> str:
    """Host without its port.

    >>> _name("[::1]:8470"), _name("LocalHost:80"), _name("")
    ('::1', 'localhost', '')
    """
    return (urllib.parse.urlsplit(f"//{host}").hostname or "") if host else ""


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sending


def _refuse(status: int, error: str, hint: str) -> Response:
    body = msgspec.json.encode(Problem(error=error, hint=hint))
    return Response(body, status_code=status, media_type="application/json")
