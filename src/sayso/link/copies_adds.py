"""What one text adds over another that it copies.

In:   two Wordings, the earlier first; which sentences stand for each other, and in which of
      them the facts differ
Out:  the sentences of the later text that the earlier one does not have

Method: a sentence is *had* when most of its words stand in the earlier text in runs, or when
two sentences of that text side by side have its content words in other words' company: a lead
that an editor rewrote tells nothing new. It is *added* all the same when it has a name, day or
number that the earlier text lacks, or another one in the same place: a toll that rose is news.
Bylines, credits (short lines without an end mark) and words to the readers are neither.
Known faults: words are compared by their stems, so that a lead rewritten in synonyms throughout
counts as added.
"""

import math
import re
from itertools import pairwise

import numpy as np

from sayso.link.copies_facts import facts_of
from sayso.link.copies_words import Flags, Wording, words_of

# Both chosen on the tuning half of the benchmark (docs/copies.md).
_HAD = 0.6  # of a sentence's words, in runs
_REWORDED = 0.6  # of its content words, in two sentences side by side
_LINE = 10  # words of a byline or credit at most

_STEM_OF_NAME = 4  # letters: "Syria" and "Syrian", "America" and "Americans" name one thing
_ENDINGS = ("ings", "ing", "ed", "es", "s", "ly")
_CREDIT = re.compile(
    r"\W*(additional |with )?(reporting|writing|editing|edited|written|compiled) by\b", re.I
)


def added_sentences(before: Wording, now: Wording, had: Flags, changed: set[int]) -> list[int]:
    """Name the sentences of `now` that `before` does not have, by index.

    Args:
        had: for each word of `now`, whether it stands in a run that `before` has too.
        changed: sentences in which a fact of `before` was replaced by another.
    """
    known = set(before.words)
    stems = {word[:_STEM_OF_NAME] for word in known}
    told = set(facts_of(before).values())
    facts = facts_of(now)
    reworded = _Reworded(before)
    whole = f" {' '.join(before.words)} "
    added = []
    for t, (first, hi) in enumerate(now.sentences):
        if t in changed:
            added.append(t)
            continue
        lo = min(now.dateline[1], hi) if first == now.dateline[0] else first
        if t in now.to_readers or (t >= now.body and _is_line(now, t)):
            continue
        if f" {' '.join(now.words[lo:hi])} " in whole:
            continue
        new = any(
            word not in known
            and (kind, word) not in told
            and (kind != "name" or word[:_STEM_OF_NAME] not in stems)
            for kind, word in (facts[i] for i in range(lo, hi) if i in facts)
        )
        is_had = bool(np.count_nonzero(had[lo:hi]) >= _HAD * (hi - lo))
        if not is_had and not new:
            is_had = reworded.has(_content(now, lo, hi))
        if new or not is_had:
            added.append(t)
    return added


class _Reworded:
    """Two sentences side by side, sought by the content words that they hold."""

    def __init__(self, wording: Wording) -> None:
        each = [_content(wording, lo, hi) for lo, hi in wording.sentences]
        self._windows = [a | b for a, b in pairwise(each)] or each
        self._where: dict[str, list[int]] = {}
        for n, window in enumerate(self._windows):
            for stem in window:
                self._where.setdefault(stem, []).append(n)

    def has(self, content: set[str]) -> bool:
        """Whether any two hold enough of some content words.

        Two sentences that hold `_REWORDED` of the words hold one at least of any
        `1 - _REWORDED` of them and one more: only those that hold one of the rarest are looked at.
        """
        need = math.ceil(_REWORDED * len(content))
        rare = sorted(content, key=lambda stem: (len(self._where.get(stem, ())), stem))
        looked = {n for stem in rare[: len(content) - need + 1] for n in self._where.get(stem, ())}
        return any(len(content & self._windows[n]) >= need for n in looked) or not content


def _is_line(wording: Wording, t: int) -> bool:
    lo, hi = wording.sentences[t]
    end = wording.text[: wording.spans[t][1]].rstrip(" \n\t\"'”’)]")[-1:]
    if _CREDIT.match(wording.text, wording.spans[t][0]):
        return True
    return hi - lo < _LINE and end not in ".!?…"


def _content(wording: Wording, lo: int, hi: int) -> set[str]:
    function_words = words_of("function_words")
    return {_stem(word) for word in wording.words[lo:hi] if word not in function_words}


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word
