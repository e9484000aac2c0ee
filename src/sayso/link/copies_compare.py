"""Compare two texts word by word: does one repeat the other, and what does it add?

In:   two Wordings, in any order
Out:  a `Copy`, or None

Method: exact, on runs of `K` words outside quotation marks. The *share* is the larger of the two
parts of the texts' words that stand in runs which the other text has too. A text is a copy from
`COPY` on, a short one from `COPY_SHORT` on, a partial copy from `PARTIAL` on where the shared words
make whole sentences. Of reports of one outlet partial copies do not count: what they share is the
outlet's own furniture, and their voice is one anyhow. Of reports more than `NEWS_DAYS` apart only
whole copies count in which no fact is another: the same words about another Monday are no news of
this one. Texts that differ in names, days and numbers where their words are the same tell of two
happenings, and are no copies however much they share (`copies_facts`). A copy that adds passages
(`copies_adds`) is an update.
Known faults: reports that both quote a third text without quotation marks (a statement in full)
count as copies of each other.
"""

from collections import Counter
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from sayso.base.joined import Copy, CopyKind, Passage
from sayso.link.copies_adds import added_sentences
from sayso.link.copies_facts import Facts, compare_facts
from sayso.link.copies_families import first
from sayso.link.copies_words import Flags, Hashes, K, Wording

# Chosen on the tuning half of the benchmark (docs/copies.md), between the copies made there and
# the reports of one happening that were written apart.
COPY = 0.5
COPY_WORDS = 40
COPY_SHORT = 0.7  # of a text with fewer shared words, but with these
COPY_SHORT_WORDS = 20
PARTIAL = 0.2
PARTIAL_WORDS = 40
PARTIAL_SENTENCES = 2
PARTIAL_FACTS = 8  # names, days and numbers in what stands in both: furniture has few
NEWS_DAYS = 6  # after a week "on Monday" is another Monday
_SENTENCE_WORDS = 8  # shorter ones stand in many reports
_SENTENCE_SHARE = 0.8
_ADDED_WORDS = 12  # fewer added words do not make an update of a copy
_GRAM = 3  # words in a row by which sentences that stand for each other are found
_MOST_PLACES = 20  # what stands in more sentences of one text tells none from another
_MAX_TOLD = 3  # changed facts that the reasons name


class Shared(NamedTuple):
    """How much two texts have in the same words, outside quotation marks."""

    share: float  # of the text that is better contained
    words: int
    sentences: int  # of the smaller text, that the other has nearly whole


def compare(a: Wording, b: Wording) -> Copy | None:
    """Tell whether one of two reports repeats the other.

    Args:
        a, b: two reports, in any order; the result is the same. The later published is the one
            that repeats (`copies_families.first`).
    """
    before, now = sorted((a, b), key=lambda w: first(w.report, w.published))
    shared = measure(before, now)
    is_far = _days_between(before, now) > NEWS_DAYS
    kind: CopyKind
    if _is_copy(shared) or (_is_short_copy(shared) and not is_far):
        kind = "copy"
    elif _is_partial(shared) and not is_far and not _has_one_outlet(before, now):
        kind = "partial"
    else:
        return None
    pairs = stand_for(before, now)
    facts, changed = compare_facts(
        before, now, [(s, t) for s, t in pairs if s >= before.body and t >= now.body]
    )
    if kind == "partial" and len(facts.agree) < PARTIAL_FACTS:
        return None
    if is_far and facts.differ:
        return None
    if facts.tell_of_two(
        one_day=before.published is not None and before.published == now.published
    ):
        return None
    had = covered(now, before, quoted=True)
    added = added_sentences(before, now, had, changed)
    if kind == "copy" and (changed or _n_words(now, added) >= _ADDED_WORDS):
        kind = "update"
    return Copy(
        report=now.report,
        of=before.report,
        kind=kind,
        share=round(share_of(before, now), 4),
        adds=_passages(now, added),
        reasons=_reasons(before, now, shared=shared, pairs=pairs, facts=facts, added=added),
    )


def measure(before: Wording, now: Wording) -> Shared:
    """Measure how much two texts have in the same words."""
    in_before, in_now = covered(before, now), covered(now, before)
    n_before, n_now = int(in_before.sum()), int(in_now.sum())
    all_before, all_now = before.n_open, now.n_open
    small, flags = (now, in_now) if all_now <= all_before else (before, in_before)
    share = max(n_before / max(1, all_before), n_now / max(1, all_now))
    words = min(n_before, n_now)
    return Shared(
        share=share,
        words=words,
        sentences=_whole_sentences(small, flags)
        if share >= PARTIAL and words >= PARTIAL_WORDS
        else 0,
    )


def covered(text: Wording, by: Wording, *, quoted: bool = False) -> Flags:
    """Tell which words of a text stand in a run of `K` words that another has too.

    Args:
        quoted: runs with words in quotation marks count too.
    """
    if quoted:
        hit = np.isin(text.runs, by.runs)
    else:
        hit = _stands_in(text.runs, by.open_runs) & text.is_open
    flags = np.zeros(len(text.words), dtype=np.bool_)
    for i in range(K):
        flags[i : i + len(hit)] |= hit
    return flags


def _stands_in(runs: Hashes, ordered: Hashes) -> Flags:
    if not len(ordered):
        return np.zeros(len(runs), dtype=np.bool_)
    at = np.searchsorted(ordered, runs)
    at[at == len(ordered)] = 0
    return np.asarray(ordered[at] == runs)


def stand_for(before: Wording, now: Wording) -> list[tuple[int, int]]:
    """Pair sentences that say the same with other facts or words, or the very same.

    Returns:
        Index of a sentence of `before`, and of the one of `now`, in the order of `now`. Two
        sentences pair when half the words of the shorter stand in both, and a third of the
        longer's; of several the one with the most triples of words in common.
    """
    where = _grams(before)
    same_words = {before.words[lo:hi]: s for s, (lo, hi) in enumerate(before.sentences)}
    pairs = []
    for t, (lo, hi) in enumerate(now.sentences):
        if now.words[lo:hi] in same_words:
            pairs.append((same_words[now.words[lo:hi]], t))
            continue
        votes: dict[int, int] = {}
        for i in range(lo, hi - _GRAM + 1):
            for s in where.get(now.words[i : i + _GRAM], ()):
                votes[s] = votes.get(s, 0) + 1
        if not votes:
            continue
        s = min(votes, key=lambda s: (-votes[s], abs(s - t), s))
        lo_b, hi_b = before.sentences[s]
        same = (Counter(before.words[lo_b:hi_b]) & Counter(now.words[lo:hi])).total()
        if 2 * same >= min(hi - lo, hi_b - lo_b) and 3 * same >= max(hi - lo, hi_b - lo_b):
            pairs.append((s, t))
    return pairs


@lru_cache(maxsize=512)
def _grams(wording: Wording) -> dict[tuple[str, ...], list[int]]:
    where: dict[tuple[str, ...], list[int]] = {}
    for s, (lo, hi) in enumerate(wording.sentences):
        for i in range(lo, hi - _GRAM + 1):
            places = where.setdefault(wording.words[i : i + _GRAM], [])
            if len(places) < _MOST_PLACES:
                places.append(s)
    return where


def _is_copy(shared: Shared) -> bool:
    return shared.share >= COPY and shared.words >= COPY_WORDS


def _is_short_copy(shared: Shared) -> bool:
    return shared.share >= COPY_SHORT and shared.words >= COPY_SHORT_WORDS


def _is_partial(shared: Shared) -> bool:
    return (
        shared.share >= PARTIAL
        and shared.words >= PARTIAL_WORDS
        and shared.sentences >= PARTIAL_SENTENCES
    )


def _has_one_outlet(before: Wording, now: Wording) -> bool:
    return before.outlet != "" and before.outlet == now.outlet


def _days_between(before: Wording, now: Wording) -> int:
    """Days from one report to the other; 0 where the day of either is unknown."""
    if before.published is None or now.published is None:
        return 0
    return (now.published - before.published).days


def _whole_sentences(wording: Wording, flags: Flags) -> int:
    n = 0
    for lo, hi in wording.sentences:
        n_open = np.count_nonzero(~wording.quoted[lo:hi])
        n_shared = np.count_nonzero(flags[lo:hi])
        n += bool(n_open >= _SENTENCE_WORDS and n_shared >= _SENTENCE_SHARE * n_open)
    return n


def share_of(before: Wording, now: Wording) -> float:
    """Share of the smaller text's runs of words that the other has too, in [0, 1]."""
    a, b = before.open_runs, now.open_runs
    return int(np.count_nonzero(_stands_in(a, b))) / max(1, min(len(a), len(b)))


def _n_words(wording: Wording, sentences: list[int]) -> int:
    return sum(hi - lo for lo, hi in (wording.sentences[t] for t in sentences))


def _passages(wording: Wording, sentences: list[int]) -> tuple[Passage, ...]:
    """Join sentences that stand side by side."""
    passages: list[Passage] = []
    last = None
    for t in sentences:
        start, end = wording.spans[t]
        if last == t - 1:
            start = passages.pop().start
        passages.append(Passage(start=start, end=end))
        last = t
    return tuple(passages)


def _reasons(
    before: Wording,
    now: Wording,
    *,
    shared: Shared,
    pairs: list[tuple[int, int]],
    facts: Facts,
    added: list[int],
) -> tuple[str, ...]:
    """Say in words why, the weightiest first."""
    if before.words == now.words:
        return ("the same words throughout",)
    reasons = [f"{shared.share:.0%} of one text stands in the other ({shared.words} words)"]
    for kind, old, new in sorted(facts.differ)[:_MAX_TOLD]:
        reasons.append(f"{kind} {old} is now {new}")
    if len(facts.differ) > _MAX_TOLD:
        reasons.append(f"{len(facts.differ) - _MAX_TOLD} more facts changed")
    order = [s for s, t in pairs if t >= now.body]
    if order != sorted(order):
        reasons.append("passages stand in another order")
    if 0 < now.body < len(now.sentences):
        lead = now.body
        if before.words[: before.sentences[0][1]] != now.words[: now.sentences[0][1]]:
            reasons.append("another headline")
        if lead not in added and not any(t == lead for _, t in pairs):
            reasons.append("another beginning, with nothing new in it")
    if now.n_open < 0.9 * before.n_open:
        reasons.append(f"shorter by {1 - now.n_open / before.n_open:.0%}")
    if added:
        n = len(_passages(now, added))
        reasons.append(f"adds {n} passage{'s' * (n > 1)} ({_n_words(now, added)} words)")
    return tuple(reasons)
