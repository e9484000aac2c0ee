"""Passages: the words around quotations, as tokens in which each quotation is one token.

In:   a text, its sentences, and its pairs of quotation marks
Out:  `Passage`s: the sentences that quotations bind together, each as a list of tokens

A quotation of three sentences and the sentence that says who spoke it are one passage. What
stands outside quotation marks is what says who speaks.
Known faults: none of its own.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sayso.base.nouns import Sentence
from sayso.detect.marks import Pair

_TOKEN = re.compile(
    r"(?:[A-Z]\.)+(?:-?\w+)*|\d[\d,.]*\d|\w+(?:[-’'&/.]\w+)*(?:\.(?=\s+\S))?|[^\w\s]"
)

# Tokens of an aside with its brackets: "(R-Ohio)" has 3, "(the Front for Kesh)" 6.
_LONGEST_ASIDE = 10

QUOTE = "“"
STOP = "\n"


class Token(NamedTuple):
    """A word or mark outside quotations, a quotation (word QUOTE), or a sentence end (STOP)."""

    start: int
    end: int
    word: str
    low: str
    pair: int = -1  # index of the quotation


class Passage(NamedTuple):
    """Sentences `first` to `last` (both included) and their tokens."""

    first: int
    last: int
    tokens: list[Token]


def passages(text: str, sentences: Sequence[Sentence], pairs: Sequence[Pair]) -> Iterator[Passage]:
    """Yield the passages that hold quotations, in text order.

    Args:
        text: the document's text.
        sentences: its sentences, in order.
        pairs: quotations of depth 0, in order.
    """
    at, index = 0, 0
    while index < len(pairs):
        while at < len(sentences) and sentences[at].end <= pairs[index].start:
            at += 1
        if at == len(sentences):
            return
        first, first_pair = at, index
        reach = sentences[at].end
        while index < len(pairs) and pairs[index].start < reach:
            while at + 1 < len(sentences) and sentences[at].end < pairs[index].end:
                at += 1
            reach = sentences[at].end
            index += 1
        inside = range(first_pair, index)
        yield Passage(first, at, _tokens(text, sentences[first : at + 1], pairs, inside))
        at += 1


def tokens_of(text: str, start: int, end: int) -> list[Token]:
    """Cut a stretch of text without quotations into tokens."""
    tokens = [
        Token(m.start(), m.end(), m[0], m[0].lower()) for m in _TOKEN.finditer(text, start, end)
    ]
    return _without_asides(tokens) if "(" in text[start:end] else tokens


def _without_asides(tokens: list[Token]) -> list[Token]:
    """Leave out short words in brackets: "Rep. Jim Orl (R-Ohio), a member, said"."""
    kept: list[Token] = []
    opened = -1
    for token in tokens:
        kept.append(token)
        if token.word == "(":
            opened = len(kept) - 1
        elif token.word == ")" and opened >= 0:
            if len(kept) - opened <= _LONGEST_ASIDE:
                del kept[opened:]
            opened = -1
    return kept


def _tokens(
    text: str, sentences: Sequence[Sentence], pairs: Sequence[Pair], inside: range
) -> list[Token]:
    tokens: list[Token] = []
    ends = iter([s.end for s in sentences])
    stop = next(ends)
    at = sentences[0].start
    for index in inside:
        pair = pairs[index]
        while stop <= pair.start:
            tokens += tokens_of(text, at, stop)
            tokens.append(Token(stop, stop, STOP, STOP))
            at, stop = stop, next(ends, pair.start + 1)
        tokens += tokens_of(text, at, pair.start)
        tokens.append(Token(pair.start, pair.end, QUOTE, QUOTE, index))
        at = pair.end
        while stop < pair.end:
            stop = next(ends, pair.end)
    while True:
        tokens += tokens_of(text, at, stop)
        tokens.append(Token(stop, stop, STOP, STOP))
        at = max(at, stop)
        following = next(ends, None)
        if following is None:
            return tokens
        stop = following
