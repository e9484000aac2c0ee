"""How sets of numbers from other tables meet the rows that are asked for.

In:   a table, and for some of its columns what they must be among
Out:  clauses, and the index to go by

Method: PostgreSQL knows the sizes of sets and is left to choose. SQLite knows none, and would find
a set anew each time that a query names it; so each set is found once and handed back as one
value (a JSON list). The smallest leads: its rows are looked up one by one, the others are held
against them. Where even the smallest is large, the look index is read through and all are held
against that; so is a page in order of it, which then ends early. What SQLite must not look up
is written "+n". A look at the past cannot use these indexes.
Known faults: the limits were measured on one machine.
"""

from dataclasses import dataclass
from typing import Any

import msgspec
import sqlalchemy as sa

from sayso.record import schema
from sayso.record.view import View

Clause = sa.ColumnElement[bool]

# Claims have their columns by number too (`ix_claim_by_number`): on 1,000,000 claims a look-up took
# 0.5 microseconds, reading all of the look index 0.13 to 0.25 s. Rows of other tables are read
# themselves, which from disk takes 0.1 ms each; all of the look index of 190,000 incidents 0.04 s.
_MOST_CLAIMS = 250_000
_MOST_ROWS = 400
# Above this a set is left to the database: as a list it would take 10 MB.
_MOST_LISTED = 300_000
# A page in order finds its rows in the first tenth of the look index where one in 2,000 matches.
_ENOUGH_FOR_A_PAGE = 5_000


@dataclass(frozen=True, slots=True)
class Among:
    """A column that must be among what a query of one column gives."""

    column: sa.ColumnElement[Any]
    chosen: Any

    def clause(self) -> Clause:
        """As SQL; the database chooses how."""
        return self.column.in_(self.chosen)


@dataclass(frozen=True, slots=True)
class Way:
    """How the sets are met: clauses, and the index that SQLite has to take ("" for its choice)."""

    clauses: tuple[Clause, ...] = ()
    hint: str = ""


def narrow(view: View, table: sa.Table, sets: list[Among]) -> tuple[Way, Way]:
    """How to meet all of the sets: to count all that match, and to read the look index in order.

    The second finds a page soon where many match (`many`), the first where few do.
    """
    if view.conn.dialect.name != "sqlite":
        way = Way(tuple(one.clause() for one in sets))
        return way, way
    if not sets:
        return Way(), Way()
    found = [_Found.of(view, one) for one in sets]
    through = Way(tuple(_in(in_scan(view, one.column), one.values) for one in found))
    smallest = min(found, key=lambda one: one.size)
    is_claims = table is schema.claim and view.at is None
    if smallest.size > (_MOST_CLAIMS if is_claims else _MOST_ROWS):
        return through, through
    rest = [_in(in_scan(view, one.column), one.values) for one in found if one is not smallest]
    leads = smallest.column
    if is_claims:
        numbers = _numbers(view, smallest)
        up = Way((_in(schema.claim.c.n, numbers), *rest), f"ix_{table.name}_by_number")
    else:
        up = Way((_in(leads, smallest.values), *rest))
    return up, through


def many(match: int) -> bool:
    """So many match that the first of an order are found by reading in that order."""
    return match > _ENOUGH_FOR_A_PAGE


def in_scan(view: View, column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """The same value, which SQLite does not look up in an index ("+n")."""
    if view.conn.dialect.name != "sqlite":
        return column
    return sa.type_coerce(sa.sql.elements.UnaryExpression(column, operator=_PLUS), column.type)


_PLUS: Any = sa.sql.operators.custom_op("+")


@dataclass(frozen=True, slots=True)
class _Found:
    """A set that was found: its values as a select, and how many they are."""

    column: sa.ColumnElement[Any]
    values: Any
    size: int

    @classmethod
    def of(cls, view: View, one: Among) -> "_Found":
        some = sa.select(one.chosen.subquery()).limit(_MOST_LISTED + 1)
        values = list(dict.fromkeys(value for (value,) in as_stored(view, some)))
        if len(values) > _MOST_LISTED:
            return cls(one.column, one.chosen, len(values))
        return cls(one.column, listed(values), len(values))


def listed(values: list[Any]) -> Any:
    """Many values as one: a select from a JSON list. For SQLite."""
    text = msgspec.json.encode(values).decode()
    return sa.select(sa.func.json_each(text).table_valued("value").c.value)


def in_list(view: View, column: sa.ColumnElement[Any], values: list[Any]) -> Clause:
    """The column is one of many values: in SQLite one parameter, else one each."""
    return column.in_(listed(values) if view.conn.dialect.name == "sqlite" else values)


def _in(column: sa.ColumnElement[Any], values: Any) -> Clause:
    return column.in_(values)


def _numbers(view: View, one: _Found) -> Any:
    """Numbers of the claims that are among a set, whatever column it is of."""
    claim = schema.claim
    if one.column is claim.c.n:
        return one.values
    also = claim.alias()
    query = sa.select(also.c.n).where(also.c[str(one.column.key)].in_(one.values))
    return query if one.column is claim.c.passage else query.where(view.open(also))


def pairs(view: View, query: sa.Select[Any]) -> dict[Any, Any]:
    """The rows of a query of two columns as a dict."""
    return {key: value for key, value in view.conn.execute(query)}  # noqa: C416  a Row is no tuple


def as_stored(view: View, query: sa.Select[Any]) -> list[tuple[Any, ...]]:
    """Rows as the driver gives them: in SQLite a day is text, and yes is 1.

    For many rows of few columns: SQLAlchemy's own rows take twice as long.
    """
    cursor: Any = view.conn.execute(query).cursor
    return cursor.fetchall()  # type: ignore[no-any-return]
