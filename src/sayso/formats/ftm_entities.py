"""Entities of FollowTheMoney: what actors, places, reports, incidents and relations become.

In:   nouns of the record
Out:  `Value`s: an entity, a property, a value, and the report that tells it

Method: `ftm_map.toml` says which schema fits what, with reasons; what it does not list stays a
LegalEntity or an UnknownLink. Whom nobody identified ("gunmen", a role without a name) is an entity
of its own in each incident, for the same words need not mean the same men.
Known faults: kinds come from the roster in use now, not from the one of the day of coding.
"""

import functools
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from importlib.resources import files
from typing import NamedTuple

from sayso.base.ids import digest
from sayso.base.joined import Incident, Phase, Relation, Told
from sayso.base.keys import GEO, PLACE
from sayso.base.nouns import Claim, Place, Where
from sayso.formats.plain import xml_text
from sayso.identify.actors_roster import Roster, roster
from sayso.record.release.units import ReportFacts

# Keys of whom nobody identified: words alone, or a role without a name.
_UNKNOWN = ("name:", "any.")
_PLAIN = re.compile(r"[0-9A-Za-z]([0-9A-Za-z.-]*[0-9A-Za-z])?")  # what an id may look like


class Value(NamedTuple):
    """One value of one property; `report` tells it, "" where the record itself does."""

    entity: str
    schema: str
    prop: str
    value: str
    report: str = ""


class _Who(NamedTuple):
    schema: str
    key: str


class Entities:
    """Actors, places and reports that were met, to be written after what they take part in.

    Attributes:
        unknown_countries: codes that FollowTheMoney has no name for, and how often they stood.
    """

    def __init__(self, facts: dict[str, ReportFacts]) -> None:
        """Begin with none; `facts` are those of reports, by id."""
        self._facts = facts
        self._actors: dict[str, _Who] = {}
        self._names: dict[str, Counter[str]] = defaultdict(Counter)
        self._told_by: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._places: dict[str, tuple[Place | Where, str]] = {}
        self._reports: set[str] = set()
        self.unknown_countries: Counter[str] = Counter()

    def actor(self, key: str, name: str, unit: str, reports: set[str]) -> str:
        """Id of an actor's entity.

        Args:
            key: of the actor.
            name: as told.
            unit: the incident or relation, which keeps the unidentified apart.
            reports: that tell of it.
        """
        id_ = actor_id(key, unit)
        name = _clean(name) or key
        self._actors.setdefault(id_, _Who(actor_schema(key), key))
        self._names[id_][name] += 1
        self._told_by[id_][name] |= reports
        return id_

    def schema(self, id_: str) -> str:
        """Schema of an actor that was met; "Address" for a place."""
        return self._actors[id_].schema if id_ in self._actors else "Address"

    def place(self, place: Place | Where, key: str, report: str) -> str:
        """Id of a place's entity."""
        id_ = "place-" + digest(key)
        self._places.setdefault(id_, (place, report))
        return id_

    def report(self, id_: str) -> str:
        """Id of a report's entity."""
        self._reports.add(id_)
        return report_entity(id_)

    def country(self, iso3: str) -> str:
        """The two letters that FollowTheMoney has for a country, "" for what it does not know."""
        if not iso3:
            return ""
        found = _two_letters().get(iso3, "")
        if not found:
            self.unknown_countries[iso3] += 1
        return found

    def met(self) -> Iterator[list[Value]]:
        """Values of every actor, place and report that was met, by id."""
        for id_ in sorted(self._actors):
            yield self._actor_values(id_)
        for id_ in sorted(self._places):
            yield self._place_values(id_)
        for id_ in sorted(self._reports):
            yield self._report_values(id_)

    def _actor_values(self, id_: str) -> list[Value]:
        who, names = self._actors[id_], self._names[id_]
        ordered = sorted(names, key=lambda name: (-names[name], name))
        found = []
        for n, name in enumerate(ordered):
            prop = "alias" if n else "name"
            reports = sorted(self._told_by[id_][name]) or [""]
            found += [Value(id_, who.schema, prop, name, report) for report in reports]
        kind = _kind(who.key)
        if kind:
            found.append(Value(id_, who.schema, "classification", kind))
        known = roster().actors.get(who.key)
        country = self.country(known.country) if known else ""
        if country:
            found.append(Value(id_, who.schema, "country", country))
        return found

    def _place_values(self, id_: str) -> list[Value]:
        place, report = self._places[id_]
        name = place.name or (place.text if isinstance(place, Place) else "")
        full = ", ".join(dict.fromkeys(p for p in (name, place.admin1, place.country) if p))
        pairs = [("full", full), ("name", name), ("state", place.admin1)]
        pairs.append(("country", self.country(place.country)))
        if place.precision == "place" and place.lat is not None and place.lon is not None:
            pairs += [("latitude", str(place.lat)), ("longitude", str(place.lon))]
        return [Value(id_, "Address", prop, _clean(v), report) for prop, v in pairs if _clean(v)]

    def _report_values(self, report: str) -> list[Value]:
        facts = self._facts.get(report, ReportFacts(id=report))
        pairs = [
            ("title", facts.title or report), ("publisher", facts.outlet),
            ("sourceUrl", facts.url if facts.url.startswith(("http://", "https://")) else ""),
            ("publishedAt", facts.published.isoformat() if facts.published else ""),
            ("language", "eng" if facts.language == "en" else ""),
            ("notes", f"sayso report {report}, text sha256 {facts.text_sha256}"),
        ]  # fmt: skip
        id_ = report_entity(report)
        return [Value(id_, "Article", prop, _clean(v), report) for prop, v in pairs if _clean(v)]


def report_entity(report: str) -> str:
    """Id of a report's entity; ids that came with reports may hold any sign."""
    return report if _PLAIN.fullmatch(report) else "report-" + digest(report)


def actor_id(key: str, unit: str) -> str:
    """Id of an actor's entity; whom nobody identified is another in each unit."""
    if key.startswith(_UNKNOWN):
        return "actor-" + digest(unit, key)
    return f"actor-{key}" if _PLAIN.fullmatch(key) else "actor-" + digest(key)


def actor_schema(key: str) -> str:
    """Schema of an actor by what the roster says of its kind."""
    return _mapped().get("actors", {}).get(_kind(key), {}).get("schema", "LegalEntity")


def relation_schema(type_: str, recipient_schema: str) -> str:
    """Schema of a relation, by its type and what its second side is."""
    found = _mapped().get("relations", {}).get(type_, {}).get("schema", "UnknownLink")
    if found == "Membership" and recipient_schema not in ("Organization", "PublicBody"):
        return "UnknownLink"
    return found


def ends_of(schema: str) -> tuple[str, str]:
    """The properties that hold the two sides of a relation."""
    return ("member", "organization") if schema == "Membership" else ("subject", "object")


def phase_id(relation: Relation, phase: Phase) -> str:
    """Id of one phase of a relation; it does not depend on other phases."""
    days = (phase.start or "", phase.end or "", phase.claims[0] if phase.claims else "")
    return f"{relation.id}-{digest(phase.kind, *map(str, days))}"


def day_values(incident: Incident) -> list[tuple[str, str]]:
    """Days of an incident: one day, a month, a year, or the ends that are told."""
    first, last = incident.day_from, incident.day_to
    if first is not None and first == last:
        return [("date", first.isoformat())]
    if first is not None and incident.day_precision in ("month", "year"):
        return [("date", first.isoformat()[: 7 if incident.day_precision == "month" else 4])]
    found = [("startDate", first.isoformat())] if first else []
    return found + ([("endDate", last.isoformat())] if last else [])


def reports_of(told: Told, claims: dict[str, Claim]) -> list[str]:
    """Reports that tell a value, sorted; [""] where none is within what is written."""
    return sorted({claims[id_].doc for id_ in told.claims if id_ in claims}) or [""]


def is_place(key: str) -> bool:
    """Whether a side of a relation is a place."""
    return key.startswith((GEO, PLACE))


def clean(text: str) -> str:
    """Text as FollowTheMoney keeps it: no control signs, single blanks."""
    return _clean(text)


def _clean(text: str) -> str:
    return " ".join(re.sub(r"[\x7f-\x9f\ufffd]", " ", xml_text(text)).split())


def _kind(key: str) -> str:
    if key.startswith("p."):
        return "person"
    known = roster().actors.get(key)
    return known.kind if known else ""


@functools.cache
def _mapped() -> dict[str, dict[str, dict[str, str]]]:
    text = (files("sayso.formats") / "ftm_map.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _two_letters() -> dict[str, str]:
    return _two_letters_of(roster())


@functools.lru_cache(maxsize=1)
def _two_letters_of(known: Roster) -> dict[str, str]:
    return {state.iso3: state.iso2.lower() for state in known.states if state.iso2}
