"""Happenings across the reports of a story, on invented mentions."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.link.stories_acts import Heads, families, families_of, head, heads, stem
from sayso.link.stories_events import EventMention, group_events, same_heads
from sayso.link.stories_words import words


def mention(name, sentence, report="r1", number=0):
    """A mention: the words between brackets."""
    tokens, at = [], []
    inside = False
    for word in sentence.split():
        inside = inside or word.startswith("[")
        if inside:
            at.append(len(tokens))
        inside = inside and not word.endswith("]")
        tokens.append(word.strip("[]"))
    return EventMention(id=name, report=report, sentence=number, tokens=tuple(tokens), at=tuple(at))


MENTIONS = (
    mention("a", "An [earthquake] shook the Osgol valley on Tuesday"),
    mention("b", "The Osgol [quake] flattened houses on Tuesday", "r2"),
    mention("c", "The [earthquake] in the Osgol valley killed 42", "r3"),
    mention("d", "Flags flew as Tarvenia [mourned] them", "r3", 1),
    mention("e", "Dockers in Velmouth [walked out] over pay", "r4"),
    mention("f", "An [earthquake] shook Lumera island on Friday", "r5"),
)
STORY = {"r1": "osgol", "r2": "osgol", "r3": "osgol", "r4": "strike", "r5": "lumera"}


def test_mentions_of_one_happening_are_joined_and_unlike_stories_never():
    assert group_events(MENTIONS, STORY) == (("a", "b", "c"), ("d",), ("e",), ("f",))


def test_the_plain_rule_joins_equal_heads_of_a_story_alone():
    assert same_heads(MENTIONS, STORY) == (("a", "c"), ("b",), ("d",), ("e",), ("f",))


@given(st.permutations(MENTIONS))
@settings(max_examples=20, deadline=None)
def test_the_order_of_mentions_makes_no_difference(mentions):
    assert group_events(mentions, STORY) == group_events(MENTIONS, STORY)
    assert same_heads(mentions, STORY) == same_heads(MENTIONS, STORY)


def test_no_mentions_make_no_happenings():
    assert group_events((), {}) == same_heads((), {}) == ()


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("was being attacked", "attack"), ("walked out", "walk"), ("took hostage", "hostage"),
        ("will not resign", "resign"), ("murder trial", "trial"), ("shot to death", "shoot"),
        ("made", "make"), ("was", "be"), ("in custody", "custody"), ("-", ""),
    ],
)  # fmt: skip
def test_the_head_of_a_mention(said, found):
    assert head(said.split(), words()) == found


def test_heads_are_of_one_family_by_list_or_by_ending():
    shipped = heads()
    assert shipped.are_family("quake", "earthquake")
    assert shipped.are_family("disrupt", "disruption")
    assert not shipped.are_family("quake", "resign")
    assert stem("announcement") == stem("announce")


def test_words_of_families_are_base_forms():
    assert [word for word in families() if words().base(word) != word] == []


def test_what_was_never_seen_weighs_nothing_and_what_was_weighs_by_its_share():
    known = Heads(
        families_of(["a b"]), {("a", "b"): (9, 10), ("a", "c"): (0, 10), ("a", "a"): (1, 2)}
    )
    assert known.known("x", "y") == known.known("x", "x") == 0.0
    assert known.known("b", "a") > 0 > known.known("a", "c")
    assert known.known("a", "b") == known.known("b", "a")


@given(st.text(), st.text())
def test_families_are_symmetric(a, b):
    assert heads().are_family(a, b) == heads().are_family(b, a)
