"""The record as it is, or as it was: one consistent picture for all reading.

In:   a connection with a transaction open, and a time, the number of an act, or nothing
Out:  `View`: its `open(table)` is the clause that leaves the rows that held then

Method: a row holds from the act that made it until the act that closed it. A time means all
acts begun up to it; a day means the whole of that day, in UTC.
Known faults: a look at the past cannot use the indexes over open rows, so it is slower.
"""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from sayso.base.errors import ConfigError
from sayso.record.schema import act as acts

AsOf = str | dt.datetime | dt.date | int | None


@dataclass(frozen=True, slots=True)
class View:
    """The record at one point.

    Attributes:
        conn: reads only; one transaction, so that all that is read belongs together.
        at: number of the last act that counts; None for now.
    """

    conn: sa.Connection
    at: int | None = None

    def open(self, table: sa.Table | sa.FromClause) -> sa.ColumnElement[bool]:
        """Clause for the rows of `table` (or an alias of one) that hold in this view.

        Rows that are written once and belong to another row (passages, roles) hold always;
        join them to what they belong to.
        """
        columns = table.c
        if "closed" in columns:
            if self.at is None:
                return columns.closed.is_(None)
            return sa.and_(
                columns.made <= self.at,
                sa.or_(columns.closed.is_(None), columns.closed > self.at),
            )
        if "made" in columns and self.at is not None:
            return columns.made <= self.at
        return sa.true()


def act_number(conn: sa.Connection, as_of: AsOf) -> int | None:
    """Number of the last act that a look `as_of` then sees; 0 for before the first.

    Raises:
        ConfigError: the time cannot be read.
    """
    if as_of is None or isinstance(as_of, int):
        return as_of
    until = stamp(moment(as_of))
    return conn.execute(sa.select(sa.func.max(acts.c.n)).where(acts.c.at <= until)).scalar() or 0


def moment(as_of: str | dt.datetime | dt.date) -> dt.datetime:
    """A time as an instant in UTC. Without a zone it is UTC; a bare day is its last instant.

    Raises:
        ConfigError: the time cannot be read.

    >>> moment("2026-05-01").isoformat()
    '2026-05-01T23:59:59.999999+00:00'
    """
    if isinstance(as_of, str):
        text = as_of.strip()
        try:
            if len(text) == len("2026-05-01"):
                as_of = dt.date.fromisoformat(text)
            else:
                as_of = dt.datetime.fromisoformat(text)
        except ValueError as err:
            raise ConfigError(
                f"{as_of!r} is not a time; write 2026-05-01 or 2026-05-01T14:30"
            ) from err
    if not isinstance(as_of, dt.datetime):
        as_of = dt.datetime.combine(as_of, dt.time.max)
    return as_of.replace(tzinfo=as_of.tzinfo or dt.UTC).astimezone(dt.UTC)


def stamp(instant: dt.datetime) -> str:
    """An instant as acts carry it: UTC with microseconds and Z, so that text sorts as time does.

    >>> stamp(dt.datetime(2026, 5, 1, 14, 30, tzinfo=dt.UTC))
    '2026-05-01T14:30:00.000000Z'
    """
    return instant.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
