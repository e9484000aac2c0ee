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
    lows, cls = words.lows, words.cls
    b = i + len(entry.words)
    if tuple(lows[i:b]) != entry.words:
        return False
    group = entry.group
    if entry.use == "verb":
        if cls[i] != "V" and not (cls[i] == "N" and entry.forms == "g" and _takes_object(words, i)):
            return False
        if entry.forms == "g" and cls[i] == "V" and i and cls[i - 1] in "NM" and not _takes_object(words, b - 1) and not group.to & set(lows[b:b + 1]):
            return False
    elif entry.use == "noun":
        if cls[i] == "V" and len(entry.words) == 1 and not _ends_phrase(words, i):
            return False
        if cls[i] == "M" and i and not _heads_name(words, i, b):
            return False
    if group.next and (b >= len(lows) or lows[b] not in group.next):
        return False
    if group.near and not any(words.has(w) for w in group.near):
        return False
    return not any(words.has(w) for w in group.unless)


def _takes_object(words: Words, i: int) -> bool:
    after = words.cls[i + 1] if i + 1 < len(words.cls) else "."
    return after in "DXM#N"


def _ends_phrase(words: Words, i: int) -> bool:
    """Tell whether an "-ing" form stands as a noun: "the shelling of", "heavy fighting in"."""
    if not words.lows[i].endswith("ing"):
        return False
    before = words.cls[i - 1] if i else "."
    after = words.cls[i + 1] if i + 1 < len(words.cls) else "."
    return after not in "DXM#" and before not in "AR" and (after in "oP.,VAO)" or before in "NMGD")


def _heads_name(words: Words, i: int, b: int) -> bool:
    """Tell whether a capital trigger word is used as a noun in a headline."""
    longer = [t for t in words.texts if len(t) > 3 and t[0].isalpha()]
    return sum(t[0].isupper() for t in longer) > 0.7 * len(longer)


def _is_passive(words: Words, trigger: Trigger, entry: Entry, lexicon: Lexicon) -> bool:
    if "n" not in entry.forms:
        return False
    lows, cls = words.lows, words.cls
    i = trigger.a - 1
    while i >= 0 and cls[i] == "R":
        i -= 1
    if i >= 0 and cls[i] in "AG" and lows[i] in _BE:
        return True
    if i >= 0 and cls[i] == "A":
        return False
    if "by" in lows[trigger.b : trigger.b + 3]:
        return True
    follows = cls[trigger.b] if trigger.b < len(cls) else "."
    if entry.group.object == "none" or trigger.base in lexicon.classes.intransitive:
        return False
    return follows in "P.,;)RTtC"


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
