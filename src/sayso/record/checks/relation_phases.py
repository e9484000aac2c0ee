"""Rules on one relation: its ends, its phases, and who says so.

In:   one relation with its claims
Out:  faults: an actor related to itself, days reversed, a body that heads a body, own denials

Known faults: phases without a certain day are passed over.
"""

import datetime as dt

from sayso.base.joined import Phase
from sayso.record.checks.kin import kin
from sayso.record.checks.look import HELD, SeenRelation
from sayso.record.checks.rule import Fault, Found, on_relations
from sayso.record.checks.words import days, listed, quoted

_WHY = "`sayso why {id}`, then accept, edit or reject the claims in it"
_WHO = "`sayso decide actor` for the name that was taken wrongly; " + _WHY
_BY_PERSONS = ("leads", "member_of")


@on_relations(
    "relation-with-itself",
    "error",
    means="Both ends of a relation are one actor.",
    settle=_WHO,
)
def relation_with_itself(seen: SeenRelation) -> Found:
    """Equal keys."""
    relation = seen.relation
    if relation.actor == relation.recipient and relation.type != "alias":
        yield Fault(
            f"{relation.actor_name} {relation.type} {relation.recipient_name}: both are "
            f"{relation.actor}",
            ids=(relation.actor, *relation.claims),
        )


@on_relations(
    "phase-reversed",
    "error",
    means="A phase ends before it begins.",
    settle=_WHY,
)
def phase_reversed(seen: SeenRelation) -> Found:
    """Start and end of each phase."""
    for phase in seen.relation.phases:
        if phase.start and phase.end and phase.end < phase.start:
            yield Fault(
                f"{_named(seen)} from {phase.start} until {phase.end}",
                ids=phase.claims,
                facts=(phase.start, phase.end),
            )


@on_relations(
    "head-is-no-person",
    "warning",
    means="Only persons lead or serve in a body; here it is a state, a group or another body, or "
    "the body is a person.",
    settle=_WHO,
)
def head_is_no_person(seen: SeenRelation) -> Found:
    """Ends that the roster knows to be of the wrong kind."""
    relation, actors = seen.relation, seen.look.roster.actors
    if relation.type not in _BY_PERSONS:
        return
    actor = actors.get(relation.actor)
    if actor is not None:
        yield Fault(
            f"{_named(seen)}: {actor.name} is a {actor.kind.replace('_', ' ')}",
            ids=(relation.actor, *relation.claims),
            facts=(relation.actor,),
        )
    elif relation.recipient.startswith("p."):
        yield Fault(
            f"{_named(seen)}: {relation.recipient} is a person",
            ids=(relation.recipient, *relation.claims),
            facts=(relation.recipient,),
        )


@on_relations(
    "alias-of-two-known",
    "warning",
    means="Two actors that the roster keeps apart are told to be one under two names.",
    settle=_WHO,
)
def alias_of_two_known(seen: SeenRelation) -> Found:
    """Both ends identified, and neither a part of the other."""
    relation, actors = seen.relation, seen.look.roster.actors
    one, other = actors.get(relation.actor), actors.get(relation.recipient)
    kin_ = kin(relation.actor, relation.recipient, seen.look.roster)
    if relation.type == "alias" and one and other and not kin_:
        yield Fault(
            f"{quoted(relation.actor_name)} is {one.id}, {quoted(relation.recipient_name)} is "
            f"{other.id}",
            ids=(one.id, other.id, *relation.claims),
            facts=(one.id, other.id),
        )


@on_relations(
    "teller-denies-own-relation",
    "warning",
    means="One voice tells a relation to hold and not to hold at one time.",
    settle=_WHY,
)
def teller_denies_own_relation(seen: SeenRelation) -> Found:
    """A held phase and a denial of it on one day, with a voice in common."""
    phases = seen.relation.phases
    for held in (p for p in phases if p.kind in HELD):
        for denied in (p for p in phases if p.kind == "denied"):
            voices = {t.key: t.name for t in held.tellers}
            both = [t.key for t in denied.tellers if overlap(held, denied, t.key)]
            if both:
                yield Fault(
                    f"{listed([quoted(voices[key]) for key in both])}: {_named(seen)} "
                    f"({days(held.start, held.end)}), and denies it "
                    f"({days(denied.start, denied.end)})",
                    ids=(*held.claims, *denied.claims),
                    facts=(*both, held.start, held.end, denied.start, denied.end),
                )


def certain(phase: Phase, voice: str = "") -> tuple[dt.date, dt.date] | None:
    """First and last day on which a relation is told to hold (or not) for certain.

    Args:
        phase: "in July" has no certain day, and the day of a told end is over.
        voice: key of a teller: only days that this one tells of; "" for all.
    """
    first, last = phase.sure_start, phase.sure_end
    if first is None or last is None:
        return None
    if phase.ends and last == phase.end:
        last -= dt.timedelta(days=1)
    if voice:
        keys = [teller.key for teller in phase.tellers]
        if voice not in keys:
            return None
        until = phase.until[keys.index(voice)] if phase.until else last
        last = min(last, until or dt.date.min)
    return (first, last) if first <= last else None


def overlap(a: Phase, b: Phase, voice: str = "") -> bool:
    """Whether two phases share a day that is certain in both, and told by the voice in both."""
    one, other = certain(a, voice), certain(b, voice)
    return bool(one and other and one[0] <= other[1] and other[0] <= one[1])


def _named(seen: SeenRelation) -> str:
    relation = seen.relation
    return f"{relation.actor_name} {relation.type} {relation.recipient_name}"
