"""The index of names: every name, acronym, and word that stands for a state.

In:   the roster
Out:  `Names`, with hits by folded name, by acronym, and persons by name and surname

Method: names are compared without case, accents and signs; acronyms with their case.
Persons are indexed when the first is looked up.
Known faults: plurals of peoples are made by rule ("Iraqis"), the rest stand in the roster.
"""

import functools
import re
import unicodedata
from collections import defaultdict

from sayso.base.nouns import Noun
from sayso.identify.actors_roster import Known, Roster, roster

# How sure a kind of name is by itself. A word for a people or a capital may mean the people
# or the town, so they stand below names, and above DECIDED.
_NAME, _SPELLING, _ACRONYM = 1.0, 0.95, 0.9
_SEAT, _CAPITAL, _PEOPLE = 0.9, 0.85, 0.8

_ARTICLE = re.compile(r"^(?:the|a|an|this|that|these|those)\s+", re.IGNORECASE)
_DROPPED, _SIGNS = re.compile("['’‘ʼ`´.]"), re.compile(r"[^\w]+")
_QUOTES = "\"'“”‘’«» \t\n,;:"


class Hit(Noun, kw_only=True, frozen=True):
    """An actor that bears a name. `needs_country`: only with its country in the report."""

    actor: str
    score: float
    reason: str
    needs_country: bool = False


@functools.lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """Bring a name to the form in which names are compared.

    >>> fold("Al-Qaïda  in the Land’s")
    'al qaida in the lands'
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in text if not unicodedata.combining(c))
    return " ".join(_SIGNS.sub(" ", _DROPPED.sub("", text.casefold())).split())


@functools.lru_cache(maxsize=50_000)
def trimmed(text: str) -> str:
    """Take articles, quotation marks and a closing possessive off a mention.

    >>> trimmed("the ‘Islamic State’s")
    'Islamic State'
    """
    text = _ARTICLE.sub("", " ".join(text.split()).strip(_QUOTES)).strip(_QUOTES)
    return re.sub(r"['’]s?$", "", text) if re.search(r"s['’]$|['’]s$", text) else text


class Names:
    """The index of all names, built when the first is looked up."""

    def __init__(self, known: Roster) -> None:
        self.roster = known
        self.by_name: dict[str, list[Hit]] = defaultdict(list)
        self.by_acronym: dict[str, list[Hit]] = defaultdict(list)
        self.states: dict[str, list[str]] = defaultdict(list)  # words that name a state
        for actor in known.actors.values():
            self._add(actor)
        for row in known.states:
            low = row.iso3.lower()
            words = (row.name, row.full_name, *row.names, *row.adjectives, *row.people)
            for word in filter(None, words):
                self._state(word, low)
            for word in (*row.adjectives, *row.people):
                if len(word) > 2 and not word.isupper():
                    self._put(word, low, _PEOPLE, "people or adjective of the state")
                    self._state(_plural(word), low)
                    self._put(_plural(word), low, _PEOPLE, "people of the state")
            for word in row.capitals:
                self._state(word, low)
                self._put(word, f"{low}.gov", _CAPITAL, "capital for its government")
            for word in row.seats:
                self._put(word, f"{low}.gov", _SEAT, "seat for its government")
            for word in row.acronyms:
                if low not in self.states[word.replace(".", "")]:
                    self.states[word.replace(".", "")].append(low)

    def _add(self, actor: Known) -> None:
        for name in filter(None, (actor.name, actor.full_name)):
            self._put(name, actor.id, _NAME, "name")
        for name in actor.names:
            self._put(name, actor.id, _SPELLING, "other name")
        for name in actor.acronyms:
            bare = name.removeprefix("~").replace(".", "")
            hit = Hit(
                actor=actor.id, score=_ACRONYM, reason="acronym", needs_country=name[0] == "~"
            )
            if all(h.actor != actor.id for h in self.by_acronym[bare]):
                self.by_acronym[bare].append(hit)

    def _state(self, word: str, low: str) -> None:
        if low not in self.states[fold(word)]:
            self.states[fold(word)].append(low)

    def _put(self, name: str, actor: str, score: float, reason: str) -> None:
        key = fold(trimmed(name))
        if key and all(h.actor != actor for h in self.by_name[key]):
            hit = Hit(actor=actor, score=score, reason=reason, needs_country=name[0] == "~")
            self.by_name[key].append(hit)

    @functools.cached_property
    def first_words(self) -> frozenset[str]:
        """First words of all names, folded, and all acronyms: what a scan stops at."""
        return frozenset(name.split()[0] for name in self.by_name) | frozenset(self.by_acronym)

    @functools.cached_property
    def persons(self) -> dict[str, list[Hit]]:
        """Persons by folded name; reads their files when first asked for."""
        found: dict[str, list[Hit]] = defaultdict(list)
        for person in self.roster.persons.values():
            for i, name in enumerate((person.name, *person.names)):
                score, reason = (_SPELLING, "other name of a person") if i else (_NAME, "person")
                if all(h.actor != person.id for h in found[fold(name)]):
                    hit = Hit(
                        actor=person.id, score=score, reason=reason, needs_country=name[0] == "~"
                    )
                    found[fold(name)].append(hit)
        return dict(found)

    @functools.cached_property
    def surnames(self) -> dict[str, list[str]]:
        """Persons by the last word of their names."""
        found: dict[str, list[str]] = defaultdict(list)
        for key, hits in self.persons.items():
            last = key.split()[-1]
            found[last] += [h.actor for h in hits if h.actor not in found[last]]
        return dict(found)

    @functools.cached_property
    def small_names(self) -> frozenset[str]:
        """Names that the roster has in small letters ("contras")."""
        return frozenset(n for a in self.roster.actors.values() for n in a.names if n.islower())

    @functools.cached_property
    def state_openers(self) -> frozenset[str]:
        """First words of all that names a state: what a scan for states stops at."""
        return frozenset(name.split()[0] for name in self.states if name)

    def state_of(self, words: str) -> str:
        """Id of the one state that the words name or describe, "" when none or several."""
        return _state_of(self, words)

    def _look_up_state(self, words: str) -> str:
        if not any(c.isupper() for c in words):
            return ""
        key = words.replace(".", "") if words.replace(".", "").isupper() else fold(words)
        found = self.states.get(key) or self.states.get(fold(words), [])
        if key.isupper() and len(key) <= 2:
            found = self.states.get(key, [])
        return found[0] if len(found) == 1 else ""


@functools.lru_cache(maxsize=50_000)
def _state_of(index: Names, words: str) -> str:
    return index._look_up_state(words)


@functools.cache
def names() -> Names:
    """The index of the shipped roster."""
    return Names(roster())


def _plural(word: str) -> str:
    if word.endswith(("ese", "ish", "ch", "s")):
        return word
    return word[:-1] + "ies" if word.endswith("y") else word + "s"
