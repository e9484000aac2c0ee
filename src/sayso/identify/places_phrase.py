"""The names in the words of a place mention, and how the words stand to them.

In:   the words of a mention ("a village 20 km north of Mosul"), and what stands before it
Out:  `Part`s: each name with its offsets and its relation to the place that is meant

Method: capitalised runs are cut at the longest names that the gazetteer has; what is left of a
run is a name that it does not have. The words before each name tell the relation: at it, near
it, a part of it, by its border.
Known faults: a name in small letters is not seen.
"""

import itertools
import re
from typing import Literal, NamedTuple

from sayso.identify.places_find import ABBREVIATED, is_well_known, name_end, runs_of
from sayso.identify.places_fold import fold
from sayso.identify.places_gazetteer import Gazetteer
from sayso.identify.places_words import Name, adjectives, word_sets

Relation = Literal["at", "near", "far", "part", "border", "thing"]

_KM = re.compile(
    r"(?P<n>\d[\d,.]*)\s*-?\s*(?P<unit>km|kms|kilomet(?:er|re)s?|mi|miles?)\b", re.IGNORECASE
)
_KM_OF = {"m": 1.609, "k": 1.0}
FAR_KM = 30.0
"""A place so far from a name is not in its district: half the districts of our gazetteer reach
less than 30 km from the middle of their towns."""


class Part(NamedTuple):
    """A name in a mention. `known` is false where the gazetteer has no such name."""

    name: Name
    relation: Relation
    known: bool


class Phrase(NamedTuple):
    """The names of a mention, in text order; adjectives of countries ("the Afghan capital")."""

    parts: tuple[Part, ...]
    country: str  # alpha-3 of the adjective, "" when there is none
    joined: bool  # several places side by side: "Mosul and Raqqa"


def read_phrase(start: int, end: int, text: str, gazetteer: Gazetteer) -> Phrase:
    """Read the words of a mention, half-open offsets in a text."""
    parts: list[Part] = []
    country = ""
    last = start
    for run in runs_of(text[start:end]):
        at = 0
        while at < len(run):
            size = _longest(run, at, text[start:end], gazetteer)
            words = run[at : at + max(size, 1)]
            begin, stop = start + words[0].start(), start + name_end(words[-1], text[start:end])
            name = Name(begin, stop, text[begin:stop])
            at += max(size, 1)
            if size == 1 and parts and text[last:begin] == " " and _is_thing(name.text):
                continue  # there are a town "Forest" and a state "Delta": not in "Boni Forest"
            code = adjectives().get(fold(name.text))
            if code and size <= 1 and fold(name.text) not in _BOTH:
                country = country or code
            elif size or _may_name(name.text):
                outside = text[max(0, start - 40) : start] if last == start else ""
                relation = _relation(outside, text[last:begin], text[stop:end])
                parts.append(Part(name, relation, bool(size)))
                last = stop
    return Phrase(tuple(_merged(parts, text, gazetteer)), country, _joined(parts, text))


# Names that are adjectives too.
_BOTH = frozenset({"us", "un"})
_JOIN = re.compile(r"\s*(?:,|and|or|&|, and)\s+(?:in |the |near )*", re.IGNORECASE)


def _joined(parts: list[Part], text: str) -> bool:
    return any(
        _JOIN.fullmatch(text[a.name.end : b.name.start]) is not None
        for a, b in itertools.pairwise(parts)
    )


def _merged(parts: list[Part], text: str, gazetteer: Gazetteer) -> list[Part]:
    """Words beside each other are one name that we do not know, unless one is a well-known place.

    There is a town "Ras" in India: not in "Ras Lanuf".
    """
    out: list[Part] = []
    for found in parts:
        part = found
        if (
            out
            and text[out[-1].name.end : part.name.start] == " "
            and _may_be_a_part(part, gazetteer)
            and _may_be_a_part(out[-1], gazetteer)
        ):
            first = out.pop()
            name = Name(first.name.start, part.name.end, text[first.name.start : part.name.end])
            part = Part(name, first.relation, False)
        out.append(part)
    return out


def _may_be_a_part(part: Part, gazetteer: Gazetteer) -> bool:
    return not (part.known and is_well_known(part.name.text, gazetteer))


def _is_thing(text: str) -> bool:
    return fold(text) in word_sets()["say_thing"]


def _may_name(text: str) -> bool:
    sets = word_sets()
    key = fold(text)
    plain = key in sets["beside"] or key in sets["say_thing"]
    return len(key) > 2 and not plain and text.casefold() not in ABBREVIATED


def _longest(run: list[re.Match[str]], at: int, text: str, gazetteer: Gazetteer) -> int:
    sets = word_sets()
    for size in range(min(5, len(run) - at), 0, -1):
        name = text[run[at].start() : name_end(run[at + size - 1], text)]
        key = fold(name)
        if size == 1 and (
            key in sets["say_part"] or key in sets["not_words"] or run[at][0].islower()
        ):
            return 0
        opens = size == 1 and at + 1 < len(run) and key in sets["opens"]
        if len(key) > 1 and not opens and len(gazetteer.find(name).places):
            return size
    return 0


def _relation(outside: str, inside: str, after: str) -> Relation:
    """How a place stands to a name.

    Args:
        outside: words before the mention.
        inside: words of the mention before the name, since the name before it.
        after: words of the mention after the name.
    """
    sets = word_sets()
    clause = re.split(r"[.;!?]\s", outside.casefold())[-1]
    before = _CITY_OF.sub("", f"{clause}{inside.casefold()}").rstrip()
    # A distance counts where it is the last thing said before the name, in the mention or not.
    km = _KM.search(before)
    if km and len(before) - km.end() < 25:
        number = float(km["n"].replace(",", "")) if _NUMBER.fullmatch(km["n"]) else 0.0
        return "far" if number * _KM_OF[km["unit"][0].casefold()] > FAR_KM else "near"
    tail = re.findall(r"[a-z\-]+", after.casefold())[:2]
    if sets["say_border"] & {*tail, *re.findall(r"[a-z\-]+", inside.casefold())[-4:]}:
        return "border"
    ends = _ends(before)
    if ends & sets["say_near"]:
        return "near"
    if sets["say_thing"] & set(tail):
        return "thing"
    if ends & sets["say_part"] or _REST & set(tail[:1]):
        return "part"
    return "at"


def _ends(before: str) -> set[str]:
    """The last word, the last two and the last three."""
    words = before.removesuffix(" the").replace("(", " ").split()[-3:]
    return {" ".join(words[at:]) for at in range(len(words))}


_NUMBER = re.compile(r"\d[\d,]*(\.\d+)?")
_CITY_OF = re.compile(
    r"\s*\b(?:the\s+)?(?:[a-z\-]+\s+)?(?:city|town|village|port|capital|province|district|area)"
    r"\s+of\s+(?:the\s+)?$"
)
_REST = frozenset({"countryside", "areas", "hinterland"})
