"""All matching incidents as columns of plain values: what a map and a timeline draw.

In:   a view, a filter
Out:  `Columns`: lists of one length, in the order of ids

Method: one query over the filter columns of the table; bodies are not read, so that 45,000
incidents take a tenth of a second.
Known faults: none known.
"""

import datetime as dt
from typing import Any

from sayso.base.nouns import Noun
from sayso.record.queries.filters import Filter
from sayso.record.queries.incidents import INCIDENTS
from sayso.record.queries.narrow import as_stored
from sayso.record.queries.pages import Tally
from sayso.record.view import View

_EPOCH = dt.date(1970, 1, 1).toordinal()
_READ = (
    "id", "type", "status", "disputed", "day_from", "day_to", "lon", "lat", "geo_precision",
    "killed_best", "tellers", "country",
)  # fmt: skip


class Columns(Noun, kw_only=True, frozen=True):
    """Incidents as columns; days count from 1970-01-01; codes are places in their lists."""

    total: Tally
    types: tuple[str, ...]
    precisions: tuple[str, ...]
    statuses: tuple[str, ...]
    countries: tuple[str, ...]
    ids: list[str]
    day_from: list[int | None]
    day_to: list[int | None]
    type: list[int]
    status: list[int]
    disputed: list[int]
    lon: list[float | None]
    lat: list[float | None]
    precision: list[int]
    killed: list[int | None]
    tellers: list[int]
    country: list[int]


def incident_columns(view: View, filter_: Filter) -> Columns:
    """Columns of all incidents that match.

    Raises:
        ConfigError: a filter that incidents do not take.
    """
    table = INCIDENTS.table
    asked, _ = INCIDENTS.where(view, filter_)
    no_day, no_place = INCIDENTS.open_ends(view)
    query = asked.select(*(table.c[name] for name in _READ), no_day, no_place)
    rows = sorted(as_stored(view, query))
    columns: list[Any] = list(zip(*rows, strict=True)) if rows else [()] * (len(_READ) + 2)
    ids, types, statuses, disputed, day_from, day_to, lon, lat, precisions = columns[:9]
    killed, tellers, countries = columns[9:-2]
    type_names, type_codes = _coded(types)
    status_names, status_codes = _coded(statuses)
    precision_names, precision_codes = _coded(precisions)
    country_names, country_codes = _coded(countries)
    numbers = _Numbers()
    is_whole = asked.day is None and asked.place is None  # else others count beside the rows
    counted = Tally(match=len(rows), no_day=sum(columns[-2]), no_place=sum(columns[-1]))
    return Columns(
        total=counted if is_whole else INCIDENTS.count(view, filter_, asked),
        types=type_names,
        precisions=precision_names,
        statuses=status_names,
        countries=country_names,
        ids=list(ids),
        day_from=list(map(numbers.__getitem__, day_from)),
        day_to=list(map(numbers.__getitem__, day_to)),
        type=type_codes,
        status=status_codes,
        disputed=list(map(int, disputed)),
        lon=list(lon),
        lat=list(lat),
        precision=precision_codes,
        killed=list(killed),
        tellers=list(tellers),
        country=country_codes,
    )


class _Numbers(dict[Any, int | None]):
    """Days, as either database stores them, to days since 1970-01-01; each is reckoned once."""

    def __missing__(self, stored: str | dt.date | None) -> int | None:
        day = dt.date.fromisoformat(stored) if isinstance(stored, str) else stored
        self[stored] = number = None if day is None else day.toordinal() - _EPOCH
        return number


def _coded(values: tuple[str, ...]) -> tuple[tuple[str, ...], list[int]]:
    """The values that there are, and of each its place among them; -1 for undecided."""
    names = tuple(sorted(set(values) - {""}))
    code = {name: at for at, name in enumerate(names)} | {"": -1}
    return names, list(map(code.__getitem__, values))
