"""Who does it and to whom.

In:   `Words` with chunks, and a `Trigger`
Out:  chunks for actor and recipient, and for the place that a verb takes as object

Method: of an active verb the subject acts and the object suffers; of a passive one the
subject suffers and "by X" acts. A noun takes its owner ("Velmar's raid"), the word before it
("Velmar raid"), "by X", and the subject of the verb that carries it ("launched a raid").
Actors must be somebody: a pronoun, a name, a noun for persons or bodies.
Known faults: the owner of an arrest or a murder is taken as its victim, of a raid as its doer.
"""

from sayso.extract.rules.chunks import chunk_before, listed
from sayso.extract.rules.clause import after_word, object_of, subject
from sayso.extract.rules.lexicon import Lexicon
from sayso.extract.rules.triggers import Trigger
from sayso.extract.rules.words import Chunk, Words

_Pair = tuple[list[Chunk], list[Chunk]]

_ON = frozenset(("on", "in"))
_JOINED = frozenset(("PROTEST", "MOBILIZE", "CONSULT"))  # "went on strike", "is in talks"
_TOWARDS = frozenset(("AGREE", "REJECT", "THREATEN"))  # "refused to meet the envoys"
_OWNED = frozenset(("ASSAULT", "COERCE", "SANCTION", "AID", "SUPPORT", "ACCUSE", "RETREAT"))
_SUFFERS = frozenset(("face", "receive", "undergo", "suffer", "await"))  # "faces charges"
_BLAME = frozenset(("accuse", "blame", "suspect", "charge"))
_PARTICLES = frozenset(("out", "up", "off", "down", "back", "on", "in"))
_HAVE = frozenset(("has", "have", "had"))
_BY = frozenset(("by",))
_BETWEEN = frozenset(("between", "among"))


def is_agent(words: Words, chunk: Chunk, lexicon: Lexicon) -> bool:
    """Tell whether a phrase names somebody who can act: a pronoun, a name, an agent noun."""
    c, low, letter = lexicon.classes, words.lows[chunk.head], words.cls[chunk.head]
    if letter == "X" or low in c.agents:
        return True
    if letter == "M":
        return low not in c.abstract and low not in c.times
    if letter == "N" and low.endswith(c.agent_endings) and len(low) > 5:
        return low not in c.no_agents and low not in c.abstract
    if letter == "#" and chunk.b > chunk.head + 1:
        return words.lows[chunk.b - 1] in c.agents or words.cls[chunk.b - 1] == "M"
    return False


def is_thing(words: Words, chunk: Chunk, lexicon: Lexicon) -> bool:
    """Tell whether a phrase can be acted on: everything but abstract nouns and bare numbers."""
    low = words.lows[chunk.head]
    if words.cls[chunk.head] == "#":
        return is_agent(words, chunk, lexicon)
    return low not in lexicon.classes.abstract and low not in lexicon.classes.times


def frame(
    words: Words, trigger: Trigger, lexicon: Lexicon
) -> tuple[list[Chunk], list[Chunk], list[Chunk]]:
    """Fill actor, recipient and place-as-object of a trigger from the words around it."""
    group = trigger.group
    find = _verb_frame if trigger.is_verb else _noun_frame
    actor, other = find(words, trigger, lexicon)
    place: list[Chunk] = []
    recipient: list[Chunk] = []
    if group.to and (not other or (group.indirect and not is_agent(words, other[0], lexicon))):
        recipient = after_word(words, trigger.b, group.to)
        if other and recipient and is_agent(words, recipient[0], lexicon):
            other = []
    if group.place and group.object != "place":
        place = after_word(words, trigger.b, group.place, 3)
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


def _verb_frame(words: Words, t: Trigger, lexicon: Lexicon) -> _Pair:
    described = _described(words, t) if t.passive else None
    first = listed(words, described) if described else subject(words, t.a, lexicon)
    if t.passive:
        return after_word(words, t.b, _BY), first
    direct = object_of(words, t.b) if t.group.object != "none" else []
    if t.group.type in _TOWARDS and words.letter(t.b) == "T" and words.letter(t.b + 1) == "V":
        direct = [c for c in object_of(words, t.b + 2) if is_agent(words, c, lexicon)]
    return first, direct


def _described(words: Words, t: Trigger) -> Chunk | None:
    """Give the phrase right before a participle: "teachers abducted by"."""
    i = t.a - 1
    while words.letter(i) == "R":
        i -= 1
    return words.chunk_of(i)


def _noun_frame(words: Words, t: Trigger, lexicon: Lexicon) -> _Pair:
    between = after_word(words, t.b, _BETWEEN, 3)
    if between:
        return between, []
    actor = after_word(words, t.b, _BY)
    recipient = object_of(words, t.b) if t.group.type == "alias" else []
    owner, start = _owner(words, t, lexicon)
    suffers = "of" in t.group.to and t.group.type in _OWNED and len(t.group.to) < 3
    if owner and suffers:
        recipient = [owner]
    elif owner and not actor:
        actor = [owner]
    if not actor or not recipient:
        carrier, suffers_it = _carrier(words, t, start, lexicon)
        if suffers_it:
            recipient = recipient or carrier
        else:
            actor = actor or carrier
    if not actor and words.lows[t.b : t.b + 1] == ["from"]:
        actor = object_of(words, t.b + 1)
    of_is_free = not suffers and "of" not in t.group.to and t.group.kind == "event"
    if not actor and of_is_free and words.letter(t.b) == "o":
        actor = object_of(words, t.b + 1)
    return actor, recipient


def _carrier(words: Words, t: Trigger, start: int, lexicon: Lexicon) -> tuple[list[Chunk], bool]:
    """Find who "launched" an attack; True with who "faces" one."""
    i = _carrier_at(words, start)
    base = lexicon.bases.get(words.lows[i]) if words.letter(i) == "V" else None
    if base in _SUFFERS:
        return subject(words, i, lexicon), True
    return _carried_by(words, t, i, start, lexicon), False


def _carrier_at(words: Words, start: int) -> int:
    """Give the index of the word that carries the noun phrase that begins at `start`."""
    i = start - 1
    while words.letter(i) in "DRN#" or (
        i > 0 and words.lows[i] in _PARTICLES and words.letter(i - 1) == "V"
    ):
        i -= 1
    return i


def _carried_by(  # noqa: PLR0911  a table of cases
    words: Words, t: Trigger, i: int, start: int, lexicon: Lexicon
) -> list[Chunk]:
    """Find who "launched" an attack, who "has" a dispute, who "is" an ally."""
    cls, relation = words.cls, t.group.kind == "relation"
    letter = words.letter(i)
    if i < 0:
        return []
    if letter == "A" and (relation or words.lows[i] in _HAVE):
        return subject(words, i + 1, lexicon)
    if relation and letter in ",NMX":
        before = chunk_before(words, i + 1)
        if before and before.b < t.a and (letter == "," or start == t.a):
            return listed(words, before)
    if letter == "V" and lexicon.bases.get(words.lows[i]) in lexicon.light:
        passive = words.letter(i - 1) == "A" and words.lows[i - 1] not in _HAVE
        return [] if passive else subject(words, i, lexicon)
    if words.lows[i] in _ON and t.group.type in _JOINED and words.letter(i - 1) in "VA":
        return subject(words, i - 1 if cls[i - 1] == "V" else i, lexicon)
    if letter in "Po":
        before = chunk_before(words, i)
        if before and before.gov == "V" and lexicon.bases.get(words.lows[before.lead]) in _BLAME:
            return listed(words, before)
    return []


def _owner(  # noqa: PLR0911  a table of cases
    words: Words, t: Trigger, lexicon: Lexicon
) -> tuple[Chunk | None, int]:
    """Find who stands before a trigger noun in its own phrase, and where that phrase begins."""
    owned = words.letter(t.a - 1) == "G"
    i = t.a - 1 - owned
    chunk = words.chunk_of(i)
    if chunk is None:
        return None, t.a
    letters = words.cls[chunk.a : chunk.b]
    if owned:
        return chunk, chunk.a
    if "G" in letters:
        stop = chunk.b - 1 - letters[::-1].index("G")
        return Chunk(chunk.a, stop, stop - 1), chunk.a
    if words.lows[i] == "led" and words.lows[i - 1] == "-":  # "a Velmar-led raid"
        return Chunk(chunk.a, i - 1, i - 2), chunk.a
    if words.cls[i] != "M" and words.lows[i] not in lexicon.classes.agents:
        return None, chunk.a
    if i == 0 and not _is_demonym(words.lows[i], lexicon):
        return None, chunk.a  # "Fierce clashes": a capital only because it is first
    same = "M" if words.cls[i] == "M" else "NM"
    j = i
    while j > chunk.a and words.cls[j - 1] in same:
        j -= 1
    return Chunk(j, i + 1, i), chunk.a


def _is_demonym(low: str, lexicon: Lexicon) -> bool:
    c = lexicon.classes
    return low in c.demonyms or low in c.agents or low.endswith(("ian", "ese", "ish", "ani"))
