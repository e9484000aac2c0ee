"""Things that have a table of their own: claims, incidents, relations, reports.

In:   a `View`, a `Filter`
Out:  tallies, pages, facets, and rows as structs

Method: numbers of rows are found first, from the look index alone; the bodies of a page are read
after, by number. All that is counted of a filter is counted in one pass.
Known faults: a page that begins deep in an order other than by day is found by counting.
"""

import datetime as dt
import heapq
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

import msgspec
import sqlalchemy as sa

from sayso.base.errors import ConfigError
from sayso.base.nouns import Noun
from sayso.record.queries.clauses import Clauses, no_day, no_place
from sayso.record.queries.filters import Filter, refuse
from sayso.record.queries.lookup import Wanted
from sayso.record.queries.narrow import FEW, Bounded, Way, as_stored, many, numbered
from sayso.record.queries.pages import Facet, Page, Tally, Thing, check_cut, from_token, token
from sayso.record.view import View

R = TypeVar("R", bound=Noun)

_BATCH = 500  # bodies read at a time: a megabyte or two
_MOST_VALUES = 200  # of a facet
_UNKNOWN = ("no_day", "no_place", "neither")  # numbers of a `Tally`


class TableThing(Thing[R]):
    """A thing with a table: `where` says what a filter asks of its rows, `rows` makes structs."""

    table: sa.Table
    id_column: str = "id"

    @abstractmethod
    def where(self, view: View, filter_: Filter) -> tuple[Clauses, Wanted]:
        """What a filter asks of the table's rows."""

    @abstractmethod
    def rows(self, view: View, numbers: Sequence[int]) -> dict[int, R]:
        """Rows by their numbers."""

    @abstractmethod
    def sort_column(self, by: str) -> sa.ColumnElement[Any]:
        """The column of an order."""

    def facet(self, view: View, by: str, clauses: Clauses) -> sa.Select[Any]:
        """Select of value, label and number for one facet."""
        column = self._facet_column(by)
        n = sa.func.count().label("n")
        return clauses.select(column.label("value"), column.label("label"), n).group_by(column)

    def _facet_column(self, by: str) -> sa.ColumnElement[Any]:
        if by in ("month", "year"):
            return to_month(self.day_column(), 7 if by == "month" else 4)
        return self.table.c[by]

    def day_column(self) -> sa.ColumnElement[Any]:
        """The column whose month and year are counted."""
        return self.table.c.day_from

    def open_ends(self, view: View) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
        """Nothing is known of the day; of the place."""
        return no_day(self.table), no_place(view, self.table)

    # --- what is asked --------------------------------------------------------------------

    def _asked(self, view: View, filter_: Filter) -> tuple[Clauses, Wanted]:
        refuse(filter_, self.takes, self.name)
        return self.where(view, filter_)

    def tally(self, view: View, filter_: Filter) -> Tally:
        """How many match, and how many it cannot be told of."""
        return self.count(view, filter_, self._asked(view, filter_)[0])

    def count(
        self,
        view: View,
        filter_: Filter,
        clauses: Clauses,
        way: Way | None = None,
        *,
        least: bool = False,
    ) -> Tally:
        """How many match what is asked; `way`: how they are found; `least`: see `page`."""
        del least
        asked = [part for part in (clauses.day, clauses.place) if part is not None]
        no_day, no_place = self.open_ends(view)
        day = [clauses.day.match] if clauses.day else []
        place = [clauses.place.match] if clauses.place else []
        no_day = clauses.day.missing if clauses.day else no_day
        no_place = clauses.place.missing if clauses.place else no_place
        columns = [_count(*day, *place), _count(no_day, *place), _count(*day, no_place)]
        if len(asked) == 2:  # else it is among the others
            columns.append(_count(no_day, no_place))
        query = clauses.rows(*columns, way=way)
        for part in asked:
            query = query.where(sa.or_(part.match, part.missing))
        match, undated, unplaced, neither = (*view.conn.execute(query).one(), 0)[:4]
        return Tally(match=match, no_day=undated, no_place=unplaced, neither=neither)

    def page(
        self,
        view: View,
        filter_: Filter,
        *,
        sort: str = "",
        limit: int = 50,
        after: str = "",
        offset: int = 0,
        least: bool = False,
    ) -> Page[R]:
        """Some rows; see `Thing.page`."""
        check_cut(limit, after, offset)
        by, descends = self.order(sort)
        clauses, wanted = self._asked(view, filter_)
        shown_sort = f"-{by}" if descends else by
        far = clauses.ways.bounded if least and clauses.ways and by == "day" else None
        if far is None:
            total = self.count(view, filter_, clauses, least=least)
            way = clauses.way(in_order=by == "day" and many(total.match))
        else:
            total, way = self._least(view, filter_, clauses, far)
        query = self._numbers(view, clauses, by, descends, way).limit(limit + 1)
        if after:
            query = query.where(self._beyond(view, by, descends, *from_token(after, shown_sort)))
        found = view.conn.execute(query.offset(offset) if offset else query).all()
        rows = self.rows(view, [row.n for row in found[:limit]])
        if "match" in total.least and len(found) <= limit and not after and not offset:
            total = msgspec.structs.replace(total, match=len(found), least=_UNKNOWN)  # that is all
        following = ""
        if len(found) > limit > 0:
            last = found[limit - 1]
            following = token(shown_sort, last.value, last.id)
        return Page(
            rows=tuple(rows[row.n] for row in found[:limit]),
            total=total,
            next=following,
            notes=tuple(wanted.notes),
        )

    def _least(
        self, view: View, filter_: Filter, clauses: Clauses, far: Bounded
    ) -> tuple[Tally, Way]:
        """How many match, a least where that is quicker; and how to find the first of them."""
        few = as_stored(view, clauses.select(self.table.c.n, way=far.rest).limit(FEW + 1))
        if len(few) > FEW:
            found = self.count(view, filter_, clauses, far.some)
            return msgspec.structs.replace(found, least=("match", *_UNKNOWN)), far.walk
        near = far.near(view, self.table, [n for (n,) in few])
        matches = [n for (n,) in as_stored(view, clauses.select(self.table.c.n, way=near))]
        these = numbered(view, self.table, matches)
        if clauses.day is None and clauses.place is None:
            return self.count(view, filter_, clauses, these), these
        found = self.count(view, filter_, clauses, far.some)
        return msgspec.structs.replace(found, match=len(matches), least=_UNKNOWN), these

    def each(self, view: View, filter_: Filter, *, sort: str = "") -> Iterator[R]:
        """All rows, as they are read."""
        clauses, _ = self._asked(view, filter_)
        query = self._numbers(view, clauses, *self.order(sort))
        numbers = [row.n for row in view.conn.execute(query)]
        for at in range(0, len(numbers), _BATCH):
            batch = numbers[at : at + _BATCH]
            rows = self.rows(view, batch)
            yield from (rows[n] for n in batch)

    def facets(
        self, view: View, filter_: Filter, by: Sequence[str] = ()
    ) -> dict[str, tuple[Facet, ...]]:
        """How many of the matches have which value."""
        clauses, _ = self._asked(view, filter_)
        found = {}
        for name in by or self.facets_by:
            self.check_facet(name)
            found[name] = as_facets(as_stored(view, self.facet(view, name, clauses)))
        return found

    def notes(self, view: View, filter_: Filter) -> tuple[str, ...]:
        """What names in the filter were taken for, in words."""
        return tuple(self._asked(view, filter_)[1].notes)

    # --- order ----------------------------------------------------------------------------

    def _numbers(
        self, view: View, clauses: Clauses, by: str, descends: bool, way: Way | None = None
    ) -> sa.Select[Any]:
        """Numbers, values and ids in order; what is empty comes last."""
        column, id_ = self.sort_column(by), self.table.c[self.id_column]
        columns = self.table.c.n, _plain(column).label("value"), id_.label("id")
        query = clauses.select(*columns, way=way)
        ordered = [_binary(view, column), _binary(view, id_)]
        if descends:
            return query.order_by(*(part.desc().nulls_last() for part in ordered))
        return query.order_by(*(part.asc().nulls_last() for part in ordered))

    def _beyond(
        self, view: View, by: str, descends: bool, value: Any, id_: str
    ) -> sa.ColumnElement[bool]:
        column, ids = self.sort_column(by), _binary(view, self.table.c[self.id_column])
        further = ids < id_ if descends else ids > id_
        if value is None:
            return sa.and_(column.is_(None), further)
        here, value = _binary(view, column), _fitting(column, value)
        return sa.or_(
            here < value if descends else here > value,
            sa.and_(here == value, further),
            column.is_(None),
        )


def _fitting(column: sa.ColumnElement[Any], value: Any) -> Any:
    """The value that a page ended at, as the column has it.

    Raises:
        ConfigError: it is of another kind.
    """
    try:
        if isinstance(column.type, sa.Date):
            return dt.date.fromisoformat(value)
        return column.type.python_type(value)
    except (TypeError, ValueError) as err:
        raise ConfigError("after is not what a page gave as its next") from err


def to_month(day: sa.ColumnElement[Any], letters: int = 7) -> sa.ColumnElement[Any]:
    """The month of a day as text ("2014-10"), or with four letters the year; "" for no day."""
    return sa.func.coalesce(sa.func.substr(sa.cast(day, sa.Text), 1, letters), "")


def as_facets(rows: Iterable[tuple[Any, Any, int]]) -> tuple[Facet, ...]:
    """Facets of (value, label, number), the most frequent first."""
    some = heapq.nsmallest(_MOST_VALUES, rows, key=lambda row: (-row[2], str(row[0])))
    return tuple(Facet(value=str(v), label=str(label), n=n) for v, label, n in some if n)


def _count(*clauses: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    """How many rows meet all of these."""
    return sa.func.count(sa.case((sa.and_(*clauses), 1))) if clauses else sa.func.count()


def _plain(column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """A day as text, so that it can stand in a token; other values as they are."""
    return sa.cast(column, sa.Text) if isinstance(column.type, sa.Date) else column


def _binary(view: View, column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """Text in the order of its code points in both stores."""
    is_text = isinstance(column.type, sa.Text)
    return sa.collate(column, "C") if is_text and view.conn.dialect.name != "sqlite" else column
