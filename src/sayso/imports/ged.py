"""A row of UCDP's Georeferenced Event Dataset.

In:   cells by UCDP's column names
Out:  `Told`, or `Unfit`

Method: `low` and `high` are the bounds of the dead, `best` stands between them. Who says so is
`source_original`; behind it stands the publication (`source_office`) where there is one alone.
Known faults: the sides' own dead (deaths_a and the like) have no place in a claim; they stand in
the text. Points of a line, a country or the sea (where_prec 5 to 7) are left out.
"""

import datetime as dt

from sayso.base.nouns import Precision
from sayso.imports import cells
from sayso.imports.mapping import mapping
from sayso.imports.told import Named, Told, Unfit

# where_prec -> `Where.precision`: exact; within 25 km; district; province; along a line; country;
# at sea or in the air.
_WHERE = {
    "1": "place", "2": "admin2", "3": "admin2", "4": "admin1", "5": "region", "6": "country",
    "7": "region",
}  # fmt: skip
_POINTS = ("place", "admin2", "admin1")
# date_prec: a day; two to six days; a week; a month; more. Both ends of a day stand in the row.
_DAYS: dict[str, Precision] = {"1": "day", "2": "span", "3": "week", "4": "month", "5": "span"}


def read(row: dict[str, str]) -> Told | Unfit:
    """What a row tells.

    Raises:
        BadCell: a day or a number cannot be read.
    """
    event = _code(row["id"])
    if not event:
        return Unfit("no_event_id")
    kind = _code(row["type_of_violence"])
    if not kind:
        return Unfit("type_undecided", f"{event}: the row has no type_of_violence")
    fit = mapping().ged.get(kind)
    if fit is None:
        return Unfit("type_unknown", f"{event}: type_of_violence {kind!r}")
    first = cells.day(row["date_start"], "date_start")
    last = cells.day(row["date_end"], "date_end")
    low, best, high = (cells.whole(row[name], name) for name in ("low", "best", "high"))
    if last < first:
        return Unfit("days_reversed", f"{event}: {first} to {last}")
    left_open: list[str] = []
    if low is not None and high is not None and low > high:
        low = best = high = None
        left_open.append("bounds_reversed")
    code = _code(row["where_prec"])
    precision = _WHERE.get(code, "")
    left_open += ["precision_unknown"] if code and not precision else []
    lat, lon = cells.point(row["latitude"], row["longitude"])
    if precision not in _POINTS:
        lat = lon = None
    days = _DAYS.get(_code(row["date_prec"]))
    if days == "day" and first != last:
        days = "span"
    words = cells.text(row["country"])
    dead = bool(high or low)
    return Told(
        table="ged",
        event=event,
        kind_words=fit.words,
        type=fit.type,
        mode=fit.mode,
        actor=_who(row, fit.actor),
        recipient=_who(row, fit.recipient),
        day_words=_day_words(first, last),
        day_from=first,
        day_to=last,
        day_precision=days or ("day" if first == last else "span"),
        place=cells.text(row["where_coordinates"]),
        lat=lat,
        lon=lon,
        precision=precision,
        admin1=cells.text(row.get("adm_1")),
        country=cells.country(words),
        country_words=words,
        low=low if dead else None,
        high=high if dead else None,
        best=best if dead else None,
        voices=_voices(row),
        published=_published(row),
        notes=cells.text(row.get("source_headline")) or cells.text(row.get("source_article")),
        cells=tuple(_cells(row)),
        left_open=tuple(left_open),
    )


def _code(cell: str | None) -> str:
    return cells.text(cell).removesuffix(".0")


def _who(row: dict[str, str], columns: tuple[str, ...]) -> tuple[Named, ...]:
    found = ((cells.text(row[column]), _code(row.get(f"{column}_new_id"))) for column in columns)
    return tuple(Named(text=name, own=f"UCDP {own}" if own else "") for name, own in found if name)


def _voices(row: dict[str, str]) -> tuple[str, ...]:
    """The speakers as printed; then the publication, where it is one and no speaker itself."""
    said, offices = cells.text(row["source_original"]), cells.several(row.get("source_office"))
    office = offices[0] if len(offices) == 1 else ""
    return tuple(dict.fromkeys(voice for voice in (said, office) if voice))


def _published(row: dict[str, str]) -> dt.date | None:
    days = cells.several(row.get("source_date"))
    return cells.maybe_day(days[0]) if len(days) == 1 else None


def _day_words(first: dt.date, last: dt.date) -> str:
    return str(first) if first == last else f"{first} to {last}"


def _cells(row: dict[str, str]) -> list[tuple[str, str]]:
    kept = ("conflict_name", "where_description")
    shown = [(name, cells.text(row.get(name))) for name in kept]
    sides = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
    shown += [(name, _code(row.get(name))) for name in sides]
    return [(name, value) for name, value in shown if value not in ("", "0")]
