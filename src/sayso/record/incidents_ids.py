"""Ids of incidents that the record knows: those that sleep, and those that are taken.

In:   ids of claims or of incidents
Out:  functions that `link.incidents_ids` asks

Method: what was merged is found by what it became, what was retracted by the id that one of its
claims gives; both by an index over open aliases.
Known faults: an incident that was retracted after it lost its first claim is not found again.
"""

from collections.abc import Callable, Iterable, Sequence

import sqlalchemy as sa

from sayso.link.incidents_ids import Ages, first_id
from sayso.record.rows import in_parts
from sayso.record.schema import incident, incident_alias, incident_claim


def sleeper(conn: sa.Connection, living: Iterable[str]) -> Callable[[Iterable[str]], Ages]:
    """A function that finds incidents that are no more, and held some claims.

    Args:
        living: incidents into which they may have gone.
    """
    targets = sorted(living)

    def slept(claims: Iterable[str]) -> Ages:
        wanted = set(claims)
        asleep: set[str] = set()
        for part in in_parts(targets):
            asleep.update(_aliases(conn, incident_alias.c.new.in_(part)))
        # One that was retracted is sought by the id that its claims would give.
        for part in in_parts(sorted(first_id(c) for c in wanted)):
            asleep.update(_aliases(conn, incident_alias.c.old.in_(part)))
        return _former(conn, asleep, wanted)

    return slept


def _aliases(conn: sa.Connection, where: sa.ColumnElement[bool]) -> Sequence[str]:
    query = sa.select(incident_alias.c.old).where(
        incident_alias.c.closed.is_(None), incident_alias.c.why != "split", where
    )
    return conn.execute(query).scalars().all()


def _former(conn: sa.Connection, ids: Iterable[str], claims: set[str]) -> Ages:
    """The claims that incidents held last, of those that are asked for."""
    found: dict[str, dict[str, int]] = {}
    columns = (incident_claim.c.incident, incident_claim.c.claim)
    for part in in_parts(sorted(ids)):
        query = sa.select(*columns, incident_claim.c.made, incident_claim.c.closed).where(
            incident_claim.c.incident.in_(part)
        )
        rows = list(conn.execute(query))
        last: dict[str, int] = {}
        for id_, _, _, closed in rows:
            last[id_] = max(last.get(id_, 0), closed or 0)
        for id_, claim_id, made, closed in rows:
            if closed == last[id_] and claim_id in claims:
                found.setdefault(id_, {})[claim_id] = made
    return found


def taken(conn: sa.Connection) -> Callable[[Iterable[str]], set[str]]:
    """A function that gives those of some ids that are or were ids of incidents."""

    def known(ids: Iterable[str]) -> set[str]:
        found: set[str] = set()
        for part in in_parts(ids):
            for table, column in (
                (incident, incident.c.id),
                (incident_alias, incident_alias.c.old),
            ):
                query = sa.select(column).where(table.c.closed.is_(None), column.in_(part))
                found.update(conn.execute(query).scalars())
        return found

    return known
