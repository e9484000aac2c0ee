"""Who does it and to whom: the noun phrases around a trigger.

In:   `Words` with chunks, and a `Trigger`
Out:  chunks for actor and recipient (and for the place that a verb takes as object)

Method: of an active verb the subject acts and the object suffers; of a passive one the
subject suffers and "by X" acts. A noun takes its owner ("Velmar's raid"), the word before it
("Velmar raid"), "by X", and the subject of the verb that carries it ("launched a raid").
The subject is the nearest phrase to the left that no verb or preposition governs; "who" and
an infinitive after "urged X to" send back to the phrase before them.
Known faults: clauses in the middle of a sentence can hide the subject.
"""

from sayso.extract.rules.lexicon import Lexicon
from sayso.extract.rules.triggers import Trigger
from sayso.extract.rules.words import Chunk, Words

_OWNED = frozenset(("ASSAULT", "COERCE", "SANCTION", "AID", "SUPPORT", "ACCUSE", "RETREAT"))
_REACH = 9  # words after a trigger in which "on X", "by X" may stand; flat from 7 to 12 on train


def is_agent(words: Words, chunk: Chunk, lexicon: Lexicon) -> bool:
    """Tell whether a phrase names somebody who can act: a pronoun, a name, an agent noun."""
    low = words.lows[chunk.head]
    letter = words.cls[chunk.head]
    c = lexicon.classes
    if letter == "X" or low in c.agents:
        return True
    if letter == "M":
        return low not in c.abstract and low not in c.times
    if letter == "#" and chunk.b > chunk.head + 1:
        return words.lows[chunk.b - 1] in c.agents or words.cls[chunk.b - 1] == "M"
    return False


def is_thing(words: Words, chunk: Chunk, lexicon: Lexicon) -> bool:
    """Tell whether a phrase can be acted on: everything but abstract nouns and bare numbers."""
    low = words.lows[chunk.head]
    if words.cls[chunk.head] == "#":
        return is_agent(words, chunk, lexicon)
    return low not in lexicon.classes.abstract and low not in lexicon.classes.times


def listed(words: Words, chunk: Chunk) -> list[Chunk]:
    """Give all members of the list that a chunk is in, in text order."""
    return [c for c in words.chunks if c.first == chunk.first]


def premodifies(words: Words, chunk: Chunk) -> bool:
    """Tell whether a phrase only describes a trigger noun right after it."""
    j = chunk.b
    if j < len(words.cls) and words.cls[j] == "G":
        j += 1
    return j < len(words.cls) and words.cls[j] in "K-"


def subject(words: Words, at: int, lexicon: Lexicon, depth: int = 0) -> list[Chunk]:
    """Find the subject of the verb at index `at`; [] when there is none to be sure of."""
    cls, lows = words.cls, words.lows
    i = at - 1
    while i >= 0 and cls[i] in "RAO":
        i -= 1
    if i < 0 or depth > 4:
        return []
    if cls[i] == "T":
        return _infinitive(words, i, lexicon, depth)
    if cls[i] in "Po" and lows[i] != "that":
        before = _chunk_before(words, i)
        if before and before.gov == "V" and before.lead >= 0:
            return listed(words, before)
        verb = _verb_before(words, i)
        return subject(words, verb, lexicon, depth + 1) if verb >= 0 else []
    if cls[i] == "W" or (cls[i] == "X" and lows[i] == "who") or (cls[i] == "S" and lows[i] == "that"):
        before = _chunk_before(words, i)
        return listed(words, before) if before else []
    if cls[i] == "C" or (cls[i] == "," and words.lows[at].endswith("ing")):
        verb = _verb_before(words, i)
        return subject(words, verb, lexicon, depth + 1) if verb >= 0 else []
    return _nearest(words, i, lexicon, depth)


def _nearest(words: Words, i: int, lexicon: Lexicon, depth: int) -> list[Chunk]:
    cls = words.cls
    while i >= 0:
        number = words.chunk_at[i]
        if number < 0:
            if cls[i] == "V":
                return subject(words, i, lexicon, depth + 1)
            if cls[i] == "." and words.lows[i] not in "—–-":
                return []
            i -= 1
            continue
        chunk = words.chunks[number]
        if premodifies(words, chunk) or chunk.gov in ("P", "o", "T"):
            i = min(chunk.a, chunk.lead if chunk.lead >= 0 else chunk.a) - 1
            continue
        if chunk.gov == "V" and chunk.lead >= 0:
            return subject(words, chunk.lead, lexicon, depth + 1)
        after = cls[chunk.b] if chunk.b < len(cls) else "."
        if chunk.gov in (",", "q") and after == "," and chunk.a > 1:
            before = _chunk_before(words, chunk.a - 1)
            if before and before.gov not in ("P", "T"):
                return listed(words, before)
        if words.cls[chunk.head] == "K":
            return []
        return listed(words, chunk)
    return []


def _infinitive(words: Words, to: int, lexicon: Lexicon, depth: int) -> list[Chunk]:
    verb = _verb_before(words, to)
    before = _chunk_before(words, to)
    if before and verb >= 0 and before.a > verb and not premodifies(words, before):
        base = lexicon.bases.get(words.lows[verb], "")
        if base in lexicon.classes.directives:
            return listed(words, before)
    if verb < 0:
        return []
    if _is_past_passive(words, verb):
        return subject(words, verb, lexicon, depth + 1)
    return subject(words, verb, lexicon, depth + 1)


def _is_past_passive(words: Words, verb: int) -> bool:
    return verb > 0 and words.cls[verb - 1] == "A"


def _verb_before(words: Words, i: int) -> int:
    for j in range(i - 1, -1, -1):
        if words.cls[j] == "V":
            return j
        if words.cls[j] == ".":
            break
    return -1


def _chunk_before(words: Words, i: int) -> Chunk | None:
    j = i - 1
    while j >= 0 and words.cls[j] in ",RPWG":
        j -= 1
    return words.chunks[words.chunk_at[j]] if j >= 0 and words.chunk_at[j] >= 0 else None


def object_of(words: Words, at: int) -> list[Chunk]:
    """Find the object that begins at index `at`, right after a verb."""
    j = at
    while j < len(words.cls) and words.cls[j] in "Rq":
        j += 1
    if j >= len(words.cls) or words.chunk_at[j] < 0:
        return []
    chunk = words.chunks[words.chunk_at[j]]
    if premodifies(words, chunk):
        return []
    return [c for c in listed(words, chunk) if c.a >= chunk.a]


def after_word(words: Words, at: int, leads: frozenset[str], reach: int = _REACH) -> list[Chunk]:
    """Find the phrase that one of the words `leads` introduces, at most `reach` words on."""
    for j in range(at, min(at + reach, len(words.cls) - 1)):
        letter = words.cls[j]
        if letter in ".SW" or (letter == "V" and j > at):
            return []
        if words.lows[j] in leads:
            return object_of(words, j + 1)
    return []


_BY = frozenset(("by",))
_BETWEEN = frozenset(("between", "among"))


def frame(words: Words, trigger: Trigger, lexicon: Lexicon) -> tuple[list[Chunk], list[Chunk], list[Chunk]]:
    """Fill actor, recipient and place-as-object of a trigger from the words around it."""
    actor, other = _verb_frame(words, trigger, lexicon) if trigger.is_verb else _noun_frame(words, trigger, lexicon)
    group = trigger.group
    place: list[Chunk] = []
    recipient: list[Chunk] = []
    if not other and group.to:
        recipient = after_word(words, trigger.b, group.to)
    if group.object == "recipient":
        recipient = other or recipient
    elif group.object == "place":
        place = other
    elif group.object == "actor":
        actor = other
    return (
        [c for c in actor if is_agent(words, c, lexicon)],
        [c for c in recipient if is_thing(words, c, lexicon) and c not in actor],
        place,
    )


def _verb_frame(words: Words, t: Trigger, lexicon: Lexicon) -> tuple[list[Chunk], list[Chunk]]:
    first = subject(words, t.a, lexicon) if not _reduced(words, t) else _described(words, t)
    if t.passive:
        return after_word(words, t.b, _BY), first
    direct = object_of(words, t.b) if t.group.object != "none" else []
    return first, direct


def _reduced(words: Words, t: Trigger) -> bool:
    """Tell whether a passive participle describes the phrase right before it."""
    i = t.a - 1
    while i >= 0 and words.cls[i] == "R":
        i -= 1
    return t.passive and i >= 0 and words.chunk_at[i] >= 0


def _described(words: Words, t: Trigger) -> list[Chunk]:
    i = t.a - 1
    while i >= 0 and words.cls[i] == "R":
        i -= 1
    return listed(words, words.chunks[words.chunk_at[i]])


def _noun_frame(words: Words, t: Trigger, lexicon: Lexicon) -> tuple[list[Chunk], list[Chunk]]:
    cls = words.cls
    actor = after_word(words, t.b, _BY)
    recipient: list[Chunk] = []
    between = after_word(words, t.b, _BETWEEN, 3)
    if between:
        return between, []
    owner, start = _owner(words, t, lexicon)
    suffers = "of" in t.group.to and t.group.type in _OWNED and len(t.group.to) < 3
    if owner:
        if suffers:
            recipient = [owner]
        elif not actor:
            actor = [owner]
    if not actor or suffers:
        verb = start - 1
        while verb >= 0 and cls[verb] in "DRN#":
            verb -= 1
        if verb >= 0 and cls[verb] == "V" and lexicon.bases.get(words.lows[verb]) in lexicon.classes.light:
            if cls[verb - 1 : verb] == ["A"] and words.lows[verb - 1] not in ("has", "have", "had"):
                pass
            elif not actor:
                actor = subject(words, verb, lexicon)
        elif verb >= 0 and cls[verb] in "Po":
            before = _chunk_before(words, verb)
            if before and before.gov == "V" and before.lead >= 0 and not actor:
                base = lexicon.bases.get(words.lows[before.lead], "")
                if base in ("accuse", "blame", "suspect", "charge"):
                    actor = listed(words, before)
    if not actor and not t.group.type.islower():
        after = t.b
        if after < len(cls) and words.lows[after] == "of" and not suffers and "of" not in t.group.to:
            actor = object_of(words, after + 1)
    return actor, recipient


def _owner(words: Words, t: Trigger, lexicon: Lexicon) -> tuple[Chunk | None, int]:
    """Find who stands before a trigger noun in its own phrase, and where that phrase begins."""
    i = t.a - 1
    if i >= 0 and words.cls[i] == "G":
        i -= 1
    if i < 0 or words.chunk_at[i] < 0:
        return None, t.a
    chunk = words.chunks[words.chunk_at[i]]
    letters = words.cls[chunk.a : chunk.b]
    if words.cls[t.a - 1] == "G":
        return chunk, chunk.a
    if "G" in letters:
        stop = chunk.a + len(letters) - 1 - letters[::-1].index("G")
        return Chunk(chunk.a, stop, stop - 1), chunk.a
    j = i
    if words.cls[j] == "M":
        while j > chunk.a and words.cls[j - 1] == "M":
            j -= 1
        return Chunk(j, i + 1, i), chunk.a
    if words.lows[i] in lexicon.classes.agents:
        while j > chunk.a and words.cls[j - 1] in "NM" and words.cls[j - 1] != "D":
            j -= 1
        return Chunk(j, i + 1, i), chunk.a
    return None, chunk.a
