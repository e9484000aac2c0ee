"""Actors in words for people: what bears a name, what the roster holds, what to look at.

In:   a name, or the roster
Out:  lines of text

Method: what the look-up gives, laid out; nothing is decided here.
Known faults: none known.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from sayso.base.nouns import Candidate, Document
from sayso.identify.actors_context import Context
from sayso.identify.actors_finding import code_of
from sayso.identify.actors_names import chosen, find
from sayso.identify.actors_own import shared_names
from sayso.identify.actors_phrase import read_phrase
from sayso.identify.actors_roster import Known, Roster, roster

_SHOWN = 8  # candidates; more than that bear only names that say nothing ("National Front")


def found(name: str, day: dt.date | None, countries: frozenset[str]) -> Iterator[str]:
    """Say which actors bear a name, best first, which is taken, and what is known of it.

    Args:
        name: a name or an id.
        day: day of the report.
        countries: ISO 3166 alpha-3 codes of the countries that the report speaks of.
    """
    known = roster()
    if name in known.actors or name in known.persons:
        yield from _entry(name, day)
        return
    candidates = find(name, day=day, countries=countries)
    if not candidates:
        yield f'Nothing in the roster bears the name "{name}" or one close to it.'
        yield from _in_a_report(name, day)
        return
    for candidate in candidates[:_SHOWN]:
        yield _row(candidate, day)
    if len(candidates) > _SHOWN:
        yield f"and {len(candidates) - _SHOWN} more"
    best = chosen(candidates)
    yield ""
    if best is None:
        yield "Undecided: none is sure enough. A country of the report (--country) may decide."
        return
    yield from _entry(best.id, day)


def _in_a_report(name: str, day: dt.date | None) -> Iterator[str]:
    """What the words of a name tell by rule ("the Sudanese army"), or a provisional actor."""
    text = f"This report tells of {name}."  # within a sentence a capital makes a name
    doc = Document(report_id="", text=text, published=day, blocks=((0, len(text)),))
    told = read_phrase(name, Context(doc))
    if told is None:
        return
    reasons = "; ".join(told.reasons)
    if told.actor_id.startswith("new."):
        yield f"In a report it would be the provisional actor {told.actor_id}."
    elif told.actor_id in roster().actors:
        yield f"In a report it would be this actor ({reasons}):"
        yield ""
        yield from _entry(told.actor_id, day)
    else:
        yield f"In a report it would be {told.actor_id}, {told.name} ({reasons})."


def _row(candidate: Candidate, day: dt.date | None) -> str:
    code = code_of(candidate.id, day)
    reasons = "; ".join(candidate.reasons)
    return f"{candidate.score:.2f}  {candidate.id}  {code or '-'}  {candidate.name} ({reasons})"


def _entry(actor: str, day: dt.date | None) -> Iterator[str]:
    yield actor
    if actor.startswith("p."):
        yield from _person(actor)
    else:
        row = roster().actors[actor]
        for label, value in _facts(row):
            if value:
                yield f"  {label}: {value}"
        for tie in roster().ties.get(actor, ()):
            span = _span(tie.since, tie.until)
            yield f"  {tie.tie.replace('_', ' ')}: {tie.other}{span}"
    when = f"on {day}" if day else "with no day"
    yield f"  code {when}: {code_of(actor, day) or 'not known'}"


def _facts(row: Known) -> tuple[tuple[str, str], ...]:
    return (
        ("name", row.name),
        ("full name", row.full_name),
        ("also", ", ".join((*row.names, *row.acronyms))),
        ("kind", row.kind.replace("_", " ")),
        ("country", row.country),
        ("active in", ", ".join(row.countries)),
        ("part of", ", ".join(row.parents)),
        ("from", str(row.since or "")),
        ("until", str(row.until or "")),
        ("of", "your own file" if row.own else ""),
    )


def _person(actor: str) -> Iterator[str]:
    known = roster()
    person = known.persons[actor]
    yield f"  name: {', '.join((person.name, *person.names))}"
    for role in known.roles.get(actor, ()):
        what = f"{role.office or 'office'}, {role.body or role.country}"
        seen = f", known up to {role.vouched}" if role.vouched else ""
        yield f"  {role.country}{role.sector}: {what}{_span(role.since, role.until)}{seen}"


def _span(since: dt.date | None, until: dt.date | None) -> str:
    return (f" from {since}" if since else "") + (f" until {until}" if until else "")


def checks(known: Roster, own: str) -> Iterator[str]:
    """Say what a roster that was read without a fault holds.

    Args:
        known: the roster.
        own: name of the user's file, "" when there is none.
    """
    kinds = Counter(a.kind for a in known.actors.values() if not a.own)
    yield (
        f"The shipped roster is in order: {kinds['state']} states, {kinds['armed_group']} armed "
        f"groups, {sum(kinds.values())} actors in all, "
        f"{len(known.persons)} persons with {sum(map(len, known.roles.values()))} offices."
    )
    if not own:
        return
    mine = sorted(a.id for a in known.actors.values() if a.own)
    yield f"{own} is in order: {len(mine)} {'actor' if len(mine) == 1 else 'actors'}."
    for actor in mine:
        for note in notes(known, actor):
            yield f"  {note}"


def notes(known: Roster, actor: str) -> Iterator[str]:
    """Say what is right by the rules but worth a look: names that others bear."""
    for name, others in shared_names(known, actor).items():
        yield f'{actor}: "{name}" is borne by {", ".join(others)} too; yours goes before'
