"""Names looked up in the roster: by case, context and spelling, never the nearest wrong one."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.identify.actors_index import fold, names, trimmed
from sayso.identify.actors_known import provisional
from sayso.identify.actors_names import DECIDED, chosen, find
from sayso.identify.actors_roster import roster


def one(name: str, *countries: str, day: dt.date | None = None) -> str:
    best = chosen(find(name, day=day, countries=frozenset(countries)))
    return best.id if best else ""


@pytest.mark.parametrize(
    ("name", "actor"),
    [
        ("Islamic State", "islamic-state"),
        ("the Islamic State of Iraq and the Levant", "islamic-state"),
        ("ISIS", "islamic-state"),
        ("ISIL", "islamic-state"),
        ("Daesh", "islamic-state"),
        ("TTP", "pakistani-taliban"),
        ("Tehrik-i-Taliban Pakistan", "pakistani-taliban"),
        ("Tehreek-e-Taliban Pakistan", "pakistani-taliban"),
        ("the Pakistani Taliban", "pakistani-taliban"),
        ("the Afghan Taliban", "afghan-taliban"),
        ("Peshmerga", "peshmerga"),
        ("YPG", "ypg"),
        ("al-Qaida", "al-qaida"),
        ("Al Qaeda", "al-qaida"),
        ("Hizbullah", "hezbollah"),
        ("Kabul", "afg.gov"),
        ("the Kremlin", "rus.gov"),
        ("British", "gbr"),
        ("Iraqis", "irq"),
        ("U.S.", "usa"),
        ("U.N.", "un"),
        ("NATO", "nato"),
        ("Côte d’Ivoire", "civ"),
    ],
)
def test_names_of_the_news_are_found(name: str, actor: str) -> None:
    assert one(name) == actor


def test_an_acronym_that_is_a_word_needs_its_capitals() -> None:
    assert one("IS") == "islamic-state"
    assert one("WHO") == "who"
    assert one("US") == "usa"
    for word in ("is", "Is", "who", "Who", "us", "it", "turkey"):
        assert one(word) == "", word


def test_a_name_of_two_groups_is_decided_by_the_country() -> None:
    assert one("Taliban", "AFG") == "afghan-taliban"
    assert one("Taliban", "PAK") == "pakistani-taliban"
    assert one("Taliban") == ""
    assert one("Taliban", "AFG", "PAK") == ""
    assert one("RSF", "SDN") == "rsf-sudan"


def test_undecided_names_keep_their_candidates_and_say_why() -> None:
    found = find("Taliban")
    assert {c.id for c in found} == {"afghan-taliban", "pakistani-taliban"}
    assert all(c.score < DECIDED and "several bear the name" in c.reasons for c in found)


def test_a_name_that_says_little_needs_its_country() -> None:
    assert one("National Liberation Army") == ""
    assert one("National Liberation Army", "COL") == "eln-colombia"
    assert one("Labour Party") == ""
    assert one("Labour Party", "GBR") == "gbr.labour"


def test_a_slip_of_spelling_is_forgiven_and_said() -> None:
    found = find("Tehreek-e-Taliban Pakstan")
    assert found[0].id == "pakistani-taliban"
    assert "spelt like" in found[0].reasons[0]
    assert found[0].score < find("Tehreek-e-Taliban Pakistan")[0].score


@pytest.mark.parametrize(
    "name",
    ["Telmar Liberation Front", "Velmish", "Army of Orda", "Taliban Street", "Iranistan",
     "Islamic Statement", "Malaysian Armed Forcs", "Democratic Unionist Parti", "Amam", "M24",
     "Brigade 302"],
)  # fmt: skip
def test_what_nobody_bears_is_not_the_nearest_actor(name: str) -> None:
    assert one(name) == ""


def test_kinds_that_were_not_asked_for_are_held_back() -> None:
    assert chosen(find("Boko Haram", kinds=frozenset({"armed_group"}))) is not None
    assert chosen(find("Boko Haram", kinds=frozenset({"igo"}))) is None


def test_a_day_outside_an_actors_days_costs_and_is_said() -> None:
    now, then = find("LTTE", day=dt.date(2020, 1, 1)), find("LTTE", day=dt.date(2005, 1, 1))
    assert now[0].score < then[0].score
    assert "not of that day" in now[0].reasons


def test_every_actor_is_found_by_its_own_name_in_its_own_country() -> None:
    lost = []
    for actor in roster().actors.values():
        if not any(c.isupper() for c in actor.name):
            continue
        found = find(actor.name, countries=roster().countries_of(actor.id))
        if actor.id not in {c.id for c in found}:
            lost.append(actor.id)
    assert lost == []


def test_every_name_of_a_state_leads_to_it() -> None:
    for row in roster().states:
        assert row.iso3.lower() in {c.id for c in find(row.name)}
        for word in row.capitals:
            assert f"{row.iso3.lower()}.gov" in {
                h.actor for h in names().by_name[fold(trimmed(word))]
            }


@given(st.text(max_size=60))
def test_scores_are_in_range_and_in_order(text: str) -> None:
    found = find(text)
    scores = [c.score for c in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= s <= 1 for s in scores)
    assert all(c.reasons and c.name for c in found)


@given(st.text(min_size=1, max_size=40))
def test_a_provisional_id_is_the_same_for_the_same_name(text: str) -> None:
    assert provisional(text) == provisional(text)
    assert provisional(text) == provisional(f"  {text} ")
    assert provisional(text).startswith("new.")
