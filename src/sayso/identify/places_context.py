"""The names of places in a report, and what the words around them say.

In:   a report's text
Out:  `find_names`: spans of likely place names; `Cues` of a span: words that tell what kind of
      place it is, which country it is in, and which name contains it

Method: runs of capitalised words are cut at the longest names that the gazetteer has. A
name that is part of a longer run ("John Jackson", "Hamburg University") counts only where the rest of
the run is a word for a kind of place. Adjectives of countries ("Turkish") are context, not places.
Known faults: a person with one name that is also a town is taken for the town.
"""

import csv
import functools
import re
import tomllib
from importlib.resources import files
from typing import Any, NamedTuple

from sayso.identify.places_build import TOWN
from sayso.identify.places_fold import fold
from sayso.identify.places_gazetteer import Gazetteer

_WORD = re.compile(r"[^\W\d_][\w'’‘`ʿʾ.\-–&]*", re.UNICODE)
_INNER = frozenset(
    {"al", "el", "de", "la", "le", "les", "des", "du", "da", "do", "dos", "of", "the", "and", "sur",
     "von", "van", "den", "der", "am", "an", "ad", "del", "di", "y", "e", "es", "ul", "as", "us"}
)  # fmt: skip
_LONGEST = 5  # words of a name; "Port of Spain" has three, "Santa Cruz de la Sierra" five
_AFTER = 60  # characters after a name in which the name that contains it is looked for
_BEFORE = 45
_BIG = 200_000  # a part of a longer run counts from this many people on


class Name(NamedTuple):
    """A likely name of a place, with its offsets."""

    start: int
    end: int
    text: str


def main_part(text: str) -> str:
    """The name inside a name of something: "Da Nang International Airport"; "" when there is none.

    >>> main_part("Da Nang International Airport"), main_part("northern Aleppo"), main_part("Mosul")
    ('Da Nang', 'Aleppo', '')
    """
    sets = word_sets()
    words = text.split(",")[0].split()
    size = len(words)
    drop = sets["say_thing"] | sets["kind_unit"] | sets["kind_town"] | sets["say_border"]
    while len(words) > 1 and words[-1].casefold() in drop | {"international", "air", "refugee"}:
        words.pop()
    while len(words) > 1 and words[0].casefold() in sets["say_part"] | {"greater", "downtown"}:
        del words[0]
    return " ".join(words) if len(words) < size or "," in text else ""


class Cues(NamedTuple):
    """What stands around a name."""

    unit: bool  # a word for a province or district belongs to it
    town: bool  # a word for a town belongs to it
    within: str  # the name that follows as what contains it: ", Iraq", " in Iraq"
    close: bool  # `within` is joined by a comma or bracket
    countries: frozenset[str]  # countries by adjective or possessive just before it


@functools.cache
def word_sets() -> dict[str, frozenset[str]]:
    """The reviewed lists, by name."""
    text = (files("sayso.identify") / "places_words.toml").read_text("utf-8")
    table: dict[str, Any] = tomllib.loads(text)
    sets = {f"kind_{name}": frozenset(v) for name, v in table["kind"].items()}
    sets |= {f"say_{name}": frozenset(v) for name, v in table["say"].items()}
    sets |= {f"not_{name}": frozenset(v) for name, v in table["not_places"].items()}
    return sets


@functools.cache
def adjectives() -> dict[str, str]:
    """Adjectives and peoples of countries, to alpha-3 codes."""
    found: dict[str, str] = {}
    with (files("sayso.identify") / "roster" / "states.csv").open("r", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            for field in ("adjectives", "people"):
                for word in (row[field] or "").split("|"):
                    if word and not row["until"]:
                        found.setdefault(fold(word), row["iso3"])
    return found


def find_names(text: str, gazetteer: Gazetteer) -> list[Name]:
    """Spans of likely place names, in text order, none over another."""
    found: list[Name] = []
    lower = set(re.findall(r"\b[a-z]{3,}\b", text))
    for run in _runs(text):
        at = 0
        while at < len(run):
            size = _longest(run, at, text, gazetteer)
            if size and _counts(run, at, size, text, lower, gazetteer):
                start, end = run[at].start(), _end(run[at + size - 1], text)
                found.append(Name(start, end, text[start:end]))
            at += max(size, 1)
    return found


def adjectives_in(text: str) -> dict[str, int]:
    """How often each country is named by its adjective or people."""
    known = adjectives()
    counts: dict[str, int] = {}
    for word in re.findall(r"\b[A-Z][a-z]+(?: [A-Z][a-z]+)?", text):
        for part in (word, *word.split()):
            code = known.get(part.casefold())
            if code:
                counts[code] = counts.get(code, 0) + 1
                break
    return counts


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
    return Cues(unit, town, within, close, _countries_before(before, gazetteer))


_CONTAINER = re.compile(
    r"^(?:'s|’s)?(?P<kind>\s+[a-z]+)?(?P<join>\s*,\s*(?:in\s+)?|\s*\(|\s+in\s+)(?:the\s+|[a-z\-]+ern\s+|[a-z]+\s+)?"
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
    for word in re.findall(r"[A-Z][\w.\-]+(?=(?:'s|’s)?\s+(?:[\w\-]+\s+){0,4}(?:of\s+)?(?:the\s+)?$)", clause):
        code = known.get(word.casefold())
        if code:
            codes.add(code)
    owner = re.search(r"([A-Z][\w.\-]+(?: [A-Z][\w.\-]+)?)(?:'s|’s)\s+(?:[\w\-]+\s+){0,4}$", clause)
    if owner:
        for number in gazetteer.find(owner[1]).places:
            if gazetteer.kind[number] == 1:
                codes.add(gazetteer.code(int(number)))
    return frozenset(codes)


def _runs(text: str) -> list[list[re.Match[str]]]:
    """Stretches of capitalised words, with small words inside them."""
    runs: list[list[re.Match[str]]] = []
    run: list[re.Match[str]] = []
    last = 0
    for word in _WORD.finditer(text):
        capital = word[0][0].isupper() or (word[0][:3] in ("al-", "el-", "ez-") and len(word[0]) > 4)
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


_ABBREVIATED = frozenset({"st.", "mt.", "ft.", "u.s.", "u.k.", "gen.", "col.", "lt.", "maj.", "dr.", "mr.", "mrs.", "ms.", "sgt.", "capt.", "gov.", "sen.", "rep."})


def _stops(word: str) -> bool:
    """Whether a word ends its run: a sentence ends with it, or it is possessive."""
    if word.endswith(("'s", "’s", "s'", "s’")):
        return True
    return word.endswith(".") and len(word) > 2 and word.casefold() not in _ABBREVIATED


def _end(word: re.Match[str], text: str) -> int:
    """The end of a word without possessive and full stop."""
    bare = word[0]
    for tail in ("'s", "’s", "'", "’"):
        bare = bare.removesuffix(tail)
    if bare.endswith(".") and not re.search(r"\w\.\w", bare):
        bare = bare[:-1]
    return word.start() + len(bare.rstrip("-–&"))


def _longest(run: list[re.Match[str]], at: int, text: str, gazetteer: Gazetteer) -> int:
    """Number of words of the longest known name that begins here; 0 for none."""
    if run[at][0] in _INNER:
        return 0
    for size in range(min(_LONGEST, len(run) - at), 0, -1):
        name = text[run[at].start() : _end(run[at + size - 1], text)]
        if len(name) > 1 and (len(gazetteer.find(name).places) or gazetteer.short(name) >= 0):
            return size
    return 0


def _counts(
    run: list[re.Match[str]],
    at: int,
    size: int,
    text: str,
    lower: set[str],
    gazetteer: Gazetteer,
) -> bool:
    """Whether a known name is likely to be meant as a place here."""
    sets = word_sets()
    name = text[run[at].start() : _end(run[at + size - 1], text)]
    key = fold(name)
    if key in sets["not_words"] or key in adjectives():
        return False
    places = gazetteer.find(name).places
    if not len(places):  # a short form: "Ky." after a name and a comma
        return text[max(0, run[at].start() - 2) : run[at].start()] == ", "
    if size == 1 and key in lower and not (gazetteer.kind[places] < TOWN).any():
        return False
    rest = [w[0].rstrip(".").casefold() for w in (*run[:at], *run[at + size :])]
    if not rest:
        return True
    before = run[at - 1][0].rstrip(".").casefold() if at else ""
    after = run[at + size][0].rstrip(".").casefold() if at + size < len(run) else ""
    if before in sets["not_titles"]:
        return False
    known = sets["kind_town"] | sets["kind_unit"] | sets["say_part"] | sets["not_words"]
    fine = (not before or before in known or before in adjectives() or before in _INNER) and (
        not after or after in known or after in _INNER
    )
    large = (gazetteer.kind[places] < 3).any() or int(gazetteer.pop[places].max()) >= _BIG
    return fine or (bool(large) and size + len(rest) > 0 and before not in sets["not_first_names"])
