"""Where countries lie, by the gazetteer: for rules on places.

In:   GeoNames ids, points, codes of countries
Out:  the country of an id; how far a point is from the nearest known place of a country

Method: 286,848 places of the shipped gazetteer. The nearest place is a better bound than a box:
the boxes of Russia, France or the United States hold half the globe.
Known faults: empty land (deserts, sea) is far from any place of its own country.
"""

import functools
from typing import Any

import numpy as np

from sayso.identify.places_build import COUNTRY
from sayso.identify.places_gazetteer import gazetteer
from sayso.identify.places_model import distance_km

Array = np.ndarray[Any, Any]


class Atlas:
    """The gazetteer, asked by id and by country."""

    def __init__(self) -> None:
        self._places = gazetteer()
        kinds = self._places.kind
        self._countries = {
            self._places.code(int(i)): int(i) for i in np.flatnonzero(kinds == COUNTRY)
        }
        self._order = np.argsort(self._places.id, kind="stable")
        self._ids = self._places.id[self._order]

    @property
    def countries(self) -> frozenset[str]:
        """Alpha-3 codes of all countries and dependent lands."""
        return frozenset(self._countries)

    def country_of(self, geonameid: int) -> str:
        """Alpha-3 code of the country that a place lies in, "" where it is not known."""
        at = int(np.searchsorted(self._ids, geonameid))
        if at == len(self._ids) or self._ids[at] != geonameid:
            return ""
        country = int(self._places.country[self._order[at]])
        return self._places.code(country) if country >= 0 else ""

    def distance(self, lat: float, lon: float, country: str) -> float | None:
        """Kilometres to the nearest known place of a country; None for an unknown country."""
        lats, lons = self._of(country)
        if not len(lats):
            return None
        here = np.radians(np.array([lat])), np.radians(np.array([lon]))
        return float(distance_km(*here, lats, lons).min())

    @functools.lru_cache(maxsize=64)  # noqa: B019  one atlas a process
    def _of(self, country: str) -> tuple[Array, Array]:
        number = self._countries.get(country)
        if number is None:
            return np.empty(0), np.empty(0)
        mine = self._places.country == number
        lats, lons = self._places.lat[mine], self._places.lon[mine]
        known = ~np.isnan(lats)
        return np.radians(lats[known].astype(float)), np.radians(lons[known].astype(float))


@functools.cache
def atlas() -> Atlas:
    """The atlas, made once a process: some 50 ms after the gazetteer."""
    return Atlas()


def apart_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two points in degrees.

    >>> round(apart_km((0, 0), (0, 1)))
    111
    """
    lat_a, lon_a, lat_b, lon_b = np.radians(np.array([[*a, *b]]).T)
    return float(distance_km(lat_a, lon_a, lat_b, lon_b)[0])
