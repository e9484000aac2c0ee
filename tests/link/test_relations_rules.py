"""The rules of docs/relations.md, one example each."""

import datetime as dt

import msgspec
import pytest
from telling import c, linked, report

from sayso.link.relations import rivals, state_on

A, B = "The Kell Brigade", "the Ridge Front"
ALLY = {"actor": A, "recipient": B}


def day(text):
    return dt.date.fromisoformat(text)


def only(found, type_):
    (one,) = [r for r in found.values() if r.type == type_]
    return one


def state(one, on):
    return state_on(one, day(on)).state


def names(tellers):
    return [t.name for t in tellers]


def ally(on, text, trigger="allied", **more):
    return report(on, text, c("alliance", trigger, **{**ALLY, **more}), id_=f"r-{on}-{trigger}")


ALLIED = "The Kell Brigade is allied with the Ridge Front."


# --- points, spans, gaps --------------------------------------------------------------------


def test_two_points_are_no_span():
    one = only(linked(ally("2031-03-01", ALLIED), ally("2031-05-01", ALLIED)), "alliance")
    assert [p.kind for p in one.phases] == ["point", "point"]
    assert [p.basis for p in one.phases] == ["report_date", "report_date"]
    on = state_on(one, day("2031-04-01"))
    assert on.state == "unknown"
    assert (on.before.end, on.after.start) == (day("2031-03-01"), day("2031-05-01"))


def test_since_reaches_to_the_report_and_no_further():
    text = "The Kell Brigade has been allied with the Ridge Front since 4 May 2029."
    one = only(linked(ally("2031-03-01", text, time="since 4 May 2029")), "alliance")
    assert state(one, "2029-05-03") == "unknown"
    assert state(one, "2029-05-04") == "held"
    assert state(one, "2031-03-01") == "held"
    assert state(one, "2031-03-02") == "unknown"


def test_since_a_month_is_certain_from_its_last_day():
    text = "The Kell Brigade has been allied with the Ridge Front since May 2029."
    one = only(linked(ally("2031-03-01", text, time="since May 2029")), "alliance")
    on = state_on(one, day("2029-05-15"))
    assert on.state == "unknown"
    assert on.maybe == one.phases
    assert state(one, "2029-05-31") == "held"


def test_since_something_in_a_year_is_certain_from_its_last_day():
    time = "since independence in 1991"
    text = f"The Kell Brigade has been allied with the Ridge Front {time}."
    one = only(linked(ally("2031-03-01", text, time=time)), "alliance")
    assert state(one, "1991-06-01") == "unknown"
    assert state(one, "2030-03-01") == "held"


def test_from_to_is_a_span_and_ends():
    text = "The Kell Brigade was allied with the Ridge Front from May 2029 to June 2030."
    one = only(linked(ally("2031-03-01", text, time="from May 2029 to June 2030")), "alliance")
    assert state(one, "2029-12-01") == "held"
    assert state(one, "2030-06-15") == "unknown"
    assert state(one, "2030-06-30") == "ended"


def test_until_ends_and_its_beginning_is_not_known():
    text = "The Kell Brigade was allied with the Ridge Front until 4 May 2029."
    one = only(linked(ally("2031-03-01", text, time="until 4 May 2029")), "alliance")
    assert state(one, "2029-05-03") == "unknown"
    assert state(one, "2029-05-04") == "ended"


def test_in_a_month_is_on_some_day_of_it():
    text = "The Kell Brigade was allied with the Ridge Front in May 2029."
    one = only(linked(ally("2031-03-01", text, time="in May 2029")), "alliance")
    (phase,) = one.phases
    assert (phase.kind, phase.start, phase.end) == ("point", day("2029-05-01"), day("2029-05-31"))
    assert state(one, "2029-05-15") == "unknown"


def test_still_reaches_back_to_what_was_told_before():
    still = "The Kell Brigade is still allied with the Ridge Front."
    one = only(linked(ally("2031-03-01", ALLIED), ally("2031-05-01", still)), "alliance")
    assert state(one, "2031-04-01") == "held"
    assert state(one, "2031-02-28") == "unknown"


def test_still_does_not_reach_over_an_end():
    over = ally(
        "2031-04-01", "The Kell Brigade is no longer allied with the Ridge Front.", status="negated"
    )
    still = "The Kell Brigade is still allied with the Ridge Front."
    one = only(linked(ally("2031-03-01", ALLIED), over, ally("2031-05-01", still)), "alliance")
    assert state(one, "2031-03-15") == "unknown"
    assert state(one, "2031-04-15") == "ended"
    assert state(one, "2031-05-01") == "held"


def test_a_claim_of_a_report_without_a_day_has_no_day():
    one = only(linked(ally(None, ALLIED)), "alliance")
    assert [(p.kind, p.start, p.end) for p in one.phases] == [("point", None, None)]
    assert state(one, "2031-03-01") == "unknown"


# --- beginnings and ends --------------------------------------------------------------------

PLEDGE = report(
    "2031-03-02",
    "The Kell Brigade swore allegiance to the Ridge Front on Saturday.",
    c("allegiance", "swore allegiance", time="on Saturday", **ALLY),
    id_="r-pledge",
)
SPLIT = report(
    "2031-05-02",
    "The Kell Brigade broke away from the Ridge Front on 1 May.",
    c("split", "broke away", time="on 1 May", **ALLY),
    id_="r-split",
)


def test_a_pledge_and_a_split_are_the_ends_of_one_span():
    found = linked(PLEDGE, SPLIT)
    (phase,) = only(found, "allegiance").phases
    assert (phase.starts_by, phase.ends_by) == ("pledge", "split")
    assert (phase.start, phase.end) == (day("2031-03-01"), day("2031-05-01"))
    one = only(found, "allegiance")
    assert state(one, "2031-04-30") == "held"
    assert state(one, "2031-05-01") == "ended"
    assert state(one, "2032-01-01") == "ended"


def test_a_pledge_alone_says_nothing_of_the_next_day():
    one = only(linked(PLEDGE), "allegiance")
    assert state(one, "2031-03-01") == "held"
    assert state(one, "2031-03-02") == "unknown"


def test_a_split_alone_makes_no_allegiance():
    assert [r.type for r in linked(SPLIT).values()] == ["split"]


def test_an_end_without_a_day_was_by_the_day_of_the_report():
    over = ally(
        "2031-05-01", "The Kell Brigade is no longer allied with the Ridge Front.", status="negated"
    )
    one = only(linked(ally("2031-03-01", ALLIED), over), "alliance")
    assert state(one, "2031-04-01") == "unknown"
    assert state(one, "2031-05-01") == "ended"


def test_a_former_leader_led_on_a_day_that_is_not_known():
    text = "Jon Harle, the former commander of the Kell Brigade, was ill."
    made = report("2031-05-01", text, c("leads", "commander", actor="Jon Harle", recipient=A[4:]))
    one = only(linked(made), "leads")
    assert state(one, "2031-04-30") == "unknown"
    assert state(one, "2031-05-01") == "ended"


LEADS = report(
    "2031-03-01",
    "Jon Harle leads the Kell Brigade.",
    c("leads", "leads", actor="Jon Harle", recipient="Kell Brigade"),
    id_="r-leads",
)
DEATH = report(
    "2031-05-02",
    "Jon Harle was killed on 1 May, the army said.",
    c("ASSAULT", "killed", recipient="Jon Harle", time="on 1 May", source="the army"),
    id_="r-dead",
)


@pytest.mark.parametrize(
    ("text", "claim", "by"),
    [
        ("Jon Harle was killed on 1 May.", c("ASSAULT", "killed", recipient="Jon Harle"), "death"),
        (
            "Jon Harle was ousted on 1 May.",
            c("COERCE", "ousted", mode="seize", recipient="Jon Harle"),
            "ousted",
        ),
        (
            "Jon Harle resigned on 1 May.",
            c("RETREAT", "resigned", mode="resign", actor="Jon Harle"),
            "resigned",
        ),
    ],
)
def test_what_ends_an_office(text, claim, by):
    args, more = claim
    made = report("2031-05-02", text, (args, {**more, "time": "on 1 May"}), id_="r-end")
    one = only(linked(LEADS, made), "leads")
    assert [(p.end, p.ends_by) for p in one.phases if p.ends] == [(day("2031-05-01"), by)]
    assert state(one, "2031-06-01") == "ended"


def test_who_was_wounded_leads_on():
    text = "Jon Harle was wounded and two guards were killed on 1 May."
    made = report("2031-05-02", text, c("ASSAULT", "wounded", recipient="Jon Harle"), id_="r-hurt")
    assert not any(p.ends for p in only(linked(LEADS, made), "leads").phases)


@pytest.mark.parametrize(
    ("text", "claim", "ended"),
    [
        (
            "The Kell Brigade withdrew from Ostrel on 1 May.",
            c("RETREAT", "withdrew", mode="withdraw", actor=A, place="Ostrel"),
            True,
        ),
        (
            "The Iron Column captured Ostrel from the Kell Brigade on 1 May.",
            c("ASSAULT", "captured", actor="The Iron Column", recipient=A[4:], place="Ostrel"),
            True,
        ),
        (
            "The Iron Column drove the Kell Brigade out of Ostrel on 1 May.",
            c("ASSAULT", "drove", actor="The Iron Column", recipient=A[4:], place="Ostrel"),
            True,
        ),
        (
            "The Iron Column seized a lorry from the Kell Brigade in Ostrel on 1 May.",
            c(
                "COERCE",
                "seized",
                mode="seize",
                actor="The Iron Column",
                recipient=A[4:],
                place="Ostrel",
            ),
            False,
        ),
        (
            "Ostrel was taken by the Iron Column on 1 May.",
            c("COERCE", "taken", mode="seize", actor="Iron Column", place="Ostrel"),
            False,
        ),
    ],
)
def test_what_ends_control_of_a_place(text, claim, ended):
    held = report(
        "2031-03-01",
        "The Kell Brigade controls Ostrel.",
        c("controls", "controls", actor=A, place="Ostrel"),
        id_="r-held",
    )
    args, more = claim
    made = report("2031-05-02", text, (args, {**more, "time": "on 1 May"}), id_="r-end")
    found = linked(held, made)
    own = next(r for r in found.values() if r.actor_name == "Kell Brigade")
    assert any(p.ends for p in own.phases) == ended
    takers = [r for r in found.values() if r.actor_name == "Iron Column"]
    if "taken by" in text or "captured" in text:
        assert state(takers[0], "2031-05-01") == "held"
    else:
        assert takers == []


def test_a_truce_ends_hostility_and_its_breach_begins_it():
    pair = ["Caldria", "Ridge Front"]
    war = report(
        "2031-03-01",
        "Caldria is at war with the Ridge Front.",
        c("hostility", "at war", actor=pair[0], recipient=pair[1]),
        id_="r-war",
    )
    truce = report(
        "2031-05-02",
        "Caldria and the Ridge Front agreed to a truce on 1 May.",
        c("AGREE", "agreed", actor=pair, time="on 1 May"),
        id_="r-truce",
    )
    talks = report(
        "2031-04-02",
        "Caldria and the Ridge Front agreed to truce talks on 1 April.",
        c("AGREE", "agreed", actor=pair, time="on 1 April"),
        id_="r-talks",
    )
    breach = report(
        "2031-06-02",
        "The Ridge Front broke the truce with Caldria on 1 June.",
        c("ASSAULT", "broke the truce", actor=pair[1], recipient=pair[0], time="on 1 June"),
        id_="r-breach",
    )
    one = only(linked(war, truce, talks, breach), "hostility")
    assert [state(one, d) for d in ("2031-04-15", "2031-05-20", "2031-06-01", "2031-06-15")] == [
        "unknown",
        "ended",
        "held",
        "unknown",
    ]


def test_a_report_that_tells_the_end_does_not_tell_that_it_held_after():
    made = report(
        "2031-05-03",
        "Jon Harle, leader of the Kell Brigade, was killed on 1 May.",
        c("leads", "leader", actor="Jon Harle", recipient="Kell Brigade"),
        c("ASSAULT", "killed", recipient="Jon Harle", time="on 1 May"),
        id_="r-both",
    )
    one = only(linked(made), "leads")
    assert len(one.phases) == 1
    assert state(one, "2031-05-03") == "ended"


def test_a_bare_claim_after_an_end_opens_a_new_phase():
    one = only(
        linked(
            LEADS,
            DEATH,
            report(
                "2031-07-01",
                "Jon Harle leads the Kell Brigade.",
                c("leads", "leads", actor="Jon Harle", recipient="Kell Brigade"),
                id_="r-late",
            ),
        ),
        "leads",
    )
    assert [state(one, d) for d in ("2031-06-01", "2031-07-01", "2031-07-02")] == [
        "ended",
        "held",
        "unknown",
    ]


# --- denials --------------------------------------------------------------------------------


def says(on, text, by, trigger="allied", **more):
    return ally(on, f"{text}, {by} said.", trigger, source=by, **more)


NOT = "The Kell Brigade is not allied with the Ridge Front"


def test_a_denial_disputes_and_does_not_delete():
    one = only(
        linked(
            says("2031-03-01", ALLIED[:-1], "Ida Brandt"),
            says("2031-03-04", NOT, "Pell Anders", status="negated"),
        ),
        "alliance",
    )
    on = state_on(one, day("2031-03-01"))
    assert on.state == "disputed"
    assert (names(on.yes), names(on.no)) == (["Ida Brandt"], ["Pell Anders"])
    assert len(on.speaks) == 2
    assert state(one, "2031-03-04") == "denied"
    assert state(one, "2031-03-02") == "unknown"


def test_a_denial_of_ones_own_word_is_a_change_of_mind():
    one = only(
        linked(
            says("2031-03-01", ALLIED[:-1], "Ida Brandt"),
            says("2031-03-04", NOT, "Ida Brandt", status="negated"),
        ),
        "alliance",
    )
    assert one.disputed  # her last word is the contrary of her first
    assert state(one, "2031-03-01") == "denied"


def test_who_owns_up_later_disputes_no_more():
    one = only(
        linked(
            says("2031-03-01", ALLIED[:-1], "Ida Brandt"),
            says("2031-03-04", NOT, "Pell Anders", status="negated"),
            says(
                "2031-06-01",
                "The Kell Brigade was allied with the Ridge Front on 1 March",
                "Pell Anders",
                time="on 1 March",
            ),
        ),
        "alliance",
    )
    on = state_on(one, day("2031-03-01"))
    assert "Pell Anders" in names(on.yes)


def test_a_denial_answers_the_last_phase_and_never_answers_all():
    told = [says(d, ALLIED[:-1], "Ida Brandt") for d in ("2031-01-05", "2031-03-01")]
    one = only(linked(*told, says("2031-03-04", NOT, "Pell Anders", status="negated")), "alliance")
    assert [state(one, d) for d in ("2031-01-05", "2031-03-01")] == ["held", "disputed"]
    never = "The Kell Brigade was never allied with the Ridge Front"
    one = only(
        linked(*told, says("2031-03-04", never, "Pell Anders", status="negated")), "alliance"
    )
    assert [state(one, d) for d in ("2031-01-05", "2031-03-01")] == ["disputed", "disputed"]


def test_a_denial_with_days_speaks_of_these_days():
    since = "The Kell Brigade has been allied with the Ridge Front since 4 May 2028"
    no = "The Kell Brigade was not allied with the Ridge Front throughout 2029"
    one = only(
        linked(
            says("2031-03-01", since, "Ida Brandt", time="since 4 May 2028"),
            says("2031-03-04", no, "Pell Anders", time="throughout 2029", status="negated"),
        ),
        "alliance",
    )
    assert one.disputed
    assert [state(one, d) for d in ("2028-12-01", "2029-06-01", "2030-06-01")] == [
        "held",
        "disputed",
        "held",
    ]


def test_a_rejection_in_the_same_sentence_is_a_denial():
    made = report(
        "2031-03-01",
        "Nerath backs the Ridge Front, Caldria said, a charge that Nerath rejected.",
        c("backing", "backs", actor="Nerath", recipient="the Ridge Front", source="Caldria"),
        c("REJECT", "rejected", actor="Nerath", recipient="Caldria"),
    )
    on = state_on(only(linked(made), "backing"), day("2031-03-01"))
    assert (on.state, names(on.yes), names(on.no)) == ("disputed", ["Caldria"], ["Nerath"])


def test_a_rejection_of_something_else_denies_nothing():
    made = report(
        "2031-03-01",
        "Jon Harle, who leads the Kell Brigade, rejected the demand.",
        c("leads", "leads", actor="Jon Harle", recipient="Kell Brigade"),
        c("REJECT", "rejected", actor="Jon Harle"),
    )
    assert state(only(linked(made), "leads"), "2031-03-01") == "held"


def test_a_denied_death_disputes_the_end():
    alive = report(
        "2031-05-03",
        "Jon Harle was not killed, the Kell Brigade said.",
        c("ASSAULT", "killed", recipient="Jon Harle", source="the Kell Brigade", status="negated"),
        id_="r-alive",
    )
    one = only(linked(LEADS, DEATH, alive), "leads")
    on = state_on(one, day("2031-05-10"))
    assert on.state == "disputed"
    assert (names(on.yes), names(on.no)) == (["the Kell Brigade"], ["the army"])


def test_what_is_planned_does_not_hold():
    text = "The Kell Brigade will be allied with the Ridge Front on 5 March."
    one = only(linked(ally("2031-03-01", text, time="on 5 March", status="future")), "alliance")
    assert [p.kind for p in one.phases] == ["planned"]
    on = state_on(one, day("2031-03-05"))
    assert on.state == "unknown"
    assert [p.kind for p in on.maybe] == ["planned"]


def test_doubt_is_kept():
    one = only(linked(ally("2031-03-01", ALLIED, hedged=True)), "alliance")
    assert one.phases[0].hedged
    both = linked(
        ally("2031-03-01", ALLIED, hedged=True),
        report("2031-03-01", ALLIED, c("alliance", "allied", **ALLY), id_="r-sure"),
    )
    assert not only(both, "alliance").phases[0].hedged


# --- voices, names, pairs -------------------------------------------------------------------


def test_copies_are_one_voice():
    first = report("2031-03-01", ALLIED, c("alliance", "allied", **ALLY), outlet="Wire", id_="r-1")
    copy = report("2031-03-01", ALLIED, c("alliance", "allied", **ALLY), outlet="Paper", id_="r-2")
    other = report("2031-03-01", ALLIED, c("alliance", "allied", **ALLY), outlet="Mail", id_="r-3")
    one = only(linked(first, copy, other, origins={"r-2": "r-1"}), "alliance")
    assert names(one.tellers) == ["Wire", "Mail"]  # most reports first
    assert len(one.claims) == 3


def test_unnamed_speakers_of_two_reports_are_two_voices():
    made = [ally(d, f"{ALLIED[:-1]}, he said.", source="he") for d in ("2031-03-01", "2031-03-02")]
    assert len(only(linked(*made), "alliance").tellers) == 2


def test_what_names_nobody_makes_no_relation():
    made = report(
        "2031-03-01",
        "The rebels are allied with the Ridge Front.",
        c("alliance", "allied", actor="rebels", recipient="Ridge Front"),
    )
    assert linked(made) == {}


def test_what_is_short_for_another_name_makes_no_relation():
    made = report(
        "2031-03-01",
        "The Front is allied with the Kell Brigade.",
        c("alliance", "allied", actor="The Front", recipient="Kell Brigade"),
    )
    assert linked(made) == {}


def test_an_alias_of_several_joins_none():
    made = report(
        "2031-03-01",
        "The Relief Mission in Caldria (RMC) is late.",
        c("alias", "RMC", actor=["The Relief Mission", "Caldria"], recipient="RMC"),
    )
    assert linked(made) == {}


def test_a_place_known_only_by_its_country_is_not_the_country():
    made = report(
        "2031-03-01",
        "The Kell Brigade controls Lake Kavra.",
        c("controls", "controls", actor=A, place="Lake Kavra"),
    )
    (claim,) = made.claims
    place = msgspec.structs.replace(
        claim.place[0], name="Velmar", geonameid=5, country="VEL", precision="country"
    )
    claim = msgspec.structs.replace(claim, place=(place,))
    one = only(linked(msgspec.structs.replace(made, claims=(claim,))), "controls")
    assert (one.recipient, one.recipient_name) == ("place:lake kavra", "Lake Kavra")


def test_a_symmetric_relation_has_one_pair_whichever_comes_first():
    other = report(
        "2031-03-02",
        "The Ridge Front is allied with the Kell Brigade.",
        c("alliance", "allied", actor="The Ridge Front", recipient="the Kell Brigade"),
    )
    assert len(linked(ally("2031-03-01", ALLIED), other)) == 1
    backs = [
        report(f"2031-03-0{n}", f"{a} backs {b}.", c("backing", "backs", actor=a, recipient=b))
        for n, a, b in ((1, "Nerath", "Caldria"), (2, "Caldria", "Nerath"))
    ]
    assert len(linked(*backs)) == 2


def test_a_renamed_group_goes_on_under_one_key():
    renamed = report(
        "2031-04-01",
        "The Kell Brigade renamed itself the Valley Army (VA) on 30 March.",
        c("alias", "renamed", actor=A, recipient="the Valley Army", time="on 30 March"),
        c("alias", "VA", actor="the Valley Army", recipient="VA"),
        id_="r-name",
    )
    later = report(
        "2031-05-01",
        "VA remains allied with the Ridge Front.",
        c("alliance", "allied", actor="VA", recipient="Ridge Front"),
        id_="r-later",
    )
    one = only(linked(ally("2031-03-01", ALLIED), renamed, later), "alliance")
    assert state(one, "2031-04-15") == "held"


def test_two_leaders_at_one_time_are_remarked_and_both_stand():
    vonn = report(
        "2031-03-01",
        "Mira Vonn leads the Kell Brigade.",
        c("leads", "leads", actor="Mira Vonn", recipient="Kell Brigade"),
        id_="r-vonn",
    )
    found = linked(LEADS, vonn)
    harle = next(r for r in found.values() if r.actor_name == "Jon Harle")
    (rival,) = rivals(harle, found.values(), day("2031-03-01"))
    assert (rival.relation.actor_name, rival.first) == ("Mira Vonn", day("2031-03-01"))
    assert rivals(harle, found.values(), day("2031-03-02")) == []
    assert state(harle, "2031-03-01") == "held"


def test_leaders_one_after_the_other_are_no_rivals():
    vonn = report(
        "2031-06-01",
        "Mira Vonn leads the Kell Brigade.",
        c("leads", "leads", actor="Mira Vonn", recipient="Kell Brigade"),
        id_="r-vonn",
    )
    found = linked(LEADS, vonn)
    assert all(rivals(r, found.values(), None) == [] for r in found.values())
