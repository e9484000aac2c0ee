"""Rules on the told death of a person: who acts after it, who is killed twice.

In:   claims that a named person was killed, and what the person is told to do later
Out:  faults

Method: a death is an asserted, unhedged ASSAULT whose trigger is a word for killing and whose one
recipient is a person: an actor of the roster's persons, or one of whom the record tells that he
leads or serves in a body.
Known faults: namesakes; a death by a word that is not listed; deaths of illness are no claims.
"""

import datetime as dt
from collections import defaultdict
from typing import NamedTuple

import msgspec
import sqlalchemy as sa

from sayso.base.nouns import Claim
from sayso.record.checks.kin import is_named
from sayso.record.checks.look import Look
from sayso.record.checks.rule import Fault, Found, on_record
from sayso.record.checks.words import quoted
from sayso.record.schema import claim, claim_actor

_KILLING = frozenset(
    ("assassinated", "assassination", "beheaded", "beheading", "executed", "execution", "kill",
     "killed", "killing", "kills", "murder", "murdered")
)  # fmt: skip
_LATER = dt.timedelta(days=1)
_TWICE = dt.timedelta(days=7)  # reports of one death differ by days, not by weeks
_DATED = ("stated", "relative")

_SETTLE = (
    "`sayso why` both claims: if the death was not one, `sayso decide edit` or `reject` its claim; "
    "if they are two persons, `sayso decide actor`"
)


class _Death(NamedTuple):
    claim: str
    day: dt.date
    trigger: str


def _persons(look: Look) -> set[str]:
    """Keys that are told to lead or to serve in a body; persons of the roster begin with "p."."""
    select = sa.select(claim_actor.c.key).join(claim, claim.c.n == claim_actor.c.claim)
    where = (
        look.open(claim),
        claim.c.type.in_(("leads", "member_of")),
        claim_actor.c.role == "actor",
    )
    return {row.key for row in look.rows(select.where(*where).distinct())}


def _deaths(look: Look) -> dict[str, list[_Death]]:
    """Deaths by the key of who died, in order of their days."""
    select = sa.select(claim.c.id, claim.c.body, claim.c.day_from, claim_actor.c.key)
    select = select.join(claim_actor, claim_actor.c.claim == claim.c.n).where(
        look.open(claim),
        claim.c.type == "ASSAULT",
        claim.c.status == "asserted",
        claim.c.hedged.is_(False),
        claim.c.state != "rejected",
        claim.c.day_from.is_not(None),
        claim_actor.c.role == "recipient",
    )
    found: defaultdict[str, list[_Death]] = defaultdict(list)
    persons: set[str] | None = None
    decoder = msgspec.json.Decoder(Claim)
    for row in look.rows(select.order_by(claim.c.day_from, claim.c.id)):
        if not is_named(row.key):
            continue
        try:
            noun = decoder.decode(row.body)
        except msgspec.DecodeError:
            continue
        if len(noun.recipient) != 1 or noun.trigger.text.casefold() not in _KILLING:
            continue
        if not row.key.startswith("p."):
            persons = _persons(look) if persons is None else persons
            if row.key not in persons:
                continue
        found[row.key].append(_Death(row.id, row.day_from, noun.trigger.text))
    return found


@on_record(
    "acts-after-death",
    "warning",
    "actor",
    means="A person is told to act on a day after a day on which the same record tells of the "
    "person's killing.",
    settle=_SETTLE,
)
def acts_after_death(look: Look) -> Found:
    """The first dated act after the first told death."""
    for key, deaths in sorted(_deaths(look).items()):
        first = deaths[0]
        select = sa.select(claim.c.id, claim.c.type, claim.c.day_from, claim.c.country)
        select = select.join(claim_actor, claim_actor.c.claim == claim.c.n).where(
            look.open(claim),
            claim.c.kind == "event",
            claim.c.status == "asserted",
            claim.c.state != "rejected",
            claim.c.day_basis.in_(_DATED),
            claim.c.day_from > first.day + _LATER,
            claim_actor.c.role == "actor",
            claim_actor.c.key == key,
        )
        for row in look.rows(select.order_by(claim.c.day_from, claim.c.id).limit(1)):
            yield Fault(
                f"{key}: {quoted(first.trigger)} on {first.day}, and the actor of {row.type} on "
                f"{row.day_from}",
                ids=(first.claim, row.id),
                facts=(first.day, row.id),
                subject=key,
                day=row.day_from,
                country=row.country,
            )


@on_record(
    "killed-twice",
    "warning",
    "actor",
    means=f"A person is told to have been killed on two days more than {_TWICE.days} days apart.",
    settle=_SETTLE,
)
def killed_twice(look: Look) -> Found:
    """The first and the last told death."""
    for key, deaths in sorted(_deaths(look).items()):
        first, last = deaths[0], deaths[-1]
        if last.day - first.day > _TWICE:
            yield Fault(
                f"{key}: {quoted(first.trigger)} on {first.day} and {quoted(last.trigger)} on "
                f"{last.day}",
                ids=(first.claim, last.claim),
                facts=(first.day, last.day),
                subject=key,
                day=last.day,
            )
