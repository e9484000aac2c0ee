"""What rules look at: the claims, incidents and relations of a view, each with what belongs to it.

In:   a `View`
Out:  `Look`, and streams of `SeenClaim`, `SeenIncident` and `SeenRelation`

Method: tables are read in parts of a few hundred rows, and what belongs to a part (texts of
documents, claims of incidents) is fetched with one query each, so that memory stays flat and
no row is asked for alone. A body that cannot be decoded is passed over here; the rule
`body-unreadable` tells of it.
Known faults: a document's text is fetched once for each part that it has claims in.
"""

import datetime as dt
import functools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import msgspec
import sqlalchemy as sa

from sayso.base.joined import Copy, Incident, Relation
from sayso.base.nouns import Claim
from sayso.link.copies_families import is_added
from sayso.record import schema
from sayso.record.view import View

if TYPE_CHECKING:
    from sayso.identify.actors_roster import Roster

PART = 500  # rows: below SQLite's 999 variables of old, and a few MB of texts at a time

FRIENDLY = ("alliance", "allegiance", "backing", "part_of", "merger", "alias")
HELD = ("span", "point")
"""Kinds of phases in which a relation is told to hold."""

_N = TypeVar("_N", bound=msgspec.Struct)
Row = sa.Row[Any]

_CLAIM = msgspec.json.Decoder(Claim)
_COPY = msgspec.json.Decoder(Copy)
_INCIDENT = msgspec.json.Decoder(Incident)
_RELATION = msgspec.json.Decoder(Relation)


class ClaimRow(NamedTuple):
    """A claim as rules of incidents and relations need it: columns of `claim`, and beside them
    the publication day of its report, and key and name of its innermost speaker, "" where it
    names none.
    """

    id: str
    report: str
    type: str
    status: str
    hedged: bool
    score: float
    state: str
    trigger_start: int
    trigger_end: int
    day_from: dt.date | None
    day_to: dt.date | None
    day_precision: str
    day_basis: str
    place: str
    lat: float | None
    lon: float | None
    country: str
    geo_precision: str
    published: dt.date | None
    voice: str
    voice_name: str


class SeenClaim(NamedTuple):
    """One claim, its row, and the document it stands in."""

    claim: Claim
    row: Row
    text: str
    published: dt.date | None
    look: "Look"


class SeenIncident(NamedTuple):
    """One incident, its row, and its claims as they stand, by id."""

    incident: Incident
    row: Row
    claims: dict[str, ClaimRow]
    look: "Look"


class SeenRelation(NamedTuple):
    """One relation, its row, and its claims as they stand, by id."""

    relation: Relation
    row: Row
    claims: dict[str, ClaimRow]
    look: "Look"


class Look:
    """A view, and what several rules need of it, read once."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.open = view.open

    def rows(self, select: sa.Select[Any]) -> Iterator[Row]:
        """Rows of a query, read as they are asked for."""
        for part in self.parts(select):
            yield from part

    def parts(self, select: sa.Select[Any]) -> Iterator[Sequence[Row]]:
        """Rows of a query, `PART` at a time."""
        result = self.view.conn.execute(select.execution_options(yield_per=PART))
        yield from result.partitions(PART)

    @functools.cached_property
    def roster(self) -> "Roster":
        """The roster of known actors."""
        from sayso.identify.actors_roster import roster  # noqa: PLC0415  reads tables: 0.1 s

        return roster()

    @functools.cached_property
    def copies(self) -> dict[str, Copy]:
        """Reports that repeat another whole, with what they add to it: of several the first."""
        table = schema.copy
        select = sa.select(table.c.report, table.c.of, table.c.body).where(
            self.open(table), table.c.kind.in_(("copy", "update"))
        )
        found: dict[str, Copy] = {}
        for row in sorted(self.rows(select), key=lambda row: (row.report, row.of)):
            copy = _decoded(_COPY, row.body)
            if copy is not None:
                found.setdefault(copy.report, copy)
        return found

    @functools.cached_property
    def last_day(self) -> dt.date | None:
        """Publication day of the newest report."""
        found = self.view.conn.execute(
            sa.select(sa.func.max(schema.document.c.published)).where(self.open(schema.document))
        ).scalar()
        return found if isinstance(found, dt.date) else None

    @functools.cached_property
    def all_relations(self) -> tuple[Relation, ...]:
        """All relations, by id: for rules that compare them with each other."""
        return tuple(sorted((seen.relation for seen in self.relations()), key=lambda r: r.id))

    @functools.cached_property
    def friends(self) -> frozenset[frozenset[str]]:
        """Pairs of actors of which some voice tells, at some time, that they are on one side."""
        return frozenset(
            frozenset((relation.actor, relation.recipient))
            for relation in self.all_relations
            if relation.type in FRIENDLY and any(p.kind in HELD for p in relation.phases)
        )

    def original(self, report: str) -> str:
        """The report that this one repeats in the end; itself where it repeats none."""
        seen = {report}
        while (copy := self.copies.get(report)) is not None and copy.of not in seen:
            report = copy.of
            seen.add(report)
        return report

    def origin(self, claim: ClaimRow) -> str:
        """The report whose words a claim's are: its own where it adds the passage to a copy."""
        copy = self.copies.get(claim.report)
        if copy is not None and is_added(copy, claim.trigger_start, claim.trigger_end):
            return claim.report
        return self.original(claim.report)

    def evidence(self, claim: str) -> str:
        """The sentence of a claim, for rules that need it of a few."""
        table = schema.claim
        select = sa.select(table.c.body).where(self.open(table), table.c.id == claim)
        noun = _decoded(_CLAIM, self.view.conn.execute(select).scalar() or "")
        return noun.evidence.text if noun else ""

    def text(self, report: str) -> str:
        """The text of a report, for rules that need it of a few."""
        table = schema.document
        select = sa.select(table.c.text).where(self.open(table), table.c.report == report)
        return self.view.conn.execute(select).scalar() or ""

    def claims(self, numbers: Sequence[int] | None = None) -> Iterator[SeenClaim]:
        """Every claim that stands and was not rejected, by document; or those of these rows."""
        claim = schema.claim
        select = (
            sa.select(claim)
            .where(self.open(claim), claim.c.state != "rejected")
            .order_by(claim.c.document, claim.c.n)
        )
        if numbers is not None:
            select = select.where(claim.c.n.in_(numbers))
        for part in self.parts(select):
            documents = self._documents({row.document for row in part})
            for row in part:
                noun = _decoded(_CLAIM, row.body)
                if noun is not None:
                    yield SeenClaim(noun, row, *documents.get(row.document, ("", None)), self)

    def incidents(self) -> Iterator[SeenIncident]:
        """Every incident, in the order in which they were made."""
        table = schema.incident
        select = sa.select(table).where(self.open(table)).order_by(table.c.n)
        for part in self.parts(select):
            told = self._claims_of(schema.incident_claim, "incident", [row.id for row in part])
            for row in part:
                noun = _decoded(_INCIDENT, row.body)
                if noun is not None:
                    yield SeenIncident(noun, row, told[row.id], self)

    def relations(self) -> Iterator[SeenRelation]:
        """Every relation, in the order in which they were made."""
        table = schema.relation
        select = sa.select(table).where(self.open(table)).order_by(table.c.n)
        for part in self.parts(select):
            told = self._claims_of(schema.relation_claim, "relation", [row.id for row in part])
            for row in part:
                noun = _decoded(_RELATION, row.body)
                if noun is not None:
                    yield SeenRelation(noun, row, told[row.id], self)

    def _documents(self, numbers: set[int]) -> dict[int, tuple[str, dt.date | None]]:
        document = schema.document.c
        select = sa.select(document.n, document.text, document.published).where(
            document.n.in_(sorted(numbers))
        )
        return {row.n: (row.text, row.published) for row in self.view.conn.execute(select)}

    def _claims_of(
        self, joins: sa.Table, column: str, ids: list[str]
    ) -> defaultdict[str, dict[str, ClaimRow]]:
        claim, document, speaker = schema.claim, schema.document, schema.claim_actor
        columns = [claim.c[name] for name in ClaimRow._fields[:-3]]
        innermost = sa.and_(
            speaker.c.claim == claim.c.n, speaker.c.role == "source", speaker.c.position == 0
        )
        voice = [sa.func.coalesce(speaker.c[name], "") for name in ("key", "name")]
        select = (
            sa.select(joins.c[column], *columns, document.c.published, *voice)
            .select_from(joins)
            .join(claim, claim.c.id == joins.c.claim)
            .join(document, document.c.n == claim.c.document)
            .outerjoin(speaker, innermost)
            .where(self.open(joins), self.open(claim), joins.c[column].in_(ids))
            .order_by(joins.c[column], claim.c.id)
        )
        told: defaultdict[str, dict[str, ClaimRow]] = defaultdict(dict)
        for of, *values in self.view.conn.execute(select):
            one = ClaimRow(*values)
            told[of][one.id] = one
        return told


def _decoded(decoder: msgspec.json.Decoder[_N], body: str) -> _N | None:
    try:
        return decoder.decode(body)
    except msgspec.DecodeError:
        return None
