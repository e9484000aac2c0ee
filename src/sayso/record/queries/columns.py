"""All matching incidents as columns of plain values: what a map and a timeline draw.

In:   a view, a filter
Out:  `Columns`: lists of one length, in the order of ids

Method: one query over the filter columns of the table; bodies are not read, so that 20,000
incidents take a tenth of a second.
Known faults: none known.
"""

import datetime as dt
from collections.abc import Callable
from operator import itemgetter
from typing import Any

from sayso.base.nouns import Noun
from sayso.record.queries.filters import Filter
from sayso.record.queries.incidents import INCIDENTS
from sayso.record.queries.pages import Tally
from sayso.record.view import View

_EPOCH = dt.date(1970, 1, 1).toordinal()
_READ = (
    "id", "type", "status", "disputed", "day_from", "day_to", "lon", "lat", "geo_precision",
    "killed_best", "tellers",
)  # fmt: skip


class Columns(Noun, kw_only=True, frozen=True):
    """Incidents as columns; days count from 1970-01-01; codes are places in their lists."""

    total: Tally
    types: tuple[str, ...]
    precisions: tuple[str, ...]
    statuses: tuple[str, ...]
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


def incident_columns(view: View, filter_: Filter) -> Columns:
    """Columns of all incidents that match.

    Raises:
        ConfigError: a filter that incidents do not take.
    """
    table = INCIDENTS.table
    asked, _ = INCIDENTS.where(view, filter_)
    query = asked.select(*(table.c[name] for name in _READ))
    rows = sorted(view.conn.execute(query).all(), key=itemgetter(0))
    columns: list[Any] = list(zip(*rows, strict=True)) if rows else [()] * len(_READ)
    ids, types, statuses, disputed, day_from, day_to, lon, lat, precisions, killed, tellers = (
        columns
    )
    type_names, type_codes = _coded(types)
    status_names, status_codes = _coded(statuses)
    precision_names, precision_codes = _coded(precisions)
    return Columns(
        total=INCIDENTS.count(view, filter_, asked),
        types=type_names,
        precisions=precision_names,
        statuses=status_names,
        ids=list(ids),
        day_from=_each(day_from, _days),
        day_to=_each(day_to, _days),
        type=type_codes,
        status=status_codes,
        disputed=_each(disputed, int),
        lon=list(lon),
        lat=list(lat),
        precision=precision_codes,
        killed=list(killed),
        tellers=list(tellers),
    )


def _each(values: tuple[Any, ...], change: Callable[[Any], int]) -> list[Any]:
    return [None if value is None else change(value) for value in values]


def _days(day: dt.date) -> int:
    return day.toordinal() - _EPOCH


def _coded(values: tuple[str, ...]) -> tuple[tuple[str, ...], list[int]]:
    """The values that there are, and of each its place among them; -1 for undecided."""
    names = tuple(sorted({value for value in values if value}))
    code = {name: at for at, name in enumerate(names)} | {"": -1}
    return names, [code[value] for value in values]
