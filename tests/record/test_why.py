"""`why` tells every kind of id down to words and hashes, and finds what was tampered with."""

import hashlib
import json

import handmade
import msgspec
import pytest
import sqlalchemy as sa

from sayso.base.errors import ConfigError
from sayso.record import queries, schema
from sayso.record.decide import decide, undo
from sayso.record.ingest import add_coded
from sayso.record.linking import link_all
from sayso.record.open import open_record
from sayso.record.queries.detail import incident_detail
from sayso.record.why import faults, lines, why


@pytest.fixture
def judged(war):
    """The war, linked; one claim edited, one decision undone, a name settled, a pair judged."""
    link_all(war)
    with war.read() as view:
        protest = next(queries.CLAIMS.each(view, queries.Filter(type=("PROTEST",)))).id
        attack = next(queries.CLAIMS.each(view, queries.Filter(mode=("heavy-weapons",)))).id
    undone = decide(war, "reject", protest, person="Ann", reason="a parade")
    undo(war, undone, person="Bob", reason="no, a protest")
    edited = decide(war, "edit", protest, {"mode": "riot"}, person="Ann", reason="it was violent")
    named = decide(war, "actor", "gunmen", "vel.gunmen", person="Ann")
    pair = decide(war, "different", protest, attack, person="Cleo", reason="nine days apart")
    link_all(war)
    return war, {"protest": protest, "attack": attack, "undone": undone, "edited": edited,
                 "named": named, "pair": pair}  # fmt: skip


def text(told):
    return "\n".join(lines(told))


def test_a_claim_tells_its_words_its_mentions_who_judged_it_and_the_bytes(judged):
    record, made = judged
    with record.read() as view:
        told = why(view, made["protest"])
        row = next(queries.CLAIMS.each(view, queries.Filter(type=("PROTEST",))))
        content = queries.reports.report_bytes(view, row.report)
    assert not faults(told)
    assert told.what == "claim"
    assert f"at {row.sentence_start}-{row.sentence_end}" in told.facts["sentence"]
    assert told.facts["state"] == "edited"
    assert told.facts["versions"].count("act") == 4  # as coded, rejected, coded again, edited
    shown = text(told)
    for words in ("it was violent", "a parade", "undone by", "Bob", "place: “Marn”",
                  "taken for: geo:900003", "document: text of courier-2", "sayso test",
                  ):  # fmt: skip
        assert words in shown
    assert hashlib.sha256(content).hexdigest() in shown


def test_an_incident_tells_values_links_estimates_and_claims(judged):
    record, _ = judged
    with record.read() as view:
        row = next(r for r in queries.INCIDENTS.each(view, queries.Filter()) if len(r.disputed) > 1)
        told = why(view, row.id)
        kinds = {part.what for part in told.because}
        assert not faults(told)
        assert {"act", "value", "estimate", "claim", "link", "copy"} <= kinds
        shown = text(told)
        assert "rule: " in shown
        assert "reason 1: " in shown
        link = next(part for part in told.because if part.what == "link")
        pair = why(view, link.id)
        assert pair.says == link.says
        assert [part.what for part in pair.because].count("claim") == 2
        assert why(view, " ".join(reversed(link.id.split()))) == pair


def test_relation_report_decision_link_and_actor(judged):
    record, made = judged
    with record.read() as view:
        relation = next(queries.RELATIONS.each(view, queries.Filter(type=("allegiance",))))
        told = why(view, relation.id)
        assert {"act", "phase", "claim"} <= {part.what for part in told.because}
        report = why(view, "hill-1")
        assert {"document", "coding", "copy"} <= {part.what for part in report.because}
        undone = why(view, made["undone"])
        assert undone.facts["by"] == "Ann"
        assert "undone" in undone.facts
        pair = why(view, f"{made['protest']} {made['attack']}")
        assert "nine days apart" in text(pair)
        actor = why(view, "vel.hallin-front")
        assert "Hallin Front" in actor.facts["names"]
        for one in (told, report, undone, pair, actor):
            assert not faults(one)
            assert msgspec.json.decode(msgspec.json.encode(one))["what"] == one.what


def test_what_is_not_there_is_said(judged):
    record, _ = judged
    with record.read() as view:
        for id_ in ("c-none", "", "a b", "d9999", "\x00"):
            with pytest.raises(ConfigError, match="nothing in the record"):
                why(view, id_)


def test_the_past_tells_what_it_knew(judged):
    record, made = judged
    with record.read(as_of=2) as view:
        told = why(view, made["protest"])
        assert told.facts["state"] == "coded"
        assert "it was violent" not in text(told)
        with pytest.raises(ConfigError):
            why(view, made["edited"])


def test_every_id_of_a_record_can_be_told(judged):
    record, _ = judged
    with record.read() as view:
        ids = [row.id for thing in (queries.CLAIMS, queries.INCIDENTS, queries.RELATIONS,
                                    queries.REPORTS)
               for row in thing.each(view, queries.Filter())]  # fmt: skip
        ids += [row.key for row in queries.ACTORS.each(view, queries.Filter())]
        for id_ in ids:
            told = why(view, id_)
            assert told.id == id_
            assert not faults(told), id_


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("table", "column", "value", "says"),
    [
        ("document", "text", "another text", "the text has this SHA-256"),
        ("content", "bytes", b"other bytes", "the bytes have this SHA-256"),
        ("claim", "body", None, "not in the text as told"),
        ("passage", "text", "other words", "sentences stand in the text"),
    ],
)
def test_what_was_tampered_with_is_found(war, table, column, value, says):
    with war.read() as view:
        row = next(queries.CLAIMS.each(view, queries.Filter(type=("PROTEST",))))
        if table == "claim":
            body = view.conn.execute(
                sa.select(schema.claim.c.body).where(schema.claim.c.id == row.id)
            ).scalar_one()
            tree = json.loads(body)
            tree["trigger"]["text"] = "rioted"
            value = json.dumps(tree)
    with war.engine.connect() as plain:
        conn = plain.execution_options(sayso_writes=True)
        with conn.begin():
            changed = {column: value} | ({"packed": ""} if table == "content" else {})
            conn.execute(sa.update(schema.metadata.tables[table]).values(changed))
    with war.read() as view:
        id_ = row.report if table == "passage" else row.id
        found = [check.what for check in faults(why(view, id_))]
    assert any(says in what for what in found)


def test_an_id_that_was_merged_leads_to_what_it_became(tmp_path):
    with open_record(tmp_path / "war.sayso", create=True) as record:
        with record.write("add", step="test") as act:
            for report, coded in handmade.the_war():
                add_coded(act, report, coded)
        link_all(record)
        with record.read() as view:
            rows = [
                r for r in queries.INCIDENTS.each(view, queries.Filter()) if r.type == "ASSAULT"
            ]
            ids = [next(iter(incident_detail(view, r.id).incident.claims))
                   for r in rows[:2]]  # fmt: skip
        decide(record, "same", *ids, person="Ann", reason="one attack")
        link_all(record)
        with record.read() as view:
            now = {r.id for r in queries.INCIDENTS.each(view, queries.Filter())}
            gone = [r.id for r in rows if r.id not in now]
            for old in gone:
                told = why(view, old)
                assert "merged" in told.says
                assert any(part.what == "incident" and part.id in now for part in told.because)
                assert incident_detail(view, old).incident.id in now
    assert gone
