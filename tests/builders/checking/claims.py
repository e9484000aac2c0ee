"""Cases for the rules that look at one claim."""

import datetime as dt

import msgspec

from checking.stage import ATTACK, MONDAY, Stage, finds, passes, where
from sayso.base.nouns import Candidate, Number, Span, Time, When
from sayso.record import schema

replace = msgspec.structs.replace


def _when(first: str | None, last: str | None = "", basis: str = "stated") -> When:
    last = first if last == "" else last
    days = [day and dt.date.fromisoformat(day) for day in (first, last)]
    return When(earliest=days[0] or None, latest=days[1] or None, precision="day", basis=basis)


# --- words


@finds("words-not-in-text")
def a_role_is_elsewhere(stage: Stage) -> None:
    claim = stage.claim(actor="Rebels")
    moved = replace(claim.actor[0], start=1, end=7)
    stage.set(schema.claim, body=_body(replace(claim, actor=(moved,))))


@finds("words-not-in-text")
def the_text_ends_before(stage: Stage) -> None:
    claim = stage.claim()
    stage.set(schema.document, text=claim.evidence.text[:20])


@passes("words-not-in-text", "trigger-outside-evidence", "id-does-not-fit", "columns-differ",
        "claim-bare", "body-unreadable")  # fmt: skip
def all_words_stand(stage: Stage) -> None:
    stage.claim(actor="Rebels", recipient="soldiers", place="Ilsk", time="Monday",
                number=("12", "killed", 12, 12), source="police", when="2024-04-29")  # fmt: skip


@finds("trigger-outside-evidence")
def the_evidence_is_another_sentence(stage: Stage) -> None:
    claim = stage.claim(text="Nothing was heard. " + ATTACK)
    first = "Nothing was heard."
    body = _body(replace(claim, evidence=Span(start=0, end=len(first), text=first)))
    stage.set(schema.claim, body=body)


@finds("id-does-not-fit")
def the_id_is_of_another_claim(stage: Stage) -> None:
    stage.claim(changes={"id": "c-other"})


@passes("id-does-not-fit")
def a_person_changed_the_type(stage: Stage) -> None:
    stage.claim(state="edited", changes={"type": "COERCE"})


@finds("columns-differ")
def the_day_column_was_changed(stage: Stage) -> None:
    stage.claim(when="2024-04-29")
    stage.set(schema.claim, day_from=dt.date(2024, 4, 28))


def _body(claim: object) -> str:
    return msgspec.json.encode(claim).decode()


@finds("body-unreadable")
def a_body_is_cut_off(stage: Stage) -> None:
    claim = stage.claim()
    stage.set(schema.claim, body=_body(claim)[:-9])


# --- days


@finds("day-after-report")
def attacked_after_it_was_told(stage: Stage) -> None:
    stage.claim(when="2024-05-04")


@passes("day-after-report")
def told_across_the_date_line(stage: Stage) -> None:
    stage.claim(when="2024-05-02")


@passes("day-after-report", "future-day-past")
def still_to_come(stage: Stage) -> None:
    stage.claim(when="2024-05-04", status="future")


@passes("day-after-report", "day-far-off")
def the_report_has_no_day(stage: Stage) -> None:
    stage.claim(when="2054-05-04", published=None)


@finds("future-day-past")
def to_come_a_week_ago(stage: Stage) -> None:
    stage.claim(when="2024-04-24", status="future")


@passes("future-day-past")
def to_come_in_an_open_span(stage: Stage) -> None:
    stage.claim(when=("2024-04-24", None), status="future")


@finds("days-reversed")
def ends_before_it_begins(stage: Stage) -> None:
    stage.claim(when=("2024-04-29", "2024-04-28"))


@passes("days-reversed")
def begins_and_ends_on_one_day(stage: Stage) -> None:
    stage.claim(when=("2024-04-29", "2024-04-29"))


def _time(words: str, day: dt.date) -> Time:
    start = ATTACK.index("Monday")
    return Time(start=start, end=start + 6, text=words, earliest=day, latest=day,
                precision="day", basis="relative")  # fmt: skip


@finds("weekday-does-not-fit")
def monday_became_a_tuesday(stage: Stage) -> None:
    stage.claim(changes={"time": (_time("Monday", MONDAY + dt.timedelta(days=1)),)})


@passes("weekday-does-not-fit")
def the_day_after_monday_is_a_tuesday(stage: Stage) -> None:
    times = (_time("the day after Monday", MONDAY + dt.timedelta(days=1)), _time("Monday", MONDAY))
    stage.claim(changes={"time": times})


@finds("day-wide")
def some_day_of_two_months(stage: Stage) -> None:
    stage.claim(when=("2024-03-01", "2024-04-29"))


@passes("day-wide")
def some_day_of_a_month(stage: Stage) -> None:
    stage.claim(when=("2024-03-01", "2024-03-31"))


@passes("day-wide")
def a_lasting_relation(stage: Stage) -> None:
    stage.claim("hostility", when=("2014-03-01", "2024-04-29"))


@finds("day-far-off")
def in_the_year_1500(stage: Stage) -> None:
    stage.claim(when="1500-01-01")


@finds("day-far-off")
def in_twelve_years(stage: Stage) -> None:
    stage.claim(when=(None, "2036-05-01"), status="future")


@passes("day-far-off")
def in_nine_years(stage: Stage) -> None:
    stage.claim(when=("1900-01-01", "2033-05-01"), status="future")


# --- numbers


def _numbers(*numbers: tuple[str, str, int | None, int | None]) -> dict[str, tuple[Number, ...]]:
    start = ATTACK.index("12")
    return {
        "number": tuple(
            Number(start=start, end=start + 2, text=words, what=what, low=low, high=high)
            for words, what, low, high in numbers
        )
    }


@finds("killed-over-taken-part")
def more_dead_than_marched(stage: Stage) -> None:
    stage.claim("PROTEST", changes=_numbers(("40", "protesters", 40, 40), ("50", "killed", 50, 50)))


@passes("killed-over-taken-part")
def as_many_dead_as_perhaps_marched(stage: Stage) -> None:
    counts = _numbers(("some 40", "protesters", 30, 50), ("50", "killed", 50, 50),
                      ("at least 40", "troops", 40, None))  # fmt: skip
    stage.claim("PROTEST", changes=counts)


@finds("count-low-over-high")
def at_least_more_than_at_most(stage: Stage) -> None:
    stage.claim(changes=_numbers(("12 to 8", "killed", 12, 8)))


@finds("count-low-over-high")
def fewer_than_none(stage: Stage) -> None:
    stage.claim(changes=_numbers(("-3", "killed", -3, None)))


@passes("count-low-over-high", "number-without-count", "count-not-its-words", "year-as-count")
def open_above(stage: Stage) -> None:
    stage.claim(
        changes=_numbers(("at least 12", "killed", 12, None), ("1,999", "troops", 1999, 1999))
    )


@finds("number-without-count")
def digits_that_were_not_read(stage: Stage) -> None:
    stage.claim(changes=_numbers(("12", "killed", None, None)))


@passes("number-without-count")
def words_without_digits(stage: Stage) -> None:
    stage.claim(changes=_numbers(("several", "killed", None, None), ("$12", "other", None, None)))


@passes("count-not-its-words")
def words_beside_it_change_it(stage: Stage) -> None:
    for text, words, low, high in (
        ("Rebels attacked Ilsk, killing more than 21 soldiers.", "21", 22, None),
        ("Rebels attacked Ilsk, killing 1,500 soldiers.", "1", 1500, 1500),
        ("Rebels attacked Ilsk and 143 million fled.", "143", 143_000_000, 143_000_000),
    ):
        stage.claim(text=text, number=(words, "killed", low, high))


@finds("count-not-its-words")
def seventeen_counts_as_seventy(stage: Stage) -> None:
    stage.claim(changes=_numbers(("17", "killed", 70, 70)))


@finds("year-as-count")
def killed_2023(stage: Stage) -> None:
    stage.claim(changes=_numbers(("2023", "killed", 2023, 2023)))


@finds("count-too-great")
def a_whole_war_in_one_act(stage: Stage) -> None:
    stage.claim(changes=_numbers(("250,000", "killed", 250_000, 250_000)))


@passes("count-too-great")
def many_displaced(stage: Stage) -> None:
    counts = _numbers(("250,000", "displaced", 250_000, 250_000), ("9,000", "killed", 9000, 9000))
    stage.claim(changes=counts)


# --- form


@finds("type-unknown")
def a_type_that_is_none(stage: Stage) -> None:
    stage.claim(changes={"type": "MASSACRE"})


@finds("type-unknown")
def an_event_as_relation(stage: Stage) -> None:
    stage.claim(changes={"kind": "relation"})


@passes("type-unknown", "mode-unknown", "role-not-of-type", "relation-half")
def a_well_formed_relation(stage: Stage) -> None:
    stage.claim("hostility", actor="Rebels", recipient="soldiers", source="police")


@finds("mode-unknown")
def a_mode_of_another_type(stage: Stage) -> None:
    stage.claim(mode="visit")


@passes("mode-unknown")
def a_mode_of_its_own(stage: Stage) -> None:
    stage.claim(mode="firearms")


@finds("role-not-of-type")
def dead_in_a_relation(stage: Stage) -> None:
    stage.claim("hostility", number=("12", "killed", 12, 12))


@finds("harmed-by-words")
def a_meeting_killed_twelve(stage: Stage) -> None:
    stage.claim("CONSULT", number=("12", "killed", 12, 12))


@passes("harmed-by-words")
def an_attack_killed_twelve(stage: Stage) -> None:
    stage.claim(number=("12", "killed", 12, 12))
    stage.claim("CONSULT", number=("12", "other", 12, 12))
    stage.claim(changes={"type": "MASSACRE"} | _numbers(("12", "killed", 12, 12)))


@finds("relation-half")
def hostile_to_nobody(stage: Stage) -> None:
    stage.claim("hostility", actor="Rebels")


@passes("relation-half")
def holds_a_place(stage: Stage) -> None:
    stage.claim("controls", actor="Rebels", place="Ilsk")


@finds("claim-bare")
def an_attack_and_no_more(stage: Stage) -> None:
    stage.claim(time="Monday", when="2024-04-29")


@passes("claim-bare")
def an_attack_on_a_place(stage: Stage) -> None:
    stage.claim(place="the town")


# --- places


@finds("country-unknown")
def a_two_letter_code(stage: Stage) -> None:
    stage.claim(where=where(country="SY"))


@passes("country-unknown", "coordinates-impossible", "coordinates-outside-country",
        "place-outside-country")  # fmt: skip
def aleppo_in_syria(stage: Stage) -> None:
    stage.claim(where=where("Aleppo", geonameid=170063))
    stage.claim(where=where("Prague", lat=None, lon=None, country="CSK"))  # a state of the past
    stage.claim(where=where("Martinique", lat=14.6, lon=-61.0, country="MTQ"))  # no state
    stage.claim()  # nowhere


@finds("coordinates-impossible")
def beyond_the_pole(stage: Stage) -> None:
    stage.claim(where=where(lat=95.0))


@finds("coordinates-impossible")
def half_a_point(stage: Stage) -> None:
    stage.claim(where=where(lon=None))


@finds("coordinates-impossible")
def off_the_coast_of_africa(stage: Stage) -> None:
    stage.claim(where=where(lat=0.0, lon=0.0))


@finds("place-outside-country")
def aleppo_in_iraq(stage: Stage) -> None:
    stage.claim(where=where("Aleppo", geonameid=170063, country="IRQ"))


@passes("place-outside-country")
def an_id_that_nobody_knows(stage: Stage) -> None:
    stage.claim(where=where(geonameid=900001, country="IRQ"))


@finds("coordinates-outside-country")
def aleppos_point_in_somalia(stage: Stage) -> None:
    stage.claim(where=where(country="SOM"))


@passes("coordinates-outside-country")
def across_the_border_by_a_little(stage: Stage) -> None:
    stage.claim(where=where(country="TUR"))
    stage.claim(where=where(country="VEL"))  # a country that the gazetteer does not know


def _two_places(stage: Stage, other: str) -> None:
    claim = stage.claim(place="Ilsk", where=where())
    (first,) = claim.place
    places = (replace(first, country="SYR"), replace(first, country=other))
    stage.set(schema.claim, body=_body(replace(claim, place=places)))


@finds("places-of-two-countries")
def on_a_border(stage: Stage) -> None:
    _two_places(stage, "TUR")


@passes("places-of-two-countries")
def two_places_of_one_country(stage: Stage) -> None:
    _two_places(stage, "SYR")


def _candidates(stage: Stage, second: float, precision: str = "place") -> None:
    claim = stage.claim(place="Ilsk")
    both = (Candidate(id="7", name="Ilsk, VEL", score=0.8),
            Candidate(id="8", name="Ilsk, DAS", score=second))  # fmt: skip
    place = replace(claim.place[0], geonameid=7, precision=precision, candidates=both)
    stage.set(schema.claim, body=_body(replace(claim, place=(place,))))


@finds("place-toss-up")
def two_towns_of_one_name(stage: Stage) -> None:
    _candidates(stage, 0.78)


@passes("place-toss-up")
def one_town_leads(stage: Stage) -> None:
    _candidates(stage, 0.7)
    _candidates(stage, 0.78, precision="country")


# --- actors


def _attack_by(stage: Stage, actor: str, when: str) -> None:
    stage.claim(actor=("Rebels", actor), when=when, published=None)


@finds("actor-not-yet-there")
def the_afghan_national_army_in_1990(stage: Stage) -> None:
    _attack_by(stage, "afg.ana", "1990-01-01")


@finds("actor-no-longer-there")
def the_afghan_national_army_in_2023(stage: Stage) -> None:
    _attack_by(stage, "afg.ana", "2023-01-01")


@passes("actor-not-yet-there", "actor-no-longer-there")
def the_afghan_national_army_on_its_last_day(stage: Stage) -> None:
    _attack_by(stage, "afg.ana", "2021-08-15")
    _attack_by(stage, "new.hallin-front", "1990-01-01")
    stage.claim(actor=("Rebels", "afg.ana"), when=("1990-01-01", "2010-01-01"), published=None)
    stage.claim(actor=("Rebels", "afg.ana"), when="1990-01-01", status="negated", published=None)


def _president(stage: Stage, words: str, day: str, person: str = "p.barack-obama") -> None:
    text = f"The visit by {words} was attacked on Monday."
    stage.claim(text=text, actor=(words, person), when=day, published=None)


@finds("out-of-office")
def president_obama_in_2019(stage: Stage) -> None:
    _president(stage, "President Obama", "2019-01-01")


@passes("out-of-office")
def president_obama_in_2012(stage: Stage) -> None:
    _president(stage, "President Obama", "2012-01-01")
    _president(stage, "former President Obama", "2019-01-01")
    _president(stage, "Obama", "2019-01-01")
    _president(stage, "President Kasht", "2019-01-01", "new.kasht")
    _president(stage, "Senator Obama", "2007-01-01")  # an office that the roster has no days of


@passes("out-of-office")
def the_word_before_says_former(stage: Stage) -> None:
    text = "The former President Obama was attacked on Monday."
    stage.claim(text=text, actor=("President Obama", "p.barack-obama"), when="2019-01-01",
                published=None)  # fmt: skip


@finds("acts-on-itself")
def rebels_attack_themselves(stage: Stage) -> None:
    stage.claim(actor=("Rebels", "new.front"), recipient=("soldiers", "new.front"))


@passes("acts-on-itself")
def gunmen_attack_gunmen(stage: Stage) -> None:
    stage.claim(actor=("Rebels", "any.gunmen"), recipient=("soldiers", "any.gunmen"))
    stage.claim(actor=("Rebels", "new.front"), recipient=("soldiers", "new.army"))
    stage.claim(text="Rebels attacked themselves.", actor=("Rebels", "new.front"),
                recipient=("themselves", "new.front"))  # fmt: skip
