"""What a mention means, in one line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.base.nouns import Actor, Candidate, Place, Voice
from sayso.show.meant import choice, choice_words, meaning, others

TWO = (
    Candidate(id="1", name="Ilsk, VEL", score=0.9, reasons=("exact name",)),
    Candidate(id="2", name="Ilsk, DAS", score=0.05),
)


def place(**more):
    return Place(start=0, end=4, text="Ilsk", **more)


def test_choice_is_the_candidate_with_the_id_of_the_mention():
    assert choice(place(geonameid=2, candidates=TWO)) is TWO[1]
    assert others(place(geonameid=2, candidates=TWO)) == (TWO[0],)
    assert choice(place(candidates=TWO)) is None
    voice = Voice(start=0, end=2, text="he", actor_id="1", candidates=TWO)
    assert choice(voice) is TWO[0]


def test_a_candidate_without_an_id_is_nobodys_choice():
    region = Candidate(id="", name="Sahel", score=0.9)
    assert choice(Actor(start=0, end=1, text="x", candidates=(region,))) is None
    assert choice(place(precision="region", candidates=(region,))) is None


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"geonameid": 1, "candidates": TWO}, "Ilsk, VEL"),
        ({}, "undecided"),
        ({"precision": "country", "country": "VEL"}, "undecided, in VEL"),
        (
            {"precision": "admin1", "admin1": "Hallin", "country": "VEL"},
            "undecided, in Hallin, VEL",
        ),
        ({"precision": "region", "country": "VEL"}, "a region without a point, in VEL"),
        ({"precision": "region"}, "a region without a point"),
    ],
)
def test_what_is_known_is_said_as_far_as_it_is_known(more, words):
    assert choice_words(place(**more)) == words


def test_lines_with_and_without_choice_and_candidates():
    assert meaning(place(geonameid=1, candidates=TWO)) == (
        "Ilsk = Ilsk, VEL (0.90: exact name); or Ilsk, DAS (0.05)"
    )
    assert meaning(place(candidates=TWO)) == (
        "Ilsk: undecided; Ilsk, VEL (0.90: exact name), Ilsk, DAS (0.05)"
    )
    assert meaning(place()) == "Ilsk: undecided"


names = st.text(min_size=1, max_size=5)


@given(st.lists(st.builds(Candidate, id=names, name=names, score=st.floats(0, 1)), max_size=3))
def test_every_candidate_stands_in_the_line(candidates):
    line = meaning(place(geonameid=1, candidates=tuple(candidates)))
    for candidate in candidates:
        assert f"{candidate.name} ({candidate.score:.2f})" in line
