"""Happenings of a table.

In:   rows with what they tell
Out:  `Happening`s; rows that tell none are counted by their reason

Known faults: none known.
"""

from collections import Counter
from collections.abc import Iterable

from sayso.compare.happening import Happening, side
from sayso.imports import names
from sayso.imports.mapping import mapping
from sayso.imports.read import Item
from sayso.imports.told import Table, Told
from sayso.record.queries import Filter


def listed(items: Iterable[Item]) -> tuple[list[Happening], Counter[str]]:
    """Read a table's happenings, and count what is left out."""
    found: list[Happening] = []
    left_out: Counter[str] = Counter()
    for _, told in items:
        if isinstance(told, Told):
            found.append(happening(told))
        else:
            left_out[told.reason] += 1
    return found, left_out


def happening(told: Told) -> Happening:
    """The happening of a row."""
    who = (*told.actor, *told.recipient)
    sides = set()
    for one in who:
        known = names.known(one.text, told.country, told.day_from)
        sides.add(side(known.id if known else "", one.text))
    return Happening(
        id=told.event,
        type=told.type,
        mode=told.mode,
        day_from=told.day_from,
        day_to=told.day_to,
        place=told.place or told.country_words,
        country=told.country,
        lat=told.lat,
        lon=told.lon,
        precision=told.precision,
        sides=frozenset(sides - {""}),
        names=tuple(one.text for one in who),
        low=told.low,
        best=told.best,
        high=told.high,
    )


def types_of(table: Table) -> frozenset[str] | None:
    """Types that a table can tell of, None for all. What it never lists is not extra.

    >>> sorted(types_of("ged"))
    ['ASSAULT']
    """
    if table == "polecat":
        return None
    fits = getattr(mapping(), table).values()
    return frozenset(fit.type for fit in fits) - {""}


def within(happenings: Iterable[Happening], asked: Filter) -> tuple[list[Happening], int]:
    """Those that lie within the days, countries and types of a filter; how many do not.

    As in looking, what may lie between the days is within.
    """
    found: list[Happening] = []
    beyond = 0
    for one in happenings:
        early = asked.from_day and one.day_to and one.day_to < asked.from_day
        late = asked.to_day and one.day_from and one.day_from > asked.to_day
        elsewhere = asked.country and one.country not in asked.country
        if early or late or elsewhere or (asked.type and one.type not in asked.type):
            beyond += 1
        else:
            found.append(one)
    return found, beyond
