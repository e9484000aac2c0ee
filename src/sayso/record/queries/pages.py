"""Pages of rows in a stable order, how many match, and how many cannot be told.

In:   a `View`, a `Filter`
Out:  `Tally`, `Page`, `Facet`, and `Thing`: what is looked for in one way

Method: a page is cut by the last row of the page before it (`after`), so that it neither skips
nor repeats where rows are added meanwhile; or by a number (`offset`). Rows are ordered by one
column and then by their id, what is empty last. What matches everything but the days or the
place, because its own is not known, is counted beside the matches and not among them.
Known faults: none known.
"""

import base64
import binascii
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any, Generic, TypeVar

import msgspec

from sayso.base.errors import ConfigError, MissingError
from sayso.base.nouns import Noun
from sayso.record.queries.filters import Filter
from sayso.record.view import View

R = TypeVar("R", bound=Noun)

MOST = 1_000  # rows a page; more come by `each`


class Tally(Noun, kw_only=True, frozen=True):
    """How many match, and how many it cannot be told of.

    Attributes:
        match: what matches all that is asked for.
        no_day: what matches all but the days and has no day. Where no days are asked for these
            are among the matches.
        no_place: the same of places: no place, country or (for a box) point, as is asked for.
        neither: what matches all but days and place and has neither, where both are asked for.
        least: names of the numbers above at which counting ended early: there are at least so many.
    """

    match: int
    no_day: int = 0
    no_place: int = 0
    neither: int = 0
    least: tuple[str, ...] = ()


class Facet(Noun, kw_only=True, frozen=True):
    """A value, and how many of the matches have it; "" is undecided."""

    value: str
    label: str
    n: int


class Page(Noun, Generic[R], kw_only=True, frozen=True):
    """Rows in order.

    Attributes:
        total: of all that match, not of this page alone.
        next: what to give as `after` for the page that follows; "" on the last.
        notes: what names in the filter were taken for, in words.
    """

    rows: tuple[R, ...]
    total: Tally
    next: str = ""
    notes: tuple[str, ...] = ()


class Thing(ABC, Generic[R]):
    """One kind of thing in a record, and how it is looked at.

    Attributes:
        name: in the plural, as the command is called.
        row: the struct of a row.
        takes: fields of `Filter` that it can be filtered by.
        sorts: what it can be ordered by, "-" in front for descending; the first if nothing is said.
        facets_by: what it can be counted by.
    """

    name: str
    row: type[R]
    takes: frozenset[str]
    sorts: tuple[str, ...]
    facets_by: tuple[str, ...]

    @abstractmethod
    def tally(self, view: View, filter_: Filter) -> Tally:
        """How many match."""

    @abstractmethod
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
        """Some rows.

        Args:
            view: where to look.
            filter_: what is asked for.
            sort: one of `sorts`, "-" in front for descending; "" for the first of them.
            limit: how many rows, 0 to `MOST`.
            after: `next` of the page before.
            offset: how many rows to pass over; not with `after`.
            least: the total may be a least (`Tally.least`) where all would take long.

        Raises:
            ConfigError: a filter, order or `after` that does not fit.
        """

    @abstractmethod
    def each(self, view: View, filter_: Filter, *, sort: str = "") -> Iterator[R]:
        """All rows, as they are read. The view has to stay open until the last."""

    @abstractmethod
    def facets(
        self, view: View, filter_: Filter, by: Sequence[str] = ()
    ) -> dict[str, tuple[Facet, ...]]:
        """How many of the matches have which value; the most frequent first.

        Args:
            view: where to look.
            filter_: what is asked for.
            by: some of `facets_by`; () for all of them.
        """

    @abstractmethod
    def notes(self, view: View, filter_: Filter) -> tuple[str, ...]:
        """What names in the filter were taken for, in words."""

    def check_facet(self, by: str) -> None:
        """Refuse to count by what is not known.

        Raises:
            ConfigError: it is none of `facets_by`.
        """
        if by not in self.facets_by:
            known = ", ".join(self.facets_by)
            raise ConfigError(f"{self.name} cannot be counted by {by!r}; by {known}")

    def order(self, sort: str) -> tuple[str, bool]:
        """Read an order: what by, and whether it descends.

        Raises:
            ConfigError: it cannot be ordered so.
        """
        by = sort.removeprefix("-") or self.sorts[0]
        if by not in self.sorts:
            raise ConfigError(f"{self.name} cannot be sorted by {by!r}; by {', '.join(self.sorts)}")
        return by, sort.startswith("-")


def check_id(id_: str) -> None:
    """Refuse an id that no database can hold.

    Raises:
        MissingError: it holds NUL or half a character.
    """
    if any(c == "\0" or "\ud800" <= c <= "\udfff" for c in id_):
        raise MissingError(f"{id_!r}: nothing in the record goes by this id")


def check_cut(limit: int, after: str, offset: int) -> None:
    """Refuse a page that cannot be cut.

    Raises:
        ConfigError: the limit is too high, a number is below 0, both `after` and `offset`.
    """
    if not 0 <= limit <= MOST:
        raise ConfigError(f"limit must lie from 0 to {MOST:,}")
    if offset < 0:
        raise ConfigError("offset must be 0 or more")
    if after and offset:
        raise ConfigError("a page begins after a row or at an offset, not both")


def token(sort: str, value: Any, id_: str) -> str:
    """Where a page ended, as text that stands in an address."""
    raw = msgspec.json.encode([sort, value, id_])
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def from_token(text: str, sort: str) -> tuple[Any, str]:
    """Value and id of the row where a page ended.

    Raises:
        ConfigError: it was not made by `token`, or for another order.
    """
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        made_for, value, id_ = msgspec.json.decode(
            raw, type=tuple[str, str | int | float | None, str]
        )
    except (binascii.Error, ValueError, msgspec.DecodeError) as err:
        raise ConfigError(f"after {text!r} is not what a page gave as its next") from err
    if made_for != sort:
        raise ConfigError(f"after {text!r} belongs to another order; begin with the first page")
    return value, id_
