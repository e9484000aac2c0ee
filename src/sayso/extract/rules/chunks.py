"""Noun phrases, and what governs each.

In:   `Words` with classes, trigger nouns marked K
Out:  `Words.chunks` and `Words.chunk_at`

Method: one regular expression over the class letters; the word before a phrase governs it,
and members of a list ("A, B and C") have one governor.
Known faults: "police and the army of Velmar" is two phrases, "members of the police and the
army" too.
"""

import re

from sayso.extract.rules.words import Chunk, Words

_NP = r"(?:D{0,2}#{0,3}(?:[NM]G?)+(?:#(?![NM#]))?|D{0,2}#+)"
_CHUNK = re.compile(rf"X|{_NP}(?:o{_NP})*")
_REST_OF_LIST = re.compile(r",?CD{0,2}#*[NM]|,D{0,2}[#NM]+,?C")


def find_chunks(words: Words) -> None:
    """Find the noun phrases; nouns that are triggers (class K) end them."""
    letters = "".join(words.cls)
    words.chunks.clear()
    words.chunk_at = [-1] * len(letters)
    for match in _CHUNK.finditer(letters):
        a, b = match.span()
        while b > a and letters[b - 1] == "G":
            b -= 1
        of = letters.find("o", a, b)
        head = (of if of > a else b) - 1
        while head > a and letters[head] == "G":
            head -= 1
        number = len(words.chunks)
        words.chunk_at[a:b] = [number] * (b - a)
        words.chunks.append(Chunk(a, b, head, first=number))
    last: Chunk | None = None
    for chunk in words.chunks:
        _govern(chunk, last, letters)
        last = chunk


def _govern(chunk: Chunk, last: Chunk | None, letters: str) -> None:
    i = chunk.a - 1
    while i >= 0 and letters[i] == "R":
        i -= 1
    if i < 0:
        return
    chunk.gov, chunk.lead = letters[i], i
    if last is None:
        return
    between = letters[last.b : chunk.a]
    lists = last.lead != 0 and between == "," and _REST_OF_LIST.match(letters, chunk.b)
    if between in ("C", ",C") or lists:
        after = letters[chunk.b : chunk.b + 9].lstrip("R")[:1]
        new_clause = after and after in "VAO" and last.gov in ("P", "T", "o")
        if not new_clause:
            chunk.gov, chunk.lead, chunk.first = last.gov, last.lead, last.first


def listed(words: Words, chunk: Chunk) -> list[Chunk]:
    """Give all members of the list that a chunk is in, in text order."""
    end = chunk.first
    while end < len(words.chunks) and words.chunks[end].first == chunk.first:
        end += 1
    return words.chunks[chunk.first : end]


def premodifies(words: Words, chunk: Chunk) -> bool:
    """Tell whether a phrase only describes a trigger noun right after it."""
    j = chunk.b + (words.letter(chunk.b) == "G")
    return words.letter(j) == "K"


def chunk_before(words: Words, i: int) -> Chunk | None:
    """Give the phrase that ends before word `i`; commas, adverbs and the like may stand between."""
    j = i - 1
    while j >= 0 and words.cls[j] in ",RPWG":
        j -= 1
    return words.chunk_of(j)
