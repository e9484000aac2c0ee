"""Candidates of mentions, as one who checks the choices sees them."""

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.base.nouns import Actor, Claim, Document, Place, Span, Voice
from sayso.identify.actors import identify_actors
from sayso.identify.names import identify
from sayso.show.meant import choice

IRAQ = "Rebels attacked {} on Monday, officials in Baghdad said. Iraq sent troops."


def read(text, cls=Place, *mentions):
    """The mentions of one claim over the whole text, identified."""
    doc = Document(report_id="d", text=text, blocks=((0, len(text)),))
    spans = tuple(
        cls(start=at, end=at + len(m), text=m) for m in mentions for at in (text.index(m),)
    )
    whole = Span(start=0, end=len(text), text=text)
    role = {Place: "place", Actor: "actor", Voice: "source"}[cls]
    claim = Claim(
        id="c", doc="d", kind="event", type="ASSAULT", trigger=whole, evidence=whole,
        **{role: spans},
    )  # fmt: skip
    (found,) = identify((claim,), doc)
    return getattr(found, role)


def place(phrase, text=IRAQ):
    return read(text.format(phrase), Place, phrase)[0]


def actor(text, mention, cls=Actor):
    return read(text, cls, mention)[0]


def test_a_chosen_place_stands_first_with_reasons_and_runners_up():
    found = place("Mosul")
    best, *others = found.candidates
    assert (best.id, best.name) == (str(found.geonameid), "Mosul, Nineveh, IRQ")
    assert "exact name" in best.reasons
    assert "in a country that the report speaks of" in best.reasons
    assert [c.name for c in others] == ["Mosul (district), Nineveh, IRQ"]
    assert (best.score > 0.9, others[0].score < 0.1) == (True, True)


def test_an_undecided_town_has_its_country_chosen_and_the_towns_below():
    found = place("Springfield", "Rebels attacked {} on Monday.")
    assert choice(found).name == "United States"
    assert [c.name.split(",")[0] for c in found.candidates[1:]] == ["Springfield"] * 2


def test_a_place_near_a_name_says_so_and_one_far_from_it_is_not_it():
    near = place("a village near Mosul")
    assert choice(near).reasons[0] == "the place is near it"
    far = place("a village 40 km north of Mosul")
    assert choice(far) is None
    assert far.candidates[0].reasons[0] == "the place is some way from it"


def test_a_part_of_a_country_is_not_the_country():
    found = place("northern Iraq")
    assert (found.precision, choice(found)) == ("region", None)
    assert found.candidates[0].name == "Iraq"


def test_places_that_other_words_name_say_how():
    capital = place("the Afghan capital")
    assert choice(capital).name.startswith("Kabul,")
    assert choice(capital).reasons == ("the capital of its country",)
    held = place("Qwxyz, Syria")
    assert choice(held).reasons == ("the words beside it say so",)


def test_of_several_names_in_a_mention_it_says_for_which():
    found = place("Kobane, Syria", "Fighters died in {} on Friday. Syria denied it.")
    assert choice(found).reasons[0] == 'for "Kobane"'
    both = place("Kabul and Paris", "Fires burned in {} on Friday.")
    assert choice(both) is None
    assert {c.reasons[0] for c in both.candidates} == {'for "Kabul"', 'for "Paris"'}


def test_words_that_name_no_place_have_no_candidates():
    assert place("their homes").candidates == ()


def test_a_chosen_actor_stands_first_with_the_rule_that_found_it():
    found = actor("IS militants attacked Russia.", "IS militants")
    assert found.candidates[0].id == found.actor_id == "islamic-state"
    assert found.candidates[0].reasons == ("acronym", '"militants" of the actor named')


@pytest.mark.parametrize("mention", ["The Taliban", "Taliban fighters"])
@pytest.mark.parametrize("cls", [Actor, Voice])
def test_an_undecided_name_tells_who_bears_it(mention, cls):
    found = actor(f"{mention} attacked a post.", mention, cls)
    assert found.actor_id == ""
    assert {c.id for c in found.candidates} == {"afghan-taliban", "pakistani-taliban"}
    assert all("several bear the name" in c.reasons for c in found.candidates)


def test_a_name_told_by_its_country_keeps_its_rival():
    found = actor("The Taliban attacked a post in Afghanistan.", "The Taliban")
    assert [c.id for c in found.candidates] == ["afghan-taliban", "pakistani-taliban"]
    assert "another bearer's country is in the report" in found.candidates[1].reasons


def test_generic_and_provisional_actors_are_choices_too():
    assert choice(actor("Gunmen shot at a van.", "Gunmen")).name == "gunmen"
    assert choice(actor("Bilai Abdi said no.", "Bilai Abdi")).name == "Bilai Abdi"
    assert actor("They left the town.", "They").candidates == ()


def test_a_reference_between_two_groups_tells_both_the_last_first():
    text = "Boko Haram burned a school. Hamas fired rockets. The group denied it."
    names = ("Boko Haram", "Hamas", "The group")
    spans = [Actor(start=text.index(n), end=text.index(n) + len(n), text=n) for n in names]
    whole = Span(start=0, end=len(text), text=text)
    claims = tuple(
        Claim(
            id=f"c{i}", doc="d", kind="event", type="ASSAULT", trigger=whole, evidence=whole,
            actor=(span,),
        )
        for i, span in enumerate(spans)
    )  # fmt: skip
    found = identify_actors(claims, Document(report_id="d", text=text))[2].actor[0]
    assert found.actor_id == ""
    assert [(c.id, c.score) for c in found.candidates] == [("hamas", 0.5), ("boko-haram", 0.5)]
    assert found.candidates[0].reasons == ("named before; others fit as well",)


def test_each_of_two_actors_in_one_mention_has_its_own():
    text = "Britain and France agreed."
    words = "Britain and France"
    whole = Span(start=0, end=len(text), text=text)
    claim = Claim(
        id="c", doc="d", kind="event", type="AGREE", trigger=whole, evidence=whole,
        actor=(Actor(start=0, end=len(words), text=words),),
    )  # fmt: skip
    (found,) = identify_actors((claim,), Document(report_id="d", text=text))
    assert [a.candidates[0].id for a in found.actor] == ["gbr", "fra"]


WORDS = ["Mosul", "Springfield", "Syria", "Aleppo province", "near Homs", "the city", "San Juan",
         "the Taliban", "northern Iraq", "Mosul and Raqqa", "the Sahel", "Kobane, Syria",
         "the Turkish border", "a camp", "Russia"]  # fmt: skip


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=5, unique=True))
def test_candidates_are_few_in_order_and_hold_the_choice(words):
    text = ". ".join(f"Fire fell on {w}" for w in words) + "."
    for cls in (Place, Actor):
        for found in read(text, cls, *words):
            scores = [c.score for c in found.candidates]
            assert len(scores) <= 3
            assert scores == sorted(scores, reverse=True)
            assert all(0 <= s <= 1 for s in scores)
            assert all(c.name and c.reasons for c in found.candidates)
            chosen = getattr(found, "geonameid", None) or getattr(found, "actor_id", "")
            if chosen:
                assert found.candidates[0].id == str(chosen)
                assert [c.id for c in found.candidates].count(str(chosen)) == 1


def test_a_second_run_keeps_the_candidates():
    text = IRAQ.format("Mosul")
    doc = Document(report_id="d", text=text, blocks=((0, len(text)),))
    whole = Span(start=0, end=len(text), text=text)
    at = text.index("Mosul")
    claim = Claim(
        id="c", doc="d", kind="event", type="ASSAULT", trigger=whole, evidence=whole,
        place=(Place(start=at, end=at + 5, text="Mosul"),),
        actor=(Actor(start=0, end=6, text="Rebels"),),
    )  # fmt: skip
    once = identify((claim,), doc)
    assert once[0].place[0].candidates
    assert identify(once, doc)[0].place == once[0].place
    assert msgspec.json.decode(msgspec.json.encode(once), type=tuple[Claim, ...]) == once
