"""UCDP's Georeferenced Event Dataset: one line for each event with deaths, 49 columns.

In:   incidents that took place
Out:  a CSV file with the columns and codes of GED 22.1 and later

Method: best, low and high are those of the record's rule, or of the one that is set. Codes that
UCDP gives out (conflicts, dyads) stay empty but for actors that the roster has from UCDP's own
list. The type of violence is written only where both sides are known to be what it asks for.
Known faults: deaths are not divided among the sides, since reports do not say whose they all are.
"""

import csv
import datetime as dt
import math
from collections.abc import Iterable, Iterator
from pathlib import Path

from sayso.base.joined import Estimate
from sayso.formats.events import Counting, Event, events
from sayso.formats.events_parties import WITH, Party, Sides, sides_of
from sayso.formats.events_states import state
from sayso.formats.source import Source
from sayso.formats.written import Written
from sayso.record.release.units import ReportFacts
from sayso.tables import Cell, csv_cell

COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id",
    "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name",
    "side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b",
    "number_of_sources", "source_article", "source_office", "source_date", "source_headline",
    "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region",
    "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b",
    "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
)  # fmt: skip

STATE_BASED, NON_STATE, ONE_SIDED = 1, 2, 3

# Exact place; somewhere in a district; province; part of a country; country. A point "near" a town
# is told as a district, and GED's 2 (within 25 km) is not told apart from its 3.
WHERE_PREC = {"place": 1, "admin2": 3, "admin1": 4, "region": 5, "country": 6}
# GED's codebook: the longest span of each date_prec, in days. None is for a year and more.
_DATE_PREC = ((1, 1), (6, 2), (7, 3), (31, 4), (366, 5))

# Deeds that are aimed at those whom they hit. A bomb or a shell that kills civilians may have been
# meant for others, and a deed without a mode may be a battle in which they stood.
AIMED = frozenset(
    {"abduct", "beat", "firearms", "primitive", "sexual", "suicide-attack", "targeted", "torture"}
)

NO_DEATHS = "no deaths are told"
TOO_LONG = "its days are more than a year"
TYPE_OPEN = "type_of_violence: the sides, or who was meant, are not sure"
_UCDP_ACTORS = "ucdp221:"  # rows of the roster that come from UCDP's list of actors


def write(source: Source, target: Path) -> Written:
    """Write the file.

    Args:
        source: what is exported; `rule`, `deaths` and `days` are its choices.
        target: file to make.
    """
    written = Written()
    written.rows["events"] = 0
    counting = Counting(source)
    with target.open("w", encoding="utf-8", newline="") as out:
        lines = csv.writer(out, lineterminator="\n")
        lines.writerow(COLUMNS)
        for event in events(source, written):
            killed = counting.of(event.case).get("killed")
            if source.chosen.get("deaths") != "any" and not _some(killed):
                written.left_out[NO_DEATHS] += 1
                continue
            if date_prec(event.days) is None:
                written.left_out[TOO_LONG] += 1
                continue
            row = _row(event, killed, written)
            lines.writerow([csv_cell(row.get(name)) for name in COLUMNS])
            written.rows["events"] += 1
    return written


def _some(killed: Estimate | None) -> bool:
    return killed is not None and any((killed.best, killed.low, killed.high))


def _row(event: Event, killed: Estimate | None, written: Written) -> dict[str, Cell]:
    incident = event.incident
    country = state(event.country)
    row: dict[str, Cell] = {
        "id": event.number,
        "relid": incident.id,
        "year": event.first.year,
        "where_prec": WHERE_PREC.get(event.precision),
        "date_prec": date_prec(event.days) if event.told else None,
        "date_start": _moment(event.first),
        "date_end": _moment(event.last),
        "country": country.ucdp_name or event.country or None,
        "country_id": country.gwno,
        "region": country.ucdp_region or None,
        **_violence(sides_of(event.case, written), incident.mode, written),
        **_sources(event),
    }
    if event.on_map:
        told = [one.value for one in incident.values.get("place", ()) if not one.denied]
        row |= {
            "where_coordinates": incident.place or None,
            "where_description": "; ".join(told) or None,
            "adm_1": incident.admin1 or None,
        }
        if incident.lat is not None and incident.lon is not None:
            row |= {
                "latitude": incident.lat,
                "longitude": incident.lon,
                "geom_wkt": f"POINT ({incident.lon} {incident.lat})",
                "priogrid_gid": priogrid(incident.lat, incident.lon),
            }
    if killed is not None:
        row |= {"best": killed.best, "low": killed.low, "high": killed.high}
        row["deaths_unknown"] = killed.best
    return row


def _violence(sides: Sides, mode: str, written: Written) -> dict[str, Cell]:
    a, b = sides.first, sides.second
    type_ = type_of_violence(a, b, mode)
    if a is not None and b is not None:
        if type_ == STATE_BASED and not a.is_state:
            a, b = b, a
        elif type_ == NON_STATE and (b.name, b.key) < (a.name, a.key):
            a, b = b, a  # GED's dyads do not say who attacked
    if type_ is None:
        written.lost[TYPE_OPEN] += 1
    if sides.with_first or sides.with_second:
        written.lost[WITH] += 1
    names = [_side(a), "Civilians" if type_ == ONE_SIDED else _side(b)]
    return {
        "type_of_violence": type_,
        "side_a": names[0] or None,
        "side_b": names[1] or None,
        "dyad_name": " - ".join(names) if all(names) else None,
        "side_a_new_id": _ucdp_id(a),
        "side_b_new_id": _ucdp_id(b) if type_ != ONE_SIDED else None,
        "gwnoa": _gwno(a),
        "gwnob": _gwno(b) if type_ != ONE_SIDED else None,
    }


def type_of_violence(a: Party | None, b: Party | None, mode: str) -> int | None:
    """GED's type of violence, None where a side or the deed is not surely what it asks for."""
    if a is None or b is None or not (a.is_state or a.is_group):
        return None
    if b.is_civil:
        return ONE_SIDED if mode in AIMED else None
    if a.is_group and b.is_group:
        return NON_STATE
    if (a.is_state and b.is_group) or (a.is_group and b.is_state):
        return STATE_BASED
    if a.is_state and b.is_state and a.country != b.country:
        return STATE_BASED
    return None


def _side(party: Party | None) -> str:
    """A side's name; forces and bodies of a state are its government, as UCDP names them."""
    if party is None:
        return ""
    known = state(party.country)
    if party.is_state and known.ucdp_name:
        return f"Government of {known.ucdp_name}"
    return party.name


def _gwno(party: Party | None) -> int | None:
    return state(party.country).gwno if party is not None and party.is_state else None


def _ucdp_id(party: Party | None) -> int | None:
    for source in party.source.split() if party is not None else ():
        number = source.removeprefix(_UCDP_ACTORS)
        if source.startswith(_UCDP_ACTORS) and number.isdigit():
            return int(number)
    return None


def _sources(event: Event) -> dict[str, Cell]:
    reports = [f for f in event.reports if not _is_copy(f, event.reports)]
    offices = [_clean(f.outlet) for f in reports]
    dates = [f.published.isoformat() if f.published else "" for f in reports]
    heads = [_clean(f.title) for f in reports]
    articles = [
        f'"{",".join(part.replace(chr(34), chr(39)) for part in parts)}"'
        for parts in zip(offices, dates, heads, strict=True)
    ]
    return {
        "number_of_sources": len(reports),
        "source_article": ";".join(articles),
        "source_office": ";".join(offices) if any(offices) else None,
        "source_date": ";".join(dates) if any(dates) else None,
        "source_headline": ";".join(heads) if any(heads) else None,
        "source_original": ";".join(_originals(event)) or None,
    }


def _is_copy(facts: ReportFacts, reports: Iterable[ReportFacts]) -> bool:
    return facts.copy_kind == "copy" and any(facts.copy_of == other.id for other in reports)


def _originals(event: Event) -> Iterator[str]:
    """Whoever says so, but for outlets, which stand in source_office."""
    for teller in event.incident.tellers:
        if not teller.key.startswith(("outlet:", "report:")) and teller.name:
            yield _clean(teller.name)


def _clean(text: str) -> str:
    """Text that is one of a list parted by ";"."""
    return " ".join(text.replace(";", ",").split())


def _moment(day: dt.date) -> str:
    return f"{day.isoformat()} 00:00:00.000"


def date_prec(days: int) -> int | None:
    """GED's precision of a date from how many days it may be; None for more than a year."""
    return next((code for most, code in _DATE_PREC if days <= most), None)


def priogrid(lat: float, lon: float) -> int:
    """The cell of PRIO-GRID: half degrees, from 1 at the south-west, row by row.

    >>> priogrid(-90, -180), priogrid(33.31, 44.36), priogrid(90, 180)
    (1, 177569, 259200)
    """
    row = min(math.floor((lat + 90) * 2), 359)
    column = min(math.floor((lon + 180) * 2), 719)
    return row * 720 + column + 1
