"""Incidents in the record follow every change, and come to the same however it came about."""

import random

import handmade
import msgspec
import pytest
import sqlalchemy as sa

from sayso.base.joined import Incident, Link
from sayso.link import incidents_blocks
from sayso.link.incidents_report import version
from sayso.record import incidents, schema
from sayso.record.decide import decide, undo
from sayso.record.ingest import add_coded
from sayso.record.linking import link_all
from sayso.record.open import open_record

WAR = handmade.the_war()


def more_war(seed=0, n=40):
    """Many small reports in which much is alike: few towns, few days, few words."""
    draw = random.Random(seed)
    made = []
    for number in range(n):
        told, texts = [], []
        for nth in range(draw.randint(1, 3)):
            town, count = draw.choice(("Ilsk", "Ostrel", "Marn")), draw.randint(1, 6)
            texts.append(f"The army bombed {town} and {count} died there.")
            more = {"actor": "The army", "place": town, "nth": nth}
            more["number"] = (str(count), "killed", count, count)
            if draw.random() < 0.6:
                more["when"] = f"2031-03-{draw.randint(1, 9):02d}"
            told.append(more)
        report = handmade.make_report(
            f"w{number}",
            " ".join(texts),
            outlet=draw.choice(("Hill Radio", "The Courier")),
            published=f"2031-03-{draw.randint(1, 14):02d}",
        )
        doc = handmade.make_document(report)
        claims = [handmade.make_claim(doc, "ASSAULT", "bombed", **more) for more in told]
        made.append((report, handmade.make_coded(report, *claims)))
    return made


def add(record, *items):
    with record.write("add", step="test") as act:
        for report, coded in items:
            add_coded(act, report, coded)


def rows(record, table, *columns, as_of=None):
    with record.read(as_of) as view:
        query = sa.select(*(table.c[c] for c in columns)).where(view.open(table))
        return sorted(tuple(row) for row in view.conn.execute(query))


def members(record, as_of=None):
    """Incident to its claims."""
    found = {}
    for id_, claim in rows(record, schema.incident_claim, "incident", "claim", as_of=as_of):
        found.setdefault(id_, set()).add(claim)
    return found


def state(record):
    """All that linking keeps, but for public ids: they tell what came first."""
    told = [
        msgspec.structs.replace(msgspec.json.decode(body, type=Incident), id="")
        for (body,) in rows(record, schema.incident, "body")
    ]
    return (
        sorted(map(sorted, members(record).values())),
        rows(record, schema.link, "a", "b", "judgement", "person", "body"),
        sorted(told, key=lambda one: one.claims),
    )


def links(record):
    return [msgspec.json.decode(b, type=Link) for (b,) in rows(record, schema.link, "body")]


def incidents_of(record):
    return {
        one.id: one
        for (body,) in rows(record, schema.incident, "body")
        for one in [msgspec.json.decode(body, type=Incident)]
    }


@pytest.fixture
def built(tmp_path):
    """Build a record from items, linked after each batch."""
    made = []

    def build(items, batch):
        record = open_record(tmp_path / f"{len(made)}.sayso", create=True)
        made.append(record)
        for at in range(0, len(items), batch):
            add(record, *items[at : at + batch])
            link_all(record)
        return record

    yield build
    for record in made:
        record.close()


# --- the same however it came about -------------------------------------------------------


@pytest.mark.parametrize("seed", range(3))
def test_one_by_one_in_any_order_comes_to_the_same_as_all_at_once(built, seed):
    items = WAR + more_war(seed)
    mixed = random.Random(seed).sample(items, len(items))
    assert state(built(mixed, 3)) == state(built(items, 100))


@pytest.mark.parametrize(("full", "hubs"), [(2, 1), (3, 1), (5, 2)])
def test_over_full_blocks_come_to_the_same_too(built, monkeypatch, full, hubs):
    monkeypatch.setattr(incidents_blocks, "FULL", full)
    monkeypatch.setattr(incidents_blocks, "HUBS", hubs)
    items = more_war(7)
    mixed = random.Random(3).sample(items, len(items))
    assert state(built(mixed, 1)) == state(built(items, 100))


def test_linking_in_steps_comes_to_the_same(built, monkeypatch):
    whole = state(built(WAR + more_war(), 100))
    monkeypatch.setattr(incidents, "MOST_MARKS", 7)
    assert state(built(WAR + more_war(), 100)) == whole


def test_linking_again_changes_nothing(war):
    link_all(war)
    before = state(war), rows(war, schema.incident, "n"), rows(war, schema.link, "n")
    with war.write("mark") as act:
        claims = rows(war, schema.claim, "id")
        incidents_marks = [{"kind": "claim", "key": c} for (c,) in claims]
        act.conn.execute(sa.insert(schema.dirty), incidents_marks)
    link_all(war)
    assert (state(war), rows(war, schema.incident, "n"), rows(war, schema.link, "n")) == before


def test_accounts_that_were_read_by_other_rules_are_read_anew(built):
    record = built(WAR, 100)
    with record.write("test") as act:
        act.conn.execute(sa.update(schema.account).values(version="older", body=b"no accounts"))
    extra = more_war(3, n=2)
    add(record, *extra)
    link_all(record)
    assert state(record) == state(built(WAR + extra, 100))
    assert {read_by for (read_by,) in rows(record, schema.account, "version")} == {version()}


def test_adding_a_report_leaves_other_incidents_untouched(war):
    link_all(war)
    before = {row[1]: row[0] for row in rows(war, schema.incident, "n", "id")}
    report = handmade.make_report(
        "new-1", "A bomb killed 4 people in Ostrel on Friday.", published="2031-09-01"
    )
    doc = handmade.make_document(report)
    claim = handmade.make_claim(doc, "ASSAULT", "killed", place="Ostrel", when="2031-08-29")
    add(war, (report, handmade.make_coded(report, claim)))
    link_all(war)
    after = {row[1]: row[0] for row in rows(war, schema.incident, "n", "id")}
    assert before.items() <= after.items()
    assert len(after) == len(before) + 1


def test_every_event_that_counts_is_in_one_incident(built):
    record = built(WAR + more_war(), 10)
    held = [claim for claims in members(record).values() for claim in claims]
    assert len(held) == len(set(held))
    events = [id_ for id_, kind in rows(record, schema.claim, "id", "kind") if kind == "event"]
    assert sorted(held) == sorted(events)
    told = incidents_of(record)
    assert {id_: set(one.claims) for id_, one in told.items()} == members(record)


# --- people -------------------------------------------------------------------------------


def holding(record, claim):
    return next(id_ for id_, claims in members(record).items() if claim in claims)


def claim_id(record, report, trigger_type="ASSAULT"):
    found = rows(record, schema.claim, "report", "type", "id")
    return next(id_ for r, t, id_ in found if (r, t) == (report, trigger_type))


def test_a_person_cuts_and_adds_and_undoing_gives_back_the_former_state(war):
    link_all(war)
    one, other = claim_id(war, "hill-1"), claim_id(war, "hill-2")
    before, ids = state(war), members(war)
    same = decide(war, "same", f"{one} {other}", person="Kim")
    link_all(war)
    assert holding(war, one) == holding(war, other)
    assert any(x.person == "Kim" and x.judgement == "same" for x in links(war))
    undo(war, same, person="Kim")
    link_all(war)
    assert state(war) == before
    assert members(war) == ids
    nurse = claim_id(war, "gazette-1")
    cut = decide(war, "different", f"{one} {nurse}", person="Kim")
    link_all(war)
    assert holding(war, one) != holding(war, nurse)
    undo(war, cut, person="Kim")
    link_all(war)
    assert state(war) == before
    assert members(war) == ids


def test_judgements_hold_through_new_reports(built):
    items = WAR + more_war(5)
    record = built(items[:20], 20)
    events = [i for i, kind in rows(record, schema.claim, "id", "kind") if kind == "event"]
    draw = random.Random(1)
    for kind in ("same", "different") * 3:
        a, b = draw.sample(events, 2)
        decide(record, kind, f"{a} {b}", person="Kim")
    link_all(record)
    for item in items[20:]:
        add(record, item)
        link_all(record)
    for kind, subject in rows(record, schema.decision, "kind", "subject"):
        a, b = subject.split()
        found = next(x for x in links(record) if {x.a, x.b} == {a, b})
        if found.judgement == kind:  # the others contradict newer ones
            assert (holding(record, a) == holding(record, b)) == (kind == "same")
    components = sorted(map(sorted, members(record).values()))
    assert components == sorted(map(sorted, _components(record)))


def _components(record):
    parent = {c: c for claims in members(record).values() for c in claims}

    def root(c):
        while parent[c] != c:
            c = parent[c]
        return c

    for link in links(record):
        if link.judgement == "same":
            parent[root(link.a)] = root(link.b)
    found = {}
    for c in parent:
        found.setdefault(root(c), []).append(c)
    return found.values()


def test_a_rejected_claim_takes_part_in_nothing_and_can_come_back(war):
    link_all(war)
    before, ids = state(war), members(war)
    lone = claim_id(war, "hill-2")
    told = claim_id(war, "gazette-1")
    decisions = [decide(war, "reject", c, person="Kim") for c in (lone, told)]
    link_all(war)
    held = {c for claims in members(war).values() for c in claims}
    assert lone not in held
    assert told not in held
    aliases = rows(war, schema.incident_alias, "old", "new", "why")
    assert (next(i for i, c in ids.items() if lone in c), "", "retracted") in aliases
    for decision in decisions:
        undo(war, decision, person="Kim")
    link_all(war)
    assert state(war) == before
    assert members(war) == ids
    assert rows(war, schema.incident_alias, "old") == []


def test_an_id_that_was_merged_leads_to_the_one_that_is(war):
    link_all(war)
    one, other = claim_id(war, "hill-1"), claim_id(war, "hill-2")
    big, small = holding(war, one), holding(war, other)
    decide(war, "same", f"{one} {other}", person="Kim")
    link_all(war)
    assert holding(war, other) == big
    assert rows(war, schema.incident_alias, "old", "new", "why") == [(small, big, "merged")]
    assert small not in {i for (i,) in rows(war, schema.incident, "id")}


def test_the_record_as_it_was_has_the_incidents_as_they_were(war):
    link_all(war)
    with war.read() as view:
        then = view.conn.execute(sa.select(sa.func.max(schema.act.c.n))).scalar_one()
    before = members(war)
    decide(war, "same", f"{claim_id(war, 'hill-1')} {claim_id(war, 'hill-2')}", person="Kim")
    link_all(war)
    assert members(war) != before
    assert members(war, as_of=then) == before


# --- what is told -------------------------------------------------------------------------


def test_a_copy_adds_no_voice(war):
    link_all(war)
    one = incidents_of(war)[holding(war, claim_id(war, "hill-1"))]
    assert {"hill-1", "courier-1", "gazette-1"} == set(one.reports)
    assert [t.name for t in one.values["killed"][0].tellers] == ["A hospital in Ilsk"]
    assert one.status == "disputed"
    assert "killed" in one.disputed


def test_the_rule_of_estimates_can_be_chosen_for_all_and_for_one(war):
    link_all(war)
    id_ = holding(war, claim_id(war, "hill-1"))
    assert incidents_of(war)[id_].estimates[0].rule == "ged"
    general = decide(war, "settle", "estimate_rule", "min", person="Kim")
    link_all(war)
    assert incidents_of(war)[id_].estimates[0].best == 8
    decide(war, "settle", id_, "max", person="Kim")
    link_all(war)
    assert incidents_of(war)[id_].estimates[0].best == 17
    assert {rule for (rule,) in rows(war, schema.incident, "rule")} == {"min", "max"}
    undo(war, general, person="Kim")
    link_all(war)
    assert {rule for (rule,) in rows(war, schema.incident, "rule")} == {"ged", "max"}


def test_actors_of_incidents_can_be_sought(war):
    link_all(war)
    found = {key for (key,) in _actors(war)}
    assert {"vel.hallin-front", "vel.army"} <= found


def _actors(record):
    actor, incident = schema.incident_actor, schema.incident
    with record.read() as view:
        query = sa.select(actor.c.key).join(incident, incident.c.n == actor.c.incident)
        return view.conn.execute(query.where(view.open(incident))).all()
