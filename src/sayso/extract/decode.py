"""From the model's numbers to spans: triggers, mentions, status.

In:   per-piece probabilities of one sentence, and its `Pieces`
Out:  triggers with type and score; role mentions as half-open ranges of the sentence

Method: everything is decided by whole words. A word triggers a type with the highest
probability among its pieces; neighbouring words that trigger one type are one trigger. A
word's slot is the one with the highest mean probability over its pieces; a new mention
begins where the slot changes or the first piece says so.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sayso.extract.encode import Pieces

Floats = NDArray[np.float32]

# Codebook: a trigger is a word or a fixed phrase of three words at most; hyphens and
# apostrophes count as words of the tokenizer, hence five.
MAX_TRIGGER_WORDS = 5


class Trigger(NamedTuple):
    """A trigger found: its pieces, its type's index, and its probability."""

    pieces: list[int]
    type: int
    score: float


class Words(NamedTuple):
    """The words of a sentence: pieces [first, last] and range [start, end) of each."""

    first: list[int]
    last: list[int]
    start: list[int]
    end: list[int]


def words_of(pieces: Pieces) -> Words:
    """Group pieces to words, without the special pieces."""
    out = Words([], [], [], [])
    before = -1
    for i, word in enumerate(pieces.words):
        if word < 0:
            continue
        if word != before:
            out.first.append(i)
            out.last.append(i)
            out.start.append(pieces.starts[i])
            out.end.append(pieces.ends[i])
            before = word
        else:
            out.last[-1] = i
            out.end[-1] = pieces.ends[i]
    return out


def softmax(x: Floats) -> Floats:
    """Softmax over the last axis."""
    e = np.exp(x - x.max(-1, keepdims=True))
    return np.asarray(e / e.sum(-1, keepdims=True), dtype=np.float32)


def sigmoid(x: Floats) -> Floats:
    """Logistic function, safe for large values."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(x, -30, 30))), dtype=np.float32)


def find_triggers(prob: Floats, words: Words, thresholds: Floats, kinds: Floats) -> list[Trigger]:
    """Find triggers in a sentence.

    Args:
        prob: (T, types) probabilities of each piece.
        words: the sentence's words.
        thresholds: (types,) least probability of each type.
        kinds: (types,) 0 for events, 1 for relations. Where two triggers of one kind
            overlap, only the surer stays: one word tells one event (codebook).
    """
    if not words.first:
        return []
    by_word = np.stack(
        [prob[a : b + 1].max(0) for a, b in zip(words.first, words.last, strict=True)]
    )
    on = by_word >= thresholds
    found: list[tuple[float, int, int, int]] = []
    for t in map(int, np.flatnonzero(on.any(0))):
        w = 0
        while w < len(on):
            if not on[w, t]:
                w += 1
                continue
            a = w
            while w < len(on) and on[w, t] and w - a < MAX_TRIGGER_WORDS:
                w += 1
            found.append((float(by_word[a:w, t].max()), int(t), a, w - 1))
    kept: list[tuple[float, int, int, int]] = []
    for score, t, a, b in sorted(found, key=lambda f: (-f[0], f[1], f[2])):
        if not any(kinds[t] == kinds[u] and a <= d and b >= c for _, u, c, d in kept):
            kept.append((score, t, a, b))
    return [
        Trigger(list(range(words.first[a], words.last[b] + 1)), t, score)
        for score, t, a, b in sorted(kept, key=lambda f: (f[2], f[1]))
    ]


def find_mentions(prob: Floats, words: Words) -> list[tuple[int, int, int, float]]:
    """Read BIO probabilities as mentions.

    Args:
        prob: (T, 1 + 2 * slots) probabilities: outside, then B and I of each slot.
        words: the sentence's words.

    Returns:
        (slot index, start, end, score) of each mention, in text order; half-open ranges.
    """
    out: list[tuple[int, int, int, float]] = []
    before = -1
    for w, (a, b) in enumerate(zip(words.first, words.last, strict=True)):
        mean = prob[a : b + 1].mean(0)
        slots = mean[1::2] + mean[2::2]
        slot = int(slots.argmax())
        if slots[slot] <= mean[0]:
            before = -1
            continue
        begins = prob[a, 1 + 2 * slot] > prob[a, 2 + 2 * slot]
        if slot == before and not begins:
            s, start, _, score = out[-1]
            out[-1] = (s, start, words.end[w], max(score, float(slots[slot])))
        else:
            out.append((slot, words.start[w], words.end[w], float(slots[slot])))
        before = slot
    return out
