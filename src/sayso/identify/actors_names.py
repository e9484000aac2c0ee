"""Names looked up in the roster, each hit with a score and its reasons.

In:   a name as printed, and what is known of the report: its day, countries, kinds asked for
Out:  candidates, best first; `chosen` takes the first, or none

Method: exact names and spellings first, then acronyms by their case ("IS" is a group, "is"
is not), then words that stand for a state or its government, then close spellings. A name
that several actors bear is decided by the countries of the report; if they do not decide,
all of them stay below the threshold.
Known faults: the countries of a report are those that it names, so a Pakistani group in a
report that names only Afghanistan is taken for the Afghan one of the same name.
"""

import datetime as dt
import functools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz import fuzz, process

from sayso.base.nouns import Noun
from sayso.identify.actors_roster import Known, Roster, roster

# An actor is written when its score reaches DECIDED and no other comes within MARGIN.
# Of the hits on the dev documents none that was wrong lay between .5 and .7, and a name with
# two bearers is capped below (docs/actors.md has the figures).
DECIDED = 0.7
MARGIN = 0.15

_NAME, _SPELLING, _ACRONYM = 1.0, 0.95, 0.9
_SEAT, _CAPITAL, _PEOPLE = 0.9, 0.85, 0.8
_SHARED = 0.6  # a name with several bearers that the report does not tell apart
_NEEDS_COUNTRY = 0.45  # a name that says little, without its country in the report
_ELSEWHERE = 0.4  # taken off when another bearer's country is in the report
_OTHER_KIND = 0.4
_OTHER_DAY = 0.15

# Close spellings: at 92 of 100 "Tehreek-e-Taliban Pakstan" is found; below 90 pairs such as
# "Shan State Army" and "Shan State Army South" begin to meet. Shorter names are not tried:
# one letter tells "Amal" from "Aman".
_CLOSE = 92.0
_CLOSE_LENGTH = 8
# Word by word: "Union" and "Unionist" (77) are two parties, "Malian" and "Malaysian" (80) two
# states; "program" and "programme" (88), "Syria" and "Syrian" (91) are two spellings of one.
_CLOSE_WORD = 85.0
_SHORT_WORD = 4
_FUZZY = 0.85

_ARTICLE = re.compile(r"^(?:the|a|an|this|that|these|those)\s+", re.IGNORECASE)
_QUOTES = "\"'“”‘’«» \t\n,;:"


class Candidate(Noun, kw_only=True, frozen=True):
    """An actor that a name may mean. `score` lies in [0, 1]; reasons are words for people."""

    actor_id: str
    name: str
    score: float
    reasons: tuple[str, ...]


class _Hit(Noun, kw_only=True, frozen=True):
    actor: str
    score: float
    reason: str
    needs_country: bool = False


def fold(text: str) -> str:
    """Bring a name to the form in which names are compared.

    >>> fold("Al-Qaïda  in the Land’s")
    'al qaida in the lands'
    """
    text = unicodedata.normalize("NFKD", text)
    text = "".join(c for c in text if not unicodedata.combining(c)).casefold()
    text = re.sub(r"['’‘ʼ`´.]", "", text)
    return " ".join(re.sub(r"[^\w]+", " ", text).split())


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
        self.by_name: dict[str, list[_Hit]] = defaultdict(list)
        self.by_acronym: dict[str, list[_Hit]] = defaultdict(list)
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
            hit = _Hit(
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
            hit = _Hit(actor=actor, score=score, reason=reason, needs_country=name[0] == "~")
            self.by_name[key].append(hit)

    @functools.cached_property
    def persons(self) -> dict[str, list[_Hit]]:
        """Persons by folded name; reads their files when first asked for."""
        found: dict[str, list[_Hit]] = defaultdict(list)
        for person in self.roster.persons.values():
            for i, name in enumerate((person.name, *person.names)):
                score, reason = (_SPELLING, "other name of a person") if i else (_NAME, "person")
                if all(h.actor != person.id for h in found[fold(name)]):
                    hit = _Hit(
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
    def long_names(self) -> tuple[str, ...]:
        """Names that close spellings are looked for among."""
        return tuple(n for n in self.by_name if len(n) >= _CLOSE_LENGTH)

    def state_of(self, words: str) -> str:
        """Id of the one state that the words name or describe, "" when none or several."""
        if not any(c.isupper() for c in words):
            return ""
        key = words.replace(".", "") if words.replace(".", "").isupper() else fold(words)
        found = self.states.get(key) or self.states.get(fold(words), [])
        if key.isupper() and len(key) <= 2:
            found = self.states.get(key, [])
        return found[0] if len(found) == 1 else ""


@functools.cache
def names() -> Names:
    """The index of the shipped roster."""
    return Names(roster())


def find(
    name: str,
    *,
    day: dt.date | None = None,
    countries: frozenset[str] = frozenset(),
    kinds: frozenset[str] = frozenset(),
) -> tuple[Candidate, ...]:
    """Look a name up in the roster.

    Args:
        name: the name as printed; articles and quotation marks do not matter, case does.
        day: the day of the report, against which actors' days are held.
        countries: ISO 3166 alpha-3 codes of the countries that the report speaks of.
        kinds: kinds of actor that are asked for; empty for any.

    Returns:
        Candidates, best first; () when nothing bears the name or one close to it.

    >>> [c.actor_id for c in find("TTP")]
    ['pakistani-taliban']
    >>> find("is")
    ()
    """
    text = trimmed(name)
    if not any(c.isupper() for c in text) and text not in names().small_names:
        return ()
    return _find(text, day, countries, kinds)


@functools.lru_cache(maxsize=20_000)
def _find(
    text: str, day: dt.date | None, countries: frozenset[str], kinds: frozenset[str]
) -> tuple[Candidate, ...]:
    index = names()
    bare, key = text.replace(".", ""), fold(text)
    hits = list(index.by_acronym.get(bare, ()))
    # An acronym that is a word as well ("US", "WHO", "IS") is one only in capitals.
    if not (bare.isupper() and hits) or len(bare) > 4:
        hits += [h for h in index.by_name.get(key, ()) if h.actor not in {x.actor for x in hits}]
    if not hits and (" " in key or len(key) >= 5):
        hits = list(index.persons.get(key, ()))
    if not hits:
        hits = _close(key)
    return _weighed(hits, day, countries, kinds)


def _close(key: str) -> list[_Hit]:
    if len(key) < _CLOSE_LENGTH:
        return []
    index = names()
    near = process.extract(key, index.long_names, scorer=fuzz.ratio, score_cutoff=_CLOSE, limit=3)
    hits: dict[str, _Hit] = {}
    for other, ratio, _ in near:
        if not _word_by_word(other, key):
            continue
        for hit in index.by_name[other]:
            reason = f'spelt like "{other}" ({ratio:.0f} of 100)'
            score = round(_FUZZY * hit.score * ratio / 100, 3)
            if hit.actor not in hits:
                hits[hit.actor] = _Hit(
                    actor=hit.actor, score=score, reason=reason, needs_country=hit.needs_country
                )
    return list(hits.values())


def _weighed(
    hits: Iterable[_Hit],
    day: dt.date | None,
    countries: frozenset[str],
    kinds: frozenset[str],
) -> tuple[Candidate, ...]:
    known = names().roster
    hits = list(hits)
    home = {h.actor: known.countries_of(h.actor) for h in hits}
    # Where a group is based tells more than where it fights.
    here = {a for a in home if _base(a) in countries}
    here = here or {a for a, states in home.items() if states & countries}
    found = []
    for hit in hits:
        score, reasons = hit.score, [hit.reason]
        if hit.actor in here:
            reasons.append("its country is in the report")
        elif hit.needs_country:
            score = min(score, _NEEDS_COUNTRY)
            reasons.append("needs its country in the report")
        elif here:
            score -= _ELSEWHERE
            reasons.append("another bearer's country is in the report")
        if kinds and _kind(hit.actor) not in kinds:
            score -= _OTHER_KIND
            reasons.append("not of the kind asked for")
        if day is not None and not _alive(hit.actor, day):
            score -= _OTHER_DAY
            reasons.append("not of that day")
        found.append((max(round(score, 3), 0.0), hit, reasons))
    found.sort(key=lambda f: (-f[0], f[1].actor))
    if len(found) > 1 and found[0][0] - found[1][0] < MARGIN:
        for i, (score, hit, reasons) in enumerate(found):
            if score > found[0][0] - MARGIN:
                found[i] = (min(score, _SHARED), hit, [*reasons, "several bear the name"])
    return tuple(
        Candidate(actor_id=hit.actor, name=name_of(hit.actor), score=score, reasons=tuple(reasons))
        for score, hit, reasons in found
    )


def chosen(candidates: tuple[Candidate, ...]) -> Candidate | None:
    """The first candidate when it is sure enough and no other comes near it, else None."""
    if not candidates or candidates[0].score < DECIDED:
        return None
    if len(candidates) > 1 and candidates[0].score - candidates[1].score < MARGIN:
        return None
    return candidates[0]


def name_of(actor: str) -> str:
    """The name of an actor or person of the roster, "" when it has none."""
    known = roster()
    if actor.startswith("p."):
        person = known.persons.get(actor)
        return person.name if person else ""
    return known.actors[actor].name if actor in known.actors else ""


def _kind(actor: str) -> str:
    return "person" if actor.startswith("p.") else roster().actors[actor].kind


def _base(actor: str) -> str:
    known = roster().actors.get(actor)
    return known.country if known else ""


def _alive(actor: str, day: dt.date) -> bool:
    known = roster().actors.get(actor)
    if known is None:
        return True
    return (known.since is None or known.since <= day) and (
        known.until is None or day <= known.until
    )


def _word_by_word(one: str, other: str) -> bool:
    """Whether two names differ in the spelling of their words only, short words in none."""
    pairs = list(zip(one.split(), other.split(), strict=False))
    if one[0] != other[0] or len(one.split()) != len(other.split()):
        return False
    if re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return False
    return all(
        a == b or (min(len(a), len(b)) > _SHORT_WORD and fuzz.ratio(a, b) >= _CLOSE_WORD)
        for a, b in pairs
    )


def _plural(word: str) -> str:
    if word.endswith(("ese", "ish", "ch", "s")):
        return word
    return word[:-1] + "ies" if word.endswith("y") else word + "s"
