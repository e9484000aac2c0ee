"""Trigger words in a sentence.

In:   `Words` and the lexicon
Out:  `Trigger`s: the words, the group, how they are used

Method: the longest entry counts, then the first in the lists; a verb entry needs a verb, a
noun entry a noun. One trigger of a kind for a word. A weak trigger ("killed") gives way to an
act of the same type in its sentence, which then takes over its numbers.
Known faults: a noun that is no trigger in its phrase ("strike force") counts.
"""

from dataclasses import dataclass

from sayso.extract.rules.lexicon import Entry, Group, Lexicon
from sayso.extract.rules.words import Words

_BE = frozenset(
    ("be", "is", "are", "was", "were", "been", "being", "am", "get", "gets", "got", "getting",
     "isn't", "aren't", "wasn't", "weren't", "'s", "'re")
)  # fmt: skip


@dataclass(slots=True)
class Trigger:
    """Words `a` to `b` (half open) that state a claim of the group's type."""

    a: int
    b: int
    group: Group
    is_verb: bool
    passive: bool = False
    base: str = ""


def find_triggers(words: Words, lexicon: Lexicon) -> list[Trigger]:
    """Find the triggers of a sentence in text order; nouns among them get class K."""
    found: list[Trigger] = []
    taken: set[tuple[str, int]] = set()
    spans: list[tuple[int, int]] = []
    for i, low in enumerate(words.lows):
        for entry in lexicon.entries.get(low, ()):
            kind = entry.group.kind
            b = i + len(entry.words)
            if any((kind, k) in taken for k in range(i, b)) or not _fits(words, i, entry):
                continue
            is_verb = entry.use == "verb"
            trigger = Trigger(i, b, entry.group, is_verb, base=lexicon.bases.get(low, low))
            if is_verb:
                trigger.passive = _is_passive(words, trigger, entry, lexicon)
            found.append(trigger)
            taken.update((kind, k) for k in range(i, b))
            if not is_verb and not entry.group.modal:
                spans.append((i, b))
    for a, b in spans:
        for k in range(a, b):
            words.cls[k] = "K"
    return found


def _fits(words: Words, i: int, entry: Entry) -> bool:
    """Tell whether an entry's words stand at `i`, used as it says, in a sentence that suits."""
    lows, group = words.lows, entry.group
    b = i + len(entry.words)
    if tuple(lows[i:b]) != entry.words or (i and lows[i - 1] == "-"):
        return False
    if entry.use == "verb":
        used = _as_verb(words, i, b, entry)
    elif entry.use == "noun":
        used = _as_noun(words, i, b)
    else:
        used = words.cls[i] != "t"
    return (
        used
        and (not group.next or (b < len(lows) and lows[b] in group.next))
        and (not group.near or any(words.has(w) for w in group.near))
        and not any(words.has(w) for w in group.unless)
    )


def _as_verb(words: Words, i: int, b: int, entry: Entry) -> bool:
    if entry.forms != "g":
        return words.cls[i] == "V"
    if words.cls[i] == "N":
        return _takes_object(words, i)
    if words.cls[i] != "V":
        return False
    after_noun = words.letter(i - 1) in "NM"  # "wall building" is no act, "rebels holding it" is
    return not after_noun or _takes_object(words, b - 1) or words.lows[b : b + 1] in _lead(entry)


def _lead(entry: Entry) -> list[list[str]]:
    return [[word] for word in entry.group.to]


def _as_noun(words: Words, i: int, b: int) -> bool:
    letter = words.cls[i]
    if letter == "V":
        return b - i > 1 or _ends_phrase(words, i)
    if letter == "M":
        return i == 0 or words.title_case
    return letter != "t"


def _takes_object(words: Words, i: int) -> bool:
    return words.letter(i + 1) in "DXM#N"


def _ends_phrase(words: Words, i: int) -> bool:
    """Tell whether an "-ing" form stands as a noun: "the shelling of", "heavy fighting in"."""
    if not words.lows[i].endswith("ing"):
        return False
    before, after = words.letter(i - 1), words.letter(i + 1)
    return after not in "DXM#" and before not in "AR" and (after in "oP.,VAO)" or before in "NMGD")


def _is_passive(words: Words, t: Trigger, entry: Entry, lexicon: Lexicon) -> bool:
    if "n" not in entry.forms:
        return False
    i = t.a - 1
    while words.letter(i) == "R":
        i -= 1
    if words.letter(i) in "AG":
        return words.lows[i] in _BE
    if "by" in words.lows[t.b : t.b + 3]:
        return True
    after = t.b
    while words.letter(after) == "R":
        after += 1
    transitive = entry.group.object != "none" and t.base not in lexicon.classes.intransitive
    return transitive and words.letter(after) in "P.,;)TtC"


def drop_weak(triggers: list[Trigger]) -> tuple[list[Trigger], list[Trigger]]:
    """Part the triggers into those that stand and weak ones that gave way."""
    strong = {t.group.type for t in triggers if not t.group.weak}
    kept, gone = [], []
    seen: set[str] = set()
    for t in triggers:
        type_ = t.group.type
        if t.group.weak and (type_ in strong or type_ in seen):
            gone.append(t)
            continue
        if t.group.weak:
            seen.add(type_)
        kept.append(t)
    return kept, gone
