"""Cases for the rules that look at one incident, and for tolls."""

import datetime as dt

from checking.stage import ARMY, HILL, MONDAY, POLICE, Stage, finds, passes, told, where
from sayso.base.joined import Estimate, Teller
from sayso.base.nouns import Claim


def _two_claims(stage: Stage, one: dict, other: dict) -> tuple[Claim, Claim]:
    return stage.claim(**one), stage.claim(**other)


# --- voices


@finds("one-voice-many-dead")
def only_the_army_tells_of_forty(stage: Stage) -> None:
    stage.toll([stage.claim()], 40, tellers=(ARMY,))


@passes("one-voice-many-dead")
def two_voices_or_few_dead(stage: Stage) -> None:
    stage.toll([stage.claim()], 40, tellers=(ARMY, POLICE))
    stage.toll([stage.claim()], 9, tellers=(ARMY,))
    stage.toll([stage.claim()], 40, tellers=(ARMY,), status="future")
    nobody_knows = Estimate(what="killed", best=None, low=None, high=None, rule="test")
    stage.incident([stage.claim()], estimates=(nobody_knows,), tellers=(ARMY,))


def _told_by(
    stage: Stage,
    teller: Teller,
    actor: str,
    more: tuple[Teller, ...] = (),
    type_: str = "ASSAULT",
) -> None:
    claim = stage.claim(type_, actor=("Rebels", actor))
    values = {"actor": (told("the actor", claim, key=actor),)}
    stage.incident([claim], type_=type_, values=values, tellers=(teller, *more))


@finds("party-only")
def only_the_actor_tells(stage: Stage) -> None:
    _told_by(stage, Teller(key="new.front", name="the front"), "new.front")


@finds("party-only")
def only_the_actors_army_tells(stage: Stage) -> None:
    _told_by(stage, Teller(key="syr.mil", name="the Syrian army"), "syr")


@passes("party-only")
def another_tells_too(stage: Stage) -> None:
    _told_by(stage, Teller(key="new.front", name="the front"), "new.front", (HILL,))
    _told_by(stage, Teller(key="irq.mil", name="the Iraqi army"), "syr")
    _told_by(stage, Teller(key="any.police", name="police"), "any.gunmen")
    _told_by(stage, Teller(key="new.front", name="the front"), "new.front", type_="REQUEST")


@finds("hedged-only")
def all_is_doubt(stage: Stage) -> None:
    stage.incident([stage.claim(hedged=True), stage.claim(hedged=True)])


@passes("hedged-only")
def one_is_sure(stage: Stage) -> None:
    stage.incident([stage.claim(hedged=True), stage.claim()])


@finds("copies-only")
def three_papers_one_wire(stage: Stage) -> None:
    one, two, three = (stage.claim() for _ in range(3))
    stage.copy(two.doc, one.doc)
    stage.copy(three.doc, two.doc)
    stage.incident([one, two, three])


@passes("copies-only")
def the_third_paper_has_its_own_words(stage: Stage) -> None:
    one, two, three = (stage.claim() for _ in range(3))
    stage.copy(two.doc, one.doc)
    stage.copy(three.doc, two.doc, kind="partial")
    stage.incident([one, two, three])


@passes("copies-only", "copy-without-original")
def the_copy_tells_it_in_a_passage_that_it_adds(stage: Stage) -> None:
    one, two, three = (stage.claim() for _ in range(3))
    stage.copy(two.doc, one.doc)
    stage.copy(three.doc, one.doc, kind="update", adds=three.evidence)
    stage.incident([one, two, three])
    stage.incident([three])


@finds("copy-without-original")
def only_the_copy_was_coded(stage: Stage) -> None:
    original, copy = stage.report(), stage.report()
    stage.copy(copy.report_id, original.report_id)
    stage.incident([stage.claim(doc=copy)])


@passes("copy-without-original")
def the_copy_says_it_in_its_own_words(stage: Stage) -> None:
    original, copy = stage.report(), stage.report("Rebels attacked Ilsk, it was said.")
    stage.copy(copy.report_id, original.report_id)
    stage.incident([stage.claim(doc=copy)])


@passes("copy-without-original")
def both_were_coded(stage: Stage) -> None:
    one, two = stage.claim(), stage.claim()
    stage.copy(two.doc, one.doc)
    stage.incident([one, two])


@finds("weak-only")
def the_machine_doubts_all(stage: Stage) -> None:
    stage.incident([stage.claim(score=0.3), stage.claim(score=0.45)])


@passes("weak-only")
def a_person_accepted_one(stage: Stage) -> None:
    stage.incident([stage.claim(score=0.3), stage.claim(score=0.45, state="accepted")])
    stage.incident([stage.claim(score=0.3), stage.claim(score=0.5)])


_BY_ARMY = "Rebels attacked Ilsk, killing {} soldiers, the army said."


def _army_says(stage: Stage, first: int, then: int, day: str = "2024-05-01") -> None:
    one, two = (
        stage.claim(text=_BY_ARMY.format(n), source="the army", published=published)
        for n, published in ((first, "2024-05-01"), (then, day))
    )
    values = {
        "killed": (
            told(f"{first} killed", one, low=first, high=first, tellers=[ARMY]),
            told(f"{then} killed", two, low=then, high=then, tellers=[ARMY]),
        )
    }
    stage.toll([one, two], first, values=values, tellers=(ARMY,))


@finds("speaker-contradicts-count")
def eight_and_seventeen_on_one_day(stage: Stage) -> None:
    _army_says(stage, 8, 17)


@passes("speaker-contradicts-count")
def the_toll_rose_by_the_next_day(stage: Stage) -> None:
    _army_says(stage, 8, 17, "2024-05-02")
    _army_says(stage, 8, 8)


@passes("speaker-contradicts-count")
def seventeen_five_of_them_children(stage: Stage) -> None:
    text = "Rebels attacked Ilsk. It killed 17 people, five of them children, the army said."
    doc = stage.report(text)
    one = stage.claim(doc=doc, source="the army")
    two = stage.claim(doc=doc, trigger="killed", source="the army")
    values = {
        "killed": (
            told("17 killed", one, low=17, high=17, tellers=[ARMY]),
            told("5 killed", two, low=5, high=5, tellers=[ARMY]),
        )
    }
    stage.toll([one, two], 17, values=values, tellers=(ARMY,))


def _tells_and_denies(
    stage: Stage, denier: str, of_whom: tuple[str, str], speaker: str = "the army"
) -> None:
    one = stage.claim(
        text=f"Soldiers in Ilsk were attacked, {speaker} said.", source=speaker,
        recipient=("Soldiers", of_whom[0]),
    )  # fmt: skip
    two = stage.claim(
        text=f"{denier} said civilians were not attacked.", source=denier, status="negated",
        recipient=("civilians", of_whom[1]),
    )  # fmt: skip
    values = {
        "status": (told("asserted", one), told("negated", two)),
        "recipient": tuple(told(k, c, key=k) for k, c in zip(of_whom, (one, two), strict=True)),
    }
    stage.incident([one, two], values=values, tellers=(ARMY,))


@finds("speaker-denies-own-words")
def the_army_tells_and_denies(stage: Stage) -> None:
    _tells_and_denies(stage, "The army", ("any.people", "any.people"))


@passes("speaker-denies-own-words")
def the_police_denies_or_others_are_meant(stage: Stage) -> None:
    _tells_and_denies(stage, "The police", ("any.people", "any.people"))
    _tells_and_denies(stage, "The army", ("any.soldiers", "any.civilians"))
    _tells_and_denies(stage, "its commander", ("any.people", "any.people"), "its commander")


@passes("speaker-denies-own-words")
def one_sentence_says_both(stage: Stage) -> None:
    text = "Those who attacked Ilsk did not attack for us, the army said."
    doc = stage.report(text)
    one = stage.claim(doc=doc, source="the army")
    two = stage.claim(doc=doc, trigger="attack ", source="the army", status="negated")
    values = {"status": (told("asserted", one), told("negated", two))}
    stage.incident([one, two], values=values, tellers=(ARMY,))


# --- values


@finds("days-apart")
def nine_days_apart(stage: Stage) -> None:
    stage.incident(_two_claims(stage, {"when": "2024-04-20"}, {"when": "2024-04-29"}))


@passes("days-apart")
def a_week_apart(stage: Stage) -> None:
    stage.incident(_two_claims(stage, {"when": "2024-04-22"}, {"when": "2024-04-29"}))
    wide = {"when": ("2024-01-01", "2024-04-29")}
    stage.incident(_two_claims(stage, wide, {"when": "2024-04-29"}))


def _at(lat: float, precision: str = "place", country: str = "SYR", name: str = "Ilsk") -> dict:
    return {"where": where(name, lat=lat, precision=precision, country=country)}


@finds("places-apart")
def two_hundred_km_apart(stage: Stage) -> None:
    stage.incident(_two_claims(stage, _at(36.0), _at(34.2)))


@passes("places-apart")
def fifty_km_apart(stage: Stage) -> None:
    stage.incident(_two_claims(stage, _at(36.0), _at(35.6)))
    stage.incident(_two_claims(stage, _at(36.0), _at(34.2, "admin1")))


@finds("countries-apart")
def in_two_countries(stage: Stage) -> None:
    stage.incident(_two_claims(stage, _at(36.0), _at(36.0, country="TUR")))


@passes("countries-apart")
def in_one_country_and_nowhere(stage: Stage) -> None:
    stage.incident(_two_claims(stage, _at(36.0), {}))


@finds("place-coarser-than-told")
def the_country_though_a_town_is_told(stage: Stage) -> None:
    claims = _two_claims(stage, _at(36.0), _at(35.0, "country"))
    stage.incident(claims, place="Syria", geo_precision="country", country="SYR")


@passes("place-coarser-than-told")
def the_country_and_a_town_elsewhere(stage: Stage) -> None:
    claims = _two_claims(stage, _at(36.0, country="TUR"), _at(35.0, "country"))
    stage.incident(claims, place="Syria", geo_precision="country", country="SYR")
    stage.incident([stage.claim(**_at(36.0))], geo_precision="place", country="SYR")


@finds("day-of-report-only")
def nobody_says_when(stage: Stage) -> None:
    claim = stage.claim(when="2024-05-01")
    stage.set_basis(claim, "report_date")
    stage.incident([claim], day_from=MONDAY, day_to=MONDAY)


@passes("day-of-report-only")
def one_says_when(stage: Stage) -> None:
    claim = stage.claim(when="2024-05-01")
    stage.set_basis(claim, "report_date")
    stage.incident([claim, stage.claim(when="2024-04-30")])
    talks = stage.claim("CONSULT", when="2024-05-01")
    stage.set_basis(talks, "report_date")
    stage.incident([talks], type_="CONSULT")


@finds("estimate-out-of-order")
def best_above_high(stage: Stage) -> None:
    stage.incident(estimates=(Estimate(what="killed", best=9, low=2, high=8, rule="test"),))


@passes("estimate-out-of-order")
def low_best_and_no_high(stage: Stage) -> None:
    stage.incident(estimates=(Estimate(what="killed", best=9, low=9, high=None, rule="test"),))


def _tolls_of(stage: Stage, army: int, police: int) -> None:
    one, two = stage.claim(), stage.claim()
    tolls = (
        told("army's", one, low=army, high=army, tellers=[ARMY]),
        told("police's", two, low=police, high=police, tellers=[POLICE]),
    )
    values = {"killed": tolls}
    stage.toll([one, two], army, values=values, tellers=(ARMY, POLICE))


@finds("counts-far-apart")
def eight_and_eighty(stage: Stage) -> None:
    _tolls_of(stage, 8, 80)


@passes("counts-far-apart")
def eight_of_them_children(stage: Stage) -> None:
    claim = stage.claim()
    values = {"killed": tuple(told(str(n), claim, low=n, high=n, tellers=[ARMY]) for n in (80, 8))}
    stage.toll([claim], 80, values=values, tellers=(ARMY,))


@passes("counts-far-apart")
def eight_and_seventeen(stage: Stage) -> None:
    _tolls_of(stage, 8, 17)
    _tolls_of(stage, 2, 7)


def _who_did(stage: Stage, *ways: tuple[str, str]) -> None:
    claims = [stage.claim(actor=("Rebels", a), recipient=("soldiers", b)) for a, b in ways]
    keys = sorted({key for way in ways for key in way})
    values = {
        "actor": tuple(
            told(key, *(c for c in claims if c.actor[0].actor_id == key), key=key) for key in keys
        ),
        "recipient": tuple(
            told(key, *(c for c in claims if c.recipient[0].actor_id == key), key=key)
            for key in keys
        ),
    }
    stage.incident(claims, values={k: tuple(t for t in v if t.claims) for k, v in values.items()})


@finds("sides-swapped")
def each_attacks_the_other(stage: Stage) -> None:
    _who_did(stage, ("new.front", "new.army"), ("new.army", "new.front"))


@passes("sides-swapped")
def both_attack_a_third(stage: Stage) -> None:
    _who_did(stage, ("new.front", "new.army"), ("new.front", "new.police"))
    _who_did(stage, ("any.gunmen", "any.police"), ("any.police", "any.gunmen"))


def _planned(stage: Stage, newest: str) -> None:
    claim = stage.claim(status="future", when="2024-05-05")
    day = dt.date(2024, 5, 5)
    stage.incident([claim], status="future", day_from=day, day_to=day, day_basis="stated")
    stage.report(published=newest)


@finds("never-confirmed")
def planned_and_two_months_gone(stage: Stage) -> None:
    _planned(stage, "2024-07-05")


@passes("never-confirmed")
def planned_and_a_week_gone(stage: Stage) -> None:
    _planned(stage, "2024-05-12")


def _many_tolls(stage: Stage, greatest: int) -> None:
    for number in range(25):
        stage.toll([], 1 + number % 8)
    stage.toll([], greatest)


@finds("count-outlier")
def nine_hundred_among_eights(stage: Stage) -> None:
    _many_tolls(stage, 900)


@passes("count-outlier")
def twenty_among_eights(stage: Stage) -> None:
    _many_tolls(stage, 20)


@passes("count-outlier")
def a_record_of_three(stage: Stage) -> None:
    for toll in (1, 1, 900):
        stage.toll([], toll)


# --- what linking joined


@finds("told-by-no-claim")
def told_by_a_claim_of_another_incident(stage: Stage) -> None:
    mine, other = stage.claim(), stage.claim()
    stage.incident([mine], values={"day": (told("2024-04-29", other),)})


@finds("told-by-no-claim")
def told_by_nobody(stage: Stage) -> None:
    stage.incident([stage.claim()], values={"day": (told("2024-04-29"),)})


@passes("told-by-no-claim", "claims-differ")
def told_by_its_claim(stage: Stage) -> None:
    mine = stage.claim()
    stage.incident([mine], values={"day": (told("2024-04-29", mine),)})


@finds("claims-differ")
def one_listed_is_not_joined(stage: Stage) -> None:
    mine, other = stage.claim(), stage.claim()
    stage.incident([mine, other], joined=[mine])
