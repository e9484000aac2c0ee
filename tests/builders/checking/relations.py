"""Cases for the rules on relations."""

import datetime as dt

import msgspec

from checking.stage import ARMY, HILL, POLICE, Stage, finds, passes, span
from sayso.base.joined import Phase


@finds("relation-with-itself")
def the_front_fights_the_front(stage: Stage) -> None:
    stage.relation("hostility", "new.front", "new.front")


@passes("relation-with-itself")
def the_front_fights_the_army(stage: Stage) -> None:
    stage.relation("hostility", "new.front", "new.army")
    stage.relation("alias", "new.front", "new.front", recipient_name="HPF")


@finds("phase-reversed")
def until_before_since(stage: Stage) -> None:
    stage.relation("hostility", "new.front", "new.army", span("2024-05-01", "2024-04-01"))


@passes("phase-reversed")
def since_and_until_one_day(stage: Stage) -> None:
    stage.relation("hostility", "new.front", "new.army", span("2024-05-01", "2024-05-01"))


@finds("head-is-no-person")
def syria_leads_the_front(stage: Stage) -> None:
    stage.relation("leads", "syr", "new.front")


@finds("head-is-no-person")
def kasht_serves_in_obama(stage: Stage) -> None:
    stage.relation("member_of", "new.kasht", "p.barack-obama")


@passes("head-is-no-person")
def kasht_leads_the_front(stage: Stage) -> None:
    stage.relation("leads", "new.kasht", "new.front")
    stage.relation("leads", "p.barack-obama", "usa")
    stage.relation("part_of", "syr.mil", "syr")


@finds("alias-of-two-known")
def syria_known_as_iraq(stage: Stage) -> None:
    stage.relation("alias", "syr", "irq")


@passes("alias-of-two-known")
def syria_known_by_a_new_name(stage: Stage) -> None:
    stage.relation("alias", "syr", "new.sham")
    stage.relation("alias", "syr", "syr")
    stage.relation("alias", "syr", "syr.gov")


@finds("teller-denies-own-relation")
def the_army_tells_and_denies_an_alliance(stage: Stage) -> None:
    stage.relation(
        "alliance", "new.front", "new.league",
        span("2024-01-01", "2024-05-01", ARMY),
        span("2024-03-01", "2024-03-01", ARMY, kind="denied"),
    )  # fmt: skip


@passes("teller-denies-own-relation")
def the_police_denies_it_or_the_army_later(stage: Stage) -> None:
    stage.relation(
        "alliance", "new.front", "new.league", span("2024-01-01", "2024-05-01", ARMY),
        span("2024-03-01", "2024-03-01", POLICE, kind="denied"),
        span("2024-06-01", "2024-06-01", ARMY, kind="denied"),
    )  # fmt: skip


@finds("ally-and-foe")
def one_voice_friend_and_foe(stage: Stage) -> None:
    stage.relation("alliance", "new.front", "new.league", span("2024-01-01", "2024-05-01", ARMY))
    stage.relation("hostility", "new.league", "new.front", span("2024-05-01", "2024-05-01", ARMY))


@passes("ally-and-foe")
def two_voices_or_two_times(stage: Stage) -> None:
    stage.relation("alliance", "new.front", "new.league", span("2024-01-01", "2024-05-01", ARMY))
    stage.relation("hostility", "new.front", "new.league", span("2024-05-01", "2024-05-01", HILL),
                   span("2024-05-02", "2024-05-02", ARMY))  # fmt: skip


@finds("two-parents")
def part_of_two(stage: Stage) -> None:
    stage.relation("part_of", "new.unit", "new.front", span("2024-01-01", "2024-05-01"))
    stage.relation("part_of", "new.unit", "new.league", span("2024-05-01", "2024-06-01"))


@passes("two-parents")
def part_of_one_then_the_other(stage: Stage) -> None:
    stage.relation("part_of", "new.unit", "new.front", span("2024-01-01", "2024-05-01"))
    stage.relation("part_of", "new.unit", "new.league", span("2024-05-02", "2024-06-01"))


@passes("two-parents")
def part_of_a_part(stage: Stage) -> None:
    stage.relation("part_of", "new.unit", "new.front", span("2024-01-01", "2024-05-01"))
    stage.relation("part_of", "new.unit", "new.league", span("2024-01-01", "2024-05-01"))
    stage.relation("part_of", "new.front", "new.league", span("2023-01-01", "2023-01-01"))
    stage.relation("part_of", "new.base", "syr.mil", span("2024-01-01", "2024-05-01"))
    stage.relation("part_of", "new.base", "syr", span("2024-01-01", "2024-05-01"))


def _heads(stage: Stage, one: str, other: str, since: str, body: str = "new.front") -> None:
    stage.relation("leads", "new.a", body, span("2024-01-01", "2024-05-01"), actor_name=one)
    stage.relation("leads", "new.b", body, span(since, "2024-06-01"), actor_name=other)


@finds("two-leaders")
def two_lead_the_front(stage: Stage) -> None:
    _heads(stage, "Yorun Kasht", "Imre Vasko", "2024-04-01")


@passes("two-leaders")
def one_leads_after_the_other(stage: Stage) -> None:
    _heads(stage, "Yorun Kasht", "Imre Vasko", "2024-05-02")


@passes("two-leaders")
def one_leader_under_two_names(stage: Stage) -> None:
    _heads(stage, "Yorun Kasht", "Kasht", "2024-04-01")
    _heads(stage, "Y. A. Kasht", "Yorun Kasht", "2024-04-01", "new.league")
    _heads(stage, "Yorun Kasht", "Imre Vasko", "2024-04-01", "syr")


def _holders(stage: Stage, since: str) -> None:
    stage.relation("controls", "new.front", "geo:7", span("2024-01-01", "2024-05-01"))
    stage.relation("controls", "new.army", "geo:7", span(since, "2024-06-01"))


@finds("two-holders")
def two_hold_one_town(stage: Stage) -> None:
    _holders(stage, "2024-04-01")


@passes("two-holders")
def a_town_changes_hands(stage: Stage) -> None:
    _holders(stage, "2024-05-02")


@passes("two-holders")
def allies_hold_a_town_together(stage: Stage) -> None:
    _holders(stage, "2024-04-01")
    stage.relation("alliance", "new.army", "new.front", span("2024-01-01", "2024-01-01"))


@passes("two-holders")
def a_town_changes_hands_on_the_day_of_an_end(stage: Stage) -> None:
    first = msgspec.structs.replace(span("2024-01-01", "2024-05-01"), ends=True)
    stage.relation("controls", "new.front", "geo:7", first)
    stage.relation("controls", "new.army", "geo:7", span("2024-05-01", "2024-06-01"))


@passes("two-holders")
def some_day_of_a_month_is_no_day(stage: Stage) -> None:
    some_day = msgspec.structs.replace(
        span("2024-04-01", "2024-04-30"), sure_start=None, sure_end=None
    )
    stage.relation("controls", "new.front", "geo:7", some_day)
    stage.relation("controls", "new.army", "geo:7", span("2024-04-20", "2024-06-01"))


@passes("ally-and-foe")
def a_friend_only_until_the_first_report(stage: Stage) -> None:
    friends = span("2024-01-01", "2024-05-01", ARMY, HILL)
    until = (dt.date(2024, 2, 1), dt.date(2024, 5, 1))
    stage.relation(
        "alliance", "new.front", "new.league", msgspec.structs.replace(friends, until=until)
    )
    stage.relation("hostility", "new.league", "new.front", span("2024-05-01", "2024-05-01", ARMY))


@passes("two-holders", "ally-and-foe")
def nobody_says_when(stage: Stage) -> None:
    stage.relation("controls", "new.front", "geo:7", Phase(kind="span"))
    stage.relation("controls", "new.army", "geo:7", Phase(kind="span"))
