"""What two texts in the same words say otherwise: names, days and numbers.

In:   two Wordings, and which sentence of one stands for which of the other
Out:  `Facts`: those on which they agree, and those in whose place the other has another; and
      from them whether the texts tell of two happenings in one form of words

Method: a fact is a number, a day (weekday, month, and the number beside a month) or a name (a
capital within a sentence). Sentences that stand for each other are aligned word by word; where
other words stand between equal ones, and both sides have facts of one kind with none in common,
the texts differ there. A name counts as another only when each text lacks the other's name
altogether ("Washington" for "the United States" is a change of words: both texts have both), and
when it is not another spelling of it.
Known faults: a fact at the beginning of a sentence is seen only if the same name stands within
another one. Two bulletins of one day that differ in nothing but numbers cannot be told from a
bulletin and its update.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein, Opcode

from sayso.link.copies_words import Wording, words_of

FactKind = Literal["name", "day", "number"]
Fact = tuple[FactKind, str]
KINDS: tuple[FactKind, ...] = ("day", "name", "number")

# Chosen on the tuning half of the benchmark (docs/copies.md). Of the copies that papers made there
# none has more than a tenth of its facts changed, nor more than one number.
_MAX_CHANGED = 0.25
_MAX_TOLLS = 2  # killed and wounded may rise in an update
_MAX_NUMBERS = 0.5  # of numbers and days; a daily bulletin changes most of them
_MAX_NUMBERS_ONE_DAY = 0.7
_YEAR = re.compile(r"(19|20)\d\d")
_SPELLING = 80  # of rapidfuzz's 100: "Shettleston" and "Shettlestone" have 96
_MAX_SENTENCE = 400  # words; what is longer was never divided, and costs its square to align
_SLOT = 5  # words at most that stand in one another's place; longer stretches were written anew


@dataclass(slots=True)
class Facts:
    """On what two texts agree, and what one has in the place of the other's."""

    agree: set[Fact] = field(default_factory=set)
    differ: set[tuple[FactKind, str, str]] = field(default_factory=set)  # kind, before, now

    def count(self, *kinds: FactKind) -> tuple[int, int]:
        """How many facts of some kinds agree, and how many differ."""
        return (
            sum(fact[0] in kinds for fact in self.agree),
            sum(fact[0] in kinds for fact in self.differ),
        )

    def tell_of_two(self, *, one_day: bool) -> bool:
        """Whether the texts tell of two happenings in one form of words.

        Args:
            one_day: they were published on the same day.
        """
        agree, differ = self.count(*KINDS)
        _, elsewhere = self.count("name", "day")
        if elsewhere and differ > _MAX_CHANGED * (agree + differ):
            return True
        agree, differ = self.count("number", "day")
        # Yesterday's bulletin was of the same month and year.
        agree -= sum(kind != "name" and _is_month_or_year(word) for kind, word in self.agree)
        most = _MAX_NUMBERS_ONE_DAY if one_day else _MAX_NUMBERS
        return differ > _MAX_TOLLS and differ >= most * (agree + differ)


@lru_cache(maxsize=512)
def facts_of(wording: Wording) -> Mapping[int, Fact]:
    """Find the facts of a text: index of the word to kind and folded word."""
    words, text, starts = wording.words, wording.text, wording.starts
    opens = {lo for lo, _ in wording.sentences}
    body = wording.sentences[wording.body][0] if wording.body < len(wording.sentences) else 0
    months, numerals = words_of("months"), words_of("numerals")
    not_names = words_of("not_names") | words_of("function_words")
    days = words_of("weekdays") | months
    dateline = range(*wording.dateline)
    facts: dict[int, Fact] = {}
    opening: list[int] = []
    for i, word in enumerate(words):
        if i in dateline:
            continue  # it says where the writer sits
        if word[0].isdigit():
            near = words[max(0, i - 1) : i] + words[i + 1 : i + 2]
            facts[i] = ("number" if months.isdisjoint(near) else "day", word)
        elif text[starts[i]].isupper() and word not in not_names:
            if word in days:
                facts[i] = ("day", word[:3])
            elif i < body:
                continue  # in headlines every word may have a capital
            elif i in opens or text[starts[i] - 1 : starts[i]] in tuple("\"'“‘"):
                opening.append(i)
            else:
                facts[i] = ("name", word)
        elif word in numerals:
            facts[i] = ("number", word)
    names = {word for kind, word in facts.values() if kind == "name"}
    return facts | {i: ("name", words[i]) for i in opening if words[i] in names}


def compare_facts(
    before: Wording, now: Wording, pairs: Iterable[tuple[int, int]]
) -> tuple[Facts, set[int]]:
    """Compare the facts of sentences that stand for each other.

    Args:
        before, now: the two texts.
        pairs: index of a sentence of `before`, and of the one of `now` that stands for it.

    Returns:
        The facts, and the sentences of `now` in which any differ, or which deny what the one of
        `before` does not, or the other way round.
    """
    result = Facts()
    facts_before, facts_now = facts_of(before), facts_of(now)
    all_before, all_now = set(facts_before.values()), set(facts_now.values())
    changed: set[int] = set()
    for s, t in pairs:
        (lo_b, hi_b), (lo_n, hi_n) = before.sentences[s], now.sentences[t]
        if max(hi_b - lo_b, hi_n - lo_n) > _MAX_SENTENCE:
            continue
        old, new = before.words[lo_b:hi_b], now.words[lo_n:hi_n]
        if old == new:
            result.agree.update(facts_now[i] for i in range(lo_n, hi_n) if i in facts_now)
            continue
        for op in Levenshtein.opcodes(old, new):
            if op.tag != "equal" and _denies(old[op.src_start : op.src_end]) != _denies(
                new[op.dest_start : op.dest_end]
            ):
                changed.add(t)
            has = _by_kind(facts_now, range(lo_n + op.dest_start, lo_n + op.dest_end))
            if op.tag == "equal":
                result.agree.update((kind, word) for kind in has for word in has[kind])
            elif op.tag == "replace" and _is_slot(op):
                was = _by_kind(facts_before, range(lo_b + op.src_start, lo_b + op.src_end))
                for kind in was.keys() & has.keys():
                    a, b = was[kind], has[kind]
                    if kind == "name" and (
                        any(("name", word) in all_now for word in a)
                        or any(("name", word) in all_before for word in b)
                        or fuzz.ratio(" ".join(a), " ".join(b)) >= _SPELLING
                    ):
                        continue
                    if set(a).isdisjoint(b):
                        result.differ.add((kind, " ".join(a), " ".join(b)))
                        changed.add(t)
    return result, changed


def _is_month_or_year(word: str) -> bool:
    return word in {month[:3] for month in words_of("months")} or bool(_YEAR.fullmatch(word))


def _denies(words: Iterable[str]) -> bool:
    denials = words_of("denials")
    return any(word in denials or word.endswith("n't") for word in words)


def _is_slot(op: Opcode) -> bool:
    return max(op.src_end - op.src_start, op.dest_end - op.dest_start) <= _SLOT


def _by_kind(facts: Mapping[int, Fact], span: Iterable[int]) -> dict[FactKind, list[str]]:
    found: dict[FactKind, list[str]] = {}
    for i in span:
        if i in facts:
            kind, word = facts[i]
            found.setdefault(kind, []).append(word)
    return found
