"""A claim while its parts are being found, and how it becomes a `Claim`.

In:   word ranges of a sentence for each role
Out:  `Draft`, and `Claim` from it: every span with the document's own words

Known faults: none of its own.
"""

from dataclasses import dataclass, field

from sayso.base.ids import claim_id
from sayso.base.nouns import (
    Actor,
    Claim,
    Count,
    Document,
    Kind,
    Number,
    Place,
    Span,
    Status,
    Time,
    Voice,
    What,
)
from sayso.extract.rules.triggers import Trigger
from sayso.extract.rules.words import Chunk, Words

Range = tuple[int, int]  # words of the sentence, half open


@dataclass(slots=True)
class Draft:
    """One claim in the making. Ranges are words; times are offsets in the document."""

    kind: Kind
    type: str
    mode: str
    trigger: Range
    score: float = 0.0
    at: Trigger | None = None  # None for a relation found by its form
    actor: list[Range] = field(default_factory=list)
    recipient: list[Range] = field(default_factory=list)
    place: list[Range] = field(default_factory=list)
    time: list[tuple[int, int]] = field(default_factory=list)
    instrument: list[Range] = field(default_factory=list)
    number: list[tuple[Count, What]] = field(default_factory=list)
    source: list[Range] = field(default_factory=list)
    voices: tuple[Voice, ...] = ()  # from a quotation; may stand in another sentence
    status: Status = "asserted"
    hedged: bool = False
    gave_way: bool = False  # another claim of the sentence says it


def ranges(words: Words, chunks: list[Chunk]) -> list[Range]:
    """Give the words of phrases without a leading count: "two teachers" is "teachers"."""
    found = []
    for chunk in chunks:
        a = chunk.a
        while a < chunk.b - 1 and words.cls[a] in "#Ro" and words.cls[a + 1] != "G":
            a += 1
        if words.cls[a] != "#" or a + 1 < chunk.b:
            found.append((a, chunk.b))
    return found


def claim_of(draft: Draft, words: Words, doc: Document, made_by: str) -> Claim:
    """Turn a draft into a claim."""
    text = doc.text

    def offsets(r: Range) -> tuple[int, int, str]:
        start, end = words.starts[r[0]], words.ends[r[1] - 1]
        return start, end, text[start:end]

    def actors(found: list[Range]) -> tuple[Actor, ...]:
        spans = (offsets(r) for r in dict.fromkeys(found))
        return tuple(Actor(start=s, end=e, text=t) for s, e, t in spans)

    sentence = words.sentence
    start, end, trigger = offsets(draft.trigger)
    own = tuple(
        Voice(start=s, end=e, text=t)
        for s, e, t in (offsets(r) for r in dict.fromkeys(draft.source))
    )
    return Claim(
        id=claim_id(doc.report_id, draft.kind, draft.type, start, end),
        doc=doc.report_id,
        kind=draft.kind,
        type=draft.type,
        mode=draft.mode,
        trigger=Span(start=start, end=end, text=trigger),
        evidence=Span(start=sentence.start, end=sentence.end, text=sentence.text),
        actor=actors(draft.actor),
        recipient=actors(draft.recipient),
        place=tuple(
            Place(start=s, end=e, text=t)
            for s, e, t in (offsets(r) for r in dict.fromkeys(draft.place))
        ),
        time=tuple(Time(start=s, end=e, text=text[s:e]) for s, e in draft.time),
        instrument=tuple(
            Span(start=s, end=e, text=t)
            for s, e, t in (offsets(r) for r in dict.fromkeys(draft.instrument))
        ),
        number=tuple(
            Number(start=c.start, end=c.end, text=c.text, what=what, low=c.low, high=c.high)
            for c, what in draft.number
        ),
        source=own + tuple(v for v in draft.voices if not _overlaps(v, own)),
        outlet=doc.outlet,
        status=draft.status,
        hedged=draft.hedged,
        score=draft.score,
        made_by=made_by,
    )


def _overlaps(voice: Voice, own: tuple[Voice, ...]) -> bool:
    return any(voice.start < v.end and v.start < voice.end for v in own)
