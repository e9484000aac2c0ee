"""From numbers to triggers and mentions: whole words, one trigger a word and kind."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.extract.decode import Words, best_tags, find_mentions, find_triggers

# Five words of one piece each, with a special piece on either side.
WORDS = Words([1, 2, 3, 4, 5], [1, 2, 3, 4, 5], [0, 6, 10, 15, 20], [5, 9, 14, 19, 24])
KINDS = np.array([0, 0, 1], dtype=np.float32)
LIMITS = np.array([0.5, 0.5, 0.5], dtype=np.float32)


def probabilities(**on: float) -> np.ndarray:
    """(7, 3) probabilities; `w2t0=.9` sets word 2 of type 0."""
    prob = np.full((7, 3), 0.01, dtype=np.float32)
    for name, value in on.items():
        prob[int(name[1]) + 1, int(name[3])] = value
    return prob


def test_neighbouring_words_of_one_type_are_one_trigger():
    (trigger,) = find_triggers(probabilities(w1t0=0.9, w2t0=0.7), WORDS, LIMITS, KINDS)
    assert trigger.pieces == [2, 3]
    assert trigger.score == pytest.approx(0.9)


def test_one_word_tells_one_event_but_also_a_relation():
    found = find_triggers(probabilities(w1t0=0.9, w1t1=0.8, w1t2=0.6), WORDS, LIMITS, KINDS)
    assert [t.type for t in found] == [0, 2]


def test_nothing_above_the_threshold_gives_no_trigger():
    assert find_triggers(probabilities(w1t0=0.49), WORDS, LIMITS, KINDS) == []


def test_a_sentence_without_words_gives_no_trigger():
    empty = Words([], [], [], [])
    assert find_triggers(probabilities(), empty, LIMITS, KINDS) == []


def tags_of(*tags: int) -> np.ndarray:
    return np.array([0, *tags, 0])


def test_mentions_split_where_a_new_one_begins():
    found = find_mentions(tags_of(1, 2, 1, 0, 1), WORDS)
    assert found == [(0, 0, 9), (0, 10, 14), (0, 20, 24)]


def test_a_doubtful_word_inside_a_name_stays_in_the_name():
    logits = np.full((1, 7, 3), -4.0, dtype=np.float32)
    logits[0, :, 0] = 0
    logits[0, 1] = [-4, 3, -4]  # The: begins
    logits[0, 2] = [1, -4, 0.5]  # Contact: rather outside, by itself
    logits[0, 3] = [-4, -4, 3]  # Group: goes on
    assert best_tags(logits)[0].tolist() == [0, 1, 2, 2, 0, 0, 0]


@given(st.integers(0, 2**32 - 1), st.integers(1, 4), st.integers(1, 12), st.integers(1, 5))
def test_an_inner_tag_follows_only_its_own_slot(seed, n, length, n_slots):
    logits = np.random.default_rng(seed).normal(size=(n, length, 1 + 2 * n_slots))
    for row in best_tags(logits.astype(np.float32)):
        for before, tag in zip([0, *row], row, strict=False):
            if tag and tag % 2 == 0:
                assert before in (tag, tag - 1)
