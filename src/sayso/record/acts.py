"""Acts: who or what changed the record, when, with what; one act is one transaction.

In:   a connection with a transaction for writing open
Out:  `Act`: its number `n` is what new rows carry as `made` and replaced rows as `closed`

Method: numbers give the order, the clock does not: an act is never dated before the act
before it, and when the clock has gone back, `detail["clock"]` says what it read. An act
that changed nothing (`unchanged()`) leaves no row.
Known faults: `at` is when the act began; rows appear to readers when it ends.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import msgspec
import sqlalchemy as sa

from sayso.record.schema import act as acts
from sayso.record.view import View, stamp


@dataclass(slots=True)
class Act:
    """One act while it runs.

    Attributes:
        conn: its connection; what is executed on it stands or falls with the act.
        n: its number.
        at: when it began, UTC, as text.
        person, model, settings: as its row has them.
        detail: what `sayso history` shows of it (counts, what changed); JSON when it ends.
    """

    conn: sa.Connection
    n: int
    at: str
    person: str = ""
    model: str = ""
    settings: str = ""
    detail: dict[str, Any] = field(default_factory=dict)
    kept: bool = True

    @property
    def view(self) -> View:
        """The record as it is now, this act's own changes among it."""
        return View(self.conn)

    def unchanged(self) -> None:
        """Say that the act changed nothing: all it did is rolled back, and it leaves no row."""
        self.kept = False

    def close(self, table: sa.Table, *where: sa.ColumnElement[bool]) -> int:
        """Close the open rows of `table` that `where` leaves; return how many."""
        done = self.conn.execute(
            sa.update(table).where(table.c.closed.is_(None), *where).values(closed=self.n)
        )
        return done.rowcount


def begin(
    conn: sa.Connection,
    kind: str,
    *,
    version: str,
    person: str = "",
    reason: str = "",
    step: str = "",
    model: str = "",
    settings: str = "",
) -> Act:
    """Write the act's row. The caller holds the lock for writing."""
    last = conn.execute(sa.select(acts.c.at).order_by(acts.c.n.desc()).limit(1)).scalar()
    read = stamp(now())
    at = max(read, last or "")
    row = {
        "kind": kind,
        "at": at,
        "step": step,
        "version": version,
        "model": model,
        "settings": settings,
        "person": person,
        "reason": reason,
        "detail": "",
    }
    n: int = conn.execute(sa.insert(acts).values(row).returning(acts.c.n)).scalar_one()
    detail = {} if read == at else {"clock": f"had gone back to {read}"}
    return Act(conn, n, at, person=person, model=model, settings=settings, detail=detail)


def end(act: Act) -> None:
    """Write when the act ended and its detail."""
    ended = max(stamp(now()), act.at)
    detail = msgspec.json.encode(act.detail).decode() if act.detail else ""
    act.conn.execute(sa.update(acts).where(acts.c.n == act.n).values(ended=ended, detail=detail))


def now() -> dt.datetime:
    """The clock. Tests put another in its place."""
    return dt.datetime.now(dt.UTC)
