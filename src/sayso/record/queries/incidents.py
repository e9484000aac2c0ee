"""Incidents, one a row: what is told best of each, and how many tell it.

In:   a `View`, a `Filter`
Out:  `IncidentRow`s

Method: the row is read from the incident's body; numbers are estimates by its rule.
Known faults: where actors are many, a row has them all.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from sayso.base.joined import Incident, Told
from sayso.base.nouns import Noun
from sayso.record import schema
from sayso.record.queries import clauses
from sayso.record.queries.decoders import incident_of
from sayso.record.queries.filters import Filter
from sayso.record.queries.lookup import Wanted
from sayso.record.queries.tables import TableThing
from sayso.record.rows import in_parts
from sayso.record.view import View


class IncidentRow(Noun, kw_only=True, frozen=True):
    """An incident. `docs/looking.md` explains the columns.

    Attributes:
        disputed: fields in which independent voices contradict each other.
        actor, recipient: names for people, best supported first; *_key: in step with them.
        killed_*, wounded_*: estimates by `rule`; None where nobody tells a bound.
        told_by: names of the independent voices.
    """

    id: str
    type: str
    mode: str
    status: str
    disputed: tuple[str, ...]
    day_from: dt.date | None
    day_to: dt.date | None
    day_precision: str
    day_basis: str
    place: str
    geonameid: int | None
    lat: float | None
    lon: float | None
    admin1: str
    country: str
    geo_precision: str
    geo_basis: str
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    killed_best: int | None
    killed_low: int | None
    killed_high: int | None
    wounded_best: int | None
    wounded_low: int | None
    wounded_high: int | None
    claims: int
    reports: int
    tellers: int
    told_by: tuple[str, ...]
    actor_key: tuple[str, ...]
    recipient_key: tuple[str, ...]
    rule: str


class _Incidents(TableThing[IncidentRow]):
    name = "incidents"
    row = IncidentRow
    table = schema.incident
    takes = clauses.INCIDENTS_TAKE
    sorts = ("day", "id", "type", "country", "place", "killed", "claims", "reports", "tellers")
    facets_by = ("type", "country", "month", "year", "outlet", "status", "mode", "actor")

    def where(self, view: View, filter_: Filter) -> tuple[clauses.Clauses, Wanted]:
        return clauses.incidents(view, filter_)

    def sort_column(self, by: str) -> sa.ColumnElement[Any]:
        return self.table.c[{"day": "day_from", "killed": "killed_best"}.get(by, by)]

    def facet(self, view: View, by: str, asked: clauses.Clauses) -> sa.Select[Any]:
        if by == "actor":
            actor = schema.incident_actor
            n = sa.func.count(actor.c.incident.distinct()).label("n")
            counted = (  # from the index alone; a name is read once for each actor
                sa.select(actor.c.key, n, sa.func.min(actor.c.n).label("first"))
                .where(actor.c.incident.in_(asked.select(self.table.c.n)))
                .group_by(actor.c.key)
                .subquery()
            )
            named = actor.alias()
            columns = counted.c.key.label("value"), named.c.name.label("label"), counted.c.n
            return sa.select(*columns).join_from(counted, named, named.c.n == counted.c.first)
        if by == "outlet":
            link, claim = schema.incident_claim, schema.claim
            matched = asked.select(self.table.c.id)
            return (
                sa.select(
                    claim.c.outlet.label("value"),
                    claim.c.outlet.label("label"),
                    sa.func.count(link.c.incident.distinct()).label("n"),
                )
                .join_from(link, claim, claim.c.id == link.c.claim)
                .where(view.open(link), view.open(claim), link.c.incident.in_(matched))
                .group_by(claim.c.outlet)
            )
        return super().facet(view, by, asked)

    def rows(self, view: View, numbers: Sequence[int]) -> dict[int, IncidentRow]:
        found: dict[int, IncidentRow] = {}
        table = self.table
        for part in in_parts(numbers):
            query = sa.select(table.c.n, table.c.body, table.c.rule).where(table.c.n.in_(part))
            for n, body, rule in view.conn.execute(query):
                found[n] = row_of(incident_of(body), rule)
        return found


def row_of(incident: Incident, rule: str) -> IncidentRow:
    """The row of an incident; `rule`: of its estimates."""
    killed, wounded = (_estimate(incident, what) for what in ("killed", "wounded"))
    actors, recipients = (_who(incident.values.get(role, ())) for role in ("actor", "recipient"))
    return IncidentRow(
        id=incident.id,
        type=incident.type,
        mode=incident.mode,
        status=incident.status,
        disputed=incident.disputed,
        day_from=incident.day_from,
        day_to=incident.day_to,
        day_precision=incident.day_precision or "",
        day_basis=incident.day_basis,
        place=incident.place,
        geonameid=incident.geonameid,
        lat=incident.lat,
        lon=incident.lon,
        admin1=incident.admin1,
        country=incident.country,
        geo_precision=incident.geo_precision,
        geo_basis=incident.geo_basis,
        actor=tuple(told.value for told in actors),
        recipient=tuple(told.value for told in recipients),
        killed_best=killed[0],
        killed_low=killed[1],
        killed_high=killed[2],
        wounded_best=wounded[0],
        wounded_low=wounded[1],
        wounded_high=wounded[2],
        claims=len(incident.claims),
        reports=len(incident.reports),
        tellers=len(incident.tellers),
        told_by=tuple(teller.name for teller in incident.tellers),
        actor_key=tuple(told.key for told in actors),
        recipient_key=tuple(told.key for told in recipients),
        rule=rule,
    )


def _who(told: Iterable[Told]) -> list[Told]:
    """Who is said to have part in it; what is only denied does not count."""
    return [value for value in told if not value.denied]


def _estimate(incident: Incident, what: str) -> tuple[int | None, int | None, int | None]:
    for estimate in incident.estimates:
        if estimate.what == what:
            return estimate.best, estimate.low, estimate.high
    return None, None, None


INCIDENTS = _Incidents()
