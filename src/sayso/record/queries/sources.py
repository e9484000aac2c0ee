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
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from sayso.base.joined import Incident
from sayso.base.nouns import Noun
from sayso.record import schema
from sayso.record.queries.clauses import Clauses
from sayso.record.queries.decoders import incident_of
from sayso.record.queries.groups import GroupedThing, matched
from sayso.record.queries.lookup import Wanted
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
        some = matched(asked, "n", "id", "document", "outlet").cte("some")
        told = _told_incidents(view, some)
        voice = _voices(some)
        grouped = sa.select(voice.c.kind, voice.c.key).group_by(voice.c.kind, voice.c.key)
        n_reports = sa.func.count(voice.c.document.distinct())
        whole = grouped.add_columns(n_reports, sa.func.count(voice.c.n.distinct()))
        copy, document, link = schema.copy, schema.document, schema.incident_claim
        repeats = sa.select(copy.c.report).where(view.open(copy))
        here = grouped.join(document, document.c.n == voice.c.document)
        copies = here.add_columns(n_reports).where(document.c.report.in_(repeats))
        days = here.add_columns(
            sa.func.min(document.c.published), sa.func.max(document.c.published)
        )
        incidents = grouped.add_columns(sa.func.count(link.c.incident.distinct())).join(
            link, sa.and_(link.c.claim == voice.c.id, view.open(link))
        )
        names = _names(view, grouped.add_columns(voice.c.name, n_reports).group_by(voice.c.name))
        n_copies, n_incidents = _by_source(view, copies), _by_source(view, incidents)
        spans = {(kind, key): (a, b) for kind, key, a, b in view.conn.execute(days)}
        alone = _alone(view, told)
        contradicted = _contradicted(view, told)
        rows = []
        for kind, key, reports, claims in view.conn.execute(whole):
            source = kind, key
            first, last = spans.get(source, (None, None))
            rows.append(
                SourceRow(
                    kind=kind,
                    key=key,
                    name=names[source],
                    reports=reports,
                    copies=n_copies.get(source, 0),
                    claims=claims,
                    incidents=n_incidents.get(source, 0),
                    alone=alone[source],
                    contradicted=contradicted[source],
                    first_day=first,
                    last_day=last,
                )
            )
        return rows

    def sort_value(self, row: SourceRow, by: str) -> Any:
        value = getattr(row, by)
        return value.casefold() if by == "name" else value

    def facet_values(self, row: SourceRow, by: str) -> tuple[str, str]:
        return row.kind, row.kind

    def identity(self, row: SourceRow) -> str:
        return f"{row.kind} {row.key}"


def _voices(some: Any) -> Any:
    """Who says each claim: its outlet, and every speaker it names."""
    speaker = schema.claim_actor
    outlets = sa.select(
        sa.literal(OUTLET).label("kind"), some.c.outlet.label("key"), some.c.outlet.label("name"),
        some.c.n, some.c.id, some.c.document,
    ).where(some.c.outlet != "")  # fmt: skip
    speakers = (
        sa.select(
            sa.literal(SPEAKER), speaker.c.key, speaker.c.name, some.c.n, some.c.id, some.c.document
        )
        .join(some, some.c.n == speaker.c.claim)
        .where(speaker.c.role == "source")
    )
    return sa.union_all(outlets, speakers).cte("voice")


def _by_source(view: View, query: sa.Select[Any]) -> dict[Source, int]:
    return {(kind, key): n for kind, key, n in view.conn.execute(query)}


def _names(view: View, query: sa.Select[Any]) -> dict[Source, str]:
    """The name that most reports have for a source; of equals the first by letter."""
    found: dict[Source, tuple[int, str]] = {}
    for kind, key, name, n in view.conn.execute(query):
        found[kind, key] = min(found.get((kind, key), (-n, name)), (-n, name))
    return {source: name for source, (_, name) in found.items()}


# --- incidents: who is alone, who is contradicted ------------------------------------------


def _told_incidents(view: View, some: Any) -> sa.Select[Any]:
    """Ids of the incidents that the claims tell."""
    link = schema.incident_claim
    return (
        sa.select(link.c.incident)
        .join(some, some.c.id == link.c.claim)
        .where(view.open(link))
        .distinct()
    )


def _alone(view: View, told: sa.Select[Any]) -> Counter[Source]:
    """In how many incidents each source is the only one of its kind, and leaves no claim out."""
    link, claim, speaker = schema.incident_claim, schema.claim, schema.claim_actor
    claims = (
        sa.select(link.c.incident, claim.c.n, claim.c.outlet)
        .join(claim, sa.and_(claim.c.id == link.c.claim, view.open(claim)))
        .where(view.open(link), link.c.incident.in_(told))
        .cte("told")
    )
    by_outlet = (
        sa.select(sa.literal(OUTLET), sa.func.min(claims.c.outlet))
        .group_by(claims.c.incident)
        .having(sa.func.count(claims.c.outlet.distinct()) == 1, sa.func.min(claims.c.outlet) != "")
    )
    says = sa.and_(speaker.c.claim == claims.c.n, speaker.c.role == "source")
    by_speaker = (
        sa.select(sa.literal(SPEAKER), sa.func.min(speaker.c.key))
        .select_from(sa.outerjoin(claims, speaker, says))
        .group_by(claims.c.incident)
        .having(
            sa.func.count(speaker.c.key.distinct()) == 1,
            sa.func.count(speaker.c.key) == sa.func.count(),
        )
    )
    found: Counter[Source] = Counter()
    for query in (by_outlet, by_speaker):
        found.update((kind, key) for kind, key in view.conn.execute(query))
    return found


def _contradicted(view: View, told: sa.Select[Any]) -> Counter[Source]:
    """In how many incidents each source tells another value than one of its kind does."""
    table = schema.incident
    query = sa.select(table.c.body).where(view.open(table), table.c.disputed, table.c.id.in_(told))
    found: Counter[Source] = Counter()
    disputed = [incident_of(body) for body in view.conn.execute(query).scalars()]
    sources = _sources_of(view, [claim for incident in disputed for claim in incident.claims])
    for incident in disputed:
        found.update(_at_odds(incident, sources))
    return found


def _sources_of(view: View, claims: Iterable[str]) -> dict[str, set[Source]]:
    """Claim id -> its outlet and its speakers."""
    claim, speaker = schema.claim, schema.claim_actor
    found: dict[str, set[Source]] = defaultdict(set)
    for part in in_parts(claims):
        here = view.open(claim), claim.c.id.in_(part)
        for id_, outlet in view.conn.execute(sa.select(claim.c.id, claim.c.outlet).where(*here)):
            found[id_] |= {(OUTLET, outlet)} if outlet else set()
        says = sa.and_(speaker.c.claim == claim.c.n, speaker.c.role == "source")
        query = sa.select(claim.c.id, speaker.c.key).join(speaker, says).where(*here)
        for id_, key in view.conn.execute(query):
            found[id_].add((SPEAKER, key))
    return found


def _at_odds(incident: Incident, sources: dict[str, set[Source]]) -> set[Source]:
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
