"""What the JSON API answers of the record: its counts, incidents, reports, claims and history.

In:   nothing
Out:  frozen structs
"""

import datetime as dt
from typing import Literal

import msgspec

from sayso.base.joined import Copy, Estimate, Reason, Teller
from sayso.base.nouns import Claim


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all answers: frozen, named arguments only."""


Role = Literal["reader", "coder", "editor"]
Days = tuple[dt.date | None, dt.date | None]


class Problem(Answer, kw_only=True, frozen=True):
    """An error: what failed, and what to do."""

    error: str
    hint: str = ""


class Total(Answer, kw_only=True, frozen=True):
    """How many there are, how many match, and how many of these have no day or no place."""

    all: int
    match: int
    no_day: int
    no_place: int


class Facet(Answer, kw_only=True, frozen=True):
    """A value to filter by, and how many of the matches have it."""

    value: str
    label: str
    n: int


class Facets(Answer, kw_only=True, frozen=True):
    """What can be chosen, the most frequent first: how many match with that value and all else
    that is asked for. What is asked of the same field now does not count."""

    type: tuple[Facet, ...] = ()
    country: tuple[Facet, ...] = ()
    status: tuple[Facet, ...] = ()
    outlet: tuple[Facet, ...] = ()
    actor: tuple[Facet, ...] = ()
    month: tuple[Facet, ...] = ()


class TypeInfo(Answer, kw_only=True, frozen=True):
    """A type of the ontology. quad: 1 verbal cooperation, 2 material cooperation, 3 verbal
    conflict, 4 material conflict; 0 for relations. sign: 1 friendly, -1 hostile, 0 neither."""

    id: str
    label: str
    quad: int = 0
    modes: tuple[str, ...] = ()
    symmetric: bool = False
    sign: int = 0


class Me(Answer, kw_only=True, frozen=True):
    """Who is looking, and what they may do."""

    name: str
    role: Role


class Meta(Answer, kw_only=True, frozen=True):
    """The record as a whole."""

    name: str
    version: str
    act: int
    counts: dict[str, int]
    days: Days
    types: tuple[TypeInfo, ...]
    relation_types: tuple[TypeInfo, ...]
    me: Me
    writable: bool


class Columns(Answer, kw_only=True, frozen=True):
    """All matching incidents as columns of one length, for map and timeline.

    day_from, day_to: days since 1970-01-01. type, precision, status, country: places in the lists
    `types`, `precisions`, `statuses`, `countries`; -1 when undecided.
    """

    total: Total
    types: tuple[str, ...]
    precisions: tuple[str, ...]
    statuses: tuple[str, ...]
    countries: tuple[str, ...]
    ids: list[str]
    day_from: list[int | None]
    day_to: list[int | None]
    type: list[int]
    status: list[int]
    disputed: list[int]
    lon: list[float | None]
    lat: list[float | None]
    precision: list[int]
    killed: list[int | None]
    tellers: list[int]
    country: list[int]


class Who(Answer, kw_only=True, frozen=True):
    """An actor in a role."""

    key: str
    name: str
    role: str


class IncidentRow(Answer, kw_only=True, frozen=True):
    """An incident on one line. disputed: the fields in which voices contradict each other."""

    id: str
    type: str
    mode: str
    day_from: dt.date | None
    day_to: dt.date | None
    day_basis: str
    place: str
    country: str
    geo_precision: str
    actors: tuple[Who, ...]
    status: str
    disputed: tuple[str, ...]
    killed_best: int | None
    killed_low: int | None
    killed_high: int | None
    claims: int
    reports: int
    tellers: int


class Incidents(Answer, kw_only=True, frozen=True):
    """A page of incidents; `next` is the `after` of the next page, null on the last."""

    total: Total
    items: tuple[IncidentRow, ...]
    next: str | None


class Evidence(Answer, kw_only=True, frozen=True):
    """The words of a claim, where they stand, and the key of the independent voice."""

    claim: str
    teller: str
    report: str
    outlet: str
    title: str
    published: dt.date | None
    start: int
    end: int
    text: str
    trigger_start: int
    trigger_end: int
    source: str
    status: str
    hedged: bool
    state: str
    copied: bool  # another report says it in the same words before


class Value(Answer, kw_only=True, frozen=True):
    """A told value: one cell of the matrix of voices against values."""

    value: str
    key: str
    low: int | None
    high: int | None
    earliest: dt.date | None
    latest: dt.date | None
    tellers: tuple[Teller, ...]
    claims: tuple[str, ...]
    denied: bool
    hedged: bool


class Field(Answer, kw_only=True, frozen=True):
    """What is told of one field, best supported first."""

    name: str
    disputed: bool
    values: tuple[Value, ...]


class LinkView(Answer, kw_only=True, frozen=True):
    """A judgement on two claims."""

    a: str
    b: str
    judgement: str
    score: float
    reasons: tuple[Reason, ...]
    person: str


class IncidentPage(Answer, kw_only=True, frozen=True):
    """An incident in full."""

    row: IncidentRow
    lat: float | None
    lon: float | None
    fields: tuple[Field, ...]
    estimates: tuple[Estimate, ...]
    tellers: tuple[Teller, ...]
    evidence: tuple[Evidence, ...]
    links: tuple[LinkView, ...]
    unsure: tuple[LinkView, ...]
    aliases: tuple[str, ...]


class Change(Answer, kw_only=True, frozen=True):
    """One change, told in a sentence. act: its number; decision: its id where a person made it."""

    act: int
    at: str
    person: str
    what: str
    old: str
    new: str
    reason: str
    decision: str
    undone: bool


class History(Answer, kw_only=True, frozen=True):
    """Changes, newest first."""

    items: tuple[Change, ...]


class CopyView(Answer, kw_only=True, frozen=True):
    """A copy of, or by, this report."""

    copy: Copy
    outlet: str
    title: str
    published: dt.date | None


class ReportRow(Answer, kw_only=True, frozen=True):
    """A report on one line."""

    id: str
    title: str
    outlet: str
    published: dt.date | None
    published_from: str
    url: str
    media: str
    claims: int
    copy_of: str


class Reports(Answer, kw_only=True, frozen=True):
    """A page of reports."""

    total: Total
    items: tuple[ReportRow, ...]
    next: str | None


class ClaimView(Answer, kw_only=True, frozen=True):
    """A claim as it stands, and what became of it."""

    claim: Claim
    state: str
    incident: str
    relation: str


class ReportPage(Answer, kw_only=True, frozen=True):
    """A report's text with its claims. blocks: half-open stretches of headline and paragraphs."""

    row: ReportRow
    text: str
    sha256: str
    text_sha256: str
    origin: str
    language: str
    blocks: tuple[tuple[int, int], ...]
    sentences: tuple[tuple[int, int], ...]
    claims: tuple[ClaimView, ...]
    copies: tuple[CopyView, ...]
    has_page: bool


class Hit(Answer, kw_only=True, frozen=True):
    """Something that the search box found."""

    kind: Literal["actor", "place", "incident", "report"]
    id: str
    label: str
    detail: str


class Hits(Answer, kw_only=True, frozen=True):
    """What the search box found, best first."""

    items: tuple[Hit, ...]
