"""Cases for the rules that ask the database: names, reports, outlets, people, upkeep, links."""

import datetime as dt

import msgspec
import sqlalchemy as sa

from checking.stage import ATTACK, HILL, Stage, finds, passes
from sayso.base.joined import Incident
from sayso.base.nouns import Candidate
from sayso.record import schema

replace = msgspec.structs.replace

# --- names


def _acts(stage: Stage, key: str, name: str) -> None:
    claim = stage.claim(actor=("Rebels", key))
    chosen = replace(claim.actor[0], candidates=(Candidate(id=key, name=name, score=1.0),))
    stage.set(
        schema.claim_actor, schema.claim_actor.c.key == key,
        name=chosen.candidates[0].name,
    )  # fmt: skip


@finds("nearly-a-known-actor")
def the_afgan_national_army(stage: Stage) -> None:
    _acts(stage, "new.afghan-natonal-army", "Afghan Natonal Army")


@passes("nearly-a-known-actor")
def the_hallin_national_army(stage: Stage) -> None:
    _acts(stage, "new.hallin-national-army", "Hallin National Army")
    _acts(stage, "afg.ana", "Afghan National Army")
    _acts(stage, "new.government-of-orvana", "Government of Orvana")
    _acts(stage, "new.hamat", "Hamat")


@finds("nearly-one-name")
def two_spellings_of_a_front(stage: Stage) -> None:
    _acts(stage, "new.hallin-peoples-front", "Hallin Peoples Front")
    _acts(stage, "new.halin-peoples-front", "Halin Peoples Front")


@passes("nearly-one-name")
def two_brigades_by_number(stage: Stage) -> None:
    _acts(stage, "new.hallin-brigade-2", "Hallin Brigade 2")
    _acts(stage, "new.hallin-brigade-3", "Hallin Brigade 3")
    _acts(stage, "new.orda", "Orda")
    _acts(stage, "new.ordo", "Ordo")


def _named(stage: Stage, words: str, n: int) -> None:
    for _ in range(n):
        stage.claim(text=f"{words} attacked Ilsk on Monday.", actor=words)


@finds("name-without-actor")
def the_hill_league_five_times(stage: Stage) -> None:
    _named(stage, "The Hill League", 5)


@passes("name-without-actor")
def words_that_are_no_name(stage: Stage) -> None:
    _named(stage, "The Hill League", 4)
    _named(stage, "They", 5)
    _named(stage, "The crowd", 5)
    for words in ("Schoolgirls", "schoolgirls"):
        _named(stage, words, 3)


@finds("one-name-two-actors")
def two_yorun_kashts(stage: Stage) -> None:
    _acts(stage, "new.yorun-kasht", "Yorun Kasht")
    _acts(stage, "p.yorun-kasht", "Yorun Kasht")


@passes("one-name-two-actors")
def kin_and_single_words(stage: Stage) -> None:
    _acts(stage, "syr", "Syrian forces")
    _acts(stage, "syr.mil", "Syrian forces")
    _acts(stage, "new.kasht", "Kasht")
    _acts(stage, "p.kasht", "Kasht")
    _acts(stage, "any.gunmen", "masked gunmen")
    _acts(stage, "new.masked-gunmen", "masked gunmen")


# --- deaths

_KILLED = "Yorun Kasht, the leader of the front, was killed on Monday, police said."
_MET = "Yorun Kasht met elders in Ilsk on Sunday, residents said."
_KASHT = ("Yorun Kasht", "p.yorun-kasht")


@finds("acts-after-death")
def meets_elders_after_his_death(stage: Stage) -> None:
    stage.claim("ASSAULT", "killed", text=_KILLED, recipient=_KASHT, when="2024-04-29")
    stage.claim(
        "CONSULT", "met", text=_MET, actor=_KASHT, when="2024-05-05", published="2024-05-06"
    )


@passes("acts-after-death", "killed-twice")
def met_elders_the_day_before(stage: Stage) -> None:
    stage.claim("ASSAULT", "killed", text=_KILLED, recipient=_KASHT, when="2024-04-29")
    stage.claim("CONSULT", "met", text=_MET, actor=_KASHT, when="2024-04-28")
    stage.claim("ASSAULT", "killed", text=_KILLED, recipient=_KASHT, when="2024-05-03",
                published="2024-05-04")  # fmt: skip


@passes("acts-after-death")
def a_group_is_no_person(stage: Stage) -> None:
    front = ("Yorun Kasht", "new.front")
    stage.claim("ASSAULT", "killed", text=_KILLED, recipient=front, when="2024-04-29")
    stage.claim("CONSULT", "met", text=_MET, actor=front, when="2024-05-05", published="2024-05-06")


@passes("acts-after-death", "killed-twice")
def his_death_was_denied(stage: Stage) -> None:
    stage.claim("ASSAULT", "killed", text=_KILLED, recipient=_KASHT, when="2024-04-29",
                status="negated")  # fmt: skip
    stage.claim(
        "CONSULT", "met", text=_MET, actor=_KASHT, when="2024-05-05", published="2024-05-06"
    )


@finds("killed-twice")
def killed_in_april_and_in_june(stage: Stage) -> None:
    kasht = ("Yorun Kasht", "new.yorun-kasht")
    stage.claim("leads", "leader", text=_KILLED, actor=kasht, recipient="the front")
    for day in ("2024-04-29", "2024-06-03"):
        stage.claim("ASSAULT", "killed", text=_KILLED, recipient=kasht, when=day,
                    published="2024-06-04")  # fmt: skip


# --- reports


@finds("publication-day-missing")
def no_day(stage: Stage) -> None:
    stage.report(published=None)


@passes("publication-day-missing", "publication-day-from-address", "published-after-received",
        "outlet-missing", "language-missing", "bytes-changed", "text-changed",
        "passage-does-not-fit")  # fmt: skip
def a_good_report(stage: Stage) -> None:
    stage.report()
    stage.report(published="2026-11-03")  # printed across the date line


@finds("publication-day-from-address")
def day_from_the_address(stage: Stage) -> None:
    stage.report()
    stage.set(schema.document, published_from="address")


@finds("published-after-received")
def printed_next_year(stage: Stage) -> None:
    stage.report(published="2027-01-01")


@finds("report-far-in-time")
def one_of_1914(stage: Stage) -> None:
    _ten_reports(stage)
    stage.report(published="1914-05-01")


@passes("report-far-in-time")
def one_of_the_year_before(stage: Stage) -> None:
    _ten_reports(stage)
    stage.report(published="2023-06-01")


@passes("report-far-in-time")
def another_war_is_covered_too(stage: Stage) -> None:
    _ten_reports(stage)
    for day in (1, 2):
        stage.report(published=dt.date(1914, 5, day))


@passes("report-far-in-time")
def two_reports(stage: Stage) -> None:
    stage.report(published="1914-05-01")
    stage.report()


def _ten_reports(stage: Stage) -> None:
    for day in range(1, 11):
        stage.report(published=dt.date(2024, 5, day))


@finds("outlet-missing")
def no_outlet(stage: Stage) -> None:
    stage.report(outlet="")


@finds("language-missing")
def no_language(stage: Stage) -> None:
    stage.report(language="")


@finds("same-bytes-twice", "same-text-twice")
def one_file_two_ids(stage: Stage) -> None:
    stage.report()
    stage.report()


@passes("same-bytes-twice", "same-text-twice", "same-address-twice")
def two_files(stage: Stage) -> None:
    stage.report(url="https://hill.example/1")
    stage.report(ATTACK + " More is not known.", url="https://hill.example/2")
    stage.report(ATTACK + " No more is known.")
    stage.report(ATTACK + " No more is known now.")


@finds("same-address-twice")
def one_page_two_texts(stage: Stage) -> None:
    stage.report(url="https://hill.example/1")
    stage.report(ATTACK + " More is not known.", url="https://hill.example/1")


@finds("bytes-changed")
def a_byte_was_changed(stage: Stage) -> None:
    stage.report()
    stage.set(schema.content, packed="", bytes=b"Rebels attacked nobody.")


@finds("bytes-changed")
def the_bytes_cannot_be_unpacked(stage: Stage) -> None:
    stage.report()
    stage.set(schema.content, packed="zlib", bytes=b"Rebels attacked nobody.")


@finds("text-changed")
def a_word_was_changed(stage: Stage) -> None:
    stage.report()
    stage.set(schema.document, text=ATTACK.replace("12", "21"))


@finds("passage-does-not-fit")
def a_passage_was_changed(stage: Stage) -> None:
    stage.report()
    stage.set(schema.passage, text=ATTACK.replace("12", "21"))


@finds("evidence-not-a-passage")
def no_passage(stage: Stage) -> None:
    stage.claim(doc=stage.report(passages=False))


@finds("evidence-not-a-passage")
def a_passage_of_another_text(stage: Stage) -> None:
    other = stage.report()
    stage.claim()
    document = stage.documents[other.report_id]
    number = stage.conn.execute(
        sa.select(schema.passage.c.n).where(schema.passage.c.document == document)
    ).scalar_one()
    stage.set(schema.claim, passage=number)


@passes("evidence-not-a-passage", "claim-of-replaced-text")
def a_passage_of_its_text(stage: Stage) -> None:
    stage.claim()


@finds("claim-of-replaced-text")
def the_text_was_replaced(stage: Stage) -> None:
    stage.claim()
    stage.set(schema.document, closed=stage.act())


# --- outlets


def _copies(stage: Stage, n: int, own: int) -> None:
    for _ in range(n):
        original = stage.report(outlet="Continental Wire")
        copy = stage.report(outlet="The Courier")
        stage.copy(copy.report_id, original.report_id)
    for _ in range(own):
        stage.report(outlet="The Courier")


@finds("outlet-only-copies")
def five_of_five_copy(stage: Stage) -> None:
    _copies(stage, 5, 0)


@passes("outlet-only-copies")
def five_of_six_copy(stage: Stage) -> None:
    _copies(stage, 5, 1)


@passes("outlet-only-copies")
def an_outlet_repeats_itself(stage: Stage) -> None:
    first = stage.report()
    for _ in range(20):
        stage.copy(stage.report().report_id, first.report_id)


def _months(stage: Stage, *counts: int) -> None:
    for month, count in enumerate(counts):
        for number in range(count):
            stage.report(published=dt.date(2023 + month // 12, month % 12 + 1, number % 28 + 1))


@finds("outlet-gap")
def two_silent_months(stage: Stage) -> None:
    _months(stage, 4, 5, 4, 0, 0, 6, 5, 4)


@passes("outlet-gap", "outlet-jump")
def one_silent_month(stage: Stage) -> None:
    _months(stage, 4, 5, 4, 0, 9, 6, 5, 4)


@passes("outlet-gap")
def an_outlet_that_reports_now_and_then(stage: Stage) -> None:
    _months(stage, 8, 0, 0, 9, 0, 0, 8)


@passes("outlet-jump")
def a_burst_of_an_outlet_that_reports_now_and_then(stage: Stage) -> None:
    _months(stage, 5, 0, 0, 0, 0, 0, 25)


@finds("outlet-jump")
def six_times_the_usual(stage: Stage) -> None:
    _months(stage, 4, 5, 4, 25, 4, 5)


@finds("one-outlet-dominates")
def two_thirds_are_of_one(stage: Stage) -> None:
    for number in range(60):
        stage.report(outlet="Hill Radio" if number % 3 else "The Courier")


@passes("one-outlet-dominates")
def half_are_of_one(stage: Stage) -> None:
    for number in range(60):
        stage.report(outlet="Hill Radio" if number % 2 else "The Courier")


@finds("outlet-two-spellings")
def hill_radio_and_hill_radjo(stage: Stage) -> None:
    stage.report(outlet="Hill Radio News")
    stage.report(outlet="Hill radio news")


@passes("outlet-two-spellings")
def radio_1_and_radio_2(stage: Stage) -> None:
    stage.report(outlet="www.hillradio.example")
    stage.report(outlet="www.hillradio.example.org")
    stage.report(outlet="Hill Radio 1")
    stage.report(outlet="Hill Radio 2")
    stage.report(outlet="Vale Radio 2")


@finds("outlet-without-claims")
def five_without(stage: Stage) -> None:
    for _ in range(5):
        stage.report()


@passes("outlet-without-claims")
def four_of_five_without(stage: Stage) -> None:
    for _ in range(4):
        stage.report()
    stage.claim()


# --- links


@finds("claim-in-two-incidents")
def one_claim_two_incidents(stage: Stage) -> None:
    claim = stage.claim()
    stage.incident([claim])
    stage.incident([claim])


@passes("claim-in-two-incidents", "rejected-still-joined", "event-not-joined", "joined-to-nothing")
def one_claim_one_incident(stage: Stage) -> None:
    claim = stage.claim()
    old = stage.incident([claim])
    later = stage.act()
    stage.set(schema.incident, closed=later)
    stage.set(schema.incident_claim, closed=later)
    stage.incident([claim], incident_id=f"{old.id}-new")
    stage.claim(state="rejected")
    stage.claim("hostility")


@finds("rejected-still-joined")
def rejected_and_joined(stage: Stage) -> None:
    stage.incident([stage.claim(state="rejected")])


@passes("rejected-still-joined")
def rejected_and_not_yet_linked(stage: Stage) -> None:
    claim = stage.claim(state="rejected")
    stage.incident([claim])
    stage.insert(schema.dirty, kind="claim", key=claim.id)


@finds("rejected-still-joined")
def gone_and_in_a_relation(stage: Stage) -> None:
    claim = stage.claim("hostility")
    stage.relation("hostility", "new.front", "new.army", claims=[claim])
    stage.set(schema.claim, closed=stage.act())


@finds("relation-claims-differ")
def a_claim_listed_and_not_joined(stage: Stage) -> None:
    stage.relation("hostility", "new.front", "new.army", claims=[stage.claim("hostility")])
    stage.set(schema.relation_claim, closed=stage.act())


@passes("relation-claims-differ")
def listed_and_joined(stage: Stage) -> None:
    stage.relation("hostility", "new.front", "new.army", claims=[stage.claim("hostility")])


@finds("event-not-joined")
def an_event_left_out(stage: Stage) -> None:
    stage.claim()


@passes("event-not-joined")
def an_event_that_waits(stage: Stage) -> None:
    stage.insert(schema.dirty, kind="claim", key=stage.claim().id)


@finds("joined-to-nothing")
def the_incident_is_gone(stage: Stage) -> None:
    stage.incident([stage.claim()])
    stage.set(schema.incident, closed=stage.act())


@finds("unsure-link")
def may_be_the_same(stage: Stage) -> None:
    one, two = stage.claim(), stage.claim(outlet="", when="2024-04-29")
    stage.link(one.id, two.id, "unsure", score=0.62)


@passes("unsure-link")
def is_the_same(stage: Stage) -> None:
    one, two, three = stage.claim(), stage.claim(), stage.claim()
    stage.link(one.id, two.id, "same", score=0.9)
    stage.link(one.id, three.id, "unsure", score=0.41)
    four = stage.claim()
    stage.link(*sorted((two.id, four.id)), "unsure", score=0.62)
    stage.incident([two, four])  # joined by way of others


def _judged(stage: Stage, judgement: str, *, apart: bool) -> None:
    one, two = stage.claim(), stage.claim()
    stage.link(*sorted((one.id, two.id)), judgement, person="Anna")
    if apart:
        stage.incident([one])
        stage.incident([two])
    else:
        stage.incident([one, two])


@finds("judgement-not-followed")
def the_same_and_apart(stage: Stage) -> None:
    _judged(stage, "same", apart=True)


@finds("judgement-not-followed")
def different_and_together(stage: Stage) -> None:
    _judged(stage, "different", apart=False)


@passes("judgement-not-followed")
def as_judged(stage: Stage) -> None:
    _judged(stage, "same", apart=False)
    _judged(stage, "different", apart=True)


def _became(stage: Stage, *pairs: tuple[str, str]) -> None:
    for old, new in pairs:
        stage.insert(schema.incident_alias, old=old, new=new, why="merged" if new else "retracted")


@finds("alias-in-a-circle")
def a_became_b_became_a(stage: Stage) -> None:
    _became(stage, ("i-a", "i-b"), ("i-b", "i-c"), ("i-c", "i-a"))


@passes("alias-in-a-circle", "alias-to-nothing")
def a_became_b_that_stands(stage: Stage) -> None:
    noun = Incident(id="i-b", type="ASSAULT")
    stage.incident(incident_id=noun.id)
    _became(stage, ("i-a", "i-b"), ("i-b", "i-b"), ("i-0", "i-a"), ("i-gone", ""))


@finds("alias-to-nothing")
def a_became_b_that_is_not_there(stage: Stage) -> None:
    _became(stage, ("i-a", "i-b"))


# --- people


@finds("decision-lost-its-claim")
def an_edit_of_a_claim_that_is_gone(stage: Stage) -> None:
    stage.decision("edit", "c-gone", value={"set": {"mode": "aerial"}})


@finds("decision-lost-its-claim")
def a_pair_of_which_one_is_gone(stage: Stage) -> None:
    stage.decision("same", f"{stage.claim().id} c-gone")


@passes("decision-lost-its-claim", "decision-without-reason")
def decisions_that_hold(stage: Stage) -> None:
    stage.decision("accept", stage.claim().id, reason="")
    stage.decision("reject", "c-gone")
    stage.decision("actor", "the front", value={"id": "new.front"})
    stage.decision("settle", "f-1")


@finds("decisions-contradict")
def the_same_and_different(stage: Stage) -> None:
    stage.decision("same", "c-1 c-2")
    stage.decision("different", "c-1 c-2", person="Ben")


@finds("decisions-contradict")
def accepted_and_rejected(stage: Stage) -> None:
    stage.decision("accept", "c-1")
    stage.decision("reject", "c-1", person="Ben")


@finds("decisions-contradict")
def one_field_two_values(stage: Stage) -> None:
    stage.decision("edit", "c-1", value={"set": {"mode": "aerial"}})
    stage.decision("edit", "c-1", value={"set": {"mode": "drone"}}, person="Ben")


@finds("decisions-contradict")
def one_name_two_meanings(stage: Stage) -> None:
    stage.decision("actor", "the front", value={"id": "new.a-front"})
    stage.decision("actor", "the front", value={"id": "new.b-front"}, person="Ben")


@passes("decisions-contradict")
def agreed_or_changed_ones_own_mind(stage: Stage) -> None:
    stage.decision("accept", "c-1")
    stage.decision("reject", "c-1")
    stage.decision("edit", "c-2", value={"set": {"mode": "aerial"}})
    stage.decision("edit", "c-2", value={"set": {"hedged": True}}, person="Ben")
    stage.decision("actor", "the front", value={"id": "new.front"})
    stage.decision("place", "the front", value={"name": "Front"}, person="Ben")
    stage.decision("edit", "c-3", value=["no", "table"])


@finds("same-and-yet-different")
def a_chain_with_ends_apart(stage: Stage) -> None:
    stage.decision("same", "c-1 c-2")
    stage.decision("different", "c-1 c-3", person="Ben")
    stage.decision("same", "c-2 c-3")


@passes("same-and-yet-different")
def two_chains(stage: Stage) -> None:
    stage.decision("same", "c-1 c-2")
    stage.decision("same", "c-3 c-4")
    stage.decision("different", "c-1 c-3", person="Ben")


@finds("decision-without-reason")
def rejected_without_a_word(stage: Stage) -> None:
    stage.decision("reject", stage.claim().id, reason=" ")


# --- upkeep


@finds("linking-not-done")
def one_claim_waits(stage: Stage) -> None:
    stage.insert(schema.dirty, kind="claim", key="c-1")


@passes("linking-not-done", "act-never-ended", "acts-out-of-order", "many-dropped",
        "coded-by-several")  # fmt: skip
def all_is_done(stage: Stage) -> None:
    stage.act("2026-11-02T10:00:00.000000Z")
    for number in range(10):
        _coding(stage, stage.report().report_id, "sayso 1")
        stage.insert(schema.incident, id=f"i-{number}", disputed=False, claims=0, reports=0,
                     tellers=1, type="ASSAULT",
                     body=msgspec.json.encode(Incident(id=f"i-{number}", type="ASSAULT",
                                                       tellers=(HILL,))).decode())  # fmt: skip
    for _ in range(2):
        stage.insert(schema.drop, key=f"drop-{next(stage.ids)}", origin="a", step="clean",
                     reason="empty")  # fmt: skip


@finds("act-never-ended")
def an_act_was_killed(stage: Stage) -> None:
    stage.act(ended=None)


@finds("acts-out-of-order")
def an_act_of_last_year(stage: Stage) -> None:
    stage.act("2025-11-02T10:00:00.000000Z")


@finds("many-dropped")
def a_third_left_out(stage: Stage) -> None:
    for _ in range(8):
        stage.report()
    for _ in range(4):
        stage.insert(schema.drop, key=f"drop-{next(stage.ids)}", origin="a", step="clean",
                     reason="empty")  # fmt: skip


def _coding(stage: Stage, report: str, made_by: str) -> None:
    stage.insert(schema.coding, report=report, document=stage.documents[report], made_by=made_by,
                 claims=b"")  # fmt: skip


@finds("coded-by-several")
def two_models(stage: Stage) -> None:
    for made_by in ("sayso 1", "sayso 2"):
        _coding(stage, stage.report().report_id, made_by)


@finds("body-unreadable")
def an_incident_of_another_program(stage: Stage) -> None:
    stage.insert(
        schema.incident, id="i-1", disputed=False, claims=0, reports=0, tellers=0, body="{}"
    )
