"""From ranked candidates to what may be said: a point, a province, a country, or nothing.

In:   the ranked places of a name; for a mention, its names with their relations
Out:  `Settled`: the fields of a place, each as far as it is known

Method: the best place stands where its trust is high enough; if not, its province or country,
where that is: all candidates in it then count as one. Near a name, or at a
thing named after it, the point holds to the precision of a district; a part of a country is a
region of it, without a point; a border belongs to nobody.
Known faults: "near" does not say how near.
"""

import math
import re
from typing import Any, NamedTuple

import numpy as np

from sayso.base.nouns import Place
from sayso.identify.places_build import ADMIN1, ADMIN2, COUNTRY, REGION, TOWN
from sayso.identify.places_context import Cues
from sayso.identify.places_gazetteer import Gazetteer
from sayso.identify.places_model import THRESHOLD
from sayso.identify.places_phrase import Part
from sayso.identify.places_rank import Ranked

_PRECISION = {
    TOWN: "place",
    ADMIN2: "admin2",
    ADMIN1: "admin1",
    COUNTRY: "country",
    REGION: "region",
}
_ORDER = ("place", "admin2", "admin1", "country", "region", "")


class Settled(NamedTuple):
    """What is known of a place; empty fields are not known."""

    name: str = ""
    geonameid: int | None = None
    lat: float | None = None
    lon: float | None = None
    admin1: str = ""
    country: str = ""
    precision: str = ""

    def fields(self) -> dict[str, Any]:
        """By name, as nouns take them."""
        return self._asdict()

    @classmethod
    def of(cls, place: Place) -> "Settled":
        """Read back from a mention."""
        return cls(*(getattr(place, name) for name in cls._fields))

    @classmethod
    def at(cls, number: int, gazetteer: Gazetteer) -> "Settled":
        """A place of the gazetteer as it stands."""
        kind = int(gazetteer.kind[number])
        lat, lon = float(gazetteer.lat[number]), float(gazetteer.lon[number])
        admin1, country = int(gazetteer.admin1[number]), int(gazetteer.country[number])
        pointed = kind in (TOWN, ADMIN1, ADMIN2) and not math.isnan(lat)
        return cls(
            name=gazetteer.name(number),
            geonameid=int(gazetteer.id[number]) or None,
            lat=round(lat, 5) if pointed else None,
            lon=round(lon, 5) if pointed else None,
            admin1=gazetteer.name(admin1) if admin1 >= 0 else "",
            country=gazetteer.code(country) if country >= 0 else "",
            precision=_PRECISION[kind],
        )

    @classmethod
    def country_of(cls, code: str, gazetteer: Gazetteer) -> "Settled":
        """A country by its code."""
        rows = np.flatnonzero((gazetteer.kind == COUNTRY) & (gazetteer.codes == code.encode()))
        return cls.at(int(rows[0]), gazetteer) if len(rows) else NOWHERE

    def reduced(self, precision: str) -> "Settled":
        """The same place, known less precisely: only what holds at that precision is kept."""
        if precision in ("country", "region"):
            bare = self._replace(geonameid=None, lat=None, lon=None, admin1="")
            return bare._replace(precision=precision)
        return self._replace(precision=precision)


NOWHERE = Settled()


def settle(ranked: Ranked, cue: Cues, gazetteer: Gazetteer) -> Settled:
    """What is known of a name alone."""
    if ranked.trust >= THRESHOLD:
        return Settled.at(ranked.places[0], gazetteer)
    if ranked.trust_admin1 >= THRESHOLD:
        return Settled.at(int(gazetteer.admin1[ranked.places[0]]), gazetteer)
    if ranked.trust_country >= THRESHOLD:
        return Settled.at(int(gazetteer.country[ranked.places[0]]), gazetteer)
    return held_by(cue, gazetteer)


def held_by(cue: Cues, gazetteer: Gazetteer) -> Settled:
    """A name that we cannot place, in a country or province that the words beside it name."""
    if cue.within:
        units = [
            int(p)
            for p in gazetteer.find(cue.within).places
            if gazetteer.kind[p] in (COUNTRY, ADMIN1)
        ]
        countries = [p for p in units if gazetteer.kind[p] == COUNTRY]
        if len(countries) == 1:
            return Settled.at(countries[0], gazetteer)
        if len(units) == 1:
            return Settled.at(units[0], gazetteer)
    return Settled.country_of(cue.owner, gazetteer) if cue.owner else NOWHERE


def settle_names(parts: list[tuple[Part, Settled]], *, joined: bool, words: str) -> Settled:
    """What is known of a mention by the names in it.

    Args:
        parts: its names with their relations, and what each is alone.
        joined: whether it names several places side by side.
        words: the mention as printed.
    """
    known = [(part, place) for part, place in parts if place is not NOWHERE and place.precision]
    if not known:
        return NOWHERE
    if joined and len(known) < len(parts):
        return _common([place for _, place in known], missing=True)
    related = [_related(part, place, words) for part, place in known]
    apart = {p for p in related if not any(_holds(p, other) for other in related)}
    if joined and len(apart) > 1:
        return _common(list(apart), missing=False)
    finest = min(_ORDER.index(place.precision) for place in related)
    best = [place for place in related if _ORDER.index(place.precision) == finest]
    first = best[0]
    countries = {place.country for place in related if place.country}
    # "northern Iraq near the Syrian border": what stands first is where it is.
    if first.country and len(countries) > 1 and related[0].country != first.country and finest > 1:
        return related[0]
    # A thing with a name of its own that we do not have lies in what we have.
    if any(not part.known for part, _ in parts) and first.precision == "place":
        return first.reduced("admin2")
    return first


def _related(part: Part, place: Settled, words: str) -> Settled:
    precision = place.precision
    if part.relation == "far":
        return place.reduced("country") if place.country else NOWHERE
    if part.relation == "border":
        own = re.search(rf"{re.escape(part.name.text)}['’]s?\s", words) is not None
        return place.reduced("region") if own else Settled(name=words, precision="region")
    if part.relation in ("near", "thing") and precision == "place":
        return place.reduced("admin2")
    if part.relation == "near" and precision in ("country", "admin1", "admin2"):
        return Settled(name=words, precision="region")
    if part.relation == "part" and precision == "country":
        return place.reduced("region")._replace(name=words)
    return place


def _holds(outer: Settled, inner: Settled) -> bool:
    """Whether one is the coarser of two in one country: the Syria of "Kobane, Syria"."""
    coarser = _ORDER.index(outer.precision) > _ORDER.index(inner.precision)
    return coarser and outer.country == inner.country


def _common(places: list[Settled], *, missing: bool) -> Settled:
    """What several places have in common: their province or country, without a point."""
    countries = {place.country for place in places}
    if missing or len(countries) != 1 or "" in countries:
        return NOWHERE
    first = places[0]
    if len({place.admin1 for place in places}) == 1 and first.admin1:
        return Settled(admin1=first.admin1, country=first.country, precision="admin1")
    return Settled(country=first.country, precision="country")
