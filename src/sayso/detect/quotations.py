"""Quotations of a document, each with who is said to speak it.

In:   a Document's text, its sentences, and its pairs of quotation marks
Out:  Quotations in text order

Method: `speakers.py` looks in the words around a quotation. Where they do not say, whole
sentences in quotation marks are carried on: from the quotation just before, else from the
sentence just before when its subject has a verb of speech. Short words in quotation marks
inside a sentence (scare quotes) are not carried on. A pronoun keeps its words; its `name` is
given only when the sentence just before has one named person as speaker.
Known faults: quick dialogue, in which speakers take turns without a word, is given to the
first of them.
"""

import re
from collections.abc import Sequence

from sayso.base.nouns import Quotation, Sentence, Voice
from sayso.detect.frames import QUOTE, STOP, Passage, Token, passages, tokens_of
from sayso.detect.marks import Pair
from sayso.detect.speakers import (
    Range,
    speaker_of_quotation,
    speaker_of_sentence,
    subject_of_sentence,
)
from sayso.detect.words import speech_words

_PERSONS = frozenset(("he", "she"))
_FULL_NAME = re.compile(r"(?:[A-Z][\w’'-]+\s+)+[A-Z][\w’'-]+")


def find_quotations(
    text: str, sentences: Sequence[Sentence], pairs: Sequence[Pair]
) -> tuple[Quotation, ...]:
    """Find the quotations of a text and their speakers.

    Args:
        text: the document's text.
        sentences: its sentences, in order.
        pairs: its quotation marks, from `marks.find_pairs`.
    """
    outer = [pair for pair in pairs if pair.depth == 0]
    voices: list[tuple[Voice, ...]] = [()] * len(outer)
    last_passage = -2  # last sentence of the passage before
    spoke: tuple[Voice, ...] = ()  # who spoke last, and the person that "he" would be
    person = ""
    for passage in passages(text, sentences, outer):
        if passage.first != last_passage + 1:
            spoke, person = _sentence_before(text, sentences, passage.first)
        for at, token in enumerate(passage.tokens):
            if token.word != QUOTE:
                continue
            found = speaker_of_quotation(passage.tokens, at)
            if found is not None:
                voice = _voice(text, passage.tokens, found, person)
                person = voice.name or _person(voice.text)
                spoke = (voice,)
            elif not _stands_alone(passage, at):
                continue
            voices[token.pair] = spoke
        last_passage = passage.last
    return tuple(
        Quotation(start=p.start, end=p.end, text=text[p.start : p.end], voices=v)
        for p, v in zip(outer, voices, strict=True)
    )


def _stands_alone(passage: Passage, at: int) -> bool:
    """Whether the quotation is sentences of its own: nothing before it and nothing after."""
    tokens = passage.tokens
    before = at == 0 or tokens[at - 1].word == STOP
    return before and at + 1 < len(tokens) and tokens[at + 1].word in (STOP, ".", QUOTE)


def _sentence_before(
    text: str, sentences: Sequence[Sentence], first: int
) -> tuple[tuple[Voice, ...], str]:
    """The speaker of the sentence before a passage, and the one person that it names."""
    if first == 0:
        return (), ""
    sentence = sentences[first - 1]
    tokens = tokens_of(text, sentence.start, sentence.end)
    said = speaker_of_sentence(tokens)
    subject = said or subject_of_sentence(tokens)
    if subject is None:
        return (), ""
    voice = _voice(text, tokens, subject, "")
    name = _person(voice.text)
    if name and _names_another(text, sentence, voice):
        name = ""
    return () if said is None else (voice,), name


def _names_another(text: str, sentence: Sentence, voice: Voice) -> bool:
    """Whether a sentence may name a second person."""
    rest = text[sentence.start : voice.start] + "|" + text[voice.end : sentence.end]
    bodies = speech_words().bodies
    return any(
        not bodies.intersection(match[0].lower().split()) for match in _FULL_NAME.finditer(rest)
    )


def _voice(text: str, tokens: Sequence[Token], found: Range, person: str) -> Voice:
    start, end = tokens[found.first].start, tokens[found.last - 1].end
    words = text[start:end]
    return Voice(start=start, end=end, text=words, name=person if words.lower() in _PERSONS else "")


def _person(words: str) -> str:
    """Return the name in a phrase that names one person, else ""."""
    parts = words.split()
    titles, bodies = speech_words().titles, speech_words().bodies
    named = len(parts)
    while named > 0 and parts[named - 1][:1].isupper() and parts[named - 1].lower() not in titles:
        named -= 1
    name = parts[named:]
    if not name or any(part.lower() in bodies for part in name):
        return ""
    titled = any(part.lower() in titles for part in parts[:named])
    if named and not titled:
        return ""
    if titled or 2 <= len(name) <= 4:
        return " ".join(name)
    return ""
