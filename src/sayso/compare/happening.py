"""What is compared: a happening with its days, point, sides and dead, whoever coded it.

In:   nothing; `coded` and `listed` fill it
Out:  `Happening`; `side`, by which actors are compared; `km`

Known faults: none known.
"""

import datetime as dt
import math
import re

from sayso.base.keys import NAME, bare
from sayso.base.nouns import Noun

_EARTH_KM = 6371.0
_STATE = re.compile(r"([a-z]{3})(?:\.(?:gov|mil|police|leg|jud))?$")
_GENERIC = ("any.", "new.")


class Happening(Noun, kw_only=True, frozen=True):
    """One happening.

    Attributes:
        sides: of its actors and recipients (`side`), in no order.
        names: the same for people.
        precision: as `Where.precision`.
        low, best, high: the dead; None where they are not told.
    """

    id: str
    type: str
    mode: str = ""
    day_from: dt.date | None = None
    day_to: dt.date | None = None
    place: str = ""
    country: str = ""
    lat: float | None = None
    lon: float | None = None
    precision: str = ""
    sides: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    low: int | None = None
    best: int | None = None
    high: int | None = None


def side(key: str, name: str) -> str:
    """The side that an actor stands on: a state for its bodies, else the actor; "" for a role.

    A table writes "Government of Syria" where a report has the army: to compare them, the bodies
    of one state are one side. "Gunmen" may be anybody, so a role is no side.

    >>> side("syr.mil", ""), side("islamic-state", ""), side("any.gunmen", ""), side("", "A Front")
    ('syr', 'islamic-state', '', 'name:front')
    """
    if key.startswith("any."):
        return ""
    if not key or key.startswith((NAME, *_GENERIC)):
        folded = bare(name)
        return NAME + folded if folded else ""
    state = _STATE.match(key)
    return state[1] if state else key


def km(one: Happening, other: Happening) -> float | None:
    """Kilometres between their points on a sphere, None where one has none."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    north, south = sorted((math.radians(one.lat), math.radians(other.lat)))
    half = math.sin((south - north) / 2) ** 2
    east = math.sin(math.radians(abs(other.lon - one.lon)) / 2) ** 2
    half += math.cos(north) * math.cos(south) * east
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def days_apart(one: Happening, other: Happening) -> int | None:
    """Days between the two stretches of days, 0 where they touch; None where one has none."""
    if one.day_from is None or one.day_to is None:
        return None
    if other.day_from is None or other.day_to is None:
        return None
    return max(0, (other.day_from - one.day_to).days, (one.day_from - other.day_to).days)
