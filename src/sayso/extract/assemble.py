"""From the model's spans to claims: roles, counts, voices, ids.

In:   a sentence of a `Document`, its triggers and mentions, and the document's `Reading`
Out:  `Claim`s

Method: the model says which words fill which role; rules that are surer than it say the
rest. A count's bounds are those of the counted phrase that `detect` found there. Two places
joined by "and" are two. A claim
inside a quotation with no source of its own is said by who speaks the quotation, who may
stand in another sentence (codebook, `source`).
Known faults: a quotation that quotes another one gives only its own speaker.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeVar

from sayso.base import ids
from sayso.base.nouns import (
    Actor,
    Claim,
    Count,
    Document,
    Kind,
    Number,
    Place,
    Reading,
    Sentence,
    Span,
    Status,
    Time,
    Voice,
)

_S = TypeVar("_S", bound=Span)

# Words that name nothing by themselves; as a whole mention they are what is left of a longer one.
_NO_MENTION = frozenset(
    "a an and as at by for from in near of on or since the to with".split()  # noqa: SIM905
)

# "Syria and Iraq" is two places. Among annotated places two names joined by "and" are marked as two
# 81 times; the 11 marked as one say "border", "of" or "between", or are one of these.
_TWO_PLACES = re.compile(r"(?:the )?[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)?")
_ONE_PLACE = frozenset(
    {
        "Antigua and Barbuda",
        "Bosnia and Herzegovina",
        "Jammu and Kashmir",
        "Newfoundland and Labrador",
        "Trinidad and Tobago",
    }
)


class Mention(NamedTuple):
    """A role filled: the slot's name ("actor", "number:killed"), and offsets in the document."""

    slot: str
    start: int
    end: int


class Found(NamedTuple):
    """A claim as the model gives it; offsets count in the document."""

    kind: Kind
    type: str
    mode: str
    start: int
    end: int
    mentions: Sequence[Mention]
    sources: Sequence[Mention]
    status: Status
    hedged: bool
    score: float


def assemble(
    doc: Document, sentence: Sentence, reading: Reading, found: Found, made_by: str
) -> Claim:
    """Build the claim."""
    roles: dict[str, list[Mention]] = {}
    for mention in found.mentions:
        if doc.text[mention.start : mention.end].lower() in _NO_MENTION:
            continue
        roles.setdefault(mention.slot.partition(":")[0], []).append(mention)
    evidence = Span(start=sentence.start, end=sentence.end, text=sentence.text)
    trigger = _span(doc, found.start, found.end)
    voices: tuple[Voice, ...] = tuple(
        _as(Voice, doc, m)
        for m in found.sources
        if doc.text[m.start : m.end].lower() not in _NO_MENTION
    )
    return Claim(
        id=ids.claim_id(doc.report_id, found.kind, found.type, found.start, found.end),
        doc=doc.report_id,
        kind=found.kind,
        type=found.type,
        mode=found.mode,
        trigger=trigger,
        evidence=evidence,
        actor=tuple(_as(Actor, doc, m) for m in roles.get("actor", ())),
        recipient=tuple(_as(Actor, doc, m) for m in roles.get("recipient", ())),
        place=tuple(_as(Place, doc, p) for m in roles.get("place", ()) for p in _places(doc, m)),
        time=tuple(_as(Time, doc, m) for m in roles.get("time", ())),
        instrument=tuple(_as(Span, doc, m) for m in roles.get("instrument", ())),
        number=tuple(_number(doc, m, reading.counts) for m in roles.get("number", ())),
        source=voices or speaker(found.start, found.end, reading),
        outlet=doc.outlet,
        status=found.status,
        hedged=found.hedged,
        score=round(found.score, 4),
        made_by=made_by,
    )


def speaker(start: int, end: int, reading: Reading) -> tuple[Voice, ...]:
    """Voices of the quotation that holds the trigger; () outside quotations."""
    for quotation in reading.quotations:
        if quotation.start <= start and end <= quotation.end:
            return quotation.voices
    return ()


def _places(doc: Document, mention: Mention) -> tuple[Mention, ...]:
    """A mention of two places as two."""
    text = doc.text[mention.start : mention.end]
    first, joint, second = text.partition(" and ")
    if not joint or text in _ONE_PLACE:
        return (mention,)
    if not (_TWO_PLACES.fullmatch(first) and _TWO_PLACES.fullmatch(second)):
        return (mention,)
    return (
        mention._replace(end=mention.start + len(first)),
        mention._replace(start=mention.end - len(second)),
    )


def _span(doc: Document, start: int, end: int) -> Span:
    return Span(start=start, end=end, text=doc.text[start:end])


def _as(cls: type[_S], doc: Document, mention: Mention) -> _S:
    return cls(start=mention.start, end=mention.end, text=doc.text[mention.start : mention.end])


def _number(doc: Document, mention: Mention, counts: Iterable[Count]) -> Number:
    """A number with the bounds of the counted phrase that shares most of its words."""
    best, shared = None, 0
    for count in counts:
        both = min(count.end, mention.end) - max(count.start, mention.start)
        if both > shared:
            best, shared = count, both
    return Number(
        start=mention.start,
        end=mention.end,
        text=doc.text[mention.start : mention.end],
        what=mention.slot.partition(":")[2],  # type: ignore[arg-type]
        low=best.low if best else None,
        high=best.high if best else None,
    )
