"""Names of a table's actors, held against the roster.

In:   a name as the table has it, the country and the day of the row
Out:  id, code and name of the actor where the roster surely has it; else nothing

Method: what a table adds to a name (a government's years, the country in brackets) is taken off,
and its own phrase for armed forces and police is put as the roster has it. Only exact names,
spellings and acronyms count, never a close spelling: tables are written with care, so a name that
is nearly another is another. A role ("Protesters (Kenya)") is the role's actor of the country.
Known faults: a government's years are not held against the actor's: "(2000-2024)" says who ruled.
"""

import datetime as dt
import functools
import re

from sayso.base.nouns import Candidate, Noun
from sayso.imports import cells

# Names, other spellings and acronyms score .9 and more in the roster, close spellings .85 at most.
_SURE = 0.9
_YEARS = re.compile(r"\s*\(\d{4}-(?:\d{4})?\)\s*$")
_LAND = re.compile(r"\s*\(([^()]+)\)\s*$")
_FORCES = (("Military Forces of ", "Armed forces of "), ("Police Forces of ", "Police of "))


class Known(Noun, kw_only=True, frozen=True):
    """An actor of the roster. `code` is PLOVER's as of the day, "" when not known."""

    id: str
    code: str
    candidate: Candidate


@functools.lru_cache(maxsize=50_000)
def known(name: str, country: str, day: dt.date | None) -> Known | None:
    """The actor that a name of a table surely means, None when that is open.

    >>> known("Military Forces of Syria (2000-2024)", "SYR", None).id
    'syr.mil'
    >>> known("Protesters (Kenya)", "KEN", None).id
    'any.protesters.ken'
    """
    from sayso.identify.actors_finding import code_of, generic, role_noun  # noqa: PLC0415  0.3 s
    from sayso.identify.actors_names import chosen, find  # noqa: PLC0415

    bare = _YEARS.sub("", name)
    for theirs, ours in _FORCES:
        if bare.startswith(theirs):
            bare = ours + bare.removeprefix(theirs)
    best = chosen(find(bare, day=day, countries=frozenset({country} - {""})))
    if best is not None and best.score >= _SURE:
        return Known(id=best.id, code=code_of(best.id, day), candidate=best)
    land = _LAND.search(bare)
    of = cells.country(land[1]) if land else ""
    if land and not of:
        return None
    role = _LAND.sub("", bare)
    noun = role_noun(role) if len(role.split()) == 1 else None
    if noun is None or (not of and not land and noun.group != "civilians"):
        return None
    found = generic(noun, of or country, "a role of the table, with its country")
    candidate = Candidate(
        id=found.actor_id, name=found.name, score=found.score, reasons=found.reasons
    )
    return Known(id=found.actor_id, code=found.code, candidate=candidate)
