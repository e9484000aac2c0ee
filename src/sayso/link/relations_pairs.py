"""Between whom a relation claim holds.

In:   a claim
Out:  pairs of parties, actor first; of a symmetric type in the order of their keys

Method: every actor with every recipient; of a symmetric type without recipients the actors
among each other ("Velmar and the Dawn Column are at war"); `controls` and `present_in` pair
the actor with each place. A side that names nobody gives no pair.
Known faults: of "A, B and C fight D" the text may mean that A, B and C are allies; nothing is
made of that.
"""

import re
from collections.abc import Callable, Iterable
from itertools import combinations

from sayso.base.ids import digest
from sayso.base.keys import bare, bare_place, place_key
from sayso.base.nouns import Claim, Place
from sayso.link.relations_names import key_of_name, plain
from sayso.link.relations_signs import Party, party

SYMMETRIC = frozenset({"alliance", "hostility", "rivalry", "merger", "alias"})
WITH_PLACE = frozenset({"controls", "present_in"})
FRIENDLY = frozenset({"allegiance", "alliance", "backing", "part_of", "merger", "member_of"})
HOSTILE = frozenset({"hostility", "rivalry", "split"})

_WIDE = frozenset({"country", "region"})
_WORDS = re.compile(r"[^\W\d_]{4,}")  # shorter ones are "of", "and", "the"

Joined = Callable[[str], str]
"""From a key to the key of the actor that it is joined to (`relations_names`)."""


def relation_id(type_: str, actor: str, recipient: str) -> str:
    """Id of a relation: the hash of its type and its ends, sorted where the type is symmetric.

    >>> relation_id("alliance", "a", "b") == relation_id("alliance", "b", "a")
    True
    """
    ends = sorted((actor, recipient)) if type_ in SYMMETRIC else [actor, recipient]
    return "l-" + digest(type_, *ends)


def place_party(place: Place) -> Party | None:
    """A place as a side of a relation; None for words that name none."""
    if _is_only_around(place):
        place = Place(start=place.start, end=place.end, text=place.text)
    key = place_key(place)
    name = (place.name or place.text).strip()
    if not key or not any(c.isupper() for c in name):
        return None
    if place.geonameid is None:
        plain_name = bare_place(name)
        name = name[len(name) - len(plain_name) :] if name.lower().endswith(plain_name) else name
    return Party(key=key, name=name)


def _is_only_around(place: Place) -> bool:
    """Whether what was chosen is the country in which the place lies, and not the place itself.

    Then no word of the country's name stands in the mention: who controls Lake Kavra does not
    control the country.
    """
    if place.precision not in _WIDE:
        return False
    named = set(_WORDS.findall(place.name.casefold()))
    return not named & set(_WORDS.findall(place.text.casefold()))


def parties(claim: Claim, joined: Joined) -> tuple[list[Party], list[Party], list[Party]]:
    """The named actors, recipients and places of a claim, by the keys they are joined to."""
    return (
        _listed((party(who) for who in claim.actor), joined),
        _listed((party(who) for who in claim.recipient), joined),
        _listed((place_party(place) for place in claim.place), str),
    )


def pairs(type_: str, claim: Claim, joined: Joined) -> list[tuple[Party, Party]]:
    """The pairs between whom a claim of this type tells a relation; none with itself."""
    if type_ == "alias":
        return _names(claim)
    actors, recipients, places = parties(claim, joined)
    if type_ in WITH_PLACE:
        return [(a, p) for a in actors for p in places]
    if type_ in SYMMETRIC:
        found = [(a, r) for a in actors for r in recipients]
        if not claim.recipient:
            found = list(combinations(actors, 2))
        return _apart((a, r) if a.key <= r.key else (r, a) for a, r in found)
    return _apart((a, r) for a in actors for r in recipients)


def _names(claim: Claim) -> list[tuple[Party, Party]]:
    """Pairs of names, by their own keys: an alias is what joins them.

    A name that identification has already taken for the other's is a name all the same; its key
    is the one that it has where nobody introduces it.
    """
    if len(claim.actor) != 1 or len(claim.recipient) != 1:
        return []  # of several, nobody says which has which name
    (a,), (r,) = claim.actor, claim.recipient
    one, other = party(a), party(r)
    if one is None or other is None:
        return []
    one = Party(key=plain(one.key), name=(a.name or a.text).strip())
    other = Party(key=plain(other.key), name=(r.name or r.text).strip())
    if one.key == other.key and bare(one.name) != bare(other.name):
        other = Party(key=key_of_name(other.name), name=other.name)
    return _apart([(one, other) if one.key <= other.key else (other, one)])


def sides(claim: Claim, joined: Joined) -> list[tuple[Party, Party]]:
    """All pairs of the actors and recipients of an event, whichever side they stand on."""
    actors, recipients, _ = parties(claim, joined)
    return _apart(combinations([*actors, *recipients], 2))


def _apart(found: Iterable[tuple[Party, Party]]) -> list[tuple[Party, Party]]:
    return [(a, b) for a, b in found if a.key != b.key]


def _listed(found: Iterable[Party | None], joined: Joined) -> list[Party]:
    listed: dict[str, Party] = {}
    for one in found:
        if one is not None:
            key = joined(one.key)
            listed.setdefault(key, Party(key=key, name=one.name))
    return list(listed.values())
