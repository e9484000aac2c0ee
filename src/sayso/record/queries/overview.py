"""The record as a whole: how much it holds, over which days, what was last done to it.

In:   a `View`
Out:  numbers, days, settings

Known faults: none known.
"""

import datetime as dt

import sqlalchemy as sa

from sayso.record import schema
from sayso.record.view import View

_COUNTED = {
    "reports": schema.report,
    "claims": schema.claim,
    "incidents": schema.incident,
    "relations": schema.relation,
    "decisions": schema.decision,
}


def counts(view: View) -> dict[str, int]:
    """How many reports, claims, incidents, relations and decisions stand."""
    return {
        name: view.conn.execute(
            sa.select(sa.func.count()).select_from(table).where(view.open(table))
        ).scalar_one()
        for name, table in _COUNTED.items()
    }


def days(view: View) -> tuple[dt.date | None, dt.date | None]:
    """First and last day of incidents and relations; None where no day is told."""
    found = []
    for table, first, last in (
        (schema.incident, "day_from", "day_to"),
        (schema.relation, "first_day", "last_day"),
    ):
        query = sa.select(sa.func.min(table.c[first]), sa.func.max(table.c[last]))
        found += [day for day in view.conn.execute(query.where(view.open(table))).one() if day]
    return (min(found), max(found)) if found else (None, None)


def setting(view: View, key: str) -> str:
    """A setting of the record, "" when it has none."""
    table = schema.setting
    query = sa.select(table.c.value).where(view.open(table), table.c.key == key)
    return view.conn.execute(query).scalar() or ""


def last_act(view: View) -> int:
    """Number of the last act of the record, 0 when nothing was done."""
    return view.conn.execute(sa.select(sa.func.max(schema.act.c.n))).scalar() or 0


def persons(view: View) -> set[str]:
    """Names of all who ever did anything to the record."""
    query = sa.select(schema.act.c.person).where(schema.act.c.person != "").distinct()
    return set(view.conn.execute(query).scalars())
