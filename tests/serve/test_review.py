"""The queue of claims for review, and what a person's decisions do to it."""

import handmade
import msgspec
import pytest
from served import CHANGE, HERE
from starlette.testclient import TestClient

from sayso.record.ingest import add_coded
from sayso.record.linking import link_all
from sayso.record.queries import Filter, review
from sayso.serve.app import make_app
from sayso.serve.people import Person

ORDERS = ["doubtful", "country", "incident"]


def queue(client, **query):
    answer = client.get("/api/review/queue", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def decide(client, *wishes):
    body = {"decisions": list(wishes)} if len(wishes) > 1 else wishes[0]
    path = "/api/decisions/several" if len(wishes) > 1 else "/api/decisions"
    return client.post(path, json=body, headers=CHANGE)


def ids(answer):
    return [item["claim"]["claim"]["id"] for item in answer["items"]]


@pytest.mark.parametrize("order", ORDERS)
def test_pages_of_a_queue_hold_each_claim_once(client, order):
    whole = ids(queue(client, order=order, limit="500"))
    assert len(whole) == len(set(whole)) == queue(client)["waiting"]
    paged, after = [], ""
    while True:
        page = queue(client, order=order, limit="4", **({"after": after} if after else {}))
        paged += ids(page)
        if not page["next"]:
            break
        after = page["next"]
    assert paged == whole


def test_pages_go_on_where_they_were_though_claims_are_judged_between(writer):
    whole = ids(queue(writer, limit="500"))
    first = queue(writer, limit="5")
    decide(writer, *({"kind": "accept", "subject": id_} for id_ in ids(first)))
    rest = ids(queue(writer, limit="500", after=first["next"]))
    assert set(ids(first)) | set(rest) == set(whole)
    assert not set(ids(first)) & set(rest)


def test_the_doubtful_come_first_and_say_why(client):
    items = queue(client, limit="500")["items"]
    doubts = [" ".join(item["doubt"]) for item in items]
    assert "its incident is disputed" in doubts[0]
    assert any("it is hedged" in doubt for doubt in doubts)
    assert len(items[-1]["doubt"]) <= min(len(item["doubt"]) for item in items[:3])


def test_by_country_what_is_undecided_comes_last(client):
    countries = [
        (item["claim"]["claim"].get("where") or {}).get("country", "")
        for item in queue(client, order="country", limit="500")["items"]
    ]
    known = [country for country in countries if country]
    assert countries[: len(known)] == sorted(known)


def test_the_sentence_comes_with_the_one_before_and_after(client):
    for item in queue(client, limit="500")["items"]:
        claim, report = item["claim"]["claim"], item["report"]["id"]
        text = client.get(f"/api/reports/{report}").json()["text"]
        start = item["context_start"]
        assert text[start : start + len(item["context"])] == item["context"]
        assert claim["evidence"]["text"] in item["context"]


def test_what_is_judged_waits_no_more_and_undone_waits_again(writer):
    (first, second, *_), n = ids(queue(writer)), queue(writer)["waiting"]
    made = decide(writer, {"kind": "accept", "subject": first, "reason": "seen"}).json()["id"]
    decide(writer, {"kind": "reject", "subject": second})
    after = queue(writer, limit="500")
    assert (after["waiting"], after["done"]) == (n - 2, 2)
    assert {first, second}.isdisjoint(ids(after))
    item = writer.get(f"/api/review/item/{first}").json()
    assert item["claim"]["state"] == "accepted"
    (told,) = item["decisions"]
    assert (told["person"], told["reason"], told["undone"]) == ("Ada Byron", "seen", False)
    writer.post(f"/api/decisions/{made}/undo", json={"reason": "a slip"}, headers=CHANGE)
    assert first in ids(queue(writer, limit="500"))
    (told,) = writer.get(f"/api/review/item/{first}").json()["decisions"]
    assert told["undone"]


def test_one_incident_or_report_is_reviewed_whole(writer):
    report = queue(writer, report="hill-1", limit="500")
    assert len(report["items"]) == 3
    incident = next(i["claim"]["incident"] for i in report["items"] if i["claim"]["incident"])
    own = queue(writer, incident=incident, limit="500")
    assert {item["claim"]["incident"] for item in own["items"]} == {incident}
    decide(writer, {"kind": "accept", "subject": ids(own)[0]})
    assert len(queue(writer, incident=incident, limit="500")["items"]) == len(own["items"])
    assert all(len(item["siblings"]) == len(own["items"]) - 1 for item in own["items"])


def test_what_was_coded_otherwise_since_it_was_judged_comes_again(own_war):
    client = TestClient(make_app(own_war), base_url=HERE)
    accepted, same = ids(queue(client, report="hill-2"))[0], ids(queue(client, report="hill-3"))[0]
    decide(client, *({"kind": "accept", "subject": id_} for id_ in (accepted, same)))
    assert queue(client, order="changed")["items"] == []
    war = {report.report_id: (report, coded) for report, coded in handmade.the_war()}
    with own_war.write("recode", step="test", model="another") as act:
        for id_ in ("hill-2", "hill-3"):
            report, coded = war[id_]
            claims = tuple(msgspec.structs.replace(one, mode="", score=0.5) for one in coded.claims)
            add_coded(act, report, msgspec.structs.replace(coded, claims=claims))
    link_all(own_war)
    changed = queue(client, order="changed")
    assert ids(changed) == [accepted], "hill-3 had no mode before: only its score is another"
    assert changed["items"][0]["doubt"][-1] == "sayso now draws it with another mode"
    assert changed["items"][0]["claim"]["claim"]["mode"] == "heavy-weapons", "as it was accepted"
    decide(client, {"kind": "accept", "subject": accepted})
    assert queue(client, order="changed")["waiting"] == 0


def test_filters_hold_and_unknown_orders_are_refused(client):
    types = {i["claim"]["claim"]["type"] for i in queue(client, type="assault")["items"]}
    assert types == {"ASSAULT"}
    assert client.get("/api/review/queue?order=newest").status_code == 400
    assert client.get("/api/review/queue?after=zzz").status_code == 400
    assert client.get("/api/review/item/c-none").status_code == 404


def test_several_decisions_are_taken_together_or_not_at_all(writer):
    first, second = ids(queue(writer))[:2]
    failed = decide(
        writer, {"kind": "accept", "subject": first}, {"kind": "edit", "subject": second}
    )
    assert failed.status_code == 400
    assert writer.get(f"/api/review/item/{first}").json()["claim"]["state"] == "coded"
    both = decide(
        writer, {"kind": "accept", "subject": first}, {"kind": "reject", "subject": second}
    ).json()["id"]
    assert len(both.split()) == 2
    assert writer.post(f"/api/decisions/{both}/undo", json={}, headers=CHANGE).status_code == 200
    states = {writer.get(f"/api/review/item/{i}").json()["claim"]["state"] for i in (first, second)}
    assert states == {"coded"}


def test_a_coder_judges_but_neither_joins_nor_undoes_joins(own_war):
    people = {"c" * 16: Person("Cy", "coder"), "e" * 16: Person("Eve", "editor")}
    client = TestClient(make_app(own_war, tokens=people), base_url=HERE)
    coder = CHANGE | {"Authorization": "Bearer " + "c" * 16}
    editor = CHANGE | {"Authorization": "Bearer " + "e" * 16}
    pair = [
        item["claim"]["claim"]["id"]
        for item in client.get("/api/review/queue?type=assault", headers=coder).json()["items"]
    ][:2]
    accept = {"kind": "accept", "subject": pair[0]}
    part = {"kind": "different", "subject": " ".join(pair)}
    assert client.post("/api/decisions", json=accept, headers=coder).status_code == 200
    assert client.post("/api/decisions", json=part, headers=coder).status_code == 403
    made = client.post("/api/decisions", json=part, headers=editor).json()["id"]
    undo = f"/api/decisions/{made}/undo"
    assert client.post(undo, json={}, headers=coder).status_code == 403
    assert client.post(undo, json={}, headers=editor).status_code == 200


def test_parting_is_told_in_the_history_of_the_incident(writer):
    item = queue(writer, type="assault")["items"][0]
    claim, incident = item["claim"]["claim"]["id"], item["claim"]["incident"]
    wishes = [{"kind": "different", "subject": f"{claim} {b}"} for b in item["siblings"]]
    assert decide(writer, *wishes).status_code == 200
    away = writer.get(f"/api/review/item/{claim}").json()
    rest = writer.get(f"/api/review/item/{item['siblings'][0]}").json()
    assert away["claim"]["incident"] != rest["claim"]["incident"]
    told = writer.get(f"/api/incidents/{rest['claim']['incident']}/history").json()["items"]
    parted = [change for change in told if change["decision"] and not change["undone"]]
    assert len(parted) == len(wishes)
    assert {change["person"] for change in parted} == {"Ada Byron"}
    assert incident in {away["claim"]["incident"], rest["claim"]["incident"]}


def test_names_may_mean_actors_of_the_record_and_places_of_the_gazetteer(client):
    actors = client.get("/api/names/actors?q=hallin").json()["items"]
    assert "vel.hallin-front" in {hit["id"] for hit in actors}
    places = client.get("/api/names/places?q=Paris").json()["items"]
    assert "2988507" in {hit["id"] for hit in places}
    assert client.get("/api/names/places?q=2988507").json()["items"][0]["label"].startswith("Paris")
    assert client.get("/api/names/actors").json()["items"] == []


def test_why_tells_of_anything_and_holds_the_words_against_the_text(client, first_id):
    claim = ids(queue(client))[0]
    for id_ in (claim, first_id("incidents"), "hill-1", "vel.hallin-front"):
        told = client.get(f"/api/why/{id_}")
        assert told.status_code == 200, id_
        assert told.json()["because"], id_
    assert client.get("/api/why/nothing-of-this-name").status_code == 404


def test_with_many_waiting_findings_are_told_but_do_not_order(war, monkeypatch):
    monkeypatch.setattr(review, "MOST_CHECKED", 3)
    with war.read() as view:
        assert review.queue(view, Filter(), limit=500).waiting > 3
