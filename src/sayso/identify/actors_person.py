"""Persons: a name after titles and offices, a full name, a surname.

In:   the words of a mention, and the context of its report
Out:  a `Finding` of a person, or None

Method: titles, states and bodies before the name are taken off. A surname belongs to the
one full name of the report that it is a part of; with a title before it and no full name,
to the one holder of an office of the report's states on its day.
Known faults: a person is told from a body by lists of words alone.
"""

import re

from sayso.identify.actors_context import Context, is_title, without_titles
from sayso.identify.actors_finding import Finding, code_of, role_noun
from sayso.identify.actors_index import fold, names
from sayso.identify.actors_known import borne, known, new, raised
from sayso.identify.actors_names import name_of
from sayso.identify.actors_roster import roster
from sayso.identify.actors_words import words

_SURNAME, _HOLDER = 0.8, 0.75  # less sure than a full name, surer than a reference

_MEMBERS_OF = words("members")
_BODY_WORDS = words("body_words")


def person_in(words: str, context: Context) -> Finding | None:
    """The person that a mention names: after titles, by a full name or a surname."""
    parts = words.split()
    start = len(parts)
    while start and (_is_name(parts[start - 1]) and not is_title(parts[start - 1])):
        start -= 1
    while start < len(parts) and parts[start][0].islower() and "-" not in parts[start]:
        start += 1
    if start == len(parts) or (start and not _titled(parts[:start])):
        return None
    own = without_titles(parts[start:])
    if _BODY_WORDS & {p.lower() for p in own}:
        return None
    name = " ".join(own)
    titled = start > 0 or any(is_title(p) for p in parts[: len(parts) - len(own)])
    if titled and len(own) > 1:
        found = _known_person(name, context)
        if found:
            return found
    full = "" if borne(name, context) and not titled else context.full_name(name)
    if full and fold(full) != fold(name):
        found = _known_person(full, context) or new(full, context, person=True)
        if found:
            reason = f'"{full}" is the one full name in the report'
            return raised(found, _SURNAME, reason, unsaid=True)
    if not titled:
        return None  # the whole was looked up before
    found = _known_person(name, context) or _holder(own[-1], context)
    return found or new(name, context, person=True)


def _known_person(name: str, context: Context) -> Finding | None:
    """A person of the roster, with or without the initials of middle names."""
    for form in dict.fromkeys((name, re.sub(r"(?<=\w )[A-Z]\. ", "", name))):
        found = known(form, context)
        if found and found.person:
            return found
    return None


def _holder(surname: str, context: Context) -> Finding | None:
    """The one person of that surname who held an office of the report's states on its day."""
    if context.day is None:
        return None
    held = [
        person
        for person in names().surnames.get(fold(surname).split()[-1], [])
        if roster().countries_of(person) & context.countries and code_of(person, context.day)
    ]
    if len(held) != 1:
        return None
    return Finding(
        actor_id=held[0], name=name_of(held[0]), code=code_of(held[0], context.day),
        score=_HOLDER, reasons=("the one holder of an office of that surname",),
        unsaid=True, person=True,
    )  # fmt: skip


def _titled(before: list[str]) -> bool:
    """Whether titles stand before a name, and no body of which the person is a part."""
    if "of" in before and before.index("of") and not is_title(before[before.index("of") - 1]):
        return False  # "the party of President ..."
    last = before[-1].rstrip(",")
    if last == "of" and len(before) > 1:
        return is_title(before[-2])  # "President of Colombia Juan ..."
    return is_title(last) or role_noun(last) is not None


def _is_name(word: str) -> bool:
    return word[0].isupper() or bool(re.match(r"(?:al|el|bin|ben|de|van|von|der|ag)(?:-|$)", word))


def names_a_person(words: str) -> bool:
    """Whether capitalised words that are no titles close the phrase."""
    last = words.rsplit(maxsplit=1)[-1]
    if not last[0].isupper() or is_title(last) or last.lower() in _MEMBERS_OF:
        return False
    return role_noun(last) is None
