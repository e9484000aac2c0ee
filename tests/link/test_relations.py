"""Relations over time: what holds whatever is told, in whatever order."""

import datetime as dt

import pytest
import telling
from hypothesis import given, settings
from hypothesis import strategies as st

from quality import chronicle
from sayso.link import relations as link
from sayso.link.relations_names import key_of_name

DAYS = [dt.date(2031, 1, 1) + dt.timedelta(days=9 * n) for n in range(41)]


def related(made):
    reports = telling.known(*made)
    claims = [claim for m in made for claim in m.claims]
    names = link.joined_names(claims, reports)
    return claims, reports, names, link.relate(claims, reports, names)


@settings(max_examples=40, deadline=None)
@given(telling.many(), st.randoms(use_true_random=False))
def test_the_order_of_reports_changes_nothing(made, random):
    *_, before = related(made)
    random.shuffle(made)
    *_, after = related(made)
    assert after == before


@settings(max_examples=40, deadline=None)
@given(telling.many())
def test_a_relation_depends_on_no_claim_but_those_that_bear_on_its_ends(made):
    claims, reports, names, all_of_them = related(made)
    for one in all_of_them:
        if one.type == "alias":
            continue
        ends = {one.actor, one.recipient}
        own = [c for c in claims if any(
            {names.joined(key) for key in pair} <= ends | {link.ANYBODY}
            for pair in link.bears_on(c)
        )]  # fmt: skip
        beside = {(c.doc, c.evidence.start) for c in own if c.kind == "relation"}
        rejects = [c for c in claims if (c.doc, c.evidence.start) in beside and c.type == "REJECT"]
        alone = link.relate({c.id: c for c in [*own, *rejects]}.values(), reports, names)
        assert one in alone


@settings(max_examples=40, deadline=None)
@given(telling.many())
def test_every_phase_has_claims_and_voices_and_days_in_order(made):
    claims, *_, relations = related(made)
    ids = {c.id for c in claims}
    for one in relations:
        assert one.id == link.relation_id(one.type, one.actor, one.recipient)
        assert one.actor != one.recipient
        assert one.phases
        for phase in one.phases:
            assert phase.claims
            assert phase.tellers
            told = {*phase.claims, *phase.against, *phase.end_against}
            assert told <= set(one.claims) <= ids
            assert set(phase.end_claims) <= set(phase.claims)
            assert phase.ends == bool(phase.end_claims)
            assert phase.disputed or not (phase.deniers or phase.end_deniers)
            days = [phase.start, phase.sure_start, phase.sure_end, phase.end]
            days = [day for day in days if day is not None]
            assert days == sorted(days)


@settings(max_examples=40, deadline=None)
@given(telling.many(), st.sampled_from(DAYS))
def test_held_on_a_day_means_that_a_voice_is_certain_of_it(made, day):
    *_, relations = related(made)
    for one in relations:
        on = link.state_on(one, day)
        sure = [
            p for p in one.phases
            if p.kind in ("span", "point") and p.sure_start and p.sure_end
            and p.sure_start <= day <= p.sure_end
        ]  # fmt: skip
        if on.state == "held":
            assert sure
        if on.state in ("held", "disputed"):
            assert on.yes
        if on.state in ("ended", "denied", "disputed"):
            assert on.no
        if on.state == "unknown":
            assert not on.speaks
            assert (on.yes, on.no) == ((), ())
        if on.before:
            assert link.last_day(on.before) < day
        if on.after:
            assert link.first_day(on.after) > day


def test_the_chronicle_is_right_on_all_its_days():
    answers = list(chronicle.answers(chronicle.annotated_claims()))
    assert len(answers) >= 30
    assert [(a.expected, a.said, a.wrong) for a in answers if a.wrong] == []


# --- names ----------------------------------------------------------------------------------


def edge(a, b):
    return link.Edge(a=a, b=b, how=f"{a} = {b}")


def test_names_are_joined_along_chains_whatever_their_order():
    edges = [edge("new.harbour-guard", "new.coastal-force"), edge("new.cf", "new.coastal-force")]
    for one in (edges, edges[::-1]):
        names = link.join(one)
        assert names.joined("name:the cf") == "new.coastal-force"
        assert names.joined("new.harbour-guard") == "new.coastal-force"
        assert names.members("new.coastal-force") == {
            "new.harbour-guard", "new.coastal-force", "new.cf",
        }  # fmt: skip
        assert names.how["new.cf"] == ("new.cf = new.coastal-force",)


def test_a_joined_actor_has_the_key_of_the_roster():
    names = link.join([edge("new.daesh-army", "islamic-state")])
    assert names.joined("new.daesh-army") == "islamic-state"


def test_an_acronym_of_two_names_joins_neither():
    names = link.join([edge("new.peoples-front", "new.pf"), edge("new.peace-forum", "new.pf")])
    assert names.joined("new.pf") == "new.pf"
    assert names.joined("new.peoples-front") == "new.peoples-front"
    assert names.undecided == {"new.pf"}
    same = link.join(
        [edge("new.peoples-front", "new.pf"), edge("new.front-of-the-people", "new.pf"),
         edge("new.peoples-front", "new.front-of-the-people")]
    )  # fmt: skip
    assert same.joined("new.pf") == "new.front-of-the-people"


def test_actors_whom_the_roster_holds_apart_are_never_joined():
    told = [edge("islamic-state", "al-qaida")]
    assert link.join(told).actor == {}
    bridge = [edge("islamic-state", "new.the-base"), edge("al-qaida", "new.the-base")]
    names = link.join(bridge)
    assert names.joined("new.the-base") == "new.the-base"
    assert names.undecided == {"new.the-base"}
    stated = link.join([], [edge("islamic-state-of-iraq", "islamic-state")])
    assert stated.joined("islamic-state-of-iraq") == stated.joined("islamic-state")


@pytest.mark.parametrize("flag", ["negated", "hypothetical", "hedged"])
def test_what_is_not_told_for_certain_joins_nothing(flag):
    more = {"hedged": True} if flag == "hedged" else {"status": flag}
    alias = telling.c(
        "alias", "also known as", actor="The Kell Brigade", recipient="Valley Men", **more
    )
    text = "The Kell Brigade is also known as the Valley Men."
    made = telling.report("2031-03-02", text, alias)
    names = link.joined_names(made.claims, telling.known(made))
    assert names.joined(key_of_name("Valley Men")) == key_of_name("Valley Men")
