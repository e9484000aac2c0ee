"""POLECAT: a file for each week with a line for each event, 40 columns parted by tabs.

In:   incidents that took place
Out:  a folder of `ngecEvents.DV.YEAR-Wnn.txt`, by ISO weeks (Monday to Sunday)

Method: the columns of POLECAT's weekly files, with "None" for what is missing and "; " between
several actors. A point is given only where the place itself is known, since no column tells how
near it is.
Known faults: sayso codes no contexts but the two that a mode brings with it.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from sayso.formats.events import WHO_SAYS, Event, events
from sayso.formats.events_cameo import told_as
from sayso.formats.events_parties import Party, Sides, parties
from sayso.formats.events_tsv import line, one_day, one_of_list
from sayso.formats.plover_names import Named, named
from sayso.formats.source import Source
from sayso.formats.written import Written
from sayso.tables import Cell

COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    "Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors",
    "Actor Title", "Actor Name Raw", "Wikipedia Actor ID", "Recipient Name", "Recipient Country",
    "Recipient COW", "Primary Recipient Sector", "Recipient Sectors", "Recipient Title",
    "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City", "District", "Province",
    "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type", "Source",
    "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language",
    "Version",
)  # fmt: skip
QUADS = {
    1: "VERBAL COOPERATION",
    2: "MATERIAL COOPERATION",
    3: "VERBAL CONFLICT",
    4: "MATERIAL CONFLICT",
}
CONTEXTS = {("COERCE", "misinformation"): "misinformation", ("COERCE", "cyber"): "cyber"}
MISSING = "None"

NO_TYPE = "POLECAT has no type for {}"
NO_MODE = "the mode {}, which POLECAT has not"
ROUGH = "the point: the place itself is not known"


def write(source: Source, target: Path) -> Written:
    """Write the files.

    Args:
        source: what is exported; `days` is its choice.
        target: an empty folder.
    """
    written = Written()
    written.rows["events"] = 0
    weeks: dict[str, list[tuple[dt.date, str, str]]] = defaultdict(list)
    for event in events(source, written):
        type_, mode = event.incident.type, event.incident.mode
        names = named(type_, mode, "polecat", Sides(None, None))
        if names is None:
            written.left_out[NO_TYPE.format(told_as(type_, mode))] += 1
            continue
        day = one_day(event, written)
        if day is None:
            continue
        if names.lost:
            written.lost[NO_MODE.format(told_as(type_, mode))] += 1
        text = line(_row(event, day, names, written), missing=MISSING)
        weeks[file_of(day)].append((day, event.incident.id, text))
        written.rows["events"] += 1
    for name, rows in sorted(weeks.items()):
        with (target / name).open("w", encoding="utf-8", newline="") as out:
            out.write("\t".join(COLUMNS) + "\n")
            out.writelines(text for _, _, text in sorted(rows))
    written.rows["files"] = len(weeks)
    return written


def file_of(day: dt.date) -> str:
    """The name of a week's file.

    >>> file_of(dt.date(2031, 3, 2)), file_of(dt.date(2027, 1, 1))
    ('ngecEvents.DV.2031-W09.txt', 'ngecEvents.DV.2026-W53.txt')
    """
    year, week, _ = day.isocalendar()
    return f"ngecEvents.DV.{year}-W{week:02d}.txt"


def _row(event: Event, day: dt.date, names: Named, written: Written) -> list[Cell]:
    incident = event.incident
    facts = event.reports[0] if event.reports else None
    if incident.tellers:
        written.lost[WHO_SAYS] += 1
    article = f"{day:%Y%m%d}-{event.number}-{incident.id}"
    return [
        "_".join((article, names.type, names.mode or MISSING)),
        day,
        names.type,
        names.mode,
        names.scale,
        QUADS[names.quad] if names.quad else None,
        CONTEXTS.get((names.type, names.mode)),
        *_side(parties(event.case, "actor")),
        *_side(parties(event.case, "recipient")),
        *_place(event, written),
        facts.outlet if facts else None,
        facts.published if facts else None,
        None,
        None,
        None,
        facts.language if facts else None,
        next((claim.made_by for claim in event.claims()), None),
    ]


def _side(of: tuple[Party, ...]) -> list[Cell]:
    """Name, country, COW, main sector, sectors, title, words, Wikipedia of one role."""
    return [
        _each(one.name for one in of),
        _each(one.country for one in of),
        None,
        _each(one.sector for one in of),
        _each("|".join(one.sectors) for one in of),
        None,
        _each(one.words[0] if one.words else "" for one in of),
        None,
    ]


def _each(values: Iterable[str]) -> str | None:
    """Values in step with each other, None where there is none at all."""
    parts = [one_of_list(value) for value in values]
    return "; ".join(part or MISSING for part in parts) if any(parts) else None


def _place(event: Event, written: Written) -> list[Cell]:
    """Placename, city, district, province, country, point, id, words, feature."""
    incident = event.incident
    if not event.on_map or not event.precision:
        return [None] * 10
    exact = event.precision == "place"
    known = incident.lat is not None and incident.lon is not None
    if known and not exact:
        written.lost[ROUGH] += 1
    told = [one.value for one in incident.values.get("place", ()) if not one.denied]
    return [
        incident.place,
        incident.place if exact else None,
        None,
        incident.admin1,
        incident.country,
        incident.lat if exact and known else None,
        incident.lon if exact and known else None,
        incident.geonameid if event.precision != "admin2" else None,
        told[0] if told else None,
        None,
    ]
