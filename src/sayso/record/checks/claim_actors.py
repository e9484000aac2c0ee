"""Rules on the actors of a claim.

In:   one claim, and the roster with its dated facts
Out:  faults: actors that did not exist on the day, office holders out of office, actors that act
      on themselves

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

_FORMER = re.compile(r"\b(former|formerly|ex|late|then|ousted|deposed|once|previous|elect)\b", re.I)
_SETTLE_ACTOR = (
    "`sayso decide actor NAME ACTOR` if another is meant, `sayso decide edit {id} when=DAY` if the "
    "day is wrong; if the roster is, a row of your own (`sayso actors add`)"
)
_REFLEXIVE = re.compile(r"(my|your|him|her|it|our|them)sel(f|ves)", re.IGNORECASE)
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
    means="A person is called by an office (president, prime minister ...) on a day outside of the "
    "days that the roster has for the person in that office.",
    settle=_SETTLE_ACTOR,
)
def out_of_office(seen: SeenClaim) -> Found:
    """An office in the words that the roster has with its days, and none of them the day."""
    when = seen.claim.when
    day = (when and when.latest) or seen.published
    if day is None:
        return
    for who in _people(seen):
        if not who.actor_id.startswith("p."):
            continue
        before = seen.claim.evidence.text[: max(who.start - seen.claim.evidence.start, 0)][-30:]
        if _FORMER.search(who.text) or _FORMER.search(before):
            continue
        named = [
            role
            for role in seen.look.roster.roles.get(who.actor_id, [])
            if role.office and _is_in(role.office, who.text)
        ]
        held = [(role.since, role.until) for role in named]
        if held and not any(_may_cover(span, day) for span in held):
            last = max(held, key=lambda span: span[1] or dt.date.max)
            yield Fault(
                f"{quoted(who.text)} is {who.actor_id}, {named[0].office} "
                f"{days(last[0], last[1])}; the claim is of {day}",
                ids=(who.actor_id,),
                facts=(who.actor_id, day),
            )


def _is_in(office: str, words: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(office)}(?!\w)", words, re.IGNORECASE) is not None


def _may_cover(span: tuple[dt.date | None, dt.date | None], day: dt.date) -> bool:
    first, last = span
    return (first is None or first <= day) and (last is None or day <= last)


@on_claims(
    "acts-on-itself",
    "warning",
    means="One named actor is both who does it and to whom it is done.",
    settle=settling.EDIT,
)
def acts_on_itself(seen: SeenClaim) -> Found:
    """The same key in both roles; roles without a name may well meet their like, and "himself"
    says that it is meant.
    """
    claim = seen.claim
    if claim.kind != "event" or claim.type in _OWN_AFFAIRS:
        return
    others = {actor_key(r) for r in claim.recipient if not _REFLEXIVE.fullmatch(r.text.strip())}
    both = {actor_key(a) for a in claim.actor} & others
    for key in sorted(filter(is_named, both)):
        yield Fault(
            f"{key} is actor and recipient of {claim.type}, by {quoted(claim.trigger.text)}",
            ids=(key,),
            facts=(key, claim.type),
        )
