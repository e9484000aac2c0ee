"""A row of ACLED's export.

In:   cells by ACLED's column names
Out:  `Told`, or `Unfit`

Method: the mapping (`mapping.toml`) goes by `sub_event_type`. `fatalities` of 0 tells nothing:
ACLED writes it where none are reported. The days of a row that is known to the week are the week
around its date either way, since which day of the week ACLED took is not told; of a month the
whole month. Associated actors are kept in the text, and take no role.
Known faults: estimates such as 10 for "several" stand in ACLED as any other number.
"""

import calendar
import datetime as dt

from sayso.base.nouns import Precision
from sayso.imports import cells
from sayso.imports.mapping import mapping
from sayso.imports.told import Named, Told, Unfit

# geo_precision of the codebook -> `Where.precision`: the town; a part of a region, with a town
# that stands for it; a region.
_WHERE = {"1": "place", "2": "admin2", "3": "admin1"}
_WEEK = dt.timedelta(days=6)


def read(row: dict[str, str]) -> Told | Unfit:
    """What a row tells.

    Raises:
        BadCell: a day or a number cannot be read.
    """
    event = cells.text(row["event_id_cnty"])
    kind = cells.text(row["sub_event_type"]) or cells.text(row["event_type"])
    if not event:
        return Unfit("no_event_id", kind)
    if not kind:
        return Unfit("type_undecided", f"{event}: the row has no type")
    fit = mapping().acled.get(kind)
    if fit is None:
        return Unfit("type_unknown", f"{event}: {kind!r}")
    if not fit.type:
        return Unfit("type_undecided", f"{event}: {kind}: {fit.why}")
    first, last, precision = _days(row)
    lat, lon = cells.point(row["latitude"], row["longitude"])
    dead = cells.whole(row["fatalities"], "fatalities") or None
    code = cells.text(row["geo_precision"]).removesuffix(".0")
    words = cells.text(row["country"])
    day_words = cells.text(row["event_date"])
    kept = ("event_type", "civilian_targeting", "assoc_actor_1", "assoc_actor_2", "source_scale")
    return Told(
        table="acled",
        event=event,
        kind_words=kind,
        type=fit.type,
        mode=fit.mode,
        actor=_who(row, fit.actor),
        recipient=_who(row, fit.recipient),
        others=_others(row, (*fit.actor, *fit.recipient)),
        day_words=day_words,
        day_from=first,
        day_to=last,
        day_precision=precision,
        place=cells.text(row["location"]),
        lat=lat,
        lon=lon,
        precision=_WHERE.get(code, ""),
        admin1=cells.text(row.get("admin1")),
        country=cells.country(words),
        country_words=words,
        low=dead,
        high=dead,
        best=dead,
        voices=(cells.text(row["source"]),) if cells.text(row["source"]) else (),
        notes=cells.text(row["notes"]),
        left_open=("precision_unknown",) if code and code not in _WHERE else (),
        cells=tuple((name, cells.text(row[name])) for name in kept if cells.text(row.get(name))),
    )


def _who(row: dict[str, str], columns: tuple[str, ...]) -> tuple[Named, ...]:
    found = (
        (cells.text(row[column]), cells.text(row.get(f"inter{column[-1]}"))) for column in columns
    )
    return tuple(
        Named(text=name, own=f"inter {inter.removesuffix('.0')}" if inter else "")
        for name, inter in found
        if name
    )


def _others(row: dict[str, str], taken: tuple[str, ...]) -> tuple[Named, ...]:
    return _who(row, tuple(column for column in ("actor1", "actor2") if column not in taken))


def _days(row: dict[str, str]) -> tuple[dt.date, dt.date, Precision | None]:
    day = cells.day(row["event_date"], "event_date")
    match cells.text(row["time_precision"]).removesuffix(".0"):
        case "1":
            return day, day, "day"
        case "2":
            return day - _WEEK, day + _WEEK, "week"
        case "3":
            last = calendar.monthrange(day.year, day.month)[1]
            return day.replace(day=1), day.replace(day=last), "month"
        case code:
            raise cells.BadCell("no_day", f"time_precision: {code!r} is not 1, 2 or 3")
