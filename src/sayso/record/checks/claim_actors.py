"""Rules on the actors of a claim.

In:   one claim, and the roster with its dated facts
Out:  faults: actors that did not exist on the day, office holders out of office, choices that
      were a toss-up, actors that act on themselves

Method: a claim is held against the roster only where its whole interval lies outside of the
actor's days; an open or wide interval is given the benefit.
Known faults: the roster has no days of birth and death of persons, and days for one in eight of
the other actors.
"""

import datetime as dt
import re

from sayso.base.keys import actor_key
from sayso.base.nouns import Actor, Voice
from sayso.record.checks import settling
from sayso.record.checks.kin import is_named
from sayso.record.checks.look import SeenClaim
from sayso.record.checks.rule import Fault, Found, on_claims
from sayso.record.checks.words import days, quoted

_TIE = 0.15  # what identification itself asks for between two (docs/actors.md)
_TITLES = re.compile(
    r"\b(president|premier|prime minister|minister|king|queen|chancellor|secretary|emir|sultan|"
    r"governor)\b",
    re.IGNORECASE,
)
_FORMER = re.compile(r"\b(former|formerly|ex|late|then|ousted|deposed|once|previous|elect)\b", re.I)
_SETTLE_ACTOR = (
    "`sayso decide actor NAME ACTOR` if another is meant, `sayso decide edit {id} when=DAY` if the "
    "day is wrong; if the roster is, a row of your own (`sayso actors add`)"
)
# Both sides of these stand under one role, or are one body's own affair.
_OWN_AFFAIRS = ("alias", "COERCE", "MOBILIZE", "RETREAT")


def _people(seen: SeenClaim) -> list[Actor | Voice]:
    claim = seen.claim
    return [*claim.actor, *claim.recipient, *claim.source]


@on_claims(
    "actor-not-yet-there",
    "warning",
    means="An actor takes part or speaks before the roster says it was founded.",
    settle=_SETTLE_ACTOR,
)
def actor_not_yet_there(seen: SeenClaim) -> Found:
    """The claim's last day is before the actor's first."""
    when = seen.claim.when
    if when is None or when.latest is None or seen.claim.status != "asserted":
        return
    for who in _people(seen):
        known = seen.look.roster.actors.get(who.actor_id)
        if known is not None and known.since is not None and when.latest < known.since:
            yield Fault(
                f"{quoted(who.text)} is {known.name} ({known.id}), there since {known.since}; the "
                f"claim is of {days(when.earliest, when.latest)}",
                ids=(known.id,),
                facts=(known.id, when.latest),
            )


@on_claims(
    "actor-no-longer-there",
    "warning",
    means="An actor takes part or speaks after the roster says it was dissolved or renamed.",
    settle=_SETTLE_ACTOR,
)
def actor_no_longer_there(seen: SeenClaim) -> Found:
    """The claim's first day is after the actor's last."""
    when = seen.claim.when
    if when is None or when.earliest is None or seen.claim.status != "asserted":
        return
    for who in _people(seen):
        known = seen.look.roster.actors.get(who.actor_id)
        if known is not None and known.until is not None and when.earliest > known.until:
            yield Fault(
                f"{quoted(who.text)} is {known.name} ({known.id}), there until {known.until}; the "
                f"claim is of {days(when.earliest, when.latest)}",
                ids=(known.id,),
                facts=(known.id, when.earliest),
            )


@on_claims(
    "out-of-office",
    "warning",
    means="A person is called by an office (president, minister ...) on a day on which the "
    "roster knows of none that the person held.",
    settle=_SETTLE_ACTOR,
)
def out_of_office(seen: SeenClaim) -> Found:
    """A title in the words, and no office on the day."""
    when = seen.claim.when
    day = (when and when.latest) or seen.published
    if day is None:
        return
    for who in _people(seen):
        if not who.actor_id.startswith("p.") or not _TITLES.search(who.text):
            continue
        before = seen.claim.evidence.text[: max(who.start - seen.claim.evidence.start, 0)][-30:]
        if _FORMER.search(who.text) or _FORMER.search(before):
            continue
        held = _spans(seen, who.actor_id)
        if held and not any(_may_cover(span, day) for span in held):
            last = max(held, key=lambda span: span[1] or dt.date.max)
            yield Fault(
                f"{quoted(who.text)} is {who.actor_id}, last in office {days(last[0], last[1])}; "
                f"the claim is of {day}",
                ids=(who.actor_id,),
                facts=(who.actor_id, day),
            )


def _spans(seen: SeenClaim, person: str) -> list[tuple[dt.date | None, dt.date | None]]:
    """Days in office. Where the end is not known the source vouches for no day after its own,
    and against none."""
    return [(role.since, role.until) for role in seen.look.roster.roles.get(person, [])]


def _may_cover(span: tuple[dt.date | None, dt.date | None], day: dt.date) -> bool:
    first, last = span
    return (first is None or first <= day) and (last is None or day <= last)


@on_claims(
    "actor-toss-up",
    "notice",
    means=f"The actor that was chosen leads the next candidate by less than {_TIE:g} of score.",
    settle="`sayso decide actor NAME ACTOR` if another is meant; "
    "`sayso decide settle` if the choice is right",
)
def actor_toss_up(seen: SeenClaim) -> Found:
    """Scores of the chosen candidate and the best other."""
    for who in _people(seen):
        mine = next((c for c in who.candidates if c.id and c.id == who.actor_id), None)
        rest = sorted((c for c in who.candidates if c is not mine), key=lambda c: (-c.score, c.id))
        if mine and rest and mine.score - rest[0].score < _TIE:
            yield Fault(
                f"{quoted(who.text)} is {mine.id} ({mine.score:.2f}) rather than {rest[0].id} "
                f"({rest[0].score:.2f})",
                ids=(mine.id, rest[0].id),
                facts=(who.text, mine.id, rest[0].id),
            )


@on_claims(
    "acts-on-itself",
    "warning",
    means="One named actor is both who does it and to whom it is done.",
    settle=settling.EDIT,
)
def acts_on_itself(seen: SeenClaim) -> Found:
    """The same key in both roles; roles without a name may well meet their like."""
    claim = seen.claim
    if claim.kind != "event" or claim.type in _OWN_AFFAIRS:
        return
    both = {actor_key(a) for a in claim.actor} & {actor_key(r) for r in claim.recipient}
    for key in sorted(filter(is_named, both)):
        yield Fault(
            f"{key} is actor and recipient of {claim.type}, by {quoted(claim.trigger.text)}",
            ids=(key,),
            facts=(key, claim.type),
        )
