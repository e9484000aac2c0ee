"""Relations in the record: the same whatever the order, only what is touched, and undone."""

import datetime as dt

import msgspec
import pytest
import sqlalchemy as sa
import telling
from handmade import make_coded
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from telling import c, link_relations, report

from quality import chronicle
from sayso.base.errors import ConfigError, MissingError
from sayso.base.joined import Relation
from sayso.link import relations as link
from sayso.record import relations, schema
from sayso.record.called import called
from sayso.record.decide import decide, undo
from sayso.record.facts import facts_of
from sayso.record.ingest import add_coded
from sayso.record.network import network
from sayso.record.open import open_record
from sayso.record.queries.relations import relation
from sayso.record.told import on_day, relations_of
from sayso.record.why import why

replace = msgspec.structs.replace


def add(record, *made):
    with record.write("add", step="test") as act:
        for m in made:
            add_coded(act, m.report, make_coded(m.report, *m.claims))


def open_relations(record, as_of=None):
    """Open relations by id, as their bodies say."""
    table = schema.relation
    with record.read(as_of) as view:
        bodies = view.conn.execute(sa.select(table.c.body).where(view.open(table))).scalars().all()
    found = [msgspec.json.decode(body, type=Relation) for body in bodies]
    assert len({r.id for r in found}) == len(found)
    return {r.id: r for r in found}


def links(record):
    table = schema.relation_claim
    with record.read() as view:
        rows = view.conn.execute(
            sa.select(table.c.relation, table.c.claim).where(view.open(table))
        ).all()
    assert len(set(rows)) == len(rows)
    return {tuple(row) for row in rows}


def expected(made):
    """What linking all at once gives."""
    reports = telling.known(*made)
    claims = [claim for m in made for claim in m.claims]
    names = link.joined_names(claims, reports)
    found = [r for r in link.relate(claims, reports, names) if r.type != "alias"]
    found += link.aliases(claims, reports)
    return {r.id: r for r in found}


def test_no_sibling_of_a_pair_is_lost(record):
    made = [
        report("2031-03-01", "The Kell Brigade is allied with the Ridge Front.",
               c("alliance", "allied", actor="The Kell Brigade", recipient="Ridge Front")),
    ]  # fmt: skip
    add(record, *made)
    link_relations(record)
    assert open_relations(record) == expected(made)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(telling.many(), st.integers(0, 3))
def test_reports_added_one_by_one_give_what_all_at_once_gives(tmp_path_factory, made, step):
    with open_record(tmp_path_factory.mktemp("r") / "r.sayso", create=True) as record:
        for at, one in enumerate(made):
            add(record, one)
            if step == 0 or at % step == 0:
                link_relations(record)
        link_relations(record)
        found = open_relations(record)
        assert found == expected(made)
        assert links(record) == {(r.id, claim) for r in found.values() for claim in r.claims}


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(telling.many(8), st.data())
def test_undoing_a_decision_gives_back_what_was(tmp_path_factory, made, data):
    with open_record(tmp_path_factory.mktemp("r") / "r.sayso", create=True) as record:
        add(record, *made)
        link_relations(record)
        before = open_relations(record), links(record)
        claims = sorted(claim.id for m in made for claim in m.claims)
        subject = data.draw(st.sampled_from(claims))
        made_by = decide(record, "reject", subject, person="ana")
        link_relations(record)
        assert all(subject not in r.claims for r in open_relations(record).values())
        undo(record, made_by, person="ana")
        link_relations(record)
        assert (open_relations(record), links(record)) == before


def test_a_report_touches_no_relation_but_those_of_its_pairs(record):
    add(record, *(
        report("2031-03-01", f"{a} is allied with {b}.",
               c("alliance", "allied", actor=a, recipient=b), id_=f"r-{a}-{b}")
        for a, b in (("Kell Brigade", "Ridge Front"), ("Nerath", "Caldria"))
    ))  # fmt: skip
    link_relations(record)
    add(record, report(
        "2031-03-02", "Nerath is allied with Caldria.",
        c("alliance", "allied", actor="Nerath", recipient="Caldria"), id_="r-more",
    ))  # fmt: skip
    counts = link_relations(record)
    assert (counts["pairs"], counts["made"], counts["closed"]) == (1, 1, 1)
    assert not any(link_relations(record).values())


def test_what_does_not_change_stays(record):
    one = report("2031-03-01", "Nerath is allied with Caldria.",
                 c("alliance", "allied", actor="Nerath", recipient="Caldria"))  # fmt: skip
    add(record, one)
    link_relations(record)
    with record.write("link") as act:
        relations.mark(act.conn, "claim", [claim.id for claim in one.claims])
    counts = link_relations(record)
    assert (counts["pairs"], counts["made"], counts["closed"]) == (1, 0, 0)


ALLIED = report(
    "2031-03-01", "The Harbour Guard is allied with Caldria.",
    c("alliance", "allied", actor="The Harbour Guard", recipient="Caldria"), id_="r-allied",
)  # fmt: skip
RENAMED = report(
    "2031-06-02", "The Harbour Guard renamed itself the Coastal Force on Sunday.",
    c("alias", "renamed", actor="The Harbour Guard", recipient="the Coastal Force",
      time="on Sunday"), id_="r-renamed",
)  # fmt: skip
REMAINS = report(
    "2031-08-01", "The Coastal Force remains allied with Caldria.",
    c("alliance", "allied", actor="The Coastal Force", recipient="Caldria"), id_="r-remains",
)  # fmt: skip


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 2, 0), (2, 0, 1), (0, 2, 1)])
def test_a_new_name_joins_what_was_told_under_both(record, order):
    for at in order:
        add(record, (ALLIED, RENAMED, REMAINS)[at])
        link_relations(record)
    with record.read() as view:
        who = called(view, "Harbour Guard")
        assert who == replace(called(view, "the Coastal Force"), name=who.name)
        (one,) = relations_of(view, actor=who.key, types=["alliance"])
        (told,) = on_day(view, [one], dt.date(2031, 5, 1))
        assert told.standing.state == "held"
        page = facts_of(view, "Harbour Guard")
    assert page.names["new.harbour-guard" if "coastal" in page.key else "new.coastal-force"]


def test_an_id_from_before_names_were_joined_leads_to_what_it_became(record):
    add(record, ALLIED, REMAINS)
    link_relations(record)
    before = sorted(open_relations(record))
    add(record, RENAMED)
    link_relations(record)
    now = open_relations(record)
    (alliance,) = [id_ for id_, one in now.items() if one.type == "alliance"]
    with record.read() as view:
        assert {relation(view, id_).id for id_ in before} == {alliance}
        gone = next(id_ for id_ in before if id_ != alliance)
        assert why(view, gone).facts["now"] == alliance
        with pytest.raises(MissingError, match="no such relation"):
            relation(view, "k-nothing")
    for claim in (*ALLIED.claims, *REMAINS.claims):
        decide(record, "reject", claim.id, person="ana")
    link_relations(record)
    with record.read() as view, pytest.raises(MissingError, match="is no more"):
        relation(view, gone)


def test_rejecting_the_new_name_parts_the_two_again(record):
    add(record, ALLIED, REMAINS)
    link_relations(record)
    before = open_relations(record)
    add(record, RENAMED)
    link_relations(record)
    assert open_relations(record).keys() != before.keys()
    decide(record, "reject", RENAMED.claims[0].id, person="ana")
    link_relations(record)
    assert open_relations(record) == before


def test_a_decision_on_a_name_moves_its_relations(record):
    add(record, ALLIED)
    link_relations(record)
    made_by = decide(record, "actor", "Harbour Guard", {"id": "peshmerga"}, person="ana")
    link_relations(record)
    (one,) = open_relations(record).values()
    assert "peshmerga" in (one.actor, one.recipient)
    undo(record, made_by, person="ana")
    link_relations(record)
    assert open_relations(record) == expected([ALLIED])


def test_the_record_of_then_knows_the_relations_of_then(record):
    add(record, ALLIED)
    link_relations(record)
    with record.read() as view:
        then = view.conn.execute(sa.select(sa.func.max(schema.act.c.n))).scalar()
    before = open_relations(record)
    add(record, RENAMED, REMAINS)
    link_relations(record)
    assert open_relations(record) != before
    assert open_relations(record, as_of=then) == before
    with record.read(then) as view, pytest.raises(ConfigError, match="no actor or place"):
        called(view, "Coastal Force")


def test_copies_are_one_voice(record):
    words = (
        "The Harbour Guard is allied with Caldria, and has been seen on every quay of the coast "
        "with its small boats, its red caps and its ledgers of fish, which nobody may read. "
        "In the evenings its men mend nets, count the boats that are out and quarrel about the "
        "price of diesel, while the women of the town sell bread at the gate."
    )
    made = [
        report("2031-03-01", words, c("alliance", "allied", actor="The Harbour Guard",
                                      recipient="Caldria"), outlet=outlet, id_=id_)
        for id_, outlet in (("r-1", "Wire"), ("r-2", "Paper"))
    ]  # fmt: skip
    add(record, made[0])
    link_relations(record, copies_too=True)
    add(record, made[1])
    link_relations(record, copies_too=True)
    (one,) = open_relations(record).values()
    assert [t.name for t in one.tellers] == ["Wire"]
    assert one.reports == ("r-1", "r-2")


# --- names and pages ------------------------------------------------------------------------


def test_a_name_of_several_or_of_none_is_said(record):
    add(record, ALLIED, *(
        report(day, f"The army {verb} Ostrel.",
               c("controls", verb, actor=("The army", key), place="Ostrel"), id_=f"r-{key}")
        for day, verb, key in (("2031-03-01", "controls", "aaa.mil"),
                               ("2031-03-02", "controls", "bbb.mil"))
    ))  # fmt: skip
    link_relations(record)
    with record.read() as view:
        with pytest.raises(ConfigError, match=r"may mean aaa\.mil \(army\); bbb\.mil"):
            called(view, "the army")
        with pytest.raises(ConfigError, match="near to it: harbour guard"):
            called(view, "Harbor Guard")
        assert called(view, "aaa.mil").name == "army"
        assert called(view, "Ostrel").name == "Ostrel"


def test_the_page_of_facts_has_each_relation_under_what_it_is(record):
    claims = chronicle.annotated_claims()
    rows = {row.doc: row for row in chronicle.reports()}
    for doc, row in rows.items():
        text = " ".join(row.sentences)
        made = telling.report(row.date, text, outlet=row.source, id_=doc)
        own = tuple(claim for claim in claims if claim.doc == doc)
        add(record, telling.Made(made.report, made.document, own))
    link_relations(record)
    with record.read() as view:
        page = facts_of(view, "RLF")
        on = network(view, dt.date(2019, 2, 15))
    heads = {fact.heading for fact in page.facts}
    assert heads == {
        "names", "leaders", "allegiance to", "allegiance from", "allies", "backers", "foes",
        "split off", "controls",
    }  # fmt: skip
    leaders = [fact for fact in page.facts if fact.heading == "leaders"]
    assert [f.other_name for f in leaders] == ["Daro Kesk", "Mira Vonn", "Oskar Tull"]
    assert [len(f.rivals) for f in leaders] == [0, 1, 1]
    told = {id_ for f in page.facts for p in f.relation.phases for id_ in p.claims}
    assert told <= page.sentences.keys()
    front, caldria = page.key, "new.caldria"
    edges = [data for _, _, data in on.edges(front, data=True)]
    war = next(e for e in edges if e["type"] == "hostility")
    assert (war["sign"], war["state"]) == (-1, "held")
    assert war["evidence"]
    assert on.has_edge(front, caldria)
    assert on.has_edge(caldria, front)
    backed = next(d for _, to, d in on.edges(data=True) if to == front and d["type"] == "backing")
    assert (backed["sign"], backed["state"]) == (1, "disputed")


def test_what_the_roster_knows_stands_apart(record):
    add(record, report(
        "2014-10-05", "The Pakistani Taliban is allied with the Ridge Front.",
        c("alliance", "allied", actor=("The Pakistani Taliban", "pakistani-taliban"),
          recipient="Ridge Front"),
    ))  # fmt: skip
    link_relations(record)
    with record.read() as view:
        page = facts_of(view, "TTP")
    assert page.key == "pakistani-taliban"
    assert {"name", "country"} <= {known.what for known in page.known}
    assert all(known.source for known in page.known)


def test_what_the_roster_states_joins_two_of_its_ids(record):
    add(record, *(
        report(day, f"{name} is allied with the Ridge Front.",
               c("alliance", "allied", actor=(name, key), recipient="Ridge Front"), id_=f"r-{key}")
        for day, name, key in (("2010-03-01", "The Janjaweed", "janjaweed"),
                               ("2020-03-01", "The RSF", "rsf-sudan"))
    ))  # fmt: skip
    link_relations(record)
    (one,) = open_relations(record).values()
    assert len(one.claims) == 2
    with record.read() as view:
        page = facts_of(view, "janjaweed")
    (how,) = next(iter(page.names.values()))
    assert how == "the roster states that janjaweed was renamed to rsf-sudan on 2013-08-01"
