"""The nouns of the record: what linking makes of many claims.

In:   nothing; `link`, `record` and what stands above them import this module
Out:  frozen structs. `Copy` and `Link` join reports and claims; `Incident` and `Relation`
      are what the joined claims tell, each value with the claims that tell it

Nothing is averaged and nothing is overwritten: a value is `Told` by claims, and values
that disagree stand beside each other. Days are civil days, both ends included; None is an
end that nobody tells.
"""

import datetime as dt
from typing import Literal

import msgspec

from sayso.base.nouns import Basis, Noun, Precision

Judgement = Literal["same", "different", "unsure"]
CopyKind = Literal["copy", "partial", "update"]
PhaseKind = Literal["span", "point", "denied", "planned"]
State = Literal["held", "ended", "denied", "disputed", "unknown"]


class Passage(Noun, kw_only=True, frozen=True):
    """A stretch of a document's text, half open, in code points."""

    start: int
    end: int


class Copy(Noun, kw_only=True, frozen=True):
    """Two reports that tell in the same words.

    Attributes:
        report: id of the report that repeats.
        of: id of the report that is repeated: the earlier published; of one day or of unknown
            days, the one with the smaller id.
        kind: "copy" (one text, but for byline, lead or cuts), "partial" (a part of one is a
            part of the other), "update" (a copy that adds passages).
        share: share of the smaller text's word shingles that the other has too, in [0, 1].
        adds: passages of `report` that `of` does not have.
        reasons: why, in words for people.
    """

    report: str
    of: str
    kind: CopyKind
    share: float
    adds: tuple[Passage, ...] = ()
    reasons: tuple[str, ...] = ()


class Reason(Noun, kw_only=True, frozen=True):
    """One reason for or against two claims telling of one happening.

    `weight` is what it adds to the log odds (base e); below zero it speaks against.
    """

    what: str
    weight: float


class Link(Noun, kw_only=True, frozen=True):
    """A judgement on two claims: do they tell of one happening?

    Attributes:
        a, b: claim ids, `a < b`.
        score: probability that they do, in [0, 1].
        reasons: the weightiest first.
        person: who judged, "" for the machine; a person's judgement is never replaced by it.
    """

    a: str
    b: str
    judgement: Judgement
    score: float
    reasons: tuple[Reason, ...] = ()
    person: str = ""


class Teller(Noun, kw_only=True, frozen=True):
    """An independent voice: whoever says so, however many reports carry the words.

    Attributes:
        key: actor id of the speaker, or "name:" and the folded name; without a speaker
            "outlet:" and the outlet of the report that the others copy, or "report:" and its
            id where no outlet is known.
        name: for people.
    """

    key: str
    name: str


class Told(Noun, kw_only=True, frozen=True):
    """A value of an incident, and who tells it.

    Attributes:
        value: for people, and unlike for unlike values: "2014-10-04", "Kobane", "8 killed".
        low, high: bounds of a number; None where open, and for what is no number.
        earliest, latest: bounds of a day; None where open, and for what is no day.
        key: id of the actor or place ("geo:" and the GeoNames id), else "".
        claims: ids of the claims that tell it, sorted.
        tellers: the independent voices, most reports first.
        denied: the value is told in claims that deny it.
        hedged: every claim that tells it hedges.
    """

    value: str
    low: int | None = None
    high: int | None = None
    earliest: dt.date | None = None
    latest: dt.date | None = None
    key: str = ""
    claims: tuple[str, ...] = ()
    tellers: tuple[Teller, ...] = ()
    denied: bool = False
    hedged: bool = False


class Estimate(Noun, kw_only=True, frozen=True):
    """best, low and high of what is counted, by a named rule. None where nobody tells a bound."""

    what: str
    best: int | None
    low: int | None
    high: int | None
    rule: str
    reason: str = ""


class Incident(Noun, kw_only=True, frozen=True):
    """Claims of one happening. Each field's values stand best supported first.

    Attributes:
        id: public id; made from its first claim, and kept when claims come and go.
        values: field ("type", "mode", "day", "place", "actor", "recipient", "instrument",
            "killed", "wounded" ... as `What` names them, "status") to what is told of it.
        estimates: one of each `What` that is told.
        claims: ids of all claims, sorted.
        tellers: all independent voices.
        status: "asserted", or "disputed" when some deny what others assert, or "negated",
            "future", "hypothetical" when all claims are.
        disputed: fields in which independent voices contradict each other.
        day_*: the told day that is best supported: earliest, latest, its precision and basis.
        best known place as `Where` has it; empty where undecided.
    """

    id: str
    type: str
    mode: str = ""
    day_from: dt.date | None = None
    day_to: dt.date | None = None
    day_precision: Precision | None = None
    day_basis: str = ""
    place: str = ""
    geonameid: int | None = None
    lat: float | None = None
    lon: float | None = None
    admin1: str = ""
    country: str = ""
    geo_precision: str = ""
    geo_basis: str = ""
    status: str = "asserted"
    disputed: tuple[str, ...] = ()
    values: dict[str, tuple[Told, ...]] = msgspec.field(default_factory=dict)
    estimates: tuple[Estimate, ...] = ()
    claims: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    tellers: tuple[Teller, ...] = ()


class Phase(Noun, kw_only=True, frozen=True):
    """A stretch of time in which a relation is told to hold or not.

    Attributes:
        kind: "span" (since or until when it held is told), "point" (it is told to hold on a
            day, or on some day of a month or a year; what lies between two points is unknown),
            "denied" (a voice says that it does not hold), "planned" (future or hypothetical).
        start, end: first and last day that it may have; equal for a point on a day; None where
            that side is open.
        sure_start, sure_end: first and last day on which it is told to hold for certain; None
            where no day is certain ("in July"), or that side is open.
        begins, ends: a beginning or an end is told, not only the first or last day told of. From
            `end` on an ended phase is over.
        starts_by, ends_by: what began or ended it, in words ("pledge", "split", "death"), "" where
            the text does not say.
        basis: as `When.basis`; "report_date" where the text gives no time at all.
        hedged: every claim that tells it hedges.
        disputed: another independent voice tells the contrary of it, of some days of it, or of
            its end.
        claims: ids of all claims that tell it, sorted; `end_claims` are those that tell its end.
        against, end_against: claims that deny all of it, or its end. A denial of some of its days
            is a phase of its own; what a denial answers is told there, not here.
        tellers, enders, deniers, end_deniers: the independent voices of these four.
        until: for each of `tellers` the last day that it tells of ("since" reaches to the day of
            the report), None for no day; empty where all tell of the whole phase.
    """

    kind: PhaseKind
    start: dt.date | None = None
    end: dt.date | None = None
    sure_start: dt.date | None = None
    sure_end: dt.date | None = None
    begins: bool = False
    ends: bool = False
    starts_by: str = ""
    ends_by: str = ""
    basis: Basis = "stated"
    hedged: bool = False
    disputed: bool = False
    claims: tuple[str, ...] = ()
    end_claims: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    end_against: tuple[str, ...] = ()
    tellers: tuple[Teller, ...] = ()
    enders: tuple[Teller, ...] = ()
    deniers: tuple[Teller, ...] = ()
    end_deniers: tuple[Teller, ...] = ()
    until: tuple[dt.date | None, ...] = ()


class Relation(Noun, kw_only=True, frozen=True):
    """Two actors (or an actor and a place, for `controls`), a type, and its phases in time.

    Attributes:
        id: hash of type, actor and recipient; of a symmetric type, in sorted order.
        type: as the ontology names it.
        actor, recipient: keys as `Teller.key` forms them for speakers; a place is
            "geo:" and the id, or "place:" and the folded name.
        phases: by start, then kind.
    """

    id: str
    type: str
    actor: str
    recipient: str
    actor_name: str
    recipient_name: str
    modes: tuple[str, ...] = ()
    phases: tuple[Phase, ...] = ()
    claims: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    tellers: tuple[Teller, ...] = ()
    disputed: bool = False
