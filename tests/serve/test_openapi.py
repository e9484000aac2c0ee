"""The description of the API says what the server does."""

import copy
import re

import jsonschema
import msgspec
import pytest
from openapi_spec_validator import validate
from served import CHANGE

from sayso.record.queries.filters import KEYS
from sayso.serve.openapi import FILTER, address, asked, document
from sayso.serve.routing import CHANGES, ROUTES

DOCUMENT = document()


@pytest.fixture(scope="module")
def fits():
    """Whether a body is what an address is said to answer, with nothing more in it."""
    schemas = copy.deepcopy(DOCUMENT["components"]["schemas"])
    for schema in schemas.values():
        if "properties" in schema:
            schema["additionalProperties"] = False

    def check(path, body, status="200", method="get"):
        content = DOCUMENT["paths"][path][method]["responses"][status]["content"]
        whole = {**content["application/json"]["schema"], "components": {"schemas": schemas}}
        jsonschema.Draft202012Validator(whole).validate(body)

    return check


def test_it_is_a_valid_openapi_document(client):
    validate(DOCUMENT)
    assert client.get("/api/openapi.json").json() == DOCUMENT


def test_every_parameter_is_explained():
    assert set(FILTER) == set(KEYS)
    empty = [
        (route.path, name) for route in ROUTES for name, told in asked(route).items() if not told
    ]
    assert empty == []


def test_every_address_is_described_and_none_else():
    told = {(path, method) for path, ways in DOCUMENT["paths"].items() for method in ways}
    made = {(address(route.path), "get") for route in ROUTES}
    made |= {(address(change.path), "post") for change in CHANGES}
    assert made <= told
    assert {path for path, _ in told - made} == {
        "/api/reports/{id}/page",
        "/api/reports/{id}/raw",
    }


# Where the ids of an address come from: the list, and the key in its rows.
IDS = {
    "incidents": ("incidents", "id"),
    "reports": ("reports", "id"),
    "actors": ("actors", "key"),
    "relations": ("relations", "id"),
}
ASKED = {
    "lifelines": "?actors=vel.hallin-front,das.dask-brigade",
    "network": "?day=2031-04-15",
    "search": "?q=ilsk",
    "names/actors": "?q=front",
    "names/places": "?q=ilsk",
}


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.path)
def test_every_answer_is_as_it_is_described(client, fits, route):
    addresses = [route.path + ASKED.get(route.path, "")]
    part = re.search(r"\{[^}]+\}", route.path)
    if part:
        addresses = [route.path.replace(part[0], id_) for id_ in ids_for(client, route.path)]
        if not addresses:
            pytest.skip("the record of the tests has none of these")
    for path in addresses:
        answer = client.get(f"/api/{path}")
        assert answer.status_code == 200, answer.text
        fits(address(route.path), answer.json())


def ids_for(client, path):
    what = path.split("/")[0]
    if path.startswith("review/item"):
        items = client.get("/api/review/queue").json()["items"]
        return [item["claim"]["claim"]["id"] for item in items]
    if what not in IDS:
        return []
    listed, key = IDS[what]
    return [item[key] for item in client.get(f"/api/{listed}").json()["items"]]


def test_problems_and_what_was_done_are_as_described(writer, fits):
    fits("/api/incidents", writer.get("/api/incidents?from=x").json(), "400")
    fits("/api/incidents/{id}", writer.get("/api/incidents/none").json(), "404")
    claim = writer.get("/api/review/queue").json()["items"][0]["claim"]["claim"]["id"]
    made = writer.post("/api/decisions", json={"kind": "accept", "subject": claim}, headers=CHANGE)
    fits("/api/decisions", made.json(), method="post")
    undo = f"/api/decisions/{made.json()['id']}/undo"
    fits(
        "/api/decisions/{id}/undo", writer.post(undo, json={}, headers=CHANGE).json(), method="post"
    )


def test_a_row_that_is_not_as_described_is_found(client, fits):
    body = client.get("/api/meta").json()
    for wrong in (
        {**body, "more": 1},
        {**body, "act": "1"},
        {k: v for k, v in body.items() if k != "act"},
    ):
        with pytest.raises(jsonschema.ValidationError):
            fits("/api/meta", wrong)


def test_the_document_is_the_same_each_time():
    assert msgspec.json.encode(document()) == msgspec.json.encode(DOCUMENT)
