"""Who speaks: the noun phrase that a verb of speech has as its subject.

In:   tokens outside quotations (`frames.py`), and where the quotation stands among them
Out:  the token range of the speaker, or None where the text does not say

Method: no parser. A verb of speech is looked for after the quotation (", said Vasko", ", he
said") and before it ("Vasko said: ", "Vasko told reporters that"); its subject is found by
walking from the verb over helpers, appositions and relative clauses to the noun phrase.
"according to" names its speaker on the right. The reviewed words are in `speech.toml`.
Known faults: without a parser, "the man Vasko met said" gives "the man Vasko met"; a subject
that is far from its verb is not found; a passive ("he was told") is left undecided.
"""

from collections.abc import Sequence
from typing import NamedTuple

from sayso.detect.frames import QUOTE, STOP, Token
from sayso.detect.words import SpeechWords, speech_words

# 99.9 % of the sources in the training part of PolNeAR have at most 18 words up to a comma.
_LONGEST = 18
_HARD = frozenset((QUOTE, STOP, ";", ":", "—", "–", "―", "(", ")", "[", "]", "…", "-"))
_DASHES = frozenset("—–―-")
_LEADING_MARKS = _DASHES | {","}
_BE = frozenset(("was", "were", "been", "being", "is", "are", "be"))
_RELATIVE = frozenset(("who", "which", "that"))

Tokens = Sequence[Token]


class Range(NamedTuple):
    """Half-open range of tokens."""

    first: int
    last: int


def speaker_of_quotation(tokens: Tokens, at: int) -> Range | None:
    """Find who speaks the quotation that is token `at`."""
    words = speech_words()
    left = at
    while left > 0 and tokens[left - 1].word != STOP:
        left -= 1
    right = at + 1
    while right < len(tokens) and tokens[right].word != STOP:
        right += 1
    return (
        _right_after(tokens, at, right, words)
        or _before(tokens, left, at, words)
        or _later(tokens, at, right, words)
    )


def speaker_of_sentence(tokens: Tokens) -> Range | None:
    """Find the subject of the last verb of speech in a sentence without quotations."""
    return _before(tokens, 0, len(tokens), speech_words(), framing=False)


def subject_of_sentence(tokens: Tokens) -> Range | None:
    """Find the subject at the head of a sentence."""
    return _leading(tokens, 0, len(tokens), speech_words())


def _right_after(  # noqa: PLR0911  a list of patterns
    tokens: Tokens, at: int, right: int, words: SpeechWords
) -> Range | None:
    """`“...,” said X` and `“...,” X said`."""
    i = at + 1
    while i < right and tokens[i].word in _LEADING_MARKS:
        i += 1
    if i < right and tokens[i - 1].word in _DASHES and _is_signature(tokens, i, right):
        return _accepted(tokens, i, right, words)
    if i < right and tokens[i].low == "according":
        return _according(tokens, i, right, words)
    while i < right and tokens[i].low in words.adverbs and tokens[i].low not in ("and", "or"):
        i += 1
    if i + 1 < right and tokens[i].low in words.said and not tokens[i].low.endswith("ing"):
        found = _phrase_right(tokens, i + 1, right, words)
        if found is not None:
            return found
    for v in range(i + 1, min(right, i + 4 * _LONGEST)):
        token = tokens[v]
        if token.word in _HARD:
            return None
        if _is_said(tokens, v, words):
            found = _subject(tokens, at + 1, v, words)
            if found is not None and found.first - i <= 1:
                return found
            return None
    return None


def _before(
    tokens: Tokens, left: int, at: int, words: SpeechWords, *, framing: bool = True
) -> Range | None:
    """`X said: “...”`, `X told reporters that “...”`, `According to X, “...”`."""
    for v in range(at - 1, left - 1, -1):
        low = tokens[v].low
        if low == "according":
            found = _according(tokens, v, at, words)
        elif _is_said(tokens, v, words) or (framing and low in words.framing):
            found = _subject(tokens, left, v, words)
        else:
            continue
        if found is not None:
            return found
    if framing and at - left >= 2 and tokens[at - 1].word == ":":
        names = range(left, at - 1)
        if len(names) <= 6 and all(tokens[i].word[0].isupper() for i in names):
            return Range(left, at - 1)
    return None


def _later(tokens: Tokens, at: int, right: int, words: SpeechWords) -> Range | None:
    """`The “volunteers” left, X said.`: a verb of speech later in the sentence."""
    for v in range(at + 1, right):
        if tokens[v].low == "according":
            return _according(tokens, v, right, words)
        if _is_said(tokens, v, words):
            found = _subject(tokens, at + 1, v, words)
            if found is not None and tokens[found.first - 1].word in (",", QUOTE):
                return found
            if tokens[v - 1].word in (",", QUOTE) and not tokens[v].low.endswith("ing"):
                return _phrase_right(tokens, v + 1, right, words)
    return None


def _is_signature(tokens: Tokens, i: int, right: int) -> bool:
    """`“...” — Imre Vasko`: nothing but a name up to the end."""
    return right - i <= 4 and all(t.word[0].isupper() or t.word == "." for t in tokens[i:right])


def _is_said(tokens: Tokens, v: int, words: SpeechWords) -> bool:
    token = tokens[v]
    if token.low not in words.said or (token.word[0].isupper() and v > 0):
        return False
    before = tokens[v - 1].low if v else ""
    if before in words.determiners and before not in ("that", "one", "some", "many", "both"):
        return False  # "the claims", "his reports"
    return not (before in _BE and not token.low.endswith("ing"))  # "he was told"


def _according(tokens: Tokens, i: int, right: int, words: SpeechWords) -> Range | None:
    if i + 2 < right and tokens[i + 1].low == "to":
        return _phrase_right(tokens, i + 2, right, words)
    return None


def _phrase_right(tokens: Tokens, first: int, right: int, words: SpeechWords) -> Range | None:
    """Noun phrase that begins at `first`: "Imre Vasko" of "said Imre Vasko, the mayor"."""
    i = first
    while i < right and i - first < _LONGEST:
        token = tokens[i]
        low = token.low
        if token.word in _HARD or low in (",", ".", "?", "!") or low in words.breaks:
            break
        if i > first and (
            low in words.prepositions
            or low in words.finite
            or (low in words.time_words and (token.word[0].islower() or low in words.days))
            or (low in words.said and token.word[0].islower() and low.endswith(("ed", "ing")))
        ):
            break
        if i > first and low == "and" and tokens[i - 1].word[0].islower():
            break
        i += 1
    return _accepted(tokens, first, i, words)


def _subject(tokens: Tokens, left: int, v: int, words: SpeechWords) -> Range | None:
    """Noun phrase that is the subject of the verb at `v`; nothing before `left` is read."""
    i = v - 1
    if tokens[v].low.endswith("ing"):
        return _subject_of_participle(tokens, left, v, words)
    i = _skip_helpers(tokens, left, i, words)
    if i < left:
        return None
    if tokens[i].low in ("and", "but", "then"):
        return _leading(tokens, left, i, words)
    if tokens[i].low in _RELATIVE:
        i -= 1
        if i >= left and tokens[i].word == ",":
            i -= 1
    elif tokens[i].word == ",":
        return _before_apposition(tokens, left, i, words)
    elif tokens[i].word == ")":
        while i > left and tokens[i].word != "(":
            i -= 1
        i -= 1
    return _phrase_left(tokens, left, i, words)


def _skip_helpers(tokens: Tokens, left: int, i: int, words: SpeechWords) -> int:
    while i >= left:
        low = tokens[i].low
        is_adverb = low.endswith("ly") and tokens[i].word[0].islower() and len(low) > 4
        is_day = low in words.days or low in ("yesterday", "today")
        if low not in words.helpers and not is_adverb and not is_day:
            break
        i -= 1
        if is_day and i >= left and tokens[i].low in ("late", "early", "last"):
            i -= 1
    return i


def _subject_of_participle(tokens: Tokens, left: int, v: int, words: SpeechWords) -> Range | None:
    """`X condemned the raid, calling it “...”`: the subject of the clause before."""
    for i in range(v - 1, left - 1, -1):
        if tokens[i].low in words.said and not tokens[i].low.endswith("ing"):
            found = _subject(tokens, left, i, words)
            if found is None and i + 1 < v and tokens[i - 1].word == QUOTE:
                found = _phrase_right(tokens, i + 1, v, words)
            if found is not None:
                return found
    return _leading(tokens, left, v, words)


def _before_apposition(tokens: Tokens, left: int, i: int, words: SpeechWords) -> Range | None:
    """`Imre Vasko, 54, the mayor of Kesh, said`: `i` is the comma before the verb."""
    commas = [k for k in range(left, i + 1) if tokens[k].word == ","]
    hard = max((k for k in range(left, i) if tokens[k].word in _HARD), default=left - 1)
    starts = [hard + 1, *(k + 1 for k in commas if k > hard)]
    best: Range | None = None
    for start, stop in zip(reversed(starts[:-2]), reversed(starts[1:-1]), strict=True):
        segment = Range(start, stop - 1)
        if segment.last <= segment.first:
            continue
        head = tokens[segment.first]
        if head.low.isdigit() or head.low in _RELATIVE or head.low in ("whose", "where", "and"):
            continue
        found = _phrase_left(tokens, segment.first, segment.last - 1, words)
        if found is None:
            break
        best = found
        if head.word[0].isupper() and head.low not in words.determiners:
            break
    return best


def _leading(tokens: Tokens, left: int, stop: int, words: SpeechWords) -> Range | None:
    """Subject at the head of a sentence: words up to its first verb."""
    i = left
    while i < stop and tokens[i].low in words.adverbs | {","}:
        i += 1
    if i < stop and tokens[i].low in words.prepositions:
        while i < stop and tokens[i].word != ",":
            i += 1
        i += 1
    first = i
    while i < stop and i - first < _LONGEST:
        token = tokens[i]
        low = token.low
        if token.word in _HARD or low in words.breaks or low == ",":
            break
        is_verb = low in words.finite or low in words.said or low in words.framing
        if i > first and token.word[0].islower() and (is_verb or low.endswith("ed")):
            break
        if i > first and low in words.prepositions:
            break
        i += 1
    if i == stop:
        return None
    return _accepted(tokens, first, i, words)


def _phrase_left(tokens: Tokens, left: int, i: int, words: SpeechWords) -> Range | None:
    """Noun phrase that ends with token `i`."""
    first = i + 1
    while first > left and i - first < _LONGEST:
        token = tokens[first - 1]
        if token.word in _HARD or token.low == "," or token.low in words.breaks:
            break
        is_verb = token.low in words.finite or token.low in words.said
        if is_verb and token.word[0].islower():
            if first - 2 > left and tokens[first - 2].low in ("who", "which"):
                # "a man who gave no name said": the phrase stands before the clause
                comma = tokens[first - 3].word == ","
                return _phrase_left(tokens, left, first - 3 - comma, words)
            break
        first -= 1
    # An opening phrase is not part of it: "On Monday Vasko", "In a statement the army".
    k = first
    while k <= i and (tokens[k].low in words.adverbs or tokens[k].low in words.helpers):
        k += 1
    if k <= i and tokens[k].low in words.prepositions:
        last = max(
            (
                j
                for j in range(k, i + 1)
                if tokens[j].low in words.channels
                or tokens[j].low in words.time_words
                or tokens[j].low.isdigit()
            ),
            default=-1,
        )
        if last < 0:
            return None
        k = last + 1
    return _accepted(tokens, k, i + 1, words)


def _accepted(tokens: Tokens, first: int, last: int, words: SpeechWords) -> Range | None:
    while last > first and not tokens[last - 1].word[0].isalnum():
        last -= 1
    if last <= first or last - first > _LONGEST:
        return None
    head, tail = tokens[first], tokens[last - 1]
    if last - first == 1 and head.low in words.not_speakers:
        return None
    if tail.low in words.not_speakers or not any(c.isalpha() for c in tail.word):
        return None
    if head.low in words.prepositions or head.low in words.finite:
        return None
    if head.word[0].islower() and head.low.endswith(("ed", "ing")):
        return None
    return Range(first, last)
