"""`sayso.open`: a record in Python.

In:   a path or a URL
Out:  `Opened`: incidents, claims, relations, actors, sources, reports, as structs and as tables

Method: the same queries as the commands'. What is asked for is looked up when it is first used,
and anew each time; all of one look comes from one consistent picture of the record.
Known faults: `to_arrow` and what rests on it hold all rows in memory.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from sayso.base.errors import ConfigError
from sayso.base.joined import Incident, Relation
from sayso.base.nouns import Claim, Noun
from sayso.record import queries
from sayso.record.open import open_record
from sayso.record.queries import Facet, Filter, Tally, Thing, filter_from
from sayso.record.queries.arrow import table
from sayso.record.queries.detail import claim_detail, incident_detail
from sayso.record.queries.filters import KEYS
from sayso.record.queries.reports import report_bytes, report_text
from sayso.record.view import AsOf, View

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from sayso.record.why import Why

R = TypeVar("R", bound=Noun)

_FROM = {"from_": "from", "from_day": "from", "to_day": "to"}  # "from" is a word of Python's


class Looked(Generic[R]):
    """Rows that match, looked up when they are used.

    Iterate over it for structs; `len` counts; `to_arrow`, `to_pandas` and `to_polars` give tables
    with the columns of `docs/looking.md`.
    """

    def __init__(
        self, opened: "Opened", thing: Thing[R], asked: Filter, sort: str, as_of: AsOf
    ) -> None:
        self._opened = opened
        self._thing = thing
        self._sort = sort
        self._as_of = as_of
        self.filter = asked

    def __iter__(self) -> Iterator[R]:
        with self._view() as view:
            yield from self._thing.each(view, self.filter, sort=self._sort)

    def __len__(self) -> int:
        return self.tally().match

    def __bool__(self) -> bool:
        return len(self) > 0

    def __repr__(self) -> str:
        asked = ", ".join(sorted(self.filter.asked))
        by = f", by {asked}" if asked else ""
        return f"<{self._thing.name} of {self._opened.where}{by}>"

    def _view(self) -> Any:
        return self._opened.view(self._as_of)

    def first(self, n: int) -> list[R]:
        """The first rows, at most 1,000."""
        with self._view() as view:
            page = self._thing.page(view, self.filter, sort=self._sort, limit=n)
        return list(page.rows)

    def tally(self) -> Tally:
        """How many match, and how many it cannot be told of for want of a day or a place."""
        with self._view() as view:
            return self._thing.tally(view, self.filter)

    def facets(self, *by: str) -> dict[str, tuple[Facet, ...]]:
        """How many of them have which value."""
        with self._view() as view:
            return self._thing.facets(view, self.filter, by)

    @property
    def notes(self) -> tuple[str, ...]:
        """What names in the filter were taken for."""
        with self._view() as view:
            return self._thing.notes(view, self.filter)

    def to_arrow(self) -> "pa.Table":
        """An Arrow table, a row each."""
        return table(self, self._thing.row)

    def to_pandas(self) -> "pd.DataFrame":
        """A pandas data frame with Arrow types, so that whole numbers with gaps stay whole.

        Raises:
            ConfigError: pandas is not installed.
        """
        try:
            import pandas as pd  # noqa: PLC0415  an extra
        except ImportError as err:
            raise ConfigError("pandas is not installed: pip install 'sayso[pandas]'") from err
        return self.to_arrow().to_pandas(types_mapper=pd.ArrowDtype)

    def to_polars(self) -> "pl.DataFrame":
        """A polars data frame.

        Raises:
            ConfigError: polars is not installed.
        """
        try:
            import polars as pl  # noqa: PLC0415  an extra
        except ImportError as err:
            raise ConfigError("polars is not installed: pip install 'sayso[polars]'") from err
        frame: Any = pl.from_arrow(self.to_arrow())
        return frame  # type: ignore[no-any-return]


class Opened:
    """A record, open for looking. Close it, or use it in a `with` block.

    Filters are named as in the commands and may be words or values: `country="PAK"`,
    `type=["ASSAULT", "COERCE"]`, `from_="2014-10-01"` or a date, `box=(35, 32, 43, 38)`.
    """

    def __init__(self, where: str | Path, *, as_of: AsOf = None) -> None:
        self._record = open_record(where, readonly=True)
        self._as_of = as_of
        self.where = self._record.where

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<record {self.where}>"

    def close(self) -> None:
        """Let go of the file or the database."""
        self._record.close()

    @contextmanager
    def view(self, as_of: AsOf = None) -> Iterator[View]:
        """One consistent picture of the record, for `sayso.record.queries`."""
        with self._record.read(self._as_of if as_of is None else as_of) as view:
            yield view

    def _look(self, thing: Thing[R], sort: str, as_of: AsOf, given: dict[str, Any]) -> Looked[R]:
        asked = filter_of(given)
        thing.order(sort)
        return Looked(self, thing, asked, sort, as_of)

    def incidents(
        self, *, sort: str = "", as_of: AsOf = None, **filters: Any
    ) -> Looked[queries.IncidentRow]:
        """Incidents, by day.

        Args:
            sort: a column to order by, "-" in front for the other way round.
            as_of: a time; the record as it was then.
            **filters: see the class.

        Raises:
            ConfigError: a filter or an order that cannot be meant.
        """
        return self._look(queries.INCIDENTS, sort, as_of, filters)

    def claims(
        self, *, sort: str = "", as_of: AsOf = None, **filters: Any
    ) -> Looked[queries.ClaimRow]:
        """Claims as they stand, by day; see `incidents`. Rejected ones with `state`."""
        return self._look(queries.CLAIMS, sort, as_of, filters)

    def relations(
        self, *, sort: str = "", as_of: AsOf = None, **filters: Any
    ) -> Looked[queries.RelationRow]:
        """Relations, by their first day; see `incidents`."""
        return self._look(queries.RELATIONS, sort, as_of, filters)

    def actors(
        self, *, sort: str = "", as_of: AsOf = None, **filters: Any
    ) -> Looked[queries.ActorRow]:
        """Actors, counted up from the claims that match, most claims first; see `incidents`."""
        return self._look(queries.ACTORS, sort, as_of, filters)

    def sources(
        self, *, sort: str = "", as_of: AsOf = None, **filters: Any
    ) -> Looked[queries.SourceRow]:
        """Outlets and speakers, counted up from the claims that match; see `incidents`."""
        return self._look(queries.SOURCES, sort, as_of, filters)

    def reports(
        self, *, sort: str = "", as_of: AsOf = None, **filters: Any
    ) -> Looked[queries.ReportRow]:
        """Reports, by day of publication; see `incidents`."""
        return self._look(queries.REPORTS, sort, as_of, filters)

    def incident(self, id_: str) -> Incident:
        """An incident in full, by its id or one that it had.

        Raises:
            ConfigError: there is no such incident.
        """
        with self.view() as view:
            return incident_detail(view, id_).incident

    def claim(self, id_: str) -> Claim:
        """A claim in full.

        Raises:
            ConfigError: there is no such claim.
        """
        with self.view() as view:
            return claim_detail(view, id_).claim

    def relation(self, id_: str) -> Relation:
        """A relation in full, with its phases.

        Raises:
            ConfigError: there is no such relation.
        """
        with self.view() as view:
            return queries.relation(view, id_)

    def text(self, report_id: str) -> str:
        """The cleaned text of a report, in which offsets count.

        Raises:
            ConfigError: there is no such report.
        """
        with self.view() as view:
            return report_text(view, report_id)

    def content(self, report_id: str) -> bytes:
        """A report's bytes as they were received.

        Raises:
            ConfigError: there is no such report.
        """
        with self.view() as view:
            return report_bytes(view, report_id)

    def why(self, id_: str) -> "Why":
        """How something came about; see `sayso why`.

        Raises:
            ConfigError: nothing goes by this id.
        """
        from sayso.record.why import why  # noqa: PLC0415

        with self.view() as view:
            return why(view, id_)

    def network(self, day: dt.date | str, *, window: int = 0) -> "nx.MultiDiGraph[str]":
        """The relations that are told to hold on a day, as a graph (`record.network`).

        Args:
            day: the day.
            window: how many days before it count too, as told lately.

        Raises:
            ConfigError: the day cannot be read.
        """
        from sayso.record.network import network  # noqa: PLC0415

        with self.view() as view:
            return network(view, _day(day), window=window)


def _day(day: dt.date | str) -> dt.date:
    asked = filter_of({"from_": day}).from_day
    assert asked is not None
    return asked


def filter_of(given: dict[str, Any]) -> Filter:
    """A filter from words or values, named as `Opened` has them.

    Raises:
        ConfigError: a name that is not known, or a value that cannot be read.
    """
    words: dict[str, str | Sequence[str]] = {}
    for name, value in given.items():
        key = _FROM.get(name, name)
        if key not in KEYS:
            names = ", ".join("from_" if known == "from" else known for known in KEYS)
            raise ConfigError(f"there is no filter {name!r}; there are {names}")
        if value is None:
            continue
        if key == "box" and not isinstance(value, str):
            words[key] = ",".join(str(float(edge)) for edge in value)
        elif isinstance(value, list | tuple | set | frozenset):
            words[key] = [str(part) for part in value]
        else:
            words[key] = ("yes" if value else "no") if isinstance(value, bool) else str(value)
    return filter_from(words)


def open(where: str | Path, *, as_of: AsOf = None) -> Opened:  # noqa: A001  as `gzip.open`
    """Open a record for looking: `sayso.open`.

    Args:
        where: its file, or a URL of PostgreSQL.
        as_of: a time, as text or a datetime; the record as it was then.

    Raises:
        ConfigError: it is not there, or is no record.
    """
    return Opened(where, as_of=as_of)
