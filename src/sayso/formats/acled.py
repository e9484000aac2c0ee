"""ACLED: one line for each event, 31 columns.

In:   incidents that took place
Out:  a CSV file with ACLED's columns and names of events

Method: `acled.csv` says which event and sub-event a type and mode is, for sides that carry arms,
for civilians who are attacked, or for any; why is in the table. Codes of actors are written where
their kind is known; forces of a state count as state forces in its own country and as external ones
in another. What ACLED does not code is left out, counted.
Known faults: militias have no code, since political and identity militias are not told apart.
"""

import csv
import functools
from importlib.resources import files
from pathlib import Path

import msgspec

from sayso.base.joined import Estimate
from sayso.formats.events import Counting, Event, events, speaker
from sayso.formats.events_cameo import told_as
from sayso.formats.events_parties import Party, Sides, sides_of
from sayso.formats.events_states import state
from sayso.formats.source import Source
from sayso.formats.written import Written
from sayso.tables import Cell, csv_cell

COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type",
    "sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2",
    "interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2", "admin3",
    "location", "latitude", "longitude", "geo_precision", "source", "source_scale", "notes",
    "fatalities", "tags", "timestamp",
)  # fmt: skip

BATTLES, REMOTE, CIVILIANS = "Battles", "Explosions/Remote violence", "Violence against civilians"
PROTESTS, RIOTS, STRATEGIC = "Protests", "Riots", "Strategic developments"
# A riot is of the first or the second kind, by its sub-event, which is not told.
DISORDER = {
    BATTLES: "Political violence",
    REMOTE: "Political violence",
    CIVILIANS: "Political violence",
    PROTESTS: "Demonstrations",
    STRATEGIC: "Strategic developments",
}
STATE, REBELS, RIOTERS, PROTESTERS, CIVIL, EXTERNAL = 1, 2, 5, 6, 7, 8
SOLE = 0
# The place; in a district or near a town; a province or a part of a country.
GEO_PRECISION = {"place": 1, "admin2": 2, "admin1": 3, "region": 3}
_TIME_PRECISION = ((1, 1), (7, 2), (31, 3))

TOO_LONG = "its days are more than a month"
NO_TYPE = "ACLED has no event for {}"
TYPE_OPEN = "event_type: {} may be one or another"


class Named(msgspec.Struct, frozen=True):
    """An event and sub-event of ACLED; "" where it is not sure."""

    event: str = ""
    sub_event: str = ""


def write(source: Source, target: Path) -> Written:
    """Write the file.

    Args:
        source: what is exported; `rule` and `days` are its choices.
        target: file to make.
    """
    written = Written()
    written.rows["events"] = 0
    counting = Counting(source)
    with target.open("w", encoding="utf-8", newline="") as out:
        lines = csv.writer(out, lineterminator="\n")
        lines.writerow(COLUMNS)
        for event in events(source, written):
            type_, mode = event.incident.type, event.incident.mode
            if not any(key[:2] == (type_, mode) for key in table()):
                written.left_out[NO_TYPE.format(told_as(type_, mode))] += 1
                continue
            if time_precision(event.days) is None:
                written.left_out[TOO_LONG] += 1
                continue
            sides = sides_of(event.case, written)
            named = named_as(type_, mode, sides)
            if not named.event:
                written.lost[TYPE_OPEN.format(told_as(type_, mode))] += 1
            row = _row(event, sides, named, counting.of(event.case))
            lines.writerow([csv_cell(row.get(name)) for name in COLUMNS])
            written.rows["events"] += 1
    return written


@functools.cache
def table() -> dict[tuple[str, str, str], Named]:
    """Type, mode and sides ("armed", "civil", "any") to events, read once a process."""
    text = (files("sayso.formats") / "acled.csv").read_text("utf-8")
    return {
        (row["type"], row["mode"], row["sides"]): Named(row["event_type"], row["sub_event_type"])
        for row in csv.DictReader(text.splitlines())
    }


def named_as(type_: str, mode: str, sides: Sides) -> Named:
    """ACLED's event and sub-event."""
    first, second = sides.first, sides.second
    kind = "any"
    if first is not None and second is not None and (first.is_armed or first.is_state):
        if second.is_civil:
            kind = "civil"
        elif first.is_armed and second.is_armed:
            kind = "armed"
    found = table().get((type_, mode, kind)) or table().get((type_, mode, "any"))
    return found or Named()


def _row(event: Event, sides: Sides, named: Named, counts: dict[str, Estimate]) -> dict[str, Cell]:
    incident = event.incident
    country = state(event.country)
    killed = counts.get("killed")
    first = _inter(sides.first, event.country, named)
    second = _inter(sides.second, event.country, None)
    row: dict[str, Cell] = {
        "event_id_cnty": incident.id,
        "event_date": event.first,
        "year": event.first.year,
        "time_precision": time_precision(event.days) if event.told else None,
        "disorder_type": DISORDER.get(named.event),
        "event_type": named.event or None,
        "sub_event_type": named.sub_event or None,
        "actor1": sides.first.name if sides.first else None,
        "assoc_actor_1": _names(sides.with_first),
        "inter1": first,
        "actor2": sides.second.name if sides.second else None,
        "assoc_actor_2": _names(sides.with_second),
        "inter2": second,
        "interaction": _interaction(sides, first, second, named),
        "civilian_targeting": _targeting(sides, named),
        "iso": country.iso_number,
        "region": country.acled_region or None,
        "country": country.acled_name or event.country or None,
        "geo_precision": GEO_PRECISION.get(event.precision),
        "source": "; ".join(dict.fromkeys(_clean(f.outlet) for f in event.reports if f.outlet)),
        "notes": _notes(event),
        "fatalities": killed.best if killed else None,
        "tags": _crowd(counts.get("protesters")),
    }
    if event.on_map:
        row |= {
            "admin1": incident.admin1 or None,
            "location": incident.place or None,
            "latitude": incident.lat,
            "longitude": incident.lon,
        }
    return row


def _inter(party: Party | None, country: str, named: Named | None) -> int | None:
    """Code of an actor; None where its kind is not known."""
    if named is not None and named.event in (PROTESTS, RIOTS):
        return PROTESTERS if named.event == PROTESTS else RIOTERS
    if party is None:
        return None
    if party.is_state:
        return None if not country else STATE if party.country == country else EXTERNAL
    if party.sector == "REB":
        return REBELS
    return CIVIL if party.is_civil else None


def _interaction(sides: Sides, first: int | None, second: int | None, named: Named) -> str | None:
    """Both codes, the smaller first; None where one is not known."""
    if first is None:
        return None
    if second is None:
        alone = sides.second is None and named.event in (PROTESTS, RIOTS, STRATEGIC)
        return f"{first}{SOLE}" if alone else None
    return "".join(str(code) for code in sorted((first, second)))


def _targeting(sides: Sides, named: Named) -> str | None:
    of_violence = DISORDER.get(named.event) == DISORDER[BATTLES]
    hit = sides.second is not None and sides.second.is_civil
    return "Civilian targeting" if of_violence and hit else None


def _names(parties: tuple[Party, ...]) -> str | None:
    return "; ".join(_clean(one.name) for one in parties) or None


def _notes(event: Event) -> str:
    """The sentences that tell it, each with its report and its speaker."""
    parts = []
    for claims in event.sentences():
        facts = event.facts(claims[0])
        day = facts.published.isoformat() if facts.published else ""
        head = ", ".join(part for part in (facts.outlet, day) if part)
        words = f"{head}: {claims[0].evidence.text}" if head else claims[0].evidence.text
        says = {
            f"{'denied by' if claim.status == 'negated' else 'according to'} {speaker(claim)}": 0
            for claim in claims
            if claim.source
        }
        parts.append(" ".join(f"{words} {'[' + '; '.join(says) + ']' if says else ''}".split()))
    return " | ".join(parts)


def _crowd(people: Estimate | None) -> str | None:
    if people is None or (people.low is None and people.high is None):
        return None
    if people.low is None or people.high is None:
        words = f"at least {people.low}" if people.high is None else f"at most {people.high}"
    else:
        words = str(people.low) if people.low == people.high else f"{people.low}-{people.high}"
    return f"crowd size={words}"


def _clean(text: str) -> str:
    """Text that is one of a list parted by ";"."""
    return " ".join(text.replace(";", ",").split())


def time_precision(days: int) -> int | None:
    """ACLED's precision of a date from how many days it may be; None for more than a month."""
    return next((code for most, code in _TIME_PRECISION if days <= most), None)
