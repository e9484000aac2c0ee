"""How the places of two claims, or of two reports' accounts, stand to each other.

In:   decided places of both sides, and the words of their place mentions
Out:  one `Found`, or None where nothing is known

Method: decided places by id, distance, province and country, the nearest pair counting;
undecided ones by the words that name them, so that a town that no gazetteer knows is still
the same town in two reports. A place and what it lies in agree, weakly.
Known faults: distances are between points; two sites of one city are one place here, and
told apart by their words alone (`sites`).
"""

import math
from typing import NamedTuple

from sayso.link.incidents_features import PRECISE, Spot
from sayso.link.incidents_found import Found

# Points of one town differ by some kilometres between gazetteers; beyond 100 km nobody takes
# one place for the other.
HERE_KM, NEAR_KM, APART_KM = 5.0, 30.0, 100.0
_EARTH_KM = 6371.0
_NEARER = {
    "place.same": 0,
    "place.near": 1,
    "place.within": 2,
    "place.country": 3,
    "place.apart": 4,
    "place.far": 5,
}


class Side(NamedTuple):
    """What one side tells of its place: decided places, words of mentions, names of things."""

    spots: tuple[Spot, ...]
    words: frozenset[str] = frozenset()
    things: frozenset[str] = frozenset()


def places(one: Side, other: Side) -> Found | None:
    """Compare decided places by the map, undecided ones by the words that name them.

    Names of things that are attacked only ever speak for a place: "the Orvanan market" is
    in no place called Orvanan.
    """
    best: Found | None = None
    for a in one.spots:
        for b in other.spots:
            found = _spots(a, b)
            if found and (best is None or _rank(found) < _rank(best)):
                best = found
    if best is not None and best.code in ("place.same", "place.near"):
        return best
    shared = (one.words & (other.words | other.things)) | (one.things & other.words)
    if shared:
        if best is None or best.code not in ("place.apart", "place.far"):
            fewer = min(len(one.words or one.things), len(other.words or other.things))
            return Found("place.words", len(shared) / fewer, (shared,))
    elif best is None and one.words and other.words:
        return Found("place.otherwords", 1.0, (one.words, other.words))
    return best


def _rank(found: Found) -> tuple[int, float]:
    return _NEARER[found.code], -found.strength


def _spots(one: Spot, other: Spot) -> Found | None:
    if one.country and other.country and one.country != other.country:
        return Found("place.far", 1.0, (f"{one.name} and {other.name}",))
    same = one.geonameid is not None and one.geonameid == other.geonameid
    if one.precision in PRECISE and other.precision in PRECISE:
        return _points(one, other, same=same)
    if "region" in (one.precision, other.precision):
        return Found("place.within", 0.5, (one.name, other.name)) if same else None
    if one.admin1 and other.admin1 and not (same and one.precision == "country"):
        if same or one.admin1 == other.admin1:
            return Found("place.within", 1.0, (one.name, other.name))
        return Found("place.apart", 1.0, (f"{one.admin1} and {other.admin1}",))
    return Found("place.country", 1.0, (one.country,)) if one.country and other.country else None


def _points(one: Spot, other: Spot, *, same: bool) -> Found | None:
    km = 0.0 if same else distance_km(one, other)
    if km is None:
        return None
    if km <= HERE_KM:
        return Found("place.same", 1.0, (one.name,))
    if km <= NEAR_KM:
        return Found("place.near", 1.0, (f"{km:.0f} km",))
    where = f"{one.name} and {other.name}, {km:.0f} km apart"
    return Found("place.apart" if km <= APART_KM else "place.far", 1.0, (where,))


def distance_km(one: Spot, other: Spot) -> float | None:
    """Kilometres between two points on the sphere; None where one has no point.

    Method: haversine, on a sphere of 6,371 km.
    """
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    lat, lat2 = math.radians(one.lat), math.radians(other.lat)
    half = math.sin((lat2 - lat) / 2) ** 2
    half += math.cos(lat) * math.cos(lat2) * math.sin(math.radians(other.lon - one.lon) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))
