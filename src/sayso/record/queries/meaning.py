"""What a name may mean: actors of the record and of the roster, places of the gazetteer.

In:   words as a person types them
Out:  (id, name, detail) to choose from, best first

Method: actors of the record by the beginning of any word; then the roster's, by name, spelling
or acronym, or by id; places by their name in any spelling, the largest first.
Known faults: the roster and the gazetteer are asked for whole names, not for beginnings.
"""

import numpy as np

from sayso.base.keys import NAME
from sayso.record.queries.searching import actors_named
from sayso.record.view import View

Choice = tuple[str, str, str]


def actors_meant(view: View, words: str, most: int) -> list[Choice]:
    """Actors that have an id, by which a name can be settled."""
    if not words:
        return []
    found = {
        key: (key, name, f"in {n:,} {'claim' if n == 1 else 'claims'} of this record")
        for key, name, n in actors_named(view, words, most)
        if not key.startswith(NAME)
    }
    from sayso.identify.actors_index import fold, names, trimmed  # noqa: PLC0415  reads the lists
    from sayso.identify.actors_roster import roster  # noqa: PLC0415

    known, index = roster(), names()
    bare = words.replace(".", "")
    hits = [*index.by_name.get(fold(trimmed(words)), ()), *index.by_acronym.get(bare, ()),
            *index.by_acronym.get(bare.upper(), ())]  # fmt: skip
    ids = [hit.actor for hit in sorted(hits, key=lambda hit: -hit.score)]
    ids += [words] if words in known.actors or words in known.persons else []
    for id_ in ids:
        entry = known.actors.get(id_) or known.persons.get(id_)
        if entry is not None and id_ not in found:
            found[id_] = (id_, entry.name, f"{id_}, known to the roster")
    return list(found.values())[:most]


def places_meant(words: str, most: int) -> list[Choice]:
    """Places that bear a name, with province and country."""
    if not words:
        return []
    from sayso.identify.places_gazetteer import gazetteer  # noqa: PLC0415  opens the index
    from sayso.identify.places_settle import Settled  # noqa: PLC0415

    places = gazetteer()
    if words.isdecimal():
        numbers = np.flatnonzero(places.id == int(words))
    else:
        numbers = places.find(words).places
        if not len(numbers):
            numbers = places.find_loosely(words).places
    ordered = sorted(map(int, numbers), key=lambda n: (-int(places.pop[n]), n))
    found: dict[str, Choice] = {}
    for number in ordered:
        one, people = Settled.at(number, places), int(places.pop[number])
        if one.geonameid is None or len(found) == most:
            continue
        label = ", ".join(dict.fromkeys(p for p in (one.name, one.admin1, one.country) if p))
        what = "town" if one.precision == "place" else one.precision
        detail = f"{what}, {people:,} people" if people else what
        found.setdefault(str(one.geonameid), (str(one.geonameid), label, detail))
    return list(found.values())
