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


def best_tags(logits: Floats) -> NDArray[np.int64]:
    """Find the likeliest tags in which an inner tag follows only its own slot's.

    A word in the middle of a name that looks like none by itself ("the Contact Group") stays in
    the name, since the name could not go on after it otherwise (Viterbi 1967).

    Args:
        logits: (N, T, 1 + 2 * slots): outside, then B and I of each slot.

    Returns:
        (N, T) tag indices.
    """
    x = logits - logits.max(-1, keepdims=True)
    x -= np.log(np.exp(x).sum(-1, keepdims=True))
    n, length, tags = x.shape
    outside, begin, inside = x[:, :, 0], x[:, :, 1::2], x[:, :, 2::2]
    rows = np.arange(n)
    score = np.concatenate([outside[:, :1], np.full((n, tags - 1), -np.inf)], axis=1)
    score[:, 1::2] = begin[:, 0]
    before = np.zeros((length, n), dtype=np.int64)  # best tag at the place before, for O and B
    goes_on = np.zeros((length, n, (tags - 1) // 2), dtype=bool)  # I after I, else I after B
    for t in range(1, length):
        before[t] = score.argmax(1)
        best = score[rows, before[t]]
        goes_on[t] = score[:, 2::2] > score[:, 1::2]
        same = np.where(goes_on[t], score[:, 2::2], score[:, 1::2])
        score[:, 0] = best + outside[:, t]
        score[:, 1::2] = best[:, None] + begin[:, t]
        score[:, 2::2] = same + inside[:, t]
    out = np.zeros((n, length), dtype=np.int64)
    out[:, -1] = score.argmax(1)
    for t in range(length - 1, 0, -1):
        tag = out[:, t]
        slot = (tag - 1) // 2  # of O: -1, not used
        is_inside = (tag > 0) & (tag % 2 == 0)
        out[:, t - 1] = np.where(
            is_inside, 1 + 2 * slot + goes_on[t][rows, slot].astype(np.int64), before[t]
        )
    return out


def find_mentions(tags: NDArray[np.int64], words: Words) -> list[tuple[int, int, int]]:
    """Read the tags of a sentence's pieces as mentions of whole words.

    Args:
        tags: (T,) tag indices, as `best_tags` gives them.
        words: the sentence's words.

    Returns:
        (slot index, start, end) of each mention, in text order; half-open ranges. Where two
        mentions share a word, it belongs to the first.
    """
    out: list[tuple[int, int, int]] = []
    before = -1
    for w, (a, b) in enumerate(zip(words.first, words.last, strict=True)):
        on = tags[a : b + 1]
        on = on[on > 0]
        if not len(on):
            before = -1
            continue
        slot = (int(on[0]) - 1) // 2
        if slot == before and on[0] % 2 == 0:
            _, start, _ = out[-1]
            out[-1] = (slot, start, words.end[w])
        else:
            out.append((slot, words.start[w], words.end[w]))
        before = slot
    return out
