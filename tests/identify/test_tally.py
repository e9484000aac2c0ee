"""Mentions counted by what became of them."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.base.nouns import Actor, Candidate, Claim, Place, Span
from sayso.identify.tally import BESIDE, LIES_IN, STATES, tally


def actor(at, actor_id=""):
    return Actor(start=at, end=at + 1, text="x", actor_id=actor_id)


def place(at, **more):
    return Place(start=at, end=at + 1, text="x", **more)


@pytest.fixture
def with_roles(story):
    bare = msgspec.structs.replace(story[1][0], actor=(), recipient=(), place=(), source=())
    return lambda **roles: msgspec.structs.replace(bare, **roles)


def test_each_kind_tells_what_became_of_its_mentions(with_roles):
    claim = with_roles(
        actor=(actor(0, "iraq"), actor(1)),
        recipient=(actor(2, "new.some-front"), actor(3, "any.gunmen")),
        place=(place(0, geonameid=5, precision="place"), place(1, precision="country"), place(2)),
    )
    assert tally([claim]) == {
        "actors_settled": 2, "actors_new": 1, "actors_undecided": 1,
        "places_settled": 1, "places_partly": 1, "places_undecided": 1,
    }  # fmt: skip


@pytest.mark.parametrize("reason", [LIES_IN, BESIDE])
def test_a_country_chosen_for_a_town_in_it_is_part_of_the_answer(with_roles, reason):
    usa = Candidate(id="5", name="United States", score=0.8, reasons=(reason,))
    claim = with_roles(place=(place(0, geonameid=5, precision="country", candidates=(usa,)),))
    assert tally([claim])["places_partly"] == 1


def test_words_of_several_claims_count_once_settled_if_any_settles_them(with_roles):
    claims = [with_roles(actor=(actor(0),)), with_roles(actor=(actor(0, "iraq"),))]
    for order in (claims, claims[::-1]):
        found = tally(order)
        assert (found["actors_settled"], sum(found.values())) == (1, 1)


def test_no_claims_are_counted_as_none():
    assert set(tally([]).values()) == {0}
    assert set(tally([])) == {f"{kind}_{state}" for kind in STATES for state in STATES[kind]}


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["", "a", "new.b"])), max_size=8))
def test_the_kinds_add_up_to_the_mentions(mentions):
    word = Span(start=0, end=1, text="x")
    claim = Claim(
        id="c", doc="d", kind="event", type="ASSAULT", trigger=word, evidence=word,
        actor=tuple(actor(*m) for m in mentions),
    )  # fmt: skip
    assert sum(tally([claim]).values()) == len({at for at, _ in mentions})
