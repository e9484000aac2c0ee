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
from collections.abc import Iterable

from rapidfuzz import fuzz, process

from sayso.base.nouns import Candidate
from sayso.identify.actors_index import Hit, fold, names, trimmed
from sayso.identify.actors_roster import roster

# An actor is written when its score reaches DECIDED and no other comes within MARGIN.
# Of the hits on the dev documents none that was wrong lay between .5 and .7, and a name with
# two bearers is capped below (docs/actors.md has the figures).
DECIDED = 0.7
MARGIN = 0.15

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

    >>> [c.id for c in find("TTP")]
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


@functools.cache
def _long_names() -> tuple[str, ...]:
    return tuple(n for n in names().by_name if len(n) >= _CLOSE_LENGTH)


def _close(key: str) -> list[Hit]:
    if len(key) < _CLOSE_LENGTH:
        return []
    index = names()
    near = process.extract(key, _long_names(), scorer=fuzz.ratio, score_cutoff=_CLOSE, limit=3)
    hits: dict[str, Hit] = {}
    for other, ratio, _ in near:
        if not _word_by_word(other, key):
            continue
        for hit in index.by_name[other]:
            reason = f'spelt like "{other}" ({ratio:.0f} of 100)'
            score = round(_FUZZY * hit.score * ratio / 100, 3)
            if hit.actor not in hits:
                hits[hit.actor] = Hit(
                    actor=hit.actor, score=score, reason=reason, needs_country=hit.needs_country
                )
    return list(hits.values())


def _weighed(
    hits: Iterable[Hit],
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
    own = {h.actor for h in hits if _is_own(h.actor) and (h.actor in here or not h.needs_country)}
    found = []
    for hit in hits:
        score, reasons = hit.score, [hit.reason]
        if own and hit.actor not in own:
            score -= _ELSEWHERE
            reasons.append("an actor of your own file bears the name")
        elif hit.actor in here:
            reasons.append("its country is in the report")
        elif hit.needs_country:
            score = min(score, _NEEDS_COUNTRY)
            reasons.append("needs its country in the report")
        elif here and hit.actor not in own:
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
        Candidate(id=hit.actor, name=name_of(hit.actor), score=score, reasons=tuple(reasons))
        for score, hit, reasons in found
    )


def forget() -> None:
    """Forget all that was looked up: the roster is another."""
    names.cache_clear()
    _long_names.cache_clear()
    _find.cache_clear()


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


def _is_own(actor: str) -> bool:
    known = roster().actors.get(actor)
    return known is not None and known.own


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
