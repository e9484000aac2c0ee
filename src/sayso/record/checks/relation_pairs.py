"""Rules on two relations that do not go together.

In:   all relations
Out:  faults: allied and hostile, two parents, two leaders, two holders of one place, at one time

Method: relations are sorted by what they could clash over (the pair, the member, the body, the
place), and phases of the same days are compared. Only phases that hold count, on the days that
are certain: neither a gap nor "in July" says anything.
Known faults: a body with two heads by right (a state's president and premier) is left out only
where the roster knows it as a state or a government.
"""

from collections import defaultdict
from collections.abc import Iterator

from sayso.base.joined import Phase, Relation
from sayso.record.checks.kin import kin
from sayso.record.checks.look import FRIENDLY, HELD, Look
from sayso.record.checks.relation_phases import overlap
from sayso.record.checks.rule import Fault, Found, on_record
from sayso.record.checks.words import days, listed, quoted

_FRIENDS = tuple(type_ for type_ in FRIENDLY if type_ != "alias")
_FOES = ("hostility",)
_PARENTS = ("part_of", "allegiance")
_SEVERAL_HEADS = ("state", "government", "igo", "population", "community")
_WHY = "`sayso why` each of the two, then accept, edit or reject the claims in them"


def _held(relation: Relation) -> tuple[Phase, ...]:
    return tuple(p for p in relation.phases if p.kind in HELD)


def _clashes(a: Relation, b: Relation) -> Iterator[tuple[Phase, Phase]]:
    """The first two phases of two relations that share a day."""
    for one in _held(a):
        for other in _held(b):
            if overlap(one, other):
                yield one, other
                return


def _pairs(relations: list[Relation]) -> Iterator[tuple[Relation, Relation]]:
    for at, a in enumerate(relations):
        for b in relations[at + 1 :]:
            yield a, b


def _say(relation: Relation, phase: Phase) -> str:
    by = listed([quoted(teller.name) for teller in phase.tellers], most=2)
    named = f"{relation.actor_name} {relation.type} {relation.recipient_name}"
    return f"{named} ({days(phase.start, phase.end)}{', ' + by if by else ''})"


def _fault(a: Relation, one: Phase, b: Relation, other: Phase) -> Fault:
    return Fault(
        f"{_say(a, one)}; {_say(b, other)}",
        ids=(b.id, *one.claims, *other.claims),
        facts=(b.id,),
        subject=a.id,
        day=max(filter(None, (one.start or one.end, other.start or other.end)), default=None),
    )


@on_record(
    "ally-and-foe",
    "warning",
    "relation",
    means="One voice tells two actors to be friends (allied, backed, part of ...) and enemies on "
    "the same day.",
    settle=_WHY,
)
def ally_and_foe(look: Look) -> Found:
    """Friendly and hostile phases of a pair that overlap, with a teller in common."""
    by_pair: defaultdict[frozenset[str], list[Relation]] = defaultdict(list)
    for relation in look.all_relations:
        if relation.type in _FRIENDS or relation.type in _FOES:
            by_pair[frozenset((relation.actor, relation.recipient))].append(relation)
    for relations in by_pair.values():
        foes = [r for r in relations if r.type in _FOES]
        for friend in (r for r in relations if foes and r.type in _FRIENDS):
            for foe in foes:
                clash = _told_by_one(friend, foe)
                if clash:
                    yield _fault(friend, clash[0], foe, clash[1])


def _told_by_one(a: Relation, b: Relation) -> tuple[Phase, Phase] | None:
    for one in _held(a):
        for other in _held(b):
            if any(overlap(one, other, teller.key) for teller in one.tellers):
                return one, other
    return None


@on_record(
    "two-parents",
    "notice",
    "relation",
    means="An actor is part of, or owes allegiance to, two others at one time, of which neither "
    "belongs to the other.",
    settle=_WHY,
)
def two_parents(look: Look) -> Found:
    """Overlapping `part_of` or `allegiance` of one actor."""
    by_member: defaultdict[tuple[str, str], list[Relation]] = defaultdict(list)
    for relation in look.all_relations:
        if relation.type in _PARENTS:
            by_member[relation.type, relation.actor].append(relation)
    for relations in by_member.values():
        for a, b in _pairs(relations):
            if not _one_side(look, a.recipient, b.recipient):
                yield from (_fault(a, one, b, other) for one, other in _clashes(a, b))


@on_record(
    "two-leaders",
    "notice",
    "relation",
    means="Two persons, not of one surname, lead one body on the same day. States and governments, "
    "which have heads of two kinds, are left out.",
    settle=_WHY,
)
def two_leaders(look: Look) -> Found:
    """Overlapping `leads` of one body."""
    by_body: defaultdict[str, list[Relation]] = defaultdict(list)
    for relation in look.all_relations:
        known = look.roster.actors.get(relation.recipient)
        if relation.type == "leads" and not (known and known.kind in _SEVERAL_HEADS):
            by_body[relation.recipient].append(relation)
    for relations in by_body.values():
        for a, b in _pairs(relations):
            if a.actor != b.actor and not _same_name(a.actor_name, b.actor_name):
                yield from (_fault(a, one, b, other) for one, other in _clashes(a, b))


def _same_name(a: str, b: str) -> bool:
    """Whether two names end alike: "Kasht" and "Yorun Kasht", "James" and "Jim" of one surname."""
    return a.casefold().split()[-1:] == b.casefold().split()[-1:]


@on_record(
    "two-holders",
    "warning",
    "relation",
    means="Two actors control one place on the same day, and are neither allied nor one part of "
    "the other. It is a finding even where the place is contested by right.",
    settle=_WHY + "; `sayso decide settle` if the place is divided",
)
def two_holders(look: Look) -> Found:
    """Overlapping `controls` of one place."""
    by_place: defaultdict[str, list[Relation]] = defaultdict(list)
    for relation in look.all_relations:
        if relation.type == "controls":
            by_place[relation.recipient].append(relation)
    for relations in by_place.values():
        for a, b in _pairs(relations):
            if not _one_side(look, a.actor, b.actor):
                yield from (_fault(a, one, b, other) for one, other in _clashes(a, b))


def _one_side(look: Look, a: str, b: str) -> bool:
    """Whether two actors are kin by the roster, or joined by any friendly relation told."""
    return kin(a, b, look.roster) or frozenset((a, b)) in look.friends
