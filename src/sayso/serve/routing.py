"""Routes of the JSON API: what each takes and answers, and how an answer is sent.

In:   functions that take an `Ask` and give an `Answer`
Out:  Starlette routes; the lists `ROUTES` and `CHANGES`, of which the API is described

Method: a GET runs in a thread, in one read transaction, so that all of an answer belongs
together. Its ETag is made from the number of the last act and the address: what has not
changed since is not computed again, and not sent. The number itself is in `Sayso-Act`, so that
a reader can tell which of two answers is of an older record.
Known faults: none known.
"""

import functools
import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route as StarletteRoute

from sayso.base.errors import ConfigError, MissingError, SaysoError
from sayso.record.open import Record
from sayso.record.queries import Filter, filter_from
from sayso.record.queries.filters import KEYS
from sayso.record.queries.overview import last_act
from sayso.record.view import View
from sayso.serve.answers import Answer, Problem, Role
from sayso.serve.people import Person, person_of

_GZIP_FROM = 1_400  # bytes: less fits one packet anyway
_MOST_KEPT = 12  # answers of one address; columns of 20,000 incidents are 1.3 MB
_LARGE = 500_000  # bytes: 10 ms of packing
_GZIP_LEVEL = 1  # 2 MB in 20 ms; higher levels take longer than loopback takes for the rest
MOST_ROWS = 500


class ForbiddenError(SaysoError):
    """The person's role does not allow it."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked of a route.

    Attributes:
        view: the record, to read.
        path: parts of the address by name.
        query: what stands behind the question mark, the last of each name.
        asked: the same with all of each name.
        person: who asks.
        record: for what writes, and for its name.
    """

    view: View
    path: dict[str, str]
    query: dict[str, str]
    asked: dict[str, list[str]]
    person: Person
    record: Record

    @property
    def filter(self) -> Filter:
        """The filter in the address."""
        return filter_from({key: self.asked[key] for key in KEYS if key in self.asked})

    @property
    def limit(self) -> int:
        """Rows that are asked for, at most `MOST_ROWS`."""
        text = self.query.get("limit", "60")
        if not text.isdecimal():
            raise ConfigError(f"limit {text!r} is not a whole number")
        return min(int(text), MOST_ROWS)


@dataclass(frozen=True, slots=True)
class Route:
    """One address of the API.

    Attributes:
        path: as Starlette has it, behind "/api/".
        answers: the struct that is answered.
        does: one sentence for the description.
        takes: names of what may stand behind the question mark, beside the filter.
        filtered: takes the filter too.
    """

    path: str
    run: Callable[[Ask], Answer]
    answers: type[Answer]
    does: str
    takes: tuple[str, ...] = ()
    filtered: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One address by which the record is changed (POST).

    Attributes:
        path: as Starlette has it, behind "/api/".
        run: takes the record, the request, its body and who sends it.
        takes: the struct that the body must be.
        answers: the struct that is answered.
        does: one sentence for the description.
        role: the least that one must be; what is decided may ask for more.
    """

    path: str
    run: Callable[[Record, Request, bytes, Person], Answer]
    takes: type[msgspec.Struct]
    answers: type[Answer]
    does: str
    role: Role = "coder"


ROUTES: list[Route] = []
CHANGES: list[Change] = []
VERSION = metadata.version("sayso")


def get(
    path: str, answers: type[Answer], *, takes: tuple[str, ...] = (), filtered: bool = False
) -> Callable[[Callable[[Ask], Answer]], Callable[[Ask], Answer]]:
    """Register a function for a GET; the first line of its docstring describes it."""

    def register(run: Callable[[Ask], Answer]) -> Callable[[Ask], Answer]:
        does = (run.__doc__ or "").strip().splitlines()[0]
        ROUTES.append(Route(path, run, answers, does, takes, filtered))
        return run

    return register


def starlette_routes(record: Record) -> list[StarletteRoute]:
    """All routes, over one record."""
    return [StarletteRoute(f"/api/{one.path}", _endpoint(record, one)) for one in ROUTES]


def _endpoint(record: Record, route: Route) -> Callable[[Request], object]:
    kept = Kept(_MOST_KEPT if route.filtered else 0)

    def answer(request: Request) -> Response:
        with record.read() as view:
            act = last_act(view)
            tag = etag(act, request)
            headers = {"ETag": tag, "Cache-Control": "no-cache", "Sayso-Act": str(act)}
            if request.headers.get("if-none-match") == tag:
                return Response(status_code=304, headers=headers)
            if (body := kept.get(tag)) is not None:
                return reply(request, body, headers)
            known = {*route.takes, *(KEYS if route.filtered else ())}
            unknown = sorted(set(request.query_params) - known)
            if unknown:
                raise ConfigError(f"{route.path} takes no {', '.join(unknown)}")
            if any("\x00" in value for value in request.path_params.values()):
                raise MissingError("nothing has such an id")  # no database keeps it in a text
            ask = Ask(
                view=view,
                path=dict(request.path_params),
                query=dict(request.query_params),
                asked={key: request.query_params.getlist(key) for key in request.query_params},
                person=person_of(request),
                record=record,
            )
            body = msgspec.json.encode(route.run(ask))
        kept.put(tag, body)
        return reply(request, body, headers)

    async def endpoint(request: Request) -> Response:
        try:
            return await run_in_threadpool(answer, request)
        except SaysoError as err:
            return problem(err)

    return endpoint


class Kept:
    """The newest answers by tag; what a tag names does not change. Safe among threads."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._bodies: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, tag: str) -> bytes | None:
        """The answer, or None."""
        with self._lock:
            body = self._bodies.get(tag)
            if body is not None:
                self._bodies.move_to_end(tag)
            return body

    def put(self, tag: str, body: bytes) -> None:
        """Keep an answer; the one that was asked for longest ago makes room."""
        with self._lock:
            self._bodies[tag] = body
            while len(self._bodies) > self.most:
                self._bodies.popitem(last=False)


def etag(act: int, request: Request) -> str:
    """The tag of an answer: it changes with every act, version, address and reader's role."""
    parts = f"{act} {VERSION} {request.url.path}?{request.url.query} {person_of(request)}"
    return f'"{hashlib.blake2b(parts.encode(), digest_size=12).hexdigest()}"'


def reply(request: Request, body: bytes, headers: dict[str, str], status: int = 200) -> Response:
    """JSON, packed when it is long and the reader can unpack it."""
    headers = {**headers, "Vary": "Accept-Encoding"}
    if len(body) > _GZIP_FROM and "gzip" in request.headers.get("accept-encoding", ""):
        body = _packed_once(body) if len(body) > _LARGE else _packed(body)
        headers["Content-Encoding"] = "gzip"
    return Response(body, status_code=status, headers=headers, media_type="application/json")


def _packed(body: bytes) -> bytes:
    return gzip.compress(body, _GZIP_LEVEL, mtime=0)


# The columns of all incidents are sent at every first view.
_packed_once = functools.lru_cache(maxsize=4)(_packed)


_STATUS = {MissingError: 404, ForbiddenError: 403, ConfigError: 400}


def problem(err: SaysoError) -> Response:
    """An error in words, and what to do."""
    status = next((code for kind, code in _STATUS.items() if isinstance(err, kind)), 503)
    text = str(err)
    body = msgspec.json.encode(Problem(error=text))
    return Response(body, status_code=status, media_type="application/json")
