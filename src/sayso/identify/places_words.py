"""The reviewed words for places, and the adjectives of countries.

In:   `places_words.toml`, and the roster's states
Out:  sets of words by name; adjectives by country; the name inside the name of a thing

Method: read once a process.
Known faults: none known.
"""

import csv
import functools
import re
import tomllib
from importlib.resources import files
from typing import Any, NamedTuple

from sayso.identify.places_fold import fold


class Name(NamedTuple):
    """A likely name of a place, with its offsets."""

    start: int
    end: int
    text: str


@functools.cache
def word_sets() -> dict[str, frozenset[str]]:
    """The reviewed lists, by name."""
    text = (files("sayso.identify") / "places_words.toml").read_text("utf-8")
    table: dict[str, Any] = tomllib.loads(text)
    sets = {f"kind_{name}": frozenset(v) for name, v in table["kind"].items()}
    sets |= {f"say_{name}": frozenset(v) for name, v in table["say"].items()}
    sets |= {f"not_{name}": frozenset(v) for name, v in table["not_places"].items()}
    # Unions that are asked for often.
    sets["beside"] = sets["kind_town"] | sets["kind_unit"] | sets["say_part"] | sets["not_words"]
    sets["inner_end"] = (
        sets["say_thing"] | sets["kind_unit"] | sets["kind_town"] | sets["say_border"]
    )
    sets["inner_end"] |= {"international", "air", "refugee"}
    sets["common"] = sets["not_common"] | sets["not_first_names"] | sets["not_titles"]
    # Words that open a name of several words: there is a town "Port", but not in "Port Averey".
    sets["opens"] = (
        sets["kind_town"] | sets["say_thing"] | {"fort", "mount", "cape", "saint", "tel", "new"}
    )
    sets["inner_start"] = sets["say_part"] | {"greater", "downtown"}
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


@functools.cache
def adjectives_that_are_names() -> frozenset[str]:
    """Names of states that are adjectives too: "US", "New Zealand", "Hong Kong"."""
    names: set[str] = set()
    with (files("sayso.identify") / "roster" / "states.csv").open("r", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            for field in ("name", "names", "acronyms"):
                names.update(fold(word) for word in row[field].split("|") if word)
    return frozenset(names & adjectives().keys())


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


def main_part(text: str) -> str:
    """The name inside a name of something: "Da Nang International Airport"; "" when there is none.

    >>> main_part("Da Nang International Airport"), main_part("northern Aleppo"), main_part("Mosul")
    ('Da Nang', 'Aleppo', '')
    """
    sets = word_sets()
    words = text.split(",", maxsplit=1)[0].split()
    size = len(words)
    while len(words) > 1 and words[-1].casefold() in sets["inner_end"]:
        words.pop()
    while len(words) > 1 and words[0].casefold() in sets["inner_start"]:
        del words[0]
    return " ".join(words) if len(words) < size or "," in text else ""
