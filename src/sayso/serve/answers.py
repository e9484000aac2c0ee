"""What the JSON API answers: the structs that the server encodes and the page reads.

In:   nothing
Out:  frozen structs; `openapi.py` makes the published description of the API from them, and
      from that the types of the page are made (`make web`), so that both sides agree

Days are ISO 8601, offsets count code points, half open. What nobody tells is null or "".
"""

import datetime as dt
from typing import Literal

import msgspec

from sayso.base.joined import Copy, Estimate, Phase, Reason, Teller
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


class ActorRow(Answer, kw_only=True, frozen=True):
    """An actor on one line."""

    key: str
    name: str
    code: str
    country: str
    incidents: int
    relations: int
    claims: int
    first_day: dt.date | None
    last_day: dt.date | None


class Actors(Answer, kw_only=True, frozen=True):
    """A page of actors."""

    total: Total
    items: tuple[ActorRow, ...]
    next: str | None


class RelationView(Answer, kw_only=True, frozen=True):
    """A relation with its phases; state: as of the day that was asked for."""

    id: str
    type: str
    actor: str
    actor_name: str
    recipient: str
    recipient_name: str
    modes: tuple[str, ...]
    phases: tuple[Phase, ...]
    disputed: bool
    tellers: int
    claims: int
    state: str
    evidence: tuple[Evidence, ...] = ()


class Relations(Answer, kw_only=True, frozen=True):
    """Relations; all that match."""

    items: tuple[RelationView, ...]
    day: dt.date | None


class RosterFact(Answer, kw_only=True, frozen=True):
    """What the roster that comes with sayso says of an actor; not told by any report."""

    what: str
    value: str
    since: str
    until: str
    source: str


class ActorPage(Answer, kw_only=True, frozen=True):
    """An actor in full. by_type and by_year count incidents."""

    row: ActorRow
    names: tuple[Facet, ...]
    relations: tuple[RelationView, ...]
    roster: tuple[RosterFact, ...]
    by_type: tuple[Facet, ...]
    by_year: tuple[Facet, ...]
    as_source: int
    sources: tuple[Facet, ...]


class Node(Answer, kw_only=True, frozen=True):
    """An actor of the network; n: its incidents and relations."""

    key: str
    name: str
    code: str
    country: str
    n: int


class Edge(Answer, kw_only=True, frozen=True):
    """A relation between two actors on a day. sign as in `TypeInfo`. last: null where somebody
    tells of the day itself, else the last day that is told of, within the window."""

    a: str
    b: str
    type: str
    sign: int
    state: str
    disputed: bool
    last: dt.date | None
    relation: str
    claims: int


class Network(Answer, kw_only=True, frozen=True):
    """Actors and relations as of a day, and those last told of within `window` days before it.
    left_out: actors beyond the most that are drawn."""

    day: dt.date | None
    window: int
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    left_out: int


class QueueItem(Answer, kw_only=True, frozen=True):
    """A claim that waits for a person; doubt: why it comes now, weightiest first.

    context: the sentence with the one before and the one after, as the report has them;
    context_start: its offset in the text. siblings: other claims of its incident.
    """

    claim: ClaimView
    report: ReportRow
    context: str
    context_start: int
    siblings: tuple[str, ...]
    doubt: tuple[str, ...]
    score: float
    decisions: tuple[Change, ...]


class Queue(Answer, kw_only=True, frozen=True):
    """What waits, in the order that was asked for."""

    waiting: int
    done: int
    items: tuple[QueueItem, ...]
    next: str | None


class Decided(Answer, kw_only=True, frozen=True):
    """A decision was taken: its id, and what changed by it."""

    id: str
    act: int
    changed: dict[str, int]


class WhyCheck(Answer, kw_only=True, frozen=True):
    """What was held against what, and whether it fits."""

    what: str
    holds: bool


class Why(Answer, kw_only=True, frozen=True):
    """One thing and what it rests on, down to the words in the hashed text; see `record.why`."""

    what: str
    id: str
    says: str
    facts: dict[str, str]
    checks: tuple[WhyCheck, ...]
    because: tuple["Why", ...]


class Finding(Answer, kw_only=True, frozen=True):
    """What a check found."""

    id: str
    rule: str
    severity: str
    subject: str
    subject_kind: str
    reason: str
    settle: str


class Findings(Answer, kw_only=True, frozen=True):
    """Findings, errors first."""

    items: tuple[Finding, ...]
    by_rule: tuple[Facet, ...]


class Hit(Answer, kw_only=True, frozen=True):
    """Something that the search box found."""

    kind: Literal["actor", "place", "incident", "report"]
    id: str
    label: str
    detail: str


class Hits(Answer, kw_only=True, frozen=True):
    """What the search box found, best first."""

    items: tuple[Hit, ...]


class Round(Answer, kw_only=True, frozen=True):
    """A blind second coding: a sample of reports that several people code apart."""

    id: str
    name: str
    made: str
    reports: int
    coders: tuple[str, ...]
    done: dict[str, int]
    left: int


class Rounds(Answer, kw_only=True, frozen=True):
    """All rounds, newest first."""

    items: tuple[Round, ...]


class Alpha(Answer, kw_only=True, frozen=True):
    """Krippendorff's alpha of a field, with a bootstrap interval. n: units coded by two or more.
    null where nothing varies or too little was coded; reason says why."""

    field: str
    metric: str
    n: int
    observed: float | None
    reason: str
    alpha: float | None
    low: float | None
    high: float | None


class Agreement(Answer, kw_only=True, frozen=True):
    """Agreement of a round by field. together: deeds of which two or more have a claim; alone:
    claims that no other has, by coder; left: reports that two have not coded yet."""

    round: str
    coders: tuple[str, ...]
    reports: int
    left: int
    together: int
    alone: dict[str, int]
    fields: tuple[Alpha, ...]


class ToCode(Answer, kw_only=True, frozen=True):
    """A report for a coder: the text alone, never what anyone drew from it."""

    report: str
    position: int
    of: int
    title: str
    outlet: str
    published: dt.date | None
    url: str
    text: str
    sentences: tuple[tuple[int, int], ...]


class RoundReport(Answer, kw_only=True, frozen=True):
    """A report of a round, and what the coder who asks drew from it himself; null: nothing yet."""

    report: ToCode
    claims: tuple[Claim, ...] | None


class RoundLine(Answer, kw_only=True, frozen=True):
    """A report of a round on one line. claims: how many the coder who asks drew himself; null
    where he has not coded it."""

    report: str
    position: int
    title: str
    outlet: str
    published: dt.date | None
    claims: int | None


class RoundMine(Answer, kw_only=True, frozen=True):
    """The reports of a round for the coder who asks. left 0: his coding is closed to changes."""

    round: str
    name: str
    left: int
    items: tuple[RoundLine, ...]


class RoundNext(Answer, kw_only=True, frozen=True):
    """The next report for a coder; null when all are coded. left: how many are not."""

    left: int
    report: ToCode | None


class Beside(Answer, kw_only=True, frozen=True):
    """What coders drew of one deed, by coder, and the record's claim for the same words.
    verdict: whose was chosen, "" for neither or the editor's own (is_own), null: not settled."""

    unit: str
    report: str
    readers: tuple[str, ...]
    claims: dict[str, Claim]
    differs: tuple[str, ...]
    standing: Claim | None
    state: str
    verdict: str | None
    is_own: bool
    reason: str
    decision: str
    person: str


class Adjudication(Answer, kw_only=True, frozen=True):
    """Deeds of a round side by side, in the order of its reports. open: not settled yet."""

    round: str
    name: str
    coders: tuple[str, ...]
    open: int
    items: tuple[Beside, ...]
