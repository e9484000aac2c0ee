"""How sets of numbers from other tables meet the rows that are asked for.

In:   a table, and for some of its columns what they must be among
Out:  clauses, and the index to go by

Method: PostgreSQL knows the sizes of sets and is left to choose. SQLite knows none, and would find
a set anew each time that a query names it; so each set is found once and handed back as one
value (a JSON list). The smallest leads: its rows are looked up one by one, the others are held
against them. Where even the smallest is large, the look index is read through and all are held
against that; so is a page in order of it, which then ends early. What SQLite must not look up
is written "+n". A look at the past cannot use these indexes. Where a set is too large to be found
in the time that a page may take, the rows are walked in order instead, each asked whether it is in
it (`Among.each`), and what matches is counted as a least (`Ways.bounded`).
Known faults: the limits were measured on one machine.
"""

import inspect
from dataclasses import dataclass
from functools import cached_property
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
# A page whose count may be a least finds no more of a set: at 2 to 8 microseconds each, 0.1 s.
_MOST_FOUND = 10_000
# So few rows that all but the large sets leaves are asked one by one, and counted exactly: 0.1 s.
FEW = 10_000


@dataclass(frozen=True, slots=True)
class Among:
    """A column that must be among what a query of one column gives.

    Attributes:
        chosen: the query, or what makes it when it is needed.
        each: the same asked of one row, from indexes; None where that is no quicker.
        some: a query of a part of it, where it is known to be large.
    """

    column: sa.ColumnElement[Any]
    chosen: Any
    each: Clause | None = None
    some: Any = None

    def query(self) -> Any:
        """The query."""
        return self.chosen() if inspect.isfunction(self.chosen) else self.chosen

    def clause(self) -> Clause:
        """As SQL; the database chooses how."""
        return self.column.in_(self.query())


@dataclass(frozen=True, slots=True)
class Way:
    """How the sets are met: clauses, and the index that SQLite has to take ("" for its choice)."""

    clauses: tuple[Clause, ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Bounded:
    """How a page is found where a set is too large to be found.

    Attributes:
        rest: what must hold beside the large sets; `each`: these, asked of one row.
        walk: all of it, asked of each row.
        some: a part of what matches, for a least number.
    """

    rest: Way
    each: tuple[Clause, ...]
    walk: Way
    some: Way

    def near(self, view: View, table: sa.Table, numbers: list[int]) -> Way:
        """All of it, asked of a few rows whose numbers are known."""
        few = numbered(view, table, numbers)
        return Way((*few.clauses, *self.each), few.hint)


def numbered(view: View, table: sa.Table, numbers: list[int]) -> Way:
    """Rows by their numbers, without their bodies."""
    if table is schema.claim:
        return Way((_in(table.c.n, listed(numbers)),), f"ix_{table.name}_by_number")
    return Way((_in(in_scan(view, table.c.n), listed(numbers)),))


class Ways:
    """How the sets of a filter are met; they are found when that is asked for."""

    def __init__(self, view: View, table: sa.Table, sets: list[Among]) -> None:
        self._view, self._table, self._sets = view, table, sets

    @cached_property
    def exact(self) -> tuple[Way, Way]:
        """To count all that match, and to read the look index in order (see `narrow`)."""
        if "_parts" not in self.__dict__:
            return narrow(self._view, self._table, self._sets)
        found = [
            part if is_whole else _Found.of(self._view, one)
            for one, (part, is_whole) in zip(self._sets, self._parts, strict=True)
        ]
        return _meet(self._view, self._table, found)

    @cached_property
    def bounded(self) -> Bounded | None:
        """None where no set is too large, or rows cannot be asked one by one."""
        view = self._view
        is_sqlite = view.conn.dialect.name == "sqlite" and view.at is None
        if not is_sqlite or not self._sets or any(one.each is None for one in self._sets):
            return None
        if all(is_whole for _, is_whole in self._parts):
            return None
        small = [found for found, is_whole in self._parts if is_whole]
        rest = tuple(_in(in_scan(view, found.column), found.values) for found in small)
        each = tuple(
            one.each
            for one, (_, is_whole) in zip(self._sets, self._parts, strict=True)
            if one.each is not None and not is_whole
        )
        some = _meet(view, self._table, [found for found, _ in self._parts])[0]
        return Bounded(Way(rest), each, Way((*rest, *each)), some)

    @cached_property
    def _parts(self) -> "list[tuple[_Found, bool]]":
        """As much of each set as may be found for a page, and whether that is all of it."""
        return [_Found.part(self._view, one, _MOST_FOUND) for one in self._sets]


def narrow(view: View, table: sa.Table, sets: list[Among]) -> tuple[Way, Way]:
    """How to meet all of the sets: to count all that match, and to read the look index in order.

    The second finds a page soon where many match (`many`), the first where few do.
    """
    if view.conn.dialect.name != "sqlite":
        way = Way(tuple(one.clause() for one in sets))
        return way, way
    if not sets:
        return Way(), Way()
    return _meet(view, table, [_Found.of(view, one) for one in sets])


def _meet(view: View, table: sa.Table, found: "list[_Found]") -> tuple[Way, Way]:
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
        """Find a set; a very large one is left to the database."""
        query = one.query()
        values, is_whole = _values(view, query, _MOST_LISTED)
        if not is_whole:
            return cls(one.column, query, _MOST_LISTED + 1)
        return cls(one.column, listed(values), len(values))

    @classmethod
    def part(cls, view: View, one: Among, most: int) -> tuple["_Found", bool]:
        """Find a set, or a part of it; and whether that is all of it."""
        values, is_whole = _values(view, one.query() if one.some is None else one.some, most)
        return cls(one.column, listed(values), len(values)), is_whole and one.some is None


def once(view: View, one: Among) -> Clause:
    """The column is among a set that is found once, whatever its size."""
    if view.conn.dialect.name != "sqlite":
        return one.clause()
    return _in(one.column, _Found.of(view, one).values)


def some_of(view: View, one: Among) -> tuple[Clause, bool]:
    """The column is among as much of a set as may be found for a page; and whether that is all."""
    if view.conn.dialect.name != "sqlite":
        return one.clause(), True
    found, is_whole = _Found.part(view, one, _MOST_FOUND)
    return _in(one.column, found.values), is_whole


def _values(view: View, query: Any, most: int) -> tuple[list[Any], bool]:
    """Values of a query, each once; and whether its rows, which may repeat them, are all."""
    rows = as_stored(view, sa.select(query.subquery()).limit(most + 1))
    return list(dict.fromkeys(value for (value,) in rows)), len(rows) <= most


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
