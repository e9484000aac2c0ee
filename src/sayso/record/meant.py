"""What a person says that a name means: an actor by id, a place by id or point.

In:   an id, or the fields
Out:  `MeantActor`, `MeantPlace`

Method: an id that the roster or the gazetteer knows brings its name, code and coordinates.
An actor's id need not be in the roster: a project has actors of its own.
Known faults: an actor whose code changed over time gets none.
"""

from typing import Any

import msgspec
import numpy as np

from sayso.base.errors import ConfigError
from sayso.base.keys import GEO, NAME
from sayso.record.coding import MeantActor, MeantPlace


def actor_meant(value: Any) -> MeantActor:
    """An actor by id, or by {"id", "name", "code"}.

    Raises:
        ConfigError: no id, or fields that are not known.
    """
    tree = {"id": value} if isinstance(value, str) else value
    try:
        meant = msgspec.convert(tree, MeantActor)
    except msgspec.ValidationError as err:
        raise ConfigError(f'actor needs an id, or an object with "id" and "name": {err}') from err
    if not meant.id or meant.id.startswith(NAME) or any(c.isspace() for c in meant.id):
        raise ConfigError(f"{meant.id!r} is no id of an actor (see `sayso actors find NAME`)")
    from sayso.identify.actors_roster import roster  # noqa: PLC0415  reads the lists: 0.3 s

    known = roster()
    entry = known.persons.get(meant.id) or known.actors.get(meant.id)
    return MeantActor(
        id=meant.id,
        name=meant.name or (entry.name if entry else ""),
        code=known.code(meant.id, None) if meant.code is None else meant.code,
    )


def place_meant(value: Any, name: str) -> MeantPlace:
    """A place by its GeoNames id, by "lat,lon", or by the fields of `MeantPlace`.

    Args:
        value: what was given.
        name: as reports print it; the name of a place that is given by its point alone.

    Raises:
        ConfigError: the gazetteer does not have the id; a point that is not on the globe.
    """
    text = str(value).removeprefix(GEO).strip() if isinstance(value, str | int) else ""
    if text.isdigit():
        return _by_id(int(text))
    tree: Any = value
    if "," in text:
        lat, _, lon = text.partition(",")
        tree = {"lat": _degrees(lat), "lon": _degrees(lon), "precision": "place"}
    try:
        meant = msgspec.convert({"name": name, **tree}, MeantPlace)
    except (msgspec.ValidationError, TypeError) as err:
        raise ConfigError(f'place needs a GeoNames id, "lat,lon" or an object: {err}') from err
    if meant.lat is not None and not (-90 <= meant.lat <= 90 and -180 <= (meant.lon or 0) <= 180):
        raise ConfigError(f"{meant.lat}, {meant.lon} is not on the globe")
    if (meant.lat is None) != (meant.lon is None):
        raise ConfigError("a point needs both lat and lon")
    return meant


def _degrees(text: str) -> float:
    """Degrees with a sign, or with a letter: a command takes "-1.29" for an option.

    >>> _degrees("1.29S"), _degrees(" 36.82 e")
    (-1.29, 36.82)
    """
    bare = text.strip().upper()
    sign = -1 if bare[-1:] in ("S", "W") else 1
    try:
        return sign * float(bare.rstrip("NSEW"))
    except ValueError as err:
        raise ConfigError(f"{text.strip()!r} is no number of degrees; write 36.89,38.35") from err


def _by_id(geonameid: int) -> MeantPlace:
    from sayso.identify.places_gazetteer import gazetteer  # noqa: PLC0415  opens the index
    from sayso.identify.places_settle import Settled  # noqa: PLC0415

    places = gazetteer()
    found = np.flatnonzero(places.id == geonameid)
    if not geonameid or not len(found):
        raise ConfigError(
            f"the gazetteer has no place {geonameid}; give its point instead, as 36.89,38.35"
        )
    return MeantPlace(**Settled.at(int(found[0]), places).fields())
