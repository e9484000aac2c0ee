"""Who is let in, and who may change what."""

import pytest
import sqlalchemy as sa
from served import CHANGE, HERE
from starlette.testclient import TestClient

from sayso.base.errors import ConfigError
from sayso.record import schema
from sayso.record.open import open_record
from sayso.serve.app import make_app
from sayso.serve.guard import LOOPBACK, MOST_BODY
from sayso.serve.people import Person, tokens_given

SECRETS = {role: f"{role}-0123456789abcdef" for role in ("reader", "coder", "editor")}


@pytest.fixture
def guarded(own_war):
    tokens = {SECRETS[role]: Person(role.title(), role) for role in SECRETS}
    return TestClient(make_app(own_war, tokens=tokens), base_url=HERE)


@pytest.fixture
def claim(own_war):
    table = schema.claim
    with own_war.read() as view:
        return view.conn.execute(sa.select(table.c.id).where(view.open(table))).scalars().first()


def bearer(role):
    return {"X-Sayso": "1", "Authorization": f"Bearer {SECRETS[role]}"}


@pytest.mark.parametrize(
    "host", ["evil.test", "127.0.0.1.evil.test", "localhost.evil.test", "", "[::2]", "a b"]
)
def test_a_foreign_name_is_refused_in_words_even_for_files(client, host):
    for path in ("/", "/app.js", "/api/meta", "/api/reports/hill-1/raw"):
        answer = client.get(path, headers={"Host": host})
        assert answer.status_code == 421
        assert "name" in answer.json()["error"]


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8470", "LOCALHOST:1", "[::1]:8470"])
def test_names_of_this_machine_are_let_in(client, host):
    assert client.get("/api/meta", headers={"Host": host}).status_code == 200


def test_a_name_that_was_given_is_let_in(war):
    client = TestClient(make_app(war, hosts=LOOPBACK | {"war.test"}), base_url="http://war.test")
    assert client.get("/api/meta").status_code == 200


@pytest.mark.parametrize("path", ["/", "/style.css", "/api/meta", "/api/nothing", "/nothing"])
def test_every_answer_carries_the_safety_headers(client, path):
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "script-src" not in policy  # so that default-src holds, without 'unsafe-inline'
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"X-Sayso": "0"}, 403),
        ({"X-Sayso": "1", "Origin": "https://evil.test"}, 403),
        ({"X-Sayso": "1", "Origin": "null"}, 403),
        ({"X-Sayso": "1", "Origin": "http://127.0.0.1:9999"}, 403),
    ],
)
def test_a_page_elsewhere_changes_nothing(writer, own_war, claim, headers, status):
    wish = {"kind": "reject", "subject": claim}
    answer = writer.post("/api/decisions", json=wish, headers={**CHANGE, "X-Sayso": "", **headers})
    assert answer.status_code == status
    assert answer.json()["error"]
    assert decisions(own_war) == []


def test_the_page_itself_decides_and_undoes(writer, own_war, claim):
    headers = {**CHANGE, "Origin": HERE}
    wish = {"kind": "reject", "subject": claim, "reason": "not said"}
    made = writer.post("/api/decisions", json=wish, headers=headers)
    assert made.status_code == 200, made.text
    assert [(d["kind"], d["person"]) for d in decisions(own_war)] == [("reject", "Ada Byron")]
    undone = writer.post(f"/api/decisions/{made.json()['id']}/undo", json={}, headers=headers)
    assert undone.status_code == 200
    assert decisions(own_war) == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b'{"kind":"reject"}',
        b'{"kind":1,"subject":"x"}',
        b'{"kind":"nonsense","subject":"x"}',
        b'{"kind":"reject","subject":"c-none"}',
        b'{"kind":"reject","subject":"x","more":1}',
        b"\xff\xfe",
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(writer, own_war, content):
    answer = writer.post("/api/decisions", content=content, headers=CHANGE)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert decisions(own_war) == []


def test_nobody_decides_without_a_name(writer, own_war, claim):
    wish = {"kind": "reject", "subject": claim}
    answer = writer.post("/api/decisions", json=wish, headers={"X-Sayso": "1"})
    assert answer.status_code == 400
    assert "name" in answer.json()["error"]
    assert decisions(own_war) == []


def test_a_long_request_and_one_of_unsaid_length_are_refused(writer):
    long = writer.post("/api/decisions", content=b"x" * (MOST_BODY + 1), headers=CHANGE)
    assert long.status_code == 413
    unsaid = writer.post("/api/decisions", content=iter([b"{}"]), headers=CHANGE)
    assert unsaid.status_code == 413


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"])
def test_other_methods_do_nothing(writer, own_war, method):
    for path in ("/api/meta", "/api/decisions", "/"):
        plain = writer.request(method, path)
        assert plain.status_code in (403, 405)
        with_header = writer.request(method, path, headers={**CHANGE, "Content-Length": "0"})
        assert with_header.status_code in (404, 405)
    assert decisions(own_war) == []


@pytest.mark.parametrize(
    "given",
    [
        "",
        "Bearer ",
        "Bearer wrong",
        "Bearer " + SECRETS["editor"][:-1],
        "Basic x",
        "Bearer " + SECRETS["editor"] + "x",
    ],
)
def test_without_its_token_nobody_reads(guarded, given):
    for path in (
        "/api/meta",
        "/api/incidents",
        "/api/reports/hill-1/raw",
        "/api/reports/hill-1/page",
        "/api/nothing",
    ):
        answer = guarded.get(path, headers={"Authorization": given})
        assert answer.status_code == 401
        assert "war" not in answer.text
        assert answer.json()["hint"]


def test_the_page_without_the_record_opens_without_a_token(guarded):
    assert guarded.get("/").status_code == 200


def test_a_token_says_who_it_is_whatever_the_request_says(guarded):
    headers = {**bearer("coder"), "X-Sayso-Person": "Somebody"}
    assert guarded.get("/api/meta", headers=headers).json()["me"] == {
        "name": "Coder",
        "role": "coder",
    }


@pytest.mark.parametrize(
    "case",
    [
        ("reader", "reject", 403),
        ("coder", "reject", 200),
        ("coder", "same", 403),
        ("editor", "reject", 200),
    ],
)
def test_roles_may_do_what_they_may(guarded, own_war, claim, case):
    role, kind, status = case
    wish = {"kind": kind, "subject": claim, "value": claim if kind == "same" else None}
    answer = guarded.post("/api/decisions", json=wish, headers=bearer(role))
    assert answer.status_code == status, answer.text
    assert len(decisions(own_war)) == (status == 200)


def test_several_are_checked_for_their_roles_before_any_is_taken(guarded, own_war, claim):
    wishes = [
        {"kind": "reject", "subject": claim},
        {"kind": "same", "subject": claim, "value": claim},
    ]
    answer = guarded.post(
        "/api/decisions/several", json={"decisions": wishes}, headers=bearer("coder")
    )
    assert answer.status_code == 403
    assert decisions(own_war) == []


def test_a_coder_does_not_undo_what_an_editor_decided(guarded, own_war):
    with own_war.read() as view:
        table = schema.claim
        query = sa.select(table.c.id).where(view.open(table), table.c.kind == "event")
        one, two, *_ = view.conn.execute(query.order_by(table.c.id)).scalars()
    wish = {"kind": "different", "subject": one, "value": two}
    made = guarded.post("/api/decisions", json=wish, headers=bearer("editor"))
    assert made.status_code == 200, made.text
    undo = f"/api/decisions/{made.json()['id']}/undo"
    assert guarded.post(undo, json={}, headers=bearer("coder")).status_code == 403
    assert len(decisions(own_war)) == 1


def test_a_record_opened_for_reading_is_only_read(war_file, tmp_path, claim):
    path = tmp_path / "locked.sayso"
    path.write_bytes(war_file.read_bytes())
    with open_record(path, readonly=True) as record:
        client = TestClient(make_app(record), base_url=HERE)
        assert client.get("/api/meta").json()["writable"] is False
        wish = {"kind": "reject", "subject": claim}
        answer = client.post("/api/decisions", json=wish, headers=CHANGE)
        assert 400 <= answer.status_code < 600
        assert answer.json()["error"]
        assert decisions(record) == []


def test_the_editor_of_an_open_server_can_be_made_a_reader(own_war, claim):
    client = TestClient(make_app(own_war, open_role="reader"), base_url=HERE)
    assert client.get("/api/meta").json()["writable"] is False
    wish = {"kind": "reject", "subject": claim}
    assert client.post("/api/decisions", json=wish, headers=CHANGE).status_code == 403


@pytest.mark.parametrize(
    "word", ["", "Ada", "Ada:king:0123456789abcdef", "Ada:editor:short", "Ada:editor"]
)
def test_a_token_that_cannot_be_meant_is_refused(word):
    with pytest.raises(ConfigError, match="token of"):
        tokens_given([word])


def test_a_secret_belongs_to_one(tmp_path):
    secret = "0123456789:abcdef"
    assert tokens_given([f"Ada:editor:{secret}"]) == {secret: Person("Ada", "editor")}
    with pytest.raises(ConfigError, match="its own"):
        tokens_given([f"Ada:editor:{secret}", f"Bo:coder:{secret}"])


def decisions(record):
    table = schema.decision
    with record.read() as view:
        return view.conn.execute(sa.select(table).where(view.open(table))).mappings().all()
