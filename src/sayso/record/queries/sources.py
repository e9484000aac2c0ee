"""The sources of a record, outlets and speakers, one a row: what they tell, and how alone.

In:   a `View`, a `Filter` of claims
Out:  `SourceRow`s

Method: counts over the claims that match, and over the incidents that they tell. An outlet is alone
with an incident when no claim of it comes from another outlet; a speaker, when every claim of it
is by this speaker. A source is contradicted in an incident when, in a field that is disputed, it
tells a value and another source of its kind tells another. These are facts of the record and judge
nobody: who is alone may be the one who was there.
Known faults: a speaker without a name ("residents") is one source in all reports.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import sqlalchemy as sa

from sayso.base.joined import Incident
from sayso.base.nouns import Noun
from sayso.record import schema
from sayso.record.queries.clauses import Clauses
from sayso.record.queries.counting import One, claims_in, each_claim, rows_of
from sayso.record.queries.decoders import incident_of
from sayso.record.queries.groups import GroupedThing, most, nobody
from sayso.record.queries.lookup import Wanted
from sayso.record.queries.narrow import as_stored, in_list
from sayso.record.rows import in_parts
from sayso.record.view import View

OUTLET, SPEAKER = "outlet", "speaker"
Source = tuple[str, str]  # kind and key


class SourceRow(Noun, kw_only=True, frozen=True):
    """A source. `docs/looking.md` explains the columns.

    Attributes:
        kind: "outlet" or "speaker".
        key: of an outlet its name; of a speaker as the record knows it.
        reports: in how many reports it speaks; copies: how many of them repeat another report.
        alone: incidents that nobody else tells; contradicted: incidents in which another source
            of its kind tells another value of a disputed field.
        first_day, last_day: of publication.
    """

    kind: str
    key: str
    name: str
    reports: int
    copies: int
    claims: int
    incidents: int
    alone: int
    contradicted: int
    first_day: dt.date | None
    last_day: dt.date | None


class _Sources(GroupedThing[SourceRow]):
    name = "sources"
    row = SourceRow
    sorts = (
        "claims", "name", "key", "kind", "reports", "copies", "incidents", "alone",
        "contradicted", "first_day", "last_day",
    )  # fmt: skip
    facets_by = ("kind",)

    def count_up(self, view: View, asked: Clauses, wanted: Wanted) -> list[SourceRow]:
        found: defaultdict[Source, _Count] = defaultdict(_Count)
        sources: dict[str, set[Source]] = {}
        told: set[str] = set()
        names: dict[Source, str]
        for one in each_claim(view, asked):
            names = {(OUTLET, one.outlet): one.outlet} if one.outlet else {}
            for _, role, key, name, _ in one.who:
                if role == "source":
                    names[SPEAKER, key] = name
            sources[one.id] = set(names)
            told.update(one.incidents)
            for source, name in names.items():
                found[source].add(one, name)
        claims = claims_in(view, sorted(told))
        others = {id_ for own in claims.values() for id_ in own} - sources.keys()
        sources |= _sources_of(view, sorted(others))
        alone = Counter(s for own in claims.values() for s in _alone([sources[i] for i in own]))
        contradicted: Counter[Source] = Counter()
        for incident, at_odds in _contradicted(view, sorted(told), sources):
            contradicted.update(s for s in at_odds if s in found and incident in found[s].incidents)
        documents = _documents(view, found.values())
        return [
            count.row(source, documents, alone[source], contradicted[source])
            for source, count in found.items()
            if source[1] not in nobody()
        ]

    def sort_value(self, row: SourceRow, by: str) -> Any:
        value = getattr(row, by)
        return value.casefold() if by == "name" else value

    def facet_values(self, row: SourceRow, by: str) -> tuple[str, str]:
        return row.kind, row.kind

    def identity(self, row: SourceRow) -> str:
        return f"{row.kind} {row.key}"


@dataclass(slots=True)
class _Count:
    """What is counted up of one source."""

    names: Counter[str] = field(default_factory=Counter)
    documents: set[int] = field(default_factory=set)
    claims: int = 0
    incidents: set[str] = field(default_factory=set)

    def add(self, one: One, name: str) -> None:
        """Count a claim that the source makes."""
        self.claims += 1
        self.names[name] += one.document not in self.documents
        self.documents.add(one.document)
        self.incidents.update(one.incidents)

    def row(
        self, source: Source, documents: "dict[int, _Document]", alone: int, contradicted: int
    ) -> SourceRow:
        """The row of the source."""
        own = [documents[n] for n in self.documents]
        days = [document.published for document in own if document.published]
        return SourceRow(
            kind=source[0],
            key=source[1],
            name=most(self.names),
            reports=len(self.documents),
            copies=sum(document.is_copy for document in own),
            claims=self.claims,
            incidents=len(self.incidents),
            alone=alone,
            contradicted=contradicted,
            first_day=min(days, default=None),
            last_day=max(days, default=None),
        )


class _Document(NamedTuple):
    published: dt.date | None
    is_copy: bool


def _documents(view: View, counts: Iterable[_Count]) -> dict[int, _Document]:
    """When each report was published, and whether it repeats another."""
    table, copy = schema.document, schema.copy
    copies = set(view.conn.execute(sa.select(copy.c.report).where(view.open(copy))).scalars())
    found: dict[int, _Document] = {}
    for part in in_parts({n for count in counts for n in count.documents}):
        query = sa.select(table.c.n, table.c.published, table.c.report).where(table.c.n.in_(part))
        for n, published, report in view.conn.execute(query):
            found[n] = _Document(published, report in copies)
    return found


# --- incidents: who is alone, who is contradicted ------------------------------------------


def _sources_of(view: View, claims: Iterable[str]) -> dict[str, set[Source]]:
    """Claim id -> its outlet and its speakers."""
    claim, speaker = schema.claim, schema.claim_actor
    found: dict[str, set[Source]] = defaultdict(set)
    numbers: dict[int, str] = {}
    for n, id_, outlet in rows_of(view, claim, (claim.c.n, claim.c.id, claim.c.outlet), claims):
        found[id_] |= {(OUTLET, outlet)} if outlet else set()
        numbers[n] = id_
    for part in in_parts(numbers):
        query = sa.select(speaker.c.claim, speaker.c.key).where(speaker.c.role == "source")
        for n, key in as_stored(view, query.where(in_list(view, speaker.c.claim, part))):
            found[numbers[n]].add((SPEAKER, key))
    return found


def _alone(by_claim: list[set[Source]]) -> Iterator[Source]:
    """Sources of an incident that are the only one of their kind in all of its claims."""
    for kind in (OUTLET, SPEAKER):
        own = [{source for source in sources if source[0] == kind} for sources in by_claim]
        every = set().union(*own)
        if len(every) == 1 and all(own):
            yield from every


def _contradicted(
    view: View, told: Iterable[str], sources: Mapping[str, set[Source]]
) -> Iterator[tuple[str, set[Source]]]:
    """Of each disputed incident the sources that tell another value than one of their kind."""
    table = schema.incident
    for id_, body in rows_of(view, table, (table.c.id, table.c.body), told, table.c.disputed):
        yield id_, _at_odds(incident_of(body), sources)


def _at_odds(incident: Incident, sources: Mapping[str, set[Source]]) -> set[Source]:
    """Sources that tell a value of a disputed field of which another tells another."""
    found: set[Source] = set()
    for name in incident.disputed:
        by_value = [
            {source for claim in told.claims for source in sources.get(claim, ())}
            for told in incident.values.get(name, ())
        ]
        for place, mine in enumerate(by_value):
            others = set().union(*by_value[:place], *by_value[place + 1 :])
            for source in mine:
                if any(other[0] == source[0] and other != source for other in others):
                    found.add(source)
    return found


SOURCES = _Sources()
