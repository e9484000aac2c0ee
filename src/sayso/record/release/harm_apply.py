"""Nouns as they may be shown: what a verdict withholds is coarsened or taken out.

In:   an `Incident` or `Relation` in its `Unit`, and the `Verdict`
Out:  the noun again, with coarser places and days, without names, without what is left out

Method: values that become equal are told once, by all who told them. Disputes stay named: that
voices disagree is no secret, on what they disagree is. The nouns hold no sentence of a report;
sentences are withheld where rows of claims are made (`rows.py`).
Known faults: a told place that no claim of the unit places on the map becomes `CUT`, since
nobody can say in which province it lies.
"""

import calendar
import datetime as dt
from collections.abc import Iterable

import msgspec

from sayso.base.ids import digest
from sayso.base.joined import Incident, Phase, Relation, Teller, Told
from sayso.base.keys import GEO, PLACE, fold
from sayso.base.nouns import Place, Where
from sayso.record.release.harm_names import (
    is_coarse,
    is_speaker,
    teller_is_dropped,
    where_is_coarse,
    wheres_of,
)
from sayso.record.release.harm_rules import DayGrain
from sayso.record.release.harm_without import incident_without, relation_without
from sayso.record.release.harm_words import CUT
from sayso.record.release.units import Unit, Verdict, wheres_in

A_SOURCE = Teller(key="withheld:source", name="a source")
AN_OUTLET = Teller(key="withheld:outlet", name="an outlet")

_replace = msgspec.structs.replace
_FINER = {
    "week": ("day",),
    "month": ("day", "week"),
    "year": ("day", "week", "month", "season"),
}


def pseudonym(id_: str, secret: str) -> str:
    """An id in the place of one that itself says what is withheld.

    It stays the same from release to release; `secret` is what only the record knows, so
    that nobody finds the old id by trying.
    """
    return "withheld-" + digest(secret, id_)


def days_at(
    grain: DayGrain, first: dt.date | None, last: dt.date | None
) -> tuple[dt.date | None, dt.date | None]:
    """Widen days to whole weeks (Monday to Sunday), months or years; an open end stays open.

    >>> day = dt.date(2031, 3, 1)
    >>> [str(d) for d in days_at("month", day, day)], [str(d) for d in days_at("week", day, None)]
    (['2031-03-01', '2031-03-31'], ['2031-02-24', 'None'])
    """
    return first and _start(grain, first), last and _end(grain, last)


def _start(grain: DayGrain, day: dt.date) -> dt.date:
    if grain == "week":
        return day - dt.timedelta(days=day.weekday())
    return day.replace(day=1) if grain == "month" else day.replace(month=1, day=1)


def _end(grain: DayGrain, day: dt.date) -> dt.date:
    if grain == "week":
        return day + dt.timedelta(days=6 - day.weekday())
    if grain == "month":
        return day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return day.replace(month=12, day=31)


def precision_at(grain: DayGrain, precision: str) -> str:
    """Precision of a day after it was coarsened.

    >>> precision_at("month", "day"), precision_at("month", "year")
    ('month', 'year')
    """
    return grain if precision in _FINER[grain] else precision


def day_words(grain: DayGrain, first: dt.date | None, last: dt.date | None) -> str:
    """A coarse day for people: "2031-03", "2031-W09", "2031", with "/" where it spans several."""
    shown = [_named(grain, day) if day else ".." for day in (first, last)]
    return shown[0] if shown[0] == shown[1] else "/".join(shown)


def _named(grain: DayGrain, day: dt.date) -> str:
    if grain == "week":
        return day.strftime("%G-W%V")
    return day.strftime("%Y-%m" if grain == "month" else "%Y")


# --- incidents ----------------------------------------------------------------------------


def shown_incident(incident: Incident, unit: Unit, verdict: Verdict, gone: set[str]) -> Incident:
    """The incident as it may be shown.

    Args:
        incident: as the record has it.
        unit: it with its claims.
        verdict: what is withheld.
        gone: ids of claims that are left out with other units; nothing rests on them.
    """
    incident = incident_without(incident, unit, gone)
    values = {
        field: _shown_values(field, told, unit, verdict) for field, told in incident.values.items()
    }
    changed = _replace(incident, values=values, tellers=_tellers(incident.tellers, verdict))
    if verdict.place and not _is_coarse_incident(incident, verdict):
        changed = _coarse_place(changed, verdict)
    elif verdict.coordinates:
        changed = _replace(changed, geonameid=None, lat=None, lon=None)
    if verdict.day:
        first, last = days_at(verdict.day, incident.day_from, incident.day_to)
        precision = incident.day_precision and precision_at(verdict.day, incident.day_precision)
        changed = _replace(changed, day_from=first, day_to=last, day_precision=precision)
    return changed


def _is_coarse_incident(incident: Incident, verdict: Verdict) -> bool:
    return where_is_coarse(Where(precision=incident.geo_precision), verdict)


def _coarse_place(incident: Incident, verdict: Verdict) -> Incident:
    admin1 = incident.admin1 if verdict.place == "admin1" else ""
    name = admin1 or incident.country
    return _replace(
        incident,
        place=name,
        geonameid=None,
        lat=None,
        lon=None,
        admin1=admin1,
        geo_precision=("admin1" if admin1 else "country") if name else "",
    )


def _shown_values(
    field: str, told: Iterable[Told], unit: Unit, verdict: Verdict
) -> tuple[Told, ...]:
    kept = [_shown_value(field, value, unit, verdict) for value in told]
    merged = _merged(kept) if field in ("place", "day") else kept
    return tuple(_replace(value, tellers=_tellers(value.tellers, verdict)) for value in merged)


def _shown_value(field: str, value: Told, unit: Unit, verdict: Verdict) -> Told:
    if field == "place":
        return _shown_place(value, unit, verdict)
    if field == "day" and verdict.day:
        first, last = days_at(verdict.day, value.earliest, value.latest)
        words = day_words(verdict.day, first, last)
        return _replace(value, earliest=first, latest=last, value=words)
    return value


def _shown_place(told: Told, unit: Unit, verdict: Verdict) -> Told:
    if not verdict.place or is_coarse(told, unit, verdict):
        without = verdict.coordinates and told.key.startswith(GEO)
        return _replace(told, key="") if without else told
    name = coarse_name(wheres_of(told, unit), verdict)
    return _replace(told, value=name or CUT, key=PLACE + fold(name) if name else "")


def coarse_name(wheres: Iterable[Place | Where], verdict: Verdict) -> str:
    """Province, else country, of the first place that has one; "" when none has."""
    found = list(wheres)
    if verdict.place == "admin1":
        for where in found:
            if where.admin1:
                return where.admin1
    return next((where.country for where in found if where.country), "")


def _merged(values: Iterable[Told]) -> list[Told]:
    """Values that have become equal, told once by all who told them."""
    found: dict[object, Told] = {}
    for told in values:
        same = (told.value, told.key, told.earliest, told.latest, told.denied)
        if same not in found:
            found[same] = told
            continue
        first = found[same]
        tellers = {teller.key: teller for teller in (*first.tellers, *told.tellers)}
        found[same] = _replace(
            first,
            claims=tuple(sorted({*first.claims, *told.claims})),
            tellers=tuple(tellers.values()),
            hedged=first.hedged and told.hedged,
        )
    return list(found.values())


def _tellers(tellers: Iterable[Teller], verdict: Verdict) -> tuple[Teller, ...]:
    return tuple(_teller(teller, verdict) for teller in tellers)


def _teller(teller: Teller, verdict: Verdict) -> Teller:
    if not (verdict.source or verdict.outlet) or not teller_is_dropped(teller, verdict):
        return teller
    return A_SOURCE if is_speaker(teller) else AN_OUTLET


# --- relations ----------------------------------------------------------------------------


def shown_relation(
    relation: Relation, unit: Unit, verdict: Verdict, gone: set[str], secret: str
) -> Relation:
    """The relation as it may be shown; without phases where none may be."""
    old = tuple(phase for phase in relation.phases if not is_young(phase, verdict))
    kept = relation_without(_replace(relation, phases=old), gone)
    phases = tuple(_shown_phase(phase, verdict) for phase in kept.phases)
    changed = _replace(kept, phases=phases, tellers=_tellers(kept.tellers, verdict))
    if verdict.place or verdict.coordinates:
        changed = _shown_ends(changed, unit, verdict, secret)
    return changed


def is_young(phase: Phase, verdict: Verdict) -> bool:
    """Whether a phase is left out because it is too young, or nobody knows how old it is."""
    days = [day for day in (phase.start, phase.end) if day is not None]
    return verdict.since is not None and max(days, default=dt.date.max) > verdict.since


def claims_in(phase: Phase) -> set[str]:
    """Ids of all claims that a phase rests on."""
    return {*phase.claims, *phase.end_claims, *phase.against, *phase.end_against}


def _shown_phase(phase: Phase, verdict: Verdict) -> Phase:
    shown: dict[str, object] = {}
    for name in ("tellers", "enders", "deniers", "end_deniers"):
        shown[name] = _tellers(getattr(phase, name), verdict)
    if verdict.day:
        start, end = days_at(verdict.day, phase.start, phase.end)
        shown |= {"start": start, "end": end, "sure_start": None, "sure_end": None}
    return _replace(phase, **shown)


def _shown_ends(relation: Relation, unit: Unit, verdict: Verdict, secret: str) -> Relation:
    """Coarsen an end that is a place; the id is a hash of it, and so it goes too."""
    changes: dict[str, str] = {}
    for end in ("actor", "recipient"):
        key: str = getattr(relation, end)
        if not key.startswith((GEO, PLACE)):
            continue
        told = Told(value="", key=key, claims=relation.claims)
        found = wheres_of(told, unit)
        if found and all(where_is_coarse(where, verdict) for where in found):
            continue
        if verdict.place:
            every = (where for coded in unit.claims for where in wheres_in(coded.claim))
            name = coarse_name(found or every, verdict)
            changes[f"{end}_name"] = name or CUT
            changes[end] = PLACE + fold(name) if name else PLACE + CUT
        elif key.startswith(GEO):
            name = getattr(relation, f"{end}_name")
            changes[end] = PLACE + fold(name)
    return _replace(relation, id=pseudonym(relation.id, secret), **changes) if changes else relation
