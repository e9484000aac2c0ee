"""Subject and object: the noun phrases around a verb.

In:   `Words` with chunks, and the index of a verb
Out:  lists of chunks; empty when the sentence does not show it

Method: the subject is the nearest phrase to the left that no verb or preposition governs.
"who" sends back to the phrase before it, "and" to the subject of the verb before, an
infinitive to the one who is asked ("urged X to"), else to the subject of its verb.
Known faults: clauses in the middle of a sentence can hide the subject.
"""

from sayso.extract.rules.chunks import chunk_before, listed, premodifies
from sayso.extract.rules.lexicon import Lexicon
from sayso.extract.rules.words import Chunk, Words

_CLAUSE_WORDS = frozenset(("after", "before", "since", "until", "as", "because", "than"))
_DEPTH = 4  # verbs that a subject may be passed on through; on train 3 and 8 give the same
REACH = 9  # words after a trigger in which "on X", "by X" may stand; flat from 5 to 15 on train


def subject(words: Words, at: int, lexicon: Lexicon, depth: int = 0) -> list[Chunk]:
    """Find the subject of the verb at index `at`; [] when there is none to be sure of."""
    i = at - 1
    while i >= 0 and words.cls[i] in "RAO":
        i -= 1
    if i < 0 or depth > _DEPTH:
        return []
    letter, low = words.cls[i], words.lows[i]
    if letter == "T":
        found = _who_is_to(words, i, lexicon, depth)
    elif letter in "Po":
        before = chunk_before(words, i)
        if before and before.gov == "V" and before.lead >= 0:
            found = listed(words, before)
        else:
            found = _passed_on(words, i, lexicon, depth)
    elif letter == "W" or low == "that":
        before = chunk_before(words, i)
        found = listed(words, before) if before else []
    elif letter == "C" or (letter == "," and words.lows[at].endswith("ing")):
        found = _passed_on(words, i, lexicon, depth)
    else:
        found = _nearest(words, i, lexicon, depth)
    return found


def _passed_on(words: Words, i: int, lexicon: Lexicon, depth: int) -> list[Chunk]:
    """Give the subject of the verb before word `i`."""
    verb = verb_before(words, i)
    return subject(words, verb, lexicon, depth + 1) if verb >= 0 else []


def _who_is_to(words: Words, to: int, lexicon: Lexicon, depth: int) -> list[Chunk]:
    verb, before = verb_before(words, to), chunk_before(words, to)
    asked = before and 0 <= verb < before.a and not premodifies(words, before)
    if before and asked and lexicon.bases.get(words.lows[verb]) in lexicon.classes.directives:
        return listed(words, before)
    return _passed_on(words, to, lexicon, depth)


def _nearest(words: Words, i: int, lexicon: Lexicon, depth: int) -> list[Chunk]:
    while i >= 0:
        chunk = words.chunk_of(i)
        if chunk is None:
            if words.cls[i] == "V":
                return subject(words, i, lexicon, depth + 1)
            if words.cls[i] == "." and words.lows[i] not in "—–-":
                return []
            i -= 1
        elif premodifies(words, chunk):
            i = chunk.a - 1
        elif _opens_clause(words, chunk, lexicon):
            return listed(words, chunk)
        elif chunk.gov in ("P", "o", "T"):
            i = min(chunk.a, chunk.lead) - 1
        elif chunk.gov == "V":
            return subject(words, chunk.lead, lexicon, depth + 1)
        else:
            return listed(words, _described_by(words, chunk) or chunk)
    return []


def _described_by(words: Words, chunk: Chunk) -> Chunk | None:
    """Give the phrase that a phrase between commas describes: "Teiss, the leader, ..."."""
    if chunk.gov not in (",", "q") or words.letter(chunk.b) != "," or chunk.a < 2:
        return None
    before = chunk_before(words, chunk.a - 1)
    return before if before and before.gov not in ("P", "T") else None


def _opens_clause(words: Words, chunk: Chunk, lexicon: Lexicon) -> bool:
    """Tell whether a phrase right before its verb begins a clause: "after rebels stormed"."""
    if chunk.lead < 0:
        return False
    i = chunk.b
    while words.letter(i) in "RAO":
        i += 1
    if words.letter(i) != "V":
        return False
    lead = words.lows[chunk.lead]
    return lead in _CLAUSE_WORDS or lexicon.bases.get(lead) in lexicon.classes.said


def verb_before(words: Words, i: int) -> int:
    """Give the index of the verb before word `i` in its clause, -1 without one."""
    for j in range(i - 1, -1, -1):
        if words.cls[j] == "V":
            return j
        if words.cls[j] == ".":
            break
    return -1


def object_of(words: Words, at: int) -> list[Chunk]:
    """Find the object that begins at index `at`, right after a verb."""
    j = at
    while words.letter(j) in "Rq":
        j += 1
    chunk = words.chunk_of(j)
    if chunk is None or premodifies(words, chunk):
        return []
    return [c for c in listed(words, chunk) if c.a >= chunk.a]


def after_word(words: Words, at: int, leads: frozenset[str], reach: int = REACH) -> list[Chunk]:
    """Find the phrase that one of the words `leads` introduces, at most `reach` words on."""
    for j in range(at, min(at + reach, len(words.cls) - 1)):
        letter = words.cls[j]
        if letter in ".SW" or (letter == "V" and j > at):
            return []
        if words.lows[j] in leads:
            return object_of(words, j + 1)
    return []
