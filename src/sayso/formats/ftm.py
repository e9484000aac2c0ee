"""FollowTheMoney: entities, or statements with the report that makes each.

In:   a `Source`
Out:  JSON lines: an entity a line, or with `as=statements` one value of one property a line

Method: what took place becomes an Event with those involved, its place and its reports; each phase
of a relation that is told to hold becomes a Membership or an UnknownLink. Actors, places and
reports follow. Denied, planned and supposed ones are left out: an Event is taken for what was.
A statement's dataset is the outlet and its origin the report, so that outlets that disagree
stay apart.
Known faults: FollowTheMoney does not tell who did it from whom it was done to; `summary` does.
"""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sayso.base.joined import Incident, Phase, Relation
from sayso.base.nouns import Claim, Where
from sayso.formats.ftm_entities import (
    Entities,
    Value,
    clean,
    day_values,
    ends_of,
    is_place,
    phase_id,
    relation_schema,
    reports_of,
)
from sayso.formats.plain import (
    HAPPENED,
    beginning,
    ending,
    json_bytes,
    place_words,
    title,
    told,
    voice,
    voices,
    whole,
)
from sayso.formats.source import Case, Source, Tie
from sayso.formats.written import Written
from sayso.record.release.columns import COUNTED
from sayso.record.release.units import ReportFacts
from sayso.show.words import interval


def write(source: Source, target: Path) -> Written:
    """Write the lines.

    Args:
        source: what to write; `as` is "entities" or "statements".
        target: a file that is not there yet.

    Returns:
        Entities by schema (or statements), and what was left out.
    """
    written = Written()
    met = Entities(source.facts)
    seen: set[str] = set()
    as_statements = source.chosen.get("as") == "statements"
    with target.open("wb") as out:
        for values in _all(source, met, written):
            if as_statements:
                for value in values:
                    line = _statement(value, source.facts)
                    if line["id"] not in seen:
                        seen.add(line["id"])
                        written.rows["statements"] += 1
                        out.write(json_bytes(line) + b"\n")
                continue
            written.rows[f"of {values[0].schema}"] += 1
            out.write(json_bytes(_entity(values)) + b"\n")
    unknown = met.unknown_countries.total()
    if unknown:
        written.lost["a country that has no two-letter code"] = unknown
    return written


def _all(source: Source, met: Entities, written: Written) -> Iterator[list[Value]]:
    for case in source.incidents():
        if case.incident.status in HAPPENED:
            yield _event(case, met)
        else:
            written.left_out[f"an incident that is {case.incident.status}"] += 1
    for tie in source.relations():
        yield from _links(tie, met, written)
    alone = len(source.scope.claims)
    if alone:
        written.left_out["a claim of no incident and no relation"] = alone
    yield from met.met()


def _event(case: Case, met: Entities) -> list[Value]:
    incident = case.incident
    claims = {claim.id: claim for claim in case.claims}
    found: list[Value] = []

    def add(prop: str, value: str, report: str = "") -> None:
        text = clean(value)
        if text:
            found.append(Value(incident.id, "Event", prop, text, report))

    add("name", title(incident))
    add("recordId", incident.id)
    for field in ("type", "mode"):
        for value in told(incident, field):
            for report in reports_of(value, claims):
                add("keywords", value.value, report)
    for prop, day in day_values(incident):
        add(prop, day)
    where = _where(incident, claims)
    if where is not None:
        at, key, report = where
        add("addressEntity", met.place(at, key, report))
        add("location", place_words(incident))
        add("country", met.country(incident.country))
    for who, report in _involved(incident, claims, met):
        add("involved", who, report)
    for note, report in _notes(incident, claims):
        add("notes", note, report)
    for line in _summary(incident):
        add("summary", line)
    for report in incident.reports:
        add("proof", met.report(report), report)
    return found


def _involved(
    incident: Incident, claims: dict[str, Claim], met: Entities
) -> Iterator[tuple[str, str]]:
    for field in ("actor", "recipient"):
        for value in told(incident, field):
            reports = reports_of(value, claims)
            who = met.actor(value.key, value.value, incident.id, set(reports))
            yield from ((who, report) for report in reports)


def _notes(incident: Incident, claims: dict[str, Claim]) -> Iterator[tuple[str, str]]:
    """What is counted, each value with who says so."""
    for field in COUNTED:
        for value in told(incident, field):
            says = ", ".join(voice(teller) for teller in value.tellers)
            for report in reports_of(value, claims):
                yield f"{value.value}, says {says}", report


def _summary(incident: Incident) -> Iterator[str]:
    who = ", ".join(value.value for value in told(incident, "actor"))
    whom = ", ".join(value.value for value in told(incident, "recipient"))
    if who or whom:
        yield f"who: {who or 'not told'}; to whom: {whom or 'not told'}"
    if incident.tellers:
        yield f"says who: {', '.join(voices(incident))}"
    if incident.status == "disputed":
        yield "disputed: some deny that it took place"
    elif incident.disputed:
        yield f"disputed: {', '.join(incident.disputed)}"


def _where(incident: Incident, claims: dict[str, Claim]) -> tuple[Where, str, str] | None:
    if not (incident.place or incident.country):
        return None
    at = Where(
        name=incident.place, geonameid=incident.geonameid, lat=incident.lat, lon=incident.lon,
        admin1=incident.admin1, country=incident.country, precision=incident.geo_precision,
    )  # fmt: skip
    key = f"geo:{at.geonameid}" if at.geonameid is not None else f"{place_words(incident)}"
    values = told(incident, "place")
    return at, key, reports_of(values[0], claims)[0] if values else ""


def _links(tie: Tie, met: Entities, written: Written) -> Iterator[list[Value]]:
    relation = tie.relation
    claims = {claim.id: claim for claim in tie.claims}
    for phase in relation.phases:
        if phase.kind in ("denied", "planned"):
            written.left_out[f"a phase of a relation that is {phase.kind}"] += 1
            continue
        reports = sorted({claims[id_].doc for id_ in phase.claims if id_ in claims})
        yield _link(relation, phase, reports, tie.claims, met)


def _link(
    relation: Relation, phase: Phase, reports: list[str], claims: tuple[Claim, ...], met: Entities
) -> list[Value]:
    ends = []
    for key, name in (
        (relation.actor, relation.actor_name), (relation.recipient, relation.recipient_name)
    ):  # fmt: skip
        if is_place(key):
            place = _place_of(key, name, claims)
            ends.append(met.place(place, key, reports[0] if reports else ""))
        else:
            ends.append(met.actor(key, name, relation.id, set(reports)))
    schema = relation_schema(relation.type, met.schema(ends[1]))
    id_ = phase_id(relation, phase)
    pairs = [*zip(ends_of(schema), ends, strict=True)]
    pairs.append(("role", ", ".join((relation.type, *relation.modes))))
    pairs += _phase_days(phase)
    if phase.disputed:
        pairs.append(("summary", "disputed: another voice tells the contrary"))
    if phase.tellers:
        pairs.append(("summary", "says who: " + ", ".join(map(voice, phase.tellers))))
    pairs.append(("recordId", relation.id))
    found = [Value(id_, schema, prop, clean(value)) for prop, value in pairs if clean(value)]
    return found + [Value(id_, schema, "proof", met.report(r), r) for r in reports]


def _phase_days(phase: Phase) -> list[tuple[str, str]]:
    """A start or end only where one is told; else days on which it is told to hold."""
    if phase.kind == "point" and phase.start != phase.end:
        day = whole(phase.start, phase.end)
        some = f"on some day: {interval(phase.start, phase.end)}"
        return [("date", day)] if day else [("summary", some)]
    found = []
    for day, told_so, prop in (
        (beginning(phase), phase.begins, "startDate"),
        (ending(phase), phase.ends, "endDate"),
    ):
        if day:
            found.append((prop, day))
        elif told_so:
            found.append(("summary", f"its days: {interval(phase.start, phase.end)}"))
    if not phase.begins and phase.start is not None:
        found.append(("date", phase.start.isoformat()))
    if not phase.ends and phase.end is not None:
        found.append(("date", phase.end.isoformat()))
    return list(dict.fromkeys(found))


def _place_of(key: str, name: str, claims: tuple[Claim, ...]) -> Where:
    for claim in claims:
        for place in claim.place:
            if place.geonameid is not None and key == f"geo:{place.geonameid}":
                return Where(
                    name=place.name, geonameid=place.geonameid, lat=place.lat, lon=place.lon,
                    admin1=place.admin1, country=place.country, precision=place.precision,
                )  # fmt: skip
    return Where(name=name)


def _entity(values: list[Value]) -> dict[str, Any]:
    properties: dict[str, list[str]] = {}
    for value in values:
        held = properties.setdefault(value.prop, [])
        if value.value not in held:
            held.append(value.value)
    return {"id": values[0].entity, "schema": values[0].schema, "properties": properties}


def _statement(value: Value, facts: dict[str, ReportFacts]) -> dict[str, Any]:
    """A statement, with the id that FollowTheMoney itself gives it."""
    outlet = facts[value.report].outlet if value.report in facts else ""
    dataset = _slug(outlet) or ("unknown_outlet" if value.report else "sayso")
    key = f"{dataset}.{value.entity}.{value.prop}.{value.value}"
    return {
        "canonical_id": value.entity,
        "entity_id": value.entity,
        "prop": value.prop,
        "schema": value.schema,
        "value": value.value,
        "dataset": dataset,
        "lang": None,
        "original_value": None,
        "first_seen": None,
        "last_seen": None,
        "external": False,
        "origin": value.report or None,
        "id": hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest(),
    }


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.lower().encode("ascii", "ignore").decode()).strip("_")
