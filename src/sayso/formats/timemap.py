"""timemap: events, associations and sources in the JSON of Forensic Architecture's timemap.

In:   a `Source`
Out:  a folder: `events.json`, `associations.json`, `sources.json`

Method: all values are strings, as timemap's checks want them; days are month first, its default.
Without a day timemap drops an event, so those of no day are left out and counted; those of a span
are, too, unless `days=first` puts them at their first day with the span in words. A place that is
not known itself has empty coordinates: the event is on the timeline, not on the map.
Known faults: `DATE_FMT` of an instance may be another; then days must be turned around there.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sayso.base.ids import digest
from sayso.base.joined import Incident
from sayso.formats.plain import (
    HAPPENED,
    count_words,
    json_bytes,
    names,
    place_words,
    point,
    title,
    voices,
    why_no_point,
)
from sayso.formats.source import Case, Source
from sayso.formats.written import Written
from sayso.record.release.units import ReportFacts
from sayso.show.words import interval

Used = dict[str, tuple[dict[str, Any], list[dict[str, Any]]]]
"""Associations by id, with the events that have them."""

_MOST_FILTERS = 60  # actors to filter by, the most frequent: timemap lists them all in one panel


def write(source: Source, target: Path) -> Written:
    """Write the three files.

    Args:
        source: what to write; `days` is "told" or "first".
        target: an empty folder.

    Returns:
        Events, associations and sources; what was left out or has no point.
    """
    written = Written()
    first = source.chosen.get("days") == "first"
    events: list[dict[str, Any]] = []
    used: Used = {}
    reports: set[str] = set()
    for case in source.incidents():
        event = _event(case, written, first=first)
        if event is None:
            continue
        for association in _associations(case.incident):
            known = used.setdefault(association["id"], (association, []))
            known[1].append(event)
        reports |= set(case.incident.reports)
        events.append(event)
    kept = _kept(used, written)
    for association, its in kept:
        for event in its:
            event["associations"].append(association["id"])
    sources = {id_: _source(source.facts.get(id_, ReportFacts(id=id_))) for id_ in sorted(reports)}
    _write(target / "events.json", events)
    _write(target / "associations.json", [association for association, _ in kept])
    _write(target / "sources.json", sources)
    written.rows["events"] = len(events)
    written.rows["associations"] = len(kept)
    written.rows["sources"] = len(sources)
    return written


def _event(case: Case, written: Written, *, first: bool) -> dict[str, Any] | None:
    incident = case.incident
    if incident.status not in HAPPENED:
        written.left_out[f"an incident that is {incident.status}"] += 1
        return None
    day = incident.day_from
    if day is None:
        written.left_out["no day is told"] += 1
        return None
    exact = day == incident.day_to
    if not exact and not first:
        written.left_out["more than one day may be meant"] += 1
        return None
    if not exact:
        written.lost["a span of days stands at its first day"] += 1
    at = point(incident)
    if at is None:
        written.lost[f"{why_no_point(incident)}: not on the map"] += 1
    return {
        "id": incident.id,
        "description": _description(incident),
        "date": f"{day.month:02}/{day.day:02}/{day.year:04}",
        "time": "",
        "time_precision": incident.day_precision or "",
        "time_display": "" if exact else interval(incident.day_from, incident.day_to),
        "location": place_words(incident),
        "latitude": str(at[1]) if at else "",
        "longitude": str(at[0]) if at else "",
        "type": incident.mode,
        "category": incident.type,
        "associations": [],
        "sources": list(incident.reports),
        "comments": _comments(incident),
    }


def _description(incident: Incident) -> str:
    counted = [count_words(one) for one in incident.estimates]
    says = ", ".join(voices(incident))
    parts = [title(incident), *counted, f"says who: {says}" if says else ""]
    return ". ".join(part for part in parts if part)


def _comments(incident: Incident) -> str:
    parts = []
    if incident.disputed:
        parts.append("Independent voices contradict each other: " + ", ".join(incident.disputed))
    if incident.geo_precision and incident.geo_precision != "place":
        parts.append(f"The place is known only to {incident.geo_precision}")
    return ". ".join(parts)


def _associations(incident: Incident) -> Iterator[dict[str, Any]]:
    yield {
        "id": f"type-{incident.type}", "title": incident.type, "desc": "",
        "mode": "CATEGORY",
    }  # fmt: skip
    paths = [("Status", incident.status)]
    paths += [("Disputed", field) for field in incident.disputed]
    paths += [("Country", incident.country)] if incident.country else []
    paths += [("Actor", name) for name in names(incident, "actor")]
    for group, name in dict.fromkeys(paths):
        yield {
            "id": f"{group.lower()}-{digest(name)}", "title": name, "desc": "",
            "mode": "FILTER", "filter_paths": [group, name.replace("/", "-")],
        }  # fmt: skip


def _kept(used: Used, written: Written) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """All associations, but of actors only the most frequent; by id."""
    actors = [id_ for id_ in used if id_.startswith("actor-")]
    actors.sort(key=lambda id_: (-len(used[id_][1]), id_))
    gone = set(actors[_MOST_FILTERS:])
    if gone:
        written.lost["an actor that is too rare to filter by"] += len(gone)
    return [used[id_] for id_ in sorted(used) if id_ not in gone]


def _source(facts: ReportFacts) -> dict[str, Any]:
    return {
        "id": facts.id,
        "title": facts.title or facts.id,
        "thumbnail": "",
        "paths": [],
        "type": "Report",
        "affil_s": [],
        "url": facts.url if facts.url.startswith(("http://", "https://")) else "",
        "description": "",
        "author": facts.outlet,
        "date": facts.published.isoformat() if facts.published else "",
        "notes": f"repeats {facts.copy_of}" if facts.copy_of else "",
    }


def _write(path: Path, value: Any) -> None:
    path.write_bytes(json_bytes(value) + b"\n")
