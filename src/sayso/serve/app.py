"""The web app: the page, and the JSON API that is its only way to the record.

In:   an open record
Out:  an ASGI app

Method: Starlette with a route for each address of the API (`routing`), the built page as plain
files, and a guard before everything.
Known faults: none known.
"""

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

import msgspec
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from sayso.base.errors import ConfigError, MissingError, SaysoError
from sayso.record.open import Record
from sayso.record.queries import lookup
from sayso.record.queries.reports import report_bytes
from sayso.serve import routes_deciding
from sayso.serve.answers import Role
from sayso.serve.guard import LOOPBACK, Guard
from sayso.serve.openapi import document
from sayso.serve.pages import POLICY, safe_page
from sayso.serve.people import Person
from sayso.serve.routing import problem, reply, starlette_routes

PAGE = Path(__file__).parent / "page"
Endpoint = Callable[[Request], Awaitable[Response]]


def make_app(
    record: Record,
    *,
    page: Path = PAGE,
    hosts: frozenset[str] = LOOPBACK,
    tokens: Mapping[str, Person] | None = None,
    open_role: Role = "editor",
) -> Starlette:
    """The app over one record.

    Args:
        record: open; the app does not close it.
        page: folder of the built page.
        hosts: names that may stand in Host.
        tokens: secret to person; empty: no token is needed, and everybody has `open_role`.
        open_role: see `tokens`.

    Raises:
        ConfigError: the page was not built.
    """
    if not (page / "index.html").is_file():
        raise ConfigError(f"{page}: the page is not there; build it with `make web`")
    lookup.get_ready()
    routes = [
        Route("/api/openapi.json", _described),
        Route("/api/reports/{id}/page", _as_page(record)),
        Route("/api/reports/{id}/raw", _as_received(record)),
        *routes_deciding.routes(record),
        *starlette_routes(record),
        Route("/api/{path:path}", _nothing_here),
        Mount("/", StaticFiles(directory=page, html=True)),
    ]
    guard = Middleware(Guard, hosts=hosts, tokens=tokens, open_role=open_role)
    return Starlette(routes=routes, middleware=[guard])


def _as_page(record: Record) -> Endpoint:
    def page(request: Request) -> Response:
        content = _content(record, request)
        headers = {"Content-Security-Policy": POLICY, "X-Frame-Options": "SAMEORIGIN"}
        return Response(safe_page(content), headers=headers, media_type="text/html")

    return _in_thread(page)


def _as_received(record: Record) -> Endpoint:
    def received(request: Request) -> Response:
        content = _content(record, request)
        headers = {"Content-Disposition": 'attachment; filename="report.bin"'}
        return Response(content, headers=headers, media_type="application/octet-stream")

    return _in_thread(received)


def _content(record: Record, request: Request) -> bytes:
    id_ = request.path_params["id"]
    with record.read() as view:
        return report_bytes(view, id_)


def _described(request: Request) -> Response:
    return reply(request, msgspec.json.encode(document()), {"Cache-Control": "no-cache"})


async def _nothing_here(request: Request) -> Response:
    return problem(MissingError(f"the API has no {request.url.path}; see api/openapi.json"))


def _in_thread(run: Callable[[Request], Response]) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        try:
            return await run_in_threadpool(run, request)
        except SaysoError as err:
            return problem(err)

    return endpoint
