"""Mentions of places without a name: "the city", "the country", "the Afghan capital".

In:   the words of a mention, the country of an adjective in it, the names before it
Out:  `Settled`

Method: a capital is looked up by its country. A town, province or country is the last of its kind
that the report named, and only if it named no other of the kind since the paragraph before.
Everything else ("the area", "their homes") stays undecided.
Known faults: "the city" after two towns in one sentence is undecided.
"""

import re

import numpy as np

from sayso.identify.places_build import TOWN
from sayso.identify.places_gazetteer import Gazetteer
from sayso.identify.places_settle import NOWHERE, Settled
from sayso.identify.places_words import Name

_DEFINITE = re.compile(r"(?:the|this|that)\s+(?:[a-z\-]+\s+){0,2}(?P<noun>[a-z]+)", re.IGNORECASE)
_PRECISION = {
    "city": ("place",),
    "town": ("place",),
    "village": ("place",),
    "capital": ("country",),
    "province": ("admin1",),
    "governorate": ("admin1",),
    "state": ("admin1",),
    "district": ("admin2",),
    "county": ("admin2",),
    "country": ("country",),
    "nation": ("country",),
}
# Characters before a mention in which a second name of the kind makes it undecided, and in
# which the first must stand; chosen by hand: about two and six sentences.
_RIVALS, _REACH = 300, 900


def refer(
    words: str, country: str, before: list[tuple[Name, Settled]], gazetteer: Gazetteer
) -> Settled:
    """Read a mention that names no place.

    Args:
        words: the mention as printed.
        country: alpha-3 code of an adjective in it, "" when there is none.
        before: names before it in the report, with what is known of them.
        gazetteer: the places.
    """
    found = _DEFINITE.fullmatch(words.strip())
    noun = found["noun"].casefold() if found else ""
    if re.search(r"\bcapital$", words.strip()):
        return _capital(country or _last(before, ("country",)).country, gazetteer)
    if re.search(r"\b(?:border|frontier|borderlands)\b", words):
        return Settled(name=words, precision="region")  # on which side is not said
    if country:
        return NOWHERE  # "the Turkish side": no place of that kind is known
    if noun not in _PRECISION:
        return NOWHERE
    return _last(before, _PRECISION[noun])


def _last(before: list[tuple[Name, Settled]], precision: tuple[str, ...]) -> Settled:
    fit = [(name, known) for name, known in before if known.precision in precision]
    if not fit:
        return NOWHERE
    end = before[-1][0].end
    last, known = fit[-1]
    if end - last.end > _REACH:
        return NOWHERE
    rivals = {other for name, other in fit if last.start - name.start < _RIVALS}
    return known if rivals == {known} else NOWHERE


def _capital(country: str, gazetteer: Gazetteer) -> Settled:
    whole = Settled.country_of(country, gazetteer) if country else NOWHERE
    if whole is NOWHERE:
        return NOWHERE
    number = int(gazetteer.find(whole.name).places[0])
    mine = np.flatnonzero(
        (gazetteer.capital == 1) & (gazetteer.kind == TOWN) & (gazetteer.country == number)
    )
    return Settled.at(int(mine[0]), gazetteer) if len(mine) == 1 else NOWHERE
