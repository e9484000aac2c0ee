"""The same words in a text that changed: a claim found again by its sentence.

In:   a claim, and another version of the text it was drawn from
Out:  the claim with its offsets in that text, or None where its words are gone

Method: the whole sentence is sought, nearest to where it stood; what lies in it moves with it,
what lies outside (a referent in another sentence) is sought by itself.
Known faults: a reworded sentence is not found, on purpose: nobody judged its words.
"""

from typing import Any

import msgspec

from sayso.base import ids
from sayso.base.nouns import ROLES, Claim, Span

_replace = msgspec.structs.replace


def anchored(claim: Claim, text: str) -> Claim | None:
    """The claim with its offsets in `text`, found by the words of its evidence.

    Its id follows its trigger, as `ids.claim_id` makes it, when that has moved. None when its
    words stand no more in the text.
    """
    if all(_fits(span, text) for span in spans(claim)):
        return claim
    at = _nearest(text, claim.evidence.text, claim.evidence.start)
    if at < 0:
        return None
    shift = at - claim.evidence.start
    moved: dict[str, Any] = {}
    for name in ("trigger", "evidence", *ROLES):
        given = getattr(claim, name)
        listed = given if isinstance(given, tuple) else (given,)
        new = tuple(_moved_span(span, claim.evidence, shift, text) for span in listed)
        if any(span is None for span in new):
            return None
        moved[name] = new if isinstance(given, tuple) else new[0]
    trigger: Span = moved["trigger"]
    if (trigger.start, trigger.end) != (claim.trigger.start, claim.trigger.end):
        moved["id"] = ids.claim_id(claim.doc, claim.kind, claim.type, trigger.start, trigger.end)
    return _replace(claim, **moved)


def spans(claim: Claim) -> list[Span]:
    """All stretches of text that a claim points at."""
    listed: list[Span] = [claim.trigger, claim.evidence]
    for role in ROLES:
        listed += getattr(claim, role)
    return listed


def _fits(span: Span, text: str) -> bool:
    return text[span.start : span.end] == span.text


def _moved_span(span: Span, evidence: Span, shift: int, text: str) -> Span | None:
    is_inside = evidence.start <= span.start and span.end <= evidence.end
    start = span.start + shift
    if not is_inside:  # a referent in another sentence, which may have moved by itself
        start = _nearest(text, span.text, start)
    if start < 0:
        return None
    return _replace(span, start=start, end=start + len(span.text))


def _nearest(text: str, words: str, near: int) -> int:
    """Where `words` stand in `text`, nearest to `near`; -1 for nowhere."""
    after = text.find(words, max(near, 0))
    before = text.rfind(words, 0, max(near, 0) + len(words))
    found = [at for at in (before, after) if at >= 0]
    return min(found, key=lambda at: abs(at - near)) if found else -1
