"""What a mention of an actor may mean, for people who check the choice.

In:   a mention, what was found for it, and the context of its report
Out:  up to three `Candidate`s, the best first; the first is the choice, if there is one

Method: beside the choice stand the others that bear the name. Where nothing was chosen, the
bearers of the words stand there, or those of the first name in them.
Known faults: none known. Between whom "he" or "the group" stays open is told by `actors_refs`.
"""

import re

import msgspec

from sayso.base.nouns import Candidate
from sayso.identify.actors_context import Context
from sayso.identify.actors_finding import Finding
from sayso.identify.actors_index import trimmed
from sayso.identify.actors_names import find

MOST = 3
"""Candidates of a mention: the choice and two more. Chosen by hand: what a reader takes in."""

_NAME = re.compile(r"[A-Z][\w'’.-]*(?: (?:(?:of|the|al|and|for|de) )*[A-Z][\w'’.-]*)*")


def of_choice(found: Finding) -> tuple[Candidate, ...]:
    """The actor that was chosen, and those that it was chosen over."""
    best = Candidate(id=found.actor_id, name=found.name, score=found.score, reasons=found.reasons)
    if not found.rivals:
        return (best,)
    # Words around a name make its bearers no surer than the choice.
    others = (
        rival if rival.score <= best.score else msgspec.structs.replace(rival, score=best.score)
        for rival in found.rivals[: MOST - 1]
    )
    return (best, *others)


def of_open(text: str, context: Context) -> tuple[Candidate, ...]:
    """Those that bear the name in words of which nothing was chosen; () when nobody does."""
    words = trimmed(text)
    for name in dict.fromkeys((words, *_NAME.findall(words))):
        if name:
            found = find(name, day=context.day, countries=context.countries)
            if found:
                return found[:MOST]
    return ()
