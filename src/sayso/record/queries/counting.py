"""The claims that match, one after the other, with who stands in them and what they tell.

In:   a view, what a filter asks of claims
Out:  `One`s, the claims of a report together

Method: numbers of claims from the look index, then roles and links for some thousands at a time, so
that nothing is joined that the database would have to search for: counting up 27,000 claims of
a million took 51 s as one statement. Rows are taken as the driver gives them.
Known faults: the numbers of all claims that match are held in memory (a million: 200 MB).
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, cast

import sqlalchemy as sa

from sayso.record import schema
from sayso.record.queries.clauses import Clauses
from sayso.record.queries.narrow import as_stored, in_list
from sayso.record.rows import in_parts
from sayso.record.view import View

_BATCH = 20_000


Who = tuple[int, str, str, str, str]  # number of the claim, role, key, name, code


@dataclass(slots=True)
class One:
    """A claim that matches.

    Attributes:
        day_from, day_to: as the database stores them; `stored_day` reads them.
        who: who stands in its roles.
        incidents, relations: ids of those that it tells.
    """

    n: int
    id: str
    document: int
    outlet: str
    day_from: Any
    day_to: Any
    who: list[Who] = field(default_factory=list)
    incidents: list[str] = field(default_factory=list)
    relations: list[str] = field(default_factory=list)


def stored_day(stored: Any) -> dt.date | None:
    """A day as SQLite or PostgreSQL stores it."""
    return dt.date.fromisoformat(stored) if isinstance(stored, str) else stored


def each_claim(view: View, asked: Clauses, *, relations: bool = False) -> Iterator[One]:
    """The claims that match, by report; with their relations where these are asked for."""
    c = asked.table.c
    columns = (c.n, c.id, c.document, c.outlet, c.day_from, c.day_to)
    rows = as_stored(view, asked.select(*columns))
    rows.sort(key=itemgetter(2, 0))
    for at in range(0, len(rows), _BATCH):
        some = [One(*row) for row in rows[at : at + _BATCH]]
        _add_roles(view, some)
        _add_links(view, some, schema.incident_claim, "incident")
        if relations:
            _add_links(view, some, schema.relation_claim, "relation")
        yield from some


def _add_roles(view: View, some: Sequence[One]) -> None:
    table = schema.claim_actor
    who = {one.n: one.who for one in some}
    query = sa.select(table.c.claim, table.c.role, table.c.key, table.c.name, table.c.code)
    for row in as_stored(view, query.where(in_list(view, table.c.claim, list(who)))):
        who[row[0]].append(cast("Who", row))


def _add_links(view: View, some: Sequence[One], link: sa.Table, ref: str) -> None:
    things: dict[str, list[str]] = {one.id: getattr(one, f"{ref}s") for one in some}
    query = sa.select(link.c.claim, link.c[ref]).where(view.open(link))
    for id_, thing in as_stored(view, query.where(in_list(view, link.c.claim, list(things)))):
        things[id_].append(thing)


def claims_in(view: View, incidents: Iterable[str]) -> dict[str, list[str]]:
    """Incident id -> ids of all of its claims, those that do not match too."""
    link = schema.incident_claim
    found: dict[str, list[str]] = {}
    for part in in_parts(incidents):
        query = sa.select(link.c.incident, link.c.claim).where(view.open(link))
        for incident, claim in as_stored(view, query.where(in_list(view, link.c.incident, part))):
            found.setdefault(incident, []).append(claim)
    return found


def rows_of(
    view: View, table: sa.Table, columns: Sequence[Any], ids: Iterable[str], *more: Any
) -> Iterator[Any]:
    """Columns of the open rows of a table by their ids; `more`: what must hold beside."""
    for part in in_parts(ids):
        chosen = in_list(view, table.c.id, part)
        yield from as_stored(view, sa.select(*columns).where(view.open(table), chosen, *more))
