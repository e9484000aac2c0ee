"""The claims that match, one after the other, with who stands in them and what they tell.

In:   a view, what a filter asks of claims
Out:  `One`s, the claims of a report together

Method: numbers of claims from the look index, then roles and links for some thousands at a time, so
that nothing is joined that the database would have to search for: counting up 27,000 claims of
a million took 51 s as one statement and takes half a second so.
Known faults: the numbers of all claims that match are held in memory (a million: 200 MB).
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import sqlalchemy as sa

from sayso.record import schema
from sayso.record.queries.clauses import Clauses
from sayso.record.rows import in_parts
from sayso.record.view import View


class Who(NamedTuple):
    """Who stands in a role of a claim."""

    role: str
    key: str
    name: str
    code: str


@dataclass(slots=True)
class One:
    """A claim that matches; `things`: ids of the incidents and relations that it tells."""

    n: int
    id: str
    document: int
    outlet: str
    day_from: dt.date | None
    day_to: dt.date | None
    who: list[Who] = field(default_factory=list)
    incidents: list[str] = field(default_factory=list)
    relations: list[str] = field(default_factory=list)


def each_claim(view: View, asked: Clauses, *, relations: bool = False) -> Iterator[One]:
    """The claims that match, by report; with their relations where these are asked for."""
    c = asked.table.c
    columns = (c.n, c.id, c.document, c.outlet, c.day_from, c.day_to)
    rows = list(view.conn.execute(asked.select(*columns)).all())
    rows.sort(key=lambda row: (row[2], row[0]))
    for part in in_parts(rows):
        some = [One(*row) for row in part]
        _add_roles(view, some)
        _add_links(view, some, schema.incident_claim, "incident")
        if relations:
            _add_links(view, some, schema.relation_claim, "relation")
        yield from some


def _add_roles(view: View, some: Sequence[One]) -> None:
    table = schema.claim_actor
    by_number = {one.n: one for one in some}
    query = sa.select(table.c.claim, table.c.role, table.c.key, table.c.name, table.c.code)
    rows = view.conn.execute(query.where(table.c.claim.in_(list(by_number)))).all()
    for n, role, key, name, code in rows:
        by_number[n].who.append(Who(role, key, name, code))


def _add_links(view: View, some: Sequence[One], link: sa.Table, ref: str) -> None:
    by_id = {one.id: one for one in some}
    query = sa.select(link.c.claim, link.c[ref]).where(view.open(link))
    for id_, thing in view.conn.execute(query.where(link.c.claim.in_(list(by_id)))).all():
        getattr(by_id[id_], f"{ref}s").append(thing)


def claims_in(view: View, incidents: Iterable[str]) -> dict[str, list[str]]:
    """Incident id -> ids of all of its claims, those that do not match too."""
    link = schema.incident_claim
    found: dict[str, list[str]] = {}
    for part in in_parts(incidents):
        query = sa.select(link.c.incident, link.c.claim).where(view.open(link))
        for incident, claim in view.conn.execute(query.where(link.c.incident.in_(part))):
            found.setdefault(incident, []).append(claim)
    return found


def rows_of(
    view: View, table: sa.Table, columns: Sequence[Any], ids: Iterable[str], *more: Any
) -> Iterator[Any]:
    """Columns of the open rows of a table by their ids; `more`: what must hold beside."""
    for part in in_parts(ids):
        query = sa.select(*columns).where(view.open(table), table.c.id.in_(part), *more)
        yield from view.conn.execute(query)
