"""A row of a weekly file of POLECAT.

In:   cells by POLECAT's column names
Out:  `Told`, or `Unfit`

Method: types and modes are PLOVER's; names of other editions go by the mapping. Country and sector
together are the code of an actor, as in PLOVER. A row whose day is that of its publication tells
no day of its own: POLECAT writes the publication's where the text has none, and the two cannot be
told apart, so the basis is "report_date".
Known faults: names, countries and sectors of several actors are in step only where there are as
many of each; else the code is left open.
"""

from sayso.imports import cells
from sayso.imports.mapping import plover
from sayso.imports.told import Named, Told, Unfit

# The finest column that is filled says how precise the point is.
_FINEST = (
    ("City", "place"),
    ("District", "admin2"),
    ("Province", "admin1"),
    ("Country", "country"),
)


def read(row: dict[str, str]) -> Told | Unfit:
    """What a row tells.

    Raises:
        BadCell: a day or a number cannot be read.
    """
    event, kind = cells.text(row["Event ID"]), cells.text(row["Event Type"])
    mode = cells.text(row["Event Mode"])
    if not event:
        return Unfit("no_event_id", kind)
    fit = plover(kind, mode)
    if fit is None:
        return Unfit("type_unknown", f"{event}: {kind!r}")
    if not fit.type:
        return Unfit("type_undecided", f"{event}: {kind}: {fit.why}")
    day = cells.day(row["Event Date"], "Event Date")
    published = cells.maybe_day(row["Publication Date"])
    place, precision = _place(row)
    lat, lon = cells.point(row["Latitude"], row["Longitude"])
    if precision in ("", "country"):
        lat = lon = None
    words = cells.text(row["Country"])
    kept = (
        "Contexts",
        "Intensity",
        "Event Intensity",
        "Quad Code",
        "Actor Title",
        "Recipient Title",
    )
    voice = cells.text(row["Source"])
    return Told(
        table="polecat",
        event=event,
        kind_words=f"{kind} {mode}".strip(),
        type=fit.type,
        mode=fit.mode,
        actor=_who(row, "Actor"),
        recipient=_who(row, "Recipient"),
        day_words=cells.text(row["Event Date"]),
        day_from=day,
        day_to=day,
        day_precision="day",
        day_basis="report_date" if day == published else "stated",
        place=place,
        lat=lat,
        lon=lon,
        precision=precision,
        geonameid=cells.whole(row.get("GeoNames ID"), "GeoNames ID") or None,
        admin1=cells.text(row.get("Province")),
        country=cells.country(words),
        country_words=words if place != words else "",
        voices=(voice,) if voice else (),
        published=published,
        notes=cells.text(row.get("Event Text")) or cells.text(row.get("Headline")),
        left_open=("mode_open",) if mode and not fit.mode else (),
        cells=tuple(
            (name, cells.text(row.get(name))) for name in kept if cells.text(row.get(name))
        ),
    )


def _place(row: dict[str, str]) -> tuple[str, str]:
    for column, precision in _FINEST:
        name = cells.text(row.get(column))
        if name:
            return name, precision
    return "", ""


def _who(row: dict[str, str], role: str) -> tuple[Named, ...]:
    names = cells.several(row[f"{role} Name"])
    states = cells.several(row.get(f"{role} Country"))
    sectors = cells.several(row.get(f"Primary {role} Sector"))
    if len(names) == len(states) == len(sectors):
        codes = [f"{state}{sector}" for state, sector in zip(states, sectors, strict=True)]
    else:
        codes = [""] * len(names)
    own = " ".join(part for part in (*states, *sectors) if part) if len(names) == 1 else ""
    return tuple(
        Named(text=name, code=code, own=own) for name, code in zip(names, codes, strict=True)
    )
