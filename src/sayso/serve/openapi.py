"""The published description of the API (OpenAPI 3.1), made from its structs and routes.

In:   `answers`, and the routes as they registered with `routing`
Out:  a document as a dict; `python -m sayso.serve.openapi` prints it for `make web`

Method: msgspec gives the JSON schema of each struct, so that what is described is what is sent.
Known faults: the filter is described whole at every address that takes one, though some things
have no such field; asking for it is answered with 400 and the reason.
"""

import re
import sys
from typing import Any

import msgspec

from sayso.record.queries.filters import KEYS
from sayso.serve import answers
from sayso.serve.pages import PAGES_OF_REPORTS
from sayso.serve.routes import CHANGES, ROUTES
from sayso.serve.routing import MOST_ROWS, VERSION, Change, Route

_REF = "#/components/schemas/{name}"
_PART = re.compile(r"\{(\w+)(?::\w+)?\}")
JSON = "application/json"

# What may stand behind the question mark: the filter first, as `record.queries.filters` reads it.
FILTER = {
    "from": "First day, as 2014-10-05. What may lie on it or later matches.",
    "to": "Last day.",
    "surely": "1: only what must lie between the days and in the box.",
    "place": "Name of a place, or its GeoNames id. May be repeated.",
    "admin1": "Province, as the record has it. May be repeated.",
    "country": "Country, as ISO 3166 alpha-3; several with commas.",
    "box": "west,south,east,north in degrees; west above east crosses the date line.",
    "actor": "Key or name of an actor; several with commas.",
    "role": "In which role the actor stands: actor, recipient or source.",
    "kind": "Of claims: event or relation.",
    "type": "Types of the codebook; several with commas.",
    "mode": "Modes of the codebook; several with commas.",
    "status": "asserted, negated, future, hypothetical; of incidents also disputed.",
    "source": "Outlet or speaker, by name or key. May be repeated.",
    "text": 'Words of one sentence; "in quotes" as a phrase, with * at the end as an opening.',
    "disputed": "1: only what independent voices contradict each other in.",
    "tellers": "Least number of independent voices.",
    "state": "Of claims: coded, accepted, edited, added, rejected.",
    "undecided": "Only what has no day, no place: day, place.",
}
OTHERS = {
    "sort": "Order, by a column of the list; with - before it the greatest first.",
    "limit": f"Rows of a page, at most {MOST_ROWS}; without it 60. 0 for the counts alone.",
    "after": "The `next` of the page before.",
    "q": "Words or the beginning of a name.",
    "kind": "Only hits of this kind: actor, incident, report.",
    "day": "A day, as 2014-10-05; without it the last of the record.",
    "window": "Days before it within which a relation counts as lately told; 90 unless given.",
    "other": "Key or name of the other actor.",
    "actors": "Keys of actors, with commas.",
    "rule": "Only findings of this rule.",
    "order": "doubtful, country, changed or incident.",
    "incident": "Only claims of this incident.",
    "report": "Only claims of this report.",
}
_PROBLEMS = {
    "400": "What is asked for cannot be meant; the answer says why.",
    "401": "This server needs a token.",
    "403": "The role does not allow it, or the request came from another page.",
    "404": "The record has nothing of this id.",
}


def structs() -> list[type[msgspec.Struct]]:
    """All answers, and all bodies of changes, by name."""
    found = [one for one in vars(answers).values() if isinstance(one, type)]
    kinds: set[type[msgspec.Struct]] = {
        one for one in found if issubclass(one, answers.Answer) and one is not answers.Answer
    }
    return sorted(kinds | {one.takes for one in CHANGES}, key=lambda one: one.__name__)


def document() -> dict[str, Any]:
    """The description of the API."""
    _, components = msgspec.json.schema_components(structs(), ref_template=_REF)
    paths: dict[str, dict[str, Any]] = {}
    for route in ROUTES:
        paths.setdefault(address(route.path), {})["get"] = _reading(route)
    for path, (media, does) in PAGES_OF_REPORTS.items():
        paths[address(path)] = {"get": _as_bytes(path, media, does)}
    for change in CHANGES:
        paths.setdefault(address(change.path), {})["post"] = _changing(change)
    whole = {
        "openapi": "3.1.0",
        "info": {
            "title": "sayso",
            "version": VERSION,
            "description": "A conflict record: who did what to whom, and on whose say-so.",
            "license": {"name": "Apache 2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": components,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{}, {"token": []}],
    }
    found: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(whole))  # () of defaults to []
    return found


def address(path: str) -> str:
    """A route's path as OpenAPI writes it.

    >>> address("actors/{key:path}")
    '/api/actors/{key}'
    """
    return "/api/" + _PART.sub(r"{\1}", path)


def asked(route: Route) -> dict[str, str]:
    """What may stand behind the question mark, with its meaning; a name's own meaning first."""
    own = {name: OTHERS.get(name) or FILTER.get(name, "") for name in route.takes}
    shared = KEYS if route.filtered else ()
    return own | {name: FILTER[name] for name in shared if name not in own}


def _reading(route: Route) -> dict[str, Any]:
    query = [
        {"name": name, "in": "query", "description": words, "schema": {"type": "string"}}
        for name, words in asked(route).items()
    ]
    return {
        "operationId": route.run.__name__,
        "summary": route.does,
        "parameters": [*_parts(route.path), *query],
        "responses": {
            "200": _answer(
                route.answers.__name__, "The answer; its ETag holds until the next act."
            ),
            "304": {"description": "Not changed since the answer whose ETag is in If-None-Match."},
            **_problems(route.path),
        },
    }


def _as_bytes(path: str, media: str, does: str) -> dict[str, Any]:
    content = {media: {"schema": {"type": "string"}}}
    return {
        "operationId": path.rsplit("/", 1)[-1] + "_of_report",
        "summary": does,
        "parameters": _parts(path),
        "responses": {"200": {"description": does, "content": content}, **_problems(path)},
    }


def _changing(change: Change) -> dict[str, Any]:
    here = {
        "name": "X-Sayso",
        "in": "header",
        "required": True,
        "description": "1. No page elsewhere can set it.",
        "schema": {"type": "string", "const": "1"},
    }
    person = {
        "name": "X-Sayso-Person",
        "in": "header",
        "description": "Who decides, percent-encoded; a server with tokens knows it by the token.",
        "schema": {"type": "string"},
    }
    schema = {"schema": {"$ref": _REF.format(name=change.takes.__name__)}}
    return {
        "operationId": change.run.__name__.lstrip("_"),
        "summary": change.does,
        "description": f"It takes a {change.role} at least.",
        "parameters": [*_parts(change.path), here, person],
        "requestBody": {"required": True, "content": {JSON: schema}},
        "responses": {
            "200": _answer(change.answers.__name__, "What was done."),
            **_problems(change.path, "403"),
        },
    }


def _parts(path: str) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in _PART.findall(path)
    ]


def _answer(name: str, words: str) -> dict[str, Any]:
    schema = {"schema": {"$ref": _REF.format(name=name)}}
    return {"description": words, "content": {JSON: schema}}


def _problems(path: str, *more: str) -> dict[str, Any]:
    codes = ["400", "401", *more, *(["404"] if "{" in path else [])]
    return {code: _answer("Problem", _PROBLEMS[code]) for code in sorted(codes)}


if __name__ == "__main__":
    sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(document()), indent=1) + b"\n")
