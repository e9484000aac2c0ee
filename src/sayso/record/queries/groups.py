"""Things that are counted up from claims: actors and sources.

In:   a `View`, a `Filter` of claims
Out:  tallies, pages, facets, and rows as structs

Method: the claims that match are found once; the rows are counted up from them, put in order and
cut in memory, since there are never more than some ten thousand actors or sources.
Known faults: each page counts all of them up again.
"""

import functools
from abc import abstractmethod
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sayso.base.keys import NAME, bare
from sayso.base.nouns import Noun
from sayso.link.incidents_words import words
from sayso.record.queries import clauses
from sayso.record.queries.clauses import Clauses
from sayso.record.queries.filters import Filter, refuse
from sayso.record.queries.lookup import Wanted
from sayso.record.queries.pages import Facet, Page, Tally, Thing, check_cut, from_token, token
from sayso.record.view import View

R = TypeVar("R", bound=Noun)


@functools.cache
def nobody() -> frozenset[str]:
    """Keys of words that name nobody: pronouns whose meaning is undecided."""
    return frozenset(NAME + bare(word) for word in words().pronouns)


class GroupedThing(Thing[R]):
    """A thing that is counted up from claims: `count_up` makes the rows."""

    takes = clauses.CLAIMS_TAKE

    @abstractmethod
    def count_up(self, view: View, asked: Clauses, wanted: Wanted) -> list[R]:
        """All rows, in any order."""

    @abstractmethod
    def sort_value(self, row: R, by: str) -> Any:
        """What a row is ordered by; None comes last."""

    @abstractmethod
    def facet_values(self, row: R, by: str) -> tuple[str, str]:
        """Value and label of a facet."""

    @abstractmethod
    def identity(self, row: R) -> str:
        """What tells a row from the others."""

    def _rows(self, view: View, filter_: Filter) -> tuple[list[R], Wanted]:
        refuse(filter_, self.takes, self.name)
        asked, wanted = clauses.claims(view, filter_)
        return self.count_up(view, asked, wanted), wanted

    def tally(self, view: View, filter_: Filter) -> Tally:
        """How many match."""
        return Tally(match=len(self._rows(view, filter_)[0]))

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
        """Some rows; see `Thing.page`. All of them are counted, whatever `least` says."""
        del least
        check_cut(limit, after, offset)
        by, descends = self.order(sort)
        rows, wanted = self._rows(view, filter_)
        rows = self._ordered(rows, by, descends)
        shown_sort = f"-{by}" if descends else by
        if after:
            value, id_ = from_token(after, shown_sort)
            places = [i for i, row in enumerate(rows) if self.identity(row) == id_]
            offset = places[0] + 1 if places else self._beyond(rows, by, descends, value, id_)
        cut = rows[offset : offset + limit]
        following = ""
        if cut and offset + limit < len(rows):
            last = cut[-1]
            following = token(shown_sort, self._plain(last, by), self.identity(last))
        return Page(
            rows=tuple(cut),
            total=Tally(match=len(rows)),
            next=following,
            notes=tuple(wanted.notes),
        )

    def each(self, view: View, filter_: Filter, *, sort: str = "") -> Iterator[R]:
        """All rows."""
        by, descends = self.order(sort)
        yield from self._ordered(self._rows(view, filter_)[0], by, descends)

    def facets(
        self, view: View, filter_: Filter, by: Sequence[str] = ()
    ) -> dict[str, tuple[Facet, ...]]:
        """How many of the rows have which value."""
        rows, _ = self._rows(view, filter_)
        found = {}
        for name in by or self.facets_by:
            self.check_facet(name)
            counted = Counter(self.facet_values(row, name) for row in rows)
            facets = (Facet(value=v, label=label, n=n) for (v, label), n in counted.items())
            found[name] = tuple(sorted(facets, key=lambda f: (-f.n, f.value)))
        return found

    def notes(self, view: View, filter_: Filter) -> tuple[str, ...]:
        """What names in the filter were taken for, in words."""
        return tuple(clauses.claims(view, filter_)[1].notes)

    # --- order ----------------------------------------------------------------------------

    def order(self, sort: str) -> tuple[str, bool]:
        """Read an order; the first, by number, descends if nothing is said."""
        return (self.sorts[0], True) if not sort else super().order(sort)

    def _plain(self, row: R, by: str) -> Any:
        value = self.sort_value(row, by)
        return value if value is None or isinstance(value, str | int | float) else str(value)

    def _ordered(self, rows: list[R], by: str, descends: bool) -> list[R]:
        rows = sorted(rows, key=self.identity)
        told = [row for row in rows if self.sort_value(row, by) is not None]
        told.sort(key=lambda row: self.sort_value(row, by), reverse=descends)
        return told + [row for row in rows if self.sort_value(row, by) is None]

    def _beyond(self, rows: list[R], by: str, descends: bool, value: Any, id_: str) -> int:
        """Where the page goes on, when the row that it went on from is gone."""
        for place, row in enumerate(rows):
            here = self._plain(row, by)
            if here is None or value is None:
                passed = here is None and (value is not None or self.identity(row) > id_)
            elif here == value:
                passed = self.identity(row) > id_
            else:
                passed = here < value if descends else here > value
            if passed:
                return place
        return len(rows)


def most(counted: Mapping[str, int]) -> str:
    """The value that is counted most; of equals the first by letter; "" of none.

    >>> most(Counter({"b": 2, "a": 2, "c": 1})), most(Counter())
    ('a', '')
    """
    told = [value for value, n in counted.items() if n]
    return min(told, key=lambda value: (-counted[value], value), default="")
