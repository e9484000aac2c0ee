"""PLOVER records: one JSON object on a line for each event, with the fields of the 2.0 manual.

In:   incidents, also what is denied, planned or supposed, which PLOVER marks by a mode
Out:  a file of JSON lines

Method: fields without a value are not written. Compound actors stay one event. Types and modes bear
the names of the version that is chosen (`plover_names`).
Known faults: PLOVER's manual describes entities twice, unlike; these are those of its first list.
"""

from pathlib import Path
from typing import Any

import msgspec

from sayso.base.joined import Estimate
from sayso.formats.events import NOT_TAKEN_PLACE, WHO_SAYS, Counting, Event, events
from sayso.formats.events_cameo import told_as
from sayso.formats.events_parties import Party, parties, sides_of
from sayso.formats.events_states import state
from sayso.formats.plain import json_bytes
from sayso.formats.plover_names import Named, named
from sayso.formats.source import Source
from sayso.formats.written import Written
from sayso.record.release.units import ReportFacts

# PLOVER's modes for what has not happened.
AUXILIARY = {"negated": "negation", "future": "future", "hypothetical": "hypothetical"}
# How near a place is known. A part of a country has no step of its own.
RESOLUTION = {"place": 4, "admin2": 3, "admin1": 2, "country": 1}
SIZES = {"killed": "dead", "wounded": "injured", "detained": "arrested"}
NEEDS_RECIPIENT = frozenset({"COOPERATE", "AID", "SANCTION"})

NO_TYPE = "PLOVER has no type that is sure for {}"
NO_MODE = "the mode {}, which this version has not"
NO_ACTOR = "an actor, which PLOVER requires, is not told"
NO_RECIPIENT = "a recipient, which PLOVER requires of this type, is not told"


def write(source: Source, target: Path) -> Written:
    """Write the file.

    Args:
        source: what is exported; `modes`, `rule` and `days` are its choices.
        target: file to make.
    """
    written = Written()
    written.rows["events"] = 0
    counting = Counting(source)
    version = source.chosen.get("modes", "2.0")
    with target.open("wb") as out:
        for event in events(source, written, every_status=True):
            type_, mode = event.incident.type, event.incident.mode
            # Only 2016 asks for the sides; what stays open of them is no loss here.
            names = named(type_, mode, version, sides_of(event.case, Written()))
            if names is None:
                written.left_out[NO_TYPE.format(told_as(type_, mode))] += 1
                continue
            if names.lost:
                written.lost[NO_MODE.format(told_as(type_, mode))] += 1
            out.write(json_bytes(_record(event, names, counting.of(event.case), written)) + b"\n")
            written.rows["events"] += 1
    return written


def _record(
    event: Event, names: Named, counts: dict[str, Estimate], written: Written
) -> dict[str, Any]:
    incident = event.incident
    who, whom = _entities(event, "actor"), _entities(event, "recipient")
    if not who:
        written.lost[NO_ACTOR] += 1
    if not whom and names.type in NEEDS_RECIPIENT:
        written.lost[NO_RECIPIENT] += 1
    if incident.tellers:
        written.lost[WHO_SAYS] += 1
    claims = event.claims()
    auxiliary = AUXILIARY.get(incident.status, "")
    facts = event.reports[0] if event.reports else None
    comment = [f"sayso {incident.id}"]
    if incident.disputed:
        comment.append(f"voices disagree on: {', '.join(incident.disputed)}")
    if not event.told:
        comment.append("the date is that of the first report")
    return _without_empty(
        {
            "id": incident.id,
            "date": event.first.isoformat(),
            "enddate": event.last.isoformat() if event.days > 1 else None,
            "actor": who,
            "recipient": whom,
            "event": [names.type],
            "mode": [one for one in (names.mode, auxiliary) if one],
            "quad_code": names.quad,
            "event_scale": names.scale,
            "event_text": list(dict.fromkeys(claim.trigger.text for claim in claims)),
            "event_loc": _location(event),
            "size": _without_empty(
                {field: counts[what].best for what, field in SIZES.items() if what in counts}
            ),
            "link": facts.url if facts else None,
            "text": claims[0].evidence.text if claims else None,
            "text_info": {
                "start": claims[0].evidence.start,
                "end": claims[0].evidence.end,
                "text_story": [one[0].evidence.text for one in event.sentences()],
            }
            if claims
            else None,
            "cite_info": _without_empty(
                {
                    "url": facts.url,
                    "title": facts.title,
                    "language": facts.language,
                    "publication": facts.outlet,
                    "citation": _citation(facts),
                }
            )
            if facts
            else None,
            "coder": claims[0].made_by if claims else None,
            "comment": "; ".join(comment),
        },
        always=("actor",),
    )


def _citation(facts: ReportFacts) -> str:
    day = facts.published.isoformat() if facts.published else ""
    return ", ".join(part for part in (facts.outlet, day) if part)


def _entities(event: Event, role: Any) -> list[dict[str, Any]]:
    """Parties of a role; of what is denied those that are denied too."""
    case = event.case
    if event.incident.status in NOT_TAKEN_PLACE:
        values = {
            field: tuple(msgspec.structs.replace(one, denied=False) for one in told)
            for field, told in case.incident.values.items()
        }
        case = type(case)(msgspec.structs.replace(case.incident, values=values), case.claims)
    return [_entity(one) for one in parties(case, role)]


def _entity(party: Party) -> dict[str, Any]:
    return _without_empty(
        {
            "code": party.country,
            "sector": "".join(party.sectors[:2]),
            "entity_text": party.words[0] if party.words else "",
            "identifier_text": party.name,
        }
    )


def _location(event: Event) -> dict[str, Any] | None:
    incident = event.incident
    if not event.on_map:
        return None
    told = [one for one in incident.values.get("place", ()) if not one.denied]
    place = incident.geo_precision in ("place", "admin2")
    return _without_empty(
        {
            "extracted_place": told[0].value if told else "",
            "resolved_place": incident.place,
            "geonameid": incident.geonameid,
            "lat": incident.lat,
            "lon": incident.lon,
            "city": incident.place if place else "",
            "province": incident.admin1,
            "country": state(incident.country).acled_name,
            "country_code": incident.country,
            "resolution": RESOLUTION.get(incident.geo_precision),
        }
    )


def _without_empty(record: dict[str, Any], always: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        key: value
        for key, value in record.items()
        if key in always or (value is not None and value not in ("", [], {}))
    }
