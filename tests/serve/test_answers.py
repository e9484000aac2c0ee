"""How answers are sent: once while nothing changed, packed, and errors in words."""

import gzip

import msgspec
import pytest
from served import CHANGE, HERE
from starlette.testclient import TestClient

from sayso.serve.app import make_app
from sayso.serve.people import Person


def test_what_did_not_change_is_not_sent_again(client):
    first = client.get("/api/incidents?type=assault")
    tag = {"If-None-Match": first.headers["etag"]}
    again = client.get("/api/incidents?type=assault", headers=tag)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert client.get("/api/incidents?type=protest", headers=tag).status_code == 200


def test_every_act_makes_answers_new(writer):
    first = writer.get("/api/incidents")
    claim = writer.get("/api/review/queue").json()["items"][0]["claim"]["claim"]["id"]
    wish = {"kind": "reject", "subject": claim}
    assert writer.post("/api/decisions", json=wish, headers=CHANGE).status_code == 200
    again = writer.get("/api/incidents", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 200


def test_answers_of_one_person_are_not_taken_for_those_of_another(war):
    people = {"a" * 16: Person("Ada", "editor"), "b" * 16: Person("Bo", "reader")}
    client = TestClient(make_app(war, tokens=people), base_url=HERE)
    first = client.get("/api/meta", headers={"Authorization": "Bearer " + "a" * 16})
    headers = {"Authorization": "Bearer " + "b" * 16, "If-None-Match": first.headers["etag"]}
    assert client.get("/api/meta", headers=headers).json()["me"]["name"] == "Bo"


def test_long_answers_are_packed_for_those_who_can_unpack(client):
    with client.stream("GET", "/api/incidents", headers={"Accept-Encoding": "gzip"}) as packed:
        raw = b"".join(packed.iter_raw())
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["vary"] == "Accept-Encoding"
    plain = client.get("/api/incidents", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert gzip.decompress(raw) == plain.content
    assert len(raw) < len(plain.content)


LISTED = """
    incidents?from=yesterday          incidents?type=NOPE           incidents?box=1,2
    incidents?box=nan,nan,nan,nan     incidents?limit=x             incidents?limit=1.5
    incidents?limit=-1                incidents?limit=%C2%B2        incidents?nope=1
    incidents?after=zzz               incidents?sort=nope           incidents?text=%22
    incidents?text=%00                incidents?tellers=-1          incidents?actor=%00
    incidents?tellers=99999999999999999999999                       incidents?role=actor
    incidents?place=99999999999999999999999                         incidents?status=nope
    incidents?from=2031-02-01&to=2030-01-01                         incidents?from=0000-00-00
    incidents?country=Nowhereland     incidents?disputed=perhaps    network?day=x
    relations?day=x                   relations?actor=nobody        search?q=%22*
    review/queue?order=zzz            checks?rule=zzz               reports?after=9e99
    actors?after=%00                  meta?x=1                      facets?limit=3
"""
BAD = LISTED.split()


@pytest.mark.parametrize("path", BAD)
def test_what_cannot_be_meant_is_refused_in_words(client, path):
    answer = client.get(f"/api/{path}")
    assert answer.status_code == 400
    assert len(answer.json()["error"]) > 10
    assert "Traceback" not in answer.text
    assert "sqlite" not in answer.text.lower()


@pytest.mark.parametrize(
    "path",
    ["incidents/i-none", "incidents/i-none/history", "reports/none", "reports/none/page",
     "reports/none/raw", "actors/nobody", "relations/l-none", "review/item/c-none",
     "incidents/%00", "reports/%00/raw", "reports/%00", "nothing", "", "incidents/a/b/c"],
)  # fmt: skip
def test_what_is_not_there_is_said_in_words(client, path):
    answer = client.get(f"/api/{path}")
    assert answer.status_code == 404
    assert answer.json()["error"]


@pytest.mark.parametrize(
    "path",
    ["/../app.py", "/..%2fapp.py", "/%2e%2e/app.py", "/..%5capp.py", "/assets/../../app.py",
     "//etc/passwd", "/%2fetc/passwd", "/....//app.py", "/app.js%00", "/%2e%2e%2f%2e%2e%2fcli.py",
     "/app.py", "/.git/config", "/page/index.html"],
)  # fmt: skip
def test_no_file_beside_the_page_is_served(client, path):
    answer = client.get(HERE + path)
    assert answer.status_code == 404
    assert b"import" not in answer.content


def test_the_page_is_served(client):
    assert client.get("/").headers["content-type"].startswith("text/html")
    assert client.get("/app.js").headers["content-type"].split(";")[0].endswith("javascript")


def test_pages_of_a_list_hold_each_once(client):
    seen, after = [], ""
    while True:
        page = client.get("/api/incidents", params={"limit": "2", "after": after}).json()
        seen += [item["id"] for item in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert len(seen) == len(set(seen)) == page["total"]["match"]


def test_map_list_and_facets_tell_of_the_same_incidents(client):
    for query in (
        "",
        "?type=assault",
        "?from=2031-03-01&to=2031-03-05",
        "?disputed=1",
        "?box=40,42,42,44",
    ):
        columns = client.get(f"/api/incidents/columns{query}").json()
        listed = client.get(f"/api/incidents{query}").json()
        facets = client.get(f"/api/facets{query}").json()
        assert set(columns["ids"]) == {item["id"] for item in listed["items"]}
        assert columns["total"] == listed["total"]
        told = [columns["types"][n] for n in columns["type"]]
        by_type = {one["value"]: one["n"] for one in facets["type"]}
        if "type=" in query:  # a list is counted without its own choice
            by_type = {name: by_type[name] for name in told}
        assert by_type == {name: told.count(name) for name in told}


def test_after_a_type_is_chosen_another_can_be(client):
    everything = client.get("/api/facets").json()
    chosen = client.get("/api/facets?type=assault").json()
    assert chosen["type"] == everything["type"]
    assert chosen["status"] != everything["status"]
    for one in chosen["type"]:
        total = client.get("/api/incidents", params={"type": one["value"]}).json()["total"]
        assert total["match"] == one["n"]


def test_every_get_is_the_same_twice(client):
    for path in (
        "meta",
        "incidents",
        "incidents/columns",
        "facets",
        "actors",
        "reports",
        "relations",
        "checks",
    ):
        answers = [client.get(f"/api/{path}").content for _ in range(2)]
        assert answers[0] == answers[1]
        assert msgspec.json.decode(answers[0])


def test_places_are_given_one_by_one_since_names_have_commas(client):
    def found(query):
        return {item["id"] for item in client.get(f"/api/incidents?{query}").json()["items"]}

    ilsk, marn = found("place=Ilsk"), found("place=Marn")
    assert ilsk
    assert marn
    assert found("place=Ilsk&place=Marn") == ilsk | marn
