"""What the words around a name say of the place.

In:   a name with its offsets, and the text
Out:  `Cues`: what kind of place it is, which country it is in, which name contains it

Method: patterns over some words before and after the name.
Known faults: "in" after a name is taken to say where it lies, also where it says where
something happened.
"""

import re
from typing import NamedTuple

from sayso.identify.places_build import COUNTRY
from sayso.identify.places_fold import fold
from sayso.identify.places_gazetteer import Gazetteer
from sayso.identify.places_words import Name, adjectives, word_sets

_AFTER = 60  # characters after a name in which the name that contains it is looked for
_BEFORE = 45  # characters before it in which adjectives and words for its kind are looked for


class Cues(NamedTuple):
    """What stands around a name."""

    unit: bool  # a word for a province or district belongs to it
    town: bool  # a word for a town belongs to it
    within: str  # the name that follows as what contains it: ", Iraq", " in Iraq"
    close: bool  # `within` is joined by a comma or bracket
    countries: frozenset[str]  # countries by adjective or possessive just before it
    owner: str  # the one of them that says where it lies: "the Iraqi town of", "Iraq's"


def cues(name: Name, text: str, gazetteer: Gazetteer) -> Cues:
    """Read the words around a name."""
    sets = word_sets()
    after = text[name.end : name.end + _AFTER]
    before = text[max(0, name.start - _BEFORE) : name.start]
    inside = fold(name.text).split()
    next_word = re.match(r"\s+(\w+)", after)
    following = next_word[1].casefold() if next_word else ""
    of = re.search(r"(\w+)\s+(?:of|called|named)\s+(?:the\s+)?$", before)
    just = re.search(r"(\w+)\s+(?:the\s+)?$", before)
    beside = {following, of[1].casefold() if of else "", inside[-1] if inside else ""}
    preceding = just[1].casefold() if just else ""
    unit = bool(beside & sets["kind_unit"])
    town = bool((beside | {preceding}) & sets["kind_town"])
    within, close = _within(after, following)
    countries = _countries_before(before, gazetteer)
    return Cues(unit, town, within, close, countries, _owner(before, gazetteer))


# "Turkish forces shelled X" does not say where X is; "the Turkish town of X" does.
_KIND = (
    r"(?:cit(?:y|ies)|towns?|villages?|provinces?|governorates?|districts?|regions?|states?|ports?"
    r"|capital|county|department|oblast)"
)
_OWNER = re.compile(
    rf"(?:(?P<adj>[A-Z][\w.\-]+)\s+(?:[a-z\-]+\s+){{0,2}}{_KIND}\s+(?:of\s+)?(?:the\s+)?"
    rf"|(?P<own>[A-Z][\w.\-]+(?: [A-Z][\w.\-]+)?)['’]s?\s+(?:[a-z\-]*(?:ern|st|th)\s+)?"
    rf"(?:(?:[a-z\-]+\s+){{0,2}}{_KIND}\s+(?:of\s+)?)?)$"
)


def _owner(before: str, gazetteer: Gazetteer) -> str:
    found = _OWNER.search(before)
    if not found:
        return ""
    if found["adj"]:
        return adjectives().get(found["adj"].casefold(), "")
    states = [int(n) for n in gazetteer.find(found["own"]).places if gazetteer.kind[n] == COUNTRY]
    return gazetteer.code(states[0]) if len(states) == 1 else ""


_CONTAINER = re.compile(
    r"^(?:'s|’s)?(?P<kind>\s+[a-z]+)?(?P<join>\s*,\s*(?:in\s+)?|\s*\(|\s+in\s+)"
    r"(?:the\s+|[a-z\-]+ern\s+|[a-z]+\s+)?"
    r"(?P<name>[A-Z][\w'’.\-]*(?:\s+(?:of\s+|the\s+|al-)*[A-Z][\w'’.\-]*){0,3})"
)


def _within(after: str, following: str) -> tuple[str, bool]:
    found = _CONTAINER.match(after)
    if not found:
        return "", False
    name = found["name"].removesuffix("'s").removesuffix("’s")
    return name, "in" not in found["join"].split()


def _countries_before(before: str, gazetteer: Gazetteer) -> frozenset[str]:
    clause = re.split(r"[.;:!?\n]\s", before)[-1]
    known = adjectives()
    codes = set()
    for word in re.findall(
        r"[A-Z][\w.\-]+(?=(?:'s|’s)?\s+(?:[\w\-]+\s+){0,4}(?:of\s+)?(?:the\s+)?$)", clause
    ):
        code = known.get(word.casefold())
        if code:
            codes.add(code)
    owner = re.search(r"([A-Z][\w.\-]+(?: [A-Z][\w.\-]+)?)(?:'s|’s)\s+(?:[\w\-]+\s+){0,4}$", clause)
    if owner:
        for number in gazetteer.find(owner[1]).places:
            if gazetteer.kind[number] == COUNTRY:
                codes.add(gazetteer.code(int(number)))
    return frozenset(codes)
