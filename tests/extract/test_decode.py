"""From numbers to triggers and mentions: whole words, one trigger a word and kind."""

import numpy as np
import pytest

from sayso.extract.decode import Words, find_mentions, find_triggers

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


def test_mentions_split_where_a_new_one_begins():
    tags = np.tile(np.array([1.0, 0, 0], dtype=np.float32), (7, 1))  # outside, B, I
    for word, tag in ((0, 1), (1, 2), (2, 1), (4, 1)):
        tags[word + 1] = np.eye(3)[tag]
    assert [m[1:3] for m in find_mentions(tags, WORDS)] == [(0, 9), (10, 14), (20, 24)]
