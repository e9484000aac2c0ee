"""Keys: one word for one actor or place, by which records join claims.

In:   mentions of actors, voices and places, identified or not
Out:  the id where there is one, else the folded name behind "name:" or "place:"

Method: an id is never mistaken for a name, since no id has these openings (`docs/actors.md`).
Known faults: two unlike actors whom nobody identified and who bear one name share a key.
"""

import re

from sayso.base.nouns import Actor, Place, Voice, Where

NAME = "name:"
PLACE = "place:"
GEO = "geo:"


def fold(name: str) -> str:
    """A name without the differences that mean nothing: case, and how wide its gaps are.

    >>> fold("  Hallin\\n FRONT ")
    'hallin front'
    """
    return " ".join(name.casefold().split())


def bare(name: str) -> str:
    """A folded name without its article: what a person's word on a name goes by.

    >>> bare("The Hallin Front"), bare("the")
    ('hallin front', 'the')
    """
    folded = fold(name)
    first, _, rest = folded.partition(" ")
    return rest if rest and first in ("the", "a", "an") else folded


def shown_name(who: Actor | Voice | Place) -> str:
    """The name to show to people: of the candidate that was chosen, else as the report says."""
    chosen = str(who.geonameid) if isinstance(who, Place) else who.actor_id
    if not isinstance(who, Place) or not who.name:
        for candidate in who.candidates:
            if chosen and candidate.id == chosen:
                return candidate.name
    return who.name or who.text


_KIND_OF_PLACE = re.compile(
    r"^(?:(?:[\w-]+ ){0,2}(?:town|city|village|port|province|district|region|county|island|valley"
    r"|suburb|hamlet|settlement|capital) of )(?=\S)"
)


def bare_place(name: str) -> str:
    """A folded name of a place without its article and without what kind of place it is.

    >>> bare_place("the hill town of Karsholt"), bare_place("The Gulf of Ane")
    ('karsholt', 'gulf of ane')
    """
    return _KIND_OF_PLACE.sub("", bare(name), count=1)


def actor_key(who: Actor | Voice) -> str:
    """Key of whoever acts, suffers or speaks: the actor's id, else "name:" and the bare name.

    >>> actor_key(Actor(start=0, end=9, text="the group", name="The Hallin Front"))
    'name:hallin front'
    """
    return who.actor_id or NAME + bare(who.name or who.text)


def place_key(place: Place | Where) -> str:
    """Key of a place: "geo:" and its GeoNames id, else "place:" and the name; "" for none.

    >>> [place_key(Where(name="Ilsk", geonameid=7)), place_key(Where(name="Ilsk"))]
    ['geo:7', 'place:ilsk']
    """
    if place.geonameid is not None:
        return f"{GEO}{place.geonameid}"
    name = place.name or (place.text if isinstance(place, Place) else "")
    return PLACE + bare_place(name) if name.strip() else ""
