"""Which claim a place, a time, a weapon and a number belong to.

In:   the drafts of a sentence, the weak triggers that gave way, the counts of the sentence
Out:  the drafts, filled

Method: each goes to the trigger that is nearest in words, looking back first; what a weak
trigger ("killed") has, the act of its type takes over. A count of dead or wounded goes to the
nearest assault, another one to the claim whose actor or recipient it counts.
Known faults: a place or time named once for two acts stands on one of them.
"""

import bisect

from sayso.base.nouns import Count
from sayso.extract.rules import details
from sayso.extract.rules.draft import Draft, ranges
from sayso.extract.rules.frame import frame
from sayso.extract.rules.lexicon import Lexicon
from sayso.extract.rules.triggers import Trigger
from sayso.extract.rules.words import Words

_PLACED = frozenset(("controls", "present_in"))  # relations that have a place
_ARMED = frozenset(("ASSAULT", "MOBILIZE", "COERCE"))

_FAR = 40  # words; what stands farther from every trigger belongs to none

_Holder = tuple[Trigger, Draft]


def attach(
    words: Words, drafts: list[Draft], gone: list[Trigger], counts: list[Count], lexicon: Lexicon
) -> None:
    """Fill place, time, instrument and number of the drafts of a sentence."""
    holders = [(d.at, d) for d in drafts if d.at is not None]
    for t in gone:
        act = next((d for d in drafts if d.type == t.group.type), None)
        if act is not None:
            holders.append((t, act))
            actor, recipient, _ = frame(words, t, lexicon)
            act.actor = act.actor or ranges(words, actor)
            act.recipient = act.recipient or ranges(words, recipient)
    if not holders:
        return
    holders.sort(key=lambda h: (h[0].a, h[0].b))
    events = [h for h in holders if h[1].kind == "event"]
    placed = [h for h in holders if h[1].kind == "event" or h[1].type in _PLACED]
    armed = [h for h in events if h[1].type in _ARMED]
    for chunk in details.places(words, lexicon):
        draft, span = _nearest(placed, chunk.a), (chunk.a, chunk.b)
        if draft is not None and not draft.place and span not in (*draft.actor, *draft.recipient):
            draft.place.append(span)
    for start, end, at in details.times(words):
        draft = _nearest(holders, at)
        if draft is not None and not draft.time:
            draft.time.append((start, end))
    for span in details.instruments(words, lexicon):
        draft = _nearest(armed, span[0])
        if draft is not None and not draft.trigger[0] <= span[0] < draft.trigger[1]:
            draft.instrument.append(span)
    assaults = [h for h in events if h[1].type == "ASSAULT"]
    for count in counts:
        _number(words, count, events, assaults)


def _nearest(holders: list[_Holder], at: int) -> Draft | None:
    """Give the claim whose trigger is nearest to word `at`; to the left counts as nearer."""
    i = bisect.bisect_right(holders, at, key=lambda h: h[0].b)
    best, best_distance = None, _FAR
    for t, draft in holders[max(0, i - 2) : i + 1]:
        distance = at - t.b if at >= t.b else (t.a - at) * 2
        if distance < best_distance:
            best, best_distance = draft, distance
    return best


def _number(words: Words, count: Count, events: list[_Holder], assaults: list[_Holder]) -> None:
    a, b, what = details.counted(words, count)
    if what in ("killed", "wounded"):
        draft = _nearest(assaults, a)
        if draft is not None:
            draft.number.append((count, what))
        return
    for t, draft in events:
        sides = (*draft.actor, *draft.recipient)
        beside = any(r[0] - 2 <= b <= r[1] and a <= r[1] for r in sides)
        moved = draft.type == "MOBILIZE" and t.is_verb and 0 <= a - t.b < 3
        if beside or moved:
            draft.number.append((count, what or details.what_of_type(t)))
            return
