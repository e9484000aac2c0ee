"""Relations that are known by their form: acronyms and compounds.

In:   `Words` with chunks, and the lexicon
Out:  `Formed` relations: type, mode, trigger, actor, recipient and place as word ranges

Method: an acronym in brackets after a name whose initials it has ("the Lowland Militia (LM)");
compounds with a hyphen ("Velmar-backed rebels", "the Kesh-based group").
Known faults: an acronym of another language than the name gives nothing.
"""

import re
from dataclasses import dataclass

from sayso.extract.rules.frame import is_thing
from sayso.extract.rules.lexicon import Lexicon
from sayso.extract.rules.words import Words

Range = tuple[int, int]  # words, half open

# Of a compound: type, mode, and whether the word before the hyphen is the actor.
_COMPOUNDS: dict[str, tuple[str, str, bool]] = {
    "backed": ("backing", "", True), "supported": ("backing", "", True),
    "sponsored": ("backing", "", True), "funded": ("backing", "funds", True),
    "armed": ("backing", "arms", True), "trained": ("backing", "trains", True),
    "allied": ("alliance", "", False), "aligned": ("alliance", "", False),
    "linked": ("alliance", "", False), "affiliated": ("allegiance", "", False),
}  # fmt: skip
_HOLDS = frozenset(("held", "controlled", "occupied", "ruled", "administered", "governed"))
_ACRONYM = re.compile(r"[A-Z][A-Z0-9&\-]*[A-Za-z0-9]s?$")


@dataclass(slots=True)
class Formed:
    """One relation found by its form; `former` is the word that says it is over."""

    type: str
    mode: str
    trigger: Range
    actor: tuple[Range, ...] = ()
    recipient: tuple[Range, ...] = ()
    place: tuple[Range, ...] = ()
    former: Range | None = None


def find_acronyms(words: Words) -> list[Formed]:
    """Find acronyms in brackets, as aliases of the name before them."""
    found = []
    for i in range(1, len(words.lows) - 2):
        if words.cls[i] != "(" or words.cls[i + 2] != ")":
            continue
        chunk, acronym = words.chunk_of(i - 1), words.texts[i + 1]
        if chunk is None or not _ACRONYM.match(acronym):
            continue
        start = _named_from(words, chunk.a, i, acronym)
        if start is not None:
            span = (i + 1, i + 2)
            found.append(Formed("alias", "", span, ((start, i),), (span,)))
    return found


def _named_from(words: Words, a: int, b: int, acronym: str) -> int | None:
    """Give where the name begins that an acronym stands for; None when none fits.

    Of a phrase with "of" it is the last part that has every capital as an initial ("the head
    of the Kesh Party (KP)"), else the whole, when it has at least half of them.
    """
    capitals = [c for c in acronym if c.isupper()]

    def shared(start: int) -> int:
        parts = (part for t in words.texts[start:b] for part in t.split("-") if part)
        initials = {part[0].upper() for part in parts}
        return sum(c in initials for c in capitals)

    if b - a < 2 and "-" not in words.texts[a]:
        return None
    for start in range(b - 1, a, -1):
        if words.cls[start - 1] == "o" and shared(start) == len(capitals):
            return start
    return a if shared(a) * 2 >= len(capitals) else None


def find_compounds(words: Words, lexicon: Lexicon) -> list[Formed]:
    """Find compounds such as "Velmar-backed rebels", in text order."""
    found = []
    for i in range(1, len(words.lows) - 2):
        word, chunk = words.lows[i + 1], words.chunk_of(i + 2)
        if words.lows[i] != "-" or word not in lexicon.classes.compounds or chunk is None:
            continue
        if words.cls[i + 2] not in "NM":
            continue
        a = i - 1
        while words.letter(a) == "M" and words.letter(a - 1) == "M":
            a -= 1
        front, back, span = (a, i), (i + 2, chunk.b), (i + 1, i + 2)
        if word == "based":
            found.append(Formed("present_in", "", span, (back,), place=(front,)))
        elif word in _HOLDS:
            found.append(Formed("controls", "", span, (front,), place=(back,)))
        elif word in _COMPOUNDS and is_thing(words, chunk, lexicon):
            type_, mode, front_acts = _COMPOUNDS[word]
            actor, recipient = (front, back) if front_acts else (back, front)
            found.append(Formed(type_, mode, span, (actor,), (recipient,)))
    return found
