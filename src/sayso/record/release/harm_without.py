"""An incident or a relation without claims that are left out with another unit.

In:   the noun in its unit, ids of claims that are gone
Out:  the noun, in which nothing rests on them

Method: one claim may tell of an incident and end a relation. When it goes with one of them, what
the other says by it must go too, or the day of the incident that was left out would stand as
the end of the phase. What is best supported is taken from what is still told; an estimate goes
when one of its voices went. A phase goes when a claim that tells it went; when only its end was
told so, the end goes, and what is left is a phase of which no end is told.
Known faults: what remains may look less sure than the record is.
"""

from collections.abc import Iterable

import msgspec

from sayso.base.joined import Incident, Phase, Relation, Teller, Told
from sayso.record.release.harm_names import wheres_of
from sayso.record.release.units import Unit

_replace = msgspec.structs.replace


def incident_without(incident: Incident, unit: Unit, gone: set[str]) -> Incident:
    """The incident as the claims that are left tell it; the same where none of its claims went."""
    if gone.isdisjoint(incident.claims):
        return incident
    values = {
        field: kept
        for field, told in incident.values.items()
        if (kept := tuple(t for value in told if (t := _told_without(value, gone)) is not None))
    }
    lost = {
        field
        for field, told in incident.values.items()
        if any(not gone.isdisjoint(value.claims) for value in told)
    }
    left = [coded.claim for coded in unit.claims if coded.claim.id not in gone]
    keys = {teller.key for told in values.values() for value in told for teller in value.tellers}
    changed = _replace(
        incident,
        values=values,
        estimates=tuple(e for e in incident.estimates if e.what not in lost),
        disputed=tuple(f for f in incident.disputed if len(values.get(f, ())) > 1),
        claims=tuple(id_ for id_ in incident.claims if id_ not in gone),
        reports=tuple(sorted({claim.doc for claim in left})),
        tellers=tuple(t for t in incident.tellers if t.key in keys),
        mode=_first(values, "mode"),
        type=_first(values, "type") or incident.type,
    )
    return _place_told(_day_told(changed, values), values, unit)


def _first(values: dict[str, tuple[Told, ...]], field: str) -> str:
    return values[field][0].value if field in values else ""


def _day_told(incident: Incident, values: dict[str, tuple[Told, ...]]) -> Incident:
    day = next(iter(values.get("day", ())), None)
    same = day and (day.earliest, day.latest) == (incident.day_from, incident.day_to)
    if same:
        return incident
    return _replace(
        incident,
        day_from=day and day.earliest,
        day_to=day and day.latest,
        day_precision=("day" if day.earliest == day.latest else "span") if day else None,
        day_basis="",
    )


def _place_told(incident: Incident, values: dict[str, tuple[Told, ...]], unit: Unit) -> Incident:
    for told in values.get("place", ()):
        for where in wheres_of(told, unit):
            return _replace(
                incident,
                place=where.name or told.value,
                geonameid=where.geonameid,
                lat=where.lat,
                lon=where.lon,
                admin1=where.admin1,
                country=where.country,
                geo_precision=where.precision,
                geo_basis="",
            )
    return _replace(
        incident,
        place="",
        geonameid=None,
        lat=None,
        lon=None,
        admin1="",
        country="",
        geo_precision="",
        geo_basis="",
    )


def _told_without(value: Told, gone: set[str]) -> Told | None:
    """A value without claims that went; voices cannot be told apart by claim, so they stay."""
    claims = tuple(id_ for id_ in value.claims if id_ not in gone)
    if not claims and value.claims:
        return None
    return value if claims == value.claims else _replace(value, claims=claims)


def relation_without(relation: Relation, gone: set[str]) -> Relation:
    """The relation without phases, ends and denials that rest on what went."""
    if gone.isdisjoint(relation.claims):
        return relation
    phases = tuple(_phase_without(p, gone) for p in relation.phases if gone.isdisjoint(p.claims))
    kept = {t.key for phase in phases for t in _tellers(phase)}
    return _replace(
        relation,
        phases=phases,
        claims=tuple(id_ for id_ in relation.claims if id_ not in gone),
        tellers=tuple(t for t in relation.tellers if t.key in kept),
    )


def _tellers(phase: Phase) -> Iterable[Teller]:
    return (*phase.tellers, *phase.enders, *phase.deniers, *phase.end_deniers)


def _phase_without(phase: Phase, gone: set[str]) -> Phase:
    if not gone.isdisjoint(phase.end_claims) or not gone.isdisjoint(phase.end_against):
        phase = _replace(
            phase, end=None, sure_end=None, ends=False, ends_by="", end_claims=(),
            end_against=(), enders=(), end_deniers=(),
        )  # fmt: skip
    if not gone.isdisjoint(phase.against):
        phase = _replace(phase, against=(), deniers=())
    return phase
