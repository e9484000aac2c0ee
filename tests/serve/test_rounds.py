"""Rounds over the API: what a coder is given, what only an editor sees, what follows."""

import urllib.parse

import pytest
from served import CHANGE, HERE
from starlette.testclient import TestClient

from sayso.serve.app import make_app
from sayso.serve.people import Person

ROUND = "/api/review/rounds"
ANA, BEN, EDITOR = "Coder Ana", "Coder Ben", "Ada Byron"
# A claim of the machine in `courier-1` (`handmade.the_war`) stands on these words.
ATTACK = {"type": "ASSAULT", "trigger": "attacked", "evidence": "Border town"}
TOKENS = {
    "a" * 16: Person(ANA, "coder"),
    "b" * 16: Person(BEN, "coder"),
    "e" * 16: Person(EDITOR, "editor"),
    "r" * 16: Person("A Reader", "reader"),
}


def of(name):
    return {**CHANGE, "X-Sayso-Person": urllib.parse.quote(name)}


@pytest.fixture
def made(writer):
    """A client, and a round over one report, `courier-1`."""
    asked = {"text": '"fighters of the hallin front attacked"', "source": "The Courier"}
    body = {"size": 1, "coders": [ANA, BEN], "name": "trial", "filter": asked}
    answer = writer.post(ROUND, json=body, headers=CHANGE)
    assert answer.status_code == 200, answer.text
    assert answer.json()["id"] == "round-1"
    return writer


def next_of(client, name):
    answer = client.get(f"{ROUND}/round-1/next", headers=of(name))
    assert answer.status_code == 200, answer.text
    return answer


def code(client, name, claims):
    report = next_of(client, name).json()["report"]["report"]
    body = {"report": report, "claims": claims}
    return client.post(f"{ROUND}/round-1/codings", json=body, headers=of(name))


def test_a_coder_gets_the_text_and_nothing_that_anyone_drew(made):
    assert code(made, BEN, [ATTACK | {"mode": "firearms"}]).json() == {"left": 0, "report": None}
    answer = next_of(made, ANA)
    given = answer.json()["report"]
    assert "Hallin Front attacked" in given.pop("text")
    assert set(given) == {
        "report", "position", "of", "title", "outlet", "published", "url", "sentences",
    }  # fmt: skip
    for leak in ("ASSAULT", "firearms", "actor_id", "vel.", "c-", BEN):
        assert leak not in answer.text
    listed = made.get(ROUND, headers=of(ANA))
    assert listed.json()["items"][0]["done"] == {ANA: 0, BEN: 1}
    assert "ASSAULT" not in listed.text


def test_from_sample_to_verdict(made):
    code(made, ANA, [ATTACK])
    unseen = made.get(f"{ROUND}/round-1/adjudicate", headers=of(BEN))
    assert (unseen.status_code, "reports of round-1 left" in unseen.text) == (400, True)
    code(made, BEN, [ATTACK | {"mode": "firearms"}])
    agreement = made.get(f"{ROUND}/round-1/agreement").json()
    by_field = {one["field"]: one for one in agreement["fields"]}
    assert by_field["claim"]["alpha"] == 1
    assert by_field["mode"]["observed"] == 0
    assert "nothing varies" in by_field["status"]["reason"]

    found = made.get(f"{ROUND}/round-1/adjudicate", headers=CHANGE).json()
    assert found["open"] == 1
    (item,) = found["items"]
    assert (item["differs"], set(item["claims"])) == (["mode"], {ANA, BEN})
    assert item["standing"]["trigger"]["text"] == "attacked"
    done = made.post(f"{ROUND}/round-1/verdicts", headers=CHANGE,
                     json={"unit": item["unit"], "choose": BEN})  # fmt: skip
    assert done.status_code == 200, done.text
    after = made.get(f"{ROUND}/round-1/adjudicate", headers=CHANGE).json()
    assert (after["open"], after["items"][0]["verdict"]) == (0, BEN)
    assert after["items"][0]["decision"] == done.json()["id"]


def test_who_may_do_what(made, own_war):
    client = TestClient(make_app(own_war, tokens=TOKENS), base_url=HERE)

    def answer(letter, method, path, **more):
        headers = {"X-Sayso": "1", "Authorization": f"Bearer {letter * 16}"}
        return client.request(method, ROUND + path, headers=headers, **more).status_code

    wish = {"size": 1, "coders": [ANA, BEN]}
    assert answer("a", "POST", "", json=wish) == 403
    assert answer("e", "POST", "", json=wish) == 200
    assert [answer(c, "GET", "/round-1/adjudicate") for c in "rae"] == [403, 403, 200]
    assert [answer(c, "GET", "/round-1/next") for c in "rab"] == [400, 200, 200]
    coding = {"report": next_of(made, ANA).json()["report"]["report"], "claims": []}
    assert [answer(c, "POST", "/round-1/codings", json=coding) for c in "ra"] == [403, 200]
    verdict = {"unit": "u-none", "choose": ""}
    assert [answer(c, "POST", "/round-1/verdicts", json=verdict) for c in "ae"] == [403, 400]


def test_what_is_not_there_or_cannot_be_read(made):
    assert made.get(f"{ROUND}/round-9/agreement").status_code == 404
    assert made.get(f"{ROUND}/round-1/next").status_code == 400  # nobody is named
    refused = code(made, ANA, [{"type": "ASSAULT", "trigger": "flew"}])
    assert (refused.status_code, "'flew'" in refused.text) == (400, True)
    assert made.post(ROUND, json={"size": 1}, headers=CHANGE).status_code == 400


def test_own_reports_are_listed_and_taken_back(made):
    mine = f"{ROUND}/round-1/mine"
    (line,) = made.get(mine, headers=of(ANA)).json()["items"]
    assert line["claims"] is None
    report = f"{ROUND}/round-1/reports/{line['report']}"
    assert made.get(report, headers=of(ANA)).json()["claims"] is None
    code(made, BEN, [ATTACK])
    for leak in ("ASSAULT", "c-", BEN):
        assert leak not in made.get(report, headers=of(ANA)).text
        assert leak not in made.get(mine, headers=of(ANA)).text
    assert len(made.get(report, headers=of(BEN)).json()["claims"]) == 1
    assert made.get(report, headers=CHANGE).json()["claims"] is None
    assert made.get(f"{ROUND}/round-1/reports/none", headers=of(ANA)).status_code == 404
    assert made.get(mine, headers=CHANGE).status_code == 400  # she does not code in it
    back = {"report": line["report"]}
    refused = made.post(f"{ROUND}/round-1/taken-back", json=back, headers=of(BEN))
    assert (refused.status_code, "closed to changes" in refused.text) == (400, True)


def test_a_settled_deed_is_opened_again(made):
    code(made, ANA, [ATTACK])
    code(made, BEN, [])
    (item,) = made.get(f"{ROUND}/round-1/adjudicate", headers=CHANGE).json()["items"]
    own = ATTACK | {"mode": "explosives"}
    verdict = {"unit": item["unit"], "choose": "", "own": own, "reason": "a mine"}
    done = made.post(f"{ROUND}/round-1/verdicts", json=verdict, headers=CHANGE)
    assert done.status_code == 200, done.text
    (item,) = made.get(f"{ROUND}/round-1/adjudicate", headers=CHANGE).json()["items"]
    assert (item["is_own"], item["reason"], item["standing"]["mode"]) == (
        True, "a mine", "explosives",
    )  # fmt: skip
    again = {"unit": item["unit"]}
    opened = made.post(f"{ROUND}/round-1/opened-again", json=again, headers=CHANGE)
    assert opened.json()["id"] == done.json()["id"]
    (item,) = made.get(f"{ROUND}/round-1/adjudicate", headers=CHANGE).json()["items"]
    assert (item["verdict"], item["standing"].get("mode", "")) == (None, "")
