"""The names of places in a text.

In:   a report's text
Out:  spans of likely place names

Method: runs of capitalised words are cut at the longest names that the gazetteer has. A name
that is part of a longer run ("Hamburg University", "Paris Hilton") counts only where the rest
of the run is a word for a kind of place, or the place is large. Words that stand in small
letters too, and names of persons of the report, count only after "in", "near" and the like.
Known faults: a person with one name that is also a town is taken for the town.
"""

import re
from typing import Literal, NamedTuple

from sayso.identify.places_build import ADMIN2
from sayso.identify.places_fold import fold
from sayso.identify.places_gazetteer import Gazetteer
from sayso.identify.places_words import Name, adjectives, adjectives_that_are_names, word_sets

_WORD = re.compile(r"[^\W\d_][\w'’‘`ʿʾ.\-–&]*", re.UNICODE)
_INNER = frozenset(
    {"al", "el", "de", "la", "le", "les", "des", "du", "da", "do", "dos", "of", "the", "and", "sur",
     "von", "van", "den", "der", "am", "an", "ad", "del", "di", "y", "e", "es", "ul", "as", "us"}
)  # fmt: skip
_LONGEST = 5  # words of a name; "Port of Spain" has three, "Santa Cruz de la Sierra" five
_BIG = 200_000  # people; from here on a name beside other capitals is likely to be the town


PartOf = Literal["all", "start", "end"]
"""Which part of a name as printed a place's name is."""


def find_names(text: str, gazetteer: Gazetteer, *, whole: bool = False) -> list[Name]:
    """Spans of likely place names, in text order, none over another.

    Args:
        text: the text of a report.
        gazetteer: the places.
        whole: leave out names that are a part of another name; see `names_in`.
    """
    return [name for name, part in names_in(text, gazetteer) if part == "all" or not whole]


def names_in(text: str, gazetteer: Gazetteer) -> list[tuple[Name, PartOf]]:
    """Spans of likely place names, in text order, none over another, each with what it is.

    A part of another name says something about its report, but is no place of it: least of all
    one that ends the other ("the Calder Islands"), for what opens it often lies there ("Mosul
    University").

    Args:
        text: the text of a report.
        gazetteer: the places.
    """
    found: list[tuple[Name, PartOf]] = []
    runs = runs_of(text)
    report = _Report(text, gazetteer, frozenset(_LOWER.findall(text)), _persons(runs))
    for run in runs:
        at = 0
        while at < len(run):
            size = _longest(run, at, text, gazetteer)
            if size:
                name = Name(run[at].start(), name_end(run[at + size - 1], text), "")
                name = name._replace(text=text[name.start : name.end])
                likely = _likely(name.start, name.end, report)
                words = run[at : at + size]
                part = _stands(run[:at], words, run[at + size :], likely) if likely else ""
                if part:
                    found.append((name, part))
            at += max(size, 1)
    return found


class _Report(NamedTuple):
    """A text, and the words of it that tell names of places from other words."""

    text: str
    gazetteer: Gazetteer
    lower: frozenset[str]  # those that stand in small letters somewhere
    persons: frozenset[str]  # those that stand after a first name or a title somewhere


_LOWER = re.compile(r"\b[a-z]{3,}\b")


def _persons(runs: list[list[re.Match[str]]]) -> frozenset[str]:
    sets = word_sets()
    named: set[str] = set()
    for run in runs:
        first = run[0][0].rstrip(".").casefold()
        if len(run) > 1 and (first in sets["not_first_names"] or first in sets["not_titles"]):
            named.update(
                word[0].removesuffix("'s").removesuffix("’s").casefold() for word in run[1:4]
            )
    return frozenset(named)


def runs_of(text: str) -> list[list[re.Match[str]]]:
    """Stretches of capitalised words, with small words inside them."""
    runs: list[list[re.Match[str]]] = []
    run: list[re.Match[str]] = []
    last = 0
    for word in _WORD.finditer(text):
        capital = word[0][0].isupper() or (
            word[0][:3] in ("al-", "el-", "ez-") and len(word[0]) > 4
        )
        joined = run and text[last : word.start()] == " " and not _stops(run[-1][0])
        if capital:
            if not joined:
                _keep(run, runs)
                run = []
            run.append(word)
        elif joined and word[0] in _INNER:
            run.append(word)
        else:
            _keep(run, runs)
            run = []
        last = word.end()
    _keep(run, runs)
    return runs


def _keep(run: list[re.Match[str]], runs: list[list[re.Match[str]]]) -> None:
    while run and not run[-1][0][0].isupper() and run[-1][0] in _INNER:
        run.pop()
    if run:
        runs.append(run)


ABBREVIATED = frozenset(
    {
        "st.",
        "mt.",
        "ft.",
        "u.s.",
        "u.k.",
        "gen.",
        "col.",
        "lt.",
        "maj.",
        "dr.",
        "mr.",
        "mrs.",
        "ms.",
        "sgt.",
        "capt.",
        "gov.",
        "sen.",
        "rep.",
    }
)


def _stops(word: str) -> bool:
    """Whether a word ends its run: a sentence ends with it, or it is possessive."""
    if word.endswith(("'s", "’s", "s'", "s’")):
        return True
    return word.endswith(".") and len(word) > 2 and word.casefold() not in ABBREVIATED


def name_end(word: re.Match[str], text: str) -> int:
    """The end of a word without possessive and full stop."""
    bare = word[0]
    if bare[-1] in _ALNUM and bare[-2:] not in ("'s", "’s"):
        return word.end()
    for tail in ("'s", "’s", "'", "’"):
        bare = bare.removesuffix(tail)
    if bare.endswith(".") and not re.search(r"\w\.\w", bare):
        bare = bare[:-1]
    return word.start() + len(bare.rstrip("-–&"))


_ALNUM = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


def _longest(run: list[re.Match[str]], at: int, text: str, gazetteer: Gazetteer) -> int:
    """Number of words of the longest known name that begins here; 0 for none."""
    if run[at][0].casefold() in _INNER:  # "The Hague" is found as "Hague"
        return 0
    for size in range(min(_LONGEST, len(run) - at), 0, -1):
        name = text[run[at].start() : name_end(run[at + size - 1], text)]
        if len(name) > 1 and (len(gazetteer.find(name).places) or gazetteer.short(name) >= 0):
            return size
    return 0


_Likely = Literal["", "town", "large", "state"]


def _likely(start: int, end: int, report: _Report) -> _Likely:
    """Whether a known name is likely to be meant as a place, and how large that is."""
    sets, text = word_sets(), report.text
    name = text[start:end]
    key = fold(name)
    places = report.gazetteer.find(name).places
    if key in sets["not_words"] or text.startswith("$", end):
        return ""
    if not len(places):  # a short form: "Ky." after a name and a comma; "NSW" anywhere
        fits = text[max(0, start - 2) : start] == ", " or (len(name) > 2 and name.isupper())
        return "state" if fits else ""
    state = bool((report.gazetteer.kind[places] < ADMIN2).any())
    if key in adjectives() and not (state and key in adjectives_that_are_names()):
        return ""
    if state:
        return "state"
    common = key in report.lower or key in report.persons or key in sets["common"]
    if common and not _IN.search(text[max(0, start - 9) : start]):
        return ""
    large = int(report.gazetteer.pop[places].max()) >= _BIG
    other = (name.isupper() and len(name) < 5) or _SPEAKS.match(text, end) is not None
    return "large" if large else "" if other else "town"


def is_well_known(name: str, gazetteer: Gazetteer) -> bool:
    """Whether a name is that of a state, a province or a large town, even beside other names."""
    places = gazetteer.find(name).places
    return bool(len(places)) and (
        bool((gazetteer.kind[places] < ADMIN2).any()) or int(gazetteer.pop[places].max()) >= _BIG
    )


def _stands(
    before: list[re.Match[str]],
    name: list[re.Match[str]],
    after: list[re.Match[str]],
    likely: _Likely,
) -> PartOf | Literal[""]:
    """Which part of the capitalised words around it a name is; "" where no place is meant."""
    sets = word_sets()
    last = before[-1][0].rstrip(".").casefold() if before else ""
    following = after[0][0].rstrip(".").casefold() if after else ""
    known = sets["beside"]
    if last in sets["not_titles"] or last in sets["not_first_names"]:
        return ""
    if last and not (last in known or last in adjectives() or last in _INNER):
        return "end" if likely == "state" else ""
    if following and not (following in known or following in _INNER):
        if len(name) == 1 and name[0][0].casefold() in sets["not_first_names"]:
            return ""  # there is a province "Paul": not in "Paul Everin"
        return "start" if likely in ("state", "large") else ""
    return "end" if last == "of" and len(before) > 1 else "all"  # "University of Arizona"


_IN = re.compile(r"\b(?:in|near|at|from|to|outside|around)\s$")
_SPEAKS = re.compile(
    r",?\s(?:said|says|added|told|asked|noted|explained|commented|testified|who)\b"
)
