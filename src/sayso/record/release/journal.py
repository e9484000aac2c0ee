"""What the record knows of the time between two acts: decisions, and what is no more.

In:   a connection, the numbers of two acts
Out:  `Journal`, for the reasons of changes

Known faults: a decision that was made and undone in between is told as both.
"""

import sqlalchemy as sa

from sayso.record import schema
from sayso.record.release.diff_why import Decided, Journal
from sayso.record.view import View


def journal(a: View, b: View, *, name_people: bool) -> Journal:
    """Read it.

    Args:
        a: the record at the older time.
        b: the record at the newer.
        name_people: decisions name who made them; else "a person".
    """
    last = b.at if b.at is not None else _last(b.conn)
    found = Journal(decisions=_decisions(b.conn, a.at or 0, last, name_people=name_people))
    for table in (schema.incident, schema.relation, schema.claim):
        before, there = _ids(a, table), _ids(b, table)
        found.before |= before
        found.kept |= there
        found.retracted |= before - there
    return found


def _last(conn: sa.Connection) -> int:
    return conn.execute(sa.select(sa.func.max(schema.act.c.n))).scalar() or 0


def _ids(view: View, table: sa.Table) -> set[str]:
    query = sa.select(table.c.id).where(view.open(table))
    if table is schema.claim:
        query = query.where(table.c.state != "rejected")
    return set(view.conn.execute(query).scalars())


def _decisions(conn: sa.Connection, first: int, last: int, *, name_people: bool) -> list[Decided]:
    """Decisions whose id is new in between, or that were undone by an act of undoing."""
    table, act = schema.decision, schema.act
    rows = conn.execute(
        sa.select(table, act.c.kind.label("closed_by"), act.c.person.label("closer"),
                  act.c.reason.label("closing"))
        .outerjoin(act, act.c.n == table.c.closed)
        .order_by(table.c.n)
    ).mappings().all()  # fmt: skip
    known = {row["id"] for row in rows if row["made"] <= first}
    found: list[Decided] = []
    for row in rows:
        if first < row["made"] <= last and row["id"] not in known:
            known.add(row["id"])
            person = row["person"] if name_people else ""
            found.append(Decided(row["kind"], row["subject"], person, row["reason"]))
        if row["closed"] and first < row["closed"] <= last and row["closed_by"] == "undo":
            person = row["closer"] if name_people else ""
            undone = Decided(row["kind"], row["subject"], person, row["closing"], undone=True)
            found.append(undone)
    return found
